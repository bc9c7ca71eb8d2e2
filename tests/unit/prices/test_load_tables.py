"""Share counts and first versions as they come back from the stores."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest

from dashboard.prices import Store
from dashboard.prices.load import load_first_versions, load_shares
from dashboard.prices.store import encode, encode_table
from tests.support.stores import DAY, put, shares

EMPTY = {
    load_shares: {
        "ticker": "str",
        "shares": "int64",
        "as_of": "datetime64[us]",
        "filed": "datetime64[us]",
        "form": "str",
    },
    load_first_versions: {"arxiv_id": "str", "first": "datetime64[us]", "title": "str"},
}


@pytest.mark.parametrize(("load", "dtypes"), EMPTY.items())
@pytest.mark.parametrize("stored", [False, True])
def test_nothing_stored_is_a_frame_without_rows(
    tmp_path: Path, load: Callable[[Path], pd.DataFrame], dtypes: dict[str, str], stored: bool
) -> None:
    if stored:
        put(Store(tmp_path / "refreshed", layer="refreshed"), A=1.0)
    frame = load(tmp_path)
    assert len(frame) == 0
    assert {name: str(dtype) for name, dtype in frame.dtypes.items()} == dtypes
    assert frame.attrs["notices"] == ()


@pytest.mark.parametrize("ticker", [pa.array(["NVDA", "AMD"]), pa.array(["NVDA", "AMD"]).dictionary_encode()])
def test_share_counts_come_back_as_they_were_stored(tmp_path: Path, ticker: pa.Array) -> None:
    as_of, filed = [dt.date(2024, 11, 15), dt.date(2025, 1, 31)], [dt.date(2024, 11, 20), dt.date(2025, 2, 5)]
    table = pa.table(
        {
            "ticker": ticker,
            "shares": pa.array([24_490_000_000, 1_620_477_962], pa.int64()),
            "as_of": pa.array(as_of),
            "filed": pa.array(filed),
            "form": pa.array(["10-Q", "10-K"]),
        }
    )
    store = Store(tmp_path / "refreshed", layer="refreshed")
    store.write(tables={"shares": encode_table(table, "shares", source="SEC", as_of=DAY, vintage="of today")})
    frame = load_shares(tmp_path)
    assert frame.to_dict("list") == {
        "ticker": ["NVDA", "AMD"],
        "shares": [24_490_000_000, 1_620_477_962],
        "as_of": [pd.Timestamp(day) for day in as_of],
        "filed": [pd.Timestamp(day) for day in filed],
        "form": ["10-Q", "10-K"],
    }
    assert {name: str(dtype) for name, dtype in frame.dtypes.items()} == EMPTY[load_shares]
    entry = store.manifest().tables["shares"]
    assert (entry.rows, entry.first, entry.last, entry.vintage) == (2, *filed, "of today")


def test_first_versions_come_back_as_they_were_stored(tmp_path: Path) -> None:
    table = pa.table(
        {
            "arxiv_id": ["2412.19437", "2501.12948"],
            "first": pa.array([dt.date(2024, 12, 27), dt.date(2025, 1, 22)]),
            "title": ["DeepSeek-V3 Technical Report", "DeepSeek-R1 – été"],
        }
    )
    Store(tmp_path / "refreshed", layer="refreshed").write(
        tables={"first_versions": encode_table(table, "first_versions", source="arXiv", as_of=DAY)}
    )
    frame = load_first_versions(tmp_path)
    assert frame["arxiv_id"].tolist() == ["2412.19437", "2501.12948"]
    assert frame["first"].tolist() == [pd.Timestamp("2024-12-27"), pd.Timestamp("2025-01-22")]
    assert frame["title"].iloc[1] == "DeepSeek-R1 – été"
    assert {name: str(dtype) for name, dtype in frame.dtypes.items()} == EMPTY[load_first_versions]


def test_a_table_comes_whole_from_the_highest_layer_and_others_are_kept(tmp_path: Path) -> None:
    refreshed = Store(tmp_path / "refreshed", layer="refreshed")
    refreshed.write(tables={"shares": shares(1)})
    put(refreshed, A=1.0)
    assert load_shares(tmp_path)["shares"].tolist() == [1]
    Store(tmp_path / "store").write(tables={"shares": shares(2, "B")})
    assert load_shares(tmp_path)[["ticker", "shares"]].to_numpy().tolist() == [["B", 2]]


@pytest.mark.parametrize(
    ("kind", "columns"),
    [
        ("shares", {"ticker": pa.array([], pa.string())}),
        (
            "first_versions",
            {"arxiv_id": pa.array(["1"]), "first": pa.array([DAY]), "title": pa.array([None], pa.string())},
        ),
        ("factors", {"date": pa.array([DAY]), "rf": pa.array([1])}),
        ("prices", {"ticker": pa.array(["A"]), "date": pa.array([DAY]), "close": np.ones(1)}),
    ],
)
def test_a_table_of_another_form_than_its_kind_is_not_encoded(kind: str, columns: dict[str, pa.Array]) -> None:
    with pytest.raises(ValueError, match=f"a table of {kind} needs rows and the columns"):
        encode(pa.table(columns), kind)
