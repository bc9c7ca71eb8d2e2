"""The commands of event studies: exact columns, the reader's own files, and one line for what cannot be used."""

from __future__ import annotations

import csv
import datetime as dt
import io
from pathlib import Path

import pandas as pd
import pytest

from dashboard.prices import trading_calendar
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
    # What the placebo dates say has no column.
    assert result.stderr.count("\n") == (table == "placebo")
    assert result.stdout.splitlines()[0].split(",") == COLUMNS[table].split()


@pytest.mark.parametrize("by", ["ticker", "segment"])
def test_reactions_have_the_documented_columns(by: str) -> None:
    result = run("reactions", "--by", by, "--tickers", "NVDA,CEG", "--basis", "launch")
    assert "rows are dropped" in result.stderr
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
    assert "Event sessions differ" in groups["portfolio"]["note"]
    assert {row["group"] for row in groups.values()} == {"events"}
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
        (["study", "--events", "no-such.csv"], ["--events no-such.csv", "give the path"]),
        (["study", "--event", ""], ["--event ''", "neither a date"]),
        (["study", "--event", "2099-01-01"], ["--event 2099-01-01", "end on 2025-12-31", "choose another"]),
        (["study", "--window=0:100000"], ["--window 0:100000", "99999 sessions"]),
        (["study", "--exposure", ""], ["--exposure ''", "segment"]),
        (["study", "--prices", ""], ["--prices", "''", "name one"]),
        (["study", "--events", " "], ["--events", "' '", "name one"]),
        (["study", "--model", "market_adjusted", "--cov", "hc3"], ["--cov hc3", "market_adjusted", "classical"]),
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
        (["study", "--exposure", "beta:"], ["--exposure beta:", "names no series", "beta:^SOX"]),
        (["study", "--group", "a=NVDA", "--tickers", "AMD"], ["--tickers and --group were both given"]),
        (["study", "--model", "ff3", "--benchmark", "NOPE"], ["--benchmark NOPE", "ff3", "market_model"]),
        (["study", "--model", "mean_adjusted", "--benchmark", "^GSPC"], ["--benchmark ^GSPC", "leave it out"]),
        (["study", "--sector", "NOPE"], ["--sector NOPE", "market_model", "two_factor"]),
        (["reactions", "--model", "capm", "--benchmark", "QQQ"], ["--benchmark QQQ", "capm"]),
        (["reactions", "--window=0:0", "--window=0:1"], ["--window was given 2 times", "one window"]),
        (["reactions", "--window=0:1", "--window=0:1"], ["--window was given 2 times"]),
        (["study", "--group", "NVDA,AMD"], ["--group NVDA,AMD", "NAME=T1,T2"]),
        (["study", "--group", "a=NVDA", "--group", "a=AMD"], ["a is given twice"]),
        (["study", "--benchmark", "^GSCP"], ["--benchmark ^GSCP", "^GSPC"]),
        (["study", "--price-kind", "net"], ["--price-kind", "'net'", "adjusted"]),
        (["study", "--prices", "no-such.csv"], ["--prices no-such.csv", "give the path"]),
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
        ("study --model two_factor --benchmark ^GSCP --sector ^SOX", "--benchmark ^GSCP: "),
        ("study --tickers NVDA --model ff3 --benchmark ^GSPC", "--model ff3 --benchmark ^GSPC: "),
        ("study --tickers AMDD --window=0:0 --group a=AMD", "--tickers and --group were both given; "),
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
    ("lines", "beginning"),
    [
        ("NVDA,2025-01-25 NVDA,2025-01-26", "--events {}: The events of NVDA on 2025-01-25 and on 2025-01-26 have "),
        ("NVDA,2025-01-27 nvda,2025-01-27", "--events {}: The events give NVDA on 2025-01-27 twice; "),
        ("NVDA,2005-01-27", "--events {}: The event of NVDA on 2005-01-27 is outside the prices; "),
        ("NVDAA,2025-01-27", "--events {}: There is no series 'NVDAA'; "),
        ("NVDA,27.1.2025", "--events {}: own.csv has '27.1.2025' as a date; "),
        ("NVDA,", "--events {}: own.csv has '' as a date; "),
    ],
)
def test_events_of_a_file_that_cannot_be_used(lines: str, beginning: str, tmp_path: Path) -> None:
    file = tmp_path / "own.csv"
    file.write_text("\n".join(["ticker,date", *lines.split()]), encoding="utf-8")
    result = run("study", "--events", str(file), "--tickers", "NVDA")
    assert (result.returncode, result.stdout) == (2, "")
    assert result.stderr.startswith(beginning.format(file))


