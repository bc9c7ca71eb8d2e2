"""Several processes at one store: changes follow one another, and a reader sees each of them whole."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from dashboard.prices import PricePanel, Store, load_panel
from dashboard.settings import PROJECT_ROOT
from tests.support.stores import put

TIMES = 20


def writer(folder: Path, ticker: str) -> subprocess.Popen[str]:
    """Start a process that stores closes of 1 to `TIMES` of one ticker, keeping one generation alone."""
    command = [sys.executable, "-m", "tests.support.stores", str(folder), ticker, str(TIMES)]
    return subprocess.Popen(command, cwd=PROJECT_ROOT, stderr=subprocess.PIPE, text=True)


def closes(panel: PricePanel) -> dict[str, float]:
    """Return the one close of each ticker; a torn state would have several, or none."""
    found = {ticker: panel.close[ticker].unique() for ticker in panel.tickers}
    assert all(len(values) == 1 for values in found.values()), found
    return {ticker: float(values[0]) for ticker, values in found.items()}


def test_two_writers_and_a_reader_never_meet_half_a_state(tmp_path: Path) -> None:
    store = Store(tmp_path / "refreshed", layer="refreshed", generations=1)
    put(store, A=0.5, B=0.5)
    last, seen = {"A": 0.5, "B": 0.5}, set()
    with writer(store.directory, "A") as one, writer(store.directory, "B") as other:
        while one.poll() is None or other.poll() is None:
            panel = load_panel(tmp_path)
            assert panel.notices == ()
            assert store.verify() == ()
            found = closes(panel)
            assert all(found[ticker] >= last[ticker] for ticker in last), (found, last)
            assert {ticker: info.source for ticker, info in panel.series.items()} == {
                ticker: f"closes of {value:g}" for ticker, value in found.items()
            }
            seen.add(tuple(found.values()))
            last = found
        for process in (one, other):
            assert process.communicate()[1] == ""
            assert process.returncode == 0
    assert closes(load_panel(tmp_path)) == {"A": float(TIMES), "B": float(TIMES)}
    assert store.manifest().generation == 1 + 2 * TIMES
    assert store.verify() == ()
    # The reader was there while it happened.
    assert len(seen) > 3
    assert len(list(store.directory.glob("*.parquet"))) == 2
