"""Which sources there are, and a refresh from one of them with the settings of this machine."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from dashboard.errors import InputError
from dashboard.prices.load import REFRESHED
from dashboard.prices.refresh import refresh_prices
from dashboard.prices.refresh_facts import Place, refresh_factors, refresh_first_versions, refresh_share_counts
from dashboard.prices.reports import RefreshReport
from dashboard.prices.sources.csv_folder import FolderSource
from dashboard.prices.sources.http import HttpSources
from dashboard.prices.sources.protocol import PriceSource, Progress, Run
from dashboard.settings import settings

YAHOO, SEC, FRENCH, ARXIV, FOLDER = "yahoo", "sec", "french", "arxiv", "folder"

SOURCES: Mapping[str, str] = {
    YAHOO: "Prices from Yahoo Finance",
    SEC: "Share counts from the SEC",
    FRENCH: "Factors from the Kenneth French library",
    ARXIV: "First versions from arXiv",
    FOLDER: "Prices from a folder of files",
}
"""Short name to what it gives."""

PRIVATE = "private"
"""Within the folder of refreshed figures: what sources keep for themselves, shown to nobody else."""


def refresh_from(
    key: str,
    tickers: Sequence[str],
    data_cache: Path,
    run: Run,
    progress: Progress,
    *,
    folder: Path | None = None,
    new_past: bool = False,
    bases: Mapping[str, str] | None = None,
) -> RefreshReport:
    """Refresh from a source.

    Parameters
    ----------
    key : str
        One of `SOURCES`.
    tickers : sequence of str
        Of the universe; looked at by sources of prices and of share counts.
    data_cache : Path
        The folder that holds the stores' folders.
    run : Run
    progress : callable
        Told each series of prices that came in, and each company whose share counts are asked for.
    folder : Path, optional
        Where the files of the source "folder" are.
    new_past : bool
        Whether prices are taken whose past is another than the stored one.
    bases : mapping of str to str, optional
        Other addresses of services than their own, by source.

    Raises
    ------
    InputError
        The source is unknown, or lacks what it needs.
    StoreError
        Nothing can be written; what was stored is as it was.
    """
    if key in (YAHOO, FOLDER):
        source = _prices(key, data_cache, folder)
        return refresh_prices(
            key,
            source,
            tickers,
            data_cache,
            run,
            generations=settings().generations,
            progress=progress,
            new_past=new_past,
        )
    if key not in SOURCES:
        raise InputError(f"There is no source {key!r}; choose {', '.join(SOURCES)}.")
    private = data_cache / REFRESHED / PRIVATE
    limits = {"timeout": settings().fetch_timeout, "cool_down": settings().cool_down}
    with HttpSources(private, **limits, run=run) as http:
        place = Place(data_cache, http, settings().generations, bases or {})
        if key == SEC:
            return refresh_share_counts(key, place, tickers, run, settings().contact, progress)
        return refresh_factors(key, place) if key == FRENCH else refresh_first_versions(key, place)


def _prices(key: str, data_cache: Path, folder: Path | None) -> PriceSource:
    if key == FOLDER:
        if folder is None:
            raise InputError("The source folder needs a folder of CSV or Parquet files; name one.")
        return FolderSource(folder, settings().import_max_mb * 1_000_000)
    # It imports yfinance, which takes longer than all the rest.
    from dashboard.prices.sources.yahoo import YahooSource

    return YahooSource(
        data_cache / REFRESHED / PRIVATE,
        workers=settings().workers,
        timeout=settings().fetch_timeout,
        cool_down_minutes=settings().cool_down,
    )
