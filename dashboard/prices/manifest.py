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
        named = {entry.file for entry in self.series.values()}
        return frozenset(named | ({self.factors.file} if self.factors else set()))

    def to_json(self) -> str:
        """Write the manifest as text, one line an entry; equal manifests give equal text."""
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
                generation=int(content["generation"]),
                files={name: FileEntry(**entry) for name, entry in content["files"].items()},
                series={
                    ticker: SeriesEntry(values.pop("file"), SeriesInfo(ticker=ticker, layer=layer, **_typed(values)))
                    for ticker, values in content["series"].items()
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
        return manifest


def _series_values(entry: SeriesEntry) -> dict[str, Any]:
    """Return what the manifest says of a series; its ticker is the key, and its layer follows from the folder."""
    values = {"file": entry.file, **vars(entry.info)}
    del values["ticker"], values["layer"]
    return values


def _typed(values: dict[str, Any]) -> dict[str, Any]:
    """Turn the dates and lists of an entry into their types, in place."""
    for name in ("as_of", "first", "last"):
        values[name] = dt.date.fromisoformat(values[name])
    for name in ("fields", "doubts", "checks"):
        if name in values:
            values[name] = tuple(values[name])
    return values


def _lines(entries: Mapping[str, Mapping[str, Any]]) -> str:
    """Write a JSON object with one line an entry: short to parse, and a changed series is a changed line."""
    lines = [f"{_compact(name)}:{_compact(entries[name])}" for name in sorted(entries)]
    return "{\n" + ",\n".join(lines) + "\n}"


def _compact(value: object) -> str:
    """Write one JSON value without blanks; dates as ISO days."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), default=dt.date.isoformat)
