"""Files that a reader brings to one study: prices that are not stored, dated events, and characteristics."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path

import numpy as np
import pandas as pd

from dashboard.errors import ImportFileError
from dashboard.prices.calendar import trading_calendar
from dashboard.prices.load import CURRENCY, EXCHANGE
from dashboard.prices.long import LongPrices
from dashboard.prices.panel import FIELDS, NEUTRAL, PricePanel, SeriesInfo
from dashboard.prices.price_files import read_price_file
from dashboard.prices.reading import day_of, days, numbers, read_columns, require_columns, small_names, tickers


class PriceKind(StrEnum):
    """Whether prices count dividends."""

    close = "close"
    adjusted = "adjusted"


def read_panel(path: Path, max_bytes: int, kind: PriceKind = PriceKind.close) -> PricePanel:
    """Read a file of prices into a panel of its own, beside the stores.

    Unlike an import this takes prices as they are found: a close that is not above 0 counts as missing.

    Parameters
    ----------
    path : Path
        CSV or Parquet, long or wide; see `dashboard.prices.price_files.read_price_file`.
    max_bytes : int
        Largest size accepted.
    kind : PriceKind
        ``"close"``: split-adjusted closes, with dividends where the file has them. ``"adjusted"``: closes adjusted for
        dividends too, whose returns are total returns already; a column of dividends is then not looked at.

    Raises
    ------
    ImportFileError
        The file cannot be read, or gives a ticker twice on one day.
    """
    prices = read_price_file(path, max_bytes)
    same = (np.diff(prices.code) == 0) & (prices.day[1:] == prices.day[:-1])
    if same.any():
        raise ImportFileError(f"{path.name} gives {prices.where(int(np.argmax(same)))} twice; keep one row.")
    day, row = np.unique(prices.day, return_inverse=True)
    dates = pd.DatetimeIndex(day.astype("datetime64[us]"), name="date")
    names = pd.Index(prices.tickers, name="ticker")
    shape = (len(prices.tickers), len(dates))
    fields = {}
    for field in FIELDS:
        figures = prices.fields[field]
        if field == "close":
            figures = np.where(figures > 0, figures, np.nan)
        elif field in NEUTRAL:
            figures = np.where(np.isnan(figures) | (kind is PriceKind.adjusted), NEUTRAL[field], figures)
        # Each series is one contiguous run of memory, as in the panel of the stores.
        wide = np.full(shape, NEUTRAL.get(field, np.nan))
        wide[prices.code, row] = figures
        fields[field] = pd.DataFrame(wide.T, index=dates, columns=names, copy=False)
    return PricePanel(
        fields=fields,
        calendar=trading_calendar(EXCHANGE),
        as_of=dates[-1].date(),
        currency=CURRENCY,
        series=_series(path, prices),
    )


def _series(path: Path, prices: LongPrices) -> dict[str, SeriesInfo]:
    """Describe each series by its rows; nothing has been checked."""
    starts = prices.starts()
    ends = np.append(starts[1:], prices.rows) - 1
    as_of = day_of(prices.day.max())
    return {
        ticker: SeriesInfo(
            ticker=ticker,
            source=path.name,
            as_of=as_of,
            first=day_of(prices.day[start]),
            last=day_of(prices.day[end]),
            rows=int(end - start + 1),
            missing=0,
            extra=0,
            fields=("close",),
            doubts=(),
            checks=(),
            layer="own file",
        )
        for ticker, start, end in zip(prices.tickers, starts, ends, strict=True)
    }


def read_events(path: Path, max_bytes: int) -> pd.DataFrame:
    """Read a file of dated events: columns ``ticker`` and ``date``, one row an event.

    Returns
    -------
    DataFrame
        Columns ``ticker`` (capitals) and ``date`` (``datetime64[us]``), in the order of the file.

    Raises
    ------
    ImportFileError
        The file cannot be read, or has other columns.
    """
    table = small_names(read_columns(path, max_bytes))
    require_columns(path, table, ("ticker", "date"))
    return pd.DataFrame({"ticker": tickers(path, table), "date": days(path, table, "date").astype("datetime64[us]")})


def read_characteristics(path: Path, max_bytes: int) -> pd.DataFrame:
    """Read a file of what companies were exposed to: a column ``ticker``, and one or more columns of figures.

    Returns
    -------
    DataFrame
        Indexed by ticker (capitals); one column a characteristic, NaN where a cell is empty.

    Raises
    ------
    ImportFileError
        The file cannot be read, has no column of figures, or gives a ticker twice.
    """
    table = read_columns(path, max_bytes)
    named: Sequence[str] = ["ticker" if name.lower() == "ticker" else name for name in table.column_names]
    table = table.rename_columns(named)
    figures = [name for name in named if name != "ticker"]
    if "ticker" not in named or not figures:
        raise ImportFileError(
            f"{path.name} has the columns {', '.join(named[:5])}; give ticker and columns of figures."
        )
    index = pd.Index(tickers(path, table).tolist(), dtype=object, name="ticker")
    if index.has_duplicates:
        raise ImportFileError(f"{path.name} gives {index[index.duplicated()][0]} twice; keep one row.")
    return pd.DataFrame({name: numbers(path, table, name) for name in figures}, index=index)
