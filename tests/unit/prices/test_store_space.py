"""A full or read-only disk: one sentence, and all that was stored stays as it was."""

from __future__ import annotations

import errno
import os
import subprocess
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest

from dashboard.errors import StoreError
from dashboard.prices import Store, load_panel
from dashboard.prices.store import encode_table
from tests.support.stores import DAY, prices, put

PAGE = 4096


def fill(disk: Path, but: int) -> Path:
    """Fill a disk with a file, and leave so many bytes of room."""
    path = disk / "filling"
    with path.open("wb", buffering=0) as stream, suppress(OSError):
        while stream.write(b"x" * PAGE):
            pass
    os.truncate(path, path.stat().st_size - but)
    return path


def state(store: Store) -> dict[str, bytes]:
    paths = (path for path in sorted(store.directory.rglob("*")) if path.is_file())
    return {path.relative_to(store.directory).as_posix(): path.read_bytes() for path in paths}


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of a quarter of a megabyte; a mode bit would stop nobody who runs the tests as root."""
    folder = tmp_path / "disk"
    folder.mkdir()
    made = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", str(folder)], check=False, stderr=-3)
    if made.returncode:
        pytest.skip("a disk can be mounted by root alone")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


def test_a_disk_that_is_too_small_for_a_file_keeps_what_it_has(small_disk: Path) -> None:
    store = Store(small_disk / "refreshed", layer="refreshed")
    put(store, A=1.0)
    before = state(store)
    days = pa.array(np.arange(np.datetime64("1926-01-01"), np.datetime64("2020-01-01")))
    noise = np.random.default_rng(1).normal(size=len(days))
    table = encode_table(pa.table({"date": days, "rf": noise}), "factors", source="noise", as_of=DAY)
    assert table[0].entry.bytes > 256 * 1024
    with pytest.raises(
        StoreError, match=r"cannot be written to \(No space left on device\); nothing stored was changed"
    ):
        store.write(tables={"factors": table})
    assert (state(store), store.verify()) == (before, ())
    # There is room again for what fits.
    put(store, A=2.0)
    assert load_panel(small_disk).close["A"].iloc[-1] == 2.0


def test_a_disk_that_becomes_full_at_any_place_keeps_what_it_has(small_disk: Path) -> None:
    store = Store(small_disk / "refreshed", layer="refreshed")
    put(store, A=1.0)
    before = state(store)
    outcomes = []
    # A page more of room each time, so that the data file, the copy and the manifest are each the first not to fit.
    for pages in range(10):
        filling = fill(small_disk, but=pages * PAGE)
        try:
            put(store, A=2.0)
            outcomes.append("stored")
        except StoreError as error:
            outcomes.append(str(error).partition("; ")[0].partition("(")[2])
        filling.unlink()
        if outcomes[-1] == "stored":
            assert (load_panel(small_disk).close["A"].iloc[-1], store.verify()) == (2.0, ())
            store.rollback()
        assert (state(store), store.verify()) == (before, ())
    assert set(outcomes) == {"No space left on device)", "stored"}
    # The data file, its copy and the manifest take a page each at the least.
    assert outcomes[:3] == ["No space left on device)"] * 3


def test_a_read_only_disk_is_read_and_not_written(small_disk: Path) -> None:
    store = Store(small_disk / "refreshed", layer="refreshed")
    for number in (1.0, 2.0):
        put(store, A=number)
    before = state(store)
    subprocess.run(["mount", "-o", "remount,ro", str(small_disk)], check=True)
    for change in (lambda: put(store, A=3.0), store.rollback):
        with pytest.raises(
            StoreError, match=r"cannot be written to \(Read-only file system\); nothing stored was changed"
        ):
            change()
    assert load_panel(small_disk).close["A"].iloc[-1] == 2.0
    assert (state(store), store.verify()) == (before, ())


@pytest.mark.parametrize("call", range(4))
def test_a_failure_at_any_write_leaves_the_store_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: int
) -> None:
    store = Store(tmp_path / "refreshed", layer="refreshed")
    put(store, A=1.0)
    before = state(store)
    calls = iter(range(100))
    sync = os.fsync

    def full(file: int) -> None:
        # Folders are synced too; only what is written to a file can lack space.
        if os.fstat(file).st_size and not os.path.isdir(f"/dev/fd/{file}") and next(calls) == call:  # noqa: PTH112
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        sync(file)

    monkeypatch.setattr(os, "fsync", full)
    if call == 3:
        # A change writes a data file, a copy and the manifest, and no more.
        put(store, A=2.0)
        assert load_panel(tmp_path).close["A"].iloc[-1] == 2.0
        return
    with pytest.raises(StoreError, match=r"\(No space left on device\); nothing stored was changed"):
        put(store, A=2.0)
    assert (state(store), store.verify()) == (before, ())
    assert prices("refreshed", A=2.0)[0].name not in before


def test_a_folder_that_cannot_be_made_durable_is_no_failure(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sync = os.fsync

    def refuse(file: int) -> None:
        if os.path.isdir(f"/dev/fd/{file}"):  # noqa: PTH112
            raise OSError(errno.EINVAL, os.strerror(errno.EINVAL))
        sync(file)

    monkeypatch.setattr(os, "fsync", refuse)
    put(Store(tmp_path / "refreshed", layer="refreshed"), A=1.0)
    assert load_panel(tmp_path).close["A"].iloc[-1] == 1.0
