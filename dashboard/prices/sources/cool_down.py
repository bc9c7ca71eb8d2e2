"""Leaving a source alone after it turned requests away, also after a restart."""

from __future__ import annotations

import time
from pathlib import Path


class CoolDown:
    """The time in which a source is left alone.

    Parameters
    ----------
    path : Path
        A file that remembers since when, so that a new process knows it too.
    minutes : float
        How long.
    """

    def __init__(self, path: Path, minutes: float) -> None:
        self._path = path
        self._seconds = minutes * 60
        self._since = self._remembered()

    def start(self) -> None:
        """Begin now."""
        self._since = time.time()
        try:
            self._path.write_text(repr(self._since), encoding="ascii")
        except OSError:
            # Without a place to write, it holds for this process alone.
            return

    def left(self) -> float:
        """Return the seconds left, 0 where requests may be sent."""
        passed = time.time() - self._since
        # A clock that was set back must not lengthen it.
        return self._seconds - passed if 0 <= passed < self._seconds else 0.0

    def _remembered(self) -> float:
        try:
            return float(self._path.read_text(encoding="ascii"))
        except (OSError, ValueError):
            return 0.0
