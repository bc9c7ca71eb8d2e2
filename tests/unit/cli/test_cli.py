"""The command: exact columns, formats, files, and one line for what cannot be used."""

from __future__ import annotations

import contextlib
import csv
import io
import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from dashboard.cli import main

ROOT = Path(__file__).parents[3]
COLUMNS = {
    "sell-off": "date ticker name segment close_before open low close ret gap low_ret volume_ratio loss_bn "
    "ret_2 ret_5 ret_21",
    "drawdowns": "ticker rank peak_date start_date valley_date recovery_date status depth loss_bn sessions_down "
    "sessions_up days_down days_up",
    "market-value": "date ticker segment shares shares_as_of shares_filed shares_basis close_before close_after ret "
    "cap_before_bn cap_after_bn loss_bn rank_before rank_after",
    "recovery": "ticker close_before regained_on sessions low_date low_ret ret_from_event_close ret_to total_ret_to",
    "events": "key organisation kind title basis publication date precision timing session status source",
    "records": "id date ticker company loss_bn ret reported_as status source url note",
    "status": "ticker name segment layer source as_of first last rows missing extra fields checks doubts",
}


@dataclass(frozen=True)
class Ran:
    """What a run of the command left behind."""

    returncode: int
    stdout: str
    stderr: str


def run(*arguments: str) -> Ran:
    """Run the command as its console script does, in this process."""
    stdout, stderr, status = io.StringIO(), io.StringIO(), 0
    with (
        pytest.MonkeyPatch.context() as patch,
        contextlib.redirect_stdout(stdout),
        contextlib.redirect_stderr(stderr),
    ):
        patch.setattr(sys, "argv", ["deepseek-shock", *arguments])
        try:
            main()
        except SystemExit as stop:
            status = int(stop.code or 0)
    return Ran(status, stdout.getvalue(), stderr.getvalue())


def rows(*arguments: str) -> list[dict[str, str]]:
    result = run(*arguments)
    assert result.returncode == 0, result.stderr
    return list(csv.DictReader(io.StringIO(result.stdout)))


@pytest.mark.parametrize("command", COLUMNS)
def test_columns_are_the_documented_ones(command: str) -> None:
    result = run(command)
    assert result.stderr == ""
    assert result.stdout.splitlines()[0].split(",") == COLUMNS[command].split()


def documented_columns(command: str) -> list[str]:
    """Return the columns that docs/commands.md lists for a command."""
    sections = (ROOT / "docs" / "commands.md").read_text(encoding="utf-8").split("\n## ")
    section = next(text for text in sections if text.splitlines()[0] == command)
    table = [line.split("|")[1].strip() for line in section.splitlines() if line.startswith("|")]
    return table[2:]


@pytest.mark.parametrize("command", COLUMNS)
def test_the_document_lists_the_columns(command: str) -> None:
    assert documented_columns(command) == COLUMNS[command].split()


def test_tickers_may_be_mixed_with_segments() -> None:
    found = rows("sell-off", "--tickers", "nvda,segment:power-producers")
    assert {row["ticker"] for row in found} == {"NVDA", "CEG", "VST", "TLN", "NRG"}


def test_companies_are_the_default_and_all_is_every_series() -> None:
    assert len(rows("market-value")) == 51
    assert len(rows("status")) == 70


def test_json_holds_the_same_rows_as_csv() -> None:
    from_json = json.loads(run("recovery", "--tickers", "NVDA,AAPL", "--format", "json").stdout)
    from_csv = rows("recovery", "--tickers", "NVDA,AAPL")
    assert from_json[0]["sessions"] == 93
    assert [str(row["ret_to"]) for row in from_json] == [row["ret_to"] for row in from_csv]
    assert from_json[1]["low_date"] is None


def test_the_drawdown_loss_uses_the_count_known_on_the_peak_day() -> None:
    worst = rows("drawdowns", "--tickers", "NVDA", "--start", "2024-07-01", "--top", "1")[0]
    # Peak 6 Jan 2025 at 149.43, valley 94.31, 24.49 bn shares on the cover filed on 20 Nov 2024.
    assert float(worst["loss_bn"]) == pytest.approx(24.49 * (149.43 - 94.31), rel=1e-12)
    earlier = rows("drawdowns", "--tickers", "NVDA", "--start", "2024-07-01", "--top", "2")[1]
    assert earlier["peak_date"] == "2024-07-10"
    assert earlier["loss_bn"] == ""  # no count is on file that was known by then


