from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow.parquet as pq
import pytest
from filelock import FileLock

from dashboard.errors import StoreError
from dashboard.prices import Store, import_file, load_factors, load_panel
from dashboard.prices.generations import look

from .conftest import MAX_BYTES


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    (tmp_path / "p.csv").write_text("date,A,B\n2025-01-13,1,2\n2025-01-14,1.5,2.5\n", encoding="utf-8")
    import_file(tmp_path / "p.csv", tmp_path / "store", max_bytes=MAX_BYTES)
    return tmp_path


def data_file(cache: Path) -> Path:
    (path,) = (cache / "store").glob("*.parquet")
    return path


def test_a_data_file_is_sorted_compressed_and_named_after_its_content(cache: Path) -> None:
    path = data_file(cache)
    entry = Store(cache / "store").manifest().files[path.name]
    assert entry.sha256.startswith(path.stem)
    assert (entry.kind, entry.rows, entry.bytes) == ("prices", 4, path.stat().st_size)
    file = pq.ParquetFile(path)
    assert file.metadata.row_group(0).column(3).compression == "ZSTD"
    table = file.read()
    assert str(table.schema.field("date").type) == "date32[day]"
    assert str(table.schema.field("ticker").type).startswith("dictionary")
    assert table["ticker"].to_pylist() == ["A", "A", "B", "B"]
    assert table["close"].to_pylist() == [1.0, 1.5, 2.0, 2.5]
    assert table["dividend"].null_count == 4
    assert table["split"].null_count == 4


def test_every_flipped_byte_of_a_data_file_is_noticed(cache: Path) -> None:
    path = data_file(cache)
    content = path.read_bytes()
    for place in range(0, len(content), 97):
        damaged = bytearray(content)
        damaged[place] ^= 0x10
        path.write_bytes(damaged)
        with pytest.raises(StoreError, match=r"damaged: its checksum is not the recorded one\) .*; delete that folder"):
            load_panel(cache)
    path.write_bytes(content)
    assert load_panel(cache).tickers == ("A", "B")


def test_a_damaged_file_is_mended_by_importing_again(cache: Path) -> None:
    data_file(cache).write_bytes(b"rubbish")
    import_file(cache / "p.csv", cache / "store", max_bytes=MAX_BYTES)
    assert load_panel(cache).tickers == ("A", "B")


def test_a_missing_file_is_named(cache: Path) -> None:
    path = data_file(cache)
    path.unlink()
    with pytest.raises(StoreError, match=f"{path.name} is missing from the store"):
        load_panel(cache)


def test_nothing_stored_is_said_with_the_remedy(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="restore its snapshot folder with `git checkout` or import"):
        load_panel(tmp_path)


def test_prices_without_factors(cache: Path) -> None:
    with pytest.raises(StoreError, match="No factors are stored"):
        load_factors(cache)


