"""Names above narrow columns: level in lines where they fit, upright where not, with the names of their groups."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from dashboard.charts.labels import fit, text_width, wrap
from dashboard.charts.theme import Theme

SIZE, LINE = 11, 14
MOST_LINES = 3
TALLEST = 130
"""Pixels that an upright name takes at most."""


@dataclass(frozen=True)
class Head:
    """One name above one or more columns.

    Attributes
    ----------
    text : str
        The name.
    middle : float
        Where its middle is, counted in columns.
    upright : bool
        Whether it is turned to read upwards.
    lift : float
        Pixels above the columns where it begins.
    """

    text: str
    middle: float
    upright: bool
    lift: float = 0.0


@dataclass(frozen=True)
class Heads:
    """All names above the columns.

    Attributes
    ----------
    heads : tuple of Head
        From left to right.
    height : float
        Pixels that they need above the columns.
    breaks : tuple of int
        Columns with which a group begins, the first group left out.
    """

    heads: tuple[Head, ...]
    height: float
    breaks: tuple[int, ...]

    def notes(self, theme: Theme) -> list[dict[str, Any]]:
        """Return the annotations; columns are at 0, 1, 2 and so on."""
        return [
            {
                "text": head.text,
                "textangle": -90 if head.upright else 0,
                "xref": "x",
                "x": head.middle,
                "xanchor": "center",
                "yref": "paper",
                "y": 1,
                "yshift": 4 + head.lift,
                "yanchor": "bottom",
                "showarrow": False,
                "borderpad": 0,
                "font": {"size": SIZE, "color": theme.muted if head.lift else theme.text},
            }
            for head in self.heads
        ]


def column_heads(names: Sequence[str], groups: Sequence[str], step: float) -> Heads:
    """Lay out the names of columns that are `step` pixels wide.

    Parameters
    ----------
    names : sequence of str
        One a column.
    groups : sequence of str
        Group of each column; those of one group stand together. "" everywhere where there are none.
    """
    runs = [(group, [place for place, _ in run]) for group, run in groupby(enumerate(groups), key=lambda item: item[1])]
    breaks = tuple(places[0] for _, places in runs[1:])
    lines = [wrap(name, SIZE, step - 4) for name in names]
    if all(len(part) <= MOST_LINES and max(text_width(line, SIZE) for line in part) <= step for part in lines):
        level = tuple(Head("<br>".join(part), place, False) for place, part in enumerate(lines))
        return Heads(level, LINE * max(len(part) for part in lines) + 4, breaks)
    own = [Head(fit(name, SIZE, TALLEST), place, True) for place, name in enumerate(names) if step >= SIZE]
    lift = _height(own)
    of_groups = [
        Head(fit(group, SIZE, TALLEST), (places[0] + places[-1]) / 2, True, lift)
        for group, places in runs
        if group and len(places) * step >= SIZE
    ]
    return Heads((*own, *of_groups), lift + _height(of_groups), breaks)


def _height(upright: Sequence[Head]) -> float:
    """Return the pixels that upright names take."""
    return max(text_width(head.text, SIZE) for head in upright) + 6 if upright else 0
