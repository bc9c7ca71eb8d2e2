"""Titles that stay true for any selection."""

from __future__ import annotations

import numpy as np
import pandas as pd

from dashboard.charts import headline

DAY = "2025-01-27"


def test_furthest(sell_off: pd.DataFrame) -> None:
    assert headline.furthest(sell_off, DAY) == "Vertiv and Broadcom fell furthest, by 29.9\u202f% and 17.4\u202f%"
    assert headline.furthest(sell_off.head(1), DAY) == "NVIDIA fell by 17.0\u202f%"
    assert headline.furthest(sell_off[3:5], DAY) == "No company fell on 27 Jan 2025"
    assert headline.furthest(sell_off.tail(1), DAY) == "Returns on 27 Jan 2025"


def test_extremes(sell_off: pd.DataFrame) -> None:
    assert headline.extremes(sell_off, DAY) == "Vertiv and Broadcom fell most; Salesforce and Apple rose most"
    assert headline.extremes(sell_off.head(3), DAY) == "All 3 fell"
    assert headline.extremes(sell_off[3:5], DAY) == "All 2 rose"
    assert headline.extremes(sell_off.tail(1), DAY) == "Returns on 27 Jan 2025"


def test_dollars(sell_off: pd.DataFrame) -> None:
    assert headline.dollars_lost(sell_off, DAY) == "$800\u202fbn gone in a day: NVIDIA is 74\u202f% of it"
    assert headline.dollars_lost(sell_off.head(1), DAY) == "NVIDIA lost $590\u202fbn in a day"
    assert headline.dollars_lost(sell_off[3:], DAY) == "No market value known to be lost on 27 Jan 2025"
    assert headline.net_change(sell_off) == (
        "Together the companies lost $693\u202fbn, chips the most with $790\u202fbn"
    )
    assert headline.net_change(sell_off[3:4]) == "Together the companies gained $107\u202fbn"
    assert headline.net_change(sell_off.tail(1)) == "Market value by segment"


def test_moves() -> None:
    assert headline.moved_by("NVIDIA", 142.62, 118.42, "2025-01-24", DAY) == (
        "NVIDIA fell 17.0\u202f% from 24 Jan to 27 Jan 2025"
    )
    assert headline.moved_by("RSP", 100, 100.01, "2024-12-31", "2025-01-02") == (
        "RSP did not move from 31 Dec 2024 to 2 Jan 2025"
    )
    assert headline.deepest("Super Micro", -0.801) == "Super Micro fell furthest below its high, by 80.1\u202f%"
    assert headline.deepest("Steady", 0.0) == "Steady stayed at its high"


def test_recovered() -> None:
    sessions = pd.DataFrame({"sessions": [1, 16, 93, np.nan]})
    assert headline.recovered(sessions) == "3 of 4 are back, half of these within 16 sessions"
    assert headline.recovered(sessions.head(3)) == "All 3 are back, the last after 93 sessions"
    assert headline.recovered(sessions.head(1)) == "The company is back, after 1 session"
    assert headline.recovered(sessions.tail(1)) == "The company is not back yet"
    assert headline.recovered(sessions.tail(1).iloc[[0, 0]]) == "None of 2 companies has regained its price"


def test_ranks(market_value: pd.DataFrame) -> None:
    assert headline.ranks(market_value) == "NVIDIA went from 1 to 2 by market value; Apple leads"
    assert headline.ranks(market_value[1:2]) == "Broadcom stayed the largest company followed here"
    assert headline.ranks(market_value.tail(1)) == "Market value before and after"


def test_one_day_tells_of_the_average_share(sell_off: pd.DataFrame) -> None:
    start = "NVIDIA lost $590\u202fbn in one day"
    assert headline.one_day(sell_off, DAY, 0.0004) == f"{start}, and the average share did not move"
    assert headline.one_day(sell_off, DAY, -0.0146) == f"{start}, and the average share fell 1.5\u202f%"
    assert headline.one_day(sell_off, DAY, 0.01) == f"{start}, while the average share rose 1.0\u202f%"
    assert headline.one_day(sell_off, DAY, None) == start
    assert headline.one_day(sell_off[3:5], DAY, np.nan) == "No company fell on 27 Jan 2025"


def test_moves_of_a_few(sell_off: pd.DataFrame) -> None:
    assert headline.moves(sell_off[2:4]) == "Vertiv fell 29.9\u202f% and Apple rose 3.2\u202f%"
    assert headline.moves(sell_off.tail(1)) == ""
