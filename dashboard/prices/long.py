"""Price series in long form (one row per ticker and day): what files hold, and what is checked before it is stored."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
import pyarrow as pa
from numpy.typing import NDArray

from dashboard.prices.panel import FIELDS

DAY = "datetime64[D]"
"""The numpy type of days in long form."""


@dataclass(frozen=True, eq=False)
class LongPrices:
    """Price rows sorted by ticker, then day.

    Attributes
    ----------
    tickers : tuple of str, length N
        Ascending.
    code : ndarray of int32, shape (n,)
        For each row the position of its ticker in `tickers`; ascending.
    day : ndarray of datetime64[D], shape (n,)
        Ascending within each ticker.
    fields : mapping of str to ndarray of float64, shape (n,)
        One array for each of `dashboard.prices.panel.FIELDS`; NaN where there is no figure (no dividend, no split).
    """

    tickers: tuple[str, ...]
    code: NDArray[np.int32]
    day: NDArray[np.datetime64]
    fields: Mapping[str, NDArray[np.float64]]

    @classmethod
    def sort(
        cls, ticker: NDArray[np.object_], day: NDArray[np.datetime64], fields: Mapping[str, NDArray[np.float64]]
    ) -> LongPrices:
        """Sort rows that stand in any order; fields that are not given hold no figures."""
        code, tickers = pd.factorize(ticker, sort=True)
        order = np.lexsort((day, code))
        absent = np.full(len(order), np.nan)
        return cls(
            tickers=tuple(tickers.tolist()),
            code=code[order].astype(np.int32),
            day=day[order].astype(DAY),
            fields={name: fields[name][order] if name in fields else absent for name in FIELDS},
        )

    @property
    def rows(self) -> int:
        """Number of rows."""
        return len(self.code)

    def starts(self) -> NDArray[np.intp]:
        """Return the position of each ticker's first row, shape (N,)."""
        return np.searchsorted(self.code, np.arange(len(self.tickers)))

    def where(self, row: int) -> str:
        """Name a row as an error sentence does: its ticker and day."""
        return f"{self.tickers[self.code[row]]} on {self.day[row]}"

    def table(self) -> pa.Table:
        """Return the rows as the table that a data file holds: missing figures are nulls."""
        ticker = pa.DictionaryArray.from_arrays(pa.array(self.code), pa.array(self.tickers, pa.string()))
        columns: dict[str, pa.Array] = {"ticker": ticker, "date": pa.array(self.day)}
        for name in FIELDS:
            columns[name] = pa.array(self.fields[name], from_pandas=True)
        return pa.table(columns)
