"""Records: the largest one-day losses of market value as the press reported them, with their disagreements."""

from __future__ import annotations

import datetime
import math
import re
from collections.abc import Collection
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path

from dashboard.catalog.events import STATUSES, Status
from dashboard.catalog.rows import DATA, Row, read_rows
from dashboard.catalog.universe import load_universe

_ID = re.compile(r"L[0-9]{2}")


@dataclass(frozen=True)
class Record:
    """One reported loss: ``loss_bn`` in billions of US dollars (positive = lost), ``ret`` a decimal (below 0).

    ``date`` is the day as printed, ``fell_on`` that of the fall, which is another one where the report is wrong.
    """

    id: str
    company: str
    ticker: str
    date: datetime.date
    fell_on: datetime.date
    loss_bn: float
    ret: float
    reported_as: str | None
    source: str | None
    url: str | None
    status: Status
    note: str | None


def read_records(path: Path, companies: Collection[str]) -> tuple[Record, ...]:
    """Read records of the given companies; `CatalogError` names the row that is malformed."""
    rows = read_rows(path, [field.name for field in fields(Record)], key=["id"])
    return tuple(_record(row, companies) for row in rows)


def _record(row: Row, companies: Collection[str]) -> Record:
    if row.ticker("ticker") not in companies:
        raise row.error("ticker", "a company of the universe")
    date = row.day("date")
    return Record(
        id=row.match("id", _ID, "the letter L and two digits"),
        company=row.text("company"),
        ticker=row.text("ticker"),
        date=date,
        fell_on=row.optional("fell_on", row.day) or date,
        loss_bn=row.number("loss_bn", 0, math.inf),
        ret=row.number("ret", -1, 0),
        reported_as=row.optional("reported_as", row.text),
        source=row.optional("source", row.text),
        url=row.optional("url", row.url),
        status=row.choice("status", STATUSES),
        note=row.optional("note", row.text),
    )


@cache
def load_records() -> tuple[Record, ...]:
    """Load the records that ship with the project, in file order."""
    return read_records(DATA / "records.csv", load_universe().companies)
