"""The universe: every series that the dashboard knows by name, with its segment, exchange and identifiers."""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass, fields
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Literal, get_args

from dashboard.catalog.rows import DATA, Row, one_of, read_rows
from dashboard.catalog.selection import one_ticker, select, unknown_ticker

if TYPE_CHECKING:
    import pandas as pd

Kind = Literal["company", "fund", "index", "other", "share_class"]
KINDS: tuple[Kind, ...] = get_args(Kind)

COMPANY_SEGMENTS = (
    "chips",
    "chip making",
    "servers and networks",
    "power producers",
    "grid and cooling",
    "platforms",
    "software and other",
)

_SEGMENTS_OF: dict[Kind, tuple[str, ...]] = {
    "company": COMPANY_SEGMENTS,
    "fund": ("fund",),
    "index": ("index",),
    "other": ("commodity and currency",),
    "share_class": ("share class",),
}
_CALENDARS = ("XNYS", "CMES", "FX")
_CURRENCIES = ("USD", "JPY per USD")


@dataclass(frozen=True)
class Member:
    """One series of the universe.

    ``cik`` is the company's number at the SEC; ``adr_ratio`` is the number of ordinary shares behind one depositary
    share (None where the ordinary share itself is listed).
    """

    ticker: str
    name: str
    name_ja: str | None
    segment: str
    kind: Kind
    exchange: str | None
    calendar: str
    currency: str
    cik: int | None
    adr_ratio: float | None
    note: str | None


@dataclass(frozen=True)
class Universe:
    """The members in file order, with look-ups by ticker and segment."""

    members: tuple[Member, ...]

    @cached_property
    def _by_ticker(self) -> dict[str, Member]:
        return {member.ticker: member for member in self.members}

    @property
    def tickers(self) -> tuple[str, ...]:
        """All tickers in file order."""
        return tuple(member.ticker for member in self.members)

    @property
    def companies(self) -> tuple[str, ...]:
        """Tickers of the companies in file order; a second share class is not a company."""
        return tuple(member.ticker for member in self.members if member.kind == "company")

    def get(self, ticker: str) -> Member:
        """Look a member up by its exact ticker; `UnknownTickerError` names close matches."""
        try:
            return self._by_ticker[ticker]
        except KeyError:
            raise unknown_ticker(self, ticker) from None

    def name(self, ticker: str) -> str:
        """Give the display name, or the ticker itself for a series outside the universe."""
        member = self._by_ticker.get(ticker)
        return member.name if member else ticker

    def segment(self, ticker: str) -> str:
        """Give the segment, or an empty text for a series outside the universe."""
        member = self._by_ticker.get(ticker)
        return member.segment if member else ""

    def in_segment(self, segment: str) -> tuple[str, ...]:
        """Give the tickers of a segment in file order (none for a segment that does not exist)."""
        return tuple(member.ticker for member in self.members if member.segment == segment)

    @property
    def segments(self) -> tuple[str, ...]:
        """All segments in the order of their first member."""
        return tuple(dict.fromkeys(member.segment for member in self.members))

    def one(self, ticker: str, available: Collection[str]) -> str:
        """Return one ticker as it is stored, in whichever case it was written.

        Raises
        ------
        UnknownTickerError
            It is no ticker (a group of series is none), or there are no prices for it.
        """
        return one_ticker(self, ticker, available)

    def select(self, selection: str | Sequence[str], available: Collection[str]) -> tuple[str, ...]:
        """Turn what a reader asked for into tickers.

        Parameters
        ----------
        selection
            Tokens in a list or separated by commas, in any mixture: ``all``, ``companies``, ``segment:SLUG`` or a
            ticker in either case.
        available
            The tickers that have prices.

        Returns
        -------
        tuple of str
            Available tickers in the order asked for, each once. A group stands in file order, and ``all`` ends with
            the available tickers outside the universe, sorted.

        Raises
        ------
        UnknownTickerError
            If a token is no ticker or group, or a ticker of the universe has no prices.
        EmptySelectionError
            If nothing is chosen, or the chosen groups hold no series with prices.
        """
        return select(self, selection, available)

    def frame(self) -> pd.DataFrame:
        """Give the members as a frame: one row a member, one column a field of `Member`, ``cik`` as ``Int64``."""
        import pandas as pd  # here, because the rest of the catalogue starts without it

        columns = [field.name for field in fields(Member)]
        return pd.DataFrame([asdict(member) for member in self.members], columns=columns).astype({"cik": "Int64"})


def read_universe(path: Path) -> Universe:
    """Read a universe file; `CatalogError` names the row that is malformed."""
    rows = read_rows(path, [field.name for field in fields(Member)], key=["ticker"])
    return Universe(tuple(_member(row) for row in rows))


def _member(row: Row) -> Member:
    kind = row.choice("kind", KINDS)
    segment = row.text("segment")
    if segment not in _SEGMENTS_OF[kind]:
        raise row.error("segment", f"{one_of(_SEGMENTS_OF[kind])} for the kind {kind}")
    return Member(
        ticker=row.ticker("ticker"),
        name=row.text("name"),
        name_ja=row.optional("name_ja", row.text),
        segment=segment,
        kind=kind,
        exchange=row.optional("exchange", row.text),
        calendar=row.choice("calendar", _CALENDARS),
        currency=row.choice("currency", _CURRENCIES),
        cik=row.optional("cik", row.whole),
        adr_ratio=row.optional("adr_ratio", lambda field: row.number(field, 0, math.inf)),
        note=row.optional("note", row.text),
    )


@cache
def load_universe() -> Universe:
    """Load the universe that ships with the project."""
    return read_universe(DATA / "universe.csv")
