"""The data files of a store: the form of each kind, and reading one so that what was checked is what is used."""

from __future__ import annotations

import datetime as dt
import hashlib
import io
import os
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from dashboard.prices.manifest import PER_CENT, FileEntry, Manifest, TableEntry
from dashboard.prices.panel import FIELDS

_TEXT, _DAY = pa.string(), pa.date32()
_CODED = pa.dictionary(pa.int32(), _TEXT)

COLUMNS: Mapping[str, Mapping[str, tuple[pa.DataType, ...]]] = {
    "prices": {"ticker": (_CODED,), "date": (_DAY,)},
    "factors": {"date": (_DAY,)},
    "shares": {
        "ticker": (_TEXT, _CODED), "shares": (pa.int64(),), "as_of": (_DAY,), "filed": (_DAY,), "form": (_TEXT,),
    },
    "first_versions": {"arxiv_id": (_TEXT,), "first": (_DAY,), "title": (_TEXT,)},
}  # fmt: skip
"""By kind the columns without gaps, which come first, and their types; prices and factors have figures after them."""

_SPAN = {"factors": "date", "shares": "filed", "first_versions": "first"}
"""The column whose earliest and latest day the manifest tells."""


class DamageError(Exception):
    """A file of a store cannot be used; the text says which and why, as a sentence does before it names the remedy."""

    def __init__(self, path: Path, problem: str, what: str = "file") -> None:
        super().__init__(f"the {what} {path} {problem}")

    def sentence(self, remedy: str) -> str:
        """Return the whole sentence."""
        text = str(self)
        return f"{text[0].upper()}{text[1:]}; {remedy}."


@dataclass(frozen=True)
class NewFile:
    """A data file about to be stored: the bytes of a Parquet file and their entry in the manifest."""

    name: str
    entry: FileEntry
    content: bytes


def encode(table: pa.Table, kind: str) -> NewFile:
    """Encode a table as a data file named after its content; equal tables give equal bytes.

    Raises
    ------
    ValueError
        The table is empty, or has not the columns of its kind.
    """
    buffer = io.BytesIO()
    pq.write_table(table, buffer, compression="zstd", compression_level=9)
    content = buffer.getvalue()
    digest = hashlib.sha256(content).hexdigest()
    entry = FileEntry(kind, digest, len(content), table.num_rows)
    if not _has_form(table, entry):
        raise ValueError(f"a table of {kind} needs rows and the columns {', '.join(COLUMNS[kind])}, without gaps")
    return NewFile(f"{digest[:16]}.parquet", entry, content)


def encode_table(
    table: pa.Table, kind: str, *, source: str, as_of: dt.date, vintage: str = ""
) -> tuple[NewFile, TableEntry]:
    """Encode a table that is no price series, and describe it for the manifest.

    Parameters
    ----------
    table : Table
        With the columns of its kind, see `COLUMNS`, and for factors a column of per cent for each.
    kind : {"factors", "shares", "first_versions"}
    source : str
        Who gave it.
    as_of : date
        The day on which it was obtained, or the last day it was complete for.
    vintage : str
        What the source says of the edition of its figures.

    Raises
    ------
    ValueError
        The table is empty, or has not the columns of its kind.
    """
    new = encode(table, kind)
    span = pc.min_max(table.column(_SPAN[kind])).as_py()
    entry = TableEntry(
        file=new.name,
        source=source,
        as_of=as_of,
        first=span["min"],
        last=span["max"],
        rows=table.num_rows,
        unit=PER_CENT if kind == "factors" else "",
        fields=tuple(table.column_names[1:]) if kind == "factors" else (),
        vintage=vintage,
    )
    return new, entry


def _has_form(table: pa.Table, entry: FileEntry) -> bool:
    """Say whether a table has the columns of its kind and the number of rows that the manifest tells."""
    keys = COLUMNS[entry.kind]
    types = dict(zip(table.schema.names, table.schema.types, strict=True))
    figures: tuple[str, ...] = ()
    if entry.kind == "prices":
        figures = FIELDS
    elif entry.kind == "factors":
        figures = tuple(name for name in types if name not in keys)
    return bool(
        table.schema.names == [*keys, *figures]
        and all(types[name] in allowed and table.column(name).null_count == 0 for name, allowed in keys.items())
        and all(types[name] == pa.float64() for name in figures)
        and 0 < table.num_rows == entry.rows
    )


