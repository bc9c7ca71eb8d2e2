"""The frame around every page: controls in the address, navigation, errors as sentences, and no network."""

from __future__ import annotations

import datetime as dt
import socket
from typing import Any, NoReturn

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.errors import StoreError
from dashboard.ui import controls, load
from dashboard.ui.sitemap import PAGES
from tests.support.pages import elements, open_page, turn_to

NAMES = [spec.name for spec in PAGES]

UNBOUND = {
    "button": "it does something once",
    "bidi_component": "the watcher of the theme, which holds no choice",
    "download_button": "it hands out a file and changes nothing",
    "file_uploader": "a file of the reader's machine cannot stand in an address",
    "page_link": "it leads to another page",
    "text_area": "what a reader owns is nobody else's business, so it is in no address that can be passed on",
}
"""Kinds of widgets that have no value to keep in the address, and why."""

OPENED = {"event": "date", "base": "day"}
"""Choices that bring up further controls: a day of the reader's own, and a base day."""

SHARED = {
    "event": {"event", "on"},
    "companies": {"seg", "co"},
    "benchmark": {"bench"},
    "range": {"from", "to"},
}
OWN = {
    "overview": {"span"},
    "selloff": {"pick", "around"},
    "company": {"who"},
    "timeline": {"basis", "scale", "org", "kind", "base", "baseday"},
    "drawdowns": {"top"},
    "market_value": {"currency"},
    "records": set(),
    "recovery": {"until", "review"},
    "days": {"day1", "day2", "day3"},
    "holdings": {"held"},
    "event_study": {"model", "win", "est", "exposure"},
    "reactions": {"each", "sess", "dating", "what"},
    "claims": {"claim", "pub", "proof", "verdict", "lang"},
    "data": {"series", "list", "fetch"},
    "methods": set(),
    "models": set(),
}
"""The parameters of each page beside those of the shared controls that it reads."""

SHOCK = "27 Jan 2025 · DeepSeek shock"

SELECTABLE = ("dataframe", "plotly_chart")
"""Elements that are widgets only when their rows or points can be selected, which passes with the page."""


def chosen(session: AppTest) -> controls.Controls:
    return session.session_state["controls"]


def sentences(session: AppTest) -> list[str]:
    return [note.value.replace("\\", "") for note in (*session.warning, *session.error)]


@pytest.mark.parametrize("name", NAMES)
def test_every_page_runs_without_an_error(name: str) -> None:
    session = open_page(name)
    assert not session.exception
    assert not session.error
    assert len(session.title) == 1


def parameter(element: Any) -> str:
    """Return the query parameter to which an element is bound, empty for one that is not."""
    return str(getattr(getattr(element, "proto", None), "query_param_key", ""))


@pytest.mark.parametrize("name", NAMES)
def test_every_page_has_exactly_these_parameters(name: str) -> None:
    reads = next(spec.reads for spec in PAGES if spec.name == name)
    found = [key for element in elements(open_page(name, **OPENED)) if (key := parameter(element))]
    assert sorted(found) == sorted(OWN[name].union(*(SHARED[control] for control in reads)))


def test_a_parameter_of_one_page_is_that_of_no_other() -> None:
    assert set(OWN) == set(NAMES)
    own = [key for keys in (*OWN.values(), *SHARED.values()) for key in keys]
    assert len(own) == len(set(own))


@pytest.mark.parametrize("name", NAMES)
def test_every_widget_is_bound_to_the_address(name: str) -> None:
    session = open_page(name, **OPENED)
    widgets = [element for element in elements(session) if getattr(getattr(element, "proto", None), "id", "")]
    for widget in widgets:
        if widget.type in UNBOUND or widget.type in SELECTABLE:
            continue
        key = parameter(widget)
        assert key, f"{widget.type} {getattr(widget, 'label', '')!r} is not in the address"
        assert len(key) <= 9, f"the parameter {key!r} is not short"


def test_parameters_mean_the_same_on_every_page_that_has_them() -> None:
    labels: dict[str, set[str]] = {}
    for name in NAMES:
        for element in elements(open_page(name, **OPENED)):
            if key := parameter(element):
                labels.setdefault(key, set()).add(element.proto.label)
    assert {key: names for key, names in labels.items() if len(names) > 1} == {}


@pytest.mark.parametrize("name", NAMES)
def test_every_page_shows_the_controls_that_it_reads_and_no_other(name: str) -> None:
    session = open_page(name)
    reads = next(spec.reads for spec in PAGES if spec.name == name)
    parameters = {"event": "event", "companies": "co", "benchmark": "bench", "range": "from"}
    shown = {
        getattr(element.proto, "query_param_key", "") for element in elements(session) if hasattr(element, "proto")
    }
    assert {control for control, key in parameters.items() if key in shown} == set(reads)


