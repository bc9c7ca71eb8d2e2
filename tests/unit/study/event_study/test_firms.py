"""The tables of companies, of days and of what the estimates rest on."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from dashboard.errors import InputError
from dashboard.study.event_study import Request, audit, benjamini_hochberg, daily, estimate, firms, holm
from tests.unit.study.event_study.panels import ALWAYS, EVENT, SHORT, factors, seeded

WINDOWS = ((0, 0), (-1, 1), (-5, 5))
TESTED = ["car", "sd", "t", "df", "p", "p_holm", "p_bh", "ci_low", "ci_high", "bhar"]
COLUMNS = [
    "group",
    "ticker",
    "window_start",
    "window_end",
    "n_obs",
    "alpha",
    "beta",
    "sigma",
    *TESTED,
    "status",
    "reason",
]


def test_columns_and_order() -> None:
    returns, market = seeded(3)
    estimation = estimate(Request(windows=WINDOWS, **SHORT), returns, EVENT, benchmark=market)
    table = firms(estimation)
    assert list(table.columns) == COLUMNS
    assert list(table["ticker"]) == ["S0", "S1", "S2"] * 3
    assert list(table["window_start"]) == [0] * 3 + [-1] * 3 + [-5] * 3
    assert list(firms(estimation, [(-1, 1)])["car"]) == list(table["car"][3:6])
    with pytest.raises(InputError, match="-6:0 lies outside the event sessions -5:5"):
        firms(estimation, [(-6, 0)])


def test_columns_of_factor_models() -> None:
    returns, _ = seeded(2)
    request = Request(model="carhart4", **SHORT)
    table = firms(estimate(request, returns, EVENT, factors=factors(returns.index)))
    place = COLUMNS.index("sigma")
    assert list(table.columns) == [*COLUMNS[:place], "beta_smb", "beta_hml", "beta_mom", *COLUMNS[place:]]


def test_tests_follow_from_car_and_sd() -> None:
    returns, market = seeded(8, gaps=0.02)
    table = firms(estimate(Request(windows=WINDOWS, **SHORT), returns, EVENT, benchmark=market))
    table = table[table["status"] == "ok"]
    np.testing.assert_allclose(table["t"], table["car"] / table["sd"], rtol=1e-14)
    np.testing.assert_array_equal(table["df"], table["n_obs"] - 2)
    np.testing.assert_allclose(table["p"], 2 * stats.t.sf(table["t"].abs(), table["df"]), rtol=1e-11)
    low, high = stats.t.interval(0.95, table["df"], table["car"], table["sd"])
    np.testing.assert_allclose(table[["ci_low", "ci_high"]].T, [low, high], rtol=1e-10)
    for _, family in table.groupby("window_start"):
        np.testing.assert_array_equal(family["p_holm"], holm(family["p"].to_numpy()))
        np.testing.assert_array_equal(family["p_bh"], benjamini_hochberg(family["p"].to_numpy()))


def test_a_gap_empties_the_windows_that_hold_it() -> None:
    returns, market = seeded(2)
    whole = firms(estimate(Request(windows=WINDOWS, **SHORT), returns, EVENT, benchmark=market))
    returns.iloc[EVENT + 1, 0] = np.nan
    table = firms(estimate(Request(windows=WINDOWS, **SHORT), returns, EVENT, benchmark=market))
    first = table[table["ticker"] == "S0"]
    assert list(first["status"]) == ["ok", "dropped", "dropped"]
    assert set(first["reason"][1:]) == {"no return on a session of the event window"}
    assert first[TESTED].iloc[1:].isna().all(axis=None)
    assert first["alpha"].notna().all()
    other = table["ticker"] == "S1"
    pd.testing.assert_frame_equal(table[other][["car", "sd", "t"]], whole[other][["car", "sd", "t"]])


def test_a_benchmark_gap_is_told_apart() -> None:
    returns, market = seeded(2)
    market.iloc[EVENT] = np.nan
    table = firms(estimate(Request(**SHORT), returns, EVENT, benchmark=market))
    assert set(table["reason"]) == {"no benchmark or factor figure on a session of the event window"}


def test_windows_beyond_the_data_have_no_figures() -> None:
    returns, market = seeded(2)
    request = Request(windows=((0, 0), (0, 100)), **SHORT)
    table = firms(estimate(request, returns, EVENT, benchmark=market))
    assert list(table["status"]) == ["ok", "ok", "dropped", "dropped"]


def test_buy_and_hold_of_log_returns_is_that_of_their_growth() -> None:
    returns, market = seeded(2)
    request = Request(model="market_adjusted", windows=((0, 2),), returns="log", **SHORT)
    table = firms(estimate(request, returns, EVENT, benchmark=market))
    held = (1 + returns.iloc[EVENT : EVENT + 3]).prod() - (1 + market.iloc[EVENT : EVENT + 3]).prod()
    np.testing.assert_allclose(table["bhar"], held, rtol=1e-12)


def test_daily_path_ends_where_the_window_does() -> None:
    returns, market = seeded(3)
    estimation = estimate(Request(windows=WINDOWS, **SHORT), returns, EVENT, benchmark=market)
    table = daily(estimation)
    assert list(table.columns) == ["ticker", "event_day", "date", "ret", "expected", "ar", "ar_sd", "car", "car_sd"]
    assert len(table) == 33
    last = table[table["event_day"] == 5].set_index("ticker")
    window = firms(estimation, [(-5, 5)]).set_index("ticker")
    np.testing.assert_allclose(last[["car", "car_sd"]], window[["car", "sd"]], rtol=1e-13)
    day = table[table["event_day"] == 0].set_index("ticker")
    np.testing.assert_allclose(day[["ar", "ar_sd"]], firms(estimation, [(0, 0)])[["car", "sd"]], rtol=1e-13)
    np.testing.assert_allclose(table["ret"] - table["expected"], table["ar"], rtol=1e-13)
    assert set(day["date"]) == {returns.index[EVENT]}
    assert list(daily(estimation, (0, 1))["event_day"]) == [0, 1] * 3


def test_audit() -> None:
    returns, market = seeded(2)
    returns.iloc[:100, 1] = np.nan
    estimation = estimate(Request(**SHORT), returns, [EVENT, EVENT + 1], benchmark=market)
    table = audit(estimation)
    assert list(table.columns) == [
        "ticker",
        "event_date",
        "session",
        "estimation_first",
        "estimation_last",
        "n_obs",
        "dropped_for",
    ]
    assert list(table["session"]) == list(returns.index[[EVENT, EVENT + 1]])
    # The second company begins inside its window.
    assert list(table["estimation_first"]) == list(returns.index[[EVENT - 120, 100]])
    assert list(table["estimation_last"]) == list(returns.index[[EVENT - 11, EVENT - 10]])
    assert list(table["n_obs"]) == [110, 41]
    assert list(table["dropped_for"]) == ["", "fewer than 60 estimation observations"]
    given = [(session - pd.Timedelta(days=1)).date() for session in estimation.sessions]
    assert list(audit(estimation, given)["event_date"]) == list(pd.to_datetime(given))


def test_the_audit_tells_what_is_missing_in_a_window() -> None:
    returns, market = seeded(5)
    returns.iloc[EVENT, 1] = np.nan
    returns.iloc[EVENT + 1, 2] = np.nan
    returns.iloc[:100, 3] = np.nan
    last = len(returns) - 1
    rows = [EVENT, EVENT, EVENT, EVENT, last]
    found = {
        windows: audit(estimate(Request(windows=windows, **SHORT), returns, rows, benchmark=market))["dropped_for"]
        for windows in (((0, 0),), ((-1, 0), (0, 1)), ((-1, -1), (1, 1)))
    }
    none, gap, end = "fewer than 60 estimation observations", "no return on a session of the event window", "7 Oct 2024"
    assert found[((0, 0),)].tolist() == ["", gap, "", none, ""]
    assert found[((-1, 0), (0, 1))].tolist() == [
        "", gap, f"{gap} (window 0:1)", none, f"the prices end on {end} (window 0:1)"
    ]  # fmt: skip
    assert found[((-1, -1), (1, 1))].tolist()[1:3] == ["", f"{gap} (window 1:1)"]


def test_estimation_beyond_the_data_counts_as_missing() -> None:
    returns, market = seeded(1)
    estimation = estimate(Request(**SHORT), returns, 100, benchmark=market)
    assert estimation.n_obs[0] == 90
    assert list(audit(estimation)["estimation_first"]) == [returns.index[0]]


@pytest.mark.parametrize("model", ALWAYS)
def test_audit_tells_the_first_and_last_session_that_was_used(model: str) -> None:
    returns, market = seeded(5)
    returns.iloc[:60, 0] = np.nan  # begins inside the window
    returns.iloc[:145, 1] = np.nan  # begins after it
    returns.iloc[100:, 2] = np.nan  # ends inside it
    returns.iloc[60:120, 3] = np.nan  # a gap leaves the ends alone
    returns.iloc[:, 4] = 0.01  # dropped for another reason
    request = Request(model=model, estimation=(-120, -11), min_obs=60)
    table = audit(
        estimate(request, returns, EVENT, benchmark=market, sector=market[::-1].set_axis(market.index),
                 factors=factors(returns.index))
    )  # fmt: skip
    days = returns.index
    lost = int(model == "scholes_williams")  # it needs the day before and the day after
    first, last = days[30 + lost], days[139 - lost]
    assert table["estimation_first"].tolist() == [days[60], pd.NaT, first, first, first]
    assert table["estimation_last"].tolist() == [last, pd.NaT, days[99], last, last]
    held = returns.iloc[30 + lost : 140 - lost].notna().sum()
    assert table["n_obs"].tolist() == held.tolist()


def test_a_window_past_the_prices_says_where_they_end() -> None:
    returns, market = seeded(2)
    last = len(returns) - 1
    request = Request(windows=((0, 0), (0, 1)), estimation=(-120, -11), min_obs=60)
    table = firms(estimate(request, returns, [last, last - 1], benchmark=market))
    # business days from 2 January 2024; the 200th is 7 October
    assert table["reason"].tolist() == ["", "", "the prices end on 7 Oct 2024", ""]
    early = Request(windows=((-1, 0),), estimation=(11, 120), min_obs=60)
    table = firms(estimate(early, returns, [0, 1], benchmark=market))
    assert table["reason"].tolist() == ["the prices begin on 2 Jan 2024", ""]
