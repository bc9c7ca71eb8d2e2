from __future__ import annotations

import datetime as dt
import pickle

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.errors import DateRangeError, InputError, NotASessionError
from dashboard.prices import TradingCalendar, trading_calendar

XNYS = trading_calendar("XNYS")
DAYS = st.dates(dt.date(2020, 1, 1), dt.date(2030, 12, 1))


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def test_the_exchange_was_closed_for_mourning_and_on_the_holiday() -> None:
    # 9 January 2025: national day of mourning for President Carter. 20 January 2025: Martin Luther King Jr. Day.
    assert not XNYS.is_session(day("2025-01-09"))
    assert not XNYS.is_session(day("2025-01-20"))
    assert XNYS.is_session(day("2025-01-27"))


@pytest.mark.parametrize(
    ("news", "timing", "session"),
    [
        ("2025-01-20", "unknown", "2025-01-21"),  # R1 came out on a holiday
        ("2025-01-20", "after_close", "2025-01-21"),
        ("2025-02-26", "after_close", "2025-02-27"),  # Nvidia's results of the evening
        ("2025-02-26", "before", "2025-02-26"),
        ("2025-02-26", "during", "2025-02-26"),
        ("2025-01-26", "unknown", "2025-01-27"),  # a Sunday
        ("2025-01-24", "after_close", "2025-01-27"),  # a Friday evening
        ("2025-01-27", "during", "2025-01-27"),
    ],
)
def test_news_maps_to_the_session_that_could_trade_it(news: str, timing: str, session: str) -> None:
    assert XNYS.event_session(day(news), timing) == day(session)


def test_an_unknown_timing_is_refused_by_name() -> None:
    with pytest.raises(InputError, match=r"'evening'.*after_close"):
        XNYS.event_session(day("2025-01-27"), "evening")


def test_offsets_step_over_closed_days() -> None:
    # Sessions around the mourning day and the holiday: Wed 8, Fri 10, ... Fri 17, Tue 21 January.
    assert XNYS.offset(day("2025-01-08"), 1) == day("2025-01-10")
    assert XNYS.offset(day("2025-01-21"), -1) == day("2025-01-17")
    assert XNYS.offset(day("2025-01-21"), 0) == day("2025-01-21")
    assert XNYS.session_before(day("2025-01-20")) == day("2025-01-17")
    assert XNYS.session_on_or_after(day("2025-01-18")) == day("2025-01-21")
    assert XNYS.nearest(day("2025-01-20")) == (day("2025-01-17"), day("2025-01-21"))
    assert XNYS.nearest(day("2025-01-27")) == (day("2025-01-24"), day("2025-01-28"))


def test_a_closed_day_is_refused_with_the_nearest_sessions() -> None:
    with pytest.raises(NotASessionError) as caught:
        XNYS.require_session(day("2025-01-09"))
    assert str(caught.value) == (
        "Thursday 2025-01-09 is not a session of XNYS; the nearest are 2025-01-08 and 2025-01-10."
    )
    assert XNYS.require_session(pd.Timestamp("2025-01-27 16:00")) == day("2025-01-27")
    with pytest.raises(NotASessionError):
        XNYS.offset(day("2025-01-20"), 1)


def test_sessions_of_a_range() -> None:
    sessions = XNYS.sessions(day("2025-01-17"), day("2025-01-22"))
    assert sessions.strftime("%Y-%m-%d").tolist() == ["2025-01-17", "2025-01-21", "2025-01-22"]
    assert sessions.dtype == np.dtype("datetime64[us]")
    assert sessions.name == "date"
    assert XNYS.sessions(day("2025-01-18"), day("2025-01-20")).empty
    # 2024 had 252 sessions by the exchange's own calendar, 2025 had 250.
    assert len(XNYS.sessions(day("2024-01-01"), day("2024-12-31"))) == 252
    assert len(XNYS.sessions(day("2025-01-01"), day("2025-12-31"))) == 250
    with pytest.raises(DateRangeError, match="reversed"):
        XNYS.sessions(day("2025-01-22"), day("2025-01-17"))


def test_days_outside_the_calendar_are_refused() -> None:
    for far in (day("1850-01-01"), day("2099-01-01")):
        with pytest.raises(DateRangeError, match=f"{far} is outside the XNYS calendar; choose a day from"):
            XNYS.is_session(far)
    with pytest.raises(DateRangeError, match="outside"):
        XNYS.offset(day("2025-01-27"), 100_000)
    with pytest.raises(DateRangeError, match="outside"):
        XNYS.offset(day("2025-01-27"), -100_000)


def test_an_unknown_exchange_is_refused_by_name() -> None:
    with pytest.raises(InputError, match="'NOWHERE'"):
        TradingCalendar("NOWHERE").is_session(day("2025-01-27"))


def test_calendars_are_shared_and_survive_pickling() -> None:
    assert trading_calendar("XNYS") is XNYS
    assert pickle.loads(pickle.dumps(XNYS)) == XNYS  # noqa: S301  (what Streamlit's data cache does to a panel)


@settings(deadline=None)
@given(DAYS, st.sampled_from(["before", "during", "unknown", "after_close"]))
def test_an_event_session_is_the_first_that_could_react(news: dt.date, timing: str) -> None:
    session = XNYS.event_session(news, timing)
    assert XNYS.is_session(session)
    assert session > news if timing == "after_close" else session >= news
    before = XNYS.session_before(session)
    assert before <= news if timing == "after_close" else before < news


@settings(deadline=None)
@given(DAYS, st.integers(-300, 300))
def test_offsets_can_be_undone(start: dt.date, n: int) -> None:
    session = XNYS.session_on_or_after(start)
    assert XNYS.offset(XNYS.offset(session, n), -n) == session


@settings(deadline=None)
@given(st.lists(DAYS, min_size=1, max_size=6))
def test_many_days_at_once_agree_with_one_by_one(days: list[dt.date]) -> None:
    array = np.array(days, dtype="datetime64[D]")
    assert XNYS.contains(array).tolist() == [XNYS.is_session(d) for d in days]
    ends = np.full(len(days), np.datetime64("2030-12-01"))
    assert XNYS.count(array, ends).tolist() == [len(XNYS.sessions(d, dt.date(2030, 12, 1))) for d in days]
