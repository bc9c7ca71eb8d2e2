"""Models on their page: the columns of its tables, what each figure covers, and which article dates what otherwise."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from itertools import combinations
from typing import Any

import pandas as pd

from dashboard.catalog import load_events
from dashboard.charts import format as fmt
from dashboard.charts import model_headline
from dashboard.charts.bounds import Bar
from dashboard.charts.lanes import SYMBOLS
from dashboard.charts.theme import Theme
from dashboard.model_tables import MAKER
from dashboard.study.release_dates import BASES, NO_FIT
from dashboard.ui.catalogue import ACCESS, ACCESSES, BOUND, SURE
from dashboard.ui.columns import Column
from dashboard.ui.dating import BASIS_WORDS, MONTH_LENGTH
from dashboard.ui.table_columns import KINDS

COMPARED = {
    "hours": ("GPU hours", "llama-3.1-405b-gpu-hours", "v3-gpu-hours"),
    "cost": ("Cost of training", "gpt-4-training-cost", "v3-training-cost", "r1-rl-cost"),
    "price": (
        "Price of output",
        "o1-price-output",
        "o3-price-output-before",
        "o3-price-output-after",
        "r1-price-output",
    ),
}
"""A figure of the page to its name and the keys of what is drawn."""
LATER_SYMBOLS: Mapping[str, tuple[str, str, str]] = {
    "open_weights": ("circle", "●", "open weights"),
    "closed": ("square", "■", "closed"),
    "pricing": SYMBOLS["pricing"],
    "announcement": ("x", "✖", "retirement"),
}
RETIRED = ("gpt-4.5-api-retired", "gpt-4.5-removed-from-chatgpt")
"""A model that left one service long before the other."""

_OWN_BASES = [basis for basis in BASES if basis != "article"]
FITS = {
    "; ".join(bases): fmt.listed([BASIS_WORDS[basis] for basis in bases])
    for count in range(1, len(_OWN_BASES) + 1)
    for bases in combinations(_OWN_BASES, count)
} | {NO_FIT: "none of its own dates"}
"""Which of a release's own dates an article agrees with, in words."""

FIGURES = {
    "subject": Column("Model", pinned=True, width=140),
    "measure": Column("Measured"),
    "value": Column("Value", help="As its source prints it."),
    "unit": Column("Unit"),
    "bound": BOUND,
    "ratio": Column("DeepSeek over it", "points", "The same figure of DeepSeek’s V3 or R1 over this one."),
    "ratio_bound": Column(
        "That part is",
        width=110,
        words={"exact": "exact", "less_than": "less than that", "about": "about that"},
        help="Of a lower bound, the part is at most as large as shown.",
    ),
    "as_of": Column("As of", "dated", "A year, a month or a day."),
    "status": SURE,
    "source": Column("Source"),
    "url": Column("Page", "link"),
    "note": Column("What it covers", width="large"),
}
"""Of `model_tables.model_figures`."""
RELEASES = {
    "title": Column("Release", pinned=True),
    "basis": Column("Dated by", words=BASIS_WORDS),
    "publication": Column("Article"),
    "date": Column("Date", "dated", "A day, or a month where only that is given."),
    "apart": Column("Against the launch", help="Of a month, calendar months; else days."),
    "fits": Column("Agrees with", width=210, words=FITS, help="Which of the release’s own dates an article has taken."),
    "since": Column("Launch", "date", "Or the first arXiv version where no launch is catalogued."),
    "status": SURE,
    "source": Column("Source"),
    "url": Column("Page", "link"),
    "note": Column("Note", width="large"),
}
"""Of `model_tables.releases_dated`."""
LATER = {
    "title": Column("Event", pinned=True),
    "date": Column("Date", "dated"),
    "organisation": Column("Organisation"),
    "kind": Column("Kind", words=KINDS),
    "access": ACCESS,
    "access_status": Column("How sure of access", words=SURE.words, help=SURE.help),
    "access_source": Column("Source of access"),
    "access_url": Column("Page of access", "link"),
    "input_change": Column("Price, input", "per_cent", "Change of the price of the API for what is sent to it."),
    "output_change": Column("Price, output", "per_cent", "Change of the price of the API for what it answers."),
    "reviewed_as": Column("In the review", "dated", "The date that the half-year review of 24 June 2025 gives."),
    "session": Column("Session", "date", "The first session that could trade on it."),
    "status": Column("How sure of date", words=SURE.words, help=SURE.help),
    "source": Column("Source of date"),
    "url": Column("Page of date", "link"),
    "note": Column("Note on the date", width="large"),
    "access_note": Column("Note on access", width="large"),
}
"""Of `model_tables.later_releases`."""


