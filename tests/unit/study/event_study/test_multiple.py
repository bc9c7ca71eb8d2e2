"""Adjusted p-values against worked examples."""

from __future__ import annotations

import numpy as np
import pytest

from dashboard.study.event_study import benjamini_hochberg, holm

# p.adjust of R on these: p.adjust(c(.01,.02,.03,.04,.05), "holm" / "BH")
EVEN = np.array([0.01, 0.02, 0.03, 0.04, 0.05])


def test_even_steps() -> None:
    np.testing.assert_allclose(holm(EVEN), [0.05, 0.08, 0.09, 0.09, 0.09], rtol=1e-14)
    np.testing.assert_allclose(benjamini_hochberg(EVEN), [0.05] * 5, rtol=1e-14)


def test_order_is_kept_and_one_is_the_most() -> None:
    p = np.array([0.9, 0.001, 0.04, 0.6])
    np.testing.assert_allclose(holm(p), [1.0, 0.004, 0.12, 1.0], rtol=1e-14)
    np.testing.assert_allclose(benjamini_hochberg(p), [0.9, 0.004, 0.08, 0.8], rtol=1e-14)


@pytest.mark.parametrize("adjust", [holm, benjamini_hochberg])
def test_a_missing_test_is_no_member(adjust) -> None:
    with_gap = adjust(np.array([0.01, np.nan, 0.02]))
    np.testing.assert_array_equal(with_gap[[0, 2]], adjust(np.array([0.01, 0.02])))
    assert np.isnan(with_gap[1])
    assert np.isnan(adjust(np.array([np.nan]))).all()
    assert adjust(np.array([])).size == 0


@pytest.mark.parametrize("adjust", [holm, benjamini_hochberg])
def test_ties_get_one_value(adjust) -> None:
    adjusted = adjust(np.array([0.02, 0.01, 0.02, 0.5]))
    assert adjusted[0] == adjusted[2]
