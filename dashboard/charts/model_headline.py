"""Sentences about models, composed from catalogued figures: parts, amounts, scores, dates and what came later."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from dashboard.charts import format as fmt
from dashboard.charts.release_dates import furthest, several

_AMOUNTS = {
    "m hours": "{}" + fmt.NARROW_SPACE + "m GPU hours",
    "USD": "${}",
    "USD m": "${}" + fmt.NARROW_SPACE + "m",
    "USD per 1m tokens": "${}",
    "%": "{}" + fmt.NARROW_SPACE + "%",
}
"""Unit of a catalogued figure to how its value is written."""
_BOUNDS = {"exact": "", "more_than": "more than ", "about": "about "}

Figures = Mapping[str, Mapping[Any, Any]]
"""Rows of `dashboard.model_tables.model_figures` by key."""


def amount(figure: Mapping[Any, Any]) -> str:
    """Write a catalogued figure as its source prints it: "$5.576 m", "more than $100 m".

    Parameters
    ----------
    figure : mapping
        value, unit and bound.
    """
    written = _AMOUNTS.get(str(figure["unit"]), "{} " + str(figure["unit"])).format(figure["value"])
    return f"{_BOUNDS[str(figure['bound'])]}{written}"


def part(ratio: float, bound: str) -> str:
    """Write a part of a whole: "9.0 %"; "less than 5.6 %", rounded up, where the whole is a lower bound.

    Parameters
    ----------
    ratio : float
        A decimal.
    bound : {"exact", "less_than", "about"}
    """
    if bound == "less_than":
        return f"less than {fmt.per_cent(math.ceil(round(1000 * ratio, 9)) / 1000, sign=False)}"
    return ("about " if bound == "about" else "") + fmt.per_cent(ratio, sign=False)


def hours(figures: Figures) -> str:
    """Say what part of another model's GPU hours DeepSeek's last training run took."""
    other = figures["llama-3.1-405b-gpu-hours"]
    return (
        f"{other['ratio_of']} took {part(other['ratio'], other['ratio_bound'])} of the GPU hours of {other['subject']}"
    )


def training(figures: Figures) -> str:
    """Say both, for one title: what part DeepSeek's last training run took of others' GPU hours and cost."""
    other = figures["gpt-4-training-cost"]
    return f"{hours(figures)} and cost {part(other['ratio'], other['ratio_bound'])} of what {other['subject']} did"


def times(figures: Figures, key: str, verb: str, what: str) -> str:
    """Say how many times as much another model took: "GPT-4 cost more than 17.9 times as much to train as V3".

    Parameters
    ----------
    figures : mapping
    key : str
        The other model's figure, which has a ratio; of a lower bound the multiple is rounded down.
    verb, what : str
        "took" and "as many GPU hours", "cost" and "as much to train".
    """
    row = figures[key]
    multiple = 1 / float(row["ratio"])
    if row["ratio_bound"] == "less_than":
        told = f"more than {math.floor(round(10 * multiple, 9)) / 10:,.1f}"
    else:
        told = ("about " if row["ratio_bound"] == "about" else "") + f"{multiple:,.1f}"
    return f"{row['subject']} {verb} {told} times {what} as {row['ratio_of']}"


def product(figures: Figures) -> str:
    """Say that the cost is the GPU hours times an assumed price, and what that gives."""
    time, price, printed = (figures[f"v3-{name}"] for name in ("gpu-hours", "gpu-hour-price", "training-cost"))
    made = float(time["value"]) * float(price["value"])
    return (
        f"{amount(time)} at an assumed {amount(price)} each make ${made:.3f}{fmt.NARROW_SPACE}m; "
        f"the report prints {amount(printed)}"
    )


def scores(frame: pd.DataFrame, first: str, measure: str) -> str:
    """Say who led the first table of scores, and whether a later one went further.

    Parameters
    ----------
    frame : pandas.DataFrame
        Columns subject, value (decimal text), as_of.
    first : str
        ``as_of`` of the first table; later ones compare as text.
    measure : str
        What was scored.
    """
    ranked = frame.assign(score=frame["value"].astype("float64")).sort_values("score", ascending=False, kind="stable")
    before, later = ranked[ranked["as_of"] == first], ranked[ranked["as_of"] > first]
    if before.empty:
        return f"Scores on {measure}"
    best = before.iloc[0]
    said = f"{best['subject']} led the table of {fmt.month(f'{first}-01')} with {_score(best)} on {measure}"
    above = later[later["score"] > best["score"]]
    return f"{said}; {_named(above)} came later" if len(above) else said


def _named(rows: pd.DataFrame) -> str:
    return fmt.listed([f"{row['subject']} with {_score(row)}" for row in rows.to_dict("records")])


def _score(row: Mapping[Any, Any] | pd.Series) -> str:
    return f"{row['value']}{fmt.NARROW_SPACE}%"


def dated(frame: pd.DataFrame) -> str:
    """Say for how many releases an article gives another date than the launch, and which lies furthest off.

    Parameters
    ----------
    frame : pandas.DataFrame
        What `dashboard.model_tables.releases_dated` returns.
    """
    by_key = several(frame).groupby("key", sort=False)
    articled = [rows for _, rows in by_key if (rows["basis"] == "article").any()]
    differing = [rows for rows in articled if furthest(rows)[1]]
    if not differing:
        return f"Articles agree with the launch of {fmt.counted(len(articled), 'event')} of DeepSeek"
    which = fmt.count_of(len(differing), len(articled))
    return f"For {which} events of DeepSeek, an article gives another date than the launch"


def furthest_off(frame: pd.DataFrame) -> str:
    """Say which article lies furthest from the launch of a release in months, and which in days.

    Parameters
    ----------
    frame : pandas.DataFrame
        What `dashboard.model_tables.releases_dated` returns.
    """
    articles = frame[(frame["basis"] == "article") & (frame["days_apart"] != 0)]
    said = []
    for precision in ("month", "day"):
        rows = articles[articles["precision"] == precision]
        if len(rows):
            row = rows.sort_values("days_apart", key=abs, kind="stable").iloc[-1]
            said.append(f"{row['publication']} dates {row['title']} {row['apart']}")
    return ", ".join(said) or "How releases are dated"


def open_weights(later: pd.DataFrame) -> str:
    """Say how many of the later releases have open weights, and since when they are counted.

    Parameters
    ----------
    later : pandas.DataFrame
        What `dashboard.model_tables.later_releases` returns.
    """
    releases = later[later["kind"] == "model_release"]
    if releases.empty:
        return "No later release is catalogued"
    count = int((releases["access"] == "open_weights").sum())
    days = releases["date"]
    return f"{fmt.count_of(count, len(releases))} releases have open weights, {fmt.day_range(days.min(), days.max())}"


def sources(names: Sequence[str]) -> str:
    """Return the line at the foot of a figure that is drawn from catalogued facts."""
    return f"Source: {'; '.join(dict.fromkeys(names))}"
