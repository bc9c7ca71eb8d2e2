"""Names beside the points of a scatter: as many as fit without covering one another or a point."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from dashboard.charts.anatomy import Plan
from dashboard.charts.labels import fit, text_width

Floats = npt.NDArray[np.float64]
Box = tuple[float, float, float, float]
"""Left, bottom, right and top in pixels."""

TEXT_SIZE = 11
LINE_STEPS = 100
"""Points along a line that names keep off."""

HEIGHT = 13.0
GAP = 7.0
LONGEST = 120
"""Pixels that a name takes at most."""

POSITIONS = {"right": "middle right", "left": "middle left", "top": "top center", "bottom": "bottom center"}
"""Side of the point, in Plotly's words."""


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


def named(
    names: Sequence[str],
    x: Floats,
    y: Floats,
    x_range: tuple[float, float],
    y_range: tuple[float, float],
    lines: Sequence[Floats],
    layout: Plan,
) -> tuple[list[str], list[str]]:
    """Return the text of each point and the side where it stands, as Plotly takes them.

    The names furthest from the middle are served first; the text is "" where a name would cover another, a point or a
    line.

    Parameters
    ----------
    names : sequence of str
        One a point.
    x, y : ndarray
        Where the points are.
    x_range, y_range : (float, float)
        Ranges of the axes.
    lines : sequence of ndarray, shape (2,)
        Heights of straight lines at both ends of the x axis.
    layout : Plan
        Of the figure.
    """
    wide, tall = layout.plot_width, layout.plot_height
    across = (x - x_range[0]) / (x_range[1] - x_range[0])
    up = (y - y_range[0]) / (y_range[1] - y_range[0])
    order = np.argsort(-np.hypot(across - across.mean(), up - up.mean()), kind="stable")
    texts = [fit(names[place], TEXT_SIZE, LONGEST) for place in order]
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
    shown, positions = [""] * len(names), [POSITIONS["right"]] * len(names)
    for place, text, side in zip(order, texts, sides, strict=True):
        if side:
            shown[place], positions[place] = text, POSITIONS[side]
    return shown, positions
