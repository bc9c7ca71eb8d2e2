"""Heat map of reactions: one row an event, one column a company or segment, red below what was expected, blue above."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
import plotly.graph_objects as go

from dashboard.charts import format as fmt
from dashboard.charts.anatomy import PHONE, WIDE, Draft, finish, lead, plan
from dashboard.charts.colour_key import colour_key, key_foot, key_lines, key_note
from dashboard.charts.column_heads import column_heads
from dashboard.charts.labels import fit, text_width
from dashboard.charts.p_values import LEVEL
from dashboard.charts.theme import Theme, blend, text_on
from dashboard.errors import EmptySelectionError

Grid = npt.NDArray[np.float64]

ROW = 20
TEXT_SIZE, CELL_SIZE = 12, 11
NAME_SHARE, NAME_SHARE_CROWDED = 0.4, 0.31
"""Largest part of the width that the events on the left may take, and where there are more columns than CROWD."""

CROWD = 16

FULL = 0.95
"""Share of the reactions that colour tells apart; the few beyond have the full one."""

STEPS = (0.5, 1, 2, 3, 4, 5, 6, 8, 10, 15, 20, 25, 30, 40, 50)
"""Per cent at which the full colour may be reached."""

COUNTED = {"ticker": ("company", "companies"), "segment": ("segment", "segments")}

HOVER = (
    "%{y}<br>%{x} %{text}<br>p %{customdata[0]:.2g}, %{customdata[1]:.2g} after correction<br>"
    "%{customdata[2]} estimation sessions<extra></extra>"
)
"""The hover of a cell, put together by the browser: thousands of texts would be long to send."""

AWAY = 2 * fmt.NO_BREAK_SPACE
"""Between the name of a row and its first cell."""

KEY_NOTE = "dot: p below 5\u202f% after the Benjamini–Hochberg correction; grey: no figure"


def heat_map(
    frame: pd.DataFrame,
    *,
    by: str,
    events: Mapping[str, str],
    names: Mapping[str, str],
    theme: Theme,
    source: str,
    title: str,
    subtitle: str,
    order: Sequence[str] = (),
    groups: Mapping[str, str] | None = None,
    width: int = WIDE,
) -> go.Figure:
    """Draw all reactions of one window and dating basis, the earliest event on top.

    A reaction that is significant after the Benjamini-Hochberg correction has a dot. Figures are printed where a column
    is wide enough; a cell without a figure is grey.

    Parameters
    ----------
    frame : pandas.DataFrame
        Rows by event and company or segment: columns key, session, `by`, car (decimal), p, p_bh, n_obs, status. Of an
        event that stands twice on one session the first row is drawn.
    by : str
        "ticker" or "segment": what the columns of the map stand for.
    events, names : Mapping[str, str]
        Name of each event by its key, and of each ticker or segment.
    order : sequence of str
        Order of the columns; as in the frame unless given.
    groups : Mapping[str, str], optional
        Group of each column, such as the segment of each ticker. In `order` those of one group stand together; its
        name stands above them.
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
        If there is no reaction.
    """
    if frame["car"].isna().all():
        raise EmptySelectionError("No chosen event has an abnormal return: choose other events or companies.")
    dated = frame.sort_values("session", kind="stable").drop_duplicates(["session", "key", by])
    cells = dated.set_index(["session", "key", by])
    rows = pd.MultiIndex.from_frame(dated[["session", "key"]].drop_duplicates())
    columns = [name for name in (order or frame[by].unique()) if name in set(frame[by])]
    car, p, p_bh, n_obs = (
        cells[name].unstack(by).reindex(index=rows, columns=columns).to_numpy(dtype=float)
        for name in ("car", "p", "p_bh", "n_obs")
    )
    labels = [events.get(key, key) for _, key in rows]
    days = [session for session, _ in rows]
    tags = _tags(labels, days, width, NAME_SHARE if len(columns) <= CROWD else NAME_SHARE_CROWDED)
    left = 14 + max(text_width(tag, TEXT_SIZE) for tag in tags)
    step = (width - left - 10) / len(columns)
    heads = column_heads(
        [names.get(name, name) for name in columns], [(groups or {}).get(c, "") for c in columns], step
    )
    note = key_lines(KEY_NOTE, width)
    layout = plan(
        title=title,
        subtitle=subtitle,
        source=source,
        width=width,
        plot_height=ROW * len(rows),
        left=left,
        right=10,
        head=round(heads.height),
        foot=key_foot(note),
    )
    full = _full(car)
    printed = step >= text_width(f"{fmt.MINUS}10.4", CELL_SIZE) + 8
    fig = Draft(
        data=[
            {
                "type": "heatmap",
                "z": (100 * car).astype(np.float32),
                "x": list(range(len(columns))),
                "y": list(range(len(rows))),
                "zmin": -full,
                "zmax": full,
                "colorscale": [[0, theme.loss], [0.5, theme.page], [1, theme.gain]],
                "xgap": 1,
                "ygap": 1,
                "customdata": np.dstack([p, p_bh, n_obs]).astype(np.float32),
                "text": [[fmt.per_cent(value, 2) for value in row] for row in car],
                "hoverongaps": False,
                "hovertemplate": HOVER,
                "colorbar": colour_key(full, layout, theme),
            },
            _dots(car, p_bh, full, step, printed, theme),
            _row_names(tags, theme),
            *([_figures(car, full, theme)] if printed else []),
        ],
        layout={
            "plot_bgcolor": theme.grid,
            "xaxis": {
                "range": [-0.5, len(columns) - 0.5],
                "tickvals": list(range(len(columns))),
                "ticktext": [names.get(name, name) for name in columns],
                "showticklabels": False,
                "ticks": "",
                "fixedrange": True,
            },
            "yaxis": {
                "range": [len(rows) - 0.5, -0.5],
                "tickvals": list(range(len(rows))),
                "ticktext": [f"{label}, {fmt.day(day)}" for label, day in zip(labels, days, strict=True)],
                "showticklabels": False,
                "ticks": "",
                "showgrid": False,
                "fixedrange": True,
            },
            "hovermode": "closest",
            "shapes": [
                {"type": "line", "xref": "x", "yref": "paper", "x0": place - 0.5, "x1": place - 0.5, "y0": 0, "y1": 1,
                 "line": {"color": theme.page, "width": 3}}
                for place in heads.breaks
            ],
            "annotations": [
                *heads.notes(theme),
                key_note(note, layout, theme),
            ],
        },
    )  # fmt: skip
    return finish(fig, layout, theme=theme, alt=lead(title) + _alt(dated, by, events, names, len(rows), len(columns)))


def _tags(labels: Sequence[str], days: Sequence[pd.Timestamp], width: int, share: float) -> list[str]:
    """Return the texts left of the rows: the name of the event and, where there is room, its session."""
    room = share * width - 14
    if width <= PHONE:
        return [fit(label, TEXT_SIZE, room) for label in labels]
    dates = [f"  {fmt.day(day)}" for day in days]
    room -= max(text_width(date, TEXT_SIZE) for date in dates)
    return [f"{fit(label, TEXT_SIZE, room)}{date}" for label, date in zip(labels, dates, strict=True)]


def _row_names(tags: Sequence[str], theme: Theme) -> dict[str, Any]:
    """Return the texts left of the rows; the axis has its own in full, which are shown in the hover."""
    return {
        **_texts([f"{tag}{AWAY}" for tag in tags], "events"),
        "x": [-0.5] * len(tags),
        "y": list(range(len(tags))),
        "textposition": "middle left",
        "textfont": {"size": TEXT_SIZE, "color": theme.text},
        "cliponaxis": False,
    }


def _full(car: Grid) -> float:
    """Return the per cent at which the full colour is reached."""
    wanted = float(np.nanquantile(np.abs(100 * car), FULL))
    return next((float(step) for step in STEPS if step >= wanted), wanted)


def _shade(car: float, full: float, theme: Theme) -> str:
    """Return the colour of a cell, as the scale gives it."""
    return blend(theme.signed(car), theme.page, min(1.0, abs(100 * car) / full))


def _dots(car: Grid, p_bh: Grid, full: float, step: float, printed: bool, theme: Theme) -> dict[str, Any]:
    """Return a dot in each significant cell, in its corner where a figure is printed."""
    rows, columns = np.nonzero(p_bh < LEVEL)
    return {
        "type": "scatter",
        "mode": "markers",
        "x": (columns + (0.5 - 6 / step if printed else 0.0)).tolist(),
        "y": (rows - (0.22 if printed else 0.0)).tolist(),
        "marker": {
            "size": 5 if step >= 8 else 3,
            "color": [
                text_on(_shade(car[row, column], full, theme)) for row, column in zip(rows, columns, strict=True)
            ],
        },
        "hoverinfo": "skip",
        "name": "significant",
    }


def _figures(car: Grid, full: float, theme: Theme) -> dict[str, Any]:
    """Return the figures printed in the cells, in per cent without the sign of it."""
    rows, columns = np.nonzero(np.isfinite(car))
    known = car[rows, columns]
    return {
        **_texts([fmt.number(100 * value, 1, sign=True) for value in known], "figures"),
        "x": columns.tolist(),
        "y": rows.tolist(),
        "textfont": {"size": CELL_SIZE, "color": [text_on(_shade(value, full, theme)) for value in known]},
    }


def _texts(texts: list[str], name: str) -> dict[str, Any]:
    """Return a trace of texts: it is drawn in a third of the time that as many annotations take."""
    return {"type": "scatter", "mode": "text", "text": texts, "hoverinfo": "skip", "name": name}


def _alt(
    frame: pd.DataFrame, by: str, events: Mapping[str, str], names: Mapping[str, str], rows: int, columns: int
) -> str:
    known = frame[frame["car"].notna()]
    low = known.iloc[int(np.argmin(known["car"]))]
    return (
        f"Heat map of the abnormal returns of {fmt.counted(columns, *COUNTED[by])} on {fmt.counted(rows, 'event')}; "
        f"{fmt.count_of(int((known['p_bh'] < LEVEL).sum()), len(known))} are significant, the lowest is "
        f"{names.get(low[by], low[by])} on {events.get(low['key'], low['key'])}, {fmt.per_cent(low['car'])}."
    )
