"""What a refresh did and could not do: the report that it leaves beside the store, for pages and later runs."""

from __future__ import annotations

import datetime as dt
import json
import logging
import os
import re
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
    standing : mapping of str to str
        What was not asked for this time and had been refused before, with the reason and the day of it.
    """

    key: str
    source: str
    started: dt.datetime
    ended: dt.datetime
    fresh: tuple[str, ...]
    refused: Mapping[str, str] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    standing: Mapping[str, str] = field(default_factory=dict)

    @property
    def exit_status(self) -> int:
        """What the command ends with."""
        if not self.fresh:
            return NOTHING
        return PARTLY if self.refused else FRESH

    def reasons(self) -> dict[str, tuple[str, ...]]:
        """Return what was refused by reason, the commonest first; of several tickers with one reason it says "it"."""
        found: dict[str, list[str]] = {}
        for name, reason in self.refused.items():
            found.setdefault(_impersonal(name, reason), []).append(name)
        found = {reason if len(names) > 1 else self.refused[names[0]]: names for reason, names in found.items()}
        ordered = sorted(found.items(), key=lambda item: (-len(item[1]), item[1][0]))
        return {reason: tuple(names) for reason, names in ordered}


def rolled_back(generation: int) -> RefreshReport:
    """Return the report that the refreshed figures were taken back to an earlier generation."""
    now = dt.datetime.now(dt.UTC)
    note = f"The refreshed figures are those of generation {generation} again; refreshes after that were undone."
    return RefreshReport("rollback", "Rollback", now, now, (), {}, (note,))


def _impersonal(name: str, reason: str) -> str:
    return re.sub(rf"(?<![\w^.=-]){re.escape(name)}(?![\w=-])", "it", reason)


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
        "standing": dict(report.standing or _standing(folder, report)),
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
            standing={str(name): str(reason) for name, reason in values.get("standing", {}).items()},
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        _LOG.warning("The report %s of a refresh cannot be read and is left out: %s", path, error)
        return None


def _standing(folder: Path, report: RefreshReport) -> dict[str, str]:
    """Return earlier refusals of what was not asked for this time."""
    path = folder / FOLDER / f"{report.key}.json"
    before = _read(path) if path.exists() else None
    if before is None:
        return {}
    day = before.ended.date()
    earlier = {**before.standing, **{name: f"{why} (on {day})" for name, why in before.refused.items()}}
    return {name: why for name, why in earlier.items() if name not in report.refused and name not in report.fresh}


def _moment(text: str) -> dt.datetime:
    moment = dt.datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError(f"{text!r} has no time zone")
    return moment.astimezone(dt.UTC)


def _texts(values: Sequence[object]) -> tuple[str, ...]:
    if not isinstance(values, list):
        raise TypeError(f"{values!r} is no list")
    return tuple(str(value) for value in values)
