"""The Market value page: dollars and yen lost, ranks, share counts and how sure they are, and the reported records."""

from __future__ import annotations

import json
from typing import Any

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from tests.support.pages import open_page


def alts(session: AppTest) -> list[str]:
    """Return the text alternatives of the page's figures."""
    return [json.loads(chart.proto.spec)["layout"]["meta"] for chart in session.get("plotly_chart")]


def said(session: AppTest) -> str:
    """Return title, notes and figures in words, as one text without Markdown's escapes."""
    parts = [*session.title, *session.info, *session.warning, *session.error, *session.caption, *session.subheader]
    html = [part.proto.body for part in session.get("html")]
    return " ".join([*(part.value for part in parts), *html]).replace("\\", "").replace("\u202f", " ")


def row(session: AppTest, name: str) -> pd.Series[Any]:
    """Return a company's row of the table of market values."""
    table = session.dataframe[0].value
    return table[table["name"] == name].iloc[0]


def test_the_shock_in_dollars() -> None:
    session = open_page("market_value")
    assert not session.exception
    nvidia = row(session, "NVIDIA")
    # 24.20 dollars times 24.49 billion shares; 118.42 / 142.62 - 1
    assert nvidia["loss_bn"] == pytest.approx(24.20 * 24.49, abs=1e-9)
    assert nvidia["ret"] == pytest.approx(-24.20 / 142.62, abs=1e-12)
    assert (nvidia["rank_before"], nvidia["rank_after"]) == (1, 3)
    assert (nvidia["shares"], nvidia["form"], nvidia["shares_basis"]) == (24_490_000_000, "10-Q", "sec_cover")
    assert nvidia["shares_as_of"] == pd.Timestamp("2024-11-15")
    assert nvidia["shares_filed"] == pd.Timestamp("2024-11-20")
    segments, losses, ranks, records = alts(session)
    assert "7 segments" in segments
    assert "the largest tile is NVIDIA, −$593\u202fbn" in losses
    assert "went from $3,490\u202fbn to $2,900\u202fbn, rank 1 to 3" in ranks
    assert records.startswith("No other one-day loss in the list below exceeds NVIDIA's $593\u202fbn of 27 Jan 2025.")


def test_companies_without_a_count_are_named_and_have_no_dollars() -> None:
    session = open_page("market_value")
    text = said(session)
    assert "10 companies have no share count known by 24 Jan 2025, so no value: Astera Labs, Credo, Celestica" in text
    snowflake = row(session, "Snowflake")
    assert snowflake[["loss_bn", "cap_before_bn", "shares", "rank_before"]].isna().all()
    assert snowflake["close_before"] > 0


def test_the_kinds_of_share_counts_are_told_in_words() -> None:
    text = said(open_page("market_value", co=["NVDA", "TSM", "GEV", "APH"]))
    for words in (
        "SEC filing cover (1): read on the cover of a filing",
        "derived from market value (1): a market value published in December 2024",
        "from memory (1): recalled",
        "period-end report (1): the count of a period's last day",
    ):
        assert words in text


def test_yen_uses_each_days_rate_and_says_how_far_to_trust_it() -> None:
    session = open_page("market_value", currency="JPY")
    assert not session.exception
    # the rate closed at 156.16 on 24 January and at 155.74 on 27 January 2025
    expected = 24.49 * (142.62 * 156.16 - 118.42 * 155.74)
    assert row(session, "NVIDIA")["loss_bn"] == pytest.approx(expected, rel=1e-3)
    text = said(session)
    assert "¥245 trn gone in a day" in text
    assert "use the yen figures for orders of magnitude" in text
    # Amazon rose by 0.24 % in dollars and lost in yen, in which the dollar fell by 0.27 %
    assert row(session, "Amazon")["ret"] > 0 > -row(session, "Amazon")["loss_bn"]
    assert "37 companies, exchange rate included" in text
    assert "36 companies<" in said(open_page("market_value"))
    tiles = json.loads(session.get("plotly_chart")[1].proto.spec)
    assert "that lost value in yen, exchange rate included" in str(tiles["layout"]["annotations"]).replace("<br>", " ")
    (amazon,) = [hover for hover in tiles["data"][0]["hovertext"] if hover.startswith("Amazon")]
    assert amazon.endswith(" 0.0\u202f%")  # of its value in yen, not the 0.2 % of its share
    assert "−¥93.7\u202ftrn" in alts(session)[1]
    # the reports are in dollars whatever the page shows
    assert "$593\u202fbn" in alts(session)[3]


