"""The events table: sessions by basis and timing, and what is asked for."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest

from dashboard.errors import DateRangeError, InputError
from dashboard.study.events import COLUMNS
from dashboard.tables import events


def session(key: str, basis: str = "launch") -> str:
    table = events(basis)
    row = table[table["key"] == key].iloc[0]
    return str(row["session"].date())


@pytest.mark.parametrize(
    ("key", "basis", "expected"),
    [
        ("deepseek-shock", "launch", "2025-01-27"),
        ("deepseek-r1", "launch", "2025-01-21"),  # 20 Jan 2025 was a holiday
        ("deepseek-r1", "arxiv", "2025-01-22"),
        ("nvidia-earnings-q4-fy2025", "launch", "2025-02-27"),  # after the close of the 26th
        ("deepseek-app-tops-us-app-store", "launch", "2025-01-27"),  # a Sunday
        ("liberation-day-tariffs", "launch", "2025-04-03"),  # after the close of the 2nd
        ("tariff-pause-90-days", "launch", "2025-04-09"),  # during the session
    ],
)
def test_events_map_to_the_session_that_could_first_react(key: str, basis: str, expected: str) -> None:
    assert session(key, basis) == expected


def test_a_month_has_no_session() -> None:
    table = events("article")
    months = table[table["precision"] == "month"]
    assert len(months) > 20
    assert months["session"].isna().all()


def test_all_bases_and_publications_keep_a_row_each() -> None:
    table = events()
    assert tuple(table.columns) == COLUMNS
    r1 = table[(table["key"] == "deepseek-r1") & (table["basis"] == "article")]
    assert set(r1["publication"]) == {"ALLFORCES", "Daiwa", "GIGAZINE", "CISTEC", "CNBC"}
    assert table["date"].is_monotonic_increasing
    assert len(table) == 119


def test_a_range_keeps_what_happened_or_may_have_happened_in_it() -> None:
    table = events(start="2025-01-26", end="2025-01-27")
    assert set(table.loc[table["precision"] == "day", "date"]) == {"2025-01-26", "2025-01-27"}
    assert set(table.loc[table["precision"] == "month", "date"]) == {"2025-01"}
    assert events(start=date(2030, 1, 1)).empty


def test_what_cannot_be_used_is_refused() -> None:
    with pytest.raises(InputError, match="'rumour' is not known; use one of launch, arxiv, article"):
        events("rumour")
    with pytest.raises(DateRangeError, match="reversed"):
        events(start="2025-02-01", end="2025-01-01")
    with pytest.raises(InputError, match=r"'27\.1\.2025' is not a date"):
        events(start="27.1.2025")


def test_sessions_are_dates_in_microseconds() -> None:
    assert events()["session"].dtype == pd.DatetimeIndex([], dtype="datetime64[us]").dtype
