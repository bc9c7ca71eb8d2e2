"""Share counts from a local SEC: what was filed comes as it was filed, and what cannot be right is refused by name."""

from __future__ import annotations

import datetime as dt
import itertools
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from dashboard.errors import InputError
from dashboard.prices.sources.http import HttpSources
from dashboard.prices.sources.protocol import Run
from dashboard.prices.sources.sec import SecResult, fetch_share_counts
from tests.support.fake_http import Asked, FakeHttp, Reply, running_http
from tests.support.kept_answers import age, kept

NVDA, TSM, CRDO, GOOGL, META = 1045810, 1046179, 1807794, 1652044, 1326801
CONTACT = "reader@example.org"
TODAY = dt.date(2025, 6, 1)

# The first split of the catalogue's time: ten new shares of Nvidia for one on 10 June 2024.
SPLIT = pd.DataFrame(
    {"NVDA": [1.0, 10.0, 1.0], "TSM": 1.0}, index=pd.DatetimeIndex(["2023-06-01", "2024-06-10", "2025-12-31"])
)


def path(cik: int) -> str:
    return f"/sec/api/xbrl/companyconcept/CIK{cik:010d}/dei/EntityCommonStockSharesOutstanding.json"


def fact(end: str, val: Any, filed: str, form: str = "10-Q", accn: str | None = None) -> dict[str, Any]:
    return {
        "end": end,
        "val": val,
        "accn": accn or f"{form}-{filed}",
        "fy": 2025,
        "fp": "Q3",
        "form": form,
        "filed": filed,
    }


def concept(cik: int, *facts: dict[str, Any]) -> bytes:
    return json.dumps(
        {
            "cik": cik,
            "taxonomy": "dei",
            "tag": "EntityCommonStockSharesOutstanding",
            "label": "Entity Common Stock, Shares Outstanding",
            "description": "...",
            "entityName": "X CORP",
            "units": {"shares": list(facts)},
        }
    ).encode()


FILED = (
    fact("2024-02-16", 2_500_000_000, "2024-02-21", "10-K"),
    fact("2024-05-24", 2_460_000_000, "2024-05-29"),
    fact("2024-08-23", 24_530_000_000, "2024-08-28"),
    fact("2024-11-15", 24_490_000_000, "2024-11-20"),
)


@pytest.fixture
def fake(monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeHttp]:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    with running_http() as server:
        server.answer(path(NVDA), Reply(concept(NVDA, *FILED)))
        yield server


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "http"


def fetch(fake: FakeHttp, folder: Path, companies: dict[str, int], split: pd.DataFrame = SPLIT) -> SecResult:
    with HttpSources(folder, timeout=5, cool_down=60) as http:
        return fetch_share_counts(
            companies, http, Run(60), contact=CONTACT, split=split, base=f"{fake.address}/sec", today=TODAY
        )


def rows(result: SecResult) -> list[tuple[Any, ...]]:
    return [tuple(row.values()) for row in result.table.to_pylist()]


def test_every_filing_is_a_row_as_it_was_filed(fake: FakeHttp, folder: Path) -> None:
    result = fetch(fake, folder, {"NVDA": NVDA})
    assert rows(result) == [
        ("NVDA", 2_500_000_000, dt.date(2024, 2, 16), dt.date(2024, 2, 21), "10-K"),
        ("NVDA", 2_460_000_000, dt.date(2024, 5, 24), dt.date(2024, 5, 29), "10-Q"),
        ("NVDA", 24_530_000_000, dt.date(2024, 8, 23), dt.date(2024, 8, 28), "10-Q"),
        ("NVDA", 24_490_000_000, dt.date(2024, 11, 15), dt.date(2024, 11, 20), "10-Q"),
    ]
    assert [str(kind) for kind in result.table.schema.types] == [
        "string",
        "int64",
        "date32[day]",
        "date32[day]",
        "string",
    ]
    assert (result.refused, result.left_out, result.notices) == ({}, {}, {})
    assert fake.asked[0].headers["User-Agent"] == "deepseek-shock-dashboard reader@example.org"


