"""Models: parts computed from catalogued figures, dates that disagree, and what came later, as a reader sees it."""

from __future__ import annotations

import json
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.tables import load_prices
from dashboard.ui import load
from tests.support.pages import open_page
from tests.unit.cli.test_cli import rows


@pytest.fixture(scope="module")
def session() -> AppTest:
    return open_page("models")


def plain(text: str) -> str:
    return text.replace("\\", "").replace("\u202f", " ").replace("\u00a0", " ")


def alts(session: AppTest) -> list[str]:
    return [plain(chart.proto.alt) for chart in session.get("plotly_chart")]


def figures(session: AppTest) -> list[dict[str, Any]]:
    return [json.loads(chart.proto.spec) for chart in session.get("plotly_chart")]


def test_the_title_is_the_finding(session: AppTest) -> None:
    assert not session.exception
    # 2.788 / 30.84 and 5.576 / 100, the latter of more than a hundred
    assert plain(session.title[0].value) == (
        "DeepSeek-V3 took 9.0 % of the GPU hours of Llama 3.1 405B and cost less than 5.6 % of what GPT-4 did"
    )
    deck = plain(" ".join(part.proto.body for part in session.get("html")))
    assert "without research, earlier runs, data and hardware" in deck
    assert "2.788 m GPU hours at an assumed $2 each make $5.576 m" in deck


def test_the_figures_say_what_they_show(session: AppTest) -> None:
    hours, cost, scored, price, dates, later = alts(session)
    assert hours.startswith("Llama 3.1 405B took 11.1 times as many GPU hours as DeepSeek-V3.")
    assert cost.startswith("GPT-4 cost more than 17.9 times as much to train as DeepSeek-V3.")
    assert scored.startswith(
        "DeepSeek-V3 led the table of Dec 2024 with 90.2 % on MATH-500; "
        "DeepSeek-R1 with 97.3 % and o1-1217 with 96.4 % came later."
    )
    assert price.startswith("OpenAI o1 cost 27.4 times as much a token of output as DeepSeek-R1.")  # 60 / 2.19
    assert dates.startswith("CISTEC dates DeepSeek Coder 2 months later, CNBC dates DeepSeek-R1 7 days later.")
    assert "25 events by 7 organisations, 24 Jan – 31 Dec 2025" in later


def test_prices_run_from_the_close_before_the_shock(session: AppTest) -> None:
    lines = {trace["name"]: trace for trace in figures(session)[-1]["data"] if trace.get("mode") == "lines"}
    nvidia = lines["NVIDIA"]["y"]
    assert nvidia[0] == pytest.approx(100)
    assert nvidia[1] == pytest.approx(100 * 118.42 / 142.62, abs=1e-3)
    assert nvidia[-1] == pytest.approx(100 * 186.50 / 142.62, abs=1e-3)
    assert "PHLX Semiconductor" in lines


@pytest.mark.parametrize(("place", "table"), [(0, "figures"), (1, "releases"), (2, "later")])
def test_a_table_holds_the_rows_of_its_command(session: AppTest, place: int, table: str) -> None:
    shown, printed = session.dataframe[place].value, rows("models", "--table", table)
    assert len(shown) == len(printed)
    for name in ("date" if table != "figures" else "value", "status", "source", "url", "note"):
        assert shown[name].fillna("").to_list() == [row[name] for row in printed]


def test_disagreements_are_named_with_the_reason(session: AppTest) -> None:
    text = plain(" ".join(part.value for part in session.markdown))
    assert "DeepSeek-V2: CISTEC says Jun 2024, 1 month later than 6 May 2024: the month of its arXiv revision." in text
    assert (
        "DeepSeek-R1: CISTEC says 22 Jan 2025, 2 days later than 20 Jan 2025: the day of its first arXiv version."
        in text
    )
    sections = [plain(part.value) for part in session.subheader]
    assert "For 6 of 13 events of DeepSeek, an article gives another date than the launch" in sections
    assert "10 of 22 releases have open weights, 27 Jan – 1 Dec 2025" in sections


def test_a_cut_and_a_retirement_are_told(session: AppTest) -> None:
    captions = plain(" ".join(part.value for part in session.caption))
    assert "OpenAI cut the price of o3 by 80.0 % for input and output alike on 10 Jun 2025." in captions
    assert "GPT-4.5 left the API on 14 Jul 2025 and ChatGPT on 27 Jun 2026" in captions


def test_figures_fit_a_phone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dashboard.ui.screen.screen", lambda: "phone")
    for figure in figures(open_page("models")):
        margin = figure["layout"]["margin"]
        assert 340 - margin["l"] - margin["r"] >= 150


def test_without_their_prices_the_later_models_are_drawn_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    stored = load_prices()
    fewer = stored.select([ticker for ticker in stored.tickers if ticker not in ("NVDA", "^SOX")])
    monkeypatch.setattr(load, "panel", lambda: fewer)
    session = open_page("models")
    assert not session.exception
    assert not session.error
    assert "Timeline of 25 events by 7 organisations, 24 Jan – 31 Dec 2025." in alts(session)[-1]
