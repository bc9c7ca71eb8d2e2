"""Rows of marks on one axis of per cent: where each company or segment stood at several times, or on several days.

What a mark means stands in the subtitle beside the mark itself (`mark_words`), so that no legend is needed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from dashboard.charts import format as fmt
from dashboard.charts.anatomy import Draft, finish, plan
from dashboard.charts.axes import value_ticks
from dashboard.charts.labels import fit, text_width
from dashboard.charts.theme import Theme, halo
from dashboard.errors import EmptySelectionError

Shape = Literal["dot", "ring", "diamond", "tick"]
SHAPES: dict[Shape, tuple[str, int, str]] = {
    "dot": ("circle", 9, "●"),
    "ring": ("circle", 9, "○"),
    "diamond": ("diamond", 9, "◆"),
    "tick": ("line-ns", 9, "|"),
}
"""Plotly's symbol, its size in pixels, and the sign for it in text."""

TEXT_SIZE, ROW, TALL_ROW = 12, 18, 29
MAX_NAME_WIDTH, NAME_SHARE = 175, 0.34
_GAP = 12
"""Pixels between columns of figures."""


@dataclass(frozen=True)
class Row:
    """The name of one row, in words and colour."""

    name: str
    colour: str


@dataclass(frozen=True)
class Marks:
    """One mark in each row.

    Attributes
    ----------
    words : str
        What it stands for, in a few words.
    shape : {"dot", "ring", "diamond", "tick"}
        How it is drawn.
    values : sequence of float
        Decimals, one a row; NaN where a row has none.
    hovers : sequence of str
        What the hover says, one a row.
    """

    words: str
    shape: Shape
    values: Sequence[float]
    hovers: Sequence[str]


@dataclass(frozen=True)
class Figures:
    """A column of texts right of the marks, and what stands above it."""

    head: str
    texts: Sequence[str]


def mark_words(marks: Sequence[Marks]) -> str:
    """Return the meaning of the marks for a subtitle: "○ close of 27 Jan, ● close of 24 Jun"."""
    return ", ".join(f"{SHAPES[kind.shape][2]}{fmt.NO_BREAK_SPACE}{kind.words}" for kind in marks)


