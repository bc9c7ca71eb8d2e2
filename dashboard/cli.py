"""The ``deepseek-shock`` command: parse, call the same functions as the pages, print."""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Mapping
from importlib import import_module
from types import MappingProxyType
from typing import Annotated, Any

import typer
from typer.core import TyperGroup
from typer.exceptions import TyperException
from typer.main import get_group

from dashboard import record_tables, tables
from dashboard.choices import select
from dashboard.errors import DashboardError, InputError, StoreError
from dashboard.event_checks import first_versions_checked
from dashboard.listening import require_free
from dashboard.options import (
    Basis,
    DataCacheOption,
    DateOption,
    Format,
    FormatOption,
    OutOption,
    RecordTable,
    TickersOption,
    day_if_any,
    day_of,
    naming,
    one_of,
    print_table,
    refuse_beside,
    whole_number,
)
from dashboard.prices import PricePanel, load_first_versions, verify_stores
from dashboard.prices.load import table_notices
from dashboard.settings import PROJECT_ROOT, settings
from dashboard.tables import load_prices

_LATER: Mapping[str, str] = MappingProxyType(
    {
        "study": "study",
        "reactions": "study",
        "market-value": "value",
        "claims": "claims",
        "review": "days",
        "days": "days",
        "models": "models",
        "share-counts": "holdings",
        "holdings": "holdings",
        "import": "store",
        "refresh": "store",
        "rollback": "store",
    }
)
"""Commands whose module is loaded once they are asked for: what it imports takes longer than the others need."""


class _Commands(TyperGroup):
    """All commands, those of `_LATER` among them."""

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        if cmd_name not in self.commands:
            # A name that there is not needs all of them, to be told of the ones that it may stand for.
            for module in sorted({_LATER[cmd_name]} if cmd_name in _LATER else set(_LATER.values())):
                self.commands.update(get_group(import_module(f"dashboard.commands.{module}").app).commands)
        return super().get_command(ctx, cmd_name)

    def list_commands(self, ctx: Any) -> list[str]:
        return [*super().list_commands(ctx), *(name for name in _LATER if name not in self.commands)]