def test_exact_repeats_are_dropped_and_amendments_stay(fake: FakeHttp, folder: Path) -> None:
    amended = fact("2024-08-23", 24_540_000_000, "2024-09-30", "10-Q/A")
    early = fact("2024-08-20", 24_600_000_000, "2024-11-20")
    fake.answer(path(NVDA), Reply(concept(NVDA, FILED[2], FILED[2], FILED[3], early, amended)))
    result = fetch(fake, folder, {"NVDA": NVDA})
    # Of the last filing's two days the newer counts: 15 November, not 20 August.
    assert [(row[1], str(row[3]), row[4]) for row in rows(result)] == [
        (24_530_000_000, "2024-08-28", "10-Q"),
        (24_540_000_000, "2024-09-30", "10-Q/A"),
        (24_490_000_000, "2024-11-20", "10-Q"),
    ]


def test_counts_from_before_the_stored_prices_are_taken_for_one_report(fake: FakeHttp, folder: Path) -> None:
    old = fact("2022-04-26", 2_480_000_000, "2022-05-01"), fact("2022-04-27", 2_490_000_000, "2022-05-02")
    fake.answer(path(NVDA), Reply(concept(NVDA, *old, *FILED)))
    result = fetch(fake, folder, {"NVDA": NVDA})
    # 400 days before 1 June 2023 is 27 April 2022.
    assert [row[1] for row in rows(result)][:2] == [2_490_000_000, 2_500_000_000]


def test_ordinary_shares_become_depositary_shares(fake: FakeHttp, folder: Path) -> None:
    fake.answer(path(TSM), Reply(concept(TSM, fact("2024-12-31", 25_932_524_521, "2025-04-17", "20-F"))))
    result = fetch(fake, folder, {"TSM": TSM})
    assert rows(result) == [("TSM", 5_186_504_904, dt.date(2024, 12, 31), dt.date(2025, 4, 17), "20-F")]


@pytest.mark.parametrize(
    ("value", "sentence"),
    [
        (24_490, "gives 24,490 shares, more than 3 times off the catalogue's nearest count, 24,490,000,000 after all"),
        (73_470_000_001, "gives 73,470,000,001 shares, more than 3 times off the catalogue's nearest"),
        (8_163_333_333, "gives 8,163,333,333 shares, more than 3 times off"),
        (0, "0 in the 10-Q of NVDA filed on 2024-11-20 is no positive whole number of shares; it is left out."),
        (-24_490_000_000, "-24490000000 in the 10-Q of NVDA"),
        (24_490_000_000.5, "24490000000.5 in the 10-Q of NVDA"),
        (True, "True in the 10-Q of NVDA"),
        (None, "None in the 10-Q of NVDA"),
        ("24490000000", "'24490000000' in the 10-Q of NVDA"),
    ],
)
def test_a_count_that_cannot_be_right_is_left_out(value: Any, sentence: str, fake: FakeHttp, folder: Path) -> None:
    wrong = fact("2024-11-15", value, "2024-11-20")
    fake.answer(path(NVDA), Reply(concept(NVDA, *FILED[:3], wrong)))
    result = fetch(fake, folder, {"NVDA": NVDA})
    assert [row[1] for row in rows(result)] == [2_500_000_000, 2_460_000_000, 24_530_000_000]
    (reason,) = result.left_out["NVDA"]
    assert sentence in reason
    assert result.refused == {}


@pytest.mark.parametrize("value", [73_470_000_000, 24_490_000_000.0, 8_163_333_334])
def test_a_count_within_a_factor_of_three_is_taken(value: float, fake: FakeHttp, folder: Path) -> None:
    fake.answer(path(NVDA), Reply(concept(NVDA, fact("2024-11-15", value, "2024-11-20"))))
    assert [row[1] for row in rows(fetch(fake, folder, {"NVDA": NVDA}))] == [int(value)]


