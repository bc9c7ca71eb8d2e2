"""Importing a reader's file of prices into a store: read, check, then store in one step or not at all."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa

from dashboard.catalog import SeriesNote
from dashboard.errors import ImportFileError
from dashboard.prices.entries import series_entries, without_empty_figures
from dashboard.prices.long import DAY, LongPrices
from dashboard.prices.manifest import TableEntry
from dashboard.prices.price_files import read_price_file, with_actions
from dashboard.prices.reading import day_of, days, numbers, read_columns, require_columns, small_names
from dashboard.prices.store import NewFile, Store, encode, encode_table
from dashboard.prices.validate import check_factors, check_prices
from dashboard.settings import settings

FACTORS = ("mkt_rf", "smb", "hml", "rmw", "cma", "rf", "mom")
"""The columns of a file of daily factors, besides its date."""


@dataclass(frozen=True)
class ImportReport:
    """What an import stored.

    Attributes
    ----------
    series : tuple of str
        The tickers, ascending.
    rows : int
        Rows of prices.
    files : tuple of str
        Names of the data files.
    bytes : int
        Size of the data files.
    dropped_actions : int
        Dividends and splits left out because they lie before their series begins.
    """

    series: tuple[str, ...]
    rows: int
    files: tuple[str, ...]
    bytes: int
    dropped_actions: int


def import_file(
    path: Path,
    into: Path,
    *,
    max_bytes: int,
    dividends: Path | None = None,
    splits: Path | None = None,
    factors: Path | None = None,
    source: str | None = None,
    factors_source: str | None = None,
    as_of: dt.date | None = None,
    note: Callable[[str], SeriesNote] | None = None,
    today: dt.date | None = None,
) -> ImportReport:
    """Check a file of prices and store its series, each in place of the whole of an older one of its ticker.

    Parameters
    ----------
    path : Path
        CSV or Parquet. Long: columns ``ticker``, ``date``, ``close`` and any of ``open``, ``high``, ``low``,
        ``volume``, ``dividend`` and ``split``. Wide: ``date`` and one column of closes per ticker.
    into : Path
        Folder of the store.
    max_bytes : int
        Largest size accepted of each file.
    dividends : Path, optional
        Columns ``ticker``, ``ex_date`` (or ``date``) and ``amount``, on the split basis of the prices.
    splits : Path, optional
        Columns ``ticker``, ``date`` (first session on the new basis) and ``ratio`` (new shares for each old one).
    factors : Path, optional
        Columns ``date`` and those of `FACTORS`, in per cent.
    source, factors_source : str, optional
        Who gave the figures; by default the name of the file.
    as_of : date, optional
        The day on which the figures were obtained; by default the last day in the file.
    note : callable, optional
        Gives the source and the doubts of a ticker, for figures whose provenance the catalogue knows; `source` is then
        not looked at.
    today : date, optional
        Later rows are refused; by default the machine's date.

    Returns
    -------
    ImportReport

    Raises
    ------
    ImportFileError
        A file is refused; nothing that was stored has changed.
    StoreError
        The store cannot be read or written.
    """
    today = today or dt.date.today()
    prices = read_price_file(path, max_bytes)
    dropped = 0
    for name, file, date, figure in (
        ("dividend", dividends, "ex_date", "amount"),
        ("split", splits, "date", "ratio"),
    ):
        if file is not None:
            prices, before = with_actions(prices, name, file, max_bytes, date, figure)
            dropped += before
    prices = without_empty_figures(prices)
    checks = check_prices(prices, today)
    as_of = _checked_as_of(as_of, prices, today)

    store = Store(into, generations=settings().generations)
    new_prices = encode(prices.table(), "prices")
    entries = series_entries(prices, new_prices.name, store.layer, source or path.name, as_of, checks, note)
    tables = {}
    if factors is not None:
        tables["factors"] = _read_factors(factors, max_bytes, factors_source or factors.name, as_of, today)
    store.write(prices=(new_prices, entries), tables=tables)
    files = [new_prices, *(file for file, _ in tables.values())]
    return ImportReport(
        series=prices.tickers,
        rows=prices.rows,
        files=tuple(file.name for file in files),
        bytes=sum(file.entry.bytes for file in files),
        dropped_actions=dropped,
    )


def _checked_as_of(as_of: dt.date | None, prices: LongPrices, today: dt.date) -> dt.date:
    """Return the as-of day, which may be neither before the last row nor in the future."""
    last = day_of(prices.day.max())
    if as_of is None:
        return last
    if not last <= as_of <= today:
        raise ImportFileError(f"The as-of day {as_of} must be from {last} (the last row) to {today} (today).")
    return as_of


def _read_factors(
    path: Path, max_bytes: int, source: str, as_of: dt.date, today: dt.date
) -> tuple[NewFile, TableEntry]:
    """Read, check and encode a file of daily factors."""
    table = small_names(read_columns(path, max_bytes))
    require_columns(path, table, ("date", *FACTORS))
    day = days(path, table, "date")
    order = np.argsort(day, kind="stable")
    day = day[order].astype(DAY)
    columns = {name: numbers(path, table, name)[order] for name in FACTORS}
    check_factors(day, columns, today)
    return encode_table(pa.table({"date": pa.array(day), **columns}), "factors", source=source, as_of=as_of)
