"""The group table: who takes part, what is empty, how far to trust it, and what must not change it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.errors import InputError
from dashboard.study.group_tests import (
    COLUMNS,
    STATISTICS,
    GroupInputs,
    WindowInputs,
    group_daily,
    group_table,
    simulated_power,
)
from dashboard.study.group_tests.power import COMPANIES, CORRELATIONS, POWER, SESSIONS
from dashboard.study.group_tests.resampling import sign_flip
from dashboard.study.group_tests.trust import DESCRIBING
from tests.support.groups import drawn, group, window

NUMBERS = ["value", "df", "p", "n", "mean_car", "rbar", "inflation"]


def numbers(inputs: GroupInputs, event: WindowInputs) -> pd.DataFrame:
    return group_table(inputs, event, flips=199).set_index("statistic")[NUMBERS]


def test_every_statistic_has_its_row_in_order() -> None:
    table = group_table(*drawn(7))
    assert tuple(table.columns) == COLUMNS
    assert tuple(table["statistic"]) == STATISTICS
    assert (table["n"] == 7).all()


def test_a_company_without_a_car_or_variation_takes_part_in_nothing() -> None:
    inputs, event = drawn(7)
    car = event.car.copy()
    car[2] = np.nan
    sigma = inputs.sigma.copy()
    sigma[5] = 0.0
    others = np.array([True, True, False, True, True, False, True])
    found = numbers(replace(inputs, sigma=sigma), replace(event, car=car))
    pd.testing.assert_frame_equal(found, numbers(inputs.select(others), event.select(others)))


NEEDS_THREE = {"skewness_adjusted", "jackknife_range", "exposure"}
NEEDS_TWO = NEEDS_THREE | {"cross_sectional", "adj_patell", "bmp", "kp", "grank_t", "grank_z"}


def test_one_company_is_no_plural() -> None:
    notes = group_table(group(np.empty((5, 0))), window([])).set_index("statistic")["note"]
    assert notes["sign"].endswith("Needs at least 1 company.")
    assert notes["bmp"].endswith("Needs at least 2 companies.")


def test_companies_that_cancel_out_but_for_rounding_are_told_so() -> None:
    # Sums of such figures are 0 or a rounding error, as 0.1 + 0.2 - 0.3 is.
    random = np.random.default_rng(3)
    own = random.normal(0, 0.02, (61, 6))
    own[:, 0] = -own[:, 1:].sum(axis=1)
    inputs, event = group(own[:60]), window(list(own[60]))
    assert event.car.mean() != 0.0
    table = group_table(inputs, event).set_index("statistic")
    assert np.isnan(table.loc["cda", "value"])
    assert table.loc["cda", "note"].endswith("The mean residual does not vary over the estimation window.")
    # Every date has a mean of 0, as the event has.
    assert table.loc["placebo_date", ["value", "p"]].tolist() == [60, 1.0]


@pytest.mark.parametrize(("companies", "empty"), [(0, set(STATISTICS)), (1, NEEDS_TWO), (2, NEEDS_THREE)])
def test_few_companies_leave_empty_rows_that_say_why(companies: int, empty: set[str]) -> None:
    table = group_table(*drawn(companies) if companies else (group(np.empty((5, 0))), window([])))
    without = table[table["value"].isna()]
    assert set(without["statistic"]) == empty
    assert without["p"].isna().all()
    assert (without["trust"] == "").all()
    assert (without["note"].str.count(r"\.") >= 2).all()
    assert set(table["n"]) == {companies}


def test_no_adjustment_exists_where_companies_cancel_out() -> None:
    swing = np.array([1.0, -1.0, 1.0, -1.0])
    inputs = group(np.column_stack([swing, -swing]), n_obs=np.array([102, 102]))
    table = group_table(inputs, window([1.0, 2.0])).set_index("statistic")
    assert table.loc["kp", "rbar"] == pytest.approx(-1)
    for name in ("kp", "adj_patell"):
        assert np.isnan(table.loc[name, "value"])
        assert "not positive" in table.loc[name, "note"]
        assert table.loc[name, "trust"] == ""


def test_a_negative_correlation_raises_the_adjusted_statistics_and_overstates_none() -> None:
    # (1, 1, -2) and (1, -2, 1): -3 / 6.
    inputs = group(np.array([[1.0, 1.0, -2.0], [1.0, -2.0, 1.0]]).T, n_obs=np.array([102, 102]))
    table = group_table(inputs, window([1.0, 2.0])).set_index("statistic")
    assert table.loc["kp", "rbar"] == pytest.approx(-0.5)
    assert table.loc["kp", "value"] == pytest.approx(table.loc["bmp", "value"] * np.sqrt(1.5 / 0.5))
    assert table.loc["adj_patell", "value"] == pytest.approx(table.loc["patell", "value"] / np.sqrt(0.5))
    assert "rbar is negative" in table.loc["kp", "note"].lower()
    assert "overstated" not in set(table["trust"])


def test_the_verdict_changes_with_the_dates() -> None:
    inputs, event = drawn(30, rbar=0.3)
    together = group_table(inputs, event).set_index("statistic")
    apart = group_table(replace(inputs, sessions=2 * np.arange(30)), event).set_index("statistic")
    assert together.loc["bmp", "trust"] == "overstated"
    assert apart.loc["bmp", "trust"] == "trusted"
    assert apart.loc["bmp", "inflation"] == 1.0
    assert apart.loc["kp", "value"] == pytest.approx(apart.loc["bmp", "value"])


def test_the_verdict_sees_windows_that_overlap() -> None:
    # Two groups of fifteen, whose windows of two sessions share one; the second group's days come a session later.
    whole, _ = drawn(30, rbar=0.3, days=61)
    first, second = whole.residuals[1:, :15], whole.residuals[:-1, 15:]
    inputs, event = drawn(30, sessions=2)
    inputs = replace(inputs, residuals=np.hstack([first, second]), sessions=np.repeat([100, 99], 15))
    near = group_table(inputs, event).set_index("statistic")
    far = group_table(replace(inputs, sessions=np.repeat([100, 98], 15)), event).set_index("statistic")
    matrix = np.corrcoef(whole.residuals[1:-1].T)
    between = 0.5 * matrix[:15, 15:].sum()
    added = near.loc["kp", "rbar"] - far.loc["kp", "rbar"]
    # Residuals of 61 days against those of the days between: nearly the same correlations.
    assert added == pytest.approx(between / 435, rel=0.05)
    assert near.loc["bmp", "trust"] == near.loc["cda", "trust"] == "overstated"
    assert far.loc["cda", "trust"] != "overstated"
    assert near.loc["kp", "trust"] != "overstated"


def test_a_weak_verdict_says_what_the_test_would_find() -> None:
    table = group_table(*drawn(5, rbar=0.3)).set_index("statistic")
    assert table.loc["kp", "trust"] == "weak"
    assert "Finds 2 % in fewer than half of simulated groups" in table.loc["kp", "note"]


def test_what_tests_nothing_has_a_value_and_no_verdict() -> None:
    for companies in (5, 60):
        row = group_table(*drawn(companies, rbar=0.3)).set_index("statistic").loc["jackknife_range"]
        assert row["value"] > 0
        assert row["trust"] == ""


def test_the_power_table_covers_every_test_and_is_what_is_read() -> None:
    assert set(POWER) == set(STATISTICS) - DESCRIBING
    for name, simulated in POWER.items():
        assert simulated.shape == (len(SESSIONS), len(COMPANIES), len(CORRELATIONS))
        read = [
            [[simulated_power(name, companies, rbar, sessions) for rbar in CORRELATIONS] for companies in COMPANIES]
            for sessions in SESSIONS
        ]
        # 0.0005 is half of one panel in a thousand; a company alone stands once.
        np.testing.assert_allclose(read, simulated, atol=6e-4)


@given(seed=st.integers(0, 1000), missing=st.sampled_from([0.0, 0.1]))
def test_the_order_of_companies_does_not_matter(seed: int, missing: float) -> None:
    inputs, event = drawn(8, missing=missing, seed=seed)
    order = np.random.default_rng(seed).permutation(8)
    moved = GroupInputs(
        inputs.residuals[:, order], inputs.leverage[:, order], inputs.sigma[order], inputs.n_obs[order], 2
    )
    same = replace(event, abnormal=event.abnormal[:, order], car=event.car[order], car_sd=event.car_sd[order])
    pd.testing.assert_frame_equal(numbers(moved, same), numbers(inputs, event), rtol=1e-9, atol=1e-11)


@given(seed=st.integers(0, 1000))
def test_the_order_of_estimation_days_does_not_matter(seed: int) -> None:
    inputs, event = drawn(8, missing=0.1, seed=seed, sessions=1)
    order = np.random.default_rng(seed).permutation(60)
    moved = replace(inputs, residuals=inputs.residuals[order], leverage=inputs.leverage[order])
    pd.testing.assert_frame_equal(numbers(moved, event), numbers(inputs, event), rtol=1e-9, atol=1e-11)


@given(seed=st.integers(0, 1000), scale=st.sampled_from([-1.0, 0.01, 100.0]))
def test_units_and_direction_do_not_matter(seed: int, scale: float) -> None:
    inputs, event = drawn(8, missing=0.1, seed=seed)
    size = abs(scale)
    moved = replace(inputs, residuals=inputs.residuals * scale, sigma=inputs.sigma * size)
    same = WindowInputs(event.abnormal * scale, event.car * scale, event.car_sd * size)
    np.testing.assert_allclose(
        numbers(moved, same)["p"].drop("portfolio"), numbers(inputs, event)["p"].drop("portfolio"), rtol=1e-8
    )


def test_ranks_equal_those_of_pandas_with_gaps_and_ties() -> None:
    inputs, event = drawn(9, missing=0.2, sessions=3)
    inputs = replace(inputs, residuals=inputs.residuals.round(2))
    event = replace(event, abnormal=event.abnormal.round(2))
    both = pd.DataFrame(np.vstack([inputs.residuals, event.abnormal]))
    centred = both.rank() / (both.count() + 1) - 0.5
    daily = centred.sum(axis=1) / np.sqrt(centred.count(axis=1))
    expected = daily[-3:].sum() / (np.sqrt(3) * np.sqrt((daily**2).mean()))
    assert numbers(inputs, event).loc["rank", "value"] == pytest.approx(expected, rel=1e-12)

    scar = event.car / event.car_sd
    whole = pd.DataFrame(np.vstack([inputs.residuals / inputs.sigma, scar / scar.std(ddof=1)]))
    u = whole.rank() / (whole.count() + 1) - 0.5
    z = u.iloc[-1].mean() / np.sqrt((u.count(axis=1) / 9 * u.mean(axis=1) ** 2).mean())
    expected = z * np.sqrt((61 - 2) / (61 - 1 - z**2))
    assert numbers(inputs, event).loc["grank_t", "value"] == pytest.approx(expected, rel=1e-12)


def test_random_flips_repeat_with_their_seed_and_come_near_the_exact_p() -> None:
    car = np.random.default_rng(4).normal(0.3, 1, 18)
    exact = sign_flip(car).p
    # A company without a CAR of note turns the same test into a random one.
    drawn_p = [sign_flip(np.append(car, 1e-9), flips=9_999, seed=seed).p for seed in (1, 1, 2)]
    assert drawn_p[0] == drawn_p[1] != drawn_p[2]
    assert drawn_p == pytest.approx([exact] * 3, abs=5 * np.sqrt(exact * (1 - exact) / 9_999))
    assert np.isnan(sign_flip(np.append(car, 1.0), flips=0).p)


def test_the_random_flips_do_not_depend_on_how_many_are_held_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    car = np.random.default_rng(4).normal(0.3, 1, 24)
    at_once = sign_flip(car, flips=500)
    monkeypatch.setattr("dashboard.study.group_tests.resampling.CELLS", 24 * 7)
    assert sign_flip(car, flips=500).p == at_once.p


def test_daily_averages() -> None:
    inputs = group([[1.0, 1.0], [-1.0, 1.0], [1.0, -1.0], [-1.0, -1.0]])
    nan = np.nan
    table = group_daily(inputs, np.array([[0.1, 0.3], [nan, 0.4], [nan, nan]]), np.array([0, 1, 2]))
    spread = np.sqrt(2 / 3)
    expected = {
        "event_day": [0, 1, 2],
        "n": [2, 1, 0],
        "aar": [0.2, 0.4, nan],
        "aar_sd": [spread, spread, nan],
        "caar": [0.2, 0.6, 0.6],
        "caar_sd": [spread, spread * np.sqrt(2), spread * np.sqrt(2)],
    }
    pd.testing.assert_frame_equal(table, pd.DataFrame(expected))


def test_arrays_of_different_companies_are_refused() -> None:
    inputs, event = drawn(4)
    with pytest.raises(InputError, match="3 companies and the estimation 4"):
        group_table(inputs, event.select(np.array([True, True, True, False])))
    with pytest.raises(InputError, match=r"sigma has shape \(2,\)"):
        replace(inputs, sigma=np.ones(2))
    with pytest.raises(InputError, match="leverage"):
        replace(inputs, leverage=np.ones((2, 2)))
    with pytest.raises(InputError, match="The window has"):
        replace(event, car_sd=np.ones(2))
