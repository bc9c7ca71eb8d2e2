"""Leaving a source alone after it turned requests away, also after a restart."""

from __future__ import annotations

import datetime as dt
import json
import logging
import os
import tempfile
from contextlib import suppress
from pathlib import Path

_LOG = logging.getLogger(__name__)


class CoolDown:
    """The time in which a source is left alone.

    Parameters
    ----------
    path : Path
        A file that remembers it, so that a new process knows it too.
    minutes : float
        How long.
    """

    def __init__(self, path: Path, minutes: float) -> None:
        self._path = path
        self._length = dt.timedelta(minutes=minutes)
        self._since, self._until = self._remembered()

    def start(self) -> None:
        """Begin now."""
        self._since = dt.datetime.now(dt.UTC)
        self._until = self._since + self._length
        try:
            self._remember()
        except OSError as error:
            _LOG.warning("%s cannot be written (%s); the cool-down holds for this process.", self._path, error.strerror)

    def until(self) -> dt.datetime | None:
        """Return when requests may be sent again, in UTC, or None where they may be now."""
        # Another process may have been turned away meanwhile.
        known = ((self._since, self._until), self._remembered())
        now = dt.datetime.now(dt.UTC)
        # A clock that was set back must not lengthen it.
        return max((until for since, until in known if since <= now < until), default=None)

    def left(self) -> float:
        """Return the seconds left, 0 where requests may be sent."""
        until = self.until()
        return 0.0 if until is None else max(0.0, (until - dt.datetime.now(dt.UTC)).total_seconds())

    def _remember(self) -> None:
        """Write the file in one step: a reader sees the old one or the new one."""
        handle, temporary = tempfile.mkstemp(dir=self._path.parent, suffix=".tmp")
        try:
            with os.fdopen(handle, "w", encoding="ascii") as stream:
                json.dump({"since": self._since.isoformat(), "until": self._until.isoformat()}, stream)
            Path(temporary).replace(self._path)
        except OSError:
            with suppress(OSError):
                Path(temporary).unlink()
            raise

    def _remembered(self) -> tuple[dt.datetime, dt.datetime]:
        try:
            values = json.loads(self._path.read_bytes())
            return _moment(values["since"]), _moment(values["until"])
        except FileNotFoundError:
            pass
        except (OSError, ValueError, KeyError, TypeError) as error:
            _LOG.warning("%s cannot be read and counts as no cool-down: %s", self._path, error)
        never = dt.datetime.min.replace(tzinfo=dt.UTC)
        return never, never


def _moment(text: str) -> dt.datetime:
    moment = dt.datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError(f"{text!r} has no time zone")
    return moment
