"""Help at hand: every control and every large figure says in one line what it is."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

import pytest

from dashboard.ui.sitemap import PAGES
from tests.support.pages import elements, open_page

ACTIONS = {
    "data": {"Refresh now", "For this session only: nothing is stored, and nobody else sees it"},
    "holdings": {
        "Tickers and shares, one holding a line",
        "Or a CSV file with the columns ticker and shares",
        "Put the example back",
    },
}
"""What a page offers to do, by page."""

WITHOUT_HELP = ("bidi_component", "dataframe", "download_button", "page_link", "plotly_chart")
"""Kinds of widgets that are no controls, or explain themselves column by column."""

MOST_WORDS = 24
OPEN: dict[str, Any] = {"event": "date", "base": "day"}
"""Parameters that bring up the controls which are shown at times only."""

CONTROLS = {
    "overview": {"event", "on", "seg", "co", "bench", "span"},
    "selloff": {"event", "on", "seg", "co", "bench", "pick", "around"},
    "company": {"event", "on", "bench", "from", "to", "who"},
    "timeline": {
        "event", "on", "seg", "co", "bench", "from", "to", "basis", "scale", "org", "kind", "base", "baseday",
    },
    "drawdowns": {"event", "on", "seg", "co", "bench", "from", "to", "top"},
    "market_value": {"event", "on", "seg", "co", "bench", "currency"},
    "records": {"event", "on"},
    "recovery": {"event", "on", "seg", "co", "bench", "until", "review"},
    "days": {"seg", "co", "day1", "day2", "day3"},
    "holdings": {"event", "on", "bench", "held"},
    "event_study": {"event", "on", "seg", "co", "bench", "model", "win", "est", "exposure"},
    "reactions": {"seg", "co", "bench", "each", "sess", "dating", "what"},
    "claims": {"claim", "pub", "proof", "verdict", "lang"},
    "data": {"series", "list", "fetch"},
    "methods": set(),
    "models": set(),
}  # fmt: skip

WITH_FIGURES = {"overview", "company", "holdings", "claims", "market_value", "recovery", "data", "days"}


def card_texts(html: str, part: str) -> list[str]:
    return [unescape(text) for text in re.findall(rf"<(?:div|span) class='{part}'[^>]*>(.*?)</", html)]


@pytest.mark.parametrize("name", [spec.name for spec in PAGES])
def test_every_control_has_one_line_of_help(name: str) -> None:
    controls = [
        element.proto
        for element in elements(open_page(name, **OPEN))
        if getattr(getattr(element, "proto", None), "id", "") and element.type not in WITHOUT_HELP
    ]
    # Buttons and uploads are not in the address, so their label names them.
    helps = {getattr(proto, "query_param_key", "") or proto.label: proto.help for proto in controls}
    assert set(helps) == CONTROLS[name] | ACTIONS.get(name, set())
    for key, text in helps.items():
        assert 0 < len(text.split()) <= MOST_WORDS, key
        assert text.endswith("."), key


@pytest.mark.parametrize("name", [spec.name for spec in PAGES])
def test_every_large_figure_has_one_line_of_help(name: str) -> None:
    html = " ".join(part.proto.body for part in open_page(name).get("html"))
    labels, tips = html.count("class='key-figure'"), card_texts(html, "key-tip")
    assert bool(labels) == (name in WITH_FIGURES)
    assert len(tips) == labels == html.count("class='key-help' tabindex='0'")
    for text in tips:
        assert 0 < len(text.split()) <= MOST_WORDS, text
        assert text.endswith("."), text
