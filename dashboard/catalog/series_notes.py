"""Notes on the price series of the embedded snapshot: where each comes from, how it was checked, what is in doubt."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType

from dashboard.catalog.rows import DATA, Row, read_rows
from dashboard.catalog.universe import load_universe

_COLUMNS = ("tickers", "source", "doubt", "holds_for")
_ANY_COPY = "any copy"
_EVERY = "*"


@dataclass(frozen=True)
class SeriesNote:
    """What is known of a series.

    ``source`` says where the embedded copy comes from and how it was checked; ``doubts`` are phrases, one doubt each,
    and ``lasting`` those of them that are about the series itself, so that they hold for any other copy too.
    """

    source: str
    doubts: tuple[str, ...]
    lasting: tuple[str, ...] = ()


def read_series_notes(path: Path, tickers: Sequence[str]) -> Mapping[str, SeriesNote]:
    """Read the notes on the given tickers.

    A row is about the tickers that it names, or about all of them (``*``); several rows on one ticker add up, in file
    order. `CatalogError` names the row that is malformed.
    """
    noted = [(_about(row, tickers), row) for row in read_rows(path, _COLUMNS, key=_COLUMNS)]
    return MappingProxyType({ticker: _note([row for about, row in noted if ticker in about]) for ticker in tickers})


def _about(row: Row, tickers: Sequence[str]) -> frozenset[str]:
    if not row.cells["source"] and not row.cells["doubt"]:
        raise row.error("doubt", "filled in where the source is empty")
    if row.cells["holds_for"] not in ("", _ANY_COPY):
        raise row.error("holds_for", f"empty, or {_ANY_COPY}")
    if row.text("tickers") == _EVERY:
        return frozenset(tickers)
    about = frozenset(row.tickers("tickers"))
    if not about.issubset(tickers):
        raise row.error("tickers", f"{_EVERY} or tickers of the universe")
    return about


def _note(rows: Sequence[Row]) -> SeriesNote:
    return SeriesNote(
        source="; ".join(row.cells["source"] for row in rows if row.cells["source"]),
        doubts=tuple(row.cells["doubt"] for row in rows if row.cells["doubt"]),
        lasting=tuple(row.cells["doubt"] for row in rows if row.cells["holds_for"]),
    )


@cache
def load_series_notes() -> Mapping[str, SeriesNote]:
    """Load the notes that ship with the project: one for every ticker of the universe."""
    return read_series_notes(DATA / "series_notes.csv", load_universe().tickers)


def series_note(ticker: str) -> SeriesNote:
    """Give the note on a series of the embedded snapshot; an empty note for a ticker outside the universe."""
    return load_series_notes().get(ticker, SeriesNote(source="", doubts=()))