app = typer.Typer(
    name="deepseek-shock",
    cls=_Commands,
    help="The DeepSeek shock of 27 January 2025, measured: the tables of the dashboard without a browser.",
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


def _chosen(context: typer.Context, prices: PricePanel, tickers: str) -> tuple[str, ...]:
    with naming(context, "tickers"):
        return select(prices, tickers)


@app.command("sell-off")
def sell_off(
    context: typer.Context,
    date: DateOption = "2025-01-27",
    tickers: TickersOption = "companies",
    form: FormatOption = Format.csv,
    out: OutOption = None,
    data_cache: DataCacheOption = None,
) -> None:
    """What each company did on one session: return, gap, low, volume, dollars lost, and the weeks after."""
    day, prices = day_of(context, "date", date), load_prices(data_cache)
    chosen = _chosen(context, prices, tickers)
    with naming(context, "date"):
        frame = tables.sell_off(prices, day, chosen)
    print_table(frame, form, out)


@app.command("drawdowns")
def drawdowns(
    context: typer.Context,
    tickers: TickersOption = "companies",
    start: Annotated[str | None, typer.Option(help="First day, YYYY-MM-DD.", metavar="DATE")] = None,
    end: Annotated[str | None, typer.Option(help="Last day, YYYY-MM-DD.", metavar="DATE")] = None,
    top: Annotated[
        int, typer.Option(parser=whole_number(1, 10_000), help="Episodes per series, deepest first.", metavar="N")
    ] = 5,
    form: FormatOption = Format.csv,
    out: OutOption = None,
    data_cache: DataCacheOption = None,
) -> None:
    """The worst drawdown episodes of each series: peak, first day below, valley, recovery, depth, dollars."""
    first, last = day_if_any(context, "start", start), day_if_any(context, "end", end)
    prices = load_prices(data_cache)
    chosen = _chosen(context, prices, tickers)
    with naming(context, "start", "end"):
        frame = tables.drawdowns(prices, chosen, first, last, top)
    print_table(frame, form, out)


@app.command("recovery")
def recovery(
    context: typer.Context,
    date: DateOption = "2025-01-27",
    to: Annotated[
        str | None,
        typer.Option(help="The session at which returns end; by default the last with a chosen close.", metavar="DATE"),
    ] = None,
    tickers: TickersOption = "companies",
    form: FormatOption = Format.csv,
    out: OutOption = None,
    data_cache: DataCacheOption = None,
) -> None:
    """When each series closed at or above the close before the event, and what it returned since."""
    day, end = day_of(context, "date", date), day_if_any(context, "to", to)
    prices = load_prices(data_cache)
    chosen = _chosen(context, prices, tickers)
    with naming(context, "date", "to"):
        frame = tables.recovery(prices, day, end, chosen)
    print_table(frame, form, out)


@app.command("events")
def events(
    context: typer.Context,
    basis: Annotated[
        Basis | None,
        typer.Option(parser=one_of(Basis), help="By which date; all by default.", metavar="|".join(Basis)),
    ] = None,
    start: Annotated[str | None, typer.Option("--from", help="First day, YYYY-MM-DD.", metavar="DATE")] = None,
    end: Annotated[str | None, typer.Option("--to", help="Last day, YYYY-MM-DD.", metavar="DATE")] = None,
    check: Annotated[
        bool, typer.Option("--check", help="Compare first-version dates with those that refresh fetched from arXiv.")
    ] = False,
    form: FormatOption = Format.csv,
    out: OutOption = None,
    data_cache: DataCacheOption = None,
) -> None:
    """AI releases and policy events, with every date they are given and the session each maps to."""
    if check:
        if basis is not None or start is not None or end is not None:
            raise InputError("--check looks at all first-version dates; leave --basis, --from and --to out.")
        fetched = load_first_versions(data_cache or settings().data_cache)
        for notice in fetched.attrs["notices"]:
            typer.echo(notice, err=True)
        print_table(first_versions_checked(fetched), form, out)
        return
    first, last = day_if_any(context, "start", start), day_if_any(context, "end", end)
    with naming(context, "start", "end"):
        frame = tables.events(None if basis is None else basis.value, first, last)
    print_table(frame, form, out)


@app.command("records")
def records(
    context: typer.Context,
    table: Annotated[
        RecordTable,
        typer.Option(parser=one_of(RecordTable), help="Which table is printed.", metavar="|".join(RecordTable)),
    ] = RecordTable.reported,
    top: Annotated[
        int, typer.Option(parser=whole_number(1, 1_000_000), help="Of the table computed: how many.", metavar="N")
    ] = record_tables.TOP,
    form: FormatOption = Format.csv,
    out: OutOption = None,
    data_cache: DataCacheOption = None,
) -> None:
    """The largest one-day losses of market value: as reported, as computed from the store, or both compared."""
    refuse_beside(context, table, top=RecordTable.computed)
    if table is RecordTable.reported:
        frame = record_tables.records()
    elif table is RecordTable.computed:
        frame = record_tables.computed_records(load_prices(data_cache), top)
    else:
        frame = record_tables.compared_records(load_prices(data_cache))
    print_table(frame, form, out)


@app.command("status")
def status(
    verify: Annotated[
        bool, typer.Option("--verify", help="Also read every stored file and check its checksum; exit 1 on a fault.")
    ] = False,
    form: FormatOption = Format.csv,
    out: OutOption = None,
    data_cache: DataCacheOption = None,
) -> None:
    """What is stored, series by series: source, dates, gaps, checks and doubts."""
    faults = verify_stores(data_cache or settings().data_cache) if verify else ()
    for fault in faults:
        typer.echo(fault, err=True)
    try:
        prices = load_prices(data_cache)
    except StoreError:
        if faults:
            raise typer.Exit(1) from None
        raise
    for notice in (*prices.notices, *table_notices(data_cache or settings().data_cache)):
        if notice not in faults:
            typer.echo(notice, err=True)
    print_table(tables.status(prices), form, out)
    if faults:
        raise typer.Exit(1)
    if verify:
        typer.echo("Every stored file is sound.", err=True)


@app.command("serve")
def serve(
    host: Annotated[str, typer.Option(help="The address to listen on.")] = "localhost",
    port: Annotated[
        int, typer.Option(parser=whole_number(1, 65535), help="The port to listen on.", metavar="N")
    ] = 8501,
) -> None:
    """Start the dashboard."""
    script = PROJECT_ROOT / "app.py"
    if not script.is_file():
        raise InputError(f"serve: {script} does not exist; install the project from its own folder (pip install -e .).")
    require_free(host, port)
    typer.echo(f"Dashboard: http://{f'[{host}]' if ':' in host else host}:{port}   (Ctrl+C stops it)")
    sys.stdout.flush()
    arguments = ["streamlit", "run", str(script), f"--server.address={host}", f"--server.port={port}"]
    os.execv(sys.executable, [sys.executable, "-m", *arguments, "--server.headless=true"])


def main() -> None:
    """Run the command; what cannot be used ends in one line on standard error and exit status 2."""
    logging.basicConfig(level=logging.WARNING, stream=sys.stderr, format="%(levelname)s %(name)s: %(message)s")
    try:
        status = app(sys.argv[1:] or ["--help"], standalone_mode=False)
    except TyperException as error:
        _refuse(error.format_message())
    except DashboardError as error:
        _refuse(str(error))
    except typer.Abort:
        sys.exit(130)
    except BrokenPipeError:  # the reader of a pipe has gone, as `head` does
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)
    sys.exit(status)


def _refuse(sentence: str) -> None:
    sys.stderr.write(" ".join(sentence.split()) + "\n")
    sys.exit(2)
