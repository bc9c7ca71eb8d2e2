from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from dashboard.prices import FIELDS, PricePanel, SeriesInfo, trading_calendar

MakePanel = Callable[..., PricePanel]
MAX_BYTES = 64_000_000


@pytest.fixture(scope="session")
def data_cache() -> Path:
    return Path(__file__).resolve().parents[3] / "data_cache"


@pytest.fixture(scope="session")
def make_panel() -> MakePanel:
    """Build a panel from closes by ticker on given days; other fields are neutral unless given."""

    def build(
        days: Sequence[str], close: Mapping[str, Sequence[float]], **fields: Mapping[str, Sequence[float]]
    ) -> PricePanel:
        index = pd.DatetimeIndex(np.array(days, dtype="datetime64[us]"), name="date")
        columns = pd.Index(list(close), name="ticker")

        def frame(name: str) -> pd.DataFrame:
            neutral = {"dividend": 0.0, "split": 1.0}.get(name, np.nan)
            given = {"close": close, **fields}.get(name, {})
            return pd.DataFrame({t: given.get(t, neutral) for t in close}, index=index, columns=columns, dtype=float)

        first, last = index[0].date(), index[-1].date()
        return PricePanel(
            fields={name: frame(name) for name in FIELDS},
            calendar=trading_calendar("XNYS"),
            as_of=last,
            currency="USD",
            series={
                t: SeriesInfo(t, "test", last, first, last, len(index), 0, 0, ("close",), (), (), "imported")
                for t in close
            },
        )

    return build


@pytest.fixture
def today() -> dt.date:
    return dt.date(2026, 1, 2)
