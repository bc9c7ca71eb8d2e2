"""Daily series in the shape in which Yahoo's chart address gives them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np

from dashboard.prices import PricePanel
from dashboard.prices.calendar import trading_calendar

PRICES = ("open", "high", "low", "close")
NEW_YORK, LONDON = "America/New_York", "Europe/London"

Figures = tuple[float | None, ...]


@dataclass(frozen=True)
class YahooSeries:
    """What Yahoo has of one symbol: prices adjusted for splits, and the events.

    ``dividends``, ``splits`` (new and old shares) and capital ``gains`` go by day; ``opens`` is the time of day that
    stamps a bar; ``symbol`` is told instead of the one asked for where it is set.
    """

    days: tuple[dt.date, ...]
    figures: Mapping[str, Figures]
    dividends: Mapping[dt.date, float] = field(default_factory=dict)
    splits: Mapping[dt.date, tuple[float, float]] = field(default_factory=dict)
    gains: Mapping[dt.date, float] = field(default_factory=dict)
    zone: str = NEW_YORK
    opens: dt.time = dt.time(9, 30)
    kind: str = "EQUITY"
    symbol: str = ""

    def without(self, day: dt.date) -> YahooSeries:
        """Leave a day out."""
        kept = [place for place, one in enumerate(self.days) if one != day]
        return replace(
            self,
            days=tuple(self.days[place] for place in kept),
            figures={name: tuple(values[place] for place in kept) for name, values in self.figures.items()},
        )

    def nulled(self, *days: dt.date) -> YahooSeries:
        """Put nulls in place of the bars of some days, all days where none is given."""
        gone = set(days or self.days)
        return replace(
            self,
            figures={
                name: tuple(None if day in gone else value for day, value in zip(self.days, values, strict=True))
                for name, values in self.figures.items()
            },
        )

    def paying(self, day: dt.date, amount: float) -> YahooSeries:
        """Add a dividend."""
        return replace(self, dividends={**self.dividends, day: amount})

    def splitting(self, day: dt.date, new: float, old: float = 1.0) -> YahooSeries:
        """Add a split, on the new basis as Yahoo does: earlier prices and dividends are divided by its ratio."""
        ratio = new / old

        def rebased(name: str, values: Figures) -> Figures:
            by = 1 / ratio if name == "volume" else ratio
            return tuple(
                value / by if value is not None and one < day else value
                for one, value in zip(self.days, values, strict=True)
            )

        return replace(
            self,
            figures={name: rebased(name, values) for name, values in self.figures.items()},
            dividends={one: paid / ratio if one < day else paid for one, paid in self.dividends.items()},
            splits={**self.splits, day: (new, old)},
        )

    def stamp(self, day: dt.date) -> int:
        """Return the seconds since 1970 under which a day's bar stands."""
        return int(dt.datetime.combine(day, self.opens, ZoneInfo(self.zone)).timestamp())

    @cached_property
    def stamps(self) -> list[int]:
        """All of them."""
        return [self.stamp(day) for day in self.days]

    def chart(self, symbol: str, first: int, last: int) -> dict[str, Any]:
        """Return the answer to a request for the bars from one second to before another."""
        rows = [place for place, at in enumerate(self.stamps) if first <= at < last]
        result: dict[str, Any] = {"meta": self._meta(self.symbol or symbol)}
        quote = {name: [values[row] for row in rows] for name, values in self.figures.items()}
        if rows:
            result["timestamp"] = [self.stamps[row] for row in rows]
            events = self._events(first, last)
            if events:
                result["events"] = events
            result["indicators"] = {"quote": [quote], "adjclose": [{"adjclose": self._adjusted(rows)}]}
        else:
            result["indicators"] = {"quote": [{}], "adjclose": [{}]}
        return {"chart": {"result": [result], "error": None}}

    def _events(self, first: int, last: int) -> dict[str, Any]:
        def within(kind: Mapping[dt.date, Any]) -> list[tuple[int, Any]]:
            return [(at, what) for day, what in kind.items() if first <= (at := self.stamp(day)) < last]

        events = {
            "dividends": {str(at): {"amount": amount, "date": at} for at, amount in within(self.dividends)},
            "capitalGains": {str(at): {"amount": amount, "date": at} for at, amount in within(self.gains)},
            "splits": {
                str(at): {"date": at, "numerator": new, "denominator": old, "splitRatio": f"{new:g}:{old:g}"}
                for at, (new, old) in within(self.splits)
            },
        }
        return {name: held for name, held in events.items() if held}

    def _adjusted(self, rows: Sequence[int]) -> list[float | None]:
        """Return closes less all later dividends, which nobody should take for closes."""
        factor, adjusted, closes = 1.0, [], self.figures["close"]
        for row in reversed(rows):
            close = closes[row]
            adjusted.append(None if close is None else close * factor)
            before = closes[row - 1] if row else None
            if before:
                factor *= 1 - self.dividends.get(self.days[row], 0.0) / before
        return adjusted[::-1]

    def _meta(self, symbol: str) -> dict[str, Any]:
        zone = ZoneInfo(self.zone)
        opened = dt.datetime.combine(self.days[-1] if self.days else dt.date(2025, 1, 2), self.opens, zone)
        start, offset = int(opened.timestamp()), int((opened.utcoffset() or dt.timedelta()).total_seconds())
        named = {"timezone": opened.tzname(), "gmtoffset": offset}
        hours = {"pre": (-19_800, 0), "regular": (0, 23_400), "post": (23_400, 37_800)}
        return {
            "currency": "USD",
            "symbol": symbol,
            "exchangeName": "NMS",
            "fullExchangeName": "NasdaqGS",
            "instrumentType": self.kind,
            "firstTradeDate": start - 86_400 * 3650,
            "regularMarketTime": start + 23_401,
            "hasPrePostMarketData": True,
            **named,
            "exchangeTimezoneName": self.zone,
            "regularMarketPrice": self.figures["close"][-1] if self.days else None,
            "chartPreviousClose": 1.0,
            "priceHint": 2,
            "currentTradingPeriod": {
                name: {**named, "start": start + begin, "end": start + end} for name, (begin, end) in hours.items()
            },
            "dataGranularity": "1d",
            "range": "",
            "validRanges": ["1d", "5d", "1mo", "3mo", "6mo", "1y", "2y", "5y", "10y", "ytd", "max"],
        }


