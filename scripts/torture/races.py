"""Two processes that refresh one store over and over, and a third that reads it all the time."""

from __future__ import annotations

import multiprocessing
import time
from concurrent.futures import Future, ProcessPoolExecutor
from pathlib import Path

from dashboard.prices import load_panel, verify_stores
from scripts.torture.served import MOST_SESSIONS, VERSIONS_A_SESSION, Served, refresh_here, snapshot_in
from scripts.torture.tally import Tally
from tests.support.fake_yahoo import FakeYahoo

WRITERS = 2
RACED = ("NVDA", "TSM", "^SOX", "CL=F")
"""Few, so that the store changes often."""

FIRST_VERSION = MOST_SESSIONS * VERSIONS_A_SESSION
"""From this one on all are equally long: none is refused because another writer has stored a longer one meanwhile."""

NEXT_SECONDS = 0.1
VERIFY_EVERY = 10
"""So many readings later the reader also looks at the series that are not refreshed, and verifies the store."""

WRITTEN, READ, VERIFIED = "refresh in two processes at once", "read meanwhile", "verify meanwhile and at the end"


def race(cache: Path, seconds: float, fake: FakeYahoo, served: Served) -> list[Tally]:
    """Refresh in two processes at once and read in a third.

    Parameters
    ----------
    cache : Path
        A folder that is not there yet.
    seconds : float
    fake : FakeYahoo
        Gets a new version all the time.
    served : Served
    """
    snapshot_in(cache)
    version = FIRST_VERSION
    fake.series.update(served.version(version, RACED))
    refresh_here(cache, RACED)
    with ProcessPoolExecutor(WRITERS + 1, mp_context=multiprocessing.get_context("spawn")) as pool:
        writers = [pool.submit(_write, cache, seconds) for _ in range(WRITERS)]
        reader = pool.submit(_read, cache, seconds)
        jobs: list[Future[Tally] | Future[list[Tally]]] = [*writers, reader]
        while not all(job.done() for job in jobs):
            version += 1
            fake.series.update(served.version(version, RACED))
            time.sleep(NEXT_SECONDS)
        written, (read, verified) = Tally(WRITTEN), reader.result()
        for writer in writers:
            written.add(writer.result())
    verified.note(verify_stores(cache), "at the end")
    return [written, read, verified]


def _write(cache: Path, seconds: float) -> Tally:
    """Refresh until the time is up; one generation alone is kept, so that files that are read are removed all the time.

    That is harder than any setting allows.
    """
    tally = Tally(WRITTEN)
    # The first one imports yfinance, which takes longer than a refresh.
    tally.note(refresh_here(cache, RACED, generations=1))
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        tally.note(refresh_here(cache, RACED, generations=1))
    return tally


def _read(cache: Path, seconds: float) -> list[Tally]:
    """Read until the time is up: each series must be whole, though not all of one version while versions change."""
    served, read, verified = Served(), Tally(READ), Tally(VERIFIED)
    served.versions(load_panel(cache), served.embedded.tickers)
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        panel = load_panel(cache)
        thorough = (read.tried + 1) % VERIFY_EVERY == 0
        found = served.versions(panel, panel.tickers if thorough else RACED)
        problems = [f"{ticker} is of no version" for ticker, version in found.items() if version is None]
        problems += [f"{ticker} was not refreshed" for ticker in RACED if found.get(ticker) == 0]
        problems += [] if panel.tickers == served.embedded.tickers else ["series are missing"]
        read.note([*problems, *panel.notices])
        if thorough:
            verified.note(verify_stores(cache))
    return [read, verified]
