"""Where other programs differ from ours on 27 January 2025, by the factor that docs/methods.md says.

Each of their formulas is worked out in `tests/support/other_programs.py` from our own returns; a study that took one of
them over would fail here. `test_where_published_cases_differ.py` holds the same formulas against their printed figures.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from itertools import pairwise
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from dashboard import event_study, load_prices
from dashboard.prices import PricePanel
from dashboard.settings import PROJECT_ROOT
from dashboard.study import drawdowns
from tests.support import other_programs as others

DATA = Path(__file__).parent / "data"
EVENT = pd.Timestamp("2025-01-27")
ESTIMATION = (-270, -21)
WHOLE = "A without GEV"
# fmt: off
A = [
    "NVDA",
    "AVGO",
    "MU",
    "ARM",
    "AMD",
    "MRVL",
    "TSM",
    "ASML",
    "AMAT",
    "LRCX",
    "KLAC",
    "SMCI",
    "DELL",
    "ANET",
    "ORCL",
    "CEG",
    "VST",
    "GEV",
]
# fmt: on
GROUPS = {WHOLE: A[:-1], "A": A, "B": ["MSFT", "GOOGL", "AMZN", "META", "AAPL"]}
"""GEV is the only company with a short history: 187 of 250 sessions."""

BALANCED = [WHOLE, "B"]
WINDOWS = {"0:0": (0, 0), "-1:1": (-1, 1), "-5:5": (-5, 5)}
DAYS = {"-1:-1": (-1, -1), "0:0": (0, 0), "1:1": (1, 1)}
EXACT = {"rel": 1e-9, "abs": 1e-11}


@cache
def prices() -> PricePanel:
    return load_prices()


@cache
def _groups() -> pd.DataFrame:
    windows = list(dict.fromkeys([*WINDOWS, *DAYS]))
    table = event_study(prices(), EVENT.date(), table="groups", groups=GROUPS, windows=windows)
    return table.set_index(["group", "window_start", "window_end", "statistic"])["value"]


def ours(group: str, window: str, statistic: str) -> float:
    """Return a statistic of the group as the commands and pages give it."""
    first, last = map(int, window.split(":"))
    return float(_groups().loc[group, first, last, statistic])


@cache
def firms() -> pd.DataFrame:
    table = event_study(prices(), EVENT.date(), [*A, *GROUPS["B"]], windows=list(WINDOWS))
    return table.set_index(["window_start", "window_end", "ticker"])


def leverage(ticker: str) -> float:
    """Return h of the event session, as our standard deviation of its abnormal return has it."""
    figures = firms().loc[(0, 0, ticker)]
    return float((figures["sd"] / figures["sigma"]) ** 2 - 1)


@cache
def model(group: str, window: str) -> others.Fitted:
    returns = prices().on_sessions().total_returns()
    event = int(returns.index.get_loc(EVENT))
    market = returns["^GSPC"].to_numpy()
    first, last = map(int, window.split(":"))
    return others.fitted(returns[GROUPS[group]].to_numpy(), market, event, (first, last), ESTIMATION)


@pytest.mark.parametrize("group", BALANCED)
def test_patell_of_estudy2_divides_the_residuals_by_too_many(group: str) -> None:
    theirs = others.patell_of_estudy2(model(group, "0:0"))[0]
    assert ours(group, "0:0", "patell") / theirs == pytest.approx(np.sqrt(248 / 249), **EXACT)
    # The factor is the same for all companies, so it cancels out of BMP.
    z = others.standardised_of_estudy2(model(group, "0:0"))[0]
    assert z.mean() / z.std(ddof=1) * np.sqrt(len(z)) == pytest.approx(ours(group, "0:0", "bmp"), **EXACT)


def test_the_leverage_of_estudy2_takes_days_on_which_the_company_did_not_trade() -> None:
    fit = model("A", "0:0")
    theirs = dict(zip(A, others.leverage_of_estudy2(fit)[0], strict=True))
    own = fit.past[np.isfinite(fit.residuals[:, A.index("GEV")])]
    by_hand = 1 / 187 + (fit.days[0] - own.mean()) ** 2 / ((own - own.mean()) ** 2).sum()
    assert leverage("GEV") == pytest.approx(by_hand, **EXACT)
    assert theirs["NVDA"] == pytest.approx(leverage("NVDA"), **EXACT)
    assert abs(theirs["GEV"] / by_hand - 1) > 0.01


def test_the_signs_of_estudy2_are_pooled() -> None:
    for group in BALANCED:
        assert others.sign_of_estudy2(model(group, "0:0"))[0] == pytest.approx(ours(group, "0:0", "cowan"), **EXACT)
    positive = model("A", "0:0").residuals > 0
    shares = positive.sum(axis=0) / model("A", "0:0").n_obs
    none_rose = -np.sqrt(18 * shares.mean() / (1 - shares.mean()))
    assert ours("A", "0:0", "cowan") == pytest.approx(none_rose, **EXACT)
    assert abs(others.sign_of_estudy2(model("A", "0:0"))[0] / none_rose - 1) > 1e-4


def test_the_rank_test_of_estudy2_inflates_days_with_gaps() -> None:
    for group in BALANCED:
        assert others.rank_of_estudy2(model(group, "0:0"))[0] == pytest.approx(ours(group, "0:0", "rank"), **EXACT)
    fit = model("A", "0:0")
    ranks = pd.DataFrame(np.vstack([fit.residuals, fit.abnormal])).rank()
    centred = ranks / (1 + ranks.count()) - 0.5
    daily = centred.sum(axis=1) / np.sqrt(centred.count(axis=1))
    by_hand = daily.iloc[-1] / np.sqrt((daily**2).mean())
    assert ours("A", "0:0", "rank") == pytest.approx(by_hand, **EXACT)
    assert abs(others.rank_of_estudy2(fit)[0] / by_hand - 1) > 0.01


@pytest.mark.parametrize("group", BALANCED)
def test_the_older_test_of_estudy2_takes_companies_as_independent(group: str) -> None:
    fit = model(group, "0:0")
    variances = np.cov(fit.residuals.T)
    theirs = others.independent_of_estudy2(fit)[0]
    # As far as the daily means vary more than they would if no residual knew of another.
    factor = np.sqrt(variances.sum() / np.trace(variances))
    assert theirs / ours(group, "0:0", "cda") == pytest.approx(factor, **EXACT)
    assert factor > 1.2


@pytest.mark.parametrize("group", BALANCED)
@pytest.mark.parametrize(("window", "rows"), [("0:0", 251), ("-1:1", 253), ("-5:5", 261)])
def test_the_rank_test_of_sipemu_divides_by_one_less(group: str, window: str, rows: int) -> None:
    daily = others.rank_of_sipemu(model(group, window))
    theirs = daily.sum() / np.sqrt(len(daily))
    assert ours(group, window, "rank") / theirs == pytest.approx(np.sqrt(rows / (rows - 1)), **EXACT)


@pytest.mark.parametrize("statistic", ["rank", "cda", "portfolio", "kp"])
def test_every_day_has_a_statistic_of_its_own(statistic: str) -> None:
    # sipemu printed that of the first day of the event window on all of them, for its rank and calendar-time tests.
    of_days = [ours("A", day, statistic) for day in DAYS]
    assert all(abs(one / other - 1) > 0.1 for one, other in pairwise(of_days))


def test_the_calendar_time_test_of_sipemu_measures_the_event_by_itself() -> None:
    fit = model("B", "-1:1")
    theirs = others.calendar_time_of_sipemu(fit)
    around = fit.abnormal.mean(axis=1).std(ddof=1) / fit.residuals.mean(axis=1).std(ddof=1)
    for day, of_day in zip(DAYS, theirs, strict=True):
        assert ours("B", day, "cda") / of_day == pytest.approx(around, **EXACT)
    # A shock is its own measure: were everything lost on the day, t would still be no more than the root of three.
    crash = replace(fit, abnormal=fit.abnormal - np.array([[0.0], [1.0], [0.0]]))
    assert others.calendar_time_of_sipemu(crash)[1] == pytest.approx(-np.sqrt(3), abs=0.1)


@pytest.mark.parametrize("group", BALANCED)
def test_sipemu_standardises_without_the_prediction_error(group: str) -> None:
    theirs = others.standardised_of_sipemu(model(group, "0:0"))[0]
    mine = [firms().loc[(0, 0, ticker), "t"] for ticker in GROUPS[group]]
    # Of companies that share their days, so it cancels out of BMP.
    np.testing.assert_allclose(theirs / mine, np.sqrt(1 + leverage("NVDA")), rtol=1e-9)
    bmp = theirs.mean() / theirs.std(ddof=1) * np.sqrt(len(theirs))
    assert bmp == pytest.approx(ours(group, "0:0", "bmp"), **EXACT)


@pytest.mark.parametrize(("window", "days"), [("0:0", 1), ("-1:1", 3), ("-5:5", 11)])
def test_the_spread_of_a_sum_is_more_than_that_of_its_days(window: str, days: int) -> None:
    figures, fit = firms().loc[(*WINDOWS[window], "NVDA")], model("A", window)
    off = (fit.days - fit.past.mean()).sum() ** 2 / ((fit.past - fit.past.mean()) ** 2).sum()
    factor = np.sqrt(1 + days / 250 + off / days)
    assert figures["sd"] / (figures["sigma"] * np.sqrt(days)) == pytest.approx(factor, **EXACT)
    assert factor > 1.005


FIGURES = pd.read_csv(DATA / "other_programs.csv")


@pytest.mark.parametrize("row", [pytest.param(row, id="-".join(row[2:5])) for row in FIGURES.itertuples(index=False)])
def test_eventstudystatistics(row: tuple[str, ...]) -> None:
    fit = model(row.group, row.window)
    if row.statistic == "grank":
        assert others.grank_of_eventstudystatistics(fit) == pytest.approx(row.value, **EXACT)
        assert abs(row.value / ours(row.group, row.window, "grank_t") - 1) > 0.015
        return
    bmp = ours(row.group, row.window, "bmp")
    assert others.adjusted_bmp_of_eventstudystatistics(fit, bmp) == pytest.approx(row.value, **EXACT)
    assert row.value / ours(row.group, row.window, "kp") > 1.4


def test_a_plateau_is_regained() -> None:
    # pyfolio-reloaded 0.10.1 and PerformanceAnalytics report one episode here, 5 % deep and open to the end.
    days = pd.date_range("2000-01-03", periods=8)
    close = pd.Series([100.0, 100, 95, 100, 100, 98, 100, 100], index=days)
    found = drawdowns(close.to_frame("X"), None).sort_values("start_date")
    assert found["depth"].to_list() == pytest.approx([-0.05, -0.02])
    assert found["recovery_date"].to_list() == [days[3], days[6]]
    rebuilt = pd.Series(others.compounded(close.to_numpy()), index=days)
    assert rebuilt.iloc[-1] == pytest.approx(1, abs=1e-15)
    assert rebuilt.iloc[-1] < 1
    (theirs,) = drawdowns(rebuilt.to_frame("X"), None).itertuples()
    assert theirs.depth == pytest.approx(-0.05)
    assert pd.isna(theirs.recovery_date)


def test_the_document_says_these_figures() -> None:
    document = (PROJECT_ROOT / "docs" / "methods.md").read_text(encoding="utf-8")
    said = document.split("\n## Where other programs differ\n")[1].split("\n## ")[0]
    whole, everyone = model(WHOLE, "0:0"), model("A", "0:0")
    around, spread = model(WHOLE, "-1:1"), firms().loc[(-5, 5, "NVDA")]
    theirs = FIGURES.set_index(["statistic", "group", "window"])["value"]
    products = np.triu(whole.residuals.T @ whole.residuals, 1).sum() / (17 * 16 / 2)
    cda = {group: ours(group, "0:0", "cda") for group in BALANCED}
    figures = {
        f"{others.leverage_of_estudy2(everyone)[0, -1]:.4f}",
        f"{leverage('GEV'):.4f}",
        f"{others.sign_of_estudy2(everyone)[0]:.4f}",
        f"{ours('A', '0:0', 'cowan'):.4f}",
        f"{others.rank_of_estudy2(everyone)[0]:.3f}",
        f"{ours('A', '0:0', 'rank'):.3f}",
        *(f"{others.independent_of_estudy2(model(group, '0:0'))[0] / cda[group]:.2f} times" for group in BALANCED),
        f"{others.calendar_time_of_sipemu(around)[1]:.2f}",
        f"{cda[WHOLE]:.2f}",
        f"{np.sqrt(1 + leverage('NVDA')):.4f}",
        f"{spread['sd'] / (spread['sigma'] * np.sqrt(11)):.3f}",
        f"{theirs['grank', WHOLE, '0:0']:.3f}",
        f"{ours(WHOLE, '0:0', 'grank_t'):.3f}",
        f"{products:.3f}",
        f"{theirs['adjBMP', WHOLE, '0:0']:.2f}",
        f"{ours(WHOLE, '0:0', 'kp'):.2f}",
    }
    assert {figure for figure in figures if figure.replace("-", "−") not in said} == set()
