"""The commands on single companies: their share counts through time."""

from __future__ import annotations

import typer

from dashboard import company_tables
from dashboard.choices import select
from dashboard.options import DataCacheOption, Format, FormatOption, OutOption, TickersOption, naming, print_table
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
