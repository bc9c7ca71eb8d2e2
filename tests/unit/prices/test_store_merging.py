"""Changes that build on what is stored: none is lost to another that happens at the same time."""

from __future__ import annotations

import datetime as dt
import threading
from dataclasses import replace
from pathlib import Path

import pyarrow as pa
import pytest

from dashboard.prices import Store, load_panel
from dashboard.prices.changes import NewTable
from dashboard.prices.load import load_shares
from dashboard.prices.store import encode_table
from tests.support.stores import DAY, Prices, prices, put, shares


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "refreshed", layer="refreshed", generations=3)


def adding(store: Store, ticker: str, count: int, meanwhile: threading.Thread | None = None) -> None:
    """Add the share count of a ticker to the stored ones, and start another thread between reading and writing."""

    def merge(stored: pa.Table | None) -> NewTable:
        own = pa.table({"ticker": [ticker], "shares": [count], "as_of": [DAY], "filed": [DAY], "form": ["10-Q"]})
        if meanwhile is not None:
            meanwhile.start()
            # The other writer has all the time that it needs, if only it were let in.
            meanwhile.join(0.5)
        joined = own if stored is None else pa.concat_tables([stored, own])
        return encode_table(joined, "shares", source="SEC", as_of=DAY)

    store.write(tables={"shares": merge})


def counts(store: Store) -> dict[str, int]:
    frame = load_shares(store.directory.parent)
    return dict(zip(frame["ticker"], frame["shares"].tolist(), strict=True))


def test_two_that_add_to_a_table_at_one_time_are_both_stored(store: Store) -> None:
    adding(store, "AMD", 1)
    other = threading.Thread(target=adding, args=(store, "BABA", 2))
    adding(store, "NVDA", 3, meanwhile=other)
    other.join()
    assert counts(store) == {"AMD": 1, "NVDA": 3, "BABA": 2}
    assert store.manifest().generation == 3


def test_a_table_is_added_to_the_newest_sound_one(store: Store) -> None:
    for number, ticker in enumerate(("AMD", "BABA"), start=1):
        adding(store, ticker, number)
    (store.directory / store.manifest().tables["shares"].file).write_bytes(b"rubbish")
    adding(store, "NVDA", 3)
    assert (counts(store), store.verify()[1:]) == ({"AMD": 1, "NVDA": 3}, ())


def test_nothing_to_add_leaves_everything_as_it_was(store: Store) -> None:
    put(store, A=1.0)
    store.write(tables={"shares": shares(5)})
    told = []
    before = store.manifest()
    assert store.write(tables={"shares": told.append, "first_versions": told.append}) == before == store.manifest()
    assert [None if table is None else table.column("shares").to_pylist() for table in told] == [[5], None]


def until(last: dt.date, **close: float) -> Prices:
    """Return prices whose entries say that they end on a day."""
    file, entries = prices("refreshed", **close)
    return file, {name: replace(entry, info=replace(entry.info, last=last)) for name, entry in entries.items()}


OLD, NEW = dt.date(2025, 1, 17), dt.date(2025, 1, 24)


def closes(store: Store) -> dict[str, float]:
    return load_panel(store.directory.parent).close.iloc[-1].to_dict()


def test_a_slower_writer_does_not_put_older_series_in_place_of_newer_ones(store: Store) -> None:
    store.write(prices=until(NEW, A=2.0, B=2.0))
    older = until(OLD, A=1.0, C=1.0)
    after = store.write(prices=older, newer_only=True)
    assert closes(store) == {"A": 2.0, "B": 2.0, "C": 1.0}
    # This is how a writer finds out what was left out, and what stays instead.
    left_out = {t: after.series[t].info.last for t, e in older[1].items() if after.series[t].info.last > e.info.last}
    assert left_out == {"A": NEW}
    assert (after, store.verify()) == (store.manifest(), ())


def test_series_that_are_all_older_leave_the_store_as_it_was(store: Store) -> None:
    before = store.write(prices=until(NEW, A=2.0))
    older = until(OLD, A=1.0)
    assert store.write(prices=older, newer_only=True) == before == store.manifest()
    assert [path.name for path in store.directory.glob("*.parquet")] == [before.series["A"].file]


def test_series_up_to_the_same_day_or_without_that_wish_are_replaced(store: Store) -> None:
    store.write(prices=until(NEW, A=1.0))
    store.write(prices=until(NEW, A=2.0), newer_only=True)
    assert closes(store) == {"A": 2.0}
    store.write(prices=until(OLD, A=3.0))
    assert closes(store) == {"A": 3.0}


def test_a_newer_series_that_is_damaged_is_replaced_by_an_older_one(store: Store) -> None:
    newer = until(NEW, A=2.0)
    store.write(prices=newer)
    (store.directory / newer[0].name).write_bytes(b"rubbish")
    store.write(prices=until(OLD, A=1.0), newer_only=True)
    assert closes(store) == {"A": 1.0}