def test_without_the_split_the_counts_before_it_do_not_fit(fake: FakeHttp, folder: Path) -> None:
    result = fetch(fake, folder, {"NVDA": NVDA}, SPLIT.assign(NVDA=1.0))
    assert [row[1] for row in rows(result)] == [24_530_000_000, 24_490_000_000]
    assert len(result.left_out["NVDA"]) == 2


def test_without_a_catalogued_count_the_middle_one_of_its_own_is_the_measure(fake: FakeHttp, folder: Path) -> None:
    filed = [fact(f"2024-{month:02}-01", 160_000_000, f"2024-{month:02}-05") for month in (3, 6, 9)]
    fake.answer(path(CRDO), Reply(concept(CRDO, *filed, fact("2024-12-01", 160_000, "2024-12-05"))))
    result = fetch(fake, folder, {"CRDO": CRDO})
    assert [row[1] for row in rows(result)] == [160_000_000] * 3
    assert (
        "160,000 shares, more than 3 times off the middle one of its counts, 160,000,000" in result.left_out["CRDO"][0]
    )


def test_two_counts_of_one_filing_are_not_summed(fake: FakeHttp, folder: Path) -> None:
    both = fact("2024-11-15", 20_000_000_000, "2024-11-20"), fact("2024-11-15", 4_490_000_000, "2024-11-20")
    fake.answer(path(NVDA), Reply(concept(NVDA, FILED[2], *both)))
    result = fetch(fake, folder, {"NVDA": NVDA})
    assert [row[1] for row in rows(result)] == [24_530_000_000]
    (reason,) = result.left_out["NVDA"]
    assert reason.startswith("20000000000 and 4490000000 both stand in the 10-Q of NVDA filed on 2024-11-20, which ")


def test_companies_with_several_classes_are_refused_by_name_and_not_asked_for(fake: FakeHttp, folder: Path) -> None:
    result = fetch(fake, folder, {"GOOGL": GOOGL, "META": META, "NVDA": NVDA})
    assert result.refused["GOOGL"] == (
        "The SEC's service gives no count over all classes of GOOGL (A, B and C of Alphabet); "
        "the catalogue's counts stay."
    )
    assert set(result.refused) == {"GOOGL", "META"}
    assert fake.paths() == [path(NVDA)]


REFUSALS: dict[str, tuple[Reply, str]] = {
    "no such company": (
        Reply(status=404),
        "no share count of TSM as a whole under its number 1046179; the catalogue's",
    ),
    "HTML with status 200": (Reply(b"<html>Maintenance</html>"), "is not a list of share counts; try again later."),
    "JSON of another kind": (Reply(b'{"cik": 1, "facts": {}}'), "is not a list of share counts"),
    "nested without end": (Reply(b"[" * 100_000), "is not a list of share counts"),
    "another company": (
        Reply(concept(NVDA, *FILED)),
        "with EntityCommonStockSharesOutstanding of the company 1045810, which is not what was asked for",
    ),
    "no fact": (Reply(concept(TSM)), "The SEC gave no count of TSM that can be used; the catalogue's counts stay."),
    "nothing usable": (
        Reply(concept(TSM, fact("2024-12-31", 0, "2025-04-17", "20-F"))),
        "used (0 in the 20-F of TSM filed on 2025-04-17 is no positive whole number of shares; it is left out)",
    ),
    "ceased to give counts": (
        Reply(concept(TSM, fact("2023-09-30", 25_932_524_521, "2023-11-28", "20-F"))),
        "The newest count of TSM as a whole was filed on 2023-11-28, too long ago to be its present one",
    ),
    "filed tomorrow": (
        Reply(concept(TSM, fact("2025-05-30", 25_932_524_521, "2025-06-02", "20-F"))),
        "The SEC gave a count of TSM filed on 2025-06-02, after today",
    ),
    "filed before its day": (
        Reply(concept(TSM, fact("2025-05-30", 25_932_524_521, "2025-05-29", "20-F"))),
        "(The 20-F of TSM filed on 2025-05-29 gives a count of a later day, 2025-05-30; it is left out)",
    ),
}