def draw(
    rows: Sequence[Row],
    marks: Sequence[Marks],
    *,
    theme: Theme,
    words: tuple[str, str, str],
    width: int,
    alt: str,
    figures: Sequence[Figures] = (),
    tall: bool = False,
    rules: Sequence[int] = (),
) -> go.Figure:
    """Draw the rows from the top down, each with a thin line from its first mark to its last.

    Parameters
    ----------
    rows, marks, figures
        What is drawn; later marks lie over earlier ones.
    theme : Theme
        Colours.
    words : tuple of str
        Title, subtitle and source.
    width : int
        Pixels that the figure can count on.
    alt : str
        The text alternative.
    tall : bool
        Rows further apart, for few of them.
    rules : sequence of int
        Rows above which a faint line parts one group from the next.

    Raises
    ------
    EmptySelectionError
        If there is no mark at all.
    """
    values = np.array([list(kind.values) for kind in marks], dtype=float)
    if not np.isfinite(values).any():
        raise EmptySelectionError("No chosen company has a price on these days: choose other companies or other days.")
    room = min(MAX_NAME_WIDTH, width * NAME_SHARE)
    names = [fit(row.name, TEXT_SIZE, room) for row in rows]
    title, subtitle, source = words
    layout = plan(
        title=title,
        subtitle=subtitle,
        source=source,
        width=width,
        plot_height=(TALL_ROW if tall else ROW) * len(rows) + 8,
        left=12 + max(text_width(name, TEXT_SIZE) for name in names),
        right=8,
        head=20 if figures else 0,
        foot=26,
    )
    columns = [_GAP + max(text_width(text, TEXT_SIZE) for text in (column.head, *column.texts)) for column in figures]
    low, high, pixel = _range(values, layout.plot_width - sum(columns))
    ends = [high + pixel * sum(columns[: place + 1]) for place in range(len(columns))]
    places = [-place for place in range(len(rows))]
    draft = Draft(
        data=[
            _spans(values, theme),
            *(_trace(kind, places, [row.colour for row in rows], theme) for kind in marks),
            *(_texts(column, end, places, theme) for column, end in zip(figures, ends, strict=True)),
        ],
        layout={
            "xaxis": {
                "range": [low, ends[-1] if ends else high],
                "showgrid": True,
                **value_ticks(low, high, max(5, int((high - low) / pixel // 70)), lambda value: fmt.per_cent(value, 0)),
            },
            "yaxis": {
                "range": [-len(rows) + 0.4, 0.6],
                "tickvals": places,
                "ticktext": names,
                "tickfont": {"color": theme.text, "size": TEXT_SIZE},
                "ticklabelstandoff": 6,
                "showgrid": False,
                "fixedrange": True,
            },
            "hovermode": "closest",
            "shapes": [
                {"type": "line", "xref": "x", "yref": "paper", "x0": 0, "x1": 0, "y0": 0, "y1": 1, "layer": "between",
                 "line": {"color": theme.text, "width": 1}},
                *({"type": "line", "xref": "paper", "yref": "y", "x0": 0, "x1": 1, "y0": 0.5 - place,
                   "y1": 0.5 - place, "layer": "below", "line": {"color": theme.axis, "width": 1, "dash": "dot"}}
                  for place in rules),
            ],
            "annotations": [_head(column, end, theme) for column, end in zip(figures, ends, strict=True)],
        },
    )  # fmt: skip
    return finish(draft, layout, theme=theme, alt=alt)


def _range(values: NDArray[np.float64], plot_width: float) -> tuple[float, float, float]:
    """Return the ends of the axis for the marks, with zero on it and air for their size, and the width of a pixel."""
    low, high = min(0.0, float(np.nanmin(values))), max(0.0, float(np.nanmax(values)))
    pixel = (high - low or 1.0) / max(plot_width - 16, 1)
    return low - 8 * pixel, high + 8 * pixel, pixel


def _spans(values: NDArray[np.float64], theme: Theme) -> dict[str, Any]:
    """Return the thin line of each row, from its lowest mark to its highest; a row of one mark or none has no line."""
    x: list[float | None] = []
    y: list[float | None] = []
    for place, row in enumerate(values.T):
        known = row[np.isfinite(row)]
        if len(known) > 1:
            x += [float(known.min()), float(known.max()), None]
            y += [-place, -place, None]
    return {"type": "scatter", "mode": "lines", "x": x, "y": y, "hoverinfo": "skip", "name": "spans",
            "line": {"color": theme.axis, "width": 1}}  # fmt: skip


def _trace(kind: Marks, places: Sequence[int], colours: Sequence[str], theme: Theme) -> dict[str, Any]:
    """Return the marks of one kind in the colours of their rows, a ring filled with that of the page."""
    symbol, size, _ = SHAPES[kind.shape]
    shown = [place for place, value in enumerate(kind.values) if np.isfinite(value)]
    edges = [colours[place] for place in shown]
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [float(kind.values[place]) for place in shown],
        "y": [places[place] for place in shown],
        "name": kind.words,
        "marker": {
            "symbol": symbol,
            "size": size,
            "color": theme.page if kind.shape == "ring" else edges,
            "line": {"color": edges if kind.shape in ("ring", "tick") else theme.page,
                     "width": {"ring": 1.8, "tick": 2.5}.get(kind.shape, 1)},
        },
        "hovertext": [kind.hovers[place] for place in shown],
        "hovertemplate": "%{hovertext}<extra></extra>",
    }  # fmt: skip


def _texts(column: Figures, end: float, places: Sequence[int], theme: Theme) -> dict[str, Any]:
    """Return a column of texts that ends at a place of the axis; as text of points it is drawn fast."""
    return {
        "type": "scatter",
        "mode": "text",
        "x": [end] * len(places),
        "y": list(places),
        "text": list(column.texts),
        "textposition": "middle left",
        "textfont": {"size": TEXT_SIZE, "color": theme.text, "shadow": halo(theme)},
        "cliponaxis": False,
        "hoverinfo": "skip",
        "name": column.head,
    }


def _head(column: Figures, end: float, theme: Theme) -> dict[str, Any]:
    """Return what stands above a column, at its right edge."""
    return {
        "text": column.head,
        "x": end,
        "xref": "x",
        "xanchor": "right",
        "y": 1,
        "yref": "paper",
        "yanchor": "bottom",
        "showarrow": False,
        "borderpad": 0,
        "font": {"size": TEXT_SIZE - 1, "color": theme.muted},
    }
