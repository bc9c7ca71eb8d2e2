"""A price store on disk: immutable content-named Parquet files under one manifest that is swapped atomically."""

from __future__ import annotations

import hashlib
import io
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
from filelock import FileLock, Timeout

from dashboard.errors import StoreError
from dashboard.prices.manifest import FactorsEntry, FileEntry, Manifest, ManifestError, SeriesEntry
from dashboard.prices.panel import FIELDS

MANIFEST = "manifest.json"
"""Name of the manifest in a store's folder."""

_KEYS = {
    "prices": {"ticker": pa.dictionary(pa.int32(), pa.string()), "date": pa.date32()},
    "factors": {"date": pa.date32()},
}
"""The first columns of each kind of file, without gaps; all others hold numbers."""

_LOCK = ".lock"
_LOCK_SECONDS = 30.0


@dataclass(frozen=True)
class NewFile:
    """A data file about to be stored: the bytes of a Parquet file and their entry in the manifest."""

    name: str
    entry: FileEntry
    content: bytes


def encode(table: pa.Table, kind: str) -> NewFile:
    """Encode a table as a data file named after its content; equal tables give equal bytes."""
    buffer = io.BytesIO()
    pq.write_table(table, buffer, compression="zstd", compression_level=9)
    content = buffer.getvalue()
    digest = hashlib.sha256(content).hexdigest()
    return NewFile(f"{digest[:16]}.parquet", FileEntry(kind, digest, len(content), table.num_rows), content)


def _has_form(table: pa.Table, entry: FileEntry) -> bool:
    """Say whether a table has the columns of its kind and the number of rows that the manifest tells."""
    keys = _KEYS[entry.kind]
    types = dict(zip(table.schema.names, table.schema.types, strict=True))
    figures = FIELDS if entry.kind == "prices" else tuple(name for name in types if name not in keys)
    return bool(
        table.schema.names == [*keys, *figures]
        and all(types[name] == kind and table.column(name).null_count == 0 for name, kind in keys.items())
        and all(types[name] == pa.float64() for name in figures)
        and 0 < table.num_rows == entry.rows
    )


