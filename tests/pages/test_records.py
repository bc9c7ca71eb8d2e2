"""The Records page: reported and computed one-day losses, and how well they agree."""

from __future__ import annotations

import json

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from dashboard import record_tables
from dashboard.prices import PricePanel
from tests.support.pages import open_page

SHOCK = pd.Timestamp("2025-01-27")


def alts(session: AppTest) -> list[str]:
    """Return the text alternatives of the page's figures."""
    return [json.loads(chart.proto.spec)["layout"]["meta"] for chart in session.get("plotly_chart")]


def said(session: AppTest) -> str:
    """Return title, notes and lists in words, as one text without Markdown's escapes."""
    parts = [*session.title, *session.subheader, *session.caption, *session.markdown]
    html = [part.proto.body for part in session.get("html")]
    return " ".join([*(part.value for part in parts), *html]).replace("\\", "").replace("\u202f", " ")


def tables(session: AppTest) -> list[pd.DataFrame]:
    return [table.value for table in session.dataframe]


def test_the_shock_leads_both_lists() -> None:
    session = open_page("records")
    assert not session.exception
    assert session.title[0].value.startswith(
        "NVIDIA’s $593\u202fbn of 27 Jan 2025 is the largest of ".replace("$", "\\$")
    )
    reported, computed = alts(session)
    assert reported.startswith("No other one-day loss in the list below exceeds NVIDIA's $593\u202fbn of 27 Jan 2025.")
    assert computed.startswith("Of the 50 largest computed losses 3 are of 27 Jan 2025.")
    assert "the largest is NVIDIA, 27 Jan 2025, $593\u202fbn" in computed


def test_reports_of_one_day_stand_side_by_side_with_their_spread() -> None:
    session = open_page("records")
    reports = tables(session)[0]
    day = reports[(reports["company"] == "NVIDIA") & (reports["date"] == SHOCK)]
    assert day["loss_bn"].to_list() == [593.7, 592.7, 588.8]
    # 593.7 / 588.8 and 252 / 232, of which 252 is printed for the day before
    assert "NVIDIA on 27 Jan 2025, 3 figures from $588.8 to 593.7 bn, 0.8 % apart" in said(session)
    assert "Meta on 3 Feb 2022, 4 figures from $232.0 to 252.0 bn, 8.6 % apart" in said(session)
    figure = json.loads(session.get("plotly_chart")[0].proto.spec)
    labels = [label for label in figure["layout"]["yaxis"]["ticktext"] if label.startswith("Meta")]
    assert labels == ["Meta, 3 Feb 2022"]
    assert figure["data"][0]["marker"]["symbol"].count("diamond") == 4  # NVIDIA, Broadcom, TSMC and Alphabet


def test_every_computed_loss_shows_the_count_behind_it() -> None:
    computed = tables(open_page("records"))[1]
    assert len(computed) == 50
    first = computed.iloc[0]
    assert first["loss_bn"] == pytest.approx(24.20 * 24.49)
    assert (first["form"], first["shares_basis"], first["count_age_days"]) == ("10-Q", "sec_cover", 73)
    assert first["shares_filed"] == pd.Timestamp("2024-11-20")
    assert set(computed[computed["date"] == SHOCK]["company"]) == {"NVIDIA", "Broadcom", "TSMC"}
    assert computed[["shares", "shares_as_of", "shares_basis"]].notna().all(axis=None)


def test_reports_that_differ_are_told_one_by_one_and_those_that_cannot_be_computed_say_why() -> None:
    session = open_page("records")
    text = said(session)
    assert "15 of 17 reports that can be computed lie within 2 % of the computed loss" in text
    # 85.20 dollars times 2.534 billion shares, and 15.05 times 12.24 billion
    assert "Meta, 30 Oct 2025: reported $190 bn, computed $216 bn with 2.53 bn shares as of 24 Jan 2025" in text
    assert "press figures differ (168 during the session to about 215)" in text
    assert "Alphabet, 5 Feb 2025: reported $175 bn, computed $184 bn with 12.2 bn shares" in text
    assert "because no share count is known by then (NVIDIA 19 Apr 2024, 24 Jun 2024, 17 Jul 2024 and" in text
    assert "the day lies after the stored prices (Microsoft 29 Jan 2026)" in text
    compared = tables(session)[2]
    assert compared["outcome"].value_counts().to_dict() == {
        "computed": 17, "before_prices": 10, "no_count": 5, "after_prices": 1,
    }  # fmt: skip


def test_another_day_is_placed_among_the_computed_losses() -> None:
    session = open_page("records", event="date", on="2024-09-03")
    assert "NVIDIA’s $279 bn of 3 Sep 2024 is number 3 of" in said(session)
    small = open_page("records", event="date", on="2025-12-31")
    assert "no company lost enough on 31 Dec 2025 to stand among them" in said(small)
    assert alts(small)[1].startswith("None of the 50 largest computed losses is of 31 Dec 2025.")
    assert "are in colour" in said(session)
    assert "are in colour" not in said(small)
    early = open_page("records", event="date", on="2023-06-02")  # no share count is known by then
    assert early.title[0].value.startswith("NVIDIA’s")
    assert not early.exception


def test_prices_without_a_share_count_leave_the_reports_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = record_tables.computed_records

    def none(panel: PricePanel, top: int) -> pd.DataFrame:
        return whole(panel, top).head(0)

    monkeypatch.setattr(record_tables, "computed_records", none)
    session = open_page("records")
    assert not session.exception
    assert session.title[0].value == "No one-day loss can be computed from the stored prices and share counts"
    assert [note.value for note in session.info] == ["No company has both prices and a share count known by then."]
    assert len(tables(session)[0]) == 33
