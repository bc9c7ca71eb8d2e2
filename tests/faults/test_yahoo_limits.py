"""How a run from Yahoo ends early: fewer requests asked for, nothing reached, stopped, or out of time."""

from __future__ import annotations

import datetime as dt
import json
import logging
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from dashboard.errors import RateLimitedError
from dashboard.prices.sources.protocol import Fetched, Run
from tests.support.fake_yahoo import COOKIE, CRUMB, FakeYahoo, fake_yahoo
from tests.support.fake_yahoo_faults import Fault
from tests.support.fake_yahoo_series import made_up
from tests.support.server import free_port
from tests.support.yahoo_source import MANY, came, error_of, fetched, prices_of, rate_limited, yahoo

HOUR = dt.timedelta(hours=1)


@pytest.fixture
def fake() -> Iterator[FakeYahoo]:
    with fake_yahoo() as running:
        running.series = {name: made_up(level=20 + place) for place, name in enumerate(MANY)}
        yield running


@pytest.mark.parametrize(
    ("name", "fault", "requests"), [("T0", "429", 3), ("T0", "429 as text", 3), (CRUMB, "429", 2), (COOKIE, "429", 1)]
)
def test_asked_for_fewer_requests_at_once(
    fake: FakeYahoo, tmp_path: Path, name: str, fault: Fault, requests: int
) -> None:
    fake.fail(name, fault)
    given = fetched(yahoo(tmp_path, workers=1), *MANY)
    assert rate_limited(given) == set(MANY)
    # The cookie, the crumb, the chart: after the answer that asked for fewer, nothing was sent.
    assert len(fake.asked) == requests


def test_asked_for_fewer_requests_midway(fake: FakeYahoo, tmp_path: Path) -> None:
    fake.delay = 0.4
    fake.fail_at(8, "429")
    given = fetched(yahoo(tmp_path), *MANY)
    # The other two workers may each have begun another request before it was read.
    assert 7 <= len(came(given)) <= 9
    assert len(fake.charts()) == len(came(given)) + 1
    assert rate_limited(given) == set(MANY) - came(given)


def test_the_cool_down_holds_after_a_restart_and_names_its_end(fake: FakeYahoo, tmp_path: Path) -> None:
    fake.fail("T0", "429", None)
    before = dt.datetime.now(dt.UTC)
    assert isinstance(error_of(yahoo(tmp_path), "T0"), RateLimitedError)
    note = tmp_path / "private" / "yahoo.cool-down"
    assert note.parent.stat().st_mode & 0o777 == 0o700
    until = dt.datetime.fromisoformat(json.loads(note.read_text())["until"])
    assert before + HOUR <= until <= dt.datetime.now(dt.UTC) + HOUR
    sent = len(fake.asked)

    given = fetched(yahoo(tmp_path), "T0", "T1")
    assert rate_limited(given) == {"T0", "T1"}
    assert len(fake.asked) == sent
    shown = until + dt.timedelta(minutes=1)
    assert str(given["T1"].error) == (
        f"Yahoo Finance has asked for fewer requests and is left alone until {shown:%Y-%m-%d %H:%M} UTC; "
        "refresh T1 again after that."
    )

    note.write_text(json.dumps({"since": (before - HOUR).isoformat(), "until": (until - HOUR).isoformat()}))
    prices_of(yahoo(tmp_path), "T0")


def test_a_corrupt_cool_down_file_counts_as_none(
    fake: FakeYahoo, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "private").mkdir()
    (tmp_path / "private" / "yahoo.cool-down").write_bytes(b"\x00until tomorrow")
    with caplog.at_level(logging.WARNING):
        prices_of(yahoo(tmp_path), "T0")
    assert "cannot be read and counts as no cool-down" in caplog.text


def test_a_folder_that_cannot_be_made_costs_no_prices(
    fake: FakeYahoo, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "private").write_text("a file where the folder should be")
    fake.fail("T1", "429")
    with caplog.at_level(logging.WARNING):
        given = fetched(yahoo(tmp_path, workers=1), "T0", "T1", "T2")
    # For this run the cool-down holds all the same.
    assert (came(given), rate_limited(given)) == ({"T0"}, {"T1", "T2"})
    assert "a cool-down will be forgotten" in caplog.text


