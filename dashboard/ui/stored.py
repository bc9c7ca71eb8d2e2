"""What is stored, as the Data page shows it: the columns of its tables, and the factors as a table."""

from __future__ import annotations

import pandas as pd

from dashboard.prices import load_factors
from dashboard.settings import settings
from dashboard.ui.columns import Column
from dashboard.ui.controls import LAYERS

SERIES = {
    "name": Column("Series", pinned=True),
    "ticker": Column("Ticker"),
    "segment": Column("Segment"),
    "layer": Column("Layer", help="Embedded: ships with the project; refreshed or imported on this machine; or yours."),
    "as_of": Column("As of", "date", help="The day that the series was complete for, or was obtained on."),
    "first": Column("First", "date"),
    "last": Column("Last", "date"),
    "rows": Column("Rows", "count"),
    "missing": Column("Missing", "count", help="Sessions of the New York exchange from first to last without a close."),
    "extra": Column("Extra", "count", help="Rows on days when the New York exchange was closed; pages leave them out."),
    "doubts": Column("Doubts", width="large", help="What to know before trusting the series."),
    "source": Column("Source and comparison", width="large"),
    "fields": Column("Figures", help="Which of the daily figures the series holds."),
    "checks": Column("Checks passed", width="large", help="What was checked before the series was stored."),
}  # fmt: skip
"""Of `tables.status`."""

ACTIONS = {
    "name": Column("Series", pinned=True),
    "ticker": Column("Ticker"),
    "dividends": Column("Dividends", "count"),
    "first_dividend": Column("First ex-date", "date", help="The first day on which a buyer no longer gets it."),
    "last_dividend": Column("Last ex-date", "date"),
    "dividend_sum": Column("Paid in all", "price", help="US dollars a share, on the split basis of the prices."),
    "splits": Column("Splits", "count"),
    "split_date": Column("Split on", "date", help="First session on the new basis, of the latest split."),
    "split_ratio": Column("New for old", "ratio", help="New shares for each old one."),
}  # fmt: skip
"""Of `study.actions`, with names."""


def layers(status: pd.DataFrame) -> str:
    """Say in a few words how many series are of which layer (column layer)."""
    counts = status["layer"].value_counts()
    held = [(LAYERS[layer], int(counts[layer])) for layer in LAYERS if layer in counts]
    if len(held) == 1:
        return f"all {held[0][0]}"
    return ", ".join(f"{count:,} {word}" for word, count in held)


def factors() -> pd.DataFrame:
    """Return the daily factors as the importer reads them: date, and each factor in per cent, without binary noise."""
    return (load_factors(settings().data_cache) * 100).round(10).reset_index()
