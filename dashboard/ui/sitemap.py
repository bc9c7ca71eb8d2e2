"""The pages: where each stands in the navigation, what its address is, and which shared controls it reads."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Reads = Literal["event", "companies", "benchmark", "range"]


@dataclass(frozen=True)
class PageSpec:
    """One page.

    Attributes
    ----------
    name : str
        File in ``pages/`` without its suffix.
    title : str
        In the navigation and in the browser's tab.
    path : str
        Address below the site's root; empty for the first page.
    group : str
        Heading in the navigation.
    reads : tuple of str
        The shared controls that the page uses; the others are not shown beside it.
    """

    name: str
    title: str
    path: str
    group: str
    reads: tuple[Reads, ...] = ()


PAGES = (
    PageSpec("overview", "Overview", "", "The shock", ("event", "companies", "benchmark")),
    PageSpec("selloff", "Sell-off", "sell-off", "The shock", ("event", "companies", "benchmark")),
    PageSpec("company", "Company", "company", "The shock", ("event", "benchmark", "range")),
    PageSpec("timeline", "Timeline", "timeline", "The shock", ("event", "companies", "benchmark", "range")),
    PageSpec("models", "Models", "models", "The shock"),
    PageSpec("drawdowns", "Drawdowns", "drawdowns", "The damage", ("event", "companies", "benchmark", "range")),
    PageSpec("market_value", "Market value", "market-value", "The damage", ("event", "companies", "benchmark")),
    PageSpec("records", "Records", "records", "The damage", ("event",)),
    PageSpec("recovery", "Recovery", "recovery", "The damage", ("event", "companies", "benchmark")),
    PageSpec("days", "Three days", "three-days", "The damage", ("companies",)),
    PageSpec("holdings", "My holdings", "my-holdings", "The damage", ("event", "benchmark")),
    PageSpec("event_study", "Event study", "event-study", "The evidence", ("event", "companies", "benchmark")),
    PageSpec("reactions", "Release reactions", "release-reactions", "The evidence", ("companies", "benchmark")),
    PageSpec("claims", "Claims check", "claims", "The evidence"),
    PageSpec("data", "Data", "data", "The data"),
    PageSpec("methods", "Methods", "methods", "The data"),
)
"""In the order of the navigation."""
