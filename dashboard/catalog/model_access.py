"""Whether the weights of a model can be downloaded by anyone, or the model is reached through its maker alone."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Literal, get_args

from dashboard.catalog.events import STATUSES, Status, load_events
from dashboard.catalog.rows import DATA, Row, read_rows

Access = Literal["open_weights", "closed"]
ACCESS: tuple[Access, ...] = get_args(Access)


@dataclass(frozen=True)
class ModelAccess:
    """How the model of one catalogued event could be had when the event happened.

    Attributes
    ----------
    key : str
        Of the event: a release, or a change of the model's price or availability.
    access : {"open_weights", "closed"}
        Weights for anyone to download under some licence, or a service of the maker alone.
    status : {"verified", "recalled"}
        Read at the source, or from memory.
    source, url, note : str or None
    """

    key: str
    access: Access
    status: Status
    source: str | None
    url: str | None
    note: str | None


def read_model_access(path: Path, events: Collection[str]) -> Mapping[str, ModelAccess]:
    """Read the rows by key, in file order; `CatalogError` names the row that is malformed or of none of the events."""
    rows = read_rows(path, [field.name for field in fields(ModelAccess)], key=["key"])
    return MappingProxyType({row.cells["key"]: _model_access(row, events) for row in rows})


def _model_access(row: Row, events: Collection[str]) -> ModelAccess:
    if row.cells["key"] not in events:
        raise row.error("key", "the key of a catalogued event")
    status = row.choice("status", STATUSES)
    return ModelAccess(
        key=row.text("key"),
        access=row.choice("access", ACCESS),
        status=status,
        source=row.text("source") if status == "verified" else row.optional("source", row.text),
        url=row.optional("url", row.url),
        note=row.optional("note", row.text),
    )


@cache
def load_model_access() -> Mapping[str, ModelAccess]:
    """Load the rows that ship with the project, by the key of the event."""
    return read_model_access(DATA / "model_access.csv", {event.key for event in load_events()})
