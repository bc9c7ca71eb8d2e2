"""Candles of one company around a session, with the volume traded below."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from dashboard.charts import format as fmt
from dashboard.charts.anatomy import HALF, Draft, finish, lead, plan
from dashboard.charts.axes import FOOT, date_axis, number_ticks
from dashboard.charts.labels import text_width
from dashboard.charts.markers import Marker, head_room, mark_events, place_markers
from dashboard.charts.theme import Theme
from dashboard.errors import EmptySelectionError

PRICE_PART, VOLUME_PART = 0.28, 0.2
"""Where the prices begin and the volumes end, as parts of the plotting area from below."""


def around(
    ohlc: pd.DataFrame,
    *,
    name: str,
    event: dt.date | str,
    theme: Theme,
    source: str,
    title: str,
    subtitle: str,
    markers: Sequence[Marker] = (),
    width: int = HALF,
    height: int = 440,
) -> go.Figure:
    """Draw open, high, low and close of one company, and its volume.

    Parameters
    ----------
    ohlc : pandas.DataFrame
        Index of dates, columns open, high, low, close (US dollars), volume (shares; may be empty); rows without a
        price are left out.
    name : str
        Company name, for the hover and the text alternative.
    event : date or ISO text
        The session to mark.
    markers : sequence of (day, label, kind)
        Further markers.
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
        If no row has a price.
    """
    rows = ohlc.dropna(subset=["open", "high", "low", "close"])
    if rows.empty:
        raise EmptySelectionError(f"{name} has no prices in this range: choose other dates or another company.")
    days = [fmt.as_day(day).isoformat() for day in rows.index]
    before = ohlc["close"].ffill().shift().reindex(rows.index)
    change = (rows["close"] / before - 1).to_list()
    rose = (rows["close"] >= rows["open"]).to_numpy()
    volume = rows["volume"].to_numpy(dtype=float) / 1e6
    has_volume = bool(np.isfinite(volume).any())
    most = float(np.nanmax(volume)) or 1.0 if has_volume else 1.0
    low, high = float(rows["low"].min()), float(rows["high"].max())
    air = 0.05 * (high - low or 1.0)
    left = 14 + text_width(f"${high:,.0f}", 12)
    right = 12.0
    edge = [_shifted(rows.index[0], -1), _shifted(rows.index[-1], 1)]
    places = place_markers([(event, fmt.day(event), "event"), *markers], edge[0], edge[1], width - left - right)
    layout = plan(
        title=title,
        subtitle=subtitle,
        source=source,
        width=width,
        height=height,
        left=left,
        right=right,
        head=head_room(places),
        foot=FOOT,
    )
    hover = [
        f"<b>{name}</b>, {fmt.day(day)}<br>close {fmt.price(close)} ({fmt.per_cent(ret, 2)})<br>"
        f"open {fmt.price(opened)}<br>high {fmt.price(top)}<br>low {fmt.price(bottom)}"
        for day, opened, top, bottom, close, ret in zip(
            days, rows["open"], rows["high"], rows["low"], rows["close"], change, strict=True
        )
    ]
    traces: list[dict[str, object]] = [
        {
            "type": "candlestick",
            "x": days,
            **{field: rows[field].to_numpy(dtype=np.float32) for field in ("open", "high", "low", "close")},
            "increasing": {"line": {"color": theme.gain, "width": 1.2}, "fillcolor": theme.page},
            "decreasing": {"line": {"color": theme.loss, "width": 1.2}, "fillcolor": theme.loss},
            "name": name,
            "hovertext": hover,
            "hoverinfo": "text",
        }
    ]
    if has_volume:
        traces.append(
            {
                "type": "bar",
                "x": days,
                "y": volume.astype(np.float32),
                "yaxis": "y2",
                "name": "volume",
                "marker": {"color": [theme.gain if up else theme.loss for up in rose], "opacity": 0.55},
                "hovertext": [
                    f"{fmt.day(day)}<br>{fmt.number(v, 1)} m shares" for day, v in zip(days, volume, strict=True)
                ],
                "hovertemplate": "%{hovertext}<extra></extra>",
            }
        )
    fig = Draft(
        data=traces,
        layout={
            "xaxis": {
                **date_axis(edge[0], edge[1], layout.plot_width),
                "rangeslider": {"visible": False},
                "anchor": "y2" if has_volume else "y",
            },
            "yaxis": {
                "range": [low - air, high + air],
                "domain": [PRICE_PART if has_volume else 0, 1],
                "tickprefix": "$",
                "ticklabelstandoff": 4,
                **number_ticks(low - air, high + air, 6),
            },
            "yaxis2": {
                "domain": [0, VOLUME_PART],
                "range": [0, 1.05 * most],
                "visible": has_volume,
                "ticklabelstandoff": 4,
                **number_ticks(0, 1.05 * most, 3),
            },
            "hovermode": "closest",
            "annotations": [
                {"text": "Volume, million shares", "x": 0, "xref": "paper", "xanchor": "left", "y": VOLUME_PART,
                 "yref": "paper", "yanchor": "bottom", "showarrow": False, "borderpad": 0, "bgcolor": theme.page,
                 "font": {"size": 11, "color": theme.muted}}
            ] if has_volume else [],
        },
    )  # fmt: skip
    mark_events(fig, places, plan=layout, theme=theme, hover_y=high + air, above=False)
    return finish(fig, layout, theme=theme, alt=_alt(rows, change, name, event, title))


def _shifted(day: pd.Timestamp, days: int) -> dt.date:
    """Return the date so many calendar days away."""
    return fmt.as_day(day) + dt.timedelta(days=days)


def _alt(rows: pd.DataFrame, change: list[float], name: str, event: dt.date | str, title: str) -> str:
    """Say what the candles show: the range of dates, and the event session where it is among them."""
    words = f"{lead(title)}Candles of {name}, {fmt.day_range(rows.index[0], rows.index[-1])}, with volume"
    when = pd.Timestamp(fmt.as_day(event))
    if when not in rows.index:
        return f"{words}."
    at = list(rows.index).index(when)
    return (
        f"{words}; on {fmt.day(event)} the close was {fmt.price(rows['close'].iloc[at])} ({fmt.per_cent(change[at])})."
    )
