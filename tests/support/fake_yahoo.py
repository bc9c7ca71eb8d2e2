"""A Yahoo Finance of one's own: a proxy with a throw-away certificate authority that answers in Yahoo's place.

Nothing of yfinance is replaced: it reaches the proxy because the environment says so, as it would a company's proxy.
"""

from __future__ import annotations

import json
import os
import socket
import ssl
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, get_args
from unittest import mock
from urllib.parse import parse_qs, quote, unquote, urlsplit

import trustme

from tests.support.fake_yahoo_faults import BODIES, PAGE, Fault, consent_page
from tests.support.fake_yahoo_series import YahooSeries

COOKIE, CRUMB = "cookie", "crumb"
"""Under these names the two requests before the first chart can be made to fail."""

_CHART = "/v8/finance/chart/"
_HOSTS = (".yahoo.com",)


@dataclass(frozen=True)
class Asked:
    """One request as it came in; charts are numbered from 1."""

    host: str
    path: str
    query: dict[str, str]
    at: float
    number: int = 0

    @property
    def symbol(self) -> str:
        """The symbol whose chart was asked for, else ""."""
        return unquote(self.path.removeprefix(_CHART)) if self.path.startswith(_CHART) else ""


@dataclass
class FakeYahoo:
    """What a test tells it, and what it has seen.

    Attributes
    ----------
    environment : dict of str to str
        Variables that lead a process to it; a child process needs them from its start.
    series : dict of str to YahooSeries
        What it has; other symbols are unknown to it.
    delay : float
        Seconds before each chart.
    unreachable : bool
        Whether the proxy refuses to connect, as for a name that cannot be resolved.
    asked : list of Asked
        In order; for a refused connection the path is empty.
    most_at_once : int
        Charts that were being answered at one time.
    """

    environment: dict[str, str]
    series: dict[str, YahooSeries] = field(default_factory=dict)
    delay: float = 0.0
    unreachable: bool = False
    asked: list[Asked] = field(default_factory=list)
    most_at_once: int = 0
    stopped: threading.Event = field(default_factory=threading.Event)
    _faults: dict[str, list[Fault | None]] = field(default_factory=dict)
    _numbered: dict[int, Fault] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _now: int = 0

    def fail(self, name: str, *faults: Fault | None) -> None:
        """Answer for a symbol, or `COOKIE` or `CRUMB`, with faults in turn (None: properly); the last one is repeated.

        ``fail("MU", "500", None)`` fails once. Without faults it is well again.
        """
        assert all(fault is None or fault in get_args(Fault) for fault in faults)
        self._faults[name] = list(faults)

    def fail_at(self, number: int, fault: Fault) -> None:
        """Answer the n-th request for a chart, from 1, with a fault."""
        self._numbered[number] = fault

    def charts(self) -> list[str]:
        """Return the symbols that were asked for, in order."""
        return [one.symbol for one in list(self.asked) if one.symbol]

    def fault(self, name: str, number: int = 0) -> Fault | None:
        """Return the fault that is due."""
        with self._lock:
            due = self._faults.get(name, [])
            fault = due.pop(0) if len(due) > 1 else (due[0] if due else None)
            return self._numbered.get(number, fault)

    def note(self, host: str, path: str, query: dict[str, str]) -> Asked:
        """Remember a request."""
        with self._lock:
            asked = Asked(host, path, query, time.monotonic(), len(self.charts()) + 1)
            self.asked.append(asked)
        return asked

    @contextmanager
    def answering(self) -> Iterator[None]:
        """Count a chart that is being answered."""
        with self._lock:
            self._now += 1
            self.most_at_once = max(self.most_at_once, self._now)
        try:
            yield
        finally:
            with self._lock:
                self._now -= 1


@contextmanager
def fake_yahoo(*, delay: float = 0.0) -> Iterator[FakeYahoo]:
    """Run it until the block ends, and lead this process to it.

    What yfinance and the session hold for the life of a process is forgotten before and after.
    """
    authority = trustme.CA()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("*.yahoo.com", "*.finance.yahoo.com").configure_cert(context)
    with tempfile.TemporaryDirectory() as folder, _Proxy(context) as proxy:
        bundle = Path(folder) / "authority.pem"
        authority.cert_pem.write_to_path(str(bundle))
        fake = proxy.fake = FakeYahoo(_environment(proxy.server_address[1], bundle), delay=delay)
        thread = threading.Thread(target=proxy.serve_forever, args=(0.02,))
        thread.start()
        try:
            with mock.patch.dict(os.environ, fake.environment):
                forget()
                yield fake
        finally:
            fake.stopped.set()
            proxy.shutdown()
            thread.join()
            proxy.hang_up()
            forget()


def forget() -> None:
    """Bring what outlives a refresh in one process to its beginning, as in a new process."""
    data = sys.modules.get("yfinance.data")
    if data is not None:
        data.SingletonMeta._instances.clear()
        data.YfData.cache_get.cache_clear()
    client = sys.modules.get("dashboard.prices.sources.yahoo_client")
    if client is not None:
        client.shared_session.cache_clear()


