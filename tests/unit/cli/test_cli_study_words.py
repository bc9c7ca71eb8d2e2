"""What the commands of event studies say on standard error: which option a refusal is about, what was left out."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pandas as pd
import pytest

from dashboard.prices.load import load_panel
from dashboard.settings import PROJECT_ROOT
from tests.unit.cli.test_cli import Ran, rows, run

SNAPSHOT = PROJECT_ROOT / "data_cache"


def refusal(arguments: str) -> str:
    result = run(*arguments.split())
    assert (result.returncode, result.stdout, result.stderr.count("\n")) == (2, "", 1)
    return result.stderr


def table(result: Ran) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(result.stdout)))


@pytest.fixture(scope="module")
def mine(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Closes of two companies, under other names, in a wide file."""
    file = tmp_path_factory.mktemp("own") / "mine.csv"
    close = load_panel(SNAPSHOT).on_sessions().close[["NVDA", "CEG"]]
    close.rename(columns={"NVDA": "MINE", "CEG": "OTHER"}).to_csv(file)
    return file


def test_the_verdict_on_an_exposure_of_three_companies_is_that_of_three(tmp_path: Path) -> None:
    file = tmp_path / "x.csv"
    file.write_text("ticker,a\nNVDA,1\nAVGO,2\nMSFT,4\n", encoding="utf-8")
    found = rows("study", "--exposure", str(file), "--table", "groups")
    exposure, others = found[-1], found[:-1]
    assert (exposure["statistic"], exposure["n"], exposure["trust"]) == ("exposure", "3", "weak")
    assert "slope 0.0462978 on 3 of 51 companies" in exposure["note"]
    assert {row["n"] for row in others} == {"51"}


ONE_SEGMENT = ("--exposure", "segment", "--group", "A=NVDA,AVGO,AMD", "--group", "B=NVDA,CEG,MSFT,GEV,META")


def test_a_group_of_one_segment_says_so_in_both_tables() -> None:
    found = [row for row in rows("study", *ONE_SEGMENT, "--table", "groups") if row["statistic"] == "exposure"]
    assert (found[0]["group"], {row["group"] for row in found[1:]}) == ("A", {"B"})
    assert found[0]["note"].endswith("All its companies are of one segment.")
    result = run("study", *ONE_SEGMENT, "--table", "exposure")
    assert "There is no slope for the group A: all its companies are of one segment; " in result.stderr
    without = next(
        row for row in rows("study", "--tickers", "NVDA", "--table", "groups") if row["statistic"] == "exposure"
    )
    assert without["note"].endswith("No exposure was given.")


def test_the_benchmark_alone_has_nothing_to_test() -> None:
    said = refusal("study --tickers ^GSPC --table exposure --exposure beta:^SOX")
    assert "none of its companies can be tested (^GSPC: is the benchmark itself); choose other companies." in said
    note = rows("study", "--tickers", "^GSPC", "--table", "groups", "--exposure", "beta:^SOX")[-1]["note"]
    assert note.endswith("None of its companies can be tested (^GSPC: is the benchmark itself).")


@pytest.mark.parametrize(
    ("arguments", "beginning"),
    [
        (
            "study --tickers NVDA,AVGO --exposure beta:^GSPC --benchmark ^GSPC --table exposure",
            "--tickers NVDA,AVGO --exposure beta:^GSPC: There is no slope on beta to ^GSPC for the group chosen: ",
        ),
        (
            "study --model mean_adjusted --min-obs 4 --estimation=-24:-21 --exposure beta:^SOX",
            "--exposure beta:^SOX: A beta needs at least 5 observations, and 4 are asked for; ",
        ),
        (
            "study --tickers NVDA --benchmark ^GSPC --exposure beta:^SOXX",
            "--exposure beta:^SOXX: There is no series '^SOXX'; ",
        ),
        ("study --tickers NVDA,NOPE --benchmark NOPE", "--benchmark NOPE: There is no series 'NOPE'; "),
        ("study --window=0:0 --event 1999-01-04", "--event 1999-01-04: The event 1999-01-04 is outside the prices, "),
    ],
)
def test_a_refusal_names_the_option_that_it_is_about(arguments: str, beginning: str) -> None:
    assert refusal(arguments).startswith(beginning)


