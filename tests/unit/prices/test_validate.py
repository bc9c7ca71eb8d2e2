from __future__ import annotations

import datetime as dt

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.errors import ImportFileError
from dashboard.prices.long import LongPrices
from dashboard.prices.validate import check_prices

DAYS = np.array(["2025-01-24", "2025-01-27"], dtype="datetime64[D]")


def prices(ticker: str = "NVDA", days: np.ndarray = DAYS, **fields: list[float]) -> LongPrices:
    columns = {"close": [142.62, 118.42], **fields}
    return LongPrices.sort(
        np.array([ticker] * len(days), dtype=object), days, {k: np.array(v, dtype=float) for k, v in columns.items()}
    )


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"close": [142.62, 0.0]}, "The close of NVDA on 2025-01-27 is 0.0, but prices must be positive."),
        ({"close": [142.62, np.nan]}, "NVDA on 2025-01-27 has no close; give one or leave the row out."),
        ({"open": [np.inf, 1.0]}, "The open of NVDA on 2025-01-24 is inf, but figures must be finite."),
        ({"high": [142.0, 119.0]}, "The high of NVDA on 2025-01-24 is 142.0, below its close 142.62; correct one."),
        ({"low": [140.0, 119.0]}, "The low of NVDA on 2025-01-27 is 119.0, above its close 118.42; correct one."),
        (
            {"high": [150.0, 150.0], "open": [140.0, 151.0]},
            "The high of NVDA on 2025-01-27 is 150.0, below its open 151.0; correct one.",
        ),
        ({"volume": [1.0, -1.0]}, "The volume of NVDA on 2025-01-27 is -1.0, but volume must not be negative."),
        (
            {"dividend": [np.nan, -0.1]},
            "The dividend of NVDA on 2025-01-27 is -0.1, but dividends must not be negative.",
        ),
        (
            {"split": [np.nan, 0.0]},
            "The split of NVDA on 2025-01-27 is 0.0, but a split ratio must be positive (leave it empty for no split).",
        ),
    ],
)
def test_each_rule_names_ticker_day_and_value(fields: dict[str, list[float]], sentence: str, today: dt.date) -> None:
    with pytest.raises(ImportFileError) as caught:
        check_prices(prices(**fields), today)
    assert str(caught.value) == sentence


def test_days(today: dt.date) -> None:
    with pytest.raises(ImportFileError, match="NVDA on 2025-01-24 is given more than once"):
        check_prices(prices(days=DAYS[[0, 0]]), today)
    with pytest.raises(ImportFileError, match="NVDA on 2025-01-27 is in the future"):
        check_prices(prices(), dt.date(2025, 1, 26))
    with pytest.raises(ImportFileError, match="NVDA on 0025-01-24 is before 1926-01-01, when the trading"):
        check_prices(prices(days=np.array(["0025-01-24", "2025-01-27"], dtype="datetime64[D]")), today)
    with pytest.raises(ImportFileError, match="NVDA on 2036-01-02 is after 2035-12-31, when the trading calendar ends"):
        check_prices(prices(days=np.array(["2025-01-24", "2036-01-02"], dtype="datetime64[D]")), dt.date(2040, 1, 1))
    check_prices(prices(), dt.date(2025, 1, 27))


@pytest.mark.parametrize("ticker", ["", "=CMD()", "../../x", "A B", "X" * 21, "nvda"])
def test_what_is_no_ticker_is_refused(ticker: str, today: dt.date) -> None:
    with pytest.raises(ImportFileError, match="is not a ticker"):
        check_prices(prices(ticker), today)


@pytest.mark.parametrize("ticker", ["NVDA", "^GSPC", "NG=F", "JPY=X", "0700.HK", "BRK-B", "A"])
def test_tickers_as_yahoo_writes_them_pass(ticker: str, today: dt.date) -> None:
    assert check_prices(prices(ticker), today) == {ticker: ("unique days", "no future days", "positive prices")}


@settings(deadline=None)
@given(low=st.floats(0.01, 1e6), shares=st.tuples(*[st.floats(0, 1)] * 2), width=st.floats(0, 1e6))
def test_prices_between_low_and_high_pass(low: float, shares: tuple[float, float], width: float) -> None:
    inside = [min(low + share * width, low + width) for share in shares]
    series = prices(days=DAYS[:1], open=[inside[0]], close=[inside[1]], low=[low], high=[low + width], volume=[0.0])
    assert "high and low enclose the others" in check_prices(series, dt.date(2026, 1, 2))["NVDA"]


def test_a_rounding_error_is_no_disorder(today: dt.date) -> None:
    # 0.1 + 0.2 misses 0.3 by one binary digit, as figures divided by a split ratio do.
    check_prices(prices(close=[0.1 + 0.2, 1.0], high=[0.3, 1.0]), today)
