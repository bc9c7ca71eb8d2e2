"""Titles about falls and the way back, true for any selection."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from dashboard.charts import headline_falls as headline

BASE, DAY, LAST = "2025-01-24", "2025-01-27", "2025-12-31"
NAN = np.nan


@pytest.mark.parametrize(
    ("depth", "title"),
    [
        ([-0.848, -0.6, -0.2], "A fell 84.8\u202f% below its high, and 2 of 3 companies lost half or more"),
        ([-0.848, -0.5], "A fell 84.8\u202f% below its high, and both companies lost half or more"),
        ([-0.848, -0.2, 0], "A fell furthest below its high, by 84.8\u202f%"),
        ([0, 0, NAN], "None of the 2 companies closed below its high"),
        ([-0.3], "A fell as far as 30.0\u202f% below its high"),
        ([-0.0002], "A fell less than 0.1\u202f% below its high"),
        ([-0.0002, 0], "A fell furthest below its high, by less than 0.1\u202f%"),
        ([0], "A never closed below its high"),
        ([NAN], "No prices in this range"),
    ],
)
def test_depth_below_high(depth: list[float], title: str) -> None:
    assert headline.depth_below_high(pd.DataFrame({"name": list("ABC")[: len(depth)], "depth": depth})) == title


def test_lowest_day() -> None:
    frame = pd.DataFrame(
        {
            "name": list("ABC"),
            "depth": [-0.2, -0.4, -0.3],
            "valley_date": pd.to_datetime(["2025-04-04", "2025-04-04", "2025-04-08"]),
            "sessions_down": [1, 61, 3],
        }
    )
    # the day furthest below the high, not the day of the lowest price
    assert headline.lowest_day(frame) == "2 of 3 companies were furthest below their high on 4 Apr 2025"
    assert headline.lowest_day(frame[:2]) == "Both companies were furthest below their high on 4 Apr 2025"
    assert headline.lowest_day(frame[1:]) == "B was furthest below its high, 40.0\u202f%, on 4 Apr 2025"
    assert headline.lowest_day(frame[:1]) == "A was furthest below its high on 4 Apr 2025, 1 session after that high"
    assert headline.lowest_day(frame[:0]) == "No company closed below its high"


@pytest.mark.parametrize(
    ("status", "title"),
    [
        ("oorr", "A and B have not recovered from their worst drawdown"),
        ("oooor", "4 of 5 companies have not recovered from their worst drawdown"),
        ("orr", "A has not recovered from its worst drawdown"),
        ("ooo", "None of 3 companies has recovered from its worst drawdown"),
        ("rrr", "All 3 companies have recovered from their worst drawdown"),
        ("r", "A has recovered from its worst drawdown"),
        ("o", "A has not recovered from its worst drawdown"),
        ("", "No company closed below its high"),
    ],
)
def test_unrecovered(status: str, title: str) -> None:
    words = [{"o": "open", "r": "recovered"}[letter] for letter in status]
    assert headline.unrecovered(pd.DataFrame({"name": list("ABCDE")[: len(status)], "status": words})) == title


@pytest.mark.parametrize(
    ("depth", "title"),
    [
        ([-0.754, -0.1, 0], "A ended 75.4\u202f% below its high, the furthest; only C ended at its own"),
        ([-0.754, 0, 0], "A ended 75.4\u202f% below its high, the furthest; 2 of 3 ended at theirs"),
        ([-0.754, -0.1], "A ended 75.4\u202f% below its high, the furthest; none of 2 ended at its own"),
        ([-0.754], "A ended 75.4\u202f% below its high"),
        ([0], "A ended at its high"),
        ([0, 0, 0], "All 3 companies ended at their high"),
        ([NAN], "No prices in this range"),
    ],
)
def test_standing(depth: list[float], title: str) -> None:
    assert headline.standing(pd.DataFrame({"name": list("ABC")[: len(depth)], "depth": depth})) == title


EPISODES = pd.DataFrame(
    {
        "name": ["Marvell", "NVIDIA", "Apple", "Unlisted"],
        "low_ret": [-0.602, -0.339, NAN, NAN],
        "status": ["open", "recovered", "never below", "no price"],
        "sessions": [NAN, 93, 1, NAN],
        "ret_to": [-0.3, 0.3, 0.2, NAN],
        "total_ret": [-0.15, 0.575, 0.2, NAN],
    }
)


def test_episode() -> None:
    reached = "Marvell fell as far as 60.2\u202f% below the close of 24 Jan 2025"
    assert headline.episode(EPISODES, BASE, DAY) == f"{reached} and alone is not back yet"
    assert headline.episode(EPISODES[:1], BASE, DAY) == f"{reached} and is not back yet"
    swapped = EPISODES.assign(status=["recovered", "open", "open", "no price"], low_ret=[-0.602, -0.3, -0.2, NAN])
    assert headline.episode(swapped, BASE, DAY) == f"{reached}; NVIDIA and Apple are not back yet"
    assert headline.episode(EPISODES[2:], BASE, DAY) == "Apple did not fall on 27 Jan 2025"
    assert headline.episode(EPISODES[3:], BASE, DAY) == "No chosen company had a price on 24 Jan 2025"


def test_an_episode_of_next_to_nothing() -> None:
    small = EPISODES[1:2].assign(low_ret=-0.0001)
    assert headline.episode(small, BASE, DAY) == (
        "NVIDIA fell less than 0.1\u202f% below the close of 24 Jan 2025 and is back"
    )


def test_regained() -> None:
    fell = "companies that fell on 27 Jan 2025"
    assert headline.regained(EPISODES[:3], DAY) == f"Of 2 {fell} only NVIDIA regained its price after 93 sessions"
    assert (
        headline.regained(EPISODES[1:3], DAY)
        == "NVIDIA alone fell on 27 Jan 2025 and regained its price after 93 sessions"
    )
    assert headline.regained(EPISODES[:1], DAY) == "Marvell fell on 27 Jan 2025 and has not regained its price"
    assert headline.regained(EPISODES[2:3], DAY) == "Apple did not fall on 27 Jan 2025"
    assert headline.regained(EPISODES[:0], DAY) == "No chosen company had a price before 27 Jan 2025"
    all_fell = pd.DataFrame({"name": list("ABCD"), "low_ret": -0.1, "sessions": [2, 10, 40, NAN]})
    assert (
        headline.regained(all_fell, DAY) == f"3 of 4 {fell} have regained their price, half of these within 10 sessions"
    )
    assert (
        headline.regained(all_fell[:2], DAY)
        == f"Both {fell} have regained their price, half of these within 6 sessions"
    )
    away = all_fell.assign(sessions=NAN)
    assert headline.regained(away, DAY) == f"None of the 4 {fell} has regained its price"


def test_slowest() -> None:
    assert headline.slowest(EPISODES[:3]) == "NVIDIA took longest, 93 sessions; Marvell is not back yet"
    assert headline.slowest(EPISODES[1:3]) == "NVIDIA took longest, 93 sessions; all are back"
    assert headline.slowest(EPISODES[1:2]) == "NVIDIA was back after 93 sessions"
    assert headline.slowest(EPISODES[2:3]) == "Apple closed the event session at or above the price before"
    assert headline.slowest(EPISODES[:1]) == "Marvell is not back yet"
    assert headline.slowest(EPISODES.assign(sessions=NAN)) == "4 companies are not back yet"


def test_nobody_wins_a_tie() -> None:
    tied = EPISODES[:3].assign(sessions=[93, 93, 1])
    assert headline.slowest(tied) == "Marvell and NVIDIA took longest, 93 sessions each; all are back"
    ends = {"chips": 0.44704, "platforms": 0.44698, "grid and cooling": -0.02}
    assert headline.paths(ends, None, LAST) == (
        "Chips and platforms led by 31 Dec 2025 with +44.7\u202f%, grid and cooling came last with −2.0\u202f%"
    )
    assert headline.paths({"chips": 0.0, "platforms": 0.0}, None, LAST) == "Both segments 0.0\u202f% by 31 Dec 2025"


def test_paths() -> None:
    ends = {"chips": 0.447, "grid and cooling": -0.02, "gone": NAN}
    assert headline.paths(ends, ("S&P 500", 0.122), LAST) == (
        "Chips led by 31 Dec 2025 with +44.7\u202f%, grid and cooling came last with −2.0\u202f%; S&P 500 +12.2\u202f%"
    )
    assert headline.paths({"chips": 0.447}, ("S&P 500", NAN), LAST) == "Chips +44.7\u202f% by 31 Dec 2025"
    assert headline.paths({"chips": NAN}, None, LAST) == "The path since the event"


def test_buyers_and_since() -> None:
    assert headline.buyers(EPISODES, DAY, LAST) == (
        "A buyer was ahead in 2 of 3 companies by 31 Dec 2025; the median is +20.0\u202f%"
    )
    assert headline.buyers(EPISODES[1:2], DAY, LAST) == (
        "A buyer of NVIDIA at the close of 27 Jan 2025 had +57.5\u202f% by 31 Dec 2025"
    )
    assert headline.buyers(EPISODES, DAY, DAY) == "A buyer at the close of 27 Jan 2025 has nothing gained or lost yet"
    nobody = "No chosen company has prices on 27 Jan 2025 and 31 Dec 2025"
    assert headline.buyers(EPISODES[3:], DAY, LAST) == headline.since(EPISODES[3:], DAY, LAST) == nobody
    assert headline.since(EPISODES, BASE, LAST) == (
        "2 of 3 companies stood above their close of 24 Jan 2025 on 31 Dec 2025"
    )
    assert headline.since(EPISODES[:1], BASE, LAST) == (
        "Marvell stood 30.0\u202f% below its close of 24 Jan 2025 on 31 Dec 2025"
    )
    assert headline.since(EPISODES[:1].assign(ret_to=0.0), BASE, LAST).startswith("Marvell stood at its close of")
