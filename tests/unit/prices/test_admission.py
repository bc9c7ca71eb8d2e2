"""What a fetched series must satisfy before it replaces the stored one, on series small enough to follow by hand."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pandas as pd
import pytest

from dashboard.errors import SourceError
from dashboard.prices import trading_calendar
from dashboard.prices.admission import COMPLETE, EXPLAINED, SAME_PAST, Expectation, admit
from dashboard.prices.long import LongPrices

XNYS = trading_calendar("XNYS")
DAYS = ["2025-01-23", "2025-01-24", "2025-01-27", "2025-01-28"]
CLOSES = [147.22, 142.62, 118.42, 128.99]
NOW = dt.datetime(2025, 1, 29, 12, tzinfo=dt.UTC)


def series(closes: list[float] = CLOSES, days: list[str] = DAYS, **fields: list[float]) -> LongPrices:
    columns = {"close": closes, **fields}
    return LongPrices.sort(
        np.full(len(days), "NVDA", dtype=object),
        np.array(days, dtype="datetime64[D]"),
        {name: np.array(values, dtype=float) for name, values in columns.items()},
    )


def stored(closes: list[float] = CLOSES, days: list[str] = DAYS) -> pd.Series:
    return pd.Series(closes, index=pd.DatetimeIndex(days))


def refused(prices: LongPrices, past: pd.Series | None = None, now: dt.datetime = NOW, exchange: bool = True) -> str:
    with pytest.raises(SourceError) as caught:
        admit(prices, Expectation(XNYS if exchange else None, past), now)
    return str(caught.value)


def test_a_sound_series_passes_and_names_its_checks() -> None:
    passed = admit(series(), Expectation(XNYS, stored()), NOW)
    assert passed[-4:] == (COMPLETE, "no session still open", EXPLAINED, SAME_PAST)
    assert "positive prices" in passed
    assert SAME_PAST not in admit(series(), Expectation(XNYS), NOW)
    assert COMPLETE not in admit(series(), Expectation(None), NOW)


def test_what_a_file_must_satisfy_holds_here_too_without_the_remedy_of_a_file() -> None:
    assert refused(series([147.22, 142.62, -1.0, 128.99])) == (
        "The close of NVDA on 2025-01-27 is -1.0, but prices must be positive."
    )
    assert refused(series(days=[*DAYS[:3], DAYS[2]])) == "NVDA on 2025-01-27 is given more than once."


def test_a_session_without_a_row_is_refused() -> None:
    assert refused(series(CLOSES[:1] + CLOSES[2:], DAYS[:1] + DAYS[2:])) == "NVDA came without 2025-01-24."
    ends = series([CLOSES[0], CLOSES[3]], [DAYS[0], DAYS[3]])
    assert refused(ends) == "NVDA came without 2025-01-24 and 1 more."
    admit(ends, Expectation(None), NOW)


def test_a_session_still_open_is_refused_until_its_close() -> None:
    # New York closes at 21:00 UTC in winter.
    one_minute_early = dt.datetime(2025, 1, 28, 20, 59, tzinfo=dt.UTC)
    assert refused(series(), now=one_minute_early) == (
        "The session of NVDA on 2025-01-28 had not closed when it was fetched."
    )
    admit(series(), Expectation(XNYS), one_minute_early + dt.timedelta(minutes=1))


def test_a_split_left_out_of_the_past_is_refused_and_one_worked_in_passes() -> None:
    nan = float("nan")
    ratio = [nan, nan, 10.0, nan]
    whole = refused(series([1472.2, 1426.2, 118.42, 128.99], split=ratio))
    assert whole == (
        "NVDA came without its split of 2025-01-27 in the prices before it: the close goes from 1426.2 to 118.42 at a "
        "ratio of 10."
    )
    admit(series(split=ratio), Expectation(XNYS), NOW)
    admit(series(split=[nan, nan, 1.333, nan]), Expectation(XNYS), NOW)


def test_a_jump_is_refused_unless_a_dividend_explains_it() -> None:
    assert refused(series([147.22, 142.62, 40.0, 128.99])) == (
        "NVDA came with a jump from 142.62 to 40 on 2025-01-27, which no split or dividend explains."
    )
    nan = float("nan")
    admit(series([147.22, 142.62, 40.0, 40.0], dividend=[nan, nan, 100.0, nan]), Expectation(XNYS), NOW)


def test_another_past_is_refused_and_one_on_a_new_split_basis_passes() -> None:
    assert refused(series(), stored([160.0, 142.62, 118.42, 128.99])) == (
        "NVDA came with another past: a close of 147.22 on 2025-01-23, where 160 is stored, and 1 of 4 days like it; "
        "deepseek-shock refresh --new-past takes it all the same."
    )
    # Two for one on the last day: the past that is stored is twice what is fetched.
    nan = float("nan")
    halves = series([73.61, 71.31, 59.21, 64.495], split=[nan, nan, nan, 2.0])
    admit(halves, Expectation(XNYS, stored(CLOSES[:3], DAYS[:3])), NOW)


def test_days_that_were_stored_may_not_be_lost() -> None:
    assert refused(series(CLOSES[1:], DAYS[1:]), stored()) == (
        "NVDA came from 2025-01-24 to 2025-01-28, which is less than the stored 2025-01-23 to 2025-01-28; "
        "deepseek-shock refresh --new-past takes it all the same."
    )
    gap = series([CLOSES[0], *CLOSES[2:]], [DAYS[0], *DAYS[2:]])
    assert refused(gap, stored(), exchange=False) == (
        "NVDA came without 1 of 4 stored days, the first 2025-01-24; "
        "deepseek-shock refresh --new-past takes it all the same."
    )
