"""Spreading long tables of prices, one row for each ticker and day, over the wide arrays of a panel."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from dashboard.prices.panel import FIELDS, NEUTRAL


def columns_of(table: pa.Table, own: dict[str, int]) -> NDArray[np.intp]:
    """Return for each row of a table the column of its series in the panel, -1 where another file holds the series."""
    ticker = table.column("ticker").combine_chunks()
    column_of_code = np.array([own.get(name, -1) for name in ticker.dictionary.to_pylist()], dtype=np.intp)
    columns: NDArray[np.intp] = column_of_code[ticker.indices.to_numpy()]
    return columns


def scatter(
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
