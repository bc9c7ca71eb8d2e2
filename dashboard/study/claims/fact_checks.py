"""Checks on the catalogue: records, exchange rates that amounts imply, dates of events, figures with a source."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Mapping
from dataclasses import replace

import pandas as pd

from dashboard.catalog import Claim, Event
from dashboard.catalog.claims import period
from dashboard.catalog.events import EventDate
from dashboard.study.claims.evidence import Computed, Evidence, Gap, Quantity, catalogued_figure, computed, stored_price
from dashboard.study.claims.formula import names
from dashboard.study.claims.price_checks import rate_on, value_lost
from dashboard.study.records import larger_losses

Arguments = Mapping[str, str]

DAYS_A_MONTH = "30.4375"
NEAREST = "max(lowest, min(highest, amount / base))"
PREVIOUS = "previous"
"""Stands for the largest loss that was reported before the day."""


def record_rank(evidence: Evidence, claim: Claim, day: dt.date | None, arguments: Arguments) -> Computed | Gap:
    """Return the place of a company's loss on a day among the losses reported up to that day."""
    loss = value_lost(evidence, claim, day, {"ticker": arguments["ticker"]})
    if isinstance(loss, Gap) or day is None:
        return loss if isinstance(loss, Gap) else Gap("the claim names no day")
    earlier = evidence.records[evidence.records["date"] <= pd.Timestamp(day)]
    larger = larger_losses(earlier, arguments["ticker"], day, float(loss.value))
    others = earlier[(earlier["ticker"] != arguments["ticker"]) | (earlier["date"] != pd.Timestamp(day))]
    if others.empty:
        return Gap("no other loss was reported up to then")
    if float(loss.value) <= 0:
        return Gap(f"{arguments['ticker']} lost no market value on {day}")
    own = Quantity("loss", f"{arguments['ticker']}, market value lost", loss.value, "USD bn", day.isoformat(),
                   "stored closes and share count")  # fmt: skip
    next_to_it = _largest(others, larger + 2)
    listed = [_reported(row, f"reported_{place}") for place, (_, row) in enumerate(next_to_it.iterrows(), 1)]
    return Computed(str(larger + 1), "1 + number of reported losses larger than loss", (own, *listed))


def _largest(reports: pd.DataFrame, number: int) -> pd.DataFrame:
    """Return the largest reports, one a company and day."""
    return reports.sort_values("loss_bn", ascending=False).drop_duplicates(["ticker", "date"]).head(number)


def _reported(report: pd.Series, name: str) -> Quantity:
    given = [text for text in (report["reported_as"], report["source"]) if isinstance(text, str) and text]
    return Quantity(
        name=name,
        what=f"{report['company']} ({report['ticker']}), market value lost",
        value=float(report["loss_bn"]),
        unit="USD bn",
        dated=f"{report['date']:%Y-%m-%d}",
        source=f"{report['id']}: {given[0] if given else 'from memory'}",
        origin="catalogued",
        recalled=report["status"] == "recalled",
    )


def record_ratio(evidence: Evidence, claim: Claim, day: dt.date | None, arguments: Arguments) -> Computed | Gap:
    """Return a company's loss on a day over a reported one, or over the largest that was reported before.

    A report by its id objects where a larger loss had been reported before the day: then it was not the record.
    """
    loss = value_lost(evidence, claim, day, {"ticker": arguments["ticker"]})
    if isinstance(loss, Gap) or day is None:
        return loss if isinstance(loss, Gap) else Gap("the claim names no day")
    earlier = evidence.records[evidence.records["date"] < pd.Timestamp(day)]
    if earlier.empty:
        return Gap("no loss was reported before")
    record = _largest(earlier, 1).iloc[0]
    chosen = record
    if arguments["against"] != PREVIOUS:
        named = evidence.records[evidence.records["id"] == arguments["against"]]
        if named.empty:
            return Gap(f"the catalogue has no record {arguments['against']}")
        chosen = named.iloc[0]
    result = computed(f"({loss.formula}) / other_loss", (*loss.quantities, _reported(chosen, "other_loss")))
    if isinstance(result, Gap) or (chosen["ticker"], chosen["date"]) == (record["ticker"], record["date"]):
        return result
    until_then = _reported(record, "record_until_then")
    return replace(result, quantities=(*result.quantities, until_then), objection=until_then.name)


