"""What every figure has: the finding as title, what is drawn below it, the source at the foot, a text alternative."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, cast

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from dashboard.charts.labels import TAG, wrap
from dashboard.charts.theme import Theme, base_axis, base_layout

WIDE = 880
HALF = 430
PHONE = 340
"""Pixels that a figure can count on: alone on a page, one of two beside each other, on a phone."""

CONFIG: dict[str, Any] = {
    "displaylogo": False,
    "showSendToCloud": False,
    "responsive": True,
    "scrollZoom": False,
    "modeBarButtonsToRemove": [
        "zoom2d", "pan2d", "select2d", "lasso2d", "zoomIn2d", "zoomOut2d", "autoScale2d", "resetScale2d",
        "hoverClosestCartesian", "hoverCompareCartesian", "toggleSpikelines",
    ],
    "toImageButtonOptions": {"format": "png", "scale": 2},
}  # fmt: skip
"""Plotly's settings for every figure: of the buttons only the PNG one stays; a double click resets the zoom."""

TITLE_SIZE, SUBTITLE_SIZE, SOURCE_SIZE = 17, 13, 11
TITLE_LINE, SUBTITLE_LINE, SOURCE_LINE = 23, 18, 15
MODE_BAR = 56
"""Pixels at the top right where a figure's two buttons stand all the time on a phone, and elsewhere at the pointer."""


AXIS = re.compile(r"([xy])axis\d*")
WITHOUT_AXES = frozenset({"treemap"})
"""Kinds of traces."""

MOST_LISTED = 10_000
"""Figures that are sent as text; where there are more they are packed, which takes less, and drawn twice."""

SINGLE_DIGITS = 7
"""Significant digits of a figure in single precision."""


@dataclass(frozen=True)
class Plan:
    """Where the parts of one figure go, in pixels; made before the figure, so that labels can be laid out for it.

    Attributes
    ----------
    title, subtitle, source : tuple of str
        Lines of text, already broken.
    height : int
        Height of the whole figure.
    width : int
        Width that the figure can count on.
    left, right, top, bottom : int
        Margins.
    foot, head : int
        Parts of the bottom margin for tick labels and of the top margin for marker labels.
    """

    title: tuple[str, ...]
    subtitle: tuple[str, ...]
    source: tuple[str, ...]
    height: int
    width: int
    left: int
    right: int
    top: int
    bottom: int
    foot: int
    head: int

    @property
    def plot_height(self) -> int:
        """Height of the plotting area."""
        return self.height - self.top - self.bottom

    @property
    def plot_width(self) -> int:
        """Width of the plotting area in the narrowest case planned for."""
        return self.width - self.left - self.right


def plan(
    *,
    title: str,
    subtitle: str,
    source: str,
    width: int,
    height: int | None = None,
    plot_height: int | None = None,
    left: float = 8,
    right: float = 8,
    head: int = 0,
    foot: int = 26,
) -> Plan:
    """Break the texts for `width` and work out the margins.

    Parameters
    ----------
    title, subtitle, source : str
        The finding, what is drawn and its unit, where the figures come from; an empty one takes no room.
    width : int
        Width in pixels that the figure can count on.
    height, plot_height : int, optional
        Height of the whole, or of the plotting area alone (for charts that grow with their rows); one of them.
    left, right : float
        Room for labels beside the plotting area.
    head, foot : int
        Room for marker labels above it and for tick labels below it.
    """
    room = width - 4
    titles = wrap(title, TITLE_SIZE, room - MODE_BAR if width <= PHONE else room, bold=True)
    subtitles = wrap(subtitle, SUBTITLE_SIZE, room)
    sources = wrap(source, SOURCE_SIZE, room)
    top = 6 + TITLE_LINE * len(titles) + SUBTITLE_LINE * len(subtitles) + 12 + head
    bottom = foot + SOURCE_LINE * len(sources) + 8
    return Plan(
        title=tuple(titles),
        subtitle=tuple(subtitles),
        source=tuple(sources),
        height=height if height is not None else (plot_height or 0) + top + bottom,
        width=width,
        left=round(left),
        right=round(right),
        top=top,
        bottom=bottom,
        foot=foot,
        head=head,
    )


def corner_text(
    lines: Sequence[str], plan: Plan, *, size: int, colour: str, below: bool, shift: float
) -> dict[str, Any]:
    """Return the annotation for a block of text at the left edge of the figure, above or below the plotting area."""
    return {
        "text": "<br>".join(lines),
        "xref": "paper",
        "yref": "paper",
        "x": 0,
        "y": 0 if below else 1,
        "xshift": -plan.left,
        "yshift": shift,
        "xanchor": "left",
        "yanchor": "top" if below else "bottom",
        "align": "left",
        "showarrow": False,
        "font": {"size": size, "color": colour},
        "borderpad": 0,
    }


