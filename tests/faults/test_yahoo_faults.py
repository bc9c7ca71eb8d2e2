"""What is told when Yahoo's answer is none, not the one asked for, or not whole: yfinance itself, a made-up Yahoo."""

from __future__ import annotations

import datetime as dt
import pickle
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest

from dashboard.errors import NotFoundError, RateLimitedError
from tests.support.fake_yahoo import COOKIE, CRUMB, FakeYahoo, fake_yahoo
from tests.support.fake_yahoo_faults import Fault
from tests.support.fake_yahoo_series import made_up
from tests.support.yahoo_source import error_of, fetched, prices_of, yahoo

DAY = dt.date(2025, 2, 3)

UNREACHED = (
    "Yahoo Finance could not be reached for MU, or the connection was cut off; see that this machine is online and "
    "refresh again."
)
SENTENCES: dict[Fault, str] = {
    "500": "Yahoo Finance answered HTTP 500 for MU; refresh again later.",
    "html": "Yahoo Finance gave a web page instead of figures for MU; refresh again later.",
    "down": "Yahoo Finance says that it is down; refresh MU again later.",
    "consent": (
        "Yahoo Finance led to its page on cookies instead of giving MU; open finance.yahoo.com in a browser on this "
        "machine, agree, and refresh again."
    ),
    "empty body": "Yahoo Finance gave an empty answer for MU; refresh again later.",
    "empty result": "Yahoo Finance gave no figures for MU; refresh again later.",
    "no bars": "Yahoo Finance gave no figures for MU; refresh again later.",
    "rubbish": "Yahoo Finance gave an answer that breaks off or is no JSON for MU; refresh again later.",
    "list": "Yahoo Finance gave no figures for MU; refresh again later.",
    "other shape": (
        "Yahoo Finance gave an answer for MU that could not be read (KeyError); refresh again later, or update "
        "yfinance."
    ),
    "404": (
        "Yahoo Finance has no series MU (No data found, symbol may be delisted); see on finance.yahoo.com what it is "
        "called there."
    ),
    "404 page": (
        "Yahoo Finance answered HTTP 404 for MU without a reason; see that no proxy stands between and refresh again "
        "later."
    ),
    "400": "Yahoo Finance refused MU (Data doesn't exist for these days); refresh again later.",
    "401": "Yahoo Finance turned MU away (HTTP 401), with a new cookie too; refresh again later.",
    "drop": UNREACHED,
    "cut": UNREACHED,
}
TWICE = {"500", "consent", "401", "drop", "cut"}
"""Faults after which MU is asked for again; after "consent" and "401" it is yfinance that does."""


@pytest.fixture
def fake() -> Iterator[FakeYahoo]:
    with fake_yahoo() as running:
        running.series = {"MU": made_up(level=90), "AMD": made_up(level=120)}
        yield running


@pytest.mark.parametrize("fault", SENTENCES)
def test_a_fault_is_told_of_its_ticker_and_gone_when_yahoo_is_well(
    fake: FakeYahoo, tmp_path: Path, fault: Fault
) -> None:
    fake.fail("MU", fault)
    source = yahoo(tmp_path)
    given = fetched(source, "MU", "AMD")
    error = given["MU"].error
    assert str(error) == SENTENCES[fault]
    assert isinstance(error, NotFoundError) == (fault == "404")
    assert not isinstance(error, RateLimitedError)
    assert given["AMD"].prices is not None
    assert fake.charts().count("MU") == (2 if fault in TWICE else 1)
    fake.fail("MU")
    prices_of(source, "MU")


@pytest.mark.parametrize("fault", ["slow", "drip"])
def test_an_answer_that_takes_longer_than_the_timeout_is_given_up_twice(
    fake: FakeYahoo, tmp_path: Path, fault: Fault
) -> None:
    fake.fail("MU", fault)
    begun = time.monotonic()
    error = error_of(yahoo(tmp_path, timeout=0.5), "MU")
    assert time.monotonic() - begun < 5
    assert str(error) == "Yahoo Finance gave no whole answer for MU within 0.5 s; refresh again later."
    assert fake.charts() == ["MU", "MU"]


@pytest.mark.parametrize("fault", ["500", "drop", "cut", "slow", "consent", "401"])
def test_a_fault_that_passes_does_not_reach_the_reader(fake: FakeYahoo, tmp_path: Path, fault: Fault) -> None:
    fake.fail("MU", fault, None)
    # A busy machine may be slow too.
    prices_of(yahoo(tmp_path, timeout=3.0 if fault == "slow" else 20.0), "MU")
    assert fake.charts() == ["MU", "MU"]


