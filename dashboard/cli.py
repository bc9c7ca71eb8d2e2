"""The ``deepseek-shock`` command: parse, call the same functions as the pages, print."""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import pandas as pd
import typer
from typer.exceptions import TyperException

from dashboard import tables
from dashboard.catalog import series_note
from dashboard.errors import DashboardError, InputError
from dashboard.export import to_csv, to_json
from dashboard.prices import PricePanel, import_file
from dashboard.settings import PROJECT_ROOT, settings

app = typer.Typer(
    name="deepseek-shock",
    help="The DeepSeek shock of 27 January 2025, measured: the tables of the dashboard without a browser.",
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


class Format(StrEnum):
    """How a table is printed."""

    csv = "csv"
    json = "json"


class Basis(StrEnum):
    """By which of its dates an event is dated."""

    launch = "launch"
    arxiv = "arxiv"
    article = "article"
    arxiv_revision = "arxiv_revision"


class CurrencyChoice(StrEnum):
    """In which currency market values are given."""

    USD = "USD"
    JPY = "JPY"


def _whole_number(least: int, most: int) -> Callable[[object], int]:
    """Return a parser for a whole number in a range, whose error names the value."""

    def parse(value: object) -> int:
        text = str(value)  # Typer passes the default through as the number it is
        if not text.isdecimal() or not least <= int(text) <= most:
            raise typer.BadParameter(f"{text!r} is not a whole number from {least} to {most}.")
        return int(text)

    return parse


TickersOption = Annotated[
    str,
    typer.Option("--tickers", help="Tickers, segment:NAME, companies or all, joined by commas.", metavar="LIST"),
]
DateOption = Annotated[str, typer.Option("--date", help="The session, YYYY-MM-DD.", metavar="DATE")]
FormatOption = Annotated[Format, typer.Option("--format", help="How the table is printed.")]
OutOption = Annotated[
    Path | None, typer.Option("--out", help="The file to write; standard output by default.", metavar="FILE")
]
DataCacheOption = Annotated[
    Path | None,
    typer.Option("--data-cache", help="The folder of the price stores; the project's own by default.", metavar="DIR"),
]


@contextmanager
def _naming(**options: str | None) -> Iterator[None]:
    """Name the options that were given before the sentence of an input error."""
    try:
        yield
    except InputError as error:
        given = " ".join(f"--{name} {value}" for name, value in options.items() if value is not None)
        raise type(error)(f"{given}: {error}") from error


def _prices(data_cache: Path | None) -> PricePanel:
    return tables.load_prices(data_cache)


def _print(frame: pd.DataFrame, form: Format, out: Path | None) -> None:
    text = to_csv(frame) if form is Format.csv else to_json(frame)
    if out is None:
        sys.stdout.write(text)
        return
    try:
        out.write_text(text, encoding="utf-8")
    except OSError as error:
        raise InputError(f"--out {out}: the file cannot be written ({error.strerror}); name another one.") from error


@app.command("sell-off")
def sell_off(
    date: DateOption = "2025-01-27",
    tickers: TickersOption = "companies",
    form: FormatOption = Format.csv,
    out: OutOption = None,
    data_cache: DataCacheOption = None,
) -> None:
    """What each company did on one session: return, gap, low, volume, dollars lost, and the weeks after."""
    with _naming(date=date, tickers=tickers):
        frame = tables.sell_off(_prices(data_cache), date, tickers)
    _print(frame, form, out)


@app.command("drawdowns")
def drawdowns(
    tickers: TickersOption = "companies",
    start: Annotated[str | None, typer.Option(help="First day, YYYY-MM-DD.", metavar="DATE")] = None,
    end: Annotated[str | None, typer.Option(help="Last day, YYYY-MM-DD.", metavar="DATE")] = None,
    top: Annotated[
        int, typer.Option(parser=_whole_number(1, 10_000), help="Episodes a series, deepest first.", metavar="N")
    ] = 5,
    form: FormatOption = Format.csv,
    out: OutOption = None,
    data_cache: DataCacheOption = None,
) -> None:
    """The worst drawdown episodes of each series: peak, first day below, valley, recovery, depth, dollars."""
    with _naming(tickers=tickers, start=start, end=end, top=str(top)):
        frame = tables.drawdowns(_prices(data_cache), tickers, start, end, top)
    _print(frame, form, out)


@app.command("market-value")
def market_value(
    date: DateOption = "2025-01-27",
    currency: Annotated[CurrencyChoice, typer.Option(help="Dollars, or yen at each day's rate.")] = CurrencyChoice.USD,
    tickers: TickersOption = "companies",
    form: FormatOption = Format.csv,
    out: OutOption = None,
    data_cache: DataCacheOption = None,
) -> None:
    """Market value before and after a session, what was lost, and which share count says so."""
    with _naming(date=date, currency=currency.value, tickers=tickers):
        frame = tables.market_value(_prices(data_cache), date, tickers, currency.value)
    _print(frame, form, out)


@app.command("recovery")
def recovery(
    date: DateOption = "2025-01-27",
    to: Annotated[
        str | None, typer.Option(help="The session at which returns end; the last one by default.", metavar="DATE")
    ] = None,
    tickers: TickersOption = "companies",
    form: FormatOption = Format.csv,
    out: OutOption = None,
    data_cache: DataCacheOption = None,
) -> None:
    """When each series closed at or above the close before the event, and what it returned since."""
    with _naming(date=date, to=to, tickers=tickers):
        frame = tables.recovery(_prices(data_cache), date, to, tickers)
    _print(frame, form, out)


@app.command("events")
def events(
    basis: Annotated[Basis | None, typer.Option(help="By which date; all by default.")] = None,
    start: Annotated[str | None, typer.Option("--from", help="First day, YYYY-MM-DD.", metavar="DATE")] = None,
    end: Annotated[str | None, typer.Option("--to", help="Last day, YYYY-MM-DD.", metavar="DATE")] = None,
    form: FormatOption = Format.csv,
    out: OutOption = None,
) -> None:
    """AI releases and policy events, with every date they are given and the session each maps to."""
    with _naming(**{"from": start, "to": end}):
        frame = tables.events(None if basis is None else basis.value, start, end)
    _print(frame, form, out)


@app.command("records")
def records(form: FormatOption = Format.csv, out: OutOption = None) -> None:
    """The largest one-day losses of market value, as reported, with their sources and disagreements."""
    _print(tables.records(), form, out)


@app.command("status")
def status(form: FormatOption = Format.csv, out: OutOption = None, data_cache: DataCacheOption = None) -> None:
    """What is stored, series by series: source, dates, gaps, checks and doubts."""
    _print(tables.status(_prices(data_cache)), form, out)


@app.command("import")
def import_(
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
    with _naming(**{"as-of": as_of}):
        day = None if as_of is None else tables.as_day(as_of)
    report = import_file(
        file,
        settings().data_cache / "store" if into is None else into,
        max_bytes=settings().import_max_mb * 1_000_000,
        dividends=dividends,
        splits=splits,
        factors=factors,
        source=source,
        factors_source=factors_source,
        note=series_note if catalogued else None,
        as_of=day,
    )
    left_out = f", {report.dropped_actions:,} dividends or splits before the first price left out"
    typer.echo(
        f"Stored {len(report.series):,} series, {report.rows:,} rows, {report.bytes:,} bytes"
        + (left_out if report.dropped_actions else "")
    )


@app.command("serve")
def serve(
    host: Annotated[str, typer.Option(help="The address to listen on.")] = "127.0.0.1",
    port: Annotated[
        int, typer.Option(parser=_whole_number(1, 65535), help="The port to listen on.", metavar="N")
    ] = 8501,
) -> None:
    """Start the dashboard."""
    script = PROJECT_ROOT / "app.py"
    if not script.is_file():
        raise InputError(f"serve: {script} does not exist; install the project from its own folder (pip install -e .).")
    typer.echo(f"Dashboard on http://{host}:{port}")
    sys.stdout.flush()
    arguments = ["streamlit", "run", str(script), f"--server.address={host}", f"--server.port={port}"]
    os.execv(sys.executable, [sys.executable, "-m", *arguments, "--server.headless=true"])


def main() -> None:
    """Run the command; what cannot be used ends in one line on standard error and exit status 2."""
    logging.basicConfig(level=logging.WARNING, stream=sys.stderr, format="%(levelname)s %(name)s: %(message)s")
    try:
        app(sys.argv[1:] or ["--help"], standalone_mode=False)
    except TyperException as error:
        _refuse(error.format_message())
    except DashboardError as error:
        _refuse(str(error))
    except typer.Abort:
        sys.exit(130)
    except BrokenPipeError:  # the reader of a pipe has gone, as `head` does
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)


def _refuse(sentence: str) -> None:
    sys.stderr.write(" ".join(sentence.split()) + "\n")
    sys.exit(2)
