"""Figures: a frame in, a Plotly figure out; nothing here reads a file or knows the page that it is shown on.

One module a form: :mod:`~dashboard.charts.lines` (rebased, underwater), :mod:`~dashboard.charts.bars` (returns,
extremes, recovery), :mod:`~dashboard.charts.treemap` (losses), :mod:`~dashboard.charts.waterfall` (segments),
:mod:`~dashboard.charts.market_parts` (paired), :mod:`~dashboard.charts.ranks` (before_after),
:mod:`~dashboard.charts.candles` (around), :mod:`~dashboard.charts.lanes` (timeline), :mod:`~dashboard.charts.records`
(by_day) and :mod:`~dashboard.charts.coverage` (by_month); of models :mod:`~dashboard.charts.bounds` (bars),
:mod:`~dashboard.charts.scores` (by_table) and :mod:`~dashboard.charts.release_dates` (from_launch); of event studies
:mod:`~dashboard.charts.car_paths` (paths), :mod:`~dashboard.charts.forest` (firms), :mod:`~dashboard.charts.placebo`
(histogram), :mod:`~dashboard.charts.exposure` (scatter), :mod:`~dashboard.charts.expected` (scatter) and
:mod:`~dashboard.charts.reactions` (heat_map).
"""

from __future__ import annotations

from dashboard.charts import (
    bars,
    candles,
    car_paths,
    coverage,
    expected,
    exposure,
    forest,
    format,
    headline,
    lanes,
    lines,
    placebo,
    ranks,
    reaction_headline,
    reactions,
    records,
    study_headline,
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
    "car_paths",
    "coverage",
    "expected",
    "exposure",
    "forest",
    "format",
    "headline",
    "lanes",
    "lines",
    "placebo",
    "ranks",
    "reaction_headline",
    "reactions",
    "records",
    "segment_words",
    "study_headline",
    "text_on",
    "treemap",
    "waterfall",
]
