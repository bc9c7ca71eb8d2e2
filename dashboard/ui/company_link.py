"""Links from the rows of a table to the pages of their companies, with the reader's choices kept."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import quote, urlencode

import streamlit as st

from dashboard.catalog import load_universe
from dashboard.prices.overlay import LAYER
from dashboard.ui import load
from dashboard.ui.columns import Column
from dashboard.ui.row_links import RowLinks

PATH, WHO = "company", "who"
"""Address of the page below the site's root, and the parameter that names the company."""

HEADING = Column("Page", "link", help="Opens the company's own page in a new tab, with the same event.", width=70)

_KEPT = ("event", "on", "bench", "from", "to")
"""The choices at the side that the page of a company reads too."""


def of(tickers: Iterable[str]) -> RowLinks:
    """Return the links from rows about these tickers to the pages of their companies, with the choices in the address.

    What is no company of the stored prices has no page: prices that a reader brought for this session are not there in
    a new tab.
    """
    kept = {key: st.query_params[key] for key in _KEPT if key in st.query_params}
    tail = f"&{urlencode(kept, quote_via=quote)}" if kept else ""
    panel, universe = load.panel(), load_universe()
    others = set(universe.tickers).difference(universe.companies)
    listed = {ticker for ticker, info in panel.series.items() if info.layer != LAYER} - others
    addresses = [f"{PATH}?{WHO}={quote(ticker)}{tail}" if ticker in listed else None for ticker in tickers]
    return RowLinks(HEADING, addresses)
