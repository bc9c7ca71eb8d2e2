"""Bars, treemap and waterfall: what is drawn for which company, in which order and colour."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest

from dashboard.charts import LIGHT, alt_text, bars, treemap, waterfall
from dashboard.errors import EmptySelectionError


def test_returns_are_grouped_by_segment_and_sorted(sell_off: pd.DataFrame, words: dict[str, Any]) -> None:
    fig = bars.returns(sell_off, benchmark_return=-0.0146, benchmark_label="S&P 500", **words)
    (bar,) = fig.data
    assert list(fig.layout.yaxis.ticktext) == ["Broadcom", "NVIDIA", "Vertiv", "Apple", "Salesforce"]
    assert list(bar.x) == pytest.approx([-17.4, -17.0, -29.9, 3.2, 4.0])
    assert list(bar.text) == [f"{text}\u202f%" for text in ["−17.4", "−17.0", "−29.9", "+3.2", "+4.0"]]
    assert list(bar.y) == sorted(bar.y, reverse=True)
    assert list(bar.marker.color) == [
        LIGHT.segments[segment] for segment in ["chips", "chips", "grid and cooling", "platforms", "software and other"]
    ]
    notes = {note.text: note for note in fig.layout.annotations}
    assert "<b>chips  −17.2\u202f%</b>" in notes
    assert notes["S&P 500 −1.5\u202f%"].x == pytest.approx(-1.46)
    assert alt_text(fig) == (
        "A finding. Bar chart of the returns of 5 companies by segment; 3 fell; the lowest is Vertiv, −29.9\u202f%."
    )


def test_the_value_axis_leaves_room_for_the_labels(sell_off: pd.DataFrame, words: dict[str, Any]) -> None:
    low, high = bars.returns(sell_off, **words).layout.xaxis.range
    assert low < -29.9
    assert high > 4.0


def test_bars_grow_the_figure(sell_off: pd.DataFrame, words: dict[str, Any]) -> None:
    few = bars.extremes(sell_off.head(2), **words).layout.height
    many = bars.extremes(pd.concat([sell_off.head(2)] * 5), n=10, **words).layout.height
    assert many - few == 8 * 19


def test_extremes_take_no_company_twice(sell_off: pd.DataFrame, words: dict[str, Any]) -> None:
    fig = bars.extremes(sell_off, n=2, **words)
    assert list(fig.layout.yaxis.ticktext) == ["Vertiv", "Broadcom", "Apple", "Salesforce"]
    assert np.diff(fig.data[0].y).tolist() == [-1, -2, -1]
    all_of_them = bars.extremes(sell_off, n=10, **words)
    assert len(all_of_them.data[0].x) == 5
    assert alt_text(fig).endswith("from Vertiv, −29.9\u202f% to Salesforce, +4.0\u202f%.")


def test_recovery_draws_open_companies_to_the_end_of_the_prices(words: dict[str, Any]) -> None:
    frame = pd.DataFrame(
        {
            "ticker": ["NVDA", "VRT", "AAPL"],
            "close_before": [142.62, 146.0, 222.78],
            "regained_on": [pd.Timestamp("2025-06-09"), pd.NaT, pd.Timestamp("2025-01-27")],
            "sessions": [93, np.nan, 1],
        }
    )
    fig = bars.recovery(
        frame,
        names={"NVDA": "NVIDIA", "VRT": "Vertiv", "AAPL": "Apple"},
        segments={"NVDA": "chips", "VRT": "grid and cooling", "AAPL": "platforms"},
        sessions_available={"NVDA": 234, "VRT": 240, "AAPL": 234},
        **words,
    )
    (bar,) = fig.data
    assert list(fig.layout.yaxis.ticktext) == ["Apple", "NVIDIA", "Vertiv"]
    # one that closed the event session at or above the close before did not fall, so it regained nothing either
    assert list(bar.x) == [0, 93, 240]
    assert list(bar.text) == ["did not fall", "93", "not yet"]
    assert bar.marker.color[2] != LIGHT.segments["grid and cooling"]
    assert list(bar.marker.line.width) == [0, 0, 1]
    assert bar.hovertext[1] == "NVIDIA<br>93 sessions<br>back at $142.62 on 9 Jun 2025"
    assert alt_text(fig).endswith(
        "1 of 2 companies that fell have done so, the median after 93 sessions; 1 did not fall."
    )


def test_nothing_to_draw_is_said(sell_off: pd.DataFrame, words: dict[str, Any]) -> None:
    empty = sell_off.tail(1)
    for build in (bars.returns, bars.extremes, treemap.losses, waterfall.segments):
        with pytest.raises(EmptySelectionError, match=r"choose other companies"):
            build(empty, **words)


def test_the_treemap_holds_the_losses_only(sell_off: pd.DataFrame, words: dict[str, Any]) -> None:
    fig = treemap.losses(sell_off, **words)
    (tree,) = fig.data
    sizes = dict(zip(tree.ids, tree.values, strict=True))
    assert sizes == {"segment:chips": 790, "segment:grid and cooling": 10, "NVDA": 590, "AVGO": 200, "VRT": 10}
    assert dict(zip(tree.ids, tree.parents, strict=True))["VRT"] == "segment:grid and cooling"
    assert tree.branchvalues == "total"
    texts = dict(zip(tree.ids, tree.text, strict=True))
    assert "NVIDIA</b>" in texts["NVDA"]
    assert texts["NVDA"].endswith("<br>−$590\u202fbn · −17.0\u202f%")
    assert texts["VRT"] == "<b>Vertiv</b>"
    hovers = dict(zip(tree.ids, tree.hovertext, strict=True))
    assert hovers["VRT"] == "Vertiv<br>−$10.0\u202fbn −29.9\u202f%"
    assert dict(zip(tree.ids, tree.marker.colors, strict=True))["VRT"] == LIGHT.segments["grid and cooling"]
    assert dict(zip(tree.ids, tree.textfont.color, strict=True))["VRT"] == "#ffffff"
    assert (fig.layout.uniformtext.minsize, fig.layout.uniformtext.mode) == (10, "hide")
    assert alt_text(fig) == (
        "A finding. Treemap of $800\u202fbn lost by 3 companies; the largest tile is NVIDIA, −$590\u202fbn."
    )


def test_a_segment_is_named_as_far_as_its_room_goes(sell_off: pd.DataFrame, words: dict[str, Any]) -> None:
    # of 800: 790 for chips, 10 for grid and cooling, whose whole name is wider than the side of so small a square
    tree = treemap.losses(sell_off, **words).data[0]
    assert dict(zip(tree.ids, tree.labels, strict=True))["segment:chips"] == "chips  −$790\u202fbn"
    assert dict(zip(tree.ids, tree.labels, strict=True))["segment:grid and cooling"] == "grid"
    assert tree.hovertext[1] == "grid and cooling<br>−$10.0\u202fbn"
    wide = treemap.losses(sell_off, width=880, height=1200, **words).data[0]
    assert dict(zip(wide.ids, wide.labels, strict=True))["segment:grid and cooling"] == "grid and cooling"


def test_a_company_that_is_not_back_fell_all_the_same(words: dict[str, Any]) -> None:
    # whole numbers that may be missing, as the table of the way back has them
    sessions = pd.array([93, None, None, 1], dtype="Int64")
    tickers = ["NVDA", "VRT", "MRVL", "AAPL"]
    frame = pd.DataFrame(
        {"ticker": tickers, "close_before": 1.0, "regained_on": pd.Timestamp("2025-06-09"), "sessions": sessions}
    )
    fig = bars.recovery(frame, names={}, segments={}, sessions_available=dict.fromkeys(tickers, 234), **words)
    assert alt_text(fig).endswith(
        "1 of 3 companies that fell have done so, the median after 93 sessions; 1 did not fall."
    )
    unfallen = bars.recovery(frame[3:], names={}, segments={}, sessions_available={}, **words)
    assert alt_text(unfallen).endswith("the price before the event was regained: no company fell.")


def test_one_segment_alone_needs_no_room_for_a_root(sell_off: pd.DataFrame, words: dict[str, Any]) -> None:
    several = treemap.losses(sell_off, **words)
    alone = treemap.losses(sell_off.head(2), **words)
    assert alone.layout.margin.t - several.layout.margin.t == treemap.HEADER


def test_the_waterfall_adds_up(sell_off: pd.DataFrame, words: dict[str, Any]) -> None:
    fig = waterfall.segments(sell_off, **words)
    (bar,) = fig.data
    assert list(fig.layout.yaxis.ticktext) == ["chips", "grid and cooling", "platforms", "<b>total</b>"]
    assert list(bar.x) == [-790, -10, 107, -693]
    assert list(bar.base) == [0, -790, -800, 0]
    assert list(bar.marker.color) == [LIGHT.loss, LIGHT.loss, LIGHT.gain, LIGHT.loss]
    labels = [note.text for note in fig.layout.annotations]
    assert labels[:4] == ["−$790\u202fbn", "−$10.0\u202fbn", "+$107\u202fbn", "<b>−$693\u202fbn</b>"]
    assert list(fig.layout.xaxis.ticktext)[-1] == "$0\u202fbn"
    assert fig.layout.xaxis.ticktext[0].startswith("−$")
    assert alt_text(fig).endswith("3 segments, −$693\u202fbn in all; the largest part is chips, −$790\u202fbn.")
    gains = waterfall.segments(sell_off.assign(loss_bn=-sell_off["loss_bn"].abs()), **words)
    assert alt_text(gains).endswith("the largest part is chips, +$790\u202fbn.")


def test_the_benchmark_line_strikes_through_no_label(words: dict[str, Any]) -> None:
    frame = pd.DataFrame({"ticker": list("AB"), "name": ["Above", "Below"], "segment": "chips", "ret": [0.014, -0.03]})
    fig = bars.returns(frame, benchmark_return=0.0145, benchmark_label="S&P 500", **words)
    grounds = [shape for shape in fig.layout.shapes if shape.type == "rect"]
    # the label of the first bar begins at its end, 1.4 %, and the line runs at 1.45 %; the other label is far away
    (ground,) = grounds
    place = fig.data[0].y[list(fig.layout.yaxis.ticktext).index("Above")]
    assert ground.fillcolor == LIGHT.page
    assert ground.x0 == pytest.approx(1.4)
    assert ground.x0 < 1.45 < ground.x1
    assert ground.y0 < place < ground.y1
    assert not [shape for shape in bars.returns(frame, **words).layout.shapes if shape.type == "rect"]
