"""Holdings typed and uploaded in Chromium: they are shown, and get neither into the address nor to anybody else."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.support.browser import address_parameters, record_requests, strangers, wait_until_ready
from tests.support.server import Server

pytestmark = pytest.mark.browser

TITLE = "[data-testid=stMain] h1"


def opened(page: Page, server: Server) -> None:
    page.goto(f"{server.address}/my-holdings")
    wait_until_ready(page, charts=1)


def test_an_upload_fills_the_field_and_stays_with_its_reader(browser: Browser, server: Server) -> None:
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    requests = record_requests(context)
    page = context.new_page()
    opened(page, server)
    expect(page.locator(TITLE)).to_contain_text("The example’s holdings lost $7,513.70")
    chosen = page.get_by_test_id("stFileUploaderDropzoneInput")
    chosen.set_input_files({"name": "mine.csv", "mimeType": "text/csv", "buffer": b"ticker,shares\nAVGO,7654.25\n"})
    # 7,654.25 x (244.70 - 202.13)
    expect(page.locator(TITLE)).to_contain_text("These holdings lost $325,841 on 27 Jan 2025", timeout=30_000)
    field = page.get_by_role("textbox", name="Tickers and shares")
    expect(field).to_have_value("AVGO 7654.25")
    bad = {"name": "bad.csv", "mimeType": "text/csv", "buffer": b"ticker,shares\n=1+1,5\n"}
    chosen.set_input_files(bad)
    error = page.get_by_test_id("stAlertContentError")
    expect(error).to_have_text("Line 2 of the file: '=1+1' is no ticker; write one such as NVDA.", timeout=30_000)
    expect(field).to_have_value("AVGO 7654.25")
    field.fill("NVDA 100")
    field.press("Control+Enter")
    expect(page.locator(TITLE)).to_contain_text("These holdings lost $2,420.00", timeout=30_000)
    assert address_parameters(page) == {}
    assert [url for url in requests if "7654" in url or "AVGO" in url] == []
    assert strangers(requests) == []
    other = browser.new_context()
    opened(stranger := other.new_page(), server)
    expect(stranger.locator(TITLE)).to_contain_text("The example’s holdings")
    assert "7654" not in server.log.read_text(encoding="utf-8")
    other.close()
    context.close()
