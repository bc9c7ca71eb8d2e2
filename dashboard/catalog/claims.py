"""Claims: what five articles say of the day, in our own words, and the rule by which each counts as right."""

from __future__ import annotations

import calendar
import datetime
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal, get_args

from dashboard.catalog.claim_definitions import MEASURING, NAMING, ClaimDefinition, read_definitions
from dashboard.catalog.rows import DATA, Row, parse_day, read_rows
from dashboard.errors import CatalogError

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

RuleKind = Literal["rounding", "within", "relative", "more than", "at least", "equal", "date", "none"]
RULE_KINDS: tuple[RuleKind, ...] = get_args(RuleKind)
MEASURED_RULES: tuple[RuleKind, ...] = ("within", "relative", "date")
"""Rules that come with an amount: in the claim's unit, as a decimal of the computed value, or in days."""

LIMIT_RULES: tuple[RuleKind, ...] = ("more than", "at least")
"""Rules that set a limit, in the claimed number's direction."""

NUMERIC_RULES: tuple[RuleKind, ...] = ("rounding", "within", "relative", *LIMIT_RULES)
"""Rules that need a claimed number."""

_COLUMNS = (
    "id", "publication", "subject", "metric", "statement_en", "statement_ja", "claimed", "unit", "claimed_date",
    "true_date", "rule", "tickers", "other_sources", "named_sources", "note",
)  # fmt: skip
_ID = re.compile(r"C[0-9]{3}")
_PERIOD = re.compile(r"[0-9]{4}(-(0[1-9]|1[0-2]))?")
_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")
_RULE = re.compile(f"({'|'.join(kind for kind in RULE_KINDS)})(?: ([0-9]+(?:\\.[0-9]+)?))?")

Period = tuple[datetime.date, datetime.date]


@dataclass(frozen=True)
class Rule:
    """When a computed value bears a claim out.

    Attributes
    ----------
    kind : str
        ``rounding``: it rounds, or is cut, to the claimed digits; ``within`` and ``relative``: it is no further off
        than the amount, in the claim's unit or as a decimal of the computed value; ``more than`` and ``at least``: it
        goes that far in the claim's direction; ``equal``: rank, sign or name are the same; ``date``: its date lies in
        the claimed period, or no more than the amount of days outside; ``none``: nothing could bear it out.
    amount : float
        0 where the kind takes none.
    """

    kind: RuleKind
    amount: float = 0.0


@dataclass(frozen=True)
class Claim:
    """One statement of one article.

    Attributes
    ----------
    id, publication, subject, metric : str
    statement_en, statement_ja : str
        What it says, in our own words.
    claimed, unit : str
        A number, date or word, and its unit.
    claimed_date : str or None
        As the article gives it: ``YYYY``, ``YYYY-MM``, ``YYYY-MM-DD``, or two days joined by a slash.
    true_date : date or None
        The session on which it happened.
    rule : Rule
    tickers : tuple of str
        The series that it is about.
    other_sources, named_sources, note : str or None
        What other sources say, which ones, and what else is known of it.
    definitions : tuple of ClaimDefinition
        What the claim may mean; at least one.
    """

    id: str
    publication: str
    subject: str
    metric: str
    statement_en: str
    statement_ja: str
    claimed: str
    unit: str
    claimed_date: str | None
    true_date: datetime.date | None
    rule: Rule
    tickers: tuple[str, ...]
    other_sources: str | None
    named_sources: str | None
    note: str | None
    definitions: tuple[ClaimDefinition, ...]

    @property
    def number(self) -> float | None:
        """The claimed number; None where a word or a date is claimed."""
        return float(self.claimed) if _NUMBER.fullmatch(self.claimed) else None

    @property
    def decimals(self) -> int:
        """How many decimals the claimed number is printed with."""
        return len(self.claimed.partition(".")[2])

    @property
    def claimed_day(self) -> datetime.date | None:
        """The day that the article names; None where it names a longer period, or none."""
        return parse_day(self.claimed_date or "")

    @property
    def claimed_period(self) -> Period | None:
        """First and last day of what the article names; None where it names no date."""
        return None if self.claimed_date is None else period(self.claimed_date)


