"""The database in which answers of the plain-HTTP sources are kept: private, looked over, rebuilt where damaged."""

from __future__ import annotations

import logging
import sqlite3
from contextlib import closing
from pathlib import Path

PRIVATE = 0o700
"""Mode of the folder: what was asked for, and under which contact address, is nobody else's business."""

NAME = "http.sqlite"

DATABASE_ERRORS = (sqlite3.Error, UnicodeDecodeError)
"""What a damaged database raises; the latter where the damage is in a name that an error would tell."""

_BUSY_SECONDS = 5.0

# These speak of the place or of another process, not of the database: setting it aside would not help.
_NOT_DAMAGE = {
    sqlite3.SQLITE_BUSY,
    sqlite3.SQLITE_LOCKED,
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_CANTOPEN,
}

_LOG = logging.getLogger(__name__)


def sound_database(folder: Path) -> Path | None:
    """Return the path of a database that can be read and written, new where there was none or a damaged one.

    Returns
    -------
    Path or None
        None where nothing can be kept: the folder is read-only or full, or another process holds the database.
    """
    path = folder / NAME
    try:
        folder.mkdir(mode=PRIVATE, parents=True, exist_ok=True)
        folder.chmod(PRIVATE)
        look_over(path)
    except OSError as error:
        _LOG.warning("Answers of sources are not kept: %s cannot be used (%s).", folder, error.strerror)
        return None
    except DATABASE_ERRORS as error:
        if not (is_damage(error) and set_aside(path)):
            _LOG.warning("Answers of sources are not kept: %s cannot be used (%s).", path, error)
            return None
    return path


def look_over(path: Path) -> None:
    """Raise one of `DATABASE_ERRORS` unless a database can be written and its pages hang together."""
    with closing(_connect(path)) as connection:
        _try_to_write(connection)
        (verdict,) = connection.execute("PRAGMA quick_check(1)").fetchone()
        if verdict != "ok":
            raise sqlite3.DatabaseError(verdict)


def try_to_write(path: Path) -> None:
    """Raise one of `DATABASE_ERRORS` unless a database can be written.

    requests-cache asks for a lock again and again until it is given one; on a disk that has become read-only it would
    never come back, so it is only let near a database that gives one.
    """
    with closing(_connect(path)) as connection:
        _try_to_write(connection)


def set_aside(path: Path) -> bool:
    """Rename a damaged database, so that a new one takes its place; the one set aside before it is removed.

    Returns
    -------
    bool
        False where the folder does not let it.
    """
    earlier = sorted(path.parent.glob(f"{path.name}.damaged-*"))
    numbers = [int(file.suffix.removeprefix(".damaged-")) for file in earlier if file.suffix[9:].isdecimal()]
    target = path.with_name(f"{path.name}.damaged-{max(numbers, default=0) + 1}")
    try:
        path.rename(target)
        for file in (*earlier, path.with_name(f"{path.name}-wal"), path.with_name(f"{path.name}-shm")):
            file.unlink(missing_ok=True)
    except OSError as error:
        _LOG.warning("%s is damaged and cannot be set aside (%s).", path, error.strerror)
        return False
    _LOG.warning("%s was damaged; it is now %s, and a new one is built.", path, target.name)
    return True


def is_damage(error: Exception) -> bool:
    """Tell a damaged database from one that cannot be reached; the low byte of an error's code is its kind."""
    return getattr(error, "sqlite_errorcode", sqlite3.SQLITE_CORRUPT) & 0xFF not in _NOT_DAMAGE


def _connect(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(path, timeout=_BUSY_SECONDS, isolation_level=None)


def _try_to_write(connection: sqlite3.Connection) -> None:
    connection.execute("BEGIN IMMEDIATE")
    connection.execute("ROLLBACK")
