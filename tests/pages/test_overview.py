"""The Overview page: what fell, how far and how many dollars, told truly for any choice."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from tests.support.pages import open_page


def plain(text: str) -> str:
    return text.replace("\\", "").replace("\u202f", " ").replace("\u00a0", " ")


def layouts(session: AppTest) -> list[dict[str, Any]]:
    """Return the layout of each figure."""
    return [json.loads(chart.proto.spec)["layout"] for chart in session.get("plotly_chart")]


def bold(layout: dict[str, Any]) -> str:
    """Return a figure's title."""
    return plain(next(note["text"] for note in layout["annotations"] if note.get("font", {}).get("size") == 17))


def title(layout: dict[str, Any]) -> str:
    return bold(layout).replace("<b>", "").replace("</b>", "").replace("<br>", " ")


def words(layout: dict[str, Any]) -> str:
    """Return everything that is written on a figure."""
    return " ".join(plain(note["text"]).replace("<br>", " ") for note in layout["annotations"])


def figures(session: AppTest) -> list[tuple[str, str, str]]:
    """Return label, value and note of each large figure."""
    html = plain(" ".join(part.proto.body for part in session.get("html")))
    label, value, note = (
        r"class='key-label'><span>(.*?)</span>",
        r"class='key-value'[^>]*>(.*?)</div>",
        r"key-note'>(.*?)<",
    )
    return re.findall(f"{label}.*?{value}.*?{note}", html)


def deck(session: AppTest) -> str:
    html = " ".join(part.proto.body for part in session.get("html"))
    return plain(re.findall(r"<p class='deck'>(.*?)</p>", html)[0])


def test_the_shock() -> None:
    session = open_page("overview")
    assert not session.exception
    assert plain(session.title[0].value) == "NVIDIA lost $593 bn in one day, and the average share did not move"
    # 118.42 / 142.62 - 1 = -16.97 %; 24.20 dollars times 24.49bn shares = 592.66bn
    assert figures(session) == [
        ("NVIDIA", "−17.0 %", "−$593 bn of market value"),
        ("PHLX Semiconductor", "−9.1 %", "PHLX index"),
        ("Nasdaq Composite", "−3.1 %", "composite index"),
        ("S&amp;P 500", "−1.5 %", "weighted by value"),
        ("Equal-weight S&amp;P 500 fund", "+0.1 %", "the average share"),
        ("Fell over 10 %", "27 of 51", "of the companies chosen"),
    ]
    assert deck(session) == (
        "Monday 27 Jan 2025: 44 of 51 companies followed here fell, 27 by more than 10 %. "
        "Those that fell lost $1,530 bn of market value together, those that rose gained $160 bn; "
        "10 without a known share count are left out of the dollars."
    )
    prices, losses, extremes = layouts(session)
    assert title(prices) == "NVIDIA fell 17.0 %, Vertiv fell 29.9 % and Salesforce rose 4.0 %"
    assert title(losses) == "$1,530 bn gone in a day: NVIDIA is 39 % of it"
    assert title(extremes) == "Credo and Vertiv fell most; Salesforce and Apple rose most"
    assert "per cent, the 10 furthest down and all that did not fall" in words(extremes)


def test_no_label_at_a_line_is_cut() -> None:
    (prices, *_) = layouts(open_page("overview", span="120"))
    assert "AI Diffusion issued" in words(prices)
    assert "NVIDIA Q4 results" in words(prices)
    assert "…" not in words(prices)


@pytest.mark.parametrize(
    ("parameters", "heading", "said", "charts"),
    [
        (
            {"co": "NVDA"},
            "NVIDIA lost $593 bn in one day, and the average share did not move",
            "Monday 27 Jan 2025: NVIDIA fell 17.0 %. It lost $593 bn of market value.",
            ["NVIDIA fell 17.0 %"],
        ),
        (
            {"co": ["NVDA", "AAPL"]},
            "NVIDIA lost $593 bn in one day, and the average share did not move",
            (
                "Monday 27 Jan 2025: 1 of 2 chosen companies fell, by more than 10 %. "
                "NVIDIA lost $593 bn of market value, Apple gained $107 bn."
            ),
            [
                "NVIDIA fell 17.0 % and Apple rose 3.2 %",
                "NVIDIA fell most; Apple rose most",
            ],
        ),
        (
            {"co": ["AAPL", "META"]},
            "None of 2 companies fell on 27 Jan 2025, and the average share did not move",
            (
                "Monday 27 Jan 2025: none of 2 chosen companies fell. "
                "Those that rose gained $138 bn of market value together."
            ),
            ["Apple rose 3.2 %", "All 2 companies rose"],
        ),
        (
            {"co": ["SNOW", "BABA"]},
            "None of 2 companies fell on 27 Jan 2025, and the average share did not move",
            "Monday 27 Jan 2025: none of 2 chosen companies fell. Without a known share count there are no dollars.",
            ["Alibaba rose 1.0 %", "All 2 companies rose"],
        ),
        (
            {"seg": "power-producers"},
            "Constellation Energy lost $22.7 bn in one day, and the average share did not move",
            (
                "Monday 27 Jan 2025: all 4 chosen companies fell by more than 10 %. "
                "Those that fell lost $46.7 bn of market value together."
            ),
            None,
        ),
        (
            {"event": "liberation-day-tariffs"},
            "Apple lost $311 bn in one day, and the average share fell 4.8 %",
            None,
            None,
        ),
    ],
)  # fmt: skip
def test_any_choice_is_told_truly(
    parameters: dict[str, Any], heading: str, said: str | None, charts: list[str] | None
) -> None:
    session = open_page("overview", **parameters)
    assert not session.exception
    assert not session.error
    assert plain(session.title[0].value) == heading
    if said:
        assert deck(session) == said
    if charts:
        assert [title(layout) for layout in layouts(session)] == charts
        assert "furthest" not in words(layouts(session)[-1])


def test_one_company_is_not_counted() -> None:
    session = open_page("overview", co="NVDA")
    assert [label for label, _, _ in figures(session)][-1] == "Equal-weight S&amp;P 500 fund"
    assert "0 by" not in deck(open_page("overview", event="deepseek-r1", seg="platforms"))


def test_a_day_without_prices_is_one_sentence() -> None:
    session = open_page("overview", event="date", on="2023-06-02", co=["GEV", "ARM"])
    assert not session.exception
    assert not session.error
    (sentence,) = session.info
    assert sentence.value.startswith("None of the chosen companies has prices on this day")
    assert plain(session.title[0].value) == "Returns on 2 Jun 2023"
    assert deck(session).startswith("Friday 2 Jun 2023: none of the chosen companies has a price.")
    assert not session.get("plotly_chart")


@pytest.mark.parametrize(
    ("parameters", "charts"),
    [
        ({"event": "deepseek-r1"}, 3),
        ({"event": "date", "on": "2023-06-02"}, 2),  # no share count was known by then
        ({"event": "date", "on": "2023-06-02", "co": "META"}, 1),
        ({"event": "nvidia-earnings-q3-fy2026"}, 3),
        ({"event": "date", "on": "2025-12-31", "span": "120"}, 3),
        ({"seg": "chips", "bench": "QQQ"}, 3),
    ],
)
def test_a_figure_is_drawn_where_it_says_something(parameters: dict[str, Any], charts: int) -> None:
    session = open_page("overview", **parameters)
    assert not session.exception
    assert not session.error
    assert len(layouts(session)) == charts
