"""A reader's holdings: values by hand from closes, and the whole as the sum of its parts."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard import study
from dashboard.errors import DateRangeError
from dashboard.study.holdings import COLUMNS, TOTAL, shares_now
from dashboard.tables import load_prices, recovery

SHOCK, BEFORE, LAST = dt.date(2025, 1, 27), dt.date(2025, 1, 24), dt.date(2025, 12, 31)
PANEL = load_prices().on_sessions()
FEW = ("NVDA", "AVGO", "MSFT", "NFLX", "GEV", "SNOW", "SPY")


def held(**shares: float) -> pd.DataFrame:
    return pd.DataFrame({"ticker": list(shares), "shares": list(shares.values())}).astype({"shares": float})


def test_two_holdings_to_the_cent() -> None:
    # Closes of 24 and 27 Jan and 31 Dec 2025: NVIDIA 142.62, 118.42, 186.50; Netflix 97.759, 97.189, 93.76 after the
    # split of ten for one of 17 Nov 2025, which makes 100 of the ten shares held in January.
    frame = study.holdings(PANEL, SHOCK, LAST, held(NVDA=100, NFLX=10)).set_index("ticker")
    assert [frame.index.name, *frame.columns] == list(COLUMNS)
    assert frame.loc["NVDA", "loss"] == pytest.approx(100 * (142.62 - 118.42))
    assert frame.loc["NFLX", "later_splits"] == 10
    assert frame.loc["NFLX", "value_before"] == pytest.approx(9_775.90)
    assert frame.loc["NFLX", "loss"] == pytest.approx(57.00)
    whole = frame.loc[TOTAL]
    assert whole["loss"] == pytest.approx(2_477.00)
    assert whole["ret"] == pytest.approx(-2_477.00 / 24_037.90)
    assert whole["value_to"] == pytest.approx(18_650.00 + 9_376.00)
    assert whole["ret_to"] == pytest.approx(28_026.00 / 24_037.90 - 1)
    assert frame["loss_share"].to_list() == pytest.approx([2_420 / 2_477, 57 / 2_477, 1])


def test_shares_are_those_of_the_day_and_later_splits_are_multiplied_in() -> None:
    both = held(NVDA=1, AVGO=1)
    assert shares_now(PANEL, dt.date(2024, 6, 7), both)["later_splits"].to_list() == [10, 10]
    # NVIDIA traded split from 10 Jun 2024 on: whoever held one share at the close of 7 Jun had ten on that session.
    assert shares_now(PANEL, dt.date(2024, 6, 10), both)["later_splits"].to_list() == [10, 10]
    assert shares_now(PANEL, dt.date(2024, 6, 11), both)["later_splits"].to_list() == [1, 10]
    assert shares_now(PANEL, dt.date(2024, 7, 16), both)["later_splits"].to_list() == [1, 1]
    one = study.holdings(PANEL, dt.date(2024, 6, 7), LAST, held(NVDA=1)).iloc[0]
    assert one["value_before"] == pytest.approx(1_209.98, abs=0.01)  # as it was printed on 6 Jun 2024


def test_the_whole_comes_back_when_its_value_does() -> None:
    frame = study.holdings(PANEL, SHOCK, LAST, held(NVDA=100, MSFT=30)).set_index("ticker")
    value = PANEL.close["NVDA"] * 100 + PANEL.close["MSFT"] * 30
    after = value.loc["2025-01-27":]
    back = after[after >= value.loc["2025-01-24"]].index[0]
    assert frame.loc[TOTAL, "regained_on"] == back
    assert frame.loc[TOTAL, "sessions"] == int((after.index <= back).sum())
    assert frame.loc["NVDA", "sessions"] == 93
    low = after[after.index < back].min() / value.loc["2025-01-24"] - 1
    assert frame.loc[TOTAL, "low_ret"] == pytest.approx(low)


def test_dividends_are_reinvested_in_their_own_holding() -> None:
    total = recovery(load_prices(), SHOCK, LAST, "MSFT,NVDA").set_index("ticker")["total_ret_to"]
    frame = study.holdings(PANEL, SHOCK, LAST, held(NVDA=100, MSFT=30)).set_index("ticker")
    msft, nvda = 30 * 444.06, 100 * 142.62
    gain = msft * total["MSFT"] + nvda * total["NVDA"]
    assert frame.loc[TOTAL, "total_gain_to"] == pytest.approx(gain)
    assert frame.loc[TOTAL, "total_ret_to"] == pytest.approx(gain / (msft + nvda))


def test_a_company_without_a_price_then_counts_nowhere() -> None:
    day = dt.date(2023, 6, 2)
    both = study.holdings(PANEL, day, LAST, held(NVDA=10, GEV=5)).set_index("ticker")
    alone = study.holdings(PANEL, day, LAST, held(NVDA=10)).set_index("ticker")
    assert both.loc["GEV", "status"] == "no price"
    assert both.loc["GEV", ["value_before", "loss", "value_to", "regained_on"]].isna().all()
    pd.testing.assert_series_equal(both.loc[TOTAL], alone.loc[TOTAL])


def test_where_nothing_has_a_price_the_whole_is_empty() -> None:
    whole = study.holdings(PANEL, dt.date(2023, 6, 2), LAST, held(GEV=5, ARM=1)).iloc[-1]
    assert whole["status"] == "no price"
    assert whole[["loss", "value_before", "ret", "ret_to", "regained_on"]].isna().all()
    assert study.value_path(PANEL, dt.date(2023, 6, 2), held(GEV=5)).isna().all()


def test_prices_that_end_end_the_path_and_a_gap_repeats_the_close_before() -> None:
    panel = PANEL.select(["NVDA", "MSFT"])
    close = panel.close.copy()
    close.loc["2025-03-03":, "MSFT"] = np.nan
    close.loc["2025-02-10", "NVDA"] = np.nan
    cut = type(panel)(**{**vars_of(panel), "fields": {**panel.fields, "close": close}})
    path = study.value_path(cut, SHOCK, held(NVDA=1, MSFT=1))
    assert path.last_valid_index() == pd.Timestamp("2025-02-28")
    assert path.loc["2025-02-10"] == pytest.approx(close.at["2025-02-07", "NVDA"] + close.at["2025-02-10", "MSFT"])
    whole = study.holdings(cut, SHOCK, LAST, held(NVDA=1, MSFT=1)).iloc[-1]
    assert whole["loss"] == pytest.approx(142.62 - 118.42 + 444.06 - 434.56)
    assert whole[["value_to", "ret_to", "total_ret_to"]].isna().all()


def vars_of(panel: object) -> dict[str, object]:
    return {name: getattr(panel, name) for name in ("calendar", "as_of", "currency", "series")}


def test_an_end_before_the_event_is_refused() -> None:
    with pytest.raises(DateRangeError, match="2025-01-24 lies before the event session 2025-01-27"):
        study.holdings(PANEL, SHOCK, BEFORE, held(NVDA=1))


@given(
    st.dictionaries(st.sampled_from(FEW), st.floats(1e-6, 1e6), min_size=1),
    st.sampled_from([dt.date(2023, 6, 2), dt.date(2024, 6, 10), SHOCK, dt.date(2025, 4, 4), LAST]),
)
def test_the_whole_is_the_sum_of_its_parts(shares: dict[str, float], day: dt.date) -> None:
    frame = study.holdings(PANEL, day, LAST, held(**shares))
    parts, whole = frame.iloc[:-1], frame.iloc[-1]
    if parts["loss"].isna().all():
        assert np.isnan(whole["loss"])
        return
    for name in ("value_before", "value", "loss", "value_to", "gain_to", "total_gain_to"):
        assert whole[name] == pytest.approx(parts[name].sum(), rel=1e-9, abs=1e-6), name
    assert whole["ret"] == pytest.approx(-whole["loss"] / whole["value_before"])
    assert parts["ret"].min() - 1e-12 <= whole["ret"] <= parts["ret"].max() + 1e-12
    path = study.value_path(PANEL, day, held(**shares))
    assert path.iloc[0] == pytest.approx(whole["value_before"])
    assert path.iloc[1] == pytest.approx(whole["value"])
    assert path.loc[pd.Timestamp(LAST)] == pytest.approx(whole["value_to"])


@given(st.dictionaries(st.sampled_from(FEW), st.floats(1e-3, 1e5), min_size=1), st.floats(1e-3, 1e3))
def test_more_shares_of_all_change_dollars_alone(shares: dict[str, float], times: float) -> None:
    once = study.holdings(PANEL, SHOCK, LAST, held(**shares))
    more = study.holdings(PANEL, SHOCK, LAST, held(**{ticker: times * count for ticker, count in shares.items()}))
    np.testing.assert_allclose(more["loss"], times * once["loss"], rtol=1e-6, atol=1e-6)
    np.testing.assert_allclose(more["ret_to"], once["ret_to"], rtol=1e-9)
