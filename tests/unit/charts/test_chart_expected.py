"""Actual against expected returns, and the sentences about them and about the dates of events."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest

from dashboard.charts import LIGHT, alt_text, expected
from dashboard.charts import reaction_headline as say
from dashboard.errors import EmptySelectionError

NAN = float("nan")
EVENTS = {"r1": "DeepSeek-R1", "shock": "DeepSeek shock"}


def plain(text: str) -> str:
    return text.replace("\u202f", " ").replace("\u00a0", " ")


@pytest.fixture
def companies() -> pd.DataFrame:
    """One far below what was expected, one above, one without an expected return."""
    return pd.DataFrame(
        {
            "ticker": ["NVDA", "AAPL", "GEV"],
            "name": ["NVIDIA", "Apple", "GE Vernova"],
            "segment": ["chips", "platforms", "grid and cooling"],
            "actual": [-0.17, 0.03, -0.21],
            "expected": [-0.04, -0.01, NAN],
            "beyond": [-0.13, 0.04, NAN],
            "p_bh": [0.001, 0.2, NAN],
            "reason": ["", "", "fewer than 120 estimation observations"],
        }
    )


def test_points_stand_at_both_returns_and_the_line_where_they_are_equal(
    companies: pd.DataFrame, words: dict[str, Any]
) -> None:
    fig = expected.scatter(companies, **words)
    line, points = fig.data
    assert list(line.x) == list(line.y)
    np.testing.assert_allclose(points.x, [-4, -1])
    np.testing.assert_allclose(points.y, [-17, 3])
    assert list(points.marker.color) == [LIGHT.segment("chips"), LIGHT.page]
    assert set(points.text) == {"NVIDIA", "Apple"}
    assert plain(alt_text(fig)) == (
        "A finding. Scatter plot of the actual against the expected returns of 2 companies; furthest from expected is "
        "NVIDIA, −17.0 % where −4.0 % was expected."
    )


def test_no_expected_return_is_said(companies: pd.DataFrame, words: dict[str, Any]) -> None:
    with pytest.raises(EmptySelectionError, match="later day"):
        expected.scatter(companies[2:], **words)


def test_how_many_did_worse(companies: pd.DataFrame) -> None:
    assert say.against_expected(companies) == (
        "1 of 2 companies did worse than the market explains, 1 of them significantly"
    )
    better = companies.assign(p_bh=[0.2, 0.01, NAN])
    assert say.against_expected(better) == (
        "1 of 2 companies did worse than the market explains, none of them significantly; 1 did significantly better"
    )
    assert say.against_expected(companies.assign(p_bh=1.0)) == (
        "1 of 2 companies did worse than the market explains, none of them significantly"
    )
    assert plain(say.against_expected(companies[:1])) == "NVIDIA returned −17.0 % where −4.0 % was expected"
    assert say.against_expected(companies[2:]) == "Actual and expected returns"


def test_those_without_an_expected_return_are_named(companies: pd.DataFrame) -> None:
    assert say.unexpected(companies) == (
        "Without an expected return: GE Vernova (fewer than 120 estimation observations)."
    )
    assert say.unexpected(companies[:2]) == ""


def test_which_event_moved_how_many() -> None:
    frame = pd.DataFrame(
        {
            "key": ["r1", "r1", "shock", "shock"],
            "session": pd.to_datetime(["2025-01-21"] * 2 + ["2025-01-27"] * 2),
            "ticker": ["NVDA", "AAPL"] * 2,
            "car": [0.01, 0.0, -0.13, 0.04],
            "p_bh": [0.9, 0.9, 0.001, 0.3],
        }
    )
    assert plain(say.moved(frame, "ticker", EVENTS, ("r1", "shock"))) == (
        "DeepSeek-R1 (21 Jan 2025) moved none of 2 companies significantly, DeepSeek shock (27 Jan 2025) 1 of 2."
    )
    assert say.moved(frame, "ticker", EVENTS, ("other",)) == ""
    several = frame.assign(session=pd.to_datetime(["2025-01-21", "2025-01-22"] * 2))
    assert say.moved(several, "ticker", EVENTS, ("r1", "shock")) == ""


def test_the_event_that_its_dates_change_most_is_told_in_order_of_date() -> None:
    dates = pd.DataFrame(
        {
            "key": ["shock", "shock", "r1", "r1", "r1"],
            "session": pd.to_datetime(["2025-01-29", "2025-01-27", "2025-01-21", "2025-01-22", "2025-01-27"]),
            "mean": [0.04, -0.087, 0.01, 0.02, -0.087],
        }
    )
    assert plain(say.redated(dates, EVENTS)) == (
        "DeepSeek shock: −8.7 % on average if dated 27 Jan 2025, +4.0 % if dated 29 Jan 2025"
    )
