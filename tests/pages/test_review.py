"""Half a year later, on the page Recovery, as a reader sees it."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from dashboard.catalog import load_claims
from dashboard.day_tables import REVIEW
from tests.support.pages import open_page

NARROW = "\u202f"


def heading(session: AppTest) -> str:
    return str(session.subheader[-1].value)


def note(session: AppTest) -> str:
    return str(session.caption[-1].value)


def alts(session: AppTest) -> list[str]:
    return [chart.proto.alt for chart in session.get("plotly_chart")][-2:]


def figure(session: AppTest, place: int) -> dict[str, Any]:
    spec: dict[str, Any] = json.loads(session.get("plotly_chart")[place].proto.spec)
    return spec


def words(figure: dict[str, Any]) -> str:
    return " ".join(part["text"].replace("<br>", " ") for part in figure["layout"]["annotations"])


def sheet(session: AppTest) -> pd.DataFrame:
    return session.dataframe[-1].value.set_index("ticker")


def test_the_day_of_the_review_is_that_of_the_catalogued_article() -> None:
    assert f"Daiwa Institute of Research {REVIEW}" in {claim.publication for claim in load_claims()}


def test_half_a_year_later() -> None:
    session = open_page("recovery")
    assert heading(session) == "27 of 51 companies stood above their close of 24 Jan 2025 on 24 Jun 2025"
    assert "Of 44 companies that fell on 27 Jan 2025, 29 had regained that close by 24 Jun 2025" in note(session)
    assert "Of 50 companies that stood below it at their low of Apr 2025, 26 had regained that close" in note(session)
    segments, companies = alts(session)
    assert segments.startswith(
        f"Software and other led by 24 Jun 2025 with +16.9{NARROW}%, platforms came last with −3.2{NARROW}%."
    )
    assert companies.startswith("49 of 51 companies stood lower in Apr 2025 than at the close of 27 Jan 2025.")


def test_one_company_to_the_cent() -> None:
    # Closes of Nvidia: 142.62 on 24 Jan, 118.42 on 27 Jan, 94.31 on 4 Apr (its lowest), 142.63 on 9 Jun, 147.90 on 24.
    session = open_page("recovery", co="NVDA")
    row = sheet(session).loc["NVDA"]
    assert row["event_ret"] == pytest.approx(118.42 / 142.62 - 1)
    assert row["april_low_ret"] == row["low_ret"] == pytest.approx(94.31 / 142.62 - 1)
    assert row["ret_to"] == pytest.approx(147.90 / 142.62 - 1)
    assert row["april_low_date"] == row["low_date"] == pd.Timestamp("2025-04-04")
    assert (row["regained_on"], row["sessions"], row["april_sessions"]) == (pd.Timestamp("2025-06-09"), 93, 44)
    assert heading(session) == f"NVIDIA stood 3.7{NARROW}% above its close of 24 Jan 2025 on 24 Jun 2025"
    assert note(session).endswith(
        "It regained that close after 93 sessions. It regained that close after 44 sessions from its low of Apr 2025."
    )


def test_a_price_not_regained_by_then_is_not_looked_up_later() -> None:
    session = open_page("recovery", co="NVDA", review="2025-06-06")
    assert sheet(session).loc["NVDA", ["regained_on", "sessions", "april_sessions"]].isna().all()
    assert note(session) == (
        "It had not regained that close by 6 Jun 2025. "
        "It had not regained that close by 6 Jun 2025 after its low of Apr 2025."
    )
    texts = [trace.get("text") for trace in figure(session, -1)["data"]]
    assert ["not yet"] in texts


def test_three_marks_a_row_and_their_meaning_in_words() -> None:
    companies = figure(open_page("recovery", co="NVDA"), -1)
    marks = [trace for trace in companies["data"] if trace["mode"] == "markers"]
    assert [trace["x"][0] for trace in marks] == pytest.approx(
        [118.42 / 142.62 - 1, 94.31 / 142.62 - 1, 147.90 / 142.62 - 1]
    )
    assert "○\u00a027 Jan 2025, ◆\u00a0lowest close of Apr 2025, ●\u00a024 Jun 2025" in words(companies)


def test_a_review_without_all_of_april_falls_back() -> None:
    session = open_page("recovery", review="2025-03-31")
    assert heading(session).endswith("companies stood above their close of 24 Jan 2025 on 31 Mar 2025")
    assert "Apr" not in note(session)
    lowest = f"Credo stood furthest below its close before the event: 51.0{NARROW}% on 10 Mar 2025."  # 39.45 / 80.47
    assert alts(session)[1].startswith(lowest)
    assert "lowest close between" in words(figure(session, -1))
    assert not [name for name in sheet(session).columns if name.startswith("april")]


def test_other_events_are_reviewed_half_a_year_later() -> None:
    session = open_page("recovery", event="date", on="2024-08-05")
    assert session.date_input(key="review").value == dt.date(2025, 2, 3)  # 182 days later
    assert "Daiwa" not in note(session)
    late = open_page("recovery", event="date", on="2025-10-10")
    assert late.date_input(key="review").value == dt.date(2025, 12, 31)


@pytest.mark.parametrize(
    ("day", "sentence"),
    [
        (
            "2025-06-22",
            (
                "The exchange was closed on Sunday 22 Jun 2025; the review is on the last session before, "
                "Friday 20 Jun 2025."
            ),
        ),
        (
            "2024-06-07",
            "7 Jun 2024 lies before the event session, 27 Jan 2025; the review is on 24 Jun 2025 instead.",
        ),
    ],
)
def test_a_day_that_cannot_be_reviewed_moves_and_says_so(day: str, sentence: str) -> None:
    session = open_page("recovery", review=day)
    assert [info.value for info in session.info] == [sentence]
    assert not session.exception


def test_the_day_of_the_event_itself() -> None:
    session = open_page("recovery", co="NVDA", review="2025-01-27")
    assert sheet(session).loc["NVDA", "ret_to"] == pytest.approx(118.42 / 142.62 - 1)
    assert not session.exception
