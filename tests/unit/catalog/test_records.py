"""Reported losses against known facts, and their malformed rows."""

from __future__ import annotations

from datetime import date

import pytest

from dashboard.catalog import load_records, load_universe
from dashboard.catalog.records import read_records
from dashboard.errors import CatalogError
from tests.unit.catalog.conftest import Damage


def test_the_largest_loss_is_that_of_the_day() -> None:
    records = load_records()
    assert len(records) == 33
    first = records[0]
    assert (first.id, first.ticker, first.date) == ("L01", "NVDA", date(2025, 1, 27))
    assert (first.loss_bn, first.ret) == (592.7, -0.1697)
    assert (first.reported_as, first.status) == ("official close, LSEG and Reuters", "verified")


def test_the_three_figures_of_one_day_are_kept() -> None:
    variants = {one.loss_bn for one in load_records() if (one.ticker, one.date) == ("NVDA", date(2025, 1, 27))}
    assert variants == {592.7, 588.8, 593.7}


def test_the_record_before_was_nvidias_own() -> None:
    before = [one for one in load_records() if one.date < date(2025, 1, 27) and one.status == "verified"]
    largest = max(before, key=lambda one: one.loss_bn)
    assert (largest.ticker, largest.date, largest.loss_bn) == ("NVDA", date(2024, 9, 3), 279.0)


def test_a_fall_that_was_printed_for_the_wrong_day_has_its_own() -> None:
    wrong = {one.id: (one.date, one.fell_on) for one in load_records() if one.date != one.fell_on}
    assert wrong == {"L11": (date(2022, 2, 2), date(2022, 2, 3))}


def test_what_is_from_memory_says_so() -> None:
    assert {one.id for one in load_records() if one.status == "recalled"} == {"L30", "L31", "L32", "L33"}
    assert next(one for one in load_records() if one.id == "L17").note == "the per cent is from memory"


@pytest.mark.parametrize(
    ("changes", "place", "accepted"),
    [
        ({"id": "1"}, "id: '1'", "the letter L and two digits"),
        ({"company": ""}, "company: ''", "filled in"),
        ({"ticker": "SPY"}, "ticker: 'SPY'", "a company of the universe"),
        ({"date": "2025-01"}, "date: '2025-01'", "a day of the calendar"),
        ({"fell_on": "2025"}, "fell_on: '2025'", "a day of the calendar"),
        ({"loss_bn": "-592.7"}, "loss_bn: '-592.7'", "a number above 0"),
        ({"ret": "0.1697"}, "ret: '0.1697'", "a number above -1 and below 0"),
        ({"ret": "-16.97"}, "ret: '-16.97'", "a number above -1 and below 0"),
        ({"status": ""}, "status: ''", "verified or recalled"),
        ({"url": "todayheadline.co"}, "url: 'todayheadline.co'", "an address that begins with"),
    ],
)
def test_a_malformed_record_is_named(damage: Damage, changes: dict[str, str], place: str, accepted: str) -> None:
    path = damage("records.csv", 2, **changes)
    with pytest.raises(CatalogError) as caught:
        read_records(path, load_universe().companies)
    assert str(caught.value).startswith(f"records.csv, line 2, {place} is not accepted; it must be ")
    assert accepted in str(caught.value)
