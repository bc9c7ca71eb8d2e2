"""Market value before and after the event: two dots a company, joined, with its rank on both days."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
import plotly.graph_objects as go

from dashboard.charts import format as fmt
from dashboard.charts.anatomy import HALF, Draft, finish, lead, plan
from dashboard.charts.axes import value_ticks
from dashboard.charts.labels import fit, text_width
from dashboard.charts.theme import Theme
from dashboard.errors import EmptySelectionError

ROW = 28
TEXT_SIZE = 12


def before_after(
    frame: pd.DataFrame,
    *,
    names: Mapping[str, str],
    theme: Theme,
    source: str,
    title: str,
    subtitle: str,
    n: int = 12,
    money: fmt.Money = fmt.dollars_bn,
    width: int = HALF,
) -> go.Figure:
    """Draw the `n` companies worth most before the event, with their market value before and after it.

    Parameters
    ----------
    frame : pandas.DataFrame
        Columns ticker, segment, cap_before_bn, cap_after_bn (billions), loss_bn, rank_before,
        rank_after; companies without a figure are left out.
    names : Mapping[str, str]
        Name of each ticker.
    n : int
        How many companies.
    money : callable
        How billions of the frame's currency are written.
    width : int
        Pixels that the figure can count on.
    theme, source, title, subtitle
        Colours; where the figures come from and their as-of; the finding; what is drawn and its unit.

    Returns
    -------
    plotly.graph_objects.Figure
        With its text alternative in ``layout.meta["alt"]``.

    Raises
    ------
    EmptySelectionError
        If no company has a market value.
    """
    known = frame.dropna(subset=["cap_before_bn", "cap_after_bn"])
    if known.empty:
        raise EmptySelectionError("No chosen company has a known share count: choose other companies.")
    top = known.sort_values("cap_before_bn", ascending=False, kind="stable").head(n)
    labels = [
        f"{fit(names.get(ticker, ticker), TEXT_SIZE, min(120, 0.3 * width))}  {_ranks(before, after)}"
        for ticker, before, after in zip(top["ticker"], top["rank_before"], top["rank_after"], strict=True)
    ]
    changes = [money(-loss, sign=True) for loss in top["loss_bn"]]
    places = [-place for place in range(len(top))]
    before, after = top["cap_before_bn"].to_list(), top["cap_after_bn"].to_list()
    colours = [theme.segment(segment) for segment in top["segment"]]
    layout = plan(
        title=title,
        subtitle=subtitle,
        source=source,
        width=width,
        plot_height=ROW * len(top) + 6,
        left=12 + max(text_width(label, TEXT_SIZE) for label in labels),
        right=10,
        foot=26,
    )
    room = (22 + max(text_width(change, TEXT_SIZE) for change in changes)) / layout.plot_width
    high = max(*before, *after) / (1 - room)
    hovers = [
        f"{names.get(ticker, ticker)}<br>before {money(old)}, rank {_rank(r0)}<br>after {money(new)}, rank {_rank(r1)}"
        for ticker, old, new, r0, r1 in zip(
            top["ticker"], before, after, top["rank_before"], top["rank_after"], strict=True
        )
    ]
    dots = {
        "type": "scatter",
        "mode": "markers",
        "y": places,
        "hovertext": hovers,
        "hovertemplate": "%{hovertext}<extra></extra>",
    }
    fig = Draft(
        data=[
            {**dots, "x": before, "name": "before",
             "marker": {"size": 10, "color": theme.page, "line": {"color": colours, "width": 1.8}}},
            {**dots, "x": after, "name": "after", "marker": {"size": 11, "color": colours}},
        ],
        layout={
            "xaxis": {
                "range": [0, high],
                "showgrid": True,
                **value_ticks(0, high, max(4, min(6, layout.plot_width // 90)), money),
            },
            "yaxis": {
                "range": [-len(top) + 0.4, 0.6],
                "tickvals": places,
                "ticktext": labels,
                "tickfont": {"color": theme.text, "size": TEXT_SIZE},
                "ticklabelstandoff": 8,
                "gridcolor": theme.grid,
                "fixedrange": True,
            },
            "hovermode": "closest",
            "shapes": [
                {"type": "line", "xref": "x", "yref": "y", "x0": old, "x1": new, "y0": place, "y1": place,
                 "layer": "below", "line": {"color": colour, "width": 2.5}}
                for old, new, place, colour in zip(before, after, places, colours, strict=True)
            ],
            "annotations": [
                {"x": max(old, new), "xref": "x", "y": place, "yref": "y", "xanchor": "left", "xshift": 10,
                 "text": change, "showarrow": False, "borderpad": 0, "bgcolor": theme.page,
                 "font": {"size": TEXT_SIZE, "color": theme.text}}
                for old, new, place, change in zip(before, after, places, changes, strict=True)
            ],
        },
    )  # fmt: skip
    first = top.iloc[0]
    count = fmt.counted(len(top), "largest company", "largest companies")
    values = f"from {money(before[0])} to {money(after[0])}"
    alt = (
        f"{lead(title)}Market value before and after of the {count}; {names.get(first['ticker'], first['ticker'])} "
        f"went {values}, rank {_rank(first['rank_before'])} to {_rank(first['rank_after'])}."
    )
    return finish(fig, layout, theme=theme, alt=alt)


def _rank(rank: float) -> str:
    """Return a rank, or "–" where there is none."""
    return fmt.number(rank)


def _ranks(before: float, after: float) -> str:
    """Return "1 → 3", or the rank alone where it stayed."""
    return _rank(before) if before == after else f"{_rank(before)} → {_rank(after)}"
