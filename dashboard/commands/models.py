"""The command ``models``."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import Annotated

import pandas as pd
import typer

from dashboard import model_tables
from dashboard.options import Format, FormatOption, OutOption, one_of, print_table

app = typer.Typer()


class Table(StrEnum):
    """What is printed of the models."""

    figures = "figures"
    releases = "releases"
    later = "later"


BUILDERS: Mapping[Table, Callable[[], pd.DataFrame]] = {
    Table.figures: model_tables.model_figures,
    Table.releases: model_tables.releases_dated,
    Table.later: model_tables.later_releases,
}


@app.command("models")
def models(
    table: Annotated[
        Table, typer.Option(parser=one_of(Table), help="Which table is printed.", metavar="|".join(Table))
    ] = Table.figures,
    form: FormatOption = Format.csv,
    out: OutOption = None,
) -> None:
    """What moved the market: figures of models, how DeepSeek's releases are dated, and which releases came later."""
    print_table(BUILDERS[table](), form, out)
