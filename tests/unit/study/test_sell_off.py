"""The sell-off table, by hand arithmetic."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd
import pytest

from dashboard.catalog import ShareCount, load_universe
from dashboard.study import sell_off
from dashboard.study.sell_off import COLUMNS
from dashboard.study.share_counts import share_count_steps
from tests.support.panels import NAN, panel

COUNT = ShareCount("NVDA", 2_000_000_000, date(2024, 12, 1), date(2024, 12, 1), None, None, "derived", None)
BEFORE = 60
CLOSE = [100.0] * BEFORE + [80.0, 90.0, 95.0, 85.0, 110.0]


def table(volume: list[float] | None = None, close: list[float] = CLOSE) -> pd.DataFrame:
    volume = volume or [10.0] * BEFORE + [30.0] * 5
    flat = [50.0] * len(close)
    prices = panel(
        {"NVDA": close, "MSFT": flat},
        open={"NVDA": [value * 0.9 for value in close], "MSFT": flat},
        low={"NVDA": [value * 0.5 for value in close], "MSFT": flat},
        volume={"NVDA": volume, "MSFT": flat},
    )
    day = prices.close.index[BEFORE].date()
    return sell_off(prices, day, ("MSFT", "NVDA"), load_universe(), share_count_steps([COUNT], prices.split)).set_index(
        "ticker", drop=False
    )


def test_the_columns_are_the_documented_ones() -> None:
    assert tuple(table().columns) == COLUMNS


def test_each_figure_by_hand() -> None:
    row = table().loc["NVDA"]
    assert (row["close_before"], row["open"], row["low"], row["close"]) == (100, 72, 40, 80)
    assert row[["ret", "gap", "low_ret"]].tolist() == pytest.approx([-0.2, -0.28, -0.6])
    assert row["volume_ratio"] == pytest.approx(3.0)
    assert row["loss_bn"] == pytest.approx(40.0)
    assert row[["ret_2", "ret_5"]].tolist() == pytest.approx([-0.1, 0.1])


def test_past_the_stored_end_there_is_a_gap() -> None:
    assert np.isnan(table().loc["NVDA", "ret_21"])


def test_the_deepest_fall_comes_first() -> None:
    assert table().index.tolist() == ["NVDA", "MSFT"]


def test_the_volume_ratio_needs_all_sixty_sessions() -> None:
    gap = [10.0] * BEFORE + [30.0] * 5
    gap[3] = NAN
    prices = panel({"NVDA": CLOSE}, volume={"NVDA": gap})
    # The builder fills a missing volume with 100, so the gap is set by hand.
    prices.volume.iloc[3, 0] = NAN
    day = prices.close.index[BEFORE].date()
    assert np.isnan(
        sell_off(prices, day, ("NVDA",), load_universe(), share_count_steps([], prices.split)).at[0, "volume_ratio"]
    )
    early = prices.close.index[BEFORE - 1].date()
    assert np.isnan(
        sell_off(prices, early, ("NVDA",), load_universe(), share_count_steps([], prices.split)).at[0, "volume_ratio"]
    )


def test_a_company_that_was_not_listed_yet_keeps_an_empty_row_at_the_end() -> None:
    listed_later = [NAN] * (BEFORE + 1) + [90.0, 95.0, 85.0, 110.0]
    frame = table(close=listed_later)
    assert frame.index.tolist() == ["MSFT", "NVDA"]
    assert frame.loc["NVDA", ["close_before", "ret", "loss_bn", "ret_5"]].isna().all()