def _environment(port: int, bundle: Path) -> dict[str, str]:
    proxy = f"http://127.0.0.1:{port}"
    trusted = dict.fromkeys(("SSL_CERT_FILE", "CURL_CA_BUNDLE", "REQUESTS_CA_BUNDLE"), str(bundle))
    return {"HTTPS_PROXY": proxy, "https_proxy": proxy, "NO_PROXY": "", "no_proxy": "", **trusted}


class _Proxy(ThreadingHTTPServer):
    daemon_threads = True
    fake: FakeYahoo

    def __init__(self, context: ssl.SSLContext) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.context = context
        self._open: set[socket.socket] = set()

    def opened(self, connection: socket.socket) -> None:
        self._open.add(connection)

    def hang_up(self) -> None:
        """End the connections that clients keep open, so that no thread is left waiting on one."""
        for connection in self._open:
            with suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Proxy
    host = ""

    @property
    def fake(self) -> FakeYahoo:
        return self.server.fake

    def do_CONNECT(self) -> None:
        """Go on as the host that is asked for."""
        host = self.path.rpartition(":")[0]
        if self.fake.unreachable or not host.endswith(_HOSTS):
            self.fake.note(host, "", {})
            self.close_connection = True
            self.send_error(502)
            return
        self.send_response(200)
        self.end_headers()
        self.host = host
        self.request = self.server.context.wrap_socket(self.connection, server_side=True)
        self.server.opened(self.request)
        self.setup()
        self.close_connection = False

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        query = {name: values[0] for name, values in parse_qs(parts.query).items()}
        asked = self.fake.note(self.host, parts.path, query)
        if asked.symbol:
            with self.fake.answering():
                self._chart(asked)
        elif self.host == "fc.yahoo.com":
            # The real one answers so, and all that matters is its cookie.
            cookie = "A3=d=AQABBExample&S=AQAAAexample; Max-Age=31557600; Domain=.yahoo.com; Path=/; Secure; HttpOnly"
            self._answer(self.fake.fault(COOKIE), (404, PAGE), (("Set-Cookie", cookie),))
        elif parts.path == "/v1/test/getcrumb":
            self._answer(self.fake.fault(CRUMB), (200, b"madeUpCrumb"))
        elif self.host == "consent.yahoo.com":
            self._answer(None, (200, consent_page(query["done"])))
        else:
            self._answer(None, (404, PAGE))

    def do_POST(self) -> None:
        """Lead back from the consent page."""
        parts = urlsplit(self.path)
        self.fake.note(self.host, parts.path, {})
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        done = parse_qs(parts.query).get("done", [""])[0]
        self._answer(None, (303, b""), (("Location", done),))

    def _chart(self, asked: Asked) -> None:
        fault = self.fake.fault(asked.symbol, asked.number)
        # Whoever turns requests away does so at once.
        self.fake.stopped.wait(0 if fault in ("429", "429 as text") else self.fake.delay)
        if fault == "consent":
            done = f"https://{self.host}{self.path}"
            place = f"https://consent.yahoo.com/v2/collectConsent?done={quote(done, safe='')}"
            self._answer(None, (302, b""), (("Location", place),))
            return
        held = self.fake.series.get(asked.symbol)
        if held is None:
            self._answer(fault, BODIES["404"])
            return
        if fault == "no bars":
            body = held.chart(asked.symbol, 0, 0)
        else:
            body = held.chart(asked.symbol, int(asked.query["period1"]), int(asked.query["period2"]))
        if fault == "other shape":
            del body["chart"]["result"][0]["meta"]["exchangeTimezoneName"]
        self._answer(fault, (200, json.dumps(body).encode()))

    def _answer(
        self, fault: Fault | None, proper: tuple[int, bytes], headers: tuple[tuple[str, str], ...] = ()
    ) -> None:
        status, body = BODIES.get(fault or "", proper)
        self.close_connection = fault in ("drop", "cut", "drip", "slow")
        if fault == "slow":
            self.fake.stopped.wait(60)
        if fault in ("drop", "slow"):
            return
        self.send_response(status)
        for name, value in headers:
            self.send_header(name, value)
        self.send_header("Content-Type", "application/json" if body[:1] in (b"{", b"[") else "text/html")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if fault == "drip":
            for byte in body:
                self.wfile.write(bytes([byte]))
                if self.fake.stopped.wait(0.1):
                    return
        else:
            self.wfile.write(body[: len(body) // 2] if fault == "cut" else body)

    def handle(self) -> None:
        # A client that has given up; that is what some tests are about.
        with suppress(ConnectionError, ssl.SSLError, TimeoutError):
            super().handle()

    def finish(self) -> None:
        with suppress(OSError):
            super().finish()
        self.connection.close()

    def log_message(self, format: str, *args: Any) -> None:
        return
