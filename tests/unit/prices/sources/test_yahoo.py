"""What comes from Yahoo when all is well: the figures served, days that are over, few requests, a few at a time."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from dashboard.prices.sources.cool_down import CoolDown
from dashboard.prices.sources.protocol import Run
from dashboard.prices.sources.yahoo_gate import Gate
from tests.support.fake_yahoo import FakeYahoo, fake_yahoo
from tests.support.fake_yahoo_series import LONDON, YahooSeries, as_served, made_up, sessions
from tests.support.yahoo_source import error_of, fetched, prices_of, yahoo


@pytest.fixture
def fake() -> Iterator[FakeYahoo]:
    with fake_yahoo() as running:
        yield running


def test_figures_and_days_are_those_served(fake: FakeYahoo, tmp_path: Path) -> None:
    days = tuple(sessions(dt.date(2025, 1, 23), dt.date(2025, 1, 30)))
    figures = {
        "open": as_served([147.05, 148.37, 124.8, 121.81, 126.5, 123.8]),
        "high": as_served([147.23, 148.97, 128.4, 129.0, 126.9, 125.0]),
        "low": as_served([143.72, 141.88, 116.7, 116.25, 120.05, 118.1]),
        "close": as_served([147.22, 142.62, 118.42, 128.99, 123.7, 124.65]),
        "volume": (155_915_500, 234_657_600, 818_830_900, 579_666_400, 467_120_600, 392_925_500),
    }
    fake.series["NVDA"] = YahooSeries(
        days, figures, dividends={dt.date(2025, 1, 29): 0.01}, splits={dt.date(2025, 1, 27): (3.0, 2.0)}
    )
    prices = prices_of(yahoo(tmp_path), "NVDA")
    assert prices.day.tolist() == list(days)
    assert [str(day) for day in prices.day] == [f"2025-01-{day}" for day in (23, 24, 27, 28, 29, 30)]
    for name, served in figures.items():
        assert prices.fields[name].tolist() == list(served)
    nothing = np.nan
    np.testing.assert_array_equal(prices.fields["dividend"], [nothing, nothing, nothing, nothing, 0.01, nothing])
    np.testing.assert_array_equal(prices.fields["split"], [nothing, nothing, 1.5, nothing, nothing, nothing])


def test_tickers_with_signs_and_a_day_that_begins_in_london(fake: FakeYahoo, tmp_path: Path) -> None:
    days = tuple(day for place in range(7) if (day := dt.date(2023, 6, 1) + dt.timedelta(place)).weekday() < 5)
    fake.series = {
        "^GSPC": made_up(days, level=4200.0, kind="INDEX"),
        "CL=F": made_up(days, level=70.0, kind="FUTURE", opens=dt.time(0)),
        "JPY=X": made_up(days, level=139.0, kind="CURRENCY", zone=LONDON, opens=dt.time(0)),
    }
    given = fetched(yahoo(tmp_path), *fake.series)
    for ticker, series in fake.series.items():
        prices = given[ticker].prices
        assert prices is not None
        assert prices.tickers == (ticker,)
        assert prices.day.tolist() == list(days)
        assert prices.fields["close"].tolist() == list(series.figures["close"])
    assert sorted(fake.charts()) == sorted(fake.series)


def test_a_row_that_a_capital_gain_alone_brought_in_is_left_out(fake: FakeYahoo, tmp_path: Path) -> None:
    whole = made_up(kind="ETF")
    null = whole.days[20]
    fake.series["SPY"] = made_up(kind="ETF", gains={null: 1.5}).nulled(null)
    prices = prices_of(yahoo(tmp_path), "SPY")
    assert prices.day.tolist() == [day for day in whole.days if day != null]
    assert np.isnan(prices.fields["dividend"]).all()


FRIDAY, EARLY_CLOSE = dt.date(2025, 3, 28), dt.date(2025, 11, 28)


@pytest.mark.parametrize(
    ("ticker", "day", "now", "over"),
    [
        # New York closes at 16:00, in summer time 20:00 UTC; on the day after Thanksgiving at 13:00, 18:00 UTC. Prices
        # are final half an hour later.
        ("MU", FRIDAY, "2025-03-28T20:29:59+00:00", False),
        ("MU", FRIDAY, "2025-03-28T20:30:00+00:00", True),
        ("^GSPC", FRIDAY, "2025-03-28T13:31:00+00:00", False),
        ("MU", EARLY_CLOSE, "2025-11-28T18:29:59+00:00", False),
        ("MU", EARLY_CLOSE, "2025-11-28T18:30:00+00:00", True),
        # A future trades on after the close of shares: its day ends at midnight in New York.
        ("CL=F", FRIDAY, "2025-03-28T23:00:00+00:00", False),
        ("CL=F", FRIDAY, "2025-03-29T04:00:00+00:00", True),
        # London's midnight is 23:00 UTC after the change of 30 March 2025, and 24:00 UTC before.
        ("JPY=X", FRIDAY, "2025-03-28T23:59:59+00:00", False),
        ("JPY=X", FRIDAY, "2025-03-29T00:00:00+00:00", True),
        ("JPY=X", dt.date(2025, 3, 31), "2025-03-31T23:00:00+00:00", True),
    ],
)
def test_a_day_counts_once_it_is_over(
    fake: FakeYahoo, tmp_path: Path, ticker: str, day: dt.date, now: str, over: bool
) -> None:
    days = sessions(dt.date(2025, 3, 3), day)
    more = {"zone": LONDON, "opens": dt.time(0)} if ticker == "JPY=X" else {}
    fake.series[ticker] = made_up(days, **more)  # type: ignore[arg-type]
    prices = prices_of(yahoo(tmp_path, dt.datetime.fromisoformat(now)), ticker)
    assert prices.day.tolist() == (days if over else days[:-1])


def test_a_first_session_that_is_still_open(fake: FakeYahoo, tmp_path: Path) -> None:
    fake.series["NEW"] = made_up([FRIDAY])
    error = error_of(yahoo(tmp_path, dt.datetime(2025, 3, 28, 15, tzinfo=dt.UTC)), "NEW")
    assert str(error) == ("Yahoo Finance gave no close of NEW on a day that is over; refresh again after the session.")


def test_eighty_tickers_take_few_requests(fake: FakeYahoo, tmp_path: Path) -> None:
    tickers = [f"T{number}" for number in range(80)]
    fake.series = dict.fromkeys(tickers, made_up(sessions(dt.date(2025, 3, 24), FRIDAY)))
    source = yahoo(tmp_path, workers=4)
    assert all(one.prices is not None for one in fetched(source, *tickers).values())
    assert sorted(fake.charts()) == sorted(tickers)
    # One for a cookie and one for a crumb, which the next run in this process need not fetch again.
    assert len(fake.asked) == 82
    fetched(source, *tickers[:10])
    assert len(fake.asked) == 92


@pytest.mark.parametrize("workers", [2, 4])
def test_a_few_tickers_are_asked_for_at_one_time(fake: FakeYahoo, tmp_path: Path, workers: int) -> None:
    tickers = [f"T{number}" for number in range(16)]
    fake.series, fake.delay = dict.fromkeys(tickers, made_up(sessions(dt.date(2025, 3, 24), FRIDAY))), 0.1
    fetched(yahoo(tmp_path, workers=workers), *tickers)
    assert fake.most_at_once == workers


def test_results_come_as_they_arrive(fake: FakeYahoo, tmp_path: Path) -> None:
    fake.series = dict.fromkeys(("SLOW", "A", "B", "C"), made_up())
    fake.fail("SLOW", "slow")
    order = [one.ticker for one in yahoo(tmp_path, timeout=3.0).fetch(tuple(fake.series), Run(4))]
    assert order[-1] == "SLOW"


def test_requests_of_others_in_the_process_are_passed_on(fake: FakeYahoo) -> None:
    from dashboard.prices.sources.yahoo_client import shared_session

    answer = shared_session().get("https://query1.finance.yahoo.com/v1/test/getcrumb")
    assert (answer.status_code, answer.text) == (200, "madeUpCrumb")


@pytest.mark.parametrize(("seconds", "timeout", "given"), [(60.0, 15.0, 15.0), (5.0, 15.0, 5.0), (0.0, 15.0, 0.05)])
def test_a_request_takes_no_longer_than_the_run_and_never_for_ever(
    tmp_path: Path, seconds: float, timeout: float, given: float
) -> None:
    gate = Gate(Run(seconds), timeout, CoolDown(tmp_path / "note", 60))
    # Curl takes a time of 0 for one without end.
    assert given - 0.5 < gate.seconds() <= given
    assert gate.seconds() >= 0.05


def test_a_pause_ends_with_the_run(tmp_path: Path) -> None:
    run = Run(60)
    gate = Gate(run, 15, CoolDown(tmp_path / "note", 60))
    run.cancelled.set()
    begun = time.monotonic()
    gate.pause(30)
    Gate(Run(0.1), 15, CoolDown(tmp_path / "note", 60)).pause(30)
    assert time.monotonic() - begun < 5
