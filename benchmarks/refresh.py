"""A refresh of 80 series against a Yahoo that answers in 50 ms, and how many requests it makes of each."""

from __future__ import annotations

import logging
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from benchmarks import profiling
from benchmarks.timing import Row, compare
from dashboard.prices import load_panel
from dashboard.prices.refresh import refresh_prices
from dashboard.prices.sources.protocol import Run
from dashboard.prices.sources.yahoo import YahooSource
from dashboard.settings import PROJECT_ROOT, settings
from tests.support.fake_yahoo import FakeYahoo, fake_yahoo
from tests.support.fake_yahoo_series import stored

SERIES = 80
DELAY = 0.05
MOST_REQUESTS = 1.1


def measure(rounds: int) -> list[Row]:
    """Refresh all series into an empty store, over and over."""
    took: list[float] = []
    asked: list[float] = []
    with _yahoo() as (fake, tickers):
        # The first one imports yfinance and opens the connections, as the first refresh of a process does.
        for number in range(rounds + 1):
            seconds, requests = _refresh(fake, tickers)
            if number:
                took.append(seconds)
                asked.append(requests / SERIES)
    ideal = SERIES * DELAY / settings().workers
    words = f"refresh of {SERIES} series, answers of {1000 * DELAY:.0f} ms"
    return [
        compare(f"{words}: {SERIES} answers in turn over {settings().workers} workers", took, [ideal], "s"),
        Row(f"{words}: requests a series, one", sorted(asked)[len(asked) // 2], 1.0, "requests", MOST_REQUESTS),
    ]


def profile() -> str:
    """Say what a refresh spends its time on beside waiting; its workers are threads of their own and not seen."""
    with _yahoo() as (fake, tickers):
        _refresh(fake, tickers)
        return profiling.of_calls("one refresh", lambda: _refresh(fake, tickers), 1)


def _refresh(fake: FakeYahoo, tickers: tuple[str, ...]) -> tuple[float, int]:
    """Return the seconds of one refresh and how many requests it made, connections that were refused included."""
    with tempfile.TemporaryDirectory() as folder:
        data_cache = Path(folder)
        shutil.copytree(PROJECT_ROOT / "data_cache" / "snapshot", data_cache / "snapshot")
        source = YahooSource(data_cache / "private", workers=settings().workers, timeout=15, cool_down_minutes=60)
        before, start = len(fake.asked), time.perf_counter()
        report = refresh_prices("yahoo", source, tickers, data_cache, Run(300), generations=5)
        seconds = time.perf_counter() - start
        if report.refused:
            raise RuntimeError(f"A series was refused, whose time would say nothing: {report.refused}")
        return seconds, len(fake.asked) - before


@contextmanager
def _yahoo() -> Iterator[tuple[FakeYahoo, tuple[str, ...]]]:
    """Run a Yahoo that has all stored series, and copies of some under other names."""
    logging.getLogger("dashboard").setLevel(logging.ERROR)
    panel = load_panel(PROJECT_ROOT / "data_cache")
    names = [ticker for ticker in panel.tickers if "=" not in ticker]
    with fake_yahoo(delay=DELAY) as fake:
        fake.series.update({ticker: stored(panel, ticker, more=1) for ticker in names})
        more = names[: SERIES - len(names)]
        fake.series.update({f"{ticker}-X": replace(fake.series[ticker]) for ticker in more})
        yield fake, (*names, *(f"{ticker}-X" for ticker in more))
