"""A day's losses among the reported ones."""

from __future__ import annotations

from datetime import date

import pandas as pd

from dashboard.study import COMPUTED, among_records, larger_losses

REPORTED = pd.DataFrame(
    {
        "id": ["L1", "L2", "L3", "L4"],
        "ticker": ["NVDA", "NVDA", "MSFT", "META"],
        "company": ["NVIDIA", "NVIDIA", "Microsoft", "Meta"],
        "date": pd.to_datetime(["2025-01-27", "2025-01-27", "2026-01-29", "2022-02-03"]).as_unit("us"),
        "loss_bn": [592.7, 588.8, 357.0, 232.0],
        "ret": [-0.17, -0.17, -0.10, -0.26],
        "status": "verified",
    }
)
DAY = pd.DataFrame(
    {
        "ticker": ["NVDA", "AVGO", "AAPL", "SNOW"],
        "name": ["NVIDIA", "Broadcom", "Apple", "Snowflake"],
        "date": pd.Timestamp("2025-01-27"),
        "loss_bn": [592.66, 231.9, -107.0, None],
        "ret": [-0.1697, -0.174, 0.032, -0.01],
    }
)


def test_only_losses_as_large_as_the_smallest_report_are_added() -> None:
    both = among_records(REPORTED, DAY)
    assert both["loss_bn"].to_list() == [592.7, 592.66, 588.8, 357.0, 232.0]
    added = both[both["status"] == COMPUTED]
    assert added["company"].to_list() == ["NVIDIA"]
    assert added["id"].isna().all()
    assert len(among_records(REPORTED, DAY[1:])) == len(REPORTED)


def test_each_company_and_day_counts_once_and_the_own_day_not() -> None:
    monday = date(2025, 1, 27)
    assert larger_losses(REPORTED, "NVDA", monday, 580.0) == 0
    assert larger_losses(REPORTED, "AVGO", monday, 300.0) == 2
    assert larger_losses(REPORTED, "META", date(2022, 2, 3), 200.0) == 2
    assert larger_losses(REPORTED, "AAPL", monday, 590.0) == 1
    assert larger_losses(REPORTED, "AAPL", monday, 592.7) == 0
