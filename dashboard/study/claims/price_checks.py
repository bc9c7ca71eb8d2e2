"""Checks on the prices of one session: how far a price moved, what that was in market value, who stood where."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
import pandas as pd

from dashboard.catalog import Claim
from dashboard.catalog.claims import LIMIT_RULES, period
from dashboard.catalog.share_counts import COUNT_BASES
from dashboard.study.claims.evidence import (
    Computed,
    Evidence,
    Gap,
    Quantity,
    catalogued_figure,
    computed,
    stored_price,
)
from dashboard.study.market_value import market_value

Arguments = Mapping[str, str]

_FIELDS = {"close": "close", "low": "low", "open": "open"}
_SHOWN = 5
"""So many companies are listed with a rank, beside the one whose rank it is."""


def _before_and_after(
    evidence: Evidence, day: dt.date | None, arguments: Arguments, field: str
) -> tuple[Quantity, Quantity] | Gap:
    """Return the close before a day and a price of the day, each stored or, where the arguments say so, catalogued.

    A catalogued price beside a stored one is brought to the split basis of the stored prices.
    """
    found: dict[str, Quantity] = {}
    for name in ("before", "after"):
        if key := arguments.get(name):
            figure = catalogued_figure(evidence, f"price_{name}", key)
            if isinstance(figure, Gap):
                return figure
            found[name] = figure
    after = found.get("after")
    if after is not None and day is not None and after.dated != day.isoformat():
        return Gap(f"the catalogued price is of another day, {after.dated}")
    if len(found) < 2:
        ticker = arguments["ticker"]
        if ticker not in evidence.panel.series:
            return Gap(f"no prices of {ticker} are stored")
        if unstored := _unstored(evidence, day):
            return unstored
        assert day is not None
        earlier = evidence.panel.calendar.session_before(day)
        found = {name: _on_stored_basis(evidence, price, ticker) for name, price in found.items()}
        found.setdefault("before", stored_price(evidence, "price_before", ticker, "close", earlier))
        found.setdefault("after", stored_price(evidence, "price_after", ticker, field, day))
    return found["before"], found["after"]


def _unstored(evidence: Evidence, day: dt.date | None) -> Gap | None:
    """Return why a day has no close or none before it, if it has not."""
    dates = evidence.panel.dates
    if day is None or pd.Timestamp(day) not in dates:
        return Gap(f"{day or 'the day'} is not among the stored sessions")
    return Gap(f"no session before {day} is stored") if pd.Timestamp(day) == dates[0] else None


def _on_stored_basis(evidence: Evidence, quantity: Quantity, ticker: str) -> Quantity:
    """Return a catalogued price or share count on the split basis of the stored prices; a stored one as it is."""
    span = period(quantity.dated)
    if quantity.origin != "catalogued" or span is None or ticker not in evidence.panel.series:
        return quantity
    splits = evidence.panel.split[ticker]
    factor = float(np.nanprod(splits[splits.index > pd.Timestamp(span[1])]))
    if factor == 1.0 or isinstance(quantity.value, str):
        return quantity
    counted = quantity.name == "shares"
    return replace(
        quantity,
        value=quantity.value * factor if counted else quantity.value / factor,
        margin=quantity.margin * factor if counted else quantity.margin / factor,
        source=f"{quantity.source}; {'times' if counted else 'over'} {factor:g}, the splits since",
    )


def price_return(evidence: Evidence, claim: Claim, day: dt.date | None, arguments: Arguments) -> Computed | Gap:
    """Return how far a price moved from the close before, in per cent: to the close, or to what ``at`` names.

    ``at=low`` and ``at=open`` take those prices; ``at=any`` takes the claimed return where the session's range holds
    it, else the end of the range that is nearest; of a limit, the end of the range in its direction.
    """
    at = arguments.get("at", "close")
    if at == "any":
        return _within_the_session(evidence, claim, day, arguments)
    prices = _before_and_after(evidence, day, arguments, _FIELDS[at])
    if isinstance(prices, Gap):
        return prices
    return computed("100 * (price_after / price_before - 1)", prices)


def _within_the_session(evidence: Evidence, claim: Claim, day: dt.date | None, arguments: Arguments) -> Computed | Gap:
    prices = _before_and_after(evidence, day, arguments, "low")
    if isinstance(prices, Gap) or day is None:
        return prices if isinstance(prices, Gap) else Gap("the claim names no day")
    before, low = prices
    low = replace(low, name="low")
    high = stored_price(evidence, "high", arguments["ticker"], "high", day)
    if claim.number is None:
        return Gap("the claim gives no number")
    if claim.rule.kind in LIMIT_RULES:
        end = "low" if claim.number < 0 else "high"
        return computed(f"100 * ({end} / price_before - 1)", (before, low, high))
    claimed = Quantity("claimed", "the claimed change", claim.number, claim.unit, "", "the claim", "claimed")
    formula = "max(100 * (low / price_before - 1), min(100 * (high / price_before - 1), claimed))"
    return computed(formula, (before, low, high, claimed))


def value_lost(evidence: Evidence, claim: Claim, day: dt.date | None, arguments: Arguments) -> Computed | Gap:
    """Return the market value lost, in billions of US dollars, or in trillions of yen where a ``rate`` is named.

    ``count`` is the date of a share count, or a catalogued figure in billions; without it the count known by the
    session before is taken. The rate is the close of the day. Catalogued figures among stored ones are brought to the
    split basis of the stored prices.
    """
    prices = _before_and_after(evidence, day, arguments, "close")
    if isinstance(prices, Gap):
        return prices
    shares = _share_count(evidence, day, arguments)
    if isinstance(shares, Gap):
        return shares
    if "stored" in {one.origin for one in (*prices, shares)}:
        ticker = arguments["ticker"]
        shares = _on_stored_basis(evidence, shares, ticker)
        if "stored" not in {one.origin for one in prices}:
            prices = (_on_stored_basis(evidence, prices[0], ticker), _on_stored_basis(evidence, prices[1], ticker))
    if "rate" not in arguments:
        return computed("(price_before - price_after) * shares", (*prices, shares))
    rate = rate_on(evidence, arguments["rate"], day)
    if isinstance(rate, Gap):
        return rate
    return computed("(price_before - price_after) * shares * rate / 1000", (*prices, shares, rate))


def rate_on(evidence: Evidence, pair: str, day: dt.date | None) -> Quantity | Gap:
    """Return the close of an exchange rate."""
    if pair not in evidence.panel.series or day is None:
        return Gap(f"no rate {pair} is stored for {day or 'the day'}")
    return stored_price(evidence, "rate", pair, "close", day, "JPY per USD")


def _share_count(evidence: Evidence, day: dt.date | None, arguments: Arguments) -> Quantity | Gap:
    wanted, ticker = arguments.get("count"), arguments["ticker"]
    if wanted in evidence.figures:
        return catalogued_figure(evidence, "shares", str(wanted))
    steps = evidence.counts[evidence.counts["ticker"] == ticker]
    if wanted:
        steps = steps[steps["as_of"] == pd.Timestamp(wanted)]
    elif day is not None:
        steps = steps[steps["known_from"] <= pd.Timestamp(evidence.panel.calendar.session_before(day))]
    if steps.empty:
        return Gap(f"no share count of {ticker} was known by then")
    count = steps.iloc[-1]
    filed = "" if pd.isna(count["filed"]) else f", filed {count['filed']:%Y-%m-%d}"
    billions = float(count["shares"]) / 1e9
    return Quantity(
        name="shares",
        what=f"{evidence.universe.name(ticker)} ({ticker}), shares outstanding",
        value=billions,
        unit="bn",
        dated=f"{count['as_of']:%Y-%m-%d}",
        source=f"share count, {COUNT_BASES.get(count['basis'], count['basis'])}{filed}",
        recalled=count["basis"] == "unverified",
        margin=_rounding(float(count["shares"])) / 1e9,
    )


def _rounding(count: float) -> float:
    """Return half a unit of the last digit of a share count that is not 0."""
    digits = f"{count:.0f}"
    return 0.5 * 10.0 ** (len(digits) - len(digits.rstrip("0")))


def direction(evidence: Evidence, claim: Claim, day: dt.date | None, arguments: Arguments) -> Computed | Gap:
    """Return ``up``, ``down`` or ``mixed``: the sign that returns of a session, or one catalogued change, share."""
    if "figure" in arguments:
        change = catalogued_figure(evidence, "change", arguments["figure"])
        if isinstance(change, Gap):
            return change
        found = computed("change", (change,))
        return found if isinstance(found, Gap) else replace(found, value=_sign([found.value]), formula="sign of change")
    quantities: list[Quantity] = []
    returns = []
    for ticker in arguments["tickers"].split(" "):
        move = price_return(evidence, claim, day, {"ticker": ticker})
        if isinstance(move, Gap):
            return move
        quantities += [replace(price, name=f"{price.name}_{ticker}") for price in move.quantities]
        returns.append(move.value)
    return Computed(_sign(returns), "sign of price_after / price_before - 1, of each", tuple(quantities))


def _sign(changes: Sequence[float | str]) -> str:
    signs = set(np.sign([float(change) for change in changes]))
    return {1.0: "up", -1.0: "down"}.get(signs.pop(), "unchanged") if len(signs) == 1 else "mixed"


def value_rank(evidence: Evidence, claim: Claim, day: dt.date | None, arguments: Arguments) -> Computed | Gap:
    """Return the places of a company by market value at the close before and at the close, as ``1 to 3``.

    Places are counted among the companies of the universe that have a known share count; one of them without a close
    makes a gap.
    """
    ticker = arguments["ticker"]
    if unstored := _unstored(evidence, day):
        return unstored
    assert day is not None
    companies = [name for name in evidence.universe.companies if name in evidence.panel.series]
    values = market_value(evidence.panel, day, companies, evidence.universe, evidence.counts).set_index("ticker")
    if ticker not in values.index or values.loc[ticker, ["rank_before", "rank_after"]].isna().any():
        return Gap(f"no market value of {ticker} is known for that day")
    eve = evidence.panel.calendar.session_before(day)
    counted = set(evidence.counts[evidence.counts["known_from"] <= pd.Timestamp(eve)]["ticker"])
    priced = set(values.dropna(subset=["cap_before_bn", "cap_after_bn"]).index)
    if unpriced := [name for name in evidence.universe.companies if name in counted - priced]:
        return Gap(f"the closes of {unpriced[0]}, whose place may be higher, are not stored for these days")
    quantities = []
    for moment, on in (("before", eve), ("after", day)):
        caps = values[f"cap_{moment}_bn"].dropna()
        shown = dict.fromkeys([*caps.nlargest(_SHOWN).index.to_list(), ticker])
        for name, cap in zip(shown, caps[list(shown)], strict=True):
            what = f"{evidence.universe.name(name)} ({name}), market value"
            source = "stored close x share count known by the session before"
            quantities.append(Quantity(f"value_{moment}_{name}", what, float(cap), "USD bn", on.isoformat(), source))
    before, after = (int(values["rank_" + moment][ticker]) for moment in ("before", "after"))
    return Computed(
        f"{before} to {after}", "place of the company by close x shares, before and after", tuple(quantities)
    )


def largest_fall(evidence: Evidence, claim: Claim, day: dt.date | None, arguments: Arguments) -> Computed | Gap:
    """Return the session of a series' largest fall within some days, with its return on the claimed day beside it."""
    ticker = arguments["ticker"]
    if ticker not in evidence.panel.series:
        return Gap(f"no prices of {ticker} are stored")
    closes = evidence.panel.close[ticker]
    first = max(int(closes.index.searchsorted(pd.Timestamp(arguments["from"]))) - 1, 0)
    closes = closes.iloc[first:].loc[: arguments["to"]]
    if closes.notna().sum() < 2:
        return Gap(f"no prices of {ticker} are stored for these days")
    if closes.isna().any():
        return Gap(f"the close of {ticker} on {closes.index[closes.isna()][0].date()} is not stored")
    returns = evidence.panel.price_returns()[ticker].loc[closes.index[1:]]
    if returns.min() >= 0:
        return Gap(f"{ticker} did not fall on any of these days")
    named = claim.claimed_day
    lowest: list[dt.date] = [day.date() for day in returns.index[returns == returns.min()]]
    # Of sessions that fell alike, the one that is named; else the first.
    found = next((day for day in lowest if day == named), lowest[0])
    days = [found]
    if named not in (found, None) and pd.Timestamp(named) in returns.index:
        days.append(named)
    quantities = tuple(
        Quantity(
            f"return_on_{on:%Y_%m_%d}",
            f"{evidence.universe.name(ticker)} ({ticker}), return",
            100 * float(returns[pd.Timestamp(on)]),
            "%",
            on.isoformat(),
            "stored closes: close / close before - 1",
        )
        for on in days
    )
    return Computed(
        found.isoformat(), f"session of the lowest return, {arguments['from']} to {arguments['to']}", quantities,
        dated=found.isoformat(),
    )  # fmt: skip
