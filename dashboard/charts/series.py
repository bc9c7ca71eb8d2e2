"""Lines over sessions and their names at the right: what the charts with price lines share."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from dashboard.charts.anatomy import PHONE
from dashboard.charts.axes import milliseconds
from dashboard.charts.labels import fit, spread, text_width
from dashboard.charts.theme import Theme, blend

MAX_LABELS = 12
LABEL_SIZE = 12
LABEL_GAP = 15
CROWD = 14
"""With more series than this, those that are not emphasised are thin and grey."""


def line_traces(
    values: pd.DataFrame,
    *,
    labels: Mapping[str, str],
    colours: Mapping[str, str],
    strong: Sequence[str],
    theme: Theme,
    fill: bool = False,
) -> list[dict[str, Any]]:
    """Return one line a series, the emphasised ones last so that they lie on top; `fill` shades them up to zero."""
    crowded = len(values.columns) > CROWD and bool(strong)
    dates = milliseconds(values.index)
    traces: list[dict[str, Any]] = []
    for ticker in [*(ticker for ticker in values.columns if ticker not in strong), *reversed(strong)]:
        bold = ticker in strong
        colour = colours.get(ticker, theme.segment("other"))
        trace = {
            "type": "scatter",
            "mode": "lines",
            "x": dates,
            "y": values[ticker].to_numpy(dtype=np.float32),
            "name": labels.get(ticker, ticker),
            "uid": ticker,
            "line": {
                "color": blend(theme.axis, theme.page, 0.4) if crowded and not bold else colour,
                "width": 2.6 if bold else 1 if crowded else 1.4,
            },
            "hovertemplate": f"{labels.get(ticker, ticker)} %{{y}}<br>%{{x}}<extra></extra>",
        }
        if fill and bold:
            # See-through, so that it does not hide the line beside it.
            trace |= {"fill": "tozeroy", "fillcolor": f"{colour}26"}
        traces.append(trace)
    return traces


def end_texts(
    values: pd.DataFrame, labels: Mapping[str, str], strong: Sequence[str], width: int
) -> tuple[dict[str, str], float]:
    """Return what to write at the ends of the lines, the emphasised first, and the margin in pixels that this needs.

    At most MAX_LABELS are named. In a crowd these are the emphasised only or, if there are none, the series that end
    highest and lowest.
    """
    weak = [ticker for ticker in values.columns if ticker not in strong]
    if len(values.columns) > CROWD:
        ends = values.ffill().iloc[-1].sort_values().index.to_list()
        weak = [] if strong else [*ends[: MAX_LABELS // 2], *ends[-MAX_LABELS // 2 :]]
    named = [*strong, *weak][:MAX_LABELS]
    room = width * (0.25 if width <= PHONE else 0.3) - 6
    texts = {ticker: fit(labels.get(ticker, ticker), LABEL_SIZE, room) for ticker in named}
    return texts, 14 + max((text_width(texts[t], LABEL_SIZE, bold=t in strong) for t in named), default=0)


def value_range(values: pd.DataFrame, reference: float, log: bool) -> tuple[float, float]:
    """Return the range of the value axis: all figures and the reference line, with a little air."""
    figures = values.to_numpy(dtype=float)
    low = min(float(np.nanmin(figures)), reference)
    high = max(float(np.nanmax(figures)), reference)
    if log:
        return low / 1.05, high * 1.05
    air = 0.04 * (high - low or 1.0)
    return low - air, high if reference == 0.0 else high + air


def end_labels(
    values: pd.DataFrame,
    texts: Mapping[str, str],
    strong: Sequence[str],
    colours: Mapping[str, str],
    theme: Theme,
    panel_height: float,
    limits: tuple[float, float],
    log: bool,
) -> list[dict[str, Any]]:
    """Return the names beside the last figures of their lines, spread so that none covers another.

    Parameters
    ----------
    values : pandas.DataFrame
        Figures, shape (sessions, series).
    texts : Mapping[str, str]
        What to write for each labelled ticker.
    strong : sequence of str
        Tickers in bold.
    colours : Mapping[str, str]
        Colour of each ticker.
    panel_height : float
        Pixels between the `limits`.
    limits : tuple of float
        Bottom and top of the value axis, as logarithms where `log`.
    """
    ends: dict[str, float] = {}
    for ticker in texts:
        series: npt.NDArray[np.float64] = values[ticker].dropna().to_numpy(dtype=float)
        if series.size:
            ends[ticker] = math.log10(series[-1]) if log else float(series[-1])
    bottom, top = limits
    scale = panel_height / (top - bottom)
    wanted = [(end - bottom) * scale for end in ends.values()]
    placed = spread(wanted, LABEL_GAP, 2, panel_height - 2)
    return [
        {
            "x": 1,
            "xref": "paper",
            "y": end,
            "yref": "y",
            "yshift": at - want,
            "xshift": 6,
            "xanchor": "left",
            "yanchor": "middle",
            "text": f"<b>{texts[ticker]}</b>" if ticker in strong else texts[ticker],
            "showarrow": False,
            "borderpad": 0,
            "font": {"size": LABEL_SIZE, "color": colours.get(ticker, theme.segment("other"))},
        }
        for (ticker, end), want, at in zip(ends.items(), wanted, placed, strict=True)
    ]
