"""The key of a two-sided colour scale: a thin bar below a figure, with what else the figure's marks mean beside it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dashboard.charts import format as fmt
from dashboard.charts.anatomy import SOURCE_SIZE, Plan
from dashboard.charts.labels import wrap
from dashboard.charts.theme import Theme

BAR = 110
FOOT, LINE = 42, 15
"""Pixels that the bar takes below the figure, and one line of the note."""


def key_lines(note: str, width: int) -> list[str]:
    """Break the note for the room beside the bar in a figure `width` pixels wide."""
    return wrap(note, SOURCE_SIZE, width - BAR - 60)


def key_foot(lines: Sequence[str]) -> int:
    """Return the pixels that the bar and the note need below the figure."""
    return max(FOOT, 10 + LINE * len(lines))


def colour_key(full: float, plan: Plan, theme: Theme) -> dict[str, Any]:
    """Return the bar, at the left edge of the figure, for a scale that ends at `full` per cent either way."""
    return {
        "orientation": "h",
        "thickness": 8,
        "len": BAR,
        "lenmode": "pixels",
        "x": 16 / (plan.left + plan.plot_width + plan.right),
        "xref": "container",  # the figure may be wider than planned, its left margin is not
        "xanchor": "left",
        "xpad": 0,
        "y": -8 / plan.plot_height,
        "yref": "paper",
        "yanchor": "top",
        "ypad": 0,
        "outlinewidth": 0,
        "tickvals": [-full, 0, full],
        "ticktext": [fmt.per_cent(end / 100, 0 if full >= 1 else 1) for end in (-full, 0, full)],
        "tickfont": {"size": SOURCE_SIZE, "color": theme.muted},
    }


def key_note(lines: Sequence[str], plan: Plan, theme: Theme) -> dict[str, Any]:
    """Return the annotation beside the bar."""
    return {
        "text": "<br>".join(lines),
        "xref": "paper",
        "x": 0,
        "xshift": BAR + 44 - plan.left,
        "xanchor": "left",
        "align": "left",
        "yref": "paper",
        "y": 0,
        "yshift": -5,
        "yanchor": "top",
        "showarrow": False,
        "borderpad": 0,
        "font": {"size": SOURCE_SIZE, "color": theme.muted},
    }
