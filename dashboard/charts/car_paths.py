"""Cumulative abnormal returns around the event: each company in grey, their mean, and the band of no effect."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from dashboard.charts import format as fmt
from dashboard.charts.anatomy import WIDE, Draft, finish, lead, plan
from dashboard.charts.event_axis import CAPTION_FOOT, above, caption, session_axis, upright
from dashboard.charts.labels import fit, text_width
from dashboard.charts.series import LABEL_SIZE, end_labels
from dashboard.charts.theme import Theme, blend
from dashboard.errors import EmptySelectionError

NORMAL_95 = 1.959963984540054
"""A normal variable stays within so many standard deviations 95 times in 100."""

MEAN, BAND = " mean", " band"
"""Columns beside those of the companies, which are called by ticker and number."""

BAND_LABEL = "95\u202f% band"
CROWD = "companies"


def paths(
    firms: pd.DataFrame,
    group: pd.DataFrame,
    *,
    labels: Mapping[str, str],
    theme: Theme,
    source: str,
    title: str,
    subtitle: str,
    event: fmt.Day | None = None,
    window: tuple[int, int] | None = None,
    emphasis: Sequence[str] = (),
    colours: Mapping[str, str] | None = None,
    width: int = WIDE,
    height: int = 460,
) -> go.Figure:
    """Draw the paths from the close before their first session, where all of them are 0.

    Parameters
    ----------
    firms : pandas.DataFrame
        Rows by company and session, columns ticker, event_day, car (decimal). A path ends where `car` goes missing.
    group : pandas.DataFrame
        One row a session of the same range, columns event_day, n, caar, caar_sd (decimals).
    labels : Mapping[str, str]
        Name of each ticker.
    event : date or ISO text, optional
        The event session; None where companies have events of their own.
    window : (int, int), optional
        Event window to be shaded, from the close before its first session to its last.
    emphasis : sequence of str
        Tickers drawn in their own colour and named; without any the highest and the lowest are named.
    colours : Mapping[str, str], optional
        Colour of the emphasised tickers.
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
        If no company has an abnormal return.
    """
    cars = _wide(firms)
    if cars.empty:
        raise EmptySelectionError(
            "No chosen company has an abnormal return around the event: choose other companies or a shorter "
            "estimation window."
        )
    means = _from_zero(group.set_index("event_day")[["caar", "caar_sd"]])
    middle, spread = 100 * means["caar"], 100 * NORMAL_95 * means["caar_sd"]
    values = 100 * cars
    tickers = {column: column.rpartition(" ")[0] for column in values.columns}
    names = {column: labels.get(ticker, ticker) for column, ticker in tickers.items()}
    chosen = [column for column, ticker in tickers.items() if ticker in emphasis]
    own = {column: (colours or {}).get(ticker, theme.muted) for column, ticker in tickers.items() if column in chosen}
    crowd = [column for column in tickers if column not in own]
    alone = len(tickers) == 1
    most = int(group["n"].max())
    texts = {MEAN: next(iter(names.values())) if alone else f"mean of {most:,}", BAND: BAND_LABEL}
    if not alone:
        texts |= {column: names[column] for column in chosen or _ends(values)}
    room = width * 0.25
    texts = {column: fit(text, LABEL_SIZE, room) for column, text in texts.items()}
    widest = float(np.nan_to_num(spread.max()))
    low = min(float(np.nanmin(values.to_numpy())), -widest)
    high = max(float(np.nanmax(values.to_numpy())), widest)
    air = 0.04 * (high - low or 1.0)
    low, high = low - air, high + air
    suffix = f"{fmt.NARROW_SPACE}%"
    layout = plan(
        title=title,
        subtitle=subtitle,
        source=source,
        width=width,
        height=height,
        left=12 + text_width(f"{fmt.MINUS}{max(abs(low), abs(high)):.0f}{suffix}", 12),
        right=14 + max(text_width(text, LABEL_SIZE, bold=column == MEAN) for column, text in texts.items()),
        head=18 if event else 0,
        foot=CAPTION_FOOT,
    )
    first, last = int(values.index[0]), int(values.index[-1])
    ends = values.assign(**{MEAN: middle, BAND: spread})
    faint = dict.fromkeys((*tickers, BAND), theme.muted)
    shapes: list[dict[str, Any]] = [
        {"type": "line", "xref": "paper", "x0": 0, "x1": 1, "y0": 0, "y1": 0, "layer": "between",
         "line": {"color": theme.axis, "width": 1}}
    ]  # fmt: skip
    if window is not None:
        shapes.append(
            {"type": "rect", "xref": "x", "yref": "paper", "x0": max(window[0] - 1, first), "x1": min(window[1], last),
             "y0": 0, "y1": 1, "layer": "below", "line": {"width": 0}, "fillcolor": theme.grid, "opacity": 0.6}
        )  # fmt: skip
    notes = end_labels(ends, texts, [MEAN], faint | own | {MEAN: theme.accent}, theme, layout.plot_height,
                       (low, high), log=False)  # fmt: skip
    if first <= 0 <= last:
        shapes.append(upright(0, theme.text, plan=layout, reach=15 if event else 0))
        if event:
            notes.append(above(0, f"<b>{fmt.short_day(event)}</b>", theme.text, anchor="right" if last < 3 else "left"))
    whose = fmt.day(event) if event else "each company's event"
    fig = Draft(
        data=[
            _band(spread, theme),
            *([] if alone or not crowd else [_crowd(values[crowd], [names[column] for column in crowd], theme)]),
            *(_path(values[column], names[column], own[column], 2.0) for column in own if not alone),
            _path(middle, next(iter(names.values())) if alone else "mean", theme.accent, 3.2),
        ],
        layout={
            "xaxis": session_axis(first, last, layout.plot_width),
            "yaxis": {
                "range": [low, high],
                "hoverformat": "+.1f",
                "ticksuffix": suffix,
                "nticks": 8,
                "ticklabelstandoff": 4,
            },
            "hovermode": "closest",
            "hoverdistance": 30,
            "shapes": shapes,
            "annotations": [*notes, caption(f"sessions from {whose}", theme)],
        },
    )  # fmt: skip
    at_end = fmt.per_cent(float(middle.ffill().iloc[-1]) / 100)
    alt = (
        f"{lead(title)}Line chart of the cumulative abnormal returns of "
        f"{fmt.counted(len(tickers), 'company', 'companies')} over sessions {fmt.number(first + 1, sign=True)} to "
        f"{fmt.number(last, sign=True)}; at the end the mean is {at_end}."
    )
    return finish(fig, layout, theme=theme, alt=alt)


def _wide(firms: pd.DataFrame) -> pd.DataFrame:
    """Return the paths as columns "NVDA 0", from a row of zeros on; a ticker with several events has several."""
    number = firms.groupby(["ticker", "event_day"]).cumcount()
    known = firms.assign(path=firms["ticker"].astype(str) + " " + number.astype(str))
    known["path"] = pd.Categorical(known["path"], known["path"].unique())
    wide = known.pivot(index="event_day", columns="path", values="car").dropna(axis=1, how="all")
    wide.columns = wide.columns.astype(str)
    return _from_zero(wide) if len(wide.columns) else wide.iloc[:0]


def _from_zero(frame: pd.DataFrame) -> pd.DataFrame:
    """Put a row of zeros on the session before the first."""
    return pd.concat([pd.DataFrame(0.0, index=[frame.index[0] - 1], columns=frame.columns), frame])


def _ends(values: pd.DataFrame) -> list[str]:
    """Return the columns that end highest and lowest."""
    last = values.ffill().iloc[-1]
    return list(dict.fromkeys([str(last.idxmax()), str(last.idxmin())]))


def _band(spread: pd.Series, theme: Theme) -> dict[str, Any]:
    """Return the area in which the mean would lie 95 times in 100 if there were no effect."""
    edge = spread.dropna()
    days = edge.index.to_numpy(dtype=np.float32)
    return {
        "type": "scatter",
        "mode": "lines",
        "x": np.concatenate([days, days[::-1]]),
        "y": np.concatenate([edge.to_numpy(dtype=np.float32), -edge.to_numpy(dtype=np.float32)[::-1]]),
        "fill": "toself",
        "fillcolor": f"{theme.accent}33",
        "line": {"width": 1, "color": f"{theme.accent}99"},
        "hoverinfo": "skip",
        "name": BAND_LABEL,
    }


def _crowd(values: pd.DataFrame, names: Sequence[str], theme: Theme) -> dict[str, Any]:
    """Return all companies without a colour of their own as one trace with gaps, which is drawn faster than many."""
    ended = values.reindex([*values.index, np.nan])
    return {
        "type": "scatter",
        "mode": "lines",
        "x": np.tile(ended.index.to_numpy(dtype=np.float32), len(names)),
        "y": ended.to_numpy(dtype=np.float32).T.ravel(),
        "text": np.repeat(np.array(names, dtype=object), len(ended)).tolist(),
        "name": CROWD,
        "line": {"color": blend(theme.axis, theme.page, 0.6), "width": 1.0},
        "hovertemplate": "%{text} %{y}<br>session %{x}<extra></extra>",
    }


def _path(values: pd.Series, name: str, colour: str, width: float) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "lines",
        "x": values.index.to_numpy(dtype=np.float32),
        "y": values.to_numpy(dtype=np.float32),
        "name": name,
        "line": {"color": colour, "width": width},
        "hovertemplate": f"{name} %{{y}}<br>session %{{x}}<extra></extra>",
    }
