"""A writer of damaged catalogue files: the shipped file with one cell changed."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path

import pytest

from dashboard.catalog.rows import DATA

Damage = Callable[..., Path]


@pytest.fixture
def damage(tmp_path: Path) -> Damage:
    """Give a function that copies a shipped file with the fields of one line replaced, and returns the copy."""

    def write(name: str, line: int, /, **changes: str) -> Path:
        with (DATA / name).open(encoding="utf-8", newline="") as file:
            table = list(csv.reader(file))
        for field, value in changes.items():
            table[line - 1][table[0].index(field)] = value
        path = tmp_path / name
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, lineterminator="\n").writerows(table)
        return path

    return write
