"""The figures of the event study that stand beside each other: earlier dates, intervals, slope on exposure."""

from __future__ import annotations

from dataclasses import dataclass

import plotly.graph_objects as go
import streamlit as st

from dashboard.charts import Theme, exposure, forest, placebo, segment_words, study_headline
from dashboard.charts import format as fmt
from dashboard.study.event_study import Window
from dashboard.study_evidence import Evidence
from dashboard.ui import page, series, study_words
from dashboard.ui.screen import pair, room, screen

FEW = 15
"""With no more companies than this, their intervals stand below the histogram."""


@dataclass(frozen=True, eq=False)
class Shown:
    """What the figures have in common.

    Attributes
    ----------
    found : Evidence
        The study.
    day : str
        The event session, as it is written.
    window : Window
        Of the event, in sessions.
    index : str
        Ticker of the index to which companies are exposed; "" for none.
    source : str
        Line below each figure.
    look : Theme
        Colours of the charts.
    """

    found: Evidence
    day: str
    window: Window
    index: str
    source: str
    look: Theme


def draw(of: Shown) -> None:
    """Draw the figures in the place that their number of companies asks for."""
    count = int(of.found.groups["n"].iloc[0])
    few = count <= FEW
    intervals = _intervals(of)
    slope = of.found.slope if of.found.slope and not fmt.is_missing(of.found.slope.z) else None
    beside = intervals.layout.height if screen() == "wide" else 0
    histogram_height, scatter_height = study_words.beside(beside, few)
    left, right = pair()
    with left:
        _earlier(of, count, histogram_height)
    with left if few and slope else right:
        page.chart(intervals, "forest")
    with right if few else left:
        _slope(of, scatter_height)


def _intervals(of: Shown) -> go.Figure:
    firms = of.found.firms
    segments = [segment for segment in firms.dropna(subset=["car"])["segment"].unique() if segment]
    return forest.firms(
        firms, theme=of.look, source=of.source, title=study_headline.furthest_out(firms),
        subtitle=f"{study_headline.FOREST}; {segment_words(segments, of.look)}", width=room(half=True),
    )  # fmt: skip


def _earlier(of: Shown, count: int, height: int) -> None:
    """Draw the same figure on earlier dates; nothing where there are none."""
    earlier = of.found.placebo["value"].dropna()
    if earlier.empty:
        return
    tests = of.found.groups
    noun = "session" if of.window[0] == of.window[1] else "window"
    p = float(tests.loc[tests["statistic"] == "placebo_date", "p"].iloc[0])
    mean = float(tests["mean_car"].iloc[0])
    statistic = "Mean abnormal return" if count > 1 else "Abnormal return"
    page.chart(
        placebo.histogram(
            of.found.placebo, event=mean, event_label=of.day, theme=of.look, source=of.source,
            title=study_headline.placebo(mean, earlier, noun),
            subtitle=study_headline.placebo_drawn(count, len(earlier), statistic, noun),
            note=study_headline.placebo_note(p, 1 / (1 + len(earlier))),
            noun=noun, width=room(half=True), height=height,
        ),
        "earlier",
    )  # fmt: skip


def _slope(of: Shown, height: int) -> None:
    slope = of.found.slope
    if slope is None or fmt.is_missing(slope.z):
        st.info("A slope on exposure needs more companies, and betas that differ between them.")
        return
    label = f"beta to {series.labels([of.index])[of.index]}"
    page.chart(
        exposure.scatter(
            of.found.exposures, slope.event, exposure_label=label, ordinary=slope.before.to_frame(),
            theme=of.look, source=of.source, title=study_headline.exposure(slope.event, slope.p, label),
            subtitle=study_headline.exposure_tested(slope.event, slope.z, slope.p, slope.days),
            width=room(half=True), height=height,
        ),
        "slope",
    )  # fmt: skip
