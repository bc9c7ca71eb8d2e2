"""Market value, its loss and the ranks, by hand arithmetic."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd
import pytest

from dashboard.catalog import ShareCount, load_universe
from dashboard.errors import DateRangeError, InputError, NotASessionError
from dashboard.study import market_value, segment_losses
from dashboard.study.share_counts import share_count_steps
from tests.support.panels import NAN, panel

COUNTED = date(2024, 12, 1)
FRIDAY, MONDAY = date(2025, 1, 3), date(2025, 1, 6)


def count(ticker: str, shares: int) -> ShareCount:
    return ShareCount(ticker, shares, COUNTED, COUNTED, None, COUNTED, "sec_cover", None)


COUNTS = [count("NVDA", 3_000_000_000), count("AAPL", 2_000_000_000), count("VST", 1_000_000_000)]
PRICES = panel(
    {
        "NVDA": [90, 100, 80],
        "AAPL": [90, 125, 130],
        "VST": [50, 60, NAN],
        "SNOW": [10, 11, 10],
        "JPY=X": [150, 156, 155],
    }
)


STEPS = share_count_steps(COUNTS, PRICES.split)


def values(tickers: tuple[str, ...], currency: str = "USD", day: date = MONDAY) -> pd.DataFrame:
    return market_value(PRICES, day, tickers, load_universe(), STEPS, currency).set_index("ticker")  # type: ignore[arg-type]


def test_the_loss_is_shares_times_the_fall() -> None:
    frame = values(("AAPL", "NVDA"))
    assert frame.index.tolist() == ["NVDA", "AAPL"]  # the largest loss first
    assert frame["cap_before_bn"].tolist() == [300, 250]
    assert frame["cap_after_bn"].tolist() == [240, 260]
    assert frame["loss_bn"].tolist() == [60, -10]
    assert frame["ret"].tolist() == pytest.approx([-0.2, 0.04])


def test_ranks_count_all_companies_whichever_are_asked_for() -> None:
    frame = values(("NVDA",))
    assert (frame.at["NVDA", "rank_before"], frame.at["NVDA", "rank_after"]) == (1, 2)


def test_a_company_without_a_count_keeps_a_row_without_dollars() -> None:
    row = values(("SNOW", "NVDA")).loc["SNOW"]
    assert row["ret"] == pytest.approx(-1 / 11)
    assert row[["shares", "cap_before_bn", "loss_bn", "rank_before", "shares_as_of"]].isna().all()


def test_a_missing_close_leaves_a_gap_in_its_own_company() -> None:
    frame = values(("VST", "NVDA"))
    assert frame.at["VST", "cap_before_bn"] == 60
    assert np.isnan(frame.at["VST", "loss_bn"])
    assert frame.at["NVDA", "loss_bn"] == 60


def test_yen_takes_each_days_rate_on_its_own_close() -> None:
    frame = values(("NVDA",), "JPY")
    assert frame.at["NVDA", "cap_before_bn"] == 300 * 156
    assert frame.at["NVDA", "cap_after_bn"] == 240 * 155
    assert frame.at["NVDA", "loss_bn"] == 300 * 156 - 240 * 155
    assert frame.at["NVDA", "close_after"] == 80


def test_what_cannot_be_used_is_refused() -> None:
    with pytest.raises(InputError, match="'EUR' is not known; use one of USD, JPY"):
        values(("NVDA",), "EUR")
    with pytest.raises(DateRangeError, match="first stored session"):
        values(("NVDA",), day=date(2025, 1, 2))
    with pytest.raises(NotASessionError):
        values(("NVDA",), day=date(2025, 1, 4))


def test_segment_losses_add_up_and_keep_gaps() -> None:
    frame = segment_losses(values(("NVDA", "AAPL", "SNOW")).reset_index()).set_index("segment")
    assert frame.loc["chips", ["loss_bn", "companies", "without_count"]].tolist() == [60, 1, 0]
    assert frame.at["chips", "ret"] == pytest.approx(-0.2)
    assert np.isnan(frame.at["software and other", "loss_bn"])
    assert frame.at["software and other", "without_count"] == 1


def test_scaling_prices_scales_the_loss_and_keeps_the_ranks() -> None:
    plain = values(("NVDA", "AAPL"))
    doubled = panel({name: [2 * price for price in PRICES.close[name]] for name in ("NVDA", "AAPL")})
    scaled = market_value(doubled, MONDAY, ("NVDA", "AAPL"), load_universe(), STEPS).set_index("ticker")
    np.testing.assert_allclose(scaled["loss_bn"], 2 * plain["loss_bn"])
    assert scaled["rank_after"].tolist() == plain["rank_after"].tolist()
