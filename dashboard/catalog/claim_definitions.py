"""What a claim may mean: one or several definitions, each a named check and its arguments."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from dashboard.catalog.rows import Row, read_rows

CHECKS: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "price_return": frozenset({"ticker", "at", "before", "after"}),
        "value_lost": frozenset({"ticker", "before", "after", "count", "rate"}),
        "direction": frozenset({"tickers", "figure"}),
        "value_rank": frozenset({"ticker"}),
        "record_rank": frozenset({"ticker"}),
        "record_ratio": frozenset({"ticker", "against"}),
        "reported_loss": frozenset({"record"}),
        "implied_rate": frozenset({"amount", "base", "pair", "from", "to", "rate", "low", "high"}),
        "largest_fall": frozenset({"ticker", "from", "to"}),
        "interval": frozenset({"from", "to"}),
        "event_date": frozenset({"event", "value"}),
        "first_of": frozenset({"events"}),
        "catalogued": frozenset({"formula"}),
        "catalogued_rank": frozenset({"figure"}),
        "unpublished": frozenset({"reason"}),
    }
)
"""Every check and the arguments that it takes; `catalogued` also takes the names of its formula."""

_COLUMNS = ("claim", "name", "about", "check", "arguments")
_ARGUMENT = re.compile(r"([a-z][a-z0-9_]*)=(\S(?:.*\S)?)")


@dataclass(frozen=True)
class ClaimDefinition:
    """One thing that a claim may mean.

    Attributes
    ----------
    name : str
        A few words.
    about : str or None
        What it is about, where that is something else than what the claim names.
    check : str
        A name in `CHECKS`.
    arguments : mapping of str to str
        What the check is told.
    """

    name: str
    about: str | None
    check: str
    arguments: Mapping[str, str]


def read_definitions(path: Path, claims: Collection[str]) -> Mapping[str, tuple[ClaimDefinition, ...]]:
    """Read the definitions of the given claims, in file order; `CatalogError` names the row that is malformed."""
    found: dict[str, list[ClaimDefinition]] = {}
    for row in read_rows(path, _COLUMNS, key=["claim", "name"]):
        if row.cells["claim"] not in claims:
            raise row.error("claim", "the id of a claim")
        found.setdefault(row.cells["claim"], []).append(_definition(row))
    return {claim: tuple(definitions) for claim, definitions in found.items()}


def _definition(row: Row) -> ClaimDefinition:
    check = row.choice("check", tuple(CHECKS))
    parts = [_ARGUMENT.fullmatch(part) for part in row.text("arguments").split("; ")]
    arguments = {part[1]: part[2] for part in parts if part}
    if len(arguments) < len(parts):
        raise row.error("arguments", "name=value, each name once, joined by a semicolon and a blank")
    if check != "catalogued" and not CHECKS[check].issuperset(arguments):
        raise row.error("arguments", f"told with {', '.join(sorted(CHECKS[check]))}")
    return ClaimDefinition(row.text("name"), row.optional("about", row.text), check, MappingProxyType(arguments))
