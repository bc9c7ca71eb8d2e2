"""How a source is left alone for a while: in this process and the next, with whatever stands in the file."""

from __future__ import annotations

import datetime as dt
import json
import logging
from pathlib import Path

import pytest

from dashboard.prices.sources.cool_down import CoolDown

HOUR = dt.timedelta(hours=1)


def shifted(path: Path, by: dt.timedelta) -> None:
    """Change both times in a file as if the clock had been another."""
    times = {name: dt.datetime.fromisoformat(text) for name, text in json.loads(path.read_text()).items()}
    path.write_text(json.dumps({name: (time + by).isoformat() for name, time in times.items()}))


def test_nothing_is_left_alone_at_first(tmp_path: Path) -> None:
    cool_down = CoolDown(tmp_path / "note", 60)
    assert (cool_down.until(), cool_down.left()) == (None, 0.0)


def test_it_holds_for_its_minutes_and_in_a_new_process(tmp_path: Path) -> None:
    before = dt.datetime.now(dt.UTC)
    CoolDown(tmp_path / "note", 90).start()
    after = dt.datetime.now(dt.UTC)
    # The other one has a shorter time of its own: what was written counts.
    again = CoolDown(tmp_path / "note", 1)
    until = again.until()
    assert until is not None
    assert before + 1.5 * HOUR <= until <= after + 1.5 * HOUR
    assert until.utcoffset() == dt.timedelta(0)
    assert 5390 < again.left() <= 5400
    assert [path.name for path in tmp_path.iterdir()] == ["note"]


@pytest.mark.parametrize("by", [-HOUR, HOUR])
def test_it_ends_and_is_not_lengthened_by_a_clock_set_back(tmp_path: Path, by: dt.timedelta) -> None:
    CoolDown(tmp_path / "note", 60).start()
    shifted(tmp_path / "note", by)
    assert CoolDown(tmp_path / "note", 60).until() is None


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\x00\xff\x80",
        b"1790000000.0",
        b"{}",
        b'{"since": 1, "until": 2}',
        b'{"since": "2020-01-01", "until": "9999-01-01"}',
    ],
)
def test_a_corrupt_file_counts_as_none_and_is_logged(
    tmp_path: Path, content: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "note").write_bytes(content)
    with caplog.at_level(logging.WARNING):
        cool_down = CoolDown(tmp_path / "note", 60)
    assert cool_down.until() is None
    assert f"{tmp_path / 'note'} cannot be read and counts as no cool-down" in caplog.text


def test_without_a_place_to_write_it_holds_for_this_process(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    cool_down = CoolDown(tmp_path / "absent" / "note", 60)
    cool_down.start()
    assert cool_down.until() is not None
    assert "the cool-down holds for this process" in caplog.text


def test_another_process_that_was_turned_away_meanwhile_counts(tmp_path: Path) -> None:
    one, other = CoolDown(tmp_path / "c", 60), CoolDown(tmp_path / "c", 60)
    assert one.until() is None
    other.start()
    assert one.until() == other.until() is not None
