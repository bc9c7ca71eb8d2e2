"""Event studies: every statistic of 500 companies, against one lstsq and another package's one t-test; and growth."""

from __future__ import annotations

import argparse
import importlib
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path
from types import ModuleType

import numpy as np
import pandas as pd

from benchmarks import profiling
from benchmarks.timing import Row, UnavailableError, alternate, compare, milliseconds
from dashboard.study.event_study import Request
from dashboard.study.runs import Market, Study, run_study

COMPANIES = 500
SESSIONS = 400
EVENT_ROW = 300
WINDOWS = ((0, 0), (-1, 1), (0, 5), (-10, 10))
SIZES = (100, 1_000, 8_000)
FLIPS = 9_999
SPREAD, MARKET_SPREAD = 0.02, 0.01
BENCHMARK = "^BENCHMARK"

SECONDS_AIM = 2.0
"""For the largest of `SIZES`."""
MEMORY_AIM_MB = 1000.0

OTHER = "eventstudy"
"""A package that is not pinned: installed, it is compared with; else its line is left out."""

STATUS = Path("/proc/self/status")


@dataclass(frozen=True, eq=False)
class Sample:
    """Random returns of companies and their benchmark, one shared event, and a figure for each company.

    Attributes
    ----------
    request : Request
    returns : DataFrame, shape (400, N)
    benchmark : Series, shape (400,)
    exposure : ndarray, shape (N,)
    """

    request: Request
    returns: pd.DataFrame
    benchmark: pd.Series
    exposure: np.ndarray[tuple[int], np.dtype[np.float64]]


def measure(rounds: int) -> list[Row]:
    """Time all statistics against both baselines, in turn; the sign flips apart; then the growth with companies."""
    sample = random_sample(COMPANIES)
    name = f"event study of {COMPANIES} x {SESSIONS}, {len(WINDOWS)} windows"

    def all_statistics() -> object:
        return statistics_of(sample, 0)

    def with_flips() -> object:
        return statistics_of(sample, FLIPS)

    def one_lstsq() -> object:
        return _lstsq(sample)

    rows = []
    all_statistics()
    one_lstsq()
    ours, bare = alternate(milliseconds(all_statistics), milliseconds(one_lstsq), rounds)
    rows.append(compare(f"{name}: all statistics, one lstsq of the panel", ours, bare, "ms"))
    with tempfile.TemporaryDirectory() as folder:
        try:
            other = _Other(sample, Path(folder))
        except UnavailableError as error:
            print(error, file=sys.stderr)
        else:
            other.check(sample)
            ours, theirs = alternate(milliseconds(all_statistics), milliseconds(other.one_test), rounds)
            rows.append(compare(f"{name}: all statistics, {OTHER} its one t-test", ours, theirs, "ms", 1.0))
    with_them, without = alternate(milliseconds(with_flips), milliseconds(all_statistics), rounds)
    rows.append(compare(f"{name}: with {FLIPS:,} sign flips, without", with_them, without, "ms"))
    return rows + growth(rounds)


def growth(rounds: int) -> list[Row]:
    """Time all statistics of more and more companies, and hold the largest against its aims."""
    samples = {size: random_sample(size) for size in SIZES}
    most = SIZES[-1]
    rows = []

    def timed(size: int) -> Callable[[], float]:
        return milliseconds(lambda: statistics_of(samples[size], 0))

    timed(SIZES[0])()
    ours: list[float] = []
    for fewer, size in pairwise(SIZES):
        times = size // fewer
        ours, base = alternate(timed(size), timed(fewer), rounds)
        words = f"event study of {size:,} x {SESSIONS}, {times} times that of {fewer:,}"
        rows.append(compare(words, ours, [times * one for one in base], "ms", 1))
    seconds = [one / 1000 for one in ours]
    rows.append(compare(f"event study of {most:,} x {SESSIONS}, {SECONDS_AIM:g} s", seconds, [SECONDS_AIM], "s", 1))
    try:
        peak = peak_mb(most)
    except UnavailableError as error:
        print(error, file=sys.stderr)
    else:
        words = f"memory at its most, event study of {most:,} x {SESSIONS}, 1 GB"
        rows.append(compare(words, [peak], [MEMORY_AIM_MB], "MB", 1))
    return rows


def profile() -> str:
    """Say what all statistics of 500 companies spend their time on."""
    sample = random_sample(COMPANIES)
    statistics_of(sample, 0)
    return profiling.of_calls("one event study", lambda: statistics_of(sample, 0), 10)


