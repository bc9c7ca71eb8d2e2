"""What a claim may mean: one or several definitions, each a named check and its arguments."""

from __future__ import annotations

import ast
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from dashboard.catalog.rows import Row, parse_day, read_rows

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

_SUFFICIENT: Mapping[str, tuple[frozenset[str], ...]] = MappingProxyType(
    {
        "price_return": (frozenset({"ticker"}), frozenset({"before", "after"})),
        "value_lost": (frozenset({"ticker"}),),
        "direction": (frozenset({"tickers"}), frozenset({"figure"})),
        "implied_rate": (
            frozenset({"amount", "base", "pair", "from", "to"}),
            frozenset({"amount", "base", "rate"}),
            frozenset({"amount", "base", "low", "high"}),
        ),
        "event_date": (frozenset({"event"}),),
    }
)
"""Arguments that a check can do with, where it does not need all that it takes."""

MEASURING = frozenset({"price_return", "value_lost", "record_ratio", "reported_loss", "implied_rate", "interval"})
"""Checks that give a number, which a rule for numbers judges."""

NAMING = frozenset({"direction", "value_rank", "largest_fall", "event_date", "first_of"})
"""Checks that give a word or a date."""

_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_FORMULA = re.compile(r"(?!.*(\*\*|//))[0-9a-z_ .+\-*/(),]+")
_FORMS = MappingProxyType(
    {
        ("price_return", "at"): (re.compile("close|low|open|any"), "close, low, open or any"),
        ("implied_rate", "amount"): (_NUMBER, "a number"),
        ("implied_rate", "base"): (_NUMBER, "a number"),
        ("implied_rate", "from"): (_DAY, "a day written YYYY-MM-DD"),
        ("implied_rate", "to"): (_DAY, "a day written YYYY-MM-DD"),
        ("largest_fall", "from"): (_DAY, "a day written YYYY-MM-DD"),
        ("largest_fall", "to"): (_DAY, "a day written YYYY-MM-DD"),
        ("first_of", "events"): (re.compile(r"\S+( \S+)+"), "two or more events"),
        ("catalogued", "formula"): (_FORMULA, "a formula of names and numbers, with + - * /, brackets, min and max"),
    }
)
"""How some arguments are written; the others are names."""

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
    taken = CHECKS[check] | _names(arguments.get("formula", ""))
    if not taken.issuperset(arguments) or not any(
        enough.issubset(arguments) for enough in _SUFFICIENT.get(check, (taken,))
    ):
        raise row.error("arguments", f"told with {', '.join(sorted(taken))}")
    for name, value in arguments.items():
        form, accepted = _FORMS.get((check, name), (None, ""))
        if form and not form.fullmatch(value):
            raise row.error("arguments", f"told with {name}={accepted}")
        day = value.partition("@")[2] or value
        if _DAY.fullmatch(day) and parse_day(day) is None:
            raise row.error("arguments", f"told with {name}=a day of the calendar")
    _hold_together(row, check, arguments)
    return ClaimDefinition(row.text("name"), row.optional("about", row.text), check, MappingProxyType(arguments))


def _hold_together(row: Row, check: str, arguments: Mapping[str, str]) -> None:
    """Raise where arguments that are each well written make no sense together."""
    if check in ("implied_rate", "largest_fall") and arguments.get("from", "") > arguments.get("to", ""):
        raise row.error("arguments", "told with the first day of the range before the last")
    if arguments.get("at") == "any" and "ticker" not in arguments:
        raise row.error("arguments", "told with ticker, because at=any looks at the stored range of the session")
    if check == "catalogued":
        try:
            ast.parse(arguments["formula"], mode="eval")
        except SyntaxError as error:
            raise row.error("arguments", "told with a formula that can be read") from error
        if not _names(arguments["formula"]):
            raise row.error("arguments", "told with a formula that names a figure")


def _names(formula: str) -> frozenset[str]:
    """Return the names in a formula, which a definition must give too."""
    return frozenset(re.findall(r"[a-z_][a-z0-9_]*", formula)) - {"min", "max"}
