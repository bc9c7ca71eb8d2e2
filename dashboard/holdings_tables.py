"""The tables of a reader's own holdings, called alike by page and command; what is asked is kept nowhere."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date as Date

import pandas as pd

from dashboard import study
from dashboard.catalog import load_universe
from dashboard.choices import Day, as_day
from dashboard.errors import EmptySelectionError, InputError, UnknownTickerError
from dashboard.holdings_text import MOST_SHARES
from dashboard.prices import PricePanel
from dashboard.tables import SHOCK

HELD = ("company", "fund", "share_class")
"""Kinds of series of which shares are held."""

_NAMED = 8


def stored(panel: PricePanel, held: Mapping[str, float]) -> pd.DataFrame:
    """Return holdings whose tickers are those of stored series.

    Parameters
    ----------
    panel : PricePanel
    held : mapping of str to float
        Shares by ticker, in either case.

    Returns
    -------
    DataFrame
        ticker and shares, in the order given.

    Raises
    ------
    UnknownTickerError
        Some have no stored prices.
    EmptySelectionError
        There is no holding.
    InputError
        One is an index, a currency or a commodity, of which there are no shares, or a number of shares is none.
    """
    if not held:
        raise EmptySelectionError("No holding is given; name tickers with numbers of shares, such as {'NVDA': 100}.")
    universe, series = load_universe(), frozenset(panel.tickers)
    kinds = {member.ticker: member.kind for member in universe.members}
    found: dict[str, float] = {}
    unknown: list[UnknownTickerError] = []
    names: list[str] = []
    for asked, shares in held.items():
        if not 0 < shares <= MOST_SHARES:
            raise InputError(f"{shares!r} shares of {asked} cannot be held; give a number up to {MOST_SHARES:,}.")
        try:
            ticker = universe.one(asked, series)
        except UnknownTickerError as error:
            unknown.append(error)
            names.append(asked)
            continue
        if kinds.get(ticker, HELD[0]) not in HELD:
            raise InputError(
                f"{ticker} is no company and no fund, so no shares of it are held; leave it out, or name a fund."
            )
        found[ticker] = found.get(ticker, 0.0) + shares
    if len(unknown) == 1:
        raise unknown[0]
    if unknown:
        others = ", ..." if len(names) > _NAMED else ""
        raise UnknownTickerError(
            f"No prices are stored for {len(names):,} of the holdings ({', '.join(names[:_NAMED])}{others}); leave "
            "them out, or bring their prices."
        )
    return pd.DataFrame({"ticker": list(found), "shares": list(found.values())})


def holdings(panel: PricePanel, held: Mapping[str, float], date: Day = SHOCK, to: Day | None = None) -> pd.DataFrame:
    """Return what holdings lost on a session and have come to since; see `dashboard.study.holdings.holdings`.

    Parameters
    ----------
    panel : PricePanel
    held : mapping of str to float
        Shares by ticker: those held at the close before the session, as counted that day.
    date, to : date or str
        The session, and the one at which values end: by default the last on which all holdings that count have a close.

    Raises
    ------
    InputError
        As `stored`, or a date cannot be used.
    """
    sessions, day, shares = panel.on_sessions(), as_day(date), stored(panel, held)
    end = _last(study.value_path(sessions, day, shares), day) if to is None else as_day(to)
    return study.holdings(sessions, day, end, shares)


def holdings_path(panel: PricePanel, held: Mapping[str, float], date: Day = SHOCK) -> pd.Series:
    """Return the value of holdings from the close before a session on; see `dashboard.study.holdings.value_path`."""
    return study.value_path(panel.on_sessions(), as_day(date), stored(panel, held))


def notes(added: Sequence[str], frame: pd.DataFrame, when: str) -> list[str]:
    """Say what a reader must know of the sums: shares that were added together, and holdings that count nowhere.

    Parameters
    ----------
    added : sequence of str
        Tickers that were written more than once.
    frame : DataFrame
        What `holdings` returns.
    when : str
        The session, as it is to be written.
    """
    found = []
    if added:
        found.append(f"Written more than once, so added together: {', '.join(added)}.")
    rows = frame.iloc[:-1]
    absent = rows.loc[rows["loss"].isna(), "ticker"]
    if len(absent):
        found.append(f"No close on {when} or the session before, so left out of all sums: {', '.join(absent)}.")
    counted = rows[rows["loss"].notna()]
    ended = counted.loc[counted["value_to"].isna(), "ticker"]
    if len(ended):
        found.append(f"No close on the last day, so the whole has no value there: {', '.join(ended)}.")
    return found


def _last(path: pd.Series, day: Date) -> Date:
    known = pd.DatetimeIndex(path.dropna().index)
    return max(known[-1].date(), day) if len(known) else day
