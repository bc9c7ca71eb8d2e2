"""Placebo dates and exposure compare prediction errors with prediction errors."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from dashboard.errors import InputError
from dashboard.study.group_tests import (
    SUMMARIES,
    WindowInputs,
    cross_correlations,
    daily_slopes,
    exposure,
    group_table,
    outcomes,
    placebo,
    pre_event_cars,
    pre_event_sds,
)
from tests.support.groups import drawn, group, window
from tests.support.market_model import market_model

X = np.array([-1.0, 0.0, 1.0])


def test_a_deleted_residual_is_what_a_fit_without_the_day_predicts() -> None:
    random = np.random.default_rng(3)
    market = random.normal(0, 0.01, 31)
    returns = (0.5 * market + random.normal(0, 0.02, 31))[:, None]
    whole, _ = market_model(returns, market, 30, (0, 0), (-30, -1))
    day = 7
    without = np.delete(np.arange(31), [day, 30])
    order = np.append(without, day)
    _, alone = market_model(returns[order], market[order], 29, (0, 0), (-29, -1))
    car, sd = pre_event_cars(whole, 1), pre_event_sds(whole, 1)
    assert car[day, 0] == pytest.approx(alone.car[0], rel=1e-10)
    # The fit without the day has its own s; everything else in the standard deviation is the same.
    without_scale, _ = market_model(returns[order], market[order], 29, (0, 0), (-29, -1))
    assert sd[day, 0] / whole.sigma[0] == pytest.approx(alone.car_sd[0] / without_scale.sigma[0], rel=1e-10)


def test_placebo_windows_have_the_length_of_the_event_window() -> None:
    inputs = group([[0.01], [-0.02], [0.03], [0.01]])
    event = window([0.02])
    longer = type(event)(np.array([[0.01], [0.01]]), np.array([0.02]), np.array([1.0]))
    found = placebo(inputs, longer)
    np.testing.assert_allclose(found.values, [-0.01, 0.01, 0.04])
    np.testing.assert_array_equal(found.last_rows, [1, 2, 3])
    assert (found.reached, found.p, found.smallest_p) == (1, pytest.approx(2 / 4), pytest.approx(1 / 4))


def test_a_run_longer_than_the_estimation_window_leaves_no_placebo_date() -> None:
    inputs, event = drawn(3, days=5, sessions=6)
    assert np.isnan(placebo(inputs, event).p)
    table = group_table(inputs, event).set_index("statistic")
    assert table.loc["placebo_date", "trust"] == ""


def test_the_mean_is_over_the_companies_present() -> None:
    inputs = group([[0.01, np.nan], [0.03, 0.01], [np.nan, np.nan]])
    found = placebo(inputs, window([0.02, 0.02]))
    np.testing.assert_allclose(found.values, [0.01, 0.02, np.nan])
    assert found.p == pytest.approx(2 / 3)


@pytest.mark.parametrize("summary", list(SUMMARIES))
def test_every_summary_gives_one_figure_a_date(summary: str) -> None:
    inputs, event = drawn(8, missing=0.1)
    found = placebo(inputs, event, summary)
    assert found.values.shape == (59,)
    assert 0 < found.p <= 1


IN_THE_TABLE = ["cross_sectional", "patell", "adj_patell", "bmp", "kp", "cowan", "skewness_adjusted"]


@pytest.mark.parametrize("statistic", IN_THE_TABLE)
def test_a_statistic_of_the_event_is_that_of_the_table(statistic: str) -> None:
    inputs, event = drawn(8, missing=0.1)
    table = group_table(inputs, event).set_index("statistic")
    assert placebo(inputs, event, statistic).event == pytest.approx(table.loc[statistic, "value"], rel=1e-12)


@pytest.mark.parametrize("statistic", list(SUMMARIES))
def test_a_statistic_of_a_date_is_that_of_an_event_of_the_companies_present(statistic: str) -> None:
    inputs, event = drawn(8, missing=0.2, sessions=1)
    found = placebo(inputs, event, statistic)
    car, sd = pre_event_cars(inputs, 1), pre_event_sds(inputs, 1)
    for day in (0, 7, 30):
        here = np.isfinite(car[day])
        assert 2 < here.sum() < 8
        on_the_day = WindowInputs(car[day][None, here], car[day][here], sd[day][here])
        # The mean correlation is that of the whole group.
        together = replace(cross_correlations(inputs, [event])[0], companies=int(here.sum()))
        named = outcomes(inputs.select(here), on_the_day, together=together, flips=0)
        values = car[day][here]
        expected = {
            "mean": values.mean(),
            "mean_standardised": (values / sd[day][here]).mean(),
            "sign_balance": ((values > 0).sum() - (values < 0).sum()) / here.sum(),
            "wilcoxon": (stats.rankdata(np.abs(values)) * np.sign(values)).sum()
            / np.sqrt((np.arange(1.0, here.sum() + 1) ** 2).sum()),
        } | {name: named[name].value for name in IN_THE_TABLE}
        assert found.values[day] == pytest.approx(expected[statistic], rel=1e-10), day


def test_any_function_may_be_the_statistic() -> None:
    inputs, event = drawn(8, sessions=1)
    found = placebo(inputs, event, lambda car, _: car.min(axis=1))
    assert found.event == event.car.min()


def test_a_slope_is_that_of_least_squares_over_those_present() -> None:
    random = np.random.default_rng(5)
    traits, abnormal = random.normal(3, 40, (12, 2)), random.normal(size=(6, 12))
    abnormal[random.random(abnormal.shape) < 0.2] = np.nan
    for row, slopes in zip(abnormal, daily_slopes(abnormal, traits), strict=True):
        known = ~np.isnan(row)
        design = np.column_stack([np.ones(known.sum()), traits[known]])
        np.testing.assert_allclose(slopes, np.linalg.lstsq(design, row[known], rcond=None)[0][1:], rtol=1e-10)


def test_exposure_by_hand() -> None:
    # Slopes of the days before: 1, -1, 0 (mean 0, sd 1); of the event: 3.
    inputs = group(np.outer([1.0, -1.0, 0.0], X))
    found = exposure(inputs, np.array([3 * X + 7]), X)
    np.testing.assert_allclose(found.before[:, 0], [1, -1, 0], atol=1e-15)
    assert found.event[0, 0] == pytest.approx(3)
    assert found.z[0, 0] == pytest.approx(3 / np.sqrt(4 / 3))
    assert found.p[0, 0] == pytest.approx(1 / 4)
    assert found.days[0] == 3


@pytest.mark.parametrize("traits", [np.ones(6), np.column_stack([np.arange(6.0), 2 * np.arange(6.0)])])
def test_an_exposure_that_tells_nobody_apart_has_no_slope(traits: np.ndarray) -> None:
    inputs, event = drawn(6)
    found = exposure(inputs, event.abnormal, traits)
    assert np.isnan(found.z).all()
    assert np.isnan(found.p).all()


def test_the_table_has_a_row_for_each_exposure() -> None:
    inputs, event = drawn(9)
    random = np.random.default_rng(2)
    rows = group_table(inputs, event, exposures={"beta": random.normal(size=9), "size": random.normal(size=9)})
    notes = rows.loc[rows["statistic"] == "exposure", "note"].tolist()
    assert [" Beta: slope" in notes[0], " Size: slope" in notes[1]] == [True, True]


NOTHING = np.nan


@pytest.mark.parametrize(
    ("traits", "why"),
    [
        ([[1.0, NOTHING, NOTHING, 2.0, NOTHING, NOTHING]], "Needs at least 3 companies with an exposure and has 2"),
        ([[5.0] * 6], "The exposure does not differ between the companies"),
        ([[5.0] * 5 + [NOTHING]], "The exposure does not differ between the companies"),
        ([range(6), [5.0] * 6], "One of the exposures does not differ between the companies"),
        ([range(6), range(0, 12, 2)], "The exposures are collinear, that is one of them follows from the others"),
        ([[1, 1, 0, 0, 0, 0], [0, 0, 1, 1, 1, 1]], "The exposures are collinear"),
        ([range(6), [NOTHING] * 3 + [1.0, 4.0, 2.0]], "Needs at least 4 companies with every exposure and has 3"),
    ],
)
def test_the_row_of_an_exposure_says_why_it_has_no_slope(traits: list[list[float]], why: str) -> None:
    inputs, event = drawn(6)
    named = {f"x{number}": np.array(trait, dtype=float) for number, trait in enumerate(traits)}
    rows = group_table(inputs, event, exposures=named)
    rows = rows[rows["statistic"] == "exposure"]
    assert rows["value"].isna().all()
    assert len(rows) == len(traits)
    for (_, row), name in zip(rows.iterrows(), named, strict=True):
        assert f" {name.capitalize()}: {why[0].lower()}{why[1:]}" in row["note"]


def test_the_row_of_an_exposure_says_how_many_companies_have_one() -> None:
    inputs, event = drawn(6)
    whole = np.array([1.0, 4.0, 2.0, 8.0, 5.0, 7.0])
    some = np.where(np.arange(6) == 3, np.nan, whole)
    notes = {
        name: group_table(inputs, event, exposures={"beta": trait}).set_index("statistic").loc["exposure", "note"]
        for name, trait in (("whole", whole), ("some", some))
    }
    assert " on 5 of 6 companies against " in notes["some"]
    assert " companies against " not in notes["whole"]
    # A company without one is as if it were not there.
    keep = np.isfinite(some)
    alone = group_table(inputs.select(keep), event.select(keep), exposures={"beta": whole[keep]})
    both = [group_table(inputs, event, exposures={"beta": some}), alone]
    values = [table.set_index("statistic").loc["exposure", ["value", "p"]].to_numpy(dtype=float) for table in both]
    np.testing.assert_allclose(values[0], values[1], rtol=1e-12)


def exposure_rows(companies: int, with_one: int, characteristics: int = 1) -> pd.DataFrame:
    """Return the rows of exposures that only the first companies of a correlated group have."""
    inputs, event = drawn(companies, rbar=0.3, sessions=1, days=250)
    figures = np.random.default_rng(6).normal(size=(characteristics, companies))
    figures[:, with_one:] = np.nan
    named = {f"x{number}": values for number, values in enumerate(figures)}
    table = group_table(inputs, event, exposures=named)
    return table[table["statistic"] == "exposure"]


def test_the_verdict_on_an_exposure_is_that_of_the_companies_in_the_regression() -> None:
    some, whole, alone = exposure_rows(51, 3).iloc[0], exposure_rows(51, 51).iloc[0], exposure_rows(3, 3).iloc[0]
    # Three companies show 2 % in 45 of 100 simulated groups at most, fifty in nearly all.
    assert (some["trust"], whole["trust"], alone["trust"]) == ("weak", "trusted", "weak")
    assert (some["n"], whole["n"]) == (3, 51)
    assert some["inflation"] == pytest.approx(1 + 2 * some["rbar"])
    inputs, event = drawn(51, rbar=0.3, sessions=1, days=250)
    assert some["rbar"] == pytest.approx(np.corrcoef(inputs.residuals[:, :3].T)[np.triu_indices(3, 1)].mean())
    assert some["mean_car"] == pytest.approx(event.car[:3].mean())


def test_each_further_exposure_counts_as_a_company_less() -> None:
    one, several = exposure_rows(20, 20).iloc[0], exposure_rows(20, 20, characteristics=18)
    assert one["trust"] == "trusted"
    assert "had one exposure" not in one["note"]
    # 20 companies and 18 exposures leave as many degrees of freedom as three companies and one.
    assert set(several["trust"]) == {"weak"}
    assert set(several["n"]) == {20}
    assert several["note"].str.endswith("had one exposure; each further one counts as a company less.").all()


def test_an_exposure_of_other_companies_is_refused() -> None:
    inputs, event = drawn(9)
    with pytest.raises(InputError, match=r"The exposure 'beta' has shape \(4,\)"):
        group_table(inputs, event, exposures={"beta": np.ones(4)})
    with pytest.raises(InputError, match="4 rows for 9 companies"):
        exposure(inputs, event.abnormal, np.ones(4))
