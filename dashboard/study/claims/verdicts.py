"""The verdict on a claim, out of what each of its definitions gives."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal, get_args

from dashboard.catalog import Claim
from dashboard.catalog.claim_definitions import ClaimDefinition
from dashboard.study.claims import fact_checks, price_checks
from dashboard.study.claims.evidence import Computed, Evidence, Gap
from dashboard.study.claims.rules import judge

Verdict = Literal[
    "wrong_date", "misattributed", "needs_definition", "borderline", "confirmed", "confirmed_cut", "wrong",
    "not_checkable",
]  # fmt: skip
VERDICTS: tuple[Verdict, ...] = get_args(Verdict)

Check = Callable[[Evidence, Claim, dt.date | None, Mapping[str, str]], Computed | Gap]
CHECKS: Mapping[str, Check] = MappingProxyType(
    {
        "price_return": price_checks.price_return,
        "value_lost": price_checks.value_lost,
        "direction": price_checks.direction,
        "value_rank": price_checks.value_rank,
        "largest_fall": price_checks.largest_fall,
        "record_rank": fact_checks.record_rank,
        "record_ratio": fact_checks.record_ratio,
        "reported_loss": fact_checks.reported_loss,
        "implied_rate": fact_checks.implied_rate,
        "interval": fact_checks.interval,
        "event_date": fact_checks.event_date,
        "first_of": fact_checks.first_of,
        "catalogued": fact_checks.catalogued,
        "catalogued_rank": fact_checks.catalogued_rank,
        "unpublished": fact_checks.unpublished,
    }
)
"""By the name that the catalogue gives them."""

DAILY = frozenset({"price_return", "value_lost", "direction", "value_rank", "record_rank", "record_ratio"})
"""Checks that look at one session: they can be made for the day that an article names beside the right one."""

FITTING = frozenset({"confirmed", "confirmed_cut", "borderline"})


@dataclass(frozen=True)
class Reading:
    """What one definition of a claim gives.

    Attributes
    ----------
    definition : ClaimDefinition
    found : Computed or Gap
        On the day on which it happened or, where the claim fits the day that it names, on that.
    verdict : str
    on_claimed_day : Computed or None
        What the day that the article names really did, where that is not the day on which it happened.
    """

    definition: ClaimDefinition
    found: Computed | Gap
    verdict: Verdict
    on_claimed_day: Computed | None = None

    @property
    def fits_some_day(self) -> bool:
        """The claim fits by this definition, be it on another day than the article names."""
        return self.verdict in FITTING or self.verdict == "wrong_date"


@dataclass(frozen=True)
class Finding:
    """A claim with its verdict.

    Attributes
    ----------
    claim : Claim
    verdict : str
    readings : tuple of Reading
        One a definition, in the catalogue's order.
    """

    claim: Claim
    verdict: Verdict
    readings: tuple[Reading, ...]

    @property
    def telling(self) -> Reading:
        """The definition that the verdict rests on: the first whose own verdict it is, else the first that counts."""
        own = [reading for reading in self.readings if reading.definition.about is None]
        for reading in own:
            if reading.verdict == self.verdict:
                return reading
        with_value = [reading for reading in own if isinstance(reading.found, Computed)]
        return (with_value or own or list(self.readings))[0]


def check_claims(claims: Sequence[Claim], evidence: Evidence) -> tuple[Finding, ...]:
    """Check claims, each by all of its definitions.

    Parameters
    ----------
    claims : sequence of Claim
    evidence : Evidence

    Returns
    -------
    tuple of Finding
        In the order of the claims.
    """
    return tuple(_check(claim, evidence) for claim in claims)


def _check(claim: Claim, evidence: Evidence) -> Finding:
    readings = tuple(_read(claim, definition, evidence) for definition in claim.definitions)
    return Finding(claim, overall(readings), readings)


def _read(claim: Claim, definition: ClaimDefinition, evidence: Evidence) -> Reading:
    check = CHECKS[definition.check]

    def at(day: dt.date | None) -> Computed | Gap:
        return check(evidence, claim, day, definition.arguments)

    happened = claim.true_date or claim.claimed_day
    named = claim.claimed_day
    if definition.check in DAILY and named is not None and named != happened:
        on_named, found = at(named), at(happened)
        as_claimed = on_named if isinstance(on_named, Computed) else None
        if as_claimed and (verdict := judge(claim, as_claimed)) in FITTING:
            return Reading(definition, as_claimed, verdict)
        if isinstance(found, Gap):
            return Reading(definition, found, "not_checkable", as_claimed)
        fits_elsewhere = judge(claim, found) in FITTING
        return Reading(definition, found, "wrong_date" if fits_elsewhere else "wrong", as_claimed)
    found = at(happened)
    return Reading(definition, found, "not_checkable" if isinstance(found, Gap) else judge(claim, found))


def overall(readings: Sequence[Reading]) -> Verdict:
    """Return the verdict on a claim, out of those of its definitions.

    Where no definition of what the claim names fits: ``wrong_date`` if one fits another day, else ``misattributed`` if
    one of something else fits on either. Where the definitions that can be checked disagree, ``needs_definition``. Else
    what they all say, ``not_checkable`` if none can be checked.
    """
    own = [reading.verdict for reading in readings if reading.definition.about is None]
    if FITTING.isdisjoint(own):
        if "wrong_date" in own:
            return "wrong_date"
        if any(reading.fits_some_day for reading in readings if reading.definition.about is not None):
            return "misattributed"
    checked = set(own) - {"not_checkable"}
    if len(checked) > 1:
        return "needs_definition"
    return checked.pop() if checked else "not_checkable"
