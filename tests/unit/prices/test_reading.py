"""A CSV file is read by the thread that asks for it, so that a process which refuses it can end at once."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from dashboard.settings import PROJECT_ROOT

THREADS = Path("/proc/self/task")
SCRIPT = """
import sys
from pathlib import Path
from dashboard.prices.reading import read_columns

tasks = lambda: len(list(Path("/proc/self/task").iterdir()))
before = tasks()
read_columns(Path(sys.argv[1]), 1_000_000)
print(tasks() - before)
"""


@pytest.mark.skipif(not THREADS.is_dir(), reason="threads are counted in /proc")
def test_no_crew_of_threads_is_started(tmp_path: Path) -> None:
    file = tmp_path / "figures.csv"
    file.write_text("ticker,size\nNVDA,big\n", encoding="utf-8")
    command = [sys.executable, "-c", SCRIPT, str(file)]
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=PROJECT_ROOT)
    # One thread feeds the parser; a crew of them, still at work when the process ends, aborts it.
    assert int(done.stdout) <= 1
