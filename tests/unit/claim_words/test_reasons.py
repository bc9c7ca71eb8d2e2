"""Why a claim has its verdict, as a reader sees it: figures by hand, in sentences that hold for any prices."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

import pytest

from dashboard.catalog import load_claims
from dashboard.catalog.claims import Rule
from dashboard.claim_words import claimed_text, difference_text, found_text, reason
from dashboard.study.claims import VERDICTS, Computed, Gap, check_claims
from tests.support.claims import (
    checked,
    claim,
    counts,
    definition,
    evidence,
    figured,
    imported,
    made_up,
    plain,
    priced,
    without,
)


def why(*arguments: object, **changes: object) -> str:
    return plain(reason(checked(*arguments, **changes)))  # type: ignore[arg-type]


RATE_FROM_MEMORY = "from memory, without a source: exchange rate of US dollar"
FEBRUARY_2022 = "The amounts imply 115.00 yen, and the rate was about 115 yen (3 Feb 2022)"
BY_HAND = {
    "C001": [
        "At the low of the session: −18.17 % (does not fit)",
        "the figure fits the close: from 142.62 (24 Jan 2025) to 118.42",
        "−16.97 %",
    ],
    "C002": [
        "$592.7 bn (does not fit)",
        "$588.7 bn (fits)",
        "$593.6 bn (does not fit)",
        "at $24.20 a share $588.8 bn would take 24.33 bn shares",  # 588.8 / 24.20 = 24.331
    ],
    "C004": ["$592.7 bn against $279.0 bn (NVIDIA, 3 Sep 2024), the largest reported until then."],
    "C005": ["the amounts imply 1,500.00 yen", "the amounts imply 150.00 yen"],
    "C009": ["130 days, 4.3 months, which rounds to 4 months"],
    "C011": ["official close: −16.97 % (fits when cut)", "16:00 print: −16.86 % (fits)"],
    "C012": ["Place 1 at the close of 24 Jan 2025 and 3 at that of 27 Jan 2025, among the companies followed here."],
    "C014": [
        "$85.24 a share for 2.722 bn shares are $232.0 bn",
        "as Bloomberg reported it: $251.0 bn",
        "at $85.24 a share $240 bn would take 2.82 bn shares",  # 240 / 85.24 = 2.816
    ],
    "C016": ["the record until then was $279.0 bn (NVIDIA, 3 Sep 2024)", "2.12 times $279.0 bn"],
    "C017": ["From 19,954.30 (24 Jan 2025) to 19,341.83 (27 Jan 2025), −3.07 %, which rounds to −3.1 %."],
    "C019": ["−11.71 %, which is −11 % when cut and −12 % when rounded"],
    "C020": ["−10.19 %, which rounds to −10 %"],
    "C025": ["−21.52 %, which is −21 % when cut and −22 % when rounded"],
    "C026": [
        "at settlement: −8.19 % (does not fit)",
        "the session ranged from −10.38 % to −4.97 % (fits)",
        "contract for March: no prices of NGH25.NYM are stored",
    ],
    "C027": [
        "a fall of more than 2 % depends",
        "−1.996 % (borderline)",
        "at its low: −3.05 % (fits)",
        "Brent crude at settlement: −1.81 % (does not fit)",
    ],
    "C028": ["NVIDIA fell most on 27 Jan 2025, by 16.97 %, against −4.10 % on 29 Jan 2025."],
    "C029": ["on 29 Jan 2025 the same figure was −4.10 %"],
    "C030": [
        "¥92.3 trn",
        "¥91.7 trn",
        "¥92.5 trn",
        "¥87 trn would take a rate of 146.80 yen",  # 87,000 / 592.658
        "on 29 Jan 2025 the same figure was ¥20.2 trn",  # 5.29 x 24.49 x 155.559
    ],
    "C031": [
        "−3.07 %",
        "nothing else that was tried fits",
        "−4.90 %",
        "not checked is what else it may be (Nasdaq futures at their low: no prices",
    ],
    "C033": [
        "The amounts imply 147.71 yen, and stored closes ran from 154.10 (31 Jan 2025)",
        "158.24 (8 Jan 2025), so it did not trade then.",
    ],
    "C035": ["on 29 Jan 2025 the same figure was +4.70 %"],
    "C036": [
        "Meta's plan for all capital spending",
        "give ¥9.8 trn",  # 62.5 x 156.155 = 9,760
    ],
    "C046": ["The catalogue gives over $100 m for training cost of GPT-4, a lower bound and not the value $100 m."],
    "C047": ["5.58 %, which is 5 % when cut and 6 % when rounded", "GPT-4 is a lower bound, so it is at most that"],
    "C048": ["OpenAI has not published the GPU hours behind ChatGPT", "give 9.04 %"],
    "C052": ["26 Jan 2025, 1 day from the date given", "no source for the chart of China is catalogued"],
    "C057": ["DeepSeek-MoE on 11 Jan 2024 came before DeepSeek-V2 on 6 May 2024"],
    "C060": ["14 Jul 2025 (fits)", "27 Jun 2026 (another date)"],
    "C064": ["Revenue growth of NVIDIA is +69.2 %."],
}


@pytest.mark.parametrize("claimed", BY_HAND)
def test_reasons_hold_the_figures_by_hand(claimed: str) -> None:
    told = why(claimed)
    assert [part for part in BY_HAND[claimed] if part not in told] == [], told


@pytest.mark.parametrize(
    "prices",
    [None, without("NVDA"), without("JPY=X"), imported({"NVDA": [100.0, 110.0, 110.0, 90.0]}, "2025-01-24")],
    ids=["stored", "without NVDA", "without the yen", "imported"],
)
def test_every_reason_is_one_clean_sentence(prices: object) -> None:
    for one in check_claims(load_claims(), evidence(prices)):  # type: ignore[arg-type]
        told = reason(one)
        assert re.fullmatch(r"[A-Z0-9$¥−].*[^.;: ]\.", told), told
        assert not re.search(r"nan|None|inf\b|\bL\d\d\b|  |;;|[{}]|(?<!\w)-\d", told), told
        assert not re.search(r"\b\d{4}-\d{2}-\d{2}\b", told), told
        assert not re.search(r"\d %|\d bn|\d trn", told), "an ordinary blank before a unit"


def test_each_kind_of_verdict_has_its_reason() -> None:
    assert {one.verdict for one in check_claims(load_claims(), evidence())} == set(VERDICTS)


def test_what_is_from_memory_says_so() -> None:
    said = {one.claim.id for one in check_claims(load_claims(), evidence()) if "from memory" in reason(one)}
    recalled = {
        one.claim.id
        for one in check_claims(load_claims(), evidence())
        for reading in one.readings
        if isinstance(reading.found, Computed) and any(quantity.recalled for quantity in reading.found.quantities)
    }
    assert said == recalled == {"C014", "C015", "C051", "C061"}
    assert why("C014").endswith("from memory, without a source: share price of Meta and shares outstanding of Meta.")
    from_memory = figured("math-500-v3", status="recalled", source=None)
    assert "from memory, without a source: MATH-500 of DeepSeek-V3." in why("C040", figures=from_memory)


# the same sentences where prices or figures are others


def test_a_reason_follows_the_prices() -> None:
    told = why("C019", priced({("close", "MU", "2025-01-27"): 91.50}))
    assert told == "From 103.19 (24 Jan 2025) to 91.50 (27 Jan 2025), −11.33 %, which rounds to −11 %."
    told = why("C017", priced({("close", "^IXIC", "2025-01-27"): 20000.0}))
    assert told == "From 19,954.30 (24 Jan 2025) to 20,000.00 (27 Jan 2025), +0.23 %."


def test_a_gain_needs_no_share_count() -> None:
    loss = made_up(definition("value_lost", ticker="NVDA"), claimed="100", unit="USD bn")
    for close, value in ((142.62, "$0.0 bn"), (150.00, "−$180.7 bn")):  # 7.38 x 24.49
        told = why(loss, priced({("close", "NVDA", "2025-01-27"): close}))
        assert value in told
        assert "would take" not in told


def test_a_lower_bound_above_the_line_gives_a_least_value() -> None:
    bound = figured("v3-training-cost", bound="more_than")
    told = why("C037", figures=bound)
    assert "the figure for DeepSeek-V3 is a lower bound" not in told  # only of the definition that comes first
    ratio = made_up(definition("catalogued", formula="100 * v3 / l", v3="v3-training-cost", l="r1-rl-cost"), unit="%")
    assert "is a lower bound, so it is at least that" in why(ratio, figures=bound)


def test_a_lower_bound_in_a_table_is_no_formula() -> None:
    bound = figured("math-500-qwen2.5-72b", bound="more_than")
    assert why("C043", figures=bound) == "Place 1 among the 5 of the table."


def test_a_date_off_by_some_days_and_a_month() -> None:
    one = definition("event_date", event="deepseek-r1")
    near = made_up(one, claimed="2025-01-23", unit="date", rule=Rule("date", 3), claimed_date="2025-01-23")
    assert why(near) == "DeepSeek-R1: 20 Jan 2025, 3 days from the date given."
    assert checked(near).verdict == "borderline"


def test_what_fits_something_else_on_another_day() -> None:
    # the technology fund at 113.43 on the 27th is 5.20 % below 119.65
    told = why("C031", priced({("close", "XLK", "2025-01-27"): 113.43}))
    assert "the figure fits the technology sector: from 119.65 (24 Jan 2025) to 113.43 (27 Jan 2025), −5.20 %" in told


@pytest.mark.parametrize(
    ("one", "changes", "told"),
    [
        (definition("reported_loss", record="L09"), {"claimed": "232", "unit": "USD bn"}, "$232.0 bn (LSEG)."),
        (definition("direction", tickers="NVDA AAPL"), {"claimed": "mixed", "unit": "sign", "rule": Rule("equal")},
         "NVIDIA −17.0 % and Apple +3.2 % on 27 Jan 2025."),
        (definition("unpublished", reason="nobody has counted it since 2025-01-27"), {"rule": Rule("none")},
         "Nobody has counted it since 27 Jan 2025."),
        (definition("price_return", ticker="NVDA"), {"claimed_date": "2025-01-26", "true_date": date(2025, 1, 26)},
         "26 Jan 2025 is not among the stored sessions."),
        (definition("catalogued", formula="rate", rate="JPY=X@2025-01-27"), {"claimed": "155.7", "unit": "JPY per USD"},
         "On 27 Jan 2025 the stored prices give 155.74 yen for US dollar in yen, which rounds to 155.7 yen."),
        (definition("implied_rate", amount="1150", base="10", rate="usd-jpy-2022-02-03"),
         {"claimed": "115", "rule": Rule("relative", 0.005), "unit": "JPY per USD"},
         f"{FEBRUARY_2022}, and the claim is no more than 0.5 % away; {RATE_FROM_MEMORY}."),
    ],
)  # fmt: skip
def test_made_up_claims_in_full(one: object, changes: dict[str, object], told: str) -> None:
    assert why(made_up(one, **changes)) == told  # type: ignore[arg-type]


def test_values_as_a_reader_sees_them() -> None:
    oil, growth = claim("C027"), claim("C061")
    assert plain(claimed_text(oil)) == "a fall of more than 2 %"
    assert plain(claimed_text(claim("C055"))) == "at least $100 m"
    assert plain(found_text(oil, Computed(-2.004, "", ()))) == "−2.004 %"  # not "−2.00 %", which would be the limit
    assert plain(found_text(oil, Computed(-2.01, "", ()))) == "−2.01 %"
    assert plain(found_text(oil, Computed(0.001, "", ()))) == "0.00 %"  # no sign where nothing is left
    assert plain(found_text(oil, Computed(1.5, "", ()))) == "+1.50 %"
    assert found_text(oil, Gap("unknown")) == "–"
    assert plain(found_text(growth, Computed(21.0, "", ()))) == "+21.0 %"
    assert plain(difference_text(oil, Computed(-1.9957, "", ()))) == "+0.004 %"
    assert plain(difference_text(oil, Computed(-1.5, "", ()))) == "+0.50 %"
    assert difference_text(oil, Gap("unknown")) == "–"
    assert difference_text(claim("C012"), Computed("1 to 3", "", ())) == "–"


def test_a_claim_with_one_meaning_that_cannot_be_computed_among_others() -> None:
    gap, fits = (
        definition("unpublished", "one", reason="nobody knows"),
        definition("price_return", "two", ticker="NVDA"),
    )
    both = made_up(gap, fits, claimed="-17.0")
    assert checked(both).verdict == "confirmed"
    assert (
        why(both)
        == "One: nobody knows; two: from 142.62 (24 Jan 2025) to 118.42 (27 Jan 2025), −16.97 %, which rounds "
        "to −17.0 %."
    )
    assert why(replace(both, definitions=(gap, replace(gap, name="two")))) == "One: nobody knows; two: nobody knows."


def test_the_count_of_another_date_is_told_as_it_is() -> None:
    small = imported({"NVDA": [200.0, 150.0]}, "2025-01-24")
    known = counts(("NVDA", "2024-12-02", 3.0e9, "2024-11-29"))
    one = made_up(definition("value_lost", ticker="NVDA"), claimed="150", unit="USD bn", rule=Rule("within", 50))
    assert why(one, small, counts=known) == "$50.00 a share for 3.00 bn shares are $150.0 bn on 27 Jan 2025."
