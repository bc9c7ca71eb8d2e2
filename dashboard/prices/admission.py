"""What a fetched series must satisfy, beyond what a file must, before it may take the place of the stored one."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from dashboard.errors import ImportFileError, SourceError
from dashboard.prices.calendar import TradingCalendar
from dashboard.prices.long import LongPrices
from dashboard.prices.validate import check_prices

COMPLETE = "every session of the exchange"
CLOSED = "no session still open"
EXPLAINED = "jumps explained by actions"
SAME_PAST = "past agrees with what was stored"

MOST_JUMP = 3.0
"""A close more than so many times, or less than this part of, the close before it is a jump."""

LEAST_SPLIT = 1.3
"""Smaller split ratios are within what a share may move in a day."""

PAST_MISS = 0.01
"""How far a close may lie from the stored one of the same day, as a share of it, on the basis of today's splits."""

PAST_DAYS = 0.02
"""Share of the stored days that may be further off, and of those that may be missing."""


ALL_THE_SAME = "deepseek-shock refresh --new-past takes it all the same."


@dataclass(frozen=True)
class Expectation:
    """What is known of a series before it is fetched.

    Attributes
    ----------
    sessions : TradingCalendar or None
        The exchange whose sessions it must have; None where its trading days are not kept.
    stored : Series of float64, indexed by day, or None
        The closes it would replace; None where nothing is stored.
    """

    sessions: TradingCalendar | None
    stored: pd.Series | None = None


def admit(prices: LongPrices, expected: Expectation, now: dt.datetime) -> tuple[str, ...]:
    """Raise unless a fetched series may be stored.

    Parameters
    ----------
    prices : LongPrices
        One series.
    expected : Expectation
    now : datetime
        With a time zone.

    Returns
    -------
    tuple of str
        Names of the checks that it passed.

    Raises
    ------
    SourceError
        For the first failure: ticker, day and value.
    """
    ticker = prices.tickers[0]
    try:
        passed = check_prices(prices, now.astimezone(dt.UTC).date())[ticker]
    except ImportFileError as error:
        # The remedy of a file, which is to correct it, is none here.
        raise SourceError(f"{str(error).partition(';')[0].rstrip('.')}.") from error
    if expected.sessions is not None:
        _require_closed(prices, expected.sessions, now)
        _require_sessions(prices, expected.sessions)
        passed += (COMPLETE, CLOSED)
    _require_explained_jumps(prices)
    passed += (EXPLAINED,)
    if expected.stored is not None and len(expected.stored):
        _require_past(prices, expected.stored)
        passed += (SAME_PAST,)
    return passed


def _require_closed(prices: LongPrices, sessions: TradingCalendar, now: dt.datetime) -> None:
    """Refuse a last day whose session had not closed."""
    last = prices.day[-1].item()
    if sessions.is_session(last) and now < sessions.close_of(last):
        raise SourceError(f"The session of {prices.tickers[0]} on {last} had not closed when it was fetched.")


def _require_sessions(prices: LongPrices, sessions: TradingCalendar) -> None:
    """Refuse a series that lacks a session between its first and last day."""
    due = sessions.sessions(prices.day[0].item(), prices.day[-1].item())
    lacking = due[~np.isin(due.to_numpy().astype(prices.day.dtype), prices.day)]
    if len(lacking):
        more = f" and {len(lacking) - 1} more" if len(lacking) > 1 else ""
        raise SourceError(f"{prices.tickers[0]} came without {lacking[0].date()}{more}.")


def _require_explained_jumps(prices: LongPrices) -> None:
    """Refuse a jump without a dividend of its size, or one that is a split for which earlier prices were not adjusted.

    It is one where the split's ratio takes away more than half of the move, in logarithms.
    """
    close, ticker = prices.fields["close"], prices.tickers[0]
    dividend, split = np.nan_to_num(prices.fields["dividend"]), prices.fields["split"]
    before, after = close[:-1], close[1:] + dividend[1:]
    moved = np.log(after / before)
    ratio = np.where(np.isnan(split[1:]), 1.0, split[1:])
    whole = (np.abs(np.log(ratio)) > np.log(LEAST_SPLIT)) & (np.abs(moved + np.log(ratio)) < np.abs(moved) / 2)
    if whole.any():
        row = int(np.argmax(whole)) + 1
        raise SourceError(
            f"{ticker} came without its split of {prices.day[row]} in the prices before it: the close goes from "
            f"{close[row - 1]:g} to {close[row]:g} at a ratio of {ratio[row - 1]:g}."
        )
    wild = np.abs(moved) > np.log(MOST_JUMP)
    if wild.any():
        row = int(np.argmax(wild)) + 1
        raise SourceError(
            f"{ticker} came with a jump from {close[row - 1]:g} to {close[row]:g} on {prices.day[row]}, which no split "
            "or dividend explains."
        )


def _require_past(prices: LongPrices, stored: pd.Series) -> None:
    """Refuse a series that has lost days, or whose past is another than the stored one.

    A split since then divides the whole past by its ratio, so the stored closes are brought to the new basis first.
    """
    ticker, days = prices.tickers[0], stored.index.to_numpy().astype(prices.day.dtype)
    if prices.day[0] > days[0] or prices.day[-1] < days[-1]:
        raise SourceError(
            f"{ticker} came from {prices.day[0]} to {prices.day[-1]}, which is less than the stored {days[0]} to "
            f"{days[-1]}; {ALL_THE_SAME}"
        )
    row = np.searchsorted(prices.day, days).clip(max=len(prices.day) - 1)
    held = prices.day[row] == days
    # Sessions are looked at elsewhere; of other days, vendors do not keep quite the same.
    if (~held).mean() > PAST_DAYS:
        lost, first = int((~held).sum()), days[np.argmin(held)]
        raise SourceError(f"{ticker} came without {lost} of {len(days)} stored days, the first {first}; {ALL_THE_SAME}")
    days, row = days[held], row[held]
    ratio = prices.fields["split"]
    since = np.where(np.isnan(ratio) | (prices.day <= days[-1]), 1.0, ratio).prod()
    old = stored.to_numpy(dtype=np.float64)[held] / since
    new = prices.fields["close"][row]
    off: NDArray[np.bool_] = np.abs(new / old - 1.0) > PAST_MISS
    if off.mean() > PAST_DAYS:
        place = int(np.argmax(off))
        raise SourceError(
            f"{ticker} came with another past: a close of {new[place]:g} on {days[place]}, where {old[place]:g} is "
            f"stored, and {int(off.sum())} of {len(off)} days like it; {ALL_THE_SAME}"
        )