def read_table(path: Path, entry: FileEntry) -> pa.Table:
    """Read a data file once: its checksum is taken from the bytes that are parsed.

    Raises
    ------
    DamageError
        It is missing, cannot be read, or is not the file that the manifest describes.
    """
    try:
        content = path.read_bytes()
    except FileNotFoundError as error:
        raise DamageError(path, "is missing from the store") from error
    except OSError as error:
        raise DamageError(path, f"cannot be read ({error.strerror})") from error
    if len(content) != entry.bytes:
        raise DamageError(path, f"is damaged: it has {len(content):,} bytes instead of {entry.bytes:,}")
    if hashlib.sha256(content).hexdigest() != entry.sha256:
        raise DamageError(path, "is damaged: its checksum is not the recorded one")
    try:
        # Without the machinery of data sets that `pq.read_table` sets up, this takes three quarters of its time.
        table = pq.ParquetFile(pa.BufferReader(content)).read()
    except (pa.ArrowException, OSError) as error:
        raise DamageError(path, "is not the Parquet file that it should be") from error
    if not _has_form(table, entry):
        raise DamageError(path, f"does not hold the columns and rows of a file of {entry.kind}")
    return table


def require_agreement(directory: Path, manifest: Manifest, tables: Mapping[str, pa.Table]) -> None:
    """Raise unless files hold the rows, columns and unit that a manifest tells of its series and tables.

    Raises
    ------
    DamageError
        A file and the manifest contradict each other.
    """
    rows = {name: _rows_by_ticker(table) for name, table in tables.items() if manifest.files[name].kind == "prices"}
    for ticker, series in manifest.series.items():
        if series.file in rows and (found := rows[series.file].get(ticker, 0)) != series.info.rows:
            raise DamageError(
                directory / series.file, f"holds {found:,} rows of {ticker} instead of {series.info.rows:,}"
            )
    for kind, entry in manifest.tables.items():
        if entry.file in tables:
            _require_described(directory / entry.file, kind, entry, tables[entry.file])


def _require_described(path: Path, kind: str, entry: TableEntry, table: pa.Table) -> None:
    """Raise unless a table is as its entry says."""
    if table.num_rows != entry.rows:
        raise DamageError(path, f"holds {table.num_rows:,} rows instead of {entry.rows:,}")
    if kind != "factors":
        return
    if entry.unit != PER_CENT:
        raise DamageError(path, f"holds factors in {entry.unit!r} instead of {PER_CENT!r}")
    if table.column_names[1:] != list(entry.fields):
        raise DamageError(
            path, f"holds the factors {', '.join(table.column_names[1:])} instead of {', '.join(entry.fields)}"
        )


def _rows_by_ticker(table: pa.Table) -> dict[str, int]:
    """Count the rows of each series in a table of prices."""
    ticker = table.column("ticker").combine_chunks()
    counts = np.bincount(ticker.indices.to_numpy(), minlength=len(ticker.dictionary))
    return dict(zip(ticker.dictionary.to_pylist(), counts.tolist(), strict=True))


def put_file(path: Path, content: bytes) -> None:
    """Put a file in place in one step, durably; a failure leaves what was there, and nothing beside it.

    Raises
    ------
    OSError
        The folder cannot be written to.
    """
    temporary = path.with_name(f"{path.name}.tmp")
    try:
        with temporary.open("wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        temporary.replace(path)
    finally:
        # Where all went well, the temporary file has become the file.
        with suppress(OSError):
            temporary.unlink(missing_ok=True)
    # The rename itself is durable only once the folder is. It has happened all the same, so that a folder which cannot
    # be made durable (some network drives refuse) is no failure.
    with suppress(OSError):
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def put_data(directory: Path, new: NewFile) -> bool:
    """Put a data file in place unless it is there, whole; say whether anything was written.

    Raises
    ------
    OSError
        The folder cannot be written to.
    """
    path = directory / new.name
    with suppress(OSError):
        if path.read_bytes() == new.content:
            return False
    put_file(path, new.content)
    return True
