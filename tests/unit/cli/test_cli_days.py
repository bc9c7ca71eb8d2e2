"""The commands that set a day beside later or other ones: their columns, and one line for what cannot be used."""

from __future__ import annotations

import pytest

from dashboard import day_tables
from dashboard.settings import PROJECT_ROOT
from dashboard.study.day_comparison import UNITS
from dashboard.study.review import COLUMNS as REVIEWED
from dashboard.tables import load_prices
from tests.unit.cli.test_cli import documented_columns, rows, run


def test_the_review_has_the_documented_columns() -> None:
    printed = run("review").stdout.splitlines()[0].split(",")
    assert printed == ["ticker", *REVIEWED] == documented_columns("review")
    by_segment = run("review", "--by", "segment").stdout.splitlines()[0].split(",")
    assert by_segment == ["segment", "companies", *(name for name in REVIEWED if name != "close_before")]


def test_one_row_of_the_review() -> None:
    (row,) = rows("review", "--tickers", "NVDA")
    # Closes: 142.62 on 24 Jan 2025, 118.42 on the 27th, 94.31 on 4 Apr, 147.90 on 24 Jun.
    assert float(row["ret_to"]) == pytest.approx(147.90 / 142.62 - 1)
    assert (row["april_low_date"], row["april_sessions"], row["sessions"]) == ("2025-04-04", "44", "93")


def test_a_segment_stands_at_the_mean_of_its_companies() -> None:
    companies = rows("review", "--tickers", "segment:power-producers")
    (segment,) = rows("review", "--by", "segment", "--tickers", "segment:power-producers")
    assert segment["companies"] == "4"
    for name in ("event_ret", "ret_to"):
        mean = sum(float(row[name]) for row in companies) / 4
        assert float(segment[name]) == pytest.approx(mean)
    # All four of them, and so their mean, were not lowest on one day: the low of the mean is no lower than theirs.
    assert float(segment["april_low_ret"]) >= sum(float(row["april_low_ret"]) for row in companies) / 4


def test_the_pages_day_of_review_is_the_commands() -> None:
    prices = load_prices()
    assert day_tables.review_day(prices).isoformat() == "2025-06-24"
    assert day_tables.review_day(prices, "2024-08-05").isoformat() == "2025-02-03"
    assert day_tables.review_day(prices, "2024-08-06").isoformat() == "2025-02-04"
    assert day_tables.review_day(prices, "2025-12-31").isoformat() == "2025-12-31"
    # 182 days after 27 May 2025 is 25 Nov; 182 days after 29 May is Thanksgiving, without a session.
    assert day_tables.review_day(prices, "2025-05-29").isoformat() == "2025-11-26"


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ("--to 2025-01-24", "--to 2025-01-24: The day of review 2025-01-24 lies before the event session 2025-01-27"),
        ("--to 2025-06-22", "--to 2025-06-22: Sunday 2025-06-22 is not a session of XNYS"),
        ("--date 2025-13-01", "--date 2025-13-01: '2025-13-01' is not a date"),
        ("--to 2026-06-24", "--to 2026-06-24: 2026-06-24 is outside the stored prices"),
        ("--by company", "'company' is not one of ticker, segment"),
        ("--tickers NOPE", "--tickers NOPE: "),
    ],
)
def test_what_cannot_be_used_is_one_line(arguments: str, sentence: str) -> None:
    result = run("review", *arguments.split())
    assert (result.returncode, result.stdout, result.stderr.count("\n")) == (2, "", 1)
    assert sentence in result.stderr


def test_an_unknown_unit_is_refused_in_the_interface_too() -> None:
    with pytest.raises(ValueError, match="'company' is no unit of a review; use ticker or segment"):
        day_tables.review(load_prices(), by="company")


def test_compared_days_have_the_documented_columns_and_measures() -> None:
    printed = rows("days")
    assert list(printed[0]) == ["measure", "unit", "value_1", "value_2", "value_3"]
    assert documented_columns("days") == list(UNITS) == [row["measure"] for row in printed]
    assert [row["unit"] for row in printed] == list(UNITS.values())
    document = (PROJECT_ROOT / "docs" / "commands.md").read_text(encoding="utf-8")
    for unit, table in (("ticker", "days --by ticker"), ("segment", "days --by segment")):
        head = run("days", "--by", unit, "--span", "2025-01-27").stdout.splitlines()[0]
        assert [f"{name.replace('_n', '_1')}" for name in documented_columns(table)] == head.split(",")
    assert "2025-04-03:2025-04-04" in document


def test_spans_are_numbered_in_the_order_given() -> None:
    forward = rows("days", "--span", "2025-01-27", "--span", "2025-04-03:2025-04-04", "--by", "ticker")
    backward = rows("days", "--span", "2025-04-03:2025-04-04", "--span", "2025-01-27", "--by", "ticker")
    assert [row["ret_1"] for row in forward] == [row["ret_2"] for row in backward]
    assert len(forward) == 51


def test_one_session_is_that_of_the_sell_off() -> None:
    compared = {row["ticker"]: row for row in rows("days", "--span", "2025-01-27", "--by", "ticker")}
    for row in rows("sell-off"):
        mine = compared[row["ticker"]]
        assert mine["ret_1"] == row["ret"]
        assert float(mine["loss_bn_1"] or "nan") == pytest.approx(float(row["loss_bn"] or "nan"), nan_ok=True)
    waits = {row["ticker"]: row["sessions"] for row in rows("recovery")}
    assert {ticker: row["sessions_1"] for ticker, row in compared.items()} == waits


def test_companies_that_are_not_compared_are_named() -> None:
    result = run("days", "--span", "2023-06-02", "--span", "2025-01-27", "--tickers", "NVDA,GEV,ARM")
    assert result.returncode == 0
    assert result.stderr == "Left out for want of a price in one of the spans: GEV, ARM.\n"
    assert result.stdout.splitlines()[1] == "companies,count,1.0,1.0"


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ("--span 2025-01-26", "--span 2025-01-26: Sunday 2025-01-26 is not a session of XNYS; the nearest are"),
        ("--span 2025-01-27 --span soon", "--span soon: 'soon' is no session and no run of sessions; write 2025-01-27"),
        ("--span 2025-04-03:2025-04-04:2025-04-07", "is no session and no run of sessions"),
        ("--span 2025-04-04:2025-04-03", "'2025-04-04:2025-04-03' is reversed; give the earlier day first"),
        ("--span 2025-04-04 --span 2025-04-04:2025-04-04", "is given twice; choose another session"),
        ("--span 2023-06-01", "2023-06-01 is the first stored session, so there is no close before it"),
        ("--span 2025-12-31:2026-01-02", "2026-01-02 is outside the stored prices"),
        ("--by company", "'company' is not one of measure, ticker, segment"),
        (" ".join(f"--span 2025-02-0{day}" for day in range(3, 8)) + " --span 2025-02-10 --span 2025-02-11",
         "7 spans are given; give from 1 to 6"),
    ],
)  # fmt: skip
def test_a_span_that_cannot_be_used_is_one_line(arguments: str, sentence: str) -> None:
    result = run("days", *arguments.split())
    assert (result.returncode, result.stdout, result.stderr.count("\n")) == (2, "", 1)
    assert sentence in result.stderr
