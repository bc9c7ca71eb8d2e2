"""Measure all ratios, or the named ones, and print one table; or print the profile that explains one."""

from __future__ import annotations

import argparse
import os
import platform
import sys
from importlib.metadata import version
from types import ModuleType

from benchmarks import drawdown_table, event_study, first_page, memory, page_switch, panel_load, redraw, refresh
from benchmarks.timing import Row, UnavailableError, as_table

MEASURES: dict[str, ModuleType] = {
    "first-page": first_page,
    "page-switch": page_switch,
    "redraw": redraw,
    "panel-load": panel_load,
    "drawdown-table": drawdown_table,
    "event-study": event_study,
    "refresh": refresh,
    "memory": memory,
}
LEAST_ROUNDS = 5
QUIET_LOAD = 0.5


def main() -> int:
    """Run what the command line asks for; return 1 if a measure could not be taken."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("measures", nargs="*", metavar="NAME", help=f"one of {', '.join(MEASURES)}; all by default")
    parser.add_argument("--rounds", type=int, default=LEAST_ROUNDS, help="pairs of each measure (default: %(default)s)")
    parser.add_argument("--profile", choices=MEASURES, help="print where the time, or the memory, of one measure goes")
    asked = parser.parse_args()
    if unknown := [name for name in asked.measures if name not in MEASURES]:
        parser.error(f"there is no measure {unknown[0]!r}; choose among {', '.join(MEASURES)}")
    if asked.rounds < 1:
        parser.error(f"{asked.rounds} rounds measure nothing; give 1 or more")
    try:
        if asked.profile:
            print(MEASURES[asked.profile].profile())
            return 0
    except UnavailableError as error:
        print(error, file=sys.stderr)
        return 1

    print(_machine())
    rows: list[Row] = []
    missed: list[str] = []
    failed = False
    for name in asked.measures or MEASURES:
        print(f"measuring {name} ...", file=sys.stderr)
        try:
            found = MEASURES[name].measure(asked.rounds)
        except UnavailableError as error:
            print(error, file=sys.stderr)
            failed = True
            continue
        rows += found
        if any(row.verdict == "missed" for row in found):
            missed.append(name)
    print()
    print(as_table(rows))
    for name in missed:
        print(f"\nMissed; what it is spent on: python -m benchmarks --profile {name}")
    return 1 if failed else 0


def _machine() -> str:
    load = os.getloadavg()[0]
    busy = "; the machine is busy, so expect other ratios on a quiet one" if load > QUIET_LOAD else ""
    libraries = ", ".join(f"{name} {version(name)}" for name in ("streamlit", "plotly", "pandas", "pyarrow"))
    return f"Python {platform.python_version()}, {libraries}; {os.cpu_count()} cores, load {load:.1f}{busy}"


if __name__ == "__main__":
    sys.exit(main())
