"""The largest losses over all sessions and companies: by hand, against a plain loop, and beside reported ones."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd
import pytest

from dashboard.catalog import ShareCount
from dashboard.study.computed_records import COLUMNS, COMPARED_COLUMNS, OUTCOMES, compared_records, computed_records
from dashboard.study.share_counts import known_share_counts, share_count_steps
from tests.support.panels import NAN, panel, seeded

# Sessions from Thursday 2 January 2025: 2, 3, 6, 7, 8, 10.
PRICES = panel(
    {
        "NVDA": [100, 80, 90, 60, 55, 50],
        "AAPL": [50, 49, NAN, 40, 41, 39],
        "SNOW": [10, 5, 5, 5, 5, 5],
    }
)


def count(ticker: str, shares: int, filed: date) -> ShareCount:
    return ShareCount(ticker, shares, date(2024, 12, 1), date(2024, 12, 1), "10-Q", filed, "sec_cover", None)


STEPS = share_count_steps(
    [
        count("NVDA", 1_000_000_000, date(2025, 1, 3)),
        count("NVDA", 2_000_000_000, date(2025, 1, 8)),
        count("AAPL", 3_000_000_000, date(2024, 12, 15)),
    ],
    PRICES.split,
)


def test_the_count_is_the_one_known_by_the_session_before() -> None:
    frame = computed_records(PRICES.close, STEPS)
    assert frame.columns.tolist() == list(COLUMNS)
    found = list(zip(frame["ticker"], frame["date"].dt.day, frame["loss_bn"], strict=True))
    # NVDA fell by 20 on the 3rd, when no count was known on the 2nd; by 30 on the 7th with 1bn shares; by 5 on the
    # 8th still with 1bn, as the new count was filed that day; by 5 on the 10th with 2bn. AAPL fell by 1 and by 2 with
    # 3bn; of its fall over the gap on the 6th nothing is known.
    assert found == [("NVDA", 7, 30), ("NVDA", 10, 10), ("AAPL", 10, 6), ("NVDA", 8, 5), ("AAPL", 3, 3)]
    first = frame.iloc[0]
    assert (first["rank"], first["shares"], first["shares_basis"]) == (1, 1e9, "sec_cover")
    assert first["ret"] == pytest.approx(60 / 90 - 1)
    assert (first["shares_as_of"], first["shares_filed"]) == (pd.Timestamp("2024-12-01"), pd.Timestamp("2025-01-03"))
    assert first["count_age_days"] == 37


def test_only_so_many_are_listed() -> None:
    every = computed_records(PRICES.close, STEPS)
    pd.testing.assert_frame_equal(computed_records(PRICES.close, STEPS, 2), every.head(2))
    assert len(computed_records(PRICES.close, STEPS, 100)) == len(every)


def test_no_count_means_no_losses() -> None:
    assert computed_records(PRICES.close[["SNOW"]], STEPS).empty
    assert computed_records(PRICES.close, STEPS[:0]).columns.tolist() == list(COLUMNS)


def test_all_sessions_and_companies_at_once_are_one_by_one() -> None:
    close = seeded(6, 60)
    random = np.random.default_rng(3)
    days = pd.Series(random.integers(0, 60, 15))
    counts = [
        ShareCount(
            f"S{random.integers(0, 6)}", int(random.integers(1e8, 1e10)), close.index[day].date(),
            date(2030, 1, 1), None, None, ("derived", "unverified")[place % 2], None,
        )
        for place, day in enumerate(days)
    ]  # fmt: skip
    steps = share_count_steps(counts, close * 0 + 1.0)
    expected = []
    for row in range(1, len(close)):
        for ticker in close:
            wanted = pd.DataFrame({"ticker": [ticker], "known_by": [close.index[row - 1]]})
            shares = known_share_counts(steps, wanted)["shares"].iloc[0]
            loss = shares * (close[ticker].iloc[row - 1] - close[ticker].iloc[row]) / 1e9
            if loss > 0:
                expected.append((close.index[row], ticker, loss))
    expected.sort(key=lambda found: -found[2])
    frame = computed_records(close, steps)
    assert len(expected) > 50
    assert list(zip(frame["date"], frame["ticker"], strict=True)) == [(day, ticker) for day, ticker, _ in expected]
    np.testing.assert_allclose(frame["loss_bn"], [loss for *_, loss in expected])


def test_a_report_is_compared_or_it_is_said_why_not() -> None:
    reports = [
        ("L1", "2025-01-07", "NVDA", 24.0), ("L2", "2025-01-03", "NVDA", 20.0), ("L3", "2025-01-06", "AAPL", 5.0),
        ("L4", "2025-01-05", "NVDA", 5.0), ("L5", "2025-01-02", "NVDA", 5.0), ("L6", "2019-01-02", "NVDA", 5.0),
        ("L7", "2026-01-29", "NVDA", 5.0), ("L8", "2025-01-07", "INTC", 5.0), ("L9", "2025-01-07", "SNOW", 5.0),
    ]  # fmt: skip
    reported = pd.DataFrame(reports, columns=["id", "date", "ticker", "loss_bn"]).assign(company="x", ret=-0.1)
    reported["date"] = pd.to_datetime(reported["date"]).dt.as_unit("us")
    frame = compared_records(reported.iloc[::-1], PRICES.close, STEPS).iloc[::-1]
    assert frame.columns.tolist() == list(COMPARED_COLUMNS)
    assert frame["outcome"].tolist() == [
        "computed", "no_count", "no_close", "no_session", "before_prices", "before_prices", "after_prices",
        "not_stored", "no_count",
    ]  # fmt: skip
    assert set(frame["outcome"]) == set(OUTCOMES)
    first = frame.iloc[0]
    assert (first["id"], first["reported_bn"], first["computed_bn"], first["shares"]) == ("L1", 24, 30, 1e9)
    assert first["difference"] == pytest.approx(0.25)
    assert (first["ret_reported"], first["ret_computed"]) == (-0.1, pytest.approx(-1 / 3))
    others = frame.iloc[1:]
    assert others[["computed_bn", "difference"]].isna().all(axis=None)
    assert others.set_index("id").loc["L2", "ret_computed"] == pytest.approx(-0.2)
