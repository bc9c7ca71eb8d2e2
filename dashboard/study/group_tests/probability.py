"""Two-sided p-values, with no more of scipy than its special functions, which load quickly."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy import special


def normal_p(z: float) -> float:
    """Two-sided p of a standard normal statistic; NaN stays NaN."""
    return float(2.0 * special.ndtr(-np.abs(z)))


def student_p(t: float, df: float) -> float:
    """Two-sided p of a statistic with Student's t distribution; NaN stays NaN."""
    return float(2.0 * special.stdtr(df, -np.abs(t)))


def half_binomial_p(successes: int, trials: int) -> float:
    """Two-sided p of a number of successes that has the binomial distribution at one half, exact."""
    fewer = min(successes, trials - successes)
    # Nothing lies nearer the middle; the sum of the probabilities may come out a rounding error below 1.
    if 2 * fewer + 1 >= trials:
        return 1.0
    return float(2.0 * special.bdtr(fewer, trials, 0.5))


def signed_rank_p(positive: float, number: int) -> float:
    """Two-sided p of the sum of the positive of `number` signed ranks, none of them tied, exact up to 50.

    Each of the 2^n patterns of signs is as likely; the sums they give are counted by adding one rank after the other.
    """
    most = number * (number + 1) // 2
    counts = np.zeros(most + 1)
    counts[0] = 1.0
    for rank in range(1, number + 1):
        counts[rank:] += counts[:-rank].copy()
    smaller = int(min(positive, most - positive))
    return min(1.0, float(2.0 * counts[: smaller + 1].sum() / 2.0**number))


def signed_rank_normal_p(positive: float, ranks: NDArray[np.float64]) -> float:
    """Two-sided p of the sum of the positive of some signed ranks, tied or not, by the normal approximation."""
    # Under no effect each rank is added or not, as a coin falls: mean r/2, variance r^2/4, which counts ties as well.
    return normal_p(float((positive - ranks.sum() / 2.0) / np.sqrt((ranks**2).sum() / 4.0)))
