"""A local server that answers as it is told, and remembers when it was asked for what."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Literal


@dataclass(frozen=True)
class Reply:
    """One answer.

    ``fault`` "drop" closes the connection without a word, "cut" after half of the body, "drip" sends a byte every
    tenth of a second, "late" sends nothing until ``seconds`` have passed.
    """

    body: bytes = b""
    status: int = 200
    headers: tuple[tuple[str, str], ...] = ()
    fault: Literal["drop", "cut", "drip", "late"] | None = None
    seconds: float = 0.0


@dataclass(frozen=True)
class Asked:
    """One request as it came in."""

    path: str
    at: float
    headers: dict[str, str]


@dataclass
class FakeHttp:
    """What a test tells the server, and what it has seen."""

    address: str
    asked: list[Asked] = field(default_factory=list)
    answers: dict[str, Callable[[Asked], Reply]] = field(default_factory=dict)

    def answer(self, path: str, *replies: Reply) -> None:
        """Answer requests for a path (without its query) in turn; the last reply is repeated."""
        left = list(replies)
        self.answers[path] = lambda asked: left.pop(0) if len(left) > 1 else left[0]

    def paths(self) -> list[str]:
        """Return what was asked for, in order."""
        return [one.path for one in self.asked]


@contextmanager
def running_http() -> Iterator[FakeHttp]:
    """Run the server until the block ends."""
    stopped = threading.Event()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            asked = Asked(self.path, time.monotonic(), dict(self.headers.items()))
            fake.asked.append(asked)
            answer = fake.answers.get(self.path.split("?")[0])
            reply = Reply(status=404) if answer is None else answer(asked)
            if reply.fault == "late":
                stopped.wait(reply.seconds)
            self.close_connection = reply.fault is not None
            if reply.fault != "drop":
                self._send(reply)

        def _send(self, reply: Reply) -> None:
            self.send_response(reply.status)
            for name, value in reply.headers:
                self.send_header(name, value)
            if reply.status != 304:
                self.send_header("Content-Length", str(len(reply.body)))
            self.end_headers()
            if reply.fault == "drip":
                for byte in reply.body:
                    if stopped.wait(0.1):
                        return
                    self.wfile.write(bytes([byte]))
            else:
                self.wfile.write(reply.body[: len(reply.body) // 2] if reply.fault == "cut" else reply.body)

        def handle(self) -> None:
            try:
                super().handle()
            except ConnectionError:
                # The client has given up; that is what some tests are about.
                return

        def log_message(self, format: str, *args: Any) -> None:
            return

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        server.daemon_threads = True
        fake = FakeHttp(f"http://127.0.0.1:{server.server_address[1]}")
        thread = threading.Thread(target=server.serve_forever, args=(0.02,))
        thread.start()
        try:
            yield fake
        finally:
            stopped.set()
            server.shutdown()
            thread.join()
