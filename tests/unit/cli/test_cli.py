"""The command: exact columns, formats, files, and one line for what cannot be used."""

from __future__ import annotations

import contextlib
import csv
import inspect
import io
import json
import os
import re
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from dashboard import cli, event_checks
from dashboard.cli import main
from dashboard.settings import settings

ROOT = Path(__file__).parents[3]
COLUMNS = {
    "sell-off": "date ticker name segment close_before open low close ret gap low_ret volume_ratio loss_bn "
    "ret_2 ret_5 ret_21",
    "drawdowns": "ticker rank peak_date start_date valley_date recovery_date status depth loss_bn sessions_down "
    "sessions_up days_down days_up",
    "market-value": "date ticker segment shares shares_as_of shares_filed shares_basis close_before close_after ret "
    "cap_before_bn cap_after_bn loss_bn beta benchmark_ret loss_market_bn loss_beyond_market_bn loss_rate_bn "
    "rank_before rank_after",
    "share-counts": "ticker known_from shares as_of filed basis note close_date close cap_bn",
    "recovery": "ticker close_before regained_on sessions low_date low_ret ret_from_event_close ret_to total_ret_to",
    "events": "key organisation kind title basis publication date precision timing session status source",
    "records": "id date ticker company loss_bn ret reported_as status source url note fell_on",
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


def test_the_check_of_events_is_documented_and_takes_no_other_choice() -> None:
    assert documented_columns("events --check") == list(event_checks.COLUMNS)
    assert [row["verdict"] for row in rows("events", "--check")] == ["not fetched"] * 10
    assert "--check looks at all first-version dates" in run("events", "--check", "--from", "2025-01-01").stderr


def test_status_verify_reads_every_file_and_names_a_damaged_one(tmp_path: Path) -> None:
    sound = run("status", "--verify")
    assert (sound.returncode, sound.stderr) == (0, "Every stored file is sound.\n")
    shutil.copytree(ROOT / "data_cache" / "snapshot", tmp_path / "snapshot")
    factors = tmp_path / "snapshot" / "6ddb802798f34458.parquet"
    content = bytearray(factors.read_bytes())
    content[len(content) // 2] ^= 1
    factors.write_bytes(content)
    damaged = run("status", "--verify", "--data-cache", str(tmp_path))
    assert damaged.returncode == 1
    assert factors.name in damaged.stderr
    assert damaged.stdout.splitlines()[0] == sound.stdout.splitlines()[0]
    assert not (tmp_path / "snapshot" / "generations").exists()
    prices = tmp_path / "snapshot" / "561bf9a898bf1f2c.parquet"
    prices.write_bytes(prices.read_bytes()[:-1])
    nothing = run("status", "--verify", "--data-cache", str(tmp_path))
    assert (nothing.returncode, nothing.stdout) == (1, "")
    assert nothing.stderr.count(prices.name) == 1


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
        (["recovery", "--to", "2025-W05-1"], ["--to 2025-W05-1: ", "YYYY-MM-DD"]),
        (["sell-off", "--date", "20250127"], ["--date 20250127: ", "YYYY-MM-DD"]),
        (["market-value", "--currency", "EUR"], ["--currency", "EUR", "USD", "JPY"]),
        (["events", "--basis", "rumour"], ["--basis", "rumour", "launch"]),
        (["events", "--from", "2025-02-01", "--to", "2025-01-01"], ["2025-02-01", "2025-01-01"]),
        (["records", "--format", "xls"], ["--format", "xls", "csv", "json"]),
        (["records", "--out", "no/such/folder/x.csv"], ["--out no/such/folder/x.csv"]),
        (["status", "--data-cache", "no/such/folder"], ["no/such/folder"]),
        (["import", "no-such-file.csv"], ["no-such-file.csv"]),
        (["import", "no-such-file.csv", "--as-of", "today"], ["--as-of today: ", "YYYY-MM-DD"]),
        (["serve", "--port", "0"], ["--port", "0"]),
        (["serve", "--port", "9" * 5000], ["--port"]),
        (["serve", "--host", "not a host"], ["--host 'not a host'", "localhost"]),
        (["serve", "--host", ""], ["--host ''", "localhost"]),
        (["serve", "--host", "é" * 100], ["--host", "localhost"]),
        (["serve", "--host", "203.0.113.7"], ["--host '203.0.113.7'", "localhost"]),
        (["refresh", "--source", "bloomberg"], ["--source bloomberg", "yahoo, sec, french, arxiv, folder"]),
        (["refresh", "--source", "folder"], ["--folder", "give both or neither"]),
        (["refresh", "--folder", "x"], ["--folder", "give both or neither"]),
        (["refresh", "--tickers", "NVDIA"], ["--tickers NVDIA", "NVDA"]),
        (["refresh", "--source", "sec", "--tickers", "NVDA"], ["DASHBOARD_CONTACT"]),
        (["rollback", "--data-cache", "no/such/folder"], ["Nothing is stored in", "no/such/folder"]),
        (["nonsense"], ["nonsense"]),
        (["sell-off", "--dates", "2025-01-27"], ["--dates"]),
    ],
)
def test_bad_input_is_one_line_that_names_the_value_and_the_remedy(arguments: list[str], names: list[str]) -> None:
    result = run(*arguments)
    assert result.returncode == 2
    assert result.stdout == ""
    assert len(result.stderr.splitlines()) == 1
    assert "Value error" not in result.stderr
    for name in names:
        assert name in result.stderr


