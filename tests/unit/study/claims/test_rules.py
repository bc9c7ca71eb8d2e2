"""The rules by which a value bears a claim out, and what rounding leaves open."""

from __future__ import annotations

import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.catalog.claims import Rule
from dashboard.study.claims import Computed
from dashboard.study.claims.rules import judge, rounded
from tests.support.claims import made_up


def outcome(claimed: str, rule: Rule, value: float | str, claimed_date: str | None = None, **found: Any) -> str:
    return judge(made_up(claimed=claimed, rule=rule, claimed_date=claimed_date), Computed(value, "", (), **found))


@pytest.mark.parametrize(
    ("value", "decimals", "to_nearest", "cut"),
    [
        (0.5, 0, 1.0, 0.0),  # half goes away from zero, not to the even digit
        (1.5, 0, 2.0, 1.0),
        (2.5, 0, 3.0, 2.0),
        (-0.5, 0, -1.0, 0.0),
        (-2.5, 0, -3.0, -2.0),
        (-11.706561, 0, -12.0, -11.0),  # cutting goes toward zero
        (-16.968167, 1, -17.0, -16.9),
        (1.005, 2, 1.01, 1.0),  # which binary keeps as 1.00499999999999989
        (0.1 + 0.2, 1, 0.3, 0.3),
        (0.15 + 0.15 + 0.15, 1, 0.5, 0.4),  # 0.44999999999999996 is 0.45
        (588.7396, 1, 588.7, 588.7),
        (-0.04, 1, 0.0, 0.0),
    ],
)
def test_rounding_and_cutting(value: float, decimals: int, to_nearest: float, cut: float) -> None:
    assert rounded(value, decimals) == to_nearest
    assert rounded(value, decimals, "cut") == cut


@given(st.floats(-1e6, 1e6), st.integers(0, 3))
def test_rounding_stays_within_half_a_digit_and_is_odd(value: float, decimals: int) -> None:
    unit = 10.0**-decimals
    assert abs(rounded(value, decimals) - value) <= unit / 2 + 1e-9
    assert abs(rounded(value, decimals, "cut")) <= abs(value) + 1e-9
    assert abs(rounded(value, decimals, "cut") - value) < unit + 1e-9
    assert rounded(-value, decimals) == -rounded(value, decimals)


def test_what_is_not_finite_stays_so() -> None:
    assert rounded(math.inf, 1) == math.inf
    assert math.isnan(rounded(math.nan, 1))


ROUNDING = Rule("rounding")


@pytest.mark.parametrize(
    ("claimed", "value", "expected"),
    [
        ("-17", -16.5, "confirmed"),
        ("-17", -16.499, "wrong"),
        ("-17", -17.499, "confirmed"),
        ("-17", -17.5, "confirmed_cut"),
        ("-17", -17.999, "confirmed_cut"),
        ("-17", -18.0, "wrong"),
        ("-17", 17.0, "wrong"),
        ("-16.9", -16.968167, "confirmed_cut"),
        ("-16.9", -16.856, "confirmed"),
        ("-16.9", -16.85, "confirmed"),
        ("5", 5.576, "confirmed_cut"),
        ("0", -0.4, "confirmed"),
        ("90.2", 90.2, "confirmed"),
        ("21.0", 21.04, "confirmed"),
        ("21.0", 21.05, "confirmed_cut"),
    ],
)
def test_rounding_rule(claimed: str, value: float, expected: str) -> None:
    assert outcome(claimed, ROUNDING, value) == expected


@pytest.mark.parametrize(
    ("claimed", "rule", "value", "expected"),
    [
        ("588.8", Rule("within", 1.0), 589.8, "confirmed"),
        ("588.8", Rule("within", 1.0), 587.8, "confirmed"),
        ("588.8", Rule("within", 1.0), 589.81, "wrong"),
        ("-5.9", Rule("within", 0.1), -5.8, "confirmed"),  # 0.10000000000000053 apart in binary
        ("-5.9", Rule("within", 0.1), -6.01, "wrong"),
        ("5.9", Rule("within", 0.1), -5.9, "wrong"),
        ("97", Rule("relative", 0.03), 100.0, "confirmed"),  # three per cent of the computed value
        ("103", Rule("relative", 0.03), 100.0, "confirmed"),
        ("96.9", Rule("relative", 0.03), 100.0, "wrong"),
        ("-97", Rule("relative", 0.03), -100.0, "confirmed"),
        ("1", Rule("relative", 0.03), 0.0, "wrong"),
        ("0", Rule("relative", 0.03), 0.0, "confirmed"),
    ],
)
def test_distances(claimed: str, rule: Rule, value: float, expected: str) -> None:
    assert outcome(claimed, rule, value) == expected


