"""Tables as CSV and JSON text."""

from __future__ import annotations

import csv
import io
import json

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.export import to_csv, to_json

TABLE = pd.DataFrame(
    {
        "ticker": ["^SOX", "=1+1", None],
        "date": pd.to_datetime(["2025-01-27", None, "2024-06-10"]),
        "ret": [-0.0914835638641311, np.nan, 0.1 + 0.2],
        "sessions": pd.array([93, None, 1], dtype="Int64"),
    }
)


def test_csv_by_hand() -> None:
    assert to_csv(TABLE) == (
        "ticker,date,ret,sessions\n"
        "^SOX,2025-01-27,-0.0914835638641311,93\n"
        "'=1+1,,,\n"
        ",2024-06-10,0.30000000000000004,1\n"
    )


def test_json_by_hand() -> None:
    assert json.loads(to_json(TABLE)) == [
        {"ticker": "^SOX", "date": "2025-01-27", "ret": -0.0914835638641311, "sessions": 93},
        {"ticker": "=1+1", "date": None, "ret": None, "sessions": None},
        {"ticker": None, "date": "2024-06-10", "ret": 0.30000000000000004, "sessions": 1},
    ]


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_text_that_a_spreadsheet_would_run_is_made_harmless(start: str) -> None:
    text = to_csv(pd.DataFrame({"name": [f"{start}cmd|' /C calc'!A0"]}))
    cell = next(iter(csv.DictReader(io.StringIO(text, newline=""))))["name"]
    assert cell.startswith("'")


@given(st.lists(st.floats(allow_nan=False, allow_infinity=False), min_size=1, max_size=20))
def test_numbers_come_back_bit_for_bit(numbers: list[float]) -> None:
    frame = pd.DataFrame({"x": numbers})
    rows = csv.DictReader(io.StringIO(to_csv(frame)))
    assert [float(row["x"]) for row in rows] == numbers
    assert [row["x"] for row in json.loads(to_json(frame))] == numbers
