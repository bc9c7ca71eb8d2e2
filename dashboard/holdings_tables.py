"""The tables of a reader's own holdings, called alike by page and command; what is asked is kept nowhere."""

from __future__ import annotations

from datetime import date as Date

import pandas as pd

from dashboard import study
from dashboard.catalog import load_universe
from dashboard.choices import Day, as_day
from dashboard.errors import InputError, UnknownTickerError
from dashboard.holdings_text import Holdings
from dashboard.prices import PricePanel
from dashboard.tables import SHOCK

HELD = ("company", "fund", "share_class")
"""Kinds of series of which shares are held."""

_NAMED = 8


def stored(panel: PricePanel, held: Holdings) -> pd.DataFrame:
    """Return holdings whose tickers are those of stored series.

    Returns
    -------
    DataFrame
        ticker and shares, in the order given.

    Raises
    ------
    UnknownTickerError
        Some have no stored prices.
    InputError
        One is an index, a currency or a commodity, of which there are no shares.
    """
    universe, series = load_universe(), frozenset(panel.tickers)
    kinds = {member.ticker: member.kind for member in universe.members}
    found: dict[str, float] = {}
    unknown: list[UnknownTickerError] = []
    names: list[str] = []
    for asked, shares in held.shares.items():
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


def holdings(panel: PricePanel, held: Holdings, date: Day = SHOCK, to: Day | None = None) -> pd.DataFrame:
    """Return what holdings lost on a session and have come to since; see `dashboard.study.holdings.holdings`.

    By default values end on the last session on which every holding that counts has a close. Errors are those of
    `stored` and of the dates.
    """
    sessions, day, shares = panel.on_sessions(), as_day(date), stored(panel, held)
    end = _last(study.value_path(sessions, day, shares), day) if to is None else as_day(to)
    return study.holdings(sessions, day, end, shares)


def holdings_path(panel: PricePanel, held: Holdings, date: Day = SHOCK) -> pd.Series:
    """Return the value of holdings from the close before a session on; see `dashboard.study.holdings.value_path`."""
    return study.value_path(panel.on_sessions(), as_day(date), stored(panel, held))


def notes(held: Holdings, frame: pd.DataFrame, when: str) -> list[str]:
    """Say what a reader must know of the sums: shares that were added together, and holdings that count nowhere.

    Parameters
    ----------
    held : Holdings
    frame : DataFrame
        What `holdings` returns.
    when : str
        The session, as it is to be written.
    """
    found = []
    if held.added:
        found.append(f"Written more than once, so added together: {', '.join(held.added)}.")
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
