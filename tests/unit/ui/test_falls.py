"""Whom the pages on drawdowns and on the way back point out, and the end that a return can have."""

from __future__ import annotations

import datetime as dt

import pandas as pd
import pytest

from dashboard.ui import falls
from dashboard.ui.until import resolve
from tests.support.panels import NAN, frame, panel

PRICES = panel({"A": [90, 100, 80, 70, 70, 100]})  # sessions 2, 3, 6, 7, 8, 10 Jan 2025
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


def test_late_starts_are_named() -> None:
    close = frame({"NVDA": [1, 2], "ARM": [NAN, 2], "GEV": [NAN, NAN]})
    assert falls.late_starts(close) == "Prices begin later for Arm and GE Vernova."
    assert falls.late_starts(close[["NVDA"]]) == ""


def test_of_many_the_deepest_the_dearest_and_the_furthest_are_pointed_out() -> None:
    names = list("ABCDEFGH")
    worst = pd.DataFrame({"ticker": names, "depth": [-0.1, -0.9, -0.2, -0.3, -0.2, -0.2, -0.2, -0.2], "loss_bn": 1.0})
    worst.loc[2, "loss_bn"] = 7.0
    now = pd.DataFrame({"ticker": names, "depth": [-0.5, -0.4, 0, 0, 0, 0, 0, 0]})
    assert falls.telling_falls(worst, now) == ["B", "C", "A"]
    assert falls.telling_falls(worst[:3], now[:3]) == ["B"]
    assert falls.telling_falls(worst[:0], now) == ["A"]


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
