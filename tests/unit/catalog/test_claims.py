"""Claims against the articles' figures, and their malformed rows."""

from __future__ import annotations

from collections import Counter
from datetime import date

import pytest

from dashboard.catalog import Claim, load_claims
from dashboard.catalog.claims import read_claims
from dashboard.errors import CatalogError
from tests.unit.catalog.conftest import Damage


def claim(identifier: str) -> Claim:
    return next(one for one in load_claims() if one.id == identifier)


def test_all_claims_of_the_five_articles() -> None:
    claims = load_claims()
    assert [one.id for one in claims] == [f"C{number:03}" for number in range(1, 65)]
    assert Counter(one.publication for one in claims) == {
        "GIGAZINE, Jan 2025": 27,
        "Reinforz US stock, Jan 2025": 12,
        "CISTEC Journal 2025.3 No.216": 14,
        "ALLFORCES blog 2025-10-21": 5,
        "Daiwa Institute of Research 2025-06-24": 6,
    }


def test_claims_in_full() -> None:
    loss = claim("C013")
    assert (loss.subject, loss.metric, loss.claimed_value, loss.unit) == ("NVDA", "market-cap loss", "588.8", "USD bn")
    assert (loss.claimed_date, loss.true_date, loss.check_tickers) == ("2025-01-27", date(2025, 1, 27), ("NVDA",))
    wrong_day = claim("C034")
    assert (wrong_day.claimed_date, wrong_day.true_date) == ("2025-01-29", date(2025, 1, 27))
    assert claim("C033").check_tickers == ("JPY=X",)
    assert claim("C012").check_tickers == ("NVDA", "AAPL", "MSFT", "AMZN", "GOOGL")
    assert claim("C014").claimed_date == "2022"
    assert claim("C058").check_tickers == ()


def test_a_date_that_the_article_leaves_open_is_none() -> None:
    assert (claim("C039").claimed_date, claim("C039").note) == (None, "The article dates it only to the weekend")


@pytest.mark.parametrize(
    ("changes", "place", "accepted"),
    [
        ({"id": "1"}, "id: '1'", "the letter C and three digits"),
        ({"publication": "Reuters"}, "publication: 'Reuters'", "GIGAZINE, Jan 2025, "),
        ({"subject": ""}, "subject: ''", "filled in"),
        ({"metric": "return"}, "metric: 'return'", "1-day return, "),
        ({"claimed_value": ""}, "claimed_value: ''", "filled in"),
        ({"unit": ""}, "unit: ''", "filled in"),
        ({"claimed_date": "weekend"}, "claimed_date: 'weekend'", "a year, month or day"),
        ({"claimed_date": "2025-02-30"}, "claimed_date: '2025-02-30'", "a year, month or day"),
        ({"true_date": "2025-01"}, "true_date: '2025-01'", "a day of the calendar"),
        ({"check_tickers": "records.csv"}, "check_tickers: 'records.csv'", "tickers in capital letters"),
        ({"check_formula": ""}, "check_formula: ''", "filled in"),
    ],
)
def test_a_malformed_claim_is_named(damage: Damage, changes: dict[str, str], place: str, accepted: str) -> None:
    path = damage("claims.csv", 2, **changes)
    with pytest.raises(CatalogError) as caught:
        read_claims(path)
    assert str(caught.value).startswith(f"claims.csv, line 2, {place} is not accepted; it must be ")
    assert accepted in str(caught.value)
