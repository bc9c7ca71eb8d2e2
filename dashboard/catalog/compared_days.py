"""Days that are set beside each other: the shock and two sell-offs of other causes, each with its cause and source."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from dashboard.catalog.events import STATUSES, Status
from dashboard.catalog.rows import DATA, Row, read_rows

_COLUMNS = ("first", "last", "name", "cause", "status", "source", "url")


@dataclass(frozen=True)
class ComparedDay:
    """A session, or a run of sessions from `first` to `last`, and what moved prices in it.

    ``status`` is ``verified`` where the cause was read at the source, ``recalled`` where it is from memory.
    """

    first: datetime.date
    last: datetime.date
    name: str
    cause: str
    status: Status
    source: str | None
    url: str | None


def read_compared_days(path: Path) -> tuple[ComparedDay, ...]:
    """Read the days; `CatalogError` names the row that is malformed."""
    return tuple(_day(row) for row in read_rows(path, _COLUMNS, key=["first", "last"]))


def _day(row: Row) -> ComparedDay:
    first, last = row.day("first"), row.day("last")
    if last < first:
        raise row.error("last", "a day not before the first")
    return ComparedDay(
        first=first,
        last=last,
        name=row.text("name"),
        cause=row.text("cause"),
        status=row.choice("status", STATUSES),
        source=row.optional("source", row.text),
        url=row.optional("url", row.url),
    )


@cache
def load_compared_days() -> tuple[ComparedDay, ...]:
    """Load the days that ship with the project, in file order."""
    return read_compared_days(DATA / "compared_days.csv")
