"""How far a test can be trusted depends on the number of companies, their correlation, their dates and the window."""

from __future__ import annotations

import pytest

from dashboard.study.group_tests import (
    ASSUMES,
    OVERSTATED,
    TRUSTED,
    WEAK,
    CrossCorrelation,
    remark,
    simulated_power,
    verdict,
)

ALLOWING = {"kp", "adj_patell", "portfolio", "cda", "grank_t", "placebo_date", "exposure"}
TESTING = sorted(set(ASSUMES) - {"jackknife_range"})
INDEPENDENT = sorted(set(TESTING) - ALLOWING)


def together(companies: int, rbar: float, same: float | None = None) -> CrossCorrelation:
    """Return companies of one event session, unless `same` says how much of rbar comes from one session."""
    return CrossCorrelation(companies, rbar, rbar if same is None else same)


@pytest.mark.parametrize("statistic", TESTING)
def test_tests_that_assume_independence_are_overstated_where_companies_move_together(statistic: str) -> None:
    # 1 + 99 * 0.1 = 10.9
    assert (verdict(statistic, together(100, 0.1), 1) == OVERSTATED) == (statistic not in ALLOWING)


@pytest.mark.parametrize("statistic", TESTING)
def test_without_correlation_twenty_companies_show_an_effect_of_two_per_cent(statistic: str) -> None:
    assert verdict(statistic, together(20, 0.0), 1) == TRUSTED


@pytest.mark.parametrize("statistic", TESTING)
def test_over_a_month_the_same_companies_do_not(statistic: str) -> None:
    # 2 % against a mean's noise of 2.25 % * sqrt(21 / 20) = 2.3 %.
    assert verdict(statistic, together(20, 0.0), 21) == WEAK
    assert verdict(statistic, together(20, 0.0), 60) == WEAK


@pytest.mark.parametrize("statistic", INDEPENDENT)
def test_the_bound_is_an_inflation_of_a_tenth(statistic: str) -> None:
    # 1 + 49 * 0.0020 = 1.098, 1 + 49 * 0.0021 = 1.103, 1 + 99 * 0.0019 = 1.188.
    assert verdict(statistic, together(50, 0.0020), 1) == TRUSTED
    assert verdict(statistic, together(50, 0.0021), 1) == OVERSTATED
    assert verdict(statistic, together(100, 0.0019), 1) == OVERSTATED
    assert verdict(statistic, together(50, -0.01), 1) == TRUSTED


@pytest.mark.parametrize("statistic", sorted(ALLOWING))
def test_on_one_session_what_allows_for_correlation_is_never_overstated(statistic: str) -> None:
    numbers, correlations = (2, 5, 20, 100, 8000), (0.0, 0.1, 0.3, 0.9)
    verdicts = {verdict(statistic, together(number, rbar), 1) for number in numbers for rbar in correlations}
    assert verdicts == {TRUSTED, WEAK}


@pytest.mark.parametrize("statistic", TESTING)
def test_windows_that_overlap_from_day_to_day_upset_also_what_looks_at_single_days(statistic: str) -> None:
    # 1 + 99 * 0.01 = 1.99, of which companies of one session make up 1.099.
    found = verdict(statistic, together(100, 0.01, same=0.001), 2)
    safe = {"kp", "adj_patell", "portfolio", "placebo_date", "exposure"}
    assert (found == OVERSTATED) == (statistic not in safe)
    said = remark(statistic, together(100, 0.01, same=0.001), 2)
    assert ("windows of different event sessions overlap" in said) == (statistic in {"cda", "grank_t"})


def test_five_companies_that_move_together_show_little() -> None:
    assert verdict("kp", together(5, 0.3), 1) == WEAK


@pytest.mark.parametrize("companies", [1, 2, 3])
@pytest.mark.parametrize("statistic", TESTING)
def test_so_few_companies_show_little(statistic: str, companies: int) -> None:
    # Even sure of the noise: 2 % is 1.54 standard deviations of three companies' mean, found in one third of all cases.
    assert verdict(statistic, together(companies, float("nan") if companies == 1 else 0.0), 1) == WEAK


def test_companies_without_a_common_date_are_not_inflated() -> None:
    assert verdict("cross_sectional", together(20, 0.0), 1) == TRUSTED


def test_a_description_has_no_verdict() -> None:
    assert verdict("jackknife_range", together(100, 0.3), 1) == ""
    assert remark("jackknife_range", together(100, 0.3), 1) == ""


def test_power_falls_with_the_window_and_the_correlation_and_grows_with_companies() -> None:
    for statistic in sorted(ALLOWING - {"exposure"}):
        by_window = [simulated_power(statistic, 20, 0.05, sessions) for sessions in (1, 3, 8, 16, 40)]
        by_correlation = [simulated_power(statistic, 50, rbar, 2) for rbar in (0.0, 0.05, 0.2, 0.6)]
        by_number = [simulated_power(statistic, number, 0.01, 5) for number in (200, 50, 15, 4)]
        for powers in (by_window, by_correlation, by_number):
            assert powers == sorted(powers, reverse=True)


def test_the_size_of_a_rank_test_is_told_where_it_is_off() -> None:
    # Simulated: 5 companies 10 %, 20 companies 6 % at a correlation of 0.1 and 8 % at 0.3, 100 companies 7 % at 0.3.
    told = {
        (companies, rbar): "Rejects too often" in remark("grank_t", together(companies, rbar), 1)
        for companies in (5, 20, 60, 100)
        for rbar in (0.0, 0.1, 0.3)
    }
    assert {place for place, off in told.items() if off} == {(5, 0.0), (5, 0.1), (5, 0.3), (20, 0.3), (60, 0.3)}
    assert "8 of 20" in remark("grank_t", together(20, 0.3), 1)


def test_the_simulation_is_carried_on_by_what_there_is_to_find() -> None:
    # Thousands of independent companies over a month: 2 % is 17 standard deviations of their mean.
    assert simulated_power("kp", 8_000, 0.0, 21) > 0.99
    # With a correlation of 0.02 it is 1.4, found three times in ten; the simulated 100 companies at 0 would say half.
    assert simulated_power("kp", 8_000, 0.02, 21) == pytest.approx(0.28, abs=0.05)
    # Characteristics set companies apart the more clearly, the more they have in common.
    assert simulated_power("exposure", 20, 0.6, 5) > simulated_power("exposure", 20, 0.3, 5)


def test_a_weak_verdict_says_so_within_the_simulation_and_beyond_it() -> None:
    said = remark("kp", together(20, 0.1), 21)
    assert "Finds 2 % in fewer than half of simulated groups of this size, correlation and window" in said
    assert "residuals of 2.25 % a day" in said
    assert "ends at" not in said
    for beyond in ((8_000, 0.1, 21), (20, 0.6, 1), (20, 0.1, 40), (20, -0.052, 40)):
        companies, rbar, sessions = beyond
        said = remark("kp", together(companies, rbar), sessions)
        assert "of this size" not in said
        assert "ends at 100 companies, a mean correlation of 0 to 0.3 and 21 sessions" in said
    assert "2 % for each standard deviation of the exposure" in remark("exposure", together(20, 0.1), 21)
    assert remark("kp", together(20, 0.0), 1) == ""
