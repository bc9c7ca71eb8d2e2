"""The command ``market-value``."""

from __future__ import annotations

from typing import Annotated

import typer

from dashboard import value_tables
from dashboard.choices import select
from dashboard.options import (
    CurrencyChoice,
    DataCacheOption,
    DateOption,
    Format,
    FormatOption,
    OutOption,
    TickersOption,
    ValueTable,
    day_of,
    naming,
    one_of,
    print_table,
    refuse_beside,
)
from dashboard.study.concentration import SHARE
from dashboard.study.market_split import unsplit
from dashboard.study.market_value import YEN
from dashboard.tables import load_prices

app = typer.Typer()


def _number(value: object) -> float:
    try:
        return float(str(value))
    except ValueError:
        raise typer.BadParameter(f"{str(value)!r} is not a number; write it as 0.9.") from None


@app.command("market-value")
def market_value(
    context: typer.Context,
    date: DateOption = "2025-01-27",
    currency: Annotated[
        CurrencyChoice,
        typer.Option(parser=one_of(CurrencyChoice), help="Dollars, or yen at each day's rate.", metavar="USD|JPY"),
    ] = CurrencyChoice.USD,
    tickers: TickersOption = "companies",
    benchmark: Annotated[
        str | None,
        typer.Option(
            help=f"The market by which a loss is split; {value_tables.BENCHMARK} where it is stored.", metavar="TICKER"
        ),
    ] = None,
    table: Annotated[
        ValueTable,
        typer.Option(parser=one_of(ValueTable), help="Which table is printed.", metavar="|".join(ValueTable)),
    ] = ValueTable.companies,
    share: Annotated[
        float,
        typer.Option(parser=_number, help="Of the table concentration: the part of the loss.", metavar="PART"),
    ] = SHARE,
    form: FormatOption = Format.csv,
    out: OutOption = None,
    data_cache: DataCacheOption = None,
) -> None:
    """Market value before and after a session, what was lost, how much of it the market explains, and who lost most."""
    refuse_beside(context, table, benchmark=ValueTable.companies, share=ValueTable.concentration)
    day, prices = day_of(context, "date", date), load_prices(data_cache)
    with naming(context, "tickers"):
        chosen = select(prices, tickers)
    by = benchmark
    if by is None and value_tables.BENCHMARK in prices.tickers:
        by = value_tables.BENCHMARK
    with naming(context, "date", "currency", "benchmark", "share"):
        if table is ValueTable.concentration:
            frame = value_tables.concentration(prices, day, chosen, currency.value, share)
        else:
            frame = value_tables.market_value(prices, day, chosen, currency.value, by)
        missing = value_tables.missing_rates(prices, day, currency.value)
    if missing:
        days = " and ".join(map(str, missing))
        typer.echo(
            f"No exchange rate {YEN} is stored for {days}; yen values of that day, and losses, are left empty.",
            err=True,
        )
    if table is ValueTable.companies and (without := unsplit(frame)):
        typer.echo(_why_unsplit(by, without), err=True)
    print_table(frame, form, out)


def _why_unsplit(benchmark: str | None, tickers: tuple[str, ...]) -> str:
    if benchmark is None:
        return f"{value_tables.BENCHMARK} is not stored, so no loss is split; name another market with --benchmark."
    return (
        f"No beta to {benchmark} from enough earlier sessions, or no return of it that day: the loss of "
        f"{', '.join(tickers)} is not split."
    )
