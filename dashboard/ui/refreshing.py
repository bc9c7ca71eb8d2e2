"""The refresh that runs in the background of this server: one at a time, seen and stopped by every reader."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass, field

from dashboard.errors import DashboardError
from dashboard.prices.reports import RefreshReport
from dashboard.prices.sources.protocol import Progress, Run

Work = Callable[[Run, Progress], RefreshReport]

_LOG = logging.getLogger(__name__)
_STARTING = threading.Lock()
_JOBS: list[Job] = []
"""The newest job of this process, if there has been one."""


@dataclass(eq=False)
class Job:
    """A refresh at work or done, written to by its thread and read by pages.

    Attributes
    ----------
    run : Run
        Its bounds; `stop` ends it.
    name : str
        Of what is fetched.
    done, total : int
        Series that have come in, and all.
    last : str
        The one that came in last.
    failure : str
        One sentence where it could not be carried out.
    """

    run: Run
    name: str
    done: int = 0
    total: int = 0
    last: str = ""
    failure: str = ""
    thread: threading.Thread | None = field(default=None, repr=False)

    @property
    def running(self) -> bool:
        """Whether its thread is at work."""
        return self.thread is not None and self.thread.is_alive()

    def stop(self) -> None:
        """Ask it to end; what has come in by then is stored."""
        self.run.cancelled.set()

    def tell(self, done: int, total: int, ticker: str) -> None:
        """Take note of a series that came in."""
        self.done, self.total, self.last = done, total, ticker


def newest() -> Job | None:
    """Return the newest job of this server."""
    return _JOBS[-1] if _JOBS else None


def start(name: str, work: Work, run: Run) -> Job:
    """Start a refresh unless one is at work, and return the one that is."""
    with _STARTING:
        current = newest()
        if current is not None and current.running:
            return current
        job = Job(run, name)
        job.thread = threading.Thread(target=_carry_out, args=(job, work), name="refresh", daemon=True)
        _JOBS[:] = [job]
        job.thread.start()
        return job


def _carry_out(job: Job, work: Work) -> None:
    try:
        for reason, names in work(job.run, job.tell).reasons().items():
            _LOG.warning("Not refreshed: %s. %s", ", ".join(names), reason)
    except DashboardError as error:
        _LOG.warning("The refresh of %s failed: %s", job.name, error)
        job.failure = str(error)
    except Exception:  # noqa: BLE001  the last wall of the thread; logged with its traceback
        # A thread has no page to show a fault on; the reader gets a sentence, the log the rest.
        _LOG.exception("The refresh of %s failed", job.name)
        job.failure = "The refresh failed for a reason that is in the server's log; what was stored is as it was."
