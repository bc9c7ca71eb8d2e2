"""Horizontal bars, one a company: returns by segment, the furthest down and up, sessions until a price was regained."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import pandas as pd
import plotly.graph_objects as go

from dashboard.catalog import COMPANY_SEGMENTS
from dashboard.charts import format as fmt
from dashboard.charts.anatomy import HALF, WIDE, lead
from dashboard.charts.rows import Row, draw
from dashboard.charts.theme import Theme
from dashboard.errors import EmptySelectionError


def returns(
    frame: pd.DataFrame,
    *,
    theme: Theme,
    source: str,
    title: str,
    subtitle: str,
    benchmark_return: float | None = None,
    benchmark_label: str = "",
    reach: tuple[float, ...] = (),
    width: int = WIDE,
) -> go.Figure:
    """Draw the return of every company, grouped by segment and sorted within it; the height grows with the rows.

    Parameters
    ----------
    frame : pandas.DataFrame
        Columns ticker, name, segment, ret (decimal); rows without a return are left out.
    benchmark_return : float, optional
        Decimal; drawn as one thin line through all bars, with `benchmark_label`.
    reach : tuple of float
        Decimals for which the axis has room too, so that figures beside each other have the same one.
    theme, source, title, subtitle
        Colours; where the figures come from and their as-of; the finding; what is drawn and its unit.

    Returns
    -------
    plotly.graph_objects.Figure
        With its text alternative in ``layout.meta``.

    Raises
    ------
    EmptySelectionError
        If no row has a return.
    """
    known = _known(frame, "ret")
    means = known.groupby("segment")["ret"].mean()
    rows: list[Row | None] = []
    for segment in _in_order(means.index):
        group = known[known["segment"] == segment].sort_values("ret", kind="stable")
        heading = f"{segment or 'other series'}  {fmt.per_cent(means[segment])}"
        rows += [Row(heading, colour=theme.segment(segment)), *_return_rows(group, theme)]
    worst = known.sort_values("ret", kind="stable").iloc[0]
    alt = (
        f"{lead(title)}Bar chart of the returns of {fmt.counted(len(known), 'company', 'companies')} by segment; "
        f"{int((known['ret'] < 0).sum())} fell; the lowest is {worst['name']}, {fmt.per_cent(worst['ret'])}."
    )
    return draw(
        rows,
        theme=theme,
        words=(title, subtitle, source),
        width=width,
        suffix=f"{fmt.NARROW_SPACE}%",
        line=None
        if benchmark_return is None
        else (100 * benchmark_return, f"{benchmark_label} {fmt.per_cent(benchmark_return)}".strip()),
        reach=tuple(100 * ret for ret in reach),
        alt=alt,
    )


def extremes(
    frame: pd.DataFrame,
    *,
    theme: Theme,
    source: str,
    title: str,
    subtitle: str,
    n: int = 10,
    width: int = HALF,
) -> go.Figure:
    """Draw the `n` companies that fell furthest and the `n` that rose most, coloured by segment.

    Parameters
    ----------
    frame : pandas.DataFrame
        Columns ticker, name, segment, ret (decimal); rows without a return are left out.
    n : int
        How many of either; a company is never drawn twice, and one that fell is not among those that rose.
    theme, source, title, subtitle
        Colours; where the figures come from and their as-of; the finding; what is drawn and its unit.

    Returns
    -------
    plotly.graph_objects.Figure
        With its text alternative in ``layout.meta``.

    Raises
    ------
    EmptySelectionError
        If no row has a return.
    """
    known = _known(frame, "ret").sort_values("ret", kind="stable")
    fell, rose = known[known["ret"] < 0].head(n), known[known["ret"] >= 0].tail(n)
    rows: list[Row | None] = [*_return_rows(fell, theme)]
    if len(fell) and len(rose):
        rows.append(None)
    rows += _return_rows(rose, theme)
    ends = [known.iloc[0], known.iloc[-1]] if len(known) > 1 else [known.iloc[0]]
    alt = f"{lead(title)}Bar chart of the largest falls and rises, from " + " to ".join(
        f"{row['name']}, {fmt.per_cent(row['ret'])}" for row in ends
    )
    return draw(
        rows, theme=theme, words=(title, subtitle, source), width=width, suffix=f"{fmt.NARROW_SPACE}%", alt=alt + "."
    )


def recovery(
    frame: pd.DataFrame,
    *,
    names: Mapping[str, str],
    segments: Mapping[str, str],
    sessions_available: Mapping[str, int],
    theme: Theme,
    source: str,
    title: str,
    subtitle: str,
    width: int = WIDE,
) -> go.Figure:
    """Draw the sessions until each company closed at or above its close before the event, the fastest first.

    One that did so on the event session itself did not fall, and has a word in place of a bar.

    Parameters
    ----------
    frame : pandas.DataFrame
        Columns ticker, close_before, regained_on, sessions; `sessions` is empty where the price was not regained.
        Rows without a close before the event are left out.
    names, segments : Mapping[str, str]
        Name and segment of each ticker.
    sessions_available : Mapping[str, int]
        Sessions from the event to the last close of each ticker: how long those that have not recovered have waited.
    theme, source, title, subtitle
        Colours; where the figures come from and their as-of; the finding; what is drawn and its unit.

    Returns
    -------
    plotly.graph_objects.Figure
        With its text alternative in ``layout.meta``.

    Raises
    ------
    EmptySelectionError
        If no company has a price before the event.
    """
    known = _known(frame, "close_before").sort_values("sessions", kind="stable", na_position="last")
    rows: list[Row | None] = []
    for record in known.to_dict("records"):
        ticker = str(record["ticker"])
        colour = theme.segment(segments.get(ticker, ""))
        name = names.get(ticker, ticker)
        if pd.isna(record["sessions"]):
            rows.append(
                Row(name, float(sessions_available[ticker]), "not yet", colour,
                     f"{name}<br>not yet back at {fmt.price(record['close_before'])}", open=True)
            )  # fmt: skip
        elif record["sessions"] == 1:
            rows.append(Row(name, 0.0, "did not fall", colour, f"{name}<br>did not fall on the event session"))
        else:
            count = int(record["sessions"])
            rows.append(
                Row(name, float(count), f"{count:,}", colour,
                     f"{name}<br>{fmt.counted(count, 'session')}<br>back at {fmt.price(record['close_before'])} "
                     f"on {fmt.day(record['regained_on'])}")
            )  # fmt: skip
    fell = known[known["sessions"].ne(1).fillna(True).astype(bool)]
    done = int(fell["sessions"].notna().sum())
    alt = f"{lead(title)}Bar chart of the sessions until the price before the event was regained: "
    alt += f"{fmt.count_of(done, len(fell))} companies that fell have done so" if len(fell) else "no company fell"
    if done:
        alt += f", the median after {fmt.counted(int(fell['sessions'].median()), 'session')}"
    if 0 < len(fell) < len(known):
        alt += f"; {len(known) - len(fell):,} did not fall"
    return draw(rows, theme=theme, words=(title, subtitle, source), width=width, suffix="", alt=alt + ".")


def parts(frame: pd.DataFrame) -> list[pd.DataFrame]:
    """Return whole segments in two parts of about as many rows, for two figures; one part if that is all there is.

    Parameters
    ----------
    frame : pandas.DataFrame
        Columns segment, ret; rows without a return are left out.

    Returns
    -------
    list of pandas.DataFrame
        Two, one or none.
    """
    known = frame[frame["ret"].notna()]
    sizes = known["segment"].value_counts()
    order = _in_order(sizes.index)
    cuts = range(1, len(order))
    cut = min(cuts, key=lambda at: abs(int(sizes[order[:at]].sum()) * 2 - len(known)), default=len(order))
    found = (known[known["segment"].isin(some)] for some in (order[:cut], order[cut:]))
    return [part for part in found if len(part)]


def _in_order(segments: Iterable[str]) -> list[str]:
    """Return segments in the order of every page, unknown ones last."""
    order = {segment: place for place, segment in enumerate(COMPANY_SEGMENTS)}
    return sorted(segments, key=lambda name: (order.get(name, len(order)), name))


def _known(frame: pd.DataFrame, column: str) -> pd.DataFrame:
    """Return the rows that have a figure."""
    known = frame[frame[column].notna()]
    if known.empty:
        raise EmptySelectionError("No chosen company has a price on this day: choose other companies or another day.")
    return known


def _return_rows(group: pd.DataFrame, theme: Theme) -> list[Row]:
    """Return one row a company, in the order given."""
    return [
        Row(
            name,
            100 * ret,
            fmt.per_cent(ret),
            theme.segment(segment),
            f"{name} ({ticker})<br>{fmt.per_cent(ret, 2)}<br>{segment}",
        )
        for ticker, name, segment, ret in zip(
            group["ticker"], group["name"], group["segment"], group["ret"], strict=True
        )
    ]
