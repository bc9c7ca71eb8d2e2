"""Timeline: price lines above, one lane an organisation below with a mark for every release, policy and results day."""

from __future__ import annotations

import calendar
import datetime as dt
import math
from collections.abc import Hashable, Mapping, Sequence
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from dashboard.charts import format as fmt
from dashboard.charts.anatomy import WIDE, Draft, finish, lead, plan
from dashboard.charts.axes import FOOT, date_axis, log_ticks, number_ticks
from dashboard.charts.labels import fit, text_width
from dashboard.charts.markers import Marker, head_room, mark_events, place_markers
from dashboard.charts.series import end_labels, end_texts, line_traces, value_range
from dashboard.charts.theme import Theme, blend
from dashboard.errors import EmptySelectionError

LANE = 22
PANEL = 280
GAP = 18
TEXT_SIZE = 12
MARK, SHIFT = 11, 0.2
"""Width of a mark in pixels, and how far one moves off the middle of its lane, as a part of the lane."""

SYMBOLS: Mapping[str, tuple[str, str, str]] = {
    "model_release": ("circle", "●", "model release"),
    "product_launch": ("pentagon", "⬟", "product launch"),
    "pricing": ("cross", "✚", "pricing"),
    "policy": ("diamond", "◆", "policy"),
    "earnings": ("square", "■", "results"),
    "announcement": ("triangle-up", "▲", "announcement"),
}
"""Plotly's symbol, the same as a letter, and the words for each kind of event."""
OTHER = ("star", "★", "other event")


