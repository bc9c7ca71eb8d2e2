"""A flipped bit in every stored file in turn: what is read then, what is said of it, and how it heals."""

from __future__ import annotations

import datetime as dt
import random
import shutil
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa

from dashboard.errors import StoreError
from dashboard.prices import load_factors, load_panel, load_shares, verify_stores
from dashboard.prices.fetching import PRIVATE
from dashboard.prices.generations import FOLDER as COPIES
from dashboard.prices.generations import MANIFEST
from dashboard.prices.load import REFRESHED, SNAPSHOT
from dashboard.prices.refresh import refreshed_store
from dashboard.prices.reports import FOLDER as REPORTS
from dashboard.prices.reports import last_reports
from dashboard.prices.store import encode_table
from dashboard.settings import PROJECT_ROOT
from scripts.torture.command import run
from scripts.torture.served import Served, refresh_here, snapshot_in
from scripts.torture.tally import Tally
from tests.support.fake_yahoo import FakeYahoo

GENERATIONS = 5
FEWEST_GENERATIONS = 2
"""Kept where a store is to heal, so that what is damaged goes soon."""

REFRESHES = 6
"""Of the store whose bits are flipped: more than are kept."""

TABLES_AFTER = 3
"""So many refreshes are followed by the tables of facts."""

FACTOR = 1.5
"""By which refreshed factors are told from the embedded ones."""

READING, TELLING = "flipped bit: figures read", "flipped bit: status --verify"
RESTORING, REFRESHING = "flipped bit: healed by restoring", "flipped bit: healed by refreshing"


@dataclass(frozen=True)
class Flip:
    """One bit of one file, by its path within the data cache."""

    path: Path
    bit: int

    def __str__(self) -> str:
        return f"bit {self.bit} of {self.path}"

    @property
    def is_embedded(self) -> bool:
        """Whether it belongs to the snapshot."""
        return self.path.parts[0] == SNAPSHOT

    @property
    def is_report(self) -> bool:
        """Whether it is of the report of a refresh, which holds no figures."""
        return self.path.parent.name == REPORTS


def built(cache: Path, fake: FakeYahoo, served: Served) -> Path:
    """Make a data cache with as many generations as are kept, and with tables of facts among them."""
    snapshot_in(cache)
    embedded = load_factors(cache)
    for number in range(1, REFRESHES + 1):
        fake.series.update(served.version(number))
        refresh_here(cache)
        if number == TABLES_AFTER:
            day = dt.date(2026, 1, 2)
            columns = {name: embedded[name].to_numpy() * 100 * FACTOR for name in embedded}
            days = pa.array(embedded.index.to_numpy().astype("datetime64[D]"))
            factors = encode_table(pa.table({"date": days, **columns}), "factors", source="made up", as_of=day)
            counts = pa.table({
                "ticker": ["NVDA"], "shares": pa.array([24_490_000_000], pa.int64()),
                "as_of": [dt.date(2024, 11, 15)], "filed": [dt.date(2024, 11, 20)], "form": ["10-Q"],
            })  # fmt: skip
            shares = encode_table(counts, "shares", source="made up", as_of=day)
            refreshed_store(cache, GENERATIONS).write(tables={"factors": factors, "shares": shares})
    return cache


def flips(folder: Path, cache: Path, seed: int, bits: int, fake: FakeYahoo, served: Served) -> list[Tally]:
    """Flip so many bits of every file in turn, each in a copy of a data cache.

    Parameters
    ----------
    folder : Path
        For the copies.
    cache : Path
        From `built`.
    seed, bits : int
    fake : FakeYahoo
    served : Served
    """
    chance = random.Random(seed)
    trials = [
        Flip(path.relative_to(cache), chance.randrange(8 * path.stat().st_size))
        for path in _stored_files(cache) for _ in range(bits)
    ]  # fmt: skip
    tallies = {what: Tally(what) for what in (READING, TELLING, RESTORING, REFRESHING)}
    with ThreadPoolExecutor(2) as pool:
        for told in pool.map(lambda trial: _tried(folder, cache, trial, served), trials):
            for (what, problems), trial in told:
                tallies[what].note(problems, str(trial))
    for trial in trials[::bits]:
        if not trial.is_embedded:
            tallies[REFRESHING].note(_refreshed(folder, cache, trial, fake, served), str(trial))
    return list(tallies.values())


def _stored_files(cache: Path) -> list[Path]:
    paths = [path for path in sorted(cache.rglob("*")) if path.is_file() and path.name != ".lock"]
    return [path for path in paths if PRIVATE not in path.parts[len(cache.parts) :]]


