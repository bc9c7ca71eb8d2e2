"""Each statistic on figures small enough to work out on paper."""

from __future__ import annotations

import math

import numpy as np
import pytest

from dashboard.study.group_tests import Portfolio, WindowInputs, cross_correlations, leave_one_out, outcomes
from tests.support.groups import group, window

SWINGS = np.array([[1.0, 1.0], [-1.0, 1.0], [1.0, -1.0], [-1.0, -1.0]])
"""Two companies that have nothing in common over four days."""


def test_cross_sectional() -> None:
    found = outcomes(group(np.eye(3)), window([0.01, 0.02, 0.03]))["cross_sectional"]
    # mean 0.02, sd 0.01; with two degrees of freedom p = 1 - t / sqrt(2 + t^2).
    assert found.value == pytest.approx(2 * math.sqrt(3))
    assert found.p == pytest.approx(1 - math.sqrt(12) / math.sqrt(14))
    assert found.df == 2


def test_bmp_is_the_same_of_standardised_figures() -> None:
    found = outcomes(group(np.eye(3)), window([0.01, 0.04, 0.09], [0.01, 0.02, 0.03]))
    assert found["bmp"].value == pytest.approx(2 * math.sqrt(3))


def test_patell() -> None:
    found = outcomes(group(SWINGS, n_obs=np.array([102, 102])), window([1.0, 4.0], [1.0, 2.0]))["patell"]
    assert found.value == pytest.approx(3 / math.sqrt(2 * 100 / 98))


def test_patell_says_when_its_variance_does_not_exist() -> None:
    found = outcomes(group(SWINGS), window([1.0, 4.0]))["patell"]
    assert math.isnan(found.value)
    assert "too few estimation days" in found.note


@pytest.mark.parametrize("name", ["kp", "adj_patell"])
def test_the_adjustments_leave_uncorrelated_companies_alone(name: str) -> None:
    inputs = group(SWINGS, n_obs=np.array([102, 102]))
    event = window([1.0, 2.0])
    assert cross_correlations(inputs, [event])[0].rbar == pytest.approx(0, abs=1e-15)
    found = outcomes(inputs, event)
    assert found[name].value == pytest.approx(found[{"kp": "bmp", "adj_patell": "patell"}[name]].value)


def test_the_adjustments_at_a_correlation_of_one_half() -> None:
    # (1, 1, -2) and (2, -1, -1): 3 / 6.
    inputs = group(np.array([[1.0, 1.0, -2.0], [2.0, -1.0, -1.0]]).T, n_obs=np.array([102, 102]))
    event = window([1.0, 2.0])
    (together,) = cross_correlations(inputs, [event])
    assert together.rbar == pytest.approx(0.5)
    assert together.inflation == pytest.approx(1.5)
    found = outcomes(inputs, event)
    assert found["kp"].value == pytest.approx(3.0 * math.sqrt(0.5 / 1.5))
    assert found["adj_patell"].value == pytest.approx(3 / math.sqrt(200 / 98) / math.sqrt(1.5))


def test_the_adjustments_count_windows_that_overlap_by_what_they_share() -> None:
    # Windows of two sessions, one session apart: half of each. The days that the estimations share correlate by 1/2.
    residuals = np.array([[9.0, 1.0, 1.0, -2.0], [2.0, -1.0, -1.0, 5.0]]).T
    inputs = group(residuals, n_obs=np.array([102, 102]), sessions=np.array([10, 11]))
    event = WindowInputs(np.array([[0.5, 1.0], [0.5, 1.0]]), np.array([1.0, 2.0]), np.ones(2))
    found = outcomes(inputs, event)
    assert found["kp"].value == pytest.approx(3.0 * math.sqrt(0.75 / 1.25))
    assert found["adj_patell"].value == pytest.approx(3 / math.sqrt(200 / 98) / math.sqrt(1.25))


def test_cda() -> None:
    # Daily means 1, 0, 0, -1: sd of ddof 1 is sqrt(2/3).
    found = outcomes(group(SWINGS), window([1.0, 3.0]))["cda"]
    assert found.value == pytest.approx(2 / math.sqrt(2 / 3))
    assert found.df == 3


def test_portfolio() -> None:
    found = outcomes(group(SWINGS), window([1.0, 3.0], portfolio=Portfolio(-0.06, 0.02, 248)))["portfolio"]
    assert (found.value, found.df) == (pytest.approx(-3.0), 248)
    assert outcomes(group(SWINGS), window([1.0, 3.0]))["portfolio"].note == "the portfolio was not estimated"


