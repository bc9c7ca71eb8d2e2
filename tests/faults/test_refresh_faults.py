"""What a refresh makes of everything that can go wrong: what the reader of the page sees, and what is kept."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from dashboard.prices import PricePanel, load_panel
from dashboard.prices.fetching import YAHOO, refresh_from
from dashboard.prices.load import REFRESHED
from dashboard.prices.reports import RefreshReport
from dashboard.prices.sources.protocol import Run
from dashboard.settings import PROJECT_ROOT, settings
from tests.support.fake_yahoo import FakeYahoo, fake_yahoo
from tests.support.fake_yahoo_series import YahooSeries, stored
from tests.support.pages import open_page

TICKERS = ("NVDA", "MU", "AVGO")
NEW = pd.Timestamp("2026-01-02")

Arrange = Callable[[FakeYahoo], None]


def failing(*faults: str | None) -> Arrange:
    return lambda fake: fake.fail("MU", *faults)  # type: ignore[arg-type]


def changed(change: Callable[..., object], *values: object) -> Arrange:
    def arrange(fake: FakeYahoo) -> None:
        fake.series["MU"] = change(fake.series["MU"], *values)  # type: ignore[assignment, arg-type]

    return arrange


FAULTS: dict[str, tuple[Arrange, str]] = {
    "500": (failing("500"), "Yahoo Finance answered HTTP 500 for MU; refresh again later."),
    "html": (failing("html"), "Yahoo Finance gave a web page instead of figures for MU; refresh again later."),
    "empty": (failing("empty body"), "Yahoo Finance gave an empty answer for MU; refresh again later."),
    "no result": (failing("empty result"), "Yahoo Finance gave no figures for MU; refresh again later."),
    "rubbish": (failing("rubbish"), "an answer that breaks off or is no JSON for MU"),
    "404": (failing("404"), "Yahoo Finance has no series MU (No data found, symbol may be delisted)"),
    "null bars": (lambda fake: fake.series.update(MU=fake.series["MU"].nulled()), "gave no close of MU"),
    "null bar": (
        lambda fake: fake.series.update(MU=fake.series["MU"].nulled(fake.series["MU"].days[-5])), "MU came without 20",
    ),
    "missing session": (
        lambda fake: fake.series.update(MU=fake.series["MU"].without(fake.series["MU"].days[-3])), "MU came without 20",
    ),
    "slow": (failing("slow"), "Yahoo Finance gave no whole answer for MU within 2 s; refresh again later."),
    "dropped": (failing("drop"), "Yahoo Finance could not be reached for MU, or the connection was cut off;"),
    "cut off": (failing("cut"), "Yahoo Finance could not be reached for MU, or the connection was cut off;"),
    "consent": (failing("consent"), "led to its page on cookies instead of giving MU; open finance.yahoo.com in"),
}  # fmt: skip
"""Row of the table in docs/data.md to what goes wrong with MU, and to part of what is said of it."""


@pytest.fixture(scope="module")
def embedded() -> PricePanel:
    return load_panel(PROJECT_ROOT / "data_cache")


@pytest.fixture
def data_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    shutil.copytree(PROJECT_ROOT / "data_cache" / "snapshot", tmp_path / "snapshot")
    monkeypatch.setenv("DASHBOARD_DATA_CACHE", str(tmp_path))
    monkeypatch.setenv("DASHBOARD_FETCH_TIMEOUT", "2")
    settings.cache_clear()
    yield tmp_path
    settings.cache_clear()


@pytest.fixture
def yahoo(embedded: PricePanel, data_cache: Path) -> Iterator[FakeYahoo]:
    with fake_yahoo() as fake:
        fake.series.update({ticker: stored(embedded, ticker, more=1) for ticker in TICKERS})
        yield fake


def refreshed(data_cache: Path, *tickers: str) -> RefreshReport:
    return refresh_from(YAHOO, tickers or TICKERS, data_cache, Run(30), lambda *told: None)


def assert_kept(data_cache: Path, embedded: PricePanel, ticker: str) -> None:
    panel = load_panel(data_cache)
    assert panel.series[ticker].layer == "embedded"
    np.testing.assert_array_equal(panel.close[ticker].dropna(), embedded.close[ticker].dropna())
    assert set(panel.tickers) == set(embedded.tickers)


def assert_seen(sentence: str, ticker: str = "MU") -> None:
    session = open_page("data")
    assert not session.exception
    table = next(frame.value for frame in session.dataframe if "reason" in frame.value.columns)
    assert sentence in table.set_index("name").loc[ticker, "reason"]


def test_success(yahoo: FakeYahoo, data_cache: Path, embedded: PricePanel) -> None:
    report = refreshed(data_cache)
    assert (report.fresh, report.exit_status) == (TICKERS, 0)
    panel = load_panel(data_cache)
    for ticker in TICKERS:
        close = panel.close[ticker].dropna()
        assert close.index[-1] == NEW
        np.testing.assert_allclose(close[:-1], embedded.close[ticker].dropna(), rtol=1e-12)
    session = open_page("data")
    assert session.sidebar.get("page_link")[0].proto.label == (
        "Embedded and refreshed prices · 70 series · to 2 Jan 2026"
    )
    assert any("all fresh" in caption.value for caption in session.caption)


@pytest.mark.parametrize("fault", FAULTS)
def test_one_series_fails(fault: str, yahoo: FakeYahoo, data_cache: Path, embedded: PricePanel) -> None:
    arrange, sentence = FAULTS[fault]
    arrange(yahoo)
    report = refreshed(data_cache)
    assert (report.fresh, report.exit_status) == (("NVDA", "AVGO"), 3)
    assert sentence in report.refused["MU"]
    assert report.refused["MU"].count(". ") == 0
    assert_kept(data_cache, embedded, "MU")
    assert load_panel(data_cache).series["NVDA"].layer == "refreshed"
    assert_seen(sentence)


def test_429_at_once(yahoo: FakeYahoo, data_cache: Path, embedded: PricePanel) -> None:
    yahoo.fail_at(1, "429")
    report = refreshed(data_cache)
    assert report.exit_status in (3, 4)
    assert len(yahoo.charts()) <= settings().workers
    said = "Yahoo Finance has asked for fewer requests and is left alone until "
    assert report.refused
    for ticker, reason in report.refused.items():
        assert said in reason
        assert_kept(data_cache, embedded, ticker)
        assert_seen(said, ticker)
    asked = len(yahoo.asked)
    again = refreshed(data_cache)
    assert (again.exit_status, len(yahoo.asked)) == (4, asked)


def test_429_midway(yahoo: FakeYahoo, data_cache: Path, embedded: PricePanel) -> None:
    names = ("NVDA", "MU", "AVGO", "AMD", "MRVL", "QCOM", "INTC", "ARM", "TSM", "ASML")
    yahoo.series.update({ticker: stored(embedded, ticker, more=1) for ticker in names})
    yahoo.fail_at(5, "429")
    report = refreshed(data_cache, *names)
    assert report.exit_status == 3
    assert 3 <= len(report.fresh) <= 6
    assert len(yahoo.charts()) <= 4 + settings().workers
    for ticker in report.fresh:
        assert load_panel(data_cache).series[ticker].layer == "refreshed"
    for ticker in report.refused:
        assert_kept(data_cache, embedded, ticker)
        assert_seen("has asked for fewer requests", ticker)


def test_no_name_can_be_resolved(yahoo: FakeYahoo, data_cache: Path, embedded: PricePanel) -> None:
    yahoo.unreachable = True
    report = refreshed(data_cache)
    assert (report.fresh, report.exit_status) == ((), 4)
    for ticker in TICKERS:
        assert_kept(data_cache, embedded, ticker)
        assert_seen(f"Yahoo Finance could not be reached for {ticker}", ticker)
    assert not (data_cache / REFRESHED / "manifest.json").exists()


def quartered(series: YahooSeries) -> YahooSeries:
    """Return a series whose last bar alone stands on the basis of a split of four for one."""
    figures = {
        name: values if name == "volume" else (*values[:-1], float(values[-1] or 0) / 4)
        for name, values in series.figures.items()
    }
    return replace(series, figures=figures)


def test_a_split_and_a_dividend_since_last_time(yahoo: FakeYahoo, data_cache: Path, embedded: PricePanel) -> None:
    day = yahoo.series["MU"].days[-1]
    yahoo.series["MU"] = quartered(yahoo.series["MU"]).paying(day, 0.5).splitting(day, 4)
    report = refreshed(data_cache)
    assert (report.refused, report.exit_status) == ({}, 0)
    panel = load_panel(data_cache)
    close = panel.close["MU"].dropna()
    np.testing.assert_allclose(close[:-1] * 4, embedded.close["MU"].dropna(), rtol=1e-12)
    assert panel.split.loc[NEW, "MU"] == 4
    assert panel.dividend.loc[NEW, "MU"] == pytest.approx(0.5)
    assert panel.series["MU"].layer == "refreshed"
    assert any("all fresh" in caption.value for caption in open_page("data").caption)


def test_a_split_that_only_some_prices_follow(yahoo: FakeYahoo, data_cache: Path, embedded: PricePanel) -> None:
    last = quartered(yahoo.series["MU"])
    yahoo.series["MU"] = replace(last, splits={**last.splits, last.days[-1]: (4.0, 1.0)})
    report = refreshed(data_cache)
    sentence = "MU came without its split of 2026-01-02 in the prices before it"
    assert sentence in report.refused["MU"]
    assert_kept(data_cache, embedded, "MU")
    assert_seen(sentence)


def test_another_past_than_the_stored_one(yahoo: FakeYahoo, data_cache: Path, embedded: PricePanel) -> None:
    mu = yahoo.series["MU"]
    figures = {
        name: values if name == "volume" else tuple(1.05 * float(value or 0) for value in values)
        for name, values in mu.figures.items()
    }
    yahoo.series["MU"] = replace(mu, figures=figures)
    report = refreshed(data_cache)
    assert "MU came with another past" in report.refused["MU"]
    assert_kept(data_cache, embedded, "MU")
    assert_seen("MU came with another past")


def test_a_lost_split(yahoo: FakeYahoo, data_cache: Path, embedded: PricePanel) -> None:
    yahoo.series["NFLX"] = replace(stored(embedded, "NFLX", more=1), splits={}, dividends={})
    report = refreshed(data_cache, "NFLX", "NVDA")
    assert (report.fresh, report.exit_status) == (("NVDA",), 3)
    sentence = "NFLX came without its stored split of 2025-11-17 at a ratio of 10; deepseek-shock refresh --new-past"
    assert sentence in report.refused["NFLX"]
    assert_kept(data_cache, embedded, "NFLX")
    assert load_panel(data_cache).split.loc["2025-11-17", "NFLX"] == 10
    assert_seen(sentence, "NFLX")


def test_lost_dividends(yahoo: FakeYahoo, data_cache: Path, embedded: PricePanel) -> None:
    yahoo.series["MU"] = replace(yahoo.series["MU"], dividends={})
    report = refreshed(data_cache)
    sentence = "MU came without 11 of 11 stored dividends, the first 0.115 on 2023-07-07"
    assert sentence in report.refused["MU"]
    assert_kept(data_cache, embedded, "MU")
    assert_seen(sentence)


def test_a_lost_field(yahoo: FakeYahoo, data_cache: Path, embedded: PricePanel) -> None:
    mu = yahoo.series["MU"]
    yahoo.series["MU"] = replace(mu, figures={**mu.figures, "open": (None,) * len(mu.days)})
    report = refreshed(data_cache)
    sentence = "MU came without its open on 649 of 649 days that are stored with one"
    assert sentence in report.refused["MU"]
    assert_kept(data_cache, embedded, "MU")
    assert_seen(sentence)


def test_a_split_told_late(yahoo: FakeYahoo, data_cache: Path, embedded: PricePanel) -> None:
    before = yahoo.series["MU"]
    figures = {
        name: values if name == "volume" else (*values[:-1], float(values[-1] or 0) / 2)
        for name, values in before.figures.items()
    }
    yahoo.series["MU"] = replace(before, figures=figures)
    report = refreshed(data_cache)
    sentence = "on 2026-01-02, which looks like a split that is not told yet; refresh again on a later day"
    assert sentence in report.refused["MU"]
    assert_kept(data_cache, embedded, "MU")
    assert_seen(sentence)
    yahoo.series["MU"] = replace(before, figures=figures).splitting(before.days[-1], 2)
    assert refreshed(data_cache).fresh == TICKERS
    panel = load_panel(data_cache)
    np.testing.assert_allclose(panel.close["MU"].dropna()[:-1] * 2, embedded.close["MU"].dropna(), rtol=1e-12)
    assert panel.split.loc[NEW, "MU"] == 2


def test_a_bar_on_a_holiday(yahoo: FakeYahoo, data_cache: Path, embedded: PricePanel) -> None:
    mu, holiday = yahoo.series["MU"], pd.Timestamp("2026-01-01").date()
    figures = {name: (*values[:-1], values[-2], values[-1]) for name, values in mu.figures.items()}
    yahoo.series["MU"] = replace(mu, days=(*mu.days[:-1], holiday, mu.days[-1]), figures=figures)
    for served in (yahoo.series["MU"], mu):
        yahoo.series["MU"] = served
        assert refreshed(data_cache).fresh == TICKERS
        close = load_panel(data_cache).close["MU"].dropna()
        assert close.index[-1] == NEW
        np.testing.assert_allclose(close[:-1], embedded.close["MU"].dropna(), rtol=1e-12)
    assert any("all fresh" in caption.value for caption in open_page("data").caption)


def test_the_command_ends_with_what_the_refresh_came_to(yahoo: FakeYahoo, data_cache: Path) -> None:
    yahoo.fail("MU", "404")
    for tickers, status in (("NVDA,AVGO", 0), ("NVDA,MU", 3), ("MU", 4)):
        done = subprocess.run(
            [sys.executable, "-c", "from dashboard.cli import main; main()", "refresh", "--tickers", tickers],
            env={**os.environ, **yahoo.environment}, cwd=PROJECT_ROOT, capture_output=True, text=True, timeout=60,
            check=False,
        )  # fmt: skip
        assert done.returncode == status, done.stderr
        assert "Traceback" not in done.stderr
    assert "MU: Yahoo Finance has no series MU" in done.stderr
    assert done.stdout == ""


ROW = re.compile(r"^\| (?P<fault>[^|]+) \| (?P<seen>[^|]+) \| (?P<kept>[^|]+) \| `(?P<test>[^`]+)` \|$")


def rows() -> list[re.Match[str]]:
    document = (PROJECT_ROOT / "docs" / "data.md").read_text(encoding="utf-8")
    part = document.split("\n### What can go wrong\n")[1].split("\n## ")[0]
    body = [line for line in part.splitlines() if line.startswith("|")][2:]
    found = [ROW.match(line) for line in body]
    assert None not in found, [line for line, match in zip(body, found, strict=True) if match is None]
    return [match for match in found if match]


def test_every_row_of_the_table_has_a_test_and_every_fault_a_row() -> None:
    found = subprocess.run(
        [sys.executable, "-m", "pytest", "--collect-only", "-q", "tests/faults", "tests/unit/prices"],
        cwd=PROJECT_ROOT, capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    collected = set(found.stdout.splitlines())
    named = [row["test"] for row in rows()]
    assert len(named) >= 20
    assert [test for test in named if test not in collected] == []
    own = {f"tests/faults/test_refresh_faults.py::test_one_series_fails[{fault}]" for fault in FAULTS}
    assert own - set(named) == set()
