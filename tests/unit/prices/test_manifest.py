"""The text of a manifest, and of its sealed copies."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.prices.data_files import DamageError
from dashboard.prices.generations import copy_path, keep_copy, read_copy
from dashboard.prices.manifest import TABLES, FileEntry, Manifest, ManifestError, SeriesEntry, TableEntry
from dashboard.prices.panel import SeriesInfo

LAYER = "refreshed"
COUNTS = st.integers(0, 10**12)
TEXTS = st.text(max_size=30)
LISTS = st.lists(TEXTS, max_size=3).map(tuple)
NAMES = st.text("0123456789abcdef", min_size=16, max_size=16).map(lambda stem: f"{stem}.parquet")


@st.composite
def manifests(draw: st.DrawFn) -> Manifest:
    """Any manifest whose named files are listed."""
    files = draw(st.dictionaries(NAMES, st.builds(FileEntry, st.just("prices"), TEXTS, COUNTS, COUNTS), max_size=3))
    series = {}
    if files:
        for ticker in draw(st.lists(TEXTS, unique=True, max_size=4)):
            info = draw(
                st.builds(
                    SeriesInfo, ticker=st.just(ticker), layer=st.just(LAYER), source=TEXTS, as_of=st.dates(),
                    first=st.dates(), last=st.dates(), rows=COUNTS, missing=COUNTS, extra=COUNTS, fields=LISTS,
                    doubts=LISTS, checks=LISTS,
                )
            )  # fmt: skip
            series[ticker] = SeriesEntry(draw(st.sampled_from(sorted(files))), info)
    tables = {}
    for kind in draw(st.lists(st.sampled_from(TABLES), unique=True)):
        name = draw(NAMES.filter(lambda name: name not in files))
        files[name] = FileEntry(kind, draw(TEXTS), draw(COUNTS), draw(COUNTS))
        tables[kind] = draw(
            st.builds(
                TableEntry, file=st.just(name), source=TEXTS, as_of=st.dates(), first=st.dates(), last=st.dates(),
                rows=COUNTS, unit=TEXTS, fields=LISTS, vintage=TEXTS,
            )
        )  # fmt: skip
    return Manifest(draw(st.integers(1, 10**9)), files, series, tables)


@given(manifests())
def test_a_manifest_survives_its_text(manifest: Manifest) -> None:
    text = manifest.to_json()
    again = Manifest.from_json(text, LAYER)
    assert again == manifest
    assert again.to_json() == text
    assert again.named_files() <= set(again.files)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("copies")


@given(manifest=manifests(), place=st.floats(0, 1, exclude_max=True), bit=st.integers(0, 7))
def test_a_copy_vouches_for_itself(folder: Path, manifest: Manifest, place: float, bit: int) -> None:
    keep_copy(folder, manifest)
    assert read_copy(folder, manifest.generation, LAYER) == manifest
    path = copy_path(folder, manifest.generation)
    content = bytearray(path.read_bytes())
    assert json.loads(content)["generation"] == manifest.generation
    content[int(place * len(content))] ^= 1 << bit
    path.write_bytes(content)
    with pytest.raises(DamageError, match="its checksum is not the recorded one"):
        read_copy(folder, manifest.generation, LAYER)


def test_a_store_of_prices_and_factors_alone_is_written_as_it_always_was(data_cache: Path) -> None:
    committed = (data_cache / "snapshot" / "manifest.json").read_bytes()
    assert Manifest.from_json(committed, "embedded").to_json().encode() == committed


def test_what_does_not_apply_to_a_table_is_not_written() -> None:
    day, name = dt.date(2025, 1, 17), "0123456789abcdef.parquet"
    entry = TableEntry(file=name, source="SEC", as_of=day, first=day, last=day, rows=1)
    manifest = Manifest(7, {name: FileEntry("shares", "0" * 64, 10, 1)}, tables={"shares": entry})
    assert manifest.to_json().endswith(
        '\n"factors":null,\n'
        f'"shares":{{"file":"{name}","source":"SEC","as_of":"2025-01-17","first":"2025-01-17","last":"2025-01-17",'
        '"rows":1}}\n'
    )


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (
            '{"format":1,"generation":1,"files":{},"series":{},"series":{},"factors":null}',
            "'series' stands in it twice",
        ),
        ('{"format":1,"generation":1,"files":{},"series":{},"factors":null,"more":1}', "unknown member 'more'"),
        ('{"format":2}', "format 2 instead of 1"),
        ("{", "JSONDecodeError"),
    ],
)
def test_text_that_is_no_manifest_is_refused(text: str, why: str) -> None:
    with pytest.raises(ManifestError, match=why):
        Manifest.from_json(text, LAYER)