@pytest.mark.parametrize("name", REFUSALS)
def test_what_one_company_lacks_leaves_the_others(name: str, fake: FakeHttp, folder: Path) -> None:
    reply, sentence = REFUSALS[name]
    fake.answer(path(TSM), reply)
    result = fetch(fake, folder, {"TSM": TSM, "NVDA": NVDA})
    assert sentence in result.refused["TSM"]
    assert len(rows(result)) == 4
    if b"units" not in reply.body or name == "another company":
        assert [url.split("/sec")[1] for url in kept(folder)] == [path(NVDA).removeprefix("/sec")]


@pytest.mark.parametrize("contact", ["", "me", "me@home", "a b@example.org", "me@example.org\r\nX: y", "é@example.org"])
def test_without_a_contact_address_nothing_is_asked_for(contact: str, fake: FakeHttp, folder: Path) -> None:
    with (
        HttpSources(folder, timeout=5, cool_down=60) as http,
        pytest.raises(InputError, match=r"set the environment variable DASHBOARD_CONTACT to your e-mail address\."),
    ):
        fetch_share_counts({"NVDA": NVDA}, http, Run(60), contact=contact, split=SPLIT, base=f"{fake.address}/sec")
    assert fake.asked == []


def test_who_gives_no_address_is_turned_away_and_asks_no_more(fake: FakeHttp, folder: Path) -> None:
    def as_the_sec_does(asked: Asked) -> Reply:
        if "someone@example.org" in asked.headers["User-Agent"]:
            return Reply(concept(NVDA, *FILED))
        return Reply(b"Your Request Originates from an Undeclared Automated Tool", status=403)

    fake.answers[path(NVDA)] = as_the_sec_does
    result = fetch(fake, folder, {"NVDA": NVDA, "TSM": TSM})
    assert result.refused["NVDA"] == (
        "The SEC turned the request away (HTTP 403) and is left alone for 60 min; "
        "see that DASHBOARD_CONTACT holds your own address, and refresh again after that."
    )
    assert "is left alone for 60 more min" in result.refused["TSM"]
    assert len(fake.asked) == 1


def test_older_counts_stand_in_and_say_since_when(fake: FakeHttp, folder: Path) -> None:
    fetch(fake, folder, {"NVDA": NVDA})
    age(folder, dt.timedelta(days=4))
    fake.answer(path(NVDA), Reply(b"<html>Maintenance</html>"))
    result = fetch(fake, folder, {"NVDA": NVDA})
    since = dt.datetime.now(dt.UTC) - dt.timedelta(days=4)
    assert len(rows(result)) == 4
    assert result.notices["NVDA"].startswith(f"What was fetched on {since:%Y-%m-%d} at ")
    assert "is not a list of share counts" in result.notices["NVDA"]


def test_at_most_ten_requests_a_second(fake: FakeHttp, folder: Path) -> None:
    companies = {f"T{number}": number for number in range(1, 8)}
    fetch(fake, folder, companies)
    at = [one.at for one in fake.asked]
    assert len(at) == 7
    assert min(later - earlier for earlier, later in itertools.pairwise(at)) >= 0.2


def test_answers_are_kept_for_a_day(fake: FakeHttp, folder: Path) -> None:
    fetch(fake, folder, {"NVDA": NVDA})
    (answer,) = kept(folder).values()
    moments = [dt.datetime.fromisoformat(str(answer[name])) for name in ("created_at", "expires")]
    assert moments[1] - moments[0] == pytest.approx(dt.timedelta(days=1), abs=dt.timedelta(seconds=5))
    assert CONTACT.encode() not in (folder / "http.sqlite").read_bytes()


def test_a_stopped_run_asks_for_nothing_more(fake: FakeHttp, folder: Path) -> None:
    run = Run(60)
    run.cancelled.set()
    with HttpSources(folder, timeout=5, cool_down=60) as http:
        result = fetch_share_counts({"NVDA": NVDA}, http, run, contact=CONTACT, split=SPLIT, base=f"{fake.address}/sec")
    assert result.refused == {
        "NVDA": "NVDA was not asked for, because the time was up or the run was stopped; refresh again."
    }
    assert fake.asked == []
