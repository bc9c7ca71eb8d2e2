"""Reactions to many events are single studies put side by side."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from dashboard.errors import InputError
from dashboard.prices import PricePanel, load_panel
from dashboard.settings import PROJECT_ROOT
from dashboard.study.event_study import benjamini_hochberg
from dashboard.study.reactions import apart, segment_returns
from dashboard.study_tables import reactions, study


@pytest.fixture(scope="module")
def panel() -> PricePanel:
    return load_panel(PROJECT_ROOT / "data_cache")


def test_a_reaction_is_the_study_of_that_event(panel: PricePanel) -> None:
    frame = reactions(panel, (0, 1), "launch", tickers="NVDA,GEV")
    for key in ("deepseek-r1", "deepseek-v3"):
        ours = frame[frame["key"] == key].set_index("ticker")
        alone = study(panel, key, "NVDA,GEV", windows=((0, 1),)).set_index("ticker")
        for name in ("car", "sd", "t", "p"):
            np.testing.assert_allclose(ours[name], alone[name], rtol=1e-12)


def test_a_segment_is_its_equal_weighted_portfolio(panel: PricePanel) -> None:
    frame = reactions(panel, (0, 0), "launch", "segment", "segment:platforms").set_index("key")
    groups = study(panel, "deepseek-r1", "segment:platforms", table="groups").set_index("statistic")
    assert frame.loc["deepseek-r1", "t"] == pytest.approx(groups.loc["portfolio", "value"], rel=1e-12)
    assert set(frame["segment"]) == {"platforms"}


def test_the_family_is_one_basis(panel: PricePanel) -> None:
    frame = reactions(panel, "0:1", tickers="NVDA,AMD")
    assert set(frame["basis"]) == {"launch", "arxiv", "article"}
    for _, rows in frame.groupby("basis"):
        once = rows.drop_duplicates(["session", "ticker"])
        np.testing.assert_array_equal(once["p_bh"], benjamini_hochberg(once["p"].to_numpy()))
        assert len(once) < len(rows) or once["session"].nunique() == rows["key"].nunique()
        assert rows.groupby(["session", "ticker"])["p_bh"].nunique().le(1).all()
    assert not frame["session"].isna().any()


def test_dates_apart_are_the_events_with_several_sessions(panel: PricePanel) -> None:
    frame = reactions(panel, (0, 0), tickers="NVDA,AMD")
    found = apart(frame, "ticker", 0.05)
    assert (found.groupby("key")["session"].nunique() > 1).all()
    shock = found[(found["key"] == "deepseek-shock") & (found["basis"] == "launch")].iloc[0]
    cars = frame[(frame["key"] == "deepseek-shock") & (frame["basis"] == "launch")].set_index("ticker")["car"]
    assert shock["mean"] == pytest.approx(cars.mean())
    assert (shock["furthest"], shock["below"], shock["n"]) == ("NVDA", 1, 2)
    assert shock["furthest_car"] == pytest.approx(-0.13245, abs=5e-6)


def test_an_event_outside_the_prices_keeps_its_rows(panel: PricePanel) -> None:
    frame = reactions(panel, tickers="NVDA")
    outside = frame[~frame["session"].isin(panel.on_sessions().dates)]
    assert len(outside)
    assert (outside["status"] == "dropped").all()
    assert outside["car"].isna().all()
    assert (frame["status"] == "dropped").eq(frame["car"].isna()).all()


def test_segment_returns_are_means_of_those_present() -> None:
    returns = pd.DataFrame({"a": [0.1, np.nan], "b": [0.3, 0.2], "c": [0.5, 0.5]})
    expected = pd.DataFrame({"x": [0.2, 0.2], "y": [0.5, 0.5]})
    pd.testing.assert_frame_equal(segment_returns(returns, ["x", "x", "y"]), expected)


def test_a_basis_that_there_is_not_is_refused(panel: PricePanel) -> None:
    with pytest.raises(InputError, match="arxiv_revision"):
        reactions(panel, basis="arxiv_revision")
