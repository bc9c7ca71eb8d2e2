"""The manifest of a price store: which file holds which series, where it came from, and the checksum of every file."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from dashboard.prices.panel import SeriesInfo

FORMAT = 1
"""Version of the layout of the manifest and of the data files; a reader refuses others."""

_DAYS = frozenset({"as_of", "first", "last"})
_LISTS = frozenset({"fields", "doubts", "checks"})
_COUNTS = frozenset({"generation", "bytes", "rows", "missing", "extra"})
_DATA_FILE = re.compile(r"[0-9a-f]{16}\.parquet")


class ManifestError(Exception):
    """The text of a manifest cannot be understood."""


@dataclass(frozen=True)
class FileEntry:
    """A data file: its kind (``"prices"`` or ``"factors"``), checksum, size in bytes and number of rows."""

    kind: str
    sha256: str
    bytes: int
    rows: int


@dataclass(frozen=True)
class SeriesEntry:
    """A price series: the file that holds it, and where it comes from."""

    file: str
    info: SeriesInfo


@dataclass(frozen=True)
class FactorsEntry:
    """The daily factors: the file that holds them, their source, unit and span."""

    file: str
    source: str
    as_of: dt.date
    first: dt.date
    last: dt.date
    rows: int
    unit: str
    fields: tuple[str, ...]


@dataclass(frozen=True)
class Manifest:
    """Everything that a store holds, as of one generation (each change of the store is one generation)."""

    generation: int = 0
    files: Mapping[str, FileEntry] = field(default_factory=dict)
    series: Mapping[str, SeriesEntry] = field(default_factory=dict)
    factors: FactorsEntry | None = None

    def named_files(self) -> frozenset[str]:
        """Return the files that a series or the factors are read from."""
        return frozenset().union(*self.files_by_kind().values())

    def files_by_kind(self) -> dict[str, frozenset[str]]:
        """Return the files that series (``"prices"``) and the factors (``"factors"``) are read from."""
        return {
            "prices": frozenset(entry.file for entry in self.series.values()),
            "factors": frozenset({self.factors.file} if self.factors else ()),
        }

    def to_json(self) -> str:
        """Write the manifest as text, one line per entry; equal manifests give equal text."""
        parts = [
            f'"format":{FORMAT}',
            f'"generation":{self.generation}',
            f'"files":{_lines({name: vars(entry) for name, entry in self.files.items()})}',
            f'"series":{_lines({ticker: _series_values(entry) for ticker, entry in self.series.items()})}',
            f'"factors":{_compact(vars(self.factors) if self.factors else None)}',
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
            content = json.loads(text)
            version = content["format"]
            if version != FORMAT:
                raise ManifestError(f"format {version!r} instead of {FORMAT}")
            factors = content["factors"]
            manifest = cls(
                generation=_typed({"generation": content["generation"]})["generation"],
                files={name: FileEntry(**_typed(entry)) for name, entry in content["files"].items()},
                series={
                    ticker: SeriesEntry(values.pop("file"), SeriesInfo(ticker=ticker, layer=layer, **values))
                    for ticker, values in ((ticker, _typed(values)) for ticker, values in content["series"].items())
                },
                factors=FactorsEntry(**_typed(factors)) if factors else None,
            )
        except (KeyError, TypeError, AttributeError, ValueError) as error:
            raise ManifestError(f"{type(error).__name__}: {error}") from error
        # A name is joined to the store's folder, so it must not be able to point anywhere else.
        strange = [name for name in manifest.files if not _DATA_FILE.fullmatch(name)]
        unlisted = manifest.named_files() - set(manifest.files)
        if strange or unlisted:
            raise ManifestError(f"file {(strange or sorted(unlisted))[0]!r} is not a listed data file")
        for kind, names in manifest.files_by_kind().items():
            for name in sorted(names):
                if manifest.files[name].kind != kind:
                    raise ManifestError(f"file {name!r} is of the kind {manifest.files[name].kind!r}, not {kind!r}")
        return manifest


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