def reported_loss(evidence: Evidence, claim: Claim, day: dt.date | None, arguments: Arguments) -> Computed | Gap:
    """Return one reported loss, in billions of US dollars."""
    named = evidence.records[evidence.records["id"] == arguments["record"]]
    if named.empty:
        return Gap(f"the catalogue has no record {arguments['record']}")
    return computed("loss", (_reported(named.iloc[0], "loss"),))


def implied_rate(evidence: Evidence, claim: Claim, day: dt.date | None, arguments: Arguments) -> Computed | Gap:
    """Return the exchange rate that two amounts imply, or the nearest that there was.

    That is the lowest or highest stored close of ``pair`` from one day to another, the catalogued ``rate``, or the end
    of the catalogued range from ``low`` to ``high``.
    """
    amounts = tuple(
        Quantity(name, f"the article's {what}", float(arguments[name]), "", "", "the claim", "claimed")
        for name, what in (("amount", "amount in the one currency"), ("base", "amount in the other"))
    )
    implied = computed("amount / base", amounts)
    if isinstance(implied, Gap):
        return implied
    if "rate" in arguments:
        rate = catalogued_figure(evidence, "rate", arguments["rate"])
        found = rate if isinstance(rate, Gap) else computed("rate", (rate, *amounts))
    else:
        ends = _catalogued_range(evidence, arguments) if "low" in arguments else _stored_range(evidence, arguments)
        found = ends if isinstance(ends, Gap) else computed(NEAREST, (*amounts, *ends))
    if isinstance(found, Gap):
        return found
    return replace(found, compared=float(implied.value))


def _catalogued_range(evidence: Evidence, arguments: Arguments) -> tuple[Quantity, Quantity] | Gap:
    low = catalogued_figure(evidence, "lowest", arguments["low"])
    high = catalogued_figure(evidence, "highest", arguments["high"])
    if isinstance(low, Gap) or isinstance(high, Gap):
        return low if isinstance(low, Gap) else high  # type: ignore[return-value]
    return low, high


def _stored_range(evidence: Evidence, arguments: Arguments) -> tuple[Quantity, Quantity] | Gap:
    pair = arguments["pair"]
    if pair not in evidence.panel.series:
        return Gap(f"no rate {pair} is stored")
    closes = evidence.panel.close[pair].loc[arguments["from"] : arguments["to"]].dropna()
    if closes.empty:
        return Gap(f"no rate {pair} is stored from {arguments['from']} to {arguments['to']}")
    values = closes.to_numpy()
    lowest, highest = (
        replace(
            stored_price(evidence, name, pair, "close", closes.index[at].date(), "JPY per USD"),
            what=f"{evidence.universe.name(pair)} ({pair}), {name} close",
        )
        for name, at in (("lowest", int(values.argmin())), ("highest", int(values.argmax())))
    )
    return lowest, highest


def interval(evidence: Evidence, claim: Claim, day: dt.date | None, arguments: Arguments) -> Computed | Gap:
    """Return the months between the launches of two catalogued events."""
    first, last = (_launch(evidence, arguments[name]) for name in ("from", "to"))
    if first is None or last is None or first[1].day is None or last[1].day is None:
        return Gap("the day of one of the two is not known")
    days = (last[1].day - first[1].day).days
    gap = Quantity("days", f"from {first[0].title} to {last[0].title}", float(days), "days", "", "catalogued dates",
                   "catalogued")  # fmt: skip
    found = computed(f"days / {DAYS_A_MONTH}", (gap,))
    if isinstance(found, Gap):
        return found
    return replace(found, quantities=(gap, _dated("start", *first), _dated("end", *last)))


