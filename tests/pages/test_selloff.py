"""Sell-off: the finding, the bars, the table and the candles of one company, for any event and any companies."""

from __future__ import annotations

import json
from typing import Any

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from dashboard import tables
from tests.support.pages import elements, open_page


def figures(session: AppTest) -> list[dict[str, Any]]:
    return [json.loads(e.proto.spec) for e in elements(session) if e.type == "plotly_chart"]


def titles(session: AppTest) -> list[str]:
    """Return the text alternatives, which begin with the titles."""
    return [e.proto.alt for e in elements(session) if e.type == "plotly_chart"]


def plain(text: str) -> str:
    return text.replace("\\", "").replace("\u202f", " ").replace("\u00a0", " ")


def table(session: AppTest) -> pd.DataFrame:
    return session.dataframe[0].value.set_index("ticker")


def test_the_shock_opens_with_its_finding() -> None:
    session = open_page("selloff")
    assert plain(session.title[0].value) == "Credo and Vertiv fell furthest, by 30.9 % and 29.9 %"
    (deck,) = [e.proto.body for e in elements(session) if e.type == "html" and "class='deck'" in e.proto.body]
    assert "Monday 27 Jan 2025: 44 of 51 companies followed here fell." in plain(deck)
    assert "Medians: −7.2 % at the open, −12.4 % at the low, −11.4 % at the close." in plain(deck)
    assert "S&amp;P 500: −1.5 %" in plain(deck)


def test_the_table_holds_every_company_with_its_figures() -> None:
    shown = table(open_page("selloff"))
    assert len(shown) == 51
    nvidia = shown.loc["NVDA"]
    # 142.62 before, 124.80 at the open, 116.70 at the low, 118.42 at the close
    assert nvidia["ret"] == pytest.approx(118.42 / 142.62 - 1)
    assert nvidia["gap"] == pytest.approx(124.80 / 142.62 - 1, abs=5e-5)
    assert nvidia["low_ret"] == pytest.approx(116.70 / 142.62 - 1, abs=5e-5)
    assert nvidia["loss_bn"] == pytest.approx(592.7, abs=0.05)
    assert int(shown["loss_bn"].isna().sum()) == 10


def test_the_missing_dollars_are_explained() -> None:
    captions = [plain(caption.value) for caption in open_page("selloff").caption]
    assert any("10 companies have no known share count, so no dollars." in text for text in captions)


def test_the_bars_stand_in_two_parts_on_one_axis_and_hold_every_company() -> None:
    first, second, *_ = figures(open_page("selloff"))
    assert len(first["data"][0]["text"]) + len(second["data"][0]["text"]) == 51
    assert first["layout"]["xaxis"]["range"] == pytest.approx(second["layout"]["xaxis"]["range"])
    assert any("S&P 500" in note["text"] for note in first["layout"]["annotations"])


def test_candles_are_of_the_company_that_lost_most_until_one_is_chosen() -> None:
    assert plain(titles(open_page("selloff"))[-1]).startswith("NVIDIA opened 12.5 % lower and closed 17.0 % lower")
    session = open_page("selloff", pick="VST")
    assert plain(titles(session)[-1]).startswith("Vistra opened 19.4 % lower and closed 28.3 % lower")
    assert session.query_params["pick"] == "Vistra VST"
    session.selectbox(key="pick").set_value("AVGO").run()
    assert plain(titles(session)[-1]).startswith("Broadcom opened")


def test_a_company_no_longer_chosen_gives_way() -> None:
    session = open_page("selloff", pick="VST")
    session.multiselect(key="co").set_value(["NVDA", "AMD"]).run()
    assert not session.exception
    assert not session.error
    assert plain(titles(session)[-1]).startswith("NVIDIA opened")


def test_the_number_of_candles_follows_the_choice() -> None:
    for sessions in (10, 63):
        *_, candles = figures(open_page("selloff", around=str(sessions)))
        assert len(candles["data"][0]["x"]) == 2 * sessions + 1


VIEWS: list[dict[str, Any]] = [
    {"co": "NVDA"},
    {"seg": "chips"},
    {"event": "liberation-day-tariffs"},
    {"event": "deepseek-r1"},
    {"event": "date", "on": "2023-06-02"},
    {"event": "date", "on": "2025-12-31"},
    {"event": "nvidia-earnings-q3-fy2026"},
    {"co": ["SNOW", "BABA"]},
    {"co": "AAPL"},
    {"bench": "QQQ", "seg": ["platforms", "power-producers"]},
]


