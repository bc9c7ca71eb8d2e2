"""A price store on disk: immutable content-named Parquet files under one manifest that is swapped atomically."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path

import pyarrow as pa
from filelock import FileLock, Timeout

from dashboard.errors import StoreError
from dashboard.prices.changes import Merge, NewPrices, NewTable, laid_upon, without_dead_rows
from dashboard.prices.data_files import (
    COLUMNS,
    DamageError,
    NewFile,
    encode,
    encode_table,
    put_data,
    put_file,
)
from dashboard.prices.generations import (
    MANIFEST,
    foreign_files,
    is_lost,
    keep_copy,
    look,
    numbers,
    read_copy,
    tidy,
    understood,
)
from dashboard.prices.manifest import Manifest
from dashboard.prices.soundness import faults_of, present_state, sound_base, sound_tables, stored_table

__all__ = ["MANIFEST", "NewFile", "Store", "encode", "encode_table"]

_LOCK = ".lock"
_LOCK_SECONDS = 30.0


@dataclass(frozen=True)
class Store:
    """A folder of price series and of tables of facts.

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
    generations : int
        How many states of it are kept, the present one included.
    """

    directory: Path
    layer: str = "imported"
    remedy: str = "delete that folder and import the prices again"
    generations: int = 5

    def exists(self) -> bool:
        """Say whether the folder holds a manifest, or has lost one."""
        return (self.directory / MANIFEST).is_file() or is_lost(self.directory)

    def manifest(self) -> Manifest:
        """Read the manifest; that of a folder without one is empty.

        Raises
        ------
        StoreError
            The manifest cannot be read.
        """
        return self._read((), fall_back=False)[0]

    def tables(self, kind: str) -> tuple[Manifest, dict[str, pa.Table]]:
        """Read the manifest and all files of one kind that it names.

        Each file is read once, its checksum is taken, and it is parsed from memory, so that what was checked is what is
        used.

        Parameters
        ----------
        kind : {"prices", "factors", "shares", "first_versions"}

        Returns
        -------
        manifest : Manifest
        tables : dict of file name to Table

        Raises
        ------
        StoreError
            The manifest or a file is missing or damaged.
        """
        manifest, tables, _ = self._read((kind,), fall_back=False)
        return manifest, tables

    def tables_or_older(self, kind: str) -> tuple[Manifest, dict[str, pa.Table], DamageError | None]:
        """Read as `tables` does, or else the newest kept generation whose files of that kind are all sound.

        Returns
        -------
        manifest : Manifest
            Of the generation that was read; the empty one where none is sound.
        tables : dict of file name to Table
        damage : DamageError or None
            Why it is not the newest generation; None where it is.
        """
        return self._read((kind,), fall_back=True)

    def _read(
        self, kinds: Sequence[str], *, fall_back: bool
    ) -> tuple[Manifest, dict[str, pa.Table], DamageError | None]:
        while True:
            found = look(self.directory)
            newest: int | None = None
            try:
                manifest = understood(self.directory, found, self.layer)
                newest = manifest.generation
                return manifest, sound_tables(self.directory, manifest, kinds), None
            except DamageError as damage:
                older = self._older(newest, kinds) if fall_back else None
                # A writer may have swapped the manifest, and removed files, since it was read: that is no damage.
                if look(self.directory) != found:
                    continue
                if older is None:
                    raise StoreError(damage.sentence(self.remedy)) from damage
                return *older, damage

    def _older(self, newest: int | None, kinds: Sequence[str]) -> tuple[Manifest, dict[str, pa.Table]]:
        """Read the newest sound generation before one that is damaged, or before one that is not even known."""
        for number in reversed(self._kept_before(newest)):
            # The damage that is told of is that of the newest generation.
            with suppress(DamageError):
                manifest = read_copy(self.directory, number, self.layer)
                return manifest, sound_tables(self.directory, manifest, kinds)
        return Manifest(), {}

    def _kept_before(self, newest: int | None) -> list[int]:
        return [number for number in numbers(self.directory) if newest is None or number < newest]

    def write(
        self,
        *,
        prices: NewPrices | None = None,
        tables: Mapping[str, NewTable | Merge] | None = None,
        newer_only: bool = False,
    ) -> Manifest:
        """Store new series, each replacing the whole of an older one of its ticker, and new tables, in one step.

        Until the manifest is swapped, readers see the store as it was; a failure leaves it so. Storing what the store
        already holds changes nothing, the generation included. Where a file of the store is damaged, the newest sound
        earlier series or table stands in for what it held. Generations beyond those kept are removed after the swap.

        Parameters
        ----------
        prices : tuple of NewFile and mapping of str to SeriesEntry, optional
            A file of prices, and by ticker its series.
        tables : mapping of str to NewTable or Merge, optional
            By kind, see `dashboard.prices.manifest.TABLES`; each takes the place of the stored one. A function is told
            the stored one while no other writer can change it, and so loses nothing that another has just stored.
        newer_only : bool
            Whether a series that ends before the stored one of its ticker is left out, as it was overtaken by a writer
            who stored a newer one meanwhile.

        Returns
        -------
        Manifest
            As it is now. Where a series was left out, this tells a later last day of it than was given.

        Raises
        ------
        StoreError
            The folder cannot be written to, another writer holds it for half a minute, or its manifest cannot be read
            and no copy of it either.
        """
        with self._locked():
            foreign = foreign_files(self.directory)
            try:
                return self._write(prices, tables or {}, newer_only)
            finally:
                tidy(self.directory, self.layer, self.generations, foreign)

    def _write(self, prices: NewPrices | None, tables: Mapping[str, NewTable | Merge], newer_only: bool) -> Manifest:
        present = present_state(self.directory, self.layer, self.remedy)
        made = {kind: table for kind, table in tables.items() if isinstance(table, tuple)}
        # What is stored again mends a damaged file, so that it comes before the look at what is sound.
        mended = self._put([*([prices[0]] if prices else []), *(file for file, _ in made.values())])
        base = sound_base(self.directory, present, self.layer)
        for kind, merge in tables.items():
            if not isinstance(merge, tuple):
                table = merge(stored_table(self.directory, base, kind))
                if table is not None:
                    made[kind] = table
                    mended |= self._put([table[0]])
        merged = laid_upon(base, prices, made, newer_only=newer_only)
        if merged != present:
            merged, gathered = without_dead_rows(self.directory, merged)
            mended |= self._put(gathered)
        changed = merged != present
        if changed:
            merged = replace(merged, generation=base.generation + 1)
        for state in filter(None, (present, merged)):
            keep_copy(self.directory, state)
        # A mended file, too, is told to readers by a swap: they tell states apart by the manifest's file.
        if changed or mended & merged.named_files():
            put_file(self.directory / MANIFEST, merged.to_json().encode())
        return merged

    def _put(self, files: Sequence[NewFile]) -> set[str]:
        """Put data files in place and return the names of those that were not there, whole."""
        return {file.name for file in files if put_data(self.directory, file)}

    def rollback(self) -> Manifest:
        """Go back to the generation before the present one, whose place and number are then free for the next change.

        Where the manifest is damaged, the newest kept generation is gone back to.

        Returns
        -------
        Manifest
            That of the generation gone back to.

        Raises
        ------
        StoreError
            No earlier generation is kept, or it is damaged, or the folder cannot be written to; nothing was changed.
        """
        if not self.exists():
            raise StoreError(f"Nothing is stored in {self.directory} that could be taken back; choose another folder.")
        with self._locked():
            newest: int | None = None
            # A manifest that is damaged is the very reason to go back.
            with suppress(DamageError):
                newest = understood(self.directory, look(self.directory), self.layer).generation
            kept = self._kept_before(newest)
            if not kept:
                raise StoreError(
                    f"No earlier generation is kept in {self.directory}; to be rid of its figures, delete that folder."
                )
            try:
                earlier = read_copy(self.directory, kept[-1], self.layer)
                sound_tables(self.directory, earlier, tuple(COLUMNS))
            except DamageError as damage:
                remedy = f"as generation {kept[-1]} cannot be gone back to, store the figures anew instead"
                raise StoreError(damage.sentence(remedy)) from damage
            put_file(self.directory / MANIFEST, earlier.to_json().encode())
            tidy(self.directory, self.layer, self.generations)
            return earlier

    def verify(self) -> tuple[str, ...]:
        """Read and check every file of every kept generation.

        Returns
        -------
        tuple of str
            One sentence for each fault: which file, what is wrong, what to do; empty where all is sound.
        """
        while True:
            found = look(self.directory)
            faults = faults_of(self.directory, found, self.layer, self.remedy)
            # What a writer removed meanwhile is no fault.
            if not faults or look(self.directory) == found:
                return faults

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
