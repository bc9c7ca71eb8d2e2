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
from dashboard.errors import SourceError, StoreError
from dashboard.prices.changes import NewTable
from dashboard.prices.data_files import encode_table
from dashboard.prices.fact_checks import require_same_past, with_fewer_filings
from dashboard.prices.load import EMBEDDED, REFRESHED, SNAPSHOT, load_panel
from dashboard.prices.refresh import refreshed_store
from dashboard.prices.reports import RefreshReport, write_report
from dashboard.prices.sources.arxiv import ARXIV, fetch_first_versions
from dashboard.prices.sources.french import FRENCH, fetch_factors
from dashboard.prices.sources.http import HttpSources
from dashboard.prices.sources.protocol import Progress, Run
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


def refresh_share_counts(
    key: str, place: Place, tickers: Sequence[str], run: Run, contact: str, progress: Progress
) -> RefreshReport:
    """Fetch the share counts of companies; those that fail keep the counts that were stored.

    Funds, indexes and others, which file nothing, are passed over.

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
        base=place.bases.get(key, SEC), progress=progress,
    )  # fmt: skip
    came, fewer = tuple(dict.fromkeys(found.table.column("ticker").to_pylist())), dict[str, str]()
    if came:
        fewer = _put_counts(place.store, found.table)
    fresh = tuple(ticker for ticker in came if ticker not in fewer)
    notes = tuple(dict.fromkeys(found.notices.values()))
    left_out = sum(map(len, found.left_out.values()))
    if left_out:
        notes += (f"{left_out} filings of {len(found.left_out)} companies were left out as implausible.",)
        for ticker, reasons in found.left_out.items():
            _LOG.warning("Filings of %s were left out: %s", ticker, " ".join(reasons))
    return _reported(place, RefreshReport(key, "SEC", started, _now(), fresh, {**found.refused, **fewer}, notes))


def refresh_factors(key: str, place: Place) -> RefreshReport:
    """Fetch the daily factors; where they fail, those that were stored stay."""
    started = dt.datetime.now(dt.UTC)
    source = "Kenneth French data library"
    try:
        found = fetch_factors(place.http, base=place.bases.get(key, FRENCH))
    except SourceError as error:
        _LOG.warning("The factors were not refreshed: %s", error)
        return _reported(place, RefreshReport(key, source, started, _now(), (), {"factors": str(error)}))
    new = encode_table(
        found.table,
        "factors",
        source=f"{source}, CRSP {found.crsp} vintage",
        as_of=found.fetched.date(),
        vintage=found.vintage,
    )
    refused: dict[str, str] = {}

    def judged(stored: pa.Table | None) -> NewTable | None:
        try:
            require_same_past(found.table, _embedded_factors(place.data_cache) if stored is None else stored)
        except SourceError as error:
            _LOG.warning("The factors were not refreshed: %s", error)
            refused["factors"] = str(error)
            return None
        return new

    place.store.write(tables={"factors": judged})
    fresh = () if refused else ("factors",)
    return _reported(place, RefreshReport(key, source, started, _now(), fresh, refused, found.notices))


def _embedded_factors(data_cache: Path) -> pa.Table | None:
    """Return the factors that fetched ones take the place of where none were fetched before."""
    try:
        return next(iter(Store(data_cache / SNAPSHOT, layer=EMBEDDED).tables("factors")[1].values()), None)
    except StoreError as error:
        # A store that cannot be read is no reason to leave it so.
        _LOG.warning("The factors are refreshed without a look at the embedded ones: %s", error)
        return None


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

        def merge(stored: pa.Table | None) -> NewTable:
            return _encoded(_with_others(stored, "arxiv_id", found.table), "first_versions", "arXiv")

        place.store.write(tables={"first_versions": merge})
    refused = dict.fromkeys(found.missing, "arXiv knows no paper of this number.")
    return _reported(place, RefreshReport(key, "arXiv", started, _now(), fresh, refused, found.notices))


def _put_counts(store: Store, table: pa.Table) -> dict[str, str]:
    """Store share counts; return the tickers that came with fewer filings than are stored, and the reason."""
    refused: dict[str, str] = {}

    def merge(stored: pa.Table | None) -> NewTable | None:
        refused.update(with_fewer_filings(table, stored))
        kept = table.filter(pc.invert(pc.is_in(table.column("ticker"), pa.array(list(refused), pa.string()))))
        return _encoded(_with_others(stored, "ticker", kept), "shares", "SEC") if kept.num_rows else None

    store.write(tables={"shares": merge})
    for reason in refused.values():
        _LOG.warning("%s", reason)
    return refused


def _with_others(stored: pa.Table | None, column: str, table: pa.Table) -> pa.Table:
    """Add the stored rows of those that did not come this time."""
    if stored is None:
        return table
    kept = stored.filter(pc.invert(pc.is_in(stored.column(column), table.column(column).combine_chunks())))
    return pa.concat_tables([table, kept.cast(table.schema)]).sort_by(column)


def _encoded(table: pa.Table, kind: str, source: str) -> NewTable:
    return encode_table(table, kind, source=source, as_of=_now().date())


def _reported(place: Place, report: RefreshReport) -> RefreshReport:
    write_report(place.data_cache / REFRESHED, report)
    return report


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)