@dataclass(frozen=True)
class Store:
    """A folder of price series and factors.

    Readers take no lock: they read the manifest, which is replaced in one step, and then the files it names, which
    never change. Writers exclude each other by a lock file.

    Parameters
    ----------
    directory : Path
        The folder; it is made by the first write.
    layer : str
        What its series are said to belong to, see `dashboard.prices.SeriesInfo`.
    remedy : str
        What a reader should do when the store is damaged, as the end of an error sentence.
    """

    directory: Path
    layer: str = "imported"
    remedy: str = "delete that folder and import the prices again"

    def exists(self) -> bool:
        """Say whether the folder holds a manifest."""
        return (self.directory / MANIFEST).is_file()

    def manifest(self) -> Manifest:
        """Read the manifest; that of a folder without one is empty.

        Raises
        ------
        StoreError
            The manifest cannot be read.
        """
        path = self.directory / MANIFEST
        try:
            return Manifest.from_json(path.read_bytes(), self.layer)
        except FileNotFoundError:
            return Manifest()
        except (OSError, ManifestError) as error:
            raise StoreError(f"The manifest {path} cannot be read ({error}); {self.remedy}.") from error

    def tables(self, kind: str) -> tuple[Manifest, dict[str, pa.Table]]:
        """Read the manifest and all files of one kind that it names.

        Each file is read once, its checksum is taken, and it is parsed from memory, so that what was checked is what is
        used.

        Parameters
        ----------
        kind : {"prices", "factors"}

        Returns
        -------
        manifest : Manifest
        tables : dict of file name to Table

        Raises
        ------
        StoreError
            A file is missing or damaged.
        """
        manifest = self.manifest()
        while True:
            names = sorted(name for name in manifest.named_files() if manifest.files[name].kind == kind)
            try:
                return manifest, {name: self._table(name, manifest.files[name]) for name in names}
            except FileNotFoundError as error:
                # A writer may have swapped the manifest, and removed a file, since the manifest was read.
                newer = self.manifest()
                if newer.generation == manifest.generation:
                    raise StoreError(f"The file {error.filename} is missing from the store; {self.remedy}.") from error
                manifest = newer

    def _table(self, name: str, entry: FileEntry) -> pa.Table:
        """Read one data file, checking it against its checksum."""
        path = self.directory / name
        try:
            content = path.read_bytes()
        except FileNotFoundError:
            raise
        except OSError as error:
            raise StoreError(f"The file {path} cannot be read ({error.strerror}); {self.remedy}.") from error
        if hashlib.sha256(content).hexdigest() != entry.sha256:
            raise StoreError(f"The file {path} is damaged: its checksum is not the recorded one; {self.remedy}.")
        try:
            # Without the machinery of data sets that `pq.read_table` sets up, this takes three quarters of its time.
            table = pq.ParquetFile(pa.BufferReader(content)).read()
        except (pa.ArrowException, OSError) as error:
            raise StoreError(f"The file {path} is not the Parquet file that it should be; {self.remedy}.") from error
        if not _has_form(table, entry):
            raise StoreError(
                f"The file {path} does not hold the columns and rows of a file of {entry.kind}; {self.remedy}."
            )
        return table

    def write(
        self,
        *,
        prices: tuple[NewFile, Mapping[str, SeriesEntry]] | None = None,
        factors: tuple[NewFile, FactorsEntry] | None = None,
    ) -> Manifest:
        """Store new series, each replacing the whole of an older one of its ticker, and new factors, in one step.

        Until the manifest is swapped, readers see the store as it was; a failure leaves it so. Storing what the store
        already holds changes nothing, the generation included. Files that the new manifest does not name are removed
        after the swap.

        Raises
        ------
        StoreError
            The folder cannot be written to, or another writer holds it for half a minute.
        """
        with self._locked():
            old = self.manifest()
            new_files = [file for file, _ in filter(None, (prices, factors))]
            merged = replace(
                old,
                files={**old.files, **{file.name: file.entry for file in new_files}},
                series={**old.series, **(prices[1] if prices else {})},
                factors=factors[1] if factors else old.factors,
            )
            named = merged.named_files()
            merged = replace(merged, files={name: merged.files[name] for name in sorted(named)})
            for file in new_files:
                self._replace(file.name, file.content)
            if merged != old:
                merged = replace(merged, generation=old.generation + 1)
                self._replace(MANIFEST, merged.to_json().encode())
            self._remove_unnamed(named)
            return merged

    @contextmanager
    def _locked(self) -> Iterator[None]:
        """Hold the store's lock, turning failures of the file system into one sentence."""
        try:
            self.directory.mkdir(parents=True, exist_ok=True)
            with FileLock(self.directory / _LOCK, timeout=_LOCK_SECONDS):
                yield
        except Timeout as error:
            raise StoreError(f"Another process is writing to {self.directory}; try again when it has ended.") from error
        except OSError as error:
            raise StoreError(
                f"{self.directory} cannot be written to ({error.strerror}); nothing stored was changed, "
                "free some space or choose a folder that you may write to."
            ) from error

    def _replace(self, name: str, content: bytes) -> None:
        """Put a file in place in one step, durably."""
        temporary = self.directory / f"{name}.tmp"
        with temporary.open("wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        temporary.replace(self.directory / name)
        # The rename itself is durable only once the folder is.
        folder = os.open(self.directory, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)

    def _remove_unnamed(self, named: frozenset[str]) -> None:
        """Remove data files that nothing names any more, and what a writer that was cut off left behind."""
        for path in [*self.directory.glob("*.parquet"), *self.directory.glob("*.tmp")]:
            if path.name not in named:
                # The swap is done: a file that cannot be removed is only in the way, and the next write tries again.
                with suppress(OSError):
                    path.unlink(missing_ok=True)
