"""Numbers and dates as text, against strings written by hand."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pandas as pd
import pytest

from dashboard.charts import format as fmt


@pytest.mark.parametrize(
    ("value", "digits", "sign", "text"),
    [
        (-0.16968, 1, True, "−17.0\u202f%"),
        (0.0318, 1, True, "+3.2\u202f%"),
        (0.0318, 2, False, "3.18\u202f%"),
        (-0.0002, 1, True, "0.0\u202f%"),
        (0.0, 1, True, "0.0\u202f%"),
        (12.5, 0, False, "1,250\u202f%"),
        (None, 1, True, "–"),
        (np.nan, 1, True, "–"),
        (np.inf, 1, True, "–"),
    ],
)
def test_per_cent(value: float | None, digits: int, sign: bool, text: str) -> None:
    assert fmt.per_cent(value, digits, sign) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (592.658, "$593\u202fbn"),
        (-592.658, "−$593\u202fbn"),
        (3492.76, "$3,490\u202fbn"),
        (999.6, "$1,000\u202fbn"),
        (16.57, "$16.6\u202fbn"),
        (9.996, "$10.0\u202fbn"),
        (0.04321, "$0.0432\u202fbn"),
        (0.0, "$0\u202fbn"),
        (np.nan, "–"),
    ],
)
def test_dollars_keep_three_significant_figures(value: float, text: str) -> None:
    assert fmt.dollars_bn(value) == text


def test_a_gain_shows_its_sign_when_asked() -> None:
    assert fmt.dollars_bn(107.2, sign=True) == "+$107\u202fbn"
    assert fmt.yen_trn(-92.31) == "−¥92.3\u202ftrn"
    assert fmt.price(118.42) == "$118.42"
    assert fmt.number(-1234.56, 1) == "−1,234.6"


@pytest.mark.parametrize(
    "day", [dt.date(2025, 1, 27), "2025-01-27", pd.Timestamp("2025-01-27"), dt.datetime(2025, 1, 27, 9)]
)
def test_a_day_is_read_from_dates_timestamps_and_text(day: dt.date | str) -> None:
    assert fmt.day(day) == "27 Jan 2025"
    assert fmt.short_day(day) == "27 Jan"
    assert fmt.month(day) == "Jan 2025"


def test_a_missing_day_is_a_dash() -> None:
    assert fmt.day(None) == fmt.day(pd.NaT) == "–"


def test_ranges_give_a_shared_year_once() -> None:
    assert fmt.day_range("2025-01-05", "2025-03-14") == "5 Jan – 14 Mar 2025"
    assert fmt.day_range("2024-12-16", "2025-03-14") == "16 Dec 2024 – 14 Mar 2025"
    assert fmt.day_range("2025-01-27", "2025-01-27") == "27 Jan 2025"


def test_counts_and_lists() -> None:
    assert fmt.count_of(27, 51) == "27 of 51"
    assert (fmt.counted(1, "session"), fmt.counted(93, "session")) == ("1 session", "93 sessions")
    assert fmt.counted(2, "company", "companies") == "2 companies"
    assert [fmt.listed(list("ABC"[:n])) for n in range(4)] == ["", "A", "A and B", "A, B and C"]
