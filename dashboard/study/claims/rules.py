"""The rules by which a computed value bears a claim out, and what is left open by the rounding of its inputs."""

from __future__ import annotations

import datetime as dt
import math
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from typing import Literal

from dashboard.catalog import Claim
from dashboard.catalog.claims import LIMIT_RULES, NUMERIC_RULES, period
from dashboard.study.claims.evidence import Computed

TOLD_APART = 9
"""Decimals to which values are compared, so that 98 against 100 is a fall of 2 % and not by a hair more."""

Outcome = Literal["confirmed", "confirmed_cut", "borderline", "wrong", "wrong_date"]


def judge(claim: Claim, found: Computed) -> Outcome:
    """Return what a value says of a claim.

    ``borderline`` is a value whose rounding decides: the inputs, each as printed, allow values on both sides of the
    rule, or a limit is missed and yet reached once the value is rounded to one digit more than the limit has. So is a
    lower bound that allows the claimed value among others. A formula with a lower bound in it is judged by the figures
    as printed, and is ``borderline`` where these miss what the bound allows. A date outside the claimed period is
    ``wrong_date``; ``borderline`` up to the days that the rule allows, and where it is known too roughly to tell.
    """
    if found.objection or claim.rule.kind == "none":
        return "wrong"
    if claim.rule.kind == "date":
        return _judge_date(claim, found)
    if claim.rule.kind in NUMERIC_RULES:
        return _judge_number(claim, found)
    return "confirmed" if str(found.value).casefold() == claim.claimed.casefold() else "wrong"


def _judge_number(claim: Claim, found: Computed) -> Outcome:
    value, margin = float(found.value), found.margin
    claimed = found.compared if found.compared is not None else float(claim.claimed)
    least, most = value - margin, value + margin
    if found.bound == "more_than":
        least, most = value + 10.0**-TOLD_APART, math.inf
    # The claimed value is one of those that are possible, unless it lies outside them.
    possible = [least, most, min(max(claimed, least), most)]
    outcomes = {_fit(claim, claimed, one) for one in possible}
    if outcomes == {"confirmed", "confirmed_cut"}:
        return _fit(claim, claimed, value)
    if outcomes == {"wrong"} and found.limit is not None:
        least, most = sorted((value, found.limit))
        allowed = {_fit(claim, claimed, one) for one in (least, most, min(max(claimed, least), most))}
        return "wrong" if allowed == {"wrong"} else "borderline"
    return outcomes.pop() if len(outcomes) == 1 else "borderline"


def _fit(claim: Claim, claimed: float, value: float) -> Outcome:
    amount, value = claim.rule.amount, rounded(value, TOLD_APART)
    if claim.rule.kind == "rounding":
        return _rounded(claimed, claim.decimals, value)
    if claim.rule.kind in LIMIT_RULES:
        away, limit = math.copysign(1.0, claimed) * value, abs(claimed)
        if away > limit or (away == limit and claim.rule.kind == "at least"):
            return "confirmed"
        return "borderline" if rounded(away, claim.decimals + 1) == limit else "wrong"
    allowed = amount if claim.rule.kind == "within" else amount * abs(value)
    return "confirmed" if rounded(abs(claimed - value) - allowed, TOLD_APART) <= 0 else "wrong"


def rounded(value: float, decimals: int, how: Literal["rounded", "cut"] = "rounded") -> float:
    """Return a value rounded half away from zero, or cut, to so many decimals."""
    if not math.isfinite(value):
        return value
    unit = Decimal(1).scaleb(-decimals)
    # Twelve digits behind the point are kept first, so that 0.1 + 0.2 rounds as 0.3 does.
    exact = Decimal(f"{value:.12f}")
    return float(exact.quantize(unit, ROUND_HALF_UP if how == "rounded" else ROUND_DOWN))


def _rounded(claimed: float, decimals: int, value: float) -> Outcome:
    if rounded(value, decimals) == claimed:
        return "confirmed"
    return "confirmed_cut" if rounded(value, decimals, "cut") == claimed else "wrong"


def _judge_date(claim: Claim, found: Computed) -> Outcome:
    claimed, actual = claim.claimed_period, period(found.dated)
    if claimed is None or actual is None:
        return "wrong"
    if claimed[0] <= actual[0] and actual[1] <= claimed[1]:
        return "confirmed"
    off = dt.timedelta(days=claim.rule.amount)
    return "borderline" if actual[0] <= claimed[1] + off and claimed[0] - off <= actual[1] else "wrong_date"
