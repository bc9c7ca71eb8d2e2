"""What claims are checked against, and what a check returns: a value with its formula and every figure in it."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import pandas as pd

from dashboard.catalog import Event, Figure, Universe
from dashboard.prices import PricePanel
from dashboard.prices.panel import SeriesInfo
from dashboard.study.claims.formula import evaluate, names

Origin = Literal["stored", "catalogued", "claimed"]
"""A figure comes from stored prices and share counts, from the catalogue, or from the claim itself."""

Bound = Literal["exact", "more_than", "about"]

_WITHOUT_END = 1e15
"""Stands for a figure that may be as large as one likes."""

_FINEST = 3
"""Decimals beyond which the digits of a stored level are not taken as printed."""


@dataclass(frozen=True, eq=False)
class Evidence:
    """All that a check may look at.

    Attributes
    ----------
    panel : PricePanel
        Prices on the sessions of the exchange.
    counts : DataFrame
        Known share counts through time, from `share_count_steps`.
    universe : Universe
    events : sequence of Event
    records : DataFrame
        Reported one-day losses: id, date (the day of the fall, whatever day was printed), ticker, company, loss_bn,
        reported_as, status, source.
    figures : mapping of str to Figure
    """

    panel: PricePanel
    counts: pd.DataFrame
    universe: Universe
    events: Sequence[Event]
    records: pd.DataFrame
    figures: Mapping[str, Figure]


@dataclass(frozen=True)
class Quantity:
    """One figure that went into a check.

    Attributes
    ----------
    name : str
        In the formula, where it has one.
    what : str
        In words.
    value : float or str
    unit : str
    dated : str
        Its day or period in ISO text; empty if it has none.
    source : str
    origin : {"stored", "catalogued", "claimed"}
    recalled : bool
        The figure is from memory.
    margin : float
        How far off it may be by being rounded: half a unit of its last digit.
    bound : {"exact", "more_than", "about"}
    """

    name: str
    what: str
    value: float | str
    unit: str
    dated: str
    source: str
    origin: Origin = "stored"
    recalled: bool = False
    margin: float = 0.0
    bound: Bound = "exact"


@dataclass(frozen=True)
class Computed:
    """What a check found.

    Attributes
    ----------
    value : float or str
        In the unit of the claim.
    formula : str
        Of the quantities by name, or in words where it is no arithmetic.
    quantities : tuple of Quantity
    margin : float
        How far off the value may be, by the rounding of the quantities.
    bound : {"exact", "more_than", "about"}
    dated : str
        The day or month that the check found, in ISO text, for claims of a date.
    compared : float or None
        What stands in for the claimed number, where the check says what the article's own amounts come to.
    limit : float or None
        What the value tends to as a figure of the formula that is only a lower bound grows; None without such a figure.
    objection : str
        Name of the quantity for which the claim cannot stand whatever the value; empty where there is none.
    """

    value: float | str
    formula: str
    quantities: tuple[Quantity, ...]
    margin: float = 0.0
    bound: Bound = "exact"
    dated: str = ""
    compared: float | None = None
    limit: float | None = None
    objection: str = ""

    def quantity(self, name: str) -> Quantity:
        """Return a quantity by name; `KeyError` if there is none."""
        return {quantity.name: quantity for quantity in self.quantities}[name]


@dataclass(frozen=True)
class Gap:
    """Why a check has no value: half a sentence."""

    reason: str


def computed(formula: str, quantities: Sequence[Quantity]) -> Computed | Gap:
    """Return the value of a formula, with the margin that the rounding of its quantities leaves.

    A quantity that is missing, infinite or a word, and a denominator of 0, make a gap. The margin is the sum, over the
    quantities, of how far the value moves when each alone is off by its own margin. A lower bound among the quantities
    of a longer formula gives the value a limit.
    """
    values = {one.name: math.nan if isinstance(one.value, str) else float(one.value) for one in quantities}
    missing = [quantity for quantity in quantities if not math.isfinite(values[quantity.name])]
    if missing:
        day = f", {missing[0].dated}" if missing[0].dated else ""
        return Gap(f"there is no figure for {missing[0].what}{day}")
    value = evaluate(formula, values)
    margin = sum(
        abs(evaluate(formula, values | {quantity.name: values[quantity.name] + quantity.margin}) - value)
        for quantity in quantities
        if quantity.margin and quantity.name in names(formula)
    )
    if not math.isfinite(value):
        return Gap("a figure that it is divided by is 0")
    bounded = {one.name: _WITHOUT_END for one in quantities if one.bound == "more_than" and one.name in names(formula)}
    limit = evaluate(formula, values | bounded) if bounded and set(bounded) != {formula} else None
    return Computed(value, formula, tuple(quantities), margin, limit=limit)


def last_digit(value: float) -> float:
    """Return half a unit of the last digit of an index level or a rate: the second or third behind the point."""
    decimals = len(f"{value:.{_FINEST}f}".rstrip("0").partition(".")[2])
    return 0.5 * 10.0 ** -max(decimals, 2)


def stored_price(evidence: Evidence, name: str, ticker: str, field: str, day: dt.date, unit: str = "USD") -> Quantity:
    """Return one stored price; NaN where there is none.

    Shares, funds and contracts trade at whole cents or ticks, so their prices are exact; index levels and exchange
    rates are rounded to their last digit.
    """
    frame: pd.DataFrame = getattr(evidence.panel, field)
    value = float(frame[ticker].get(pd.Timestamp(day), math.nan))
    info, rounded = evidence.panel.series[ticker], ticker.startswith("^") or ticker.endswith("=X")
    return Quantity(
        name=name,
        what=f"{evidence.universe.name(ticker)} ({ticker}), {field}",
        value=value,
        unit=unit,
        dated=day.isoformat(),
        source=stored_source(info),
        margin=last_digit(value) if rounded and not math.isnan(value) else 0.0,
    )


def stored_source(info: SeriesInfo) -> str:
    """Say in a few words which stored series a figure is of; the page on the data has its whole provenance."""
    return f"{info.layer} prices as of {info.as_of.isoformat()}"


def catalogued_figure(evidence: Evidence, name: str, key: str) -> Quantity | Gap:
    """Return a figure of the catalogue; a word stays one."""
    figure = evidence.figures.get(key)
    if figure is None:
        return Gap(f"the catalogue has no figure {key}")
    return Quantity(
        name=name,
        what=f"{figure.subject}, {figure.measure}",
        value=figure.value if math.isnan(figure.number) else figure.number,
        unit=figure.unit,
        dated=figure.as_of or "",
        source=figure.source or "from memory",
        origin="catalogued",
        recalled=figure.status == "recalled",
        margin=figure.rounding,
        bound=figure.bound,
    )
