"""The share counts of companies through time."""

from __future__ import annotations

import pandas as pd
import pytest

from dashboard import company_tables
from dashboard.tables import load_prices

COLUMNS = "ticker known_from shares as_of filed basis note close_date close cap_bn"


@pytest.fixture(scope="module")
def counts() -> pd.DataFrame:
    return company_tables.share_counts(load_prices(), "GEV,NVDA,CRDO")


def test_counts_stand_company_by_company_and_by_date(counts: pd.DataFrame) -> None:
    assert list(counts.columns) == COLUMNS.split()
    assert counts["ticker"].to_list() == ["GEV", *["NVDA"] * 6]
    assert counts.loc[counts["ticker"] == "NVDA", "known_from"].is_monotonic_increasing


def test_a_count_is_worth_the_last_close_by_then(counts: pd.DataFrame) -> None:
    # 24.53 bn shares of the filing of 28 Aug 2024, on which NVIDIA closed at 125.61.
    row = counts.iloc[1]
    assert (row["close_date"], row["close"]) == (pd.Timestamp("2024-08-28"), pytest.approx(125.61))
    assert row["cap_bn"] == pytest.approx(24.53 * 125.61)


def test_a_count_before_the_prices_has_no_value() -> None:
    panel = load_prices()
    late = company_tables.share_counts(panel.between(pd.Timestamp("2025-01-02").date()), "NVDA")
    assert late["close"].isna().to_list() == [True, True, False, False, False, False]
    assert late["close_date"].isna().to_list() == late["cap_bn"].isna().to_list() == late["close"].isna().to_list()
