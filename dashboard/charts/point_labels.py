"""Names beside the points of a scatter: as many as fit without covering one another or a point."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from dashboard.charts.anatomy import Plan
from dashboard.charts.labels import fit, text_width
from dashboard.charts.theme import Theme, halo

Box = tuple[float, float, float, float]
"""Left, bottom, right and top in pixels."""

TEXT_SIZE = 11
LINE_STEPS = 100
"""Points along a line that names keep off."""

HEIGHT = 13.0
GAP = 7.0
ANCHORS = {"right": ("left", "middle"), "left": ("right", "middle"), "top": ("center", "bottom"),
           "bottom": ("center", "top")}  # fmt: skip
"""Side of the point and which part of the text is held there."""


def beside(
    points: Sequence[tuple[float, float]],
    texts: Sequence[str],
    size: float,
    area: tuple[float, float],
    avoid: Sequence[tuple[float, float]] = (),
) -> list[str]:
    """Find a side for each label: "right", "left", "top", "bottom", or "" where none is free.

    Parameters
    ----------
    points : sequence of (x, y)
        In pixels from the lower left corner of the plotting area; the first are served first.
    texts : sequence of str
        One label a point.
    size : float
        Type size in pixels.
    area : (float, float)
        Width and height of the plotting area.
    avoid : sequence of (x, y)
        Pixels that no label may cover.
    """
    taken: list[Box] = [(x - GAP + 1, y - GAP + 1, x + GAP - 1, y + GAP - 1) for x, y in points]
    taken += [(x, y, x, y) for x, y in avoid]
    sides = []
    for own, ((x, y), text) in enumerate(zip(points, texts, strict=True)):
        wide = text_width(text, size)
        boxes = {
            "right": (x + GAP, y - HEIGHT / 2, x + GAP + wide, y + HEIGHT / 2),
            "left": (x - GAP - wide, y - HEIGHT / 2, x - GAP, y + HEIGHT / 2),
            "top": (x - wide / 2, y + GAP, x + wide / 2, y + GAP + HEIGHT),
            "bottom": (x - wide / 2, y - GAP - HEIGHT, x + wide / 2, y - GAP),
        }
        free = [
            side
            for side, box in boxes.items()
            if box[0] >= 0
            and box[1] >= 0
            and box[2] <= area[0]
            and box[3] <= area[1]
            and not any(_meet(box, other) for place, other in enumerate(taken) if place != own)
        ]
        side = free[0] if free else ""
        if side:
            taken.append(boxes[side])
        sides.append(side)
    return sides


def _meet(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def name_notes(
    names: list[str],
    x: npt.NDArray[np.float64],
    y: npt.NDArray[np.float64],
    x_range: tuple[float, float],
    y_range: tuple[float, float],
    lines: list[npt.NDArray[np.float64]],
    layout: Plan,
    theme: Theme,
) -> list[dict[str, Any]]:
    """Return the names that fit beside their points and off the line, those furthest from the middle first."""
    wide, tall = layout.plot_width, layout.plot_height
    across = (x - x_range[0]) / (x_range[1] - x_range[0])
    up = (y - y_range[0]) / (y_range[1] - y_range[0])
    order = np.argsort(-np.hypot(across - across.mean(), up - up.mean()), kind="stable")
    texts = [fit(names[place], TEXT_SIZE, 120) for place in order]
    steps = np.linspace(0.0, 1.0, LINE_STEPS)
    on_lines = [
        (float(step) * wide, float(height) * tall)
        for line in lines
        for step, height in zip(
            steps, (line[0] + steps * (line[1] - line[0]) - y_range[0]) / (y_range[1] - y_range[0]), strict=True
        )
    ]
    sides = beside(
        [(across[place] * wide, up[place] * tall) for place in order], texts, TEXT_SIZE, (wide, tall), on_lines
    )
    shift = {"right": (GAP, 0.0), "left": (-GAP, 0.0), "top": (0.0, GAP - 2), "bottom": (0.0, 2 - GAP)}
    return [
        {"text": text, "xref": "x", "yref": "y", "x": float(x[place]), "y": float(y[place]),
         "xanchor": ANCHORS[side][0], "yanchor": ANCHORS[side][1], "xshift": shift[side][0], "yshift": shift[side][1],
         "showarrow": False, "borderpad": 0,
         "font": {"size": TEXT_SIZE, "color": theme.text, "shadow": halo(theme)}}
        for place, text, side in zip(order, texts, sides, strict=True)
        if side
    ]  # fmt: skip
