"""What is there and what is missing, by hand."""

from __future__ import annotations

import pandas as pd

from dashboard.study import actions, coverage_by_month
from tests.support.panels import NAN, panel

# 30 and 31 December 2024, 2 and 3 January 2025: two sessions a month
PRICES = panel(
    {"WHOLE": [1, 1, 1, 1], "LATE": [NAN, 1, 1, 1], "GAP": [1, 1, NAN, NAN]},
    first="2024-12-30",
    dividend={"WHOLE": [0, 0.25, 0, 0.5]},
    split={"LATE": [1, 1, 10, 1]},
)


def test_the_part_of_each_months_sessions_that_have_a_close() -> None:
    present = coverage_by_month(PRICES)
    assert list(present.columns) == ["2024-12", "2025-01"]
    assert present.loc["WHOLE"].to_list() == [1.0, 1.0]
    assert present.loc["LATE"].to_list() == [0.5, 1.0]
    assert present.loc["GAP"].to_list() == [1.0, 0.0]


def test_dividends_and_splits_of_the_series_that_have_any() -> None:
    found = actions(PRICES).set_index("ticker")
    assert list(found.index) == ["WHOLE", "LATE"]
    assert found.loc["WHOLE", ["dividends", "dividend_sum", "splits"]].to_list() == [2, 0.75, 0]
    assert found.loc["WHOLE", "first_dividend"] == pd.Timestamp("2024-12-31")
    assert found.loc["WHOLE", "last_dividend"] == pd.Timestamp("2025-01-03")
    assert found.loc["LATE", ["dividends", "splits", "split_ratio"]].to_list() == [0, 1, 10.0]
    assert found.loc["LATE", "split_date"] == pd.Timestamp("2025-01-02")
    assert pd.isna(found.loc["WHOLE", "split_date"])


def test_no_dividend_and_no_split_is_an_empty_table_with_its_columns() -> None:
    none = actions(panel({"PLAIN": [1, 2]}))
    assert none.empty
    assert "split_ratio" in none.columns
