from __future__ import annotations

import datetime as dt

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.errors import DateRangeError, EmptySelectionError, NotASessionError, UnknownTickerError

from .conftest import MakePanel

WEEK = ["2025-01-13", "2025-01-14", "2025-01-15", "2025-01-16", "2025-01-17"]
PRICES = st.one_of(st.just(float("nan")), st.floats(0.01, 1e5))


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def test_total_return_on_an_ex_dividend_date_by_hand(make_panel: MakePanel) -> None:
    # 100 -> 98 with a dividend of 3 on the day: price -2 %, total (98 + 3) / 100 - 1 = +1 %; then 98 -> 99.96 is +2 %.
    panel = make_panel(WEEK[:3], {"A": [100.0, 98.0, 99.96]}, dividend={"A": [0.0, 3.0, 0.0]})
    np.testing.assert_allclose(panel.price_returns()["A"], [np.nan, -0.02, 0.02], rtol=1e-12)
    np.testing.assert_allclose(panel.total_returns()["A"], [np.nan, 0.01, 0.02], rtol=1e-12)


def test_a_missing_price_leaves_two_returns_of_its_own_column_empty(make_panel: MakePanel) -> None:
    panel = make_panel(WEEK, {"A": [100, np.nan, 110, 121, 121], "B": [10, 11, 12.1, 13.31, 13.31]})
    for returns in (panel.price_returns(), panel.total_returns()):
        assert returns["A"].isna().tolist() == [True, True, True, False, False]
        np.testing.assert_allclose(returns["A"].iloc[3:], [0.1, 0.0], atol=1e-12)
        np.testing.assert_allclose(returns["B"].iloc[1:], [0.1, 0.1, 0.1, 0.0], atol=1e-12)


@settings(deadline=None)
@given(
    a=st.lists(PRICES, min_size=5, max_size=5),
    b=st.lists(PRICES, min_size=5, max_size=5),
    dividends=st.lists(st.floats(0, 100), min_size=5, max_size=5),
)
def test_columns_do_not_touch_each_other(
    make_panel: MakePanel, a: list[float], b: list[float], dividends: list[float]
) -> None:
    both = make_panel(WEEK, {"A": a, "B": b}, dividend={"A": dividends, "B": [0.0] * 5})
    alone = make_panel(WEEK, {"B": b})
    pd.testing.assert_series_equal(both.total_returns()["B"], alone.total_returns()["B"])
    pd.testing.assert_series_equal(both.price_returns()["B"], both.total_returns()["B"])


def test_select_keeps_the_given_order(make_panel: MakePanel) -> None:
    panel = make_panel(WEEK, {"A": [1.0] * 5, "B": [2.0] * 5, "C": [3.0] * 5})
    chosen = panel.select(["C", "A", "C"])
    assert chosen.tickers == ("C", "A")
    assert list(chosen.series) == ["C", "A"]
    assert all(tuple(frame.columns) == ("C", "A") for frame in chosen.fields.values())
    with pytest.raises(UnknownTickerError, match="'ZZZ'"):
        panel.select(["A", "ZZZ"])
    with pytest.raises(EmptySelectionError):
        panel.select([])


def test_on_sessions_drops_holidays_and_shows_a_session_that_nobody_has(make_panel: MakePanel) -> None:
    # Thursday 9 January was no session, Friday 10 January was one, without a row here.
    panel = make_panel(["2025-01-08", "2025-01-09", "2025-01-13"], {"NG=F": [3.0, 3.3, 3.6]})
    sessions = panel.on_sessions()
    assert sessions.dates.strftime("%m-%d").tolist() == ["01-08", "01-10", "01-13"]
    np.testing.assert_array_equal(sessions.close["NG=F"], [3.0, np.nan, 3.6])
    assert sessions.dividend["NG=F"].tolist() == [0.0, 0.0, 0.0]
    assert sessions.split["NG=F"].tolist() == [1.0, 1.0, 1.0]
    assert sessions.price_returns()["NG=F"].isna().all()
    assert sessions.on_sessions() is sessions


def test_on_sessions_needs_a_session(make_panel: MakePanel) -> None:
    with pytest.raises(DateRangeError, match="No session of XNYS"):
        make_panel(["2025-01-18"], {"A": [1.0]}).on_sessions()


def test_between(make_panel: MakePanel) -> None:
    panel = make_panel(WEEK, {"A": [1, 2, 3, 4, 5]})
    part = panel.between(day("2025-01-14"), day("2025-01-16"))
    assert (part.first, part.last, part.close["A"].tolist()) == (day("2025-01-14"), day("2025-01-16"), [2, 3, 4])
    assert panel.between(start=day("2025-01-16")).close["A"].tolist() == [4, 5]
    with pytest.raises(DateRangeError, match="2025-01-16 to 2025-01-14 is reversed"):
        panel.between(day("2025-01-16"), day("2025-01-14"))
    with pytest.raises(DateRangeError, match=r"2025-01-20 is outside .* from 2025-01-13 to 2025-01-17"):
        panel.between(end=day("2025-01-20"))


def test_position_and_window(make_panel: MakePanel) -> None:
    panel = make_panel(["2025-01-16", "2025-01-17", "2025-01-21", "2025-01-22"], {"A": [1, 2, 3, 4]})
    assert panel.position(day("2025-01-21")) == 2
    assert panel.window(day("2025-01-21"), -1, 1).strftime("%m-%d").tolist() == ["01-17", "01-21", "01-22"]
    assert len(panel.window(day("2025-01-21"), 0, 0)) == 1
    with pytest.raises(NotASessionError, match="Monday 2025-01-20"):
        panel.position(day("2025-01-20"))
    with pytest.raises(DateRangeError, match="2025-01-23"):
        panel.position(day("2025-01-23"))
    with pytest.raises(DateRangeError, match="needs prices from 2025-01-17 to 2025-01-24"):
        panel.window(day("2025-01-21"), -1, 3)
    with pytest.raises(DateRangeError, match="reversed"):
        panel.window(day("2025-01-21"), 1, 0)
