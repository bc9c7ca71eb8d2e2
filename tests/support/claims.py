"""Claims that are made up, and the stored evidence with a price or a catalogued figure changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache
from typing import Any

import pandas as pd

from dashboard import claim_tables
from dashboard.catalog import Claim, Figure, load_claims, load_figures
from dashboard.catalog.claim_definitions import ClaimDefinition
from dashboard.catalog.claims import Rule
from dashboard.catalog.rows import parse_day
from dashboard.prices import PricePanel, SeriesInfo
from dashboard.study.claims import Computed, Evidence, Finding, check_claims
from dashboard.tables import load_prices
from tests.support.panels import panel

NARROW = "\u202f"


@cache
def stored() -> PricePanel:
    """Return the embedded prices."""
    return load_prices()


def claim(identifier: str) -> Claim:
    """Return a claim of the catalogue."""
    return next(one for one in load_claims() if one.id == identifier)


def priced(changes: Mapping[tuple[str, str, str], float], prices: PricePanel | None = None) -> PricePanel:
    """Return the stored prices with other figures, each by field, ticker and day."""
    prices = stored() if prices is None else prices
    fields = dict(prices.fields)
    for (field, ticker, day), value in changes.items():
        fields[field] = fields[field].copy()
        fields[field].loc[day, ticker] = value
    return replace(prices, fields=fields)


def without(*tickers: str) -> PricePanel:
    """Return the stored prices without some series."""
    return stored().select([ticker for ticker in stored().tickers if ticker not in tickers])


def figured(key: str, **changes: Any) -> dict[str, Figure]:
    """Return the catalogued figures with one of them changed."""
    return {**load_figures(), key: replace(load_figures()[key], **changes)}


def evidence(prices: PricePanel | None = None, **changes: Any) -> Evidence:
    """Return what claims are checked against: the stored prices and the catalogue, or others."""
    prices = stored() if prices is None else prices
    return replace(claim_tables.evidence(prices), **changes)


def checked(claimed: Claim | str, prices: PricePanel | None = None, **changes: Any) -> Finding:
    """Return a claim with its verdict, by the stored evidence or by another."""
    claimed = claim(claimed) if isinstance(claimed, str) else claimed
    return check_claims([claimed], evidence(prices, **changes))[0]


def value_of(finding: Finding, which: int = 0) -> float:
    """Return the number that one definition of a claim gives."""
    found = finding.readings[which].found
    assert isinstance(found, Computed)
    return float(found.value)


def imported(close: Mapping[str, Sequence[float]], first: str = "2025-01-02", **fields: Any) -> PricePanel:
    """Return a small panel whose series have a provenance."""
    small = panel(close, first, **fields)
    span = (small.last, small.first, small.last, len(small.dates))
    series = {
        ticker: SeriesInfo(ticker, "mine.csv", *span, 0, 0, ("close",), (), (), "imported") for ticker in small.tickers
    }
    return replace(small, series=series)


def counts(*rows: tuple[str, str, float, str]) -> pd.DataFrame:
    """Return share counts, each by ticker, day from which it is known, shares and day that it is of."""
    frame = pd.DataFrame(rows, columns=["ticker", "known_from", "shares", "as_of"])
    for name in ("known_from", "as_of"):
        frame[name] = pd.to_datetime(frame[name]).astype("datetime64[us]")
    return frame.assign(filed=frame["known_from"], basis="sec_cover", note="").sort_values(["ticker", "known_from"])


def definition(check: str, name: str = "a meaning", about: str | None = None, **arguments: str) -> ClaimDefinition:
    """Return a definition that is made up; ``from`` is given as ``start`` and ``to`` as ``end``."""
    words = {"start": "from", "end": "to"}
    return ClaimDefinition(name, about, check, {words.get(key, key): value for key, value in arguments.items()})


def made_up(*definitions: ClaimDefinition, claimed: str = "1", rule: Rule | None = None, **changes: Any) -> Claim:
    """Return a claim that is made up, dated 27 January 2025 unless said otherwise."""
    dated = changes.setdefault("claimed_date", "2025-01-27")
    changes.setdefault("true_date", parse_day(dated or ""))
    return replace(claim("C011"), claimed=claimed, rule=rule or Rule("rounding"), definitions=definitions, **changes)


def plain(text: str) -> str:
    """Return a text with ordinary blanks."""
    return text.replace(NARROW, " ").replace("\u00a0", " ")
