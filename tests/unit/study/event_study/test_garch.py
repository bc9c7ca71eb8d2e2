"""The market model with GARCH(1,1) errors agrees with the library that fits it, and says when that is absent."""

from __future__ import annotations

import sys
from types import ModuleType

import numpy as np
import pandas as pd
import pytest

from dashboard.errors import InputError
from dashboard.study.event_study import Request, daily, estimate, firms
from dashboard.study.event_study.garch import forecast
from tests.unit.study.event_study.panels import EVENT, SHORT, seeded

WINDOWS = ((0, 0), (-1, 3))
REQUEST = Request(model="garch", windows=WINDOWS, **SHORT)
PLAIN = Request(windows=WINDOWS, **SHORT)


@pytest.fixture
def univariate() -> ModuleType:
    return pytest.importorskip("arch.univariate", reason="the extra garch is not installed")


def changing(companies: int = 3) -> tuple[pd.DataFrame, pd.Series]:
    """Return companies whose errors are a GARCH(1,1), and their benchmark."""
    returns, market = seeded(companies, sessions=400)
    random = np.random.default_rng(11)
    error, variance = np.zeros(companies), np.full(companies, 4e-4)
    values = np.empty(returns.shape)
    for day in range(len(values)):
        variance = 2e-5 + 0.15 * error**2 + 0.8 * variance
        error = np.sqrt(variance) * random.normal(size=companies)
        values[day] = 0.0005 + 1.2 * market.iloc[day] + error
    return pd.DataFrame(values, returns.index, returns.columns), market


LONG = Request(model="garch", estimation=(-270, -21), windows=WINDOWS)
ROW = 300


def test_the_figures_are_those_of_the_library(univariate: ModuleType) -> None:
    returns, market = changing()
    found = estimate(LONG, returns, ROW, benchmark=market)
    assert list(found.status) == ["ok"] * 3
    table = firms(found).set_index(["window_start", "ticker"])
    days = slice(ROW - 270, ROW - 20)
    for place, ticker in enumerate(returns.columns):
        # In per cent, as the library advises, and with its own forecasts.
        y, x = 100 * returns[ticker].to_numpy(), 100 * market.to_numpy()
        model = univariate.LS(y[days], x[days], volatility=univariate.GARCH(1, 0, 1), rescale=False)
        theirs = model.fit(disp="off", cov_type="classic")
        ahead = x[None, None, ROW - 20 : ROW + 4]
        variances = theirs.forecast(horizon=24, x=ahead).variance.to_numpy()[0] / 1e4
        alpha, beta = theirs.params.iloc[0] / 100, theirs.params.iloc[1]
        np.testing.assert_allclose(found.coefficients[place], [alpha, beta], rtol=2e-3, atol=2e-6)
        np.testing.assert_allclose(found.event_variance[:, place], variances[19:], rtol=5e-3)
        abnormal = returns[ticker].iloc[ROW] - alpha - beta * market.iloc[ROW]
        assert table.loc[(0, ticker), "car"] == pytest.approx(abnormal, abs=1e-5)
        assert table.loc[(0, ticker), "sd"] == pytest.approx(np.sqrt(variances[20]), rel=0.02)


def test_a_forecast_by_hand() -> None:
    # h1 = 1 + 0.1 * 40 + 0.8 * 20 = 21; h2 = 1 + 0.9 * 21 = 19.9; h3 = 1 + 0.9 * 19.9 = 18.91
    found = forecast(np.array([1.0, 0.1, 0.8]), (40.0, 20.0), np.array([1, 2, 3]))
    np.testing.assert_allclose(found, [21.0, 19.9, 18.91], rtol=1e-14)
    level = forecast(np.array([1.0, 0.1, 0.8]), (40.0, 20.0), np.array([500]))
    np.testing.assert_allclose(level, 10.0, rtol=1e-12)


def test_the_unit_of_a_price_does_not_matter(univariate: ModuleType) -> None:
    returns, market = changing(2)
    here = estimate(LONG, returns, ROW, benchmark=market)
    there = estimate(LONG, returns / 50, ROW, benchmark=market / 50)
    np.testing.assert_allclose(there.sigma * 50, here.sigma, rtol=1e-6)
    np.testing.assert_allclose(there.event_variance * 2500, here.event_variance, rtol=1e-4)


def test_missing_days_the_benchmark_and_drops(univariate: ModuleType) -> None:
    returns, market = changing(4)
    returns.iloc[ROW - 40 : ROW - 15 : 3, 0] = np.nan
    returns["M"] = market
    returns["flat"] = 0.0
    returns["late"] = returns["S1"].where(np.arange(len(returns)) > ROW - 60)
    returns.iloc[ROW + 1, 3] = np.nan
    found = estimate(LONG, returns, ROW, benchmark=market)
    short = "fewer than 120 estimation observations"
    assert list(found.reason[4:]) == ["is the benchmark itself", "no variation", short]
    assert found.kept.tolist() == [True] * 5 + [False] * 2
    assert (found.abnormal[:, 4] == 0.0).all()
    assert (found.event_variance[:, 4] == 0.0).all()
    assert np.isnan(found.event_variance[:, 5:]).all()
    table = firms(found).set_index(["window_start", "ticker"])
    assert table.loc[(0, "S3"), "status"] == "ok"
    assert table.loc[(-1, "S3"), "reason"] == "no return on a session of the event window"
    assert np.isfinite(table.loc[(0, "S0"), "sd"])


def test_each_company_may_have_its_own_session(univariate: ModuleType) -> None:
    returns, market = changing(2)
    rows = np.array([ROW, ROW + 20])
    together = estimate(LONG, returns, rows, benchmark=market)
    for place, row in enumerate(rows):
        alone = estimate(LONG, returns.iloc[:, [place]], int(row), benchmark=market)
        np.testing.assert_allclose(together.event_variance[:, [place]], alone.event_variance, rtol=1e-12)
    paths = daily(together)
    ends = paths[paths["event_day"] == 3].set_index("ticker")["car_sd"]
    table = firms(together, [(-1, 3)]).set_index("ticker")["sd"]
    np.testing.assert_allclose(ends.loc[table.index], table, rtol=1e-12)


def test_without_the_library_one_sentence_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "arch", None)
    returns, market = seeded(2)
    with pytest.raises(InputError, match="needs the library arch, which is not installed; install the extra garch"):
        estimate(REQUEST, returns, EVENT, benchmark=market)
    assert estimate(PLAIN, returns, EVENT, benchmark=market).kept.all()
