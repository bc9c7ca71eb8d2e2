"""Nothing wrong is kept, an older answer stands in and says so, and a damaged database is rebuilt."""

from __future__ import annotations

import datetime as dt
import itertools
import json
import os
import random
import sqlite3
import stat
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from dashboard.errors import NotFoundError, RateLimitedError, SourceError
from dashboard.prices.sources.arxiv import fetch_first_versions
from dashboard.prices.sources.http import HttpSources, Site
from dashboard.prices.sources.protocol import Run
from tests.support.fake_http import FakeHttp, Reply, running_http
from tests.support.kept_answers import age, bodies, kept

GOOD, NEW = b"good 1", b"good 2"
DAY = dt.timedelta(days=1)


def begins_with_good(url: str, body: bytes) -> None:
    if not body.startswith(b"good"):
        raise SourceError(f"The answer of {url} is not good.")


def site_at(address: str, pause: float = 0.0) -> Site:
    return Site("The tester", f"{address}/t", DAY, pause, 1000, begins_with_good)


@pytest.fixture
def fake(monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeHttp]:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    with running_http() as server:
        yield server


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "http"


def opened(folder: Path, timeout: float = 5.0) -> HttpSources:
    return HttpSources(folder, timeout=timeout, cool_down=60)


FAULTS: dict[str, tuple[Reply, type[SourceError], str]] = {
    "wrong content with status 200": (Reply(b"<html>Quota exceeded</html>"), SourceError, "is not good."),
    "empty with status 200": (Reply(b""), SourceError, "is not good."),
    "not found": (Reply(status=404), NotFoundError, "The tester has nothing at http://"),
    "server error": (Reply(status=500), SourceError, "The tester answered HTTP 500 to http://"),
    "too many": (
        Reply(status=429),
        RateLimitedError,
        "turned the request away (HTTP 429) and is left alone for 60 min",
    ),
    "elsewhere": (Reply(status=302, headers=(("Location", "/t/b"),)), SourceError, "answered HTTP 302"),
    "not modified, unasked": (Reply(status=304), SourceError, "answered HTTP 304"),
    "dropped": (Reply(fault="drop"), SourceError, "(the connection failed or was cut off)"),
    "cut off": (Reply(GOOD, fault="cut"), SourceError, "(the connection failed or was cut off)"),
    "late": (Reply(GOOD, fault="late", seconds=30), SourceError, "(no whole answer within 1.5 s)"),
    "dripping": (Reply(GOOD * 20, fault="drip"), SourceError, "(no whole answer within 1.5 s)"),
    "too large": (Reply(GOOD + b"x" * 1000), SourceError, "with more than the 0.001 MB accepted"),
    "not gzip": (Reply(b"nogzip", headers=(("Content-Encoding", "gzip"),)), SourceError, "(the connection failed"),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_is_one_sentence_and_is_not_kept(name: str, fake: FakeHttp, folder: Path) -> None:
    reply, kind, sentence = FAULTS[name]
    fake.answer("/t/a", reply)
    with opened(folder, timeout=1.5) as http, pytest.raises(kind) as caught:
        http.get(site_at(fake.address), "/a")
    assert sentence in str(caught.value)
    assert str(caught.value).endswith(".")
    assert "\n" not in str(caught.value)
    assert kept(folder) == {}
    assert fake.paths() == ["/t/a"]


@pytest.mark.parametrize("name", FAULTS)
def test_an_older_answer_stands_in_and_says_so(name: str, fake: FakeHttp, folder: Path) -> None:
    reply, _, sentence = FAULTS[name]
    fake.answer("/t/a", Reply(GOOD), reply)
    before = dt.datetime.now(dt.UTC)
    with opened(folder) as http:
        assert http.get(site_at(fake.address), "/a").notice is None
    after = dt.datetime.now(dt.UTC)
    age(folder, 3 * DAY)
    with opened(folder, timeout=1.5) as http:
        body = http.get(site_at(fake.address), "/a")
    assert body.content == GOOD
    assert body.stale
    assert before - 3 * DAY <= body.fetched <= after - 3 * DAY
    assert body.notice is not None
    assert body.notice.startswith(f"What was fetched on {body.fetched:%Y-%m-%d at %H:%M} UTC is still used: The ")
    assert sentence in body.notice
    assert bodies(folder) == [GOOD]


def test_no_connection_at_all(folder: Path) -> None:
    with running_http() as server:
        address = server.address
    with opened(folder) as http, pytest.raises(SourceError, match=r"the connection failed or was cut off"):
        http.get(site_at(address), "/a")


def test_a_fresh_answer_is_not_asked_for_again_and_an_expired_one_is(fake: FakeHttp, folder: Path) -> None:
    fake.answer("/t/a", Reply(GOOD), Reply(NEW))
    site = site_at(fake.address)
    with opened(folder) as http:
        assert http.get(site, "/a").content == GOOD
        assert http.get(site, "/a").content == GOOD
    age(folder, DAY - dt.timedelta(minutes=1))
    with opened(folder) as http:
        assert http.get(site, "/a").content == GOOD
    assert len(fake.asked) == 1
    age(folder, dt.timedelta(minutes=2))
    with opened(folder) as http:
        body = http.get(site, "/a")
    assert (body.content, body.stale, len(fake.asked)) == (NEW, False, 2)
    assert bodies(folder) == [NEW]


def test_an_unchanged_answer_is_fresh_again(fake: FakeHttp, folder: Path) -> None:
    fake.answer("/t/a", Reply(GOOD, headers=(("ETag", '"1"'),)), Reply(status=304))
    site = site_at(fake.address)
    with opened(folder) as http:
        http.get(site, "/a")
    age(folder, 2 * DAY)
    with opened(folder) as http:
        body = http.get(site, "/a")
        assert (body.content, body.stale) == (GOOD, False)
        http.get(site, "/a")
    assert [one.headers.get("If-None-Match") for one in fake.asked] == [None, '"1"']


def test_what_a_server_says_of_caching_and_varying_changes_nothing(fake: FakeHttp, folder: Path) -> None:
    hostile = (("Vary", "*"), ("Cache-Control", "no-store"), ("Set-Cookie", "a=b"))
    fake.answer("/t/a", Reply(GOOD, headers=hostile), Reply(status=500))
    with opened(folder) as http:
        http.get(site_at(fake.address), "/a")
    age(folder, 2 * DAY)
    with opened(folder) as http:
        assert http.get(site_at(fake.address), "/a").content == GOOD
    assert "Cookie" not in fake.asked[1].headers


def test_turned_away_is_left_alone_also_after_a_restart(fake: FakeHttp, folder: Path) -> None:
    site = site_at(fake.address)
    fake.answer("/t/a", Reply(status=429), Reply(GOOD))
    fake.answer("/t/b", Reply(GOOD))
    with opened(folder) as http:
        for path in ("/a", "/b"):
            with pytest.raises(RateLimitedError):
                http.get(site, path)
    with opened(folder) as http, pytest.raises(RateLimitedError, match=r"is left alone for 60 more min; refresh"):
        http.get(site, "/a")
    assert fake.paths() == ["/t/a"]
    (note,) = folder.glob("*.cool-down")
    times = {name: dt.datetime.fromisoformat(text) for name, text in json.loads(note.read_text()).items()}
    note.write_text(json.dumps({name: (time - dt.timedelta(hours=1)).isoformat() for name, time in times.items()}))
    with opened(folder) as http:
        assert http.get(site, "/a").content == GOOD


def test_without_answers_a_site_is_given_up_after_three_requests(fake: FakeHttp, folder: Path) -> None:
    fake.answer("/t/a", Reply(fault="drop"))
    with opened(folder) as http:
        for _ in range(5):
            with pytest.raises(SourceError):
                http.get(site_at(fake.address), "/a")
        with pytest.raises(SourceError, match=r"was not asked, because 3 requests in a row had no answer"):
            http.get(site_at(fake.address), "/a")
    assert len(fake.asked) == 3


def test_requests_keep_their_distance_and_kept_answers_need_none(fake: FakeHttp, folder: Path) -> None:
    site = site_at(fake.address, pause=0.25)
    for name in "abcd":
        fake.answer(f"/t/{name}", Reply(GOOD))
    with opened(folder) as http:
        for name in "abcd":
            http.get(site, f"/{name}")
        begun = time.monotonic()
        for name in "abcd":
            http.get(site, f"/{name}")
        assert time.monotonic() - begun < 0.25
    at = [one.at for one in fake.asked]
    assert [later - earlier >= 0.25 for earlier, later in itertools.pairwise(at)] == [True] * 3


def test_the_folder_is_private_and_holds_no_pickle(fake: FakeHttp, folder: Path) -> None:
    folder.mkdir(mode=0o755)
    fake.answer("/t/a", Reply(GOOD))
    with opened(folder) as http:
        http.get(site_at(fake.address), "/a")
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    with sqlite3.connect(folder / "http.sqlite") as connection:
        ((value, kind),) = connection.execute("SELECT value, typeof(value) FROM responses").fetchall()
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    connection.close()
    assert kind == "text"
    assert value.startswith("{")
    content = (folder / "http.sqlite").read_bytes()
    # Every pickle since protocol 2 begins with these two bytes; every one names what it builds.
    assert not any(
        b"\x80" + bytes([protocol]) + mark in content for protocol in (2, 3, 4, 5) for mark in (b"}", b"\x95")
    )
    assert b"requests_cache" not in content
    assert b"deepseek-shock-dashboard" not in content


def damage_header(path: Path) -> None:
    with path.open("r+b") as stream:
        stream.write(b"not a database at all")


def damage_schema(path: Path) -> None:
    content = path.read_bytes()
    path.write_bytes(content[:100] + b"\xff" * 3000 + content[3100:])


def cut(path: Path) -> None:
    os.truncate(path, path.stat().st_size * 2 // 3)


def flip_version(path: Path) -> None:
    # A bit of the header that makes a library take the file for one that it may not write.
    content = bytearray(path.read_bytes())
    content[18] |= 0x40
    path.write_bytes(content)


@pytest.mark.parametrize("damage", [damage_header, damage_schema, cut, flip_version])
def test_a_damaged_database_is_set_aside_and_rebuilt(
    damage: Callable[[Path], None], fake: FakeHttp, folder: Path
) -> None:
    site = site_at(fake.address)
    fake.answer("/t/a", Reply(GOOD), Reply(NEW))
    with opened(folder) as http:
        http.get(site, "/a")
    damage(folder / "http.sqlite")
    damaged = (folder / "http.sqlite").read_bytes()
    with opened(folder) as http:
        assert http.get(site, "/a").content == NEW
    assert (folder / "http.sqlite.damaged-1").read_bytes() == damaged
    assert bodies(folder) == [NEW]


def test_only_the_last_damaged_database_is_kept(fake: FakeHttp, folder: Path) -> None:
    fake.answer("/t/a", Reply(GOOD))
    for _ in range(3):
        with opened(folder) as http:
            http.get(site_at(fake.address), "/a")
        damage_header(folder / "http.sqlite")
    with opened(folder) as http:
        http.get(site_at(fake.address), "/a")
    assert sorted(file.name for file in folder.iterdir()) == ["http.sqlite", "http.sqlite.damaged-3"]


def test_damage_while_it_is_open(fake: FakeHttp, folder: Path) -> None:
    fake.answer("/t/a", Reply(GOOD), Reply(NEW))
    with opened(folder) as http:
        http.get(site_at(fake.address), "/a")
        for file in ("http.sqlite-wal", "http.sqlite-shm"):
            (folder / file).unlink()
        damage_header(folder / "http.sqlite")
        assert http.get(site_at(fake.address), "/a").content == NEW
    assert bodies(folder) == [NEW]


def test_a_flipped_bit_in_a_kept_body_is_noticed(fake: FakeHttp, folder: Path) -> None:
    fake.answer("/t/a", Reply(GOOD), Reply(NEW))
    with opened(folder) as http:
        http.get(site_at(fake.address), "/a")
    with sqlite3.connect(folder / "http.sqlite") as connection:
        # "good 1" becomes "good 5": sound JSON, sound base64, accepted by the check, and wrong.
        connection.execute("UPDATE responses SET value = replace(value, 'Z29vZCAx', 'Z29vZCA1')")
    connection.close()
    assert bodies(folder) == [b"good 5"]
    with opened(folder) as http:
        assert http.get(site_at(fake.address), "/a").content == NEW


def test_a_flipped_bit_anywhere_changes_no_answer(fake: FakeHttp, folder: Path) -> None:
    site = site_at(fake.address)
    for name in "abc":
        fake.answer(f"/t/{name}", Reply(GOOD + name.encode() * 500))
    with opened(folder) as http:
        for name in "abc":
            http.get(site, f"/{name}")
    content = (folder / "http.sqlite").read_bytes()
    chance = random.Random(20250127)
    for place in [*range(16, 32), *(chance.randrange(len(content)) for _ in range(60))]:
        damaged = bytearray(content)
        damaged[place] ^= 1 << chance.randrange(8)
        (folder / "http.sqlite").write_bytes(damaged)
        with opened(folder) as http:
            given = [http.get(site, f"/{name}").content for name in "abc"]
        assert given == [GOOD + name.encode() * 500 for name in "abc"]


@pytest.mark.parametrize("field", ["created_at", "expires"])
def test_a_day_that_cannot_be_is_noticed(field: str, fake: FakeHttp, folder: Path) -> None:
    fake.answer("/t/a", Reply(GOOD), Reply(NEW))
    with opened(folder) as http:
        http.get(site_at(fake.address), "/a")
    with sqlite3.connect(folder / "http.sqlite") as connection:
        connection.execute(f"UPDATE responses SET value = json_set(value, '$.{field}', '2225-01-01T00:00:00+00:00')")
    connection.close()
    with opened(folder) as http:
        assert http.get(site_at(fake.address), "/a").content == NEW


@pytest.mark.parametrize("value", ["{", "{}", "null", '{"status_code": "x"}', '{"headers": 5}', ""])
def test_a_kept_answer_that_is_none_is_asked_for_again(value: str, fake: FakeHttp, folder: Path) -> None:
    fake.answer("/t/a", Reply(GOOD), Reply(NEW))
    with opened(folder) as http:
        http.get(site_at(fake.address), "/a")
    with sqlite3.connect(folder / "http.sqlite") as connection:
        connection.execute("UPDATE responses SET value = ?", (value,))
    connection.close()
    with opened(folder) as http:
        assert http.get(site_at(fake.address), "/a").content == NEW
    assert bodies(folder) == [NEW]


def test_a_database_that_another_process_holds_is_not_waited_for_without_end(
    fake: FakeHttp, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("dashboard.prices.sources.http_database._BUSY_SECONDS", 0.2)
    fake.answer("/t/a", Reply(GOOD))
    with opened(folder):
        holder = sqlite3.connect(folder / "http.sqlite", isolation_level=None)
        holder.execute("BEGIN IMMEDIATE")
        with opened(folder) as http:
            assert http.get(site_at(fake.address), "/a").content == GOOD
        holder.close()
    assert kept(folder) == {}
    assert list(folder.glob("*.damaged-*")) == []


def test_where_the_folder_cannot_be_made_answers_are_kept_for_the_run(fake: FakeHttp, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    fake.answer("/t/a", Reply(GOOD))
    with opened(tmp_path / "file" / "http") as http:
        assert http.get(site_at(fake.address), "/a").content == GOOD
        assert http.get(site_at(fake.address), "/a").content == GOOD
    assert len(fake.asked) == 1


def test_nothing_is_asked_for_once_the_run_is_over(fake: FakeHttp, folder: Path) -> None:
    run = Run(60)
    run.cancelled.set()
    with HttpSources(folder, timeout=5, cool_down=60, run=run) as http, pytest.raises(SourceError) as caught:
        fetch_first_versions(["2501.12948"], http, base=fake.address)
    assert str(caught.value) == (
        "arXiv was not asked, because the refresh was stopped or its time was up; refresh again."
    )
    assert fake.asked == []
