"""Formulas as text, against Python's own evaluation."""

from __future__ import annotations

import math
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.study.claims.formula import evaluate, names

NAMES = ("a", "b", "price_after")
NUMBERS = st.floats(-1e6, 1e6).filter(lambda value: value == 0 or abs(value) > 1e-6)
VALUES = st.fixed_dictionaries(dict.fromkeys(NAMES, NUMBERS))
LEAVES = st.sampled_from((*NAMES, "2", "100", "30.4375"))


def branches(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    pairs = st.tuples(inner, st.sampled_from("+-*/"), inner).map(lambda parts: f"({' '.join(parts)})")
    calls = st.tuples(st.sampled_from(("min", "max")), inner, inner).map(lambda of: f"{of[0]}({of[1]}, {of[2]})")
    return st.one_of(pairs, calls, inner.map(lambda one: f"-{one}"))


@given(st.recursive(LEAVES, branches, max_leaves=12), VALUES)
def test_formulas_give_what_python_gives(formula: str, values: dict[str, float]) -> None:
    assert set(names(formula)) == set(NAMES) & set(re.findall("[a-z_]+", formula))
    try:
        expected = eval(formula, {"__builtins__": {"min": min, "max": max}}, dict(values))
    except ZeroDivisionError:
        assert math.isnan(evaluate(formula, values))
        return
    found = evaluate(formula, values)
    assert found == expected or (math.isnan(found) and math.isnan(expected))


def test_names_stand_once_in_the_order_of_the_formula() -> None:
    assert names("(price_before - price_after) * shares * rate / price_before") == (
        "price_before", "price_after", "shares", "rate",
    )  # fmt: skip
    assert names("max(low, min(high, x)) + 1") == ("low", "high", "x")
    assert names("100") == ()


def test_division_by_nothing_is_no_number() -> None:
    assert math.isnan(evaluate("1 / (a - a)", {"a": 3.0}))
    assert math.isnan(evaluate("max(1, 2 / a)", {"a": 0.0}))


@pytest.mark.parametrize(
    "formula",
    [
        "a ** 2", "a % 2", "a // 2", "abs(a)", "a.real", "a[0]", "'a'", "+a", "a if a else 1", "a < 1", "unknown",
        "min(a, b=1)", "__import__('os')", "(lambda: 1)()", "[a]", "True", "1j",
    ],
)  # fmt: skip
def test_what_has_no_place_in_a_formula(formula: str) -> None:
    with pytest.raises(ValueError, match="has no place in a formula"):
        evaluate(formula, {"a": 1.0})


@pytest.mark.parametrize("formula", ["", "a +", "a b", "a = 1", "cost; 1"])
def test_what_is_no_formula(formula: str) -> None:
    with pytest.raises(ValueError, match="is no formula"):
        evaluate(formula, {"a": 1.0})
    with pytest.raises(ValueError, match="is no formula"):
        names(formula)
