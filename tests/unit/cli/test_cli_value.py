"""The command on market value: its tables, its benchmark, and one line for what cannot be used."""

from __future__ import annotations

import csv
import io

import pytest

from dashboard.commands import value as value_commands
from dashboard.study.concentration import COLUMNS
from tests.support.panels import panel
from tests.unit.cli.test_cli import documented_columns, rows, run


def test_the_concentration_has_the_documented_columns() -> None:
    printed = run("market-value", "--table", "concentration").stdout.splitlines()[0].split(",")
    assert printed == list(COLUMNS) == documented_columns("market-value --table concentration")


def test_another_share_needs_other_companies() -> None:
    half = rows("market-value", "--table", "concentration", "--share", "0.5")
    assert [row["ticker"] for row in half if row["needed"] == "True"] == ["NVDA", "AVGO"]  # 52 % of the losses


def test_the_benchmark_is_obeyed() -> None:
    (plain,) = rows("market-value", "--tickers", "NVDA")
    (equal,) = rows("market-value", "--tickers", "NVDA", "--benchmark", "rsp")
    assert round(float(plain["benchmark_ret"]), 6) == -0.014581  # 6,101.24 to 6,012.28
    assert round(float(equal["benchmark_ret"]), 6) == 0.000659  # 182.19 to 182.31
    assert plain["loss_bn"] == equal["loss_bn"]


def test_what_cannot_be_used_is_one_line() -> None:
    for arguments, words in {
        "--benchmark NOPE": "--benchmark NOPE: ",
        "--benchmark=": "--benchmark '': ",
        "--table concentration --share 2": "--share 2.0: Share 2.0 is no part of a loss",
        "--table concentration --share lots": "'lots' is not a number",
        "--table concentration --benchmark RSP": "--benchmark is for the table companies",
        "--share 0.5": "--share is for the table concentration, and companies is printed",
        "--table graph": "'graph' is not one of companies, concentration",
    }.items():
        result = run("market-value", *arguments.split())
        assert (result.returncode, result.stdout, result.stderr.count("\n")) == (2, "", 1)
        assert words in result.stderr


def test_a_company_with_too_few_earlier_prices_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    prices = {"NVDA": [100, 90, 80], "AAPL": [10, 9, 9]}
    arguments = ("market-value", "--tickers", "NVDA,AAPL", "--date", "2025-01-06")
    monkeypatch.setattr(value_commands, "load_prices", lambda _: panel({**prices, "^GSPC": [50, 49, 49]}))
    result = run(*arguments)
    assert result.stderr == (
        "No beta to ^GSPC from enough earlier sessions, or no return of it that day: the loss of NVDA, AAPL is not "
        "split.\n"
    )
    assert [row["loss_market_bn"] for row in csv.DictReader(io.StringIO(result.stdout))] == ["", ""]
    monkeypatch.setattr(value_commands, "load_prices", lambda _: panel(prices))
    assert run(*arguments).stderr == (
        "^GSPC is not stored, so no loss is split; name another market with --benchmark.\n"
    )


@pytest.mark.parametrize("table", ["computed", "compared"])
def test_the_tables_of_records_have_the_documented_columns(table: str) -> None:
    printed = run("records", "--table", table).stdout.splitlines()[0].split(",")
    assert printed == documented_columns(f"records --table {table}")


def test_the_number_of_computed_records_is_obeyed_and_asked_of_no_other_table() -> None:
    assert [row["ticker"] for row in rows("records", "--table", "computed", "--top", "3")] == ["NVDA", "AAPL", "NVDA"]
    assert len(rows("records", "--table", "computed")) == 50
    assert "--top is for the table computed, and reported is printed" in run("records", "--top", "3").stderr
    assert "'graph' is not one of reported, computed, compared" in run("records", "--table", "graph").stderr
