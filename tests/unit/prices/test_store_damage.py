"""What is read of a damaged store: the newest sound figures, with a sentence that says so, and never wrong ones."""

from __future__ import annotations

import random
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from dashboard.errors import StoreError
from dashboard.prices import PricePanel, Store, factors_entry, load_factors, load_panel
from dashboard.prices.load import load_shares
from tests.support.stores import factors, prices, put, shares

GENERATIONS = 3
FLIPS = 12
"""Bits flipped in each stored file, one at a time."""


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    """Embedded figures of A and B, and above them three generations of A; each table says its generation."""
    embedded = Store(tmp_path / "snapshot", layer="embedded")
    embedded.write(prices=prices("embedded", A=100.0, B=100.0), tables={"factors": factors(100.0)})
    shutil.rmtree(embedded.directory / "generations")
    for number in range(1, GENERATIONS + 1):
        refreshed(tmp_path).write(
            prices=prices("refreshed", A=float(number)),
            tables={"factors": factors(float(number)), "shares": shares(number)},
        )
    return tmp_path


def refreshed(cache: Path) -> Store:
    return Store(cache / "refreshed", layer="refreshed", generations=GENERATIONS)


def newest(cache: Path, kind: str) -> Path:
    """Return the newest generation's file of a kind."""
    manifest = refreshed(cache).manifest()
    (name,) = manifest.files_by_kind()[kind]
    return cache / "refreshed" / name


def close(panel: PricePanel, ticker: str = "A") -> float:
    (value,) = panel.close[ticker].unique()
    return float(value)


def shown(notices: tuple[str, ...], name: str) -> float:
    """Return which generation the notices say is shown: the newest where they say nothing, 100 where none is."""
    about = [notice for notice in notices if f"refreshed {name} cannot" in notice]
    if not about:
        return float(GENERATIONS)
    (notice,) = about
    found = re.fullmatch(
        rf"The newest refreshed {name} cannot be read \(the .*\), so those of generation (\d) are shown; "
        r"run refresh again\.",
        notice,
    )
    if found:
        return float(found.group(1))
    assert re.fullmatch(
        rf"The refreshed {name} cannot be read \(the .*\) and no earlier ones are sound, so they are left out; "
        r"delete that folder and run refresh again\.",
        notice,
    )
    return 100.0


def test_the_sound_store_says_nothing(cache: Path) -> None:
    panel = load_panel(cache)
    assert (close(panel), close(panel, "B"), panel.notices) == (3.0, 100.0, ())
    assert load_factors(cache).attrs["notices"] == ()
    assert load_shares(cache).attrs["notices"] == ()


