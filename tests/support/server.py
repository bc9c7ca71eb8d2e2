"""A dashboard server of its own for a test: started on a free port from a foreign working directory, stopped after."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
START_SECONDS = 60


@dataclass(frozen=True)
class Server:
    """A running server.

    Attributes
    ----------
    address : str
        Without a slash at the end.
    log : Path
        What it has written.
    pid : int
        Its process.
    """

    address: str
    log: Path
    pid: int


def free_port() -> int:
    """Return a port that nothing listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def running_server(
    *,
    environment: Mapping[str, str] | None = None,
    launcher: str = "streamlit",
    app: Path = ROOT / "app.py",
    base_path: str = "",
) -> Iterator[Server]:
    """Run the site until the block ends.

    Parameters
    ----------
    environment : mapping, optional
        Variables added to those of this process.
    launcher : {"streamlit", "uvicorn"}
        Which of the two ways to start it.
    app : Path
        The entry point; another one for comparison in benchmarks.
    base_path : str
        Where below the root of the host the site is served, such as ``"/shock"``; with the launcher "streamlit".
    """
    port = free_port()
    commands = {
        "streamlit": [
            "streamlit", "run", str(app), f"--server.port={port}", "--server.address=127.0.0.1",
            f"--server.baseUrlPath={base_path}",
        ],
        "uvicorn": ["uvicorn", f"{app.stem}:app", f"--app-dir={app.parent}", f"--port={port}", "--host=127.0.0.1"],
    }  # fmt: skip
    with tempfile.TemporaryDirectory() as elsewhere:
        log = Path(elsewhere) / "server.log"
        with log.open("wb") as output:
            process = subprocess.Popen(
                [sys.executable, "-m", *commands[launcher]],
                cwd=elsewhere,
                env={**os.environ, "PYTHONPATH": str(app.parent), "HOME": elsewhere, **(environment or {})},
                stdout=output,
                stderr=subprocess.STDOUT,
            )
        address = f"http://127.0.0.1:{port}{base_path}"
        try:
            _wait_until_healthy(address, process, log)
            yield Server(address, log, process.pid)
        finally:
            process.terminate()
            try:
                process.wait(timeout=10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _wait_until_healthy(address: str, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise RuntimeError(f"The server ended with status {process.returncode}:\n{log.read_text()}")
        try:
            with urllib.request.urlopen(f"{address}/_stcore/health", timeout=2) as answer:
                if answer.status == 200:
                    return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.1)
    raise RuntimeError(f"The server was not healthy within {START_SECONDS} s:\n{log.read_text()}")
