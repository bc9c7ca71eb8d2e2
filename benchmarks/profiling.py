"""Where time goes: the functions of a call, or of the script of one page, by the time below them and in them."""

from __future__ import annotations

import cProfile
import logging
import pstats
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from unittest.mock import patch

from streamlit.runtime.scriptrunner.script_cache import ScriptCache
from streamlit.testing.v1 import AppTest

from benchmarks.sites import Destination
from dashboard.ui.sitemap import PAGES
from tests.support.pages import open_page, turn_to
from tests.support.server import ROOT

TOP = 22
SCRIPT_THREAD = "ScriptRunner.scriptThread"
_NAMES = {spec.path: spec.name for spec in PAGES}


def of_calls(title: str, function: Callable[[], object], calls: int) -> str:
    """Profile some calls of a function and return the report for one of them."""
    profiler = cProfile.Profile()
    profiler.enable()
    for _ in range(calls):
        function()
    profiler.disable()
    return _report(title, profiler, calls)


def of_page(page: Destination, runs: int = 5) -> str:
    """Profile the script of one page, as a reader turns to it on a warm server; what the browser does is not in it."""
    profiler = cProfile.Profile()
    script_runs(page, runs, profiler)
    return _report(f"one run of the script of {page.title}", profiler, runs)


def script_ms(page: Destination, runs: int = 5) -> float:
    """Return how long the script of one page takes on a warm server, without a profiler and a browser (median)."""
    return 1000 * median(script_runs(page, runs))


def script_runs(page: Destination, runs: int, profiler: cProfile.Profile | None = None) -> list[float]:
    """Turn to a page so many times, and return the seconds that its script ran."""
    name = _NAMES[page.path]
    taken = []
    with _warm_session(name) as session:
        for _ in range(runs):
            turn_to(session, _elsewhere(name))
            with _timed_script(profiler) as durations:
                turn_to(session, name)
            taken.append(sum(durations))
    return taken


@contextmanager
def _warm_session(name: str) -> Iterator[AppTest]:
    """Give a session that has seen a page and stands on another one, on what passes for a warm server.

    A server compiles each page once; AppTest would do so in every run, and tell that it is no server.
    """
    compiled, compile_once = ScriptCache(), ScriptCache.get_bytecode
    logger = logging.getLogger("streamlit.runtime.scriptrunner_utils.script_run_context")
    with (
        patch.object(ScriptCache, "get_bytecode", lambda _, path: compile_once(compiled, path)),
        patch.object(logger, "disabled", True),
    ):
        session = open_page(_elsewhere(name))
        turn_to(session, name)
        yield session


def _elsewhere(name: str) -> str:
    return next(spec.name for spec in reversed(PAGES) if spec.name != name)


@contextmanager
def _timed_script(profiler: cProfile.Profile | None) -> Iterator[list[float]]:
    """Time, and on demand profile, the threads in which Streamlit runs scripts; gives the seconds of each."""
    durations: list[float] = []
    plain_run = threading.Thread.run

    def run(thread: threading.Thread) -> None:
        if thread.name != SCRIPT_THREAD:
            plain_run(thread)
            return
        start = time.perf_counter()
        if profiler:
            profiler.enable()
        try:
            plain_run(thread)
        finally:
            if profiler:
                profiler.disable()
            durations.append(time.perf_counter() - start)

    threading.Thread.run = run  # type: ignore[method-assign, assignment]
    try:
        yield durations
    finally:
        threading.Thread.run = plain_run  # type: ignore[method-assign]


def _report(title: str, profiler: cProfile.Profile, calls: int) -> str:
    # typeshed does not know that a `Stats` has its figures in `stats`.
    figures = pstats.Stats(profiler).stats  # type: ignore[attr-defined]
    rows = [
        (1000 * below / calls, 1000 * own / calls, count / calls, _place(file, line, name))
        for (file, line, name), (_, count, own, below, _) in figures.items()
    ]
    ours = [row for row in rows if row[3].startswith(("dashboard/", "pages/"))]
    parts = [f"{title}, under the profiler (which slows Python code down by about a half)"]
    for heading, kept in (
        ("the project's functions, by the time in and below them", sorted(ours, reverse=True)),
        ("all functions, by the time in them", sorted(rows, key=lambda row: row[1], reverse=True)),
    ):
        parts += ["", heading, "  in and below ms     in it ms        calls"]
        parts += [f"{below:17.2f} {own:12.2f} {count:12.1f}  {place}" for below, own, count, place in kept[:TOP]]
    return "\n".join(parts)


def _place(file: str, line: int, name: str) -> str:
    path = Path(file)
    if path.is_relative_to(ROOT / "dashboard") or path.is_relative_to(ROOT / "pages"):
        return f"{path.relative_to(ROOT).as_posix()}:{line} {name}"
    _, found, package = path.as_posix().rpartition("/site-packages/")
    return f"{package if found else path.name}:{line} {name}" if line else name
