"""The p-values, ranks and skewness that are worked out here are those of scipy."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from dashboard.study.group_tests import nonparametric, parametric
from dashboard.study.group_tests.ordering import average_ranks
from dashboard.study.group_tests.probability import half_binomial_p
from tests.support.groups import window


@pytest.mark.parametrize("trials", [1, 2, 5, 18, 51, 500])
def test_the_sign_test(trials: int) -> None:
    for successes in range(trials + 1):
        theirs = stats.binomtest(successes, trials).pvalue
        assert half_binomial_p(successes, trials) == pytest.approx(theirs, rel=1e-9)


def test_half_of_the_signs_is_no_evidence_at_all() -> None:
    # For 7, 13 and 15 the probabilities add up to a rounding error less.
    assert {half_binomial_p(trials // 2, trials) for trials in range(1, 60)} == {1.0}


@pytest.mark.parametrize("number", [1, 2, 5, 18, 50])
def test_exact_signed_ranks(number: int) -> None:
    random = np.random.default_rng(number)
    for _ in range(20):
        car = random.normal(-0.3, 1, number)
        ours = nonparametric.wilcoxon(window(list(car)))
        assert ours.p == pytest.approx(stats.wilcoxon(car, method="exact").pvalue, rel=1e-9)
        assert not ours.note


def test_signed_ranks_with_ties_zeros_or_many_companies_are_normal() -> None:
    many = np.random.default_rng(1).normal(-0.3, 1, 51)
    for car in ([0.1, -0.1, 0.2, 0.3, -0.4, 0.3], [0.0, 0.1, -0.2, -0.3, 0.4], list(many)):
        ours = nonparametric.wilcoxon(window(car))
        theirs = stats.wilcoxon(car, method="asymptotic", zero_method="wilcox")
        assert ours.p == pytest.approx(theirs.pvalue, rel=1e-9)
        assert ours.note == "p from the normal approximation"


@given(st.lists(st.integers(-3, 3), min_size=1, max_size=12), st.data())
def test_ranks_with_ties_and_gaps(values: list[int], data: st.DataObject) -> None:
    column = np.array(values, dtype=float)
    column[data.draw(st.lists(st.booleans(), min_size=len(values), max_size=len(values)))] = np.nan
    other = np.arange(len(values), 0.0, -1.0)
    ours = average_ranks(np.column_stack([column, other]))
    np.testing.assert_array_equal(ours[:, 0], stats.rankdata(column, nan_policy="omit"))
    np.testing.assert_array_equal(ours[:, 1], other)


def test_skewness_is_the_adjusted_one() -> None:
    car = [-0.17, -0.05, 0.02, 0.01, -0.03]
    ratio, skewness = np.mean(car) / np.std(car, ddof=1), stats.skew(car, bias=False)
    expected = np.sqrt(5) * (ratio + skewness * ratio**2 / 3 + skewness**2 * ratio**3 / 27 + skewness / 30)
    assert parametric.skewness_adjusted(window(car)).value == pytest.approx(expected, rel=1e-12)
