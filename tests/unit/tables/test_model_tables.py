"""The tables of models against figures worked out by hand from their sources."""

from __future__ import annotations

import pandas as pd
import pytest

from dashboard import model_tables
from dashboard.catalog import load_events


def test_ratios_follow_from_the_catalogued_figures() -> None:
    figures = model_tables.model_figures().set_index("key")
    # 2.788 of 30.84 million hours; 5.576 of more than 100 million dollars; 2.19 of 60 dollars
    assert figures.loc["llama-3.1-405b-gpu-hours", "ratio"] == pytest.approx(0.0904021)
    cost = figures.loc["gpt-4-training-cost"]
    assert (cost["ratio"], cost["ratio_bound"]) == (pytest.approx(0.05576), "less_than")
    assert figures.loc["o1-price-output", "ratio"] == pytest.approx(0.0365)
    assert pd.isna(figures.loc["r1-rl-cost", "ratio"])
    assert set(figures["topic"]) == {"training", "score", "price"}


def test_releases_are_deepseeks_and_what_an_article_dates_of_it() -> None:
    found = model_tables.releases_dated()
    catalogued = {event.key for event in load_events() if event.organisation == "DeepSeek"}
    # Its founding has no day, and the paper in Nature is no release and dated by no article.
    assert set(found["key"]) == catalogued - {"deepseek-founded", "deepseek-r1-in-nature"}
    assert set(found["publication"].dropna()) == {"ALLFORCES", "CISTEC", "CNBC", "Daiwa", "GIGAZINE", "Reinforz"}


def test_every_later_release_of_the_year_says_whether_its_weights_are_open() -> None:
    later = model_tables.later_releases()
    launches = {
        event.key
        for event in load_events()
        for dated in event.dates
        if event.kind in ("model_release", "pricing")
        and dated.basis == "launch"
        and "2025-01-27" <= dated.date < "2026"
    }
    assert launches <= set(later["key"])
    assert later["access"].notna().all()
    assert later["date"].is_monotonic_increasing


def test_the_price_cut_is_computed_from_both_prices() -> None:
    later = model_tables.later_releases().set_index("key")
    cut = later.loc["o3-price-cut-80"]  # from 10 and 40 dollars to 2 and 8
    assert (cut["input_change"], cut["output_change"]) == (pytest.approx(-0.8), pytest.approx(-0.8))
    assert later["input_change"].notna().sum() == 1


def test_what_the_review_dates_stands_beside_the_day() -> None:
    later = model_tables.later_releases().set_index("key")
    assert later["reviewed_as"].dropna().to_dict() == {
        "gpt-4.5": "2025-02", "gemini-2.5-pro": "2025-03", "llama-4": "2025-04", "gpt-4.1": "2025-04",
        "gemini-2.5-flash": "2025-04", "qwen3": "2025-04", "deepseek-r1-0528": "2025-05",
        "gpt-4.5-api-retired": "2025-07",
    }  # fmt: skip