@pytest.mark.parametrize("view", VIEWS)
def test_other_choices_draw_every_figure(view: dict[str, Any]) -> None:
    session = open_page("selloff", **view)
    assert not session.exception
    assert not session.error
    assert not session.warning
    assert len(figures(session)) >= 2


def test_one_company_is_told_by_name() -> None:
    assert plain(open_page("selloff", co="NVDA").title[0].value) == "NVIDIA fell 17.0 %"


def test_the_first_and_the_last_sessions_say_what_they_lack() -> None:
    first = [plain(c.value) for c in open_page("selloff", event="date", on="2023-06-02").caption]
    assert any("A volume ratio needs 60 sessions before the day." in text for text in first)
    last = [plain(c.value) for c in open_page("selloff", event="date", on="2025-12-31").caption]
    assert any("The prices end on 31 Dec 2025: returns past it are left open." in text for text in last)


def without_prices(day: str) -> pd.DataFrame:
    frame = tables.sell_off(tables.load_prices(), day)
    return frame[frame["ret"].isna()]


def test_a_company_without_prices_on_the_day_is_named() -> None:
    # Arm was listed in September 2023, Astera Labs and GE Vernova in March and April 2024
    session = open_page("selloff", event="date", on="2023-06-02")
    (sentence,) = [plain(c.value) for c in session.caption if "No prices on this day" in c.value]
    for name in ("Arm", "Astera Labs", "GE Vernova"):
        assert name in sentence


def test_only_companies_without_prices_are_one_sentence() -> None:
    absent = without_prices("2023-06-02")["ticker"].to_list()
    session = open_page("selloff", event="date", on="2023-06-02", co=absent)
    assert not session.exception
    assert [note.value for note in session.info] == [
        "None of the chosen companies has prices on this day; choose another day or other companies."
    ]


@pytest.mark.parametrize("parameter", ["pick", "around"])
def test_a_value_that_does_not_fit_is_named(parameter: str) -> None:
    session = open_page("selloff", **{parameter: "nonsense"})
    assert not session.exception
    assert [f"{parameter}=nonsense" in plain(note.value) for note in session.warning] == [True]


def test_a_close_where_it_was_is_no_rise() -> None:
    assert open_page("selloff", event="date", on="2023-06-02", co="META").title[0].value == "Meta did not move"


def test_half_a_session_has_no_busiest_company() -> None:
    # 24 December 2025: trading ended early
    headings = [heading.value for heading in open_page("selloff", event="date", on="2025-12-24").subheader]
    assert headings == ["Prices and volumes on 24 Dec 2025"]


def test_the_volume_axis_says_its_unit_once() -> None:
    *_, candles = figures(open_page("selloff"))
    assert "ticksuffix" not in candles["layout"]["yaxis2"]
    assert any(note["text"] == "Volume, million shares" for note in candles["layout"]["annotations"])


def test_what_the_market_explains_stands_beside_what_happened() -> None:
    session = open_page("selloff")
    # NVIDIA: alpha 0.221 % + beta 2.705 x (-1.458 %) = -3.72 % expected, so -13.25 % beyond it
    nvidia = table(session).loc["NVDA"]
    assert nvidia["beta"] == pytest.approx(2.7048, abs=5e-5)
    assert nvidia["expected"] == pytest.approx(-0.03723, abs=5e-6)
    assert nvidia["beyond"] == pytest.approx(-0.13245, abs=5e-6)
    assert plain(titles(session)[2]).startswith(
        "39 of 51 companies did worse than the market explains, 28 of them significantly; 2 did significantly better"
    )
    scatter = figures(session)[2]
    assert len(scatter["data"][1]["x"]) == 51


def test_one_company_is_set_against_what_was_expected() -> None:
    shown = [plain(title) for title in titles(open_page("selloff", co="NVDA"))]
    assert any(title.startswith("NVIDIA returned −17.0 % where −3.7 % was expected") for title in shown)


def test_companies_listed_too_late_for_an_expected_return_are_named() -> None:
    session = open_page("selloff", event="date", on="2024-06-20")
    (sentence,) = [plain(c.value) for c in session.caption if "Without an expected return" in c.value]
    assert "Astera Labs and GE Vernova (fewer than 120 estimation observations)" in sentence
    first = open_page("selloff", event="date", on="2023-06-02")
    assert [note.value for note in first.info] == [
        "No chosen company has enough earlier prices for an expected return; choose a later day."
    ]