@pytest.mark.parametrize(
    "change",
    [
        lambda m: "",
        lambda m: "[]",
        lambda m: json.dumps({**m, "format": 99}),
        lambda m: json.dumps({**m, "surprise": 1}),
        lambda m: json.dumps({**m, "factors": {}}),
        lambda m: json.dumps({**m, "shares": None, "first_versions": [1]}),
        lambda m: json.dumps(m).replace('"B":', '"A":'),
        lambda m: "[" * 100_000,
        lambda m: json.dumps({k: v for k, v in m.items() if k != "series"}),
        lambda m: json.dumps({**m, "files": {}}),
        lambda m: json.dumps({**m, "files": {**m["files"], "../../etc/passwd": next(iter(m["files"].values()))}}),
        lambda m: json.dumps({**m, "series": {"A": {**m["series"]["A"], "first": "soon"}}}),
        lambda m: json.dumps({**m, "series": {"A": {**m["series"]["A"], "surprise": 1}}}),
        lambda m: json.dumps({**m, "series": {"A": {**m["series"]["A"], "rows": "many"}}}),
        lambda m: json.dumps({**m, "series": {"A": {**m["series"]["A"], "rows": True}}}),
        lambda m: json.dumps({**m, "series": {"A": {**m["series"]["A"], "missing": -1}}}),
        lambda m: json.dumps({**m, "series": {"A": {**m["series"]["A"], "doubts": "abc"}}}),
        lambda m: json.dumps({**m, "series": {"A": {**m["series"]["A"], "checks": [1]}}}),
        lambda m: json.dumps({**m, "series": {"A": {**m["series"]["A"], "source": None}}}),
        lambda m: json.dumps({**m, "series": {"A": {**m["series"]["A"], "first": 20250113}}}),
        lambda m: json.dumps({**m, "series": []}),
        lambda m: json.dumps({**m, "generation": "1"}),
        lambda m: json.dumps(
            {**m, "files": {name: {**entry, "kind": "factors"} for name, entry in m["files"].items()}}
        ),
        lambda m: json.dumps({**m, "files": {name: {**entry, "rows": 1.5} for name, entry in m["files"].items()}}),
    ],
)
def test_a_manifest_that_makes_no_sense_and_has_no_copy_is_refused(
    cache: Path, change: Callable[[dict[str, object]], str]
) -> None:
    shutil.rmtree(cache / "store" / "generations")
    path = cache / "store" / "manifest.json"
    path.write_text(change(json.loads(path.read_text())), encoding="utf-8")
    with pytest.raises(StoreError, match=r"manifest\.json cannot be read") as caught:
        load_panel(cache)
    assert "\n" not in str(caught.value)
    before = path.read_bytes()
    with pytest.raises(StoreError, match=r"manifest\.json cannot be read .*; delete that folder and import"):
        import_file(cache / "p.csv", cache / "store", max_bytes=MAX_BYTES)
    assert path.read_bytes() == before


FACTORS = "date,mkt_rf,smb,hml,rmw,cma,rf,mom\n2025-01-13,1,2,3,4,5,6,7\n"


@pytest.fixture
def cache_with_factors(cache: Path) -> Path:
    (cache / "f.csv").write_text(FACTORS, encoding="utf-8")
    import_file(cache / "p.csv", cache / "store", max_bytes=MAX_BYTES, factors=cache / "f.csv")
    return cache


def rewrite(cache: Path, change: Callable[[dict[str, Any]], None]) -> None:
    path = cache / "store" / "manifest.json"
    content = json.loads(path.read_text(encoding="utf-8"))
    change(content)
    # A copy would give the change away before the files are looked at.
    shutil.rmtree(path.parent / "generations")
    path.write_text(json.dumps(content), encoding="utf-8")


def swap_kinds(manifest: dict[str, Any]) -> None:
    """Read the factors as prices and the prices as factors, each of the kind that the reader asks for."""
    factors, prices = manifest["factors"]["file"], manifest["series"]["A"]["file"]
    manifest["files"][factors]["kind"], manifest["files"][prices]["kind"] = "prices", "factors"
    manifest["factors"]["file"] = prices
    for entry in manifest["series"].values():
        entry["file"] = factors


def factors_marked_as_prices(manifest: dict[str, Any]) -> None:
    manifest["files"][manifest["factors"]["file"]]["kind"] = "prices"


def other_factors(manifest: dict[str, Any]) -> None:
    manifest["factors"]["fields"][0] = "market"


def other_unit(manifest: dict[str, Any]) -> None:
    manifest["factors"]["unit"] = "decimals"


def other_rows_of_factors(manifest: dict[str, Any]) -> None:
    manifest["factors"]["rows"] = 2


def other_size_of_a_file(manifest: dict[str, Any]) -> None:
    manifest["files"][manifest["series"]["A"]["file"]]["bytes"] = 5


def other_rows_of_a_file(manifest: dict[str, Any]) -> None:
    manifest["files"][manifest["series"]["A"]["file"]]["rows"] = 5


def other_rows_of_a_series(manifest: dict[str, Any]) -> None:
    manifest["series"]["A"]["rows"] = 1


