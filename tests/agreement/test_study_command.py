"""The command `study` prints the figures that statsmodels, scipy and base R gave for the day of the shock."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from typer.testing import CliRunner

from dashboard.cli import app

DATA = Path(__file__).parent / "data"
TOLERANCE = {"rtol": 1e-9, "atol": 1e-11}
# fmt: off
GROUPS = {
    "A": [
        "NVDA", "AVGO", "MU", "ARM", "AMD", "MRVL", "TSM", "ASML", "AMAT",
        "LRCX", "KLAC", "SMCI", "DELL", "ANET", "ORCL", "CEG", "VST", "GEV",
    ],
    "B": ["MSFT", "GOOGL", "AMZN", "META", "AAPL"],
}
# fmt: on
WINDOW = ["group", "window_start", "window_end"]


def run(*arguments: str) -> pd.DataFrame:
    result = CliRunner().invoke(app, ["study", *arguments], catch_exceptions=False)
    assert result.exit_code == 0, result.output
    assert result.stderr == ""
    return pd.read_csv(io.StringIO(result.stdout), dtype={"ticker": str})


def reference(name: str) -> pd.DataFrame:
    rows = pd.read_csv(DATA / name)
    bounds = rows.pop("window").str.strip("[]").str.split(",", expand=True).astype(int)
    return rows.assign(window_start=bounds[0], window_end=bounds[1])


def windows_of(rows: pd.DataFrame) -> list[str]:
    pairs = rows[["window_start", "window_end"]].drop_duplicates().itertuples(index=False, name=None)
    return [f"--window={first}:{last}" for first, last in pairs]


@pytest.mark.parametrize("name", ["firm_level.csv", "firm_level_models.csv"])
def test_firms(name: str) -> None:
    theirs = reference(name)
    names = {"L": "n_obs", "s": "sigma", "ar_or_car": "car"}
    names |= {f"b_{factor}": f"beta_{factor}" for factor in ("smb", "hml", "mom", "rmw", "cma")}
    keys = ["ticker", "window_start", "window_end"]
    theirs = theirs.rename(columns=names).drop(columns="k", errors="ignore").set_index(keys)
    by_model = theirs.groupby("model") if "model" in theirs.columns else [("market_model", theirs)]
    for model, expected in by_model:
        tickers = ",".join(expected.index.get_level_values("ticker").unique())
        ours = run("--model", model, "--tickers", tickers, *windows_of(expected.reset_index())).set_index(keys)
        assert len(ours) == len(expected)
        for column in expected.columns.intersection(ours.columns):
            np.testing.assert_allclose(
                ours.loc[expected.index, column].astype(float), expected[column].astype(float), **TOLERANCE
            )


def test_groups() -> None:
    theirs = reference("group_level.csv").query("kind == 'definition'")
    groups = [f"--group={name}={','.join(tickers)}" for name, tickers in GROUPS.items()]
    ours = run("--table", "groups", *groups, *windows_of(theirs)).set_index([*WINDOW, "statistic"])
    compared, elsewhere = 0, set()
    for row in theirs.itertuples():
        place = (row.group, row.window_start, row.window_end)
        beside = {"N": "n", "mean_car": "mean_car", "rbar": "rbar"}
        if row.stat in beside:
            found = ours.loc[(*place, "kp"), beside[row.stat]]
            np.testing.assert_allclose(found, row.value, **TOLERANCE)
        elif (*place, row.stat) in ours.index:
            np.testing.assert_allclose(
                ours.loc[(*place, row.stat), ["value", "df", "p"]].astype(float),
                [row.value, row.df, row.p],
                err_msg=str((place, row.stat)),
                **TOLERANCE,
            )
        else:
            elsewhere.add(row.stat)
            continue
        compared += 1
    assert compared == 104
    # These stand in no table; test_group_level.py compares them.
    assert elsewhere == {"portfolio_car", "portfolio_sd", "cowan_p_hat", "skewness_G1", "jackknife_mean", "n_positive"}


def test_two_groups_in_one_call_are_the_groups_by_themselves() -> None:
    both = run("--table", "groups", *[f"--group={name}={','.join(tickers)}" for name, tickers in GROUPS.items()])
    alone = run("--table", "groups", f"--group=B={','.join(GROUPS['B'])}")
    pd.testing.assert_frame_equal(both[both["group"] == "B"].reset_index(drop=True), alone, rtol=1e-9)
