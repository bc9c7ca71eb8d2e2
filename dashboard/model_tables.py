"""The tables of models: their catalogued figures, how their releases are dated, and what came after the shock."""

from __future__ import annotations

import pandas as pd

from dashboard.catalog import Event, load_events, load_figures, load_model_access
from dashboard.study.model_figures import figures_compared
from dashboard.study.release_dates import dates_apart
from dashboard.tables import SHOCK, events

MAKER = "DeepSeek"
RELEASES = ("model_release", "product_launch")
"""Kinds of events that are dated for themselves, and not only where an article dates them."""
REVIEW = "Daiwa"
"""The publication that looked back after half a year."""
TOPICS = {
    "hardware": "training",
    "GPU hours": "training",
    "price of a GPU hour": "training",
    "training cost": "training",
    "MATH-500": "score",
    "API price, input": "price",
    "API price, output": "price",
}
"""Measure of a catalogued figure to what it tells of a model."""
COMPARED = {
    "GPU hours": "v3-gpu-hours",
    "training cost": "v3-training-cost",
    "API price, input": "r1-price-input",
    "API price, output": "r1-price-output",
}
"""Measure to the figure that others are set against."""
PRICE_CUTS = {"o3-price-cut-80": "o3-price"}
"""Event to what the keys of its four prices begin with."""
LATER_COLUMNS = (
    "key",
    "organisation",
    "kind",
    "title",
    "date",
    "session",
    "access",
    "input_change",
    "output_change",
    "reviewed_as",
    "status",
    "source",
    "url",
    "note",
    "access_status",
    "access_source",
    "access_url",
    "access_note",
)


def model_figures() -> pd.DataFrame:
    """Return what is catalogued of models: training, scores and prices.

    Returns
    -------
    DataFrame
        See `dashboard.study.model_figures.figures_compared`; others are set against DeepSeek's own V3 and R1.
    """
    return figures_compared(list(load_figures().values()), TOPICS, COMPARED)


def releases_dated() -> pd.DataFrame:
    """Return every date that is given for DeepSeek's releases, and how far it lies from the launch.

    Returns
    -------
    DataFrame
        See `dashboard.study.release_dates.dates_apart`. Besides releases it has the other events of DeepSeek to which
        an article gives a date of its own.
    """
    return dates_apart([event for event in load_events() if event.organisation == MAKER and _is_dated(event)])


def _is_dated(event: Event) -> bool:
    return event.kind in RELEASES or any(dated.basis == "article" for dated in event.dates)


def later_releases() -> pd.DataFrame:
    """Return what came from the day of the shock on: releases with open weights or closed, price cuts, retirements.

    Returns
    -------
    DataFrame
        One row for each event, by date: key, organisation, kind, title, date (launch), session (that could first
        react), access (``open_weights`` or ``closed``), input_change and output_change (of the price of the API,
        decimals; of price cuts only), reviewed_as (the day or month that the half-year review of June 2025 gives),
        status, source, url, note (of the date), access_status, access_source, access_url, access_note (of the access).
    """
    access, figures = load_model_access(), load_figures()
    launches = {
        event.key: dated for event in load_events() for dated in event.dates if dated.basis == "launch" and dated.day
    }
    reviewed = {
        event.key: dated.date for event in load_events() for dated in event.dates if dated.publication == REVIEW
    }
    rows = events("launch", SHOCK)
    rows = rows[rows["key"].isin(list(access))].reset_index(drop=True)

    def change(key: str, part: str) -> float:
        before, after = (figures[f"{PRICE_CUTS[key]}-{part}-{when}"].number for when in ("before", "after"))
        return after / before - 1

    def text(values: list[str | None]) -> pd.Series:
        return pd.Series(values, index=rows.index, dtype="str")

    keys = rows["key"].to_list()
    return rows.assign(
        access=text([access[key].access for key in keys]),
        input_change=[change(key, "input") if key in PRICE_CUTS else float("nan") for key in keys],
        output_change=[change(key, "output") if key in PRICE_CUTS else float("nan") for key in keys],
        reviewed_as=text([reviewed.get(key) for key in keys]),
        url=text([launches[key].url for key in keys]),
        note=text([launches[key].note for key in keys]),
        access_status=text([access[key].status for key in keys]),
        access_source=text([access[key].source for key in keys]),
        access_url=text([access[key].url for key in keys]),
        access_note=text([access[key].note for key in keys]),
    )[list(LATER_COLUMNS)]
