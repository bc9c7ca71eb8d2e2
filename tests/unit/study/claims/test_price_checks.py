"""The checks on one session, through made-up claims on prices that can be worked out by hand."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest

from dashboard.catalog import load_figures
from dashboard.catalog.claims import Rule
from dashboard.study.claims import Computed, Evidence, Gap
from dashboard.study.claims.verdicts import CHECKS, DAILY
from tests.support.claims import counts, definition, evidence, figured, imported, made_up, priced
from tests.support.panels import NAN

DAY = dt.date(2025, 1, 6)
"""The third of three sessions: 2, 3 and 6 January 2025."""

CLOSE = {
    "NVDA": [100.0, 200.0, 150.0],
    "AAPL": [10.0, 10.0, 11.0],
    "MSFT": [40.0, 40.0, 40.0],
    "QQQ": [5.0, 0.0, 5.0],
    "AMD": [50.0, NAN, 40.0],
    "^GSPC": [4000.0, 5000.25, 4750.13],
    "JPY=X": [150.0, 155.123, 156.0],
}
SMALL = imported(
    CLOSE,
    open={"NVDA": [100.0, 200.0, 180.0]},
    low={"NVDA": [100.0, 200.0, 140.0]},
    high={"NVDA": [100.0, 200.0, 190.0]},
)
COUNTS = counts(
    ("NVDA", "2024-06-03", 2.0e9, "2024-05-31"),
    ("NVDA", "2024-12-02", 3.0e9, "2024-11-29"),
    ("NVDA", "2025-01-06", 9.0e9, "2025-01-03"),  # on the day itself: known too late
    ("AAPL", "2024-12-02", 45.0e9, "2024-11-29"),
    ("MSFT", "2024-12-02", 12.0e9, "2024-11-29"),
    ("AMD", "2025-01-06", 1.0e9, "2025-01-03"),
)
PRINT = load_figures()["nvda-print-2025-01-27"]
FIGURES = {
    **load_figures(),
    "print": replace(PRINT, key="print", value="160.00", as_of="2025-01-06"),
    "earlier": replace(PRINT, key="earlier", value="250", as_of="2025-01-03"),
    "count": replace(load_figures()["meta-shares-2022"], key="count", value="2.5"),
}


@pytest.fixture(scope="module")
def small() -> Evidence:
    return evidence(SMALL, counts=COUNTS, figures=FIGURES)


def found(evidence_: Evidence, check: str, day: dt.date | None = DAY, claimed: str = "-17", **arguments: str) -> Any:
    one = definition(check, **arguments)
    return CHECKS[check](evidence_, made_up(one, claimed=claimed), day, one.arguments)


@pytest.mark.parametrize(
    ("arguments", "value", "margin"),
    [
        ({"ticker": "NVDA"}, -25.0, 0.0),
        ({"ticker": "NVDA", "at": "close"}, -25.0, 0.0),
        ({"ticker": "NVDA", "at": "low"}, -30.0, 0.0),
        ({"ticker": "NVDA", "at": "open"}, -10.0, 0.0),
        ({"ticker": "NVDA", "after": "print"}, -20.0, 100 * 0.005 / 200),  # a cent is rounded to half of one
        ({"ticker": "NVDA", "before": "earlier"}, -40.0, 0.0),  # a whole number is taken as exact
        ({"before": "earlier", "after": "print"}, -36.0, 100 * 0.005 / 250),
        ({"ticker": "MSFT"}, 0.0, 0.0),
        # an index: both levels are rounded to half a hundredth
        ({"ticker": "^GSPC"}, 100 * (4750.13 / 5000.25 - 1), 100 * (0.005 / 5000.25 + 0.005 * 4750.13 / 5000.25**2)),
    ],
)
def test_returns_by_hand(small: Evidence, arguments: dict[str, str], value: float, margin: float) -> None:
    result = found(small, "price_return", **arguments)
    assert result.value == pytest.approx(value, abs=1e-12)
    assert result.margin == pytest.approx(margin, rel=1e-4)


@pytest.mark.parametrize(
    ("claimed", "value"), [("-17", -17.0), ("-25", -25.0), ("-40", -30.0), ("3", -5.0), ("0", -5.0), ("-5.0", -5.0)]
)
def test_any_moment_is_the_claimed_one_if_the_session_reached_it(small: Evidence, claimed: str, value: float) -> None:
    # from 200 the session ranged from 140 to 190: -30 % to -5 %
    result = found(small, "price_return", claimed=claimed, ticker="NVDA", at="any")
    assert result.value == pytest.approx(value, abs=1e-12)
    assert [one.name for one in result.quantities] == ["price_before", "low", "high", "claimed"]
    assert result.quantity("claimed").origin == "claimed"


def test_any_moment_needs_a_number(small: Evidence) -> None:
    assert found(small, "price_return", claimed="a lot", ticker="NVDA", at="any") == Gap("the claim gives no number")


GAPS = {
    "no prices of TSM are stored": ({"ticker": "TSM"}, DAY),
    "2025-01-05 is not among the stored sessions": ({"ticker": "NVDA"}, dt.date(2025, 1, 5)),
    "2026-06-01 is not among the stored sessions": ({"ticker": "NVDA"}, dt.date(2026, 6, 1)),
    "the day is not among the stored sessions": ({"ticker": "NVDA"}, None),
    "the catalogue has no figure nowhere": ({"ticker": "NVDA", "after": "nowhere"}, DAY),
    "the catalogued price is of another day, 2025-01-06": ({"ticker": "NVDA", "after": "print"}, dt.date(2025, 1, 3)),
    "there is no figure for AMD (AMD), close, 2025-01-03": ({"ticker": "AMD"}, DAY),
    "a figure that it is divided by is 0": ({"ticker": "QQQ"}, DAY),
}


@pytest.mark.parametrize("reason", GAPS)
def test_what_has_no_return_says_why(small: Evidence, reason: str) -> None:
    arguments, day = GAPS[reason]
    assert found(small, "price_return", day, **arguments) == Gap(reason)


def test_a_missing_low_is_told() -> None:
    small = evidence(priced({("low", "AAPL", "2025-01-06"): NAN}, SMALL), counts=COUNTS)
    reason = "there is no figure for Apple (AAPL), low, 2025-01-06"
    assert found(small, "price_return", ticker="AAPL", at="low") == Gap(reason)
    assert found(small, "price_return", ticker="AAPL", at="any") == Gap(reason)


@pytest.mark.parametrize(
    ("arguments", "value", "margin"),
    [
        # (200 - 150) x 3.0 bn, the count known on 3 January; the count 3000000000 is rounded to half a billion
        ({"ticker": "NVDA"}, 150.0, 25.0),
        ({"ticker": "NVDA", "count": "2024-05-31"}, 100.0, 25.0),
        ({"ticker": "NVDA", "count": "count"}, 125.0, 50 * 0.05),
        ({"ticker": "NVDA", "after": "print"}, 120.0, 20 + 0.005 * 3),
        ({"ticker": "NVDA", "rate": "JPY=X"}, 150 * 156 / 1000, 25 * 156 / 1000 + 0.005 * 150 / 1000),
        ({"ticker": "AAPL"}, -45.0, 0.5),
    ],
)
def test_losses_by_hand(small: Evidence, arguments: dict[str, str], value: float, margin: float) -> None:
    result = found(small, "value_lost", **arguments)
    assert result.value == pytest.approx(value, abs=1e-12)
    assert result.margin == pytest.approx(margin, rel=1e-9)


@pytest.mark.parametrize(
    ("arguments", "day", "reason"),
    [
        ({"ticker": "TSM"}, DAY, "no prices of TSM are stored"),
        ({"ticker": "^GSPC"}, DAY, "no share count of ^GSPC was known by then"),
        ({"ticker": "NVDA", "count": "2024-01-01"}, DAY, "no share count of NVDA was known by then"),
        ({"ticker": "NVDA", "rate": "EUR=X"}, DAY, "no rate EUR=X is stored for 2025-01-06"),
        ({"ticker": "AMD", "count": "2025-01-03"}, DAY, "there is no figure for AMD (AMD), close, 2025-01-03"),
        ({"ticker": "NVDA"}, dt.date(2025, 1, 5), "2025-01-05 is not among the stored sessions"),
        ({"ticker": "NVDA", "count": "v3-chip"}, DAY, "there is no figure for DeepSeek-V3, hardware, 2024-12-26"),
    ],
)
def test_what_has_no_loss_says_why(small: Evidence, arguments: dict[str, str], day: dt.date, reason: str) -> None:
    assert found(small, "value_lost", day, **arguments) == Gap(reason)


def test_a_count_filed_on_the_day_was_not_known_by_then(small: Evidence) -> None:
    assert found(small, "value_lost", ticker="AMD") == Gap("no share count of AMD was known by then")


@pytest.mark.parametrize(
    ("tickers", "value"), [("NVDA", "down"), ("NVDA ^GSPC", "down"), ("AAPL", "up"), ("NVDA AAPL", "mixed"),
                           ("MSFT", "unchanged"), ("NVDA MSFT", "mixed")]
)  # fmt: skip
def test_directions(small: Evidence, tickers: str, value: str) -> None:
    result = found(small, "direction", tickers=tickers)
    assert result.value == value
    assert [one.name for one in result.quantities[:2]] == [f"price_before_{tickers.split()[0]}",
                                                           f"price_after_{tickers.split()[0]}"]  # fmt: skip


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        ({"tickers": "NVDA TSM"}, "no prices of TSM are stored"),
        ({"tickers": "NVDA AMD"}, "there is no figure for AMD (AMD), close, 2025-01-03"),
        ({"tickers": "QQQ"}, "a figure that it is divided by is 0"),
        ({"figure": "nowhere"}, "the catalogue has no figure nowhere"),
        ({"figure": "v3-chip"}, "there is no figure for DeepSeek-V3, hardware, 2024-12-26"),
    ],
)
def test_what_has_no_direction_says_why(small: Evidence, arguments: dict[str, str], reason: str) -> None:
    assert found(small, "direction", **arguments) == Gap(reason)


@pytest.mark.parametrize(("growth", "value"), [("69.18", "up"), ("-3.5", "down"), ("0", "unchanged")])
def test_the_direction_of_a_catalogued_change(growth: str, value: str) -> None:
    key = "nvidia-revenue-growth-q1-fy2026"
    result = found(evidence(SMALL, figures=figured(key, value=growth)), "direction", figure=key)
    assert (result.value, result.formula) == (value, "sign of change")


def test_places_by_market_value(small: Evidence) -> None:
    # before: NVDA 200 x 3 = 600, MSFT 40 x 12 = 480, AAPL 10 x 45 = 450; after: 450, 480, 11 x 45 = 495
    result = found(small, "value_rank", ticker="NVDA")
    assert result.value == "1 to 3"
    assert {one.name: one.value for one in result.quantities} == pytest.approx(
        {
            "value_before_NVDA": 600.0, "value_before_MSFT": 480.0, "value_before_AAPL": 450.0,
            "value_after_AAPL": 495.0, "value_after_MSFT": 480.0, "value_after_NVDA": 450.0,
        }
    )  # fmt: skip
    assert [one.dated for one in result.quantities] == ["2025-01-03"] * 3 + ["2025-01-06"] * 3
    assert found(small, "value_rank", ticker="AAPL").value == "3 to 1"
    for ticker in ("AMD", "TSM", "^GSPC"):
        assert found(small, "value_rank", ticker=ticker) == Gap(f"no market value of {ticker} is known for that day")
    assert found(small, "value_rank", None, ticker="NVDA") == Gap("the day is not among the stored sessions")


def test_places_in_prices_of_no_company() -> None:
    alone = evidence(imported({"MINE": [1.0, 2.0, 3.0]}), counts=COUNTS)
    assert found(alone, "value_rank", ticker="NVDA") == Gap("no market value of NVDA is known for that day")


def fall(evidence_: Evidence, claimed_date: str | None, ticker: str = "NVDA", **days: str) -> Any:
    one = definition("largest_fall", ticker=ticker, **{"start": "2025-01-01", "end": "2025-01-31", **days})
    return CHECKS["largest_fall"](evidence_, made_up(one, claimed_date=claimed_date), None, one.arguments)


def test_the_largest_fall_and_what_the_named_day_did(small: Evidence) -> None:
    result = fall(small, "2025-01-03")
    assert (result.value, result.dated) == ("2025-01-06", "2025-01-06")
    assert [(one.name, one.value, one.dated) for one in result.quantities] == [
        ("return_on_2025_01_06", pytest.approx(-25.0), "2025-01-06"),
        ("return_on_2025_01_03", pytest.approx(100.0), "2025-01-03"),
    ]
    for named in ("2025-01-06", "2025-01", None, "2025-01-05"):
        assert len(fall(small, named).quantities) == 1


def test_what_has_no_fall_says_why(small: Evidence) -> None:
    assert fall(small, None, "TSM") == Gap("no prices of TSM are stored")
    assert fall(small, None, start="2025-02-01", end="2025-02-28") == Gap("no prices of NVDA are stored for these days")
    assert fall(small, None, "AMD") == Gap("the close of AMD on 2025-01-03 is not stored")
    assert fall(small, None, "MSFT") == Gap("MSFT did not fall on any of these days")


def test_checks_of_one_session_are_made_for_the_day_that_is_named(small: Evidence) -> None:
    for check in DAILY:
        assert check in CHECKS
    one = definition("price_return", ticker="NVDA")
    for day, value in ((DAY, -25.0), (dt.date(2025, 1, 3), 100.0)):
        result = CHECKS["price_return"](small, made_up(one, rule=Rule("rounding")), day, one.arguments)
        assert isinstance(result, Computed)
        assert result.value == pytest.approx(value)
