"""What a buyer has, and the path of a group, by hand arithmetic."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest

from dashboard.errors import DateRangeError
from dashboard.study import group_paths, holding
from tests.support.panels import NAN, frame, panel

# Sessions: 2, 3, 6, 7, 8, 10 Jan 2025.
PRICES = panel(
    {"PAYS": [90, 100, 80, 70, 70, 100], "PLAIN": [10, 20, 40, NAN, 60, 80], "LATE": [NAN, NAN, 5, 5, 5, 6]},
    dividend={"PAYS": [0, 4, 0, 2, 0, 0]},
)
NAMES = tuple(PRICES.close.columns)


def test_a_buyer_gets_the_dividends_after_the_purchase() -> None:
    held = holding(PRICES, date(2025, 1, 3), date(2025, 1, 10), NAMES).set_index("ticker")
    assert held["close_bought"].tolist()[:2] == [100, 20]
    assert held["close_to"].tolist() == [100, 80, 6]
    assert held["ret"].tolist()[:2] == pytest.approx([0.0, 3.0])
    # Two dollars on a close of 70 buy 2/70 of a share; the four dollars of the purchase day went to the seller.
    assert held["total_ret"].tolist()[:2] == pytest.approx([72 / 70 - 1, 3.0])
    assert held.loc["LATE", ["close_bought", "ret", "total_ret"]].isna().all()


def test_a_sale_on_the_day_of_purchase_returns_nothing() -> None:
    held = holding(PRICES, date(2025, 1, 6), date(2025, 1, 6), NAMES)
    assert held[["ret", "total_ret"]].eq(0).all(axis=None)


def test_a_sale_before_the_purchase_is_refused() -> None:
    with pytest.raises(DateRangeError, match="2025-01-03 lies before the purchase on 2025-01-06; choose a later end"):
        holding(PRICES, date(2025, 1, 6), date(2025, 1, 3), NAMES)


def test_a_group_is_the_mean_of_its_members_each_counted_alike() -> None:
    close = frame({"A": [100, 110, 120], "B": [1, 0.5, 2], "C": [40, 40, 30]})
    paths = group_paths(close, {"A": "one", "B": "one", "C": "two"})
    assert paths.columns.to_list() == ["one", "two"]
    assert paths["one"].tolist() == pytest.approx([1.0, (1.1 + 0.5) / 2, (1.2 + 2.0) / 2])
    assert paths["two"].tolist() == pytest.approx([1.0, 1.0, 0.75])


def test_gaps_and_ends_make_no_step_in_a_group() -> None:
    close = frame({"A": [100, 100, 100, 100], "GAP": [10, NAN, 20, 20], "LATE": [NAN, 5, 5, 5], "ENDS": [8, 8, 4, NAN]})
    paths = group_paths(close, {"A": "one", "GAP": "one", "LATE": "one", "ENDS": "two"})
    assert paths["one"].tolist() == pytest.approx([1.0, 1.0, 1.5, 1.5])  # LATE has no base and is left out
    assert paths["two"].tolist()[:3] == pytest.approx([1.0, 1.0, 0.5])
    assert pd.isna(paths["two"].iloc[3])
    assert group_paths(frame({"LATE": [NAN, 5]}), {"LATE": "one"}).empty
