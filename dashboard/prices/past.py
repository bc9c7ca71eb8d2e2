"""Whether a fetched series has the past of the stored one: its days, splits, dividends, fields and closes."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from dashboard.errors import SourceError
from dashboard.prices.long import LongPrices

PAST_MISS = 0.01
"""How far a close may lie from the stored one of the same day, as a share of it, on the basis of today's splits."""

PAST_DAYS = 0.02
"""Share of the stored days that may be further off, and of those that may be missing, as a whole or in one field."""

SPLIT_MISS = 1e-6
"""How far the ratio of a split may lie from the stored one, as a share of it."""

DIVIDEND_MISS = 0.1
"""How far a dividend may lie from the stored one; those declared in another currency are corrected afterwards."""

DIVIDENDS_GONE = 0.05
"""Share of the stored dividends that may be gone: with fewer than twenty, none."""

ALL_THE_SAME = "deepseek-shock refresh --new-past takes it all the same."

_Figures = Mapping[str, NDArray[np.float64]]


def require_past(prices: LongPrices, stored: LongPrices) -> None:
    """Refuse a series that has lost something of the stored one, or whose past is another.

    A split that only the new series has divides the closes and dividends before it by its ratio, so the stored ones are
    brought to that basis first.

    Parameters
    ----------
    prices, stored : LongPrices
        One series each; a figure that says "none" is missing.

    Raises
    ------
    SourceError
        For the first failure: ticker, day and value, and how to take the series all the same.
    """
    ticker, days = prices.tickers[0], stored.day
    if prices.day[0] > days[0] or prices.day[-1] < days[-1]:
        raise SourceError(
            f"{ticker} came from {prices.day[0]} to {prices.day[-1]}, which is less than the stored {days[0]} to "
            f"{days[-1]}; {ALL_THE_SAME}"
        )
    row = np.searchsorted(prices.day, days)
    held: NDArray[np.bool_] = prices.day[row] == days
    # Sessions are looked at elsewhere; of other days, vendors do not keep quite the same.
    if (~held).mean() > PAST_DAYS:
        lost, first = int((~held).sum()), days[np.argmin(held)]
        raise SourceError(f"{ticker} came without {lost} of {len(days)} stored days, the first {first}; {ALL_THE_SAME}")
    new = {name: np.where(held, values[row], np.nan) for name, values in prices.fields.items()}
    _require_splits(stored, new)
    _require_fields(stored, new, held)
    basis = _later_splits(stored, days) / _later_splits(prices, days)
    _require_dividends(stored, new, basis)
    _require_closes(stored, new, basis)


def _later_splits(prices: LongPrices, days: NDArray[np.datetime64]) -> NDArray[np.float64]:
    """Return the product of a series' split ratios after each of the days."""
    ratio = np.nan_to_num(prices.fields["split"], nan=1.0)
    since = np.append(np.cumprod(ratio[::-1])[::-1], 1.0)
    later: NDArray[np.float64] = since[np.searchsorted(prices.day, days, side="right")]
    return later


def _require_splits(stored: LongPrices, new: _Figures) -> None:
    """Refuse a series that lacks a stored split: same day, same ratio."""
    ratio = stored.fields["split"]
    gone = ~np.isnan(ratio) & ~np.isclose(new["split"], ratio, rtol=SPLIT_MISS, atol=0.0)
    if gone.any():
        place = int(np.argmax(gone))
        raise SourceError(
            f"{stored.tickers[0]} came without its stored split of {stored.day[place]} at a ratio of "
            f"{ratio[place]:g}; {ALL_THE_SAME}"
        )


def _require_fields(stored: LongPrices, new: _Figures, held: NDArray[np.bool_]) -> None:
    """Refuse a series that lacks a field of the stored one, altogether or on too many days."""
    for name in ("open", "high", "low", "volume"):
        had = ~np.isnan(stored.fields[name]) & held
        lost, count = int((had & np.isnan(new[name])).sum()), int(had.sum())
        if lost > PAST_DAYS * count:
            raise SourceError(
                f"{stored.tickers[0]} came without its {name} on {lost} of {count} days that are stored with one; "
                f"{ALL_THE_SAME}"
            )


def _require_dividends(stored: LongPrices, new: _Figures, basis: NDArray[np.float64]) -> None:
    """Refuse a series that lacks too many of the stored dividends: same day, nearly the same amount."""
    old = stored.fields["dividend"] * basis
    had = ~np.isnan(old)
    gone = had & ~(np.abs(new["dividend"] / old - 1.0) <= DIVIDEND_MISS)
    if gone.sum() > DIVIDENDS_GONE * had.sum():
        place = int(np.argmax(gone))
        raise SourceError(
            f"{stored.tickers[0]} came without {int(gone.sum())} of {int(had.sum())} stored dividends, the first "
            f"{old[place]:g} on {stored.day[place]}; {ALL_THE_SAME}"
        )


def _require_closes(stored: LongPrices, new: _Figures, basis: NDArray[np.float64]) -> None:
    """Refuse a series with too many closes that differ from the stored ones."""
    held = ~np.isnan(new["close"])
    old, close, days = (stored.fields["close"] * basis)[held], new["close"][held], stored.day[held]
    off: NDArray[np.bool_] = np.abs(close / old - 1.0) > PAST_MISS
    if off.mean() > PAST_DAYS:
        place = int(np.argmax(off))
        raise SourceError(
            f"{stored.tickers[0]} came with another past: a close of {close[place]:g} on {days[place]}, where "
            f"{old[place]:g} is stored, and {int(off.sum())} of {len(off)} days like it; {ALL_THE_SAME}"
        )
