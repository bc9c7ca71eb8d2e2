"""The catalogue's public face and the form of its files."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

import dashboard.catalog
from dashboard.catalog.rows import DATA


def test_the_public_names_exist() -> None:
    assert all(hasattr(dashboard.catalog, name) for name in dashboard.catalog.__all__)
    assert sorted(dashboard.catalog.__all__) == list(dashboard.catalog.__all__)


@pytest.mark.parametrize("path", sorted(DATA.glob("*.csv")), ids=lambda path: path.name)
def test_files_are_plain_utf8_with_unix_lines(path: Path) -> None:
    text = path.read_bytes()
    assert text.endswith(b"\n")
    assert b"\r" not in text
    assert not text.startswith(b"\xef\xbb\xbf")


@pytest.mark.parametrize("path", sorted(DATA.glob("*.csv")), ids=lambda path: path.name)
def test_no_cell_reads_as_a_formula_in_a_spreadsheet(path: Path) -> None:
    with path.open(encoding="utf-8", newline="") as file:
        cells = [cell for line in csv.reader(file) for cell in line]
    assert [cell for cell in cells if cell.startswith(("=", "+", "@"))] == []
