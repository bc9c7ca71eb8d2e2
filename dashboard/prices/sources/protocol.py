"""What every source of prices gives, and how a run of one is bounded and stopped."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from dashboard.errors import SourceError
from dashboard.prices.long import LongPrices


@dataclass(frozen=True)
class Fetched:
    """What a source gave for one ticker: its whole history, or the reason why there is none.

    Attributes
    ----------
    ticker : str
    prices : LongPrices or None
        One series, adjusted for splits and not for dividends, as the source gave it: not yet checked.
    error : SourceError or None
        Set where `prices` is None; its text is one sentence.
    """

    ticker: str
    prices: LongPrices | None = None
    error: SourceError | None = None


@dataclass(frozen=True)
class Run:
    """The bounds of one run: when it must have ended, and whether the reader has stopped it.

    Attributes
    ----------
    seconds : float
        The whole run may take, from now on.
    cancelled : threading.Event
        Set by whoever wants it to stop; no request is started after that.
    """

    seconds: float
    cancelled: threading.Event = field(default_factory=threading.Event)
    started: float = field(default_factory=time.monotonic)

    def left(self) -> float:
        """Return the seconds left, 0 or more."""
        return max(0.0, self.started + self.seconds - time.monotonic())

    def over(self) -> bool:
        """Say whether no further request may be started."""
        return self.cancelled.is_set() or self.left() <= 0


class PriceSource(Protocol):
    """A source of daily prices."""

    name: str
    """As the manifest tells it, ``"Yahoo Finance"``."""

    def fetch(self, tickers: Sequence[str], run: Run) -> Iterator[Fetched]:
        """Give each ticker once, in whichever order they come in, until all are given or the run is over.

        A failure of one ticker is given as its `error`. A source that asks for fewer requests ends the run: tickers
        that were not asked for by then are given with a `RateLimitedError`, those that time ran out for with a
        `SourceError`. The iterator itself never raises but for a fault of our own.
        """
        ...


Progress = Callable[[int, int, str], None]
"""Called with the number done, the number of all, and the ticker that came in."""
