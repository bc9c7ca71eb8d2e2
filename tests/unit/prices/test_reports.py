"""The report of a refresh: written in one step, read with suspicion."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pytest

from dashboard.errors import StoreError
from dashboard.prices.reports import FOLDER, RefreshReport, last_reports, rolled_back, write_report

NOON = dt.datetime(2026, 1, 5, 12, tzinfo=dt.UTC)


def report(key: str = "yahoo", minutes: int = 0, **changed: object) -> RefreshReport:
    ended = NOON + dt.timedelta(minutes=minutes)
    values = {"fresh": ("NVDA",), "refused": {"MU": "MU came without 2025-01-27."}, "notes": ("A note.",)} | changed
    return RefreshReport(key, "Yahoo Finance", NOON, ended, **values)  # type: ignore[arg-type]


def test_a_report_comes_back_as_it_was_and_the_newest_source_first(tmp_path: Path) -> None:
    first, second = report(), report("sec", minutes=1)
    for one in (first, second):
        write_report(tmp_path, one)
    assert last_reports(tmp_path) == (second, first)
    later = report(minutes=2, fresh=("NVDA", "MU"), refused={})
    write_report(tmp_path, later)
    assert last_reports(tmp_path) == (later, second)
    assert {path.name for path in (tmp_path / FOLDER).iterdir()} == {"yahoo.json", "sec.json"}


def test_no_report_is_no_fault(tmp_path: Path) -> None:
    assert last_reports(tmp_path) == ()


@pytest.mark.parametrize(
    ("fresh", "refused", "status"),
    [(("A",), {}, 0), (("A",), {"B": "why"}, 3), ((), {"B": "why"}, 4), ((), {}, 4)],
)
def test_the_exit_status_tells_all_some_or_none(fresh: tuple[str, ...], refused: dict[str, str], status: int) -> None:
    assert report(fresh=fresh, refused=refused).exit_status == status


def test_reasons_are_told_once_the_commonest_first() -> None:
    refused = {"A": "A came alone", "B": "refresh B again", "^C": "refresh ^C again", "BB": "BB, not B"}
    assert report(refused=refused).reasons() == {
        "refresh it again": ("B", "^C"), "A came alone": ("A",), "BB, not B": ("BB",),
    }  # fmt: skip


def test_what_is_not_asked_for_again_stays_refused_with_its_day(tmp_path: Path) -> None:
    write_report(tmp_path, report(refused={"MU": "a reason", "AMD": "another"}))
    write_report(tmp_path, report(minutes=1, fresh=("AMD",), refused={}))
    (last,) = last_reports(tmp_path)
    assert last.standing == {"MU": "a reason (on 2026-01-05)"}
    write_report(tmp_path, report(minutes=2, fresh=("NVDA",), refused={}))
    assert last_reports(tmp_path)[0].standing == {"MU": "a reason (on 2026-01-05)"}
    write_report(tmp_path, report(minutes=3, fresh=("MU",), refused={}))
    assert last_reports(tmp_path)[0].standing == {}


def test_going_back_is_told_first(tmp_path: Path) -> None:
    write_report(tmp_path, report())
    write_report(tmp_path, rolled_back(7))
    first = last_reports(tmp_path)[0]
    assert (first.source, first.notes[0][:56]) == (
        "Rollback",
        "The refreshed figures are those of generation 7 again; r",
    )


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"source": 1}', "\x00", '{"started": "2026-01-05T12:00:00"}'])
def test_a_report_that_makes_no_sense_is_left_out(tmp_path: Path, text: str, caplog: pytest.LogCaptureFixture) -> None:
    write_report(tmp_path, report("sec"))
    (tmp_path / FOLDER / "yahoo.json").write_text(text)
    assert [one.key for one in last_reports(tmp_path)] == ["sec"]
    assert "yahoo.json" in caplog.text


def test_a_moment_without_a_time_zone_is_left_out(tmp_path: Path) -> None:
    write_report(tmp_path, report())
    path = tmp_path / FOLDER / "yahoo.json"
    values = json.loads(path.read_text())
    path.write_text(json.dumps(values | {"ended": "2026-01-05T12:00:00"}))
    assert last_reports(tmp_path) == ()


def test_a_folder_that_cannot_be_written_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / FOLDER).write_text("a file where the folder should be")
    with pytest.raises(
        StoreError, match=r"The report of the refresh cannot be written to .*; what was fetched is stored"
    ):
        write_report(tmp_path, report())
