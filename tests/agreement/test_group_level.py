"""The group tests agree with statsmodels, scipy and base R on the day of the shock."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from dashboard.prices.load import load_panel
from dashboard.settings import PROJECT_ROOT
from dashboard.study.group_tests import (
    GroupInputs,
    Outcome,
    WindowInputs,
    cross_correlations,
    group_table,
    leave_one_out,
    outcomes,
    share_positive,
)
from tests.support.market_model import market_model

DATA = Path(__file__).parent / "data"
TOLERANCE = {"rtol": 1e-9, "atol": 1e-11}
# fmt: off
GROUPS = {
    "A": [
        "NVDA", "AVGO", "MU", "ARM", "AMD", "MRVL", "TSM", "ASML", "AMAT",
        "LRCX", "KLAC", "SMCI", "DELL", "ANET", "ORCL", "CEG", "VST", "GEV",
    ],
    "B": ["MSFT", "GOOGL", "AMZN", "META", "AAPL"],
}
# fmt: on
WINDOWS = {"[0,0]": (0, 0), "[-1,1]": (-1, 1), "[-5,5]": (-5, 5)}
BENCHMARK = "^GSPC"
EVENT = pd.Timestamp("2025-01-27")

REFERENCE = pd.read_csv(DATA / "group_level.csv")
DEFINITIONS = REFERENCE[REFERENCE["kind"] == "definition"]
CASES = [(group, window) for group in GROUPS for window in WINDOWS]


@cache
def returns() -> pd.DataFrame:
    """Total returns of the embedded snapshot on the sessions of New York."""
    return load_panel(PROJECT_ROOT / "data_cache").on_sessions().total_returns()


@cache
def study(group: str, window: str) -> tuple[GroupInputs, WindowInputs]:
    frame = returns()
    event = int(frame.index.get_loc(EVENT))
    return market_model(frame[GROUPS[group]].to_numpy(), frame[BENCHMARK].to_numpy(), event, WINDOWS[window])


@cache
def computed(group: str, window: str) -> dict[str, Outcome]:
    """Everything under the names of the reference file."""
    inputs, event = study(group, window)
    found = outcomes(inputs, event)
    assert event.portfolio is not None
    plain = {
        "N": inputs.companies,
        "mean_car": event.car.mean(),
        "median_car": np.median(event.car),
        "rbar": cross_correlations(inputs, [event])[0].rbar,
        "n_positive": (event.car > 0).sum(),
        "portfolio_car": event.portfolio.car,
        "portfolio_sd": event.portfolio.sd,
        "cowan_p_hat": share_positive(inputs),
        "skewness_G1": stats.skew(event.car, bias=False),
    }
    mean, t = leave_one_out(event)
    plain |= {"loo_mean_min": mean.min(), "loo_mean_max": mean.max(), "loo_t_min": t.min(), "loo_t_max": t.max()}
    return found | {
        # The jackknife of the mean is the cross-sectional t by algebra.
        "jackknife_mean": found["cross_sectional"],
        "sign_flip_exact": found["sign_flip"],
        **{name: Outcome(float(value)) for name, value in plain.items()},
    }


@pytest.mark.parametrize(
    "row", [pytest.param(row, id="-".join(row[:3])) for row in DEFINITIONS.itertuples(index=False)]
)
def test_a_definition_agrees(row: tuple[str, ...]) -> None:
    ours = computed(row.group, row.window)[row.stat]
    np.testing.assert_allclose(ours.value, row.value, **TOLERANCE)
    if not np.isnan(row.p):
        np.testing.assert_allclose(ours.p, row.p, rtol=1e-9, atol=0)
    if not np.isnan(row.df):
        assert ours.df == row.df


@pytest.mark.parametrize(("group", "window"), CASES)
@pytest.mark.parametrize(
    "stat", ["loo_mean_min", "loo_mean_max", "loo_t_min", "loo_t_max", "median_car", "sign_flip_exact"]
)
def test_what_is_said_beside_the_definitions_agrees(group: str, window: str, stat: str) -> None:
    rows = REFERENCE.query("group == @group and window == @window and stat == @stat")
    row = next(rows.itertuples())
    ours = computed(group, window)[stat]
    np.testing.assert_allclose(ours.value, row.value, **TOLERANCE)
    if not np.isnan(row.p):
        np.testing.assert_allclose(ours.p, row.p, rtol=1e-9, atol=0)


@pytest.mark.parametrize(("group", "window"), CASES)
def test_the_table_holds_the_same_figures(group: str, window: str) -> None:
    inputs, event = study(group, window)
    table = group_table(inputs, event).set_index("statistic")
    for row in DEFINITIONS.query("group == @group and window == @window").itertuples():
        if row.stat in table.index:
            np.testing.assert_allclose(table.loc[row.stat, "value"], row.value, **TOLERANCE)
            np.testing.assert_allclose(table.loc[row.stat, "mean_car"], computed(group, window)["mean_car"].value)


def test_the_file_has_the_definitions_it_had() -> None:
    assert len(DEFINITIONS) == 140
