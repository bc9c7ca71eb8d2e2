"""How far each test can be trusted, from the number of companies, their correlation and their dates."""

from __future__ import annotations

from collections.abc import Mapping

from dashboard.study.group_tests.cross_correlation import CrossCorrelation
from dashboard.study.group_tests.power import COMPANIES, CORRELATIONS, SESSIONS, SPREAD, inside, simulated_power

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

BY_SESSION = frozenset({"cda", "grank_t"})
"""Those of them whose variation is that of single days: windows that overlap from day to day escape them."""

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

FEW, MANY = 20, 100
ALIKE = 0.1
"""Where grank_t rejects in fewer than 7 of 100 simulated groups without an effect over one session.

That is from `FEW` companies on if they correlate by no more than `ALIKE`, else from `MANY` on; grank_z needs `FEW`
companies too, and independent ones.
"""

LONG = 5
"""Sessions up to which the tests of `LONG_WINDOWS` reject in fewer than 7 of 100 simulated groups without an effect."""

FEW_COMPANIES: Mapping[str, str] = {
    "grank_t": (
        "without an effect in 25 to 28 of 100 simulated groups of 2 companies, 17 to 19 of 3, 10 to 11 of 5 and, "
        "where companies correlate by 0.3, 8 of 20."
    ),
    "grank_z": "without an effect in 25 of 100 simulated groups of 2 independent companies, 18 of 3 and 10 of 5.",
}
"""How often a test rejects that rejects too often for few companies."""

LONG_WINDOWS: Mapping[str, str] = {
    "placebo_date": "without an effect in 6 to 9 of 100 simulated groups over 11 and 21 sessions.",
    "exposure": "without an effect in 7 to 10 of 100 simulated groups over 11 and 21 sessions.",
}
"""How often a test rejects that rejects too often in long windows."""


def verdict(statistic: str, together: CrossCorrelation, sessions: int) -> str:
    """Judge a statistic of the group table.

    Parameters
    ----------
    statistic : str
        A name in `ASSUMES`.
    together : CrossCorrelation
        Of the companies that take part.
    sessions : int
        Length of the event window.

    Returns
    -------
    str
        "overstated" where the variance of a mean is more than 1.1 times what the statistic allows for, else "weak"
        where its simulated power against 2 % is below one half, else "trusted"; "" for a statistic that tests nothing.
    """
    if statistic in DESCRIBING:
        return ""
    if _missed(statistic, together) > MOST_INFLATION:
        return OVERSTATED
    return WEAK if simulated_power(statistic, together.companies, together.rbar, sessions) < LEAST_POWER else TRUSTED


def remark(statistic: str, together: CrossCorrelation, sessions: int) -> str:
    """Say what the verdict rests on, as sentences to be put behind `ASSUMES`, or nothing."""
    judged = verdict(statistic, together, sessions)
    if judged == OVERSTATED:
        return " It does not see that windows of different event sessions overlap." if statistic in BY_SESSION else ""
    said = []
    few = together.companies < FEW or (together.companies < MANY and together.rbar > ALIKE)
    if few and statistic in FEW_COMPANIES:
        said.append(f"Rejects too often for few companies: {FEW_COMPANIES[statistic]}")
    if sessions > LONG and statistic in LONG_WINDOWS:
        said.append(f"Rejects too often in long windows, few of which fit before the event: {LONG_WINDOWS[statistic]}")
    known = inside(together.companies, together.rbar, sessions)
    if judged == WEAK:
        effect = "2 % for each standard deviation of the exposure" if statistic == "exposure" else "2 %"
        which = "of this size, correlation and window" if known else "nearest to this one"
        spread = f"residuals of {100 * SPREAD:g} % a day"
        said.append(
            f"Finds {effect} in fewer than half of simulated groups {which} ({spread}), so a large p says little."
        )
    if judged and not known:
        said.append(
            f"The simulation behind this verdict ends at {COMPANIES[-1]} companies, a mean correlation of 0 to "
            f"{CORRELATIONS[-1]:g} and {SESSIONS[-1]} sessions."
        )
    return "".join(f" {sentence}" for sentence in said)


def _missed(statistic: str, together: CrossCorrelation) -> float:
    """Return how many times what the statistic allows for the variance of a mean is."""
    if statistic not in ALLOWING:
        return together.inflation
    return together.inflation_across_sessions if statistic in BY_SESSION else 1.0