@pytest.mark.parametrize(
    ("claimed", "kind", "value", "expected"),
    [
        ("-2", "more than", -2.01, "confirmed"),
        ("-2", "more than", -2.0, "borderline"),  # the limit itself is not more than the limit
        ("-2", "more than", 100 * (98 / 100 - 1), "borderline"),  # which binary makes -2.0000000000000018
        ("-2", "more than", -1.9957, "borderline"),  # 2.0 when rounded to one digit
        ("-2", "more than", -1.949, "wrong"),
        ("-2", "more than", 3.0, "wrong"),
        ("2", "more than", 2.1, "confirmed"),
        ("2", "more than", -3.0, "wrong"),
        ("2", "at least", 2.0, "confirmed"),
        ("2", "at least", 1.96, "borderline"),
        ("2", "at least", 1.94, "wrong"),
        ("2.0", "at least", 1.96, "wrong"),  # rounds to 1.96
        ("2.0", "at least", 1.996, "borderline"),
    ],
)
def test_limits(claimed: str, kind: Any, value: float, expected: str) -> None:
    assert outcome(claimed, Rule(kind), value) == expected


@pytest.mark.parametrize(
    ("claimed", "value", "expected"),
    [
        ("1 to 3", "1 to 3", "confirmed"),
        ("1 to 3", "1 to 2", "wrong"),
        ("DeepSeek-V3", "deepseek-v3", "confirmed"),
        ("DOWN", "down", "confirmed"),
        ("down", "mixed", "wrong"),
    ],
)
def test_equality_looks_at_no_capitals(claimed: str, value: str, expected: str) -> None:
    assert outcome(claimed, Rule("equal"), value) == expected


@pytest.mark.parametrize(
    ("claimed_date", "margin", "found", "expected"),
    [
        ("2025-01-27", 0, "2025-01-27", "confirmed"),
        ("2025-01-27", 0, "2025-01-26", "wrong_date"),
        ("2025-01-27", 1, "2025-01-26", "borderline"),
        ("2025-01-27", 1, "2025-01-28", "borderline"),
        ("2025-01-27", 1, "2025-01-25", "wrong_date"),
        ("2025-01", 0, "2025-01-01", "confirmed"),
        ("2025-01", 0, "2025-02-01", "wrong_date"),
        ("2025-01", 1, "2025-02-01", "borderline"),
        ("2025-01-25/2025-01-26", 0, "2025-01-26", "confirmed"),
        ("2025", 0, "2025-01", "confirmed"),
        ("2025-01-27", 0, "2025-01", "borderline"),  # some day of that month
        ("2025-01-27", 0, "2025", "borderline"),
        ("2025-01-27", 0, "2025-02", "wrong_date"),
        ("2025-01-27", 5, "2025-02", "borderline"),
        ("2025-01-31/2025-02-01", 0, "2025-02", "borderline"),
        ("2025-01-27", 0, "unknown", "wrong"),
        (None, 0, "2025-01-27", "wrong"),
    ],
)
def test_dates(claimed_date: str | None, margin: float, found: str, expected: str) -> None:
    assert outcome("1", Rule("date", margin), "1", claimed_date, dated=found) == expected


def test_an_objection_outweighs_a_value_that_fits() -> None:
    for rule in (ROUNDING, Rule("equal"), Rule("date")):
        assert outcome("1", rule, 1.0, "2025-01-27", dated="2025-01-27", objection="record") == "wrong"


def test_rounding_of_the_inputs_decides_what_is_borderline() -> None:
    assert outcome("-17", ROUNDING, -16.45, margin=0.04) == "wrong"
    assert outcome("-17", ROUNDING, -16.45, margin=0.06) == "borderline"
    assert outcome("-17", ROUNDING, -17.45, margin=0.06) == "confirmed"  # rounded or cut, it is that
    assert outcome("-17", ROUNDING, -17.55, margin=0.06) == "confirmed_cut"
    assert outcome("-17", ROUNDING, -20.0, margin=5.0) == "borderline"  # both ends miss what lies between them
    assert outcome("10", Rule("within", 1.0), 12.0, margin=4.0) == "borderline"
    assert outcome("10", Rule("within", 1.0), 12.0, margin=0.5) == "wrong"


def test_a_lower_bound_allows_all_that_lies_above() -> None:
    assert outcome("100", ROUNDING, 100.0, bound="more_than") == "borderline"
    assert outcome("150", ROUNDING, 100.0, bound="more_than") == "borderline"
    assert outcome("90", ROUNDING, 100.0, bound="more_than") == "wrong"
    assert outcome("100", Rule("at least"), 100.0, bound="more_than") == "confirmed"
    assert outcome("100", Rule("more than"), 100.0, bound="more_than") == "confirmed"
    assert outcome("101", Rule("more than"), 100.0, bound="more_than") == "borderline"


def test_what_the_articles_own_amounts_come_to_stands_for_the_claimed_number() -> None:
    assert outcome("147.7", Rule("relative", 0.005), 154.097, compared=147.71) == "wrong"
    assert outcome("147.7", Rule("relative", 0.005), 154.097, compared=154.0) == "confirmed"
