"""The selection language: ``all``, ``companies``, ``segment:SLUG`` and tickers become tickers that have prices."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Iterable, Sequence
from typing import TYPE_CHECKING

from dashboard.errors import EmptySelectionError, UnknownTickerError

if TYPE_CHECKING:
    from dashboard.catalog.universe import Universe

_SEGMENT = "segment:"
_FORMS = "give a ticker such as NVDA, segment:chips, companies or all"
_SHOWN = 40


def segment_slug(segment: str) -> str:
    """Give the form of a segment used in addresses and options: ``"chip making"`` becomes ``"chip-making"``."""
    return "-".join(segment.lower().split())


def select(universe: Universe, selection: str | Sequence[str], available: Collection[str]) -> tuple[str, ...]:
    """Turn a selection into tickers; see `dashboard.catalog.Universe.select`."""
    asked = [selection] if isinstance(selection, str) else selection
    tokens = [token.strip() for part in asked for token in part.split(",") if token.strip()]
    if not tokens:
        raise EmptySelectionError(f"No company is chosen; {_FORMS}.")
    stored = frozenset(available)
    chosen = tuple(dict.fromkeys(ticker for token in tokens for ticker in _expand(universe, token, stored)))
    if not chosen:
        raise EmptySelectionError(f"The selection {_shown(','.join(tokens))} holds no series with prices; {_FORMS}.")
    return chosen


def one_ticker(universe: Universe, ticker: str, available: Collection[str]) -> str:
    """Return one ticker as it is stored; a group of series is refused. See `Universe.one`."""
    return _ticker(universe, ticker.strip(), frozenset(available), "name one ticker, such as SPY")


def _expand(universe: Universe, token: str, stored: frozenset[str]) -> Iterable[str]:
    if token in stored:  # before the words: a reader may have imported Allstate, whose ticker is ALL
        return (token,)
    word = token.lower()
    if word == "all":
        known = universe.tickers
        return [ticker for ticker in known if ticker in stored] + sorted(stored.difference(known))
    if word == "companies":
        return [ticker for ticker in universe.companies if ticker in stored]
    if word.startswith(_SEGMENT):
        return [ticker for ticker in _segment(universe, token) if ticker in stored]
    return (_ticker(universe, token, stored),)


def _segment(universe: Universe, token: str) -> tuple[str, ...]:
    by_slug = {segment_slug(segment): segment for segment in universe.segments}
    slug = segment_slug(token[len(_SEGMENT) :])
    if slug not in by_slug:
        close = difflib.get_close_matches(slug, by_slug, n=1)
        hint = f"did you mean {_SEGMENT}{close[0]}?" if close else f"the segments are {', '.join(by_slug)}."
        raise UnknownTickerError(f"There is no segment {_shown(slug)}; {hint}")
    return universe.in_segment(by_slug[slug])


def _ticker(universe: Universe, token: str, stored: frozenset[str], forms: str = _FORMS) -> str:
    by_lower = {ticker.lower(): ticker for ticker in (*sorted(stored), *universe.tickers)}
    ticker = by_lower.get(token.lower())
    if ticker is None:
        raise unknown_ticker(universe, token, stored, forms)
    if ticker not in stored:
        raise UnknownTickerError(f"There are no prices for {ticker}; choose another series or add its prices.")
    return ticker


def unknown_ticker(
    universe: Universe, ticker: str, others: Collection[str] = (), forms: str = _FORMS
) -> UnknownTickerError:
    """Give the error for a ticker that nobody knows, with close matches by ticker or name where there are any."""
    candidates = {other.lower(): other for other in sorted(others)}
    for member in universe.members:
        candidates[member.name.lower()] = candidates[member.ticker.lower()] = member.ticker
    asked = ticker.lower()
    close = [asked] if asked in candidates else difflib.get_close_matches(asked, candidates, n=3)
    names = " or ".join(dict.fromkeys(candidates[match] for match in close))
    hint = f"did you mean {names}?" if names else f"{forms}."
    return UnknownTickerError(f"There is no series {_shown(ticker)}; {hint}")


def _shown(text: str) -> str:
    return repr(text if len(text) <= _SHOWN else text[:_SHOWN] + "…")
