"""The engine gives the figures of single companies that statsmodels, R and two R packages gave."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from dashboard.prices import load_factors, load_panel
from dashboard.study.event_study import Estimation, Request, estimate, firms

ROOT = Path(__file__).parents[2]
DATA = Path(__file__).parent / "data"
SNAPSHOT = ROOT / "data_cache"
TOLERANCE = {"rtol": 1e-9, "atol": 1e-11}
SHOCK = date(2025, 1, 27)
OURS = {
    "L": "n_obs",
    "s": "sigma",
    "ar_or_car": "car",
    "b_smb": "beta_smb",
    "b_hml": "beta_hml",
    "b_mom": "beta_mom",
    "b_rmw": "beta_rmw",
    "b_cma": "beta_cma",
}
MODELS = ("mean_adjusted", "market_adjusted", "capm", "ff3", "carhart4", "ff5", "ff5_mom")


def reference(name: str) -> pd.DataFrame:
    rows = pd.read_csv(DATA / name)
    bounds = rows.pop("window").str.strip("[]").str.split(",", expand=True).astype(int)
    return rows.assign(window_start=bounds[0], window_end=bounds[1])


def assert_same_firms(theirs: pd.DataFrame, model: str) -> None:
    panel = load_panel(SNAPSHOT).on_sessions()
    returns = panel.total_returns()
    windows = tuple(theirs[["window_start", "window_end"]].drop_duplicates().itertuples(index=False, name=None))
    estimation = estimate(
        Request(model=model, windows=windows),
        returns[list(theirs["ticker"].unique())],
        panel.position(SHOCK),
        benchmark=returns["^GSPC"],
        factors=load_factors(SNAPSHOT),
    )
    keys = ["ticker", "window_start", "window_end"]
    ours = firms(estimation).set_index(keys)
    expected = theirs.drop(columns=["model", "k"], errors="ignore").set_index(keys)
    assert len(ours) == len(expected)
    for column in expected.columns:
        name = OURS.get(column, column)
        if name in ours.columns:
            found = ours.loc[expected.index, name].astype(float)
            np.testing.assert_allclose(found, expected[column].astype(float), **TOLERANCE, err_msg=column)
        else:
            assert expected[column].isna().all(), column


def test_market_model() -> None:
    theirs = reference("firm_level.csv")
    assert len(theirs) == 108
    assert_same_firms(theirs, "market_model")


@pytest.mark.parametrize("model", MODELS)
def test_other_models(model: str) -> None:
    theirs = reference("firm_level_models.csv")
    assert set(theirs["model"]) == set(MODELS)
    theirs = theirs[theirs["model"] == model]
    assert len(theirs) == 54
    assert_same_firms(theirs, model)


def peer(case: str) -> Path:
    """Return the folder of a case that other packages worked out, or skip."""
    home = Path(os.environ.get("DASHBOARD_REFERENCE", ROOT.parent / "shared" / "reference"))
    folder = home / "peers" / case
    if not folder.is_dir():
        pytest.skip(f"no further reference cases in {home}; DASHBOARD_REFERENCE names their folder")
    return folder


def study(folder: Path, event: str, estimation: tuple[int, int], window: tuple[int, int], min_obs: int) -> Estimation:
    inputs = pd.read_csv(folder / "inputs.csv", index_col="date", parse_dates=True)
    row = inputs.index.get_loc(pd.Timestamp(event))
    request = Request(estimation=estimation, windows=(window,), min_obs=min_obs, benchmark="MKT")
    return estimate(request, inputs.drop(columns="MKT"), row, benchmark=inputs["MKT"])


CASES = {
    "statsmodels_scipy_nse29": ("2011-08-05", (-210, -11), (-1, 1)),
    "statsmodels_scipy_gafam": ("2018-07-26", (-262, -13), (-2, 10)),
    "statsmodels_scipy_covid": ("2020-03-16", (-210, -11), (-1, 1)),
    "sipemu_nse29_w-1_1": ("2011-08-05", (-210, -11), (-1, 1)),
    "sipemu_gafam_w-2_10": ("2018-07-26", (-262, -13), (-2, 10)),
}


@pytest.mark.agreement
@pytest.mark.parametrize("case", [case for case in CASES if case.startswith("statsmodels")])
def test_statsmodels(case: str) -> None:
    folder = peer(case)
    event, estimation_window, window = CASES[case]
    estimation = study(folder, event, estimation_window, window, 120)

    models = pd.read_csv(folder / "expected_models.csv", index_col="firm")
    ours = firms(estimation).set_index("ticker").loc[models.index]
    names = {"alpha": "alpha", "beta": "beta", "sigma": "sigma", "df_resid": "df"}
    names |= {"car": "car", "se_car_full": "sd", "scar": "t"}
    for theirs, name in names.items():
        np.testing.assert_allclose(ours[name], models[theirs], **TOLERANCE, err_msg=theirs)
    order = [estimation.tickers.index(firm) for firm in models.index]
    errors = np.sqrt(np.diagonal(estimation.covariance, axis1=1, axis2=2))[order]
    np.testing.assert_allclose(errors, models[["se_alpha", "se_beta"]], **TOLERANCE)

    days = pd.read_csv(folder / "expected_ar.csv", index_col=["firm", "t"])
    one_day = pd.concat([firms(estimation, [(day, day)]) for day in range(window[0], window[1] + 1)])
    ours = one_day.set_index(["ticker", "window_start"]).loc[days.index]
    for theirs, name in {"ar": "car", "se_obs": "sd", "sar": "t", "p_t": "p"}.items():
        np.testing.assert_allclose(ours[name], days[theirs], **TOLERANCE, err_msg=theirs)


@pytest.mark.agreement
@pytest.mark.parametrize("case", [case for case in CASES if case.startswith("sipemu")])
def test_r_package_event_study(case: str) -> None:
    folder = peer(case)
    event, estimation_window, window = CASES[case]
    estimation = study(folder, event, estimation_window, window, 120)

    models = pd.read_csv(folder / "expected_models.csv", index_col="firm")
    ours = firms(estimation).set_index("ticker").loc[models.index]
    for name in ("alpha", "beta", "sigma", "df"):
        np.testing.assert_allclose(ours[name], models[name], **TOLERANCE, err_msg=name)

    days = pd.read_csv(folder / "expected_ar.csv", index_col=["firm", "relative_index"])
    one_day = pd.concat([firms(estimation, [(day, day)]) for day in range(window[0], window[1] + 1)])
    ours = one_day.set_index(["ticker", "window_start"]).loc[days.index]
    # Its fec_sigma carries the prediction error of the day; its ar_t and SAR leave that out.
    for theirs, name in {"ar": "car", "fec_sigma": "sd", "sigma": "sigma"}.items():
        np.testing.assert_allclose(ours[name], days[theirs], **TOLERANCE, err_msg=theirs)
    np.testing.assert_allclose(ours["car"] / ours["sigma"], days["ar_t"], **TOLERANCE)


@pytest.mark.agreement
def test_r_package_estudy2_with_gaps() -> None:
    folder = peer("estudy2_covid_sim")
    estimation = study(folder, "2020-03-16", (-240, -1), (0, 11), 120)
    models = pd.read_csv(folder / "expected_models.csv", index_col="security")
    ours = firms(estimation).set_index("ticker").loc[models.index]
    for theirs, name in {"estimation_length": "n_obs", "alpha": "alpha", "beta": "beta"}.items():
        np.testing.assert_allclose(ours[name], models[theirs], **TOLERANCE, err_msg=theirs)
    abnormal = pd.read_csv(folder / "expected_abnormal.csv", index_col="date")[list(estimation.tickers)]
    both = np.concatenate([estimation.residuals, estimation.abnormal])
    np.testing.assert_allclose(both, abnormal.to_numpy(), **TOLERANCE)
