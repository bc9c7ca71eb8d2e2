"""The group tests agree with what other packages gave for published examples."""

from __future__ import annotations

import os
import re
from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from dashboard.settings import PROJECT_ROOT
from dashboard.study.group_tests import GroupInputs, Outcome, cross_correlations, outcomes
from tests.support.market_model import market_model

REFERENCE = Path(os.environ.get("DASHBOARD_REFERENCE", PROJECT_ROOT.parent / "shared" / "reference")) / "peers"
EVENTS = {
    "statsmodels_scipy_nse29": ("2011-08-05", (-1, 1), (-210, -11)),
    "statsmodels_scipy_covid": ("2020-03-16", (-1, 1), (-210, -11)),
    "statsmodels_scipy_gafam": ("2018-07-26", (-2, 10), (-262, -13)),
    "sipemu_nse29_w-1_1": ("2011-08-05", (-1, 1), (-210, -11)),
    "sipemu_gafam_w-2_10": ("2018-07-26", (-2, 10), (-262, -13)),
    "estudy2_covid_sim": ("2020-03-16", (0, 4), (-240, -1)),
}
ESTUDY2 = "estudy2_covid_sim"
SCIPY = [name for name in EVENTS if name.startswith("statsmodels")]
SIPEMU = [name for name in EVENTS if name.startswith("sipemu")]

pytestmark = [
    pytest.mark.agreement,
    pytest.mark.skipif(
        not REFERENCE.is_dir(),
        reason=f"no cases of other packages in {REFERENCE}; name a folder in DASHBOARD_REFERENCE",
    ),
]


@cache
def computed(case: str, window: tuple[int, int]) -> tuple[GroupInputs, float, dict[str, Outcome]]:
    """Fit a case and test one window: its inputs, rbar and every statistic."""
    event, _, estimation = EVENTS[case]
    returns = pd.read_csv(REFERENCE / case / "inputs.csv", index_col="date")
    row = int(returns.index.get_loc(event))
    market = returns.pop("MKT").to_numpy()
    inputs, ahead = market_model(returns.to_numpy(), market, row, window, estimation)
    (together,) = cross_correlations(inputs, [ahead])
    return inputs, together.rbar, outcomes(inputs, ahead, together=together, flips=0)


@pytest.mark.parametrize("case", SCIPY)
def test_scipy_on_figures_of_statsmodels(case: str) -> None:
    whole = EVENTS[case][1]
    names = {"ttest_1samp AR": "cross_sectional", "ttest_1samp SAR": "bmp", "binomtest": "sign", "wilcoxon": "wilcoxon"}
    names |= {"ttest_1samp CAR": "cross_sectional", "ttest_1samp SCAR": "bmp", "eventstudystatistics": "bmp"}
    for row in pd.read_csv(REFERENCE / case / "expected.csv").itertuples():
        day = re.search(r"t=(-?\d+)$", row.test)
        window = (int(day[1]), int(day[1])) if day else whole
        inputs, rbar, found = computed(case, window)
        if row.test.startswith("rbar"):
            assert rbar == pytest.approx(row.statistic, rel=1e-9)
            continue
        ours = found[next(name for start, name in names.items() if row.test.startswith(start))]
        number = inputs.companies
        # scipy gives the smaller of the two sums of ranks.
        rank_sum = "wilcoxon" in row.test
        value = min(ours.value, number * (number + 1) / 2 - ours.value) if rank_sum else ours.value
        np.testing.assert_allclose(value, row.statistic, rtol=1e-9, atol=1e-11, err_msg=row.test)
        # We take exact ranks where we can; eventstudystatistics takes p from the normal distribution.
        if "approx" not in row.test and "eventstudystatistics" not in row.test:
            np.testing.assert_allclose(ours.p, row.pvalue, rtol=1e-9, err_msg=row.test)


@pytest.mark.parametrize(("theirs", "ours"), [("t_test", "cross_sectional"), ("wilcoxon_test", "wilcoxon")])
def test_tests_of_estudy2_that_have_our_definition(theirs: str, ours: str) -> None:
    expected = pd.read_csv(REFERENCE / ESTUDY2 / "expected.csv")
    rows = expected[expected["test"] == theirs]
    dates = pd.read_csv(REFERENCE / ESTUDY2 / "inputs.csv")["date"].tolist()
    assert len(rows) == 6
    for row in rows.itertuples():
        day = dates.index(row.date) - dates.index(EVENTS[ESTUDY2][0])
        _, _, found = computed(ESTUDY2, (day, day))
        np.testing.assert_allclose(found[ours].value, row.statistic, rtol=1e-9, atol=1e-11, err_msg=row.date)


@pytest.mark.parametrize("case", SIPEMU)
def test_bmp_and_kolari_pynnonen_of_sipemu(case: str) -> None:
    first = EVENTS[case][1][0]
    expected = pd.read_csv(REFERENCE / case / "expected_group.csv")
    rows = expected[expected["stat"].isin(["bmp_t", "kp_t"])]
    assert len(rows) == 2 * (EVENTS[case][1][1] - first + 1)
    for row in rows.itertuples():
        _, _, found = computed(case, (row.relative_index, row.relative_index))
        np.testing.assert_allclose(found[row.test.lower()].value, row.value, rtol=1e-9, atol=1e-11)


@pytest.mark.parametrize("case", SIPEMU)
def test_the_running_windows_of_sipemu(case: str) -> None:
    first = EVENTS[case][1][0]
    expected = pd.read_csv(REFERENCE / case / "expected_group.csv")
    for row in expected[expected["stat"].isin(["cbmp_t", "ckp_t"])].itertuples():
        _, _, found = computed(case, (first, row.relative_index))
        # Its standard deviation of a window is the same multiple of s for all companies, which cancels out.
        np.testing.assert_allclose(found[row.test.lower()].value, row.value, rtol=1e-9, atol=1e-11)
