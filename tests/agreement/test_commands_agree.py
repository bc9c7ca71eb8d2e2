"""The commands print the figures that other programs computed from the same prices."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from typer.testing import CliRunner

from dashboard.cli import app

DATA = Path(__file__).parent / "data"
TOLERANCE = {"rtol": 1e-9, "atol": 1e-11}
Run = Callable[..., pd.DataFrame]


@pytest.fixture(scope="module")
def run() -> Run:
    """Run a command and read what it prints."""

    def call(*arguments: str) -> pd.DataFrame:
        result = CliRunner().invoke(app, list(arguments), catch_exceptions=False)
        assert result.exit_code == 0, result.output
        return pd.read_csv(io.StringIO(result.stdout), dtype={"ticker": str}).set_index("ticker", drop=False)

    return call


def reference(name: str) -> pd.DataFrame:
    return pd.read_csv(DATA / name, dtype={"ticker": str}).set_index("ticker", drop=False)


def assert_close(ours: pd.Series, theirs: pd.Series) -> None:
    np.testing.assert_allclose(ours.loc[theirs.index].astype(float), theirs.astype(float), **TOLERANCE)


@pytest.mark.parametrize("day", ["2025-01-27", "2025-01-28"])
def test_one_day_returns(run: Run, day: str) -> None:
    theirs = reference("returns.csv")
    # The reference holds total returns; on these two days the two differ only for what went ex-dividend, and the
    # recovery table gives the total return of the first day.
    ours = run("recovery", "--date", day, "--to", day, "--tickers", "all")
    assert_close(ours["total_ret_to"], theirs[f"ret_{day.replace('-', '_')}"])
    price_only = run("sell-off", "--date", day, "--tickers", "all")
    assert_close(price_only["ret"], ours["ret_to"])


@pytest.mark.parametrize("to", ["2025-02-03", "2025-06-24", "2025-12-31"])
def test_cumulative_returns(run: Run, to: str) -> None:
    theirs = reference("returns.csv")
    ours = run("recovery", "--to", to, "--tickers", "all")
    label = to.replace("-", "_")
    assert_close(ours["total_ret_to"], theirs[f"cum_to_{label}"])
    assert_close(ours["ret_to"], theirs[f"price_only_to_{label}"])


def test_drawdowns(run: Run) -> None:
    theirs = reference("drawdowns.csv")
    tickers = ",".join(theirs["ticker"].unique())
    ours = run("drawdowns", "--start", "2024-07-01", "--end", "2025-12-31", "--tickers", tickers)
    assert len(ours) == len(theirs) == 47
    names = {
        "peak_date": "peak_date",
        "start": "start_date",
        "valley_date": "valley_date",
        "recovery_date": "recovery_date",
    }
    for their_name, our_name in names.items():
        assert ours[our_name].fillna("").tolist() == theirs[their_name].fillna("").tolist()
    numbers = {
        "depth": "depth",
        "days_peak_valley": "days_down",
        "sessions_peak_valley": "sessions_down",
        "days_valley_recovery": "days_up",
        "sessions_valley_recovery": "sessions_up",
    }
    for their_name, our_name in numbers.items():
        np.testing.assert_allclose(ours[our_name].astype(float), theirs[their_name].astype(float), **TOLERANCE)


def test_the_way_back_after_the_event(run: Run) -> None:
    theirs = reference("drawdowns_around_event.csv")
    ours = run("recovery", "--tickers", ",".join(theirs["ticker"])).loc[theirs.index]
    assert_close(ours["close_before"], theirs["base_close"])
    assert_close(ours["low_ret"], theirs["depth"])
    assert_close(ours["sessions"], theirs["sessions_to_regain"])
    assert ours["regained_on"].tolist() == theirs["regain_date"].tolist()
    assert ours["low_date"].tolist() == theirs["min_date"].tolist()


def test_market_value(run: Run) -> None:
    theirs = reference("market_cap.csv")
    ours = run("market-value")
    assert set(ours.index[ours["shares"].notna()]) == set(theirs.index)
    numbers = ["shares", "close_before", "close_after", "ret", "cap_before_bn", "cap_after_bn", "loss_bn"]
    for name in [*numbers, "rank_before", "rank_after"]:
        assert_close(ours[name], theirs[name])
    for name in ("segment", "shares_basis", "shares_as_of"):
        assert ours.loc[theirs.index, name].tolist() == theirs[name].tolist()
    assert ours.loc[theirs.index, "shares_filed"].fillna("").tolist() == theirs["shares_filed"].fillna("").tolist()


def test_the_figures_of_the_day(run: Run) -> None:
    ours = run("sell-off", "--tickers", "NVDA,^SOX,^IXIC,^GSPC,RSP")
    nvidia = ours.loc["NVDA"]
    assert (nvidia["close_before"], nvidia["close"]) == (142.62, 118.42)
    assert round(nvidia["loss_bn"], 1) == 592.7
    percent = (100 * ours["ret"]).round(2).to_dict()
    assert percent == {"NVDA": -16.97, "^SOX": -9.15, "^IXIC": -3.07, "^GSPC": -1.46, "RSP": 0.07}
