"""The page on the way back, as a reader sees it."""

from __future__ import annotations

import json
from typing import Any

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from tests.support.pages import open_page

NBSP = "\u202f"


def alts(session: AppTest) -> list[str]:
    return [chart.proto.alt for chart in session.get("plotly_chart")]


def texts(session: AppTest) -> str:
    return " ".join(part.proto.body for part in session.get("html"))


def sheet(session: AppTest) -> pd.DataFrame:
    return session.dataframe[0].value.set_index("ticker")


def test_the_default_view() -> None:
    session = open_page("recovery")
    assert session.title[0].value == (
        "43 of 44 companies that fell on 27 Jan 2025 have regained their price, half of these within 75 sessions"
    )
    assert "7 of 51 did not fall on 27 Jan 2025." in texts(session)
    path, bars, buyers, *_ = alts(session)
    assert path.startswith("Servers and networks led by 31 Dec 2025")
    assert bars.startswith("Hubbell took longest, 191 sessions; Marvell is not back yet.")
    assert buyers.startswith(f"A buyer was ahead in 44 of 51 companies by 31 Dec 2025; the median is +56.5{NBSP}%.")
    assert len(sheet(session)) == 51
    assert sheet(session).index[0] == "MRVL"


def test_one_company_to_the_cent() -> None:
    # Closes: 142.62 on 24 Jan 2025, 118.42 on 27 Jan, 94.31 on 4 Apr, 186.50 on 31 Dec; four dividends of one cent.
    row = sheet(open_page("recovery", co="NVDA")).loc["NVDA"]
    assert row["close_before"] == pytest.approx(142.62)
    assert (row["regained_on"], row["sessions"]) == (pd.Timestamp("2025-06-09"), 93)
    assert row["low_ret"] == pytest.approx(94.31 / 142.62 - 1, abs=1e-4)
    assert row["ret_from_event_close"] == pytest.approx(186.50 / 118.42 - 1, abs=1e-4)
    assert row["ret_to"] == pytest.approx(186.50 / 142.62 - 1, abs=1e-4)
    assert row["ret_from_event_close"] < row["total_ret"] < row["ret_from_event_close"] + 0.001
    assert row["total_ret"] / row["ret_from_event_close"] == pytest.approx(1, abs=0.001)


def test_a_path_of_one_company_is_its_own() -> None:
    (path, *_) = alts(open_page("recovery", co="NVDA"))
    assert path.startswith(f"Chips +30.8{NBSP}% by 31 Dec 2025; S&P 500 +12.2{NBSP}%.")  # 186.50 / 142.62


def test_a_return_that_ends_on_the_day_of_the_low() -> None:
    session = open_page("recovery", co="NVDA", until="2025-04-04")
    assert sheet(session).loc["NVDA", "ret_from_event_close"] == pytest.approx(94.31 / 118.42 - 1, abs=1e-4)
    assert sheet(session).loc["NVDA", "sessions"] == 93
    assert not session.info


def test_an_end_on_a_saturday_moves_to_the_session_before_and_says_so() -> None:
    session = open_page("recovery", co="NVDA", until="2025-04-05")
    assert [note.value for note in session.info] == [
        "The exchange was closed on Saturday 5 Apr 2025; returns end on the last session before, Friday 4 Apr 2025."
    ]
    assert sheet(session).loc["NVDA", "ret_from_event_close"] == pytest.approx(94.31 / 118.42 - 1, abs=1e-4)


def test_an_end_before_the_event_gives_way_and_says_so() -> None:
    session = open_page("recovery", until="2024-06-07")
    assert [note.value for note in session.info] == [
        "7 Jun 2024 lies before the event session, 27 Jan 2025; returns end on 31 Dec 2025 instead."
    ]
    assert len(alts(session)) == 5


def test_an_end_that_is_no_date_is_named() -> None:
    (note,) = open_page("recovery", until="soon").warning
    assert note.value.replace("\\", "") == (
        "The address asks for until=soon, which does not fit “Returns end on”; shown instead: 31 Dec 2025."
    )


@pytest.mark.parametrize(
    "parameters",
    [
        {"seg": "chips"},
        {"event": "liberation-day-tariffs"},
        {"event": "deepseek-r1"},
        {"event": "date", "on": "2023-06-02"},
        {"event": "nvidia-earnings-q3-fy2026"},
        {"co": ["SNOW", "BABA"]},
        {"bench": "SMH"},
        {"co": "TLN", "event": "date", "on": "2023-06-05"},
    ],
)
def test_other_views_hold_their_figures(parameters: dict[str, Any]) -> None:
    session = open_page("recovery", **parameters)
    assert not session.exception
    assert not session.error
    assert not session.warning
    assert len(alts(session)) == 5


def test_a_day_that_nobody_fell() -> None:
    session = open_page("recovery", co=["SNOW", "BABA"])
    assert session.title[0].value == "None of 2 companies fell on 27 Jan 2025"
    assert "Regained their price" not in texts(session)


def test_the_last_session_leaves_a_buyer_with_nothing_yet() -> None:
    session = open_page("recovery", event="date", on="2025-12-31")
    assert [note.value for note in session.info] == [
        "A buyer at the close of 31 Dec 2025 has nothing gained or lost yet."
    ]
    assert len(alts(session)) == 4


def test_companies_that_were_not_listed_are_one_sentence() -> None:
    session = open_page("recovery", event="date", on="2023-06-02", co=["GEV", "ARM"])
    assert session.title[0].value == "No chosen company had a price before 2 Jun 2023"
    assert [note.value for note in session.info] == ["Choose other companies, or a later event."]
    assert not alts(session)


def figures(session: AppTest) -> list[dict[str, Any]]:
    return [json.loads(chart.proto.spec) for chart in session.get("plotly_chart")]


def words(figure: dict[str, Any]) -> str:
    return " ".join(note["text"].replace("<br>", " ") for note in figure["layout"]["annotations"])


def test_an_index_without_dividends_is_said_to_be_one() -> None:
    session = open_page("recovery")
    assert "price index, without dividends" in texts(session)
    _, _, buyers, *_ = figures(session)
    assert "S&P 500 is a price index, without dividends" in words(buyers)
    fund = open_page("recovery", bench="SPY")
    assert "price index" not in texts(fund)
    assert "price index" not in words(figures(fund)[2])


def test_colours_of_the_bars_have_a_key_and_no_bar_stands_for_those_that_did_not_fall() -> None:
    _, bars, *_ = figures(open_page("recovery"))
    for segment in ("chips", "chip\u00a0making", "platforms"):
        assert f">{segment}</span>" in words(bars)
    (trace,) = bars["data"]
    unfallen = [length for length, text in zip(trace["x"], trace["text"], strict=True) if text == "did not fall"]
    assert unfallen == [0.0] * 7
    assert "1" not in trace["text"]
