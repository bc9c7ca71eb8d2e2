"""Whether the next request to Yahoo may be started, how long it may take, and what is said where it may not."""

from __future__ import annotations

import datetime as dt
import threading

from dashboard.errors import RateLimitedError, SourceError
from dashboard.prices.sources.cool_down import CoolDown
from dashboard.prices.sources.protocol import Run

UNREACHED_IN_A_ROW = 6
"""After so many tickers in a row without any answer, no further one is asked for in this run."""

# Curl takes a time of 0 ms for one without end.
_LEAST_SECONDS = 0.05


class Gate:
    """The bounds of one run that all its workers share; it closes when Yahoo asks for fewer requests.

    Parameters
    ----------
    run : Run
    timeout : float
        Seconds that any one request may take.
    cool_down : CoolDown

    Attributes
    ----------
    timeout : float
    """

    def __init__(self, run: Run, timeout: float, cool_down: CoolDown) -> None:
        self._run = run
        self.timeout = timeout
        self._cool_down = cool_down
        self._abandoned = threading.Event()
        self._lock = threading.Lock()
        self._unreached = 0

    def require_open(self, ticker: str) -> None:
        """Raise unless a request for a ticker may be started.

        Raises
        ------
        RateLimitedError
            Yahoo has asked for fewer requests.
        SourceError
            The run was stopped or its time is up, or Yahoo cannot be reached.
        """
        if self._cool_down.until() is not None:
            raise self.rate_limited(ticker)
        if self._run.cancelled.is_set() or self._abandoned.is_set():
            raise SourceError(f"The refresh was stopped before {ticker} was asked for; refresh again to fetch it.")
        if self.late():
            raise SourceError(
                f"The time of the refresh was up before {ticker} was asked for; refresh again, or give it more seconds "
                "by DASHBOARD_FETCH_BUDGET."
            )
        if self._unreached >= UNREACHED_IN_A_ROW:
            raise SourceError(
                f"{ticker} was not asked for, because Yahoo Finance gave no answer for {UNREACHED_IN_A_ROW} tickers in "
                "a row; see that this machine is online and refresh again."
            )

    def seconds(self) -> float:
        """Return the time that a request started now may take."""
        return max(_LEAST_SECONDS, min(self.timeout, self._run.left()))

    def pause(self, seconds: float) -> None:
        """Wait, but not beyond the end of the run."""
        self._run.cancelled.wait(min(seconds, self._run.left()))

    def late(self) -> bool:
        """Say whether the time of the run is up."""
        return self._run.left() <= 0

    def close(self, ticker: str) -> RateLimitedError:
        """Begin the cool-down because the request for a ticker was turned away, and return what is said of it."""
        with self._lock:
            # Workers whose requests were under way are turned away too: one of them is enough.
            if self._cool_down.until() is None:
                self._cool_down.start()
        return self.rate_limited(ticker)

    def rate_limited(self, ticker: str) -> RateLimitedError:
        """Return what is said of a ticker during the cool-down."""
        until = self._cool_down.until() or dt.datetime.now(dt.UTC)
        # Shown to the minute, the time must not be too early.
        shown = until + dt.timedelta(minutes=1)
        return RateLimitedError(
            f"Yahoo Finance has asked for fewer requests and is left alone until {shown:%Y-%m-%d %H:%M} UTC; "
            f"refresh {ticker} again after that."
        )

    def abandon(self) -> None:
        """Let no further request start: nobody waits for the rest."""
        self._abandoned.set()

    def reached(self) -> None:
        """Note that Yahoo answered."""
        with self._lock:
            self._unreached = 0

    def missed(self) -> None:
        """Note that a ticker got no answer."""
        with self._lock:
            self._unreached += 1
