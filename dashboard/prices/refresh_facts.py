"""Fetching what is no price: share counts, factors, first versions; each is stored as one table, in one step."""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from dashboard.catalog import load_events, load_universe
from dashboard.errors import SourceError
from dashboard.prices.changes import NewTable
from dashboard.prices.data_files import encode_table
from dashboard.prices.load import REFRESHED, load_panel
from dashboard.prices.refresh import refreshed_store
from dashboard.prices.reports import RefreshReport, write_report
from dashboard.prices.sources.arxiv import ARXIV, fetch_first_versions
from dashboard.prices.sources.french import FRENCH, fetch_factors
from dashboard.prices.sources.http import HttpSources
from dashboard.prices.sources.protocol import Run
from dashboard.prices.sources.sec import SEC, fetch_share_counts
from dashboard.prices.store import Store

_LOG = logging.getLogger(__name__)


@dataclass(frozen=True)
class Place:
    """Where facts are stored, and by what means they are fetched.

    Attributes
    ----------
    data_cache : Path
    http : HttpSources
    generations : int
        States of the store that are kept.
    bases : mapping of str to str
        Other addresses of services than their own, by the name of the source.
    """

    data_cache: Path
    http: HttpSources
    generations: int
    bases: Mapping[str, str]

    @property
    def store(self) -> Store:
        """The store of fetched figures."""
        return refreshed_store(self.data_cache, self.generations)


def refresh_share_counts(key: str, place: Place, tickers: Sequence[str], run: Run, contact: str) -> RefreshReport:
    """Fetch the share counts of companies; those that fail keep the counts that were stored.

    Raises
    ------
    InputError
        There is no contact address.
    StoreError
        Nothing can be written.
    """
    started = dt.datetime.now(dt.UTC)
    members = {member.ticker: member for member in load_universe().members}
    numbers = {ticker: members[ticker].cik for ticker in tickers if ticker in members}
    companies = {ticker: cik for ticker, cik in numbers.items() if cik is not None}
    found = fetch_share_counts(
        companies, place.http, run, contact=contact, split=load_panel(place.data_cache).split,
        base=place.bases.get(key, SEC),
    )  # fmt: skip
    fresh = tuple(dict.fromkeys(found.table.column("ticker").to_pylist()))
    if fresh:
        _put_with_others(place.store, "shares", "ticker", found.table, "SEC")
    notes = tuple(dict.fromkeys(found.notices.values()))
    left_out = sum(map(len, found.left_out.values()))
    if left_out:
        notes += (f"{left_out} filings of {len(found.left_out)} companies were left out as implausible.",)
        for ticker, reasons in found.left_out.items():
            _LOG.warning("Filings of %s were left out: %s", ticker, " ".join(reasons))
    return _reported(place, RefreshReport(key, "SEC", started, _now(), fresh, dict(found.refused), notes))


def refresh_factors(key: str, place: Place) -> RefreshReport:
    """Fetch the daily factors; where they fail, those that were stored stay."""
    started = dt.datetime.now(dt.UTC)
    source = "Kenneth French data library"
    try:
        found = fetch_factors(place.http, base=place.bases.get(key, FRENCH))
    except SourceError as error:
        _LOG.warning("The factors were not refreshed: %s", error)
        return _reported(place, RefreshReport(key, source, started, _now(), (), {"factors": str(error)}))
    stored = encode_table(
        found.table,
        "factors",
        source=f"{source}, CRSP {found.crsp} vintage",
        as_of=found.fetched.date(),
        vintage=found.vintage,
    )
    place.store.write(tables={"factors": stored})
    return _reported(place, RefreshReport(key, source, started, _now(), ("factors",), {}, found.notices))


def refresh_first_versions(key: str, place: Place) -> RefreshReport:
    """Fetch the days of first versions of the papers that the catalogue's events name."""
    started = dt.datetime.now(dt.UTC)
    numbers = tuple(dict.fromkeys(event.arxiv_id for event in load_events() if event.arxiv_id))
    try:
        found = fetch_first_versions(numbers, place.http, base=place.bases.get(key, ARXIV))
    except SourceError as error:
        _LOG.warning("The first versions were not refreshed: %s", error)
        return _reported(place, RefreshReport(key, "arXiv", started, _now(), (), dict.fromkeys(numbers, str(error))))
    fresh = tuple(found.table.column("arxiv_id").to_pylist())
    if fresh:
        _put_with_others(place.store, "first_versions", "arxiv_id", found.table, "arXiv")
    refused = dict.fromkeys(found.missing, "arXiv knows no paper of this number.")
    return _reported(place, RefreshReport(key, "arXiv", started, _now(), fresh, refused, found.notices))


def _put_with_others(store: Store, kind: str, column: str, table: pa.Table, source: str) -> None:
    """Store a table, and with it the stored rows of those that did not come this time."""

    def merge(stored: pa.Table | None) -> NewTable:
        return encode_table(_with_others(stored, column, table), kind, source=source, as_of=_now().date())

    store.write(tables={kind: merge})


def _with_others(stored: pa.Table | None, column: str, table: pa.Table) -> pa.Table:
    """Add the stored rows of those that did not come this time."""
    if stored is None:
        return table
    kept = stored.filter(pc.invert(pc.is_in(stored.column(column), table.column(column).combine_chunks())))
    return pa.concat_tables([table, kept.cast(table.schema)]).sort_by(column)


def _reported(place: Place, report: RefreshReport) -> RefreshReport:
    write_report(place.data_cache / REFRESHED, report)
    return report


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)
