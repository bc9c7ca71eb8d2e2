"""Days on which papers first stood on arXiv, from its interface for programs."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import parse_qs, urlsplit
from xml.etree import ElementTree as ET

import pyarrow as pa

from dashboard.errors import InputError, RateLimitedError, SourceError
from dashboard.prices.sources.http import HttpSources, Site

ARXIV = "https://export.arxiv.org"

ARXIV_KEPT = dt.timedelta(days=30)
"""So long an answer of arXiv counts as fresh; a first version never changes."""

ARXIV_PAUSE = 3.0
"""Seconds between two requests, as its terms of use ask."""

ARXIV_MAX_BYTES = 2_000_000

BATCH = 100
"""Numbers that one request asks for."""

SCHEMA = pa.schema([("arxiv_id", pa.string()), ("first", pa.date32()), ("title", pa.string())])

_NUMBER = re.compile(r"[0-9]{4}\.[0-9]{5}")
_ENTRY_ID = re.compile(r"https?://arxiv\.org/abs/([0-9]{4}\.[0-9]{5})(?:v[0-9]+)?")
_ATOM = "{http://www.w3.org/2005/Atom}"


@dataclass(frozen=True)
class _Paper:
    arxiv_id: str
    first: dt.date
    title: str


@dataclass(frozen=True, eq=False)
class ArxivResult:
    """What arXiv gave.

    Attributes
    ----------
    table : Table
        Of `SCHEMA`, by number; ``first`` is the day of the first version in UTC.
    missing : tuple of str
        Numbers that arXiv does not know, in the order asked for.
    notices : tuple of str
        Set where older answers stand in for new ones: since when and why.
    """

    table: pa.Table
    missing: tuple[str, ...]
    notices: tuple[str, ...]


def fetch_first_versions(arxiv_ids: Sequence[str], http: HttpSources, *, base: str = ARXIV) -> ArxivResult:
    """Fetch the first day and the title of papers.

    Parameters
    ----------
    arxiv_ids : sequence of str
        Numbers such as ``2501.12948``; each is asked for once.
    http : HttpSources
    base : str
        Address of the interface.

    Raises
    ------
    InputError
        A number is none; nothing was asked for.
    SourceError
        An answer cannot be had, or is not what was asked for.
    """
    for number in arxiv_ids:
        if not _NUMBER.fullmatch(number):
            raise InputError(f"{number!r} is not an arXiv number; give one such as 2501.12948.")
    site = Site(
        name="arXiv",
        base=base,
        kept=ARXIV_KEPT,
        pause=ARXIV_PAUSE,
        max_bytes=ARXIV_MAX_BYTES,
        check=_check,
        # It answers 503 to those who ask too often.
        limits=frozenset({429, 503}),
    )
    wanted = sorted(set(arxiv_ids))
    papers: list[_Paper] = []
    notices: list[str] = []
    for start in range(0, len(wanted), BATCH):
        batch = wanted[start : start + BATCH]
        # Without a number of results it gives ten.
        body = http.get(site, "/api/query", {"id_list": ",".join(batch), "max_results": str(len(batch))})
        papers += _parse(body.content)
        if body.notice:
            notices.append(body.notice)
    papers.sort(key=lambda paper: paper.arxiv_id)
    found = {paper.arxiv_id for paper in papers}
    return ArxivResult(
        table=pa.Table.from_pylist([vars(paper) for paper in papers], schema=SCHEMA),
        missing=tuple(number for number in dict.fromkeys(arxiv_ids) if number not in found),
        notices=tuple(dict.fromkeys(notices)),
    )


def _check(url: str, body: bytes) -> None:
    """Refuse an answer that asks for fewer requests, has a paper that was not asked for, or has one twice."""
    if body.startswith(b"Rate exceeded"):
        raise RateLimitedError("arXiv asked for fewer requests; refresh again later.")
    asked = set(parse_qs(urlsplit(url).query)["id_list"][0].split(","))
    numbers = [paper.arxiv_id for paper in _parse(body)]
    for place, number in enumerate(numbers):
        if number not in asked or number in numbers[:place]:
            fault = "twice" if number in asked else "although it was not asked for"
            raise SourceError(f"arXiv gave {number} {fault}; try again later.")


def _parse(body: bytes) -> list[_Paper]:
    """Read the papers of an Atom feed; an entry without a first day stands for a number that arXiv does not know."""
    feed = _feed(body)
    papers = []
    for entry in feed.iter(f"{_ATOM}entry"):
        address = (entry.findtext(f"{_ATOM}id") or "").strip()
        title = " ".join((entry.findtext(f"{_ATOM}title") or "").split())
        number = _ENTRY_ID.fullmatch(address)
        if number is None:
            # An error comes as an entry too, with status 200; its address leads to a page on errors.
            reason = " ".join((entry.findtext(f"{_ATOM}summary") or title).split())
            raise SourceError(f"arXiv answered with no paper but {reason or address!r:.200}; try again later.")
        published = entry.findtext(f"{_ATOM}published")
        if published is not None:
            papers.append(_Paper(number.group(1), _utc_day(number.group(1), published.strip()), title))
    return papers


def _feed(body: bytes) -> ET.Element:
    """Parse a feed that defines nothing of its own: definitions can unfold without bound or reach for files."""
    try:
        # Parsed from text, so that no declared encoding can hide from the look at it what the parser would see.
        text = body.decode("utf-8")
        if "<!" in text.replace("<![CDATA[", "").replace("<!--", ""):
            raise SourceError(
                "What arXiv answered brings definitions of its own, which no feed needs; try again later."
            )
        feed = ET.fromstring(text)
    except (UnicodeDecodeError, ET.ParseError, ValueError) as error:
        raise SourceError("What arXiv answered is no feed of papers; try again later.") from error
    if feed.tag != f"{_ATOM}feed":
        raise SourceError("What arXiv answered is no feed of papers; try again later.")
    return feed


def _utc_day(number: str, moment: str) -> dt.date:
    try:
        return dt.datetime.strptime(moment, "%Y-%m-%dT%H:%M:%S%z").astimezone(dt.UTC).date()
    except (ValueError, OverflowError) as error:
        raise SourceError(f"arXiv gave {moment!r:.40} as the first day of {number}; try again later.") from error
