"""The command ``claims``."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from dashboard import claim_tables
from dashboard.claim_words import VERDICT_WORDS, reason
from dashboard.errors import InputError
from dashboard.options import DataCacheOption, Format, FormatOption, OutOption, naming, one_of, print_table
from dashboard.tables import load_prices

app = typer.Typer()


class Language(StrEnum):
    """In which language statements are printed."""

    en = "en"
    ja = "ja"


@app.command("claims")
def claims(
    context: typer.Context,
    id: Annotated[str | None, typer.Option(help="One claim, such as C013.", metavar="ID")] = None,
    explain: Annotated[
        bool, typer.Option("--explain", help="Print the formula and every figure behind the claim of --id.")
    ] = False,
    language: Annotated[
        Language, typer.Option(parser=one_of(Language), help="Of the statements.", metavar="en|ja")
    ] = Language.en,
    form: FormatOption = Format.csv,
    out: OutOption = None,
    data_cache: DataCacheOption = None,
) -> None:
    """What five articles printed of the day, each claim beside the computed value, with a verdict and the reason."""
    if explain and id is None:
        raise InputError("--explain shows the figures behind one claim; name it with --id, for example --id C013.")
    prices = load_prices(data_cache)
    if id is None:
        print_table(claim_tables.claims(prices, language.value), form, out)
        return
    with naming(context, "id"):
        found = claim_tables.finding(prices, id.strip().upper())
    known = found.claim.id
    if not explain:
        table = claim_tables.claims(prices, language.value)
        print_table(table[table["id"] == known], form, out)
        return
    statement = found.claim.statement_ja if language is Language.ja else found.claim.statement_en
    typer.echo(f"{known}: {statement} {VERDICT_WORDS[found.verdict].capitalize()}. {reason(found)}", err=True)
    print_table(claim_tables.explained(prices, known), form, out)
