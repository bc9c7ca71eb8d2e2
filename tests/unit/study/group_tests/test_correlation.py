"""The mean correlation equals that of the whole matrix of pairs, and counts windows that overlap by what they share."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from numpy.typing import NDArray

from dashboard.study.group_tests import CrossCorrelation, cross_correlations, mean_correlations
from dashboard.study.group_tests import correlation as module
from dashboard.study.group_tests.dependence import cda, kp
from dashboard.study.group_tests.inputs import GroupInputs, WindowInputs
from dashboard.study.group_tests.parametric import bmp
from tests.support.groups import drawn, group, window

Floats = NDArray[np.float64]
NAN = np.nan


def mean_of_all(residuals: Floats, sessions: list[int] | None = None, length: int = 1) -> float:
    """Return the mean correlation of all companies."""
    rows = None if sessions is None else np.array(sessions)
    members = np.ones((residuals.shape[1], 1), dtype=bool)
    return float(mean_correlations(residuals, members, np.array([length]), rows)[0])


def on_calendar(residuals: Floats, sessions: NDArray[np.int64]) -> pd.DataFrame:
    """Put residuals in event time on the dates that they are of."""
    frame = np.full((len(residuals) + int(np.ptp(sessions)), len(sessions)), NAN)
    for column, start in enumerate(sessions - sessions.min()):
        frame[start : start + len(residuals), column] = residuals[:, column]
    return pd.DataFrame(frame)


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
    assert mean_of_all(np.array(columns, dtype=float).T) == pytest.approx(expected, abs=1e-15)


@pytest.mark.parametrize("missing", [0.0, 0.02, 0.5])
@pytest.mark.parametrize("block", [3, 256])
def test_equals_the_mean_over_the_matrix_of_pairs(monkeypatch: pytest.MonkeyPatch, missing: float, block: int) -> None:
    monkeypatch.setattr(module, "BLOCK", block)
    residuals = drawn(17, missing=missing, days=40)[0].residuals
    matrix = pd.DataFrame(residuals).corr(min_periods=3).to_numpy()
    expected = np.nanmean(matrix[np.triu_indices(17, 1)])
    assert mean_of_all(residuals) == pytest.approx(expected, rel=1e-12)


def test_companies_with_the_same_gaps_are_no_special_case() -> None:
    residuals = drawn(17, days=40)[0].residuals.copy()
    for column, late in enumerate([0] * 5 + [7] * 4 + [20] * 4 + [7] * 4):
        residuals[:late, column] = NAN
    matrix = pd.DataFrame(residuals).corr(min_periods=3).to_numpy()
    assert mean_of_all(residuals) == pytest.approx(np.nanmean(matrix[np.triu_indices(17, 1)]), rel=1e-12)


@pytest.mark.parametrize("missing", [0.0, 0.1])
@pytest.mark.parametrize("sessions", [None, [3, 3, 4, 6, 6, 9, 3, 4, 20, 21, 21, 5]])
def test_several_choices_at_once_equal_each_by_itself(missing: float, sessions: list[int] | None) -> None:
    residuals = drawn(12, missing=missing, days=40)[0].residuals
    members = np.random.default_rng(2).random((12, 3)) < 0.7
    rows = None if sessions is None else np.array(sessions)
    together = mean_correlations(residuals, members, np.array([1, 3, 12]), rows)
    for found, chosen, length in zip(together, members.T, (1, 3, 12), strict=True):
        own = None if sessions is None else [session for session, of in zip(sessions, chosen, strict=True) if of]
        assert found == pytest.approx(mean_of_all(residuals[:, chosen], own, length), rel=1e-12)


def test_a_far_level_costs_no_digits() -> None:
    residuals = drawn(5, missing=0.1)[0].residuals
    assert mean_of_all(residuals + 1000.0) == pytest.approx(mean_of_all(residuals), rel=1e-8)


def test_a_company_that_does_not_vary_has_no_pairs() -> None:
    residuals = drawn(4)[0].residuals
    flat = np.column_stack([residuals, np.full(len(residuals), 0.1)])
    assert mean_of_all(flat) == pytest.approx(mean_of_all(residuals), rel=1e-13)


def test_pairs_need_three_common_dates() -> None:
    apart = np.array([[1, 2, 3, NAN, NAN], [NAN, NAN, 1, 4, 2]], dtype=float).T
    assert np.isnan(mean_of_all(apart))


@pytest.mark.parametrize("companies", [0, 1])
def test_no_pair_no_correlation(companies: int) -> None:
    inputs = group(np.ones((5, companies)) * np.arange(5)[:, None])
    (found,) = cross_correlations(inputs, [window([0.1] * companies)])
    assert np.isnan(found.rbar)
    assert found.inflation == found.inflation_across_sessions == 1.0


def test_pairs_on_different_dates_count_as_uncorrelated() -> None:
    residuals = np.array([[1, 2, 3], [2, 4, 6], [1, 2, 3]], dtype=float).T
    assert mean_of_all(residuals, [7, 7, 7]) == pytest.approx(1.0)
    assert mean_of_all(residuals, [7, 7, 8]) == pytest.approx(1 / 3)
    assert mean_of_all(residuals, [7, 8, 9]) == 0.0


@pytest.mark.parametrize(("length", "expected"), [(1, 0.0), (2, 1 / 2), (4, 3 / 4), (5, 4 / 5)])
def test_windows_a_session_apart_count_by_the_sessions_that_they_share(length: int, expected: float) -> None:
    # Sessions 10 and 11: the second to fourth days of the one are the first to third of the other, and alike on them.
    residuals = np.array([[-7.0, 1.0, 2.0, 3.0], [2.0, 4.0, 6.0, -9.0]]).T
    assert mean_of_all(residuals, [10, 11], length) == pytest.approx(expected)
    assert mean_of_all(residuals[:, ::-1], [11, 10], length) == pytest.approx(expected)


def test_two_events_of_one_company_correlate_by_the_share_of_their_windows() -> None:
    history = np.random.default_rng(8).normal(size=60)
    residuals = np.column_stack([history[start : start + 50] for start in (0, 3)])
    inputs = group(residuals, sessions=np.array([100, 103]))
    for length, shared in ((3, 0.0), (4, 1 / 4), (10, 7 / 10)):
        (found,) = cross_correlations(inputs, [WindowInputs(np.ones((length, 2)), np.ones(2), np.ones(2))])
        assert found.rbar == pytest.approx(shared)
        assert found.inflation == pytest.approx(1 + shared)
        assert found.rbar_same_session == 0.0
        assert found.inflation_across_sessions == pytest.approx(1 + shared)


@pytest.mark.parametrize("missing", [0.0, 0.1])
@pytest.mark.parametrize(("block", "spread"), [(3, 8), (256, 8), (256, 300)])
def test_overlaps_equal_those_of_the_matrix_of_pairs(
    monkeypatch: pytest.MonkeyPatch, missing: float, block: int, spread: int
) -> None:
    monkeypatch.setattr(module, "BLOCK", block)
    residuals = drawn(30, missing=missing, days=40)[0].residuals
    sessions = np.random.default_rng(6).integers(500, 500 + spread, 30)
    matrix = on_calendar(residuals, sessions).corr(min_periods=3).to_numpy()
    for length in (1, 3, 11):
        shared = np.maximum(length - np.abs(sessions[:, None] - sessions), 0) / length
        pairs = np.where(shared > 0, matrix * shared, 0.0)
        expected = pairs[np.triu_indices(30, 1)].mean()
        assert mean_of_all(residuals, sessions.tolist(), length) == pytest.approx(expected, rel=1e-11, abs=1e-15)


def test_sharing_a_session_is_no_matter_of_the_length_of_the_window() -> None:
    inputs, event = drawn(9, missing=0.1, sessions=5)
    (alone,) = cross_correlations(inputs, [event])
    assert alone.rbar == alone.rbar_same_session == mean_of_all(inputs.residuals)
    (dated,) = cross_correlations(
        GroupInputs(inputs.residuals, inputs.leverage, inputs.sigma, inputs.n_obs, 2, np.full(9, 70)), [event]
    )
    assert dated == alone


SESSIONS = np.array([0, 0, 1, 2, 4, 4, 5, 9, 12, 12])
LENGTH = 6
RHO = 0.4


def staggered(random: np.random.Generator, days: int) -> tuple[GroupInputs, WindowInputs]:
    """Draw companies with a common shock on every date, whose events lie some sessions apart."""
    last = days + int(SESSIONS.max()) + LENGTH
    noise = np.sqrt(RHO) * random.normal(size=(last, 1)) + np.sqrt(1 - RHO) * random.normal(size=(last, len(SESSIONS)))
    rows = SESSIONS + np.arange(days + LENGTH)[:, None]
    events = noise[rows, np.arange(len(SESSIONS))]
    residuals, abnormal = events[:days], events[days:]
    inputs = group(residuals, sigma=residuals.std(axis=0, ddof=2), sessions=SESSIONS + days)
    sd = inputs.sigma * np.sqrt(LENGTH)
    return inputs, WindowInputs(abnormal, abnormal.sum(axis=0), sd)


def test_the_variance_of_a_mean_is_inflated_as_much_as_is_said() -> None:
    random = np.random.default_rng(20250127)
    inputs, event = staggered(random, 4_000)
    (together,) = cross_correlations(inputs, [event])
    means = [staggered(random, 3)[1].car.mean() for _ in range(4_000)]
    found = np.var(means) / (LENGTH / len(SESSIONS))
    # A variance of 4,000 draws has a standard error of 2.2 %, rbar of 4,000 days one of about 2 %.
    assert together.inflation == pytest.approx(found, rel=0.1)
    shared = np.maximum(LENGTH - np.abs(SESSIONS[:, None] - SESSIONS), 0) / LENGTH
    assert together.rbar == pytest.approx(RHO * shared[np.triu_indices(10, 1)].mean(), rel=0.05)


def test_windows_that_overlap_upset_what_counts_companies_or_days_and_not_kolari_and_pynnonen() -> None:
    random = np.random.default_rng(27)
    rejections = np.zeros(3)
    draws = 600
    for _ in range(draws):
        inputs, event = staggered(random, 120)
        (together,) = cross_correlations(inputs, [event])
        rejections += [outcome.p <= 0.05 for outcome in (bmp(event), cda(inputs, event), kp(event, together))]
    plain, by_session, adjusted = rejections / draws
    assert plain > 0.12
    assert by_session > 0.1
    # The error of simulation is 0.9 points.
    assert adjusted == pytest.approx(0.05, abs=0.025)


def test_what_inflates_beyond_one_session() -> None:
    # Of 1 + 4 x 0.5 = 3, companies of one session make up 1 + 4 x 0.125 = 1.5.
    assert CrossCorrelation(5, 0.5, 0.125).inflation_across_sessions == pytest.approx(2.0)
    assert CrossCorrelation(5, 0.5, 0.5).inflation_across_sessions == 1.0
