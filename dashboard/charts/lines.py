"""Line charts over sessions: prices rebased to 100, and how far each series stands below its running high."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Mapping, Sequence

import pandas as pd
import plotly.graph_objects as go

from dashboard.charts import format as fmt
from dashboard.charts.anatomy import WIDE, Draft, finish, lead, plan
from dashboard.charts.axes import FOOT, date_axis, log_ticks, number_ticks
from dashboard.charts.labels import text_width
from dashboard.charts.markers import Marker, head_room, mark_events, place_markers
from dashboard.charts.series import end_labels, end_texts, line_traces, value_range
from dashboard.charts.theme import Theme
from dashboard.errors import EmptySelectionError, NotASessionError

BAND_LABEL = 16
"""Pixels for the labels of bands, above those of the markers."""

Band = tuple[dt.date | str, dt.date | str, str]
"""A faint band behind the lines: first day, last day and label."""


def rebased(
    prices: pd.DataFrame,
    *,
    base: dt.date | str,
    labels: Mapping[str, str],
    colours: Mapping[str, str],
    theme: Theme,
    source: str,
    title: str,
    subtitle: str,
    emphasis: Sequence[str] = (),
    markers: Sequence[Marker] = (),
    bands: Sequence[Band] = (),
    log: bool = False,
    width: int = WIDE,
    height: int = 460,
) -> go.Figure:
    """Draw prices as multiples of one day's, that day being 100.

    Parameters
    ----------
    prices : pandas.DataFrame
        Closes, shape (sessions, series), index of dates, columns of tickers; gaps stay gaps.
    base : date or ISO text
        The session that is 100; a series without a price that day is left out.
    labels, colours : Mapping[str, str]
        Name and colour ("#rrggbb") of each ticker.
    emphasis : sequence of str
        Tickers drawn thicker, above the others, and labelled first.
    markers : sequence of (day, label, kind)
        Event markers; kind "event" is the event itself.
    bands : sequence of (first day, last day, label)
        Faint bands behind the lines.
    log : bool
        Logarithmic value axis.
    width, height : int
        Pixels: the width that the figure can count on, and its height.
    theme, source, title, subtitle
        Colours; where the figures come from and their as-of; the finding; what is drawn and its unit.

    Returns
    -------
    plotly.graph_objects.Figure
        With its text alternative in ``layout.meta``.

    Raises
    ------
    EmptySelectionError
        If no series has a price on `base`.
    NotASessionError
        If `base` is not a row of `prices`.
    """
    day = pd.Timestamp(fmt.as_day(base))
    if day not in prices.index:
        raise NotASessionError(
            f"{fmt.day(base)} is not a session of the prices shown: choose a day on which the exchange was open."
        )
    row = prices.loc[day]
    kept = [ticker for ticker in prices.columns if row[ticker] > 0]
    if not kept:
        raise EmptySelectionError(
            f"No chosen series has a price on {fmt.day(base)}: choose another day or other companies."
        )
    values = 100 * prices[kept] / row[kept]
    return _line_figure(
        values,
        labels=labels,
        colours=colours,
        theme=theme,
        words=(title, subtitle, source),
        emphasis=emphasis,
        markers=markers,
        bands=bands,
        log=log,
        size=(width, height),
        reference=100.0,
        suffix="",
        alt=_alt_rebased(values, labels, emphasis, title, fmt.day(base)),
    )


def underwater(
    depth: pd.DataFrame,
    *,
    labels: Mapping[str, str],
    colours: Mapping[str, str],
    theme: Theme,
    source: str,
    title: str,
    subtitle: str,
    emphasis: Sequence[str] = (),
    markers: Sequence[Marker] = (),
    bands: Sequence[Band] = (),
    width: int = WIDE,
    height: int = 460,
) -> go.Figure:
    """Draw how far each series stands below its running high.

    Parameters
    ----------
    depth : pandas.DataFrame
        Decimals at or below 0, shape (sessions, series): price over running maximum, less 1.
    labels, colours, emphasis, markers, bands, width, height
        As in :func:`rebased`. One series, or one emphasised beside another, is filled up to zero.
    theme, source, title, subtitle
        Colours; where the figures come from and their as-of; the finding; what is drawn and its unit.

    Returns
    -------
    plotly.graph_objects.Figure
        With its text alternative in ``layout.meta``.

    Raises
    ------
    EmptySelectionError
        If `depth` has no series with a figure.
    """
    kept = depth.dropna(axis=1, how="all")
    if kept.empty:
        raise EmptySelectionError(
            "No chosen series has prices in this range: choose other companies or a longer range."
        )
    return _line_figure(
        100 * kept,
        labels=labels,
        colours=colours,
        theme=theme,
        words=(title, subtitle, source),
        emphasis=emphasis,
        markers=markers,
        bands=bands,
        log=False,
        size=(width, height),
        reference=0.0,
        suffix=f"{fmt.NARROW_SPACE}%",
        alt=_alt_underwater(kept, labels, title),
    )


def _line_figure(
    values: pd.DataFrame,
    *,
    labels: Mapping[str, str],
    colours: Mapping[str, str],
    theme: Theme,
    words: tuple[str, str, str],
    emphasis: Sequence[str],
    markers: Sequence[Marker],
    bands: Sequence[Band],
    log: bool,
    size: tuple[int, int],
    reference: float,
    suffix: str,
    alt: str,
) -> go.Figure:
    """Draw series over dates with labels at their ends; what the two public charts share."""
    width, height = size
    strong = [ticker for ticker in emphasis if ticker in values.columns]
    texts, right = end_texts(values, labels, strong, width)
    low, high = value_range(values, reference, log)
    left = 12 + text_width(f"{fmt.MINUS}{max(abs(low), abs(high)):.0f}{suffix}", 12)
    first, last = values.index[0], values.index[-1]
    places = place_markers(markers, first, last, width - left - right, right)
    title, subtitle, source = words
    layout = plan(
        title=title,
        subtitle=subtitle,
        source=source,
        width=width,
        height=height,
        left=left,
        right=right,
        head=head_room(places) + (BAND_LABEL if bands else 0),
        foot=FOOT,
    )
    filled = bool(suffix) and len(strong) == 1 and len(values.columns) <= 2
    traces = line_traces(values, labels=labels, colours=colours, strong=strong, theme=theme, fill=filled)
    top, bottom = (math.log10(high), math.log10(low)) if log else (high, low)
    fig = Draft(
        data=traces,
        layout={
            "xaxis": date_axis(first.date(), last.date(), layout.plot_width),
            "yaxis": {
                "type": "log" if log else "linear",
                "range": [bottom, top],
                "hoverformat": ".1f",
                "ticksuffix": suffix,
                "ticklabelstandoff": 4,
            }
            | (log_ticks(low, high) if log else number_ticks(low, high, 7)),
            "hovermode": "closest",
            "hoverdistance": 30,
            "shapes": [
                {"type": "line", "xref": "paper", "x0": 0, "x1": 1, "y0": reference, "y1": reference, "layer": "below",
                 "line": {"color": theme.axis, "width": 1}},
                *({"type": "rect", "xref": "x", "yref": "paper", "x0": fmt.as_day(a).isoformat(), "y0": 0, "y1": 1,
                   "x1": fmt.as_day(b).isoformat(), "layer": "below", "line": {"width": 0}, "fillcolor": theme.grid,
                   "opacity": 0.6} for a, b, _ in bands),
            ],
            "annotations": [
                *end_labels(values, texts, strong, colours, theme, layout.plot_height, (bottom, top), log),
                *({"x": fmt.as_day(a).isoformat(), "xref": "x", "y": 1, "yref": "paper", "yanchor": "bottom",
                   "xanchor": "left", "text": label, "showarrow": False, "borderpad": 0, "yshift": head_room(places),
                   "font": {"size": 11, "color": theme.muted}} for a, _, label in bands),
            ],
        },
    )  # fmt: skip
    mark_events(fig, places, plan=layout, theme=theme, hover_y=high)
    return finish(fig, layout, theme=theme, alt=alt)


def _span(frame: pd.DataFrame) -> str:
    return fmt.day_range(frame.index[0].date(), frame.index[-1].date())


def _alt_rebased(
    values: pd.DataFrame, labels: Mapping[str, str], emphasis: Sequence[str], title: str, base: str
) -> str:
    last = values.ffill().iloc[-1].sort_values()
    chosen = [t for t in emphasis if t in last.index][:3] or list(dict.fromkeys([last.index[0], last.index[-1]]))
    ends = fmt.listed([f"{labels.get(t, t)} at {last[t]:.1f}" for t in chosen])
    count = fmt.counted(values.shape[1], "series", "series")
    return f"{lead(title)}Line chart of {count}, {_span(values)}, {base} = 100; at the end {ends}."


def _alt_underwater(depth: pd.DataFrame, labels: Mapping[str, str], title: str) -> str:
    worst = depth.min().sort_values()
    ticker = worst.index[0]
    when = depth[ticker].idxmin().date()
    return (
        f"{lead(title)}Line chart of the distance below the running high of "
        f"{fmt.counted(depth.shape[1], 'series', 'series')}, {_span(depth)}; "
        f"the deepest is {labels.get(ticker, ticker)}, {fmt.per_cent(worst.iloc[0])} on {fmt.day(when)}."
    )
