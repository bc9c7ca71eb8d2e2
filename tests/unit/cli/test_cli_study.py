"""The commands of event studies: exact columns, the reader's own files, and one line for what cannot be used."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pandas as pd
import pytest

from dashboard.prices.load import load_panel
from dashboard.settings import PROJECT_ROOT
from tests.unit.cli.test_cli import rows, run

FIRMS = (
    "group ticker window_start window_end n_obs alpha beta sigma car sd t df p p_holm p_bh ci_low ci_high bhar "
    "status reason"
)
COLUMNS = {
    "firms": FIRMS,
    "groups": "group window_start window_end statistic value df p n mean_car rbar inflation trust note",
    "daily": "ticker event_day date ret expected ar ar_sd car car_sd",
    "group-daily": "group event_day n aar aar_sd caar caar_sd",
    "placebo": "group date event_day value",
    "exposure": "event_day date slope z p",
    "audit": "ticker event_date session estimation_first estimation_last n_obs dropped_for",
}
SNAPSHOT = PROJECT_ROOT / "data_cache"


@pytest.mark.parametrize("table", COLUMNS)
def test_tables_have_the_documented_columns(table: str) -> None:
    result = run("study", "--tickers", "segment:chips", "--table", table, "--exposure", "beta:^SOX")
    assert result.stderr == ""
    assert result.stdout.splitlines()[0].split(",") == COLUMNS[table].split()


@pytest.mark.parametrize("by", ["ticker", "segment"])
def test_reactions_have_the_documented_columns(by: str) -> None:
    result = run("reactions", "--by", by, "--tickers", "NVDA,CEG", "--basis", "launch")
    assert result.stderr == ""
    assert result.stdout.splitlines()[0] == f"key,session,basis,publication,{by},car,sd,t,p,p_bh,n_obs,status"


def test_a_holiday_maps_forward_and_that_is_said() -> None:
    result = run("study", "--event", "2025-01-20", "--tickers", "NVDA", "--table", "audit")
    assert result.stderr == "2025-01-20 was no session; the event session is 2025-01-21.\n"
    row = next(csv.DictReader(io.StringIO(result.stdout)))
    assert (row["event_date"], row["session"]) == ("2025-01-20", "2025-01-21")


def test_news_after_the_close_belongs_to_the_next_session() -> None:
    result = run("study", "--event", "nvidia-earnings-q4-fy2025", "--tickers", "NVDA", "--table", "audit")
    assert "its session is 2025-02-27" in result.stderr


def test_companies_with_events_of_their_own(tmp_path: Path) -> None:
    file = tmp_path / "events.csv"
    file.write_text("ticker,date\nnvda,2025-01-27\nCEG,2024-09-20\nNVDA,2024-08-29\n", encoding="utf-8")
    own = rows("study", "--events", str(file))
    assert [row["ticker"] for row in own] == ["NVDA", "CEG", "NVDA"]
    alone = [
        rows("study", "--event", day, "--tickers", ticker)[0]
        for ticker, day in (("NVDA", "2025-01-27"), ("CEG", "2024-09-20"), ("NVDA", "2024-08-29"))
    ]
    for name in ("alpha", "beta", "car", "sd", "p"):
        assert [float(row[name]) for row in own] == pytest.approx([float(row[name]) for row in alone], rel=1e-9)
    groups = {row["statistic"]: row for row in rows("study", "--events", str(file), "--table", "groups")}
    # Three different sessions: no pair shares one, so nothing is inflated and there is no common portfolio.
    assert float(groups["kp"]["inflation"]) == 1.0
    assert groups["portfolio"]["value"] == ""
    assert {row["date"] for row in rows("study", "--events", str(file), "--table", "placebo")} == {""}


def test_prices_of_ones_own_give_the_same_figures(tmp_path: Path) -> None:
    close = load_panel(SNAPSHOT).on_sessions().close[["NVDA", "AMD", "^GSPC"]]
    file = tmp_path / "mine.csv"
    close.rename(columns={"NVDA": "MINE", "AMD": "OTHER"}).to_csv(file)
    mine = rows("study", "--prices", str(file), "--price-kind", "adjusted", "--tickers", "MINE,OTHER")
    stored = rows("study", "--tickers", "NVDA,AMD")
    # AMD paid no dividend, so its price returns are its total returns.
    assert float(mine[1]["car"]) == pytest.approx(float(stored[1]["car"]), rel=1e-9)
    everything = rows("study", "--prices", str(file))
    assert {row["ticker"] for row in everything} == {"MINE", "OTHER", "^GSPC"}
    assert next(row for row in everything if row["ticker"] == "^GSPC")["reason"] == "is the benchmark itself"


def test_an_index_that_the_own_prices_lack_comes_from_the_stored_ones(tmp_path: Path) -> None:
    file = tmp_path / "mine.csv"
    load_panel(SNAPSHOT).on_sessions().close[["AMD"]].to_csv(file)
    mine = rows("study", "--prices", str(file))
    assert float(mine[0]["beta"]) == pytest.approx(float(rows("study", "--tickers", "AMD")[0]["beta"]), rel=1e-9)


def test_figures_of_a_file_are_exposures(tmp_path: Path) -> None:
    betas = pd.read_csv(io.StringIO(run("study", "--tickers", "segment:chips", "--benchmark", "^SOX").stdout))
    file = tmp_path / "figures.csv"
    betas.assign(twice=2 * betas["beta"])[["ticker", "twice"]].to_csv(file, index=False)
    by_name = rows("study", "--tickers", "segment:chips", "--table", "exposure", "--exposure", "beta:^sox")[-1]
    by_file = rows("study", "--tickers", "segment:chips", "--table", "exposure", "--exposure", str(file))[-1]
    assert float(by_file["z"]) == pytest.approx(float(by_name["z"]), rel=1e-9)
    assert float(by_file["slope"]) == pytest.approx(float(by_name["slope"]) / 2, rel=1e-9)


@pytest.mark.parametrize(
    ("arguments", "names"),
    [
        (["study", "--event", "deepsek-r1"], ["--event deepsek-r1", "deepseek-r1"]),
        (["study", "--event", "2025-13-01"], ["--event 2025-13-01", "YYYY-MM-DD"]),
        (["study", "--event", "2027-01-04"], ["--event 2027-01-04", "2025-12-31"]),
        (["study", "--event", "2025-01-27", "--events", "x.csv"], ["--event", "--events"]),
        (["study", "--events", "no-such.csv"], ["no-such.csv"]),
        (["study", "--window", "3"], ["--window 3", "-1:1"]),
        (["study", "--window", "1:-1"], ["--window 1:-1", "reversed"]),
        (["study", "--window=-30:1"], ["-30:1", "-270:-21", "overlaps"]),
        (["study", "--model", "garch2"], ["--model garch2", "market_model", "ff5_mom"]),
        (["study", "--cov", "white"], ["--cov white", "hc3"]),
        (["study", "--returns", "real"], ["--returns real", "log"]),
        (["study", "--min-obs", "3"], ["--min-obs 3"]),
        (["study", "--min-obs", "many"], ["--min-obs", "many"]),
        (["study", "--table", "firm"], ["--table firm", "firms"]),
        (["study", "--table", "exposure"], ["exposure", "beta:^SOX"]),
        (["study", "--statistic", "median"], ["--statistic median", "mean"]),
        (["study", "--exposure", "no-such.csv"], ["--exposure no-such.csv", "segment"]),
        (["study", "--exposure", "beta:^SOXX"], ["--exposure beta:^SOXX", "^SOX"]),
        (["study", "--group", "NVDA,AMD"], ["--group NVDA,AMD", "NAME=T1,T2"]),
        (["study", "--group", "a=NVDA", "--group", "a=AMD"], ["a is given twice"]),
        (["study", "--benchmark", "^GSCP"], ["--benchmark ^GSCP", "^GSPC"]),
        (["study", "--price-kind", "net"], ["--price-kind net", "adjusted"]),
        (["study", "--prices", "no-such.csv"], ["no-such.csv"]),
        (["reactions", "--basis", "rumour"], ["--basis rumour", "launch"]),
        (["reactions", "--by", "country"], ["--by country", "segment"]),
    ],
)
def test_bad_input_is_one_line(arguments: list[str], names: list[str]) -> None:
    result = run(*arguments)
    assert result.returncode == 2
    assert result.stdout == ""
    assert len(result.stderr.splitlines()) == 1
    for name in names:
        assert name in result.stderr


@pytest.mark.parametrize(
    ("arguments", "begins"),
    [
        ("study --tickers NVDA --window=0:0 --window 3", "--window 3: "),
        ("study --model capm --window=-30:1", "--window -30:1: "),
        ("study --model capm --cov white --tickers NVDA", "--cov white: "),
        ("study --benchmark ^GSCP --sector ^SOX", "--benchmark ^GSCP: "),
        ("study --events own.csv --event 2025-01-27", "--event and --events were both given; "),
        ("reactions --tickers NVDAA --basis launch", "--tickers NVDAA: "),
    ],
)
def test_an_error_names_the_options_that_it_is_about_and_no_other(arguments: str, begins: str) -> None:
    result = run(*arguments.split())
    assert result.returncode == 2
    assert result.stderr.startswith(begins)
    assert "--" not in result.stderr.removeprefix(begins)


@pytest.mark.parametrize(
    "arguments",
    [
        ["study", "--benchmark", "segment:chips"],
        ["study", "--benchmark", "all"],
        ["study", "--model", "two_factor", "--sector", "companies"],
        ["study", "--exposure", "beta:segment:chips"],
        ["reactions", "--benchmark", "segment:chips"],
    ],
)
def test_a_group_of_series_is_no_index(arguments: list[str]) -> None:
    result = run(*arguments, "--tickers", "NVDA,AVGO")
    assert (result.returncode, result.stdout) == (2, "")
    assert arguments[-1].removeprefix("beta:") in result.stderr
    assert "segment:chips, companies or all" not in result.stderr


def test_a_group_of_series_has_no_event_of_its_own(tmp_path: Path) -> None:
    file = tmp_path / "events.csv"
    file.write_text("ticker,date\nsegment:chips,2025-01-27\n", encoding="utf-8")
    result = run("study", "--events", str(file))
    assert result.returncode == 2
    assert "SEGMENT:CHIPS" in result.stderr.upper()


def test_an_empty_selection_is_refused_as_elsewhere() -> None:
    assert run("study", "--tickers", "").returncode == 2


def test_a_misspelt_command_is_told_of_these_two() -> None:
    assert "'study'" in run("studdy").stderr
    assert "'reactions'" in run("reaction").stderr
    assert {"study", "reactions"} <= {line.split()[0] for line in run("--help").stdout.splitlines() if line.strip()}


@pytest.mark.parametrize("table", COLUMNS)
def test_the_document_lists_the_columns(table: str) -> None:
    sections = (PROJECT_ROOT / "docs" / "commands.md").read_text(encoding="utf-8").split("\n### study --table ")
    section = next(text for text in sections if text.splitlines()[0] == table).split("\n## ")[0]
    lines = [line.split("|")[1].strip() for line in section.splitlines() if line.startswith("|")]
    assert lines[2:] == COLUMNS[table].split()
