"""Series that newer files have replaced take up no more room than those that are shown."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from dashboard.prices import PricePanel, Store, load_panel
from dashboard.prices.long import LongPrices
from dashboard.prices.panel import FIELDS, NEUTRAL
from dashboard.prices.store import encode
from tests.support.stores import DAYS, Prices, prices, put

TICKERS = [*(f"T{number:02d}" for number in range(12)), "^É"]
TIMES = 12


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "refreshed", layer="refreshed", generations=3)


def noise(seed: int, tickers: list[str]) -> tuple[Prices, dict[str, dict[str, np.ndarray]]]:
    """Return prices of which a third of the figures is missing, and by field and ticker what they are."""
    chance = np.random.default_rng(seed)
    ticker = np.repeat(np.array(tickers, dtype=object), len(DAYS))
    drawn = {name: chance.normal(size=len(ticker)) for name in FIELDS}
    fields = {name: np.where(chance.random(len(ticker)) < 1 / 3, np.nan, drawn[name]) for name in FIELDS}
    file = encode(LongPrices.sort(ticker, np.tile(DAYS, len(tickers)), fields).table(), "prices")
    _, entries = prices("refreshed", **dict.fromkeys(tickers, float(seed)))
    as_of = dt.date(2025, 2, seed)
    series = {t: replace(e, file=file.name, info=replace(e.info, as_of=as_of)) for t, e in entries.items()}
    return (file, series), {name: {t: fields[name][ticker == t] for t in tickers} for name in FIELDS}


def rows(store: Store) -> tuple[int, int]:
    """Return how many rows the files of the newest generation have, and how many of them are shown."""
    manifest = store.manifest()
    return sum(file.rows for file in manifest.files.values()), sum(e.info.rows for e in manifest.series.values())


def require_same(panel: PricePanel, expected: dict[str, dict[str, np.ndarray]]) -> None:
    for name in FIELDS:
        frame = pd.DataFrame(expected[name], index=panel.dates).fillna(NEUTRAL.get(name, np.nan))
        np.testing.assert_array_equal(panel.fields[name].to_numpy(), frame[list(panel.tickers)].to_numpy())


def test_refreshes_that_each_leave_one_more_behind_keep_no_more_than_twice_the_rows(store: Store) -> None:
    held: dict[str, dict[str, np.ndarray]] = {name: {} for name in FIELDS}
    infos, states = {}, []
    for number in range(TIMES):
        new, figures = noise(number + 1, TICKERS[number:])
        store.write(prices=new)
        held = {name: {**held[name], **figures[name]} for name in FIELDS}
        infos |= {ticker: entry.info for ticker, entry in new[1].items()}
        states.append((held, dict(infos)))
        stored, live = rows(store)
        assert live == len(TICKERS) * len(DAYS) <= stored <= 2 * live
        assert {ticker: entry.info for ticker, entry in store.manifest().series.items()} == infos
        require_same(load_panel(store.directory.parent), held)
    # Without being gathered, each of the files would still be there for one series: 13 + 12 + ... + 2 of them.
    assert sum(range(2, 14)) * len(DAYS) == 90 * len(DAYS) > 2 * live
    assert store.verify() == ()
    for held, infos in states[-2:-4:-1]:
        store.rollback()
        assert store.verify() == ()
        require_same(load_panel(store.directory.parent), held)
        assert {ticker: entry.info for ticker, entry in store.manifest().series.items()} == infos


def test_a_file_is_left_alone_until_more_than_half_of_it_is_dead(store: Store) -> None:
    first = prices("refreshed", A=1.0, B=1.0, C=1.0, D=1.0)[0].name
    put(store, A=1.0, B=1.0, C=1.0, D=1.0)
    put(store, A=2.0, B=2.0)
    assert store.manifest().series["D"].file == first
    put(store, C=3.0)
    assert store.manifest().series["D"].file == prices("refreshed", D=1.0)[0].name
    assert first not in store.manifest().files


def test_storing_again_after_rows_were_gathered_changes_nothing(store: Store) -> None:
    put(store, A=1.0, B=1.0, C=1.0)
    before = put(store, A=2.0, B=2.0)
    assert put(store, A=2.0, B=2.0) == before
    assert before.generation == 2
