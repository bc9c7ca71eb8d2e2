"""Numbers, dates and lists as a reader sees them: true minus, narrow space before the unit, "–" for no figure."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType

import pandas as pd

MINUS = "\u2212"
NARROW_SPACE = "\u202f"
NO_BREAK_SPACE = "\u00a0"
FIGURE_SPACE = "\u2007"
EN_DASH = "\u2013"
MISSING = EN_DASH

Day = dt.date | str
"""A calendar day: a date, a pandas timestamp (itself a date) or ISO text."""


def as_day(day: Day) -> dt.date:
    """Return `day` as a plain date; ISO text and timestamps are accepted."""
    if isinstance(day, str):
        return dt.date.fromisoformat(day[:10])
    return dt.date(day.year, day.month, day.day)


def is_missing(value: float | None) -> bool:
    """Tell whether there is no figure: None, NaN or infinite."""
    return value is None or not math.isfinite(value)


def _signed(value: float, text: str, sign: bool) -> str:
    """Put the sign before an unsigned rounded `text`; a figure that rounds to zero has none."""
    if not any(digit in text for digit in "123456789"):
        return text
    if value < 0:
        return MINUS + text
    return f"+{text}" if sign else text


def number(value: float | None, digits: int = 0, sign: bool = False) -> str:
    """Format a plain number with thousands separators, as in "1,234.5" or "−3"."""
    if value is None or is_missing(value):
        return MISSING
    return _signed(value, f"{abs(value):,.{digits}f}", sign)


def per_cent(value: float | None, digits: int = 1, sign: bool = True) -> str:
    """Format a decimal return as per cent.

    Parameters
    ----------
    value : float or None
        A decimal, -0.17 being minus seventeen per cent.
    digits : int
        Decimals shown: one in prose, two in tables.
    sign : bool
        Show "+" for a rise. A minus is always shown.

    Returns
    -------
    str
        "−17.0 %" with a true minus and a narrow no-break space, or "–" where there is no figure.
    """
    if value is None or is_missing(value):
        return MISSING
    return _signed(value, f"{abs(value) * 100:,.{digits}f}", sign) + f"{NARROW_SPACE}%"


def size(value: float) -> str:
    """Format how far something moved, without direction: "17.0 %", or "less than 0.1 %" where that rounds to none."""
    text = per_cent(abs(value), sign=False)
    return f"less than 0.1{NARROW_SPACE}%" if value and text == per_cent(0) else text


def moved(value: float) -> str:
    """Say how far something moved, a decimal return: "fell 17.0 %", "rose less than 0.1 %", "did not move"."""
    return f"{'fell' if value < 0 else 'rose'} {size(value)}" if value else "did not move"


def significant(value: float, digits: int = 3) -> str:
    """Format the size of `value` to so many significant figures, no exponent: 592.7 is "593", 3492 is "3,490"."""
    size = abs(value)
    if size == 0 or not math.isfinite(size):
        return "0"
    rounded = float(f"{size:.{digits - 1}e}")
    decimals = max(0, digits - 1 - math.floor(math.log10(rounded)))
    return f"{rounded:,.{decimals}f}"


def dollars_bn(value: float | None, sign: bool = False) -> str:
    """Format billions of US dollars with three significant figures.

    Parameters
    ----------
    value : float or None
        Billions of US dollars; a change is negative where money was lost.
    sign : bool
        Show "+" for a gain.

    Returns
    -------
    str
        "$593 bn", "−$593 bn", or "–" where there is no figure.
    """
    if value is None or is_missing(value):
        return MISSING
    return _signed(value, f"${significant(value)}", sign) + f"{NARROW_SPACE}bn"


def yen_trn(value: float | None, sign: bool = False) -> str:
    """Format trillions of yen with three significant figures, as in "¥92.3 trn"."""
    if value is None or is_missing(value):
        return MISSING
    return _signed(value, f"¥{significant(value)}", sign) + f"{NARROW_SPACE}trn"


def yen_bn(value: float | None, sign: bool = False) -> str:
    """Format billions of yen in trillions, as `yen_trn` does: 92,300 is "¥92.3 trn"."""
    return yen_trn(None if value is None else value / 1000, sign)


Money = Callable[..., str]
"""Writes billions of a currency: `dollars_bn` or `yen_bn`."""

MONEY: Mapping[str, Money] = MappingProxyType({"USD": dollars_bn, "JPY": yen_bn})
"""How billions of each currency are written."""


def price(value: float | None) -> str:
    """Format a price in US dollars with two decimals, as in "$118.42"."""
    if value is None or is_missing(value):
        return MISSING
    return _signed(value, f"${abs(value):,.2f}", False)


def day(value: Day | None) -> str:
    """Format a date as "27 Jan 2025"; a missing one is "–"."""
    if value is None or pd.isna(value):
        return MISSING
    date = as_day(value)
    return f"{date.day} {date:%b %Y}"


def short_day(value: Day) -> str:
    """Format a date without its year, as in "27 Jan"."""
    date = as_day(value)
    return f"{date.day} {date:%b}"


def month(value: Day) -> str:
    """Format a month as "Jan 2025"."""
    return f"{as_day(value):%b %Y}"


def day_range(first: Day, last: Day) -> str:
    """Format a range of dates with an en dash, the year given once where it is the same."""
    start, end = as_day(first), as_day(last)
    if start == end:
        return day(end)
    left = short_day(start) if start.year == end.year else day(start)
    return f"{left} {EN_DASH} {day(end)}"


def count_of(part: int, whole: int) -> str:
    """Format a share of a count, as in "27 of 51"."""
    return f"{part:,} of {whole:,}"


def counted(count: int, singular: str, plural: str | None = None) -> str:
    """Format a count with its noun: "1 session", "93 sessions"."""
    return f"{count:,} {noun(count, singular, plural)}"


def noun(count: int, singular: str, plural: str | None = None) -> str:
    """Return the noun that fits a count, without it: "session" or "sessions"."""
    return singular if count == 1 else plural or singular + "s"


def listed(words: Sequence[str]) -> str:
    """Join words as prose: "", "A", "A and B", "A, B and C"."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} and {words[-1]}"
