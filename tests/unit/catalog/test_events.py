"""Events and dates against known facts, and their malformed rows."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date

import pytest

from dashboard.catalog import Event, load_events
from dashboard.catalog.events import LABEL_LENGTH, read_events
from dashboard.catalog.rows import DATA
from dashboard.errors import CatalogError
from tests.unit.catalog.conftest import Damage


def event(key: str) -> Event:
    return next(event for event in load_events() if event.key == key)


def test_counts() -> None:
    events = load_events()
    assert len(events) == 73
    assert Counter(one.basis for each in events for one in each.dates) == {
        "launch": 70,
        "article": 38,
        "arxiv": 10,
        "arxiv_revision": 1,
    }
    assert Counter(each.kind for each in events)["model_release"] == 42
    assert all(one.key == each.key for each in events for one in each.dates)


def test_every_event_has_a_name_that_fits_beside_a_line() -> None:
    assert max(len(each.label) for each in load_events()) <= LABEL_LENGTH
    assert (event("deepseek-r1").short, event("deepseek-r1").label) == (None, "DeepSeek-R1")
    assert event("ai-diffusion-rule-issued").label == "AI Diffusion issued"
    assert not any(each.label.endswith("…") for each in load_events())


def test_the_datings_of_r1_disagree() -> None:
    r1 = event("deepseek-r1")
    assert (r1.organisation, r1.kind, r1.title, r1.arxiv_id) == (
        "DeepSeek", "model_release", "DeepSeek-R1", "2501.12948",
    )  # fmt: skip
    assert {(one.basis, one.publication): one.date for one in r1.dates} == {
        ("launch", None): "2025-01-20",
        ("arxiv", None): "2025-01-22",
        ("article", "ALLFORCES"): "2025-01",
        ("article", "Daiwa"): "2025-01",
        ("article", "GIGAZINE"): "2025-01-20",
        ("article", "CISTEC"): "2025-01-22",
        ("article", "CNBC"): "2025-01-27",
    }


def test_a_month_has_no_day() -> None:
    days = {one.publication or one.basis: one.day for one in event("deepseek-v2").dates}
    assert days == {
        "launch": date(2024, 5, 6),
        "arxiv": date(2024, 5, 7),
        "arxiv_revision": date(2024, 6, 19),
        "ALLFORCES": None,
        "CISTEC": None,
    }


def test_timing_and_status_of_known_events() -> None:
    (results,) = event("nvidia-earnings-q4-fy2025").dates
    assert (results.day, results.timing, results.status) == (date(2025, 2, 26), "after_close", "verified")
    assert event("deepseek-shock").dates[0].timing == "during"
    assert {one.status for one in event("gpt-5").dates} == {"recalled"}


def test_notes_stay_doubtful_where_the_fact_is() -> None:
    (arxiv,) = [one for one in event("deepseek-moe").dates if one.basis == "arxiv"]
    assert arxiv.status == "recalled"
    assert arxiv.note == "arXiv 2401.06066 v1; the day is from memory"


@pytest.mark.parametrize(
    ("file", "line", "changes", "place", "accepted"),
    [
        ("events.csv", 2, {"kind": "launch"}, "kind: 'launch' ", "model_release, announcement, earnings"),
        ("events.csv", 2, {"title": ""}, "title: '' ", "filled in"),
        ("events.csv", 2, {"short": ""}, "short: '' ", "at most 22 characters, because the title is longer"),
        ("events.csv", 2, {"short": "DeepSeek, of Hangzhou, is"}, "short: 'DeepSeek, of", "at most 22 characters"),
        ("events.csv", 4, {"arxiv_id": "2401.1"}, "arxiv_id: '2401.1' ", "an arXiv number such as 2501.12948"),
        ("events.csv", 4, {"arxiv_id": ""}, "arxiv_id: '' ", "because event_dates.csv dates the event by arXiv"),
        ("events.csv", 3, {"key": "deepseek-founded"}, "key: 'deepseek-founded' stands already on line 2", "once"),
        ("event_dates.csv", 6, {"key": "gpt-6"}, "key: 'gpt-6' ", "the key of an event in events.csv"),
        ("event_dates.csv", 6, {"basis": "press"}, "basis: 'press' ", "launch, arxiv, arxiv_revision or article"),
        ("event_dates.csv", 5, {"publication": "CNBC"}, "publication: 'CNBC' ", "empty for any other"),
        ("event_dates.csv", 2, {"publication": ""}, "publication: '' ", "filled in for the basis article"),
        ("event_dates.csv", 5, {"precision": "year"}, "precision: 'year' ", "day or month"),
        ("event_dates.csv", 5, {"precision": "month"}, "date: '2023-11-02' ", "a month written YYYY-MM"),
        ("event_dates.csv", 2, {"precision": "day"}, "date: '2023-07' ", "a day of the calendar written YYYY-MM-DD"),
        ("event_dates.csv", 2, {"date": "2023-13"}, "date: '2023-13' ", "a month written YYYY-MM"),
        ("event_dates.csv", 5, {"date": "2023-11-31"}, "date: '2023-11-31' ", "a day of the calendar"),
        ("event_dates.csv", 5, {"timing": "after"}, "timing: 'after' ", "before, during, after_close or unknown"),
        ("event_dates.csv", 5, {"status": "sure"}, "status: 'sure' ", "verified or recalled"),
        ("event_dates.csv", 5, {"url": "github.com"}, "url: 'github.com' ", "an address that begins with https://"),
    ],
)
def test_a_malformed_row_is_named(
    damage: Damage, file: str, line: int, changes: dict[str, str], place: str, accepted: str
) -> None:
    paths = {"events.csv": DATA / "events.csv", "event_dates.csv": DATA / "event_dates.csv"}
    paths[file] = damage(file, line, **changes)
    with pytest.raises(CatalogError, match=f"^{file}, line {line}, {re.escape(place)}") as caught:
        read_events(paths["events.csv"], paths["event_dates.csv"])
    assert accepted in str(caught.value)


def test_an_event_key_has_one_form(damage: Damage) -> None:
    events = damage("events.csv", 3, key="EXPORT controls")
    dates = damage("event_dates.csv", 4, key="EXPORT controls")
    with pytest.raises(CatalogError, match="'EXPORT controls' is not accepted; it must be small letters, digits"):
        read_events(events, dates)


def test_an_event_without_a_date_is_named(damage: Damage) -> None:
    dates = damage("event_dates.csv", 4, key="deepseek-founded", publication="CNBC")
    sentence = (
        "events.csv, line 3, key: 'export-controls-on-a800-h800' has no row in event_dates.csv; add its date there."
    )
    with pytest.raises(CatalogError, match=f"^{re.escape(sentence)}$"):
        read_events(DATA / "events.csv", dates)
