"""How price series are put into a store: figures that say "none" are left out, and each series is described."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import replace

import numpy as np

from dashboard.catalog import SeriesNote
from dashboard.prices.calendar import trading_calendar
from dashboard.prices.load import EXCHANGE
from dashboard.prices.long import LongPrices
from dashboard.prices.manifest import SeriesEntry
from dashboard.prices.panel import SeriesInfo
from dashboard.prices.reading import day_of
from dashboard.prices.validate import present_fields


def without_empty_figures(prices: LongPrices) -> LongPrices:
    """Turn figures that say "none" into missing ones: dividends, splits, and the volume of an index."""
    volume, fields = prices.fields["volume"], dict(prices.fields)
    traded = np.bincount(prices.code, np.nan_to_num(volume) != 0, len(prices.tickers)) > 0
    fields["volume"] = np.where(traded[prices.code], volume, np.nan)
    fields["dividend"] = np.where(fields["dividend"] == 0.0, np.nan, fields["dividend"])
    fields["split"] = np.where(fields["split"] == 1.0, np.nan, fields["split"])
    return replace(prices, fields=fields)


def series_entries(
    prices: LongPrices,
    file: str,
    layer: str,
    source: str,
    as_of: dt.date,
    checks: Mapping[str, tuple[str, ...]],
    note: Callable[[str], SeriesNote] | None,
) -> dict[str, SeriesEntry]:
    """Describe each series for the manifest, its completeness counted against the exchange's sessions."""
    calendar = trading_calendar(EXCHANGE)
    starts = prices.starts()
    rows = np.diff(np.append(starts, prices.rows))
    first, last = prices.day[starts], prices.day[starts + rows - 1]
    in_session = calendar.contains(prices.day)
    held = np.bincount(prices.code, in_session, len(prices.tickers)).astype(int)
    sessions = calendar.count(first, last)
    fields = present_fields(prices)
    return {
        ticker: SeriesEntry(
            file,
            SeriesInfo(
                ticker=ticker,
                source=note(ticker).source if note else source,
                as_of=as_of,
                first=day_of(first[number]),
                last=day_of(last[number]),
                rows=int(rows[number]),
                missing=int(sessions[number] - held[number]),
                extra=int(rows[number] - held[number]),
                fields=fields[ticker],
                doubts=note(ticker).doubts if note else (),
                checks=checks[ticker],
                layer=layer,
            ),
        )
        for number, ticker in enumerate(prices.tickers)
    }
