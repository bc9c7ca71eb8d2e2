"""Share counts: how many shares a company had, on which date, known from which filing, and how sure that is."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, fields
from datetime import date
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Literal, get_args

from dashboard.catalog.rows import DATA, Row, read_rows
from dashboard.catalog.universe import load_universe

ShareBasis = Literal["sec_cover", "derived", "unverified", "balance_sheet"]
SHARE_BASES: tuple[ShareBasis, ...] = get_args(ShareBasis)
COUNT_BASES: Mapping[str, str] = MappingProxyType(
    {
        "sec_cover": "SEC filing cover",
        "derived": "derived from market value",
        "unverified": "from memory",
        "balance_sheet": "period-end report",
    }
)
"""How sure a share count is, in a few words."""


@dataclass(frozen=True)
class ShareCount:
    """A number of shares.

    ``as_of`` is the day that the count is of, ``filed`` the day on which it was published (None where not known), and
    ``split_basis_date`` the day on whose split basis it stands: a later split multiplies it. ``basis`` is
    ``sec_cover`` (cover of a filing with the SEC), ``derived`` (market value / price of December 2024), ``unverified``
    (from memory) or ``balance_sheet`` (period-end count, published later).
    """

    ticker: str
    shares: int
    as_of: date
    split_basis_date: date
    form: str | None
    filed: date | None
    basis: ShareBasis
    note: str | None


def read_share_counts(path: Path, companies: Collection[str]) -> tuple[ShareCount, ...]:
    """Read share counts of the given companies; `CatalogError` names the row that is malformed."""
    rows = read_rows(path, [field.name for field in fields(ShareCount)], key=["ticker", "as_of"])
    return tuple(_share_count(row, companies) for row in rows)


def _share_count(row: Row, companies: Collection[str]) -> ShareCount:
    if row.ticker("ticker") not in companies:
        raise row.error("ticker", "a company of the universe")
    basis = row.choice("basis", SHARE_BASES)
    as_of = row.day("as_of")
    split_basis_date = row.day("split_basis_date")
    if split_basis_date < as_of:
        raise row.error("split_basis_date", f"on or after the as-of date {as_of}")
    filed = row.optional("filed", row.day)
    if filed is None and basis == "sec_cover":
        raise row.error("filed", "the day of the filing, because the basis is sec_cover")
    if filed is not None and filed < as_of:
        raise row.error("filed", f"on or after the as-of date {as_of}")
    return ShareCount(
        ticker=row.text("ticker"),
        shares=row.whole("shares"),
        as_of=as_of,
        split_basis_date=split_basis_date,
        form=row.text("form") if basis == "sec_cover" else row.optional("form", row.text),
        filed=filed,
        basis=basis,
        note=row.optional("note", row.text),
    )


@cache
def load_share_counts() -> tuple[ShareCount, ...]:
    """Load the share counts that ship with the project, by ticker and as-of date."""
    return read_share_counts(DATA / "share_counts.csv", load_universe().companies)
