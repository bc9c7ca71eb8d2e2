"""Factors from a local Kenneth French library: the files as they are made there, and what can come instead of them."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from dashboard.errors import SourceError
from dashboard.prices.sources.french import FrenchResult, fetch_factors
from dashboard.prices.sources.http import HttpSources
from tests.support.fake_http import FakeHttp, Reply, running_http
from tests.support.kept_answers import age, kept

FIVE = "F-F_Research_Data_5_Factors_2x3_daily"
MOM = "F-F_Momentum_Factor_daily"
TODAY = dt.date(2026, 3, 1)

FIVE_TEXT = """This file was created using the 202601 CRSP database.
The 1-month TBill rate data until 202405 are from Ibbotson Associates.

,Mkt-RF,SMB,HML,RMW,CMA,RF
20250123,    0.53,   -0.30,    0.10,    0.05,   -0.02,   0.017
20250124,   -0.31,    0.08,   -0.45,   -0.10,    0.20,   0.017
20250127,   -1.52,    0.69,    2.74,    0.91,    1.06,   0.017
20250128,    0.85,   -0.99, -99.99,   -0.15,   -0.40,   0.017
20250129,   -0.44,    0.22,    0.13,    0.02,    0.01,   0.017

 Annual Factors: January-December
,Mkt-RF,SMB,HML,RMW,CMA,RF
  2024,   19.90,   -5.50,   -6.10,    0.10,   -9.00,    5.20

Copyright 2026 Eugene F. Fama and Kenneth R. French
"""

MOM_TEXT = """This file was created by CMPT_ME_PRIOR_RETS_DAILY using the 202601 CRSP database.
It contains a momentum factor, constructed from six value-weight portfolios.
Missing data are indicated by -99.99 or -999.

,Mom   \r
20250122,    0.77
20250123,   -999
20250124,   -0.20
20250127,   -5.05
20250128,    1.60
20250129,   -0.07
20250130,    0.40