def timeline(
    events: pd.DataFrame,
    prices: pd.DataFrame | None = None,
    *,
    theme: Theme,
    source: str,
    title: str,
    subtitle: str,
    start: dt.date | str,
    end: dt.date | str,
    labels: Mapping[str, str] | None = None,
    colours: Mapping[str, str] | None = None,
    emphasis: Sequence[str] = (),
    markers: Sequence[Marker] = (),
    log: bool = False,
    symbols: Mapping[str, tuple[str, str, str]] = SYMBOLS,
    width: int = WIDE,
) -> go.Figure:
    """Draw events by organisation on one time axis, below price lines if there are any.

    Parameters
    ----------
    events : pandas.DataFrame
        Columns organisation, kind, title, basis, date (ISO day or "YYYY-MM"), precision, timing, session, status,
        source. An event known to the month is a bar over that month; one told from memory is hollow.
    prices : pandas.DataFrame, optional
        Values to draw, already rebased, shape (sessions, series).
    start, end : date or ISO text
        Range of the axis; events outside it are left out.
    labels, colours : Mapping[str, str]
        Name and colour of each ticker of `prices`.
    emphasis : sequence of str
        Tickers drawn thicker and labelled first.
    markers : sequence of (day, label, kind)
        Lines through both parts.
    log : bool
        Logarithmic value axis.
    symbols : Mapping[str, tuple[str, str, str]]
        For each kind, Plotly's symbol, the same as a letter, and the words for it.
    width : int
        Pixels that the figure can count on.
    theme, source, title, subtitle
        Colours; where the figures come from and their as-of; the finding; what is drawn and its unit.

    Returns
    -------
    plotly.graph_objects.Figure
        With its text alternative in ``layout.meta``.

    Raises
    ------
    EmptySelectionError
        If there is neither an event in the range nor a price line.
    """
    first, last = fmt.as_day(start), fmt.as_day(end)
    rows = _in_range(events, first, last)
    lines = None if prices is None or prices.dropna(how="all").empty else prices
    if rows.empty and lines is None:
        raise EmptySelectionError(
            f"No event is catalogued for {fmt.day_range(first, last)}: choose a longer range or other organisations."
        )
    lanes = rows["organisation"].value_counts(sort=True).index.to_list() if len(rows) else []
    names = [fit(lane, TEXT_SIZE, min(150, 0.3 * width)) for lane in lanes]
    left = 12 + max((text_width(name, TEXT_SIZE) for name in [*names, "1,000"]), default=0)
    strong = [ticker for ticker in emphasis if lines is not None and ticker in lines.columns]
    texts, right = end_texts(lines, labels or {}, strong, width) if lines is not None else ({}, 14.0)
    places = place_markers(markers, first, last, width - left - right, right)
    lane_height = LANE * len(lanes)
    panel_height = PANEL if lines is not None else 0
    gap = GAP if lines is not None and lanes else 0
    kinds = [kind for kind in [*symbols, *rows["kind"]] if kind in set(rows["kind"])]
    key = f"{fmt.NO_BREAK_SPACE}· ".join(
        f"{letter}{fmt.NO_BREAK_SPACE}{words.replace(' ', fmt.NO_BREAK_SPACE)}"
        for _, letter, words in dict.fromkeys(symbols.get(kind, OTHER) for kind in kinds)
    )
    layout = plan(
        title=title,
        subtitle=f"{subtitle}{fmt.NO_BREAK_SPACE}· {key}" if key else subtitle,
        source=source,
        width=width,
        plot_height=lane_height + panel_height + gap,
        left=left,
        right=right,
        head=head_room(places),
        foot=FOOT,
    )
    lane_part = lane_height / layout.plot_height
    traces: list[dict[str, Any]] = _lane_traces(
        rows, lanes, theme, symbols, MARK * max(1, (last - first).days) / layout.plot_width
    )
    shapes: list[dict[str, Any]] = []
    annotations: list[dict[str, Any]] = []
    axis: dict[str, Any] = {"domain": [lane_part + gap / layout.plot_height, 1], "visible": lines is not None}
    top = 1.0
    if lines is not None:
        low, top = value_range(lines, 100.0, log)
        limits = _limits(low, top, log)
        traces = [
            *line_traces(lines, labels=labels or {}, colours=colours or {}, strong=strong, theme=theme),
            *traces,
        ]
        annotations = end_labels(lines, texts, strong, colours or {}, theme, panel_height, limits, log)
        axis |= {
            "type": "log" if log else "linear",
            "range": list(limits),
            "hoverformat": ".1f",
            "ticklabelstandoff": 4,
        } | (log_ticks(low, top) if log else number_ticks(low, top, 6))
        shapes.append(
            {"type": "line", "xref": "paper", "x0": 0, "x1": 1, "yref": "y", "y0": 100, "y1": 100, "layer": "below",
             "line": {"color": theme.axis, "width": 1}}
        )  # fmt: skip
    fig = Draft(
        data=traces,
        layout={
            "xaxis": {
                **date_axis(first, last, layout.plot_width),
                "anchor": "y2" if lanes else "y",
            },
            "yaxis": axis,
            "yaxis2": {
                "domain": [0, max(lane_part, 0.001)],
                "range": [len(lanes) - 0.5, -0.5],
                "tickvals": list(range(len(lanes))),
                "ticktext": names,
                "tickfont": {"size": TEXT_SIZE, "color": theme.text},
                "ticklabelstandoff": 6,
                "gridcolor": theme.grid,
                "fixedrange": True,
                "visible": bool(lanes),
            },
            "hovermode": "closest",
            "shapes": shapes,
            "annotations": annotations,
        },
    )
    mark_events(fig, places, plan=layout, theme=theme, hover_y=top)
    span = fmt.day_range(first, last)
    priced = "" if lines is None else f"the prices of {fmt.counted(lines.shape[1], 'series', 'series')}"
    if lanes:
        who = fmt.counted(len(lanes), "organisation")
        what = f"Timeline of {fmt.counted(len(rows), 'event')} by {who}, {span}{priced and f', below {priced}'}"
    else:
        what = f"Line chart of {priced}, {span}"
    return finish(fig, layout, theme=theme, alt=f"{lead(title)}{what}.")


def _limits(low: float, high: float, log: bool) -> tuple[float, float]:
    """Return the ends of the value axis in the units that Plotly wants for it."""
    return (math.log10(low), math.log10(high)) if log else (low, high)


