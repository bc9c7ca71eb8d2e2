"""Claims against the articles' figures, and their malformed rows."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date

import pytest

from dashboard.catalog import Claim, load_claims
from dashboard.catalog.claims import Rule, period, read_claims
from dashboard.catalog.rows import DATA
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
    assert (loss.subject, loss.metric, loss.claimed, loss.unit) == ("NVDA", "market-cap loss", "588.8", "USD bn")
    assert (loss.number, loss.decimals, loss.rule) == (588.8, 1, Rule("within", 1.0))
    assert (loss.claimed_day, loss.true_date, loss.tickers) == (date(2025, 1, 27), date(2025, 1, 27), ("NVDA",))
    assert [one.check for one in loss.definitions] == ["value_lost"] * 3
    assert loss.definitions[1].arguments == {"ticker": "NVDA", "after": "nvda-print-2025-01-27"}
    wrong_day = claim("C034")
    assert (wrong_day.claimed_date, wrong_day.true_date) == ("2025-01-29", date(2025, 1, 27))
    assert claim("C015").tickers == ("META", "JPY=X")
    assert claim("C014").claimed_period == (date(2022, 1, 1), date(2022, 12, 31))
    assert claim("C060").claimed_period == (date(2025, 7, 1), date(2025, 7, 31))
    assert claim("C039").claimed_period == (date(2025, 1, 25), date(2025, 1, 26))
    assert (claim("C058").claimed_period, claim("C058").tickers, claim("C058").claimed_day) == (None, (), None)
    assert (claim("C012").number, claim("C028").number) == (None, None)


def test_what_a_claim_may_mean_beside_what_it_names() -> None:
    (own, other) = claim("C048").definitions
    assert (own.about, own.check) == (None, "unpublished")
    assert (other.about, other.arguments["llama"]) == ("Llama 3.1 405B", "llama-3.1-405b-gpu-hours")


def test_every_statement_is_told_in_english_and_japanese() -> None:
    for one in load_claims():
        assert one.statement_en.isascii(), one.id
        assert re.search("[\u3041-\u30ff\u4e00-\u9fff]", one.statement_ja), one.id
        assert one.statement_ja.endswith("。"), one.id


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2024", date(2024, 1, 1), date(2024, 12, 31)),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        ("2025-01-27", date(2025, 1, 27), date(2025, 1, 27)),
        ("2025-01-25/2025-01-26", date(2025, 1, 25), date(2025, 1, 26)),
    ],
)
def test_periods(text: str, first: date, last: date) -> None:
    assert period(text) == (first, last)


@pytest.mark.parametrize("text", ["weekend", "2025-13", "2025-02-30", "2025-01-26/2025-01-25", "2025/2026", ""])
def test_what_is_no_period(text: str) -> None:
    assert period(text) is None


CLAIMS, DEFINITIONS = DATA / "claims.csv", DATA / "claim_definitions.csv"


@pytest.mark.parametrize(
    ("changes", "place", "accepted"),
    [
        ({"id": "1"}, "id: '1'", "the letter C and three digits"),
        ({"publication": "Reuters"}, "publication: 'Reuters'", "GIGAZINE, Jan 2025, "),
        ({"subject": ""}, "subject: ''", "filled in"),
        ({"metric": "return"}, "metric: 'return'", "1-day return, "),
        ({"statement_ja": ""}, "statement_ja: ''", "filled in"),
        ({"claimed": ""}, "claimed: ''", "filled in"),
        ({"claimed": "a lot"}, "claimed: 'a lot'", "a number, because the rule is rounding"),
        ({"unit": ""}, "unit: ''", "filled in"),
        ({"claimed_date": "weekend"}, "claimed_date: 'weekend'", "a year, month or day"),
        ({"claimed_date": "", "rule": "date 1"}, "claimed_date: ''", "filled in, because the rule is date"),
        ({"true_date": "2025-01"}, "true_date: '2025-01'", "a day of the calendar"),
        ({"rule": "equal"}, "rule: 'equal'", "one that can judge what the check price_return gives"),
        ({"rule": "roughly"}, "rule: 'roughly'", "one of rounding, within, "),
        ({"rule": "within"}, "rule: 'within'", "with a number behind within, relative, date and no other"),
        ({"rule": "rounding 0.5"}, "rule: 'rounding 0.5'", "with a number behind"),
        ({"tickers": "records.csv"}, "tickers: 'records.csv'", "tickers in capital letters"),
    ],
)
def test_a_malformed_claim_is_named(damage: Damage, changes: dict[str, str], place: str, accepted: str) -> None:
    with pytest.raises(CatalogError) as caught:
        read_claims(damage("claims.csv", 2, **changes), DEFINITIONS)
    assert str(caught.value).startswith(f"claims.csv, line 2, {place} is not accepted; it must be ")
    assert accepted in str(caught.value)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"claim": "C999"}, "claim: 'C999' is not accepted; it must be the id of a claim."),
        ({"check": "guess"}, "check: 'guess' is not accepted; it must be price_return, "),
        ({"name": ""}, "name: '' is not accepted; it must be filled in."),
        ({"arguments": "NVDA"}, "arguments: 'NVDA' is not accepted; it must be name=value, each name once, "),
        ({"arguments": "ticker=NVDA; at=low; at=open"}, "it must be name=value, each name once, "),
        ({"arguments": "tocker=NVDA"}, "it must be told with after, at, before, ticker."),
        ({"arguments": "at=low"}, "it must be told with after, at, before, ticker."),
        ({"arguments": "before=meta-close-2022-02-02"}, "it must be told with after, at, before, ticker."),
        ({"arguments": "ticker=NVDA; at=high"}, "it must be told with at=close, low, open or any."),
        ({"check": "largest_fall"}, "it must be told with from, ticker, to."),
        (
            {"check": "largest_fall", "arguments": "ticker=NVDA; from=2025-01; to=2025-01-31"},
            "with from=a day written ",
        ),
        (
            {"check": "implied_rate", "arguments": "amount=91; base=588; low=a"},
            "it must be told with amount, base, from, ",
        ),
        (
            {"check": "implied_rate", "arguments": "amount=many; base=588; rate=a"},
            "it must be told with amount=a number.",
        ),
        ({"check": "catalogued", "arguments": "formula=a * b; a=v3-gpu-hours"}, "it must be told with a, b, formula."),
        ({"check": "catalogued", "arguments": "formula=a; a=v3-chip; b=v3-chip"}, "it must be told with a, formula."),
        (
            {"check": "largest_fall", "arguments": "ticker=NVDA; from=2025-02-30; to=2025-03-31"},
            "it must be told with from=a day of the calendar.",
        ),
        (
            {"check": "implied_rate", "arguments": "amount=1; base=2; pair=JPY=X; from=2025-02-01; to=2025-01-31"},
            "it must be told with the first day of the range before the last.",
        ),
        ({"check": "value_lost", "arguments": "ticker=NVDA; count=2024-13-45"}, "with count=a day of the calendar."),
        ({"check": "catalogued", "arguments": "formula=r; r=JPY=X@2025-02-30"}, "with r=a day of the calendar."),
        ({"arguments": "at=any; before=a; after=b"}, "it must be told with ticker, because at=any looks at "),
        ({"check": "catalogued", "arguments": "formula=5"}, "it must be told with a formula that names a figure."),
        ({"check": "catalogued", "arguments": "formula=r +; r=a"}, "it must be told with a formula that can be read."),
        ({"check": "catalogued", "arguments": "formula=r ** 2; r=a"}, "with formula=a formula of names and numbers, "),
        ({"check": "first_of", "arguments": "events=deepseek-r1"}, "it must be told with events=two or more events."),
        ({"check": "unpublished", "arguments": "why=nobody knows"}, "it must be told with reason."),
    ],
)
def test_a_malformed_definition_is_named(damage: Damage, changes: dict[str, str], sentence: str) -> None:
    with pytest.raises(CatalogError, match=r"claim_definitions\.csv, line 2, ") as caught:
        read_claims(CLAIMS, damage("claim_definitions.csv", 2, **changes))
    assert sentence in str(caught.value)


def test_a_claim_about_something_else_alone_is_named(damage: Damage) -> None:
    with pytest.raises(CatalogError, match=r"claims\.csv, line 4, id: every meaning of 'C003' in claim_definitions"):
        read_claims(CLAIMS, damage("claim_definitions.csv", 7, about="something else"))


def test_a_claim_without_a_meaning_is_named(damage: Damage) -> None:
    with pytest.raises(CatalogError, match=r"claims\.csv, line 4, id: 'C003' has no row in claim_definitions\.csv"):
        read_claims(CLAIMS, damage("claim_definitions.csv", 7, claim="C002", name="another"))
