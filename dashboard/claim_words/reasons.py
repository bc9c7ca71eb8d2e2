"""Why a claim has its verdict, in one sentence that is composed from the computed values."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType

from dashboard.catalog import Claim
from dashboard.catalog.claims import LIMIT_RULES, period
from dashboard.charts import format as fmt
from dashboard.claim_words.told import told
from dashboard.claim_words.values import (
    VERDICT_WORDS,
    claimed_text,
    found_text,
    gap_text,
    measure_of,
    printed,
    subject,
    value_text,
)
from dashboard.study.claims import Computed, Finding, Gap, Reading, Verdict
from dashboard.study.claims.formula import evaluate
from dashboard.study.claims.rules import TOLD_APART, judge, rounded


def reason(finding: Finding) -> str:
    """Return why a claim has its verdict, in one sentence."""
    claim = finding.claim
    own = [reading for reading in finding.readings if reading.definition.about is None]
    parts = [*_PARTS.get(finding.verdict, _bearing_out)(claim, own, finding), *_caveats(finding)]
    sentence = "; ".join(part for part in parts if part)
    return f"{sentence[:1].upper()}{sentence[1:]}."


def _depends(claim: Claim, own: Sequence[Reading], finding: Finding) -> list[str]:
    listed = [f"{one.definition.name}: {_short(claim, one)}" for one in own]
    return [f"whether it is {claimed_text(claim)} depends on what is meant", *listed, *_needed(claim, own)]


def _misattributed(claim: Claim, own: Sequence[Reading], finding: Finding) -> list[str]:
    fitting = next(one for one in finding.readings if one.definition.about and one.fits_some_day)
    listed = [f"{one.definition.name}: {told(claim, one) if _objected(one) else _short(claim, one)}" for one in own]
    return [*listed, f"the figure fits {fitting.definition.about}: {told(claim, fitting)}"]


def _objected(reading: Reading) -> bool:
    return isinstance(reading.found, Computed) and bool(reading.found.objection)


def _wrong_date(claim: Claim, own: Sequence[Reading], finding: Finding) -> list[str]:
    telling = finding.telling
    others = [f"{one.definition.name}: {_short(claim, one)}" for one in own if one.verdict != telling.verdict]
    return [f"{_named(own, telling)}{told(claim, telling)}", *others, *_on_claimed_day(claim, own)]


def _wrong(claim: Claim, own: Sequence[Reading], finding: Finding) -> list[str]:
    first, *others = own
    listed = [f"{_named(own, first)}{told(claim, first)}{_untraded(first)}"]
    listed += [f"{one.definition.name}: {_value(claim, one)}" for one in others]
    return [*listed, *_needed(claim, own), *_on_claimed_day(claim, own), *_tried(claim, finding)]


def _not_checkable(claim: Claim, own: Sequence[Reading], finding: Finding) -> list[str]:
    return [f"{_named(own, one)}{gap_text(one.found)}" for one in own if isinstance(one.found, Gap)]


def _bearing_out(claim: Claim, own: Sequence[Reading], finding: Finding) -> list[str]:
    return [f"{_named(own, one)}{told(claim, one)}{_relation(claim, one)}" for one in own]


_PARTS: Mapping[Verdict, Callable[[Claim, Sequence[Reading], Finding], list[str]]] = MappingProxyType(
    {
        "needs_definition": _depends,
        "misattributed": _misattributed,
        "wrong_date": _wrong_date,
        "wrong": _wrong,
        "not_checkable": _not_checkable,
    }
)
"""What a reason is made of, by verdict; the others bear the claim out in full or in part."""


def _on_claimed_day(claim: Claim, own: Sequence[Reading]) -> list[str]:
    """Say what the day that the article names really did, where it is another one."""
    for reading in own:
        if reading.on_claimed_day is not None and claim.claimed_day is not None:
            return [f"on {fmt.day(claim.claimed_day)} the same figure was {found_text(claim, reading.on_claimed_day)}"]
    return []


def _untraded(reading: Reading) -> str:
    """Say that a rate did not trade, where stored closes say so."""
    stored = isinstance(reading.found, Computed) and any(
        one.name == "lowest" and one.origin == "stored" for one in reading.found.quantities
    )
    return ", so it did not trade then" if stored else ""


def _named(own: Sequence[Reading], reading: Reading) -> str:
    return f"{reading.definition.name}: " if len(own) > 1 else ""


def _short(claim: Claim, reading: Reading) -> str:
    """Return value and verdict of one definition; of a value that is chosen from a range, the range."""
    if isinstance(reading.found, Gap):
        return gap_text(reading.found)
    chosen = "claimed" in {one.origin for one in reading.found.quantities}
    value = told(claim, reading) if chosen else found_text(claim, reading.found)
    return f"{value} ({_ENOUGH.get(reading.verdict, VERDICT_WORDS[reading.verdict])})"


_ENOUGH: Mapping[Verdict, str] = MappingProxyType(
    {"confirmed": "fits", "confirmed_cut": "fits when cut", "wrong": "does not fit", "wrong_date": "another date"}
)


def _relation(claim: Claim, reading: Reading) -> str:
    """Say how a value stands to the claimed one, where it bears it out at least in part."""
    found = reading.found
    if isinstance(found, Gap) or isinstance(found.value, str):
        return _date_relation(claim, reading) if reading.verdict == "borderline" else ""
    claimed, kind = claimed_text(claim), claim.rule.kind
    if reading.verdict == "confirmed_cut":
        other = value_text(rounded(found.value, claim.decimals), claim.unit, claim.decimals)
        return f", which is {claimed} when cut and {other} when rounded"
    if reading.verdict == "borderline":
        if found.bound == "more_than":
            return f", a lower bound and not the value {claimed}"
        if _open(claim, found):
            return f", which leaves {claimed} possible"
        at_the_limit = kind in LIMIT_RULES and abs(rounded(found.value, TOLD_APART)) == abs(float(claim.claimed))
        return ", which is the limit itself" if at_the_limit else f", which reaches {claimed} by rounding alone"
    if kind == "relative":
        share = fmt.per_cent(claim.rule.amount, printed(100 * claim.rule.amount), sign=False)
        return f", and the claim is no more than {share} away"
    if kind == "within":
        amount = value_text(claim.rule.amount, claim.unit, printed(claim.rule.amount))
        return f", and the claim is no more than {amount} away" if found.value != claim.number else ""
    plain = found.value == claim.number or found_text(claim, found) == claimed
    return f", which rounds to {claimed}" if kind == "rounding" and not plain else ""


def _open(claim: Claim, found: Computed) -> bool:
    """Return whether the figures as printed miss the claim, and only a lower bound among them allows it."""
    return found.limit is not None and judge(claim, replace(found, limit=None)) == "wrong"


def _date_relation(claim: Claim, reading: Reading) -> str:
    found, claimed = reading.found, claim.claimed_period
    actual = period(found.dated) if isinstance(found, Computed) else None
    if actual is None or claimed is None:
        return ""
    off = max((claimed[0] - actual[1]).days, (actual[0] - claimed[1]).days)
    if off <= 0:
        return ", and the day of it is not known"
    return f", {fmt.counted(off, 'day')} from the date given"


def _needed(claim: Claim, own: Sequence[Reading]) -> list[str]:
    """Say which share count, or which rate, the claimed loss would need, where one definition does not fit."""
    for reading in own:
        found = reading.found
        if reading.definition.check != "value_lost" or reading.verdict != "wrong" or isinstance(found, Gap):
            continue
        if float(found.value) <= 0:
            continue
        ratio = float(claim.claimed) / float(found.value)
        name = "rate" if "rate" in reading.definition.arguments else "shares"
        quantity = found.quantity(name)
        needed = value_text(ratio * float(quantity.value), quantity.unit)
        if name == "rate":
            return [f"{claimed_text(claim)} would take a rate of {needed}"]
        fall = float(found.quantity("price_before").value) - float(found.quantity("price_after").value)
        return [f"at {fmt.price(fall)} a share {claimed_text(claim)} would take {needed} shares"]
    return []


def _tried(claim: Claim, finding: Finding) -> list[str]:
    """Say what else was tried and did not fit either."""
    others = [one for one in finding.readings if one.definition.about]
    tried = [f"{one.definition.name}: {_value(claim, one)}" for one in others if isinstance(one.found, Computed)]
    gaps = [f"{one.definition.name}: {_value(claim, one)}" for one in others if isinstance(one.found, Gap)]
    parts = [f"nothing else that was tried fits ({', '.join(tried)})"] if tried else []
    return parts + ([f"not checked is what else it may be ({', '.join(gaps)})"] if gaps else [])


def _value(claim: Claim, reading: Reading) -> str:
    return gap_text(reading.found) if isinstance(reading.found, Gap) else found_text(claim, reading.found)


def _caveats(finding: Finding) -> list[str]:
    """Say what is not sure about the figures of a reason."""
    found = [reading.found for reading in finding.readings if isinstance(reading.found, Computed)]
    parts = [_of_a_bound(one) for one in found[:1]]
    recalled = dict.fromkeys(measure_of(quantity) for one in found for quantity in one.quantities if quantity.recalled)
    if recalled:
        parts.append(f"from memory, without a source: {fmt.listed(list(recalled))}")
    return parts


def _of_a_bound(found: Computed) -> str:
    """Say which way a value may be off because one of its figures is a lower bound."""
    for quantity in found.quantities:
        if quantity.bound != "more_than" or found.bound == "more_than" or isinstance(found.value, str):
            continue
        values = {one.name: float(one.value) for one in found.quantities}
        higher = evaluate(found.formula, values | {quantity.name: 2 * values[quantity.name]})
        most = "at most" if higher < float(found.value) else "at least"
        return f"the figure for {subject(quantity)} is a lower bound, so it is {most} that"
    return ""
