"""The shapes of price files that can be imported: long and wide tables of prices, and lists of dividends or splits."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pyarrow as pa

from dashboard.errors import ImportFileError
from dashboard.prices.long import LongPrices
from dashboard.prices.panel import FIELDS
from dashboard.prices.reading import MAX_SERIES, days, numbers, read_columns, require_columns, small_names, tickers

MAX_ROWS = 5_000_000
"""Most rows (one per ticker and day) that one import may hold."""

# More days than a four-digit year can name, counted from 1970 either way.
_DAYS_SPAN = np.int64(10_000_000)

_REQUIRED = ("ticker", "date", "close")
_OPTIONAL = tuple(name for name in FIELDS if name != "close")


def read_price_file(path: Path, max_bytes: int) -> LongPrices:
    """Read prices from a CSV or Parquet file, long or wide, without judging them.

    Long: columns ``ticker``, ``date``, ``close`` and any of ``open``, ``high``, ``low``, ``volume``, ``dividend`` and
    ``split``. Wide: ``date`` and one column of closes per ticker. Rows may stand in any order.

    Raises
    ------
    ImportFileError
        The file cannot be read, or its columns are other ones.
    """
    table = read_columns(path, max_bytes)
    small = small_names(table)
    # OPEN and LOW are tickers of companies, so only these two names tell a long file: prices of one series whose ticker
    # is not said must not pass as a wide file of four.
    if not {"ticker", "close"} & set(small.column_names):
        return _read_wide(path, table)
    table = small
    require_columns(path, table, _REQUIRED, _OPTIONAL)
    _bound_rows(path, table.num_rows)
    fields = {name: numbers(path, table, name) for name in FIELDS if name in table.column_names}
    prices = LongPrices.sort(tickers(path, table), days(path, table, "date"), fields)
    if len(prices.tickers) > MAX_SERIES:
        raise ImportFileError(
            f"{path.name} holds {len(prices.tickers):,} series, more than the {MAX_SERIES:,} accepted; split it."
        )
    return prices


def _read_wide(path: Path, table: pa.Table) -> LongPrices:
    """Turn a date column and one column of closes per ticker into long form; empty cells are no rows."""
    date = next((name for name in table.column_names if name.lower() == "date"), None)
    if date is None or table.num_columns < 2:
        raise ImportFileError(
            f"{path.name} has the columns {', '.join(table.column_names[:5])}; give ticker,date,close[,...] "
            "or date and one column of closes per ticker."
        )
    names = [name for name in table.column_names if name != date]
    _bound_rows(path, table.num_rows * len(names))
    day = days(path, table, date)
    close = np.stack([numbers(path, table, name) for name in names])
    column, row = np.nonzero(~np.isnan(close))
    empty = np.bincount(column, minlength=len(names)) == 0
    if empty.any():
        raise ImportFileError(f"{path.name} has no figure in its column {names[int(np.argmax(empty))]}; leave it out.")
    ticker = np.array([name.upper() for name in names], dtype=object)
    return LongPrices.sort(ticker[column], day[row], {"close": close[column, row]})


def _bound_rows(path: Path, rows: int) -> None:
    """Refuse more rows than one import may hold."""
    if rows > MAX_ROWS:
        raise ImportFileError(f"{path.name} holds {rows:,} prices, more than the {MAX_ROWS:,} accepted; split it.")


def with_actions(
    prices: LongPrices, field: str, path: Path, max_bytes: int, date: str, figure: str
) -> tuple[LongPrices, int]:
    """Add the dividends or splits of a file to prices.

    Parameters
    ----------
    prices : LongPrices
    field : {"dividend", "split"}
    path : Path
        A file with the columns ``ticker``, `date` (or ``date``) and `figure`.
    max_bytes : int
        Largest size accepted.
    date, figure : str
        Names of its columns.

    Returns
    -------
    prices : LongPrices
    dropped : int
        How many were left out because they lie before the first price of their series.

    Raises
    ------
    ImportFileError
        The file cannot be read, gives something twice, or names a ticker or day without a price.
    """
    if not np.isnan(prices.fields[field]).all():
        raise ImportFileError(f"{path.name} and the file of prices both give a {field}; leave one of them out.")
    table = small_names(read_columns(path, max_bytes))
    if date not in table.column_names and "date" in table.column_names:
        date = "date"
    require_columns(path, table, ("ticker", date, figure))
    names, day, value = tickers(path, table), days(path, table, date), numbers(path, table, figure)
    if np.isnan(value).any():
        at = int(np.argmax(np.isnan(value)))
        raise ImportFileError(f"{path.name} has no {figure} for {names[at]} on {day[at]}; give one.")

    priced = np.array(prices.tickers)
    code = np.searchsorted(priced, names.astype(str)).clip(max=len(priced) - 1)
    unknown = priced[code] != names.astype(str)
    if unknown.any():
        raise ImportFileError(f"{path.name} names {names[np.argmax(unknown)]}, which has no prices; leave it out.")
    known = day >= prices.day[prices.starts()][code]
    code, day, value = code[known], day[known], value[known]
    # One number per ticker and day, ascending with the rows, so that a binary search finds the row.
    keys = prices.code * _DAYS_SPAN + prices.day.astype(np.int64)
    wanted = code * _DAYS_SPAN + day.astype(np.int64)
    row = np.searchsorted(keys, wanted).clip(max=len(keys) - 1)
    lost = keys[row] != wanted
    if lost.any():
        at = int(np.argmax(lost))
        raise ImportFileError(
            f"{path.name} has a {field} of {priced[code[at]]} on {day[at]}, a day without a price; correct its date."
        )
    counts = np.bincount(row)
    if (counts > 1).any():
        twice = prices.where(int(np.argmax(counts > 1)))
        raise ImportFileError(f"{path.name} gives the {field} of {twice} more than once; keep one row.")
    values = prices.fields[field].copy()
    values[row] = value
    return replace(prices, fields={**prices.fields, field: values}), int((~known).sum())
