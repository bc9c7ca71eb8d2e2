"""The page of one company, as a reader sees it, and the links that lead to it."""

from __future__ import annotations

import datetime as dt
from html import unescape
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from dashboard.prices import trading_calendar
from dashboard.prices.overlay import read_upload
from dashboard.ui import row_links
from tests.support.pages import open_page, turn_to

NBSP = "\u202f"


def texts(session: AppTest) -> str:
    return unescape(" ".join(part.proto.body for part in session.get("html")))


def alts(session: AppTest) -> list[str]:
    return [chart.proto.alt for chart in session.get("plotly_chart")]


def headings(session: AppTest) -> list[str]:
    return [part.value for part in session.subheader]


def prose(session: AppTest) -> str:
    return " ".join(part.value for part in (*session.caption, *session.markdown)).replace("\\", "")


def table(session: AppTest, column: str) -> pd.DataFrame:
    """Return the one table that has a column."""
    (found,) = [frame.value for frame in session.dataframe if column in frame.value]
    return found


def test_the_day_of_nvidia_to_the_cent() -> None:
    session = open_page("company")
    assert session.title[0].value == f"NVIDIA fell 17.0{NBSP}% on 27 Jan 2025 and lost \\$593{NBSP}bn of market value"
    said = texts(session)
    # 24.49 bn shares: 142.62 x 24.49 = 3,492.8 and 118.42 x 24.49 = 2,900.1; the open was 124.80, the low 116.70.
    for figure in (
        "$142.62 to $118.42",
        "$124.80",
        "$116.70",
        f"$3,490{NBSP}bn to $2,900{NBSP}bn",
        "no. 3",
        "no. 1 before",
    ):
        assert figure in said
    candles, path, underwater = alts(session)
    assert candles.startswith(f"NVIDIA opened 12.5{NBSP}% lower and closed 17.0{NBSP}% lower.")
    assert path.startswith(f"NVIDIA +30.8{NBSP}% by 31 Dec 2025; S&P 500 +12.2{NBSP}%.")  # 186.50 / 142.62
    assert underwater.startswith(f"NVIDIA fell as far as 36.9{NBSP}% below its high.")  # 94.31 / 149.43


def test_its_way_back_drawdowns_and_share_counts() -> None:
    session = open_page("company")
    assert "NVIDIA fell on 27 Jan 2025 and regained its price after 93 sessions" in headings(session)
    worst = table(session, "valley_date").iloc[0]
    assert (worst["peak_date"], worst["valley_date"]) == (pd.Timestamp("2025-01-06"), pd.Timestamp("2025-04-04"))
    assert worst["depth"] == pytest.approx(94.31 / 149.43 - 1, abs=1e-4)
    counts = table(session, "known_from").set_index("known_from")
    then = counts.loc[pd.Timestamp("2024-11-20")]
    assert (then["shares"], then["form"], then["basis"]) == (24.49e9, "10-Q", "sec_cover")
    assert then["cap_bn"] == pytest.approx(24.49 * 145.89)


def test_what_the_market_explains_is_that_of_the_event_study() -> None:
    session = open_page("company")
    study = open_page("event_study").dataframe[1].value.set_index("ticker").loc["NVDA"]
    said = texts(session)
    assert f"{study['t']:.2f}".replace("-", "−") in said
    assert f"−{abs(study['car']):.1%}".replace("%", f"{NBSP}%") in said
    assert "of 51 companies tested on one day some stand out by chance" in prose(session)


def test_its_reactions_are_those_of_the_page_on_reactions() -> None:
    own = table(open_page("company"), "car").set_index("session")
    every = open_page("reactions", each="ticker", co="NVDA").dataframe[0].value.set_index("session")
    pd.testing.assert_series_equal(own["t"], every["t"])


def test_the_doubts_about_its_prices_are_told() -> None:
    said = prose(open_page("company", who="GEV"))
    assert "the series starts on 27 March 2024 and is when-issued until 1 April 2024" in said
    assert "from 27 Mar 2024 to 31 Dec 2025, no gap" in said


def test_a_company_without_share_count_has_no_dollars_and_says_why() -> None:
    session = open_page("company", who="CRDO")
    assert session.title[0].value == f"Credo fell 30.9{NBSP}% on 27 Jan 2025"
    assert "No share count of Credo was known by then, so no dollars." in texts(session)
    assert "No share count of Credo is known, so it has no market value here" in headings(session)
    assert f"{NBSP}bn" not in texts(session)
    assert not [frame for frame in session.dataframe if "known_from" in frame.value]


def test_a_company_that_did_not_fall_has_nothing_to_regain() -> None:
    session = open_page("company", who="NVDA", event="date", on="2023-08-23")
    assert "NVIDIA did not fall on 23 Aug 2023" in headings(session)
    assert "Since before" in texts(session)
    assert "Sessions to regain" not in texts(session)
    # its first count is known a year later
    assert "No share count of NVIDIA was known by then, so no dollars." in texts(session)


