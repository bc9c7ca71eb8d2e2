"""The share-count rule: which count was known on a date, and on which split basis."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest

from dashboard.catalog import ShareCount
from dashboard.study.share_counts import known_share_counts, share_count_steps, split_factors
from tests.support.panels import frame


def count(shares: int, as_of: str, basis: str, filed: str | None = None, split_basis: str | None = None) -> ShareCount:
    return ShareCount(
        ticker="A",
        shares=shares,
        as_of=date.fromisoformat(as_of),
        split_basis_date=date.fromisoformat(split_basis or as_of),
        form=None,
        filed=None if filed is None else date.fromisoformat(filed),
        basis=basis,
        note=None,
    )


def known(counts: list[ShareCount], day: str, splits: dict[str, list[float]] | None = None) -> pd.Series:
    steps = share_count_steps(counts, frame(splits or {"A": [1.0, 1.0]}))
    return known_share_counts(steps, pd.DataFrame({"ticker": ["A"], "known_by": [pd.Timestamp(day)]})).iloc[0]


def test_a_cover_counts_from_the_day_it_was_filed() -> None:
    counts = [
        count(10, "2024-08-01", "sec_cover", "2024-08-10"),
        count(11, "2024-11-01", "sec_cover", "2024-11-10"),
    ]
    assert known(counts, "2024-11-09")["shares"] == 10
    assert known(counts, "2024-11-10")["shares"] == 11
    assert pd.isna(known(counts, "2024-08-09")["shares"])


def test_a_cover_beats_newer_counts_of_other_kinds() -> None:
    counts = [
        count(10, "2024-03-01", "sec_cover", "2024-03-10"),
        count(11, "2024-10-01", "derived"),
        count(12, "2024-12-01", "unverified"),
        count(13, "2024-12-31", "balance_sheet"),
    ]
    assert known(counts, "2025-01-24")["shares"] == 10
    assert known(counts[1:], "2025-01-24")["shares"] == 11
    assert known(counts[2:], "2025-01-24")["shares"] == 12
    assert known(counts[3:], "2025-01-24")["shares"] == 13


def test_a_cover_filed_later_does_not_count_yet() -> None:
    counts = [count(10, "2024-10-01", "derived"), count(11, "2025-01-22", "sec_cover", "2025-01-30")]
    assert known(counts, "2025-01-24")["shares"] == 10
    row = known(counts, "2025-01-30")
    assert (row["shares"], row["basis"], row["filed"]) == (11, "sec_cover", pd.Timestamp("2025-01-30"))


def test_a_count_before_a_split_is_brought_to_the_basis_of_the_prices() -> None:
    # Sessions 2, 3, 6, 7 Jan 2025; a 10:1 split whose first session is 6 Jan.
    splits = {"A": [1.0, 1.0, 10.0, 1.0]}
    assert known([count(5, "2025-01-03", "sec_cover", "2025-01-03")], "2025-01-03", splits)["shares"] == 50
    assert known([count(5, "2025-01-06", "sec_cover", "2025-01-06")], "2025-01-06", splits)["shares"] == 5
    restated = count(50, "2024-12-31", "balance_sheet", split_basis="2025-12-31")
    assert known([restated], "2025-01-03", splits)["shares"] == 50


def test_splits_multiply() -> None:
    split = frame({"A": [1.0, 2.0, 1.0, 5.0], "B": [1.0, 1.0, 1.0, 1.0]})
    days = pd.Series(pd.to_datetime(["2024-12-31", "2025-01-03", "2025-01-07", "2024-12-31", "2024-12-31"]))
    factors = split_factors(split, pd.Series(["A", "A", "A", "B", "not stored"]), days)
    assert factors.tolist() == [10.0, 5.0, 1.0, 1.0, 1.0]


def test_an_unknown_company_has_no_count() -> None:
    steps = share_count_steps([count(1, "2024-01-01", "derived")], frame({"A": [1.0]}))
    found = known_share_counts(
        steps, pd.DataFrame({"ticker": ["B", "A"], "known_by": [pd.Timestamp("2025-01-02")] * 2})
    )
    assert pd.isna(found["shares"].iloc[0])
    assert found["shares"].iloc[1] == 1


@pytest.mark.parametrize("by", ["2024-11-30", "2025-03-31"])
def test_the_order_of_the_catalogue_does_not_matter(by: str) -> None:
    counts = [
        count(10, "2024-08-01", "sec_cover", "2024-08-10"),
        count(11, "2024-10-01", "derived"),
        count(12, "2025-01-01", "sec_cover", "2025-01-30"),
        count(13, "2024-11-01", "unverified"),
    ]
    assert known(counts, by)["shares"] == known(counts[::-1], by)["shares"]
