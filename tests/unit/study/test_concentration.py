"""How few companies make up most of a loss, and who rose."""

from __future__ import annotations

from itertools import combinations
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.errors import InputError
from dashboard.study.concentration import concentration
from tests.support.panels import NAN


def losses(*amounts: float) -> pd.DataFrame:
    return pd.DataFrame(
        {"ticker": [f"T{place}" for place in range(len(amounts))], "segment": "chips", "loss_bn": amounts}
    )


def test_the_fewest_that_make_up_ninety_per_cent_by_hand() -> None:
    # 60 + 25 + 10 + 5 = 100: two are 85 %, three 95 %.
    frame = concentration(losses(5, 60, -7, 10, NAN, 25, 0, -20))
    assert frame["ticker"].tolist() == ["T1", "T5", "T3", "T0", "T7", "T2"]
    assert frame["loss_bn"].tolist() == [60, 25, 10, 5, -20, -7]
    assert frame["needed"].tolist() == [True, True, True, False, False, False]
    assert frame["cumulative"].tolist()[:4] == pytest.approx([0.60, 0.85, 0.95, 1])
    assert frame["share"].tolist()[:4] == pytest.approx([0.60, 0.25, 0.10, 0.05])
    assert frame["rank"].tolist()[:4] == [1, 2, 3, 4]
    assert frame.loc[4:, ["rank", "share", "cumulative"]].isna().all(axis=None)


def test_a_share_that_is_met_exactly_needs_no_further_company() -> None:
    assert concentration(losses(*[10.0] * 10), 0.3)["needed"].sum() == 3  # 0.1 + 0.1 + 0.1 is not 0.3 in binary
    assert concentration(losses(1, 1), 1)["needed"].tolist() == [True, True]


def test_a_day_without_a_loss_has_only_those_that_rose() -> None:
    frame = concentration(losses(-3, -4))
    assert frame["ticker"].tolist() == ["T1", "T0"]
    assert not frame["needed"].any()
    assert concentration(losses(0, NAN)).empty


@pytest.mark.parametrize("share", [0, -0.5, 1.5, NAN, "half", None])
def test_a_share_that_is_none_is_named(share: Any) -> None:
    with pytest.raises(InputError, match=f"Share {share!r} is no part of a loss; give a number above 0"):
        concentration(losses(1), share)


@given(st.lists(st.integers(-50, 100), min_size=1, max_size=7), st.integers(1, 100))
def test_no_smaller_set_of_companies_makes_up_the_share(amounts: list[int], per_cent: int) -> None:
    fell = [amount for amount in amounts if amount > 0]
    enough = [
        size
        for size in range(1, len(fell) + 1)
        if any(100 * sum(some) >= per_cent * sum(fell) for some in combinations(fell, size))
    ]
    assert concentration(losses(*amounts), per_cent / 100)["needed"].sum() == (enough[0] if enough else 0)
