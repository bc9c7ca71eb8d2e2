"""Share counts against known filings, and their malformed rows."""

from __future__ import annotations

from collections import Counter
from datetime import date

import pytest

from dashboard.catalog import ShareCount, load_share_counts, load_universe
from dashboard.catalog.share_counts import read_share_counts
from dashboard.errors import CatalogError
from tests.unit.catalog.conftest import Damage


def count(ticker: str, as_of: date) -> ShareCount:
    return next(one for one in load_share_counts() if (one.ticker, one.as_of) == (ticker, as_of))


def test_the_count_of_nvidia_known_on_the_day() -> None:
    nvidia = count("NVDA", date(2024, 11, 15))
    assert nvidia == ShareCount(
        ticker="NVDA",
        shares=24_490_000_000,
        as_of=date(2024, 11, 15),
        split_basis_date=date(2024, 11, 15),
        form="10-Q",
        filed=date(2024, 11, 20),
        basis="sec_cover",
        note="latest cover known on 2025-01-27",
    )


def test_counts_by_basis() -> None:
    counts = load_share_counts()
    assert len(counts) == 92
    assert Counter(one.basis for one in counts) == {
        "balance_sheet": 44, "sec_cover": 24, "derived": 18, "unverified": 6,
    }  # fmt: skip
    assert all(one.filed is None for one in counts if one.basis in ("derived", "balance_sheet"))


def test_ten_companies_have_no_count() -> None:
    without = set(load_universe().companies) - {one.ticker for one in load_share_counts()}
    assert without == {"ALAB", "BABA", "CIEN", "CLS", "COHR", "CRDO", "FN", "LITE", "NVT", "SNOW"}


def test_counts_from_memory_say_so() -> None:
    unverified = [one for one in load_share_counts() if one.basis == "unverified"]
    assert {one.ticker for one in unverified} == {"ARM", "ASML", "GOOGL", "TLN", "TSM", "VRT"}
    assert all(one.note and one.note.startswith("from memory") for one in unverified)


def test_a_filing_day_that_is_not_known_is_none() -> None:
    arm = count("ARM", date(2024, 9, 30))
    assert (arm.shares, arm.filed, arm.note) == (
        1_049_000_000, None, "from memory; filed in November 2024, day not known",
    )  # fmt: skip


def test_a_count_keeps_the_split_basis_it_stands_on() -> None:
    assert count("NFLX", date(2024, 9, 30)).split_basis_date == date(2024, 12, 5)
    assert count("NFLX", date(2024, 12, 31)).split_basis_date == date(2025, 12, 31)


@pytest.mark.parametrize(
    ("changes", "place", "accepted"),
    [
        ({"ticker": "SPY"}, "ticker: 'SPY'", "a company of the universe"),
        ({"shares": "0"}, "shares: '0'", "a positive whole number"),
        ({"shares": "-15115823000"}, "shares: '-15115823000'", "a positive whole number"),
        ({"shares": "15.1e9"}, "shares: '15.1e9'", "a positive whole number"),
        ({"as_of": "Oct 2024"}, "as_of: 'Oct 2024'", "a day of the calendar"),
        ({"split_basis_date": "2024-10-17"}, "split_basis_date: '2024-10-17'", "on or after the as-of date 2024-10-18"),
        ({"form": ""}, "form: ''", "filled in"),
        ({"filed": "2024-11"}, "filed: '2024-11'", "a day of the calendar"),
        ({"filed": ""}, "filed: ''", "the day of the filing, because the basis is sec_cover"),
        ({"filed": "2024-10-17"}, "filed: '2024-10-17'", "on or after the as-of date 2024-10-18"),
        ({"basis": "guess"}, "basis: 'guess'", "sec_cover, derived, unverified or balance_sheet"),
    ],
)
def test_a_malformed_count_is_named(damage: Damage, changes: dict[str, str], place: str, accepted: str) -> None:
    path = damage("share_counts.csv", 2, **changes)
    with pytest.raises(CatalogError) as caught:
        read_share_counts(path, load_universe().companies)
    assert str(caught.value).startswith(f"share_counts.csv, line 2, {place} is not accepted; it must be ")
    assert accepted in str(caught.value)


def test_a_company_has_one_count_a_day(damage: Damage) -> None:
    path = damage("share_counts.csv", 3, as_of="2024-10-18")
    with pytest.raises(CatalogError, match=r"line 3, ticker \+ as_of: 'AAPL \+ 2024-10-18' stands already on line 2"):
        read_share_counts(path, load_universe().companies)
