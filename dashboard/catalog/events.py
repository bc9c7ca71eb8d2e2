"""Events and their dates: one event, several dates by basis, each with its timing, certainty and source."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal, get_args

from dashboard.catalog.rows import DATA, Row, parse_day, read_rows
from dashboard.errors import CatalogError

Basis = Literal["launch", "arxiv", "arxiv_revision", "article"]
Precision = Literal["day", "month"]
Timing = Literal["before", "during", "after_close", "unknown"]
Status = Literal["verified", "recalled"]
EventKind = Literal["model_release", "announcement", "earnings", "policy", "product_launch", "pricing"]

BASES: tuple[Basis, ...] = get_args(Basis)
PRECISIONS: tuple[Precision, ...] = get_args(Precision)
TIMINGS: tuple[Timing, ...] = get_args(Timing)
STATUSES: tuple[Status, ...] = get_args(Status)
EVENT_KINDS: tuple[EventKind, ...] = get_args(EventKind)

_EVENT_COLUMNS = ("key", "organisation", "kind", "title", "short", "title_ja", "arxiv_id")
_DATE_COLUMNS = (
    "key", "basis", "publication", "date", "precision", "timing", "status", "source", "url", "note",
)  # fmt: skip
LABEL_LENGTH = 22
"""Most characters of the name that an event has where there is little room, such as at a line in a chart."""
_KEY = re.compile(r"[a-z0-9][a-z0-9.-]*")
_ARXIV = re.compile(r"[0-9]{4}\.[0-9]{5}")
_MONTH = re.compile(r"[0-9]{4}-(0[1-9]|1[0-2])")


@dataclass(frozen=True)
class EventDate:
    """One dating of an event.

    ``basis`` says what the date is of: the launch, the first arXiv version, a later arXiv revision, or what the
    ``publication`` printed (basis ``article``). ``date`` is ``YYYY-MM-DD`` or, at month precision, ``YYYY-MM``.
    ``timing`` places the news against the New York session; ``status`` is ``verified`` or ``recalled`` (from memory).
    """

    key: str
    basis: Basis
    publication: str | None
    date: str
    precision: Precision
    timing: Timing
    status: Status
    source: str | None
    url: str | None
    note: str | None

    @property
    def day(self) -> datetime.date | None:
        """The calendar day, or None where only the month is known."""
        return parse_day(self.date)


@dataclass(frozen=True)
class Event:
    """Something that happened, with every date on which it is said to have happened.

    ``short`` stands in for a title of more than `LABEL_LENGTH` characters where there is little room.
    """

    key: str
    organisation: str
    kind: EventKind
    title: str
    short: str | None
    title_ja: str | None
    arxiv_id: str | None
    dates: tuple[EventDate, ...]

    @property
    def label(self) -> str:
        """The name where there is little room, whole and at most `LABEL_LENGTH` characters."""
        return self.short or self.title


def read_events(events: Path, dates: Path) -> tuple[Event, ...]:
    """Read the events and their dates; `CatalogError` names a malformed row, a date without event, or the reverse."""
    event_rows = read_rows(events, _EVENT_COLUMNS, key=["key"])
    date_rows = read_rows(dates, _DATE_COLUMNS, key=["key", "basis", "publication"])
    dates_of: dict[str, list[EventDate]] = {row.text("key"): [] for row in event_rows}
    for row in date_rows:
        if row.cells["key"] not in dates_of:
            raise row.error("key", f"the key of an event in {events.name}")
        dates_of[row.cells["key"]].append(_event_date(row))
    return tuple(_event(row, tuple(dates_of[row.cells["key"]]), dates.name) for row in event_rows)


def _event(row: Row, dates: tuple[EventDate, ...], dates_file: str) -> Event:
    key = row.match("key", _KEY, "small letters, digits, dots and hyphens")
    if not dates:
        raise CatalogError(f"{row.file}, line {row.line}, key: {key!r} has no row in {dates_file}; add its date there.")
    arxiv_id = row.optional("arxiv_id", lambda field: row.match(field, _ARXIV, "an arXiv number such as 2501.12948"))
    if arxiv_id is None and any(date.basis in ("arxiv", "arxiv_revision") for date in dates):
        raise row.error("arxiv_id", f"filled in, because {dates_file} dates the event by arXiv")
    title, short = row.text("title"), row.optional("short", row.text)
    if len(short or title) > LABEL_LENGTH:
        raise row.error("short", f"a name of at most {LABEL_LENGTH} characters, because the title is longer")
    return Event(
        key=key,
        organisation=row.text("organisation"),
        kind=row.choice("kind", EVENT_KINDS),
        title=title,
        short=short,
        title_ja=row.optional("title_ja", row.text),
        arxiv_id=arxiv_id,
        dates=dates,
    )


def _event_date(row: Row) -> EventDate:
    basis = row.choice("basis", BASES)
    publication = row.optional("publication", row.text)
    if (publication is not None) != (basis == "article"):
        raise row.error("publication", "filled in for the basis article, and empty for any other")
    precision = row.choice("precision", PRECISIONS)
    if precision == "day":
        row.day("date")
    else:
        row.match("date", _MONTH, "a month written YYYY-MM where the precision is month")
    return EventDate(
        key=row.text("key"),
        basis=basis,
        publication=publication,
        date=row.text("date"),
        precision=precision,
        timing=row.choice("timing", TIMINGS),
        status=row.choice("status", STATUSES),
        source=row.optional("source", row.text),
        url=row.optional("url", row.url),
        note=row.optional("note", row.text),
    )


@cache
def load_events() -> tuple[Event, ...]:
    """Load the events that ship with the project, in file order."""
    return read_events(DATA / "events.csv", DATA / "event_dates.csv")
