"""The catalogue's first-version dates beside those that arXiv gave."""

from __future__ import annotations

import pandas as pd

from dashboard.catalog import load_events

COLUMNS = ("key", "arxiv_id", "catalogued", "status", "fetched", "verdict", "title")
AGREES, DIFFERS, NOT_FETCHED, NOT_CATALOGUED = "agrees", "differs", "not fetched", "not catalogued"


def first_versions_checked(fetched: pd.DataFrame) -> pd.DataFrame:
    """Compare the first-version date of every event that has an arXiv number.

    Parameters
    ----------
    fetched : DataFrame
        arxiv_id, first, title, as `dashboard.prices.load_first_versions` gives it.

    Returns
    -------
    DataFrame
        One row an event: key, arxiv_id, catalogued (day, NaT where only a month or nothing is catalogued), status (how
        sure the catalogue is), fetched (day in UTC, NaT where it was not fetched), verdict ("agrees", "differs", "not
        fetched" or "not catalogued"), title (of the paper).
    """
    known = fetched.set_index("arxiv_id")
    rows = []
    for event in load_events():
        if not event.arxiv_id:
            continue
        dated = next((date for date in event.dates if date.basis == "arxiv"), None)
        catalogued = pd.Timestamp(dated.day) if dated and dated.day else pd.NaT
        paper = known.loc[event.arxiv_id] if event.arxiv_id in known.index else None
        first = pd.NaT if paper is None else paper["first"]
        verdict = (
            NOT_FETCHED if paper is None
            else NOT_CATALOGUED if pd.isna(catalogued)
            else AGREES if catalogued == first else DIFFERS
        )  # fmt: skip
        status, title = dated.status if dated else "", "" if paper is None else str(paper["title"])
        rows.append((event.key, event.arxiv_id, catalogued, status, first, verdict, title))
    frame = pd.DataFrame(rows, columns=list(COLUMNS))
    return frame.astype({"catalogued": "datetime64[us]", "fetched": "datetime64[us]"})
