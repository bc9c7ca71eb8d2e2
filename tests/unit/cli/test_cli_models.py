"""The command on models: documented columns, the rows of the pages, and one line for what cannot be used."""

from __future__ import annotations

import pytest

from dashboard import model_tables
from dashboard.study import model_figures, release_dates
from tests.unit.cli.test_cli import documented_columns, rows, run

TABLES = {
    "figures": model_figures.COLUMNS,
    "releases": release_dates.COLUMNS,
    "later": model_tables.LATER_COLUMNS,
}


@pytest.mark.parametrize("table", TABLES)
def test_columns_are_the_documented_ones(table: str) -> None:
    printed = run("models", "--table", table).stdout.splitlines()[0].split(",")
    document = "models" if table == "figures" else f"models --table {table}"
    assert printed == list(TABLES[table]) == documented_columns(document)


def test_figures_are_the_default() -> None:
    assert rows("models") == rows("models", "--table", "figures")
    (hours,) = [row for row in rows("models") if row["key"] == "llama-3.1-405b-gpu-hours"]
    assert float(hours["ratio"]) == 2.788 / 30.84


def test_another_table_is_refused_in_one_line() -> None:
    result = run("models", "--table", "prices")
    assert (result.returncode, result.stdout) == (2, "")
    assert "'prices' is not one of figures, releases, later" in result.stderr
