"""Timeline: prices over events, the table of dates with the session each maps to, and where dates differ."""

from __future__ import annotations

import json
from typing import Any

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from tests.support.pages import elements, open_page


def figure(session: AppTest) -> dict[str, Any]:
    (spec,) = [e.proto.spec for e in elements(session) if e.type == "plotly_chart"]
    parsed: dict[str, Any] = json.loads(spec)
    return parsed


def lines(session: AppTest) -> list[str]:
    drawn = [trace["name"] for trace in figure(session)["data"] if trace.get("mode") == "lines"]
    return [name for name in drawn if name != "known to the month"]


def plain(text: str) -> str:
    return text.replace("\\", "").replace("\u202f", " ").replace("\u00a0", " ")


def events(session: AppTest) -> pd.DataFrame:
    frame: pd.DataFrame = session.dataframe[0].value
    return frame


def captions(session: AppTest) -> list[str]:
    return [plain(caption.value) for caption in session.caption]


def test_it_opens_with_what_came_before_the_shock() -> None:
    # 3, 10, 13, 15, 20 (two), 21, 24 and 26 January
    session = open_page("timeline")
    assert plain(session.title[0].value) == "9 events in the 30 days before 27 Jan 2025, 3 of them by DeepSeek"


def test_without_a_choice_the_five_largest_losses_and_the_benchmark_are_drawn_and_that_is_said() -> None:
    session = open_page("timeline")
    assert set(lines(session)) == {"NVIDIA", "Broadcom", "TSMC", "Alphabet", "Oracle", "S&P 500"}
    assert any("the five that lost most dollars on 27 Jan 2025 are drawn" in text for text in captions(session))


def test_chosen_companies_are_drawn_instead() -> None:
    session = open_page("timeline", co=["NVDA", "AAPL"], bench="QQQ")
    assert set(lines(session)) == {"NVIDIA", "Apple", "Nasdaq-100 fund"}
    assert not any("No company is chosen" in text for text in captions(session))


def test_a_holiday_a_sunday_and_an_evening_map_forward_and_say_so() -> None:
    rows = events(open_page("timeline")).set_index("title")
    assert rows.loc["DeepSeek-R1", ["date", "maps"]].to_list() == ["2025-01-20", "closed on Monday, so Tuesday"]
    assert rows.loc["DeepSeek-R1", "session"] == pd.Timestamp("2025-01-21")
    app = rows.loc["DeepSeek app is the top free app in the US App Store"]
    assert (app["date"], app["maps"], app["session"]) == ("2025-01-26", "Sunday, so Monday", pd.Timestamp("2025-01-27"))
    tariffs = rows.loc["Reciprocal tariffs announced"]
    assert tariffs["maps"] == "after the close, so Thursday"
    assert tariffs["session"] == pd.Timestamp("2025-04-03")
    assert rows.loc["Janus-Pro", "maps"] == "that day"


def test_every_date_says_its_source_and_certainty() -> None:
    rows = events(open_page("timeline", basis="all"))
    assert set(rows["status"]) == {"verified", "recalled"}
    r1 = rows[rows["title"] == "DeepSeek-R1"].set_index("dated_by")
    assert r1.loc["first arXiv version", "source"] == "arXiv:2501.12948"
    assert r1.loc["article: CNBC", "date"] == "2025-01-27"
    assert "wrong" in r1.loc["article: CNBC", "note"]
    assert r1.loc["article: Daiwa", "maps"] == "only the month is known"


def test_the_dating_basis_decides_the_dates() -> None:
    rows = events(open_page("timeline", basis="arxiv")).set_index("title")
    assert rows.loc["DeepSeek-R1", "date"] == "2025-01-22"
    assert set(rows["dated_by"]) == {"first arXiv version"}


def test_disagreement_is_said_at_the_top_and_listed() -> None:
    session = open_page("timeline")
    (deck,) = [e.proto.body for e in elements(session) if e.type == "html" and "class='deck'" in e.proto.body]
    assert "DeepSeek-R1 is dated 20, 22 and 27 Jan 2025" in deck
    differing = session.dataframe[1].value.set_index("title")
    assert differing.loc["DeepSeek-R1", ["launch", "arxiv", "sessions", "apart"]].to_list() == [
        "2025-01-20",
        "2025-01-22",
        3,
        7,
    ]
    assert "CNBC 27 Jan 2025" in differing.loc["DeepSeek-R1", "others"]


