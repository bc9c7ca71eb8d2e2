"""What each check looked at and found, as a clause: the part of a reason that tells the figures."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from dashboard.catalog import Claim
from dashboard.charts import format as fmt
from dashboard.claim_words.values import dated, figure_text, found_text, gap_text, measure_of, subject, value_text
from dashboard.study.claims import Computed, Gap, Quantity, Reading


def _at(quantity: Quantity) -> str:
    """Return a figure with its day behind it."""
    return f"{fmt.number(float(quantity.value), 2)} ({dated(quantity.dated)})"


def told(claim: Claim, reading: Reading) -> str:
    """Tell what a check looked at and what it found."""
    found = reading.found
    if isinstance(found, Gap):
        return gap_text(found)
    if found.objection:
        record = found.quantity(found.objection)
        return (
            f"{found_text(claim, found)} that loss, but the record until then was {_amount(record)} "
            f"({subject(record)}, {dated(record.dated)})"
        )
    return _TOLD[reading.definition.check](claim, found)


def _amount(quantity: Quantity) -> str:
    return value_text(float(quantity.value), quantity.unit)


def _move(claim: Claim, found: Computed) -> str:
    if "price_after" not in {one.name for one in found.quantities}:
        low, high, before = (found.quantity(name) for name in ("low", "high", "price_before"))
        ends = [fmt.per_cent(float(end.value) / float(before.value) - 1, 2) for end in (low, high)]
        return f"the session ranged from {ends[0]} to {ends[1]}"
    before, after = found.quantity("price_before"), found.quantity("price_after")
    return f"from {_at(before)} to {_at(after)}, {found_text(claim, found)}"


def _loss(claim: Claim, found: Computed) -> str:
    before, after, shares = (found.quantity(name) for name in ("price_before", "price_after", "shares"))
    fall = float(before.value) - float(after.value)
    rate = next((f" at {figure_text(one)} ({dated(one.dated)})" for one in found.quantities if one.name == "rate"), "")
    day = "" if rate else f" on {dated(after.dated)}"
    return f"{fmt.price(fall)} a share for {figure_text(shares)} shares{rate} are {found_text(claim, found)}{day}"


def _signs(claim: Claim, found: Computed) -> str:
    if found.quantities[0].name == "change":
        return f"{measure_of(found.quantities[0])} is {fmt.per_cent(float(found.quantities[0].value) / 100)}"
    pairs = zip(found.quantities[::2], found.quantities[1::2], strict=True)
    moves = [
        f"{subject(after)} {fmt.per_cent(float(after.value) / float(before.value) - 1)}" for before, after in pairs
    ]
    return f"{fmt.listed(moves)} on {dated(found.quantities[1].dated)}"


def _places(claim: Claim, found: Computed) -> str:
    first, _, last = str(found.value).partition(" to ")
    before = next(one for one in found.quantities if one.name.startswith("value_before"))
    after = next(one for one in found.quantities if one.name.startswith("value_after"))
    days = f"place {first} at the close of {dated(before.dated)} and {last} at that of {dated(after.dated)}"
    return f"{days}, among the companies followed here"


def _fall(claim: Claim, found: Computed) -> str:
    largest, *named = found.quantities
    moves = [f", against {fmt.per_cent(float(one.value) / 100, 2)} on {dated(one.dated)}" for one in named]
    fall = fmt.per_cent(-float(largest.value) / 100, 2, sign=False)
    return f"{subject(largest)} fell most on {dated(largest.dated)}, by {fall}{''.join(moves)}"


def _record(claim: Claim, found: Computed) -> str:
    own, *others = found.quantities
    largest = f"{_amount(others[0])} ({subject(others[0])}, {dated(others[0].dated)})"
    return f"{_amount(own)} against {largest}, the largest reported until then"


def _record_ratio(claim: Claim, found: Computed) -> str:
    other = found.quantity("other_loss")
    return f"{found_text(claim, found)} {_amount(other)} ({subject(other)}, {dated(other.dated)})"


def _report(claim: Claim, found: Computed) -> str:
    _, _, reported_by = found.quantities[0].source.partition(": ")
    return f"{found_text(claim, found)} ({reported_by})"


def _rate(claim: Claim, found: Computed) -> str:
    implied = value_text(float(found.compared or 0), claim.unit)
    if "lowest" not in {one.name for one in found.quantities}:
        rate = found.quantity("rate")
        return f"the amounts imply {implied}, and the rate was {figure_text(rate)} ({dated(rate.dated)})"
    low, high = found.quantity("lowest"), found.quantity("highest")
    kind = "stored closes ran" if low.origin == "stored" else "the rate ran"
    return f"the amounts imply {implied}, and {kind} from {_at(low)} to {_at(high)}"


def _interval(claim: Claim, found: Computed) -> str:
    days, start, end = (found.quantity(name) for name in ("days", "start", "end"))
    both = f"from {start.what} ({dated(start.dated)}) to {end.what} ({dated(end.dated)})"
    return f"{both}: {fmt.number(float(days.value))} days, {found_text(claim, found)}"


def _event(claim: Claim, found: Computed) -> str:
    return f"{found.quantities[0].what}: {dated(found.dated)}"


def _first(claim: Claim, found: Computed) -> str:
    launches = [f"{one.what} on {dated(one.dated)}" for one in found.quantities]
    return f"{launches[0]} came before {fmt.listed(launches[1:])}"


def _catalogued(claim: Claim, found: Computed) -> str:
    first = found.quantities[0]
    if len(found.quantities) == 1 and found.formula == first.name:
        if first.origin == "stored":
            return f"on {dated(first.dated)} the stored prices give {figure_text(first)} for {subject(first)}"
        return f"the catalogue gives {figure_text(first)} for {measure_of(first)}"
    figures = fmt.listed([f"{figure_text(one)} ({_which(one)})" for one in found.quantities])
    return f"{figures} {fmt.noun(len(found.quantities), 'gives', 'give')} {found_text(claim, found)}"


def _which(quantity: Quantity) -> str:
    """Say which figure it is; of a stored rate its day, which a figure of the catalogue needs less."""
    return f"{subject(quantity)}, {dated(quantity.dated)}" if quantity.origin == "stored" else quantity.what


def _place(claim: Claim, found: Computed) -> str:
    return f"place {found.value} among the {len(found.quantities):,} of the table"


_TOLD: Mapping[str, Callable[[Claim, Computed], str]] = MappingProxyType(
    {
        "price_return": _move,
        "value_lost": _loss,
        "direction": _signs,
        "value_rank": _places,
        "largest_fall": _fall,
        "record_rank": _record,
        "record_ratio": _record_ratio,
        "reported_loss": _report,
        "implied_rate": _rate,
        "interval": _interval,
        "event_date": _event,
        "first_of": _first,
        "catalogued": _catalogued,
        "catalogued_rank": _place,
    }
)
"""By the name of the check."""
