"""Figures: a frame in, a Plotly figure out; nothing here reads a file or knows the page that it is shown on.

One module a form: :mod:`~dashboard.charts.lines` (rebased, underwater), :mod:`~dashboard.charts.bars` (returns,
extremes, recovery), :mod:`~dashboard.charts.treemap` (losses), :mod:`~dashboard.charts.waterfall` (segments),
:mod:`~dashboard.charts.ranks` (before_after), :mod:`~dashboard.charts.candles` (around),
:mod:`~dashboard.charts.lanes` (timeline), :mod:`~dashboard.charts.records` (by_day) and
:mod:`~dashboard.charts.coverage` (by_month).
"""

from __future__ import annotations

from dashboard.charts import (
    bars,
    candles,
    coverage,
    format,
    headline,
    lanes,
    lines,
    ranks,
    records,
    treemap,
    waterfall,
)
from dashboard.charts.anatomy import CONFIG, HALF, PHONE, WIDE, alt_text
from dashboard.charts.markers import Marker
from dashboard.charts.theme import DARK, LIGHT, Theme, segment_words, text_on

__all__ = [
    "CONFIG",
    "DARK",
    "HALF",
    "LIGHT",
    "PHONE",
    "WIDE",
    "Marker",
    "Theme",
    "alt_text",
    "bars",
    "candles",
    "coverage",
    "format",
    "headline",
    "lanes",
    "lines",
    "ranks",
    "records",
    "segment_words",
    "text_on",
    "treemap",
    "waterfall",
]
