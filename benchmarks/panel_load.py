"""Loading all stored prices into a panel, against reading the same Parquet files into memory."""

from __future__ import annotations

from pathlib import Path

import pyarrow.parquet as pq

from benchmarks import profiling
from benchmarks.timing import Row, alternate, compare, milliseconds
from dashboard.prices import load_panel
from dashboard.prices.load import SNAPSHOT, STORE
from dashboard.prices.store import Store
from dashboard.settings import settings

AIM = 2.0
TIMES_ROUNDS = 6
"""A load takes some ten milliseconds: more repetitions cost nothing."""


def measure(rounds: int) -> list[Row]:
    """Load and read in turn, from a warm file cache."""
    data_cache = settings().data_cache
    files = price_files(data_cache)

    def load() -> object:
        return load_panel(data_cache)

    def read() -> object:
        return [_read(path) for path in files]

    load()
    read()
    ours, bare = alternate(milliseconds(load), milliseconds(read), rounds * TIMES_ROUNDS)
    return [compare("panel load, bare pyarrow read", ours, bare, "ms", AIM)]


def profile() -> str:
    """Say what a load spends its time on."""
    data_cache = settings().data_cache
    load_panel(data_cache)
    return profiling.of_calls("one panel load", lambda: load_panel(data_cache), 30)


def price_files(data_cache: Path) -> list[Path]:
    """List the files that hold the prices of the embedded snapshot and of the reader's own store."""
    return [
        data_cache / folder / name
        for folder in (SNAPSHOT, STORE)
        for name, entry in sorted(Store(data_cache / folder).manifest().files.items())
        if entry.kind == "prices"
    ]


def _read(path: Path) -> object:
    # Not `read_table`: it sets up a data set first and takes a third longer, which would flatter our ratio.
    with pq.ParquetFile(path) as file:
        return file.read()
