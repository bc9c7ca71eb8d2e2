"""Pure numbers: arrays and frames in, frames and dataclasses out; no files, no network, no display."""

from __future__ import annotations

from dashboard.study import extracts
from dashboard.study.coverage import actions, coverage_by_month
from dashboard.study.drawdowns import drawdowns, standing, underwater
from dashboard.study.events import BASES, events_table
from dashboard.study.holding import group_paths, holding
from dashboard.study.holdings import holdings, value_path
from dashboard.study.market_value import CURRENCIES, Currency, market_value, segment_losses
from dashboard.study.records import COMPUTED, among_records, larger_losses
from dashboard.study.recovery import around_event, recovery
from dashboard.study.review import review
from dashboard.study.sell_off import sell_off
from dashboard.study.windows import common_end, event_row

__all__ = [
    "BASES",
    "COMPUTED",
    "CURRENCIES",
    "Currency",
    "actions",
    "among_records",
    "around_event",
    "common_end",
    "coverage_by_month",
    "drawdowns",
    "event_row",
    "events_table",
    "extracts",
    "group_paths",
    "holding",
    "holdings",
    "larger_losses",
    "market_value",
    "recovery",
    "review",
    "segment_losses",
    "sell_off",
    "standing",
    "underwater",
    "value_path",
]
