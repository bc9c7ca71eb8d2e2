"""The DeepSeek shock of 27 January 2025, measured: the public interface for notebooks and scripts.

>>> from dashboard import load_prices, sell_off
>>> prices = load_prices()
>>> sell_off(prices, "2025-01-27", "NVDA,AVGO")[["ticker", "ret", "loss_bn"]]
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dashboard.errors import DashboardError
from dashboard.prices import PricePanel
from dashboard.tables import (
    around_event,
    drawdowns,
    events,
    holding,
    load_prices,
    market_value,
    records,
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

__all__ = [
    "DashboardError",
    "PricePanel",
    "around_event",
    "drawdowns",
    "event_study",
    "events",
    "holding",
    "load_prices",
    "market_value",
    "reactions",
    "records",
    "recovery",
    "segment_paths",
    "sell_off",
    "standing",
    "status",
    "underwater",
]


def __getattr__(name: str) -> Any:
    """Load event studies once they are asked for: what they import takes longer than all the rest."""
    if name not in ("event_study", "reactions"):
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from dashboard import study_tables

    return study_tables.study if name == "event_study" else study_tables.reactions
