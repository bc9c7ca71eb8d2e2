"""How far a test can be trusted depends on the number of companies, their correlation and their dates."""

from __future__ import annotations

import pytest

from dashboard.study.group_tests import ASSUMES, OVERSTATED, TRUSTED, WEAK, verdict

ALLOWING = {"kp", "adj_patell", "portfolio", "cda", "grank_t", "placebo_date", "exposure"}
TESTING = sorted(set(ASSUMES) - {"jackknife_range"})


@pytest.mark.parametrize("statistic", TESTING)
def test_tests_that_assume_independence_are_overstated_where_companies_move_together(statistic: str) -> None:
    # 1 + 99 * 0.1 = 10.9
    assert (verdict(statistic, 100, 0.1) == OVERSTATED) == (statistic not in ALLOWING)


@pytest.mark.parametrize("statistic", TESTING)
def test_without_correlation_twenty_companies_show_an_effect_of_two_per_cent(statistic: str) -> None:
    assert verdict(statistic, 20, 0.0) == TRUSTED


def test_the_bound_is_an_inflation_of_a_tenth() -> None:
    assert verdict("cross_sectional", 21, 0.0049) == TRUSTED
    assert verdict("cross_sectional", 21, 0.0051) == OVERSTATED


def test_five_companies_that_move_together_show_little() -> None:
    assert verdict("kp", 5, 0.3) == WEAK


def test_companies_without_a_common_date_are_not_inflated() -> None:
    assert verdict("cross_sectional", 20, float("nan")) == TRUSTED


def test_a_description_is_never_overstated() -> None:
    assert verdict("jackknife_range", 100, 0.3) == TRUSTED
