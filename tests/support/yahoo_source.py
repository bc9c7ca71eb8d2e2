"""The source of Yahoo's prices as tests ask it: at a given time, each ticker checked to be given once."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

from dashboard.errors import RateLimitedError, SourceError
from dashboard.prices.long import LongPrices
from dashboard.prices.sources.protocol import Fetched, Run
from dashboard.prices.sources.yahoo import YahooSource

NOW = dt.datetime(2025, 4, 1, 12, tzinfo=dt.UTC)
"""A day after the last one of made-up series, before New York opens."""

MANY = tuple(f"T{number}" for number in range(20))


def yahoo(folder: Path, now: dt.datetime = NOW, **options: Any) -> YahooSource:
    """Make a source; each one is as in a new process, but for what the folder remembers."""
    settings = {"workers": 3, "timeout": 20.0, "cool_down_minutes": 60, "seed": 1, **options}
    return YahooSource(folder / "private", now=lambda: now, **settings)


def fetched(source: YahooSource, *tickers: str, run: Run | None = None) -> dict[str, Fetched]:
    """Fetch, and see that each ticker is given once, with prices or an error."""
    given = list(source.fetch(tickers, run or Run(60)))
    assert sorted(one.ticker for one in given) == sorted(tickers)
    assert all((one.prices is None) != (one.error is None) for one in given)
    return {one.ticker: one for one in given}


def prices_of(source: YahooSource, ticker: str) -> LongPrices:
    """Fetch one series that comes."""
    given = fetched(source, ticker)[ticker]
    assert given.prices is not None, given.error
    assert given.prices.tickers == (ticker,)
    return given.prices


def error_of(source: YahooSource, ticker: str) -> SourceError:
    """Fetch one series that does not come."""
    error = fetched(source, ticker)[ticker].error
    assert error is not None
    return error


def came(given: dict[str, Fetched]) -> set[str]:
    """Return the tickers that came with prices."""
    return {ticker for ticker, one in given.items() if one.prices is not None}


def rate_limited(given: dict[str, Fetched]) -> set[str]:
    """Return the tickers that did not because fewer requests were asked for."""
    return {ticker for ticker, one in given.items() if isinstance(one.error, RateLimitedError)}
