"""Estimation against plain least squares of one company at a time, and what is dropped."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from dashboard.errors import DateRangeError, InputError
from dashboard.study.event_study import Request, audit, estimate, firms, prediction_sd
from tests.unit.study.event_study.panels import ALWAYS, EVENT, SHORT, factors, seeded

REGRESSORS = {
    "mean_adjusted": (),
    "market_model": ("benchmark",),
    "two_factor": ("benchmark", "sector"),
    "ff3": ("mkt_rf", "smb", "hml"),
    "ff5_mom": ("mkt_rf", "smb", "hml", "rmw", "cma", "mom"),
}


@pytest.mark.parametrize("log", [False, True])
@pytest.mark.parametrize("model", REGRESSORS)
def test_every_company_as_if_alone(model: str, log: bool) -> None:
    returns, market = seeded(gaps=0.1)
    _, sector = seeded(seed=8)
    table = factors(returns.index)
    request = Request(model=model, windows=((-1, 1),), returns="log" if log else "simple", **SHORT)
    found = estimate(request, returns, EVENT, benchmark=market, sector=sector, factors=table)

    kind = np.log1p if log else np.asarray
    regressors = table.assign(benchmark=kind(market), sector=kind(sector))
    design = np.column_stack([np.ones(len(returns)), regressors[list(REGRESSORS[model])]])
    risk_free = kind(table["rf"].to_numpy()) if model.startswith("ff") else np.zeros(len(returns))
    for number, ticker in enumerate(returns):
        y = kind(returns[ticker].to_numpy()) - risk_free
        window = np.arange(EVENT - 120, EVENT - 10)
        used = window[~np.isnan(y[window])]
        x, k = design[used], design.shape[1]
        beta, ssr, *_ = np.linalg.lstsq(x, y[used], rcond=None)
        inverse = np.linalg.inv(x.T @ x)
        assert found.n_obs[number] == len(used)
        np.testing.assert_allclose(found.coefficients[number], beta, rtol=1e-10, atol=1e-13)
        np.testing.assert_allclose(found.sigma[number], np.sqrt(ssr[0] / (len(used) - k)), rtol=1e-12)
        np.testing.assert_allclose(found.inverse[number], inverse, rtol=1e-9, atol=1e-9)
        np.testing.assert_allclose(found.covariance[number], found.sigma[number] ** 2 * inverse, rtol=1e-9, atol=1e-13)
        hat = np.diag(x @ inverse @ x.T)
        np.testing.assert_allclose(found.leverage[used - EVENT + 120, number], hat, rtol=1e-10)
        np.testing.assert_allclose(found.residuals[used - EVENT + 120, number], y[used] - x @ beta, atol=1e-14)
        days = [EVENT - 1, EVENT, EVENT + 1]
        np.testing.assert_allclose(found.abnormal[:, number], y[days] - design[days] @ beta, atol=1e-14)
    assert found.patterns == len(returns.columns)


def test_a_deleted_residual_is_that_of_a_fit_without_the_day() -> None:
    returns, market = seeded(1)
    request = Request(**SHORT)
    whole = estimate(request, returns, EVENT, benchmark=market)
    row = 50
    without = returns.copy()
    without.iloc[EVENT - 120 + row] = np.nan
    less = estimate(request, without, EVENT, benchmark=market)
    day = EVENT - 120 + row
    ahead = returns.iloc[day, 0] - less.coefficients[0] @ [1.0, market.iloc[day]]
    assert whole.residuals[row, 0] / (1 - whole.leverage[row, 0]) == pytest.approx(ahead, rel=1e-12)


def test_market_adjusted_by_hand() -> None:
    dates = pd.bdate_range("2025-01-02", periods=6)
    market = pd.Series([0.01, -0.01, 0.02, 0.0, 0.01, 0.01], dates)
    returns = pd.DataFrame({"A": [0.02, 0.00, 0.05, 0.02, -0.04, 0.03]}, dates)
    # Differences of the first four days: 0.01, 0.01, 0.03, 0.02; mean 0.0175; squares about it add up to 2.75e-4.
    request = Request(model="market_adjusted", estimation=(-4, -1), windows=((0, 1),), min_obs=4)
    row = firms(estimate(request, returns, 4, benchmark=market)).iloc[0]
    s = np.sqrt(2.75e-4 / 3)
    assert row["sigma"] == pytest.approx(s, rel=1e-12)
    assert row["car"] == pytest.approx(-0.05 + 0.02, rel=1e-12)
    assert row["sd"] == pytest.approx(s * np.sqrt(2), rel=1e-12)
    assert row["df"] == 3
    assert row["beta"] == 1.0
    assert np.isnan(row["alpha"])
    assert row["bhar"] == pytest.approx(0.96 * 1.03 - 1.01 * 1.01, rel=1e-12)


def test_scholes_williams_by_its_formula() -> None:
    returns, market = seeded(3, gaps=0.05)
    request = Request(model="scholes_williams", windows=((0, 1),), **SHORT)
    found = estimate(request, returns, EVENT, benchmark=market)
    window = slice(EVENT - 120, EVENT - 10)
    m = market.to_numpy()[window]
    rho = pd.Series(m).autocorr(1)
    for number, ticker in enumerate(returns):
        y = returns[ticker].to_numpy()[window][1:-1]
        used = ~np.isnan(y)
        slopes = [np.polyfit(part[used], y[used], 1)[0] for part in (m[:-2], m[1:-1], m[2:])]
        beta = sum(slopes) / (1 + 2 * rho)
        alpha = y[used].mean() - beta * m[1:-1][used].mean()
        np.testing.assert_allclose(found.coefficients[number], [alpha, beta], rtol=1e-10)
        residuals = y[used] - alpha - beta * m[1:-1][used]
        assert found.n_obs[number] == used.sum()
        np.testing.assert_allclose(found.sigma[number] ** 2, residuals @ residuals / (used.sum() - 2), rtol=1e-10)


@pytest.mark.parametrize("kind", ["hc1", "hc3", "newey-west"])
@pytest.mark.parametrize("model", ["mean_adjusted", "market_model"])
def test_robust_covariances_by_their_formulas(kind: str, model: str) -> None:
    returns, market = seeded(3, gaps=0.1)
    request = Request(model=model, covariance=kind, windows=((-1, 1),), **SHORT)
    found = estimate(request, returns, EVENT, benchmark=market)
    columns = [np.ones(len(market))] + ([market.to_numpy()] if model == "market_model" else [])
    x_all = np.column_stack(columns)[EVENT - 120 : EVENT - 10]
    for number, ticker in enumerate(returns):
        y = returns[ticker].to_numpy()[EVENT - 120 : EVENT - 10]
        used = ~np.isnan(y)
        x = np.where(used[:, None], x_all, 0.0)
        inverse = np.linalg.inv(x.T @ x)
        e = np.where(used, y - x_all @ inverse @ x.T @ np.where(used, y, 0.0), 0.0)
        n, k = used.sum(), x.shape[1]
        if kind == "hc3":
            e = e / (1 - np.einsum("ti,ij,tj->t", x, inverse, x))
        scores = x * e[:, None]
        meat = scores.T @ scores
        if kind == "hc1":
            meat = meat * n / (n - k)
        if kind == "newey-west":
            lags = int(4 * (n / 100) ** (2 / 9))
            assert lags == (4 if n >= 100 else 3)
            for lag in range(1, lags + 1):
                moved = scores[lag:].T @ scores[:-lag]
                meat = meat + (1 - lag / (lags + 1)) * (moved + moved.T)
        expected = inverse @ meat @ inverse
        np.testing.assert_allclose(found.covariance[number], expected, rtol=1e-9, atol=1e-16)
        x_sum = np.column_stack(columns)[EVENT - 1 : EVENT + 2].sum(axis=0)
        variance = 3 * found.sigma[number] ** 2 + x_sum @ expected @ x_sum
        sd = prediction_sd(found, found.event_design.sum(axis=0), 3 * found.sigma**2)[number]
        assert sd == pytest.approx(np.sqrt(variance), rel=1e-10)


def test_each_company_may_have_its_own_session() -> None:
    returns, market = seeded(5, gaps=0.05)
    rows = [150, 140, 150, 145, 140]
    request = Request(windows=((0, 0), (-1, 1)), **SHORT)
    together = estimate(request, returns, rows, benchmark=market)
    table = firms(together)
    assert list(together.sessions) == list(returns.index[rows])
    for number, (ticker, row) in enumerate(zip(returns, rows, strict=True)):
        alone = firms(estimate(request, returns[[ticker]], row, benchmark=market))
        figures = table.iloc[[number, number + 5]].reset_index(drop=True)
        left_out = ["p_holm", "p_bh"]
        pd.testing.assert_frame_equal(figures.drop(columns=left_out), alone.drop(columns=left_out), rtol=1e-12)


def test_one_ticker_with_several_events() -> None:
    returns, market = seeded(1)
    twice = pd.concat([returns, returns], axis=1)
    found = estimate(Request(**SHORT), twice, [150, 140], benchmark=market)
    assert found.tickers == ("S0", "S0")
    assert found.abnormal[0, 0] != found.abnormal[0, 1]


def test_dropped_for_its_own_reason() -> None:
    returns, market = seeded(7)
    names = ["good", "late", "flat", "steady", "double", "index", "absent"]
    returns.columns = pd.Index(names, name="ticker")
    returns.loc[returns.index[:100], "late"] = np.nan
    returns["flat"] = 0.0
    returns["steady"] = 0.003
    returns["double"] = 2 * market + 0.001
    returns["index"] = market
    returns["absent"] = np.nan
    found = estimate(Request(**SHORT), returns, EVENT, benchmark=market)
    table = firms(found).set_index("ticker")
    assert table["reason"].to_dict() == {
        "good": "",
        "late": "fewer than 60 estimation observations",
        "flat": "no variation",
        "steady": "no variation",
        "double": "no variation",
        "index": "is the benchmark itself",
        "absent": "fewer than 60 estimation observations",
    }
    assert list(table.index[table["status"] == "ok"]) == ["good", "index"]
    assert table.loc["late", "n_obs"] == 40
    dropped = table[table["status"] == "dropped"]
    figures = dropped.columns.drop(["group", "window_start", "window_end", "n_obs", "status", "reason"])
    assert dropped[figures].isna().all(axis=None)
    np.testing.assert_array_equal(found.tested, [True] + [False] * 6)
    assert audit(found).set_index("ticker")["dropped_for"].to_dict()["index"] == ""


@pytest.mark.parametrize("model", ["market_adjusted", "market_model", "two_factor", "scholes_williams"])
def test_the_benchmark_has_no_abnormal_return(model: str) -> None:
    returns, market = seeded(2)
    _, sector = seeded(seed=9)
    returns["M"] = market
    request = Request(model=model, windows=((0, 0), (-5, 5)), **SHORT)
    found = estimate(request, returns, EVENT, benchmark=market, sector=sector)
    rows = firms(found).query("ticker == 'M'")
    assert (rows["status"] == "ok").all()
    assert (rows[["car", "sd", "bhar", "sigma"]] == 0.0).all(axis=None)
    assert not np.signbit(rows["car"]).any()
    assert (rows["beta"] == 1.0).all()
    assert rows[["t", "p", "p_holm", "p_bh", "ci_low", "ci_high"]].isna().all(axis=None)


def test_collinear_on_the_days_of_one_company() -> None:
    returns, market = seeded(2)
    sector = market.copy()
    # The two indices differ on a day that the second company does not have.
    sector.iloc[EVENT - 50] += 0.01
    returns.iloc[EVENT - 50, 1] = np.nan
    found = estimate(Request(model="two_factor", **SHORT), returns, EVENT, benchmark=market, sector=sector)
    assert list(found.status) == ["ok", "dropped"]
    assert found.reason[1] == "the regressors are collinear on its estimation days"


@pytest.mark.parametrize("model", [name for name in ALWAYS if name != "market_adjusted"])
def test_regressors_without_any_figure_drop_everyone(model: str) -> None:
    returns, market = seeded(2)
    table = factors(returns.index)
    found = estimate(
        Request(model=model, **SHORT), returns, EVENT, benchmark=market * np.nan, sector=market, factors=table * np.nan
    )
    kept = model == "mean_adjusted"
    assert (found.kept == kept).all()


def test_a_benchmark_that_never_moves_explains_nothing() -> None:
    returns, market = seeded(2)
    returns["M"] = market * 0.0
    found = estimate(Request(**SHORT), returns, EVENT, benchmark=market * 0.0)
    assert set(found.reason) == {"the regressors are collinear on its estimation days"}


def test_what_a_model_needs_must_be_given() -> None:
    returns, _ = seeded(2)
    with pytest.raises(InputError, match=r"market_model needs the returns of its benchmark \^GSPC"):
        estimate(Request(**SHORT), returns, EVENT)
    table = factors(returns.index).drop(columns="mom")
    with pytest.raises(InputError, match="carhart4 needs the daily factors mom"):
        estimate(Request(model="carhart4", **SHORT), returns, EVENT, factors=table)
    with pytest.raises(DateRangeError, match="200 is outside"):
        estimate(Request(model="mean_adjusted", **SHORT), returns, 200)
    with pytest.raises(InputError, match="No company"):
        estimate(Request(model="mean_adjusted", **SHORT), returns[[]], EVENT)
