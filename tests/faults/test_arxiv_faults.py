"""First versions from a local arXiv: its feed as it is, and what can come instead of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from dashboard.catalog import load_events
from dashboard.errors import InputError, RateLimitedError, SourceError
from dashboard.prices.sources.arxiv import ArxivResult, fetch_first_versions
from dashboard.prices.sources.http import HttpSources
from tests.support.fake_http import Asked, FakeHttp, Reply, running_http
from tests.support.kept_answers import age, kept

PATH = "/arxiv/api/query"
R1, V3 = "2501.12948", "2412.19437"


def entry(number: str, published: str | None, title: str = "A paper", version: int = 1) -> str:
    day = "" if published is None else f"<published>{published}</published>"
    return f"""
  <entry>
    <id>http://arxiv.org/abs/{number}v{version}</id>
    <updated>2025-02-18T17:13:33Z</updated>{day}
    <title>{title}</title>
    <summary>Text.</summary>
    <author><name>DeepSeek-AI</name></author>
  </entry>"""


def feed(*entries: str, prologue: str = '<?xml version="1.0" encoding="UTF-8"?>\n') -> bytes:
    return f"""{prologue}<feed xmlns="http://www.w3.org/2005/Atom">
  <link href="http://arxiv.org/api/query?id_list=" rel="self" type="application/atom+xml"/>
  <title type="html">ArXiv Query</title>
  <id>http://arxiv.org/api/x</id>
  <updated>2026-03-01T00:00:00-05:00</updated>{"".join(entries)}
