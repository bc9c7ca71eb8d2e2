"""What a caller chose, as text or dates, in the form that studies take: a day, tickers, the end of a series' story."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

import pandas as pd

from dashboard.catalog import load_universe
from dashboard.errors import InputError
from dashboard.prices import PricePanel
from dashboard.prices.calendar import plain_day

Day = date | str
Tickers = str | Iterable[str]

_ISO_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def as_day(value: Day) -> date:
    """Return a date, from a date, a datetime or a timestamp, or from text as YYYY-MM-DD and in no other form.

    Raises
    ------
    InputError
        The value is not a date.
    """
    try:
        if isinstance(value, date) and not pd.isna(value):
            return plain_day(value)
        if isinstance(value, str) and _ISO_DAY.fullmatch(value):
            return date.fromisoformat(value)
    except ValueError:  # 2025-02-30
        pass
    raise InputError(f"{value!r} is not a date; write it as YYYY-MM-DD, for example 2025-01-27.")


def select(panel: PricePanel, tickers: Tickers) -> tuple[str, ...]:
    """Return the tickers that a selection means.

    Parameters
    ----------
    panel : PricePanel
        Whose series can be chosen.
    tickers : str or iterable of str
        As `dashboard.catalog.Universe.select` takes it: tickers, ``segment:NAME``, ``companies`` or ``all``.

    Raises
    ------
    InputError
        Nothing was chosen, a ticker is unknown or has no prices, or the value is no text at all.
    """
    if not isinstance(tickers, str):
        tickers = tuple(tickers) if isinstance(tickers, Iterable) else (tickers,)
        wrong = [one for one in tickers if not isinstance(one, str)]
        if wrong:
            raise InputError(f"{wrong[0]!r} is not a ticker; give text such as 'NVDA,AVGO' or a list of such texts.")
    return load_universe().select(tickers, panel.tickers)


def last_session(panel: PricePanel, tickers: Tickers = "companies") -> date:
    """Return the last session on which any of the chosen series has a close: where their story ends so far.

    A series that was imported later may have rows beyond it. Where no chosen series has a close on any session, it is
    the last session of the panel.
    """
    sessions = panel.on_sessions()
    held = sessions.close[list(select(panel, tickers))].notna().any(axis=1)
    return sessions.dates[held][-1].date() if held.any() else sessions.last
