"""One series from Yahoo through yfinance: each request bounded, each way to fail told apart.

This is the one module that imports yfinance, which takes a second and reads the environment's proxy and certificates:
it is imported when the first refresh begins.
"""

from __future__ import annotations

import datetime as dt
import json
import logging
import threading
import warnings
from functools import cache
from typing import Any
from urllib.parse import urlsplit

import pandas as pd
import yfinance as yf
import yfinance.cache
from curl_cffi.requests import Response, Session
from curl_cffi.requests.exceptions import RequestException, Timeout
from curl_cffi.requests.session import HttpMethod
from yfinance.data import YfData
from yfinance.exceptions import YFDataException, YFPricesMissingError, YFRateLimitError

from dashboard.errors import NotFoundError, SourceError
from dashboard.prices.sources.yahoo_gate import Gate

_CHART = "/v8/finance/chart/"
# Yahoo has long had a status of its own for it.
_ASKS_FOR_FEWER = (429, 999)
_ASKS_IN_WORDS = b"Too Many Requests"
# By these it asks for another cookie, which yfinance fetches.
_COOKIE_RAN_OUT = (401, 403)
_UNKNOWN = "No data found"

_LOG = logging.getLogger(__name__)

# What yfinance 1.7 calls and pandas 3.1 has deprecated is nothing that a reader of this project could change.
warnings.filterwarnings("ignore", "The inplace keyword", DeprecationWarning, r"yfinance\.")


class PassingError(SourceError):
    """A failure that another attempt may not meet."""


class UnreachedError(PassingError):
    """No answer came at all."""


class Visit:
    """The requests for one ticker.

    Attributes
    ----------
    ticker : str
    gate : Gate
    answer : Response or None
        The last one that came.
    """

    def __init__(self, ticker: str, gate: Gate) -> None:
        self.ticker = ticker
        self.gate = gate
        self.answer: Response | None = None

    def judge(self, url: str, answer: Response) -> None:
        """Raise for an answer after which yfinance would ask for more than it was told to."""
        self.answer = answer
        self.gate.reached()
        status = answer.status_code
        if status in _ASKS_FOR_FEWER or _ASKS_IN_WORDS in answer.content[:200]:
            raise self.gate.close(self.ticker)
        if status < 400 or status in _COOKIE_RAN_OUT or not urlsplit(url).path.startswith(_CHART):
            return
        if status >= 500:
            raise PassingError(f"Yahoo Finance answered HTTP {status} for {self.ticker}; refresh again later.")
        raise self._refusal(status, answer.content)

    def _refusal(self, status: int, body: bytes) -> SourceError:
        reason = _reason(body)
        if reason is None:
            return SourceError(
                f"Yahoo Finance answered HTTP {status} for {self.ticker} without a reason; see that no proxy stands "
                "between and refresh again later."
            )
        if status == 404:
            return self.unknown(reason)
        return SourceError(f"Yahoo Finance refused {self.ticker} ({reason}); refresh again later.")

    def unknown(self, reason: str) -> NotFoundError:
        """Return what is said of a ticker that Yahoo does not know."""
        return NotFoundError(
            f"Yahoo Finance has no series {self.ticker} ({reason}); see on finance.yahoo.com what it is called there."
        )

    def unreadable(self) -> SourceError:
        """Return what is said where the answer is no JSON."""
        answer = self.answer
        if answer is not None and (urlsplit(answer.url).hostname or "").endswith("consent.yahoo.com"):
            return SourceError(
                f"Yahoo Finance led to its page on cookies instead of giving {self.ticker}; open finance.yahoo.com in "
                "a browser on this machine, agree, and refresh again."
            )
        body = b"" if answer is None else answer.content.strip()
        if not body:
            what = "an empty answer"
        elif body.startswith(b"<"):
            what = "a web page instead of figures"
        else:
            what = "an answer that breaks off or is no JSON"
        return SourceError(f"Yahoo Finance gave {what} for {self.ticker}; refresh again later.")


class _CookiesInMemory:
    """In place of yfinance's database of cookies, with the two methods that it calls.

    There they would be pickles, by which whoever can write to the file can run code here.
    """

    def __init__(self) -> None:
        self._held: dict[str, object] = {}

    def lookup(self, strategy: str) -> dict[str, object] | None:
        """Return the cookies of a way to get them."""
        return {"cookie": self._held[strategy]} if strategy in self._held else None

    def store(self, strategy: str, cookie: object) -> None:
        """Keep them until this process ends."""
        self._held[strategy] = cookie

    def forget(self) -> None:
        """Drop all cookies."""
        self._held.clear()


