"""Titles that stay true for any selection."""

from __future__ import annotations

import numpy as np
import pandas as pd

from dashboard.charts import format as fmt
from dashboard.charts import headline

DAY = "2025-01-27"


def test_furthest(sell_off: pd.DataFrame) -> None:
    assert headline.furthest(sell_off, DAY) == "Vertiv and Broadcom fell furthest, by 29.9\u202f% and 17.4\u202f%"
    assert headline.furthest(sell_off.head(1), DAY) == "NVIDIA fell 17.0\u202f%"
    assert headline.furthest(sell_off[3:5], DAY) == "None of 2 companies fell on 27 Jan 2025"
    assert headline.furthest(sell_off.tail(1), DAY) == "Returns on 27 Jan 2025"


def test_extremes(sell_off: pd.DataFrame) -> None:
    assert headline.extremes(sell_off, DAY) == "Vertiv and Broadcom fell most; Salesforce and Apple rose most"
    assert headline.extremes(sell_off.head(3), DAY) == "All 3 companies fell"
    assert headline.extremes(sell_off[3:5], DAY) == "All 2 companies rose"
    assert headline.extremes(sell_off.tail(1), DAY) == "Returns on 27 Jan 2025"


def test_dollars(sell_off: pd.DataFrame) -> None:
    assert headline.dollars_lost(sell_off, DAY) == "$800\u202fbn gone in a day: NVIDIA is 74\u202f% of it"
    assert headline.dollars_lost(sell_off.head(1), DAY) == "NVIDIA lost $590\u202fbn in a day"
    assert headline.dollars_lost(sell_off[3:], DAY) == "Apple lost no market value on 27 Jan 2025"
    none = "None of 2 companies with a known share count lost market value on 27 Jan 2025"
    assert headline.dollars_lost(sell_off[3:5].assign(loss_bn=-1.0), DAY) == none
    assert headline.dollars_lost(sell_off.head(0), DAY) == "No market value known to be lost on 27 Jan 2025"
    assert headline.net_change(sell_off) == (
        "Together the companies lost $693\u202fbn, chips the most with $790\u202fbn"
    )
    assert headline.net_change(sell_off[3:4]) == "Together the companies gained $107\u202fbn"
    # 107 gained and 210 gained: the larger gain is named, not the smaller loss
    rose = sell_off[3:5].assign(loss_bn=[-107.0, -210.0])
    assert headline.net_change(rose) == (
        "Together the companies gained $317\u202fbn, software and other the most with $210\u202fbn"
    )
    assert headline.net_change(sell_off.tail(1)) == "Market value by segment"


def test_ranks(market_value: pd.DataFrame) -> None:
    assert headline.ranks(market_value) == "NVIDIA went from number 1 to 2 by market value; Apple leads"
    assert headline.ranks(market_value[1:2]) == ("Broadcom stayed number 3 of the companies with a known share count")
    assert headline.ranks(market_value[3:4]) == "Apple went from number 2 to 1 by market value"
    assert headline.ranks(market_value.tail(1)) == "Market value before and after"


def test_concentration(sell_off: pd.DataFrame) -> None:
    # 590 of 800 is 74 %; of 300, 300 and 200 the first two are needed for half
    assert headline.concentration(sell_off) == "NVIDIA makes up 74\u202f% of the losses"
    even = sell_off.head(3).assign(loss_bn=[300.0, 300.0, 200.0])
    assert headline.concentration(even) == "NVIDIA and Broadcom make up 75\u202f% of the losses"
    assert headline.concentration(sell_off.head(2)) == "Value lost, company by company"
    assert headline.concentration(sell_off.iloc[[2, 0, 1] * 3].assign(loss_bn=1.0)) == (
        "5 of 9 companies make up 56\u202f% of the losses"
    )


def test_yen(sell_off: pd.DataFrame) -> None:
    assert fmt.yen_bn(92_300.0) == "¥92.3\u202ftrn"
    assert fmt.yen_bn(-156.0, sign=True) == "−¥0.156\u202ftrn"
    assert fmt.yen_bn(None) == "–"
    yen = sell_off.assign(loss_bn=sell_off["loss_bn"] * 150)
    assert headline.dollars_lost(yen, DAY, fmt.MONEY["JPY"]) == "¥120\u202ftrn gone in a day: NVIDIA is 74\u202f% of it"
    assert headline.net_change(yen[3:4], fmt.MONEY["JPY"]) == "Together the companies gained ¥16.1\u202ftrn"


def test_one_day_tells_of_the_average_share(sell_off: pd.DataFrame) -> None:
    start = "NVIDIA lost $590\u202fbn in one day"
    assert headline.one_day(sell_off, DAY, 0.0004) == f"{start}, and the average share did not move"
    assert headline.one_day(sell_off, DAY, -0.0146) == f"{start}, and the average share fell 1.5\u202f%"
    assert headline.one_day(sell_off, DAY, 0.01) == f"{start}, while the average share rose 1.0\u202f%"
    assert headline.one_day(sell_off, DAY, None) == start
    assert headline.one_day(sell_off[3:5], DAY, np.nan) == "None of 2 companies fell on 27 Jan 2025"


def test_moves_of_a_few(sell_off: pd.DataFrame) -> None:
    assert headline.moves(sell_off[2:4]) == "Vertiv fell 29.9\u202f% and Apple rose 3.2\u202f%"
    assert headline.moves(sell_off.tail(1)) == ""


def test_no_move_and_the_smallest_ones_are_not_written_as_none(sell_off: pd.DataFrame) -> None:
    still = sell_off.head(3).assign(ret=[0.0, 0.0004, -0.0004])
    assert headline.moves(still) == (
        "NVIDIA did not move, Broadcom rose less than 0.1\u202f% and Vertiv fell less than 0.1\u202f%"
    )
    assert headline.furthest(still, DAY) == "Vertiv fell furthest, by less than 0.1\u202f%"
    assert headline.furthest(still.head(1), DAY) == "NVIDIA did not move"
    assert fmt.size(-0.0005) == "0.1\u202f%"
