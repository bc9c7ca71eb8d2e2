"""The first page of a reader whose browser knows nothing yet, on a warm server and on one just started."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass

from playwright.sync_api import Browser

from benchmarks import profiling, sites
from benchmarks.sites import MINIMAL, OURS, Site, Timeline
from benchmarks.timing import Row, compare, median_of
from tests.support.server import running_server

AIM = 1.3
PROFILE_VISITS = 3


@dataclass(frozen=True)
class FreshVisit:
    """How long a server took to be healthy (ms, in steps of 100), and how its first visitor fared."""

    healthy: float
    page: Timeline


def measure(rounds: int) -> list[Row]:
    """Open the first page of our site and of the minimal one in turn, in a new context each time."""
    with sites.browser() as browser:
        with sites.both_servers() as (our_address, minimal_address):
            our_charts = sites.charts_by_path(browser, our_address, OURS)[""]
            minimal_charts = sites.charts_by_path(browser, minimal_address, MINIMAL)[""]
            warm = [
                (_visit(browser, our_address, our_charts), _visit(browser, minimal_address, minimal_charts))
                for _ in range(rounds)
            ]
        fresh = [
            (_visit_fresh(browser, OURS, our_charts), _visit_fresh(browser, MINIMAL, minimal_charts))
            for _ in range(rounds)
        ]
    ours, minimal = [ours for ours, _ in fresh], [minimal for _, minimal in fresh]
    return [
        _row("first page, warm server", warm),
        _row("first page, first visitor of a fresh server", [(ours.page, minimal.page) for ours, minimal in fresh]),
        compare(
            "start of the server until it is healthy",
            [visit.healthy for visit in ours],
            [visit.healthy for visit in minimal],
            "ms",
        ),
    ]


def profile() -> str:
    """Say how far each site is when, and what the script of our first page spends its time on."""
    with sites.browser() as browser, sites.both_servers() as (our_address, minimal_address):
        parts = ["ms since the navigation began   script runs   first chart   complete   charts   files   MB"]
        for name, site, address in (("ours", OURS, our_address), ("minimal", MINIMAL, minimal_address)):
            charts = sites.charts_by_path(browser, address, site)[""]
            visits = [_visit(browser, address, charts) for _ in range(PROFILE_VISITS)]
            files, megabytes = _fetched(browser, address, charts)
            stages = [
                median_of(getattr(visit, stage) for visit in visits) for stage in ("running", "first_chart", "complete")
            ]
            parts.append(
                f"{name:<30}" + "".join(f"{stage:13.0f}" for stage in stages) + f"{charts:9}{files:8}{megabytes:5.1f}"
            )
    return "\n".join([*parts, "", profiling.of_page(OURS.pages[0])])


def _row(measure: str, visits: Sequence[tuple[Timeline, Timeline]]) -> Row:
    """Compare until when all charts were drawn and the script had stopped."""
    return compare(
        measure, [ours.complete for ours, _ in visits], [minimal.complete for _, minimal in visits], "ms", AIM
    )


def _visit(browser: Browser, address: str, charts: int) -> Timeline:
    with sites.visitor(browser, charts=charts) as page:
        return sites.open_first(page, address)


def _fetched(browser: Browser, address: str, charts: int) -> tuple[int, float]:
    """Return how many files a first visit fetches, and how many megabytes they hold once unpacked."""
    with sites.visitor(browser, charts=charts) as page:
        sites.open_first(page, address)
        sizes = page.evaluate("performance.getEntriesByType('resource').map(({ decodedBodySize }) => decodedBodySize)")
    return len(sizes), sum(sizes) / 1e6


def _visit_fresh(browser: Browser, site: Site, charts: int) -> FreshVisit:
    start = time.perf_counter()
    with running_server(app=site.app) as server:
        healthy = (time.perf_counter() - start) * 1000
        return FreshVisit(healthy, _visit(browser, server.address, charts))
