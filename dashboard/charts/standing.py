"""Where each company or segment stood against one close: on the event day, at the low between, and months later."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import plotly.graph_objects as go

from dashboard.charts import format as fmt
from dashboard.charts import marks
from dashboard.charts.anatomy import WIDE, lead
from dashboard.charts.review_headline import MONTH
from dashboard.charts.theme import Theme
from dashboard.errors import EmptySelectionError
from dashboard.study.review import APRIL

NOT_YET, UNFALLEN = "not yet", "did not fall"
BACK_AFTER = "back after"


def since(
    frame: pd.DataFrame,
    *,
    days: tuple[fmt.Day, fmt.Day],
    theme: Theme,
    source: str,
    title: str,
    subtitle: str,
    width: int = WIDE,
    narrow: bool = False,
    tall: bool = False,
) -> go.Figure:
    """Draw one row for each company or segment, in the order given, all against the close before the event.

    The low is that of April 2025 where it counts, and a tick marks the lowest close of all where that was another one;
    elsewhere it is the lowest close between the two days.

    Parameters
    ----------
    frame : pandas.DataFrame
        Columns name, segment, and of `dashboard.study.review.review` event_ret, low_date, low_ret, april_low_date,
        april_low_ret, sessions, ret_to; rows without any return are left out.
    days : tuple of date or ISO text
        The event session, and the one from which one looks back.
    theme, source, title, subtitle
        Colours; where the figures come from and their as-of; the finding; what is drawn and its unit, to which the
        meaning of the marks, and of the sessions counted at the right, is added.
    width : int
        Pixels that the figure can count on.
    narrow : bool
        There is room for one column of figures only: where each stood at the end.
    tall : bool
        Rows further apart, for few of them.

    Returns
    -------
    plotly.graph_objects.Figure
        With its text alternative in ``layout.meta``.

    Raises
    ------
    EmptySelectionError
        If no row has a return.
    """
    known = frame[frame["low_ret"].notna()]
    if known.empty:
        raise EmptySelectionError("No chosen company has a price between these days: choose others or another event.")
    day, to = (fmt.day(one) for one in days)
    april = bool(known["april_low_ret"].notna().any())
    low, low_date = ("april_low_ret", "april_low_date") if april else ("low_ret", "low_date")
    names = known["name"].to_list()
    drawn = [
        _marks(day, "ring", names, known["event_ret"], [day] * len(names)),
        _marks(
            f"lowest close {f'of {MONTH}' if april else 'between'}",
            "diamond",
            names,
            known[low],
            _days(known[low_date]),
        ),
        _marks(to, "dot", names, known["ret_to"], [to] * len(names)),
    ]
    deeper = known["low_ret"] < known["april_low_ret"]
    if deeper.any():
        lowest = known["low_ret"].where(deeper)
        drawn.insert(1, _marks("lowest of all, where on another day", "tick", names, lowest, _days(known["low_date"])))
    waits = [NOT_YET if pd.isna(count) else UNFALLEN if count == 1 else f"{count:,}" for count in known["sessions"]]
    columns = [
        marks.Figures(fmt.short_day(days[0]), [fmt.per_cent(value) for value in known["event_ret"]]),
        marks.Figures(
            f"{fmt.month(APRIL[0]).split()[0]} low" if april else "low", [fmt.per_cent(value) for value in known[low]]
        ),
        marks.Figures(fmt.short_day(days[1]), [fmt.per_cent(value) for value in known["ret_to"]]),
        marks.Figures(BACK_AFTER, waits),
    ]
    counted = "" if narrow else f"; {BACK_AFTER} so many sessions, the event session being the first"
    middle = fmt.per_cent(float(known["ret_to"].median()))
    return marks.draw(
        [marks.Row(name, theme.segment(segment)) for name, segment in zip(names, known["segment"], strict=True)],
        drawn,
        theme=theme,
        words=(title, f"{subtitle}; {marks.mark_words(drawn)}{counted}", source),
        width=width,
        alt=f"{lead(title)}One row for each of {len(names):,}, with the closes of {day} and {to} and the low between; "
        f"the median on {to} is {middle}.",
        figures=columns[2:3] if narrow else columns,
        tall=tall,
    )


def _days(dates: pd.Series) -> list[str]:
    return [fmt.day(day) for day in dates]


def _marks(words: str, shape: marks.Shape, names: Sequence[str], values: pd.Series, days: Sequence[str]) -> marks.Marks:
    hovers = [
        f"{name}<br>{fmt.per_cent(value, 2)} on {day}" for name, value, day in zip(names, values, days, strict=True)
    ]
    return marks.Marks(words, shape, values.to_list(), hovers)
