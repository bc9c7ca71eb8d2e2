"""What the market explains of a loss, what goes beyond it and what the exchange rate did: by hand, and adding up."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.study.market_split import PARTS, split_loss, unsplit
from tests.support.panels import NAN


def values(rows: list[tuple[str, float, float, float]], rates: tuple[float, float] = (1.0, 1.0)) -> pd.DataFrame:
    """Return market values from ticker, shares and the closes before and after, in a currency."""
    frame = pd.DataFrame(rows, columns=["ticker", "shares", "close_before", "close_after"])
    before, after = (frame["shares"] * frame[f"close_{when}"] / 1e9 for when in ("before", "after"))
    return frame.assign(loss_bn=before * rates[0] - after * rates[1], rank_before=1)


def test_the_market_part_by_hand() -> None:
    # 2bn shares fall from 100 to 80 dollars: 40bn. A beta of 1.5 and a market of -2 % explain 3 % of 200bn, 6bn.
    (row,) = split_loss(values([("NVDA", 2e9, 100, 80)]), pd.Series({"NVDA": 1.5}), -0.02).to_dict("records")
    assert row["loss_bn"] == pytest.approx(40)
    assert row["loss_market_bn"] == pytest.approx(6)
    assert row["loss_beyond_market_bn"] == pytest.approx(34)
    assert (row["loss_rate_bn"], row["beta"], row["benchmark_ret"]) == (0, 1.5, -0.02)


def test_the_rate_part_by_hand() -> None:
    # 200bn dollars at 150 yen less 160bn at 140 are 7,600bn yen: 40bn at 150, and 160bn times the 10 yen less.
    frame = split_loss(values([("NVDA", 2e9, 100, 80)], (150, 140)), pd.Series({"NVDA": 1.5}), -0.02, (150, 140))
    assert frame.loc[0, ["loss_bn", *PARTS]].tolist() == pytest.approx([7600, 900, 5100, 1600])


def test_a_market_that_rose_explains_a_gain() -> None:
    frame = split_loss(values([("AAPL", 1e9, 100, 101)]), pd.Series({"AAPL": 2.0}), 0.01)
    assert frame.loc[0, ["loss_bn", *PARTS]].tolist() == pytest.approx([-1, -2, 1, 0])


def test_a_company_without_a_beta_has_no_parts_and_is_named_and_one_without_a_loss_has_none_either() -> None:
    rows = [("NVDA", 1e9, 10, 9), ("NEW", 1e9, 10, 9), ("SNOW", NAN, 10, 9), ("OLD", 1e9, 10, NAN)]
    frame = split_loss(values(rows), pd.Series({"NVDA": 1.0, "SNOW": 1.0, "OLD": 1.0, "NEW": NAN}), -0.01)
    missing = frame.set_index("ticker")[list(PARTS)].isna()
    assert missing.loc["NVDA"].tolist() == [False, False, False]
    assert missing.loc["NEW"].tolist() == [True, True, False]
    assert missing.loc[["SNOW", "OLD"]].all(axis=None)
    assert unsplit(frame) == ("NEW",)


def test_the_parts_stand_behind_the_loss() -> None:
    frame = split_loss(values([("NVDA", 1e9, 10, 9)]), pd.Series({"NVDA": 1.0}), -0.01)
    assert frame.columns.tolist() == [
        "ticker", "shares", "close_before", "close_after", "loss_bn", "beta", "benchmark_ret", "loss_market_bn",
        "loss_beyond_market_bn", "loss_rate_bn", "rank_before",
    ]  # fmt: skip


PRICES = st.floats(0.01, 5000)
COMPANIES = st.lists(st.tuples(st.floats(1e6, 3e10), PRICES, PRICES, st.floats(-5, 5)), min_size=1, max_size=12)
RATES = st.sampled_from([(1.0, 1.0)]) | st.tuples(st.floats(80, 200), st.floats(80, 200))


@given(COMPANIES, st.floats(-0.3, 0.3), RATES)
def test_the_parts_add_up_company_by_company_and_summed(
    companies: list[tuple[float, float, float, float]], market: float, rates: tuple[float, float]
) -> None:
    rows = [(f"T{place}", shares, before, after) for place, (shares, before, after, _) in enumerate(companies)]
    betas = pd.Series({f"T{place}": beta for place, (*_, beta) in enumerate(companies)})
    frame = split_loss(values(rows, rates), betas, market, rates)
    # A cent is 1e-11 billion; of the largest values here a double keeps sixteen digits.
    scale = max(
        1.0, float((frame["shares"] * frame[["close_before", "close_after"]].max(axis=1)).sum() / 1e9 * rates[0])
    )
    apart = frame[list(PARTS)].sum(axis=1) - frame["loss_bn"]
    assert apart.abs().max() <= 1e-11 + 1e-14 * scale
    assert abs(frame[list(PARTS)].sum().sum() - frame["loss_bn"].sum()) <= 1e-11 + 1e-14 * scale
    # Each part by itself, from its definition and not as what is left of the others.
    worth = frame["shares"] * frame["close_before"] / 1e9
    dollars = worth - frame["shares"] * frame["close_after"] / 1e9
    beyond = (dollars + frame["ticker"].map(betas) * market * worth) * rates[0]
    assert (frame["loss_beyond_market_bn"] - beyond).abs().max() <= 1e-11 + 1e-13 * scale