@pytest.mark.parametrize(
    ("column", "complaint"),
    [
        ("inf 2 4", "The exposure 'size' of NVDA is inf; "),
        ("big 2 4", "figures.csv has 'big' as the size of NVDA; "),
        ("5 5 5", "There is no slope on size for the group chosen: the exposure does not differ between the companies"),
        ("1 2 NA", "There is no slope on size for the group chosen: needs at least 3 companies with an exposure"),
    ],
)
def test_an_exposure_that_cannot_be_used_is_one_line_and_no_table(column: str, complaint: str, tmp_path: Path) -> None:
    file = tmp_path / "figures.csv"
    pairs = zip(("NVDA", "AMD", "AVGO"), column.split(), strict=True)
    file.write_text("\n".join(["ticker,size", *map(",".join, pairs)]), encoding="utf-8")
    result = run("study", "--tickers", "NVDA,AMD,AVGO", "--exposure", str(file), "--table", "exposure")
    assert (result.returncode, result.stdout) == (2, "")
    assert len(result.stderr.splitlines()) == 1
    assert f"--exposure {file}: {complaint}" in result.stderr


def test_an_exposure_that_some_companies_lack_is_said(tmp_path: Path) -> None:
    file = tmp_path / "figures.csv"
    file.write_text("ticker,size\nNVDA,1\nAMD,3\nAVGO,2\nMU,\n", encoding="utf-8")
    arguments = ("study", "--tickers", "NVDA,AMD,AVGO,MU,TSM", "--exposure", str(file), "--table")
    result = run(*arguments, "exposure")
    assert result.stderr == "The slopes of chosen rest on 3 of 5 companies; the others lack an exposure.\n"
    assert run(*arguments, "firms").stderr == ""
    note = next(row["note"] for row in rows(*arguments, "groups") if row["statistic"] == "exposure")
    assert " on 3 of 5 companies against 250 pre-event days" in note


def test_a_window_past_the_prices_is_said() -> None:
    result = run("study", "--tickers", "NVDA", "--event", "2025-12-15", "--window=0:20")
    assert result.returncode == 0
    assert result.stderr == (
        "The prices end on 31 Dec 2025, before the event window 0:20 does; "
        "choose an earlier event or a shorter window.\n"
    )
    row = next(csv.DictReader(io.StringIO(result.stdout)))
    assert (row["car"], row["status"], row["reason"]) == ("", "dropped", "the prices end on 31 Dec 2025")


def test_the_audit_tells_what_young_companies_rest_on() -> None:
    def audited(day: str) -> dict[str, tuple[str, str, str]]:
        found = rows("study", "--event", day, "--tickers", "GEV,ARM", "--table", "audit")
        return {row["ticker"]: (row["estimation_first"], row["estimation_last"], row["n_obs"]) for row in found}

    # First returns: GE Vernova 28 March 2024, a day after its first close; Arm 15 September 2023.
    assert audited("2024-04-02") == {"GEV": ("", "", "0"), "ARM": ("2023-09-15", "2024-03-01", "116")}
    later = audited("2025-01-27")
    assert later["GEV"][:2] == ("2024-03-28", "2024-12-23")
    assert later["ARM"] == ("2023-12-27", "2024-12-23", "250")
    for first, last, held in (*audited("2024-08-01").values(), later["GEV"]):
        sessions = trading_calendar("XNYS").sessions(dt.date.fromisoformat(first), dt.date.fromisoformat(last))
        assert len(sessions) == int(held)


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
