from __future__ import annotations

import numpy as np
import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.prices.long import LongPrices
from dashboard.prices.scattering import columns_of, scatter

CELLS = st.dictionaries(
    st.tuples(st.sampled_from("ABCD"), st.integers(0, 40)), st.floats(0.5, 1e6), min_size=1, max_size=30
)


def long_prices(cells: dict[tuple[str, int], float]) -> LongPrices:
    ticker = np.array([t for t, _ in cells], dtype=object)
    day = np.datetime64("2025-01-02") + np.array([d for _, d in cells])
    return LongPrices.sort(ticker, day, {"close": np.array(list(cells.values()))})


def test_chunks_with_dictionaries_of_their_own_are_told_apart() -> None:
    # A large file comes back in several chunks, each with its own numbering of the tickers.
    table = pa.concat_tables(
        [long_prices({("B", 0): 1.0, ("C", 0): 2.0}).table(), long_prices({("A", 0): 3.0}).table()]
    )
    assert columns_of(table, {"A": 0, "C": 1}).tolist() == [-1, 1, 0]


@settings(deadline=None)
@given(below=CELLS, above=CELLS)
def test_scattering_two_files_equals_looking_up_each_cell(
    below: dict[tuple[str, int], float], above: dict[tuple[str, int], float]
) -> None:
    over = {ticker for ticker, _ in above}
    tickers = sorted(over | {ticker for ticker, _ in below})
    column = {ticker: number for number, ticker in enumerate(tickers)}
    low, high = long_prices(below).table(), long_prices(above).table()
    days, values = scatter(
        [
            (low, columns_of(low, {t: c for t, c in column.items() if t not in over})),
            (high, columns_of(high, {t: c for t, c in column.items() if t in over})),
        ],
        len(tickers),
    )
    merged = {cell: value for cell, value in below.items() if cell[0] not in over} | above
    numbers = sorted({day for _, day in merged})
    assert (days - np.datetime64("2025-01-02")).astype(int).tolist() == numbers
    expected = [[merged.get((ticker, day), np.nan) for day in numbers] for ticker in tickers]
    np.testing.assert_array_equal(values[3], expected)
    assert (values[5] == 0.0).all()
    assert (values[6] == 1.0).all()
