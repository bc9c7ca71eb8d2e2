"""How events are dated on the timeline: why a date maps to its session, and which dates differ."""

from __future__ import annotations

import datetime as dt

import pandas as pd
import pytest

from dashboard import tables
from dashboard.ui import dating, rebasing


@pytest.mark.parametrize(
    ("text", "timing", "session", "why"),
    [
        ("2025-01-27", "during", dt.date(2025, 1, 27), "that day"),
        ("2025-01-26", "unknown", dt.date(2025, 1, 27), "Sunday, so Monday"),
        ("2025-01-20", "unknown", dt.date(2025, 1, 21), "closed on Monday, so Tuesday"),
        ("2025-01-09", "unknown", dt.date(2025, 1, 10), "closed on Thursday, so Friday"),
        ("2025-04-02", "after_close", dt.date(2025, 4, 3), "after the close, so Thursday"),
        ("2025-01", "unknown", None, "only the month is known"),
        ("1990-01-02", "unknown", None, "outside the calendar"),
    ],
)
def test_why_a_date_maps_to_its_session(text: str, timing: str, session: dt.date | None, why: str) -> None:
    assert dating.mapping(text, timing, session) == why


def dates(*rows: tuple[str, str, str, str | None]) -> pd.DataFrame:
    """Return events from key, basis, date and session."""
    frame = pd.DataFrame(rows, columns=["key", "basis", "date", "session"])
    return frame.assign(
        title=frame["key"],
        organisation="O",
        publication=None,
        precision=["day" if len(text) > 7 else "month" for text in frame["date"]],
        session=pd.to_datetime(frame["session"]),
    )


def test_only_dates_that_contradict_each_other_differ() -> None:
    every = dates(
        ("same", "launch", "2025-01-20", "2025-01-21"),
        ("same", "article", "2025-01", None),
        ("other month", "launch", "2024-12-05", "2024-12-05"),
        ("other month", "article", "2024-09", None),
        ("two days", "launch", "2025-01-20", "2025-01-21"),
        ("two days", "arxiv", "2025-01-22", "2025-01-22"),
        ("left out", "launch", "2025-01-20", "2025-01-21"),
        ("left out", "arxiv", "2025-01-22", "2025-01-22"),
    )
    found = dating.disputed(every, ["same", "other month", "two days"]).set_index("key")
    assert list(found.index) == ["other month", "two days"]
    assert found.loc["two days", ["launch", "arxiv", "sessions", "apart"]].to_list() == [
        "2025-01-20",
        "2025-01-22",
        2,
        2,
    ]
    assert found.loc["other month", "others"] == "article Sep 2024"
    assert dating.disputed(every, []).empty


def test_the_dispute_that_stands_out_has_most_sessions_then_is_nearest() -> None:
    every = tables.events()
    keys = list(every["key"].unique())
    shock = dating.most_disputed(every, keys, dt.date(2025, 1, 27))
    assert shock == dating.Dispute("DeepSeek-R1", (dt.date(2025, 1, 20), dt.date(2025, 1, 22), dt.date(2025, 1, 27)))
    earlier = dating.most_disputed(every, keys, dt.date(2024, 5, 22))
    assert earlier is not None
    assert earlier.title == "DeepSeek-V2"
    assert dating.most_disputed(every, ["llama-4"], dt.date(2025, 1, 27)) is None


def test_told_adds_what_is_catalogued_of_each_date() -> None:
    events = tables.events()
    told = dating.told(events)
    assert len(told) == len(events)
    arxiv = told[(told["key"] == "deepseek-r1") & (told["basis"] == "arxiv")].iloc[0]
    assert (arxiv["dated_by"], arxiv["url"]) == ("first arXiv version", "https://arxiv.org/abs/2501.12948")


def test_a_base_day_without_trading_becomes_a_session() -> None:
    sessions = pd.DatetimeIndex(["2025-01-17", "2025-01-21", "2025-01-22"])
    assert rebasing.base_session(sessions, dt.date(2025, 1, 20), forward=False) == dt.date(2025, 1, 17)
    assert rebasing.base_session(sessions, dt.date(2025, 1, 20), forward=True) == dt.date(2025, 1, 21)
    assert rebasing.base_session(sessions, dt.date(2025, 1, 1), forward=False) == dt.date(2025, 1, 17)
    assert rebasing.base_session(sessions, dt.date(2025, 2, 1), forward=True) == dt.date(2025, 1, 22)


def test_prices_are_rebased_and_those_without_a_base_left_out() -> None:
    days = pd.DatetimeIndex(["2025-01-17", "2025-01-21", "2025-01-22"])
    closes = pd.DataFrame({"A": [50.0, 60.0, 40.0], "B": [float("nan"), 1.0, 2.0]}, index=days)
    frame, unpriced = rebasing.rebased(closes, dt.date(2025, 1, 17), dt.date(2025, 1, 20), dt.date(2025, 1, 31))
    assert unpriced == ["B"]
    assert frame["A"].to_list() == [120.0, 80.0]
    changes, when = rebasing.changes(frame)
    assert changes["ret"].to_list() == pytest.approx([-0.2])
    assert when == dt.date(2025, 1, 22)
    nothing, never = rebasing.changes(frame[:0])
    assert nothing["ret"].isna().all()
    assert never is None


def test_changes_are_compared_on_a_day_that_most_series_have() -> None:
    days = pd.DatetimeIndex(["2025-01-17", "2025-01-21", "2025-01-22"])
    nan = float("nan")
    rebased = pd.DataFrame({"A": [100.0, 120.0, 150.0], "B": [100.0, 90.0, nan], "C": [100.0, 80.0, nan]}, index=days)
    changes, when = rebasing.changes(rebased)
    assert when == dt.date(2025, 1, 21)
    assert changes["ret"].to_list() == pytest.approx([0.2, -0.1, -0.2])
