"""Which of the share counts that a company has filed can be used, and why the others cannot."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from statistics import median
from typing import Any

import pandas as pd
from pydantic import BaseModel

from dashboard.catalog import load_share_counts, load_universe
from dashboard.errors import SourceError

PLAUSIBLE_FACTOR = 3.0
"""A count may be so many times, or that part of, the catalogue's nearest one on the same split basis."""

LOOK_BACK = dt.timedelta(days=400)
"""Counts of so long before the first stored price are taken: what was known on that day is from a report before it."""

NEWEST_WITHIN = dt.timedelta(days=550)
"""A company whose newest count was filed before that has ceased to give one; a yearly report is never so old."""

_MOST_SHARES = 10**13


class Fact(BaseModel):
    """One figure of a filing, as the SEC's service gives it."""

    end: dt.date
    val: Any
    accn: str
    form: str
    filed: dt.date


@dataclass(frozen=True)
class FiledCount:
    """One count, ``shares`` and ``as_of`` as filed but for the ratio of depositary shares."""

    ticker: str
    shares: int
    as_of: dt.date
    filed: dt.date
    form: str


def one_per_filing(ticker: str, facts: Sequence[Fact], split: pd.DataFrame) -> tuple[list[FiledCount], list[str]]:
    """Take the newest count of each filing, by day of filing; repeats are dropped, and what is no count left out."""
    ratio = {member.ticker: member.adr_ratio for member in load_universe().members}.get(ticker) or 1.0
    since = split.index[0].date() - LOOK_BACK if len(split) else dt.date.min
    counts: list[FiledCount] = []
    reasons: list[str] = []
    ordered = sorted((fact for fact in facts if fact.end >= since), key=lambda fact: (fact.filed, fact.accn))
    for _, group in groupby(ordered, key=lambda fact: (fact.filed, fact.accn)):
        filing = list(group)
        end = max(fact.end for fact in filing)
        newest = [fact for fact in filing if fact.end == end]
        what = f"the {newest[0].form} of {ticker} filed on {newest[0].filed}"
        values = {f"{fact.val!r:.40}" for fact in newest}
        value = newest[0].val
        if len(values) > 1:
            reasons.append(
                f"{' and '.join(sorted(values))} both stand in {what}, which cannot be told apart; it is left out."
            )
        elif not _is_count(value):
            reasons.append(f"{value!r:.40} in {what} is no positive whole number of shares; it is left out.")
        elif newest[0].filed < end:
            reasons.append(f"T{what[1:]} gives a count of a later day, {end}; it is left out.")
        else:
            counts.append(FiledCount(ticker, round(value / ratio), end, newest[0].filed, newest[0].form))
    return list(dict.fromkeys(counts)), reasons


def _is_count(value: object) -> bool:
    whole = type(value) is int or (isinstance(value, float) and value.is_integer())
    return whole and 0 < value < _MOST_SHARES  # type: ignore[operator]


def plausible(ticker: str, counts: Sequence[FiledCount], split: pd.DataFrame) -> tuple[list[FiledCount], list[str]]:
    """Leave out counts far from the catalogue's nearest; where it has none, far from the middle one of their own."""
    ratios = split[ticker] if ticker in split.columns else pd.Series(dtype=float, index=split.index[:0])
    known = [
        (count.as_of, count.shares * _splits_after(ratios, count.split_basis_date))
        for count in load_share_counts()
        if count.ticker == ticker
    ]
    own = [count.shares * _splits_after(ratios, count.as_of) for count in counts]
    kept: list[FiledCount] = []
    reasons: list[str] = []
    for count, shares in zip(counts, own, strict=True):
        other = min(known, key=lambda one: abs(one[0] - count.as_of))[1] if known else median(own)
        if other / PLAUSIBLE_FACTOR <= shares <= other * PLAUSIBLE_FACTOR:
            kept.append(count)
        else:
            whose = "the catalogue's nearest count" if known else "the middle one of its counts"
            reasons.append(
                f"The {count.form} of {ticker} filed on {count.filed} gives {count.shares:,} shares, "
                f"more than {PLAUSIBLE_FACTOR:g} times off {whose}, {other:,.0f} after all splits; it is left out."
            )
    return kept, reasons


def _splits_after(ratios: pd.Series, day: dt.date) -> float:
    return float(ratios[ratios.index > pd.Timestamp(day)].to_numpy().prod())


def refuse_unless_current(ticker: str, counts: Sequence[FiledCount], reasons: Sequence[str], today: dt.date) -> None:
    """Refuse a company without a count that can still be its present one."""
    if not counts:
        reason = f" ({reasons[0].removesuffix('.')})" if reasons else ""
        raise SourceError(f"The SEC gave no count of {ticker} that can be used{reason}; the catalogue's counts stay.")
    newest = max(count.filed for count in counts)
    if newest > today:
        raise SourceError(
            f"The SEC gave a count of {ticker} filed on {newest}, after today; the catalogue's counts stay."
        )
    if newest < today - NEWEST_WITHIN:
        raise SourceError(
            f"The newest count of {ticker} as a whole was filed on {newest}, too long ago to be its present one; "
            "the catalogue's counts stay."
        )