def told(given: dict[str, Fetched], part: str) -> set[str]:
    """Return the tickers whose error has some words in it."""
    return {ticker for ticker, one in given.items() if part in str(one.error)}


@pytest.mark.parametrize("how", ["names that cannot be resolved", "a proxy that is not there"])
def test_offline_a_few_tickers_are_tried(
    fake: FakeYahoo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, how: str
) -> None:
    fake.unreachable = True
    if how == "a proxy that is not there":
        for name in ("HTTPS_PROXY", "https_proxy"):
            monkeypatch.setenv(name, f"http://127.0.0.1:{free_port()}")
    given = fetched(yahoo(tmp_path), *MANY)
    tried = told(given, "could not be reached for")
    # The other workers may be at one each when the sixth has failed.
    assert 6 <= len(tried) <= 8
    rest = "was not asked for, because Yahoo Finance gave no answer for 6 tickers in a row; see that this machine is"
    assert told(given, rest) == set(MANY) - tried
    assert bool(fake.asked) == (how == "names that cannot be resolved")


def test_tickers_that_fail_among_others_do_not_count_as_offline(fake: FakeYahoo, tmp_path: Path) -> None:
    for ticker in MANY[::2]:
        fake.fail(ticker, "drop")
    given = fetched(yahoo(tmp_path, workers=1), *MANY)
    assert came(given) == set(MANY[1::2])
    assert told(given, "could not be reached for") == set(MANY[::2])


def test_stopped_midway_keeps_what_came(fake: FakeYahoo, tmp_path: Path) -> None:
    fake.delay = 0.2
    run, given, begun = Run(60), {}, 0
    for one in yahoo(tmp_path).fetch(MANY, run):
        given[one.ticker] = one
        if len(given) == 4:
            run.cancelled.set()
            begun = len(fake.charts())
    # What was under way when it was stopped comes in too, on its way to Yahoo or back.
    assert 4 <= begun <= len(came(given)) <= begun + 3 < len(MANY)
    assert set(fake.charts()) == came(given)
    assert set(given) == set(MANY)
    assert not rate_limited(given)
    for ticker in set(MANY) - came(given):
        assert str(given[ticker].error) == (
            f"The refresh was stopped before {ticker} was asked for; refresh again to fetch it."
        )


def test_no_request_is_started_when_nobody_waits_for_the_rest(fake: FakeYahoo, tmp_path: Path) -> None:
    fake.delay = 0.05
    iterator = yahoo(tmp_path).fetch(MANY, Run(60))
    assert next(iterator).prices is not None
    iterator.close()  # type: ignore[attr-defined]
    sent = len(fake.asked)
    assert len(fake.charts()) < len(MANY)
    time.sleep(0.3)
    assert len(fake.asked) == sent


def test_the_time_of_a_run_ends_requests_under_way_and_starts_no_other(fake: FakeYahoo, tmp_path: Path) -> None:
    for ticker in MANY[1:]:
        fake.fail(ticker, "slow")
    source = yahoo(tmp_path, timeout=30)
    prices_of(source, "T0")
    run = Run(2.5)
    given = fetched(source, *MANY, run=run)
    assert time.monotonic() - run.started < 2.5 + 3
    assert came(given) == {"T0"}
    under_way = {"T1", "T2", "T3"}
    more = "refresh again, or give it more seconds by DASHBOARD_FETCH_BUDGET."
    for ticker in MANY[1:]:
        what = f"Yahoo Finance had answered for {ticker}" if ticker in under_way else f"{ticker} was asked for"
        assert str(given[ticker].error) == f"The time of the refresh was up before {what}; {more}"
    assert set(fake.charts()) == {"T0", *under_way}


def test_a_slow_cookie_does_not_outlive_the_run(fake: FakeYahoo, tmp_path: Path) -> None:
    fake.fail(COOKIE, "slow")
    run = Run(1.0)
    given = fetched(yahoo(tmp_path, timeout=30), "T0", run=run)
    assert time.monotonic() - run.started < 1.0 + 3
    assert "The time of the refresh was up before T0 was asked for" in str(given["T0"].error)
    assert fake.charts() == []
