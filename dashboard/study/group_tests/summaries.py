"""Statistics of many dates at once: from the CARs of companies and their standard deviations to one figure a date."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from dashboard.study.group_tests.cross_correlation import cross_correlations
from dashboard.study.group_tests.inputs import CANCELLED, Flags, Floats, GroupInputs, WindowInputs, mean_of_present
from dashboard.study.group_tests.nonparametric import shares_positive
from dashboard.study.group_tests.ordering import average_ranks
from dashboard.study.group_tests.parametric import SAME

Summary = Callable[[Floats, Floats], Floats]
"""From CARs and their standard deviations, both (dates, N) with NaN where missing, to one figure a date."""


@dataclass(frozen=True, eq=False)
class Group:
    """What the statistics of all dates have in common, worked out when one needs it.

    Attributes
    ----------
    inputs : GroupInputs
        The estimation windows of N companies.
    window : WindowInputs
        Their event window.
    """

    inputs: GroupInputs
    window: WindowInputs

    @cached_property
    def rbar(self) -> float:
        """Mean correlation of their CARs."""
        return cross_correlations(self.inputs, [self.window])[0].rbar

    @cached_property
    def patell_variance(self) -> Floats:
        """Variance of each company's standardised CAR, shape (N,); NaN for all where one has none."""
        freedom = (self.inputs.n_obs - self.inputs.regressors).astype(np.float64)
        if not (freedom > 2).all():
            return np.full(len(freedom), np.nan)
        return freedom / (freedom - 2)

    def bind(self, name: str) -> Summary:
        """Return a statistic of `SUMMARIES` as a function of CARs and standard deviations alone."""
        compute = SUMMARIES[name]
        return lambda car, sd: compute(car, sd, self)


def _mean(car: Floats) -> Floats:
    """Mean of those present; exactly 0 where they cancel out but for rounding."""
    mean = mean_of_present(car)
    return np.where(np.abs(mean) <= CANCELLED * mean_of_present(np.abs(car)), 0.0 * mean, mean)


def _moments(values: Floats) -> tuple[Floats, Floats, Floats, Flags]:
    """Return count, mean and distances from it (0 where missing) of each date, and whether its figures differ."""
    present = np.isfinite(values)
    mean = mean_of_present(values)
    low = np.where(present, values, np.inf).min(axis=1, initial=np.inf)
    high = np.where(present, values, -np.inf).max(axis=1, initial=-np.inf)
    differ = high - low > SAME * np.maximum(np.abs(high), np.abs(low))
    return present.sum(axis=1).astype(np.float64), mean, np.where(present, values - mean[:, None], 0.0), differ


def _t(values: Floats) -> Floats:
    """Mean over (sd / root of the count)."""
    count, mean, distance, differ = _moments(values)
    error = np.sqrt(np.square(distance).sum(axis=1) / np.maximum((count - 1) * count, 1))
    return np.asarray(np.divide(mean, error, out=np.full(len(values), np.nan), where=(count > 1) & differ))


def _skewness_adjusted(car: Floats) -> Floats:
    """Hall's transformed t, as `dashboard.study.group_tests.parametric.skewness_adjusted` has it."""
    count, mean, distance, differ = _moments(car)
    usable = (count > 2) & differ
    count = np.where(usable, count, np.nan)
    squares = np.where(usable, np.square(distance).sum(axis=1), np.nan)
    ratio = mean / np.sqrt(squares / (count - 1))
    biased = (distance * np.square(distance)).sum(axis=1) / count / (squares / count) ** 1.5
    skewness = biased * np.sqrt(count * (count - 1)) / (count - 2)
    inner = ratio + skewness * ratio**2 / 3 + skewness**2 * ratio**3 / 27 + skewness / (6 * count)
    return np.asarray(np.sqrt(count) * inner)


def _patell(scar: Floats, group: Group) -> Floats:
    present = np.isfinite(scar)
    variance = np.where(present, group.patell_variance, 0.0).sum(axis=1)
    total = np.where(present, scar, 0.0).sum(axis=1)
    return np.asarray(np.divide(total, np.sqrt(variance), out=np.full(len(scar), np.nan), where=variance > 0))


def _inflation(values: Floats, group: Group) -> Floats:
    """1 + (n-1) rbar of those present on each date; NaN where it is not above 0."""
    inflation = 1.0 + (np.isfinite(values).sum(axis=1) - 1) * group.rbar
    return np.where(inflation > 0, inflation, np.nan)


def _kp(scar: Floats, group: Group) -> Floats:
    return np.asarray(_t(scar) * np.sqrt(max(1.0 - group.rbar, 0.0) / _inflation(scar, group)))


def _cowan(car: Floats, group: Group) -> Floats:
    """Cowan's z, the share of positive residuals taken over those present on each date."""
    present = np.isfinite(car)
    share = mean_of_present(np.where(present, shares_positive(group.inputs), np.nan))
    count, positive = present.sum(axis=1), (car > 0).sum(axis=1)
    spread = np.sqrt(np.where((share > 0) & (share < 1), count * share * (1 - share), np.nan))
    return np.asarray((positive - count * share) / spread)


def _balance(car: Floats) -> Floats:
    """Share above zero less share below."""
    return mean_of_present(np.where(np.isfinite(car), np.sign(car), np.nan))


def _signed_ranks(car: Floats) -> Floats:
    """Wilcoxon's sum of positive ranks, less its mean under no effect and over its standard deviation."""
    ranks = np.nan_to_num(average_ranks(np.where(car == 0, np.nan, np.abs(car)).T).T, copy=False)
    size = np.sqrt(np.square(ranks).sum(axis=1))
    signed = (np.sign(np.nan_to_num(car)) * ranks).sum(axis=1)
    return np.asarray(np.divide(signed, size, out=np.full(len(car), np.nan), where=size > 0))


SUMMARIES: Mapping[str, Callable[[Floats, Floats, Group], Floats]] = {
    "mean": lambda car, _sd, _group: _mean(car),
    "mean_standardised": lambda car, sd, _group: mean_of_present(car / sd),
    "cross_sectional": lambda car, _sd, _group: _t(car),
    "patell": lambda car, sd, group: _patell(car / sd, group),
    "adj_patell": lambda car, sd, group: np.asarray(_patell(car / sd, group) / np.sqrt(_inflation(car / sd, group))),
    "bmp": lambda car, sd, _group: _t(car / sd),
    "kp": lambda car, sd, group: _kp(car / sd, group),
    "cowan": lambda car, _sd, group: _cowan(car, group),
    "sign_balance": lambda car, _sd, _group: _balance(car),
    "wilcoxon": lambda car, _sd, _group: _signed_ranks(car),
    "skewness_adjusted": lambda car, _sd, _group: _skewness_adjusted(car),
}
"""Statistics of a date that have a name: all that follow from the CARs of one date and their standard deviations.

Those that stand in the group table have its values there, but for wilcoxon, whose sum of ranks grows with the companies
present and stands here as a z.
"""
