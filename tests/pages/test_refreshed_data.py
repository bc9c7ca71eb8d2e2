"""The Data page once figures were refreshed, could not be, or were brought by the reader; and the badge beside it."""

from __future__ import annotations

import datetime as dt
import errno
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.prices import load_panel
from dashboard.prices.load import REFRESHED
from dashboard.prices.overlay import read_upload
from dashboard.prices.refresh import refreshed_store
from dashboard.prices.reports import RefreshReport, write_report
from dashboard.prices.sources.protocol import Run
from dashboard.settings import PROJECT_ROOT, settings
from dashboard.ui import own, refreshing
from tests.support.pages import open_page, turn_to
from tests.support.stores import factors

ENDED = dt.datetime(2026, 1, 5, 18, 30, tzinfo=dt.UTC)
OWN = b"ticker,date,close\nMINE,2025-01-24,10\nMINE,2025-01-27,9\nNVDA,2025-01-24,100\nNVDA,2025-01-27,50\n"


@pytest.fixture
def data_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    shutil.copytree(PROJECT_ROOT / "data_cache" / "snapshot", tmp_path / "snapshot")
    monkeypatch.setenv("DASHBOARD_DATA_CACHE", str(tmp_path))
    settings.cache_clear()
    yield tmp_path
    settings.cache_clear()


def captions(session: AppTest) -> str:
    return " ".join(caption.value for caption in session.caption)


def badge(session: AppTest) -> str:
    return str(session.sidebar.get("page_link")[0].proto.label)


def test_a_machine_that_has_refreshed_nothing_says_so(data_cache: Path) -> None:
    session = open_page("data")
    assert not session.exception
    assert "Nothing has been refreshed on this machine yet" in captions(session)
    assert badge(session) == "Embedded prices · 70 series · to 31 Dec 2025"


def test_what_the_last_refresh_could_not_do_is_told_with_the_reason(data_cache: Path) -> None:
    reason = "Yahoo Finance asked for fewer requests; it is left alone until 19:30 UTC."
    report = RefreshReport("yahoo", "Yahoo Finance", ENDED, ENDED, ("NVDA",), {"MU": reason, "AMD": reason})
    write_report(data_cache / REFRESHED, report)
    session = open_page("data")
    assert "Yahoo Finance, 5 Jan 2026, 18\\:30 UTC\\: 1 of 3 fresh. 2 stayed as they were" in captions(session)
    table = next(frame.value for frame in session.dataframe if "reason" in frame.value.columns)
    assert table[["name", "reason", "source"]].to_numpy().tolist() == [
        ["MU", reason, "Yahoo Finance"], ["AMD", reason, "Yahoo Finance"],
    ]  # fmt: skip


def test_a_refresh_can_be_switched_off_for_readers(data_cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DASHBOARD_PAGE_REFRESH", "false")
    settings.cache_clear()
    session = open_page("data")
    assert [button.label for button in session.button] == []
    assert "switched off" in captions(session)


def test_damaged_refreshed_prices_are_told_on_every_page_and_embedded_ones_shown(data_cache: Path) -> None:
    folder = data_cache / REFRESHED
    folder.mkdir()
    (folder / "manifest.json").write_text("no manifest")
    for page in ("data", "overview"):
        session = open_page(page)
        assert not session.exception
        (warning,) = session.warning
        assert "The refreshed prices cannot be read" in warning.value
        assert badge(session).startswith("Embedded prices · 70 series")


def test_damaged_factors_are_told_too(data_cache: Path) -> None:
    store = refreshed_store(data_cache, 5)
    store.write(tables={"factors": factors(1.0)})
    store.write(tables={"factors": factors(2.0)})
    (damaged,) = (store.directory / name for name in store.manifest().named_files())
    damaged.write_bytes(b"")
    (warning,) = open_page("overview").warning
    assert "The newest refreshed factors cannot be read" in warning.value.replace("\\", "")


def test_an_upload_that_cannot_be_read_is_one_sentence(data_cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*arguments: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    class File:
        def getvalue(self) -> bytes:
            return OWN

    monkeypatch.setattr("dashboard.ui.own.read_upload", full)
    state: dict[str, object] = {"own-file": File()}
    monkeypatch.setattr("dashboard.ui.own.st.session_state", state)
    own._take()
    assert "could not be read on this server (No space left on device)" in str(state["own_refusal"])


def test_own_prices_are_shown_on_every_page_of_this_session_only(data_cache: Path) -> None:
    session = open_page("data")
    session.session_state["own_prices"] = read_upload(OWN, 1_000_000, dt.date(2026, 1, 5))
    session.run()
    assert not session.exception
    assert badge(session) == "Embedded and your own prices · 71 series · to 31 Dec 2025"
    assert any("2 series of your file are shown on every page" in info.value for info in session.info)
    layers = session.dataframe[0].value.set_index("ticker")["layer"]
    assert (layers["MINE"], layers["NVDA"], layers["AVGO"]) == ("session", "session", "embedded")
    turn_to(session, "selloff")
    table = next(frame.value for frame in session.dataframe if "ret" in frame.value.columns)
    assert table.set_index("ticker").loc["NVDA", "ret"] == pytest.approx(-0.5)
    assert badge(open_page("data")).startswith("Embedded prices · 70 series")
    turn_to(session, "data")
    next(button for button in session.button if button.label == "Leave my prices out again").click()
    session.run()
    assert badge(session) == "Embedded prices · 70 series · to 31 Dec 2025"
    assert load_panel(data_cache).series["NVDA"].layer == "embedded"


def test_a_refresh_at_work_is_shown_and_can_be_stopped(data_cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def work(run: Run, tell: object) -> RefreshReport:
        job.tell(3, 70, "MU")
        run.cancelled.wait(30)
        return RefreshReport("yahoo", "Yahoo Finance", ENDED, ENDED, ("NVDA",), {})

    monkeypatch.setattr(refreshing, "_JOBS", [])
    run = Run(60)
    job = refreshing.Job(run, "Prices from Yahoo Finance")
    job = refreshing.start("Prices from Yahoo Finance", work, run)
    again = refreshing.start("another", work, Run(60))
    assert again is job
    session = open_page("data")
    assert not session.exception
    stop = next(button for button in session.button if button.label == "Stop")
    stop.click()
    session.run()
    assert run.cancelled.is_set()
    assert job.thread is not None
    job.thread.join(10)
    assert (job.running, job.failure) == (False, "")


def test_a_refresh_that_fails_is_one_sentence(data_cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(run: Run, tell: object) -> RefreshReport:
        raise ValueError("some fault")

    monkeypatch.setattr(refreshing, "_JOBS", [])
    job = refreshing.start("Prices", broken, Run(60))
    assert job.thread is not None
    job.thread.join(10)
    session = open_page("data")
    (error,) = session.error
    assert "The refresh failed for a reason that is in the server's log" in error.value.replace("\\", "")
