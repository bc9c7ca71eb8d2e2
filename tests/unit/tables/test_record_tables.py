"""The largest one-day losses of the stored prices, and what the press reported of them."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from dashboard import record_tables, value_tables
from dashboard.errors import InputError
from dashboard.prices import PricePanel
from dashboard.tables import load_prices

SHOCK = pd.Timestamp("2025-01-27")


@pytest.fixture(scope="module")
def stored() -> PricePanel:
    return load_prices()


def test_nvidias_day_leads_and_the_records_by_hand(stored: PricePanel) -> None:
    frame = record_tables.computed_records(stored)
    assert len(frame) == record_tables.TOP
    assert frame["loss_bn"].is_monotonic_decreasing
    first = frame.iloc[0]
    assert (first["ticker"], first["company"], first["date"]) == ("NVDA", "NVIDIA", SHOCK)
    assert first["loss_bn"] == pytest.approx(24.20 * 24.49)
    assert first["count_age_days"] == 73  # 15 November 2024 to 27 January 2025
    by_day = frame.set_index(["ticker", "date"])["loss_bn"]
    assert by_day["NVDA", pd.Timestamp("2024-09-03")] == pytest.approx(11.37 * 24.53)  # 278.9
    assert by_day["AVGO", SHOCK] == pytest.approx(42.57 * 4.687356156)
    assert by_day["META", pd.Timestamp("2025-10-30")] == pytest.approx(85.20 * 2.533659265)


@pytest.mark.parametrize("day", ["2025-01-27", "2025-04-03", "2024-10-31"])
def test_a_days_losses_are_those_of_market_value(stored: PricePanel, day: str) -> None:
    every = record_tables.computed_records(stored, 100_000)
    ours = every[every["date"] == pd.Timestamp(day)].set_index("ticker")["loss_bn"]
    theirs = value_tables.market_value(stored, day, benchmark=None).set_index("ticker")["loss_bn"]
    theirs = theirs[theirs > 0]
    assert len(ours) == len(theirs) > 10
    pd.testing.assert_series_equal(ours, theirs.loc[ours.index])


def test_reports_agree_within_two_per_cent_but_for_two_that_are_known(stored: PricePanel) -> None:
    frame = record_tables.compared_records(stored).set_index("id")
    assert len(frame) == len(record_tables.records())
    computed = frame[frame["outcome"] == "computed"]
    assert len(computed) == 17
    apart = computed[computed["difference"].abs() > 0.02]
    # Meta's 190bn against 85.20 dollars times 2.534bn shares; Alphabet's 175bn against 15.05 dollars times 12.24bn.
    assert apart["difference"].to_dict() == pytest.approx(
        {"L14": 85.20 * 2.533659265 / 190 - 1, "L24": 15.05 * 12.24 / 175 - 1}, abs=1e-4
    )
    why = frame["outcome"]
    assert why[["L04", "L11", "L29", "L16", "L25"]].tolist() == [
        "after_prices", "before_prices", "before_prices", "no_count", "no_count",
    ]  # fmt: skip


@pytest.mark.parametrize("top", [0, -1, 2.5, "many"])
def test_a_number_of_losses_that_is_none_is_named(stored: PricePanel, top: Any) -> None:
    with pytest.raises(InputError, match=f"Top {top!r} is no number of losses; give a whole number from 1 on"):
        record_tables.computed_records(stored, top)
