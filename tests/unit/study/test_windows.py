"""Where the prices of several series end together."""

from __future__ import annotations

import datetime as dt

from dashboard.study import common_end
from tests.support.panels import NAN, frame


def test_neither_one_longer_nor_one_shorter_series_moves_the_end() -> None:
    # sessions 2, 3, 6, 7 Jan 2025
    prices = frame({"A": [1, 1, 1, NAN], "B": [1, 1, 1, NAN], "LONG": [1, 1, 1, 1], "SHORT": [1, NAN, NAN, NAN]})
    assert common_end(prices) == dt.date(2025, 1, 6)
    assert common_end(prices[["A", "LONG"]]) == dt.date(2025, 1, 6)
    assert common_end(prices[["LONG"]]) == dt.date(2025, 1, 7)
    assert common_end(prices[["SHORT"]]) == dt.date(2025, 1, 2)


def test_series_that_never_overlap_end_with_the_last_of_them() -> None:
    apart = frame({"A": [1, NAN, NAN, NAN], "B": [NAN, 1, NAN, NAN], "C": [NAN, NAN, 1, NAN]})
    assert common_end(apart) == dt.date(2025, 1, 6)


def test_without_a_close_there_is_no_end() -> None:
    assert common_end(frame({"A": [NAN, NAN]})) is None
    assert common_end(frame({"A": [1, 2]})[[]]) is None
