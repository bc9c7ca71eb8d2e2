"""Heat map of what is held: for every series and month, the part of the exchange's sessions that have a close."""

from __future__ import annotations

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from dashboard.charts import format as fmt
from dashboard.charts.anatomy import WIDE, Draft, finish, lead, plan
from dashboard.charts.labels import text_width
from dashboard.charts.theme import Theme, blend
from dashboard.errors import EmptySelectionError

ROW = 14
TEXT_SIZE = 10


def by_month(
    present: pd.DataFrame,
    *,
    theme: Theme,
    source: str,
    title: str,
    subtitle: str,
    width: int = WIDE,
) -> go.Figure:
    """Draw one row a series and one column a month; the fuller the month, the stronger the colour.

    Parameters
    ----------
    present : pandas.DataFrame
        Shape (series, months): index of tickers, columns of months (timestamps or "YYYY-MM"), values 0 to 1.
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
        If there is no series.
    """
    if present.empty:
        raise EmptySelectionError("No series was chosen: choose at least one.")
    months = [str(month)[:7] + "-01" for month in present.columns]
    names = [fmt.month(month) for month in months]
    values = present.to_numpy(dtype=float)
    rows = len(present)
    layout = plan(
        title=title,
        subtitle=subtitle,
        source=source,
        width=width,
        plot_height=ROW * rows,
        left=14 + max(text_width(str(ticker), TEXT_SIZE) for ticker in present.index),
        right=14,
        foot=40,
    )
    step = max(1, -(-len(months) * 46 // layout.plot_width))
    shown = list(range(0, len(months), step))
    empty, part, full = (blend(theme.accent, theme.page, share) for share in (0.03, 0.3, 0.5))
    fig = Draft(
        data=[
            {
                "type": "heatmap",
                "z": values.astype(np.float32),
                "x": names,
                "y": [str(ticker) for ticker in present.index],
                "zmin": 0,
                "zmax": 1,
                "colorscale": [[0, empty], [0.99, part], [1, full]],
                "showscale": False,
                "xgap": 1,
                "ygap": 1,
                "hovertemplate": "%{y}, %{x}<br>%{z:.0%} of the sessions<extra></extra>",
            }
        ],
        layout={
            "xaxis": {
                "type": "category",
                "tickvals": shown,
                "ticktext": [names[place].replace(" ", "<br>") for place in shown],
                "tickfont": {"size": 11},
                "range": [-0.5, len(months) - 0.5],
            },
            "yaxis": {
                "type": "category",
                "tickvals": list(range(rows)),
                "ticktext": [str(ticker) for ticker in present.index],
                "ticks": "",
                "tickfont": {"size": TEXT_SIZE, "color": theme.text},
                "ticklabelstandoff": 4,
                "range": [rows - 0.5, -0.5],
                "showgrid": False,
            },
        },
    )
    whole = int((np.nan_to_num(values) >= 1).all(axis=1).sum())
    alt = (
        f"{lead(title)}Heat map of {fmt.counted(rows, 'series', 'series')} by month, {names[0]} to {names[-1]}: "
        f"{fmt.count_of(whole, rows)} series have a close on every session."
    )
    return finish(fig, layout, theme=theme, alt=alt)
