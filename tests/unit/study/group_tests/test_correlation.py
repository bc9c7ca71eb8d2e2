"""The mean correlation equals that of the whole matrix of pairs."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from dashboard.study.group_tests import correlation, mean_correlation
from tests.support.groups import drawn, group


@pytest.mark.parametrize(
    ("columns", "expected"),
    [
        ([[1, 2, 3], [2, 4, 6]], 1.0),
        ([[1, 2, 3], [3, 2, 1]], -1.0),
        # 1 with its like, -1 with the reverse twice over.
        ([[1, 2, 3], [2, 3, 4], [3, 2, 1]], -1 / 3),
        # Deviations (-1, 0, 1) and (-1, 2, -1) / 3: nothing in common.
        ([[1, 2, 3], [1, 2, 1]], 0.0),
    ],
)
def test_by_hand(columns: list[list[float]], expected: float) -> None:
    assert mean_correlation(np.array(columns, dtype=float).T) == pytest.approx(expected, abs=1e-15)


@pytest.mark.parametrize("missing", [0.0, 0.02, 0.5])
@pytest.mark.parametrize("block", [3, 512])
def test_equals_the_mean_over_the_matrix_of_pairs(monkeypatch: pytest.MonkeyPatch, missing: float, block: int) -> None:
    monkeypatch.setattr(correlation, "BLOCK", block)
    residuals = drawn(17, missing=missing, days=40)[0].residuals
    matrix = pd.DataFrame(residuals).corr(min_periods=3).to_numpy()
    expected = np.nanmean(matrix[np.triu_indices(17, 1)])
    assert mean_correlation(residuals) == pytest.approx(expected, rel=1e-12)


def test_a_far_level_costs_no_digits() -> None:
    residuals = drawn(5, missing=0.1)[0].residuals
    assert mean_correlation(residuals + 1000.0) == pytest.approx(mean_correlation(residuals), rel=1e-8)


def test_a_company_that_does_not_vary_has_no_pairs() -> None:
    residuals = drawn(4)[0].residuals
    flat = np.column_stack([residuals, np.full(len(residuals), 0.1)])
    assert mean_correlation(flat) == pytest.approx(mean_correlation(residuals), rel=1e-13)


def test_pairs_need_three_common_dates() -> None:
    nan = np.nan
    apart = np.array([[1, 2, 3, nan, nan], [nan, nan, 1, 4, 2]], dtype=float).T
    assert np.isnan(mean_correlation(apart))


@pytest.mark.parametrize("companies", [0, 1])
def test_no_pair_no_correlation(companies: int) -> None:
    inputs = group(np.ones((5, companies)) * np.arange(5)[:, None])
    assert np.isnan(inputs.rbar)
    assert inputs.inflation == 1.0


def test_pairs_on_different_dates_count_as_uncorrelated() -> None:
    residuals = np.array([[1, 2, 3], [2, 4, 6], [1, 2, 3]], dtype=float).T
    assert mean_correlation(residuals, np.array([7, 7, 7])) == pytest.approx(1.0)
    assert mean_correlation(residuals, np.array([7, 7, 8])) == pytest.approx(1 / 3)
    assert mean_correlation(residuals, np.array([7, 8, 9])) == 0.0
