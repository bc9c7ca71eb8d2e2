"""The site in Chromium: deep links to a fresh server, every page, both themes, a phone, and no request elsewhere."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Literal

import pytest
from playwright.sync_api import Browser, Page, Route

from dashboard.ui.sitemap import PAGES, PageSpec
from tests.support.browser import address_parameters, record_requests, strangers, wait_for_parameters, wait_until_ready
from tests.support.server import Server, running_server

pytestmark = pytest.mark.browser

DESKTOP = {"width": 1440, "height": 900}
PHONE = {"width": 360, "height": 740}
WITHOUT_CHART = ("methods",)
DARK_PAGE = "rgb(18, 22, 28)"
LIGHT_PAGE = "rgb(255, 255, 255)"
SCROLL_WIDTHS = (
    "[document.documentElement, document.querySelector('[data-testid=stMain]')].map(part => part.scrollWidth)"
)
PAGE_COLOUR = "getComputedStyle(document.querySelector('[data-testid=stApp]')).backgroundColor"
CHART_COLOUR = (
    # A chart that is just being replaced leaves none for a moment.
    "[...document.querySelectorAll('.js-plotly-plot .main-svg')].map((svg) => getComputedStyle(svg).backgroundColor)[0]"
)


@contextmanager
def visitor(
    browser: Browser, viewport: dict[str, int] = DESKTOP, scheme: Literal["light", "dark"] = "light"
) -> Iterator[tuple[Page, list[str]]]:
    """Open a window of somebody new, and keep the record of its requests."""
    context = browser.new_context(viewport=viewport, color_scheme=scheme)  # type: ignore[arg-type]
    requests = record_requests(context)
    try:
        yield context.new_page(), requests
    finally:
        context.close()


def charts_of(spec: PageSpec) -> int:
    return 0 if spec.name in WITHOUT_CHART else 1


def assert_sound(page: Page) -> None:
    assert page.locator("[data-testid=stException]").count() == 0
    assert page.locator("[data-testid=stAlertContentError]").count() == 0
    assert page.locator("[data-testid=stMain] h1").count() == 1


@pytest.mark.parametrize("launcher", ["streamlit", "uvicorn"])
def test_the_first_request_to_a_fresh_server_is_a_deep_link(browser: Browser, launcher: str) -> None:
    with running_server(launcher=launcher) as fresh, visitor(browser, scheme="dark") as (page, requests):
        page.goto(f"{fresh.address}/drawdowns?event=deepseek-r1&co=NVDA&co=AVGO&from=2024-07-01")
        wait_until_ready(page, charts=1)
        assert_sound(page)
        assert page.locator("[data-testid=stTopNavSection]").all_inner_texts() == [
            "The shock",
            "The damage",
            "The evidence",
            "The data",
        ]
        side = page.locator("[data-testid=stSidebar]")
        assert side.get_by_role("combobox").first.input_value() == "20 Jan 2025 · DeepSeek-R1"
        assert side.locator("[data-tag]:visible").all_inner_texts() == ["NVIDIA NVDA", "Broadcom AVGO"]
        assert address_parameters(page) == {
            "event": ["20 Jan 2025 · DeepSeek-R1"],
            "co": ["NVIDIA NVDA", "Broadcom AVGO"],
            "from": ["2024-07-01"],
        }
        assert page.evaluate(PAGE_COLOUR) == DARK_PAGE  # .streamlit/config.toml was found, whatever the folder
        assert strangers(requests) == []
        log = fresh.log.read_text(encoding="utf-8")
        assert [line for line in log.splitlines() if "Traceback" in line or "No runtime found" in line] == []


@pytest.mark.parametrize("spec", PAGES, ids=lambda spec: spec.name)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_page_opens_with_its_chart(browser: Browser, server: Server, spec: PageSpec, scheme: Any) -> None:
    # The dark page is opened on a phone, so that each page is loaded twice and not three times.
    viewport = PHONE if scheme == "dark" else DESKTOP
    with visitor(browser, viewport, scheme) as (page, requests):
        page.goto(f"{server.address}/{spec.path}")
        wait_until_ready(page, charts=charts_of(spec))
        assert_sound(page)
        colour = DARK_PAGE if scheme == "dark" else LIGHT_PAGE
        assert page.evaluate(PAGE_COLOUR) == colour
        if charts_of(spec):
            assert page.evaluate(CHART_COLOUR) == colour
        assert max(page.evaluate(SCROLL_WIDTHS)) <= viewport["width"]
        assert len(requests) > 10
        assert strangers(requests) == []


def open_from_menu(page: Page, group: str, title: str) -> None:
    page.locator("[data-testid=stTopNavSection]", has_text=group).click()
    page.locator("[data-testid=stTopNavDropdownLink]", has_text=title).click()
    page.wait_for_url(lambda url: title.lower().replace(" ", "-") in url)
    wait_until_ready(page)


def test_choices_travel_with_the_reader_and_back(browser: Browser, server: Server) -> None:
    with visitor(browser) as (page, _):
        page.goto(f"{server.address}/sell-off?event=deepseek-r1&co=NVDA")
        wait_until_ready(page)
        wanted = {"event": ["20 Jan 2025 · DeepSeek-R1"], "co": ["NVIDIA NVDA"]}
        open_from_menu(page, "The damage", "Recovery")
        wait_for_parameters(page, wanted)
        open_from_menu(page, "The data", "Methods")
        wait_for_parameters(page, {})
        open_from_menu(page, "The damage", "Drawdowns")
        wait_for_parameters(page, wanted)
        assert_sound(page)


def test_choices_travel_although_the_reader_leaves_before_their_controls_are_drawn(
    browser: Browser, server: Server
) -> None:
    with visitor(browser) as (page, _):
        held: list[Route] = []
        page.route(re.compile(r"/static/js/(Selectbox|Multiselect)\.[^/]*\.js$"), lambda route: held.append(route))
        page.goto(f"{server.address}/sell-off?event=deepseek-r1&co=NVDA")
        wait_until_ready(page)
        open_from_menu(page, "The damage", "Recovery")
        assert len(held) == 2
        assert page.locator("[data-testid=stSidebar] [data-testid=stSelectbox]").count() == 0
        for request in held:
            request.continue_()
        wanted = {"event": ["20 Jan 2025 · DeepSeek-R1"], "co": ["NVIDIA NVDA"]}
        wait_for_parameters(page, wanted)
        wait_until_ready(page, charts=1)
        event = page.locator("[data-testid=stSidebar] [data-testid=stSelectbox] input").first
        assert [event.input_value()] == wanted["event"]
        assert_sound(page)


NARROW_WHILE_LEAVING = """
  const link = [...document.querySelectorAll("[data-testid=stTopNavDropdownLink]")].find(
    (one) => one.innerText.includes("Recovery")
  );
  link.click();
  document.querySelector("[data-testid=stMainBlockContainer]").style.maxWidth = "600px";
