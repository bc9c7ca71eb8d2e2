"""Average ranks within companies, for all of them at once."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


BYTE = 255

HELD = 1 << 17
"""Values compared at one time, few enough to stay near the processor."""


def average_ranks(values: Floats) -> Floats:
    """Rank each column's present values from 1 up, ties sharing their mean rank.

    Parameters
    ----------
    values : ndarray, shape (L, N)
        NaN where missing.

    Returns
    -------
    ndarray, shape (L, N)
        NaN where missing.
    """
    rows = np.ascontiguousarray(values.T)
    order = np.argsort(rows, axis=1)
    ordered = np.take_along_axis(rows, order, axis=1)
    ranks = np.empty_like(rows)
    np.put_along_axis(ranks, order, np.arange(1.0, rows.shape[1] + 1)[None, :], axis=1)
    # Ties are rare in returns, so only the companies that have some pay for them.
    tied = (ordered[:, 1:] == ordered[:, :-1]).any(axis=1)
    if tied.any():
        shared = np.empty_like(rows[tied])
        np.put_along_axis(shared, order[tied], _shared(ordered[tied]), axis=1)
        ranks[tied] = shared
    ranks[np.isnan(rows)] = np.nan
    return np.ascontiguousarray(ranks.T)


def _shared(ordered: Floats) -> Floats:
    """Rank ascending rows from 1 up: the mean of the first and the last place that a value holds."""
    places = np.broadcast_to(np.arange(1.0, ordered.shape[1] + 1), ordered.shape)
    differs = ordered[:, 1:] != ordered[:, :-1]
    edge = np.ones((len(ordered), 1), dtype=bool)
    first = np.maximum.accumulate(np.where(np.hstack([edge, differs]), places, 0.0), axis=1)
    last = np.where(np.hstack([differs, edge]), places, np.inf)
    last = np.minimum.accumulate(last[:, ::-1], axis=1)[:, ::-1]
    return (first + last) / 2


def half_steps_above(values: Floats, thresholds: Floats) -> tuple[NDArray[np.integer], NDArray[np.int64]]:
    """Count, twice over, how often values lie above thresholds of their own column; a tie counts once.

    Parameters
    ----------
    values : ndarray, shape (L, N)
        NaN where missing.
    thresholds : ndarray, shape (m, N)
        Without NaN.

    Returns
    -------
    of_values : ndarray, shape (L, N)
        2 * (thresholds below the value) + (thresholds equal to it); 0 where the value is missing.
    of_thresholds : ndarray, shape (m, N)
        2 * (present values above the threshold) + (values equal to it).
    """
    days, companies = values.shape
    of_values = np.zeros(values.shape, dtype=np.uint8 if 2 * len(thresholds) <= BYTE else np.int32)
    of_thresholds = np.zeros(thresholds.shape, dtype=np.int64)
    # Counts of so few rows fit into a byte, which is added up fastest.
    held = min(max(HELD // max(companies, 1), 1), BYTE)
    for first in range(0, days, held):
        part, counts = values[first : first + held], of_values[first : first + held]
        for row, threshold in enumerate(thresholds):
            for above in (part > threshold, part >= threshold):
                ones = above.view(np.uint8)
                counts += ones
                of_thresholds[row] += np.add.reduce(ones, axis=0, dtype=np.uint8)
    return of_values, of_thresholds