def test_an_answer_of_unknown_shape_is_logged_whole(
    fake: FakeYahoo, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    fake.fail("MU", "other shape")
    error_of(yahoo(tmp_path), "MU")
    (record,) = [one for one in caplog.records if one.levelname == "ERROR"]
    assert record.getMessage() == "The answer of Yahoo Finance for MU could not be read"
    assert record.exc_info is not None
    assert record.exc_info[0] is KeyError


def test_a_symbol_that_yahoo_does_not_have(fake: FakeYahoo, tmp_path: Path) -> None:
    given = fetched(yahoo(tmp_path), "NOSUCH", "MU")
    assert isinstance(given["NOSUCH"].error, NotFoundError)
    assert given["MU"].prices is not None
    # A cookie, a crumb and two charts: for the lack of one neither is asked for again.
    assert len(fake.asked) == 4


def test_another_series_than_the_one_asked_for(fake: FakeYahoo, tmp_path: Path) -> None:
    fake.series["MU"] = made_up(symbol="MUX")
    assert str(error_of(yahoo(tmp_path), "MU")) == (
        "Yahoo Finance answered with MUX when asked for MU; see on finance.yahoo.com what it is called there."
    )


def test_null_bars_throughout(fake: FakeYahoo, tmp_path: Path) -> None:
    fake.series["MU"] = made_up().nulled()
    assert str(error_of(yahoo(tmp_path), "MU")) == (
        "Yahoo Finance gave no close of MU on any day; refresh again later."
    )


@pytest.mark.parametrize("lacking", ["null bar", "missing session"])
def test_a_day_without_a_bar_is_left_to_the_check_against_the_calendar(
    fake: FakeYahoo, tmp_path: Path, lacking: str
) -> None:
    whole = made_up()
    fake.series["MU"] = whole.nulled(DAY) if lacking == "null bar" else whole.without(DAY)
    prices = prices_of(yahoo(tmp_path), "MU")
    assert prices.day.tolist() == [day for day in whole.days if day != DAY]
    assert np.isfinite(prices.fields["close"]).all()


def test_a_split_and_a_dividend_since_last_time(fake: FakeYahoo, tmp_path: Path) -> None:
    source, before = yahoo(tmp_path), fake.series["MU"]
    first = prices_of(source, "MU")
    paid_on = dt.date(2025, 3, 3)
    fake.series["MU"] = before.splitting(DAY, 4).paying(paid_on, 0.25)
    second = prices_of(source, "MU")
    earlier = before.days.index(DAY)
    assert np.array_equal(second.fields["close"][:earlier], first.fields["close"][:earlier] / 4)
    assert np.array_equal(second.fields["close"][earlier:], first.fields["close"][earlier:])
    for name, day, figure in (("split", DAY, 4.0), ("dividend", paid_on, 0.25)):
        assert np.isnan(first.fields[name]).all()
        (row,) = np.flatnonzero(~np.isnan(second.fields[name]))
        assert (second.day[row].item(), second.fields[name][row]) == (day, figure)


def test_a_lost_cookie_and_crumb_cost_no_prices(fake: FakeYahoo, tmp_path: Path) -> None:
    fake.fail(COOKIE, "drop")
    fake.fail(CRUMB, "drop")
    prices_of(yahoo(tmp_path), "MU")


def test_a_cookie_that_has_run_out_is_fetched_anew(fake: FakeYahoo, tmp_path: Path) -> None:
    source = yahoo(tmp_path)
    prices_of(source, "MU")
    fake.fail("MU", "401", None)
    prices_of(source, "MU")
    prices_of(source, "MU")
    assert [one.host for one in fake.asked].count("fc.yahoo.com") == 2
    assert len(fake.charts()) == 4


class _Trap:
    """As a pickle, it makes a file where it is loaded."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __reduce__(self) -> tuple[object, ...]:
        return open, (str(self.path), "w")


def test_databases_of_yfinance_are_never_opened(
    fake: FakeYahoo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import yfinance.cache as cache

    private, trap = tmp_path / "private", tmp_path / "trapped"
    private.mkdir()
    # A corrupt one makes yfinance raise from everything that it is asked; loading a pickle runs what is in it.
    (private / "tkr-tz.db").write_bytes(b"SQLite format 3\x00" + b"\xff" * 4096)
    with closing(sqlite3.connect(private / "cookies.db")) as connection, connection:
        connection.execute("CREATE TABLE _cookieschema (strategy TEXT PRIMARY KEY, fetch_date TEXT, cookie_bytes BLOB)")
        row = ("curlCffi", "2025-01-01T00:00:00", pickle.dumps(_Trap(trap)))
        connection.execute("INSERT INTO _cookieschema VALUES (?, ?, ?)", row)
    held = {path.name: path.read_bytes() for path in private.iterdir()}
    for manager in (cache._TzDBManager, cache._CookieDBManager, cache._ISINDBManager):
        monkeypatch.setattr(manager, "_cache_dir", str(private))

    assert {one.error for one in fetched(yahoo(tmp_path), "MU", "AMD").values()} == {None}
    assert len(fake.asked) == 4
    assert {path.name: path.read_bytes() for path in private.iterdir()} == held
    assert not trap.exists()
