"""Claims: what five articles say of the day, and how each statement can be checked."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path

from dashboard.catalog.rows import DATA, Row, parse_day, read_rows

PUBLICATIONS = (
    "GIGAZINE, Jan 2025",
    "Reinforz US stock, Jan 2025",
    "CISTEC Journal 2025.3 No.216",
    "ALLFORCES blog 2025-10-21",
    "Daiwa Institute of Research 2025-06-24",
)
METRICS = (
    "1-day return",
    "1-day return (intraday)",
    "index return",
    "market-cap loss",
    "implied exchange rate",
    "record",
    "record ratio",
    "rank",
    "event date",
    "interval",
    "training cost",
    "training cost ratio",
    "training time ratio",
    "compute ratio",
    "benchmark score",
    "benchmark rank",
    "capex",
    "hardware",
    "export control",
    "first use",
    "forecast",
    "price change",
    "retirement",
    "revenue",
    "revenue growth",
    "revenue growth forecast",
)

_ID = re.compile(r"C[0-9]{3}")
_PERIOD = re.compile(r"[0-9]{4}(-(0[1-9]|1[0-2]))?")


@dataclass(frozen=True)
class Claim:
    """One statement of one article.

    ``claimed_value`` is a number or a word in ``unit``; ``claimed_date`` is a year, month or day as the article gives
    it (``YYYY``, ``YYYY-MM`` or ``YYYY-MM-DD``), ``true_date`` the day on which it happened. ``check_tickers`` are the
    series that ``check_formula`` needs; ``reference_value`` is what other sources say.
    """

    id: str
    publication: str
    subject: str
    metric: str
    claimed_value: str
    unit: str
    claimed_date: str | None
    true_date: datetime.date | None
    check_tickers: tuple[str, ...]
    check_formula: str
    tolerance: str | None
    reference_value: str | None
    reference_source: str | None
    note: str | None


def read_claims(path: Path) -> tuple[Claim, ...]:
    """Read claims; `CatalogError` names the row that is malformed."""
    return tuple(_claim(row) for row in read_rows(path, [field.name for field in fields(Claim)], key=["id"]))


def _claim(row: Row) -> Claim:
    claimed_date = row.optional("claimed_date", row.text)
    if claimed_date and not _PERIOD.fullmatch(claimed_date) and parse_day(claimed_date) is None:
        raise row.error("claimed_date", "a year, month or day written YYYY, YYYY-MM or YYYY-MM-DD")
    return Claim(
        id=row.match("id", _ID, "the letter C and three digits"),
        publication=row.choice("publication", PUBLICATIONS),
        subject=row.text("subject"),
        metric=row.choice("metric", METRICS),
        claimed_value=row.text("claimed_value"),
        unit=row.text("unit"),
        claimed_date=claimed_date,
        true_date=row.optional("true_date", row.day),
        check_tickers=row.tickers("check_tickers"),
        check_formula=row.text("check_formula"),
        tolerance=row.optional("tolerance", row.text),
        reference_value=row.optional("reference_value", row.text),
        reference_source=row.optional("reference_source", row.text),
        note=row.optional("note", row.text),
    )


@cache
def load_claims() -> tuple[Claim, ...]:
    """Load the claims that ship with the project, by article."""
    return read_claims(DATA / "claims.csv")
