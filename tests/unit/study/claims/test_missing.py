"""What cannot be checked any more where prices, records or figures are missing: a gap with a reason, no traceback."""

from __future__ import annotations

import pytest

from dashboard.catalog import load_claims
from dashboard.catalog.claims import Rule
from dashboard.record_tables import records
from dashboard.study.claims import Gap, check_claims
from tests.support.claims import checked, counts, definition, evidence, imported, made_up, value_of, without

NVIDIA = {
    "C001", "C002", "C004", "C011", "C012", "C013", "C016", "C028", "C029", "C030", "C032", "C034", "C053", "C063",
}  # fmt: skip
YEN = {"C003", "C005", "C007", "C030", "C033", "C036", "C037", "C045"}


@pytest.mark.parametrize(("missing", "lost"), [(["NVDA"], NVIDIA), (["JPY=X"], YEN), (["NVDA", "JPY=X"], NVIDIA | YEN)])
def test_without_a_series_its_claims_are_not_checkable(missing: list[str], lost: set[str]) -> None:
    usual = {one.claim.id: one.verdict for one in check_claims(load_claims(), evidence())}
    for one in check_claims(load_claims(), evidence(without(*missing))):
        # the rate of February 2022 is catalogued, and does not fit
        expected = "wrong" if one.claim.id == "C015" and "JPY=X" in missing else usual[one.claim.id]
        assert one.verdict == ("not_checkable" if one.claim.id in lost else expected), one.claim.id


def test_an_imported_series_takes_the_place_of_the_stored_one() -> None:
    mine = imported({"NVDA": [100.0, 80.0]}, "2025-01-24")
    found = {one.claim.id: one for one in check_claims(load_claims(), evidence(mine))}
    assert (found["C011"].verdict, value_of(found["C011"])) == ("wrong", pytest.approx(-20.0))
    assert found["C011"].readings[0].found.quantities[0].source == "imported prices as of 2025-01-27"  # type: ignore[union-attr]
    assert value_of(found["C013"]) == pytest.approx(20 * 24.49)
    assert {found[one].verdict for one in ("C012", "C017", "C033")} <= {"not_checkable", "wrong"}
    assert found["C017"].verdict == "not_checkable"


def test_without_records_there_is_nothing_to_be_ranked_among() -> None:
    none = records().iloc[:0]
    assert checked("C004", records=none).readings[0].found == Gap("no other loss was reported up to then")
    assert [checked(claim, records=none).verdict for claim in ("C004", "C016", "C014")] == [
        "not_checkable", "not_checkable", "wrong",
    ]  # fmt: skip


def test_without_counts_events_or_figures_there_is_no_traceback() -> None:
    bare = evidence(counts=counts(), events=(), figures={}, records=records().iloc[:0])
    found = check_claims(load_claims(), bare)
    assert {one.verdict for one in found if one.claim.id in ("C002", "C009", "C010", "C040", "C057")} == {
        "not_checkable"
    }
    assert next(one for one in found if one.claim.id == "C017").verdict == "confirmed"


def test_a_rule_that_nothing_can_meet_needs_a_source() -> None:
    assert (
        checked(made_up(definition("unpublished", reason="nobody knows"), rule=Rule("none"))).verdict == "not_checkable"
    )
