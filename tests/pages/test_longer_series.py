"""Pages on a store in which one imported series begins and ends long after all others: what they say stays true."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.prices.importing import import_file
from dashboard.settings import PROJECT_ROOT, settings
from tests.support.pages import elements, open_page

LATER = "20 Nov 2026"


@pytest.fixture(autouse=True, scope="module")
def _a_later_series(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    data_cache = tmp_path_factory.mktemp("data_cache")
    shutil.copytree(PROJECT_ROOT / "data_cache" / "snapshot", data_cache / "snapshot")
    prices = data_cache / "foo.csv"
    prices.write_text("ticker,date,close\nFOO,2026-11-19,10\nFOO,2026-11-20,11\n")
    import_file(prices, data_cache / "store", max_bytes=1_000, as_of=date(2026, 11, 20), today=date(2026, 12, 1))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DASHBOARD_DATA_CACHE", str(data_cache))
        settings.cache_clear()
        yield
    settings.cache_clear()


def figures(session: AppTest) -> list[dict[str, Any]]:
    return [json.loads(e.proto.spec) for e in elements(session) if e.type == "plotly_chart"]


def said(session: AppTest) -> str:
    """Return titles, notes, captions and all that stands in the figures, without the controls and the side."""
    parts = [part.value for part in (*session.title, *session.subheader, *session.main.caption)]
    parts += [e.proto.body for e in elements(session) if e.type == "html"]
    parts += [e.proto.alt for e in elements(session) if e.type == "plotly_chart"]
    parts += [note["text"] for figure in figures(session) for note in figure["layout"]["annotations"]]
    return " ".join(parts).replace("\\", "").replace("\u202f", " ").replace("<br>", " ")


def test_recovery_compares_on_the_day_that_most_companies_reach() -> None:
    session = open_page("recovery")
    assert not session.exception
    text = said(session)
    assert LATER not in text
    assert "Servers and networks led by 31 Dec 2025" in text
    assert "S&P 500 +12.2 %" in text
    assert "A buyer was ahead in 44 of 51 companies by 31 Dec 2025; the median is +56.5 %" in text
    assert "FOO had no price by then." in text
    assert [len(figure["data"][0]["x"]) for figure in figures(session)][1:3] == [51, 51]
    assert "27 of 51 companies stood above their close of 24 Jan 2025 on 24 Jun 2025" in text


def test_days_are_compared_without_the_later_series() -> None:
    session = open_page("days")
    text = said(session)
    assert "44 of the same 51 companies fell on 27 Jan 2025" in text
    assert "Left out for want of a price on one of these days: FOO." in text
    alone = open_page("days", co="FOO")
    assert not alone.exception
    assert [note.value for note in alone.info] == ["Choose other companies, or other days."]


def test_an_end_that_only_another_series_reaches_gives_way() -> None:
    session = open_page("recovery", co="NVDA", until="2026-11-20")
    assert [note.value for note in session.info] == [
        "The prices of the chosen companies end on 31 Dec 2025; returns end then."
    ]
    assert "had +57.5 % by 31 Dec 2025" in said(session)


@pytest.mark.parametrize("page", ["drawdowns", "timeline"])
def test_ranges_end_where_most_companies_do(page: str) -> None:
    session = open_page(page)
    assert not session.exception
    assert LATER not in said(session)
    assert all("2026" not in str(figure["layout"]["xaxis"]["range"]) for figure in figures(session))


def test_drawdowns_say_which_company_has_no_price_in_the_range() -> None:
    text = said(open_page("drawdowns"))
    assert "No prices in this range: FOO." in text
    assert "At the last close in the range, 31 Dec 2025." in text
    assert "19 of 51 companies lost half or more" in text


def test_a_range_that_reaches_the_later_series_says_so() -> None:
    session = open_page("drawdowns", to="2026-11-20")
    assert not session.exception
    text = said(session)
    assert "At the last close in the range, 31 Dec 2025 for most." in text
    assert "embedded prices, as of 31 Dec 2025; imported prices, as of 20 Nov 2026" in text


def test_the_later_series_alone_has_pages_of_its_own() -> None:
    session = open_page("selloff", event="date", on="2026-11-20", co="FOO")
    assert not session.exception
    assert session.title[0].value == "FOO rose 10.0\u202f%"
    assert "imported prices, as of 20 Nov 2026" in said(session)
