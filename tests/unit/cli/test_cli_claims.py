"""The command on claims: its tables with documented columns, one claim explained, and one line for what is no use."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.support.claims import imported, plain
from tests.unit.cli.test_cli import documented_columns, rows, run


def test_claims_have_the_documented_columns() -> None:
    printed = run("claims").stdout.splitlines()[0].split(",")
    assert printed == documented_columns("claims")


def test_the_figures_of_a_claim_have_the_documented_columns() -> None:
    printed = run("claims", "--id", "C013", "--explain").stdout.splitlines()[0].split(",")
    assert printed == documented_columns("claims --explain")


def test_all_64_with_a_verdict_and_full_precision() -> None:
    found = {row["id"]: row for row in rows("claims")}
    assert len(found) == 64
    assert all(row["verdict"] and row["reason"] for row in found.values())
    # 100 * (91.11 / 103.19 - 1)
    assert float(found["C019"]["computed"]) == pytest.approx(-11.70656071, abs=1e-8)
    assert (found["C019"]["claimed"], found["C019"]["verdict"]) == ("-11.0", "confirmed_cut")
    assert found["C008"]["computed"] == ""


def test_one_claim() -> None:
    (row,) = rows("claims", "--id", "C029")
    assert row == next(one for one in rows("claims") if one["id"] == "C029")
    assert row["verdict"] == "wrong_date"
    assert "on 29 Jan 2025 the same figure was −4.10 %" in plain(row["reason"])


def test_one_claim_explained_prints_the_sentence_and_every_figure() -> None:
    result = run("claims", "--id", "C013", "--explain")
    assert result.returncode == 0
    assert plain(result.stderr).startswith(
        "C013: On 27 January Nvidia lost $588.8 bn of market value. Needs a definition. Whether it is $588.8 bn "
        "depends on what is meant; official close, share count of the last filing: $592.7 bn (does not fit); "
    )
    assert result.stderr.count("\n") == 1
    figures = rows_of("C013")
    assert [(row["quantity"], row["value"], row["dated"]) for row in figures[:3]] == [
        ("price_before", "142.62", "2025-01-24"),
        ("price_after", "118.42", "2025-01-27"),
        ("shares", "24.49", "2024-11-15"),
    ]
    assert {row["formula"] for row in figures} == {"(price_before - price_after) * shares"}
    assert {row["verdict"] for row in figures} == {"confirmed", "wrong"}


def rows_of(claim: str) -> list[dict[str, str]]:
    result = run("claims", "--id", claim, "--explain", "--format", "json")
    assert result.returncode == 0
    return [
        {key: "" if value is None else str(value) for key, value in row.items()} for row in json.loads(result.stdout)
    ]


def test_statements_in_japanese_also_of_one_claim() -> None:
    (row,) = rows("claims", "--language", "ja", "--id", "C019")
    assert row["statement"] == "マイクロン株は11%下がった。"
    told = run("claims", "--language", "ja", "--id", "C019", "--explain").stderr
    assert plain(told).startswith("C019: マイクロン株は11%下がった。 Confirmed by cutting. From 103.19 (24 Jan 2025)")
    assert "Micron" not in rows("claims", "--language", "ja")[18]["statement"]


def test_an_id_may_be_typed_in_small_letters() -> None:
    assert rows("claims", "--id", "c019") == rows("claims", "--id", "C019") != []
    assert plain(run("claims", "--id", "c019", "--explain").stderr).startswith("C019: ")


def test_a_file_holds_what_is_printed(tmp_path: Path) -> None:
    file = tmp_path / "claims.csv"
    assert run("claims", "--out", str(file)).stdout == ""
    assert file.read_text(encoding="utf-8").splitlines() == run("claims").stdout.splitlines()


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ("--id C999", "--id C999: There is no claim 'C999'; give an id from C001 to C064."),
        ("--id 13 --explain", "--id 13: There is no claim '13'"),
        ("--explain", "--explain shows the figures behind one claim; name it with --id, for example --id C013."),
        ("--language de", "'de' is not one of en, ja"),
    ],
)
def test_what_cannot_be_used_is_one_line(arguments: str, words: str) -> None:
    result = run("claims", *arguments.split())
    assert (result.returncode, result.stdout, result.stderr.count("\n")) == (2, "", 1)
    assert words in result.stderr


def test_prices_without_nvidia_are_no_traceback(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        "dashboard.commands.claims.load_prices", lambda _: imported({"AMD": [100.0, 90.0]}, "2025-01-24")
    )
    result = run("claims", "--id", "C011")
    assert result.returncode == 0
    assert "not_checkable" in result.stdout
    assert "no prices of NVDA are stored" in result.stdout