Told = tuple[tuple[str, list[str]], Flip]


def _tried(folder: Path, cache: Path, flip: Flip, served: Served) -> list[Told]:
    """Flip a bit, read, verify, and put the file back."""
    with _flipped(folder, cache, flip) as copy:
        reading = _reading(copy, flip, served)
        telling = _telling(copy, flip)
        shutil.copy2(cache / flip.path, copy / flip.path)
        restored = served.problems_of(copy, REFRESHES) + _facts(copy)[0]
    return [((READING, reading), flip), ((TELLING, telling), flip), ((RESTORING, restored), flip)]


def _reading(cache: Path, flip: Flip, served: Served) -> list[str]:
    """Say what is wrong with the figures: they must be the same, or older ones with a notice, or be refused by name."""
    try:
        panel = load_panel(cache)
        wrong_facts, older_facts, notices = _facts(cache)
    except StoreError as error:
        return [] if flip.is_embedded and str(cache / flip.path) in str(error) else [f"nothing can be read: {error}"]
    last_reports(cache / REFRESHED)
    problems = served.problems(panel, range(REFRESHES + 1)) + wrong_facts
    older = served.version_of(panel, "NVDA") != REFRESHES or older_facts
    if older and not (panel.notices or notices):
        problems.append("older figures are shown without a notice")
    return problems


def _facts(cache: Path) -> tuple[list[str], bool, tuple[str, ...]]:
    """Read the tables: say what is wrong with them, whether they are those of a lower layer, and what is told."""
    factors, shares = load_factors(cache), load_shares(cache)
    embedded = load_factors(PROJECT_ROOT / "data_cache")
    refreshed = _same(factors, embedded * FACTOR)
    problems = [] if refreshed or _same(factors, embedded) else ["the factors are none that were stored"]
    if shares["shares"].tolist() not in ([24_490_000_000], []):
        problems.append("the share counts are none that were stored")
    return problems, not refreshed or shares.empty, (*factors.attrs["notices"], *shares.attrs["notices"])


def _same(one: pd.DataFrame, other: pd.DataFrame) -> bool:
    return one.shape == other.shape and bool(np.allclose(one, other, rtol=1e-12, atol=0, equal_nan=True))


def _telling(cache: Path, flip: Flip) -> list[str]:
    """Say what is wrong with ``status --verify``: it must end with 1 and name the file."""
    status, lines = run(cache, "status", "--verify")
    text = "\n".join(lines)
    if "Traceback" in text:
        return [f"it ended in a traceback: {lines[-1]}"]
    if flip.is_report:
        return [] if status == 0 else [f"it ended with status {status}: {text}"]
    if flip.path == Path(SNAPSHOT, MANIFEST) and status == 0:
        # The snapshot keeps no copy of its manifest: what is not figures there is held by the repository alone.
        return []
    names = [str(cache / flip.path)]
    if flip.path.name == MANIFEST:
        # One whose generation says another number is told of as lacking the copy of that number.
        names.append(str(cache / flip.path.parent / COPIES))
    # What is embedded has nothing to stand in for it, so that the table cannot be printed, which is status 2.
    wanted = (1, 2) if flip.is_embedded else (1,)
    return (
        [] if status in wanted and any(name in text for name in names) else [f"it ended with status {status}: {text}"]
    )


def _refreshed(folder: Path, cache: Path, flip: Flip, fake: FakeYahoo, served: Served) -> list[str]:
    """Flip a bit and refresh: the figures are right at once, and all is sound once older generations have gone."""
    with _flipped(folder, cache, flip) as copy:
        for version in range(REFRESHES + 1, REFRESHES + FEWEST_GENERATIONS + 1):
            fake.series.update(served.version(version))
            refused = refresh_here(copy, generations=FEWEST_GENERATIONS)
            panel = load_panel(copy)
            wrong = [*refused, *panel.notices, *served.problems(panel, (version,))]
            if wrong:
                return wrong
            if not verify_stores(copy):
                return []
        return list(verify_stores(copy))


@contextmanager
def _flipped(folder: Path, cache: Path, flip: Flip) -> Iterator[Path]:
    """Give a copy of a data cache in which one bit is another, until the block ends."""
    copy = folder / f"{flip.path.name}-{flip.bit}"
    shutil.copytree(cache, copy)
    path = copy / flip.path
    content = bytearray(path.read_bytes())
    content[flip.bit // 8] ^= 1 << flip.bit % 8
    path.write_bytes(content)
    try:
        yield copy
    finally:
        shutil.rmtree(copy)
