"""Splits after the day, figures that are missing or known too roughly, and bounds: what they do to a verdict."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pandas as pd
import pytest

from dashboard.catalog import Claim, load_claims, load_events
from dashboard.catalog.claims import Rule
from dashboard.claim_words import reason
from dashboard.prices import PricePanel
from dashboard.study.claims import Computed, Evidence, Gap, check_claims
from tests.support.claims import checked, definition, evidence, imported, made_up, plain, priced, stored, without
from tests.support.panels import NAN

SPLIT_DAY = "2025-12-22"
ROUNDING = Rule("rounding")


def why(claim: Claim | str, prices: PricePanel | None = None) -> str:
    return plain(reason(checked(claim, prices)))


def halved(ticker: str) -> PricePanel:
    """Return the stored prices as they would be after a split of two for one."""
    fields = {name: frame.copy() for name, frame in stored().fields.items()}
    for name in ("open", "high", "low", "close"):
        fields[name].loc[: pd.Timestamp(SPLIT_DAY) - pd.Timedelta(days=1), ticker] /= 2
    fields["split"].loc[SPLIT_DAY, ticker] = 2.0
    return replace(stored(), fields=fields)


@pytest.mark.parametrize("ticker", ["NVDA", "META", "AVGO"])
def test_a_later_split_changes_no_verdict_and_no_value(ticker: str) -> None:
    before, after = (check_claims(load_claims(), evidence(prices)) for prices in (stored(), halved(ticker)))
    assert [one.verdict for one in after] == [one.verdict for one in before]
    for old, new in zip(before, after, strict=True):
        for was, now in zip(old.readings, new.readings, strict=True):
            if isinstance(was.found, Computed) and was.definition.check in (
                "price_return",
                "value_lost",
                "record_ratio",
            ):
                assert isinstance(now.found, Computed)
                assert now.found.value == pytest.approx(was.found.value, rel=1e-12)


def test_a_catalogued_price_is_shown_on_the_basis_of_the_stored_ones() -> None:
    found = checked("C011", halved("NVDA")).readings[1].found
    assert isinstance(found, Computed)
    price = found.quantity("price_after")
    assert (price.value, price.source) == (pytest.approx(59.29), "CNBC; over 2, the splits since")
    assert "−16.86 %" in why("C011", halved("NVDA"))


def test_figures_of_one_day_that_are_all_catalogued_stay_as_they_were_printed() -> None:
    assert "$85.24 a share for 2.722 bn shares" in why("C014", halved("META"))


def test_a_catalogued_count_is_brought_to_the_basis_of_stored_prices() -> None:
    one = definition("value_lost", ticker="META", count="meta-shares-2022")
    claim = made_up(one, claimed="-1", unit="USD bn", claimed_date="2025-01-27")
    was, now = (checked(claim, prices).readings[0].found for prices in (stored(), halved("META")))
    assert isinstance(was, Computed)
    assert isinstance(now, Computed)
    assert now.value == pytest.approx(was.value)
    assert now.quantity("shares").value == pytest.approx(5.444)


def test_a_report_counts_on_the_day_of_the_fall() -> None:
    # Meta's fall of 3 Feb 2022 was reported under the day before as well: one loss, not two
    one = definition("record_rank", ticker="NVDA")
    claim = made_up(one, claimed="3", unit="rank", rule=Rule("equal"), claimed_date="2025-01-07")
    assert checked(claim).verdict == "confirmed"
    assert {"252.0", "279.0"} <= {f"{row.value:.1f}" for row in checked(claim).readings[0].found.quantities}  # type: ignore[union-attr]
    ratio = made_up(
        definition("record_ratio", ticker="NVDA", against="L11"), claimed="1.1", unit="x", claimed_date="2024-09-03"
    )
    assert "3 Feb 2022" in why(ratio)


@pytest.mark.parametrize(
    ("claimed", "unit", "rule", "formula", "verdict", "told"),
    [
        ("6", "%", ROUNDING, "100 * v3 / gpt", "confirmed", "which rounds to 6 %"),
        ("3", "%", ROUNDING, "100 * v3 / gpt", "borderline", "5.58 %, which leaves 3 % possible"),
        ("7", "%", ROUNDING, "100 * v3 / gpt", "wrong", "5.58 %"),
        ("30", "x", ROUNDING, "gpt / v3", "borderline", "which leaves 30 times possible"),
        ("10", "x", ROUNDING, "gpt / v3", "wrong", "17.93 times"),
        ("20", "x", Rule("at least"), "gpt / v3", "borderline", "which leaves at least 20 times possible"),
        ("15", "x", Rule("at least"), "gpt / v3", "confirmed", "so it is at least that"),
    ],
)
def test_a_lower_bound_within_a_formula(
    claimed: str, unit: str, rule: Rule, formula: str, verdict: str, told: str
) -> None:
    one = definition("catalogued", formula=formula, v3="v3-training-cost", gpt="gpt-4-training-cost")
    claim = made_up(one, claimed=claimed, unit=unit, rule=rule)
    assert checked(claim).verdict == verdict
    assert told in why(claim)


def test_a_close_that_is_missing_leaves_the_largest_fall_open() -> None:
    gone = priced({("close", "NVDA", "2025-01-27"): NAN})
    assert checked("C028", gone).readings[0].found == Gap("the close of NVDA on 2025-01-27 is not stored")
    assert checked("C028", gone).verdict == "not_checkable"


def test_of_two_falls_alike_the_named_one_counts() -> None:
    small = imported({"NVDA": [100.0, 50.0, 100.0, 50.0]})
    one = definition("largest_fall", ticker="NVDA", start="2025-01-02", end="2025-01-31")
    for day in ("2025-01-03", "2025-01-07"):
        claim = made_up(one, claimed=day, unit="date", rule=Rule("date"), claimed_date=day)
        assert checked(claim, small).verdict == "confirmed"


def test_places_are_not_told_while_a_company_with_a_count_has_no_close() -> None:
    told = "the closes of AAPL, whose place may be higher, are not stored for these days"
    for prices in (priced({("close", "AAPL", "2025-01-27"): NAN}), without("AAPL")):
        assert checked("C012", prices).readings[0].found == Gap(told)


def test_the_company_itself_is_among_the_rows_of_its_place() -> None:
    claim = made_up(definition("value_rank", ticker="AMD"), claimed="16 to 17", unit="rank", rule=Rule("equal"))
    found = checked(claim).readings[0].found
    assert isinstance(found, Computed)
    assert found.quantity("value_after_AMD").value == pytest.approx(186.6, abs=0.1)
    assert len(found.quantities) == 12


@pytest.mark.parametrize(
    ("claimed", "rule", "verdict"),
    [
        ("-17", Rule("more than"), "confirmed"),  # the low was 18.17 % below
        ("-18.2", Rule("at least"), "wrong"),
        ("-17", ROUNDING, "confirmed"),
    ],
)
def test_a_limit_at_some_moment_of_the_session(claimed: str, rule: Rule, verdict: str) -> None:
    claim = made_up(definition("price_return", ticker="NVDA", at="any"), claimed=claimed, unit="%", rule=rule)
    assert checked(claim).verdict == verdict
    assert "he session ranged from −18.17 %" in why(claim)


def dated(**days: str) -> Evidence:
    """Return the evidence with other launch days, by event."""
    changed = []
    for event in load_events():
        key = event.key.replace("-", "_")
        dates = tuple(replace(one, date=days.get(key, one.date)) for one in event.dates)
        changed.append(replace(event, dates=dates))
    return evidence(events=tuple(changed))


def test_what_came_first_is_open_where_the_days_do_not_tell() -> None:
    for day in ("2024-01", "2024-01-11", "2024"):
        found = check_claims([claim_of_first()], dated(deepseek_v2=day))[0].readings[0].found
        assert found == Gap("the dates that are known do not tell which came first")
    assert checked(claim_of_first()).verdict == "confirmed"


def claim_of_first() -> Claim:
    one = definition("first_of", events="deepseek-moe deepseek-v2")
    return made_up(one, claimed="DeepSeek-MoE", unit="name", rule=Rule("equal"))


def test_a_month_that_holds_the_day_is_neither_right_nor_wrong() -> None:
    one = definition("event_date", event="deepseek-r1")
    claim = made_up(one, claimed="2025-01-20", unit="date", rule=Rule("date"), claimed_date="2025-01-20")
    found = check_claims([claim], dated(deepseek_r1="2025-01"))[0]
    assert found.verdict == "borderline"


def test_a_day_without_one_before_it_says_so() -> None:
    first = stored().on_sessions().dates[0].date()
    claim = made_up(definition("price_return", ticker="NVDA"), claimed_date=first.isoformat(), true_date=first)
    assert checked(claim).readings[0].found == Gap(f"no session before {first} is stored")


def test_a_price_without_end_is_no_figure() -> None:
    found = checked("C011", priced({("close", "NVDA", "2025-01-27"): float("inf")})).readings[0].found
    assert found == Gap("there is no figure for NVIDIA (NVDA), close, 2025-01-27")


def test_a_gain_has_no_place_among_losses() -> None:
    claim = made_up(definition("record_rank", ticker="AAPL"), claimed="2", unit="rank", rule=Rule("equal"))
    assert checked(claim).readings[0].found == Gap("AAPL lost no market value on 2025-01-27")


def test_what_nothing_can_bear_out_is_not_borne_out() -> None:
    claim = made_up(definition("direction", tickers="NVDA"), claimed="down", unit="sign", rule=Rule("none"))
    assert checked(claim).verdict == "wrong"


@pytest.mark.parametrize(
    ("close", "claimed", "told"),
    [
        (96.9501, "-3.1", "−3.0499 %"),  # two digits would read as 3.05, which rounds to 3.1
        (96.8501, "-3.1", "−3.1499 %"),
        (96.95, "-3.1", "−3.05 %"),
    ],
)
def test_as_many_digits_are_shown_as_the_verdict_needs(close: float, claimed: str, told: str) -> None:
    small = imported({"SPY": [100.0, close]}, "2025-01-24")
    claim = made_up(definition("price_return", ticker="SPY"), claimed=claimed, unit="%", true_date=date(2025, 1, 27))
    assert told in plain(why(claim, small))


def test_the_limit_itself_is_called_that() -> None:
    small = imported({"SPY": [100.0, 98.0]}, "2025-01-24")
    claim = made_up(
        definition("price_return", ticker="SPY"), claimed="-2", unit="%", rule=Rule("more than"),
        true_date=date(2025, 1, 27),
    )  # fmt: skip
    assert checked(claim, small).verdict == "borderline"
    assert plain(why(claim, small)).endswith("which is the limit itself.")
