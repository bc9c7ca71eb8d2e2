"""The reader of catalogue files names file, line, field and value in one sentence."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.catalog.rows import Row, one_of, parse_day, read_rows
from dashboard.errors import CatalogError


def row(value: str) -> Row:
    return Row("facts.csv", 7, {"cell": value})


def write(tmp_path: Path, content: bytes) -> Path:
    path = tmp_path / "facts.csv"
    path.write_bytes(content)
    return path


def test_rows_keep_their_line_numbers_and_quoted_commas(tmp_path: Path) -> None:
    rows = read_rows(write(tmp_path, 'a,b\n1,"x, y"\n2,エヌビディア\n'.encode()), ("a", "b"), key=["a"])
    assert [(r.line, r.text("a"), r.text("b")) for r in rows] == [(2, "1", "x, y"), (3, "2", "エヌビディア")]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "facts.csv, line 1: the columns are ''; they must be a,b."),
        (b"a,c\n1,2\n", "facts.csv, line 1: the columns are 'a,c'; they must be a,b."),
        (b"b,a\n1,2\n", "facts.csv, line 1: the columns are 'b,a'; they must be a,b."),
        (b"a,b\n1,2\n3\n", "facts.csv, line 3: '3' has 1 fields; it must have 2."),
        (b"a,b\n1,2,3\n", "facts.csv, line 2: '1,2,3' has 3 fields; it must have 2."),
        (b"a,b\n1,2\n\n", "facts.csv, line 3: '' has 0 fields; it must have 2."),
        (b"a,b\n1, 2\n", "facts.csv, line 2, b: ' 2' is not accepted; it must be without blanks at its ends."),
        (b"a,b\n1,2\n1,3\n", "facts.csv, line 3, a: '1' stands already on line 2; it must occur once."),
        (b"a,b\n1,\xff\n", "facts.csv is not UTF-8 at byte 6; save it as UTF-8."),
        (b'a,b\n1,"2\n', "facts.csv, line 2: this is not valid CSV (unexpected end of data); mend it."),
    ],
)
def test_a_malformed_table_is_refused(tmp_path: Path, content: bytes, sentence: str) -> None:
    with pytest.raises(CatalogError, match=f"^{re.escape(sentence)}$"):
        read_rows(write(tmp_path, content), ("a", "b"), key=["a"])


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CatalogError, match=r"^The catalogue file none\.csv cannot be read \(.+\); reinstall\.$"):
        read_rows(tmp_path / "none.csv", ("a",), key=["a"])


def test_cells_are_read_by_type() -> None:
    assert row("24490000000").whole("cell") == 24_490_000_000
    assert row("-0.1697").number("cell", -1, 0) == -0.1697
    assert row("2024-02-29").day("cell") == date(2024, 2, 29)
    assert row("^GSPC NG=F").tickers("cell") == ("^GSPC", "NG=F")
    assert row("").tickers("cell") == ()
    assert row("").optional("cell", row("").text) is None
    assert row("b").choice("cell", ("a", "b")) == "b"


@pytest.mark.parametrize("value", ["0", "-5", "1.5", "1e9", "٣", "", "24,490", "+1", "007"])
def test_only_positive_whole_numbers_count(value: str) -> None:
    with pytest.raises(CatalogError, match="a positive whole number in digits only"):
        row(value).whole("cell")


@pytest.mark.parametrize("value", ["nan", "inf", "", "1", "2", "0x1", "-1", "-2", "1e-3", ".5"])
def test_only_decimals_between_the_bounds_are_numbers(value: str) -> None:
    with pytest.raises(CatalogError, match="a number above -1 and below 1"):
        row(value).number("cell", -1, 1)


@pytest.mark.parametrize("value", ["2025-02-29", "20250127", "2025-W05-1", "2025-1-7", "2025-01", "27 Jan 2025", ""])
def test_only_days_of_the_calendar_are_days(value: str) -> None:
    with pytest.raises(CatalogError, match="a day of the calendar written YYYY-MM-DD"):
        row(value).day("cell")


@pytest.mark.parametrize("value", ["nvda", "NVDA AMD ", "NVDA  AMD", "NVDA NVDA", "NVDA,AMD", "records.csv"])
def test_only_tickers_are_tickers(value: str) -> None:
    with pytest.raises(CatalogError, match="tickers in capital letters, each once"):
        row(value).tickers("cell")


@pytest.mark.parametrize("value", ["www.sec.gov", "ftp://sec.gov", "https://", "https://a b"])
def test_only_web_addresses_are_urls(value: str) -> None:
    with pytest.raises(CatalogError, match="an address that begins with"):
        row(value).url("cell")


def test_a_long_value_is_cut_in_the_sentence() -> None:
    with pytest.raises(CatalogError) as caught:
        row("x" * 500).day("cell")
    assert len(str(caught.value)) < 200


def test_words_are_joined_for_a_sentence() -> None:
    assert one_of(("a",)) == "a"
    assert one_of(("a", "b")) == "a or b"
    assert one_of(("a", "b", "c")) == "a, b or c"


@given(st.dates())
def test_every_iso_day_is_read_back(day: date) -> None:
    assert parse_day(day.isoformat()) == day


@given(st.text())
def test_an_error_is_one_line_whatever_the_value(value: str) -> None:
    sentence = str(row(value).error("cell", "something else"))
    assert sentence.startswith("facts.csv, line 7, cell: ")
    assert len(sentence.splitlines()) == 1
