"""What the market explains of a change in market value and what goes beyond it: thin bars beside each other, by row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd
import plotly.graph_objects as go

from dashboard.charts import format as fmt
from dashboard.charts.anatomy import HALF, Draft, finish, lead, plan
from dashboard.charts.labels import fit, text_width
from dashboard.charts.theme import Theme
from dashboard.errors import EmptySelectionError

BAR = 15
"""Pixels from one bar of a row to the next."""
AIR = 8
"""Pixels between rows."""
TEXT_SIZE = 12
NAMES = 150
TOTAL = "total"


@dataclass(frozen=True)
class _Part:
    """A kind of bar: column, what it is called, and whether it is drawn as an outline."""

    column: str
    words: str
    hollow: bool = False

    def colour(self, theme: Theme) -> str:
        return theme.accent if self.column == "beyond" else theme.muted


_PARTS = (
    _Part("market", "explained by the market"),
    _Part("beyond", "beyond the market"),
    _Part("rate", "exchange rate", hollow=True),
)


def _drawn(frame: pd.DataFrame) -> list[_Part]:
    """Return the kinds of bars; in dollars there is no part of an exchange rate."""
    return [part for part in _PARTS if part.column != "rate" or bool((frame["rate"] != 0).any())]


def key(frame: pd.DataFrame, theme: Theme) -> str:
    """Return the names of the parts as coloured words, for a subtitle in place of a legend."""
    words = {part: part.words.replace(" ", fmt.NO_BREAK_SPACE) for part in _drawn(frame)}
    outline = f"{fmt.NO_BREAK_SPACE}(outline)"
    return f"{fmt.NO_BREAK_SPACE}· ".join(
        f'<span style="color:{part.colour(theme)};font-weight:600">{text}{outline if part.hollow else ""}</span>'
        for part, text in words.items()
    )


def paired(
    frame: pd.DataFrame,
    *,
    theme: Theme,
    source: str,
    title: str,
    subtitle: str,
    reach: Sequence[float] = (),
    money: fmt.Money = fmt.dollars_bn,
    width: int = HALF,
) -> go.Figure:
    """Draw the parts of each row's change from zero, and those of all rows together at the foot.

    Bars beside each other and not on top of each other, because the parts may have different signs.

    Parameters
    ----------
    frame : pandas.DataFrame
        One row a segment or company, from the top down: columns name, and market, beyond, rate (changes in billions,
        negative = lost).
    reach : sequence of float
        Further values that the axis has room for, so that figures beside each other have the same one.
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
        If there is no row.
    """
    if frame.empty:
        raise EmptySelectionError("No chosen company has a loss that can be split: choose other companies.")
    parts = _drawn(frame)
    columns = [part.column for part in parts]
    sums = frame[columns].sum()
    rows = [(str(name), amounts) for name, amounts in zip(frame["name"], frame[columns].to_numpy(), strict=True)]
    if len(rows) > 1:
        rows.append((TOTAL, sums.to_numpy()))
    band = BAR * len(parts) + AIR
    names = [fit(name, TEXT_SIZE, min(NAMES, 0.36 * width)) for name, _ in rows]
    layout = plan(
        title=title,
        subtitle=subtitle,
        source=source,
        width=width,
        plot_height=band * len(rows),
        left=10 + max(text_width(name, TEXT_SIZE, bold=True) for name in names),
        right=12,
        foot=6,
    )
    everything = [float(amount) for _, amounts in rows for amount in amounts] + [float(value) for value in reach]
    low, high = min(0.0, *everything), max(0.0, *everything)
    room = (12 + max(text_width(money(value, sign=True), TEXT_SIZE - 1) for value in everything)) / layout.plot_width
    before, after = room if low < 0 else 0.02, room if high > 0 else 0.02
    span = (high - low or 1.0) / (1 - before - after)
    fig = Draft(
        data=[
            {
                "type": "bar",
                "orientation": "h",
                "name": part.words,
                "x": [float(amounts[place]) for _, amounts in rows],
                "y": [-row - (place - (len(parts) - 1) / 2) * BAR / band for row in range(len(rows))],
                "width": 0.8 * BAR / band,
                "marker": {
                    "color": theme.page if part.hollow else part.colour(theme),
                    "line": {"width": 1.4 if part.hollow else 0, "color": part.colour(theme)},
                },
                "text": [money(float(amounts[place]), sign=True) for _, amounts in rows],
                "textposition": "outside",
                "textfont": {"size": TEXT_SIZE - 1, "color": theme.text},
                "constraintext": "none",
                "cliponaxis": False,
                "hovertext": [
                    f"{name}<br>{part.words}: {money(float(amounts[place]), sign=True)}" for name, amounts in rows
                ],
                "hovertemplate": "%{hovertext}<extra></extra>",
            }
            for place, part in enumerate(parts)
        ],
        layout={
            "barmode": "overlay",
            # Every bar has its figure beside it; there is no room for those of an axis as well.
            "xaxis": {
                "range": [low - before * span, high + after * span],
                "showgrid": False,
                "showticklabels": False,
                "ticks": "",
            },
            "yaxis": {
                "range": [-len(rows) + 0.5, 0.5],
                "tickvals": [-row for row in range(len(rows))],
                "ticktext": [f"<b>{name}</b>" if name == TOTAL else name for name in names],
                "tickfont": {"color": theme.text, "size": TEXT_SIZE},
                "ticklabelstandoff": 6,
                "showgrid": False,
                "fixedrange": True,
            },
            "shapes": [
                {"type": "line", "xref": "x", "yref": "paper", "x0": 0, "x1": 0, "y0": 0, "y1": 1,
                 "line": {"color": theme.text, "width": 1}}
            ],
        },
    )  # fmt: skip
    told = fmt.listed([f"{part.words} {money(float(sums[part.column]), sign=True)}" for part in parts])
    counted = fmt.counted(len(frame), "row")
    alt = f"{lead(title)}Bar chart of the parts of a change in market value, {counted}; in all {told}."
    return finish(fig, layout, theme=theme, alt=alt)
