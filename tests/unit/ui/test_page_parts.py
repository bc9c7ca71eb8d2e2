"""The parts of pages that are plain functions: cells, escapes, the identity of the stores."""

from __future__ import annotations

import datetime as dt
import os
from pathlib import Path

import pytest

from dashboard.ui.columns import Column, Kind
from dashboard.ui.load import stored_identity
from dashboard.ui.words import plain


@pytest.mark.parametrize(
    ("kind", "value", "text"),
    [
        ("per_cent", -0.16968, "−16.97\u202f%"),
        ("per_cent", float("nan"), "–"),
        ("dollars_bn", 592.66, "$593\u202fbn"),
        ("dollars_bn", None, "–"),
        ("price", 118.42, "$118.42"),
        ("count", 24490000000.0, "24,490,000,000"),
        ("count", float("nan"), "–"),
        ("ratio", 3.456, "3.46"),
        ("number", 1234.0, "1,234"),
        ("number", 0.125, "0.125"),
        ("number", float("nan"), "–"),
        ("date", dt.datetime(2025, 1, 27), "27 Jan 2025"),
        ("date", None, "–"),
        ("text", None, "–"),
        ("text", "NVDA", "NVDA"),
    ],
)
def test_cells_read_as_the_rest_of_the_page_does(kind: Kind, value: object, text: str) -> None:
    assert Column("Label", kind).text(value) == text


def test_markdown_shows_text_letter_by_letter() -> None:
    assert plain("$593 bn and $1,493 bn") == "\\$593 bn and \\$1,493 bn"
    assert plain("a_b*c <b> [x]: `y`") == "a\\_b\\*c \\<b\\> \\[x\\]\\: \\`y\\`"


def test_a_new_manifest_is_a_new_state_of_the_stores(tmp_path: Path) -> None:
    assert stored_identity(tmp_path) == ()
    manifest = tmp_path / "store" / "manifest.json"
    manifest.parent.mkdir()
    manifest.write_text("{}")
    first = stored_identity(tmp_path)
    assert first == stored_identity(tmp_path)
    replacement = manifest.with_suffix(".new")
    replacement.write_text("{}")
    os.replace(replacement, manifest)  # noqa: PTH105  as the store does it
    assert stored_identity(tmp_path) != first
