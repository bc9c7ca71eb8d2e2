"""How the tables of the catalogue, and what is said of a figure's certainty, appear on pages."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import pandas as pd

from dashboard import record_tables, tables
from dashboard.catalog import load_figures, load_model_access, load_share_counts, load_universe
from dashboard.catalog.share_counts import COUNT_BASES
from dashboard.ui.columns import Column

COUNT_BASES_IN_FULL = {
    "sec_cover": "read on the cover of a filing with the SEC (the surest)",
    "derived": "a market value published in December 2024 divided by the price of that day",
    "unverified": "recalled, and not checked against a filing",
    "balance_sheet": "the count of a period's last day, published some weeks later",
}

STATUSES = {"verified": "verified", "recalled": "from memory", "computed": "computed here"}
"""How sure a catalogued fact is."""

BOUNDS = {"exact": "as given", "more_than": "more than that", "about": "about that"}
"""What a catalogued figure is."""
ACCESSES = {"open_weights": "open weights", "closed": "closed"}
"""How a model can be had."""

TICKER = Column("Ticker")
BOUND = Column("Bound", words=BOUNDS, help="Whether the source gives the value, a lower bound, or an order of size.")
ACCESS = Column(
    "Access", words=ACCESSES, help="Open weights can be downloaded by anyone; a closed model is a service of its maker."
)
SURE = Column("How sure", words=STATUSES, help="Verified: read at the source. From memory: checked against no source.")
COUNT_BASIS = Column(
    "How sure",
    width=170,
    words=COUNT_BASES,
    help="A filing's cover is surest; then derived from a market value, from memory, or a period-end report.",
)


@dataclass(frozen=True)
class Listing:
    """A table of the catalogue: its name, what it holds in one sentence, how it is built, and its columns."""

    name: str
    about: str
    build: Callable[[], pd.DataFrame]
    columns: Mapping[str, Column]


def share_counts() -> pd.DataFrame:
    """Return every catalogued share count: the fields of `dashboard.catalog.ShareCount`, dates as ``datetime64``."""
    frame = pd.DataFrame([vars(count) for count in load_share_counts()])
    for name in ("as_of", "split_basis_date", "filed"):
        frame[name] = pd.to_datetime(frame[name]).dt.as_unit("us")
    return frame


LISTINGS: Mapping[str, Listing] = {
    "universe": Listing(
        "Universe",
        "Every company, fund, index and other series that the project knows, with its segment.",
        lambda: load_universe().frame(),
        {
            "name": Column("Name", pinned=True),
            "ticker": TICKER,
            "segment": Column("Segment"),
            "kind": Column("Kind"),
            "exchange": Column("Exchange"),
            "currency": Column("Currency"),
            "cik": Column("CIK", "text", help="The company's number at the SEC."),
            "adr_ratio": Column("Shares per ADR", "ratio", help="Ordinary shares that one receipt stands for."),
            "note": Column("Note"),
        },
    ),
    "events": Listing(
        "Events",
        "Releases, results and rules: a row for every date that an event is given, with the session it maps to.",
        tables.events,
        {
            "title": Column("Event", pinned=True, width="medium"),
            "organisation": Column("Organisation"),
            "kind": Column("Kind"),
            "date": Column("Date", help="As dated on this basis; a month where the day is not known."),
            "basis": Column("Basis", help="Launch, first or later arXiv version, or as an article dated it."),
            "publication": Column("Article"),
            "timing": Column("Time of day", help="Before, during or after the exchange's session, where known."),
            "session": Column("Session", "date", help="The first session that could trade on the news."),
            "status": SURE,
            "source": Column("Source"),
            "key": Column("Key"),
        },
    ),
    "shares": Listing(
        "Share counts",
        "How many shares a company had, from which filing, and how sure that is.",
        share_counts,
        {
            "ticker": Column("Ticker", pinned=True),
            "shares": Column("Shares", "count"),
            "as_of": Column("Date", "date", help="The day that the count is of."),
            "split_basis_date": Column("Split basis", "date", help="A split after this day multiplies the count."),
            "form": Column("Form"),
            "filed": Column("Filed", "date"),
            "basis": COUNT_BASIS,
            "note": Column("Note"),
        },
    ),
    "records": Listing(
        "One-day losses",
        "The largest one-day losses of market value as reported; a day stands more than once where reports disagree.",
        record_tables.records,
        {
            "company": Column("Company", pinned=True),
            "date": Column("Date", "date", "The day as printed."),
            "loss_bn": Column("Lost", "dollars_bn"),
            "ret": Column("Return", "per_cent"),
            "reported_as": Column("Reported as"),
            "status": SURE,
            "source": Column("Source"),
            "url": Column("Page", "link"),
            "note": Column("Note"),
            "fell_on": Column("Fell on", "date", "The day of the fall: another one where the printed day is wrong."),
        },
    ),
    "figures": Listing(
        "Figures of models and others",
        "Training cost, scores, list prices and what else prices of shares cannot give, each with its source.",
        lambda: pd.DataFrame([vars(figure) for figure in load_figures().values()]),
        {
            "subject": Column("Of what", pinned=True),
            "measure": Column("Measured"),
            "value": Column("Value", help="As its source prints it."),
            "unit": Column("Unit"),
            "bound": BOUND,
            "as_of": Column("As of", "dated", "A year, a month or a day."),
            "status": SURE,
            "source": Column("Source"),
            "url": Column("Page", "link"),
            "note": Column("Note"),
            "key": Column("Key"),
        },
    ),
    "access": Listing(
        "Open and closed models",
        "Which later models have weights that anyone may download, and which are a service of their maker alone.",
        lambda: pd.DataFrame([vars(access) for access in load_model_access().values()]),
        {
            "key": Column("Event", pinned=True),
            "access": ACCESS,
            "status": SURE,
            "source": Column("Source"),
            "url": Column("Page", "link"),
            "note": Column("Note"),
        },
    ),
}  # fmt: skip
"""By the value that the address gives them."""
