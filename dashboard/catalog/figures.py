"""Figures that prices cannot give: training cost, GPU hours, benchmark scores, list prices, each with its source."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Literal, get_args

from dashboard.catalog.events import STATUSES, Status
from dashboard.catalog.rows import DATA, Row, parse_day, read_rows

Bound = Literal["exact", "more_than", "about"]
BOUNDS: tuple[Bound, ...] = get_args(Bound)

_KEY = re.compile(r"[a-z0-9]+([.-][a-z0-9]+)*")
_PERIOD = re.compile(r"[0-9]{4}(-(0[1-9]|1[0-2]))?")
_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")


@dataclass(frozen=True)
class Figure:
    """One catalogued figure.

    Attributes
    ----------
    key : str
        Its name in claims and on pages.
    subject, measure : str
        What it is about, and what was measured.
    value : str
        A decimal number as printed, or a word, in `unit`.
    unit : str
    bound : {"exact", "more_than", "about"}
        Whether the source gives the value, a lower bound, or an order of magnitude.
    as_of : str or None
        ``YYYY``, ``YYYY-MM`` or ``YYYY-MM-DD``.
    status : {"verified", "recalled"}
        Read at the source, or from memory.
    source, url, note : str or None
    """

    key: str
    subject: str
    measure: str
    value: str
    unit: str
    bound: Bound
    as_of: str | None
    status: Status
    source: str | None
    url: str | None
    note: str | None

    @property
    def number(self) -> float:
        """The value as a number; NaN where it is a word."""
        return float(self.value) if _NUMBER.fullmatch(self.value) else math.nan

    @property
    def rounding(self) -> float:
        """Half a unit of the last printed digit: how far off the value may be by being rounded.

        It is 0 for a whole number that is not given as an approximate one: two dollars an hour, eight dollars a million
        tokens are meant exactly.
        """
        _, point, decimals = self.value.partition(".")
        return 0.5 * 10.0 ** -len(decimals) if point or self.bound == "about" else 0.0


def read_figures(path: Path) -> Mapping[str, Figure]:
    """Read figures by key, in file order; `CatalogError` names the row that is malformed."""
    rows = read_rows(path, [field.name for field in fields(Figure)], key=["key"])
    return MappingProxyType({figure.key: figure for figure in map(_figure, rows)})


def _figure(row: Row) -> Figure:
    as_of = row.optional("as_of", row.text)
    if as_of and not _PERIOD.fullmatch(as_of) and parse_day(as_of) is None:
        raise row.error("as_of", "a year, month or day written YYYY, YYYY-MM or YYYY-MM-DD")
    status = row.choice("status", STATUSES)
    return Figure(
        key=row.match("key", _KEY, "small letters and digits joined by hyphens or full stops"),
        subject=row.text("subject"),
        measure=row.text("measure"),
        value=row.text("value"),
        unit=row.text("unit"),
        bound=row.choice("bound", BOUNDS),
        as_of=as_of,
        status=status,
        source=row.text("source") if status == "verified" else row.optional("source", row.text),
        url=row.optional("url", row.url),
        note=row.optional("note", row.text),
    )


@cache
def load_figures() -> Mapping[str, Figure]:
    """Load the figures that ship with the project, by key."""
    return read_figures(DATA / "figures.csv")