@dataclass(frozen=True)
class Draft:
    """A figure before it is one: plain traces and layout, so that Plotly checks each part once and not at every change.

    Attributes
    ----------
    data : list of dict
        Traces.
    layout : dict
        Layout; shapes and annotations are lists.
    """

    data: list[dict[str, Any]]
    layout: dict[str, Any]

    def add(self, part: str, *items: dict[str, Any]) -> None:
        """Append shapes or annotations to the layout."""
        self.layout[part] = [*self.layout.get(part, []), *items]


def finish(fig: Draft, plan: Plan, *, theme: Theme, alt: str) -> go.Figure:
    """Put title, subtitle, source, margins and text alternative on a figure, and make it.

    Parameters
    ----------
    fig : Draft
        The figure so far.
    plan : Plan
        From :func:`plan`.
    theme : Theme
        Colours.
    alt : str
        One or two sentences that say what the figure shows; found again as ``layout.meta`` of the result.
    """
    notes: list[dict[str, Any]] = []
    if plan.title:
        notes.append(
            corner_text(
                [f"<b>{line}</b>" for line in plan.title],
                plan,
                size=TITLE_SIZE,
                colour=theme.text,
                below=False,
                shift=plan.head + 10 + SUBTITLE_LINE * len(plan.subtitle),
            )
        )
    if plan.subtitle:
        notes.append(
            corner_text(plan.subtitle, plan, size=SUBTITLE_SIZE, colour=theme.muted, below=False, shift=plan.head + 8)
        )
    if plan.source:
        notes.append(
            corner_text(plan.source, plan, size=SOURCE_SIZE, colour=theme.muted, below=True, shift=-plan.foot - 2)
        )
    axes: dict[str, Any] = (
        {"xaxis": {}, "yaxis": {}} if any(trace["type"] not in WITHOUT_AXES for trace in fig.data) else {}
    )
    layout = {
        **base_layout(theme.name),
        **{name: _on_base(name, part, theme) for name, part in {**axes, **fig.layout}.items()},
        "height": plan.height,
        "autosize": True,
        # The margins hold what they have to; a colour key below the plot would widen them and cut its own labels.
        "margin": {"l": plan.left, "r": plan.right, "t": plan.top, "b": plan.bottom, "pad": 0, "autoexpand": False},
        "meta": alt,
        # Streamlit hands each new figure to Plotly twice, the second time as a copy. Told here that it is the same one,
        # and without a template or packed arrays, which it cannot compare, Plotly does not draw the copy. A figure
        # with other content is a new element of the page, which is drawn whatever stands here.
        "datarevision": 1,
        "annotations": [*fig.layout.get("annotations", []), *notes],
    }
    # Checking each property against Plotly's schema takes ten times as long as building the figure, at every look at a
    # page; the unit tests build all figures with the check on.
    points = sum(value.size for trace in fig.data for value in trace.values() if isinstance(value, np.ndarray))
    data = [_plain(trace, packed=points > MOST_LISTED) for trace in fig.data]
    figure = go.Figure({"data": data, "layout": _plain(layout)}, _validate=False)
    figure.layout.template = None  # Plotly's own, which it puts on every figure
    return figure


def _on_base(name: str, part: Any, theme: Theme) -> Any:
    """Put a part of the layout on what all figures start from."""
    if match := AXIS.fullmatch(name):
        return _merged(base_axis(theme.name, cast(Literal["x", "y"], match[1])), part)
    base = base_layout(theme.name).get(name)
    return _merged(base, part) if isinstance(base, Mapping) else part


def _merged(base: Mapping[str, Any], part: Mapping[str, Any]) -> dict[str, Any]:
    """Lay nested settings over others."""
    return {
        **base,
        **{
            name: _merged(base[name], value)
            if isinstance(base.get(name), Mapping) and isinstance(value, Mapping)
            else value
            for name, value in part.items()
        },
    }


def _plain(value: Any, *, packed: bool = False) -> Any:
    """Return nested settings with lists for tuples, as Plotly's own check leaves them, and unless packed for arrays."""
    if isinstance(value, dict):
        return {name: _plain(part, packed=packed) for name, part in value.items()}
    if isinstance(value, np.ndarray):
        return value if packed else listed(value)
    return [_plain(part, packed=packed) for part in value] if isinstance(value, list | tuple) else value


def listed(values: NDArray[Any]) -> list[Any]:
    """Return an array as nested lists, figures of single precision to its seven digits, None for NaN."""
    if values.dtype.kind != "f":
        return list(values.tolist())
    missing = np.isnan(values)
    if values.dtype == np.float32:
        double = values.astype(np.float64)
        size = np.abs(double, where=~missing, out=np.ones_like(double))
        scale = 10.0 ** (SINGLE_DIGITS - 1 - np.floor(np.log10(np.where(size > 0, size, 1.0))))
        values = np.round(double * scale) / scale
    if missing.any():
        values = values.astype(object)
        values[missing] = None
    return list(values.tolist())


def alt_text(fig: go.Figure) -> str:
    """Return the text alternative that :func:`finish` attached to a figure."""
    return str(fig.layout.meta)


def lead(title: str) -> str:
    """Return a title without markup as the first sentence of a text alternative; "" where there is none."""
    words = TAG.sub("", title).rstrip(".")
    return f"{words}. " if words else ""
