"""Small price stores whose every figure follows from one number, and a process that writes to one over and over."""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pyarrow as pa

from dashboard.prices.long import LongPrices
from dashboard.prices.manifest import Manifest, SeriesEntry, TableEntry
from dashboard.prices.panel import SeriesInfo
from dashboard.prices.store import NewFile, Store, encode, encode_table

DAYS = np.arange(np.datetime64("2025-01-13"), np.datetime64("2025-01-18"))
DAY = dt.date(2025, 1, 20)

Prices = tuple[NewFile, Mapping[str, SeriesEntry]]
Table = tuple[NewFile, TableEntry]


def prices(layer: str = "refreshed", **close: float) -> Prices:
    """Return a file in which each ticker has the same close on five days."""
    rows = len(DAYS)
    ticker = np.repeat(np.array(sorted(close), dtype=object), rows)
    figures = np.repeat([close[name] for name in sorted(close)], rows)
    file = encode(LongPrices.sort(ticker, np.tile(DAYS, len(close)), {"close": figures}).table(), "prices")
    first, last = DAYS[0].item(), DAYS[-1].item()
    infos = {
        name: SeriesInfo(name, f"closes of {value:g}", DAY, first, last, rows, 0, 0, ("close",), (), (), layer)
        for name, value in close.items()
    }
    return file, {name: SeriesEntry(file.name, info) for name, info in infos.items()}


def factors(per_cent: float) -> Table:
    """Return factors that are the same on five days."""
    names = ("mkt_rf", "smb", "hml", "rmw", "cma", "rf", "mom")
    table = pa.table({"date": pa.array(DAYS), **{name: np.full(len(DAYS), per_cent) for name in names}})
    return encode_table(table, "factors", source="made up", as_of=DAY)


def shares(count: int, ticker: str = "A") -> Table:
    """Return one share count."""
    columns = {
        "ticker": pa.array([ticker]),
        "shares": pa.array([count], pa.int64()),
        "as_of": pa.array([dt.date(2025, 1, 10)]),
        "filed": pa.array([dt.date(2025, 1, 17)]),
        "form": pa.array(["10-Q"]),
    }
    return encode_table(pa.table(columns), "shares", source="SEC", as_of=DAY)


def put(store: Store, **close: float) -> Manifest:
    """Store closes."""
    return store.write(prices=prices(store.layer, **close))


def main() -> None:
    """Write closes of 1, 2, 3 and so on, of one ticker, to a store that keeps one generation alone."""
    folder, ticker, times = sys.argv[1:]
    store = Store(Path(folder), layer="refreshed", generations=1)
    for number in range(1, int(times) + 1):
        put(store, **{ticker: float(number)})


if __name__ == "__main__":
    main()
