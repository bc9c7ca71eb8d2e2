"""Looking back at an event after some months, by hand arithmetic and against the way back."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.prices import trading_calendar
from dashboard.study import recovery, review
from dashboard.study.review import COLUMNS, holds_april
from tests.support.panels import NAN, panel

SESSIONS = trading_calendar("XNYS").sessions(date(2025, 3, 27), date(2025, 5, 2))
"""27, 28, 31 March, the 21 sessions of April 2025 (Good Friday was none), 1 and 2 May."""
EVENT, END = 1, 25


def closes(**changes: float) -> list[float]:
    """Return 26 closes of 100, some changed: ``r4=80`` is row 4."""
    given = {int(row[1:]): close for row, close in changes.items()}
    return [given.get(row, 100.0) for row in range(26)]


def reviewed(close: list[float], end: int = END) -> pd.Series:
    return review(pd.DataFrame({"A": close}, index=SESSIONS), EVENT, end).iloc[0]


def test_the_low_of_april_and_the_way_back_from_it() -> None:
    # Row 1 is the event; row 3 is 1 April, row 5 the 3rd, row 6 the 4th, row 23 the 30th, row 25 2 May.
    row = reviewed(closes(r1=90, r3=95, r5=80, r6=80, r7=99, r25=110))
    assert (row["close_before"], row["event_ret"]) == (100, pytest.approx(-0.1))
    assert (row["april_low_date"], row["april_low_ret"]) == (pd.Timestamp("2025-04-03"), pytest.approx(-0.2))
    assert (row["low_date"], row["low_ret"]) == (pd.Timestamp("2025-04-03"), pytest.approx(-0.2))
    # The price was back on the session after the event, and again two sessions after the low's second day.
    assert (row["regained_on"], row["sessions"]) == (pd.Timestamp("2025-03-31"), 2)
    assert (row["april_back_on"], row["april_sessions"]) == (pd.Timestamp("2025-04-08"), 3)
    assert row["ret_to"] == pytest.approx(0.1)


def test_the_lowest_close_need_not_be_that_of_april() -> None:
    row = reviewed(closes(r1=60, r6=70, r24=50, r25=55))
    assert (row["low_date"], row["low_ret"]) == (pd.Timestamp("2025-05-01"), pytest.approx(-0.5))
    assert (row["april_low_date"], row["april_low_ret"]) == (pd.Timestamp("2025-04-04"), pytest.approx(-0.3))


def test_what_comes_after_the_day_of_review_is_not_seen() -> None:
    fallen = [100.0, *[90.0] * 24, 120.0]  # regained on the last row alone
    assert reviewed(fallen)["sessions"] == 25
    row = reviewed(fallen, end=24)
    assert row[["regained_on", "sessions", "april_back_on", "april_sessions"]].isna().all()
    assert row["ret_to"] == pytest.approx(-0.1)


def test_april_counts_only_where_all_of_it_lies_between() -> None:
    whole = reviewed(closes(r6=80), end=23)
    assert whole["april_low_ret"] == pytest.approx(-0.2)
    cut = reviewed(closes(r6=80), end=22)
    assert cut[["april_low_date", "april_low_ret", "april_back_on", "april_sessions"]].isna().all()
    assert (cut["low_ret"], cut["low_date"]) == (pytest.approx(-0.2), pd.Timestamp("2025-04-04"))


@pytest.mark.parametrize(
    ("first", "last", "holds"),
    [
        (date(2025, 4, 1), date(2025, 4, 30), True),
        (date(2025, 4, 2), date(2025, 6, 24), False),
        (date(2025, 1, 27), date(2025, 4, 29), False),
        (date(2025, 1, 27), date(2025, 6, 24), True),
    ],
)
def test_the_month(first: date, last: date, holds: bool) -> None:
    assert holds_april(first, last) is holds


def test_one_that_never_stood_lower_was_back_at_once() -> None:
    row = reviewed([100.0, *[101.0] * 25])
    assert (row["april_low_ret"], row["april_sessions"], row["sessions"]) == (pytest.approx(0.01), 0, 1)


def test_gaps_stay_gaps() -> None:
    without_base = reviewed([NAN, *[90.0] * 25])
    assert without_base.isna().all()
    assert list(without_base.index) == list(COLUMNS)
    ended = reviewed([100.0, 90, 80, *[NAN] * 23])
    assert ended[["april_low_ret", "ret_to", "sessions"]].isna().all()
    assert (ended["low_ret"], ended["event_ret"]) == (pytest.approx(-0.2), pytest.approx(-0.1))
    halted = reviewed([100.0, NAN, *[80.0] * 24])
    assert np.isnan(halted["event_ret"])
    assert halted["low_date"] == pd.Timestamp("2025-03-31")


prices = st.lists(st.integers(1, 9).map(float) | st.just(NAN), min_size=26, max_size=26)


@given(prices, prices)
def test_to_the_last_row_it_agrees_with_the_way_back(first: list[float], second: list[float]) -> None:
    made = panel({"A": first, "B": second}, "2025-03-27")
    session, end = SESSIONS[EVENT].date(), SESSIONS[END].date()
    back = recovery(made, session, end, ("A", "B"))
    found = review(made.close, EVENT, END).reset_index(drop=True)
    for name in ("regained_on", "sessions", "ret_to"):
        pd.testing.assert_series_equal(found[name], back[name])
    # The low until one looks back is no higher than the low until the price was regained, nor than that of April.
    assert not (found["low_ret"] > back["low_ret"]).any()
    assert not (found["low_ret"] > found["april_low_ret"]).any()
    assert not (found["low_ret"] > found["ret_to"]).any()
