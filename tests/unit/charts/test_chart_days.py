"""Days beside each other: marks, figures and sentences that stay true whatever is chosen."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from dashboard.charts import LIGHT, alt_text, days, days_headline
from dashboard.errors import EmptySelectionError

NAN, NARROW = float("nan"), "\u202f"
DAYS = ("27 Jan 2025", "5 Aug 2024", "3–4 Apr 2025")
HEADS = ("27 Jan", "5 Aug", "3–4 Apr")


@pytest.fixture
def rows() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "name": ["Average share", "chips"],
            "segment": ["index", "chips"],
            "ret_1": [0.001, -0.14],
            "ret_2": [-0.02, NAN],
            "ret_3": [-0.1, -0.18],
        }
    )


def test_one_mark_a_day(rows: pd.DataFrame, words: dict[str, Any]) -> None:
    fig = days.beside(rows, days=DAYS, heads=HEADS, rules=[1], **words)
    marks = {trace.name: trace for trace in fig.data if trace.mode == "markers"}
    assert list(marks) == list(DAYS)
    assert [list(trace.x) for trace in marks.values()] == [[0.001, -0.14], [-0.02], [-0.1, -0.18]]
    assert [trace.marker.symbol for trace in marks.values()] == ["circle", "circle", "diamond"]
    assert list(marks["27 Jan 2025"].marker.color) == [LIGHT.neutrals["index"], LIGHT.segments["chips"]]
    texts = {trace.name: list(trace.text) for trace in fig.data if trace.mode == "text"}
    assert texts["5 Aug"] == [f"−2.0{NARROW}%", "–"]
    rules = [line for line in fig.layout.shapes if line.yref == "y"]
    assert [(line.y0, line.y1) for line in rules] == [(-0.5, -0.5)]
    assert alt_text(fig).startswith("A finding. One row for each of 2 with its return on each day")
    assert [trace.mode for trace in days.beside(rows, days=DAYS, heads=HEADS, narrow=True, **words).data] == [
        "lines", "markers", "markers", "markers",
    ]  # fmt: skip
    with pytest.raises(EmptySelectionError):
        days.beside(rows.head(0), days=DAYS, heads=HEADS, **words)


@pytest.mark.parametrize(
    ("first", "last", "long", "short"),
    [
        ("2025-01-27", "2025-01-27", "27 Jan 2025", "27 Jan"),
        ("2025-04-03", "2025-04-04", "3–4 Apr 2025", "3–4 Apr"),
        ("2025-03-31", "2025-04-04", "31 Mar – 4 Apr 2025", "31 Mar – 4 Apr"),
        ("2024-12-31", "2025-01-02", "31 Dec 2024 – 2 Jan 2025", "31 Dec 2024 – 2 Jan 2025"),
    ],
)
def test_spans_in_words(first: str, last: str, long: str, short: str) -> None:
    assert (days_headline.span(first, last), days_headline.span(first, last, year=False)) == (long, short)


@pytest.mark.parametrize(
    ("returns", "sentence"),
    [
        (
            [0.0007, -0.0236, -0.1011],
            "The average share did not fall on 27 Jan 2025; it fell 2.4 % on 5 Aug 2024 and 10.1 % on 3–4 Apr 2025",
        ),
        (
            [-0.0009, 0.01, -0.001],
            "The average share did not fall on 27 Jan 2025 or 5 Aug 2024; it fell 0.1 % on 3–4 Apr 2025",
        ),
        (
            [-0.01, -0.02, -0.03],
            "The average share fell 1.0 % on 27 Jan 2025, 2.0 % on 5 Aug 2024 and 3.0 % on 3–4 Apr 2025",
        ),
        ([0.01, 0.02, 0.03], "The average share did not fall on 27 Jan 2025, 5 Aug 2024 or 3–4 Apr 2025"),
        ([NAN, -0.02, NAN], "The average share fell 2.0 % on 5 Aug 2024"),
        ([NAN, NAN, NAN], ""),
    ],
)
def test_the_average_share(returns: list[float], sentence: str) -> None:
    assert days_headline.average_share(DAYS, returns).replace(NARROW, " ") == sentence


@pytest.mark.parametrize(
    ("fell", "companies", "sentence"),
    [
        ([44, 43, 51], 51, "44 of the same 51 companies fell on 27 Jan 2025, 43 on 5 Aug 2024 and all on 3–4 Apr 2025"),
        ([0, 2, 1], 2, "None of the same 2 companies fell on 27 Jan 2025, all on 5 Aug 2024 and 1 on 3–4 Apr 2025"),
        ([1, 0, 1], 1, "Company 1 fell on 27 Jan 2025 and 3–4 Apr 2025"),
        ([0, 0, 0], 1, "Company 1 fell on none of these days"),
        ([0, 0, 0], 0, "No chosen company has prices on all of these days"),
    ],
)
def test_how_many_fell(fell: list[float], companies: int, sentence: str) -> None:
    assert days_headline.fallen(DAYS, fell, [f"Company {place + 1}" for place in range(companies)]) == sentence


def test_how_many_fell_far() -> None:
    assert days_headline.far_falls(DAYS, [27, 0, 42], ["A"] * 51, -0.1).replace(NARROW, " ") == (
        "27 of 51 companies fell by more than 10 % on 27 Jan 2025, none on 5 Aug 2024 and 42 on 3–4 Apr 2025"
    )


def test_how_far_segments_lay_apart() -> None:
    two = pd.DataFrame(
        {"segment": ["chips", "platforms"], "ret_1": [-0.21, -0.002], "ret_2": [0.01, -0.033], "ret_3": [-0.1, -0.1]}
    )
    assert days_headline.apart(DAYS, two) == (
        "Segments lay 20.8 points apart on 27 Jan 2025, 4.3 on 5 Aug 2024 and 0.0 on 3–4 Apr 2025"
    )
    assert days_headline.apart(DAYS, two.head(1)).replace(NARROW, " ") == (
        "Chips −21.0 % on 27 Jan 2025, +1.0 % on 5 Aug 2024 and −10.0 % on 3–4 Apr 2025"
    )
    assert days_headline.apart(DAYS, two.head(0)) == "No chosen company has prices on all of these days"


def test_how_concentrated_a_loss_was() -> None:
    assert days_headline.concentration(DAYS, [0.732, NAN, 0.597], 5).replace(NARROW, " ") == (
        "The 5 largest losses are 73.2 % of the dollars lost on 27 Jan 2025 and 59.7 % on 3–4 Apr 2025"
    )
    assert days_headline.concentration(DAYS, [NAN, NAN, NAN], 5) == "The days beside each other"
    # where no more than five lost value, the five largest losses are all there were
    assert days_headline.concentration(DAYS, [1.0, 1.0, NAN], 5) == "The days beside each other"
    assert days_headline.concentration(DAYS, [1.0, 0.5, NAN], 5).replace(NARROW, " ") == (
        "The 5 largest losses are 50.0 % of the dollars lost on 5 Aug 2024"
    )