@pytest.mark.parametrize("option", ["events", "exposure", "prices"])
def test_a_file_with_other_columns_is_said_of_its_option(option: str, tmp_path: Path) -> None:
    file = tmp_path / "own.csv"
    file.write_text("ticker,name\nNVDA,big\n", encoding="utf-8")
    assert refusal(f"study --tickers NVDA --{option} {file}").startswith(f"--{option} {file}: own.csv has ")


def test_a_series_without_a_figure_is_refused_by_name(tmp_path: Path) -> None:
    file = tmp_path / "own.csv"
    file.write_text("date,A,B\n2025-01-24,1,\n2025-01-27,2,\n", encoding="utf-8")
    assert refusal(f"study --prices {file}") == (
        f"--prices {file}: own.csv has no figure in its column B; leave it out.\n"
    )


def test_what_is_said_of_own_prices_does_not_speak_of_stored_ones(mine: Path) -> None:
    said = refusal(f"study --prices {mine} --tickers NVDA")
    assert said == "--tickers NVDA: There are no prices for NVDA; choose another series or add its prices.\n"
    said = refusal(f"study --prices {mine} --event 2026-03-02")
    assert said.startswith("--event 2026-03-02: The event 2026-03-02 is outside the prices, which begin on 2023-06-01 ")


def test_reactions_of_own_prices_are_those_of_all_their_series(mine: Path) -> None:
    found = table(run("reactions", "--prices", str(mine), "--price-kind", "adjusted", "--basis", "launch"))
    assert {row["ticker"] for row in found} == {"MINE", "OTHER"}
    only = table(run("reactions", "--prices", str(mine), "--tickers", "MINE", "--basis", "launch"))
    assert {row["ticker"] for row in only} == {"MINE"}


def test_reactions_say_how_many_rows_were_dropped_and_why() -> None:
    result = run("reactions", "--tickers", "GEV", "--window=0:60", "--basis", "launch")
    found = table(result)
    said = result.stderr.splitlines()
    assert said[0].startswith("The prices end on 31 Dec 2025, before the event window 0:60 does for 2 of ")
    dropped = sum(row["status"] == "dropped" for row in found)
    counts = {line.partition(": ")[2]: int(line.split()[0]) for line in said[1:]}
    assert sum(counts.values()) == dropped
    inside = [row for row in found if "2023-06-01" <= row["session"] <= "2025-12-31"]
    young = [row for row in inside if int(row["n_obs"]) < 120]
    assert counts["fewer than 120 estimation observations."] == len(young) > 0
    assert counts["the session is not within the prices."] == len(found) - len(inside) > 0
    assert all(line.endswith(".") for line in said)


@pytest.mark.parametrize("statistic", ["mean", "kp"])
def test_the_placebo_table_comes_with_its_p(statistic: str) -> None:
    arguments = ("study", "--tickers", "segment:chips", "--statistic", statistic, "--table")
    result = run(*arguments, "placebo")
    values = pd.to_numeric(pd.read_csv(io.StringIO(result.stdout))["value"])
    reached = int((values[:-1].abs() >= abs(values.iloc[-1])).sum())
    assert len(values) == 251
    assert result.stderr == (
        f"The {statistic} of segment:chips on the event is reached on {reached} of 250 placebo dates: "
        f"empirical p {(1 + reached) / 251:.4g}, of which the smallest possible is 0.003984.\n"
    )
    groups = {row["statistic"]: row for row in rows(*arguments, "groups")}
    told = groups["placebo_date"]["value"] if statistic == "mean" else groups["kp"]["value"]
    assert float(told) == pytest.approx(reached if statistic == "mean" else values.iloc[-1])


def test_the_audit_tells_why_a_window_has_no_figures() -> None:
    shown = ("study", "--tickers", "NVDA", "--event", "2025-12-15", "--table", "audit")
    assert rows(*shown, "--window=0:20")[0]["dropped_for"] == "the prices end on 31 Dec 2025"
    both = rows(*shown, "--window=0:0", "--window=0:20")[0]["dropped_for"]
    assert both == "the prices end on 31 Dec 2025 (window 0:20)"
