"""The commands on single companies and on a reader's own holdings of them."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from dashboard import company_tables, holdings_tables
from dashboard.choices import select
from dashboard.errors import InputError
from dashboard.holdings_text import MOST_BYTES, Holdings, read_file, read_shares
from dashboard.options import (
    DataCacheOption,
    DateOption,
    Format,
    FormatOption,
    OutOption,
    TickersOption,
    day_if_any,
    day_of,
    file_path,
    naming,
    print_table,
)
from dashboard.tables import load_prices

app = typer.Typer()


@app.command("share-counts")
def share_counts(
    context: typer.Context,
    tickers: TickersOption = "companies",
    form: FormatOption = Format.csv,
    out: OutOption = None,
    data_cache: DataCacheOption = None,
) -> None:
    """The share counts of each company through time, how sure each is, and the market value when it became known."""
    prices = load_prices(data_cache)
    with naming(context, "tickers"):
        chosen = select(prices, tickers)
    print_table(company_tables.share_counts(prices, chosen), form, out)


@app.command("holdings")
def holdings(
    context: typer.Context,
    file: Annotated[
        Path | None,
        typer.Argument(parser=file_path, help="A CSV file with the columns ticker and shares.", metavar="FILE"),
    ] = None,
    share: Annotated[
        list[str] | None,
        typer.Option("--share", help="One holding, in place of a file; may be repeated.", metavar="TICKER=SHARES"),
    ] = None,
    date: DateOption = "2025-01-27",
    to: Annotated[
        str | None,
        typer.Option(
            help="The session at which values end; by default the last on which all holdings have a close.",
            metavar="DATE",
        ),
    ] = None,
    form: FormatOption = Format.csv,
    out: OutOption = None,
    data_cache: DataCacheOption = None,
) -> None:
    """What holdings of your own lost on a session, when they were back, and what they have come to since.

    Shares are those held at the close before the session, as counted that day; later splits are multiplied in.
    """
    day, end = day_of(context, "date", date), day_if_any(context, "to", to)
    held = _held(context, file, share or [])
    prices = load_prices(data_cache)
    with naming(context, "file", "share", "date", "to"):
        frame = holdings_tables.holdings(prices, held.shares, day, end)
    for note in holdings_tables.notes(held.added, frame, str(day)):
        typer.echo(note, err=True)
    print_table(frame, form, out)


def _held(context: typer.Context, file: Path | None, share: list[str]) -> Holdings:
    """Read the holdings from the file, or from the options."""
    if file is not None and share:
        raise InputError(f"--share cannot stand beside the file {file}; give one of them.")
    if file is None:
        with naming(context, "share"):
            return read_shares(share)
    try:
        with file.open("rb") as stream:
            content = stream.read(MOST_BYTES + 1)
    except OSError as error:
        raise InputError(f"{file}: the file cannot be read ({error.strerror}); name another one.") from error
    with naming(context, "file"):
        return read_file(content)
