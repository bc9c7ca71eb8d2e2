"""Daily factors from the Kenneth French data library: two zipped text files, joined by day."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from dashboard.errors import ImportFileError, SourceError
from dashboard.prices.long import DAY
from dashboard.prices.reading import day_of
from dashboard.prices.sources.http import HttpSources, Site
from dashboard.prices.validate import check_factors

FRENCH = "https://mba.tuck.dartmouth.edu"

FRENCH_KEPT = dt.timedelta(days=7)
"""So long a file of the library counts as fresh; it is made anew once a month."""

FRENCH_PAUSE = 1.0
"""Seconds between two requests."""

FRENCH_MAX_BYTES = 10_000_000
"""Of a zipped file; the present ones have some 300 KB."""

MAX_UNZIPPED = 30_000_000
"""Of a file in it; the present ones have some 1 MB."""

FIVE_FACTORS, MOMENTUM = "F-F_Research_Data_5_Factors_2x3_daily", "F-F_Momentum_Factor_daily"
"""Names of the two files without their endings."""

SCHEMA = pa.schema(
    [
        ("date", pa.date32()),
        *((name, pa.float64()) for name in ("mkt_rf", "smb", "hml", "rmw", "cma", "rf", "mom")),
    ]
)

_COLUMNS: Mapping[str, Mapping[str, str]] = {
    FIVE_FACTORS: {"Mkt-RF": "mkt_rf", "SMB": "smb", "HML": "hml", "RMW": "rmw", "CMA": "cma", "RF": "rf"},
    MOMENTUM: {"Mom": "mom"},
}
_FOLDER = "/pages/faculty/ken.french/ftp"
_VINTAGE = re.compile(r"using the (\d{6}) CRSP database")
_DAY_LINE = re.compile(r"\s*(\d{8})\s*,(.*)")
_MISSING = (-99.99, -999.0)


@dataclass(frozen=True, eq=False)
class FrenchResult:
    """What the library gave.

    Attributes
    ----------
    table : Table
        Of `SCHEMA`, in per cent, by day.
    vintage : str
        The line of the five factors' file that names the CRSP database it was made from, verbatim.
    crsp : str
        The month of that database, ``"202601"``; that of momentum is the same.
    first, last : date
    left_out : int
        Days from the first to the last that one of the files lacks or marks as missing.
    fetched : datetime
        When the older of the two files came from the library.
    notices : tuple of str
        Set where older files stand in for new ones: since when and why.
    """

    table: pa.Table
    vintage: str
    crsp: str
    first: dt.date
    last: dt.date
    left_out: int
    fetched: dt.datetime
    notices: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class _Factors:
    """One file, parsed: ``figures`` has a row for each day and a column for each factor; NaN where missing."""

    vintage: str
    crsp: str
    day: NDArray[np.datetime64]
    figures: NDArray[np.float64]


def fetch_factors(http: HttpSources, *, base: str = FRENCH, today: dt.date | None = None) -> FrenchResult:
    """Fetch the daily factors of all days that both files have.

    Parameters
    ----------
    http : HttpSources
    base : str
        Address of the library.
    today : date, optional
        By default the machine's date.

    Raises
    ------
    SourceError
        The files cannot be had, are not what was asked for, do not belong together, or fail a check of factors.
    """
    site = Site(
        name="The Kenneth French library",
        base=base,
        kept=FRENCH_KEPT,
        pause=FRENCH_PAUSE,
        max_bytes=FRENCH_MAX_BYTES,
        check=_check,
    )
    bodies = {name: http.get(site, f"{_FOLDER}/{name}_CSV.zip") for name in _COLUMNS}
    five, momentum = (_parse(name, _unzip(name, body.content)) for name, body in bodies.items())
    if five.crsp != momentum.crsp:
        raise SourceError(
            f"The five factors are made from the CRSP database of {five.crsp} and momentum from that of "
            f"{momentum.crsp}; refresh again when both are of one month, after at most {FRENCH_KEPT.days} days."
        )
    day, figures, left_out = _join(five, momentum)
    columns = {name: figures[:, place] for place, name in enumerate(SCHEMA.names[1:])}
    try:
        check_factors(day, columns, today or dt.date.today())
    except ImportFileError as error:
        raise SourceError(f"The Kenneth French library gave what cannot be stored: {error}") from error
    return FrenchResult(
        table=pa.table({"date": pa.array(day), **columns}, schema=SCHEMA),
        vintage=five.vintage,
        crsp=five.crsp,
        first=day_of(day[0]),
        last=day_of(day[-1]),
        left_out=left_out,
        fetched=min(body.fetched for body in bodies.values()),
        notices=tuple(dict.fromkeys(body.notice for body in bodies.values() if body.notice)),
    )


def _check(url: str, body: bytes) -> None:
    name = url.rsplit("/", 1)[-1].removesuffix("_CSV.zip")
    _parse(name, _unzip(name, body))


def _unzip(name: str, body: bytes) -> str:
    """Return the text of the one file that a zip must hold, having looked at its size before unfolding it."""
    try:
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            members = [one for one in archive.infolist() if one.filename.lower() == f"{name}.csv".lower()]
            if not members:
                inside = ", ".join(archive.namelist()[:3]) or "nothing"
                raise SourceError(f"{name}_CSV.zip holds {inside:.200} and not {name}.csv; see whether it was renamed.")
            member = members[0]
            if member.file_size > MAX_UNZIPPED:
                raise SourceError(
                    f"{name}.csv would unfold to {member.file_size / 1e6:,.0f} MB, more than the "
                    f"{MAX_UNZIPPED / 1e6:g} MB accepted; see what the library gives in a browser."
                )
            if member.flag_bits & 1 or member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
                raise SourceError(f"{name}_CSV.zip is encrypted or packed in a way not known here; try again later.")
            return archive.read(member).decode("latin-1")
    except (zipfile.BadZipFile, zlib.error, EOFError) as error:
        raise SourceError(f"What came as {name}_CSV.zip is no whole zip file; try again later.") from error


def _parse(name: str, text: str) -> _Factors:
    """Read the daily block of a file: a preamble, a line of names, the days, and what follows after an empty line."""
    lines = text.splitlines()
    vintage = next((line for line in lines[:20] if _VINTAGE.search(line)), None)
    columns = _COLUMNS[name]
    heads = [number for number, line in enumerate(lines) if _cells(line) == ["", *columns]]
    if vintage is None or not heads:
        lacking = "the line that names its CRSP database" if vintage is None else f"the line ,{','.join(columns)}"
        raise SourceError(f"{name}.csv lacks {lacking}; see whether the library has changed its form.")
    found = [_DAY_LINE.fullmatch(line) for line in lines[heads[0] + 1 :]]
    length = found.index(None) if None in found else len(found)
    days = [match for match in found[:length] if match]
    if not days or any(found[length:]):
        # A broken line in the midst of the days would otherwise pass for their end.
        raise SourceError(f"{name}.csv breaks off in line {heads[0] + length + 2}, among its days; try again later.")
    month = _VINTAGE.search(vintage)
    figures = np.array([_figures(name, match, len(columns)) for match in days])
    figures[np.isin(figures, _MISSING)] = np.nan
    return _Factors(vintage, month.group(1) if month else "", _days(name, days), figures)


def _cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.split(",")]


def _figures(name: str, match: re.Match[str], columns: int) -> list[float]:
    """Read the figures of one day."""
    try:
        figures = [float(cell) for cell in _cells(match.group(2))]
    except ValueError:
        figures = []
    if len(figures) != columns:
        raise SourceError(f"{name}.csv has not {columns} figures on {match.group(1)}; try again later.")
    return figures


def _days(name: str, matches: list[re.Match[str]]) -> NDArray[np.datetime64]:
    """Read the days, which must ascend."""
    words = [match.group(1) for match in matches]
    try:
        days = np.array([f"{word[:4]}-{word[4:6]}-{word[6:]}" for word in words], dtype=DAY)
    except ValueError as error:
        raise SourceError(f"{name}.csv has a day that is none ({error}); try again later.") from error
    back = np.flatnonzero(days[1:] <= days[:-1])
    if len(back):
        raise SourceError(f"{name}.csv has {words[back[0] + 1]} after {words[back[0]]}; try again later.")
    return days


def _join(five: _Factors, momentum: _Factors) -> tuple[NDArray[np.datetime64], NDArray[np.float64], int]:
    """Put the days side by side that both files have whole; say how many between the first and last are not."""
    day, in_five, in_momentum = np.intersect1d(five.day, momentum.day, assume_unique=True, return_indices=True)
    figures = np.column_stack([five.figures[in_five], momentum.figures[in_momentum]])
    whole = ~np.isnan(figures).any(axis=1)
    if not whole.any():
        raise SourceError("The five factors and momentum have no day in common; try again later.")
    day, figures = day[whole], figures[whole]
    either = np.union1d(five.day, momentum.day)
    between = int(((either >= day[0]) & (either <= day[-1])).sum())
    return day, figures, between - len(day)
