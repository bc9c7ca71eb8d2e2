"""What the fake Yahoo serves: versions of the embedded series, each of whose figures tells which version it is of."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from dashboard.errors import StoreError
from dashboard.prices import PricePanel, load_panel, verify_stores
from dashboard.prices.fetching import PRIVATE, YAHOO
from dashboard.prices.load import REFRESHED, SNAPSHOT
from dashboard.prices.panel import FIELDS, NEUTRAL
from dashboard.prices.refresh import refresh_prices
from dashboard.prices.sources.protocol import Run
from dashboard.prices.sources.yahoo import YahooSource
from dashboard.settings import PROJECT_ROOT
from tests.support.fake_yahoo_series import PRICES, Figures, YahooSeries, stored

TICKERS = ("NVDA", "AVGO", "AMD", "MU", "TSM", "ARM", "MSFT", "VST", "SPY", "^SOX", "JPY=X", "CL=F")
"""Of every kind: shares, a receipt, one that began later, a fund, an index, a rate, a future."""

STEP = 1e-6
"""By so much of themselves the figures of a version differ from those of the one before."""

VERSIONS_A_SESSION = 5
"""So many versions later a series has a session more, """

MOST_SESSIONS = 60
"""until it has so many more than what is embedded."""

REFRESH_SECONDS = 120.0

Column = NDArray[np.float64]


class Served:
    """Versions of the embedded series; version 0 is what is embedded itself.

    What was worked out once for a series is kept.
    """

    def __init__(self) -> None:
        self._plain: dict[tuple[str, int], YahooSeries] = {}
        self._arrays: dict[tuple[str, int], tuple[pd.DatetimeIndex, Mapping[str, Column]]] = {}

    @cached_property
    def embedded(self) -> PricePanel:
        """The embedded series."""
        return load_panel(PROJECT_ROOT / "data_cache")

    @cached_property
    def _sessions_since(self) -> int:
        """How many sessions have closed since the last embedded one."""
        last, yesterday = self.embedded.last, dt.datetime.now(dt.UTC).date() - dt.timedelta(days=1)
        return max(len(self.embedded.calendar.sessions(last, yesterday)) - 1, 0)

    def _more(self, version: int) -> int:
        """Return how many sessions more than the embedded series a version has."""
        return min(1 + version // VERSIONS_A_SESSION, MOST_SESSIONS, self._sessions_since) if version else 0

    def _longer(self, ticker: str, more: int) -> YahooSeries:
        if (ticker, more) not in self._plain:
            self._plain[ticker, more] = stored(self.embedded, ticker, more)
        return self._plain[ticker, more]

    def series(self, ticker: str, version: int) -> YahooSeries:
        """Return one series of a version."""
        plain, factor = self._longer(ticker, self._more(version)), 1 + version * STEP
        figures = {name: _times(plain.figures[name], factor) for name in PRICES}
        figures["volume"] = tuple(value and value + version for value in plain.figures["volume"])
        return replace(plain, figures=figures, dividends={day: paid * factor for day, paid in plain.dividends.items()})

    def version(self, version: int, tickers: Sequence[str] = TICKERS) -> dict[str, YahooSeries]:
        """Return all series of a version."""
        return {ticker: self.series(ticker, version) for ticker in tickers}

    def version_of(self, panel: PricePanel, ticker: str) -> int | None:
        """Return the version whose figures a panel holds of a ticker; None where they are of none, or of several."""
        held = panel.close[ticker].to_numpy()
        first = held[~np.isnan(held)][:1]
        version = round(float(first[0] / self.embedded.close[ticker].dropna().iloc[0] - 1) / STEP) if len(first) else -1
        return version if version >= 0 and self._is(panel, ticker, version) else None

    def _is(self, panel: PricePanel, ticker: str, version: int) -> bool:
        days, wanted = self._wanted(ticker, version)
        rows = panel.dates.get_indexer(days)
        if (rows < 0).any() or panel.series[ticker].rows != len(rows):
            return False
        for name in FIELDS:
            whole = np.full(len(panel.dates), NEUTRAL.get(name, np.nan))
            whole[rows] = wanted[name]
            if not np.array_equal(panel.fields[name][ticker].to_numpy(), whole, equal_nan=True):
                return False
        return True

    def _wanted(self, ticker: str, version: int) -> tuple[pd.DatetimeIndex, Mapping[str, Column]]:
        """Return the days and figures of a version as a panel has them."""
        more = self._more(version)
        if (ticker, more) not in self._arrays:
            plain = self._longer(ticker, more)
            self._arrays[ticker, more] = pd.DatetimeIndex(plain.days), _columns(plain)
        days, plain_columns = self._arrays[ticker, more]
        columns = {name: plain_columns[name] * (1 + version * STEP) for name in (*PRICES, "dividend")}
        volume = plain_columns["volume"]
        if version and not np.isnan(volume).all():
            # yfinance puts 0 in place of a volume that is null.
            volume = np.nan_to_num(volume)
        columns["volume"] = np.where(volume == 0, volume, volume + version)
        return days, {**columns, "split": plain_columns["split"]}

    def versions(self, panel: PricePanel, tickers: Sequence[str]) -> dict[str, int | None]:
        """Return the version of some series of a panel."""
        return {ticker: self.version_of(panel, ticker) for ticker in tickers}

    def problems(self, panel: PricePanel, allowed: Sequence[int], tickers: Sequence[str] = TICKERS) -> list[str]:
        """Say what is wrong with a panel unless it has all series, and the refreshed ones of one allowed version."""
        if panel.tickers != self.embedded.tickers:
            return [f"the panel holds {len(panel.tickers)} series instead of {len(self.embedded.tickers)}"]
        found = self.versions(panel, panel.tickers)
        strange = [f"{ticker} is of no version" for ticker, version in found.items() if version is None]
        moved = [
            f"{ticker} is of version {found[ticker]}" for ticker in found if found[ticker] and ticker not in tickers
        ]
        refreshed = {found[ticker] for ticker in tickers}
        mixed = [] if len(refreshed) == 1 and refreshed <= set(allowed) else [f"versions {refreshed}, not {allowed}"]
        return strange + moved + (mixed if not strange else [])

    def problems_of(self, data_cache: Path, version: int) -> list[str]:
        """Say what is wrong unless the stores are sound and hold one version, without a notice."""
        try:
            panel = load_panel(data_cache)
        except StoreError as error:
            return [f"nothing can be read: {error}"]
        return [*verify_stores(data_cache), *panel.notices, *self.problems(panel, (version,))]


def snapshot_in(data_cache: Path) -> Path:
    """Copy the embedded snapshot, and nothing else, to a new folder, and return that."""
    shutil.copytree(PROJECT_ROOT / "data_cache" / SNAPSHOT, data_cache / SNAPSHOT)
    return data_cache


def refresh_here(data_cache: Path, tickers: Sequence[str] = TICKERS, generations: int = 5) -> list[str]:
    """Refresh in this process, and say what did not come."""
    source = YahooSource(data_cache / REFRESHED / PRIVATE, workers=3, timeout=15, cool_down_minutes=60)
    run = Run(REFRESH_SECONDS)
    report = refresh_prices(YAHOO, source, tickers, data_cache, run, generations=generations)
    return list(report.refused.values())


def _times(values: Figures, factor: float) -> Figures:
    return tuple(None if value is None else value * factor for value in values)


def _columns(series: YahooSeries) -> Mapping[str, Column]:
    columns = {name: np.array(values, dtype=np.float64) for name, values in series.figures.items()}
    ratios = {day: new / old for day, (new, old) in series.splits.items()}
    columns["dividend"] = np.array([series.dividends.get(day, 0.0) for day in series.days])
    columns["split"] = np.array([ratios.get(day, 1.0) for day in series.days])
    return columns
