"""A file that cannot be imported is refused with one sentence, and what was stored stays as it was, byte for byte."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from dashboard.errors import ImportFileError, StoreError
from dashboard.prices import import_file, load_panel

MAX_BYTES = 64_000_000
HEAD = "ticker,date,open,high,low,close,volume\n"
ROW = "NVDA,2025-01-27,124.8,128.4,116.7,118.42,818830900\n"


def state(folder: Path) -> dict[str, bytes]:
    files = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


@pytest.fixture
def store(tmp_path: Path) -> Path:
    path = tmp_path / "good.csv"
    path.write_text(HEAD + ROW, encoding="utf-8")
    import_file(path, tmp_path / "store", max_bytes=MAX_BYTES)
    return tmp_path / "store"


def cut_parquet(path: Path) -> None:
    frame = pd.DataFrame({"ticker": ["A"] * 500, "date": pd.date_range("2023-01-02", periods=500), "close": 1.5})
    frame.to_parquet(path)
    os.truncate(path, path.stat().st_size // 2)


def text(content: str, encoding: str = "utf-8") -> Callable[[Path], None]:
    return lambda path: path.write_bytes(content.encode(encoding)) and None


def sparse(path: Path) -> None:
    with path.open("wb") as stream:
        stream.truncate(200_000_000)


def unfolding_parquet(path: Path) -> None:
    # Six million equal rows take a few kilobytes.
    pd.DataFrame({"ticker": "A", "date": "2025-01-27", "close": [1.0] * 6_000_000}).to_parquet(path)


def parquet(**columns: pa.Array) -> Callable[[Path], None]:
    """Write one row of a long file, with some columns of another type."""
    row = {"ticker": ["A"], "date": ["2025-01-27"], "close": [1.5], **columns}
    return lambda path: pq.write_table(pa.table(row), path)


def false_text() -> pa.Array:
    """Return bytes that are not UTF-8 in a column that says they are text."""
    return pa.Array.from_buffers(pa.string(), 1, pa.array([b"\xff\xfe"]).buffers())


FAULTS: dict[str, tuple[Callable[[Path], None], str]] = {
    "wrong columns": (text("symbol,day,price\nNVDA,2025-01-27,1\n"), "has the columns symbol, day, price"),
    "column missing": (text("ticker,date,open\nNVDA,2025-01-27,1\n"), "has no column 'close'"),
    "unknown column": (text("ticker,date,close,mood\nNVDA,2025-01-27,1,2\n"), "has the unknown column 'mood'"),
    "ticker not said": (text("Date,Open,High,Low,Close\n2025-01-27,1,1,1,1\n"), "has no column 'ticker'"),
    "column twice": (text("ticker,date,close,close\nNVDA,2025-01-27,1,2\n"), "has two columns named 'close'"),
    "duplicate rows": (text(HEAD + ROW + ROW), "NVDA on 2025-01-27 is given more than once"),
    "negative price": (
        text(HEAD + ROW.replace("118.42", "-118.42")),
        "The close of NVDA on 2025-01-27 is -118.42, but prices must be positive",
    ),
    "not UTF-8": (
        text(HEAD + ROW + "Société,2025-01-27,,,,1,\n", "latin-1"),
        "is not UTF-8 text (byte 0xe9 in line 3)",
    ),
    "UTF-16": (text(HEAD + ROW, "utf-16"), "is not UTF-8 text"),
    "too large": (sparse, "has 200.0 MB, more than the 64.0 MB accepted"),
    "unfolds into too much": (unfolding_parquet, "holds 6,000,000 prices, more than the 5,000,000 accepted"),
    "day and month reversed": (text(HEAD + ROW.replace("2025-01-27", "2025-27-01")), "'2025-27-01' as a date"),
    "date unparseable": (text(HEAD + ROW.replace("2025-01-27", "27 Jan 2025")), "'27 Jan 2025' as a date"),
    "date missing": (text(HEAD + ROW.replace("2025-01-27", "")), "dates are written like 2025-01-27"),
    "date in the future": (text(HEAD + ROW.replace("2025-", "2925-")), "NVDA on 2925-01-27 is in the future"),
    "not a number": (text(HEAD + ROW.replace("118.42", "n/k")), "has 'n/k' as the close of NVDA on 2025-01-27"),
    "infinite": (text(HEAD + ROW.replace("124.8", "inf")), "The open of NVDA on 2025-01-27 is inf"),
    "high below close": (text(HEAD + ROW.replace("128.4", "117.0")), "The high of NVDA on 2025-01-27 is 117.0"),
    "ragged": (text(HEAD + ROW + "NVDA,2025-01-28,1\n"), "expected 7 columns, got 3"),
    "quote left open": (text(HEAD + '"NVDA,2025-01-28,1,1,1,1,1\n'), "is not a table of comma-separated values"),
    "empty": (text(""), "is empty or not text"),
    "header alone": (text(HEAD), "holds no rows"),
    "binary": (text("\0\1\2"), "is empty or not text"),
    "truncated Parquet": (cut_parquet, "is damaged or cut off Parquet"),
    "Parquet in name only": (text("PAR1" + "x" * 100), "is damaged or cut off Parquet"),
    "formula as ticker": (text("ticker,date,close\n=SUM(1),2025-01-27,1\n"), "'=SUM(1)' is not a ticker"),
    "wide column empty": (text("date,NVDA,AMD\n2025-01-27,1,\n"), "has no figure in its column AMD"),
    "ticker not UTF-8": (parquet(ticker=pa.array([b"\xff"])), "has b'\\xff' as a ticker; save it as UTF-8 text"),
    "text that is none": (parquet(ticker=false_text()), "is damaged or cut off Parquet"),
    "nested tickers": (parquet(ticker=pa.array([{"a\nb": 1}])), "has the type struct in its column 'ticker'"),
    "listed tickers": (parquet(ticker=pa.array([["A"]])), "has the type list in its column 'ticker'"),
    "true as ticker": (parquet(ticker=pa.array([True])), "has the type bool in its column 'ticker'"),
    "true as close": (parquet(close=pa.array([True])), "has the type bool in its column 'close'; give numbers"),
    "true as close of a wide file": (
        lambda path: pq.write_table(pa.table({"date": ["2025-01-27"], "NVDA": [True]}), path),
        "has the type bool in its column 'NVDA'; give numbers",
    ),
    "true as text": (text("ticker,date,close\nNVDA,2025-01-27,true\n"), "has 'true' as the close of NVDA"),
    "days as close": (parquet(close=pa.array([1], pa.date32())), "has the type date32[day] in its column 'close'"),
    "number as date": (parquet(date=pa.array([20115], pa.int32())), "has the type int32 in its column 'date'"),
    "unknown time zone": (
        parquet(date=pa.array([0], pa.timestamp("us", tz="Mars/Base"))),
        "gives its date in the time zone 'Mars/Base', which is not known",
    ),
    "before the calendar": (
        text("ticker,date,close\nFOO,1910-01-03,1\n"),
        "FOO on 1910-01-03 is before 1926-01-01, when the trading calendar begins",
    ),
    "too many columns": (
        text("date," + ",".join(f"S{i}" for i in range(60_000)) + "\n2025-01-27" + ",1" * 60_000 + "\n"),
        "has 60,001 columns, more than the 10,000 series accepted",
    ),
    "too many Parquet columns": (
        lambda path: pq.write_table(pa.table({"date": ["2025-01-27"]} | {f"S{i}": [1.0] for i in range(10_001)}), path),
        "has 10,002 columns, more than the 10,000 series accepted",
    ),
    "too many series": (
        text("ticker,date,close\n" + "".join(f"S{i},2025-01-27,1\n" for i in range(10_001))),
        "holds 10,001 series, more than the 10,000 accepted",
    ),
    "folder": (lambda path: path.mkdir(), "is not a file"),
    "nothing there": (lambda path: None, "is not a file"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_bad_file_is_refused_and_nothing_stored_changes(fault: str, store: Path, tmp_path: Path) -> None:
    make, sentence = FAULTS[fault]
    path = tmp_path / "offered"
    make(path)
    before = state(store)
    with pytest.raises(ImportFileError) as caught:
        import_file(path, store, max_bytes=MAX_BYTES)
    said = str(caught.value)
    assert sentence in said
    assert "\n" not in said
    assert said.endswith(".")
    assert state(store) == before


def test_an_oversized_file_is_refused_before_it_is_read(
    store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sparse(tmp_path / "huge.csv")

    def never(*args: object, **options: object) -> None:
        raise AssertionError("the file was opened")

    monkeypatch.setattr(Path, "open", never)
    with pytest.raises(ImportFileError, match=r"200\.0 MB"):
        import_file(tmp_path / "huge.csv", store, max_bytes=MAX_BYTES)


def test_rows_in_reversed_order_are_no_fault(tmp_path: Path) -> None:
    rows = ["NVDA,2025-01-24,142.62", "NVDA,2025-01-27,118.42", "AMD,2025-01-27,115.01"]
    reports = []
    for name, order in (("forward", rows), ("reversed", rows[::-1])):
        path = tmp_path / f"{name}.csv"
        path.write_text("\n".join(["ticker,date,close", *order]) + "\n", encoding="utf-8")
        reports.append(import_file(path, tmp_path / name, max_bytes=MAX_BYTES))
    assert reports[0] == reports[1]


def test_a_damaged_store_is_named_with_the_remedy_and_left_alone(store: Path) -> None:
    (path,) = store.glob("*.parquet")
    path.write_bytes(path.read_bytes()[:-1])
    before = state(store)
    with pytest.raises(StoreError) as caught:
        load_panel(store.parent)
    assert path.name in str(caught.value)
    assert "import the prices again" in str(caught.value)
    assert state(store) == before


def test_an_import_over_a_damaged_manifest_builds_on_its_newest_copy(store: Path, tmp_path: Path) -> None:
    (store / "manifest.json").write_text("{", encoding="utf-8")
    other = tmp_path / "other.csv"
    other.write_text(HEAD + ROW.replace("NVDA", "AMD"), encoding="utf-8")
    import_file(other, store, max_bytes=MAX_BYTES)
    panel = load_panel(store.parent)
    assert (panel.tickers, panel.notices) == (("AMD", "NVDA"), ())


def test_an_import_over_a_damaged_manifest_without_a_copy_is_refused(store: Path, tmp_path: Path) -> None:
    (store / "manifest.json").write_text("{", encoding="utf-8")
    shutil.rmtree(store / "generations")
    before = state(store)
    with pytest.raises(StoreError, match="cannot be read"):
        import_file(tmp_path / "good.csv", store, max_bytes=MAX_BYTES)
    assert state(store) == before
