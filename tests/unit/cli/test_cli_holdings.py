"""The command on holdings of one's own: its table, its notes, and one line for what cannot be used."""

from __future__ import annotations

from pathlib import Path

import pytest

from dashboard.study.holdings import COLUMNS
from tests.unit.cli.test_cli import documented_columns, rows, run


def test_the_columns_are_the_documented_ones() -> None:
    printed = run("holdings", "--share", "NVDA=1").stdout.splitlines()[0].split(",")
    assert printed == list(COLUMNS) == documented_columns("holdings")


def test_a_file_and_options_give_the_same_rows(tmp_path: Path) -> None:
    file = tmp_path / "mine.csv"
    file.write_text("ticker,shares\nNVDA,100\nAVGO,50\n", encoding="utf-8")
    found = rows("holdings", str(file))
    assert found == rows("holdings", "--share", "NVDA=100", "--share", "avgo=50")
    # 100 x (142.62 - 118.42) + 50 x (244.70 - 202.13)
    assert (found[-1]["ticker"], float(found[-1]["loss"])) == ("total", pytest.approx(2_420.00 + 2_128.50))


def test_day_and_end_are_obeyed() -> None:
    (one, _) = rows("holdings", "--share", "NVDA=1", "--date", "2024-06-07", "--to", "2024-06-10")
    assert float(one["later_splits"]) == 10
    assert float(one["value_to"]) == pytest.approx(10 * 121.79)


def test_what_is_added_and_left_out_is_said_on_standard_error() -> None:
    result = run("holdings", "--share", "NVDA=1", "--share", "NVDA=2", "--share", "GEV=1", "--date", "2023-06-02")
    assert result.returncode == 0
    assert result.stderr.splitlines() == [
        "Written more than once, so added together: NVDA.",
        "No close on 2023-06-02 or the session before, so left out of all sums: GEV.",
    ]


def test_what_cannot_be_used_is_one_line(tmp_path: Path) -> None:
    bad, out = tmp_path / "bad.csv", tmp_path / "out.csv"
    bad.write_text("ticker,shares\nNVDA,=1+1\n", encoding="utf-8")
    for arguments, words in {
        (): "No holding is given; write a ticker and a number of shares",
        ("--share", "NVDA=-1"): "--share NVDA=-1: The holding 'NVDA=-1': '-1' shares of NVDA were sold short",
        ("--share", "NVDA"): "--share NVDA: The holding 'NVDA' has no equals sign; write TICKER=SHARES, such as",
        ("--share", "NVDA=1", "--share", "NOPE=1"): "--share NOPE=1: There is no series 'NOPE'",
        ("--share", "NVDA=1", "--to", "2025-01-02"): "--to 2025-01-02: The end 2025-01-02 lies before the event",
        ("--share", "NVDA=1", "--date", "2025-01-26"): "--date 2025-01-26: Sunday 2025-01-26 is not a session",
        (str(bad),): "Line 2 of the file: '=1+1' is no number of shares",
        (str(bad), "--share", "NVDA=1"): "--share cannot stand beside the file",
        (str(tmp_path / "none.csv"),): "none.csv: the file cannot be read (No such file or directory)",
        (str(tmp_path),): "the file cannot be read (Is a directory)",
    }.items():
        result = run("holdings", *arguments, "--out", str(out))
        assert (result.returncode, result.stdout, result.stderr.count("\n")) == (2, "", 1), arguments
        assert words in result.stderr
    assert not out.exists()
