"""The sentence above the paths of cumulative abnormal returns."""

from __future__ import annotations

import pandas as pd

from dashboard.charts import format as fmt


def course(group: pd.DataFrame, window: tuple[int, int], name: str = "") -> str:
    """Say where the mean path stood at the end of the event window, and where at the end of the figure.

    Parameters
    ----------
    group : pandas.DataFrame
        Columns event_day, n, caar (decimal).
    window : (int, int)
        The event window.
    name : str
        The company, where it is only one.
    """
    known = group[group["n"] > 0].set_index("event_day")["caar"]
    if known.empty:
        return "Cumulative abnormal returns around the event"
    who = name or "The mean"
    at = known.loc[: window[1]]
    end = int(known.index[-1])
    last = f"{fmt.per_cent(known.iloc[-1])} by session {fmt.number(end, sign=True)}"
    if at.empty or int(at.index[-1]) == end:
        return f"{who} stands at {last}"
    when = "on the event session" if window[1] == 0 else f"by session {fmt.number(window[1], sign=True)}"
    return f"{who} stands at {fmt.per_cent(at.iloc[-1])} {when} and {last}"


def since(group: pd.DataFrame) -> str:
    """Say from where paths are cumulated: "from session −10"."""
    return f"from session {fmt.number(int(group['event_day'].iloc[0]), sign=True)}"
