"""The Methods page: the project's document, with its formulas."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from dashboard.errors import DashboardError
from dashboard.ui import load
from tests.support.pages import open_page
from tests.support.server import ROOT


def test_the_document_is_the_page() -> None:
    session = open_page("methods")
    assert not session.exception
    assert session.title[0].value == "How each number is computed"
    document = (ROOT / "docs" / "methods.md").read_text(encoding="utf-8")
    shown = session.markdown[-1].value
    assert shown.strip() in document
    assert document.startswith("# How each number is computed\n\nEvery number on the pages is computed")
    for part in ("## Drawdowns", "100,\\ 100,\\ 95", "\\text{loss} = N\\,(P_{-1} - P_0)", "## Gaps"):
        assert part in shown


def test_the_contents_and_all_other_links_lead_to_headings() -> None:
    document = (ROOT / "docs" / "methods.md").read_text(encoding="utf-8")
    lines = document.splitlines()
    first, all_of_them = (
        {line.lstrip("#").strip().lower().replace(" ", "-") for line in lines if line.startswith(marks)}
        for marks in (("## ",), ("## ", "### "))
    )
    contents, rest = document.split("\n## ", 1)
    assert _links(contents) == first
    assert _links(rest) <= all_of_them
    assert "models-of-the-expected-return" in _links(rest)


def _links(text: str) -> set[str]:
    return {part.split(")")[0] for part in text.split("](#")[1:]}


def test_a_missing_document_is_one_sentence(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(load, "PROJECT_ROOT", tmp_path)
    with pytest.raises(DashboardError, match=r"methods\.md cannot be read .*; restore it\."):
        load.document("methods.md")


def test_a_changed_document_is_read_again(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(load, "PROJECT_ROOT", tmp_path)
    (tmp_path / "docs").mkdir()
    path: Any = tmp_path / "docs" / "methods.md"
    path.write_text("# One\n")
    assert load.document("methods.md") == "# One\n"
    path.write_text("# Two\n")
    os.utime(path, ns=(1, 1))
    assert load.document("methods.md") == "# Two\n"