</feed>
""".encode()


# R1's second version is of 18 February 2025; what counts is the day of the first.
GOOD = feed(
    entry(R1, "2025-01-22T15:19:35Z", "DeepSeek-R1: Incentivizing\n  Reasoning &amp; more", version=2),
    entry(V3, "2024-12-26T22:30:00-05:00", "DeepSeek-V3 Technical Report"),
)


@pytest.fixture
def fake(monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeHttp]:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    with running_http() as server:
        server.answer(PATH, Reply(GOOD))
        yield server


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "http"


def fetch(fake: FakeHttp, folder: Path, *numbers: str) -> ArxivResult:
    with HttpSources(folder, timeout=5, cool_down=60) as http:
        return fetch_first_versions(numbers, http, base=f"{fake.address}/arxiv")


def test_the_first_day_in_utc_and_the_title_on_one_line(fake: FakeHttp, folder: Path) -> None:
    result = fetch(fake, folder, R1, V3, R1)
    assert result.table.to_pydict() == {
        "arxiv_id": [V3, R1],
        "first": [dt.date(2024, 12, 27), dt.date(2025, 1, 22)],
        "title": ["DeepSeek-V3 Technical Report", "DeepSeek-R1: Incentivizing Reasoning & more"],
    }
    assert [str(kind) for kind in result.table.schema.types] == ["string", "date32[day]", "string"]
    assert (result.missing, result.notices) == ((), ())
    # Without max_results arXiv gives ten papers at most.
    assert parse_qs(urlsplit(fake.asked[0].path).query) == {"id_list": [f"{V3},{R1}"], "max_results": ["2"]}


def test_one_request_serves_the_whole_catalogue(fake: FakeHttp, folder: Path) -> None:
    numbers = [event.arxiv_id for event in load_events() if event.arxiv_id]
    result = fetch(fake, folder, *numbers)
    assert len(fake.asked) == 1
    assert set(result.missing) == set(numbers) - {R1, V3}


def test_numbers_that_arxiv_does_not_know_are_listed(fake: FakeHttp, folder: Path) -> None:
    fake.answer(PATH, Reply(feed(entry(R1, "2025-01-22T15:19:35Z"), entry("2501.99999", None))))
    result = fetch(fake, folder, "2501.99999", R1, "2501.99998")
    assert result.table["arxiv_id"].to_pylist() == [R1]
    assert result.missing == ("2501.99999", "2501.99998")


def test_more_than_a_hundred_come_in_batches_three_seconds_apart(fake: FakeHttp, folder: Path) -> None:
    def all_asked_for(asked: Asked) -> Reply:
        numbers = parse_qs(urlsplit(asked.path).query)["id_list"][0].split(",")
        return Reply(feed(*(entry(number, "2025-01-22T15:19:35Z") for number in numbers)))

    fake.answers[PATH] = all_asked_for
    numbers = [f"2501.{number:05}" for number in range(101)]
    assert fetch(fake, folder, *numbers).table["arxiv_id"].to_pylist() == numbers
    first, second = (parse_qs(urlsplit(one.path).query)["max_results"] for one in fake.asked)
    assert (first, second) == (["100"], ["1"])
    assert fake.asked[1].at - fake.asked[0].at >= 3.0


FAULTS: dict[str, tuple[Reply, type[SourceError], str]] = {
    "HTML with status 200": (Reply(b"<html><p>Busy</html>"), SourceError, "What arXiv answered is no feed of papers"),
    "another XML": (Reply(b"<rss/>"), SourceError, "is no feed of papers"),
    "empty": (Reply(b""), SourceError, "is no feed of papers"),
    "cut off": (Reply(GOOD[: len(GOOD) // 2]), SourceError, "is no feed of papers"),
    "not UTF-8": (Reply(GOOD.decode().encode("utf-16")), SourceError, "is no feed of papers"),
    "an error as an entry": (
        Reply(
            feed(
                "<entry><id>http://arxiv.org/api/errors#incorrect_id_format_for_x</id><title>Error</title>"
                "<summary>incorrect id format for x</summary></entry>"
            )
        ),
        SourceError,
        "arXiv answered with no paper but 'incorrect id format for x'; try again later.",
    ),
    "a paper not asked for": (
        Reply(feed(entry("2401.02954", "2024-01-05T18:59:13Z"))),
        SourceError,
        "arXiv gave 2401.02954 although it was not asked for",
    ),
    "a paper twice": (Reply(feed(*[entry(R1, "2025-01-22T15:19:35Z")] * 2)), SourceError, f"arXiv gave {R1} twice"),
    "no day": (Reply(feed(entry(R1, "yesterday"))), SourceError, f"arXiv gave 'yesterday' as the first day of {R1}"),
    "a day without a zone": (Reply(feed(entry(R1, "2025-01-22T15:19:35"))), SourceError, "as the first day of"),
    "too many, with status 200": (Reply(b"Rate exceeded."), RateLimitedError, "arXiv asked for fewer requests"),
    "too many": (Reply(b"Rate exceeded.", status=429), RateLimitedError, "turned the request away (HTTP 429)"),
    "busy": (Reply(status=503), RateLimitedError, "turned the request away (HTTP 503)"),
    "document type": (
        Reply(feed(entry(R1, "2025-01-22T15:19:35Z"), prologue="<!DOCTYPE feed>\n")),
        SourceError,
        "brings definitions of its own",
    ),
    "file from this machine": (
        Reply(
            feed(
                entry(R1, "2025-01-22T15:19:35Z", "&x;"),
                prologue='<?xml version="1.0"?><!DOCTYPE f [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
            )
        ),
        SourceError,
        "brings definitions of its own",
    ),
    "unfolding definitions": (
        Reply(
            feed(
                entry(R1, "2025-01-22T15:19:35Z", "&b;"),
                prologue='<!DOCTYPE f [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>',
            )
        ),
        SourceError,
        "brings definitions of its own",
    ),
    "definitions in another encoding": (
        Reply(feed(prologue='<?xml version="1.0" encoding="cp037"?><!DOCTYPE feed>').decode().encode("cp037")),
        SourceError,
        "is no feed of papers",
    ),
    "undefined name": (Reply(feed(entry(R1, "2025-01-22T15:19:35Z", "&x;"))), SourceError, "is no feed of papers"),
    "too large": (Reply(GOOD + b" " * 2_000_000), SourceError, "with more than the 2 MB accepted"),
}


@pytest.mark.parametrize("name", FAULTS)
def test_what_is_no_feed_of_these_papers_is_refused_and_not_kept(name: str, fake: FakeHttp, folder: Path) -> None:
    reply, kind, sentence = FAULTS[name]
    fake.answer(PATH, reply)
    with pytest.raises(kind) as caught:
        fetch(fake, folder, R1, V3)
    assert sentence in str(caught.value)
    assert kept(folder) == {}
    assert len(list(folder.glob("*.cool-down"))) == (kind is RateLimitedError)


def test_older_days_stand_in_and_say_since_when(fake: FakeHttp, folder: Path) -> None:
    fetch(fake, folder, R1, V3)
    age(folder, dt.timedelta(days=29))
    fetch(fake, folder, R1, V3)
    assert len(fake.asked) == 1
    age(folder, dt.timedelta(days=2))
    fake.answer(PATH, Reply(b"Rate exceeded."))
    result = fetch(fake, folder, V3, R1)
    since = dt.datetime.now(dt.UTC) - dt.timedelta(days=31)
    assert result.table["arxiv_id"].to_pylist() == [V3, R1]
    assert result.notices[0].startswith(f"What was fetched on {since:%Y-%m-%d} at ")
    assert result.notices[0].endswith("is still used: arXiv asked for fewer requests; refresh again later.")


def test_what_is_no_number_is_not_asked_for(fake: FakeHttp, folder: Path) -> None:
    with pytest.raises(InputError, match=r"'2501\.12948&x=1' is not an arXiv number; give one such as 2501\.12948"):
        fetch(fake, folder, R1, "2501.12948&x=1")
    assert fake.asked == []
