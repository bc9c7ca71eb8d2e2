"""Loading the price panel and the factors from the embedded snapshot and the reader's own store above it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
from numpy.typing import NDArray

from dashboard.errors import StoreError
from dashboard.prices.calendar import trading_calendar
from dashboard.prices.manifest import FactorsEntry, SeriesEntry
from dashboard.prices.panel import FIELDS, NEUTRAL, PricePanel
from dashboard.prices.store import Store

SNAPSHOT = "snapshot"
"""Folder of the embedded snapshot within the data cache."""

STORE = "store"
"""Folder of imported series within the data cache."""

EXCHANGE = "XNYS"
"""The exchange whose sessions the panel follows."""

CURRENCY = "USD"
"""Currency of prices and dividends."""

PER_CENT = "per cent"
"""Unit in which factors are published and kept."""


def _present_layers(data_cache: Path) -> list[Store]:
    """Return the layers that exist, from the lowest up; raise if none does."""
    layers = (
        Store(data_cache / SNAPSHOT, layer="embedded", remedy="restore that folder with `git checkout`"),
        Store(data_cache / STORE),
    )
    present = [store for store in layers if store.exists()]
    if not present:
        raise StoreError(
            f"No prices are stored in {data_cache}; restore its {SNAPSHOT} folder with `git checkout` "
            "or import a file of prices."
        )
    return present


def load_panel(data_cache: Path) -> PricePanel:
    """Load all stored series: the embedded snapshot with the imported series above it.

    A ticker comes whole from the highest layer that has it; layers are never spliced within a series.

    Parameters
    ----------
    data_cache : Path
        The folder that holds the layers' folders.

    Returns
    -------
    PricePanel
        Rows are all days on which any series has a row, columns all tickers in ascending order.

    Raises
    ------
    StoreError
        Neither layer exists or holds prices, or a file is damaged.
    """
    chosen: dict[str, SeriesEntry] = {}
    held: list[tuple[Store, str, pa.Table]] = []
    for store in _present_layers(data_cache):
        manifest, tables = store.tables("prices")
        held += [(store, name, table) for name, table in tables.items()]
        chosen.update(manifest.series)
    if not chosen:
        raise StoreError(f"The stores in {data_cache} hold no prices; import a file of prices.")

    tickers = sorted(chosen)
    wanted: list[tuple[pa.Table, NDArray[np.intp]]] = []
    for store, name, table in held:
        own = {
            ticker: column
            for column, ticker in enumerate(tickers)
            if chosen[ticker].file == name and chosen[ticker].info.layer == store.layer
        }
        columns = _columns(table, own)
        rows = np.bincount(columns + 1, minlength=len(tickers) + 1)[1:]
        for ticker, column in own.items():
            if rows[column] != chosen[ticker].info.rows:
                raise StoreError(
                    f"The file {store.directory / name} holds {rows[column]:,} rows of {ticker} instead of "
                    f"{chosen[ticker].info.rows:,}; {store.remedy}."
                )
        wanted.append((table, columns))
    days, values = _scatter(wanted, len(tickers))
    dates = pd.DatetimeIndex(days.astype("datetime64[us]"), name="date")
    names = pd.Index(tickers, name="ticker")
    return PricePanel(
        # Each series is one contiguous run of memory, which is also how pandas lays out a frame: nothing is copied.
        fields={
            name: pd.DataFrame(values[number].T, index=dates, columns=names, copy=False)
            for number, name in enumerate(FIELDS)
        },
        calendar=trading_calendar(EXCHANGE),
        as_of=max(entry.info.as_of for entry in chosen.values()),
        currency=CURRENCY,
        series={ticker: chosen[ticker].info for ticker in tickers},
    )


def _columns(table: pa.Table, own: dict[str, int]) -> NDArray[np.intp]:
    """Return for each row of a table the column of its series in the panel, -1 where another file holds the series."""
    ticker = table.column("ticker").combine_chunks()
    column_of_code = np.array([own.get(name, -1) for name in ticker.dictionary.to_pylist()], dtype=np.intp)
    columns: NDArray[np.intp] = column_of_code[ticker.indices.to_numpy()]
    return columns


def _scatter(
    wanted: Sequence[tuple[pa.Table, NDArray[np.intp]]], width: int
) -> tuple[NDArray[np.datetime64], NDArray[np.float64]]:
    """Spread long tables over one array.

    Parameters
    ----------
    wanted : sequence of (Table, ndarray of shape (rows,))
        Tables sorted by ticker and day, and for each of their rows the column of the panel, or -1 to leave the row out;
        columns ascend with the tickers.
    width : int
        Number of columns N.

    Returns
    -------
    days : ndarray of datetime64[D], shape (T,)
        The days on which there is a row, ascending.
    values : ndarray of float64, shape (fields, N, T)
    """
    kept = [slice(None) if (column >= 0).all() else column >= 0 for _, column in wanted]
    numbers = [
        table.column("date").cast(pa.int32()).to_numpy()[keep] for (table, _), keep in zip(wanted, kept, strict=True)
    ]
    first = min(int(day.min()) for day in numbers if len(day))
    numbers = [day - first for day in numbers]
    # Days are small integers: counting how often each occurs finds and numbers the distinct ones without sorting.
    span = max(int(day.max()) for day in numbers if len(day)) + 1
    present = sum((np.bincount(day, minlength=span) for day in numbers), np.zeros(span, dtype=np.intp)) > 0
    row_of_day = np.cumsum(present) - 1
    length = int(row_of_day[-1]) + 1

    values = np.empty((len(FIELDS), width * length))
    for number, name in enumerate(FIELDS):
        values[number].fill(NEUTRAL.get(name, np.nan))
    for (table, column), keep, day in zip(wanted, kept, numbers, strict=True):
        place = column[keep] * length
        place += row_of_day.take(day)
        # The rows of a file ascend by ticker and day as the panel's cells do, so marking the cells that the file fills
        # is enough to put each figure into its own, and quicker than addressing them one by one.
        filled = np.zeros(width * length, dtype=bool)
        filled[place] = True
        for number, name in enumerate(FIELDS):
            if table.column(name).null_count == table.num_rows:
                continue
            figures = table.column(name).to_numpy()[keep]
            if name in NEUTRAL:
                given = np.flatnonzero(~np.isnan(figures))
                values[number][place[given]] = figures[given]
            else:
                values[number][filled] = figures
    distinct = (np.flatnonzero(present) + first).astype("datetime64[D]")
    return distinct, values.reshape(len(FIELDS), width, length)


def factors_entry(data_cache: Path) -> FactorsEntry | None:
    """Return source, span and unit of the daily factors that `load_factors` gives; None where no layer has any."""
    entries = (store.manifest().factors for store in reversed(_present_layers(data_cache)))
    return next((entry for entry in entries if entry is not None), None)


def load_factors(data_cache: Path) -> pd.DataFrame:
    """Load the daily factors, from the highest layer that has them.

    Returns
    -------
    DataFrame, shape (T, 7)
        Decimals. Rows are days (``datetime64[us]``, named ``"date"``), columns ``mkt_rf``, ``smb``, ``hml``, ``rmw``,
        ``cma``, ``rf`` and ``mom``.

    Raises
    ------
    StoreError
        No layer has factors, or their file is damaged.
    """
    for store in reversed(_present_layers(data_cache)):
        manifest, tables = store.tables("factors")
        if manifest.factors is None:
            continue
        if manifest.factors.unit != PER_CENT:
            raise StoreError(
                f"The factors in {store.directory} are in {manifest.factors.unit!r} instead of {PER_CENT!r}; "
                f"{store.remedy}."
            )
        table = tables[manifest.factors.file]
        if table.column_names != ["date", *manifest.factors.fields]:
            raise StoreError(
                f"The factors in {store.directory} are {', '.join(table.column_names[1:])} instead of "
                f"{', '.join(manifest.factors.fields)}; {store.remedy}."
            )
        dates = pd.DatetimeIndex(table.column("date").to_numpy().astype("datetime64[us]"), name="date")
        columns = {name: table.column(name).to_numpy() / 100.0 for name in manifest.factors.fields}
        return pd.DataFrame(columns, index=dates)
    raise StoreError(f"No factors are stored in {data_cache}; import a file of daily factors.")
