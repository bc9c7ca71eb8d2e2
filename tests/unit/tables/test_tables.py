"""What a caller chose becomes days and tickers, and a series that goes on alone does not empty the others' figures."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import pytest

from dashboard import tables
from dashboard.choices import as_day, last_session, select
from dashboard.errors import DateRangeError, InputError
from dashboard.prices import PricePanel
from tests.support.panels import NAN, panel

# Sessions from Thursday 2 January 2025: 2, 3, 6, 7, 8, 10 (the 9th was a day of mourning), 13.
SHOCK = "2025-01-03"


@pytest.fixture
def prices() -> PricePanel:
    """NVDA and AMD end on 7 January, AMD a session earlier; FOO has prices on the two newest days alone."""
    return panel(
        {
            "NVDA": [100, 80, 90, 96, NAN, NAN, NAN],
            "AMD": [50, 40, 45, NAN, NAN, NAN, NAN],
            "FOO": [NAN, NAN, NAN, NAN, NAN, 10, 11],
            "^GSPC": [1000, 990, 995, 999, NAN, NAN, NAN],
        }
    )


@pytest.mark.parametrize(
    ("tickers", "last"),
    [("NVDA,AMD", "2025-01-07"), ("AMD", "2025-01-06"), ("FOO", "2025-01-13"), ("all", "2025-01-13")],
)
def test_the_last_session_is_that_of_the_chosen_series(prices: PricePanel, tickers: str, last: str) -> None:
    assert last_session(prices, tickers) == dt.date.fromisoformat(last)


def test_the_last_session_of_series_without_a_close_is_that_of_the_panel() -> None:
    empty = panel({"NVDA": [1, 2, 3], "FOO": [NAN, NAN, NAN]})
    assert last_session(empty, "FOO") == dt.date(2025, 1, 6)


def test_returns_end_where_the_chosen_series_do(prices: PricePanel) -> None:
    back = tables.recovery(prices, SHOCK, tickers="NVDA,AMD").set_index("ticker")
    # AMD ends a session before NVDA, and returns end where more than half of the series have a close.
    assert back["ret_to"].to_dict() == pytest.approx({"NVDA": 90 / 100 - 1, "AMD": 45 / 50 - 1})
    assert back["ret_from_event_close"].to_dict() == pytest.approx({"NVDA": 90 / 80 - 1, "AMD": 45 / 40 - 1})
    alone = tables.recovery(prices, SHOCK, tickers="NVDA").iloc[0]
    assert alone["ret_to"] == pytest.approx(96 / 100 - 1)
    assert alone["ret_from_event_close"] == pytest.approx(96 / 80 - 1)
    assert tables.recovery(prices, SHOCK, tickers=["AMD"])["ret_to"].tolist() == pytest.approx([-0.1])
    held = tables.holding(prices, SHOCK, tickers=("NVDA", "^GSPC")).set_index("ticker")
    assert held["ret"].to_dict() == pytest.approx({"NVDA": 0.2, "^GSPC": 999 / 990 - 1})


def test_paths_end_where_the_chosen_series_do(prices: PricePanel) -> None:
    assert tables.underwater(prices, "NVDA,AMD").index[-1] == pd.Timestamp("2025-01-07")
    paths = tables.segment_paths(prices, SHOCK, "NVDA", "^GSPC")
    assert paths.index[-1] == pd.Timestamp("2025-01-07")
    assert paths.iloc[-1].tolist() == pytest.approx([0.96, 0.999])


def test_series_that_end_before_the_event_have_empty_figures() -> None:
    ended = panel({"NVDA": [1, 2, 3, 4, 5], "OLD": [7, 6, NAN, NAN, NAN]})
    day = "2025-01-07"
    assert tables.recovery(ended, day, tickers="OLD")["ret_to"].isna().all()
    assert tables.holding(ended, day, tickers="OLD")["ret"].isna().all()
    assert tables.segment_paths(ended, day, "OLD").shape == (1 + 1, 0)  # the session before, the event's; no group
    assert tables.underwater(ended, "OLD", day)["OLD"].isna().all()


def test_tickers_that_can_be_read_once_are_enough(prices: PricePanel) -> None:
    once = tables.recovery(prices, SHOCK, tickers=(ticker for ticker in ("NVDA", "AMD")))
    assert once["ticker"].tolist() == ["NVDA", "AMD"]
    assert select(prices, pd.Index(["AMD", "NVDA"])) == ("AMD", "NVDA")


@pytest.mark.parametrize(
    "value",
    ["20250127", "2025-W05-1", "2025-1-27", "2025-02-30", "٢٠٢٥-٠١-٢٧", "2025-01-27T00:00", "", 5, None, pd.NaT],
)
def test_only_one_form_of_a_day_is_read(value: Any) -> None:
    with pytest.raises(InputError, match="is not a date; write it as YYYY-MM-DD") as caught:
        as_day(value)
    assert repr(value) in str(caught.value)


@pytest.mark.parametrize(
    "value", ["2025-01-27", dt.date(2025, 1, 27), dt.datetime(2025, 1, 27, 16), pd.Timestamp("2025-01-27 16:00")]
)
def test_days_and_times_are_that_day(value: Any) -> None:
    day = as_day(value)
    assert (type(day), day) == (dt.date, dt.date(2025, 1, 27))


@pytest.mark.parametrize(
    ("call", "names"),
    [
        (lambda p: tables.drawdowns(p, start=5), "5 is not a date"),
        (lambda p: tables.drawdowns(p, "NVDA", end=NAN), "nan is not a date"),
        (lambda p: tables.drawdowns(p, "NVDA", top="many"), "Top 'many'"),
        (lambda p: tables.drawdowns(p, "NVDA", top=2.5), "Top 2.5"),
        (lambda p: tables.drawdowns(p, "NVDA", top=0), "Top 0"),
        (lambda p: tables.sell_off(p, SHOCK, 5), "5 is not a ticker"),
        (lambda p: tables.sell_off(p, SHOCK, ["NVDA", None]), "None is not a ticker"),
        (lambda p: tables.recovery(p, SHOCK, "2025-W02-2"), "'2025-W02-2' is not a date"),
    ],
)
def test_a_value_of_another_type_is_one_sentence(
    prices: PricePanel, call: Callable[[PricePanel], object], names: str
) -> None:
    with pytest.raises(InputError, match="^" + names) as caught:
        call(prices)
    assert "\n" not in str(caught.value)


def test_a_number_of_numpy_is_a_number(prices: PricePanel) -> None:
    assert len(tables.drawdowns(prices, "NVDA", top=np.int64(1))) == 1


def test_the_only_session_has_none_before_it() -> None:
    with pytest.raises(DateRangeError, match="no close before it; import earlier prices"):
        tables.sell_off(panel({"NVDA": [1.0]}), "2025-01-02", "NVDA")
