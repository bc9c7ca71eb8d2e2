"""Every page of a server that shows what all of this has left."""

from __future__ import annotations

import os
from pathlib import Path

from playwright.sync_api import Page

from dashboard.ui.sitemap import PAGES
from scripts.torture.tally import Tally
from tests.support.browser import chromium, find_chromium, wait_until_ready
from tests.support.server import running_server

WITHOUT_CHART = ("methods",)
EXCEPTIONS = "[data-testid=stException], [data-testid=stAlertContentError]"
BADGE = "[data-testid=stSidebar] [data-testid=stPageLink] a"


SOME = ("overview", "drawdowns", "event_study", "claims", "data")
"""What a short run looks at; all pages are opened by the browser tests as well."""


def pages(cache: Path, *, thorough: bool) -> Tally:
    """Look at every page in Chromium, or at some."""
    tally = Tally("pages without an exception")
    executable = find_chromium()
    if executable is None:
        reason = "no Chromium was found; install Debian's chromium package, or name one in the variable CHROMIUM"
        if os.environ.get("REQUIRE_BROWSER") == "1":
            tally.note([reason])
        else:
            tally.skipped = reason
        return tally
    environment = {"DASHBOARD_DATA_CACHE": str(cache)}
    with running_server(environment=environment) as server, chromium(executable) as browser:
        page = browser.new_page()
        for spec in PAGES if thorough else [spec for spec in PAGES if spec.name in SOME]:
            page.goto(f"{server.address}/{spec.path}")
            wait_until_ready(page, charts=0 if spec.name in WITHOUT_CHART else 1)
            tally.note(_problems(page), spec.name)
        traced = [line for line in server.log.read_text(encoding="utf-8").splitlines() if "Traceback" in line]
        tally.note(traced, "log of the server")
    return tally


def _problems(page: Page) -> list[str]:
    problems = [f"it shows an error: {text}" for text in page.locator(EXCEPTIONS).all_inner_texts()]
    badge = page.locator(BADGE).first.inner_text()
    if "efreshed prices" not in badge:
        problems.append(f"its badge says {badge!r}")
    if "cannot be read" in page.locator("body").inner_text():
        problems.append("it tells of damage")
    return problems
