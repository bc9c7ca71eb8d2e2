"""Verdicts and the values of claims as a reader sees them, each with its unit."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from types import MappingProxyType

from dashboard.catalog import Claim
from dashboard.catalog.claims import LIMIT_RULES, period
from dashboard.charts import format as fmt
from dashboard.study.claims import Computed, Gap, Quantity
from dashboard.study.claims.rules import rounded

VERDICT_WORDS: Mapping[str, str] = MappingProxyType(
    {
        "confirmed": "confirmed",
        "confirmed_cut": "confirmed by cutting",
        "borderline": "borderline",
        "needs_definition": "needs a definition",
        "misattributed": "right for something else",
        "wrong_date": "wrong date",
        "wrong": "wrong",
        "not_checkable": "not checkable",
    }
)
"""What a reader sees, in the order from right to wrong."""


def _money(symbol: str, unit: str) -> Callable[[float, int], str]:
    return lambda value, digits: (
        f"{fmt.MINUS if value < 0 else ''}{symbol}{abs(value):,.{digits}f}{fmt.NARROW_SPACE}{unit}"
    )


def _with(unit: str) -> Callable[[float, int], str]:
    return lambda value, digits: f"{fmt.number(value, digits)}{fmt.NARROW_SPACE}{unit}".strip()


_UNITS: Mapping[str, Callable[[float, int], str]] = MappingProxyType(
    {
        "%": lambda value, digits: fmt.per_cent(value / 100, digits, sign=False),
        "% y/y": lambda value, digits: fmt.per_cent(value / 100, digits),
        "USD bn": _money("$", "bn"),
        "USD m": _money("$", "m"),
        "USD m (at least)": _money("$", "m"),
        "JPY trn": _money("¥", "trn"),
        "JPY 100m": lambda value, digits: _money("¥", "m")(100 * value, 0),
        "USD": lambda value, digits: fmt.price(value),
        "x": _with("times"),
        "JPY per USD": _with("yen"),
        "JPY per CNY": _with("yen"),
        "USD per 1m tokens": lambda value, digits: f"{fmt.price(value)} for 1m tokens",
        "m hours": _with("m"),
        "bn": _with("bn"),
        "MATH-500 EM": _with(""),
    }
)
"""How a number in a unit is written; other units stand behind it as they are."""

_DIGITS: Mapping[str, int] = MappingProxyType({"%": 2, "x": 2, "JPY per USD": 2, "bn": 2, "JPY per CNY": 2})
"""Decimals of computed values; 1 where a unit is not named."""

_ISO_DAY = re.compile(r"\b[0-9]{4}-[0-9]{2}-[0-9]{2}\b")
_MOST_DIGITS = 3
"""Decimals of a printed figure beyond which it is rounded."""


def value_text(value: float | str, unit: str, digits: int | None = None) -> str:
    """Return a value with its unit as a reader sees it; a date or a word in words."""
    if isinstance(value, str):
        return dated(value) if unit in ("date", "month") else value
    decimals = _DIGITS.get(unit, 1) if digits is None else digits
    return _UNITS.get(unit, _with(unit))(value, decimals)


def dated(text: str) -> str:
    """Return a day, month, year or pair of days in ISO text as a reader sees it; any other text as it is."""
    found = period(text)
    if found is None or len(text) == len("2025"):
        return text
    return fmt.month(found[0]) if len(text) == len("2025-01") else fmt.day_range(*found)


def printed(value: float) -> int:
    """Return how many decimals a figure of the catalogue was printed with, by its value."""
    return len(f"{value:.{_MOST_DIGITS}f}".rstrip("0").partition(".")[2])


def figure_text(quantity: Quantity) -> str:
    """Return a figure with the digits that it was printed with and its unit."""
    if isinstance(quantity.value, str):
        return value_text(quantity.value, quantity.unit)
    limit = "over " if quantity.bound == "more_than" else "about " if quantity.bound == "about" else ""
    digits = 2 if quantity.origin == "stored" else printed(quantity.value)
    return limit + value_text(quantity.value, quantity.unit, digits)


def claimed_text(claim: Claim) -> str:
    """Return what is claimed, with the digits that the article prints."""
    number = claim.number
    if number is None or claim.unit == "rank":
        return value_text(claim.claimed, claim.unit)
    if claim.rule.kind not in LIMIT_RULES:
        return value_text(number, claim.unit, claim.decimals)
    fall = "a fall of " if number < 0 else ""
    return f"{fall}{claim.rule.kind} {value_text(abs(number), claim.unit, claim.decimals)}"


def found_text(claim: Claim, found: Computed | Gap) -> str:
    """Return what a check found, in the unit of the claim; a dash where it found nothing."""
    if isinstance(found, Gap):
        return fmt.MISSING
    if isinstance(found.value, str):
        with_date = found.dated and found.value != found.dated
        return f"{found.value} ({dated(found.dated)})" if with_date else value_text(found.value, claim.unit)
    text = value_text(found.value, claim.unit, _digits(claim, found.value))
    if found.bound == "more_than":
        return f"over {text}"
    return _with_plus(text) if claim.unit == "%" and (claim.number or 0.0) < 0 < found.value else text


def _with_plus(text: str) -> str:
    """Return a figure above 0 with its sign; what is rounded to 0 has none."""
    return f"+{text}" if any(digit in text for digit in "123456789") and text[:1] != "+" else text


def _digits(claim: Claim, value: float) -> int | None:
    """Return with how many decimals a value is shown, where not with those of its unit."""
    if claim.unit.startswith("USD m"):
        return printed(value)
    usual = _DIGITS.get(claim.unit, 1)
    if claim.rule.kind in LIMIT_RULES:
        return usual + 1 if value != claim.number and rounded(value, usual) == claim.number else None
    if claim.rule.kind != "rounding":
        return None
    # What is shown must round to the claimed digits as the value itself does.
    enough = range(usual, usual + _MOST_DIGITS)
    right = rounded(value, claim.decimals)
    digits = next((one for one in enough if rounded(rounded(value, one), claim.decimals) == right), enough[-1])
    return None if digits == usual else digits


def difference_text(claim: Claim, found: Computed | Gap) -> str:
    """Return computed less claimed, with its sign; a dash where one of them is no number."""
    claimed = claim.number
    if claimed is None or isinstance(found, Gap) or isinstance(found.value, str) or claim.unit == "rank":
        return fmt.MISSING
    off = found.value - (claimed if found.compared is None else found.compared)
    digits = 3 if claim.unit.startswith("USD m") else _digits(claim, found.value)
    text = value_text(off, claim.unit, digits)
    return _with_plus(text) if off > 0 else text


def gap_text(gap: Gap) -> str:
    """Return why there is no value, with its days as a reader sees them."""
    return _ISO_DAY.sub(lambda day: fmt.day(day[0]), gap.reason)


def subject(quantity: Quantity) -> str:
    """Return what a quantity is about, without ticker and measure: "NVIDIA" of "NVIDIA (NVDA), close"."""
    return quantity.what.partition(",")[0].partition(" (")[0]


def measure_of(quantity: Quantity) -> str:
    """Return what was measured of what: "share price of Meta" for "Meta, share price"."""
    about, _, measure = quantity.what.partition(", ")
    return f"{measure} of {about}" if measure else about
