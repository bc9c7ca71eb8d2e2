"""The dot plot of reported one-day losses, and the words of the market value and data pages."""

from __future__ import annotations

from datetime import date
from typing import Any

import pandas as pd
import pytest

from dashboard.charts import alt_text, headline, ranks, records, treemap, waterfall
from dashboard.charts import format as fmt
from dashboard.errors import EmptySelectionError

MONDAY = date(2025, 1, 27)


@pytest.fixture
def reported() -> pd.DataFrame:
    """Three days, one of them reported twice and computed once."""
    days = ["2025-01-27", "2025-01-27", "2025-01-27", "2026-01-29", "2025-04-04"]
    return pd.DataFrame(
        {
            "ticker": ["NVDA", "NVDA", "NVDA", "MSFT", "AAPL"],
            "company": ["NVIDIA", "NVIDIA", "NVIDIA", "Microsoft", "Apple"],
            "date": pd.to_datetime(days),
            "loss_bn": [594.0, 592.7, 589.0, 357.0, 223.0],
            "ret": [-0.17, -0.17, -0.169, -0.1, -0.073],
            "source": ["one paper", None, "another", "a third", None],
            "status": ["verified", "computed", "verified", "verified", "recalled"],
        }
    )


def test_a_row_a_company_and_day(reported: pd.DataFrame, words: dict[str, Any]) -> None:
    fig = records.by_day(reported, session=MONDAY, **words)
    assert list(fig.layout.yaxis.ticktext) == [
        "<b>NVIDIA, 27 Jan 2025</b>",
        "Microsoft, 29 Jan 2026",
        "Apple, 4 Apr 2025",
    ]
    dots = fig.data[0]
    assert list(dots.x) == [594.0, 592.7, 589.0, 357.0, 223.0]
    assert list(dots.y) == [0, 0, 0, -1, -2]
    assert list(dots.marker.symbol) == ["circle", "diamond", "circle", "circle", "circle"]
    assert dots.marker.color[4] == words["theme"].page
    assert dots.hovertext[0].endswith("as reported: one paper")
    assert dots.hovertext[1].endswith("computed here")
    texts = {note.text for note in fig.layout.annotations}
    assert {"$589–594\u202fbn", "$357\u202fbn", "$223\u202fbn"} <= texts
    assert "the largest is NVIDIA, 27 Jan 2025, $589–594\u202fbn" in alt_text(fig)


def test_the_session_is_shown_whatever_its_place(reported: pd.DataFrame, words: dict[str, Any]) -> None:
    fig = records.by_day(reported, session=date(2025, 4, 4), n=1, **words)
    assert list(fig.layout.yaxis.ticktext) == ["NVIDIA, 27 Jan 2025", "<b>Apple, 4 Apr 2025</b>"]


def test_no_record_is_one_sentence(reported: pd.DataFrame, words: dict[str, Any]) -> None:
    with pytest.raises(EmptySelectionError, match="No one-day loss is catalogued"):
        records.by_day(reported.head(0), session=MONDAY, **words)


def test_the_place_of_a_loss_in_words() -> None:
    loss = "NVIDIA's $593\u202fbn of 27 Jan 2025"
    assert headline.record("NVIDIA", 592.7, MONDAY, 0) == f"No other one-day loss in the list below exceeds {loss}"
    assert headline.record("NVIDIA", 592.7, MONDAY, 1) == f"Only one other loss in the list below exceeds {loss}"
    assert headline.record("NVIDIA", 592.7, MONDAY, 4) == f"Only 4 other losses in the list below exceed {loss}"
    assert headline.record("NVIDIA", 592.7, MONDAY, 5) == (
        f"{loss} is not among the five largest one-day losses in the list below"
    )


def test_what_is_drawn_of_the_list_is_said(reported: pd.DataFrame, words: dict[str, Any]) -> None:
    for day, n, said in (
        (MONDAY, 3, "all listed below"),
        (MONDAY, 2, "the 2 largest of 3 listed below"),
        (date(2025, 4, 4), 1, "the 1 largest of 3 listed below and those of 4 Apr 2025"),
    ):
        assert records.choice(reported, day, n) == said
        rows = len(records.by_day(reported, session=day, n=n, **words).layout.yaxis.ticktext)
        assert rows == min(n, 3) + ("and those" in said)


def test_the_coverage_in_words() -> None:
    assert headline.coverage(pd.DataFrame({"missing": [0, 0]})).startswith("All 2 series have a close")
    assert headline.coverage(pd.DataFrame({"missing": [0, 3]})).startswith("1 of 2 series have a close")
    present = pd.DataFrame({"2025-01": [1.0, 0.5], "2025-02": [1.0, 1.0]}, index=["A", "B"])
    assert headline.gaps(present, {"B": "Bee"}) == "Bee begins late or lacks a session; the others are whole"
    assert headline.gaps(present.head(1), {}) == "Every series is whole in every month"
    many = pd.DataFrame({"2025-01": [1.0] + [0.5] * 7}, index=list("ABCDEFGH"))
    assert headline.gaps(many, {}) == "1 of 8 series are whole in every month"


def test_figures_in_yen_say_yen(sell_off: pd.DataFrame, market_value: pd.DataFrame, words: dict[str, Any]) -> None:
    yen = fmt.MONEY["JPY"]
    assert waterfall.segments(sell_off, money=yen, **words).data[0].hovertext[0].startswith("chips: −¥0.790\u202ftrn")
    assert "−¥0.590\u202ftrn" in alt_text(treemap.losses(sell_off, money=yen, **words))
    figure = ranks.before_after(market_value, names={"NVDA": "NVIDIA"}, money=yen, **words)
    assert "from ¥3.49\u202ftrn to ¥2.90\u202ftrn" in alt_text(figure)
    for fig in (waterfall.segments(sell_off, money=yen, **words), figure):
        assert "$" not in str(fig.to_dict())
