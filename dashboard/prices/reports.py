"""What a refresh did and could not do: the report that it leaves beside the store, for pages and later runs."""

from __future__ import annotations

import datetime as dt
import json
import logging
import os
import tempfile
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from dashboard.errors import StoreError

FOLDER = "reports"
"""Within the folder of the refreshed store; a file a source."""

FRESH, PARTLY, NOTHING = 0, 3, 4
"""Exit status of the command ``refresh``: all that was asked for came, some of it, none."""

MOST_BYTES = 1_000_000

_LOG = logging.getLogger(__name__)


@dataclass(frozen=True)
class RefreshReport:
    """One refresh from one source.

    Attributes
    ----------
    key : str
        Short name of the source, as the command takes it.
    source : str
        Its name for readers.
    started, ended : datetime
        UTC.
    fresh : tuple of str
        What came and was stored: tickers, or the name of a table of facts.
    refused : mapping of str to str
        What did not, and why, one sentence each; what was stored of it before is still there.
    notes : tuple of str
        What else a reader should know, one sentence each.
    """

    key: str
    source: str
    started: dt.datetime
    ended: dt.datetime
    fresh: tuple[str, ...]
    refused: Mapping[str, str] = field(default_factory=dict)
    notes: tuple[str, ...] = ()

    @property
    def exit_status(self) -> int:
        """What the command ends with."""
        if not self.fresh:
            return NOTHING
        return PARTLY if self.refused else FRESH

    def reasons(self) -> dict[str, tuple[str, ...]]:
        """Return what was refused by reason, the commonest first; a reason that names its ticker stands alone."""
        found: dict[str, list[str]] = {}
        for name, reason in self.refused.items():
            found.setdefault(reason, []).append(name)
        ordered = sorted(found.items(), key=lambda item: (-len(item[1]), item[1][0]))
        return {reason: tuple(names) for reason, names in ordered}


def write_report(folder: Path, report: RefreshReport) -> None:
    """Put a report in place of the last one of its source, in one step.

    Parameters
    ----------
    folder : Path
        Of the refreshed store.

    Raises
    ------
    StoreError
        It cannot be written.
    """
    values = {
        "key": report.key,
        "source": report.source,
        "started": report.started.isoformat(),
        "ended": report.ended.isoformat(),
        "fresh": list(report.fresh),
        "refused": dict(report.refused),
        "notes": list(report.notes),
    }
    target = folder / FOLDER / f"{report.key}.json"
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        # Two processes may end at one time: each writes a file of its own.
        handle, temporary = tempfile.mkstemp(dir=target.parent, suffix=".tmp")
        try:
            with os.fdopen(handle, "w", encoding="utf-8") as stream:
                json.dump(values, stream, ensure_ascii=False, indent=1)
            Path(temporary).replace(target)
        except OSError:
            with suppress(OSError):
                Path(temporary).unlink()
            raise
    except OSError as error:
        raise StoreError(
            f"The report of the refresh cannot be written to {target} ({error.strerror}); what was fetched is stored, "
            "free some space or choose a folder that you may write to."
        ) from error


def last_reports(folder: Path) -> tuple[RefreshReport, ...]:
    """Return the last report of every source, the newest first; one that cannot be read is logged and left out."""
    paths = sorted((folder / FOLDER).glob("*.json"))
    reports = [report for report in map(_read, paths) if report is not None]
    return tuple(sorted(reports, key=lambda report: report.ended, reverse=True))


def _read(path: Path) -> RefreshReport | None:
    try:
        if path.stat().st_size > MOST_BYTES:
            raise ValueError(f"more than {MOST_BYTES:,} bytes")
        values = json.loads(path.read_bytes())
        return RefreshReport(
            key=path.stem,
            source=str(values["source"]),
            started=_moment(values["started"]),
            ended=_moment(values["ended"]),
            fresh=_texts(values["fresh"]),
            refused={str(name): str(reason) for name, reason in values["refused"].items()},
            notes=_texts(values["notes"]),
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        _LOG.warning("The report %s of a refresh cannot be read and is left out: %s", path, error)
        return None


def _moment(text: str) -> dt.datetime:
    moment = dt.datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError(f"{text!r} has no time zone")
    return moment.astimezone(dt.UTC)


def _texts(values: Sequence[object]) -> tuple[str, ...]:
    if not isinstance(values, list):
        raise TypeError(f"{values!r} is no list")
    return tuple(str(value) for value in values)
