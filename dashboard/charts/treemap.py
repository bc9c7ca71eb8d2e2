"""Treemap of the dollars lost: one tile per company that fell, gathered by segment, its area the loss."""

from __future__ import annotations

import math

import pandas as pd
import plotly.graph_objects as go

from dashboard.charts import format as fmt
from dashboard.charts.anatomy import HALF, Draft, finish, lead, plan
from dashboard.charts.labels import text_width
from dashboard.charts.theme import Theme, segment_words, text_on
from dashboard.errors import EmptySelectionError

TEXT_SIZE = 12
LEAST_TEXT = 10
"""Pixels: a label that would have to be smaller than this is left out; the hover still shows it."""

HEADER = 20
"""Pixels above the tiles of a segment for its name; above several segments Plotly keeps as many free for their root."""

HEADER_SHARE = 0.86
"""Part of a segment's width, taken as that of a square of its area, that its header may fill: tiles vary in shape."""

LINE_LABEL, STACKED_LABEL, SHORT_LABEL, UNBROKEN_NAME = 17_000, 5_500, 3_000, 9_000
"""Least areas of a tile in square pixels: for dollars and return on one line, for both on a line each, for dollars
alone below the name, and for a name of several words on one line."""

LARGER = ((0.2, 1.7), (0.08, 1.3), (0.0, 1.1))
"""Type size of the name on a large tile by its least part of the total, in em of the common size."""


def losses(
    frame: pd.DataFrame,
    *,
    theme: Theme,
    source: str,
    title: str,
    subtitle: str,
    money: fmt.Money = fmt.dollars_bn,
    width: int = HALF,
    height: int = 460,
) -> go.Figure:
    """Draw the market value lost by every company that fell.

    Parameters
    ----------
    frame : pandas.DataFrame
        Columns ticker, name, segment, loss_bn (billions, positive = lost), ret (decimal).
        Companies that gained, or whose loss is not known, have no area and are left out.
    money : callable
        How billions of the frame's currency are written.
    width, height : int
        Pixels: the width that the figure can count on, and its height.
    theme, source, title, subtitle
        Colours; where the figures come from and their as-of; the finding; what is drawn and its unit.

    Returns
    -------
    plotly.graph_objects.Figure
        With its text alternative in ``layout.meta``.

    Raises
    ------
    EmptySelectionError
        If no company lost market value.
    """
    fell = frame[frame["loss_bn"] > 0].sort_values("loss_bn", ascending=False, kind="stable")
    if fell.empty:
        raise EmptySelectionError(
            "No chosen company with a known share count fell: choose other companies or another day."
        )
    totals = fell.groupby("segment")["loss_bn"].sum().sort_values(ascending=False, kind="stable")
    colours = {segment: theme.segment(segment) for segment in totals.index}
    tile = [colours[segment] for segment in [*totals.index, *fell["segment"]]]
    amounts = [money(-loss) for loss in [*totals, *fell["loss_bn"]]]
    change = [""] * len(totals) + [fmt.per_cent(ret) for ret in fell["ret"]]
    names = [*totals.index, *fell["name"]]
    total = float(totals.sum())
    words = segment_words(totals.index, theme)
    layout = plan(
        title=title,
        subtitle=f"{subtitle}{fmt.NO_BREAK_SPACE}· {words}" if subtitle else words,
        source=source,
        width=width,
        height=height,
        left=0,
        right=0,
        head=-HEADER if len(totals) > 1 else 0,
        foot=4,
    )
    fig = Draft(
        data=[
            {
                "type": "treemap",
                "ids": [*(f"segment:{segment}" for segment in totals.index), *fell["ticker"]],
                "parents": [""] * len(totals) + [f"segment:{segment}" for segment in fell["segment"]],
                # above a segment's tiles Plotly writes its label, in them the text
                "labels": [
                    *(
                        _header(name, amount, loss / total * layout.plot_width * layout.plot_height)
                        for name, amount, loss in zip(totals.index, amounts, totals, strict=False)
                    ),
                    *fell["name"],
                ],
                "values": [float(value) for value in [*totals, *fell["loss_bn"]]],
                "branchvalues": "total",
                "text": [
                    *[""] * len(totals),
                    *(
                        _label(name, amount, more, loss / total, loss / total * layout.plot_width * layout.plot_height)
                        for name, amount, more, loss in zip(
                            fell["name"], amounts[len(totals) :], change[len(totals) :], fell["loss_bn"], strict=True
                        )
                    ),
                ],
                "textinfo": "text",
                "hovertext": [
                    f"{name}<br>{amount} {more}".rstrip()
                    for name, amount, more in zip(names, amounts, change, strict=True)
                ],
                "hovertemplate": "%{hovertext}<extra></extra>",
                "textfont": {"size": TEXT_SIZE, "color": [text_on(colour) for colour in tile]},
                "marker": {
                    "colors": tile,
                    "line": {"width": 1, "color": theme.page},
                    "pad": {"t": HEADER, "l": 2, "r": 2, "b": 2},
                    "cornerradius": 0,
                },
                "tiling": {"pad": 1, "squarifyratio": 1.3},
                "pathbar": {"visible": False},
                "root": {"color": "rgba(0,0,0,0)"},
                "sort": True,
            }
        ],
        layout={"uniformtext": {"minsize": LEAST_TEXT, "mode": "hide"}},
    )  # fmt: skip
    first = fell.iloc[0]
    alt = (
        f"{lead(title)}Treemap of {money(total)} lost by "
        f"{fmt.counted(len(fell), 'company', 'companies')}; the largest tile is {first['name']}, "
        f"{money(-first['loss_bn'])}."
    )
    return finish(fig, layout, theme=theme, alt=alt)


def _header(segment: str, amount: str, area: float) -> str:
    """Return what stands above a segment of `area` square pixels: name and loss, the name, or its first word."""
    most = HEADER_SHARE * math.sqrt(area)
    fitting = (text for text in (f"{segment}  {amount}", segment) if text_width(text, TEXT_SIZE) <= most)
    return next(fitting, segment.split(" ")[0])


def _label(name: str, amount: str, change: str, share: float, area: float) -> str:
    """Return what a tile of `area` square pixels says, `share` being its part of the total: the smaller, the less."""
    if area >= LINE_LABEL:
        size = next(em for least, em in LARGER if share >= least)
        return f'<span style="font-size:{size}em"><b>{name}</b></span><br>{amount} · {change}'
    words = f"<b>{name if area >= UNBROKEN_NAME else name.replace(' ', '<br>')}</b>"
    if area >= STACKED_LABEL:
        return f"{words}<br>{amount}<br>{change}"
    return f"{words}<br>{amount}" if area >= SHORT_LABEL else words
