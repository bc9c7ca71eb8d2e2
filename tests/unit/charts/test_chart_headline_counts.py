"""Sentences that count companies, true for none, one and many."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from dashboard.charts import headline_counts as counts


def day(*rows: tuple[str, float, float]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["name", "ret", "loss_bn"])


DEEP, SMALL, ROSE = ("Deep", -0.2, 20.0), ("Small", -0.01, 1.0), ("Rose", 0.03, -5.0)
UNCOUNTED, UNPRICED = ("Uncounted", -0.3, np.nan), ("Unpriced", np.nan, np.nan)


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        ((), "none of the companies has a price"),
        ((UNPRICED,), "none of the companies has a price"),
        ((DEEP,), "Deep fell 20.0 %"),
        ((("Same", 0.0, 0.0), UNPRICED), "Same did not move"),
        ((ROSE, ROSE), "none of 2 companies fell"),
        ((DEEP, ROSE), "1 of 2 companies fell, by more than 10 %"),
        ((DEEP, DEEP, ROSE), "2 of 3 companies fell, all by more than 10 %"),
        ((DEEP, DEEP), "all 2 companies fell by more than 10 %"),
        ((SMALL, ROSE), "1 of 2 companies fell, none by more than 10 %"),
        ((DEEP, SMALL, ROSE), "2 of 3 companies fell, 1 by more than 10 %"),
    ],
)
def test_how_many_fell(rows: tuple[tuple[str, float, float], ...], sentence: str) -> None:
    assert counts.fallen(day(*rows), "companies", -0.1).replace("\u202f", " ") == sentence


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        ((), ""),
        ((UNPRICED,), ""),
        ((UNCOUNTED,), "Without a known share count there are no dollars."),
        ((DEEP,), "It lost $20.0 bn of market value."),
        ((ROSE, UNPRICED), "It gained $5.00 bn of market value."),
        ((DEEP, ROSE), "Deep lost $20.0 bn of market value, Rose gained $5.00 bn."),
        ((DEEP, SMALL), "Those that fell lost $21.0 bn of market value together."),
        ((ROSE, ROSE), "Those that rose gained $10.0 bn of market value together."),
        (
            (DEEP, SMALL, ROSE, ROSE, UNCOUNTED),
            (
                "Those that fell lost $21.0 bn of market value together, those that rose gained $10.0 bn; "
                "1 without a known share count is left out of the dollars."
            ),
        ),
        ((("Same", 0.0, 0.0),), "No market value changed."),
    ],
)
def test_what_was_lost_and_gained(rows: tuple[tuple[str, float, float], ...], sentence: str) -> None:
    assert counts.dollars(day(*rows)).replace("\u202f", " ") == sentence


@pytest.mark.parametrize(
    ("fell", "rose", "part"),
    [
        (1, 0, ""),
        (2, 2, ""),
        (3, 0, "the 2 furthest down"),
        (3, 1, "the 2 furthest down and all that did not fall"),
        (0, 3, "the 2 furthest up"),
        (2, 3, "the 2 furthest up and all that fell"),
        (3, 3, "the 2 furthest down and the 2 furthest up"),
    ],
)
def test_which_companies_are_drawn(fell: int, rose: int, part: str) -> None:
    assert counts.drawn(pd.DataFrame({"ret": [-0.1] * fell + [0.1] * rose + [np.nan]}), 2) == part
