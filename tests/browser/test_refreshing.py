"""A refresh from the page Data, in Chromium, on a server that is led to a made-up Yahoo."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from dashboard.prices import load_panel
from dashboard.settings import PROJECT_ROOT
from tests.support.browser import record_requests, strangers, wait_until_ready
from tests.support.fake_yahoo import FakeYahoo, fake_yahoo
from tests.support.fake_yahoo_series import stored
from tests.support.server import Server, running_server

pytestmark = pytest.mark.browser

BADGE = "[data-testid=stSidebar] [data-testid=stPageLink] a"
SECONDS = 30_000


@pytest.fixture
def data_cache(tmp_path: Path) -> Path:
    shutil.copytree(PROJECT_ROOT / "data_cache" / "snapshot", tmp_path / "snapshot")
    return tmp_path


@pytest.fixture
def yahoo() -> Iterator[FakeYahoo]:
    panel = load_panel(PROJECT_ROOT / "data_cache")
    with fake_yahoo() as fake:
        fake.series.update({ticker: stored(panel, ticker, more=1) for ticker in panel.tickers})
        yield fake


@pytest.fixture
def online(browser: Browser, yahoo: FakeYahoo, data_cache: Path) -> Iterator[Server]:
    with running_server(environment={**yahoo.environment, "DASHBOARD_DATA_CACHE": str(data_cache)}) as server:
        yield server


@pytest.fixture
def page(browser: Browser, online: Server) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    requests = record_requests(context)
    try:
        opened = context.new_page()
        opened.goto(f"{online.address}/data")
        wait_until_ready(opened)
        yield opened
        assert strangers(requests) == []
        assert opened.locator("[data-testid=stException]").count() == 0
    finally:
        context.close()


def test_a_refresh_ends_with_fresh_figures_and_what_could_not_be_done(page: Page, yahoo: FakeYahoo) -> None:
    yahoo.fail("MU", "404")
    page.get_by_role("button", name="Refresh now").click()
    said = page.get_by_text("Yahoo Finance, ").filter(has_text="69 of 70 fresh")
    expect(said).to_be_visible(timeout=SECONDS)
    expect(page.locator(BADGE)).to_contain_text("Embedded and refreshed prices · 70 series · to 2 Jan 2026")
    expect(page.get_by_role("button", name="Refresh now")).to_be_visible()
    expect(page.get_by_text("1 embedded, 69 refreshed")).to_be_visible()
    assert len(yahoo.charts()) == 70


def test_a_refresh_at_work_shows_how_far_it_is_and_stops(page: Page, yahoo: FakeYahoo, data_cache: Path) -> None:
    yahoo.delay = 0.6
    page.get_by_role("button", name="Refresh now").click()
    expect(page.get_by_text("Prices from Yahoo Finance · ").filter(has_text=" of 70")).to_be_visible(timeout=SECONDS)
    page.get_by_role("button", name="Stop", exact=True).click()
    said = page.get_by_text("Yahoo Finance, ").filter(has_text="stayed as they were")
    expect(said).to_be_visible(timeout=SECONDS)
    layers = [info.layer for info in load_panel(data_cache).series.values()]
    assert 0 < layers.count("refreshed") < 70
    assert len(yahoo.charts()) < 70


def test_a_file_of_ones_own_is_shown_in_this_session_only(page: Page, online: Server, tmp_path: Path) -> None:
    file = tmp_path / "mine.csv"
    file.write_text("ticker,date,close\nMINE,2025-01-24,10\nMINE,2025-01-27,9\n")
    page.locator("[data-testid=stFileUploaderDropzoneInput]").set_input_files(file)
    expect(page.locator(BADGE)).to_contain_text("Embedded and your own prices · 71 series", timeout=SECONDS)
    other = page.context.new_page()
    other.goto(f"{online.address}/data")
    wait_until_ready(other)
    expect(other.locator(BADGE)).to_contain_text("Embedded prices · 70 series")
    page.get_by_role("button", name="Leave my prices out again").click()
    expect(page.locator(BADGE)).to_contain_text("Embedded prices · 70 series", timeout=SECONDS)


def test_a_file_with_a_fault_is_refused_in_one_sentence(page: Page, tmp_path: Path) -> None:
    file = tmp_path / "bad.csv"
    file.write_text("ticker,date,close\nMINE,2025-01-24,-10\n")
    page.locator("[data-testid=stFileUploaderDropzoneInput]").set_input_files(file)
    alert = page.get_by_text("The close of MINE on 2025-01-24 is -10.0, but prices must be positive")
    expect(alert).to_be_visible(timeout=SECONDS)
    expect(page.locator(BADGE)).to_contain_text("Embedded prices · 70 series")
