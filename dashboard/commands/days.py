"""The commands that set a day beside later or other ones: review and days; loaded when one is asked for."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from dashboard import day_tables
from dashboard.choices import select
from dashboard.options import (
    DataCacheOption,
    DateOption,
    Format,
    FormatOption,
    OutOption,
    TickersOption,
    day_if_any,
    day_of,
    naming,
    one_of,
    print_table,
)
from dashboard.tables import load_prices

app = typer.Typer()


class ReviewBy(StrEnum):
    """Whose standing a review is of: the values of `day_tables.BY`."""

    ticker = "ticker"
    segment = "segment"


class DaysBy(StrEnum):
    """What a row of compared days is about."""

    measure = "measure"
    ticker = "ticker"
    segment = "segment"


TABLES = {
    DaysBy.measure: day_tables.compared_figures,
    DaysBy.ticker: day_tables.compared_companies,
    DaysBy.segment: day_tables.compared_segments,
}


@app.command("review")
def review(
    context: typer.Context,
    date: DateOption = "2025-01-27",
    to: Annotated[
        str | None,
        typer.Option(help="The session from which one looks back; about half a year later by default.", metavar="DATE"),
    ] = None,
    by: Annotated[
        ReviewBy,
        typer.Option("--by", parser=one_of(ReviewBy), help="One row for each.", metavar="|".join(ReviewBy)),
    ] = ReviewBy.ticker,
    tickers: TickersOption = "companies",
    form: FormatOption = Format.csv,
    out: OutOption = None,
    data_cache: DataCacheOption = None,
) -> None:
    """How each series stood some months after a session, how low it had been, and how low in April 2025."""
    day, end = day_of(context, "date", date), day_if_any(context, "to", to)
    prices = load_prices(data_cache)
    with naming(context, "tickers"):
        chosen = select(prices, tickers)
    with naming(context, "date", "to"):
        frame = day_tables.review(prices, day, end, chosen, by.value)
    print_table(frame, form, out)


@app.command("days")
def days(
    context: typer.Context,
    span: Annotated[
        list[str] | None,
        typer.Option("--span", help="A session, or the first and last of a run; may be repeated.", metavar="D|D:D"),
    ] = None,
    by: Annotated[
        DaysBy, typer.Option("--by", parser=one_of(DaysBy), help="One row for each.", metavar="|".join(DaysBy))
    ] = DaysBy.measure,
    tickers: TickersOption = "companies",
    form: FormatOption = Format.csv,
    out: OutOption = None,
    data_cache: DataCacheOption = None,
) -> None:
    """The same figures of the same companies for several sessions or runs of sessions, beside each other."""
    prices = load_prices(data_cache)
    with naming(context, "tickers"):
        chosen = select(prices, tickers)
    with naming(context, "span"):
        spans = tuple(span or day_tables.COMPARED)
        frame, absent = TABLES[by](prices, spans, chosen), day_tables.left_out(prices, spans, chosen)
    if absent:
        typer.echo(f"Left out for want of a price in one of the spans: {', '.join(absent)}.", err=True)
    print_table(frame, form, out)
