"""How the claims of each article fared: a table of counts, one row a verdict, tinted from right to wrong."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from dashboard.charts import format as fmt
from dashboard.charts.anatomy import WIDE, Draft, finish, lead, plan
from dashboard.charts.labels import text_width
from dashboard.charts.theme import Theme, blend, text_on
from dashboard.errors import EmptySelectionError

ROW = 30
TEXT_SIZE = 13
HEAD = 24
MOST_NAMED = 12
"""So many claims are named at the pointer."""

_TINTS: Mapping[str, tuple[str, float]] = {
    "confirmed": ("gain", 1.0),
    "confirmed_cut": ("gain", 0.6),
    "borderline": ("gain", 0.3),
    "needs_definition": ("muted", 0.45),
    "misattributed": ("loss", 0.3),
    "wrong_date": ("loss", 0.6),
    "wrong": ("loss", 1.0),
    "not_checkable": ("muted", 0.15),
}
"""Colour of the theme, and how much of it is mixed into the page, by verdict from right to wrong."""


def counts(
    frame: pd.DataFrame,
    *,
    words: Mapping[str, str],
    publications: Sequence[str],
    theme: Theme,
    source: str,
    title: str,
    subtitle: str,
    width: int = WIDE,
) -> go.Figure:
    """Draw how many claims of each article have each verdict.

    Parameters
    ----------
    frame : pandas.DataFrame
        Columns id, publication (the short name shown), verdict, statement; one row a claim.
    words : mapping of str to str
        What a reader sees of each verdict, in the order of the rows.
    publications : sequence of str
        Short names, in the order of the columns.
    width : int
        Pixels that the figure can count on.
    theme, source, title, subtitle
        Colours; where the figures come from; the finding; what is drawn.

    Returns
    -------
    plotly.graph_objects.Figure
        With its text alternative in ``layout.meta``.

    Raises
    ------
    EmptySelectionError
        If there is no claim.
    """
    if frame.empty:
        raise EmptySelectionError("No claim fits: choose other articles or verdicts.")
    rows = [verdict for verdict in words if (frame["verdict"] == verdict).any()]
    columns = [name for name in publications if (frame["publication"] == name).any()]
    left = 12 + max(text_width(words[verdict], TEXT_SIZE) for verdict in rows)
    longest = max(text_width(name, TEXT_SIZE - 1) for name in columns)
    upright = longest > (width - left - 4) / (len(columns) + 1)
    layout = plan(
        title=title, subtitle=subtitle, source=source, width=width, plot_height=ROW * len(rows) + 4, left=left,
        right=4, head=round(longest) + 6 if upright else HEAD, foot=8,
    )  # fmt: skip
    cells = [
        (place, -line, verdict, frame[(frame["verdict"] == verdict) & frame["publication"].isin(named)])
        for line, verdict in enumerate(rows)
        for place, named in enumerate([*([name] for name in columns), columns])
    ]
    filled = [cell for cell in cells if len(cell[3])]
    fig = Draft(
        data=[
            {
                "type": "scatter",
                "mode": "text",
                "x": [place for place, _, _, _ in filled],
                "y": [line for _, line, _, _ in filled],
                "text": [f"<b>{len(claims)}</b>" for _, _, _, claims in filled],
                "textfont": {
                    "size": TEXT_SIZE,
                    "color": [
                        text_on(tint(verdict, theme)) if place < len(columns) else theme.text
                        for place, _, verdict, _ in filled
                    ],
                },
                "hovertext": [_hover(claims, words[verdict]) for _, _, verdict, claims in filled],
                "hovertemplate": "%{hovertext}<extra></extra>",
                "cliponaxis": False,
            }
        ],
        layout={
            "xaxis": {
                "range": [-0.5, len(columns) + 0.5],
                "side": "top",
                "tickvals": [*range(len(columns) + 1)],
                "ticktext": [*columns, "<b>all</b>"],
                "tickangle": -90 if upright else 0,
                "tickfont": {"color": theme.text, "size": TEXT_SIZE - 1},
                "fixedrange": True,
            },
            "yaxis": {
                "range": [-len(rows) + 0.5, 0.5],
                "tickvals": [-line for line in range(len(rows))],
                "ticktext": [words[verdict] for verdict in rows],
                "tickfont": {"color": theme.text, "size": TEXT_SIZE},
                "ticklabelstandoff": 8,
                "showgrid": False,
                "fixedrange": True,
            },
            "shapes": [
                _cell(place, line, tint(verdict, theme)) for place, line, verdict, _ in filled if place < len(columns)
            ],
        },
    )
    in_all = ", ".join(f"{words[verdict]} {int((frame['verdict'] == verdict).sum())}" for verdict in rows)
    alt = f"{lead(title)}Table of {fmt.counted(len(frame), 'claim')} by verdict and article; {in_all}."
    return finish(fig, layout, theme=theme, alt=alt)


def tint(verdict: str, theme: Theme) -> str:
    """Return the colour of a verdict."""
    name, share = _TINTS[verdict]
    return blend(getattr(theme, name), theme.page, share)


def _cell(place: int, line: int, colour: str) -> dict[str, Any]:
    return {
        "type": "rect",
        "x0": place - 0.47,
        "x1": place + 0.47,
        "y0": line - 0.45,
        "y1": line + 0.45,
        "fillcolor": colour,
        "line": {"width": 0},
        "layer": "below",
    }


def _hover(claims: pd.DataFrame, verdict: str) -> str:
    """Name the claims of a cell."""
    named = [f"{row['id']} {row['statement']}" for row in claims.head(MOST_NAMED).to_dict("records")]
    more = [f"and {len(claims) - MOST_NAMED:,} more"] if len(claims) > MOST_NAMED else []
    return "<br>".join([f"<b>{verdict}</b>", *named, *more])
