"""Share counts, factors and first versions: what the reader sees of a refresh, sound or not, and what is kept."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from dashboard.cli import main
from dashboard.errors import InputError
from dashboard.prices import factors_entry, load_factors, load_first_versions, load_panel, load_shares
from dashboard.prices.fetching import ARXIV, FRENCH, SEC, refresh_from
from dashboard.prices.manifest import Manifest
from dashboard.prices.reports import RefreshReport
from dashboard.prices.sources.protocol import Run
from dashboard.prices.store import Store
from dashboard.settings import PROJECT_ROOT, settings
from dashboard.value_tables import market_value
from tests.faults import test_french_faults as french
from tests.faults import test_sec_faults as sec
from tests.support.fake_http import FakeHttp, Reply, running_http
from tests.support.pages import open_page

PAPER = "2501.12948"
FEED = f"""<feed xmlns="http://www.w3.org/2005/Atom"><entry><id>http://arxiv.org/abs/{PAPER}v1</id>
<published>2025-01-22T15:19:35Z</published><title>DeepSeek-R1</title></entry></feed>""".encode()
ARXIV_PATH = "/api/query"
BABA = 1577552
NEWEST = sec.fact("2026-06-30", 18_500_000_000, "2026-07-15", "20-F")


@pytest.fixture
def data_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    shutil.copytree(PROJECT_ROOT / "data_cache" / "snapshot", tmp_path / "snapshot")
    monkeypatch.setenv("DASHBOARD_DATA_CACHE", str(tmp_path))
    monkeypatch.setenv("DASHBOARD_CONTACT", "someone@example.org")
    monkeypatch.setenv("DASHBOARD_FETCH_TIMEOUT", "5")
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    for place in ("sec.SEC_PAUSE", "french.FRENCH_PAUSE", "arxiv.ARXIV_PAUSE"):
        monkeypatch.setattr(f"dashboard.prices.sources.{place}", 0.0)
    settings.cache_clear()
    yield tmp_path
    settings.cache_clear()


@pytest.fixture
def web() -> Iterator[FakeHttp]:
    with running_http() as server:
        yield server


def refreshed(key: str, web: FakeHttp, data_cache: Path, *tickers: str) -> RefreshReport:
    bases = {SEC: f"{web.address}/sec", FRENCH: f"{web.address}/french", ARXIV: web.address}
    return refresh_from(key, tickers, data_cache, Run(30), lambda *told: None, bases=bases)


def seen() -> tuple[str, pd.DataFrame]:
    """Return what the Data page says of the last refreshes, and its table of what they could not do."""
    session = open_page("data")
    assert not session.exception
    tables = [frame.value for frame in session.dataframe if "reason" in frame.value.columns]
    return " ".join(caption.value for caption in session.caption).replace("\\", ""), (
        tables[0].set_index("name") if tables else pd.DataFrame()
    )


def give_factors(web: FakeHttp, five: Reply) -> None:
    web.answer(french.path(french.FIVE), five)
    web.answer(french.path(french.MOM), french.good_momentum())


def give_library(web: FakeHttp, per_cent: pd.DataFrame) -> None:
    """Let the library give these factors, in the form of its two files."""
    for name, text, columns in (
        (french.FIVE, french.FIVE_TEXT, ["mkt_rf", "smb", "hml", "rmw", "cma", "rf"]),
        (french.MOM, french.MOM_TEXT, ["mom"]),
    ):
        lines = text.splitlines()
        head = next(number for number, line in enumerate(lines) if line.startswith(",M"))
        rows = per_cent[columns].map("{:9.3f}".format)
        days = [f"{day:%Y%m%d}," + ",".join(row) for day, row in zip(rows.index, rows.to_numpy(), strict=True)]
        content = "\n".join([*lines[: head + 1], *days, "", "Copyright 2026 Eugene F. Fama and Kenneth R. French", ""])
        web.answer(french.path(name), Reply(french.zipped(content, f"{name}.csv")))


def stored_per_cent(data_cache: Path) -> pd.DataFrame:
    return load_factors(data_cache) * 100.0


def revised(factors: pd.DataFrame, by: float) -> pd.DataFrame:
    """Move every figure up or down by so many per cent points."""
    return factors + by * np.where(np.arange(factors.size).reshape(factors.shape) % 2, 1.0, -1.0)


def test_factors_are_stored_with_their_vintage(web: FakeHttp, data_cache: Path) -> None:
    before = stored_per_cent(data_cache)
    new_day = pd.DataFrame([[0.25, -0.5, 1.0, 0.125, 0.75, 0.015, -2.0]], [pd.Timestamp("2026-01-02")], before.columns)
    give_library(web, pd.concat([revised(before, 0.1), new_day]))
    report = refreshed(FRENCH, web, data_cache)
    assert (report.fresh, dict(report.refused), report.exit_status) == (("factors",), {}, 0)
    factors, entry = load_factors(data_cache), factors_entry(data_cache)
    assert len(factors) == 650
    np.testing.assert_allclose(stored_per_cent(data_cache).iloc[:-1], revised(before, 0.1).round(3), atol=1e-9)
    assert factors.iloc[-1].to_list() == pytest.approx([0.0025, -0.005, 0.01, 0.00125, 0.0075, 0.00015, -0.02])
    assert entry is not None
    assert entry.vintage == "This file was created using the 202601 CRSP database."
    assert "Kenneth French data library, CRSP 202601 vintage" in seen()[0]


def test_factors_of_a_few_days_leave_the_stored_ones(web: FakeHttp, data_cache: Path) -> None:
    give_factors(web, french.good_five())
    before = load_factors(data_cache)
    report = refreshed(FRENCH, web, data_cache)
    assert (report.fresh, report.exit_status) == ((), 4)
    assert seen()[1].loc["factors", "reason"] == (
        "The factors came from 2025-01-24 to 2025-01-29, where those from 2023-06-01 to 2025-12-31 are stored; try "
        "again later, or import them with `import --factors` if they are right."
    )
    pd.testing.assert_frame_equal(load_factors(data_cache), before)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (
            lambda f: f.iloc[1:],
            "came from 2023-06-02 to 2025-12-31, where those from 2023-06-01 to 2025-12-31 are stored",
        ),
        (lambda f: f.iloc[:-1], "came from 2023-06-01 to 2025-12-30, where"),
        (lambda f: f.drop(f.index[100:120]), "came without 20 of the 649 stored days"),
        (lambda f: f / 100.0, "factor mkt_rf came with another past"),
        (lambda f: f.set_axis(["mkt_rf", "hml", "smb", "rmw", "cma", "rf", "mom"], axis=1), "factor smb came with"),
        (lambda f: f.shift().bfill(), "factor mkt_rf came with another past"),
        (lambda f: revised(f, 0.26), "on 649 of 649 days it differs from the stored one by more than 0.25 per cent"),
    ],
)
def test_factors_that_are_not_the_stored_ones_continued_are_refused(
    web: FakeHttp, data_cache: Path, change: Callable[[pd.DataFrame], pd.DataFrame], sentence: str
) -> None:
    give_library(web, change(stored_per_cent(data_cache)))
    report = refreshed(FRENCH, web, data_cache)
    assert report.exit_status == 4
    assert sentence in report.refused["factors"]
    assert not (data_cache / "refreshed" / "manifest.json").exists()


def test_fetched_factors_are_held_against_those_fetched_before(web: FakeHttp, data_cache: Path) -> None:
    embedded = stored_per_cent(data_cache)
    new_day = embedded.iloc[[-1]].set_axis([pd.Timestamp("2026-01-02")])
    give_library(web, pd.concat([embedded, new_day]))
    assert refreshed(FRENCH, web, data_cache).fresh == ("factors",)
    shutil.rmtree(data_cache / "refreshed" / "private")
    give_library(web, embedded)
    assert (
        "where those from 2023-06-01 to 2026-01-02 are stored" in refreshed(FRENCH, web, data_cache).refused["factors"]
    )
    assert len(load_factors(data_cache)) == 650


def test_factors_that_are_a_web_page_leave_the_stored_ones(web: FakeHttp, data_cache: Path) -> None:
    give_factors(web, Reply(b"<html>Moved</html>"))
    before = load_factors(data_cache)
    report = refreshed(FRENCH, web, data_cache)
    assert report.exit_status == 4
    assert "is no whole zip file; try again later." in seen()[1].loc["factors", "reason"]
    pd.testing.assert_frame_equal(load_factors(data_cache), before)


def test_share_counts_are_used_from_the_day_of_their_filing(web: FakeHttp, data_cache: Path) -> None:
    # Alibaba has no catalogued count; a count filed before the day gives it dollars.
    cik = 1577552
    filed = [
        sec.fact("2024-12-31", 19_000_000_000, "2025-01-15", "20-F"),
        sec.fact("2026-06-30", 18_500_000_000, "2026-07-15", "20-F"),
    ]
    web.answer(sec.path(cik), Reply(sec.concept(cik, *filed)))
    before = market_value(load_panel(data_cache), tickers="BABA")
    assert before["shares"].isna().all()
    report = refreshed(SEC, web, data_cache, "BABA")
    assert (report.fresh, dict(report.refused)) == (("BABA",), {})
    after = market_value(load_panel(data_cache), tickers="BABA").iloc[0]
    assert after["shares"] == pytest.approx(19_000_000_000 / 8)  # eight ordinary shares a receipt
    assert (after["shares_basis"], str(after["shares_filed"])[:10]) == ("sec_cover", "2025-01-15")
    assert after["loss_bn"] == pytest.approx(after["shares"] * (after["close_before"] - after["close_after"]) / 1e9)


def test_a_company_whose_counts_fail_keeps_those_that_were_stored(web: FakeHttp, data_cache: Path) -> None:
    web.answer(sec.path(BABA), Reply(sec.concept(BABA, NEWEST)))
    refreshed(SEC, web, data_cache, "BABA")
    shutil.rmtree(data_cache / "refreshed" / "private")
    web.answer(sec.path(BABA), Reply(status=404))
    nvidia = sec.fact("2026-05-20", 24_400_000_000, "2026-05-28", "10-Q")
    web.answer(sec.path(sec.NVDA), Reply(sec.concept(sec.NVDA, nvidia)))
    report = refreshed(SEC, web, data_cache, "BABA", "NVDA")
    assert (report.fresh, report.exit_status) == (("NVDA",), 3)
    assert "no share count of BABA as a whole" in seen()[1].loc["BABA", "reason"]
    assert load_shares(data_cache)["ticker"].to_list() == ["BABA", "NVDA"]


def test_share_counts_that_another_process_stores_meanwhile_stay(
    web: FakeHttp, data_cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    web.answer(sec.path(BABA), Reply(sec.concept(BABA, NEWEST)))
    nvidia = sec.fact("2026-05-20", 24_400_000_000, "2026-05-28", "10-Q")
    web.answer(sec.path(sec.NVDA), Reply(sec.concept(sec.NVDA, nvidia)))
    write = Store.write

    def overtaken(self: Store, **given: Any) -> Manifest:
        # All is fetched and about to be stored when the other refresh does all of its work.
        monkeypatch.setattr(Store, "write", write)
        assert refreshed(SEC, web, data_cache, "BABA").fresh == ("BABA",)
        return self.write(**given)

    monkeypatch.setattr(Store, "write", overtaken)
    assert refreshed(SEC, web, data_cache, "NVDA").fresh == ("NVDA",)
    assert load_shares(data_cache)["ticker"].to_list() == ["BABA", "NVDA"]


def test_fewer_share_counts_than_are_stored_leave_those(web: FakeHttp, data_cache: Path) -> None:
    older = sec.fact("2024-12-31", 19_000_000_000, "2025-01-15", "20-F")
    web.answer(sec.path(BABA), Reply(sec.concept(BABA, older, NEWEST)))
    nvidia = sec.fact("2026-05-20", 24_400_000_000, "2026-05-28", "10-Q")
    web.answer(sec.path(sec.NVDA), Reply(sec.concept(sec.NVDA, nvidia)))
    assert refreshed(SEC, web, data_cache, "BABA").fresh == ("BABA",)
    before = load_shares(data_cache)
    shutil.rmtree(data_cache / "refreshed" / "private")
    web.answer(sec.path(BABA), Reply(sec.concept(BABA, NEWEST)))
    reason = "BABA came with fewer share counts (1) than are stored (2); try again later."
    alone = refreshed(SEC, web, data_cache, "BABA")
    assert (alone.fresh, dict(alone.refused), alone.exit_status) == ((), {"BABA": reason}, 4)
    pd.testing.assert_frame_equal(load_shares(data_cache), before)
    both = refreshed(SEC, web, data_cache, "BABA", "NVDA")
    assert (both.fresh, dict(both.refused), both.exit_status) == (("NVDA",), {"BABA": reason}, 3)
    assert seen()[1].loc["BABA", "reason"] == reason
    assert load_shares(data_cache)["filed"].dt.strftime("%Y-%m-%d").to_list() == [
        "2025-01-15", "2026-07-15", "2026-05-28",
    ]  # fmt: skip


def test_progress_is_told_by_company(web: FakeHttp, data_cache: Path) -> None:
    web.answer(sec.path(BABA), Reply(sec.concept(BABA, NEWEST)))
    told: list[tuple[int, int, str]] = []
    bases = {SEC: f"{web.address}/sec"}
    refresh_from(SEC, ("BABA", "NVDA", "SPY"), data_cache, Run(30), lambda *now: told.append(now), bases=bases)
    assert told == [(0, 2, "BABA"), (1, 2, "NVDA")]


def test_the_sec_is_not_asked_without_an_address(
    web: FakeHttp, data_cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DASHBOARD_CONTACT", "")
    settings.cache_clear()
    with pytest.raises(InputError, match="set the environment variable DASHBOARD_CONTACT to your e-mail address"):
        refreshed(SEC, web, data_cache, "NVDA")
    assert web.asked == []


def test_first_versions_are_compared_with_the_catalogue(
    web: FakeHttp, data_cache: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    web.answer(ARXIV_PATH, Reply(FEED))
    report = refreshed(ARXIV, web, data_cache)
    assert report.fresh == (PAPER,)
    assert report.exit_status == 3
    assert seen()[1].loc["2412.19437", "reason"] == "arXiv knows no paper of this number."
    monkeypatch.setattr("sys.argv", ["deepseek-shock", "events", "--check"])
    with pytest.raises(SystemExit) as ended:
        main()
    assert not ended.value.code
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "key,arxiv_id,catalogued,status,fetched,verdict,title"
    assert f"deepseek-r1,{PAPER},2025-01-22,verified,2025-01-22,agrees,DeepSeek-R1" in lines
    assert any(line.startswith("deepseek-v3,2412.19437,2024-12-27,verified,,not fetched") for line in lines)


def test_a_feed_with_definitions_of_its_own_leaves_the_stored_dates(web: FakeHttp, data_cache: Path) -> None:
    web.answer(ARXIV_PATH, Reply(FEED))
    refreshed(ARXIV, web, data_cache)
    stored = load_first_versions(data_cache)
    shutil.rmtree(data_cache / "refreshed" / "private")
    web.answer(ARXIV_PATH, Reply(b"<!DOCTYPE x [<!ENTITY a 'b'>]>" + FEED))
    report = refreshed(ARXIV, web, data_cache)
    assert report.exit_status == 4
    assert "brings definitions of its own" in seen()[1].loc[PAPER, "reason"]
    pd.testing.assert_frame_equal(load_first_versions(data_cache), stored)
    assert np.array_equal(stored["arxiv_id"], [PAPER])
