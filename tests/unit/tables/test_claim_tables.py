"""The tables of the claims check: each value from its printed formula and figures, and where the figures come from."""

from __future__ import annotations

import csv
import io
import math

import pandas as pd
import pytest

from dashboard import claim_tables
from dashboard.catalog import load_claims
from dashboard.errors import InputError
from dashboard.study.claims import VERDICTS, Computed
from dashboard.study.claims.formula import names
from tests.support.claims import imported, stored, without
from tests.unit.cli.test_cli import run

COLUMNS = ["id", "publication", "statement", "claimed", "computed", "unit", "verdict", "reason", "formula", "evidence"]
CLAIMS = [one.id for one in load_claims()]
IN_WORDS = {
    "sign of price_after / price_before - 1, of each",
    "sign of change",
    "place of the company by close x shares, before and after",
    "session of the lowest return, 2025-01-01 to 2025-01-31",
    "1 + number of reported losses larger than loss",
    "1 + number of larger figures in the same table",
    "launch",
    "the one with the earliest launch",
    "chip",
    "month",
}
"""What is no arithmetic of the figures beside it, and is worked out anew below."""


def table() -> pd.DataFrame:
    return claim_tables.claims(stored()).set_index("id")


def by_python(formula: str, rows: list[dict[str, object]]) -> float:
    """Return what a printed formula gives on printed figures, by Python's own evaluation."""
    values = {str(row["quantity"]): float(str(row["value"])) for row in rows if row["quantity"] in names(formula)}
    return float(eval(formula, {"__builtins__": {"min": min, "max": max}}, values))


def hold(rows: list[dict[str, object]]) -> int:
    """Hold every computed value of one claim by its formula; return how many there are."""
    held = 0
    for meaning in dict.fromkeys((row["definition"], row["verdict"], row["formula"]) for row in rows):
        of_it = [row for row in rows if (row["definition"], row["verdict"], row["formula"]) == meaning]
        formula, computed = str(meaning[2]), of_it[0]["computed"]
        if not formula or formula in IN_WORDS:
            continue
        assert math.isclose(by_python(formula, of_it), float(str(computed)), rel_tol=1e-12, abs_tol=1e-12), meaning
        held += 1
    return held


def test_columns_and_rows() -> None:
    frame = claim_tables.claims(stored())
    assert list(frame) == COLUMNS
    assert list(frame["id"]) == CLAIMS
    assert set(frame["verdict"]) == set(VERDICTS)
    assert set(frame["evidence"]) == set(claim_tables.EVIDENCE)
    assert frame[["statement", "reason", "unit"]].notna().all(axis=None)


def test_every_value_is_what_its_printed_formula_gives() -> None:
    held = sum(hold(claim_tables.explained(stored(), one).to_dict("records")) for one in CLAIMS)
    found = [one for finding in claim_tables.findings(stored()) for one in finding.readings]
    values = [one.found for one in found] + [one.on_claimed_day for one in found]
    assert held == sum(isinstance(one, Computed) and not isinstance(one.value, str) for one in values) > 80


@pytest.mark.parametrize("claim", ["C013", "C026", "C030", "C036", "C047"])
def test_every_value_is_what_the_formula_that_the_command_prints_gives(claim: str) -> None:
    printed = run("claims", "--id", claim, "--explain").stdout
    rows: list[dict[str, object]] = list(csv.DictReader(io.StringIO(printed)))  # type: ignore[arg-type]
    assert hold(rows) > 0


def test_a_value_of_the_table_is_that_of_the_definition_it_rests_on() -> None:
    frame = table()
    for claim in CLAIMS:
        rows = claim_tables.explained(stored(), claim)
        told = frame.loc[claim]
        if not told["formula"]:
            assert told["verdict"] in ("not_checkable", "misattributed")
            assert told["computed"] is None
            continue
        same = rows[rows["formula"] == told["formula"]]
        assert told["computed"] in same["computed"].to_list()


# the formulas in words, by computations of their own


def test_ranks_by_market_value() -> None:
    counts = {"NVDA": 24.49, "AAPL": 15.115823, "MSFT": 7.433982}
    places = []
    for day in ("2025-01-24", "2025-01-27"):
        caps = pd.Series({ticker: stored().close.loc[day, ticker] * count for ticker, count in counts.items()})
        places.append(int(caps.rank(ascending=False)["NVDA"]))
    assert table().loc["C012", "computed"] == f"{places[0]} to {places[1]}" == "1 to 3"
    rows = claim_tables.explained(stored(), "C012").set_index("quantity")
    assert rows.loc["value_before_NVDA", "value"] == pytest.approx(142.62 * 24.49)  # 3,492.8
    assert rows.loc["value_before_AAPL", "value"] == pytest.approx(
        stored().close.loc["2025-01-24", "AAPL"] * 15.1, rel=0.01
    )


def test_the_largest_fall_and_the_signs() -> None:
    close = stored().close
    month = close["NVDA"].pct_change(fill_method=None).loc["2025-01"]
    assert table().loc["C028", "computed"] == f"{month.idxmin():%Y-%m-%d}" == "2025-01-27"
    falls = close.loc["2025-01-27"] < close.loc["2025-01-24"]
    assert falls[["NVDA", "AVGO", "AMD", "MU"]].all()
    assert list(table().loc[["C053", "C063", "C064"], "computed"]) == ["down", "down", "up"]


