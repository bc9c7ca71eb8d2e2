"""Stored figures in long form: what is in them, and that the importer reads them back as they were."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from dashboard.export import to_csv
from dashboard.prices import FIELDS, import_file, load_panel
from dashboard.study import extracts
from tests.support.panels import NAN, panel

PANEL = panel(
    {"A": [10, 11, NAN, 13], "B": [NAN, 20, 21, 22]},
    dividend={"A": [0, 0.5, 0, 0.25]},
    split={"B": [1, 1, 2, 1]},
)  # sessions 2, 3, 6, 7 Jan 2025


def test_a_row_for_every_close() -> None:
    prices = extracts.prices(PANEL, ["B", "A"])
    assert list(prices.columns) == ["ticker", "date", "open", "high", "low", "close", "volume"]
    assert [(row.ticker, row.date.day, row.close, row.volume) for row in prices.itertuples()] == [
        *(("B", 3, 20, 100), ("B", 6, 21, 100), ("B", 7, 22, 100)),
        *(("A", 2, 10, 100), ("A", 3, 11, 100), ("A", 7, 13, 100)),
    ]


def test_dividends_and_splits_by_day() -> None:
    paid = extracts.dividends(PANEL, ["A", "B"])
    assert [(row.ticker, row.ex_date.day, row.amount) for row in paid.itertuples()] == [("A", 3, 0.5), ("A", 7, 0.25)]
    split = extracts.splits(PANEL, ["A", "B"])
    assert [(row.ticker, row.date.day, row.ratio) for row in split.itertuples()] == [("B", 6, 2.0)]
    assert extracts.dividends(PANEL, ["B"]).empty
    assert list(extracts.splits(PANEL, ["A"]).columns) == ["ticker", "date", "ratio"]


def test_the_importer_reads_back_what_is_downloaded(tmp_path: Path) -> None:
    taken = ["A", "B"]
    files = {name: tmp_path / f"{name}.csv" for name in ("prices", "dividends", "splits")}
    for name, path in files.items():
        path.write_text(to_csv(getattr(extracts, name)(PANEL, taken)))
    cache = tmp_path / "cache"
    prices, dividends, splits = files.values()
    import_file(prices, cache / "store", dividends=dividends, splits=splits, source="test", max_bytes=10**6)
    back = load_panel(cache)
    for name in FIELDS:
        ours = PANEL.fields[name].where(PANEL.close.notna(), back.fields[name])
        pd.testing.assert_frame_equal(back.fields[name], ours, check_freq=False)
    assert back.split["B"].to_list() == pytest.approx([1, 1, 2, 1])
    assert np.isnan(back.close["A"].iloc[2])
