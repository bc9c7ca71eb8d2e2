"""The bars of what the market explains, and the sentences about it, about concentration and about records."""

from __future__ import annotations

from datetime import date
from typing import Any

import pandas as pd
import pytest

from dashboard.charts import alt_text, market_parts, record_headline, value_headline
from dashboard.charts import format as fmt
from dashboard.charts.theme import LIGHT
from dashboard.errors import EmptySelectionError
from dashboard.study.computed_records import OUTCOMES

NBSP = "\u202f"
RATE_TOO = "; the exchange rate made −$1.00 bn"


def rows(rate: float = 0.0) -> pd.DataFrame:
    return pd.DataFrame(
        {"name": ["chips", "platforms"], "market": [-20.0, -30.0], "beyond": [-80.0, 50.0], "rate": [rate, 0.0]}
    )


def test_each_part_is_a_bar_of_each_row_and_of_their_sum(words: dict[str, Any]) -> None:
    fig = market_parts.paired(rows(), **words)
    market, beyond = fig.data
    assert list(market.x) == [-20, -30, -50]
    assert list(beyond.x) == [-80, 50, -30]
    assert list(beyond.text) == [f"−$80.0{NBSP}bn", f"+$50.0{NBSP}bn", f"−$30.0{NBSP}bn"]
    assert list(fig.layout.yaxis.ticktext) == ["chips", "platforms", "<b>total</b>"]
    assert all(upper > lower for upper, lower in zip(market.y, beyond.y, strict=True))
    assert alt_text(fig).endswith(
        f"2 rows; in all explained by the market −$50.0{NBSP}bn and beyond the market −$30.0{NBSP}bn."
    )


def test_a_rate_has_bars_of_its_own_and_one_row_no_total(words: dict[str, Any]) -> None:
    fig = market_parts.paired(rows(rate=-5.0), money=fmt.yen_bn, **words)
    assert [trace.name for trace in fig.data] == ["explained by the market", "beyond the market", "exchange rate"]
    assert fig.data[2].marker.color == LIGHT.page
    assert "(outline)" in market_parts.key(rows(rate=-5.0), LIGHT)
    assert "exchange" not in market_parts.key(rows(), LIGHT)
    alone = market_parts.paired(rows().head(1), **words)
    assert list(alone.layout.yaxis.ticktext) == ["chips"]


def test_figures_beside_each_other_have_one_axis_and_room_for_their_texts(words: dict[str, Any]) -> None:
    plain, wider = market_parts.paired(rows(), **words), market_parts.paired(rows(), reach=[-400, 60], **words)
    assert plain.layout.xaxis.range[0] > -400 > wider.layout.xaxis.range[0]
    assert plain.layout.xaxis.range[1] > 50
    with pytest.raises(EmptySelectionError, match="No chosen company has a loss that can be split"):
        market_parts.paired(rows().head(0), **words)


@pytest.mark.parametrize(
    ("parts", "sentence"),
    [
        ((-270, -890, 0), "Of $1,160 bn lost net, the index explains $270 bn; $890 bn go beyond it"),
        ((270, 890, 0), "Of $1,160 bn gained net, the index explains $270 bn; $890 bn go beyond it"),
        ((10, -110, 0), "the index explains none of the $100 bn lost net: by itself it would have made +$10.0 bn"),
        ((0, -100, 0), "the index explains none of the $100 bn lost net: by itself it would have made $0 bn"),
        ((-150, 50, 0), "the index explains more than the $100 bn lost net: by itself it would have made −$150 bn"),
        ((-3, -6, -1), "Of $10.0 bn lost net, the index explains $3.00 bn; $6.00 bn go beyond it" + RATE_TOO),
    ],
)  # fmt: skip
def test_what_the_market_explains_is_true_for_any_signs(parts: tuple[float, float, float], sentence: str) -> None:
    assert value_headline.market_part("the index", *parts).replace(NBSP, " ") == sentence


def test_why_equal_weights_says_how_far_apart_the_two_moved() -> None:
    apart = value_headline.why_equal_weights(-0.0146, 0.0007, "2025-01-27").replace(NBSP, " ")
    assert apart.endswith("On 27 Jan 2025 the S&P 500 fell 1.5 % while the fund rose 0.1 %.")
    alike = value_headline.why_equal_weights(-0.0146, -0.0141, "2025-01-27").replace(NBSP, " ")
    assert alike.endswith("so any difference is one of betas: the S&P 500 fell 1.5 %, the fund fell 1.4 %.")


def concentrated(*losses: float) -> pd.DataFrame:
    fell = sum(loss > 0 for loss in losses)
    return pd.DataFrame(
        {
            "name": [f"C{place}" for place in range(len(losses))],
            "loss_bn": losses,
            "rank": pd.array([place + 1 if place < fell else None for place in range(len(losses))], dtype="Int64"),
            "needed": [place < min(2, fell) for place in range(len(losses))],
        }
    )


def test_who_makes_up_the_loss_and_who_rose() -> None:
    frame = concentrated(50, 45, 5, -9, -4, -3, -2, -1)
    assert value_headline.fewest(frame, 0.9) == f"2 of the 3 companies that lost value make up 90{NBSP}% of the loss"
    assert value_headline.who_rose(frame).replace(NBSP, " ") == (
        "5 companies gained $19.0 bn together: C3 +$9.00 bn, C4 +$4.00 bn, C5 +$3.00 bn, C6 +$2.00 bn and 1 more."
    )
    assert value_headline.who_rose(concentrated(5, -2)) == f"One company gained value: C1 +$2.00{NBSP}bn."
    assert value_headline.who_rose(concentrated(5)) == "No chosen company is known to have gained value."
    assert value_headline.fewest(concentrated(5, -1), 0.9) == "C0 is the only chosen company known to have lost value"
    assert value_headline.fewest(concentrated(-5), 0.9) == "No chosen company with a known share count lost value"
    assert value_headline.fewest(concentrated(5, 4), 0.9) == (
        f"It takes both companies that lost value to make up 90{NBSP}% of the loss"
    )
    assert value_headline.fewest(concentrated(5, 4, 3).assign(needed=True), 0.9) == (
        f"It takes all 3 companies that lost value to make up 90{NBSP}% of the loss"
    )


