"""Their own formulas give the figures that estudy2 and sipemu printed for published examples, and ours do not."""

from __future__ import annotations

import os
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from dashboard.settings import PROJECT_ROOT
from dashboard.study.event_study import Request
from dashboard.study.runs import Market, Study, run_study
from tests.support import other_programs as others

PEERS = Path(os.environ.get("DASHBOARD_REFERENCE", PROJECT_ROOT.parent / "shared" / "reference")) / "peers"
EXACT = {"rtol": 1e-9, "atol": 1e-11}

pytestmark = [
    pytest.mark.agreement,
    pytest.mark.skipif(
        not PEERS.is_dir(), reason=f"no cases of other packages in {PEERS}; name a folder in DASHBOARD_REFERENCE"
    ),
]


@dataclass(frozen=True)
class Case:
    """Where a published example has its event and its windows."""

    event: str
    estimation: tuple[int, int]
    window: tuple[int, int]


CASES = {
    "estudy2_covid_sim": Case("2020-03-16", (-240, -1), (0, 4)),
    "sipemu_nse29_w-1_1": Case("2011-08-05", (-210, -11), (-1, 1)),
    "sipemu_gafam_w-2_10": Case("2018-07-26", (-262, -13), (-2, 10)),
}
ESTUDY2 = "estudy2_covid_sim"
SIPEMU = [name for name in CASES if name.startswith("sipemu")]


@cache
def inputs(name: str) -> pd.DataFrame:
    return pd.read_csv(PEERS / name / "inputs.csv", index_col="date", parse_dates=True)


@cache
def model(name: str) -> others.Fitted:
    case, returns = CASES[name], inputs(name)
    event = int(returns.index.get_loc(pd.Timestamp(case.event)))
    firms = returns.drop(columns="MKT").to_numpy()
    return others.fitted(firms, returns["MKT"].to_numpy(), event, case.window, case.estimation)


@cache
def study(name: str) -> Study:
    """Return our study of a case, with its days and its whole as windows."""
    case, returns = CASES[name], inputs(name)
    firms = returns.drop(columns="MKT")
    event = int(returns.index.get_loc(pd.Timestamp(case.event)))
    days = [(day, day) for day in range(case.window[0], case.window[1] + 1)]
    request = Request(estimation=case.estimation, windows=(*days, case.window), benchmark="MKT")
    rows = np.full(len(firms.columns), event, dtype=np.int64)
    members = {"all": np.arange(len(firms.columns))}
    return run_study(request, firms, rows, Market(benchmark=returns["MKT"]), members, flips=0)


def ours(name: str, statistic: str) -> np.ndarray:
    """Return a statistic of each day of the event window."""
    table = study(name).groups()
    daily = table[(table["statistic"] == statistic) & (table["window_start"] == table["window_end"])]
    return daily["value"].to_numpy()


def printed(test: str) -> np.ndarray:
    """Return what estudy2 printed for each of the five days."""
    table = pd.read_csv(PEERS / ESTUDY2 / "expected.csv")
    return table[(table["test"] == test) & (table["event_end"] == "2020-03-20")]["statistic"].to_numpy()


def test_patell_and_boehmer_of_estudy2() -> None:
    np.testing.assert_allclose(others.patell_of_estudy2(model(ESTUDY2)), printed("patell"), **EXACT)
    z = others.standardised_of_estudy2(model(ESTUDY2))
    np.testing.assert_allclose(z.mean(axis=1) / z.std(axis=1, ddof=1) * np.sqrt(7), printed("boehmer"), **EXACT)
    # The root of (T-1)/(T-2) for 212 to 240 days, and what the gaps of two companies change of h.
    apart = printed("patell") / ours(ESTUDY2, "patell")
    assert (np.abs(apart - 1) > 0.001).all()
    assert (np.abs(apart - 1) < 0.02).all()
    assert (np.abs(printed("boehmer") / ours(ESTUDY2, "bmp") - 1) > 1e-5).all()


def test_the_signs_of_estudy2() -> None:
    np.testing.assert_allclose(others.sign_of_estudy2(model(ESTUDY2)), printed("generalized_sign_test"), **EXACT)
    assert (np.abs(printed("generalized_sign_test") / ours(ESTUDY2, "cowan") - 1) > 1e-4).all()


def test_the_ranks_of_estudy2() -> None:
    np.testing.assert_allclose(others.rank_of_estudy2(model(ESTUDY2)), printed("modified_rank_test"), **EXACT)
    # It ranks all five days together with the estimation; ours over the same window is their sum over its root.
    table = study(ESTUDY2).groups()
    whole = table[(table["statistic"] == "rank") & (table["window_end"] == 4) & (table["window_start"] == 0)]
    theirs = printed("modified_rank_test").sum() / np.sqrt(5)
    assert abs(theirs / whole["value"].item() - 1) > 0.02


def test_the_two_tests_of_brown_and_warner_in_estudy2() -> None:
    np.testing.assert_allclose(ours(ESTUDY2, "cda"), printed("brown_warner_1985"), **EXACT)
    np.testing.assert_allclose(others.independent_of_estudy2(model(ESTUDY2)), printed("brown_warner_1980"), **EXACT)
    assert (np.abs(printed("brown_warner_1980") / ours(ESTUDY2, "cda")) > 1.3).all()


def test_the_cumulated_mean_of_estudy2_is_that_of_a_day() -> None:
    table = pd.read_csv(PEERS / ESTUDY2 / "expected_car.csv").query("test == 'car_brown_warner_1985'")
    figures = table.query("car_end == '2020-03-20'")
    whole = study(ESTUDY2).groups().query("statistic == 'cda' and window_start == 0 and window_end == 4")
    np.testing.assert_allclose(5 * figures["car_mean_daily"], whole["mean_car"], **EXACT)
    np.testing.assert_allclose(figures["statistic"], whole["value"], **EXACT)


@pytest.mark.parametrize("name", SIPEMU)
def test_the_standardised_returns_of_sipemu(name: str) -> None:
    table = pd.read_csv(PEERS / name / "expected_group.csv")
    theirs = table[table["stat"] == "mean_sar"]["value"].to_numpy()
    np.testing.assert_allclose(others.standardised_of_sipemu(model(name)).mean(axis=1), theirs, **EXACT)
    firms = study(name).firms()
    daily = firms[firms["window_start"] == firms["window_end"]]
    mine = daily.groupby("window_start")["t"].mean().to_numpy()
    h = others.leverage_of_estudy2(model(name))[:, 0]  # right for companies without gaps
    np.testing.assert_allclose(theirs / mine, np.sqrt(1 + h), **EXACT)
    assert (theirs / mine > 1.002).all()
