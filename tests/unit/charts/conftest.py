"""Small frames with figures that can be checked by hand."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go
import pytest

from dashboard.charts.theme import LIGHT


@pytest.fixture(autouse=True)
def _checked_by_plotly(monkeypatch: pytest.MonkeyPatch) -> None:
    """Build every figure with Plotly's own check of each property, which the pages leave out for speed."""
    build = go.Figure

    class Checked(build):  # type: ignore[misc, valid-type]
        def __init__(self, figure: dict[str, Any], _validate: bool = True) -> None:
            super().__init__(figure)

    monkeypatch.setattr("dashboard.charts.anatomy.go.Figure", Checked)


@pytest.fixture
def words() -> dict[str, Any]:
    """What every builder takes."""
    return {"theme": LIGHT, "title": "A finding", "subtitle": "what is drawn", "source": "Source: embedded prices"}


@pytest.fixture
def sell_off() -> pd.DataFrame:
    """Six companies on one day, one of them without a figure."""
    return pd.DataFrame(
        {
            "ticker": ["NVDA", "AVGO", "VRT", "AAPL", "CRM", "XXX"],
            "name": ["NVIDIA", "Broadcom", "Vertiv", "Apple", "Salesforce", "Nothing"],
            "segment": ["chips", "chips", "grid and cooling", "platforms", "software and other", "chips"],
            "ret": [-0.17, -0.174, -0.299, 0.032, 0.04, np.nan],
            "loss_bn": [590.0, 200.0, 10.0, -107.0, np.nan, np.nan],
        }
    )


@pytest.fixture
def market_value(sell_off: pd.DataFrame) -> pd.DataFrame:
    """The same companies with their market value before and after."""
    before = [3490.0, 1150.0, 40.0, 3350.0, np.nan, np.nan]
    return sell_off.assign(
        cap_before_bn=before,
        cap_after_bn=[value - loss for value, loss in zip(before, sell_off["loss_bn"], strict=True)],
        rank_before=[1.0, 3.0, 4.0, 2.0, np.nan, np.nan],
        rank_after=[2.0, 3.0, 4.0, 1.0, np.nan, np.nan],
    )


@pytest.fixture
def prices() -> pd.DataFrame:
    """Three series over five sessions; one begins late."""
    index = pd.DatetimeIndex(["2025-01-22", "2025-01-23", "2025-01-24", "2025-01-27", "2025-01-28"], name="date")
    return pd.DataFrame(
        {
            "NVDA": [147.0, 147.0, 140.0, 119.0, 126.0],
            "AAPL": [220.0, 220.0, 200.0, 206.0, 210.0],
            "LATE": [np.nan, np.nan, np.nan, 10.0, 11.0],
        },
        index=index.as_unit("us"),
    )
