"""A folder that holds files of the reader's own: a store in it removes only what it wrote itself."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from dashboard.errors import StoreError
from dashboard.prices import Store, import_file, load_panel
from tests.support.stores import prices, put

from .conftest import MAX_BYTES

OWN = ("thesis.parquet", "notes.tmp", "manifest.json.bak", "0123456789ABCDEF.parquet", "generations.tmp")
LIKE_A_STORES = ("0123456789abcdef.parquet", "fedcba9876543210.parquet.tmp")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A reader's folder, with the very file of prices that is to be imported into it."""
    folder = tmp_path / "store"
    folder.mkdir()
    for name in (*OWN, *LIKE_A_STORES):
        (folder / name).write_bytes(name.encode())
    (folder / "prices.parquet").write_bytes(prices(A=1.0)[0].content)
    return folder


def files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file() and path.name != ".lock"}


def test_importing_into_a_folder_of_the_readers_own_keeps_what_is_in_it(folder: Path) -> None:
    before = files(folder)
    import_file(folder / "prices.parquet", folder, max_bytes=MAX_BYTES)
    after = files(folder)
    assert {name: after[name] for name in before} == before
    assert load_panel(folder.parent).close["A"].tolist() == [1.0] * 5
    for value in range(2, 9):
        put(Store(folder, generations=1), A=float(value))
    Store(folder, generations=1).verify()
    after = files(folder)
    # What bears a name of the store's own is taken for its leavings once there is a store; nothing else is.
    assert set(before) - set(after) == set(LIKE_A_STORES)
    assert {name: after[name] for name in (*OWN, "prices.parquet")} == {
        name: before[name] for name in (*OWN, "prices.parquet")
    }


@pytest.mark.parametrize("call", range(3))
def test_a_full_disk_leaves_a_folder_of_the_readers_own_as_it_was(
    folder: Path, monkeypatch: pytest.MonkeyPatch, call: int
) -> None:
    before = files(folder)
    calls = iter(range(100))
    sync = os.fsync

    def full(file: int) -> None:
        # Folders are synced too; only what is written to a file can lack space.
        if os.fstat(file).st_size and not os.path.isdir(f"/dev/fd/{file}") and next(calls) == call:  # noqa: PTH112
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        sync(file)

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(StoreError, match=r"\(No space left on device\); nothing stored was changed"):
        import_file(folder / "prices.parquet", folder, max_bytes=MAX_BYTES)
    assert files(folder) == before
    assert not list((folder / "generations").glob("*"))