def test_out_writes_the_file_that_would_be_printed(tmp_path: Path) -> None:
    target = tmp_path / "records.csv"
    printed = run("records").stdout
    result = run("records", "--out", str(target))
    assert (result.returncode, result.stdout) == (0, "")
    assert target.read_text(encoding="utf-8") == printed


def test_without_arguments_the_help_is_printed() -> None:
    result = run()
    assert result.returncode == 0
    assert "sell-off" in result.stdout


@pytest.mark.parametrize(
    ("arguments", "names"),
    [
        (["sell-off", "--date", "2025-01-09"], ["--date 2025-01-09", "2025-01-08", "2025-01-10"]),
        (["sell-off", "--date", "2025-01-20"], ["--date 2025-01-20", "2025-01-17", "2025-01-21"]),
        (["sell-off", "--date", "2031-01-02"], ["--date 2031-01-02", "2025-12-31"]),
        (["sell-off", "--date", "27 Jan"], ["--date 27 Jan", "YYYY-MM-DD"]),
        (["sell-off", "--tickers", "NVDAA"], ["--tickers NVDAA", "NVDA"]),
        (["sell-off", "--tickers", "segment:chip"], ["segment:chip", "chips"]),
        (["sell-off", "--tickers", ""], ["--tickers"]),
        (["drawdowns", "--start", "2025-02-01", "--end", "2025-01-01"], ["2025-02-01", "2025-01-01"]),
        (["drawdowns", "--start", "1999-01-01"], ["--start 1999-01-01", "2023-06-01"]),
        (["drawdowns", "--top", "0"], ["--top", "'0'"]),
        (["drawdowns", "--top", "many"], ["--top", "many"]),
        (["recovery", "--to", "2025-01-02"], ["--to 2025-01-02", "2025-01-27"]),
        (["market-value", "--currency", "EUR"], ["--currency", "EUR", "USD", "JPY"]),
        (["events", "--basis", "rumour"], ["--basis", "rumour", "launch"]),
        (["events", "--from", "2025-02-01", "--to", "2025-01-01"], ["2025-02-01", "2025-01-01"]),
        (["records", "--format", "xls"], ["--format", "xls", "csv", "json"]),
        (["records", "--out", "no/such/folder/x.csv"], ["--out no/such/folder/x.csv"]),
        (["status", "--data-cache", "no/such/folder"], ["no/such/folder"]),
        (["import", "no-such-file.csv"], ["no-such-file.csv"]),
        (["serve", "--port", "0"], ["--port", "0"]),
        (["nonsense"], ["nonsense"]),
        (["sell-off", "--dates", "2025-01-27"], ["--dates"]),
    ],
)
def test_bad_input_is_one_line_that_names_the_value_and_the_remedy(arguments: list[str], names: list[str]) -> None:
    result = run(*arguments)
    assert result.returncode == 2
    assert result.stdout == ""
    assert len(result.stderr.splitlines()) == 1
    for name in names:
        assert name in result.stderr


def test_a_file_goes_in_and_its_figures_come_out(tmp_path: Path) -> None:
    prices = tmp_path / "mine.csv"
    prices.write_text("date,MINE\n2025-01-23,100\n2025-01-24,110\n2025-01-27,99\n", encoding="utf-8")
    store = tmp_path / "cache" / "store"
    assert run("import", str(prices), "--into", str(store), "--source", "my own notes").returncode == 0
    row = rows("sell-off", "--tickers", "MINE", "--data-cache", str(tmp_path / "cache"))[0]
    assert float(row["ret"]) == pytest.approx(-0.1)
    assert row["open"] == ""


def test_a_closed_pipe_ends_quietly() -> None:
    script = "from dashboard.cli import main; main()"
    with subprocess.Popen(
        [sys.executable, "-c", script, "sell-off", "--tickers", "all"],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        process.stdout.close()
        assert process.stderr is not None
        assert "Traceback" not in process.stderr.read()
