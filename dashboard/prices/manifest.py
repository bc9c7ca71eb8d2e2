"""The manifest of a price store: which file holds which series, where it came from, and the checksum of every file."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from dashboard.prices.panel import SeriesInfo

FORMAT = 1
"""Version of the layout of the manifest and of the data files; a reader refuses others."""

PER_CENT = "per cent"
"""Unit in which factors are published and kept."""

TABLES = ("factors", "shares", "first_versions")
"""The kinds of data files that are no price series; a store holds at most one of each."""

_DAYS = frozenset({"as_of", "first", "last"})
_LISTS = frozenset({"fields", "doubts", "checks"})
_COUNTS = frozenset({"generation", "bytes", "rows", "missing", "extra"})
_DATA_FILE = re.compile(r"[0-9a-f]{16}\.parquet")
_OPTIONAL = frozenset({"unit", "fields", "vintage"})
_MEMBERS = frozenset({"format", "generation", "files", "series", *TABLES})


class ManifestError(Exception):
    """The text of a manifest cannot be understood."""


class OtherFormatError(ManifestError):
    """The manifest is of another version of the layout: nothing is wrong with it, but this program cannot read it."""


@dataclass(frozen=True)
class FileEntry:
    """A data file: its kind (``"prices"`` or one of `TABLES`), checksum, size in bytes and number of rows."""

    kind: str
    sha256: str
    bytes: int
    rows: int


@dataclass(frozen=True)
class SeriesEntry:
    """A price series: the file that holds it, and where it comes from."""

    file: str
    info: SeriesInfo


@dataclass(frozen=True, kw_only=True)
class TableEntry:
    """A table that is no price series: the file that holds it, where it comes from, and its span.

    Attributes
    ----------
    file : str
    source : str
    as_of : date
        The day on which it was obtained, or the last day it was complete for.
    first, last : date
        Earliest and latest day in it: of the factors, of filing, or of a first version.
    rows : int
    unit : str
        Of factors, `PER_CENT`; of other tables "".
    fields : tuple of str
        The columns of factors besides the date; of other tables, whose columns are fixed, none.
    vintage : str
        What the source says of the edition of its figures; "" where it says nothing.
    """

    file: str
    source: str
    as_of: dt.date
    first: dt.date
    last: dt.date
    rows: int
    unit: str = ""
    fields: tuple[str, ...] = ()
    vintage: str = ""


@dataclass(frozen=True)
class Manifest:
    """Everything that a store holds, as of one generation (each change of the store is one generation)."""

    generation: int = 0
    files: Mapping[str, FileEntry] = field(default_factory=dict)
    series: Mapping[str, SeriesEntry] = field(default_factory=dict)
    tables: Mapping[str, TableEntry] = field(default_factory=dict)
    """By kind, see `TABLES`."""

    @property
    def factors(self) -> TableEntry | None:
        """The daily factors, if there are any."""
        return self.tables.get("factors")

    def named_files(self) -> frozenset[str]:
        """Return the files that anything is read from."""
        return frozenset().union(*self.files_by_kind().values())

    def files_by_kind(self) -> dict[str, frozenset[str]]:
        """Return for each kind the files that series (``"prices"``) or the table of that kind are read from."""
        return {
            "prices": frozenset(entry.file for entry in self.series.values()),
            **{kind: frozenset({entry.file}) for kind, entry in self.tables.items()},
        }

    def to_json(self) -> str:
        """Write the manifest as text, one line per entry; equal manifests give equal text."""
        parts = [
            f'"format":{FORMAT}',
            f'"generation":{self.generation}',
            f'"files":{_lines({name: vars(entry) for name, entry in self.files.items()})}',
            f'"series":{_lines({ticker: _series_values(entry) for ticker, entry in self.series.items()})}',
            # The factors are always told of, and the kinds that came later only where there are any: manifests of
            # stores without them stay as they were, byte for byte.
            f'"factors":{_compact(_table_values(self.factors) if self.factors else None)}',
            *(f'"{kind}":{_compact(_table_values(self.tables[kind]))}' for kind in TABLES[1:] if kind in self.tables),
        ]
        return "{" + ",\n".join(parts) + "}\n"

    @classmethod
    def from_json(cls, text: str | bytes, layer: str) -> Manifest:
        """Read a manifest; `layer` is what its series are said to belong to.

        Raises
        ------
        ManifestError
            The text is no manifest, is of another format version, or contradicts itself.
        """
        try:
            content = json.loads(text, object_pairs_hook=_distinct)
            version = content["format"]
            if version != FORMAT:
                raise OtherFormatError(f"format {version!r} instead of {FORMAT}")
            if unknown := content.keys() - _MEMBERS:
                raise ManifestError(f"unknown member {min(unknown)!r}")
            told = {"factors": content["factors"], **{kind: content[kind] for kind in TABLES if kind in content}}
            manifest = cls(
                generation=_typed({"generation": content["generation"]})["generation"],
                files={name: FileEntry(**_typed(entry)) for name, entry in content["files"].items()},
                series={
                    ticker: SeriesEntry(values.pop("file"), SeriesInfo(ticker=ticker, layer=layer, **values))
                    for ticker, values in ((ticker, _typed(values)) for ticker, values in content["series"].items())
                },
                tables={kind: TableEntry(**_typed(values)) for kind, values in told.items() if values is not None},
            )
        except (KeyError, TypeError, AttributeError, ValueError, RecursionError) as error:
            raise ManifestError(f"{type(error).__name__}: {error}") from error
        _require_listed_files(manifest)
        return manifest


def _require_listed_files(manifest: Manifest) -> None:
    """Raise unless all that is named are listed data files of the right kinds."""
    # A name is joined to the store's folder, so it must not be able to point anywhere else.
    strange = [name for name in manifest.files if not _DATA_FILE.fullmatch(name)]
    unlisted = manifest.named_files() - set(manifest.files)
    if strange or unlisted:
        raise ManifestError(f"file {(strange or sorted(unlisted))[0]!r} is not a listed data file")
    for kind, names in manifest.files_by_kind().items():
        for name in sorted(names):
            if manifest.files[name].kind != kind:
                raise ManifestError(f"file {name!r} is of the kind {manifest.files[name].kind!r}, not {kind!r}")


def _distinct(members: Iterable[tuple[str, Any]]) -> dict[str, Any]:
    """Return the members of a JSON object, refusing a name that stands twice: one of the two would be lost unseen."""
    found: dict[str, Any] = {}
    for name, value in members:
        if name in found:
            raise ManifestError(f"{name!r} stands in it twice")
        found[name] = value
    return found


def _table_values(entry: TableEntry) -> dict[str, Any]:
    """Return what the manifest says of a table, without what does not apply to its kind."""
    return {name: value for name, value in vars(entry).items() if value or name not in _OPTIONAL}


def _series_values(entry: SeriesEntry) -> dict[str, Any]:
    """Return what the manifest says of a series; its ticker is the key, and its layer follows from the folder."""
    values = {"file": entry.file, **vars(entry.info)}
    del values["ticker"], values["layer"]
    return values


def _typed(values: dict[str, Any]) -> dict[str, Any]:
    """Return the values of an entry in their types; JSON would let a word stand for a number, or for a list."""
    return {name: _value(name, value) for name, value in values.items()}


def _value(name: str, value: Any) -> Any:
    """Return one value in the type that its name asks for."""
    if name in _DAYS:
        return dt.date.fromisoformat(value)
    if name in _LISTS:
        if isinstance(value, list) and all(isinstance(item, str) for item in value):
            return tuple(value)
        raise ManifestError(f"{name} {value!r} is not a list of texts")
    if name in _COUNTS:
        # True is an int in Python, and no count.
        if type(value) is int and value >= 0:
            return value
        raise ManifestError(f"{name} {value!r} is not a whole number from 0 on")
    if isinstance(value, str):
        return value
    raise ManifestError(f"{name} {value!r} is not text")


def _lines(entries: Mapping[str, Mapping[str, Any]]) -> str:
    """Write a JSON object with one line per entry: short to parse, and a changed series is a changed line."""
    lines = [f"{_compact(name)}:{_compact(entries[name])}" for name in sorted(entries)]
    return "{\n" + ",\n".join(lines) + "\n}"


def _compact(value: object) -> str:
    """Write one JSON value without blanks; dates as ISO days."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), default=dt.date.isoformat)
