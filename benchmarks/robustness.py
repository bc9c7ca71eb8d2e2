"""An event study of prices as they are found, and again with many of them taken away: drops, time, warnings."""

from __future__ import annotations

import argparse
import os
import sys
import time
import warnings
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pandas as pd

from dashboard.errors import DashboardError
from dashboard.prices import PricePanel
from dashboard.prices.own_files import read_panel
from dashboard.study.runs import Study
from dashboard.study_choices import run
from dashboard.tables import SHOCK

WINDOWS = ("0:0", "-1:1", "0:5", "-10:10")
MAX_BYTES = 64_000_000
SEED = 20250127
SHARE_REMOVED = 0.1
LATE_LISTINGS = 500
EXEMPT = "Series.values returning an ndarray that drops timezone"
"""Start of the message of a warning that the tests exempt too: exchange_calendars calls what pandas has deprecated."""


@dataclass(frozen=True, eq=False)
class Outcome:
    """What one study of many companies gave.

    Attributes
    ----------
    companies, patterns : int
        Companies given, and patterns of missing days among those that were estimated.
    estimated, tested : float
        Seconds for returns, estimation and the table of companies, and for the table of the group.
    drops : DataFrame
        Companies without a CAR, by reason (rows) and window (columns).
    empty : tuple of str
        Statistics that no window of the group has.
    warned : tuple of str
        Warnings that were raised.
    """

    companies: int
    patterns: int
    estimated: float
    tested: float
    drops: pd.DataFrame
    empty: tuple[str, ...]
    warned: tuple[str, ...]


def main() -> int:
    """Study the file that the command line names, and print what came of it; return 1 if anything warned."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.robustness", description=__doc__)
    parser.add_argument("file", type=Path, help="prices, adjusted for dividends; long or wide, CSV or Parquet")
    parser.add_argument("--event", default=SHOCK, help="a date (default: %(default)s)")
    parser.add_argument("--benchmark", default="SPY", help="the market, a ticker of the file (default: %(default)s)")
    asked = parser.parse_args()
    warned = 0
    try:
        start = time.perf_counter()
        found = read_panel(asked.file, MAX_BYTES, "adjusted")
        took = time.perf_counter() - start
        size = f"{len(found.tickers):,} series, {len(found.close)} days"
        print(f"{asked.file.name}: {size}, read in {took:.1f} s; load {os.getloadavg()[0]:.1f}, {os.cpu_count()} cores")
        words = f"a tenth of the prices and the first days of {LATE_LISTINGS} series removed, seed {SEED}"
        for title, panel in (("as found", found), (words, thinned(found, spared=(asked.benchmark,)))):
            outcome = studied(panel, asked.event, asked.benchmark)
            warned += len(outcome.warned)
            print(f"\n{_report(title, outcome)}")
    except DashboardError as error:
        print(error, file=sys.stderr)
        return 1
    return 1 if warned else 0


def thinned(panel: PricePanel, spared: Sequence[str]) -> PricePanel:
    """Take away a tenth of all closes, and of some series all before a day anywhere in the panel.

    Parameters
    ----------
    panel : PricePanel
    spared : sequence of str
        Series that keep what they have: without the benchmark nobody has an expected return.
    """
    random = np.random.default_rng(SEED)
    close = panel.close
    days, series = close.shape
    gone = random.random((days, series)) < SHARE_REMOVED
    late = random.choice(series, min(LATE_LISTINGS, series), replace=False)
    gone[:, late] |= np.arange(days)[:, None] < random.integers(1, days, len(late))
    gone[:, close.columns.isin(spared)] = False
    return replace(panel, fields={**panel.fields, "close": close.mask(gone)})


def studied(panel: PricePanel, event: str, benchmark: str) -> Outcome:
    """Compute every statistic of companies and their group but the sign flips, noting whatever warns."""
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        warnings.filterwarnings("ignore", message=EXEMPT)
        start = time.perf_counter()
        study: Study = run(panel, event, "all", benchmark=benchmark, windows=WINDOWS, flips=0).study
        firms = study.firms()
        between = time.perf_counter()
        groups = study.groups()
        end = time.perf_counter()
    dropped = firms[firms["status"] == "dropped"].assign(
        window=firms["window_start"].astype(str) + ":" + firms["window_end"].astype(str)
    )
    left_out = ("sign_flip", "exposure")
    empty = groups[~groups["statistic"].isin(left_out)].groupby("statistic", sort=False)["value"].count()
    return Outcome(
        companies=len(study.estimation.tickers),
        patterns=study.estimation.patterns,
        estimated=between - start,
        tested=end - between,
        drops=dropped.pivot_table(index="reason", columns="window", values="ticker", aggfunc="count", fill_value=0),
        empty=tuple(empty.index[empty == 0]),
        warned=tuple(f"{warning.category.__name__}: {warning.message}" for warning in caught),
    )


def _report(title: str, outcome: Outcome) -> str:
    drops = outcome.drops.reindex(columns=list(WINDOWS), fill_value=0)
    lines = [
        title,
        f"  {outcome.companies:,} companies, {outcome.patterns:,} patterns of missing days, {len(WINDOWS)} windows",
        f"  returns, estimation and companies {outcome.estimated:.1f} s; group tests {outcome.tested:.1f} s",
        "  statistics without a value: " + (", ".join(outcome.empty) or "none"),
        "  warnings: " + ("; ".join(outcome.warned) or "none"),
        "  dropped, by event window",
        *("    " + line for line in drops.rename_axis(None).rename_axis(None, axis=1).to_string().splitlines()),
    ]
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
