"""Memory of the server's processes once one viewer has seen every page."""

from __future__ import annotations

import time
from pathlib import Path

from playwright.sync_api import Browser

from benchmarks import sites
from benchmarks.sites import MINIMAL, OURS, Site
from benchmarks.timing import Row, UnavailableError, compare
from tests.support.server import running_server

AIM = 1.5
ROUNDS = 3
"""Memory varies little from run to run, and every round starts both servers."""

SETTLE_SECONDS = 1.0
PROC = Path("/proc")


def measure(rounds: int) -> list[Row]:
    """Start both servers in turn, see every page, and look while the viewer is still there."""
    with sites.browser() as browser:
        pairs = [
            (_grown(browser, OURS)[-1][1], _grown(browser, MINIMAL)[-1][1]) for _ in range(min(rounds, ROUNDS))
        ]  # fmt: skip
    ours, minimal = zip(*pairs, strict=True)
    return [compare("server memory after one viewer saw every page", ours, minimal, "MB", AIM)]


def profile() -> str:
    """Say after which page how much memory is held."""
    with sites.browser() as browser:
        parts = []
        for name, site in (("ours", OURS), ("minimal", MINIMAL)):
            parts.append(f"{name}: MB resident after")
            parts += [f"  {page:<24}{held:8.1f}" for page, held in _grown(browser, site)]
    return "\n".join(parts)


def resident_mb(pid: int) -> float:
    """Return the resident memory of a process and all its descendants, in megabytes of 10^6 bytes.

    Raises
    ------
    UnavailableError
        The system has no /proc.
    """
    if not (PROC / "self" / "status").exists():
        raise UnavailableError("Memory is read from /proc, which this system has not; run the measure on Linux.")
    parents: dict[int, int] = {}
    held: dict[int, int] = {}
    for entry in PROC.iterdir():
        if not entry.name.isdigit():
            continue
        try:
            lines = (entry / "status").read_text().splitlines()
        except (FileNotFoundError, ProcessLookupError):
            continue  # ended since the folder was listed
        fields = dict(line.split(":", 1) for line in lines if ":" in line)
        parents[int(entry.name)] = int(fields["PPid"])
        held[int(entry.name)] = int(fields.get("VmRSS", "0 kB").split()[0]) * 1024
    tree = {pid}
    while grown := {child for child, parent in parents.items() if parent in tree} - tree:
        tree |= grown
    return sum(held.get(process, 0) for process in tree) / 1e6


def _grown(browser: Browser, site: Site) -> list[tuple[str, float]]:
    """Return the memory of a fresh server, idle and after each page of its one viewer."""
    with running_server(app=site.app) as server, sites.visitor(browser) as page:
        held = [("the start, idle", resident_mb(server.pid))]
        sites.open_first(page, server.address, quiet=sites.LOOK_MS)
        for place, destination in enumerate(site.pages):
            if place:
                sites.turn_to(page, destination, 0)
            time.sleep(SETTLE_SECONDS)
            held.append((destination.title, resident_mb(server.pid)))
    return held
