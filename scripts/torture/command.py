"""The real command in a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from dashboard.settings import PROJECT_ROOT

SECONDS = 180.0


def start(data_cache: Path, *arguments: str) -> subprocess.Popen[str]:
    """Start the command ``deepseek-shock`` on a data cache."""
    return subprocess.Popen(
        [sys.executable, "-c", "from dashboard.cli import main; main()", *arguments, "--data-cache", str(data_cache)],
        cwd=PROJECT_ROOT,
        env=os.environ,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )


def run(data_cache: Path, *arguments: str) -> tuple[int, list[str]]:
    """Run the command, and return its exit status and the lines it wrote to standard error."""
    with start(data_cache, *arguments) as process:
        _, errors = process.communicate(timeout=SECONDS)
        return process.returncode, errors.splitlines()


def refresh_of(tickers: Sequence[str]) -> tuple[str, ...]:
    """Return the arguments that refresh some series."""
    return ("refresh", "--tickers", ",".join(tickers))


def unclear(lines: Sequence[str]) -> list[str]:
    """Say what is wrong with the lines of a refusal unless the last one is a sentence, and the others are warnings."""
    if any("Traceback" in line for line in lines):
        return [f"it ended in a traceback: {lines[-1]}"]
    strange = [line for line in lines[:-1] if not line.startswith("WARNING ")]
    if strange or not lines or not lines[-1].endswith("."):
        return [f"it did not end with one sentence: {' / '.join(lines)}"]
    return []
