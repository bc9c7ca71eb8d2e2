"""Mean pairwise correlation of residuals over common dates, without forming the matrix of all pairs."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

BLOCK = 512
"""Companies on one side of a block of pairs; bounds the memory to a few arrays of this size squared."""

LEAST_COMMON_DATES = 3
"""Fewer common dates give no correlation (two always give plus or minus one)."""

ROUNDING = 1e-12
"""A variance below this share of the sum of squares it was taken from is rounding."""


def mean_correlation(residuals: Floats, sessions: NDArray[np.generic] | None = None) -> float:
    """Mean of the N(N-1)/2 Pearson correlations between companies, each over the dates that both have.

    Companies without a gap need no pairs: with z the columns brought to mean 0 and length 1, the correlations sum to
    ``|sum z|^2``. Pairs that involve a gap are worked out in blocks.

    Parameters
    ----------
    residuals : ndarray, shape (L, N)
        NaN where missing.
    sessions : ndarray, shape (N,), optional
        Event session of each company. Rows are sessions relative to it, so residuals of the same row belong to the
        same date only for companies that share it; other pairs count as uncorrelated.

    Returns
    -------
    float
        NaN where there is no pair. Pairs with fewer than three common dates, or with a company that does not vary on
        them, are left out of the mean.

    Notes
    -----
    Kolari and Pynnonen (2010), Review of Financial Studies 23, 3996-4025.
    """
    if sessions is None:
        total, pairs = _sum_of_correlations(residuals)
        return total / pairs if pairs else float("nan")
    companies = residuals.shape[1]
    _, member_of, sizes = np.unique(sessions, return_inverse=True, return_counts=True)
    total = 0.0
    pairs = (companies**2 - int((sizes**2).sum())) // 2
    for group in np.flatnonzero(sizes > 1):
        group_total, group_pairs = _sum_of_correlations(residuals[:, member_of == group])
        total += group_total
        pairs += group_pairs
    return total / pairs if pairs else float("nan")


def _sum_of_correlations(residuals: Floats) -> tuple[float, int]:
    """Return the sum over pairs, and the number of pairs that have a correlation."""
    present = np.isfinite(residuals)
    count = present.sum(axis=0)
    mean = np.divide(np.where(present, residuals, 0.0).sum(axis=0), count, where=count > 0, out=np.zeros(len(count)))
    centred = np.where(present, residuals - mean, 0.0)
    length = np.sqrt((centred**2).sum(axis=0))
    size = np.abs(np.where(present, residuals, 0.0)).max(axis=0, initial=0.0) * np.sqrt(np.maximum(count, 1))
    varies = length > ROUNDING * size
    unit = centred[:, varies] / length[varies]
    present = present[:, varies]

    complete = present.all(axis=0) & (len(residuals) >= LEAST_COMMON_DATES)
    without = int(complete.sum())
    sum_of_units = unit[:, complete].sum(axis=1)
    total = (float(sum_of_units @ sum_of_units) - without) / 2
    pairs = without * (without - 1) // 2
    if complete.all():
        return total, pairs

    # Those with gaps come first: each of their blocks meets itself and all that follows.
    order = np.argsort(complete, kind="stable")
    unit, present = unit[:, order], present[:, order]
    with_gaps = len(order) - without
    for start in range(0, with_gaps, BLOCK):
        rows = slice(start, min(start + BLOCK, with_gaps))
        for first in range(start, len(order), BLOCK):
            columns = slice(first, first + BLOCK)
            correlation = _block(unit[:, rows], present[:, rows], unit[:, columns], present[:, columns])
            later = np.arange(first, first + correlation.shape[1]) > np.arange(rows.start, rows.stop)[:, None]
            counted = correlation[later & np.isfinite(correlation)]
            total += float(counted.sum())
            pairs += len(counted)
    return total, pairs


def _block(a: Floats, has_a: Flags, b: Floats, has_b: Flags) -> Floats:
    """Correlate each column of `a` with each of `b` over common dates; both hold 0 where missing."""
    in_a, in_b = has_a.astype(np.float64), has_b.astype(np.float64)
    common = in_a.T @ in_b
    shared = np.maximum(common, 1.0)
    sum_a, sum_b = a.T @ in_b, in_a.T @ b
    squares_a, squares_b = (a**2).T @ in_b, in_a.T @ b**2
    variation_a = squares_a - sum_a**2 / shared
    variation_b = squares_b - sum_b**2 / shared
    usable = (
        (common >= LEAST_COMMON_DATES) & (variation_a > ROUNDING * squares_a) & (variation_b > ROUNDING * squares_b)
    )
    covariation = a.T @ b - sum_a * sum_b / shared
    scale = np.sqrt(np.where(usable, variation_a * variation_b, 1.0))
    return np.where(usable, covariation / scale, np.nan)
