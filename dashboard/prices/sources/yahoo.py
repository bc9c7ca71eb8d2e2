"""Daily prices from Yahoo Finance: whole histories, a few at a time, and no request more once Yahoo asks for fewer."""

from __future__ import annotations

import datetime as dt
import logging
import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from pathlib import Path
from types import MappingProxyType
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from tenacity import Retrying, retry_if_exception, stop_after_attempt

from dashboard.errors import SourceError
from dashboard.prices.calendar import FINAL_AFTER, trading_calendar
from dashboard.prices.long import DAY, LongPrices
from dashboard.prices.sources.cool_down import CoolDown
from dashboard.prices.sources.protocol import Fetched, Run
from dashboard.prices.sources.yahoo_gate import Gate

NEW_YORK = "America/New_York"
"""Where the exchange of a ticker is, unless it is said otherwise."""

TIME_ZONES: Mapping[str, str] = MappingProxyType({"JPY=X": "Europe/London"})
"""Exchange time zones of the universe's other tickers, as Yahoo gives them; its futures are in New York too."""

FIRST_DAY = dt.date(2023, 6, 1)
"""The first day of the embedded prices."""

COLUMNS: Mapping[str, str] = MappingProxyType(
    {
        "open": "Open",
        "high": "High",
        "low": "Low",
        "close": "Close",
        "volume": "Volume",
        "dividend": "Dividends",
        "split": "Stock Splits",
    }
)
"""Where yfinance keeps each field. Payouts of capital gains are no dividends and are left aside."""

PRIVATE = 0o700
COOL_DOWN_FILE = "yahoo.cool-down"

# Requests of a few workers must not go out in step, and another attempt needs a moment.
_JITTER_SECONDS = 0.02
_AGAIN_SECONDS = (0.2, 0.6)
_ATTEMPTS = 2

_LOG = logging.getLogger(__name__)


def _utc_now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


class YahooSource:
    """Yahoo Finance, asked through yfinance.

    Parameters
    ----------
    directory : Path
        Made where there is none, and kept from other users; it remembers until when Yahoo is left alone. yfinance keeps
        nothing there or elsewhere.
    workers : int
        Tickers that are asked for at one time.
    timeout : float
        Seconds that any one request may take.
    cool_down_minutes : float
        Time without a request after Yahoo has asked for fewer.
    time_zones : mapping of str to str, optional
        Exchange time zone of tickers that are not at home in New York. It only decides with which hour the first day
        begins: days are told by the zone that comes with the figures.
    start : date, optional
        First day wanted.
    seed : int, optional
        Makes the small pauses between requests the same each time.
    now : callable, optional
        Tells the time, with a time zone.
    """

    name = "Yahoo Finance"

    def __init__(
        self,
        directory: Path,
        *,
        workers: int,
        timeout: float,
        cool_down_minutes: float,
        time_zones: Mapping[str, str] = TIME_ZONES,
        start: dt.date = FIRST_DAY,
        seed: int | None = None,
        now: Callable[[], dt.datetime] = _utc_now,
    ) -> None:
        self._directory = directory
        self._workers = workers
        self._timeout = timeout
        self._minutes = cool_down_minutes
        self._time_zones = time_zones
        self._start = start
        self._random = random.Random(seed)
        self._now = now

    def fetch(self, tickers: Sequence[str], run: Run) -> Iterator[Fetched]:
        """Give each ticker once, as they come in."""
        gate = Gate(run, self._timeout, self._cool_down())
        pool = ThreadPoolExecutor(self._workers, thread_name_prefix="yahoo")
        try:
            # Once the gate is closed, what is left of them ends at once with the reason.
            waiting = [pool.submit(self._fetched, ticker, gate) for ticker in tickers]
            for done in as_completed(waiting):
                yield done.result()
        finally:
            gate.abandon()
            pool.shutdown(cancel_futures=True)

    def _cool_down(self) -> CoolDown:
        try:
            self._directory.mkdir(mode=PRIVATE, parents=True, exist_ok=True)
            self._directory.chmod(PRIVATE)
        except OSError as error:
            _LOG.warning("%s cannot be used (%s); a cool-down will be forgotten.", self._directory, error.strerror)
        return CoolDown(self._directory / COOL_DOWN_FILE, self._minutes)

    def _fetched(self, ticker: str, gate: Gate) -> Fetched:
        try:
            gate.pause(self._random.uniform(0, _JITTER_SECONDS))
            return Fetched(ticker, self._prices(ticker, gate))
        except SourceError as error:
            return Fetched(ticker, error=error)

    def _prices(self, ticker: str, gate: Gate) -> LongPrices:
        """Ask for one series, twice where the first attempt may have failed by chance."""
        gate.require_open(ticker)
        # It imports yfinance, which takes longer than all the rest; while the gate is closed nothing of it is needed.
        from dashboard.prices.sources.yahoo_client import PassingError, UnreachedError, Visit, history

        # The bars of days that have not ended anywhere are asked for; `_closed` tells which of them are final.
        end = self._now().astimezone(dt.UTC).date() + dt.timedelta(days=2)
        zone = self._time_zones.get(ticker, NEW_YORK)
        attempts = Retrying(
            retry=retry_if_exception(lambda error: isinstance(error, PassingError) and not gate.late()),
            stop=stop_after_attempt(_ATTEMPTS),
            wait=lambda _: self._random.uniform(*_AGAIN_SECONDS),
            sleep=gate.pause,
            reraise=True,
        )
        try:
            frame = attempts(lambda: history(Visit(ticker, gate), self._start, end, zone))
        except UnreachedError:
            gate.missed()
            raise
        return self._long(ticker, frame)

    def _long(self, ticker: str, frame: pd.DataFrame) -> LongPrices:
        """Bring what came to the project's form, without days that are not over."""
        if not frame["Close"].notna().any():
            raise SourceError(f"Yahoo Finance gave no close of {ticker} on any day; refresh again later.")
        index = pd.DatetimeIndex(frame.index)
        day = index.tz_localize(None).to_numpy().astype(DAY)
        frame = frame[: _closed(ticker, day, str(index.tz), self._now())]
        if not frame["Close"].notna().any():
            raise SourceError(
                f"Yahoo Finance gave no close of {ticker} on a day that is over; refresh again after the session."
            )
        fields = {name: frame[column].to_numpy(dtype=np.float64) for name, column in COLUMNS.items()}
        for name in ("dividend", "split"):
            fields[name] = np.where(fields[name] == 0, np.nan, fields[name])
        # A row that only a capital gain has brought in.
        kept = ~np.all([np.isnan(values) for name, values in fields.items() if name != "volume"], axis=0)
        return LongPrices.sort(
            np.full(int(kept.sum()), ticker, dtype=object),
            day[: len(frame)][kept],
            {name: values[kept] for name, values in fields.items()},
        )


def _closed(ticker: str, day: NDArray[np.datetime64], zone: str, now: dt.datetime) -> int:
    """Return how many rows, from the first, are of days whose prices no longer change.

    A session of New York is over some time after its close (`FINAL_AFTER`). Of markets whose hours are not kept here
    (currencies, futures, other places) a day is over when the next one has begun there.
    """
    sessions = trading_calendar("XNYS") if zone == NEW_YORK and "=" not in ticker else None
    today = now.astimezone(ZoneInfo(zone)).date()

    def over(last: dt.date) -> bool:
        if sessions is not None and sessions.is_session(last):
            return sessions.close_of(last) + FINAL_AFTER <= now
        return last < today

    count = len(day)
    while count and not over(day[count - 1].item()):
        count -= 1
    return count