def test_a_flipped_bit_anywhere_gives_the_same_figures_or_older_ones_that_are_called_so(cache: Path) -> None:
    chance = random.Random(20250127)
    sound, store = load_panel(cache), refreshed(cache)
    files = [path for path in sorted(store.directory.rglob("*")) if path.suffix in (".json", ".parquet")]
    assert len(files) == 1 + GENERATIONS + 3 * GENERATIONS
    for path in files:
        content = path.read_bytes()
        for _ in range(FLIPS):
            damaged = bytearray(content)
            damaged[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
            path.write_bytes(damaged)
            panel, rates, counts = load_panel(cache), load_factors(cache), load_shares(cache)
            assert close(panel) == shown(panel.notices, "prices")
            if not panel.notices:
                assert (panel.series, panel.as_of) == (sound.series, sound.as_of)
            assert rates["smb"].tolist() == pytest.approx([shown(rates.attrs["notices"], "factors") / 100] * 5)
            assert counts["shares"].tolist() == [int(shown(counts.attrs["notices"], "share counts"))]
            assert close(panel, "B") == 100.0
            assert store.verify(), f"{path.name} {damaged!r}"
        path.write_bytes(content)
    assert store.verify() == ()


CUTS: list[Callable[[int], int]] = [lambda size: 0, lambda size: 1, lambda size: size // 2, lambda size: size - 1]


@pytest.mark.parametrize("cut", CUTS)
@pytest.mark.parametrize(("kind", "name"), [("prices", "prices"), ("factors", "factors"), ("shares", "share counts")])
def test_a_cut_file_is_stood_in_for_by_that_of_the_generation_before(
    cache: Path, kind: str, name: str, cut: Callable[[int], int]
) -> None:
    path = newest(cache, kind)
    content = path.read_bytes()
    path.write_bytes(content[: cut(len(content))])
    panel, rates, counts = load_panel(cache), load_factors(cache), load_shares(cache)
    told = {*panel.notices, *rates.attrs["notices"], *counts.attrs["notices"]}
    (notice,) = told
    assert notice == (
        f"The newest refreshed {name} cannot be read (the file {path} is damaged: it has {cut(len(content)):,} bytes "
        f"instead of {len(content):,}), so those of generation 2 are shown; run refresh again."
    )
    assert close(panel) == (2.0 if kind == "prices" else 3.0)
    assert rates["rf"].iloc[0] == pytest.approx(0.02 if kind == "factors" else 0.03)
    assert counts["shares"].tolist() == [2 if kind == "shares" else 3]


def test_the_newest_generation_whose_files_are_all_sound_is_taken(cache: Path) -> None:
    newest(cache, "prices").unlink()
    (cache / "refreshed" / prices("refreshed", A=2.0)[0].name).unlink()
    panel = load_panel(cache)
    assert (close(panel), shown(panel.notices, "prices")) == (1.0, 1.0)
    assert "is missing from the store" in panel.notices[0]


def test_a_layer_without_a_sound_generation_is_left_out(cache: Path) -> None:
    for path in (cache / "refreshed").glob("*.parquet"):
        path.write_bytes(b"rubbish")
    panel = load_panel(cache)
    assert close(panel) == shown(panel.notices, "prices") == 100.0
    assert {info.layer for info in panel.series.values()} == {"embedded"}
    rates = load_factors(cache)
    assert (rates["rf"].iloc[0], shown(rates.attrs["notices"], "factors")) == (1.0, 100.0)
    counts = load_shares(cache)
    assert (len(counts), shown(counts.attrs["notices"], "share counts")) == (0, 100.0)


@pytest.mark.parametrize(
    "garbage", [b"", b"{", b"\x00" * 4096, b"[]", b'{"format":1}', b"\xff\xfe{}", b'{"format":9,"generation":3}']
)
def test_garbage_for_a_manifest_is_stood_in_for_by_its_copy(cache: Path, garbage: bytes) -> None:
    (cache / "refreshed" / "manifest.json").write_bytes(garbage)
    panel = load_panel(cache)
    assert panel.notices
    assert close(panel) == shown(panel.notices[:1], "prices") == 3.0
    assert "the manifest " in panel.notices[0]
    assert load_factors(cache)["rf"].iloc[0] == pytest.approx(0.03)
    entry = factors_entry(cache)
    assert entry is not None
    assert entry.file == factors(3.0)[0].name


def test_a_lost_manifest_is_noticed(cache: Path) -> None:
    (cache / "refreshed" / "manifest.json").unlink()
    panel = load_panel(cache)
    assert panel.notices
    assert close(panel) == shown(panel.notices[:1], "prices") == 3.0
    assert "is missing, although copies of it are kept" in panel.notices[0]
    assert refreshed(cache).verify()[0].startswith("The manifest ")
    assert put(refreshed(cache), A=5.0).generation == GENERATIONS + 1
    assert (close(load_panel(cache)), refreshed(cache).verify()) == (5.0, ())


def test_a_manifest_and_copies_that_are_all_garbage_leave_the_layer_out(cache: Path) -> None:
    for path in (cache / "refreshed").rglob("*.json"):
        path.write_bytes(b"{}")
    panel = load_panel(cache)
    assert close(panel) == shown(panel.notices, "prices") == 100.0


def test_a_whole_manifest_of_another_generation_in_its_place_is_noticed(cache: Path) -> None:
    # A file system that loses the newest bytes of a file can bring older ones back.
    folder = cache / "refreshed"
    text = (folder / "manifest.json").read_text(encoding="utf-8")
    put(refreshed(cache), A=4.0)
    (folder / "manifest.json").write_text(text.replace('"generation":3', '"generation":4'), encoding="utf-8")
    panel = load_panel(cache)
    assert panel.notices
    assert close(panel) == shown(panel.notices[:1], "prices") == 4.0
    assert "is damaged: it is not what its copy says" in panel.notices[0]


def test_what_is_imported_says_import_and_lies_above_what_is_refreshed(cache: Path) -> None:
    imported = Store(cache / "store")
    for number in (7.0, 8.0):
        put(imported, A=number)
    assert close(load_panel(cache)) == 8.0
    (cache / "store" / prices("imported", A=8.0)[0].name).unlink()
    panel = load_panel(cache)
    assert close(panel) == 7.0
    assert panel.notices[0].startswith("The newest imported prices cannot be read (the file ")
    assert panel.notices[0].endswith("so those of generation 1 are shown; import them again.")


def test_notices_of_several_layers_come_together(cache: Path) -> None:
    put(Store(cache / "store"), A=7.0)
    for folder in ("refreshed", "store"):
        for path in (cache / folder).glob("*.parquet"):
            path.unlink()
    panel = load_panel(cache)
    told = [notice.split(" cannot")[0] for notice in panel.notices]
    assert told[:2] == ["The refreshed prices", "The imported prices"]
    assert close(panel) == 100.0


def test_a_damaged_embedded_layer_is_raised(cache: Path) -> None:
    for path in (cache / "snapshot").glob("*.parquet"):
        path.write_bytes(b"rubbish")
    for load in (load_panel, load_factors):
        with pytest.raises(StoreError, match="restore that folder with `git checkout`"):
            load(cache) if load is load_panel else (shutil.rmtree(cache / "refreshed"), load(cache))


def test_without_any_sound_prices_the_sentences_are_the_error(cache: Path) -> None:
    shutil.rmtree(cache / "snapshot")
    for path in (cache / "refreshed").glob("*.parquet"):
        path.unlink()
    for load in (load_panel, load_factors):
        with pytest.raises(StoreError, match=r"^The refreshed (prices|factors) cannot be read .* run refresh again\.$"):
            load(cache)


def test_reading_a_damaged_store_writes_nothing(cache: Path) -> None:
    newest(cache, "prices").write_bytes(b"")
    (cache / "refreshed" / "manifest.json").write_bytes(b"{")
    before = {path: path.stat().st_mtime_ns for path in sorted(cache.rglob("*"))}
    load_panel(cache)
    load_factors(cache)
    refreshed(cache).verify()
    assert {path: path.stat().st_mtime_ns for path in sorted(cache.rglob("*"))} == before


def test_the_next_refresh_mends_what_a_notice_told_of(cache: Path) -> None:
    newest(cache, "prices").write_bytes(b"")
    assert load_panel(cache).notices
    put(refreshed(cache), A=5.0)
    panel = load_panel(cache)
    assert (close(panel), panel.notices) == (5.0, ())
    assert load_factors(cache)["rf"].iloc[0] == pytest.approx(0.03)


def test_a_manifest_of_a_newer_program_is_not_written_over(cache: Path) -> None:
    path = cache / "refreshed" / "manifest.json"
    path.write_text('{"format":2}', encoding="utf-8")
    with pytest.raises(StoreError, match="format 2 instead of 1"):
        put(refreshed(cache), A=5.0)
    assert path.read_text(encoding="utf-8") == '{"format":2}'