def test_a_company_before_it_was_listed_is_gaps_with_sentences() -> None:
    session = open_page("company", who="GEV", event="date", on="2023-06-02")
    assert session.title[0].value == "GE Vernova has no close on 2 Jun 2023 or the session before"
    assert [note.value for note in session.info] == [
        "No opening, highest and lowest prices of GE Vernova are stored around this day, so it has no candles."
    ]
    assert "GE Vernova has no expected return for 2 Jun 2023" in headings(session)
    assert "27 Mar 2024 = 100" in str(session.get("plotly_chart")[0].proto.spec)


def test_a_range_without_prices_is_one_sentence() -> None:
    session = open_page("company", who="ARM", to="2023-09-01")
    assert [note.value for note in session.info] == [
        "Arm has no prices in this range; choose a longer one at the side."
    ]
    assert len(alts(session)) == 1


def test_prices_of_the_readers_own_are_gaps_with_sentences_and_have_no_link() -> None:
    days = trading_calendar("XNYS").sessions(dt.date(2024, 11, 1), dt.date(2025, 3, 31))
    rows = [f"MINE,{day.date()},{100 + place / 2}" for place, day in enumerate(days)]
    session = open_page("data")
    session.session_state["own_prices"] = read_upload(
        "\n".join(["ticker,date,close", *rows]).encode(), 10**6, days[-1].date()
    )
    session.query_params["who"] = "MINE"
    turn_to(session, "company")
    assert not [*session.exception, *session.error, *session.warning]
    assert session.title[0].value == f"MINE rose 0.4{NBSP}% on 27 Jan 2025"
    assert "a series of your own" in texts(session)
    assert [note.value for note in session.info] == [
        "No opening, highest and lowest prices of MINE are stored around this day, so it has no candles."
    ]
    assert len(alts(session)) == 2
    assert "MINE never closed below its high" in alts(session)[1]
    assert "Source: uploaded by the reader." in prose(session)
    assert not session.dataframe  # neither drawdowns nor counts, reactions or claims are known of it
    turn_to(session, "selloff")
    own = session.dataframe[0].value.set_index("ticker")[row_links.COLUMN]
    assert own.isna().to_dict() == {ticker: ticker == "MINE" for ticker in own.index}


@pytest.mark.parametrize("who", ["nonsense", "^GSPC"])
def test_what_is_no_company_is_named(who: str) -> None:
    session = open_page("company", who=who)
    (note,) = session.warning
    assert f"who={who}, which does not fit “Company”; shown instead: NVIDIA NVDA" in note.value.replace("\\", "")


@pytest.mark.parametrize(
    "parameters",
    [
        {"who": "ALAB", "event": "date", "on": "2024-03-20"},
        {"who": "SNOW", "event": "liberation-day-tariffs"},
        {"who": "NVDA", "event": "date", "on": "2025-12-31", "bench": "SMH"},
        {"who": "AVGO", "event": "date", "on": "2023-06-02"},
        {"who": "TLN", "from_": "2025-02-03"},
    ],
)
def test_other_views_hold(parameters: dict[str, Any]) -> None:
    session = open_page("company", **parameters)
    assert not [*session.exception, *session.error, *session.warning]
    assert len(alts(session)) == 3


def test_the_claims_that_name_it_lead_to_their_figures() -> None:
    session = open_page("company")
    claims = table(session, "verdict_text").set_index("id")
    assert claims.loc["C013", ["claimed_text", "computed_text"]].to_list() == [f"$588.8{NBSP}bn", f"$592.7{NBSP}bn"]
    assert claims.loc["C013", row_links.COLUMN] == "claims?claim=C013"
    there = open_page("claims", claim="C013")
    assert not [*there.warning, *there.error]
    none = open_page("company", who="CRDO")
    assert "None of the articles’ claims is about Credo" in headings(none)
    assert not [frame for frame in none.dataframe if "verdict_text" in frame.value]


def links(session: AppTest, number: int = 0) -> pd.Series:
    return session.dataframe[number].value[row_links.COLUMN]


def test_the_rows_of_companies_lead_to_their_pages_with_the_choices() -> None:
    session = open_page("selloff", event="deepseek-r1", bench="QQQ", co=["NVDA", "AVGO"])
    first = urlsplit(links(session).iloc[0])
    assert (first.scheme, first.netloc, first.path) == ("", "", "company")  # relative: it holds below any base path
    asked = parse_qs(first.query)
    assert asked["who"] == [session.dataframe[0].value["ticker"].iloc[0]]
    there = open_page("company", **asked)
    assert not there.warning
    assert there.session_state["controls"].session == session.session_state["controls"].session
    assert there.session_state["controls"].benchmark == "QQQ"


def test_a_link_without_choices_is_short() -> None:
    assert links(open_page("recovery", co="NVDA")).to_list() == ["company?who=NVDA"]


def test_what_is_no_company_has_no_link() -> None:
    series = open_page("data").dataframe[0].value.set_index("ticker")[row_links.COLUMN]
    assert series["NVDA"] == "company?who=NVDA"
    assert series[["^GSPC", "SPY", "JPY=X", "GOOG"]].isna().all()
    assert int(series.notna().sum()) == 51
    tests = open_page("event_study").dataframe[0].value
    assert row_links.COLUMN not in tests


def test_the_page_of_a_company_does_not_link_to_itself() -> None:
    (claims,) = [frame.value for frame in open_page("company").dataframe if row_links.COLUMN in frame.value]
    assert claims[row_links.COLUMN].str.startswith("claims?").all()
