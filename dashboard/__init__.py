"""The DeepSeek shock of 27 January 2025, measured: the public interface for notebooks and scripts.

>>> from dashboard import load_prices, sell_off
>>> prices = load_prices()
>>> sell_off(prices, "2025-01-27", "NVDA,AVGO")[["ticker", "ret", "loss_bn"]]
"""

from __future__ import annotations

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

__all__ = [
    "DashboardError",
    "PricePanel",
    "around_event",
    "drawdowns",
    "events",
    "holding",
    "load_prices",
    "market_value",
    "records",
    "recovery",
    "segment_paths",
    "sell_off",
    "standing",
    "status",
    "underwater",
]
