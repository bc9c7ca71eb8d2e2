"""The commands that set a day beside later or other ones: their columns, and one line for what cannot be used."""

from __future__ import annotations

import pytest

from dashboard import day_tables
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
