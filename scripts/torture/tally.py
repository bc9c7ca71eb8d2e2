"""Counts of what was tried, and the table of them that is printed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

MOST_TOLD = 10
"""Failures of one kind that are told in words."""


@dataclass
class Tally:
    """One kind of trial.

    Attributes
    ----------
    what : str
    tried : int
    failures : list of str
        One text for each trial that failed.
    skipped : str
        Why none was tried; "" where some were.
    """

    what: str
    tried: int = 0
    failures: list[str] = field(default_factory=list)
    skipped: str = ""

    def note(self, problems: Sequence[str], where: str = "") -> None:
        """Count a trial, which has failed where there are problems."""
        self.tried += 1
        if problems:
            self.failures.append(f"{where}: {'; '.join(problems)}" if where else "; ".join(problems))

    def add(self, other: Tally) -> None:
        """Count the trials of another one, too."""
        self.tried += other.tried
        self.failures += other.failures


def table(tallies: Sequence[Tally]) -> str:
    """Return the counts as lines of text, and below them what failed."""
    width = max(len(tally.what) for tally in tallies)
    lines = [f"{'what':<{width}}  {'tried':>7}  {'held':>7}  {'failed':>7}"]
    for tally in tallies:
        if tally.skipped:
            lines.append(f"{tally.what:<{width}}  skipped: {tally.skipped}")
        else:
            failed = len(tally.failures)
            lines.append(f"{tally.what:<{width}}  {tally.tried:>7,}  {tally.tried - failed:>7,}  {failed:>7,}")
    for tally in tallies:
        lines += [f"FAILED {tally.what}: {failure}" for failure in tally.failures[:MOST_TOLD]]
        if len(tally.failures) > MOST_TOLD:
            lines.append(f"FAILED {tally.what}: and {len(tally.failures) - MOST_TOLD} more")
    return "\n".join(lines)
