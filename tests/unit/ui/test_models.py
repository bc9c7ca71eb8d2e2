"""What the page on models says of articles, prices and retirements."""

from __future__ import annotations

import pandas as pd

from dashboard import model_tables
from dashboard.charts import LIGHT
from dashboard.ui import models

NARROW = "\u202f"


def figures() -> dict[str, dict[object, object]]:
    return {row["key"]: row for row in model_tables.model_figures().to_dict("records")}


def test_the_bars_are_the_catalogued_figures_largest_first() -> None:
    cost = models.bars(figures(), "cost", LIGHT)
    assert [(bar.name, bar.value, bar.at_least) for bar in cost] == [
        ("GPT-4", 100.0, True),
        ("DeepSeek-V3", 5.576, False),
        ("DeepSeek-R1", 0.294, False),
    ]
    assert [bar.colour for bar in cost] == [LIGHT.axis, LIGHT.accent, LIGHT.accent]
    assert cost[1].note == "The last training run only: without research, earlier runs, data and hardware."
    price = models.bars(figures(), "price", LIGHT)
    assert [(bar.name, bar.value, bar.note) for bar in price][:3] == [
        ("OpenAI o1", 60.0, "As of Dec 2024."),
        ("OpenAI o3", 40.0, "As of 16 Apr 2025."),
        ("OpenAI o3", 8.0, "As of 10 Jun 2025."),
    ]
    assert models.compared_alt(figures(), "hours").replace(NARROW, " ") == (
        "GPU hours: Llama 3.1 405B 30.84 m GPU hours and DeepSeek-V3 2.788 m GPU hours."
    )


def test_each_article_that_differs_is_named_with_what_it_has_taken() -> None:
    told = models.otherwise(model_tables.releases_dated())
    assert len(told) == 9
    v2 = next(text for text in told if text.startswith("DeepSeek-V2: "))
    assert v2.startswith(
        "DeepSeek-V2: CISTEC says Jun 2024, 1 month later than 6 May 2024: the month of its arXiv revision."
    )
    assert "last revision (version 5, 19 June)" in v2
    r1 = [text for text in told if text.startswith("DeepSeek-R1: ")]
    assert r1[0].startswith(
        "DeepSeek-R1: CISTEC says 22 Jan 2025, 2 days later than 20 Jan 2025: the day of its first arXiv"
    )
    assert r1[1].startswith("DeepSeek-R1: CNBC says 27 Jan 2025, 7 days later than 20 Jan 2025: none of its own dates.")
    (v3,) = [text for text in told if text.startswith("DeepSeek-V3: ")]
    assert "10 Jan, which is the date of the mobile app" in v3


def test_short_names_leave_the_maker_out() -> None:
    names = models.short_names()
    assert (names["deepseek-r1"], names["deepseek-coder"]) == ("R1", "Coder")
    assert names["deepseek-app-tops-us-app-store"] == "App is No. 1"


def test_a_model_may_leave_one_service_long_before_another() -> None:
    later = model_tables.later_releases()
    # From 14 July 2025 to 14 June 2026 are 335 days, and 13 more to the 27th.
    assert models.retirement(later) == (
        "GPT-4.5 left the API on 14 Jul 2025 and ChatGPT on 27 Jun 2026, 348 days later: "
        "a retirement “in July 2025” is true of the API alone."
    )
    assert models.retirement(later[later["key"] != "gpt-4.5-removed-from-chatgpt"]) == ""


def test_a_price_cut_is_told_with_both_sides_where_they_differ() -> None:
    later = model_tables.later_releases()
    assert models.price_cut(later).replace(NARROW, " ") == (
        "OpenAI cut the price of o3 by 80.0 % for input and output alike on 10 Jun 2025."
    )
    assert "80.0 % for input, 50.0 % for output" in models.price_cut(
        later.assign(output_change=later["output_change"].where(later["output_change"].isna(), -0.5))
    ).replace(NARROW, " ")
    assert models.price_cut(later.head(0)) == ""


def test_releases_are_drawn_as_open_or_closed_and_other_events_as_what_they_are() -> None:
    drawn = models.drawn(model_tables.later_releases())
    kinds = drawn.set_index("key")["kind"]
    assert set(kinds) == set(models.LATER_SYMBOLS)
    assert kinds[["llama-4", "gpt-5", "o3-price-cut-80", "gpt-4.5-api-retired"]].to_list() == [
        "open_weights", "closed", "pricing", "announcement",
    ]  # fmt: skip
    assert drawn.set_index("key").loc["llama-4", "title"] == "Llama 4 Scout and Maverick (open weights)"


def test_every_value_of_a_table_has_words() -> None:
    releases = model_tables.releases_dated()
    assert set(releases["fits"].dropna()) <= set(models.FITS)
    assert models.FITS["launch; arxiv"] == "launch and first arXiv version"
    for columns in (models.FIGURES, models.RELEASES, models.LATER):
        for column in columns.values():
            assert len((column.help or "").split()) < 25


def test_every_row_shows_source_address_and_certainty() -> None:
    builders = (model_tables.model_figures, model_tables.releases_dated, model_tables.later_releases)
    for build, columns in zip(builders, (models.FIGURES, models.RELEASES, models.LATER), strict=True):
        frame = build()
        assert {"status", "source", "url"} <= set(columns) <= set(frame.columns)
        assert frame["status"].isin(["verified", "recalled"]).all()
        sourced = frame.loc[frame["status"] == "verified", "source"]
        assert pd.Series(sourced).notna().all()
