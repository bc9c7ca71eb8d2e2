"""Drawdown episodes of published examples, as ffn and PerformanceAnalytics found them in the same prices."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from dashboard.study import drawdowns, underwater

pytestmark = pytest.mark.agreement

ROOT = Path(__file__).parents[2]
CASES = (
    "ffn_AAPL",
    "ffn_MSFT",
    "plateau_equal_peak",
    "pyfolio_px_list_1",
    "pyfolio_px_list_2_ends_in_drawdown",
    "pyfolio_test_begins_first_day",
    "pyfolio_test_relative",
    "quantstats_docstring",
    "quantstats_issue233",
    "ties_two_equal_valleys",
)
# There it compounds returns instead of comparing prices, and a rounding error hides that the peak was regained.
WRONG_IN_PERFORMANCE_ANALYTICS = {"plateau_equal_peak"}
# Its table rounds to 12 digits.
PERFORMANCE_ANALYTICS_ROUNDS_TO = 1e-12


@pytest.fixture(scope="module")
def folder() -> Path:
    named = os.environ.get("DASHBOARD_REFERENCE")
    folder = (Path(named) if named else ROOT.parent / "shared" / "reference") / "peers" / "drawdowns"
    if not folder.is_dir():
        pytest.skip("no folder of published cases; name one in the environment variable DASHBOARD_REFERENCE")
    return folder


def prices(folder: Path, case: str) -> pd.DataFrame:
    frame = pd.read_csv(folder / case / "inputs.csv", parse_dates=["date"], index_col="date")
    return frame.rename(columns={"price": "X"})


def days(column: pd.Series) -> list[str]:
    return pd.to_datetime(column).dt.strftime("%Y-%m-%d").fillna("").tolist()


@pytest.mark.parametrize("case", CASES)
def test_ffn_finds_the_same_episodes(folder: Path, case: str) -> None:
    theirs = pd.read_csv(folder / case / "expected_table_ffn.csv")
    close = prices(folder, case)
    ours = drawdowns(close, None).sort_values("start_date", ignore_index=True)
    assert days(ours["start_date"]) == days(theirs["Start"])
    # Theirs ends an open episode at the last price.
    assert days(ours["recovery_date"].fillna(close.index[-1])) == days(theirs["End"])
    np.testing.assert_allclose(ours["depth"], theirs["drawdown"], rtol=1e-9)


@pytest.mark.parametrize("case", CASES)
def test_ffn_lies_as_far_below_its_running_high(folder: Path, case: str) -> None:
    theirs = pd.read_csv(folder / case / "expected_series_ffn.csv")
    ours = underwater(prices(folder, case))
    assert days(ours.index.to_series()) == days(theirs["date"])
    np.testing.assert_allclose(ours["X"], theirs["drawdown"], rtol=1e-9, atol=1e-11)


@pytest.mark.parametrize("case", [case for case in CASES if case not in WRONG_IN_PERFORMANCE_ANALYTICS])
def test_performance_analytics_finds_the_same_episodes(folder: Path, case: str) -> None:
    theirs = pd.read_csv(folder / case / "expected_table_PerformanceAnalytics.csv")
    theirs = theirs.sort_values("From", ignore_index=True)
    ours = drawdowns(prices(folder, case), None).sort_values("start_date", ignore_index=True)
    assert days(ours["start_date"]) == days(theirs["From"])
    assert days(ours["valley_date"]) == days(theirs["Trough"])
    assert days(ours["recovery_date"]) == days(theirs["To"])
    # It counts from the first row below the peak, that row included, as we count from the peak.
    assert ours["sessions_down"].tolist() == theirs["To Trough"].tolist()
    assert ours["sessions_up"].astype(float).fillna(-1).tolist() == theirs["Recovery"].fillna(-1).tolist()
    np.testing.assert_allclose(ours["depth"], theirs["Depth"], rtol=0, atol=PERFORMANCE_ANALYTICS_ROUNDS_TO)


def test_empyrical_finds_the_same_deepest_fall(folder: Path) -> None:
    returns = pd.read_csv(folder / "empyrical_test_fixtures" / "inputs.csv")
    theirs = pd.read_csv(folder / "empyrical_test_fixtures" / "expected.csv").set_index("case")["max_drawdown"]
    for case, given in returns.groupby("case")["return"]:
        # What is invested at first counts as a high too.
        path = np.concatenate([[1.0], (1 + given.fillna(0.0)).cumprod()])
        close = pd.DataFrame({case: path}, index=pd.date_range("2000-01-03", periods=len(path)))
        deepest = underwater(close)[case].min()
        assert deepest == pytest.approx(theirs[case], rel=1e-8, abs=1e-11), case
