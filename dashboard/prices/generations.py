"""The generations of a store: its manifest, and the sealed copies of it and of those before it.

A copy is the manifest with one member more, the checksum of the rest. So a copy vouches for itself, and for the
manifest that it is a copy of: a manifest that differs from a sound copy of its own generation is damaged.
"""

from __future__ import annotations

import hashlib
import os
import re
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from dashboard.prices.data_files import DamageError, put_file
from dashboard.prices.manifest import Manifest, ManifestError

MANIFEST = "manifest.json"
"""Name of the manifest in a store's folder."""

FOLDER = "generations"
"""Folder of the copies within a store's folder."""

_COPY = re.compile(r"([0-9]{6,})\.json")
_HALF_COPY = re.compile(r"[0-9]{6,}\.json\.tmp")
_OWN = re.compile(r"[0-9a-f]{16}\.parquet(\.tmp)?|manifest\.json\.tmp")
_SEALED = re.compile(rb'(.*),\n"sha256":"([0-9a-f]{64})"\}\n', re.DOTALL)


@dataclass(frozen=True)
class Found:
    """The state of a store at one moment; as long as it stays equal, no writer has changed what is kept.

    Attributes
    ----------
    copies : tuple of int
        The generations of which there is a copy.
    content : bytes or None
        Of the manifest's file; None where there is no such file.
    mark : tuple of int
        Inode and time of change of that file.
    problem : str
        Why it cannot be read; "" where it can.
    """

    copies: tuple[int, ...]
    content: bytes | None
    mark: tuple[int, int] = (0, 0)
    problem: str = ""


def look(directory: Path) -> Found:
    """Look at the manifest's file and at which copies there are."""
    copies = tuple(numbers(directory))
    try:
        with (directory / MANIFEST).open("rb") as stream:
            state = os.fstat(stream.fileno())
            return Found(copies, stream.read(), (state.st_ino, state.st_mtime_ns))
    except FileNotFoundError:
        return Found(copies, None)
    except OSError as error:
        return Found(copies, b"", problem=f"cannot be read ({error.strerror})")


def understood(directory: Path, found: Found, layer: str) -> Manifest:
    """Return the manifest that was found; that of a folder without one is empty.

    Raises
    ------
    DamageError
        It cannot be read, differs from its copy, or is missing although a store that has changed before lies here.
    """
    path = directory / MANIFEST
    if found.content is None:
        if is_lost(directory):
            raise DamageError(path, "is missing, although copies of it are kept", "manifest")
        return Manifest()
    if found.problem:
        raise DamageError(path, found.problem, "manifest")
    try:
        manifest = Manifest.from_json(found.content, layer)
    except ManifestError as error:
        raise DamageError(path, f"cannot be read ({error})", "manifest") from error
    try:
        text = _read_sealed(directory, manifest.generation)
        differs = text != found.content and Manifest.from_json(text, layer) != manifest
    except (DamageError, ManifestError):
        # There is no sound copy to hold against it, as in a store that keeps none.
        return manifest
    if differs:
        raise DamageError(path, "is damaged: it is not what its copy says", "manifest")
    return manifest


def is_lost(directory: Path) -> bool:
    """Say whether copies are kept of a manifest that is not there.

    A first copy alone is no sign of it: a first change that was cut off leaves that.
    """
    return not (directory / MANIFEST).exists() and any(number > 1 for number in numbers(directory))


def numbers(directory: Path) -> list[int]:
    """Return the generations of which there is a copy, sound or not, ascending."""
    with suppress(OSError):
        names = [_COPY.fullmatch(path.name) for path in (directory / FOLDER).iterdir()]
        return sorted(int(match.group(1)) for match in names if match)
    return []


def read_copy(directory: Path, number: int, layer: str) -> Manifest:
    """Read the copy of one generation's manifest.

    Raises
    ------
    DamageError
        It is missing or damaged.
    """
    try:
        return Manifest.from_json(_read_sealed(directory, number), layer)
    except ManifestError as error:
        raise DamageError(copy_path(directory, number), f"cannot be read ({error})") from error


def keep_copy(directory: Path, manifest: Manifest) -> None:
    """Keep a copy of a manifest, unless a sound one is kept or it is the empty one of a folder without a store.

    Raises
    ------
    OSError
        The folder cannot be written to.
    """
    if manifest.generation == 0:
        return
    text = manifest.to_json().encode()
    with suppress(DamageError):
        if _read_sealed(directory, manifest.generation) == text:
            return
    (directory / FOLDER).mkdir(exist_ok=True)
    seal = f',\n"sha256":"{hashlib.sha256(text).hexdigest()}"}}\n'
    put_file(copy_path(directory, manifest.generation), text.removesuffix(b"}\n") + seal.encode())


def copy_path(directory: Path, number: int) -> Path:
    """Return where the copy of a generation is."""
    return directory / FOLDER / f"{number:06d}.json"


def _read_sealed(directory: Path, number: int) -> bytes:
    """Return the text of a manifest from its copy, having compared it with the checksum there."""
    path = copy_path(directory, number)
    try:
        content = path.read_bytes()
    except FileNotFoundError as error:
        raise DamageError(path, "is missing from the store") from error
    except OSError as error:
        raise DamageError(path, f"cannot be read ({error.strerror})") from error
    match = _SEALED.fullmatch(content)
    text = match.group(1) + b"}\n" if match else b""
    if match is None or hashlib.sha256(text).hexdigest().encode() != match.group(2):
        raise DamageError(path, "is damaged: its checksum is not the recorded one")
    return text


def foreign_files(directory: Path) -> frozenset[Path]:
    """Return what lies in a folder that is no store yet under a name that a store could give; it is another's."""
    if (directory / MANIFEST).exists() or numbers(directory):
        return frozenset()
    return frozenset(_named(directory, _OWN))


def _named(folder: Path, names: re.Pattern[str]) -> list[Path]:
    """Return the files of a folder whose names are of a pattern."""
    with suppress(OSError):
        return [path for path in folder.iterdir() if names.fullmatch(path.name)]
    return []


def tidy(directory: Path, layer: str, count: int, foreign: frozenset[Path] = frozenset()) -> None:
    """Remove all but the last `count` generations, the files that none of these names, and a cut-off writer's leavings.

    Only whoever holds the store's lock may do so. Copies of later generations than the manifest's are leavings, too.
    Files that a store would not have named itself stay.

    Parameters
    ----------
    directory : Path
    layer : str
    count : int
    foreign : frozenset of Path
        Files that stay all the same, see `foreign_files`.
    """
    try:
        present = understood(directory, look(directory), layer)
    except DamageError:
        # What a manifest that cannot be read named is not known, so nothing that it may need is removed.
        return
    kept = [number for number in numbers(directory) if number <= present.generation][-count:]
    named = set(present.named_files())
    for number in kept:
        with suppress(DamageError):
            named |= read_copy(directory, number, layer).named_files()
    # The copies go first: a reader that then misses a file of theirs sees that they are gone.
    unneeded = [copy_path(directory, number) for number in numbers(directory) if number not in kept]
    unneeded += [path for path in _named(directory, _OWN) if path.name not in named and path not in foreign]
    for path in [*unneeded, *_named(directory / FOLDER, _HALF_COPY)]:
        # The swap is done: a file that cannot be removed is only in the way, and the next change tries again.
        with suppress(OSError):
            path.unlink(missing_ok=True)