def test_a_day_without_a_rate_is_shown_in_dollars() -> None:
    for day in ("2025-04-21", "2025-04-22"):  # only the rate of the 21st is missing: the day itself, and the day before
        session = open_page("market_value", event="date", on=day, currency="JPY")
        assert not session.exception
        (warning,) = session.warning
        assert warning.value == (
            "Yen is chosen, but no exchange rate is stored for 21 Apr 2025: all figures of this page are in US dollars."
        )
        assert row(session, "Apple")["cap_after_bn"] > 2000
        assert "exchange rate included" not in said(session)


def test_reports_of_one_day_stand_side_by_side_with_the_computed_figure() -> None:
    reports = open_page("market_value").dataframe[1].value
    day = reports[(reports["company"] == "NVIDIA") & (reports["date"] == pd.Timestamp("2025-01-27"))]
    assert day["loss_bn"].round(1).to_list() == [593.7, 592.7, 592.7, 588.8]
    assert sorted(day["status"]) == ["computed", "verified", "verified", "verified"]
    assert "no chosen company lost enough" not in said(open_page("market_value"))


def test_a_day_too_small_for_the_records_says_so() -> None:
    session = open_page("market_value", event="date", on="2025-12-31")
    assert "no chosen company lost enough on 31 Dec 2025 to stand among them" in said(session)
    assert "computed" not in set(session.dataframe[1].value["status"])


@pytest.mark.parametrize(
    ("parameters", "title", "figures"),
    [
        ({"co": "NVDA"}, "NVIDIA lost $593\u202fbn in a day", 2),
        ({"seg": "chips"}, "$863\u202fbn gone in a day: NVIDIA is 69\u202f% of it", 3),
        ({"event": "liberation-day-tariffs"}, "$1,460\u202fbn gone in a day: Apple is 21\u202f% of it", 4),
        ({"event": "deepseek-r1"}, "$124\u202fbn gone in a day: Apple is 89\u202f% of it", 4),
        ({"event": "nvidia-earnings-q3-fy2026"}, "$711\u202fbn gone in a day: NVIDIA is 20\u202f% of it", 4),
        ({"event": "date", "on": "2025-12-31"}, "$211\u202fbn gone in a day: Microsoft is 14\u202f% of it", 4),
        ({"event": "date", "on": "2024-09-03"}, "$288\u202fbn gone in a day: NVIDIA is 97\u202f% of it", 3),
        ({"event": "date", "on": "2023-06-02"}, "No market value known to be lost on 2 Jun 2023", 0),
        ({"co": ["SNOW", "BABA"]}, "No market value known to be lost on 27 Jan 2025", 0),
    ],
)
def test_any_choice_has_a_true_title(parameters: dict[str, Any], title: str, figures: int) -> None:
    session = open_page("market_value", **parameters)
    assert not session.exception
    assert not session.error
    assert [words.value.replace("\\", "") for words in session.title] == [title]
    assert len(alts(session)) == figures


def test_only_companies_without_a_count_get_one_sentence() -> None:
    session = open_page("market_value", co=["SNOW", "BABA"])
    (sentence,) = session.info
    assert sentence.value == (
        "2 companies have no share count known by 24 Jan 2025, so no value: Snowflake and Alibaba. "
        "Choose another company or a later day."
    )


def test_a_currency_that_is_none_is_named() -> None:
    session = open_page("market_value", currency="EUR")
    assert "asks for currency=EUR, which does not fit “Currency”; shown instead: US dollars." in said(session)
