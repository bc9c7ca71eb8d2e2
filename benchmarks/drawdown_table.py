"""The drawdown table of 500 series over 650 sessions, against pandas' running maximum of the same closes alone."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pandas as pd

from benchmarks import profiling
from benchmarks.timing import Row, alternate, compare, milliseconds
from dashboard import study, tables
from dashboard.prices import PricePanel, trading_calendar
from dashboard.prices.panel import FIELDS, NEUTRAL

AIM = 20.0
SERIES = 500
SESSIONS = 650
TIMES_ROUNDS = 4


def measure(rounds: int) -> list[Row]:
    """Compute both in turn on the same frame: the episodes alone, and the table that readers get, with dollars."""
    panel = random_panel()

    def episodes() -> object:
        return study.drawdowns(panel.close)

    def table() -> object:
        return tables.drawdowns(panel, list(panel.tickers))

    def running_maximum() -> object:
        return panel.close.cummax()

    rows = []
    for words, function in (("episodes", episodes), ("table with dollars", table)):
        function()
        running_maximum()
        ours, bare = alternate(milliseconds(function), milliseconds(running_maximum), rounds * TIMES_ROUNDS)
        rows.append(compare(f"drawdowns of {SERIES} x {SESSIONS}: {words}, pandas cummax", ours, bare, "ms", AIM))
    return rows


def profile() -> str:
    """Say what the table spends its time on."""
    panel = random_panel()
    tables.drawdowns(panel, list(panel.tickers))
    return profiling.of_calls("one drawdown table", lambda: tables.drawdowns(panel, list(panel.tickers)), 10)


def random_panel() -> PricePanel:
    """Return random walks with a daily spread of 2 %, laid out in memory as the loader lays out prices."""
    calendar = trading_calendar("XNYS")
    dates = calendar.sessions(dt.date(2023, 6, 1), dt.date(2026, 12, 31))[:SESSIONS]
    random = np.random.default_rng(20250127)
    close = 100 * np.exp(random.normal(0, 0.02, (SERIES, SESSIONS)).cumsum(axis=1))
    names = pd.Index([f"S{number:03}" for number in range(SERIES)], name="ticker")
    fields = {
        name: pd.DataFrame(np.full_like(close, NEUTRAL[name]).T if name in NEUTRAL else close.T, dates, names)
        for name in FIELDS
    }
    return PricePanel(fields, calendar, dates[-1].date(), "USD", {})
