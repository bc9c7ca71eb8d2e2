"""Ranks, candles, timeline and coverage."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest

from dashboard.charts import LIGHT, alt_text, candles, coverage, lanes, ranks
from dashboard.errors import EmptySelectionError


def test_ranks_join_before_and_after(market_value: pd.DataFrame, words: dict[str, Any]) -> None:
    names = dict(zip(market_value["ticker"], market_value["name"], strict=True))
    fig = ranks.before_after(market_value, names=names, n=3, **words)
    hollow, filled = fig.data
    assert list(hollow.x) == [3490, 3350, 1150]
    assert list(filled.x) == [2900, 3457, 950]
    assert list(fig.layout.yaxis.ticktext) == ["NVIDIA  1 → 2", "Apple  2 → 1", "Broadcom  3"]
    assert [(line.x0, line.x1) for line in fig.layout.shapes] == [(3490, 2900), (3350, 3457), (1150, 950)]
    assert [note.text for note in fig.layout.annotations][:3] == ["−$590\u202fbn", "+$107\u202fbn", "−$200\u202fbn"]
    assert list(filled.marker.color) == [LIGHT.segments[name] for name in ("chips", "platforms", "chips")]
    assert hollow.marker.color == LIGHT.page
    assert alt_text(fig).endswith("NVIDIA went from $3,490\u202fbn to $2,900\u202fbn, rank 1 to 2.")
    with pytest.raises(EmptySelectionError):
        ranks.before_after(market_value.tail(2), names=names, **words)


@pytest.fixture
def bars_of_nvidia() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "open": [148.0, 124.8, np.nan],
            "high": [149.0, 128.4, np.nan],
            "low": [141.9, 116.7, np.nan],
            "close": [142.62, 118.42, np.nan],
            "volume": [234e6, 818e6, np.nan],
        },
        index=pd.DatetimeIndex(["2025-01-24", "2025-01-27", "2025-01-28"]).as_unit("us"),
    )


def test_candles_hold_the_prices_and_the_volume(bars_of_nvidia: pd.DataFrame, words: dict[str, Any]) -> None:
    fig = candles.around(bars_of_nvidia, name="NVIDIA", event="2025-01-27", **words)
    candle, volume, marker = fig.data
    np.testing.assert_allclose(candle.close, [142.62, 118.42], rtol=1e-6)
    np.testing.assert_allclose(candle.low, [141.9, 116.7], rtol=1e-6)
    assert list(candle.x) == ["2025-01-24", "2025-01-27"]
    assert "close $118.42 (−16.97\u202f%)" in candle.hovertext[1]
    assert "close $142.62 (–)" in candle.hovertext[0]
    assert (candle.increasing.line.color, candle.decreasing.line.color) == (LIGHT.gain, LIGHT.loss)
    np.testing.assert_allclose(volume.y, [234, 818])
    assert (volume.yaxis, marker.x[0]) == ("y2", "2025-01-27")
    assert fig.layout.yaxis2.domain[1] < fig.layout.yaxis.domain[0]
    assert [shape.layer for shape in fig.layout.shapes] == ["below"]
    assert alt_text(fig).endswith("on 27 Jan 2025 the close was $118.42 (−17.0\u202f%).")


def test_candles_without_volume_use_the_whole_height(bars_of_nvidia: pd.DataFrame, words: dict[str, Any]) -> None:
    fig = candles.around(bars_of_nvidia.assign(volume=np.nan), name="NVIDIA", event="2025-01-27", **words)
    assert fig.layout.yaxis.domain == (0, 1)
    assert [trace.type for trace in fig.data] == ["candlestick", "scatter"]
    with pytest.raises(EmptySelectionError, match=r"^NVIDIA has no prices"):
        candles.around(bars_of_nvidia.tail(1), name="NVIDIA", event="2025-01-27", **words)


@pytest.fixture
def events() -> pd.DataFrame:
    rows = [
        ("DeepSeek", "model_release", "DeepSeek-R1", "2025-01-20", "2025-01-21", "verified", "api-docs.deepseek.com"),
        ("DeepSeek", "model_release", "DeepSeek-V3", "2024-12", None, "recalled", None),
        ("NVIDIA", "earnings", "Results", "2025-02-26", "2025-02-27", "verified", "nvidia.com"),
        ("US government", "policy", "Too early", "2022-10-07", "2022-10-07", "verified", "bis.gov"),
        ("xAI", "surprise", "Same day, one", "2025-02-17", "2025-02-18", "verified", "x.ai"),
        ("xAI", "model_release", "Same day, two", "2025-02-17", "2025-02-18", "verified", "x.ai"),
    ]
    frame = pd.DataFrame(rows, columns=["organisation", "kind", "title", "date", "session", "status", "source"])
    return frame.assign(basis="launch", precision="day", timing="unknown", session=pd.to_datetime(frame["session"]))


def test_the_timeline_puts_each_event_in_its_lane(events: pd.DataFrame, words: dict[str, Any]) -> None:
    fig = lanes.timeline(events, start="2024-12-01", end="2025-03-01", **words)
    months, marks = fig.data
    names = list(fig.layout.yaxis2.ticktext)
    assert set(names) == {"DeepSeek", "NVIDIA", "xAI"}
    at = dict(
        zip([text.split("</b>")[0][3:] for text in marks.hovertext], zip(marks.x, marks.y, strict=True), strict=True)
    )
    assert at["DeepSeek-R1"] == ("2025-01-20", names.index("DeepSeek"))
    assert at["DeepSeek-V3"] == ("2024-12-16", names.index("DeepSeek"))
    assert at["Results"] == ("2025-02-26", names.index("NVIDIA"))
    assert at["Same day, one"][1] - names.index("xAI") == pytest.approx(-lanes.SHIFT)
    assert at["Same day, two"][1] - names.index("xAI") == pytest.approx(lanes.SHIFT)
    assert list(months.x) == ["2024-12-01", "2024-12-31", None]
    symbols = dict(zip(at, marks.marker.symbol, strict=True))
    assert symbols == {
        "DeepSeek-V3": "circle-open",
        "DeepSeek-R1": "circle",
        "Same day, one": "star",
        "Same day, two": "circle",
        "Results": "square",
    }


def test_the_timeline_says_how_sure_each_date_is(events: pd.DataFrame, words: dict[str, Any]) -> None:
    marks = lanes.timeline(events, start="2024-12-01", end="2025-03-01", **words).data[-1]
    assert marks.hovertext[0] == "<b>DeepSeek-V3</b><br>DeepSeek, Dec 2024 (launch date)<br>recalled"
    assert marks.hovertext[1] == (
        "<b>DeepSeek-R1</b><br>DeepSeek, 20 Jan 2025 (launch date)<br>session 21 Jan 2025"
        "<br>verified: api-docs.deepseek.com"
    )


def test_prices_and_lanes_share_the_dates(events: pd.DataFrame, prices: pd.DataFrame, words: dict[str, Any]) -> None:
    values = 100 * prices[["NVDA"]] / 140
    fig = lanes.timeline(
        events,
        values,
        start="2024-12-01",
        end="2025-03-01",
        labels={"NVDA": "NVIDIA"},
        colours={"NVDA": "#0b7285"},
        emphasis=["NVDA"],
        markers=[("2025-01-27", "27 Jan", "event")],
        **words,
    )
    line = fig.data[0]
    np.testing.assert_allclose(line.y, [105, 105, 100, 85, 90], rtol=1e-6)
    assert fig.layout.yaxis2.domain[1] < fig.layout.yaxis.domain[0]
    assert list(fig.layout.xaxis.range) == ["2024-12-01", "2025-03-01"]
    assert fig.data[-1].x[0] == "2025-01-27"
    assert alt_text(fig) == (
        "A finding. Timeline of 5 events by 3 organisations, 1 Dec 2024 – 1 Mar 2025, below the prices of 1 series."
    )


def test_an_empty_timeline_is_refused_and_prices_alone_are_not(
    events: pd.DataFrame, prices: pd.DataFrame, words: dict[str, Any]
) -> None:
    with pytest.raises(EmptySelectionError, match="1 Jan – 1 Feb 2020"):
        lanes.timeline(events, start="2020-01-01", end="2020-02-01", **words)
    alone = lanes.timeline(events.head(0), prices[["NVDA"]], start="2025-01-20", end="2025-01-31", **words)
    assert alone.layout.yaxis2.visible is False
    assert [trace.name for trace in alone.data] == ["NVDA"]


def test_coverage_counts_the_whole_series(words: dict[str, Any]) -> None:
    present = pd.DataFrame([[1.0, 1.0], [0.0, 0.5]], index=["NVDA", "LATE"], columns=["2023-06", "2023-07"])
    fig = coverage.by_month(present, **words)
    (grid,) = fig.data
    np.testing.assert_array_equal(grid.z, present.to_numpy())
    assert list(grid.x) == ["Jun 2023", "Jul 2023"]
    assert list(grid.y) == ["NVDA", "LATE"]
    assert (grid.zmin, grid.zmax) == (0, 1)
    assert alt_text(fig).endswith(
        "2 series by month, Jun 2023 to Jul 2023: 1 of 2 series have a close on every session."
    )
    with pytest.raises(EmptySelectionError):
        coverage.by_month(present.head(0), **words)