def random_sample(companies: int) -> Sample:
    """Return a market model's returns with betas about 1, laid out in memory as prices are."""
    random = np.random.default_rng(20250127)
    dates = pd.bdate_range("2023-11-01", periods=SESSIONS, name="date").as_unit("us")
    market = random.normal(0, MARKET_SPREAD, SESSIONS)
    betas = random.normal(1, 0.3, companies)
    noise = random.normal(0, SPREAD, (companies, SESSIONS))
    values = (betas[:, None] * market + noise).T
    names = pd.Index([f"C{number:04}" for number in range(companies)], name="ticker")
    return Sample(
        Request(windows=WINDOWS, benchmark=BENCHMARK),
        pd.DataFrame(values, dates, names),
        pd.Series(market, dates),
        random.normal(size=companies),
    )


def statistics_of(sample: Sample, flips: int) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the table of companies and that of their group, every statistic in every window."""
    companies = sample.returns.shape[1]
    study: Study = run_study(
        sample.request,
        sample.returns,
        np.full(companies, EVENT_ROW),
        Market(benchmark=sample.benchmark),
        {"all": np.arange(companies)},
        characteristics={"exposure": sample.exposure},
        flips=flips,
    )
    return study.firms(), study.groups()


def peak_mb(companies: int) -> float:
    """Return the most memory that a fresh process held while it computed all statistics once, in MB of 10^6 bytes.

    Raises
    ------
    UnavailableError
        The system has no /proc.
    """
    _peak_of_this_process()
    command = [sys.executable, "-m", "benchmarks.event_study", "--peak", str(companies)]
    return float(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def main() -> int:
    """Compute the statistics of so many companies once and print the most memory that this took."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.event_study", description=main.__doc__)
    parser.add_argument("--peak", type=int, required=True, metavar="COMPANIES")
    statistics_of(random_sample(parser.parse_args().peak), 0)
    print(_peak_of_this_process())
    return 0


def _peak_of_this_process() -> float:
    # Not getrusage: a child inherits there what its parent held at the most.
    if not STATUS.exists():
        raise UnavailableError("Memory is read from /proc, which this system has not; run the measure on Linux.")
    fields = dict(line.split(":", 1) for line in STATUS.read_text().splitlines() if ":" in line)
    return int(fields["VmHWM"].split()[0]) * 1024 / 1e6


def _lstsq(sample: Sample) -> object:
    first, last = sample.request.estimation
    rows = slice(EVENT_ROW + first, EVENT_ROW + last + 1)
    design = np.column_stack([np.ones(last - first + 1), sample.benchmark.to_numpy()[rows]])
    return np.linalg.lstsq(design, sample.returns.to_numpy()[rows])


class _Other:
    """The other package, given the same returns: the market model of each company, and one t-test of their mean."""

    def __init__(self, sample: Sample, folder: Path) -> None:
        if find_spec(OTHER) is None:
            raise UnavailableError(f"{OTHER} is not installed, so nothing is compared with it; pip install {OTHER}.")
        self._package: ModuleType = importlib.import_module(OTHER)
        path = folder / "returns.csv"
        sample.returns.assign(**{BENCHMARK: sample.benchmark}).to_csv(path)
        self._package.Single.import_returns(str(path))
        self._date = sample.returns.index[EVENT_ROW].to_numpy().astype("datetime64[D]")
        self._tickers = list(sample.returns.columns)
        first, last = sample.request.estimation
        self._windows = {"event_window": (0, 0), "estimation_size": last - first + 1, "buffer_size": -last - 1}

    def one_test(self) -> object:
        """Estimate every company and test their mean abnormal return on the event session."""
        model = self._package.Single.market_model
        return self._package.Multiple([model(name, BENCHMARK, self._date, **self._windows) for name in self._tickers])

    def check(self, sample: Sample) -> None:
        """Refuse to compare times of different work: the abnormal returns must be the same."""
        firms, _ = statistics_of(sample, 0)
        ours = firms.loc[(firms["window_start"] == 0) & (firms["window_end"] == 0), "car"].to_numpy()
        theirs = np.array([event.AR[0] for event in self.one_test().sample])  # type: ignore[attr-defined]
        np.testing.assert_allclose(ours, theirs, rtol=1e-9, atol=1e-11)


if __name__ == "__main__":
    sys.exit(main())
