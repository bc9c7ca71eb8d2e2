"""Average ranks within companies, for all of them at once."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


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


def half_steps_above(values: Floats, thresholds: Floats) -> tuple[NDArray[np.int16], NDArray[np.int64]]:
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
    of_values = np.zeros(values.shape, dtype=np.int16)
    of_thresholds = np.zeros(thresholds.shape, dtype=np.int64)
    for row, threshold in enumerate(thresholds):
        for above in (values > threshold, values >= threshold):
            of_values += above
            of_thresholds[row] += np.count_nonzero(above, axis=0)
    return of_values, of_thresholds
