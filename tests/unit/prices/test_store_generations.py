"""The generations of a store: how many are kept, how to go back, and what is found when they are verified."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from dashboard.errors import StoreError
from dashboard.prices import Store, load_panel
from dashboard.prices.manifest import Manifest
from tests.support.stores import factors, prices, put


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "refreshed", layer="refreshed", generations=3)


def copies(store: Store) -> list[str]:
    return sorted(path.name for path in (store.directory / "generations").iterdir())


def data_files(store: Store) -> set[str]:
    return {path.name for path in store.directory.glob("*.parquet")}


def close(store: Store, ticker: str = "A") -> float:
    return float(load_panel(store.directory.parent).close[ticker].iloc[-1])


def test_the_last_generations_are_kept_with_their_files_and_no_others(store: Store) -> None:
    names = []
    for number in range(1, 6):
        file, series = prices("refreshed", A=float(number))
        assert store.write(prices=(file, series)).generation == number
        names.append(file.name)
    assert copies(store) == ["000003.json", "000004.json", "000005.json"]
    assert data_files(store) == set(names[2:])
    assert store.verify() == ()
    assert close(store) == 5.0


def test_a_file_that_a_kept_generation_shares_with_an_older_one_stays(store: Store) -> None:
    lasting, series = prices("refreshed", B=1.0)
    store.write(prices=(lasting, series))
    for number in range(5):
        put(store, A=float(number))
    assert lasting.name in data_files(store)
    assert len(data_files(store)) == 4
    assert store.verify() == ()


def test_keeping_fewer_takes_effect_with_the_next_change(store: Store) -> None:
    for number in (1.0, 2.0, 3.0, 4.0):
        put(store, A=number)
    put(Store(store.directory, layer="refreshed", generations=1), A=4.0)
    assert copies(store) == ["000004.json"]
    assert len(data_files(store)) == 1


def test_going_back_twice_then_no_further(store: Store) -> None:
    for number in (1.0, 2.0, 3.0):
        put(store, A=number)
    assert store.rollback().generation == 2
    assert (close(store), copies(store)) == (2.0, ["000001.json", "000002.json"])
    assert store.verify() == ()
    assert store.rollback().generation == 1
    assert (close(store), copies(store), len(data_files(store))) == (1.0, ["000001.json"], 1)
    with pytest.raises(
        StoreError, match=r"^No earlier generation is kept in .*; to be rid of its figures, delete that"
    ):
        store.rollback()
    assert close(store) == 1.0


def test_going_back_brings_back_everything_as_it_was(store: Store) -> None:
    before = store.write(prices=prices("refreshed", A=1.0, B=5.0), tables={"factors": factors(1.0)})
    store.write(prices=prices("refreshed", A=2.0, C=7.0), tables={"factors": factors(2.0)})
    assert store.rollback() == before == store.manifest()
    assert load_panel(store.directory.parent).tickers == ("A", "B")


def test_after_going_back_the_next_change_lies_upon_that_state(store: Store) -> None:
    for number in (1.0, 2.0):
        put(store, A=number)
    store.rollback()
    other = put(store, A=9.0)
    assert (other.generation, close(store)) == (2, 9.0)
    assert store.rollback().generation == 1
    assert close(store) == 1.0


def test_nothing_stored_cannot_be_taken_back_and_no_folder_is_made(store: Store) -> None:
    with pytest.raises(
        StoreError, match=r"^Nothing is stored in .* that could be taken back; choose another folder\.$"
    ):
        store.rollback()
    assert not store.directory.exists()


@pytest.mark.parametrize("damage", [lambda p: p.write_bytes(b"x" + p.read_bytes()[1:]), Path.unlink])
@pytest.mark.parametrize("of", ["copy", "file"])
def test_a_damaged_earlier_generation_is_not_gone_back_to(
    store: Store, damage: Callable[[Path], object], of: str
) -> None:
    old = prices("refreshed", A=1.0)
    store.write(prices=old)
    put(store, A=2.0)
    path = store.directory / ("generations/000001.json" if of == "copy" else old[0].name)
    damage(path)
    if of == "copy" and not path.exists():
        sentence = "No earlier generation is kept in"
    else:
        sentence = f"{path.name} .*; as generation 1 cannot be gone back to, store the figures anew instead"
    with pytest.raises(StoreError, match=sentence):
        store.rollback()
    assert close(store) == 2.0
    assert store.manifest().generation == 2


def test_going_back_from_a_damaged_file_mends_the_store(store: Store) -> None:
    put(store, A=1.0)
    newest = prices("refreshed", A=2.0)
    store.write(prices=newest)
    (store.directory / newest[0].name).write_bytes(b"")
    store.rollback()
    assert load_panel(store.directory.parent).notices == ()
    assert (close(store), store.verify()) == (1.0, ())


def test_going_back_from_a_damaged_manifest_gives_the_newest_copy(store: Store) -> None:
    for number in (1.0, 2.0):
        put(store, A=number)
    (store.directory / "manifest.json").write_bytes(b"\x00")
    assert store.rollback().generation == 2
    assert (close(store), store.verify()) == (2.0, ())


def test_a_store_without_copies_works_and_gets_them_with_the_next_change(store: Store) -> None:
    put(store, A=1.0)
    shutil.rmtree(store.directory / "generations")
    assert (close(store), store.verify(), store.manifest().generation) == (1.0, (), 1)
    with pytest.raises(StoreError, match="No earlier generation is kept"):
        store.rollback()
    put(store, A=2.0)
    assert copies(store) == ["000001.json", "000002.json"]
    assert store.rollback().generation == 1
    assert close(store) == 1.0


def test_a_change_that_was_cut_off_before_the_swap_is_as_if_it_had_not_been(store: Store) -> None:
    put(store, A=1.0)
    whole = Path(shutil.copytree(store.directory, store.directory.parent / "cut"))
    put(store, A=2.0)
    # Everything but the swap has happened.
    for path in [*store.directory.glob("*.parquet"), *store.directory.glob("generations/*.json")]:
        shutil.copy(path, whole / path.relative_to(store.directory))
    cut = Store(whole, layer="refreshed")
    assert (cut.manifest().generation, cut.verify()) == (1, ())
    with pytest.raises(StoreError, match="No earlier generation is kept"):
        cut.rollback()
    assert put(cut, A=3.0).generation == 2
    assert (len(data_files(cut)), cut.verify()) == (2, ())


def test_a_first_change_that_was_cut_off_leaves_no_store(store: Store) -> None:
    put(store, A=1.0)
    (store.directory / "manifest.json").unlink()
    assert not store.exists()
    assert (store.manifest(), store.verify()) == (Manifest(), ())
    assert put(store, A=2.0).generation == 1
    assert store.verify() == ()


def test_faults_are_told_once_each_with_what_rests_on_the_file(store: Store) -> None:
    old, shared, new = (prices("refreshed", **one) for one in ({"A": 1.0}, {"B": 1.0}, {"A": 2.0}))
    for one in (old, shared, new):
        store.write(prices=one)
    folder = store.directory
    (folder / old[0].name).unlink()
    (folder / shared[0].name).write_bytes(b"short")
    (folder / "generations" / "000003.json").write_bytes(b"")
    (folder / "generations" / "000001.json").write_bytes(b"{}")
    unneeded = "the newest figures do not rest on it, and"
    later, again = (
        f"{unneeded} it goes when enough new ones have been stored",
        f"{unneeded} storing anything writes it again",
    )
    missing, seal = "is missing from the store", "is damaged: its checksum is not the recorded one"
    short = f"is damaged: it has 5 bytes instead of {shared[0].entry.bytes:,}"
    assert sorted(store.verify()) == sorted(
        f"The file {folder / name} {fault}; {remedy}."
        for name, fault, remedy in (
            (old[0].name, missing, later),
            (shared[0].name, short, store.remedy),
            ("generations/000003.json", seal, again),
            ("generations/000001.json", seal, later),
        )
    )


def test_a_missing_copy_of_the_newest_generation_is_a_fault_that_storing_mends(store: Store) -> None:
    for number in (1.0, 2.0):
        put(store, A=number)
    (store.directory / "generations" / "000002.json").unlink()
    (fault,) = store.verify()
    assert fault.startswith(f"The file {store.directory}/generations/000002.json is missing from the store; ")
    put(store, A=2.0)
    assert (store.verify(), store.manifest().generation) == ((), 2)


def test_storing_a_damaged_file_again_is_told_to_readers_by_a_new_manifest_file(store: Store) -> None:
    new = prices("refreshed", A=1.0)
    store.write(prices=new)
    manifest = store.directory / "manifest.json"
    before = manifest.stat()
    (store.directory / new[0].name).write_bytes(b"")
    assert store.write(prices=new).generation == 1
    assert (manifest.stat().st_ino, manifest.stat().st_mtime_ns) != (before.st_ino, before.st_mtime_ns)
    assert (close(store), store.verify()) == (1.0, ())


def test_a_change_takes_what_is_damaged_from_the_newest_sound_generation(store: Store) -> None:
    store.write(prices=prices("refreshed", A=1.0, B=1.0), tables={"factors": factors(1.0)})
    newest = prices("refreshed", A=2.0, B=2.0)
    only = prices("refreshed", D=4.0)
    store.write(prices=newest, tables={"factors": factors(2.0)})
    store.write(prices=only)
    for file in (newest[0], only[0]):
        (store.directory / file.name).write_bytes(b"rubbish")
    put(store, B=3.0)
    panel = load_panel(store.directory.parent)
    # A falls back to its first figures, and D has no earlier ones.
    assert panel.close.iloc[-1].to_dict() == {"A": 1.0, "B": 3.0}
    assert panel.notices == ()
    factors_file = store.manifest().tables["factors"].file
    assert factors_file == factors(2.0)[0].name
