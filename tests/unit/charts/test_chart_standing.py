"""Rows of marks: where they stand, what they mean in words, and the sentences above them."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest

from dashboard.charts import LIGHT, alt_text, marks, review_headline, standing
from dashboard.errors import EmptySelectionError

NAN, NARROW = float("nan"), "\u202f"
DAYS = ("2025-01-27", "2025-06-24")


def row(name: str, event: float, low: float, april: float, to: float, **more: Any) -> dict[str, Any]:
    dates = {"low_date": "2025-03-10", "april_low_date": "2025-04-04"}
    given = {"segment": "chips", "sessions": 93, "april_sessions": 44, **dates, **more}
    return {"name": name, "event_ret": event, "low_ret": low, "april_low_ret": april, "ret_to": to, **given}


def frame(*rows: dict[str, Any]) -> pd.DataFrame:
    made = pd.DataFrame(list(rows))
    for name in ("low_date", "april_low_date"):
        made[name] = pd.to_datetime(made[name])
    return made.astype({"sessions": "Int64", "april_sessions": "Int64"})


@pytest.fixture
def three() -> pd.DataFrame:
    return frame(
        row("A", -0.1, -0.3, -0.3, 0.2),
        row("B", -0.2, -0.5, -0.4, -0.1, segment="platforms", sessions=pd.NA, april_sessions=pd.NA),
        row("C", 0.02, -0.01, -0.01, 0.1, sessions=1, april_sessions=2),
    )


def drawn(fig: Any, name: str) -> Any:
    return next(trace for trace in fig.data if trace.name == name)


def test_each_mark_stands_at_its_return(three: pd.DataFrame, words: dict[str, Any]) -> None:
    fig = standing.since(three, days=DAYS, **words)
    assert list(drawn(fig, "27 Jan 2025").x) == [-0.1, -0.2, 0.02]
    assert list(drawn(fig, "lowest close of Apr 2025").x) == [-0.3, -0.4, -0.01]
    assert list(drawn(fig, "24 Jun 2025").x) == [0.2, -0.1, 0.1]
    tick = drawn(fig, "lowest of all, where on another day")
    assert (list(tick.x), list(tick.y)) == ([-0.5], [-1])
    assert tick.hovertext[0] == f"B<br>−50.00{NARROW}% on 10 Mar 2025"
    assert list(drawn(fig, "24 Jun 2025").marker.color) == [
        LIGHT.segments[name] for name in ("chips", "platforms", "chips")
    ]
    assert drawn(fig, "27 Jan 2025").marker.color == LIGHT.page
    assert list(drawn(fig, "back after").text) == ["93", "not yet", "did not fall"]
    assert list(fig.layout.yaxis.ticktext) == ["A", "B", "C"]
    assert alt_text(fig).endswith(f"the median on 24 Jun 2025 is +10.0{NARROW}%.")


def test_the_line_of_a_row_joins_its_lowest_and_highest_mark(three: pd.DataFrame, words: dict[str, Any]) -> None:
    spans = drawn(standing.since(three, days=DAYS, **words), "spans")
    assert list(spans.x) == [-0.3, 0.2, None, -0.5, -0.1, None, -0.01, 0.1, None]
    assert list(spans.y) == [0, 0, None, -1, -1, None, -2, -2, None]


def test_figures_stand_right_of_every_mark_and_within_the_axis(three: pd.DataFrame, words: dict[str, Any]) -> None:
    for width, narrow in ((880, False), (340, True)):
        fig = standing.since(three, days=DAYS, width=width, narrow=narrow, **words)
        columns = [trace for trace in fig.data if trace.mode == "text"]
        assert len(columns) == (1 if narrow else 4)
        low, high = fig.layout.xaxis.range
        assert len(fig.layout.xaxis.tickvals) >= 3
        assert 0.2 < columns[0].x[0] <= columns[-1].x[0] == pytest.approx(high)
        assert low < -0.5
        assert max(fig.layout.xaxis.tickvals) < columns[0].x[0]


def test_without_april_the_low_between_is_drawn(three: pd.DataFrame, words: dict[str, Any]) -> None:
    fig = standing.since(three.assign(april_low_ret=NAN, april_low_date=pd.NaT), days=DAYS, **words)
    assert list(drawn(fig, "lowest close between").x) == [-0.3, -0.5, -0.01]
    assert [trace.name for trace in fig.data if trace.mode == "markers"] == [
        "27 Jan 2025", "lowest close between", "24 Jun 2025",
    ]  # fmt: skip


def test_a_missing_figure_is_no_mark(three: pd.DataFrame, words: dict[str, Any]) -> None:
    fig = standing.since(three.assign(ret_to=[0.2, NAN, 0.1]), days=DAYS, **words)
    assert list(drawn(fig, "24 Jun 2025").y) == [0, -2]
    assert list(drawn(fig, "24 Jun").text) == [f"+20.0{NARROW}%", "–", f"+10.0{NARROW}%"]
    with pytest.raises(EmptySelectionError):
        standing.since(three.assign(low_ret=NAN), days=DAYS, **words)


def test_no_marks_at_all_are_refused(words: dict[str, Any]) -> None:
    nothing = marks.Marks("x", "dot", [np.nan], [""])
    with pytest.raises(EmptySelectionError):
        marks.draw([marks.Row("A", "#000000")], [nothing], theme=LIGHT, words=("", "", ""), width=880, alt="")


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        (
            [row("A", -0.1, -0.3, -0.3, 0), row("B", -0.2, -0.1, -0.1, 0)],
            "1 of 2 companies stood lower in Apr 2025 than at the close of 27 Jan 2025",
        ),
        (
            [row("A", -0.1, -0.3, -0.3, 0), row("B", -0.2, -0.4, -0.4, 0)],
            "Both companies stood lower in Apr 2025 than at the close of 27 Jan 2025",
        ),
        (
            [row("A", -0.5, -0.5, -0.3, 0), row("B", -0.2, -0.2, -0.2, 0)],
            "None of 2 companies stood lower in Apr 2025 than at the close of 27 Jan 2025",
        ),
        ([row("A", -0.1, -0.3, -0.3, 0)], "A stood at −10.0 % on 27 Jan 2025 and at −30.0 % at its low of Apr 2025"),
        ([row("A", -0.1, -0.3, NAN, 0)], "A stood lowest on 10 Mar 2025, 30.0 % below its close before the event"),
        (
            [row("A", -0.1, -0.3, NAN, 0), row("B", 0, -0.2, NAN, 0)],
            "A stood furthest below its close before the event: 30.0 % on 10 Mar 2025",
        ),
        (
            [row("A", 0.1, 0.1, NAN, 0), row("B", 0.1, 0.0, NAN, 0)],
            "None of 2 companies closed below its close before the event from 27 Jan 2025 to 24 Jun 2025",
        ),
        ([row("A", NAN, NAN, NAN, NAN)], "No chosen company has prices from 27 Jan 2025 to 24 Jun 2025"),
    ],
)
def test_april_beside_the_event(rows: list[dict[str, Any]], sentence: str) -> None:
    assert review_headline.april(frame(*rows), *DAYS).replace(NARROW, " ") == sentence


def test_the_way_back_in_words(three: pd.DataFrame) -> None:
    assert review_headline.way_back(three, *DAYS) == (
        "Of 2 companies that fell on 27 Jan 2025, 1 had regained that close by 24 Jun 2025, after 93 sessions. "
        "Of 3 companies that stood below it at their low of Apr 2025, 2 had regained that close by 24 Jun 2025, "
        "half of these within 23 sessions from that low."
    )
    back = three.assign(sessions=[93, 5, 1], april_low_ret=NAN)
    assert review_headline.way_back(back, *DAYS) == (
        "Of 2 companies that fell on 27 Jan 2025, all had regained that close by 24 Jun 2025, "
        "half of these within 49 sessions."
    )
    away = three.assign(sessions=pd.NA, april_low_ret=NAN)
    assert review_headline.way_back(away, *DAYS) == (
        "Of 2 companies that fell on 27 Jan 2025, none had regained that close by 24 Jun 2025."
    )
    assert review_headline.way_back(three[three["name"] == "A"], *DAYS) == (
        "It regained that close after 93 sessions. It regained that close after 44 sessions from its low of Apr 2025."
    )
    assert review_headline.way_back(three[three["name"] == "B"], *DAYS) == (
        "It had not regained that close by 24 Jun 2025. "
        "It had not regained that close by 24 Jun 2025 after its low of Apr 2025."
    )