@pytest.mark.parametrize("name", NAMES)
def test_no_page_opens_a_connection(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: Any, **__: Any) -> NoReturn:
        raise AssertionError("A page tried to reach the network.")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket.socket, "connect_ex", refuse)
    monkeypatch.setattr(socket, "create_connection", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    load._panel.clear()
    load._table.clear()
    session = open_page(name)
    assert not session.exception
    assert not session.error


def test_the_first_view_is_the_shock_for_all_companies() -> None:
    shown = chosen(open_page("overview"))
    assert (shown.event_key, shown.session, shown.session_before) == (
        "deepseek-shock",
        dt.date(2025, 1, 27),
        dt.date(2025, 1, 24),
    )
    assert (shown.mapped_note, shown.everyone, len(shown.tickers), shown.benchmark) == (None, True, 51, "^GSPC")
    assert (shown.start, shown.end) == (dt.date(2023, 6, 1), dt.date(2025, 12, 31))


def test_a_holiday_maps_forward_and_says_so() -> None:
    shown = chosen(open_page("selloff", event="deepseek-r1"))
    assert (shown.event_key, shown.session, shown.session_before) == (
        "deepseek-r1",
        dt.date(2025, 1, 21),
        dt.date(2025, 1, 17),
    )
    assert shown.mapped_note == (
        "The exchange was closed on Monday 20 Jan 2025; the next session is Tuesday 21 Jan 2025."
    )


def test_short_forms_and_labels_mean_the_same() -> None:
    short = open_page("timeline", event="deepseek-r1", co=["nvda", "AVGO"], seg="power-producers", bench="QQQ")
    label = open_page(
        "timeline",
        event="20 Jan 2025 · DeepSeek-R1",
        co=["NVIDIA NVDA", "Broadcom AVGO"],
        seg="Power producers",
        bench="Nasdaq-100 fund QQQ",
    )
    assert chosen(short) == chosen(label)
    assert short.query_params == label.query_params
    assert chosen(short).tickers == ("NVDA", "AVGO", "CEG", "VST", "TLN", "NRG")
    assert not sentences(short)


def test_a_day_of_the_readers_own() -> None:
    shown = chosen(open_page("selloff", event="date", on="2025-04-04"))
    assert (shown.event_key, shown.event_name, shown.session) == (None, "4 Apr 2025", dt.date(2025, 4, 4))


def test_choices_survive_pages_that_do_not_show_them() -> None:
    session = open_page("selloff", event="deepseek-v3", co="NVDA")
    wanted = chosen(session)
    turn_to(session, "methods")
    assert "event" not in session.query_params
    turn_to(session, "selloff")
    assert chosen(session) == wanted
    assert session.query_params["co"] == "NVIDIA NVDA"


@pytest.mark.parametrize(
    ("parameters", "sentence"),
    [
        (
            {"event": "nonsense"},
            f"The address asks for event=nonsense, which does not fit “Event”; shown instead: {SHOCK}.",
        ),
        (
            {"co": ["NVDA", "ZZZZ"]},
            "The address asks for co=ZZZZ, which does not fit “One by one”; shown instead: NVIDIA NVDA.",
        ),
        (
            {"seg": "<b>$x$"},
            "The address asks for seg=<b>$x$, which does not fit “Companies”; shown instead: every segment.",
        ),
        (
            {"from_": "2025-02-30"},
            "The address asks for from=2025-02-30, which does not fit “From”; shown instead: 1 Jun 2023.",
        ),
        (
            {"to": "2099-01-01"},
            "The address asks for to=2099-01-01, which does not fit “To”; shown instead: 31 Dec 2025.",
        ),
    ],
)
def test_a_parameter_that_makes_no_sense_is_named(parameters: dict[str, Any], sentence: str) -> None:
    session = open_page("timeline", **parameters)
    assert not session.exception
    assert sentences(session) == [sentence]
    assert len(session.title) == 1


def test_the_note_goes_when_the_reader_chooses() -> None:
    session = open_page("timeline", event="nonsense")
    session.run()
    assert len(sentences(session)) == 1
    session.selectbox(key="event").set_value("deepseek-r1").run()
    assert sentences(session) == []


def test_a_reversed_range_is_one_sentence_and_no_page() -> None:
    session = open_page("timeline", from_="2025-02-03", to="2025-01-03")
    assert sentences(session) == [
        "The range runs from 3 Feb 2025 back to 3 Jan 2025; choose a first day before the last."
    ]
    assert not session.title


def test_a_damaged_store_is_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken() -> NoReturn:
        raise StoreError("The store is damaged; restore data_cache/snapshot from the repository.")

    monkeypatch.setattr(load, "panel", broken)
    session = open_page("overview")
    assert sentences(session) == ["The store is damaged; restore data_cache/snapshot from the repository."]
    assert not session.exception


def test_an_unforeseen_error_shows_a_reference_and_no_traceback(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken() -> NoReturn:
        raise ZeroDivisionError("a secret detail")

    monkeypatch.setattr(load, "panel", broken)
    session = open_page("overview")
    (sentence,) = sentences(session)
    assert "secret" not in sentence
    assert not session.exception
    reference = sentence.split("reference ")[1].split()[0]
    assert any(reference in record.getMessage() and record.exc_info for record in caplog.records)
