"""The commands that store figures or take them back: import, refresh, rollback; loaded when one is asked for."""

from __future__ import annotations

import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Annotated

import typer

from dashboard.catalog import load_universe, series_note
from dashboard.errors import InputError
from dashboard.options import DataCacheOption, TickersOption, day_if_any, naming
from dashboard.prices import import_file
from dashboard.prices.fetching import FOLDER, SOURCES, YAHOO, refresh_from
from dashboard.prices.load import REFRESHED, STORE
from dashboard.prices.refresh import refreshed_store
from dashboard.prices.reports import RefreshReport, rolled_back, write_report
from dashboard.prices.sources.protocol import Run
from dashboard.settings import settings

app = typer.Typer()

MOST_NAMED = 12
"""Names that one line of the report gives."""


@app.command("refresh")
def refresh(
    context: typer.Context,
    source: Annotated[str, typer.Option("--source", help=f"{', '.join(SOURCES)}.", metavar="NAME")] = YAHOO,
    tickers: TickersOption = "all",
    folder: Annotated[
        Path | None, typer.Option("--folder", help="Of CSV and Parquet files, for --source folder.", metavar="DIR")
    ] = None,
    new_past: Annotated[
        bool, typer.Option("--new-past", help="Also take prices that do not continue the stored ones.")
    ] = False,
    data_cache: DataCacheOption = None,
) -> None:
    """Fetch fresh figures and store those that pass every check; exit 0 all fresh, 3 partly, 4 nothing fetched."""
    if source not in SOURCES:
        raise InputError(f"--source {source}: there is no such source; give {', '.join(SOURCES)}.")
    if (folder is None) == (source == FOLDER):
        raise InputError("--folder goes with --source folder, and --source folder needs it; give both or neither.")
    if data_cache is not None and not data_cache.is_dir():
        raise InputError(f"--data-cache {data_cache}: there is no such folder; make it, or name the one of the stores.")
    with naming(context, "tickers"):
        chosen = load_universe().select(tickers, load_universe().tickers)
    run = Run(settings().fetch_budget)
    with _stopped_by_interrupt(run):
        report = refresh_from(
            source,
            chosen,
            settings().data_cache if data_cache is None else data_cache,
            run,
            _tell,
            folder=folder,
            new_past=new_past,
        )
    for line in lines_of(report):
        sys.stderr.write(line + "\n")
    raise typer.Exit(report.exit_status)


@app.command("rollback")
def rollback(data_cache: DataCacheOption = None) -> None:
    """Go back to the fetched figures as they were before the last refresh that changed them."""
    folder = settings().data_cache if data_cache is None else data_cache
    manifest = refreshed_store(folder, settings().generations).rollback()
    write_report(folder / REFRESHED, rolled_back(manifest.generation))
    typer.echo(f"Back to generation {manifest.generation} of the refreshed figures: {len(manifest.series)} series.")


@app.command("import")
def import_(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help="CSV or Parquet, long or wide.", metavar="FILE")],
    into: Annotated[
        Path | None, typer.Option(help="The store to write; data_cache/store by default.", metavar="DIR")
    ] = None,
    dividends: Annotated[
        Path | None, typer.Option(help="ticker, ex_date, amount, for prices without that column.", metavar="FILE")
    ] = None,
    splits: Annotated[
        Path | None, typer.Option(help="ticker, date, ratio, for prices without that column.", metavar="FILE")
    ] = None,
    factors: Annotated[
        Path | None, typer.Option(help="Daily factors in per cent: date, mkt_rf, smb, hml, ….", metavar="FILE")
    ] = None,
    source: Annotated[str | None, typer.Option(help="Where the prices come from, in a few words.")] = None,
    factors_source: Annotated[
        str | None, typer.Option("--factors-source", help="Where the factors come from, with their vintage.")
    ] = None,
    catalogued: Annotated[
        bool, typer.Option("--catalogued", help="Take each series' source and doubts from the catalogue.")
    ] = False,
    as_of: Annotated[
        str | None, typer.Option("--as-of", help="The day of the figures; the last date by default.", metavar="DATE")
    ] = None,
) -> None:
    """Check a file of prices and put its series into a store; a series already there is replaced whole."""
    day = day_if_any(context, "as_of", as_of)
    report = import_file(
        file,
        settings().data_cache / STORE if into is None else into,
        max_bytes=settings().import_max_mb * 1_000_000,
        dividends=dividends,
        splits=splits,
        factors=factors,
        source=source,
        factors_source=factors_source,
        note=series_note if catalogued else None,
        as_of=day,
    )
    dropped = _counted(report.dropped_actions, "dividend or split", "dividends or splits")
    typer.echo(
        f"Stored {_counted(len(report.series), 'series', 'series')}, {_counted(report.rows, 'row', 'rows')}, "
        + _counted(report.bytes, "byte", "bytes")
        + (f", {dropped} before the first price left out" if report.dropped_actions else "")
    )


def _counted(number: int, one: str, several: str) -> str:
    return f"{number:,} {one if number == 1 else several}"


def lines_of(report: RefreshReport) -> list[str]:
    """Say what was fetched, and for each reason what was not."""
    total = len(report.fresh) + len(report.refused)
    came = f"{len(report.fresh)} of {total} fresh." if total else "nothing that was chosen is to be had there."
    lines = [f"{report.source}: {came}"]
    for reason, names in report.reasons().items():
        shown = ", ".join(names[:MOST_NAMED])
        more = f" and {len(names) - MOST_NAMED} more" if len(names) > MOST_NAMED else ""
        lines.append(f"{shown}{more}: {reason}")
    return [*lines, *report.notes]


def _tell(done: int, total: int, ticker: str) -> None:
    """Write how far it is over the same line of a terminal; a file gets nothing."""
    if sys.stderr.isatty():
        sys.stderr.write(f"\r{done} of {total}: {ticker}\x1b[K" + ("\r\x1b[K" if done == total else ""))
        sys.stderr.flush()


@contextmanager
def _stopped_by_interrupt(run: Run) -> Iterator[None]:
    """Let an interrupt end the run in order, so that what has come in is stored; a second one ends the process."""

    def stop(number: int, frame: FrameType | None) -> None:
        signal.signal(signal.SIGINT, before)
        run.cancelled.set()

    before = signal.signal(signal.SIGINT, stop)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
