"""The claims page in Chromium: Japanese statements in the reader's own font, and a link to one claim."""

from __future__ import annotations

import os

import pytest
from playwright.sync_api import Browser, Page

from tests.support.browser import record_requests, strangers, wait_until_ready
from tests.support.server import Server

pytestmark = pytest.mark.browser

MOST_FONT_BYTES = 1_000_000

DRAWN = """
(letters) => {
  const said = document.querySelector("p[lang=ja]");
  return letters.map((letter) => {
    const canvas = document.createElement("canvas");
    const pen = canvas.getContext("2d");
    pen.font = `32px ${getComputedStyle(said).fontFamily}`;
    pen.fillText(letter, 4, 40);
    return canvas.toDataURL();
  });
}
"""
"""Each letter as the page's font stack draws it; letters that no font has all look alike."""


FONT_BYTES = r"""
performance.getEntriesByType("resource").filter((file) => /\.(woff2?|ttf|otf)$/.test(file.name))
  .reduce((sum, file) => sum + file.encodedBodySize, 0)
"""


def opened(page: Page, server: Server, claim: str) -> None:
    page.goto(f"{server.address}/claims?claim={claim}")
    wait_until_ready(page, charts=1)


def test_japanese_statements_are_drawn_by_the_readers_own_font(browser: Browser, server: Server) -> None:
    context = browser.new_context()
    requests = record_requests(context)
    page = context.new_page()
    opened(page, server, "C019")
    said = page.locator("p[lang=ja]")
    assert said.inner_text() == "マイクロン株は11%下がった。"
    drawn = page.evaluate(DRAWN, list("マイ株下"))
    if len(set(drawn)) == 1:
        reason = "this machine has no Japanese font: install Debian's fonts-ipafont-gothic"
        if os.environ.get("REQUIRE_BROWSER") == "1":
            pytest.fail(reason, pytrace=False)
        pytest.skip(reason)
    assert len(set(drawn)) == len(drawn)
    assert 0 < page.evaluate(FONT_BYTES) < MOST_FONT_BYTES
    assert strangers(requests) == []
    context.close()


def test_the_link_to_one_claim_opens_it_alone_on_a_fresh_visit(browser: Browser, server: Server) -> None:
    context = browser.new_context()
    page = context.new_page()
    opened(page, server, "C033")
    link = page.get_by_role("link", name="Link to this claim alone")
    assert link.get_attribute("href") == "claims?claim=C033"
    with context.expect_page() as fresh:
        link.click()
    wait_until_ready(fresh.value, charts=1)
    heading = fresh.value.locator("h3", has_text="C033")
    assert heading.inner_text() == "C033: $589 bn are 87 trillion yen."
    context.close()