def test_rank() -> None:
    # Ranks 1, 2, 3 and 4 of 4, over 5, less one half: -0.3, -0.1, 0.1, 0.3.
    found = outcomes(group([[-1.0], [0.0], [1.0]]), window([2.0]))["rank"]
    assert found.value == pytest.approx(0.3 / math.sqrt(0.05))


def test_rank_of_a_tie_with_the_event() -> None:
    # The event shares ranks 2 and 3 with a residual: 2.5 / 5 - 0.5.
    assert outcomes(group([[-1.0], [0.0], [1.0]]), window([0.0]))["rank"].value == pytest.approx(0.0, abs=1e-15)


def test_grank() -> None:
    # SCARs 2 and 4 over their sd, sqrt(2): both above all residuals, U = 5/6 - 1/2 = 1/3 on the event.
    # Residual ranks 1..4 of 5 give -1/3, -1/6, 0, 1/6; the two companies rise together.
    residuals = np.column_stack([np.arange(4.0), np.arange(4.0)]) / 10
    found = outcomes(group(residuals), window([2.0, 4.0]))
    size = math.sqrt((1 / 9 + 1 / 36 + 0 + 1 / 36 + 1 / 9) / 5)
    z = (1 / 3) / size
    assert found["grank_t"].value == pytest.approx(z * math.sqrt(3 / (4 - z**2)))
    assert found["grank_t"].df == 3
    assert found["grank_z"].value == pytest.approx((1 / 3) * math.sqrt(12 * 2 * 6 / 4))


def test_sign_and_wilcoxon() -> None:
    found = outcomes(group(np.eye(3)), window([1.0, 2.0, 4.0]))
    assert (found["sign"].value, found["sign"].p) == (3, pytest.approx(0.25))
    assert (found["wilcoxon"].value, found["wilcoxon"].p) == (6, pytest.approx(0.25))
    mixed = outcomes(group(np.eye(3)), window([1.0, 2.0, -3.0]))
    assert (mixed["wilcoxon"].value, mixed["wilcoxon"].p) == (3, pytest.approx(1.0))


def test_wilcoxon_leaves_zeros_out_and_says_that_p_is_approximate() -> None:
    found = outcomes(group(np.eye(4)), window([1.0, 2.0, 4.0, 0.0]))["wilcoxon"]
    assert found.value == 6
    assert found.note == "p from the normal approximation"
    assert outcomes(group(np.eye(2)), window([0.0, 0.0]))["wilcoxon"].note == "no CAR differs from zero"


def test_cowan() -> None:
    residuals = np.column_stack([[1.0, -1.0]] * 4)
    assert outcomes(group(residuals), window([1.0, 2.0, 3.0, 4.0]))["cowan"].value == pytest.approx(2.0)


def test_skewness_adjusted_is_the_plain_t_where_nothing_is_skewed() -> None:
    found = outcomes(group(np.eye(3)), window([0.01, 0.02, 0.03]))
    assert found["skewness_adjusted"].value == pytest.approx(found["cross_sectional"].value)


def test_skewness_adjusted() -> None:
    # Mean 1, sd 2, deviations -1, -1, -1, 3: skewness 24/4 / 3^1.5, adjusted by sqrt(12) / 2 to exactly 2.
    found = outcomes(group(np.eye(4)), window([0.0, 0.0, 0.0, 4.0]))["skewness_adjusted"]
    assert found.value == pytest.approx(2 * (0.5 + 2 * 0.25 / 3 + 4 * 0.125 / 27 + 2 / 24))


def test_leaving_one_out() -> None:
    mean, t = leave_one_out(window([1.0, 2.0, 3.0, 6.0]))
    np.testing.assert_allclose(mean, [11 / 3, 10 / 3, 3.0, 2.0])
    assert t[3] == pytest.approx(2 * math.sqrt(3))
    found = outcomes(group(np.eye(4)), window([1.0, 2.0, 3.0, 6.0]))["jackknife_range"]
    assert found.value == pytest.approx(5 / 3)
    assert "between 2 and 3.66667" in found.note


def test_sign_flip_takes_all_patterns_of_few_companies() -> None:
    assert outcomes(group(np.eye(3)), window([1.0, 2.0, 4.0]))["sign_flip"].p == pytest.approx(2 / 8)
    # 1 + 2 - 3 is 0, which every pattern reaches.
    assert outcomes(group(np.eye(3)), window([1.0, 2.0, -3.0]))["sign_flip"].p == 1.0


def test_placebo_date() -> None:
    found = outcomes(group([[0.01], [-0.02], [0.03], [-0.02]]), window([0.02]))["placebo_date"]
    assert (found.value, found.p) == (3, pytest.approx(4 / 5))
    assert "of 4 placebo dates; smallest p 0.2" in found.note
