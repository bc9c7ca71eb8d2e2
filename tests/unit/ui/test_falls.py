"""Whom the pages on drawdowns and on the way back point out, and the end that a return can have."""

from __future__ import annotations

import datetime as dt

import pandas as pd
import pytest

from dashboard.ui import falls
from dashboard.ui.until import Until, resolve
from tests.support.panels import NAN, frame

PRICES = frame({"A": [90, 100, 80, 70, 70, 100]})  # sessions 2, 3, 6, 7, 8, 10 Jan 2025
EVENT = dt.date(2025, 1, 6)


@pytest.mark.parametrize(
    ("day", "session", "note"),
    [
        ("2025-01-10", "2025-01-10", None),
        ("2025-01-06", "2025-01-06", None),
        (
            "2025-01-09",
            "2025-01-08",
            (
                "The exchange was closed on Thursday 9 Jan 2025; returns end on the last session before, "
                "Wednesday 8 Jan 2025."
            ),
        ),
        (
            "2025-01-03",
            "2025-01-10",
            "3 Jan 2025 lies before the event session, 6 Jan 2025; returns end on 10 Jan 2025 instead.",
        ),
    ],
)
def test_a_return_ends_on_a_session_not_before_the_event(day: str, session: str, note: str | None) -> None:
    end = resolve(PRICES, EVENT, dt.date.fromisoformat(day))
    assert (end.session.isoformat(), end.note) == (session, note)


def test_a_series_that_goes_on_alone_does_not_move_the_end() -> None:
    prices = frame({"A": [90, 100, 80, 70, NAN, NAN], "B": [1, 1, 1, 1, NAN, NAN], "NEW": [1, 1, 1, 1, 1, NAN]})
    before, late = dt.date(2025, 1, 3), dt.date(2025, 1, 10)
    assert resolve(prices, EVENT, before).session == dt.date(2025, 1, 7)
    assert resolve(prices, EVENT, dt.date(2025, 1, 8)) == Until(dt.date(2025, 1, 8), None)
    assert resolve(prices, EVENT, late) == Until(
        dt.date(2025, 1, 7),
        "The prices of the chosen companies end on 8 Jan 2025; returns end on 7 Jan 2025, as most of them do.",
    )


def test_sessions_are_counted_to_the_last_close_of_each_series() -> None:
    assert falls.sessions_stored(frame({"A": [1, 2, NAN], "B": [NAN, NAN, 3], "C": [1, NAN, NAN]})) == {
        "A": 2,
        "B": 3,
        "C": 1,
    }


def test_late_starts_are_named() -> None:
    close = frame({"NVDA": [1, 2], "ARM": [NAN, 2], "GEV": [NAN, NAN]})
    assert falls.late_starts(close) == "Prices begin later for Arm. No prices in this range: GE Vernova."
    assert falls.late_starts(close[["GEV"]]) == "No prices in this range: GE Vernova."
    assert falls.late_starts(close[["NVDA"]]) == ""


def test_of_many_the_deepest_the_dearest_and_the_furthest_are_pointed_out() -> None:
    names = list("ABCDEFGH")
    worst = pd.DataFrame(
        {
            "ticker": names,
            "segment": names,
            "depth": [-0.1, -0.9, -0.2, -0.3, -0.2, -0.2, -0.2, -0.2],
            "loss_bn": 1.0,
        }
    )
    worst.loc[2, "loss_bn"] = 7.0
    now = pd.DataFrame({"ticker": names, "segment": names, "depth": [-0.5, -0.4, 0, 0, 0, 0, 0, 0]})
    assert falls.telling_falls(worst, now) == ["B", "C", "A"]
    assert falls.telling_falls(worst[:3], now[:3]) == ["B"]
    assert falls.telling_falls(worst[:0], now) == ["A"]


def test_no_two_thick_lines_have_the_same_colour() -> None:
    names = [f"{letter}{number}" for letter in "ABC" for number in range(5)]
    worst = pd.DataFrame(
        {"ticker": names, "segment": [name[0] for name in names], "depth": range(-15, 0), "loss_bn": range(15)}
    )
    picked = falls.telling_falls(worst, worst[["ticker", "segment", "depth"]])
    # deepest A0; most dollars C4; then, of the segment left, the deepest
    assert picked == ["A0", "C4", "B0"]


def test_ties_for_the_longest_wait_are_named_or_counted() -> None:
    waits = pd.DataFrame({"name": list("ABCD"), "sessions": [1, 9, 9, 9]})
    assert falls.longest_waits(waits[:2]) == "B"
    assert falls.longest_waits(waits[:3]) == "B and C"
    assert falls.longest_waits(waits) == "3 companies"


def test_an_index_holds_no_dividends() -> None:
    assert falls.price_only(["NVDA", "^GSPC", "SPY", "FOO"]) == ["S&P 500"]


def test_the_episodes_of_the_deepest_company_come_first() -> None:
    episodes = pd.DataFrame({"ticker": list("AABB"), "rank": [1, 2, 1, 2], "depth": [-0.3, -0.2, -0.4, -0.1]})
    assert falls.in_order(episodes)[["ticker", "rank"]].to_numpy().tolist() == [["B", 1], ["B", 2], ["A", 1], ["A", 2]]


def test_segments_are_named_with_their_number_or_by_a_word() -> None:
    names = ["chips", "servers and networks", ""]
    members = pd.Series({"chips": 11, "servers and networks": 2, "": 1})
    assert list(falls.segment_labels(names, members, short=False).values()) == [
        "chips (11)", "servers and networks (2)", "others (1)",
    ]  # fmt: skip
    assert list(falls.segment_labels(names, members, short=True).values()) == ["chips", "servers", "others"]