def _in_range(events: pd.DataFrame, first: dt.date, last: dt.date) -> pd.DataFrame:
    """Return the events that overlap the range, with the first and last day on which each may have happened."""
    begin = [fmt.as_day(text if len(text) > 7 else f"{text}-01") for text in events["date"]]
    until = [
        day if len(text) > 7 else day.replace(day=calendar.monthrange(day.year, day.month)[1])
        for text, day in zip(events["date"], begin, strict=True)
    ]
    dated = events.assign(begin=begin, until=until)
    keep = [b <= last and u >= first for b, u in zip(begin, until, strict=True)]
    return dated.loc[keep].sort_values("begin", kind="stable")


def _lane_traces(
    rows: pd.DataFrame,
    lanes: Sequence[str],
    theme: Theme,
    kinds: Mapping[str, tuple[str, str, str]],
    days_a_mark: float,
) -> list[dict[str, Any]]:
    """Return the bars of the events known to the month, then all marks; a mark is `days_a_mark` wide."""
    if rows.empty:
        return []
    lane_of = {lane: place for place, lane in enumerate(lanes)}
    middles = [begin + (until - begin) / 2 for begin, until in zip(rows["begin"], rows["until"], strict=True)]
    shifts = _apart(rows["organisation"].to_list(), middles, days_a_mark)
    heights = [lane_of[lane] + shift for lane, shift in zip(rows["organisation"], shifts, strict=True)]
    bars_x: list[str | None] = []
    bars_y: list[float | None] = []
    for begin, until, height in zip(rows["begin"], rows["until"], heights, strict=True):
        if begin != until:
            bars_x += [begin.isoformat(), until.isoformat(), None]
            bars_y += [height, height, None]
    traces: list[dict[str, Any]] = []
    if bars_x:
        traces.append(
            {"type": "scatter", "mode": "lines", "yaxis": "y2", "x": bars_x, "y": bars_y, "hoverinfo": "skip",
             "name": "known to the month", "line": {"width": 8, "color": blend(theme.accent, theme.page, 0.3)}}
        )  # fmt: skip
    symbols = [
        kinds.get(kind, OTHER)[0] + ("-open" if status == "recalled" else "")
        for kind, status in zip(rows["kind"], rows["status"], strict=True)
    ]
    traces.append(
        {
            "type": "scatter",
            "mode": "markers",
            "yaxis": "y2",
            "x": [day.isoformat() for day in middles],
            "y": heights,
            "name": "events",
            "marker": {
                "symbol": symbols,
                "size": 8,
                "color": theme.accent,
                "line": {"width": 1.4, "color": theme.accent},
            },
            "hovertext": [_hover(row) for row in rows.to_dict("records")],
            "hovertemplate": "%{hovertext}<extra></extra>",
        }
    )
    return traces


def _apart(lanes: Sequence[str], days: Sequence[dt.date], days_a_mark: float) -> list[float]:
    """Return how far each mark moves off the middle of its lane: those that would cover each other alternate."""
    shifts = [0.0] * len(days)
    last_of: dict[str, int] = {}
    for place in sorted(range(len(days)), key=lambda place: days[place]):
        before = last_of.get(lanes[place])
        if before is not None and (days[place] - days[before]).days < days_a_mark:
            if not shifts[before]:
                shifts[before] = -SHIFT
            shifts[place] = -shifts[before]
        last_of[lanes[place]] = place
    return shifts


def _hover(row: Mapping[Hashable, Any]) -> str:
    """Say what happened, when, by which dating basis, on which session, and how sure that is."""
    when = fmt.month(row["begin"]) if row["begin"] != row["until"] else fmt.day(row["begin"])
    parts = [f"<b>{row['title']}</b>", f"{row['organisation']}, {when} ({str(row['basis']).replace('_', ' ')} date)"]
    if not pd.isna(row["session"]):
        parts.append(f"session {fmt.day(row['session'])}")
    parts.append(
        str(row["status"]) if pd.isna(row["source"]) else f"{row['status']}: {fit(str(row['source']), 12, 320)}"
    )
    return "<br>".join(parts)
