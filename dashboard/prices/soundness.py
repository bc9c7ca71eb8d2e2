"""Which files of a store are sound: its faults, told one by one, and the soundest state that a change can build on."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import pyarrow as pa

from dashboard.errors import StoreError
from dashboard.prices.data_files import DamageError, read_table, require_agreement
from dashboard.prices.generations import Found, look, numbers, read_copy, understood
from dashboard.prices.manifest import FileEntry, Manifest, OtherFormatError, SeriesEntry, TableEntry

_LOG = logging.getLogger(__name__)

_EARLIER = "the newest figures do not rest on it, and it goes when enough new ones have been stored"
_COPIED_AGAIN = "the newest figures do not rest on it, and storing anything writes it again"


def readable_copies(directory: Path, layer: str, newest: int | None = None) -> list[Manifest]:
    """Return the manifests of all kept generations that can be read, the oldest first.

    Parameters
    ----------
    directory : Path
    layer : str
    newest : int, optional
        Later generations than this are not looked at.
    """
    copies = []
    for number in numbers(directory):
        if newest is None or number <= newest:
            try:
                copies.append(read_copy(directory, number, layer))
            except DamageError as damage:
                _LOG.warning("%s", damage.sentence("its generation is passed over"))
    return copies


def sound_tables(directory: Path, manifest: Manifest, kinds: Sequence[str]) -> dict[str, pa.Table]:
    """Read all files of some kinds that a manifest names.

    Raises
    ------
    DamageError
        Any of them is not as the manifest says.
    """
    names = sorted(name for name in manifest.named_files() if manifest.files[name].kind in kinds)
    tables = {name: read_table(directory / name, manifest.files[name]) for name in names}
    require_agreement(directory, manifest, tables)
    return tables


def stored_table(directory: Path, base: Manifest, kind: str) -> pa.Table | None:
    """Return the table of a kind from the state that a change builds on; None where there is none of any use."""
    try:
        return next(iter(sound_tables(directory, base, (kind,)).values()), None)
    except DamageError as damage:
        _LOG.warning("%s", damage.sentence("it is replaced without a look at it"))
        return None


def present_state(directory: Path, layer: str, remedy: str) -> Manifest | None:
    """Return the manifest that a change starts from; None where it is damaged and copies stand in for it.

    Raises
    ------
    StoreError
        It cannot be read, and no copy of it either.
    """
    found = look(directory)
    try:
        return understood(directory, found, layer)
    except DamageError as damage:
        other = isinstance(damage.__cause__, OtherFormatError)
        if found.problem or other or not readable_copies(directory, layer):
            raise StoreError(damage.sentence(remedy)) from damage
        return None


def sound_base(directory: Path, present: Manifest | None, layer: str) -> Manifest:
    """Return the state of a store that a change builds on.

    That is the present one. Where it cannot be read or a file of it is damaged, the newest sound series or table of the
    kept generations stands in for each that is lost; one without any is left out.

    Parameters
    ----------
    directory : Path
    present : Manifest or None
        None where it cannot be read.
    layer : str
    """
    checked: dict[str, bool] = {}
    if present is not None and all(_is_sound(directory, name, present, checked) for name in present.named_files()):
        return present
    states = readable_copies(directory, layer, None if present is None else present.generation)
    if present is not None:
        states.append(present)
    files: dict[str, FileEntry] = {}
    series: dict[str, SeriesEntry] = {}
    tables: dict[str, TableEntry] = {}
    for state in states:
        sound = {name for name in state.named_files() if _is_sound(directory, name, state, checked)}
        files |= {name: state.files[name] for name in sound}
        series |= {ticker: entry for ticker, entry in state.series.items() if entry.file in sound}
        tables |= {kind: entry for kind, entry in state.tables.items() if entry.file in sound}
    newest = max(numbers(directory), default=0) if present is None else present.generation
    return Manifest(newest, files, series, tables)


def _is_sound(directory: Path, name: str, manifest: Manifest, checked: dict[str, bool]) -> bool:
    """Say whether a data file is as a manifest says; `checked` holds what has been found out."""
    if name not in checked:
        try:
            read_table(directory / name, manifest.files[name])
            checked[name] = True
        except DamageError as damage:
            _LOG.warning("%s", damage.sentence("what it held is taken from earlier generations where they have it"))
            checked[name] = False
    return checked[name]


def faults_of(directory: Path, found: Found, layer: str, remedy: str) -> tuple[str, ...]:
    """Describe all that is wrong in a store, one sentence for each fault; see `Store.verify`."""
    # By what is wrong, so that a file which several generations share is told of once, with the gravest remedy.
    faults: dict[str, str] = {}
    present: Manifest | None = None
    earlier = remedy
    try:
        present = understood(directory, found, layer)
        earlier = _EARLIER
    except DamageError as damage:
        faults[str(damage)] = damage.sentence(remedy)
    if present is not None:
        _note(faults, _damage_of_files(directory, present), remedy)
        _note(faults, _damage_of_own_copy(directory, present, layer), _COPIED_AGAIN)
    for number in numbers(directory):
        if present is None or number < present.generation:
            _note(faults, _damage_of_copy(directory, number, layer), earlier)
    return tuple(faults.values())


def _note(faults: dict[str, str], found: Iterable[DamageError], remedy: str) -> None:
    for damage in found:
        faults.setdefault(str(damage), damage.sentence(remedy))


def _damage_of_files(directory: Path, manifest: Manifest) -> Iterator[DamageError]:
    """Find the files of a manifest that are not as it says."""
    for name in sorted(manifest.named_files()):
        try:
            require_agreement(directory, manifest, {name: read_table(directory / name, manifest.files[name])})
        except DamageError as damage:
            yield damage


def _damage_of_own_copy(directory: Path, present: Manifest, layer: str) -> Iterator[DamageError]:
    """Find out whether the copy of the present manifest is missing among others, or damaged."""
    # A store that was last changed before copies were kept has none, and is whole.
    if any(number <= present.generation for number in numbers(directory)):
        try:
            read_copy(directory, present.generation, layer)
        except DamageError as damage:
            yield damage


def _damage_of_copy(directory: Path, number: int, layer: str) -> Iterator[DamageError]:
    """Find what is wrong with one generation: its copy, or the files that this names."""
    try:
        copy = read_copy(directory, number, layer)
    except DamageError as damage:
        yield damage
    else:
        yield from _damage_of_files(directory, copy)