@pytest.mark.parametrize(
    ("arguments", "begins"),
    [
        ("sell-off --date foo", "--date foo: "),
        ("sell-off --date foo --tickers NVDA", "--date foo: "),
        ("sell-off --date 2025-01-27 --tickers NVDAA", "--tickers NVDAA: "),
        ("sell-off --tickers NVDA --date 2025-01-09", "--date 2025-01-09: "),
        ("drawdowns --start 2023-06-01 --end 2099-01-01", "--end 2099-01-01: "),
        ("drawdowns --start 1999-01-01 --end 2025-12-31 --top 3", "--start 1999-01-01: "),
        ("drawdowns --start 2025-02-01 --end 2025-01-01", "--start 2025-02-01 --end 2025-01-01: "),
        ("recovery --date 2025-01-27 --to 2025-01-02", "--date 2025-01-27 --to 2025-01-02: "),
        ("recovery --to 2025-01-02", "--to 2025-01-02: "),
        ("market-value --currency JPY --date 2025-01-09", "--date 2025-01-09: "),
        ("events --from 2025-13-01 --to 2025-02-01", "--from 2025-13-01: "),
    ],
)
def test_an_error_names_the_options_that_it_is_about_and_no_other(arguments: str, begins: str) -> None:
    result = run(*arguments.split())
    assert result.returncode == 2
    assert result.stderr.startswith(begins)
    assert "--" not in result.stderr.removeprefix(begins)


def test_a_default_that_does_not_fit_names_no_option(tmp_path: Path) -> None:
    imported(tmp_path, "date,MINE\n2024-01-23,100\n2024-01-24,110\n")
    result = run("sell-off", "--tickers", "MINE", "--data-cache", str(tmp_path))
    assert result.stderr.startswith("2025-01-27 is outside the stored prices; ")


@pytest.fixture
def fresh_settings() -> Iterator[None]:
    settings.cache_clear()
    yield
    settings.cache_clear()


