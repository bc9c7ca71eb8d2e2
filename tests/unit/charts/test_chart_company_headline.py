"""Sentences about one company and about holdings of one's own."""

from __future__ import annotations

import pandas as pd
import pytest

from dashboard.charts import company_headline, holdings_headline

N = "\u202f"
NONE = float("nan")


@pytest.mark.parametrize(
    ("ret", "loss", "sentence"),
    [
        (-0.1697, 592.66, f"A fell 17.0{N}% on 27 Jan 2025 and lost $593{N}bn of market value"),
        (0.012, -13.5, f"A rose 1.2{N}% on 27 Jan 2025 and gained $13.5{N}bn of market value"),
        (-0.3, NONE, f"A fell 30.0{N}% on 27 Jan 2025"),
        (0.0, 0.0, "A did not move on 27 Jan 2025"),
        (NONE, NONE, "A has no close on 27 Jan 2025 or the session before"),
    ],
)
def test_a_day(ret: float, loss: float, sentence: str) -> None:
    assert company_headline.one_day("A", ret, loss, "2025-01-27") == sentence


@pytest.mark.parametrize(
    ("car", "p", "sentence"),
    [
        (-0.132, 0.001, f"A did 13.2{N}% worse than the market explains, more than its usual scatter"),
        (0.01, 0.4, f"A did 1.0{N}% better than the market explains, within its usual scatter"),
        (0.0, 1.0, "A did what the market explains, within its usual scatter"),
        (-0.01, NONE, f"A did 1.0{N}% worse than the market explains"),
        (NONE, NONE, "A has no expected return for 27 Jan 2025"),
    ],
)
def test_beyond_the_market(car: float, p: float, sentence: str) -> None:
    assert company_headline.beyond("A", car, p, "2025-01-27") == sentence


def test_counts_reactions_and_claims() -> None:
    assert company_headline.counts("A", 0) == "No share count of A is known, so it has no market value here"
    assert company_headline.counts("A", 1) == "1 share count of A is known through time"
    tests = pd.DataFrame({"car": [0.1, 0.2, NONE], "p_bh": [0.01, 0.3, NONE]})
    assert company_headline.reactions("A", tests) == "A moved beyond chance on 1 of 2 sessions with events"
    assert company_headline.reactions("A", tests.iloc[2:]).startswith("No event has enough earlier prices of A")
    verdicts = pd.Series(["confirmed", "wrong", "confirmed_cut"])
    assert company_headline.claims("A", verdicts) == "3 printed claims are about A, 2 of them hold"
    assert company_headline.claims("A", verdicts.iloc[:1]) == "1 printed claim is about A, and it holds"
    assert company_headline.claims("A", verdicts.iloc[1:2]) == "1 printed claim is about A, and it does not simply hold"
    assert company_headline.claims("A", verdicts.iloc[:0]) == "None of the articles’ claims is about A"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (4548.5, "$4,548.50"),
        (-12.4, "−$12.40"),
        (100_000.4, "$100,000"),
        (0.0, "$0.00"),
        (0.001, "$0.00"),
        (NONE, "–"),
        (9_999_999.0, "$9,999,999"),
        (-14_262_000.0, "−$14.3\u202fm"),
        (24.2e9, "$24.2\u202fbn"),
    ],
)
def test_dollars(value: float, text: str) -> None:
    assert holdings_headline.dollars(value) == text


def test_a_gain_has_its_sign_where_asked() -> None:
    assert holdings_headline.dollars(3.0, sign=True) == "+$3.00"
    assert holdings_headline.dollars(0.001, sign=True) == "$0.00"


@pytest.mark.parametrize(
    ("loss", "ret", "sentence"),
    [
        (4548.5, -0.1717, f"These holdings lost $4,548.50 on 27 Jan 2025, 17.2{N}% of their value"),
        (-10.0, 0.01, f"These holdings gained $10.00 on 27 Jan 2025, 1.0{N}% of their value"),
        (0.0, 0.0, "These holdings were worth as much at the close of 27 Jan 2025 as before"),
        (NONE, NONE, "None of these holdings has a close on 27 Jan 2025 and the session before"),
    ],
)
def test_what_was_lost(loss: float, ret: float, sentence: str) -> None:
    assert holdings_headline.lost({"loss": loss, "ret": ret}, "These holdings", "2025-01-27") == sentence


def test_whose_loss_it_was() -> None:
    parts = pd.DataFrame({"name": ["A", "B", "C"], "loss": [30.0, 10.0, -50.0]})
    assert holdings_headline.largest(parts) == f"A lost most, $30.00: 75.0{N}% of what the losers lost."
    assert holdings_headline.largest(parts.iloc[1:]) == "B lost $10.00."
    assert holdings_headline.largest(parts.iloc[2:]) == ""


@pytest.mark.parametrize(
    ("status", "sentence"),
    [
        ("recovered", "They were back at their value of 24 Jan 2025 after 1 session, on 28 Jan 2025"),
        ("open", "They are not back at their value of 24 Jan 2025 yet"),
        ("never below", "They did not fall below their value of 24 Jan 2025 that day"),
        ("no price", "There is no path from 24 Jan 2025 on"),
    ],
)
def test_when_they_were_back(status: str, sentence: str) -> None:
    whole = {"status": status, "sessions": 1, "regained_on": pd.Timestamp("2025-01-28")}
    assert holdings_headline.back(whole, "They", "2025-01-24") == sentence
