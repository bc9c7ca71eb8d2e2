"""The way back after an event, by hand arithmetic and properties."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.errors import DateRangeError
from dashboard.study import around_event, recovery
from tests.support.panels import NAN, frame, panel

# Sessions: 2, 3, 6, 7, 8, 10 Jan 2025; the event is on Monday the 6th, the base is Friday's close.
EVENT = date(2025, 1, 6)
PRICES = panel(
    {
        "BACK": [90, 100, 80, 70, 70, 100],
        "OPEN": [90, 100, 80, 85, 75, 99],
        "ROSE": [90, 100, 100, 50, 60, 70],
        "GAP": [90, NAN, 80, 70, 60, 100],
        "LATE": [NAN, NAN, NAN, 70, 60, 100],
    },
    dividend={"BACK": [0, 0, 0, 2, 0, 0]},
)
ALL = tuple(PRICES.close.columns)


def test_the_episode_around_the_event() -> None:
    episode = around_event(PRICES, EVENT, ALL).set_index("ticker")
    assert episode["status"].to_dict() == {
        "BACK": "recovered",
        "OPEN": "open",
        "ROSE": "never below",
        "GAP": "no price",
        "LATE": "no price",
    }
    back = episode.loc["BACK"]
    assert back["low_date"] == pd.Timestamp("2025-01-07")  # the first of two equal lows
    assert back["low_ret"] == pytest.approx(-0.3)
    assert (back["sessions_to_low"], back["sessions"], back["days"]) == (2, 4, 7)
    assert back["regained_on"] == pd.Timestamp("2025-01-10")
    assert (back["base_date"], back["base_close"]) == (pd.Timestamp("2025-01-03"), 100)
    still_open = episode.loc["OPEN"]
    assert still_open["low_date"] == pd.Timestamp("2025-01-08")
    assert still_open[["regained_on", "sessions", "days"]].isna().all()
    rose = episode.loc["ROSE"]
    assert rose["sessions"] == 1
    assert rose[["low_date", "low_ret", "sessions_to_low"]].isna().all()
    assert episode.loc[["GAP", "LATE"], ["low_ret", "sessions"]].isna().all().all()


def test_returns_to_a_later_session() -> None:
    table = recovery(PRICES, EVENT, date(2025, 1, 10), ("BACK", "OPEN")).set_index("ticker")
    assert table["ret_from_event_close"].tolist() == pytest.approx([0.25, 99 / 80 - 1])
    assert table["ret_to"].tolist() == pytest.approx([0.0, -0.01])
    # Two dollars paid on a close of 70, reinvested there: 72/70 as many shares.
    assert table["total_ret_to"].tolist() == pytest.approx([72 / 70 - 1, -0.01])
    before_paid = recovery(PRICES, EVENT, EVENT, ("BACK",)).iloc[0]
    assert before_paid["total_ret_to"] == before_paid["ret_to"] == pytest.approx(-0.2)


def test_an_end_before_the_event_is_refused() -> None:
    with pytest.raises(DateRangeError, match="2025-01-03 lies before the event session 2025-01-06"):
        recovery(PRICES, EVENT, date(2025, 1, 3), ("BACK",))


closes = st.lists(st.lists(st.integers(1, 9).map(float), min_size=3, max_size=3), min_size=3, max_size=25)


@given(closes)
def test_scaling_prices_changes_no_return_and_no_date(rows: list[list[float]]) -> None:
    columns = {name: [row[i] for row in rows] for i, name in enumerate("ABC")}
    end = frame(columns).index[-1].date()
    event = frame(columns).index[1].date()
    plain = recovery(panel(columns), event, end, tuple("ABC"))
    scaled = recovery(
        panel({name: [4 * x for x in column] for name, column in columns.items()}), event, end, tuple("ABC")
    )
    pd.testing.assert_frame_equal(plain.drop(columns="close_before"), scaled.drop(columns="close_before"))


@given(closes)
def test_the_definition_one_session_at_a_time(rows: list[list[float]]) -> None:
    columns = {name: [row[i] for row in rows] for i, name in enumerate("ABC")}
    prices = panel(columns)
    episode = around_event(prices, prices.close.index[1].date(), tuple("ABC")).set_index("ticker")
    for name, series in columns.items():
        back = next((i for i, value in enumerate(series) if i >= 1 and value >= series[0]), None)
        searched = series[1:back]
        assert episode.at[name, "status"] == ("open" if back is None else "never below" if back == 1 else "recovered")
        assert (episode.at[name, "sessions"] is pd.NA) if back is None else (episode.at[name, "sessions"] == back)
        if searched:
            assert episode.at[name, "low_close"] == min(searched)
            assert episode.at[name, "sessions_to_low"] == 1 + searched.index(min(searched))
        else:
            assert np.isnan(episode.at[name, "low_close"])
