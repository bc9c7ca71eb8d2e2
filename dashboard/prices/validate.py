"""What price series and factors must satisfy before they may be stored."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from dashboard.errors import ImportFileError
from dashboard.prices.calendar import FIRST_DAY, LAST_DAY
from dashboard.prices.long import LongPrices

PRICES = ("open", "high", "low", "close")
"""The fields that are prices."""

_TICKER = re.compile(r"[A-Z0-9^][A-Z0-9.^=&_-]{0,19}")

# Figures that were divided by a split ratio can miss their neighbour by a rounding error of the last binary digit.
_ROUNDING = 1e-9

# The value that stands for a missing figure in the Kenneth French library.
_FRENCH_MISSING = -99.0


def check_prices(prices: LongPrices, today: dt.date) -> Mapping[str, tuple[str, ...]]:
    """Raise unless every series may be stored.

    Parameters
    ----------
    prices : LongPrices
        Sorted rows.
    today : date
        No row may be later.

    Returns
    -------
    mapping of str to tuple of str
        For each ticker the names of the checks that it passed; a check with nothing to look at is left out.

    Raises
    ------
    ImportFileError
        For the first failure: its ticker, day and value, and what is accepted.
    """
    for ticker in prices.tickers:
        if not _TICKER.fullmatch(ticker):
            raise ImportFileError(f"{ticker!r} is not a ticker; write it as Yahoo does, for example NVDA or ^GSPC.")
    _check_days(prices, today)
    _check_figures(prices)
    _check_order(prices)
    present = present_fields(prices)
    return {ticker: _passed(fields) for ticker, fields in present.items()}


def present_fields(prices: LongPrices) -> dict[str, tuple[str, ...]]:
    """Return for each ticker the fields that hold at least one figure."""
    held = {
        name: np.bincount(prices.code, ~np.isnan(values), len(prices.tickers)) > 0
        for name, values in prices.fields.items()
    }
    return {
        ticker: tuple(name for name, has in held.items() if has[number]) for number, ticker in enumerate(prices.tickers)
    }


def _passed(fields: tuple[str, ...]) -> tuple[str, ...]:
    """Name the checks that had something to look at in a series with these fields."""
    needs = {
        "unique days": "close",
        "no future days": "close",
        "positive prices": "close",
        "high and low enclose the others": "high",
        "volume not negative": "volume",
        "dividends not negative": "dividend",
        "splits positive": "split",
    }
    return tuple(check for check, field in needs.items() if field in fields)


def _check_days(prices: LongPrices, today: dt.date) -> None:
    """Refuse a day that is given twice, lies in the future or outside the span of the trading calendar."""
    code, day = prices.code, prices.day
    twice = (code[1:] == code[:-1]) & (day[1:] == day[:-1])
    if twice.any():
        row = int(np.flatnonzero(twice)[0])
        raise ImportFileError(f"{prices.where(row)} is given more than once; keep one row per ticker and day.")
    for wrong, reason in _outside(day, today):
        if wrong.any():
            raise ImportFileError(f"{prices.where(_first(wrong))} {reason}; correct the date.")


def _outside(day: NDArray[np.datetime64], today: dt.date) -> tuple[tuple[NDArray[np.bool_], str], ...]:
    """Return which days can be no day of figures, and why: a day without a calendar could not be studied."""
    return (
        (day > np.datetime64(today, "D"), f"is in the future (today is {today})"),
        (day < np.datetime64(FIRST_DAY, "D"), f"is before {FIRST_DAY}, when the trading calendar begins"),
        (day > np.datetime64(LAST_DAY, "D"), f"is after {LAST_DAY}, when the trading calendar ends"),
    )


def _check_figures(prices: LongPrices) -> None:
    """Refuse figures that are missing where one is needed, infinite, or on the wrong side of zero."""
    for name, values in prices.fields.items():
        _refuse(prices, name, np.isinf(values), "but figures must be finite")
    close = prices.fields["close"]
    if np.isnan(close).any():
        raise ImportFileError(f"{prices.where(_first(np.isnan(close)))} has no close; give one or leave the row out.")
    for name in PRICES:
        _refuse(prices, name, prices.fields[name] <= 0, "but prices must be positive")
    _refuse(prices, "volume", prices.fields["volume"] < 0, "but volume must not be negative")
    _refuse(prices, "dividend", prices.fields["dividend"] < 0, "but dividends must not be negative")
    _refuse(
        prices, "split", prices.fields["split"] <= 0, "but a split ratio must be positive (leave it empty for no split)"
    )


def _check_order(prices: LongPrices) -> None:
    """Refuse a high below, or a low above, another price of its day; a missing price is passed over."""
    high, low = prices.fields["high"], prices.fields["low"]
    for name in ("open", "close", "low"):
        other = prices.fields[name]
        wrong = other > high * (1 + _ROUNDING)
        if wrong.any():
            row = _first(wrong)
            raise ImportFileError(
                f"The high of {prices.where(row)} is {float(high[row])!r}, "
                f"below its {name} {float(other[row])!r}; correct one."
            )
    for name in ("open", "close"):
        other = prices.fields[name]
        wrong = other < low * (1 - _ROUNDING)
        if wrong.any():
            row = _first(wrong)
            raise ImportFileError(
                f"The low of {prices.where(row)} is {float(low[row])!r}, "
                f"above its {name} {float(other[row])!r}; correct one."
            )


def _refuse(prices: LongPrices, name: str, wrong: NDArray[np.bool_], rule: str) -> None:
    """Raise for the first row that breaks a rule."""
    if wrong.any():
        row = _first(wrong)
        value = float(prices.fields[name][row])
        raise ImportFileError(f"The {name} of {prices.where(row)} is {value!r}, {rule}.")


def _first(wrong: NDArray[np.bool_]) -> int:
    """Return the first True."""
    return int(np.flatnonzero(wrong)[0])


def check_factors(day: NDArray[np.datetime64], columns: Mapping[str, NDArray[np.float64]], today: dt.date) -> None:
    """Raise unless daily factors, sorted by day, may be stored.

    Parameters
    ----------
    day : ndarray of datetime64[D], shape (n,)
    columns : mapping of str to ndarray, shape (n,)
        In per cent.
    today : date

    Raises
    ------
    ImportFileError
        A day is given twice, lies in the future or outside the span of the trading calendar, or a figure is missing
        or beyond 100 per cent.
    """
    twice = np.flatnonzero(day[1:] == day[:-1])
    if len(twice):
        raise ImportFileError(f"The factors of {day[twice[0]]} are given more than once; keep one row per day.")
    for outside, reason in _outside(day, today):
        if outside.any():
            raise ImportFileError(f"The day {day[_first(outside)]} of the factors {reason}; correct the date.")
    for name, values in columns.items():
        wrong = ~(np.abs(values) <= 100.0) | (values <= _FRENCH_MISSING)
        if wrong.any():
            row = _first(wrong)
            raise ImportFileError(
                f"The factor {name} of {day[row]} is {float(values[row])!r}; "
                "give a figure in per cent or leave the day out."
            )