def test_places_dates_and_words() -> None:
    # 592.658 against the reports up to that day: Nvidia's own of September 2024 is 279
    computed = table()["computed"]
    assert computed["C004"] == "1"
    assert computed["C043"] == "1"  # 90.2 before 80.0, 78.3, 74.6 and 73.8
    assert list(computed[["C010", "C039", "C052"]]) == ["1", "1", "1"]
    assert (computed["C057"], computed["C060"]) == ("DeepSeek-MoE", "2025-07-14")
    assert (computed["C049"], computed["C050"]) == ("H800", "2023-10")


def test_what_a_claim_is_checked_against() -> None:
    evidence = table()["evidence"]
    assert list(evidence[["C011", "C017", "C040", "C030", "C058"]]) == [
        "both", "stored", "catalogued", "both", "none",
    ]  # fmt: skip
    assert evidence["C003"] == "stored"  # the claim's own amounts are no evidence
    external = {
        "training cost",
        "training cost ratio",
        "benchmark score",
        "benchmark rank",
        "hardware",
        "export control",
    }
    for claim in load_claims():
        if claim.metric in external and evidence[claim.id] != "none":
            assert evidence[claim.id] == ("both" if claim.id == "C037" else "catalogued"), claim.id


def test_figures_carry_their_source_and_certainty() -> None:
    meta = claim_tables.explained(stored(), "C014").set_index(["definition", "quantity"])
    own = meta.loc["closes and share count of that day"]
    assert list(own["value"]) == [323.00, 237.76, 2.722]
    assert list(own["status"]) == ["recalled"] * 3
    assert list(own["source"]) == ["from memory"] * 3
    assert meta.loc[("as LSEG reported it", "loss"), ["value", "status", "dated"]].to_list() == [
        232.0,
        "",
        "2022-02-03",
    ]
    rate = claim_tables.explained(stored(), "C003")
    assert list(rate["evidence"]) == ["claimed", "claimed", "stored", "stored"]
    print_ = claim_tables.explained(stored(), "C013").query("quantity == 'price_after'")
    assert list(print_["evidence"]) == ["stored", "catalogued", "stored"]
    assert print_["source"].iloc[1] == "CNBC"
    assert print_["source"].iloc[0] == print_["source"].iloc[2] == "embedded prices as of 2025-12-31"


def test_the_claimed_day_and_what_cannot_be_computed_stand_there_too() -> None:
    rows = claim_tables.explained(stored(), "C029")
    assert list(dict.fromkeys(rows["verdict"])) == ["wrong_date", "on 2025-01-29"]
    named = rows[rows["verdict"] == "on 2025-01-29"]
    assert list(named["value"]) == [128.99, 123.70]
    (gap,) = claim_tables.explained(stored(), "C008").to_dict("records")
    assert (gap["what"], gap["computed"], gap["quantity"]) == ("OpenAI has never published what o1 cost", None, "")


def test_readings_tell_each_definition_and_the_named_day() -> None:
    meant = claim_tables.readings(stored(), "C032").set_index("definition")
    assert list(meant["verdict_text"]) == ["wrong", "wrong date", "wrong"]
    # 5.29 x 24.49 = 129.55; the print is no price of the 29th
    assert list(meant["on_claimed_day"]) == ["$129.6\u202fbn", "", "$129.8\u202fbn"]


def test_readings_tell_why_one_cannot_be_computed() -> None:
    meant = claim_tables.readings(stored(), "C026").set_index("definition")
    assert meant.loc["contract for March", ["computed_text", "missing"]].to_list() == [
        "–", "no prices of NGH25.NYM are stored",
    ]  # fmt: skip
    (rate,) = claim_tables.readings(without("JPY=X"), "C003")["missing"]
    assert rate == "no rate JPY=X is stored"
    no_nvidia_then = imported({"NVDA": [1.0, 2.0]})
    assert claim_tables.readings(no_nvidia_then, "C011")["missing"].iloc[0] == (
        "27 Jan 2025 is not among the stored sessions"
    )


def test_statements_in_japanese_and_no_third_language() -> None:
    japanese = claim_tables.claims(stored(), "ja")
    assert japanese["statement"].iloc[18] == "マイクロン株は11%下がった。"
    pd.testing.assert_frame_equal(
        japanese.drop(columns="statement"), claim_tables.claims(stored()).drop(columns="statement")
    )
    with pytest.raises(InputError, match="no statements in 'de'; choose one of en, ja"):
        claim_tables.claims(stored(), "de")


@pytest.mark.parametrize("ask", [claim_tables.finding, claim_tables.explained, claim_tables.readings])
def test_a_claim_that_there_is_not_is_named(ask: object) -> None:
    with pytest.raises(InputError, match="no claim 'C065'; give an id from C001 to C064"):
        ask(stored(), "C065")  # type: ignore[operator]


@pytest.mark.parametrize("missing", ["NVDA", "JPY=X", ""])
def test_tables_of_prices_that_lack_a_series(missing: str) -> None:
    prices = without(missing) if missing else imported({"MINE": [1.0, 2.0]})
    frame = claim_tables.claims(prices)
    assert list(frame["id"]) == CLAIMS
    assert frame["reason"].str.len().gt(10).all()
    for claim in ("C002", "C003", "C012", "C028", "C030", "C036"):
        assert len(claim_tables.explained(prices, claim)) > 0
        assert len(claim_tables.readings(prices, claim)) > 0


def test_words_for_the_page() -> None:
    frame = claim_tables.claims_in_words(stored())
    row = frame.set_index("id").loc["C019"]
    assert (row["claimed_text"], row["computed_text"]) == ("−11\u202f%", "−11.71\u202f%")
    assert (row["verdict_text"], row["tickers"], row["subject"]) == ("confirmed by cutting", ("MU",), "MU")
    assert all(isinstance(tickers, tuple) for tickers in frame["tickers"])
