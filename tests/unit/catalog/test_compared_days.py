"""The days that are set beside each other, and their malformed rows."""

from __future__ import annotations

from datetime import date

import pytest

from dashboard.catalog import load_events
from dashboard.catalog.compared_days import load_compared_days, read_compared_days
from dashboard.errors import CatalogError
from dashboard.prices import trading_calendar
from tests.unit.catalog.conftest import Damage


def test_three_days_on_sessions_with_a_source_each() -> None:
    days = load_compared_days()
    assert [(day.first, day.last) for day in days] == [
        (date(2025, 1, 27), date(2025, 1, 27)),
        (date(2024, 8, 5), date(2024, 8, 5)),
        (date(2025, 4, 3), date(2025, 4, 4)),
    ]
    calendar = trading_calendar("XNYS")
    assert all(calendar.is_session(session) for day in days for session in (day.first, day.last))
    assert all(day.source for day in days)


def test_they_begin_when_the_catalogued_events_could_first_be_traded() -> None:
    shock, _, tariffs = load_compared_days()
    dated = {event.key: event.dates[0] for event in load_events()}
    assert dated["deepseek-shock"].day == shock.first
    announced = dated["liberation-day-tariffs"]
    assert announced.timing == "after_close"
    assert announced.day == trading_calendar("XNYS").session_before(tariffs.first)
    assert (shock.source, tariffs.source) == (dated["deepseek-shock"].source, announced.source)


@pytest.mark.parametrize(
    ("changes", "place", "accepted"),
    [
        ({"first": "2025-01"}, "first: '2025-01'", "a day of the calendar"),
        ({"last": "2025-01-26"}, "last: '2025-01-26'", "a day not before the first"),
        ({"name": ""}, "name: ''", "filled in"),
        ({"cause": ""}, "cause: ''", "filled in"),
        ({"status": "sure"}, "status: 'sure'", "verified or recalled"),
        ({"url": "investing.com"}, "url: 'investing.com'", "an address that begins with"),
    ],
)
def test_a_malformed_day_is_named(damage: Damage, changes: dict[str, str], place: str, accepted: str) -> None:
    path = damage("compared_days.csv", 2, **changes)
    with pytest.raises(CatalogError) as caught:
        read_compared_days(path)
    assert str(caught.value).startswith(f"compared_days.csv, line 2, {place} is not accepted; it must be ")
    assert accepted in str(caught.value)