@pytest.mark.parametrize("value", ["abc", "0", "2001", "", "1.5"])
@pytest.mark.usefixtures("fresh_settings")
def test_a_bad_variable_of_the_environment_is_one_line(value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DASHBOARD_IMPORT_MAX_MB", value)
    result = run("status")
    assert (result.returncode, result.stdout) == (2, "")
    assert result.stderr == (
        f"The environment variable DASHBOARD_IMPORT_MAX_MB is {value!r}; "
        "set it to a whole number from 1 to 2000 or leave it out.\n"
    )


def test_a_missing_exchange_rate_is_said_beside_the_table() -> None:
    # The vendor has no rate for 21 April 2025; the one of 17 April, the session before, is stored.
    result = run("market-value", "--currency", "JPY", "--date", "2025-04-21", "--tickers", "NVDA")
    assert result.returncode == 0
    assert result.stderr == (
        "No exchange rate JPY=X is stored for 2025-04-21; yen values of that day, and losses, are left empty.\n"
    )
    (row,) = csv.DictReader(io.StringIO(result.stdout))
    assert (row["cap_after_bn"], row["loss_bn"]) == ("", "")
    assert row["cap_before_bn"] != ""
    assert run("market-value", "--date", "2025-04-21").stderr == ""


def imported(cache: Path, text: str) -> Ran:
    """Import a file of prices beside the embedded ones of `cache`, if it has any."""
    prices = cache / "mine.csv"
    prices.write_text(text, encoding="utf-8")
    result = run("import", str(prices), "--into", str(cache / "store"))
    assert result.returncode == 0, result.stderr
    return result


def test_a_newer_series_leaves_the_figures_of_the_others(tmp_path: Path) -> None:
    (tmp_path / "snapshot").symlink_to(ROOT / "data_cache" / "snapshot")
    imported(tmp_path, "date,FOO\n2026-01-05,10\n2026-01-06,11\n")
    ours = rows("recovery", "--data-cache", str(tmp_path))
    assert ours == rows("recovery")
    assert all(row["ret_to"] for row in ours)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("ticker,date,close\nFOO,2025-01-27,1\n", r"Stored 1 series, 1 row, [\d,]+ bytes\n"),
        ("date,FOO,BAR\n2025-01-27,1,2\n2025-01-28,1,2\n", r"Stored 2 series, 4 rows, [\d,]+ bytes\n"),
    ],
)
def test_what_was_stored_is_counted_in_words(tmp_path: Path, text: str, said: str) -> None:
    assert re.fullmatch(said, imported(tmp_path, text).stdout)


def test_what_was_left_out_is_counted_in_words(tmp_path: Path) -> None:
    (tmp_path / "p.csv").write_text("date,A\n2025-01-27,1\n", encoding="utf-8")
    (tmp_path / "d.csv").write_text("ticker,date,amount\nA,2024-01-02,1\n", encoding="utf-8")
    result = run("import", str(tmp_path / "p.csv"), "--into", str(tmp_path), "--dividends", str(tmp_path / "d.csv"))
    assert result.stdout.endswith(" bytes, 1 dividend or split before the first price left out\n")


def test_a_port_in_use_is_refused_before_an_address_is_printed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "execv", lambda *_: pytest.fail("a server was started"))
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        result = run("serve", "--port", str(port))
    assert (result.returncode, result.stdout) == (2, "")
    assert result.stderr.startswith(f"Nothing can listen on port {port} of localhost (Address already in use); ")
    assert len(result.stderr.splitlines()) == 1


@pytest.mark.parametrize(("host", "shown"), [("localhost", "localhost"), ("0.0.0.0", "0.0.0.0"), ("::1", "[::1]")])
def test_serve_hands_its_host_and_port_to_streamlit(host: str, shown: str, monkeypatch: pytest.MonkeyPatch) -> None:
    if ":" in host and not has_ipv6():
        pytest.skip("this machine has no IPv6 address")
    started: list[list[str]] = []
    monkeypatch.setattr(os, "execv", lambda _, arguments: started.append(arguments))
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    result = run("serve", "--host", host, "--port", str(port))
    assert result.stdout == f"Dashboard: http://{shown}:{port}   (Ctrl+C stops it)\n"
    (arguments,) = started
    assert arguments[1:5] == ["-m", "streamlit", "run", str(ROOT / "app.py")]
    assert {f"--server.address={host}", f"--server.port={port}"} < set(arguments)


def has_ipv6() -> bool:
    try:
        with socket.create_server(("::1", 0), family=socket.AF_INET6):
            return True
    except OSError:
        return False


def test_make_run_is_serve_with_the_same_defaults() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert "\t@$(BIN)/deepseek-shock serve --host $(HOST) --port $(PORT)\n" in makefile
    defaults = {name: parameter.default for name, parameter in inspect.signature(cli.serve).parameters.items()}
    assert dict(re.findall(r"^(HOST|PORT) \?= (\S+)$", makefile, re.MULTILINE)) == {
        "HOST": defaults["host"],
        "PORT": str(defaults["port"]),
    }


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
