"""Chromium: where it is, how it is started quietly, and when a page of the dashboard is ready."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
MAC_CHROME = Path("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome")

QUIET = (
    "--no-sandbox",
    "--disable-dev-shm-usage",
    # the browser's own errands, which would blur the record of what a page asks for
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-domain-reliability",
    "--disable-sync",
    "--metrics-recording-only",
    "--no-default-browser-check",
    "--no-first-run",
    "--no-pings",
)

READY = "[data-testid='stApp'][data-test-connection-state='CONNECTED'][data-test-script-state='notRunning']"
CHART = ".js-plotly-plot .main-svg"
READY_MS = 60_000


def find_chromium() -> str | None:
    """Return the path of a Chromium or Chrome: the variable CHROMIUM, else the first known name; None without one."""
    named = os.environ.get("CHROMIUM")
    if named:
        return named
    found = next((path for path in map(shutil.which, NAMES) if path), None)
    return found or (str(MAC_CHROME) if MAC_CHROME.exists() else None)


@contextmanager
def chromium(executable: str) -> Iterator[Browser]:
    """Run a headless browser until the block ends."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=list(QUIET))
        try:
            yield browser
        finally:
            browser.close()


def record_requests(context: BrowserContext) -> list[str]:
    """Return a list that fills with the address of every request the pages of a context make, websockets included."""
    requests: list[str] = []
    context.on("request", lambda request: requests.append(request.url))
    context.on("page", lambda page: page.on("websocket", lambda socket: requests.append(socket.url)))
    return requests


def strangers(requests: list[str]) -> list[str]:
    """Return those requests that went to another machine."""
    return [url for url in requests if urlsplit(url).hostname not in (None, "127.0.0.1")]


def wait_until_ready(page: Page, *, charts: int = 0) -> None:
    """Wait until the script has run and so many charts are drawn.

    The state is looked at twice: between two runs that follow each other it reads "not running" for a moment.
    """
    page.wait_for_selector(READY, timeout=READY_MS)
    page.wait_for_timeout(250)
    page.wait_for_selector(READY, timeout=READY_MS)
    if charts:
        page.wait_for_function(
            "([selector, count]) => document.querySelectorAll(selector).length >= count", arg=[CHART, charts],
            timeout=READY_MS,
        )  # fmt: skip


def address_parameters(page: Page) -> dict[str, list[str]]:
    """Return the parameters in the address bar."""
    return parse_qs(urlsplit(page.url).query)


def wait_for_parameters(page: Page, wanted: dict[str, list[str]]) -> None:
    """Wait until the address bar holds exactly these parameters; Streamlit writes them after the page is drawn."""
    page.wait_for_url(lambda url: parse_qs(urlsplit(url).query) == wanted, timeout=READY_MS)