def bars(figures: model_headline.Figures, name: str, theme: Theme) -> list[Bar]:
    """Return the bars of one of `COMPARED`, largest first; DeepSeek's are in the accent colour."""
    rows = sorted((figures[key] for key in COMPARED[name][1:]), key=lambda row: -float(row["value"]))
    return [
        Bar(
            name=str(row["subject"]),
            value=float(row["value"]),
            amount=model_headline.amount(row),
            note=f"{row['note']}." if pd.notna(row["note"]) else _as_of(str(row["as_of"])),
            colour=theme.accent if str(row["subject"]).startswith(MAKER) else theme.axis,
            at_least=row["bound"] == "more_than",
        )
        for row in rows
    ]


def _as_of(text: str) -> str:
    """Say from when a figure is: "As of Dec 2024." or "As of 16 Apr 2025."."""
    return f"As of {fmt.month(f'{text}-01') if len(text) == MONTH_LENGTH else fmt.day(text)}."


def compared_alt(figures: model_headline.Figures, name: str) -> str:
    """Return what one of `COMPARED` shows, for those who cannot see it."""
    title, *keys = COMPARED[name]
    told = fmt.listed([f"{figures[key]['subject']} {model_headline.amount(figures[key])}" for key in keys])
    return f"{title}: {told}."


def short_names() -> dict[str, str]:
    """Return the short name of each event of DeepSeek, without the name of the maker."""
    names = {
        event.key: event.label.removeprefix(MAKER).strip(" -") for event in load_events() if event.organisation == MAKER
    }
    return {key: name[:1].upper() + name[1:] for key, name in names.items()}


def otherwise(frame: pd.DataFrame) -> list[str]:
    """Say of each article that dates a release otherwise than its launch what it has taken, and the catalogue's note.

    Parameters
    ----------
    frame : DataFrame
        What `model_tables.releases_dated` returns.
    """
    articles = frame[(frame["basis"] == "article") & (frame["days_apart"] != 0)]
    return [_otherwise(row) for row in articles.to_dict("records")]


def _otherwise(row: Mapping[Any, Any]) -> str:
    text, fits = str(row["date"]), str(row["fits"])
    month = len(text) == MONTH_LENGTH
    when = fmt.month(f"{text}-01") if month else fmt.day(text)
    unit = "month" if month else "day"
    taken = "none of its own dates" if fits == NO_FIT else f"the {unit} of its {FITS[fits]}"
    said = f"{row['title']}: {row['publication']} says {when}, {row['apart']} than {fmt.day(row['since'])}: {taken}."
    return said if pd.isna(row["note"]) else f"{said} Noted: {str(row['note']).rstrip('.')}."


def retirement(later: pd.DataFrame) -> str:
    """Say when a model left the API and when the assistant; empty where either is not catalogued.

    Parameters
    ----------
    later : DataFrame
        What `model_tables.later_releases` returns.
    """
    dates = later.set_index("key")["date"]
    if not set(RETIRED) <= set(dates.index):
        return ""
    api, assistant = (dt.date.fromisoformat(dates[key]) for key in RETIRED)
    return (
        f"GPT-4.5 left the API on {fmt.day(api)} and ChatGPT on {fmt.day(assistant)}, "
        f"{fmt.counted((assistant - api).days, 'day')} later: a retirement “in {api:%B %Y}” is true of the API alone."
    )


def price_cut(later: pd.DataFrame) -> str:
    """Say by how much a price of an API was cut; empty where none is catalogued.

    Parameters
    ----------
    later : DataFrame
        What `model_tables.later_releases` returns.
    """
    return " ".join(_cut(row) for row in later.dropna(subset=["input_change"]).to_dict("records"))


def _cut(row: Mapping[Any, Any]) -> str:
    asked, answered = fmt.size(row["input_change"]), fmt.size(row["output_change"])
    sides = f"{asked} for input and output alike" if asked == answered else f"{asked} for input, {answered} for output"
    return f"{row['organisation']} cut the price of {row['title'].split()[0]} by {sides} on {fmt.day(row['date'])}."


def drawn(later: pd.DataFrame) -> pd.DataFrame:
    """Return later events as `lanes.timeline` takes them, a release as open or closed in place of its kind."""
    access = later["access"].where(later["kind"] == "model_release", later["kind"])
    return later.assign(
        kind=access,
        basis="launch",
        title=[f"{title} ({ACCESSES[how]})" for title, how in zip(later["title"], later["access"], strict=True)],
    )
