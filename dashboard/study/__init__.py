"""Pure numbers: arrays and frames in, frames and dataclasses out; no files, no network, no display."""

from __future__ import annotations

from dashboard.study.drawdowns import drawdowns, underwater
from dashboard.study.events import BASES, events_table
from dashboard.study.market_value import CURRENCIES, Currency, market_value, segment_losses
from dashboard.study.recovery import around_event, recovery
from dashboard.study.sell_off import sell_off

__all__ = [
    "BASES",
    "CURRENCIES",
    "Currency",
    "around_event",
    "drawdowns",
    "events_table",
    "market_value",
    "recovery",
    "segment_losses",
    "sell_off",
    "underwater",
]
