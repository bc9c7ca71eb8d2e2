"""Rebased and underwater lines, their labels and their event markers."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go
import pytest

from dashboard.charts import DARK, LIGHT, PHONE, alt_text, lines
from dashboard.charts.markers import MARKER_LINE, head_room, place_markers
from dashboard.errors import EmptySelectionError, NotASessionError

NAMES = {"NVDA": "NVIDIA", "AAPL": "Apple", "LATE": "Latecomer"}
COLOURS = {"NVDA": "#0b7285", "AAPL": "#212529"}
MARKERS = [
    ("2025-01-27", "27 Jan", "event"),
    ("2025-01-23", "DeepSeek-R1", "release"),
    ("2030-01-01", "later", "release"),
]


def series(fig: go.Figure) -> dict[str, Any]:
    return {trace.name: trace for trace in fig.data if trace.mode == "lines"}


def texts(fig: go.Figure) -> list[str]:
    return [note.text for note in fig.layout.annotations]


@pytest.fixture
def rebased(prices: pd.DataFrame, words: dict[str, Any]) -> go.Figure:
    return lines.rebased(
        prices, base="2025-01-24", labels=NAMES, colours=COLOURS, emphasis=["NVDA"], markers=MARKERS, **words
    )


def test_the_base_day_is_100_and_a_series_without_it_is_left_out(rebased: go.Figure) -> None:
    drawn = series(rebased)
    assert set(drawn) == {"NVIDIA", "Apple"}
    np.testing.assert_allclose(drawn["NVIDIA"].y, [105, 105, 100, 85, 90], rtol=1e-6)
    np.testing.assert_allclose(drawn["Apple"].y, [110, 110, 100, 103, 105], rtol=1e-6)


def test_dates_are_milliseconds_since_1970(rebased: go.Figure, prices: pd.DataFrame) -> None:
    assert rebased.layout.xaxis.type == "date"
    assert pd.to_datetime(series(rebased)["NVIDIA"].x, unit="ms").tolist() == prices.index.tolist()
    assert series(rebased)["NVIDIA"].x[0] == 1737504000000


def test_emphasis_is_thicker_on_top_and_bold(rebased: go.Figure) -> None:
    drawn = series(rebased)
    assert list(drawn)[-1] == "NVIDIA"
    assert drawn["NVIDIA"].line.width > drawn["Apple"].line.width
    assert (drawn["NVIDIA"].line.color, drawn["Apple"].line.color) == ("#0b7285", "#212529")
    labels = {note.text: note for note in rebased.layout.annotations if note.xref == "paper" and note.yref == "y"}
    assert set(labels) == {"<b>NVIDIA</b>", "Apple"}
    assert labels["<b>NVIDIA</b>"].y == pytest.approx(90)
    assert labels["Apple"].font.color == "#212529"


def test_markers_stand_on_their_days_and_can_be_hovered(rebased: go.Figure) -> None:
    uprights = [shape for shape in rebased.layout.shapes if shape.x0 == shape.x1 and shape.yref == "paper"]
    assert [shape.x0 for shape in uprights] == ["2025-01-27", "2025-01-23"]
    assert [shape.line.dash for shape in uprights] == ["solid", "dot"]
    assert "<b>27 Jan</b>" in texts(rebased)
    assert "DeepSeek-R1" in texts(rebased)
    points = [trace for trace in rebased.data if trace.meta == "marker"]
    assert [point.hovertemplate for point in points] == [
        "27 Jan<br>27 Jan 2025<extra></extra>",
        "DeepSeek-R1<br>23 Jan 2025<extra></extra>",
    ]
    assert "later" not in str(rebased.to_dict())


def test_the_reference_line_and_the_text_alternative(rebased: go.Figure) -> None:
    flat = [shape for shape in rebased.layout.shapes if shape.xref == "paper"]
    assert [(shape.y0, shape.y1) for shape in flat] == [(100, 100)]
    assert alt_text(rebased) == (
        "A finding. Line chart of 2 series, 22 Jan – 28 Jan 2025, 24 Jan 2025 = 100; at the end NVIDIA at 90.0."
    )


def test_logarithmic_axis_has_round_ticks_and_labels_in_logarithms(prices: pd.DataFrame, words: dict[str, Any]) -> None:
    fig = lines.rebased(prices, base="2025-01-24", labels=NAMES, colours=COLOURS, log=True, **words)
    assert fig.layout.yaxis.type == "log"
    low, high = (10**end for end in fig.layout.yaxis.range)
    assert low == pytest.approx(85 / 1.05)
    assert high == pytest.approx(110 * 1.05)
    assert list(fig.layout.yaxis.ticktext) == ["90", "100"]
    ends = {note.text: note.y for note in fig.layout.annotations if note.yref == "y"}
    assert ends["Apple"] == pytest.approx(math.log10(105))


def test_gaps_stay_gaps(prices: pd.DataFrame, words: dict[str, Any]) -> None:
    holed = prices.copy()
    holed.loc["2025-01-23", "AAPL"] = np.nan
    fig = lines.rebased(holed, base="2025-01-24", labels=NAMES, colours=COLOURS, **words)
    assert [value is None for value in series(fig)["Apple"].y] == [False, True, False, False, False]
    assert not np.isnan(series(fig)["NVIDIA"].y).any()


def test_bad_bases_are_refused_in_one_sentence(prices: pd.DataFrame, words: dict[str, Any]) -> None:
    with pytest.raises(NotASessionError, match=r"^25 Jan 2025 is not a session .*: choose a day .*\.$"):
        lines.rebased(prices, base="2025-01-25", labels=NAMES, colours=COLOURS, **words)
    with pytest.raises(EmptySelectionError, match=r"price on 24 Jan 2025"):
        lines.rebased(prices[["LATE"]], base="2025-01-24", labels=NAMES, colours=COLOURS, **words)


def test_underwater_is_per_cent_with_its_deepest_point_told(words: dict[str, Any]) -> None:
    index = pd.DatetimeIndex(["2025-01-24", "2025-01-27", "2025-01-28"]).as_unit("us")
    depth = pd.DataFrame({"NVDA": [0.0, -0.17, -0.1], "GONE": [np.nan] * 3}, index=index)
    fig = lines.underwater(depth, labels=NAMES, colours=COLOURS, emphasis=["NVDA"], **words)
    drawn = series(fig)
    assert set(drawn) == {"NVIDIA"}
    np.testing.assert_allclose(drawn["NVIDIA"].y, [0, -17, -10], rtol=1e-6)
    assert drawn["NVIDIA"].fill == "tozeroy"
    assert fig.layout.yaxis.range[1] == 0
    assert fig.layout.yaxis.ticksuffix == "\u202f%"
    assert alt_text(fig).endswith("the deepest is NVIDIA, −17.0\u202f% on 27 Jan 2025.")
    with pytest.raises(EmptySelectionError):
        lines.underwater(depth[["GONE"]], labels={}, colours={}, **words)


def test_in_a_crowd_only_the_emphasised_are_coloured_and_named(words: dict[str, Any]) -> None:
    index = pd.bdate_range("2025-01-01", periods=30).as_unit("us")
    depth = pd.DataFrame({f"T{n}": np.linspace(0, -n / 100, 30) for n in range(20)}, index=index)
    fig = lines.underwater(depth, labels={}, colours={f"T{n}": "#0b7285" for n in range(20)}, emphasis=["T7"], **words)
    coloured = [name for name, trace in series(fig).items() if trace.line.color == "#0b7285"]
    assert coloured == ["T7"]
    assert [note.text for note in fig.layout.annotations if note.yref == "y"] == ["<b>T7</b>"]


def test_in_a_crowd_without_emphasis_the_ends_are_named(words: dict[str, Any]) -> None:
    index = pd.bdate_range("2025-01-01", periods=30).as_unit("us")
    frame = pd.DataFrame({f"T{n}": np.linspace(100, 100 + n, 30) for n in range(20)}, index=index)
    fig = lines.rebased(frame, base="2025-01-01", labels={}, colours={}, **words)
    named = {note.text for note in fig.layout.annotations if note.yref == "y"}
    assert named == {f"T{n}" for n in [*range(6), *range(14, 20)]}


def _real_size(series_count: int, sessions: int) -> pd.DataFrame:
    steps = np.random.default_rng(7).normal(0, 0.03, (sessions, series_count)).cumsum(axis=0)
    index = pd.bdate_range("2024-07-01", periods=sessions).as_unit("us")
    return pd.DataFrame(100 * np.exp(steps), index=index, columns=[f"TICK{n}" for n in range(series_count)])


def test_figures_are_small(words: dict[str, Any]) -> None:
    ten = _real_size(10, 60)
    small = lines.rebased(ten, base=ten.index[20].date(), labels={}, colours={}, markers=MARKERS, **words)
    assert len(small.to_json()) < 40_000
    assert all(isinstance(trace.x, tuple) and isinstance(trace.y, tuple) for trace in small.data)
    sixty = _real_size(60, 380)
    large = lines.underwater(sixty / sixty.cummax() - 1, labels={}, colours={}, emphasis=["TICK1"], **words)
    assert len(large.to_json()) < 400_000
    assert {trace.y.dtype for trace in large.data if len(trace.y) == 380} == {np.dtype(np.float32)}


def test_end_labels_do_not_overlap_and_stay_inside(words: dict[str, Any]) -> None:
    frame = _real_size(12, 60)
    frame.iloc[-1] = frame.iloc[0] * 1.02
    fig = lines.rebased(frame, base=frame.index[0].date(), labels={}, colours={}, **words)
    bottom, top = fig.layout.yaxis.range
    height = fig.layout.height - fig.layout.margin.t - fig.layout.margin.b
    ends = sorted((n.y - bottom) / (top - bottom) * height + n.yshift for n in fig.layout.annotations if n.yref == "y")
    assert len(ends) == 12
    assert min(np.diff(ends)) >= 15 - 1e-6
    assert ends[0] >= 0
    assert ends[-1] <= height


def test_the_theme_and_the_width_are_followed(prices: pd.DataFrame, words: dict[str, Any]) -> None:
    words |= {"title": "One Monday took a fifth to a third off the AI trade", "theme": DARK}
    wide = lines.rebased(prices, base="2025-01-24", labels=NAMES, colours=COLOURS, **words)
    phone = lines.rebased(prices, base="2025-01-24", labels=NAMES, colours=COLOURS, width=PHONE, **words)
    assert "<b>One Monday took a fifth to a third off the AI trade</b>" in texts(wide)
    assert any(text.startswith("<b>One Monday") and "<br>" in text for text in texts(phone))
    assert phone.layout.margin.t > wide.layout.margin.t
    assert wide.layout.paper_bgcolor == DARK.page
    assert (wide.layout.xaxis.showgrid, wide.layout.yaxis.gridcolor) == (False, DARK.grid)


def test_bands_lie_behind_with_their_label(prices: pd.DataFrame, words: dict[str, Any]) -> None:
    fig = lines.rebased(
        prices,
        base="2025-01-24",
        labels=NAMES,
        colours=COLOURS,
        bands=[("2025-01-22", "2025-01-23", "before")],
        **words,
    )
    boxes = [shape for shape in fig.layout.shapes if shape.type == "rect"]
    assert [(box.x0, box.x1, box.fillcolor, box.layer) for box in boxes] == [
        ("2025-01-22", "2025-01-23", LIGHT.grid, "below")
    ]
    assert "before" in texts(fig)


def test_neighbouring_markers_get_lines_of_their_own() -> None:
    close = [
        ("2025-01-27", "27 Jan 2025", "event"),
        ("2025-01-28", "Qwen2.5-Max", "release"),
        ("2025-01-31", "o3", "release"),
    ]
    places = {place.marker[1]: place for place in place_markers(close, "2024-12-16", "2025-03-14", 800)}
    assert (places["27 Jan 2025"].level, places["27 Jan 2025"].side) in [(0, "right"), (0, "left")]
    taken = [(place.level, place.side) for place in places.values()]
    assert len(set(taken)) == 3
    assert head_room(list(places.values())) >= MARKER_LINE


def test_a_marker_at_the_right_edge_is_labelled_to_its_left() -> None:
    (place,) = place_markers([("2025-03-14", "last day", "release")], "2024-12-16", "2025-03-14", 800)
    assert (place.level, place.side) == (0, "left")
    assert place_markers([("2025-03-15", "after", "release")], "2024-12-16", "2025-03-14", 800) == []
    assert head_room([]) == 0
