"""What must not change the figures, and what must change one of them only."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.study.event_study import Request, estimate, firms
from tests.unit.study.event_study.panels import ALWAYS, EVENT, SHORT, factors, seeded

WINDOWS = ((0, 0), (-1, 1), (-5, 5))
SAME = {"rtol": 1e-9, "atol": 1e-12}


def study(returns: pd.DataFrame, market: pd.Series, model: str = "market_model") -> pd.DataFrame:
    request = Request(model=model, windows=WINDOWS, **SHORT)
    _, sector = seeded(seed=9)
    sector.index = market.index
    table = factors(market.index)
    return firms(estimate(request, returns, EVENT, benchmark=market, sector=sector, factors=table))


@given(seed=st.integers(0, 10_000), gaps=st.sampled_from([0.0, 0.1]), model=st.sampled_from(ALWAYS))
def test_the_order_of_companies_does_not_matter(seed: int, gaps: float, model: str) -> None:
    returns, market = seeded(gaps=gaps, seed=seed)
    order = np.random.default_rng(seed).permutation(returns.columns)
    keys = ["window_start", "ticker"]
    here = study(returns, market, model).set_index(keys)
    there = study(returns[order], market, model).set_index(keys).loc[here.index]
    pd.testing.assert_frame_equal(here, there, **SAME)


@given(seed=st.integers(0, 10_000), days=st.integers(-3000, 3000))
def test_the_names_of_dates_do_not_matter(seed: int, days: int) -> None:
    returns, market = seeded(gaps=0.1, seed=seed)
    moved = returns.index + pd.Timedelta(days=days)
    pd.testing.assert_frame_equal(study(returns, market), study(returns.set_axis(moved), market.set_axis(moved)))


@given(seed=st.integers(0, 10_000), shift=st.floats(-0.05, 0.05))
def test_a_constant_on_the_benchmark_changes_alpha_only(seed: int, shift: float) -> None:
    returns, market = seeded(gaps=0.1, seed=seed)
    here, there = study(returns, market), study(returns, market + shift)
    pd.testing.assert_frame_equal(here.drop(columns="alpha"), there.drop(columns="alpha"), **SAME)
    np.testing.assert_allclose(there["alpha"], here["alpha"] - shift * here["beta"], **SAME)


@given(seed=st.integers(0, 10_000), scale=st.floats(1e-4, 1e6))
def test_the_scale_of_prices_does_not_matter(seed: int, scale: float) -> None:
    returns, market = seeded(seed=seed)
    prices = (1 + returns).cumprod()
    scaled = scale * prices
    pd.testing.assert_frame_equal(
        study(prices / prices.shift(1) - 1, market), study(scaled / scaled.shift(1) - 1, market), **SAME
    )


@pytest.mark.parametrize("model", ALWAYS)
def test_other_companies_do_not_matter(model: str) -> None:
    returns, market = seeded(gaps=0.1)
    together = study(returns, market, model)
    alone = study(returns[["S2"]], market, model)
    left_out = ["p_holm", "p_bh"]
    mine = together[together["ticker"] == "S2"].reset_index(drop=True)
    pd.testing.assert_frame_equal(mine.drop(columns=left_out), alone.drop(columns=left_out), **SAME)


@pytest.mark.parametrize("model", ALWAYS)
@pytest.mark.parametrize("kind", ["simple", "log"])
def test_absurd_figures_pass_without_a_warning(model: str, kind) -> None:
    returns, market = seeded(8, gaps=0.1)
    random = np.random.default_rng(4)
    values = returns.to_numpy().copy()
    for absurd in (np.inf, -np.inf, -1.0, 1e9, -0.999999, 0.0):
        values[random.random(values.shape) < 0.02] = absurd
    values[:, 3] = np.nan
    values[:, 4] = 0.0
    # A price of 1e160, in the estimation window and on the event: a return of 1e158 and one of -1.
    values[EVENT - 60 : EVENT - 58, 5] = values[EVENT : EVENT + 2, 6] = 1e158, -1.0
    wild = pd.DataFrame(values, returns.index, returns.columns)
    request = Request(model=model, windows=WINDOWS, returns=kind, **SHORT)
    _, sector = seeded(seed=9)
    table = factors(market.index)
    for series in (market, sector, table["smb"], table["rf"]):
        series.iloc[EVENT - 50] = 1e158
    found = estimate(request, wild, EVENT, benchmark=market, sector=sector, factors=table)
    # The logarithm of 1e158 is 364, which can be worked with.
    assert set(found.reason[[5, 6]]) == {"figures too large" if kind == "simple" else ""}
    table = firms(found)
    assert len(table) == 24
    assert set(table["status"]) == {"ok", "dropped"}
    figures = table.select_dtypes("number").to_numpy()
    assert not np.isinf(figures).any()


def test_absurd_returns_over_many_sessions_have_no_buy_and_hold_return() -> None:
    returns, market = seeded(2)
    returns.iloc[EVENT : EVENT + 8, 0] = 1e45  # eight of them multiply up to 1e360
    for kind in ("simple", "log"):
        request = Request(windows=((0, 7),), returns=kind, **SHORT)
        table = firms(estimate(request, returns, EVENT, benchmark=market))
        assert np.isnan(table["bhar"][0])
        assert np.isfinite(table["bhar"][1])
        assert table["status"].tolist() == ["ok", "ok"]
