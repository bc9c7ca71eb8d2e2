"""A reader's own prices laid over the stored ones, without storing them."""

from __future__ import annotations

import datetime as dt
import hashlib
import tempfile
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pandas as pd

from dashboard.errors import ImportFileError
from dashboard.prices.entries import series_entries, without_empty_figures
from dashboard.prices.long import LongPrices
from dashboard.prices.panel import FIELDS, NEUTRAL, PricePanel, SeriesInfo
from dashboard.prices.price_files import read_price_file
from dashboard.prices.reading import day_of
from dashboard.prices.validate import check_prices

LAYER = "session"
UPLOAD = "The upload"
"""What sentences call the file, whatever its name is."""

MOST_SERIES = 500
"""More series than this in one upload are refused: pages draw all of them."""

MOST_PLACES = 1_000_000
"""Days times series of one upload: a panel has a place for every series on every day, whether it is filled or not."""


@dataclass(frozen=True, eq=False)
class OwnPrices:
    """Checked prices of a reader.

    Attributes
    ----------
    prices : LongPrices
    series : mapping of str to SeriesInfo
        By ticker, with ``layer`` "session".
    digest : str
        Of the file, which tells it from others.
    """

    prices: LongPrices
    series: dict[str, SeriesInfo]
    digest: str


def read_upload(content: bytes, max_bytes: int, today: dt.date) -> OwnPrices:
    """Read and check an uploaded CSV or Parquet file, long or wide, as `dashboard.prices.import_file` would.

    Parameters
    ----------
    content : bytes
    max_bytes : int
        Largest size accepted.
    today : date
        Later rows are refused.

    Raises
    ------
    ImportFileError
        It is refused; the sentence says why.
    """
    if len(content) > max_bytes:
        raise ImportFileError(
            f"{UPLOAD} has {len(content) / 1e6:.1f} MB, more than the {max_bytes / 1e6:.0f} MB accepted; split it."
        )
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / UPLOAD
        path.write_bytes(content)
        prices = without_empty_figures(read_price_file(path, max_bytes))
    if len(prices.tickers) > MOST_SERIES:
        raise ImportFileError(
            f"{UPLOAD} holds {len(prices.tickers):,} series, more than the {MOST_SERIES} that pages can show; "
            "take fewer, or import the file."
        )
    days = len(np.unique(prices.day))
    if days * len(prices.tickers) > MOST_PLACES:
        raise ImportFileError(
            f"{UPLOAD} holds {len(prices.tickers):,} series over {days:,} days, which together are more than pages can "
            "show; take fewer series or days, or import the file."
        )
    checks = check_prices(prices, today)
    digest = hashlib.sha256(content).hexdigest()
    entries = series_entries(prices, "", LAYER, "uploaded by the reader", day_of(prices.day.max()), checks, None)
    return OwnPrices(prices, {ticker: entry.info for ticker, entry in entries.items()}, digest)


def laid_over(panel: PricePanel, own: OwnPrices) -> PricePanel:
    """Return a panel in which the reader's series take the place of the whole of those of the same tickers."""
    prices = own.prices
    days = pd.DatetimeIndex(prices.day.astype("datetime64[us]"), name="date")
    dates = panel.dates.union(days.unique()).rename("date")
    names = pd.Index(sorted({*panel.tickers, *prices.tickers}), name="ticker")
    rows, columns = dates.get_indexer(days), names.get_indexer(pd.Index(prices.tickers))[prices.code]
    fields = {}
    for name in FIELDS:
        neutral = NEUTRAL.get(name, np.nan)
        frame = panel.fields[name].drop(columns=[one for one in prices.tickers if one in panel.series])
        values = frame.reindex(index=dates, columns=names, fill_value=neutral).to_numpy(dtype=np.float64, copy=True)
        figures = prices.fields[name]
        known = ~np.isnan(figures)
        values[rows[known], columns[known]] = figures[known]
        fields[name] = pd.DataFrame(values, index=dates, columns=names)
    series = {**panel.series, **own.series}
    return replace(
        panel,
        fields=fields,
        as_of=max(info.as_of for info in series.values()),
        series={ticker: series[ticker] for ticker in names},
    )