def a_series_that_the_file_lacks(manifest: dict[str, Any]) -> None:
    manifest["series"]["C"] = manifest["series"]["A"]


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (swap_kinds, "does not hold the columns and rows of a file of"),
        (factors_marked_as_prices, "is of the kind 'prices', not 'factors'"),
        (other_factors, "holds the factors mkt_rf, smb, hml, rmw, cma, rf, mom instead of market, smb"),
        (other_unit, "holds factors in 'decimals' instead of 'per cent'"),
        (other_rows_of_factors, "holds 1 rows instead of 2"),
        (other_size_of_a_file, " bytes instead of 5"),
        (other_rows_of_a_file, "does not hold the columns and rows of a file of prices"),
        (other_rows_of_a_series, "holds 2 rows of A instead of 1"),
        (a_series_that_the_file_lacks, "holds 0 rows of C instead of 2"),
    ],
)
def test_a_manifest_that_its_files_contradict_is_one_sentence(
    cache_with_factors: Path, change: Callable[[dict[str, Any]], None], sentence: str
) -> None:
    load_panel(cache_with_factors)
    load_factors(cache_with_factors)
    rewrite(cache_with_factors, change)
    with pytest.raises(StoreError) as caught:
        (load_factors(cache_with_factors), load_panel(cache_with_factors))
    assert sentence in str(caught.value)
    assert "\n" not in str(caught.value)
    (fault,) = Store(cache_with_factors / "store").verify()[:1]
    assert sentence in fault


def test_a_file_that_is_no_parquet_is_one_sentence(cache: Path) -> None:
    def point_at(manifest: dict[str, Any]) -> None:
        entry = manifest["files"][path.name]
        entry["sha256"], entry["bytes"] = hashlib.sha256(b"no table").hexdigest(), len(b"no table")

    path = data_file(cache)
    path.write_bytes(b"no table")
    rewrite(cache, point_at)
    with pytest.raises(StoreError, match="is not the Parquet file that it should be"):
        load_panel(cache)


def test_leftovers_of_a_writer_that_was_cut_off_are_removed_by_the_next(cache: Path) -> None:
    store = cache / "store"
    for name in (
        "ffffffffffffffff.parquet",
        "manifest.json.tmp",
        "generations/000001.json.tmp",
        "generations/000002.json",
    ):
        (store / name).write_bytes(b"half")
    assert load_panel(cache).tickers == ("A", "B")
    import_file(cache / "p.csv", store, max_bytes=MAX_BYTES)
    assert sorted(p.relative_to(store).as_posix() for p in store.rglob("*") if p.is_file()) == [
        ".lock", data_file(cache).name, "generations/000001.json", "manifest.json",
    ]  # fmt: skip


def test_a_failed_swap_leaves_the_store_as_it_was(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (cache / "q.csv").write_text("date,A\n2025-01-15,9\n", encoding="utf-8")
    replace = Path.replace

    def full(self: Path, target: Path) -> Path:
        if target.name == "manifest.json":
            raise OSError(28, "No space left on device")
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(
        StoreError, match=r"cannot be written to \(No space left on device\); nothing stored was changed"
    ):
        import_file(cache / "q.csv", cache / "store", max_bytes=MAX_BYTES)
    monkeypatch.undo()
    np.testing.assert_array_equal(load_panel(cache).close["A"], [1.0, 1.5])


def test_a_reader_overtaken_by_a_writer_reads_the_newer_state(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    old = look(cache / "store")
    (cache / "q.csv").write_text("date,A,B\n2025-01-15,9,8\n", encoding="utf-8")
    removed = data_file(cache)
    import_file(cache / "q.csv", cache / "store", max_bytes=MAX_BYTES)
    removed.unlink()
    shutil.rmtree(cache / "store" / "generations")
    stale = iter([old])
    monkeypatch.setattr("dashboard.prices.store.look", lambda folder: next(stale, None) or look(folder))
    panel = load_panel(cache)
    assert panel.close["A"].tolist() == [9.0]
    assert panel.notices == ()


def test_a_second_writer_is_told_that_the_store_is_busy(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dashboard.prices.store._LOCK_SECONDS", 0.05)
    with FileLock(cache / "store" / ".lock"), pytest.raises(StoreError, match="Another process is writing to"):
        import_file(cache / "p.csv", cache / "store", max_bytes=MAX_BYTES)
