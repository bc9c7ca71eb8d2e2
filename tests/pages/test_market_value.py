"""The Market value page: dollars and yen lost, the market's part, concentration, share counts."""

from __future__ import annotations

import json
from typing import Any

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from dashboard import value_tables
from dashboard.prices import PricePanel
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
    table = session.dataframe[1].value
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
    segments, losses, market, equal, ranks = alts(session)
    assert "7 segments" in segments
    assert "the largest tile is NVIDIA, −$593\u202fbn" in losses
    assert "went from $3,490\u202fbn to $2,900\u202fbn, rank 1 to 3" in ranks
    assert market.startswith(
        "Of $1,370\u202fbn lost net, the S&P 500 explains $616\u202fbn; $752\u202fbn go beyond it."
    )
    assert equal.startswith("The equal-weighted S&P 500 explains none of the $1,370\u202fbn lost net")


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
    assert "the exchange rate made −¥9.65\u202ftrn" in alts(session)[2]
    assert "The part of the exchange rate is the value at the close in dollars times the fall of the rate" in text


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


def test_the_market_part_stands_beside_that_of_equal_weights() -> None:
    session = open_page("market_value", co="NVDA")
    assert "On 27 Jan 2025 the S&P 500 fell 1.5 % while the fund rose 0.1 %." in said(session)
    nvidia = row(session, "NVIDIA")
    # a beta of 2.70485 times a fall of 1.45807 % of 142.62 dollars times 24.49 billion shares
    assert nvidia["loss_market_bn"] == pytest.approx(2.70484531802094 * 0.01458071 * 142.62 * 24.49, rel=1e-5)
    assert nvidia["loss_market_bn"] + nvidia["loss_beyond_market_bn"] == pytest.approx(24.20 * 24.49, abs=1e-9)
    market, equal = (json.loads(chart.proto.spec) for chart in session.get("plotly_chart")[:2])
    assert market["layout"]["meta"].startswith(
        "Of $593\u202fbn lost net, the S&P 500 explains $138\u202fbn; $455\u202fbn"
    )
    assert "explains none of the $593\u202fbn lost net" in equal["layout"]["meta"]
    assert market["layout"]["xaxis"]["range"][0] == pytest.approx(equal["layout"]["xaxis"]["range"][0], rel=0.05)
    assert "Beyond the market" in said(session)


def test_equal_weights_as_the_benchmark_stand_alone() -> None:
    titles = alts(open_page("market_value", co="NVDA", bench="RSP"))
    assert [title.split(" explains")[0] for title in titles[:-1]] == ["The equal-weighted S&P 500"]


def test_another_benchmark_explains_another_part() -> None:
    market, _, _ = alts(open_page("market_value", co="NVDA", bench="^SOX"))
    assert market.startswith("Of $593\u202fbn lost net, the PHLX Semiconductor explains $")


def test_losses_that_cannot_be_split_are_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = value_tables.market_value

    def unsplit(panel: PricePanel, date: Any, tickers: Any, currency: Any, benchmark: str) -> pd.DataFrame:
        return whole(panel, date, tickers, currency, None)

    monkeypatch.setattr(value_tables, "market_value", unsplit)
    session = open_page("market_value", co="NVDA")
    assert not session.exception
    assert [note.value for note in session.info] == [
        "No loss can be split: there is no beta, or no return of a benchmark on this day; choose a later day."
    ]
    assert "No beta from enough earlier prices, or no return of the benchmark, so not split: NVIDIA." in said(session)
    assert "Beyond the market" not in said(session)


def test_a_day_on_which_both_indices_moved_alike_says_so() -> None:
    # 6,050.61 to 5,872.16 points, and 180.13 to 174.80 dollars
    text = said(open_page("market_value", event="date", on="2024-12-18"))
    assert "so any difference is one of betas: the S&P 500 fell 2.9 %, the fund fell 3.0 %" in text


def test_indices_that_moved_alike_may_still_explain_different_parts() -> None:
    session = open_page("market_value", event="date", on="2025-04-22")
    # betas over the same 250 sessions by another program: 751 and 478 billion of the 527 that were gained
    told = " ".join(alts(session)).replace("\u202f", " ")
    assert "The S&P 500 explains more than the $527 bn gained net: by itself it would have made +$751 bn" in told
    assert "Of $527 bn gained net, the equal-weighted S&P 500 explains $478 bn" in told
    assert "matters little" not in said(session)


def test_how_few_companies_make_up_the_loss_and_who_rose() -> None:
    session = open_page("market_value")
    table = session.dataframe[0].value
    fell = table[table["loss_bn"] > 0]
    needed = int(table["needed"].sum())
    assert f"{needed} of the {len(fell)} companies that lost value make up 90 % of the loss" in said(session)
    assert fell["loss_bn"].head(needed - 1).sum() < 0.9 * fell["loss_bn"].sum() <= fell["loss_bn"].head(needed).sum()
    # Apple rose by 7.08 dollars with 15.116 billion shares
    assert "5 companies gained $160 bn together: Apple +$107 bn, Meta +$31.3 bn" in said(session)
    assert table.iloc[-5:]["rank"].isna().all()


def test_the_largest_losses_are_a_page_of_their_own() -> None:
    (link,) = [part for part in open_page("market_value").get("page_link") if "Records" in part.proto.label]
    assert link.proto.page == "records"


@pytest.mark.parametrize(
    ("parameters", "title", "figures"),
    [
        ({"co": "NVDA"}, "NVIDIA lost $593\u202fbn in a day", 3),
        ({"seg": "chips"}, "$863\u202fbn gone in a day: NVIDIA is 69\u202f% of it", 4),
        ({"event": "liberation-day-tariffs"}, "$1,460\u202fbn gone in a day: Apple is 21\u202f% of it", 5),
        ({"event": "deepseek-r1"}, "$124\u202fbn gone in a day: Apple is 89\u202f% of it", 5),
        ({"event": "nvidia-earnings-q3-fy2026"}, "$711\u202fbn gone in a day: NVIDIA is 20\u202f% of it", 5),
        ({"event": "date", "on": "2025-12-31"}, "$211\u202fbn gone in a day: Microsoft is 14\u202f% of it", 5),
        ({"event": "date", "on": "2024-09-03"}, "$288\u202fbn gone in a day: NVIDIA is 97\u202f% of it", 4),
        ({"event": "date", "on": "2023-06-02"}, "No market value known to be lost on 2 Jun 2023", 0),
        ({"co": "AAPL"}, "Apple lost no market value on 27 Jan 2025", 3),
        (
            {"event": "date", "on": "2025-04-22"},
            "None of 41 companies with a known share count lost market value on 22 Apr 2025",
            4,
        ),
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