def event_date(evidence: Evidence, claim: Claim, day: dt.date | None, arguments: Arguments) -> Computed | Gap:
    """Return when a catalogued event happened; ``value`` is what it stands for where the claim is no date."""
    found = _launch(evidence, arguments["event"])
    if found is None:
        return Gap(f"the catalogue has no launch of {arguments['event']}")
    date = found[1].date
    return Computed(arguments.get("value", date), "launch", (_dated("launch", *found),), dated=date)


def first_of(evidence: Evidence, claim: Claim, day: dt.date | None, arguments: Arguments) -> Computed | Gap:
    """Return which of some catalogued events came first."""
    found = [_launch(evidence, key) for key in arguments["events"].split(" ")]
    launched = sorted((pair for pair in found if pair is not None), key=lambda pair: pair[1].date)
    if len(launched) < len(found):
        return Gap("the catalogue lacks the launch of one of them")
    spans = [period(dated.date) for _, dated in launched]
    if any(spans[0] is None or span is None or span[0] <= spans[0][1] for span in spans[1:]):
        return Gap("the dates that are known do not tell which came first")
    quantities = tuple(_dated(f"launch_{place}", *pair) for place, pair in enumerate(launched, 1))
    return Computed(launched[0][0].title, "the one with the earliest launch", quantities, dated=launched[0][1].date)


def _launch(evidence: Evidence, key: str) -> tuple[Event, EventDate] | None:
    for event in evidence.events:
        for dated in event.dates:
            if event.key == key and dated.basis == "launch":
                return event, dated
    return None


def _dated(name: str, event: Event, dated: EventDate) -> Quantity:
    return Quantity(name, event.title, dated.date, dated.precision, dated.date, dated.source or "from memory",
                    "catalogued", dated.status == "recalled")  # fmt: skip


def catalogued(evidence: Evidence, claim: Claim, day: dt.date | None, arguments: Arguments) -> Computed | Gap:
    """Return a formula of catalogued figures; one of them alone may be a word, and gives its bound.

    A name of the formula is a figure's key, or ``PAIR@DAY`` for a stored exchange rate.
    """
    formula = arguments["formula"]
    quantities: list[Quantity] = []
    for name in names(formula):
        pair, at, date = arguments[name].partition("@")
        figure = rate_on(evidence, pair, dt.date.fromisoformat(date)) if at else catalogued_figure(evidence, name, pair)
        if isinstance(figure, Gap):
            return figure
        quantities.append(figure)
    if len(quantities) == 1 and isinstance(quantities[0].value, str):
        word = quantities[0].value
        return Computed(word, formula, tuple(quantities), dated=word)
    found = computed(formula, quantities)
    if isinstance(found, Gap) or formula != quantities[0].name:
        return found
    # A figure that stands alone is compared as it is printed, unless it is given only approximately.
    alone = quantities[0].bound
    return replace(found, margin=found.margin if alone == "about" else 0.0, bound=alone)


def catalogued_rank(evidence: Evidence, claim: Claim, day: dt.date | None, arguments: Arguments) -> Computed | Gap:
    """Return the place of a catalogued figure among those of its measure and its date, the largest being first."""
    figure = evidence.figures.get(arguments["figure"])
    if figure is None or math.isnan(figure.number):
        return Gap(f"the catalogue has no figure {arguments['figure']}")
    among = [
        other for other in evidence.figures.values() if (other.measure, other.as_of) == (figure.measure, figure.as_of)
    ]
    found = [catalogued_figure(evidence, f"figure_{place}", other.key) for place, other in enumerate(among, 1)]
    larger = sum(other.number > figure.number for other in among)
    listed = tuple(quantity for quantity in found if isinstance(quantity, Quantity))
    return Computed(str(larger + 1), "1 + number of larger figures in the same table", listed)


def unpublished(evidence: Evidence, claim: Claim, day: dt.date | None, arguments: Arguments) -> Computed | Gap:
    """Return that nothing can be computed, with the catalogued reason."""
    return Gap(arguments["reason"])