class BoundedSession(Session[Response]):
    """What yfinance sends its requests through: each is let through by the gate of the visit that it is part of."""

    def __init__(self) -> None:
        # As yfinance makes its own: Yahoo turns away what does not greet it as a browser does.
        super().__init__(impersonate="chrome")
        self.visits = threading.local()
        self.kept = _CookiesInMemory()

    def request(self, method: HttpMethod, url: str, *args: Any, **options: Any) -> Response:
        """Send a request; one of somebody else's in this process is passed on as it is."""
        visit: Visit | None = getattr(self.visits, "now", None)
        if visit is None:
            return super().request(method, url, *args, **options)
        visit.gate.require_open(visit.ticker)
        # yfinance bounds neither its requests for cookies nor those for a crumb by the time it is given.
        answer = super().request(method, url, *args, **{**options, "timeout": visit.gate.seconds()})
        if answer.status_code in _COOKIE_RAN_OUT:
            # Else yfinance would find this cookie again when it looks for another.
            self.kept.forget()
        visit.judge(url, answer)
        return answer


@cache
def shared_session() -> BoundedSession:
    """Return the one session of this process, with its cookie: yfinance too keeps one for all threads."""
    session = BoundedSession()
    yfinance.cache._CookieCacheManager._Cookie_cache = session.kept
    # Else failures are logged and an empty table is returned.
    yf.config.debug.hide_exceptions = False
    return session


def history(visit: Visit, start: dt.date, end: dt.date, zone: str) -> pd.DataFrame:
    """Ask for one series, whole.

    Parameters
    ----------
    visit : Visit
    start, end : date
        The first day, and the first one no longer wanted.
    zone : str
        Where the exchange is. Given here, yfinance need not ask for it, which it does once for each ticker and then
        keeps in a database.

    Returns
    -------
    DataFrame
        As yfinance gives it: closes adjusted for splits and not for dividends.

    Raises
    ------
    SourceError
        There is none, for whatever reason; a `PassingError` where another attempt may help.
    """
    session = shared_session()
    # A failed answer for days past would be given again for the life of the process.
    YfData.cache_get.cache_clear()
    session.visits.now = visit
    try:
        series = yf.Ticker(visit.ticker, session=session)
        series._tz = zone
        frame: pd.DataFrame = series.history(
            start=start, end=end, auto_adjust=False, actions=True, timeout=visit.gate.seconds()
        )
        named = series.history_metadata.get("symbol")
    except SourceError:
        raise
    except Exception as error:
        # yfinance lets through whatever a strange answer sets off within it.
        raise _told(error, visit) from error
    finally:
        session.visits.now = None
    if named != visit.ticker:
        raise SourceError(
            f"Yahoo Finance answered with {named} when asked for {visit.ticker}; see on finance.yahoo.com what it is "
            "called there."
        )
    return frame


def _told(error: Exception, visit: Visit) -> SourceError:
    """Return what is said of a failure that came through yfinance; one of an unknown kind is logged whole."""
    ticker = visit.ticker
    match error:
        case YFRateLimitError():
            return visit.gate.close(ticker)
        case YFPricesMissingError():
            return _without_figures(visit, error.yahoo_reason)
        case YFDataException():
            return SourceError(f"Yahoo Finance says that it is down; refresh {ticker} again later.")
        case json.JSONDecodeError() | UnicodeDecodeError():
            return visit.unreadable()
        case RequestException():
            return _unanswered(error, visit)
    _LOG.error("The answer of Yahoo Finance for %s could not be read", ticker, exc_info=error)
    return SourceError(
        f"Yahoo Finance gave an answer for {ticker} that could not be read ({type(error).__name__}); refresh again "
        "later, or update yfinance."
    )


def _without_figures(visit: Visit, reason: str | None) -> SourceError:
    """Return what is said where the answer is JSON of the right kind without figures in it."""
    status = 0 if visit.answer is None else visit.answer.status_code
    if status in _COOKIE_RAN_OUT:
        return SourceError(
            f"Yahoo Finance turned {visit.ticker} away (HTTP {status}), with a new cookie too; refresh again later."
        )
    if reason is None:
        return SourceError(f"Yahoo Finance gave no figures for {visit.ticker}; refresh again later.")
    if reason.startswith(_UNKNOWN):
        return visit.unknown(reason)
    return SourceError(f"Yahoo Finance refused {visit.ticker} ({reason}); refresh again later.")


def _unanswered(error: RequestException, visit: Visit) -> SourceError:
    if visit.gate.late():
        return SourceError(
            f"The time of the refresh was up before Yahoo Finance had answered for {visit.ticker}; refresh again, or "
            "give it more seconds by DASHBOARD_FETCH_BUDGET."
        )
    _LOG.info("No answer for %s: %s", visit.ticker, error)
    if isinstance(error, Timeout):
        return UnreachedError(
            f"Yahoo Finance gave no whole answer for {visit.ticker} within {visit.gate.timeout:g} s; refresh again "
            "later."
        )
    return UnreachedError(
        f"Yahoo Finance could not be reached for {visit.ticker}, or the connection was cut off; see that this machine "
        "is online and refresh again."
    )


def _reason(body: bytes) -> str | None:
    """Return what Yahoo gives as the reason of a refusal, or None where the answer is not of its making."""
    try:
        reason = json.loads(body)["chart"]["error"]["description"]
    except (ValueError, KeyError, TypeError):
        return None
    return str(reason)