def period(text: str) -> Period | None:
    """Return first and last day of a year, month, day or pair of days in ISO text; None for any other text."""
    first, slash, last = text.partition("/")
    if slash:
        days = parse_day(first), parse_day(last)
        return (days[0], days[1]) if days[0] and days[1] and days[0] <= days[1] else None
    if day := parse_day(text):
        return day, day
    if not _PERIOD.fullmatch(text):
        return None
    year, _, month = text.partition("-")
    if not month:
        return datetime.date(int(year), 1, 1), datetime.date(int(year), 12, 31)
    length = calendar.monthrange(int(year), int(month))[1]
    return datetime.date(int(year), int(month), 1), datetime.date(int(year), int(month), length)


def read_claims(claims: Path, definitions: Path) -> tuple[Claim, ...]:
    """Read claims and what each may mean.

    `CatalogError` names a malformed row, a claim without definition, or the reverse.
    """
    rows = read_rows(claims, _COLUMNS, key=["id"])
    identifiers = [row.match("id", _ID, "the letter C and three digits") for row in rows]
    meant = read_definitions(definitions, identifiers)
    return tuple(
        _claim(row, one, meant.get(one, ()), definitions.name) for one, row in zip(identifiers, rows, strict=True)
    )


def _claim(row: Row, identifier: str, definitions: tuple[ClaimDefinition, ...], definitions_file: str) -> Claim:
    if not definitions:
        raise CatalogError(
            f"{row.file}, line {row.line}, id: {identifier!r} has no row in {definitions_file}; add its meaning there."
        )
    if all(one.about for one in definitions):
        raise CatalogError(
            f"{row.file}, line {row.line}, id: every meaning of {identifier!r} in {definitions_file} is about "
            "something else; add one of what it names."
        )
    rule = _rule(row)
    for one in definitions:
        if one.check in (NAMING if rule.kind in NUMERIC_RULES else MEASURING if rule.kind == "equal" else ()):
            raise row.error("rule", f"one that can judge what the check {one.check} gives")
    claimed_date = row.optional("claimed_date", row.text)
    if claimed_date and period(claimed_date) is None:
        raise row.error("claimed_date", "a year, month or day written YYYY, YYYY-MM or YYYY-MM-DD, or two such days")
    return Claim(
        id=identifier,
        publication=row.choice("publication", PUBLICATIONS),
        subject=row.text("subject"),
        metric=row.choice("metric", METRICS),
        statement_en=row.text("statement_en"),
        statement_ja=row.text("statement_ja"),
        claimed=row.text("claimed"),
        unit=row.text("unit"),
        claimed_date=claimed_date,
        true_date=row.optional("true_date", row.day),
        rule=rule,
        tickers=row.tickers("tickers"),
        other_sources=row.optional("other_sources", row.text),
        named_sources=row.optional("named_sources", row.text),
        note=row.optional("note", row.text),
        definitions=definitions,
    )


def _rule(row: Row) -> Rule:
    accepted = f"one of {', '.join(RULE_KINDS)}, with a number behind {', '.join(MEASURED_RULES)} and no other"
    found = _RULE.fullmatch(row.match("rule", _RULE, accepted))
    kind = next(kind for kind in RULE_KINDS if found and found[1] == kind)
    amount = found[2] if found else None
    if (amount is not None) != (kind in MEASURED_RULES):
        raise row.error("rule", accepted)
    if kind in NUMERIC_RULES and not _NUMBER.fullmatch(row.text("claimed")):
        raise row.error("claimed", f"a number, because the rule is {kind}")
    if kind == "date" and not row.cells["claimed_date"]:
        raise row.error("claimed_date", "filled in, because the rule is date")
    return Rule(kind, float(amount or 0))


@cache
def load_claims() -> tuple[Claim, ...]:
    """Load the claims that ship with the project, by article."""
    return read_claims(DATA / "claims.csv", DATA / "claim_definitions.csv")
