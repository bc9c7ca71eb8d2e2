"""Event markers: a thin line through the figure, its label above the plotting area, and a point that can be hovered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dashboard.charts import format as fmt
from dashboard.charts.anatomy import Draft, Plan
from dashboard.charts.labels import text_width
from dashboard.charts.theme import Theme

MARKER_SIZE, MARKER_LINE = 11, 15
MAX_LEVELS = 4

Marker = tuple[fmt.Day, str, str]
"""An event marker: its day, its label, and its kind ("event" for the event itself, else a release or policy event)."""


@dataclass(frozen=True)
class Place:
    """Where the label of a marker goes: its line above the plotting area (0 is the lowest) and the side of its line."""

    marker: Marker
    level: int
    side: str


def place_markers(
    markers: Sequence[Marker], first: fmt.Day, last: fmt.Day, plot_width: float, right: float = 0
) -> list[Place]:
    """Find a place for the label of every marker between two days, so that labels neither overlap nor cross lines.

    Parameters
    ----------
    markers : sequence of (day, label, kind)
        Those outside the range are left out.
    first, last : date or ISO text
        Range of the axis.
    plot_width : float
        Width of the axis in pixels.
    right : float
        Pixels beside the axis into which a label may reach.

    Returns
    -------
    list of Place
        The event first, then by day; level -1 where no place was free (its line is drawn, its label is in the hover).
    """
    start, days = fmt.as_day(first), max(1, (fmt.as_day(last) - fmt.as_day(first)).days)
    shown = [marker for marker in markers if 0 <= (fmt.as_day(marker[0]) - start).days <= days]
    shown.sort(key=lambda marker: (marker[2] != "event", fmt.as_day(marker[0])))
    at = {marker: (fmt.as_day(marker[0]) - start).days / days * plot_width for marker in shown}
    boxes: list[tuple[int, float, float]] = []
    placed: list[Place] = []
    for marker in shown:
        wide = text_width(marker[1], MARKER_SIZE, bold=marker[2] == "event") + 8
        best: tuple[float, int, str, float, float] | None = None
        for level in range(MAX_LEVELS):
            for side in ("right", "left"):
                low = at[marker] if side == "right" else at[marker] - wide
                high = low + wide
                if low < 0 or high > plot_width + right:
                    continue
                if any(line == level and low < end and begin < high for line, begin, end in boxes):
                    continue
                crossed = sum(low < at[other] < high for other in shown if other is not marker)
                crossing = sum(begin < at[marker] < end for line, begin, end in boxes if line <= level)
                cost = 4 * (crossed + crossing) + level + 0.5 * (side == "left")
                if best is None or cost < best[0]:
                    best = (cost, level, side, low, high)
        if best is None:
            placed.append(Place(marker, -1, "right"))
        else:
            boxes.append((best[1], best[3], best[4]))
            placed.append(Place(marker, best[1], best[2]))
    return placed


def head_room(places: Sequence[Place]) -> int:
    """Return the pixels that the labels of placed markers need above the plotting area."""
    return MARKER_LINE * (max((place.level for place in places), default=-1) + 1)


def mark_event(fig: Draft, place: Place, *, plan: Plan, theme: Theme, hover_y: float, above: bool = True) -> None:
    """Draw one event marker: a thin line, its label above the plotting area, an invisible point that can be hovered.

    Parameters
    ----------
    fig : Draft
        A figure whose x axis is in dates, changed in place.
    place : Place
        The marker and where its label goes, from :func:`place_markers`.
    plan : Plan
        Measures of the figure.
    theme : Theme
        Colours. The event is a thin line in the text colour, all others are dashed grey.
    hover_y : float
        Where on the y axis the point for the hover sits, usually the top.
    above : bool
        Whether the event's line lies above what is drawn; below it where it would hide the event's own candle.
    """
    when, label, kind = place.marker
    is_event = kind == "event"
    iso = fmt.as_day(when).isoformat()
    level = max(place.level, 0)
    fig.add(
        "shapes",
        {
            "type": "line",
            "xref": "x",
            "yref": "paper",
            "x0": iso,
            "x1": iso,
            "y0": 0,
            "y1": 1 + (level * MARKER_LINE + (MARKER_LINE - 3 if place.level >= 0 else 0)) / plan.plot_height,
            "line": {
                "color": theme.text if is_event else theme.axis,
                "width": 1.2 if is_event else 1,
                "dash": "solid" if is_event else "dot",
            },
            "layer": "above" if is_event and above else "below",
        },
    )
    if place.level >= 0:
        to_right = place.side == "right"
        fig.add(
            "annotations",
            {
                "x": iso,
                "xref": "x",
                "y": 1,
                "yref": "paper",
                "yshift": level * MARKER_LINE,
                "xshift": 4 if to_right else -4,
                "xanchor": "left" if to_right else "right",
                "yanchor": "bottom",
                "text": f"<b>{label}</b>" if is_event else label,
                "showarrow": False,
                "borderpad": 0,
                "bgcolor": theme.page,
                "font": {"size": MARKER_SIZE, "color": theme.text if is_event else theme.muted},
            },
        )
    fig.data.append(
        {
            "type": "scatter",
            "x": [iso],
            "y": [hover_y],
            "mode": "markers",
            "marker": {"size": 14, "opacity": 0},
            "name": label,
            "hovertemplate": f"{label}<br>{fmt.day(when)}<extra></extra>",
            "meta": "marker",
        }
    )


def mark_events(
    fig: Draft, places: Sequence[Place], *, plan: Plan, theme: Theme, hover_y: float, above: bool = True
) -> None:
    """Draw every placed marker with :func:`mark_event`."""
    for place in places:
        mark_event(fig, place, plan=plan, theme=theme, hover_y=hover_y, above=above)
