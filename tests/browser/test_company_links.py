"""Links from the rows of tables to the pages of companies, clicked in Chromium."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Browser, Page

from tests.support.browser import address_parameters, wait_until_ready
from tests.support.server import Server, running_server

pytestmark = pytest.mark.browser

HEAD, ROW, CHECKBOX, NAME = 35, 33, 34, 160
"""Pixels of a table: its heading, a row, the column by which a row is chosen, and the column of names."""

WITHIN = 16
"""Pixels from the left edge of the column of links into the word that is clicked."""


def open_page_of_row(page: Page, row: int, *, choosable: bool) -> Page:
    """Click the link of a row of the first table, and return the tab that opens."""
    table = page.get_by_test_id("stDataFrame").first
    table.scroll_into_view_if_needed()
    page.wait_for_timeout(1_000)  # the table is a canvas: nothing says when it is drawn
    box = table.bounding_box()
    assert box is not None
    across = box["x"] + NAME + WITHIN + (CHECKBOX if choosable else 0)
    with page.context.expect_page() as opened:
        page.mouse.click(across, box["y"] + HEAD + ROW * row + ROW / 2, delay=60)
    wait_until_ready(opened.value, charts=3)
    return opened.value


def test_a_row_that_can_be_chosen_opens_its_company_with_the_event_and_chooses_nothing(
    browser: Browser, server: Server
) -> None:
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    page = context.new_page()
    page.goto(f"{server.address}/sell-off?event=deepseek-r1&bench=QQQ")
    wait_until_ready(page)
    before = address_parameters(page)
    there = open_page_of_row(page, 0, choosable=True)
    assert urlsplit(there.url).path == "/company"
    assert address_parameters(there) == before | {"who": ["Astera Labs ALAB"]}
    assert there.locator("h1").inner_text().startswith("Astera Labs fell 6.7")
    assert address_parameters(page) == before
    context.close()


def test_links_hold_below_a_base_path(browser: Browser) -> None:
    with running_server(base_path="/shock") as below:
        context = browser.new_context(viewport={"width": 1440, "height": 900})
        page = context.new_page()
        page.goto(f"{below.address}/recovery?co=AVGO")
        wait_until_ready(page)
        there = open_page_of_row(page, 0, choosable=False)
        assert (urlsplit(there.url).path, parse_qs(urlsplit(there.url).query)) == (
            "/shock/company",
            {"who": ["Broadcom AVGO"]},
        )
        assert there.locator("h1").inner_text().startswith("Broadcom fell 17.4")
        context.close()
