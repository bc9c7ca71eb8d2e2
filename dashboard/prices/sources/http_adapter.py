"""One request to a plain-HTTP source: paced, bounded in time and size, its answer checked before anyone keeps it."""

from __future__ import annotations

import datetime as dt
import hashlib
import io
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from requests import PreparedRequest, RequestException, Response
from requests.adapters import HTTPAdapter
from urllib3 import HTTPResponse
from urllib3.exceptions import HTTPError

from dashboard.errors import NotFoundError, RateLimitedError, SourceError
from dashboard.prices.sources.cool_down import CoolDown

AGENT = "deepseek-shock-dashboard"
"""What the project calls itself to a server."""

DIGEST = "X-Body-SHA256"
"""Header under which the SHA-256 of a body is kept with it: a database does not notice a flipped bit in a text."""

UNREACHED_IN_A_ROW = 3
"""After so many requests in a row without an answer, no further one is sent in this run."""

# Of what a server says about its answer only this is kept: what asks later whether the answer has changed.
_VALIDATORS = ("ETag", "Last-Modified")
_CONDITIONS = ("If-None-Match", "If-Modified-Since")
_CHUNK = 65_536


@dataclass(frozen=True)
class Site:
    """A source that is asked by plain HTTP.

    Attributes
    ----------
    name : str
        As a sentence begins with it, ``"The SEC"``.
    base : str
        Address without a slash at the end.
    kept : timedelta
        So long an answer counts as fresh.
    pause : float
        Seconds from one answer to the next request.
    max_bytes : int
        Largest body accepted.
    check : callable
        Given the address and the body, raises `SourceError` for a body that is not what was asked for, and
        `RateLimitedError` for one that asks for fewer requests.
    limits : frozenset of int
        Statuses by which it turns requests away.
    advice : str
        What to do then.
    agent : str
        Who asks.
    """

    name: str
    base: str
    kept: dt.timedelta
    pause: float
    max_bytes: int
    check: Callable[[str, bytes], None]
    limits: frozenset[int] = frozenset({429})
    advice: str = "refresh again after that"
    agent: str = AGENT


class CheckedAdapter(HTTPAdapter):
    """Sends the requests to one site; lets through only what the site's check accepts.

    Attributes
    ----------
    failure : SourceError or None
        Why the last request failed: whoever is given an older answer instead can say so.
    """

    def __init__(self, site: Site, timeout: float, cool_down: CoolDown) -> None:
        super().__init__()
        self.failure: SourceError | None = None
        self._site = site
        self._timeout = timeout
        self._cool_down = cool_down
        self._next = 0.0
        self._unreached = 0

    def forget_failure(self) -> None:
        """Forget why an earlier request failed."""
        self.failure = None

    def send(self, request: PreparedRequest, *args: Any, **kwargs: Any) -> Response:
        """Send a request when its time has come.

        Raises
        ------
        SourceError
            There is no answer, or not the one that was asked for; one sentence.
        """
        try:
            return self._send(request, {**kwargs, "stream": True, "timeout": self._timeout})
        except SourceError as error:
            self.failure = error
            raise

    def _send(self, request: PreparedRequest, options: dict[str, Any]) -> Response:
        url = request.url or ""
        self._refuse_while_closed()
        time.sleep(max(0.0, self._next - time.monotonic()))
        try:
            answer, body = self._answer(request, options)
        except (RequestException, HTTPError, OSError) as error:
            self._unreached += 1
            raise SourceError(self._unreachable(url, error)) from error
        finally:
            self._next = time.monotonic() + self._site.pause
        self._unreached = 0
        if answer.status_code == 304 and any(name in request.headers for name in _CONDITIONS):
            return self._plain(request, answer, None)
        self._refuse_status(answer.status_code, url)
        try:
            self._site.check(url, body)
        except RateLimitedError:
            self._cool_down.start()
            raise
        return self._plain(request, answer, body)

    def _refuse_while_closed(self) -> None:
        site, left = self._site, self._cool_down.left()
        if left > 0:
            raise RateLimitedError(
                f"{site.name} has turned requests away and is left alone for {left / 60:.0f} more min; {site.advice}."
            )
        if self._unreached >= UNREACHED_IN_A_ROW:
            raise SourceError(
                f"{site.name} was not asked, because {UNREACHED_IN_A_ROW} requests in a row had no answer; "
                "see that this machine is online and refresh again."
            )

    def _answer(self, request: PreparedRequest, options: dict[str, Any]) -> tuple[Response, bytes]:
        """Read an answer while it is neither too long nor too late."""
        site, deadline = self._site, time.monotonic() + self._timeout
        answer = super().send(request, **options)
        body = bytearray()
        try:
            # The timeout of a socket begins anew with each byte; only a look at the clock ends an answer that drips.
            while chunk := answer.raw.read1(_CHUNK, decode_content=True):
                body += chunk
                if len(body) > site.max_bytes:
                    raise SourceError(
                        f"{site.name} answered {request.url} with more than the {site.max_bytes / 1e6:g} MB accepted; "
                        "see what the address gives in a browser."
                    )
                if time.monotonic() > deadline:
                    raise TimeoutError("timed out")
        finally:
            answer.close()
        return answer, bytes(body)

    def _unreachable(self, url: str, error: Exception) -> str:
        late = "timed out" in str(error)
        reason = f"no whole answer within {self._timeout:g} s" if late else "the connection failed or was cut off"
        return (
            f"{self._site.name} could not be read at {url} ({reason}); see that this machine is online and try again."
        )

    def _refuse_status(self, status: int, url: str) -> None:
        site = self._site
        if status in site.limits:
            self._cool_down.start()
            raise RateLimitedError(
                f"{site.name} turned the request away (HTTP {status}) and is left alone for "
                f"{self._cool_down.left() / 60:.0f} min; {site.advice}."
            )
        if status == 404:
            raise NotFoundError(f"{site.name} has nothing at {url}; see whether its address has changed.")
        if status != 200:
            raise SourceError(f"{site.name} answered HTTP {status} to {url}; try again later.")

    def _plain(self, request: PreparedRequest, answer: Response, body: bytes | None) -> Response:
        """Make an answer of the body and the two or three headers that are kept, and of nothing else."""
        headers = {name: answer.headers[name] for name in _VALIDATORS if name in answer.headers}
        if body is not None:
            headers[DIGEST] = hashlib.sha256(body).hexdigest()
        raw = HTTPResponse(io.BytesIO(body or b""), headers=headers, status=answer.status_code, preload_content=False)
        return self.build_response(request, raw)
