"""Catalogued figures: what they say, how far rounding leaves them open, and malformed rows."""

from __future__ import annotations

import math

import pytest

from dashboard.catalog import load_figures
from dashboard.catalog.figures import read_figures
from dashboard.errors import CatalogError
from tests.unit.catalog.conftest import Damage


def test_figures_as_their_sources_give_them() -> None:
    figures = load_figures()
    hours, price, cost = (figures[f"v3-{name}"] for name in ("gpu-hours", "gpu-hour-price", "training-cost"))
    assert hours.number * price.number == pytest.approx(cost.number)  # 2.788 million hours at 2 dollars: 5.576
    assert (figures["gpt-4-training-cost"].bound, figures["gpt-4-training-cost"].number) == ("more_than", 100)
    assert (figures["meta-shares-2022"].status, figures["meta-shares-2022"].source) == ("recalled", None)
    assert math.isnan(figures["v3-chip"].number)


def test_rounding_is_half_a_unit_of_the_last_printed_decimal() -> None:
    figures = load_figures()
    assert figures["v3-gpu-hours"].rounding == pytest.approx(0.0005)
    assert figures["math-500-v3"].rounding == pytest.approx(0.05)
    assert figures["o3-price-input-after"].rounding == 0.0
    assert figures["usd-jpy-2022-02-03"].rounding == 0.5  # about 115


@pytest.mark.parametrize(
    ("changes", "place"),
    [
        ({"key": "V3 hours"}, "key: 'V3 hours'"),
        ({"value": ""}, "value: ''"),
        ({"bound": "at most"}, "bound: 'at most'"),
        ({"as_of": "spring"}, "as_of: 'spring'"),
        ({"status": "sure"}, "status: 'sure'"),
        ({"source": ""}, "source: ''"),
        ({"url": "github"}, "url: 'github'"),
    ],
)
def test_a_malformed_figure_is_named(damage: Damage, changes: dict[str, str], place: str) -> None:
    with pytest.raises(CatalogError, match=place):
        read_figures(damage("figures.csv", 2, **changes))
