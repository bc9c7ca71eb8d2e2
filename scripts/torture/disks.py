"""A disk that is full, or read-only, below a refresh and a rollback."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from dashboard.prices.generations import MANIFEST
from dashboard.prices.load import REFRESHED
from dashboard.prices.reports import FRESH
from scripts.torture.command import refresh_of, run, unclear
from scripts.torture.served import TICKERS, Served
from scripts.torture.tally import Tally

PAGE = 4096
SIZE = "16m"
REFUSED = 2
"""Exit status of a command that could not do what it was asked for."""

FULL, READ_ONLY = "disk full", "disk read-only"


def disks(folder: Path, built: Path, versions: tuple[int, int], served: Served, *, thorough: bool) -> list[Tally]:
    """Let the disk become full at several places of a refresh and of a rollback, and be read-only.

    Parameters
    ----------
    folder : Path
        To mount on.
    built : Path
        A data cache; it is copied.
    versions : tuple of int
        The one that a rollback gives, and the one that is stored; the next one is served.
    served : Served
    thorough : bool
        Whether to try more places.
    """
    full, read_only = Tally(FULL), Tally(READ_ONLY)
    with _small_disk(folder) as disk:
        if disk is None:
            full.skipped = read_only.skipped = "a disk can be mounted by root alone"
            return [full, read_only]
        earlier, present = versions
        for command, outcome, rooms in (
            (refresh_of(TICKERS), present + 1, _rooms(built, thorough=thorough)),
            (("rollback",), earlier, (0, 64)),
        ):
            for room in rooms:
                cache = _copied(built, disk)
                _fill(disk, room)
                status, lines = run(cache, *command)
                (disk / "filling").unlink()
                where = f"{command[0]} with room for {room} pages"
                full.note(_judged(cache, served, status, lines, (present, outcome)), where)
            cache = _copied(built, disk)
            with _read_only(disk):
                status, lines = run(cache, *command)
                read_only.note(_judged(cache, served, status, lines, (present,)), command[0])
    return [full, read_only]


def _judged(cache: Path, served: Served, status: int, lines: Sequence[str], versions: tuple[int, ...]) -> list[str]:
    """Say what is wrong after a command: unless it was refused in one sentence it has done what it was to do."""
    if status == FRESH:
        return served.problems_of(cache, versions[-1]) if len(versions) > 1 else ["it ended as if all were well"]
    if status != REFUSED:
        return [f"it ended with status {status}: {' / '.join(lines)}"]
    # The figures may be stored and their report not, which the sentence says.
    stored = bool(lines) and "what was fetched is stored" in lines[-1]
    return unclear(lines) + served.problems_of(cache, versions[-1] if stored else versions[0])


def _rooms(built: Path, *, thorough: bool) -> tuple[int, ...]:
    """Return pages of room with which the data file, the copy, the manifest and the report do not fit, or all do."""
    store = built / REFRESHED
    data = -(-max(path.stat().st_size for path in store.glob("*.parquet")) // PAGE)
    manifest = -(-(store / MANIFEST).stat().st_size // PAGE)
    few = (0, data + 1, data + 2 * manifest + 8)
    more = (1, data // 2, data - 1, data + manifest, data + manifest + 2, *range(data + 2 * manifest - 1, few[-1]))
    return tuple(sorted({*few, *more})) if thorough else few


def _copied(built: Path, disk: Path) -> Path:
    """Copy a data cache to the disk in place of what was there."""
    cache = disk / "cache"
    shutil.rmtree(cache, ignore_errors=True)
    shutil.copytree(built, cache)
    return cache


def _fill(disk: Path, pages: int) -> None:
    """Fill a disk with a file, and leave so many pages of room."""
    path = disk / "filling"
    with path.open("wb", buffering=0) as stream, suppress(OSError):
        while stream.write(b"x" * PAGE):
            pass
    os.truncate(path, path.stat().st_size - pages * PAGE)


@contextmanager
def _small_disk(folder: Path) -> Iterator[Path | None]:
    """Mount a small disk until the block ends; give None where that is not allowed."""
    folder.mkdir()
    if not _done("mount", "-t", "tmpfs", "-o", f"size={SIZE}", "tmpfs", str(folder)):
        yield None
        return
    try:
        yield folder
    finally:
        subprocess.run(["umount", str(folder)], check=True)


@contextmanager
def _read_only(disk: Path) -> Iterator[None]:
    """Make a disk read-only until the block ends."""
    subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)
    try:
        yield
    finally:
        subprocess.run(["mount", "-o", "remount,rw", str(disk)], check=True)


def _done(*command: str) -> bool:
    try:
        return subprocess.run(command, check=False, stderr=subprocess.DEVNULL).returncode == 0
    except FileNotFoundError:
        return False