LOSSES = pd.DataFrame(
    {
        "rank": [1, 2, 3],
        "date": pd.to_datetime(["2025-01-27", "2024-09-03", "2025-01-27"]).as_unit("us"),
        "ticker": ["NVDA", "NVDA", "AVGO"],
        "company": ["NVIDIA", "NVIDIA", "Broadcom"],
        "loss_bn": [593.0, 279.0, 200.0],
        "count_age_days": [73, 11, 59],
    }
)


def test_where_a_day_stands_among_the_computed_losses() -> None:
    place, day = record_headline.place, date(2024, 9, 3)
    assert place(LOSSES, date(2025, 1, 27)).replace(NBSP, " ") == (
        "NVIDIA’s $593 bn of 27 Jan 2025 is the largest of 3 one-day losses computed here"
    )
    assert "279" in place(LOSSES, day)
    assert "is number 2 of 3" in place(LOSSES, day)
    assert place(LOSSES, date(2025, 4, 4)).startswith("NVIDIA’s $593")  # no loss that day: the largest of all
    assert place(LOSSES.head(0), day).startswith("No one-day loss can be computed")
    assert record_headline.largest(LOSSES, date(2025, 1, 27)) == (
        "Of the 3 largest computed losses 2 are of 27 Jan 2025"
    )
    assert record_headline.largest(LOSSES, day).endswith("one is of 3 Sep 2024: NVIDIA’s")
    assert record_headline.largest(LOSSES, date(2025, 4, 4)).startswith("None of the 3 largest computed losses")
    assert "11 to 73 days old at their sessions, half of them at most 59;" in record_headline.ages(LOSSES)
    assert "each from its first known count on, 3 Sep 2024 to 27 Jan 2025." in record_headline.reach(LOSSES)


def test_disagreements_are_told_with_their_spread() -> None:
    reported = pd.DataFrame(
        {
            "ticker": ["META", "META", "NVDA", "AAPL", "AAPL"],
            "company": ["Meta", "Meta", "NVIDIA", "Apple", "Apple"],
            "date": pd.to_datetime(["2022-02-03", "2022-02-03", "2025-01-27", "2020-09-03", "2020-09-03"]),
            "loss_bn": [250.0, 200.0, 593.0, 180.0, 180.0],
        }
    )
    assert record_headline.disagreements(reported).replace(NBSP, " ") == (
        "The reports listed disagree on 1 day: Meta on 3 Feb 2022, 2 figures from $200.0 to 250.0 bn, 25.0 % apart."
    )
    assert record_headline.disagreements(reported.iloc[2:]) == "No two of the reports listed disagree on one day."


def test_every_reason_has_words() -> None:
    assert {"computed", *record_headline.WHY} == set(OUTCOMES)


def test_reports_far_from_the_computed_loss_are_told_one_by_one_and_so_is_what_cannot_be_computed() -> None:
    compared = pd.DataFrame(
        {
            "id": ["L14", "L01", "L29", "L09", "L11", "L04"],
            "ticker": ["META", "NVDA", "INTC", "META", "META", "MSFT"],
            "company": ["Meta", "NVIDIA", "Intel", "Meta", "Meta", "Microsoft"],
            "date": pd.to_datetime(
                ["2025-10-30", "2025-01-27", "2000-09-22", "2022-02-03", "2022-02-02", "2026-01-29"]
            ),
            "reported_bn": [190.0, 592.7, 90.0, 232.0, 252.0, 357.0],
            "computed_bn": [215.87, 592.66, None, None, None, None],
            "difference": [0.1362, -0.0001, None, None, None, None],
            "shares": [2.534e9, 24.49e9, None, None, None, None],
            "shares_as_of": pd.to_datetime(["2025-01-24", "2024-11-15", None, None, None, None]),
            "shares_basis": ["sec_cover", "sec_cover", None, None, None, None],
            "outcome": ["computed", "computed", *["before_prices"] * 3, "after_prices"],
        }
    )
    assert record_headline.agreement(compared).replace(NBSP, " ") == (
        "1 of 2 reports that can be computed lie within 2 % of the computed loss"
    )
    noted = pd.DataFrame({"id": ["L01", "L14"], "note": [None, "others print 215"]})
    (sentence,) = record_headline.apart(compared, noted)
    assert sentence.endswith(" Noted of the report: others print 215.")
    (sentence,) = record_headline.apart(compared, noted.head(1))
    assert sentence.replace(NBSP, " ") == (
        "Meta, 30 Oct 2025: reported $190 bn, computed $216 bn with 2.53 bn shares as of 24 Jan 2025 (from a filing's "
        "cover), +13.6 %."
    )
    assert record_headline.not_computed(compared) == (
        "Not computed, because the day lies before the stored prices (Intel 22 Sep 2000; Meta 2 Feb 2022 and "
        "3 Feb 2022); because the day lies after the stored prices (Microsoft 29 Jan 2026)."
    )
    assert record_headline.not_computed(compared.head(2)) == ""
    assert record_headline.agreement(compared.tail(1)) == "None of the reported losses can be computed"