def test_a_month_that_holds_the_day_is_no_disagreement() -> None:
    assert "Llama 4 Scout and Maverick" not in set(open_page("timeline").dataframe[1].value["title"])


def test_organisations_and_kinds_narrow_the_events() -> None:
    rows = events(open_page("timeline", org="US government", kind="policy"))
    assert set(rows["organisation"]) == {"US government"}
    assert set(rows["kind"]) == {"policy"}


def test_prices_are_rebased_to_any_day_on_either_scale() -> None:
    session = open_page("timeline", base="day", baseday="2025-01-26", scale="log", co="NVDA")
    assert figure(session)["layout"]["yaxis"]["type"] == "log"
    # a Sunday: the Friday before
    assert "24 Jan 2025 = 100" in plain(json.dumps(figure(session), ensure_ascii=False))
    first = open_page("timeline", base="first", from_="2025-01-18", to="2025-03-31", co="NVDA")
    assert "21 Jan 2025 = 100" in plain(json.dumps(figure(first), ensure_ascii=False))


def test_a_company_not_yet_listed_on_the_base_day_is_named() -> None:
    session = open_page("timeline", base="first", co=["NVDA", "ARM"])
    assert "Arm" not in lines(session)
    assert any("Left out, without a close on 1 Jun 2023: Arm." in text for text in captions(session))


VIEWS: list[dict[str, Any]] = [
    {"seg": "chips"},
    {"event": "liberation-day-tariffs"},
    {"event": "deepseek-r1"},
    {"event": "date", "on": "2023-06-02"},
    {"event": "nvidia-earnings-q3-fy2026"},
    {"co": ["SNOW", "BABA"]},
    {"from_": "2025-12-30"},
    {"from_": "2025-01-20", "to": "2025-01-20"},
    {"from_": "2025-01-21", "to": "2025-01-31", "basis": "all", "scale": "log"},
    {"basis": "arxiv_revision"},
    {"co": "ARM", "base": "first"},
    {"to": "2024-01-31"},
]


@pytest.mark.parametrize("view", VIEWS)
def test_other_choices_draw_the_figure(view: dict[str, Any]) -> None:
    session = open_page("timeline", **view)
    assert not session.exception
    assert not session.error
    assert not session.warning
    assert figure(session)["data"]


def test_an_empty_range_is_one_sentence() -> None:
    session = open_page("timeline", from_="2025-12-25", to="2025-12-25")
    assert not session.exception
    assert [note.value for note in session.info] == [
        "Neither a session nor a matching event lies in this range; choose a longer one or other organisations."
    ]


@pytest.mark.parametrize("parameter", ["basis", "org", "kind", "scale", "base"])
def test_a_value_that_does_not_fit_is_named(parameter: str) -> None:
    session = open_page("timeline", **{parameter: "nonsense"})
    assert not session.exception
    assert [f"{parameter}=nonsense" in plain(note.value) for note in session.warning] == [True]


@pytest.mark.parametrize("view", [{"from_": "2025-12-30", "base": "first"}, {"org": "xAI", "kind": "policy"}])
def test_without_events_one_sentence_stands_in_place_of_their_table(view: dict[str, Any]) -> None:
    session = open_page("timeline", **view)
    assert [note.value for note in session.info] == [
        "No event fits the organisations, kinds and dating basis chosen above in this range; widen one of them."
    ]
    assert not any("event" in heading.value for heading in session.subheader)
    written = plain(json.dumps(figure(session), ensure_ascii=False))
    assert "Source: embedded prices, as of 31 Dec 2025" in written
    assert "events as listed" not in written
    assert "above events" not in written


def test_where_no_dollars_are_known_it_says_how_companies_were_picked() -> None:
    # no share count is known that day, so the picks are falls and a rise
    session = open_page("timeline", event="date", on="2023-06-02")
    assert any("the deepest falls and the largest rise on 2 Jun 2023 are drawn" in text for text in captions(session))
    some = captions(open_page("timeline", event="date", on="2024-03-01"))
    assert not any("moved most" in text for text in some)


def test_a_company_that_closed_where_it_did_before_did_not_move() -> None:
    session = open_page("timeline", event="date", on="2023-06-02", co="META", from_="2023-06-01", to="2023-06-02")
    (alt,) = [e.proto.alt for e in elements(session) if e.type == "plotly_chart"]
    assert plain(alt).startswith("Meta did not move, 1 Jun – 2 Jun 2023. Line chart of the prices of 2 series")