Copyright 2026 Eugene F. Fama and Kenneth R. French
"""


def zipped(text: str, name: str, packed: int = zipfile.ZIP_DEFLATED) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", packed) as archive:
        archive.writestr(name, text)
    return content.getvalue()


def path(name: str) -> str:
    return f"/french/pages/faculty/ken.french/ftp/{name}_CSV.zip"


def good_five() -> Reply:
    return Reply(zipped(FIVE_TEXT, f"{FIVE}.csv"))


def good_momentum() -> Reply:
    return Reply(zipped(MOM_TEXT, f"{MOM}.CSV"))


@pytest.fixture
def fake(monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeHttp]:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    monkeypatch.setattr("dashboard.prices.sources.french.FRENCH_PAUSE", 0.0)
    with running_http() as server:
        server.answer(path(FIVE), good_five())
        server.answer(path(MOM), good_momentum())
        yield server


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "http"


def fetch(fake: FakeHttp, folder: Path) -> FrenchResult:
    with HttpSources(folder, timeout=5, cool_down=60) as http:
        return fetch_factors(http, base=f"{fake.address}/french", today=TODAY)


def test_days_that_both_files_have_whole_stand_side_by_side(fake: FakeHttp, folder: Path) -> None:
    result = fetch(fake, folder)
    # 23 January lacks momentum, 28 January a value factor.
    assert result.table.to_pydict() == {
        "date": [dt.date(2025, 1, 24), dt.date(2025, 1, 27), dt.date(2025, 1, 29)],
        "mkt_rf": [-0.31, -1.52, -0.44],
        "smb": [0.08, 0.69, 0.22],
        "hml": [-0.45, 2.74, 0.13],
        "rmw": [-0.10, 0.91, 0.02],
        "cma": [0.20, 1.06, 0.01],
        "rf": [0.017, 0.017, 0.017],
        "mom": [-0.20, -5.05, -0.07],
    }
    assert result.vintage == "This file was created using the 202601 CRSP database."
    assert result.crsp == "202601"
    assert (result.first, result.last) == (dt.date(2025, 1, 24), dt.date(2025, 1, 29))
    assert result.left_out == 1
    assert result.notices == ()


def bomb() -> bytes:
    return zipped("0" * 40_000_000, f"{FIVE}.csv")


def lying_bomb() -> bytes:
    # It says that it unfolds to a hundred bytes.
    return bomb().replace((40_000_000).to_bytes(4, "little"), (100).to_bytes(4, "little"))


def encrypted() -> bytes:
    content = bytearray(zipped(FIVE_TEXT, f"{FIVE}.csv"))
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.index(mark) + offset] |= 1
    return bytes(content)


def five(old: str, new: str) -> bytes:
    assert old in FIVE_TEXT
    return zipped(FIVE_TEXT.replace(old, new), f"{FIVE}.csv")


FAULTS: dict[str, tuple[bytes, str]] = {
    "HTML with status 200": (b"<html>Moved</html>", "What came as F-F_Research_Data_5_Factors_2x3_daily_CSV.zip is no"),
    "empty with status 200": (b"", "is no whole zip file; try again later."),
    "cut off zip": (zipped(FIVE_TEXT, f"{FIVE}.csv")[:-30], "is no whole zip file"),
    "flipped bit": (zipped(FIVE_TEXT, f"{FIVE}.csv", 0).replace(b"-1.52", b"-9.52"), "is no whole zip file"),
    "zip of another file": (zipped(FIVE_TEXT, "other.csv"), "_CSV.zip holds other.csv and not F-F_Research_Data_5"),
    "zip of nothing": (b"PK\x05\x06" + bytes(18), "holds nothing and not F-F_Research_Data_5"),
    "bomb": (bomb(), "would unfold to 40 MB, more than the 30 MB accepted"),
    "bomb that lies": (lying_bomb(), "is no whole zip file"),
    "encrypted": (encrypted(), "is encrypted or packed in a way not known here"),
    "packed otherwise": (zipped(FIVE_TEXT, f"{FIVE}.csv", zipfile.ZIP_LZMA), "is encrypted or packed in a way"),
    "three factors": (five(",RMW,CMA,RF", ",RF"), "lacks the line ,Mkt-RF,SMB,HML,RMW,CMA,RF"),
    "no vintage": (five("the 202601 CRSP", "a"), "lacks the line that names its CRSP database"),
    "broken among its days": (five("20250127,", "2025-01-27,"), "breaks off in line 7, among its days"),
    "a figure too few": (five("0.91,    1.06,", "0.91,"), "has not 6 figures on 20250127"),
    "no figure": (five("-1.52", "n/k"), "has not 6 figures on 20250127"),
    "days not in order": (five("20250127,", "20250227,"), "has 20250128 after 20250227"),
    "impossible day": (five("20250127,", "20250199,"), "has a day that is none ("),
    "day twice": (five("20250127,", "20250124,"), "has 20250124 after 20250124"),
}


@pytest.mark.parametrize("name", FAULTS)
def test_what_is_no_file_of_factors_is_refused_and_not_kept(name: str, fake: FakeHttp, folder: Path) -> None:
    body, sentence = FAULTS[name]
    fake.answer(path(FIVE), Reply(body))
    with pytest.raises(SourceError) as caught:
        fetch(fake, folder)
    assert sentence in str(caught.value)
    assert kept(folder) == {}


@pytest.mark.parametrize("name", FAULTS)
def test_older_factors_stand_in_and_say_since_when(name: str, fake: FakeHttp, folder: Path) -> None:
    fetch(fake, folder)
    age(folder, dt.timedelta(days=8))
    fake.answer(path(FIVE), Reply(FAULTS[name][0]))
    result = fetch(fake, folder)
    assert len(result.table) == 3
    (notice,) = result.notices
    assert FAULTS[name][1] in notice
    assert dt.datetime.now(dt.UTC) - result.fetched > dt.timedelta(days=8)


def test_files_of_two_months_do_not_belong_together(fake: FakeHttp, folder: Path) -> None:
    fake.answer(path(MOM), Reply(zipped(MOM_TEXT.replace("202601", "202602"), f"{MOM}.csv")))
    with pytest.raises(SourceError, match=r"database of 202601 and momentum from that of 202602; refresh again"):
        fetch(fake, folder)


def test_files_without_a_common_day(fake: FakeHttp, folder: Path) -> None:
    fake.answer(path(MOM), Reply(zipped(MOM_TEXT.replace("\n2025", "\n1935"), f"{MOM}.csv")))
    with pytest.raises(SourceError, match=r"have no day in common"):
        fetch(fake, folder)


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("-1.52", "-152", "The factor mkt_rf of 2025-01-27 is -152.0"),
        ("20250129,", "20260302,", "The day 2026-03-02 of the factors is in the future (today is 2026-03-01)"),
    ],
)
def test_factors_that_may_not_be_stored(old: str, new: str, sentence: str, fake: FakeHttp, folder: Path) -> None:
    fake.answer(path(FIVE), Reply(five(old, new)))
    fake.answer(path(MOM), Reply(zipped(MOM_TEXT.replace("20250130", "20260302"), f"{MOM}.csv")))
    with pytest.raises(SourceError) as caught:
        fetch(fake, folder)
    assert sentence in str(caught.value)


def test_files_are_kept_for_seven_days(fake: FakeHttp, folder: Path) -> None:
    fetch(fake, folder)
    for answer in kept(folder).values():
        created, expires = (dt.datetime.fromisoformat(str(answer[name])) for name in ("created_at", "expires"))
        assert expires - created == pytest.approx(dt.timedelta(days=7), abs=dt.timedelta(seconds=5))
    fetch(fake, folder)
    assert fake.paths() == [path(FIVE), path(MOM)]
