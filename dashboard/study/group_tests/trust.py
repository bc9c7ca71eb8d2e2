"""How far each test can be trusted, from the number of companies, their correlation and their dates."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from dashboard.study.group_tests.power import COMPANIES, CORRELATIONS, POWER

TRUSTED = "trusted"
OVERSTATED = "overstated"
WEAK = "weak"

MOST_INFLATION = 1.1
"""Variance inflation beyond which a test that takes companies as independent rejects too often."""

LEAST_POWER = 0.5
"""A test that finds an effect of 2 % less often than this says little by not finding one."""

ALLOWING = frozenset({"kp", "adj_patell", "portfolio", "cda", "grank_t", "placebo_date", "exposure"})
"""Statistics that allow for companies moving together.

The rank statistic is judged with those that assume independence, to be on the safe side: it has no term for
correlation, although the variation of its daily sums scales it, and it keeps its 5 % in the simulation.
"""

DESCRIBING = frozenset({"jackknife_range"})
"""Statistics that test nothing."""

ASSUMES: Mapping[str, str] = {
    "cross_sectional": "Assumes that companies are independent; their CARs may vary in any way.",
    "patell": "Assumes that companies are independent and that the event did not raise their variance.",
    "adj_patell": "Allows for correlated companies; assumes that the event did not raise their variance.",
    "bmp": "Allows for a raised event variance; assumes that companies are independent.",
    "kp": "Allows for correlated companies and for a raised event variance; assumes that rbar held on the event.",
    "cda": "Allows for correlated companies; leaves out the error of prediction and any raised event variance.",
    "portfolio": "Allows for correlated companies by testing their portfolio as one security.",
    "rank": "Takes ranks; the variation of the daily sum of ranks scales it, with no term for correlated companies.",
    "grank_t": "Takes ranks and allows for correlated companies through the variation of the daily mean rank.",
    "grank_z": "Takes ranks; assumes that companies are independent.",
    "sign": "Assumes independent companies, half of which rise by chance.",
    "cowan": "Assumes independent companies that rise as often as in the estimation window.",
    "wilcoxon": "Assumes independent companies with CARs symmetric about zero.",
    "skewness_adjusted": "Assumes that companies are independent; corrects the t for skewed CARs.",
    "jackknife_range": "Describes how much one company matters; tests nothing.",
    "sign_flip": "Assumes independent companies with CARs symmetric about zero; no distribution.",
    "placebo_date": "Compares the date with the days before it, so common shocks are on both sides.",
    "exposure": "Compares the event's slope with those of the days before, so common shocks are on both sides.",
}
"""What each statistic assumes, one sentence each, in the order of the table."""


def verdict(statistic: str, companies: int, rbar: float) -> str:
    """Judge a statistic of the group table.

    Parameters
    ----------
    statistic : str
        A name in `ASSUMES`.
    companies : int
        N.
    rbar : float
        Mean pairwise correlation over all pairs, those on different dates counting as 0; NaN where there is no pair.

    Returns
    -------
    str
        "overstated" where the statistic assumes independence and 1 + (N-1) rbar exceeds 1.1, else "weak" where its
        simulated power against 2 % is below one half, else "trusted".
    """
    if statistic in DESCRIBING:
        return TRUSTED
    inflation = 1.0 if np.isnan(rbar) else 1.0 + (companies - 1) * rbar
    if statistic not in ALLOWING and inflation > MOST_INFLATION:
        return OVERSTATED
    return WEAK if simulated_power(statistic, companies, rbar) < LEAST_POWER else TRUSTED


def simulated_power(statistic: str, companies: int, rbar: float) -> float:
    """Read the power against 2 % off the simulated table, linear in log N and rbar, its ends held beyond it."""
    table = np.array(POWER[statistic])
    correlation = 0.0 if np.isnan(rbar) else rbar
    at_rbar = [float(np.interp(correlation, CORRELATIONS, row)) for row in table]
    return float(np.interp(np.log(max(companies, 1)), np.log(COMPANIES), at_rbar))
