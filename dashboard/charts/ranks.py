"""Market value before and after the event: two dots per company, joined, with its rank on both days."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
import plotly.graph_objects as go

from dashboard.charts import format as fmt
from dashboard.charts.anatomy import HALF, lead
from dashboard.charts.dots import TEXT_SIZE, Dots, Join, Row, draw
from dashboard.charts.labels import fit
from dashboard.charts.theme import Theme
from dashboard.errors import EmptySelectionError

ROW = 28


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
        With its text alternative in ``layout.meta``.

    Raises
    ------
    EmptySelectionError
        If no company has a market value.
    """
    known = frame.dropna(subset=["cap_before_bn", "cap_after_bn"])
    if known.empty:
        raise EmptySelectionError("No chosen company has a known share count: choose other companies.")
    top = known.sort_values("cap_before_bn", ascending=False, kind="stable").head(n)
    shown = [names.get(ticker, ticker) for ticker in top["ticker"]]
    before, after = top["cap_before_bn"].to_list(), top["cap_after_bn"].to_list()
    places = list(zip(top["rank_before"], top["rank_after"], strict=True))
    rows = [
        Row(
            f"{fit(name, TEXT_SIZE, min(120, 0.3 * width))}  {_ranks(*place)}",
            money(-loss, sign=True),
            max(old, new),
        )
        for name, place, loss, old, new in zip(shown, places, top["loss_bn"], before, after, strict=True)
    ]
    hovers = [
        f"{name}<br>before {money(old)}, rank {_rank(r0)}<br>after {money(new)}, rank {_rank(r1)}"
        for name, (r0, r1), old, new in zip(shown, places, before, after, strict=True)
    ]
    colours = [theme.segment(segment) for segment in top["segment"]]
    every = range(len(rows))
    count = fmt.counted(len(rows), "largest company", "largest companies")
    alt = (
        f"{lead(title)}Market value before and after of the {count}; {shown[0]} went from {money(before[0])} to "
        f"{money(after[0])}, rank {_rank(places[0][0])} to {_rank(places[0][1])}."
    )
    ring = {"size": 10, "color": theme.page, "line": {"color": colours, "width": 1.8}}
    return draw(
        rows,
        [
            Dots(every, before, hovers, ring, "before"),
            Dots(every, after, hovers, {"size": 11, "color": colours}, "after"),
        ],
        theme=theme,
        words=(title, subtitle, source),
        width=width,
        row_height=ROW,
        money=money,
        alt=alt,
        joins=[Join(*ends) for ends in zip(every, before, after, colours, strict=True)],
    )


def _rank(rank: float) -> str:
    """Return a rank, or "–" where there is none."""
    return fmt.number(rank)


def _ranks(before: float, after: float) -> str:
    """Return "1 → 3", or the rank alone where it stayed."""
    return _rank(before) if before == after else f"{_rank(before)} → {_rank(after)}"
