"""The data layer: trading calendar, price panel, store, and the import of price files."""

from __future__ import annotations

from dashboard.prices.calendar import TradingCalendar, trading_calendar
from dashboard.prices.importing import ImportReport, import_file
from dashboard.prices.load import (
    factors_entry,
    load_factors,
    load_first_versions,
    load_panel,
    load_shares,
    verify_stores,
)
from dashboard.prices.panel import FIELDS, PricePanel, SeriesInfo
from dashboard.prices.store import Store

__all__ = [
    "FIELDS",
    "ImportReport",
    "PricePanel",
    "SeriesInfo",
    "Store",
    "TradingCalendar",
    "factors_entry",
    "import_file",
    "load_factors",
    "load_first_versions",
    "load_panel",
    "load_shares",
    "trading_calendar",
    "verify_stores",
]
