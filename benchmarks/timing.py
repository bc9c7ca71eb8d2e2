"""What every measure is made of: two things timed alternately, their medians, and the row that compares them."""

from __future__ import annotations

import gc
import math
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from statistics import median


class UnavailableError(RuntimeError):
    """This machine lacks what a measure needs; the message is one sentence that says what."""


@dataclass(frozen=True)
class Row:
    """One line of the result.

    Attributes
    ----------
    measure : str
        What was measured.
    ours, baseline : float
        Medians, in `unit`.
    unit : str
    aim : float or None
        The ratio that is aimed at, at most; None where a line only informs.
    """

    measure: str
    ours: float
    baseline: float
    unit: str
    aim: float | None = None

    @property
    def ratio(self) -> float:
        """Ours over the baseline."""
        return self.ours / self.baseline

    @property
    def verdict(self) -> str:
        """Whether the aim was met; empty without an aim."""
        if self.aim is None:
            return ""
        return "met" if self.ratio <= self.aim else "missed"


def compare(measure: str, ours: Sequence[float], baseline: Sequence[float], unit: str, aim: float | None = None) -> Row:
    """Return the row of two samples, by their medians."""
    return Row(measure, median(ours), median(baseline), unit, aim)


def median_of(values: Iterable[float]) -> float:
    """Return the median of those values that are numbers; NaN without any."""
    known = [value for value in values if not math.isnan(value)]
    return median(known) if known else math.nan


def alternate(ours: Callable[[], float], baseline: Callable[[], float], rounds: int) -> tuple[list[float], list[float]]:
    """Take both amounts in turn, so that whatever else the machine does weighs on both alike.

    Parameters
    ----------
    ours, baseline : callable
        Each call measures once.
    rounds : int
        Number of pairs.
    """
    pairs = [(ours(), baseline()) for _ in range(rounds)]
    return [first for first, _ in pairs], [second for _, second in pairs]


def milliseconds(function: Callable[[], object]) -> Callable[[], float]:
    """Return a function that calls `function` once, free of garbage collection, and returns how long it took."""

    def timed() -> float:
        gc.collect()
        gc.disable()
        try:
            start = time.perf_counter()
            function()
            return (time.perf_counter() - start) * 1000
        finally:
            gc.enable()

    return timed


def as_table(rows: Sequence[Row]) -> str:
    """Return rows as a Markdown table whose columns line up."""
    head = ("measure", "ours", "baseline", "ratio", "aim", "")
    cells = [
        (
            row.measure,
            f"{_amount(row.ours)} {row.unit}",
            f"{_amount(row.baseline)} {row.unit}",
            f"{row.ratio:.2f}",
            "" if row.aim is None else f"{row.aim:g}",
            row.verdict,
        )
        for row in rows
    ]
    widths = [max(len(line[place]) for line in [head, *cells]) for place in range(len(head))]
    rule = "| " + " | ".join("-" * (width - 1) + (":" if place else "-") for place, width in enumerate(widths)) + " |"

    def line(values: Sequence[str]) -> str:
        padded = [
            value.rjust(width) if place else value.ljust(width)
            for place, (value, width) in enumerate(zip(values, widths, strict=True))
        ]
        return "| " + " | ".join(padded) + " |"

    return "\n".join([line(head), rule, *map(line, cells)])


def _amount(value: float) -> str:
    """Return a number with three significant figures, without an exponent."""
    if not value or math.isnan(value):
        return "–"
    return f"{value:,.{max(0, 2 - math.floor(math.log10(abs(value))))}f}"
