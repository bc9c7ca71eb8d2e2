"""Share counts from the covers of reports to the SEC: each as it was filed, with the day on which it became known.

The service gives what a report says of the company as a whole. It leaves out what a report says of one class of shares,
so companies with several classes are refused by name: a sum cannot be made of figures that are not there. Companies
that file from abroad (20-F, 40-F) give one count a year, of ordinary shares; it is divided by the catalogue's number of
ordinary shares behind one depositary share, because the prices are those of the latter.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd
import pyarrow as pa
from pydantic import BaseModel, ValidationError

from dashboard.errors import InputError, NotFoundError, SourceError
from dashboard.prices.sources.http import AGENT, HttpSources, Site
from dashboard.prices.sources.protocol import Progress, Run
from dashboard.prices.sources.sec_counts import Fact, FiledCount, one_per_filing, plausible, refuse_unless_current

SEC = "https://data.sec.gov"

SEC_KEPT = dt.timedelta(days=1)
"""So long an answer of the SEC counts as fresh."""

SEC_PAUSE = 0.2
"""Seconds between two requests: half of the ten a second that the SEC allows, so that two runs at once keep to it."""

SEC_MAX_BYTES = 5_000_000

SEVERAL_CLASSES: Mapping[int, str] = {
    1652044: "A, B and C of Alphabet",
    1326801: "A and B of Meta",
    1571996: "A, B and C of Dell",
    1321655: "A, B and F of Palantir",
}
"""By number at the SEC: companies of the universe that count each class of shares apart."""

SCHEMA = pa.schema(
    [
        ("ticker", pa.string()),
        ("shares", pa.int64()),
        ("as_of", pa.date32()),
        ("filed", pa.date32()),
        ("form", pa.string()),
    ]
)

_TAG = "EntityCommonStockSharesOutstanding"
_CONTACT = re.compile(r"[!-~]+@[!-~]+\.[!-~]+")


class _Units(BaseModel):
    shares: list[Fact]


class _Concept(BaseModel):
    cik: int
    tag: str
    units: _Units


@dataclass(frozen=True, eq=False)
class SecResult:
    """What the SEC gave.

    Attributes
    ----------
    table : Table
        Of `SCHEMA`: one row per filing, by ticker and day of filing. A count stands on the split basis of its
        ``as_of`` day.
    refused : mapping of str to str
        For each ticker without a row the reason, one sentence.
    left_out : mapping of str to tuple of str
        For each ticker the filings that were left out, one sentence each.
    notices : mapping of str to str
        For each ticker whose counts are older ones that stand in for new ones: since when and why.
    """

    table: pa.Table
    refused: Mapping[str, str]
    left_out: Mapping[str, tuple[str, ...]]
    notices: Mapping[str, str]


def fetch_share_counts(
    companies: Mapping[str, int],
    http: HttpSources,
    run: Run,
    *,
    contact: str,
    split: pd.DataFrame,
    base: str = SEC,
    today: dt.date | None = None,
    progress: Progress = lambda done, total, ticker: None,
) -> SecResult:
    """Fetch all counts that companies have filed.

    Parameters
    ----------
    companies : mapping of str to int
        Number at the SEC by ticker.
    http : HttpSources
    run : Run
        No company is asked for once it is over.
    contact : str
        An e-mail address, which the SEC asks for.
    split : DataFrame, shape (sessions, series)
        Split ratios on their first session, 1.0 elsewhere.
    base : str
        Address of the service.
    today : date, optional
        By default the machine's date.
    progress : callable
        Told each company that was asked for.

    Returns
    -------
    SecResult

    Raises
    ------
    InputError
        There is no contact address, or it is none; nothing was asked for.
    """
    site = _site(contact, base)
    today = today or dt.date.today()
    counts: list[FiledCount] = []
    refused: dict[str, str] = {}
    left_out: dict[str, tuple[str, ...]] = {}
    notices: dict[str, str] = {}
    for done, (ticker, cik) in enumerate(sorted(companies.items())):
        progress(done, len(companies), ticker)
        try:
            facts, notice = _facts(http, site, ticker, cik, run)
            filed, malformed = one_per_filing(ticker, facts, split)
            of_ticker, far_off = plausible(ticker, filed, split)
            reasons = (*malformed, *far_off)
            refuse_unless_current(ticker, of_ticker, reasons, today)
        except SourceError as error:
            refused[ticker] = str(error)
            continue
        counts += of_ticker
        if reasons:
            left_out[ticker] = reasons
        if notice:
            notices[ticker] = notice
    table = pa.Table.from_pylist([vars(count) for count in counts], schema=SCHEMA)
    return SecResult(table, refused, left_out, notices)


def _site(contact: str, base: str) -> Site:
    """Describe the SEC to whoever asks it."""
    if not _CONTACT.fullmatch(contact):
        raise InputError(
            f"The SEC answers only those who give an address, and {'yours is none' if contact else 'there is none'}; "
            "set the environment variable DASHBOARD_CONTACT to your e-mail address."
        )
    return Site(
        name="The SEC",
        base=base,
        kept=SEC_KEPT,
        pause=SEC_PAUSE,
        max_bytes=SEC_MAX_BYTES,
        check=_check,
        # It answers 403 after too many requests, and to those whose address it does not take for one.
        limits=frozenset({403, 429}),
        advice="see that DASHBOARD_CONTACT holds your own address, and refresh again after that",
        agent=f"{AGENT} {contact}",
    )


def _check(url: str, body: bytes) -> None:
    concept = _parse(url, body)
    if concept.tag != _TAG or f"/CIK{concept.cik:010d}/" not in url:
        raise SourceError(
            f"The SEC answered {url} with {concept.tag} of the company {concept.cik}, which is not what was asked for; "
            "try again later."
        )


def _parse(url: str, body: bytes) -> _Concept:
    try:
        return _Concept.model_validate_json(body)
    except ValidationError as error:
        raise SourceError(f"What the SEC answered to {url} is not a list of share counts; try again later.") from error


def _facts(http: HttpSources, site: Site, ticker: str, cik: int, run: Run) -> tuple[list[Fact], str | None]:
    """Ask for all facts of one company."""
    if run.over():
        raise SourceError(f"{ticker} was not asked for, because the time was up or the run was stopped; refresh again.")
    if cik in SEVERAL_CLASSES:
        raise SourceError(
            f"The SEC's service gives no count over all classes of {ticker} ({SEVERAL_CLASSES[cik]}); "
            "the catalogue's counts stay."
        )
    path = f"/api/xbrl/companyconcept/CIK{cik:010d}/dei/{_TAG}.json"
    try:
        body = http.get(site, path)
    except NotFoundError as error:
        raise NotFoundError(
            f"The SEC has no share count of {ticker} as a whole under its number {cik}; the catalogue's counts stay."
        ) from error
    return _parse(path, body.content).units.shares, body.notice
