"""Several days beside each other: one row for each company, segment or index, one mark a day."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import plotly.graph_objects as go

from dashboard.charts import format as fmt
from dashboard.charts import marks
from dashboard.charts.anatomy import WIDE, lead
from dashboard.charts.theme import Theme
from dashboard.errors import EmptySelectionError

SHAPES: tuple[marks.Shape, ...] = ("dot", "ring", "diamond", "tick")
"""Of the first day, the second and so on; more days than shapes cannot be drawn."""


def beside(
    frame: pd.DataFrame,
    *,
    days: Sequence[str],
    heads: Sequence[str],
    theme: Theme,
    source: str,
    title: str,
    subtitle: str,
    width: int = WIDE,
    narrow: bool = False,
    tall: bool = False,
    rules: Sequence[int] = (),
) -> go.Figure:
    """Draw the returns of each row on up to four days, in the order given.

    Parameters
    ----------
    frame : pandas.DataFrame
        Columns name, segment (or kind, for the colour), ret_1 to ret_n (decimals).
    days, heads : sequence of str
        Each day in words, and in few for the head of its column of figures.
    theme, source, title, subtitle
        Colours; where the figures come from and their as-of; the finding; what is drawn and its unit, to which the
        meaning of the marks is added.
    width : int
        Pixels that the figure can count on.
    narrow : bool
        There is no room for columns of figures.
    tall : bool
        Rows further apart, for few of them.
    rules : sequence of int
        Rows above which a faint line parts one group from the next.

    Returns
    -------
    plotly.graph_objects.Figure
        With its text alternative in ``layout.meta``.

    Raises
    ------
    EmptySelectionError
        If no row has a return.
    """
    if frame.empty:
        raise EmptySelectionError("No chosen company has prices on all of these days: choose others or other days.")
    names = frame["name"].to_list()
    drawn, columns, medians = [], [], []
    for place, (day, head, shape) in enumerate(zip(days, heads, SHAPES, strict=False), start=1):
        returns = frame[f"ret_{place}"]
        hovers = [f"{name}<br>{day}: {fmt.per_cent(ret, 2)}" for name, ret in zip(names, returns, strict=True)]
        drawn.append(marks.Marks(day, shape, returns.to_list(), hovers))
        columns.append(marks.Figures(head, [fmt.per_cent(ret) for ret in returns]))
        medians.append(f"{fmt.per_cent(float(returns.median()))} on {day}")
    return marks.draw(
        [marks.Row(name, theme.segment(kind)) for name, kind in zip(names, frame["segment"], strict=True)],
        drawn,
        theme=theme,
        words=(title, f"{subtitle}; {marks.mark_words(drawn)}", source),
        width=width,
        alt=f"{lead(title)}One row for each of {len(names):,} with its return on each day; the medians are "
        f"{fmt.listed(medians)}.",
        figures=() if narrow else columns,
        tall=tall,
        rules=rules,
    )