def made_up(
    days: Sequence[dt.date] | None = None, *, level: float = 100.0, zone: str = NEW_YORK, **more: Any
) -> YahooSeries:
    """Return a series of made-up prices around a level, every figure different, at Yahoo's precision (32 bits)."""
    days = sessions(dt.date(2025, 1, 2), dt.date(2025, 3, 31)) if days is None else days
    steps = np.random.default_rng(round(level * 100)).normal(0, 0.01, (len(days), 4)).cumsum(axis=0)
    prices = level * np.exp(steps)
    prices[:, 1], prices[:, 2] = prices.max(axis=1) + 0.25, prices.min(axis=1) - 0.25
    figures = {name: as_served(prices[:, place]) for place, name in enumerate(PRICES)}
    figures["volume"] = tuple(1_000_000 + 1000 * place for place in range(len(days)))
    return YahooSeries(tuple(days), figures, zone=zone, **more)


def stored(panel: PricePanel, ticker: str, more: int = 0) -> YahooSeries:
    """Return a stored series with some sessions more, each at the last bar: what Yahoo has some days later."""
    rows = panel.close[ticker].dropna().index
    days = [day.date() for day in rows]
    last = days[-1]
    for _ in range(more):
        days.append(trading_calendar("XNYS").session_on_or_after(days[-1] + dt.timedelta(days=1)))
    figures = {}
    for name in (*PRICES, "volume"):
        held = panel.fields[name].loc[rows, ticker].to_numpy(dtype=np.float64)
        values = tuple(None if np.isnan(value) else float(value) for value in held)
        figures[name] = values + values[-1:] * more
    paid, split = (panel.fields[name].loc[rows, ticker] for name in ("dividend", "split"))
    zoned = {"zone": LONDON, "opens": dt.time(0)} if ticker.endswith("=X") else {}
    assert last == days[len(days) - 1 - more]
    return YahooSeries(
        tuple(days),
        figures,
        dividends={day.date(): float(amount) for day, amount in paid[paid > 0].items()},
        splits={day.date(): (float(ratio), 1.0) for day, ratio in split[split != 1].items()},
        **zoned,  # type: ignore[arg-type]
    )


def sessions(first: dt.date, last: dt.date) -> list[dt.date]:
    """List the sessions of New York."""
    return [day.date() for day in trading_calendar("XNYS").sessions(first, last)]


def as_served(values: Sequence[float] | np.ndarray[Any, Any]) -> Figures:
    """Bring prices to the precision in which Yahoo keeps them."""
    return tuple(float(value) for value in np.asarray(values, dtype=np.float32).astype(np.float64))
