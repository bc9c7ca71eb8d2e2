"""What a fetched series must satisfy, beyond what a file must, before it may take the place of the stored one."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from dashboard.errors import ImportFileError, SourceError
from dashboard.prices.calendar import FINAL_AFTER, TradingCalendar
from dashboard.prices.long import LongPrices
from dashboard.prices.past import ALL_THE_SAME, require_past
from dashboard.prices.validate import check_prices

COMPLETE = "every session of the exchange"
CLOSED = "no session still open"
EXPLAINED = "jumps explained by actions"
SAME_PAST = "past agrees with what was stored"

MOST_JUMP = 3.0
"""A close more than so many times, or less than this part of, the close before it is a jump."""

LEAST_SPLIT = 1.3
"""Smaller split ratios are within what a share may move in a day."""

USUAL_SPLITS = (1 / 4, 1 / 3, 1 / 2, 2.0, 3.0, 4.0)
"""What a close is of the one before it where a usual split, or one that joins shares, is not told."""

USUAL_MISS = 0.02
"""How far a move may lie from a usual split and still be taken for one, as a share of it."""


@dataclass(frozen=True)
class Expectation:
    """What is known of a series before it is fetched.

    Attributes
    ----------
    sessions : TradingCalendar or None
        The exchange whose sessions it must have; None where its trading days are not kept.
    stored : LongPrices or None
        The series that it would replace, with missing figures where there is no dividend or split; None where nothing
        is stored.
    may_split : bool
        Whether it is of shares, which may be split.
    new_past : bool
        Whether it is taken without a look at the past and at splits that may not be told yet, because the reader wants
        so.
    """

    sessions: TradingCalendar | None
    stored: LongPrices | None = None
    may_split: bool = True
    new_past: bool = False

    def due(self) -> LongPrices | None:
        """Return the stored series without days that are no sessions, which need not come again; None for no row."""
        if self.stored is None:
            return None
        due = self.stored if self.sessions is None else _rows(self.stored, self.sessions.contains(self.stored.day))
        return due if due.rows else None


def trimmed(prices: LongPrices, expected: Expectation) -> LongPrices:
    """Cut off what a source gave beside a series of an exchange.

    These are rows on days that were no sessions, and what lies before the last gap that ends before the first stored
    day. Where nothing is stored a gap at the beginning stays: nothing tells it from a fault.

    Raises
    ------
    SourceError
        No row is left, or a dividend or split would be cut off with a day that was no session.
    """
    if expected.sessions is None:
        return prices
    ticker, open_then = prices.tickers[0], expected.sessions.contains(prices.day)
    if not open_then.any():
        raise SourceError(
            f"{ticker} came without a row on any session of {expected.sessions.name}; refresh again later."
        )
    acted = ~open_then & ~(np.isnan(prices.fields["dividend"]) & np.isnan(prices.fields["split"]))
    if acted.any():
        raise SourceError(
            f"{ticker} came with a dividend or split on {prices.day[np.argmax(acted)]}, which was no session of "
            f"{expected.sessions.name}; refresh again once its source has corrected that."
        )
    kept, due = _rows(prices, open_then), expected.due()
    if due is None:
        return kept
    lacking = _lacking(kept, expected.sessions)
    before = lacking[lacking < due.day[0]]
    return _rows(kept, kept.day > before[-1]) if len(before) else kept


def _rows(prices: LongPrices, kept: NDArray[np.bool_]) -> LongPrices:
    """Keep some rows of one series."""
    fields = {name: values[kept] for name, values in prices.fields.items()}
    return replace(prices, code=prices.code[kept], day=prices.day[kept], fields=fields)


def _lacking(prices: LongPrices, sessions: TradingCalendar) -> NDArray[np.datetime64]:
    """Return the sessions between the first and last day of a series on which it has no row."""
    due = sessions.sessions(prices.day[0].item(), prices.day[-1].item()).to_numpy().astype(prices.day.dtype)
    return due[~np.isin(due, prices.day)]


def admit(prices: LongPrices, expected: Expectation, now: dt.datetime) -> tuple[str, ...]:
    """Raise unless a fetched series may be stored.

    Parameters
    ----------
    prices : LongPrices
        One series, already trimmed.
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
    stored = None if expected.new_past else expected.due()
    if expected.may_split and not expected.new_past:
        _require_told_splits(prices, stored)
    _require_explained_jumps(prices)
    passed += (EXPLAINED,)
    if stored is not None:
        require_past(prices, stored)
        passed += (SAME_PAST,)
    return passed


def _require_closed(prices: LongPrices, sessions: TradingCalendar, now: dt.datetime) -> None:
    """Refuse a last day whose prices may still change."""
    last = prices.day[-1].item()
    if sessions.is_session(last) and now < sessions.close_of(last) + FINAL_AFTER:
        raise SourceError(
            f"The prices of {prices.tickers[0]} on {last} were not final when they were fetched; refresh again "
            f"{FINAL_AFTER.seconds // 60} minutes after the close."
        )


def _require_sessions(prices: LongPrices, sessions: TradingCalendar) -> None:
    """Refuse a series that lacks a session between its first and last day."""
    lacking = _lacking(prices, sessions)
    if len(lacking):
        more = f" and {len(lacking) - 1} more" if len(lacking) > 1 else ""
        raise SourceError(f"{prices.tickers[0]} came without {lacking[0]}{more}.")


def _require_told_splits(prices: LongPrices, stored: LongPrices | None) -> None:
    """Refuse a move as large as a usual split on a day without one; stored days were looked at when they were new."""
    close, dividend = prices.fields["close"], np.nan_to_num(prices.fields["dividend"])
    move = (close[1:] + dividend[1:]) / close[:-1]
    like = (np.abs(move[:, np.newaxis] / np.array(USUAL_SPLITS) - 1.0) <= USUAL_MISS).any(axis=1)
    like &= np.isnan(prices.fields["split"][1:])
    if stored is not None:
        like &= ~np.isin(prices.day[1:], stored.day)
    if like.any():
        row = int(np.argmax(like)) + 1
        raise SourceError(
            f"{prices.tickers[0]} came with a close that goes from {close[row - 1]:g} to {close[row]:g} on "
            f"{prices.day[row]}, which looks like a split that is not told yet; refresh again on a later day, or "
            f"{ALL_THE_SAME}"
        )


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
