"""Market value by date, currency and benchmark, from made-up prices and from the stored ones."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pandas as pd
import pytest

from dashboard import value_tables
from dashboard.errors import InputError, UnknownTickerError
from dashboard.prices import PricePanel
from dashboard.study.market_split import PARTS, unsplit
from dashboard.tables import load_prices
from tests.support.panels import NAN, panel


@pytest.fixture(scope="module")
def stored() -> PricePanel:
    return load_prices()


def test_only_the_session_without_a_rate_is_missing() -> None:
    yen = panel({"NVDA": [1, 2, 3], "JPY=X": [150, NAN, 151]})
    gap, after = dt.date(2025, 1, 3), dt.date(2025, 1, 6)
    assert value_tables.missing_rates(yen, gap, "JPY") == (gap,)
    assert value_tables.missing_rates(yen, after, "JPY") == (gap,)
    assert value_tables.missing_rates(yen, after, "USD") == ()


def test_the_parts_of_nvidias_loss_of_the_shock(stored: PricePanel) -> None:
    row = value_tables.market_value(stored).set_index("ticker").loc["NVDA"]
    assert row["loss_bn"] == pytest.approx(24.20 * 24.49, abs=1e-9)  # 592.658
    # The beta by statsmodels and by base R, as in tests/agreement; 6,101.24 to 6,012.28 points; 142.62 dollars a share.
    market = 2.70484531802094 * (1 - 6012.2798 / 6101.2402) * 142.62 * 24.49
    assert row["loss_market_bn"] == pytest.approx(market, rel=1e-6)
    assert row["loss_beyond_market_bn"] == pytest.approx(24.20 * 24.49 - market, rel=1e-6)


@pytest.mark.parametrize("currency", ["USD", "JPY"])
@pytest.mark.parametrize("date", ["2025-01-27", "2024-09-03", "2025-04-04"])
def test_the_parts_add_up_to_the_cent(stored: PricePanel, date: str, currency: str) -> None:
    frame = value_tables.market_value(stored, date, "companies", currency, "RSP").dropna(subset=["loss_market_bn"])  # type: ignore[arg-type]
    assert len(frame) > 1
    sums = frame[list(PARTS)].sum(axis=1)
    cent = 1e-11 if currency == "USD" else 1e-9  # of a dollar, or a yen, in billions
    np.testing.assert_allclose(sums, frame["loss_bn"], rtol=0, atol=cent)
    assert abs(frame[list(PARTS)].sum().sum() - frame["loss_bn"].sum()) < cent * len(frame)
    assert (frame["loss_rate_bn"] == 0).all() == (currency == "USD")


def test_yen_parts_are_the_dollar_parts_at_the_rate_before_and_the_rate(stored: PricePanel) -> None:
    dollars = value_tables.market_value(stored).set_index("ticker")
    yen = value_tables.market_value(stored, currency="JPY").set_index("ticker").loc[dollars.index]
    np.testing.assert_allclose(yen["loss_market_bn"], dollars["loss_market_bn"] * 156.155, rtol=1e-6)
    np.testing.assert_allclose(yen["loss_beyond_market_bn"], dollars["loss_beyond_market_bn"] * 156.155, rtol=1e-6)
    assert yen.at["NVDA", "loss_rate_bn"] == pytest.approx(118.42 * 24.49 * (156.155 - 155.744), rel=1e-3)


def test_an_equal_weighted_market_that_did_not_fall_explains_nothing_of_the_loss(stored: PricePanel) -> None:
    row = value_tables.market_value(stored, tickers="NVDA", benchmark="RSP").iloc[0]
    assert row["benchmark_ret"] == pytest.approx(182.31 / 182.19 - 1, abs=1e-6)
    assert row["loss_market_bn"] < 0 < row["loss_bn"] < row["loss_beyond_market_bn"]


def test_too_few_earlier_prices_leave_the_parts_empty(stored: PricePanel) -> None:
    # GE Vernova has just the 120 sessions that are asked for, from its listing to the 21st before 17 October 2024.
    assert unsplit(value_tables.market_value(stored, "2024-10-17", "GEV")) == ()
    short = panel({"NVDA": [100, 90, 80], "^GSPC": [10, 9, 9]})
    split = value_tables.market_value(short, "2025-01-06", "NVDA")
    assert unsplit(split) == ("NVDA",)
    assert split["loss_bn"].tolist() == pytest.approx([244.9])


def test_a_benchmark_that_is_not_stored_is_named_and_none_splits_nothing() -> None:
    alone = panel({"NVDA": [100, 90, 80]})
    with pytest.raises(UnknownTickerError, match="RSP"):
        value_tables.market_value(alone, "2025-01-06", "NVDA", benchmark="RSP")
    assert unsplit(value_tables.market_value(alone, "2025-01-06", "NVDA", benchmark=None)) == ("NVDA",)


def test_the_concentration_is_that_of_the_day(stored: PricePanel) -> None:
    frame = value_tables.concentration(stored)
    values = value_tables.market_value(stored)
    fell = values[values["loss_bn"] > 0]["loss_bn"].sort_values(ascending=False)
    count = int(frame["needed"].sum())
    assert fell.head(count - 1).sum() < 0.9 * fell.sum() <= fell.head(count).sum()
    rose = frame[frame["rank"].isna()]
    assert rose["ticker"].iloc[0] == "AAPL"
    assert rose["loss_bn"].iloc[0] == pytest.approx(-7.08 * 15.115823)
    with pytest.raises(InputError, match="Share 2"):
        value_tables.concentration(stored, share=2)


def test_the_largest_losses_by_hand(stored: PricePanel) -> None:
    broadcom = value_tables.market_value(stored, tickers="AVGO").iloc[0]
    assert broadcom["loss_bn"] == pytest.approx(42.57 * 4.687356156, abs=1e-6)
    earlier = value_tables.market_value(stored, "2024-09-03", "NVDA").iloc[0]
    assert earlier["loss_bn"] == pytest.approx(11.37 * 24.53, abs=1e-6)  # 278.9
    assert earlier["shares_filed"] == pd.Timestamp("2024-08-28")
