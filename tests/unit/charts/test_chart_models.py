"""Figures and sentences about models: bars with bounds, scores by table, dates from the launch."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from dashboard.charts import LIGHT, alt_text, bounds, lanes, model_headline, release_dates, scores
from dashboard.charts.bounds import Bar
from dashboard.errors import EmptySelectionError

NARROW = "\u202f"
NAN = float("nan")


def test_a_lower_bound_goes_on_past_its_value_and_an_exact_one_ends_there(words: dict[str, Any]) -> None:
    rows = [Bar("Most", 100, "more than $100 m", "A lower bound.", "#000000", at_least=True),
            Bar("Less", 6, "$6 m", "", "#0b7285")]  # fmt: skip
    fig = bounds.bars(rows, write=lambda value: f"{value:g}", alt="An alternative.", **words)
    exact, beyond = fig.data
    assert list(exact.x) == [100, 6]
    assert list(beyond.base) == [100]
    end = fig.layout.xaxis.range[1]
    assert beyond.base[0] + beyond.x[0] == pytest.approx(end)
    assert end == pytest.approx(100 / 0.82)
    assert beyond.y[0] == exact.y[0] < exact.y[1]
    texts = [note.text for note in fig.layout.annotations]
    assert "<b>Most</b>  more than $100 m" in texts
    assert texts.count("▶") == 1
    assert alt_text(fig) == "An alternative."


def test_without_a_bound_nothing_goes_on(words: dict[str, Any]) -> None:
    fig = bounds.bars([Bar("One", 3, "3", "", "#000000")], write=str, alt="", **words)
    assert len(fig.data) == 1
    assert fig.layout.xaxis.range[1] == pytest.approx(3.06)
    assert "▶" not in [note.text for note in fig.layout.annotations]


def test_a_row_is_as_high_as_its_note_on_a_phone(words: dict[str, Any]) -> None:
    note = "A note that is much too long to stand in one line of a figure on a phone, and so is broken in two."
    short, long = (
        bounds.bars([Bar("One", 3, "3", text, "#000000")], write=str, alt="", width=340, **words)
        for text in ("A.", note)
    )
    assert long.layout.height - short.layout.height == 16  # one line more


@pytest.fixture
def scored() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "subject": ["V3", "Other", "R1", "Late"],
            "value": ["90.2", "95.0", "97.3", "80.0"],
            "as_of": ["2024-12", "2024-12", "2025-01", "2025-01"],
            "note": [None, "Other-0513", None, None],
        }
    )


def test_scores_stand_under_their_table_highest_first(scored: pd.DataFrame, words: dict[str, Any]) -> None:
    fig = scores.by_table(scored, own=["V3", "R1"], **words)
    (trace,) = fig.data
    assert list(fig.layout.yaxis.ticktext) == ["Other", "V3", "R1", "Late"]
    assert list(trace.x) == [95.0, 90.2, 97.3, 80.0]
    assert list(trace.marker.color) == [LIGHT.axis, LIGHT.accent, LIGHT.accent, LIGHT.axis]
    assert fig.layout.xaxis.range[0] == 0
    heads = [note.text for note in fig.layout.annotations if note.text.startswith("<b>Table")]
    assert heads == ["<b>Table of Dec 2024</b>", "<b>Table of Jan 2025</b>"]
    assert "the highest is R1" in alt_text(fig)
    with pytest.raises(EmptySelectionError):
        scores.by_table(scored.head(0), own=[], **words)


def test_who_led_a_table_and_who_came_later(scored: pd.DataFrame) -> None:
    assert model_headline.scores(scored, "2024-12", "T") == (
        f"Other led the table of Dec 2024 with 95.0{NARROW}% on T; R1 with 97.3{NARROW}% came later"
    )
    assert model_headline.scores(scored[scored["subject"] != "R1"], "2024-12", "T") == (
        f"Other led the table of Dec 2024 with 95.0{NARROW}% on T"
    )
    assert model_headline.scores(scored, "2023-01", "T") == "Scores on T"


@pytest.mark.parametrize(
    ("ratio", "bound", "said"),
    [
        (0.09040, "exact", "9.0 %"),
        (0.05576, "less_than", "less than 5.6 %"),
        (0.05512, "less_than", "less than 5.6 %"),  # rounded to 5.5 it would be false
        (0.055, "less_than", "less than 5.5 %"),
        (0.25, "about", "about 25.0 %"),
    ],
)
def test_a_part_of_a_lower_bound_is_rounded_up(ratio: float, bound: str, said: str) -> None:
    assert model_headline.part(ratio, bound).replace(NARROW, " ") == said


@pytest.mark.parametrize(
    ("ratio", "bound", "said"),
    [
        (1 / 11.06, "exact", "11.1"),
        (1 / 17.98, "less_than", "more than 17.9"),  # rounded to 18.0 it would be false
        (1 / 17.5, "less_than", "more than 17.5"),
        (0.5, "about", "about 2.0"),
    ],
)
def test_a_multiple_of_a_lower_bound_is_rounded_down(ratio: float, bound: str, said: str) -> None:
    figures = {"k": {"subject": "B", "ratio": ratio, "ratio_bound": bound, "ratio_of": "A"}}
    assert model_headline.times(figures, "k", "took", "as much") == f"B took {said} times as much as A"


@pytest.mark.parametrize(
    ("value", "unit", "bound", "said"),
    [
        ("5.576", "USD m", "exact", "$5.576 m"),
        ("100", "USD m", "more_than", "more than $100 m"),
        ("2.788", "m hours", "exact", "2.788 m GPU hours"),
        ("2.19", "USD per 1m tokens", "about", "about $2.19"),
        ("H800", "chip", "exact", "H800 chip"),
    ],
)
def test_an_amount_is_as_printed(value: str, unit: str, bound: str, said: str) -> None:
    assert model_headline.amount({"value": value, "unit": unit, "bound": bound}).replace(NARROW, " ") == said


def test_the_product_is_computed() -> None:
    def row(value: str, unit: str) -> dict[str, str]:
        return {"value": value, "unit": unit, "bound": "exact"}

    figures = {"v3-gpu-hours": row("3.5", "m hours"), "v3-gpu-hour-price": row("2", "USD"),
               "v3-training-cost": row("5.576", "USD m")}  # fmt: skip
    assert model_headline.product(figures).replace(NARROW, " ") == (
        "3.5 m GPU hours at an assumed $2 each make $7.000 m; the report prints $5.576 m"
    )


@pytest.fixture
def dated() -> pd.DataFrame:
    """A release that three articles date, one whose paper alone came earlier, and one of a single date."""
    rows = [
        ("a", "launch", None, "2025-01-20", "day", "2025-01-20", 0, 0, None),
        ("a", "arxiv", None, "2025-01-22", "day", "2025-01-20", 2, 0, "2 days later"),
        ("a", "article", "P", "2025-01", "month", "2025-01-20", 0, 0, "same month"),
        ("a", "article", "Q", "2025-01-27", "day", "2025-01-20", 7, 0, "7 days later"),
        ("a", "article", "R", "2025-02", "month", "2025-01-20", 12, 1, "1 month later"),
        ("b", "launch", None, "2025-03-11", "day", "2025-03-11", 0, 0, None),
        ("b", "arxiv", None, "2025-03-08", "day", "2025-03-11", -3, 0, "3 days earlier"),
        ("c", "launch", None, "2025-04-01", "day", "2025-04-01", 0, 0, None),
    ]
    columns = ["key", "basis", "publication", "date", "precision", "since", "days_apart", "months_apart", "apart"]
    frame = pd.DataFrame(rows, columns=columns).assign(title=lambda f: "Model " + f["key"], status="verified")
    return frame.assign(since=pd.to_datetime(frame["since"]))


def test_dates_lie_in_days_from_the_launch(dated: pd.DataFrame, words: dict[str, Any]) -> None:
    fig = release_dates.from_launch(dated, labels={"a": "A", "b": "B"}, **words)
    traces = {trace.name: trace for trace in fig.data}
    # January ends 11 days after the 20th and began 19 before; February is 12 to 39 days later.
    assert list(traces["month that agrees"].x) == [-19, 11, None]
    assert list(traces["month that differs"].x) == [12, 39, None]
    assert list(traces["launch"].x) == [0, 0]
    assert list(traces["first arXiv version"].x) == [2, -3]
    assert list(traces["article"].x) == [7]
    assert list(traces["article"].marker.color) == [LIGHT.accent]
    first, second = fig.layout.yaxis.ticktext
    assert first.startswith("A, 20 Jan 2025<br>")
    assert ">R 1 month later<" in first
    assert ">first arXiv 3 days earlier<" in second
    assert "an article differs from it in 1 of 2" in alt_text(fig)
    assert any("7 days later" in text for text in traces["article"].hovertext)
    with pytest.raises(EmptySelectionError):
        release_dates.from_launch(dated.tail(1), labels={"c": "C"}, **words)


def test_a_date_from_memory_is_hollow(dated: pd.DataFrame, words: dict[str, Any]) -> None:
    fig = release_dates.from_launch(
        dated.assign(status=["recalled" if basis == "arxiv" else "verified" for basis in dated["basis"]]),
        labels={"a": "A", "b": "B"},
        **words,
    )
    symbols = {
        trace.name: set(trace.marker.symbol) for trace in fig.data if trace.name in ("launch", "first arXiv version")
    }
    assert symbols == {"launch": {"circle"}, "first arXiv version": {"diamond-open"}}


def test_sentences_on_dates(dated: pd.DataFrame) -> None:
    assert model_headline.dated(dated) == "For 1 of 1 events of DeepSeek, an article gives another date than the launch"
    assert model_headline.furthest_off(dated) == "R dates Model a 1 month later, Q dates Model a 7 days later"
    agreeing = dated[dated["publication"].isna() | (dated["publication"] == "P")]
    assert model_headline.dated(agreeing) == "Articles agree with the launch of 1 event of DeepSeek"
    assert model_headline.furthest_off(agreeing) == "How releases are dated"
    assert release_dates.furthest(agreeing[agreeing["basis"] == "launch"].head(1)) == ("all dates agree", False)


def test_how_many_releases_are_open() -> None:
    later = pd.DataFrame(
        {
            "kind": ["model_release", "model_release", "pricing"],
            "access": ["open_weights", "closed", "closed"],
            "date": ["2025-01-29", "2025-08-07", "2025-09-01"],
        }
    )
    assert model_headline.open_weights(later) == "1 of 2 releases have open weights, 29 Jan – 7 Aug 2025"
    assert model_headline.open_weights(later.tail(1)) == "No later release is catalogued"


def test_the_timeline_takes_other_symbols(words: dict[str, Any]) -> None:
    events = pd.DataFrame(
        {
            "organisation": ["A", "A"], "kind": ["free", "pricing"], "title": ["One", "Two"], "basis": "launch",
            "date": ["2025-01-20", "2025-02-20"], "session": pd.NaT, "status": "verified", "source": None,
        }
    )  # fmt: skip
    own = {"free": ("hexagon", "⬢", "free of charge")}
    fig = lanes.timeline(events, start="2025-01-01", end="2025-03-01", symbols=own, **words)
    assert list(fig.data[-1].marker.symbol) == ["hexagon", "star"]
    assert any("⬢\u00a0free\u00a0of\u00a0charge" in note.text for note in fig.layout.annotations)
