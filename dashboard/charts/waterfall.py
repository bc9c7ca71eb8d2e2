"""Waterfall of market value: the change of each segment, one after the other, to the total."""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go

from dashboard.charts import format as fmt
from dashboard.charts.anatomy import HALF, Draft, finish, lead, plan
from dashboard.charts.axes import value_ticks
from dashboard.charts.labels import fit, text_width
from dashboard.charts.theme import Theme
from dashboard.errors import EmptySelectionError

ROW = 34
TEXT_SIZE = 12


def segments(
    frame: pd.DataFrame,
    *,
    theme: Theme,
    source: str,
    title: str,
    subtitle: str,
    money: fmt.Money = fmt.dollars_bn,
    width: int = HALF,
) -> go.Figure:
    """Draw how the changes of the segments add up to the total change, the largest loss first.

    The values start at zero, not at the market value before: a day's loss is a small part of that, and bars on a
    cut axis would mislead.

    Parameters
    ----------
    frame : pandas.DataFrame
        Columns segment, loss_bn (billions, positive = lost); companies without a figure are left out.
    money : callable
        How billions of the frame's currency are written.
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
        If no company has a figure.
    """
    known = frame[frame["loss_bn"].notna()]
    if known.empty:
        raise EmptySelectionError("No chosen company has a known share count: choose other companies.")
    changes = -known.groupby("segment")["loss_bn"].sum().sort_values(ascending=False, kind="stable")
    total = float(changes.sum())
    amounts = [float(change) for change in changes] + [total]
    ends = [float(end) for end in changes.cumsum()] + [total]
    starts = [end - amount for end, amount in zip(ends, amounts, strict=True)]
    names = [fit(str(name), TEXT_SIZE, 150) for name in changes.index]
    counts = known.groupby("segment").size()
    rows = len(amounts)
    places = [-place for place in range(rows)]
    texts = [money(amount, sign=True) for amount in amounts]
    left = 10 + max(text_width(name, TEXT_SIZE) for name in [*names, "total"])
    layout = plan(
        title=title,
        subtitle=subtitle,
        source=source,
        width=width,
        plot_height=ROW * rows + 6,
        left=left,
        right=12,
        foot=26,
    )
    room = (12 + max(text_width(text, TEXT_SIZE, bold=True) for text in texts)) / layout.plot_width
    low, high = min(0.0, *starts, *ends), max(0.0, *starts, *ends)
    before = room if min(amounts) < 0 else 0.02
    after = room if max(amounts) > 0 else 0.02
    span = (high - low or 1.0) / (1 - before - after)
    fig = Draft(
        data=[
            {
                "type": "bar",
                "orientation": "h",
                "x": amounts,
                "base": starts,
                "y": places,
                "width": 0.62,
                "marker": {"color": [theme.signed(amount) for amount in amounts]},
                "hovertext": [
                    *(
                        f"{name}: {text}<br>{fmt.counted(int(counts[name]), 'company', 'companies')}"
                        for name, text in zip(changes.index, texts, strict=False)
                    ),
                    f"total: {texts[-1]}<br>{fmt.counted(len(known), 'company', 'companies')}",
                ],
                "hovertemplate": "%{hovertext}<extra></extra>",
            }
        ],
        layout={
            "xaxis": {
                "range": [low - before * span, high + after * span],
                "showgrid": True,
                **value_ticks(low, high, max(3, min(7, layout.plot_width // 100)), money),
            },
            "yaxis": {
                "range": [-rows + 0.45, 0.55],
                "tickvals": places,
                "ticktext": [*names, "<b>total</b>"],
                "tickfont": {"color": theme.text, "size": TEXT_SIZE},
                "ticklabelstandoff": 6,
                "showgrid": False,
                "fixedrange": True,
            },
            "shapes": [
                {"type": "line", "xref": "x", "yref": "paper", "x0": 0, "x1": 0, "y0": 0, "y1": 1,
                 "line": {"color": theme.text, "width": 1}},
                *({"type": "line", "xref": "x", "yref": "y", "x0": end, "x1": end, "y0": -place - 0.31,
                   "y1": -place - 0.69, "line": {"color": theme.axis, "width": 1}}
                  for place, end in enumerate(ends[:-1])),
            ],
            "annotations": [
                {"x": min(start, start + amount) if amount < 0 else max(start, start + amount), "xref": "x", "y": place,
                 "yref": "y", "text": f"<b>{text}</b>" if place == places[-1] else text, "showarrow": False,
                 "xanchor": "right" if amount < 0 else "left", "xshift": -3 if amount < 0 else 3, "borderpad": 0,
                 "bgcolor": theme.page, "font": {"size": TEXT_SIZE, "color": theme.text}}
                for start, amount, place, text in zip(starts, amounts, places, texts, strict=True)
            ],
        },
    )  # fmt: skip
    most = amounts.index(min(amounts[:-1]) if total < 0 else max(amounts[:-1]))
    alt = (
        f"{lead(title)}Waterfall chart of the change in market value of {fmt.counted(len(changes), 'segment')}, "
        f"{money(total, sign=True)} in all; the largest part is {changes.index[most]}, {texts[most]}."
    )
    return finish(fig, layout, theme=theme, alt=alt)
