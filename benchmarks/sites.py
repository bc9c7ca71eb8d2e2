"""The two sites that are compared in a browser, and when, to the frame, a page of theirs is drawn."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Page

from benchmarks.timing import UnavailableError
from dashboard.ui.sitemap import PAGES
from tests.support.browser import READY_MS, chromium, find_chromium, record_requests, strangers
from tests.support.server import ROOT, running_server

VIEWPORT = {"width": 1440, "height": 900}
QUIET_MS = 400
"""A page counts as drawn from the moment after which nothing changes for so long; the wait itself is not counted."""

LOOK_MS = 1500
"""The same while the charts of an unknown page are counted."""


@dataclass(frozen=True)
class Destination:
    """A page, its address below the root, and the menu of the navigation that lists it ("" without menus)."""

    title: str
    path: str
    menu: str = ""


@dataclass(frozen=True)
class Site:
    """An application, its pages, the first one first, and how many charts each of them has at least."""

    app: Path
    pages: tuple[Destination, ...]
    least_charts: int


OURS = Site(ROOT / "app.py", tuple(Destination(spec.title, spec.path, spec.group) for spec in PAGES), 0)
MINIMAL = Site(
    Path(__file__).parent / "minimal_app" / "app.py", (Destination("First", ""), Destination("Second", "second")), 1
)


@dataclass(frozen=True)
class Timeline:
    """When a page got how far, in milliseconds since the navigation or the click began.

    Attributes
    ----------
    running : float
        The browser knows that the server runs the script; NaN where the run was over within one frame.
    first_chart : float
        The first chart is drawn; NaN on a page without charts.
    complete : float
        All charts are drawn, nothing of an older page is left, and the script has stopped.
    """

    running: float
    first_chart: float
    complete: float


_RECORDER = """
(() => {
  const bench = {};
  window.bench = bench;
  const all = (selector) => [...document.querySelectorAll(selector)];
  const drawn = () => all(".js-plotly-plot").filter((plot) => plot.querySelector(".main-svg"));
  // Plotly makes a new layout object whenever it draws, also where the page keeps the element of an older chart.
  bench.expect = (path, charts) => {
    const older = new Map(drawn().map((plot) => [plot, plot._fullLayout]));
    Object.assign(bench, { path, charts, older, start: 0, running: null, firstChart: null, complete: null });
  };
  bench.count = () => drawn().length;
  const look = () => {
    const app = document.querySelector("[data-testid='stApp']");
    const now = performance.now();
    if (app) {
      const script = app.dataset.testScriptState;
      if (script === "running") bench.running ??= now;
      const there = location.pathname === "/" + bench.path;
      const fresh = drawn().filter(
        (plot) => bench.older.get(plot) !== plot._fullLayout && !plot.closest("[data-stale='true']")
      );
      if (there && fresh.length) bench.firstChart ??= now;
      const complete =
        there &&
        app.dataset.testConnectionState === "CONNECTED" &&
        script === "notRunning" &&
        document.querySelector("[data-testid='stMain'] [data-testid='stElementContainer']") &&
        fresh.length >= bench.charts &&
        fresh.length >= all("[data-testid='stPlotlyChart']").length &&
        !document.querySelector("[data-stale='true'], [data-testid='stSkeleton'], [data-testid='stAppSkeleton']");
      bench.complete = complete ? bench.complete ?? now : null;
    }
    requestAnimationFrame(look);
  };
  addEventListener("click", () => Object.assign(bench, { start: performance.now(), running: null }), true);
  bench.expect(...ARGUMENTS);
  requestAnimationFrame(look);
})();
"""
"""Looks at the page before every frame; a context runs it before the scripts of the page itself."""


_ERRORS = "[data-testid='stException'], [data-testid='stAlertContentError']"


@contextmanager
def browser() -> Iterator[Browser]:
    """Run a browser; raise `UnavailableError` where there is none."""
    executable = find_chromium()
    if executable is None:
        raise UnavailableError("No Chromium was found; install the package, or name one in the variable CHROMIUM.")
    with chromium(executable) as running:
        yield running


@contextmanager
def our_server() -> Iterator[str]:
    """Run our site and give its address."""
    with running_server(app=OURS.app) as server:
        yield server.address


@contextmanager
def both_servers() -> Iterator[tuple[str, str]]:
    """Run our site and the minimal one, and give their addresses."""
    with ExitStack() as stack:
        ours, minimal = (stack.enter_context(running_server(app=site.app)) for site in (OURS, MINIMAL))
        yield ours.address, minimal.address


@contextmanager
def visitor(running: Browser, path: str = "", charts: int = 0) -> Iterator[Page]:
    """Give a window whose browser knows nothing yet and whose first page has this path and at least so many charts."""
    context = running.new_context(viewport=VIEWPORT)  # type: ignore[arg-type]
    context.add_init_script(_RECORDER.replace("ARGUMENTS", json.dumps([path, charts])))
    try:
        yield context.new_page()
    finally:
        context.close()


def open_first(page: Page, address: str, path: str = "", quiet: int = QUIET_MS) -> Timeline:
    """Open the first address of a visitor and wait until the page is drawn."""
    page.goto(f"{address}/{path}")
    return drawn(page, quiet)


def turn_to(page: Page, destination: Destination, charts: int) -> Timeline:
    """Click on a page in the navigation and wait until it is drawn."""
    link = page.locator("[data-testid='stSidebarNavLink']", has_text=destination.title)
    if destination.menu:
        page.locator("[data-testid='stTopNavSection']", has_text=destination.menu).click()
        link = page.locator("[data-testid='stTopNavDropdownLink']", has_text=destination.title)
    expect(page, destination.path, charts)
    link.click()
    return drawn(page, QUIET_MS)


def expect(page: Page, path: str, charts: int) -> None:
    """Tell the recorder to wait, from the next click on, for so many new charts on a page."""
    page.evaluate("([path, charts]) => bench.expect(path, charts)", [path, charts])


def charts_by_path(running: Browser, address: str, site: Site) -> dict[str, int]:
    """Count the charts of every page, which also warms the server up; no request may leave this machine.

    Returns
    -------
    dict of str to int
        Path to number of charts.

    Raises
    ------
    UnavailableError
        A page shows an error: its time would say nothing.
    """
    counted: dict[str, int] = {}
    for destination in site.pages:
        with visitor(running, destination.path, site.least_charts) as page:
            requests = record_requests(page.context)
            open_first(page, address, destination.path, LOOK_MS)
            counted[destination.path] = int(page.evaluate("bench.count()"))
            if page.locator(_ERRORS).count():
                raise UnavailableError(f"The page {destination.title} shows an error; mend it before measuring.")
            if strangers(requests):
                raise RuntimeError(f"The page {destination.title} asked another machine: {strangers(requests)}")
    return counted


def drawn(page: Page, quiet: int) -> Timeline:
    """Wait until what was expected is drawn and nothing has changed for `quiet` ms, and say when it was."""
    page.wait_for_function(
        "quiet => bench.complete !== null && performance.now() - bench.complete > quiet", arg=quiet, timeout=READY_MS
    )
    marks: dict[str, float | None] = page.evaluate("[bench].map(({ older, ...marks }) => marks)[0]")

    def since(name: str) -> float:
        # A run that is over between two frames is not seen running; a page without charts has no first one.
        at, start = marks[name], marks["start"]
        return math.nan if at is None or start is None else at - start

    return Timeline(since("running"), since("firstChart"), since("complete"))
