"""How far the dates of a release lie from its launch: a row a release, its own dates above, those of articles below."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from dashboard.charts import format as fmt
from dashboard.charts.anatomy import WIDE, Draft, finish, lead, plan
from dashboard.charts.labels import text_width
from dashboard.charts.theme import Theme, blend
from dashboard.errors import EmptySelectionError

ROW = 36
TEXT_SIZE = 12
_OWN, _ARTICLE = 0.2, -0.2
"""Where in a row the release's own dates and those of articles lie, in rows from its middle."""
SYMBOLS: Mapping[str, tuple[str, str, str]] = {
    "launch": ("circle", "●", "launch"),
    "arxiv": ("diamond", "◆", "first arXiv version"),
    "arxiv_revision": ("triangle-right", "▶", "arXiv revision"),
    "article": ("square", "■", "article"),
}
"""Plotly's symbol, the same as a letter, and the words for each dating basis."""
_MONTH = 30
"""Days between the ticks of the axis."""


def several(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of the releases that have more than one date.

    Parameters
    ----------
    frame : pandas.DataFrame
        Column key.
    """
    return frame[frame.groupby("key")["key"].transform("size") > 1]


def furthest(rows: pd.DataFrame) -> tuple[str, bool]:
    """Say who dates a release furthest from its launch, and whether that is an article.

    Parameters
    ----------
    rows : pandas.DataFrame
        The rows of one release: columns basis, publication, days_apart, months_apart, precision, apart.

    Returns
    -------
    words : str
        "CNBC 7 days later"; "first arXiv 3 days earlier" where no article differs; "all dates agree".
    differs : bool
        Whether an article does.
    """
    articles = rows[(rows["basis"] == "article") & _differs(rows)]
    arxiv = rows[(rows["basis"] == "arxiv") & _differs(rows)]
    found = articles if len(articles) else arxiv
    if found.empty:
        return "all dates agree", False
    row = found.sort_values("days_apart", key=abs, kind="stable").iloc[-1]
    return f"{row['publication'] if len(articles) else 'first arXiv'} {row['apart']}", bool(len(articles))


def _differs(rows: pd.DataFrame) -> pd.Series:
    """Tell which dates are another day, or another month where only that is given."""
    by_day = rows["precision"] == "day"
    return (by_day & (rows["days_apart"] != 0)) | (~by_day & (rows["months_apart"] != 0))


def from_launch(
    frame: pd.DataFrame,
    *,
    labels: Mapping[str, str],
    theme: Theme,
    source: str,
    title: str,
    subtitle: str,
    width: int = WIDE,
) -> go.Figure:
    """Draw every date of the releases that have more than one, in days from the launch.

    Parameters
    ----------
    frame : pandas.DataFrame
        What `dashboard.study.release_dates.dates_apart` returns.
    labels : Mapping[str, str]
        Short name of each key.
    theme, source, title, subtitle
        Colours; where the figures come from; the finding; what is drawn and its unit. The key follows the subtitle.
    width : int
        Pixels that the figure can count on.

    Returns
    -------
    plotly.graph_objects.Figure
        With its text alternative in ``layout.meta``. A date known to the month is a bar over it; an article that
        differs is in the accent colour.

    Raises
    ------
    EmptySelectionError
        If no release has two dates.
    """
    shown = several(frame)
    if shown.empty:
        raise EmptySelectionError("No release has two dates to compare: reinstall the project's catalogue.")
    keys = list(dict.fromkeys(shown["key"]))
    place = {key: at for at, key in enumerate(keys)}
    spans = [_span(row["date"], row["since"]) for row in shown.to_dict("records")]
    shown = shown.assign(
        first=[first for first, _ in spans],
        last=[last for _, last in spans],
        differs=_differs(shown),
        height=[
            -place[key] + (_ARTICLE if basis == "article" else _OWN)
            for key, basis in zip(shown["key"], shown["basis"], strict=True)
        ],
    )
    said = {str(key): furthest(rows) for key, rows in shown.groupby("key", sort=False)}
    names = {key: f"{labels[key]}, {fmt.day(since)}" for key, since in zip(shown["key"], shown["since"], strict=True)}
    widths = [text_width(names[key], TEXT_SIZE, bold=True) for key in keys]
    widths += [text_width(words, TEXT_SIZE) for words, _ in said.values()]
    key_words = f"{fmt.NO_BREAK_SPACE}· ".join(
        f"{letter}{fmt.NO_BREAK_SPACE}{text.replace(' ', fmt.NO_BREAK_SPACE)}" for _, letter, text in SYMBOLS.values()
    )
    layout = plan(
        title=title,
        subtitle=f"{subtitle}{fmt.NO_BREAK_SPACE}· {key_words}",
        source=source,
        width=width,
        plot_height=ROW * len(keys) + 6,
        left=12 + max(widths),
        right=12,
    )
    low, high = float(shown["first"].min()) - 3, float(shown["last"].max()) + 3
    months = range(int(low // _MONTH) + 1, int(high // _MONTH) + 1)
    fig = Draft(
        data=[*_months(shown, theme), *_days(shown, theme)],
        layout={
            "xaxis": {
                "range": [low, high],
                "showgrid": True,
                "tickvals": [_MONTH * month for month in months],
                "ticktext": [fmt.number(_MONTH * month, sign=True) if month else "launch" for month in months],
            },
            "yaxis": {
                "range": [-len(keys) + 0.45, 0.55],
                "tickvals": [-at for at in range(len(keys))],
                "ticktext": [_label(names[key], *said[key], theme) for key in keys],
                "tickfont": {"color": theme.text, "size": TEXT_SIZE},
                "ticklabelstandoff": 8,
                "showgrid": False,
                "fixedrange": True,
            },
            "hovermode": "closest",
            "shapes": [
                {"type": "line", "xref": "x", "yref": "paper", "x0": 0, "x1": 0, "y0": 0, "y1": 1, "layer": "below",
                 "line": {"color": theme.axis, "width": 1}},
                *({"type": "line", "xref": "paper", "yref": "y", "x0": 0, "x1": 1, "y0": -at - 0.5, "y1": -at - 0.5,
                   "layer": "below", "line": {"color": theme.grid, "width": 1}} for at in range(len(keys) - 1)),
            ],
        },
    )  # fmt: skip
    differing = int(shown.loc[shown["basis"] == "article"].groupby("key")["differs"].any().sum())
    alt = (
        f"{lead(title)}Dot plot of the dates of {fmt.counted(len(keys), 'release')} in days from the launch; "
        f"an article differs from it in {fmt.count_of(differing, len(keys))}."
    )
    return finish(fig, layout, theme=theme, alt=alt)


def _label(name: str, words: str, differs: bool, theme: Theme) -> str:
    """Return the two lines at the left of a row: name and launch, and who dates it furthest from that."""
    return f"{name}<br><span style='color:{theme.accent if differs else theme.muted}'>{words}</span>"


def _span(text: str, since: pd.Timestamp) -> tuple[int, int]:
    """Return the first and the last day that a date covers, in days from `since`."""
    first = fmt.as_day(text if len(text) > len("2025-01") else f"{text}-01")
    last = first if len(text) > len("2025-01") else pd.Timestamp(first) + pd.offsets.MonthEnd(0)
    day = dt.date(since.year, since.month, since.day)
    return (first - day).days, (fmt.as_day(last) - day).days


def _months(shown: pd.DataFrame, theme: Theme) -> list[dict[str, Any]]:
    """Return the bars of the dates known to the month, and an unseen mark in the middle of each for the hover."""
    rows = shown[shown["precision"] == "month"]
    traces: list[dict[str, Any]] = []
    for differs, colour, name in (
        (False, blend(theme.muted, theme.page, 0.4), "month that agrees"),
        (True, theme.accent, "month that differs"),
    ):
        part = rows[rows["differs"] == differs]
        x: list[float | None] = []
        y: list[float | None] = []
        for first, last, height in zip(part["first"], part["last"], part["height"], strict=True):
            x += [first, last, None]
            y += [height, height, None]
        if x:
            traces.append({"type": "scatter", "mode": "lines", "x": x, "y": y, "name": name, "hoverinfo": "skip",
                           "line": {"width": 7, "color": colour}})  # fmt: skip
    if len(rows):
        middles = ((rows["first"] + rows["last"]) / 2).to_list()
        traces.append(_marks(rows, middles, {"size": 14, "opacity": 0}, "months"))
    return traces


def _days(shown: pd.DataFrame, theme: Theme) -> list[dict[str, Any]]:
    """Return the marks of the dates known to the day, a trace a dating basis; hollow where told from memory."""
    traces = []
    for basis, (symbol, _, name) in SYMBOLS.items():
        rows = shown[(shown["basis"] == basis) & (shown["precision"] == "day")]
        if rows.empty:
            continue
        own = theme.text if basis != "article" else theme.muted
        colours = [theme.accent if basis == "article" and differs else own for differs in rows["differs"]]
        symbols = [f"{symbol}-open" if status == "recalled" else symbol for status in rows["status"]]
        marker = {"symbol": symbols, "size": 9, "color": colours, "line": {"width": 1.4, "color": colours}}
        traces.append(_marks(rows, rows["first"].to_list(), marker, name))
    return traces


def _marks(rows: pd.DataFrame, x: Sequence[float], marker: dict[str, Any], name: str) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "markers",
        "x": list(x),
        "y": rows["height"].to_list(),
        "name": name,
        "marker": marker,
        "hovertext": [_hover(row) for row in rows.to_dict("records")],
        "hovertemplate": "%{hovertext}<extra></extra>",
    }


def _hover(row: Mapping[Any, Any]) -> str:
    """Say what dates the release when, how far that is from its launch, and how sure it is."""
    text = str(row["date"])
    when = fmt.day(text) if row["precision"] == "day" else fmt.month(f"{text}-01")
    who = row["publication"] if row["basis"] == "article" else SYMBOLS[str(row["basis"])][2]
    apart = "" if pd.isna(row["apart"]) else f", {row['apart']}"
    sure = "from memory" if row["status"] == "recalled" else "verified"
    return f"<b>{row['title']}</b><br>{who}: {when}{apart}<br>{sure}"