"""


def test_a_page_that_changes_its_width_while_the_reader_leaves_it_does_not_hold_the_reader_back(
    browser: Browser, server: Server
) -> None:
    with visitor(browser) as (page, _):
        page.goto(f"{server.address}/sell-off")
        wait_until_ready(page, charts=1)
        page.locator("[data-testid=stTopNavSection]", has_text="The damage").click()
        page.locator("[data-testid=stTopNavDropdownLink]", has_text="Recovery").wait_for()
        page.evaluate(f"() => {{ {NARROW_WHILE_LEAVING} }}")
        page.wait_for_url("**/recovery")
        # the width is told afterwards: figures for a wide screen stand beside each other, these below each other
        page.wait_for_function(
            "Math.max(...[...document.querySelectorAll('.main-svg')].map((s) => s.clientWidth)) < 600"
        )
        wait_until_ready(page, charts=1)
        assert page.url.endswith("/recovery")
        assert_sound(page)


def test_a_parameter_that_makes_no_sense_leaves_a_sentence_and_a_clean_address(
    browser: Browser, server: Server
) -> None:
    with visitor(browser) as (page, _):
        page.goto(f"{server.address}/sell-off?event=nonsense&co=NVDA")
        wait_until_ready(page)
        assert_sound(page)
        note = page.locator("[data-testid=stAlertContentWarning]")
        assert note.count() == 1
        assert "event=nonsense" in note.inner_text()
        wait_for_parameters(page, {"co": ["NVIDIA NVDA"]})


def test_charts_follow_when_the_reader_changes_the_theme(browser: Browser, server: Server) -> None:
    with visitor(browser) as (page, _):
        page.goto(server.address)
        wait_until_ready(page, charts=1)
        assert page.evaluate(CHART_COLOUR) == LIGHT_PAGE
        page.locator("[data-testid=stMainMenu] button").click()
        page.get_by_test_id("stMainMenuItem-theme-Dark").click()
        page.wait_for_function(f"{CHART_COLOUR} === '{DARK_PAGE}'", timeout=10_000)
        assert_sound(page)


COUNT_DRAWINGS = """
  const drawings = new Map();
  window.drawings = () => [...drawings].filter(([plot]) => plot.isConnected).map(([, seen]) => seen.size);
  const look = () => {
    for (const plot of document.querySelectorAll(".js-plotly-plot")) {
      if (plot.calcdata) drawings.set(plot, (drawings.get(plot) ?? new Set()).add(plot.calcdata));
    }
    requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
"""
"""Plotly works out `calcdata` anew whenever it draws a figure from its data."""

CHART_TEXTS = "[...document.querySelectorAll('.js-plotly-plot .textpoint')].map((text) => text.textContent)"


def test_a_control_draws_every_chart_anew_and_once(browser: Browser, server: Server) -> None:
    with visitor(browser) as (page, _):
        page.add_init_script(COUNT_DRAWINGS)
        page.goto(f"{server.address}/event-study")
        wait_until_ready(page, charts=4)
        before = page.evaluate(CHART_TEXTS)
        page.get_by_role("combobox", name="Event window").click()
        page.get_by_role("option", name="0:1").click()
        wait_for_parameters(page, {"win": ["0:1 · and the next one"]})
        wait_until_ready(page, charts=4)
        page.wait_for_timeout(1_000)
        after = page.evaluate(CHART_TEXTS)
        assert page.evaluate("drawings()") == [1, 1, 1, 1]
        assert len(after) > 50
        assert after != before
        page.goto(f"{server.address}/event-study?win=0:1")
        wait_until_ready(page, charts=4)
        assert page.evaluate(CHART_TEXTS) == after


def test_the_badge_leads_to_the_data(browser: Browser, server: Server) -> None:
    with visitor(browser) as (page, _):
        page.goto(server.address)
        wait_until_ready(page)
        badge = page.locator("[data-testid=stSidebar] [data-testid=stPageLink] a")
        assert badge.inner_text() == "Embedded prices · 70 series · to 31 Dec 2025"
        badge.click()
        page.wait_for_url("**/data*")
        wait_until_ready(page)
        assert_sound(page)


def test_the_server_says_that_it_is_alive(browser: Browser, server: Server) -> None:
    with visitor(browser) as (page, _):
        answer = page.request.get(f"{server.address}/healthz")
        assert (answer.status, answer.text()) == (200, "ok\n")
