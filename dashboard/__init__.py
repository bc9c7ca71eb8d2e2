"""The DeepSeek shock of 27 January 2025, measured: the public interface for notebooks and scripts.

>>> from dashboard import load_prices, sell_off
>>> prices = load_prices()
>>> sell_off(prices, "2025-01-27", "NVDA,AVGO")[["ticker", "ret", "loss_bn"]]
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from dashboard.company_tables import share_counts
from dashboard.day_tables import compared_companies, compared_figures, compared_segments, review
from dashboard.errors import DashboardError
from dashboard.holdings_tables import holdings
from dashboard.model_tables import later_releases, model_figures, releases_dated
from dashboard.prices import PricePanel
from dashboard.record_tables import compared_records, computed_records, records
from dashboard.tables import (
    around_event,
    drawdowns,
    events,
    holding,
    load_prices,
    recovery,
    segment_paths,
    sell_off,
    standing,
    status,
    underwater,
)

if TYPE_CHECKING:
    from dashboard.study_tables import reactions
    from dashboard.study_tables import study as event_study
    from dashboard.value_tables import concentration, market_value

__all__ = [
    "DashboardError",
    "PricePanel",
    "around_event",
    "compared_companies",
    "compared_figures",
    "compared_records",
    "compared_segments",
    "computed_records",
    "concentration",
    "drawdowns",
    "event_study",
    "events",
    "holding",
    "holdings",
    "later_releases",
    "load_prices",
    "market_value",
    "model_figures",
    "reactions",
    "records",
    "recovery",
    "releases_dated",
    "review",
    "segment_paths",
    "sell_off",
    "share_counts",
    "standing",
    "status",
    "underwater",
]


_NEED_STUDIES = {
    "concentration": ("value_tables", "concentration"),
    "event_study": ("study_tables", "study"),
    "market_value": ("value_tables", "market_value"),
    "reactions": ("study_tables", "reactions"),
}
"""Name to the module and the function that it stands for."""


def __getattr__(name: str) -> Any:
    """Load what needs event studies once it is asked for: what they import takes longer than all the rest."""
    if name not in _NEED_STUDIES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    module, function = _NEED_STUDIES[name]
    return getattr(import_module(f"dashboard.{module}"), function)
