"""Refreshes that are killed at random moments, from their start to their end and above all while they write."""

from __future__ import annotations

import multiprocessing
import os
import random
import shutil
import subprocess
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from dashboard.prices.fetching import PRIVATE
from dashboard.prices.generations import MANIFEST
from dashboard.prices.load import REFRESHED
from dashboard.prices.reports import FOLDER, last_reports
from scripts.torture.command import refresh_of, start
from scripts.torture.served import TICKERS, Served, snapshot_in
from scripts.torture.tally import Tally
from tests.support.fake_yahoo import FakeYahoo, fake_yahoo

LANES = 2
MOST_DELAY = 0.02
FROM_NOTHING = 10
"""Every so many kills a lane starts without a refreshed store."""

BEFORE, DURING, AFTER = "kill -9 before the write", "kill -9 during the write", "kill -9 after the write"
LOW_PRIORITY = 10
_POLL_SECONDS = 0.0003

State = dict[str, tuple[int, int]]


@dataclass(frozen=True)
class Pace:
    """Seconds that an undisturbed refresh takes: as a whole, and from the first new file to the report."""

    total: float
    write: float


def kills(folder: Path, seed: int, count: int) -> list[Tally]:
    """Kill so many refreshes, and count how many fell before, during and after the write.

    Parameters
    ----------
    folder : Path
        An empty one.
    seed : int
    count : int
    """
    shares = [count // LANES + (lane < count % LANES) for lane in range(LANES)]
    tallies = {what: Tally(what) for what in (BEFORE, DURING, AFTER)}
    # Each lane has a fake Yahoo of its own, which leads its whole process there.
    with ProcessPoolExecutor(LANES, mp_context=multiprocessing.get_context("spawn")) as pool:
        lanes = [pool.submit(_lane, folder / str(lane), seed + lane, share) for lane, share in enumerate(shares)]
        for lane in lanes:
            for tally in lane.result():
                tallies[tally.what].add(tally)
    return list(tallies.values())


def _lane(folder: Path, seed: int, count: int) -> list[Tally]:
    """Kill refreshes one after the other."""
    # Whoever waits for the write must not wait for the threads of the fake Yahoo.
    sys.setswitchinterval(0.0005)
    chance, served = random.Random(seed), Served()
    tallies = {what: Tally(what) for what in (BEFORE, DURING, AFTER)}
    with fake_yahoo() as fake:
        pace = _pace(folder / "undisturbed", fake, served)
        cache, version = snapshot_in(folder / "killed"), 0
        for number in range(1, count + 1):
            if number % FROM_NOTHING == 0:
                shutil.rmtree(cache / REFRESHED, ignore_errors=True)
                version = 0
            fake.series.update(served.version(number))
            fake.delay = chance.uniform(0, MOST_DELAY)
            before = _state(cache)
            problems = _kill(cache, pace, chance.random(), anywhere=number % 2 == 0)
            after = _state(cache)
            if after.get(MANIFEST) != before.get(MANIFEST):
                version = number
            problems += served.problems_of(cache, version) + _problems_of_report(cache)
            tallies[_phase(before, after)].note(problems, f"seed {seed}, kill {number}")
    return list(tallies.values())


def _kill(cache: Path, pace: Pace, share: float, *, anywhere: bool) -> list[str]:
    """Start a refresh and kill it: after some share of its time, or of the time since it has begun to write."""
    with _started(cache) as process:
        if anywhere:
            try:
                process.wait(share * pace.total)
            except subprocess.TimeoutExpired:
                process.kill()
        else:
            _wait_for_write(cache, process)
            # Soon after it has begun rather than late, since it takes a moment to see that it has.
            time.sleep(share**2 * pace.write)
            process.kill()
        _, errors = process.communicate()
    # It may have ended by itself before.
    return [] if process.returncode in (-9, 0) else [f"it ended with status {process.returncode}: {errors}"]


def _pace(folder: Path, fake: FakeYahoo, served: Served) -> Pace:
    """Measure an undisturbed refresh after a first one, for which everything has to be read."""
    cache = snapshot_in(folder)
    fake.delay = MOST_DELAY / 2
    for number in (1, 2):
        fake.series.update(served.version(number))
        began = time.monotonic()
        with _started(cache) as process:
            _wait_for_write(cache, process)
            wrote = time.time_ns()
            process.communicate()
        total = time.monotonic() - began
    report = next((cache / REFRESHED / FOLDER).glob("*.json")).stat().st_mtime_ns
    return Pace(total, max(report - wrote, 0) / 1e9)


def _started(cache: Path) -> subprocess.Popen[str]:
    process = start(cache, *refresh_of(TICKERS))
    # On a busy machine whoever watches must come before whoever is watched.
    os.setpriority(os.PRIO_PROCESS, process.pid, LOW_PRIORITY)
    return process


def _wait_for_write(cache: Path, process: subprocess.Popen[str]) -> None:
    """Wait until a new file stands in the store's folder, or the process has ended."""
    before = _names(cache)
    while process.poll() is None and _names(cache) <= before:
        time.sleep(_POLL_SECONDS)


def _names(cache: Path) -> frozenset[str]:
    try:
        return frozenset(path.name for path in (cache / REFRESHED).iterdir()) - {PRIVATE, ".lock"}
    except FileNotFoundError:
        return frozenset()


def _state(cache: Path) -> State:
    """Return which files stand in the refreshed store, and when each was written."""
    folder = cache / REFRESHED
    paths = [path for path in folder.rglob("*") if path.is_file() and path.name != ".lock"]
    marks = {path.relative_to(folder).as_posix(): path.stat() for path in paths}
    return {name: (mark.st_ino, mark.st_mtime_ns) for name, mark in marks.items() if not name.startswith(PRIVATE)}


def _phase(before: State, after: State) -> str:
    """Say whether a refresh was killed before it wrote, while it did, or after: its report is the last it writes."""
    if after == before:
        return BEFORE
    reports = [{name: mark for name, mark in state.items() if name.endswith("yahoo.json")} for state in (before, after)]
    return DURING if reports[0] == reports[1] else AFTER


def _problems_of_report(cache: Path) -> list[str]:
    """Say whether a report is there that cannot be read."""
    folder = cache / REFRESHED
    count = len(list((folder / FOLDER).glob("*.json")))
    return [] if len(last_reports(folder)) == count else ["its report cannot be read"]
