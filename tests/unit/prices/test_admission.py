"""What a fetched series must satisfy before it replaces the stored one, on series small enough to follow by hand."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest

from dashboard.errors import SourceError
from dashboard.prices import trading_calendar
from dashboard.prices.admission import COMPLETE, EXPLAINED, SAME_PAST, Expectation, admit, trimmed
from dashboard.prices.long import LongPrices

XNYS = trading_calendar("XNYS")
DAYS = ["2025-01-23", "2025-01-24", "2025-01-27", "2025-01-28"]
CLOSES = [147.22, 142.62, 118.42, 128.99]
NOW = dt.datetime(2025, 1, 29, 12, tzinfo=dt.UTC)
NONE = float("nan")
ALL_THE_SAME = "deepseek-shock refresh --new-past takes it all the same."


def series(closes: list[float] = CLOSES, days: list[str] = DAYS, **fields: list[float]) -> LongPrices:
    columns = {"close": closes, **fields}
    return LongPrices.sort(
        np.full(len(days), "NVDA", dtype=object),
        np.array(days, dtype="datetime64[D]"),
        {name: np.array(values, dtype=float) for name, values in columns.items()},
    )


def refused(prices: LongPrices, past: LongPrices | None = None, now: dt.datetime = NOW, exchange: bool = True) -> str:
    with pytest.raises(SourceError) as caught:
        admit(prices, Expectation(XNYS if exchange else None, past), now)
    return str(caught.value)


def taken(prices: LongPrices, past: LongPrices) -> None:
    """Pass with the past, and without a look at it."""
    assert SAME_PAST in admit(prices, Expectation(XNYS, past), NOW)
    only_if_asked(prices, past)


def only_if_asked(prices: LongPrices, past: LongPrices) -> None:
    assert SAME_PAST not in admit(prices, Expectation(XNYS, past, new_past=True), NOW)


def test_a_sound_series_passes_and_names_its_checks() -> None:
    passed = admit(series(), Expectation(XNYS, series()), NOW)
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


def test_a_session_is_refused_until_half_an_hour_after_its_close() -> None:
    # New York closes at 21:00 UTC in winter.
    one_minute_early = dt.datetime(2025, 1, 28, 21, 29, tzinfo=dt.UTC)
    assert refused(series(), now=one_minute_early) == (
        "The prices of NVDA on 2025-01-28 were not final when they were fetched; refresh again 30 minutes after the "
        "close."
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
    assert refused(series(), series([160.0, 142.62, 118.42, 128.99])) == (
        "NVDA came with another past: a close of 147.22 on 2025-01-23, where 160 is stored, and 1 of 4 days like it; "
        "deepseek-shock refresh --new-past takes it all the same."
    )
    # Two for one on the last day: the past that is stored is twice what is fetched.
    nan = float("nan")
    halves = series([73.61, 71.31, 59.21, 64.495], split=[nan, nan, nan, 2.0])
    admit(halves, Expectation(XNYS, series(CLOSES[:3], DAYS[:3])), NOW)


def test_days_that_were_stored_may_not_be_lost() -> None:
    assert refused(series(CLOSES[1:], DAYS[1:]), series()) == (
        "NVDA came from 2025-01-24 to 2025-01-28, which is less than the stored 2025-01-23 to 2025-01-28; "
        "deepseek-shock refresh --new-past takes it all the same."
    )
    gap = series([CLOSES[0], *CLOSES[2:]], [DAYS[0], *DAYS[2:]])
    assert refused(gap, series(), exchange=False) == (
        "NVDA came without 1 of 4 stored days, the first 2025-01-24; "
        "deepseek-shock refresh --new-past takes it all the same."
    )


def test_a_stored_split_may_not_be_lost_or_told_otherwise() -> None:
    past = series(split=[NONE, NONE, 10.0, NONE])
    lost = f"NVDA came without its stored split of 2025-01-27 at a ratio of 10; {ALL_THE_SAME}"
    for split in ([NONE] * 4, [NONE, 10.0, NONE, NONE], [NONE, NONE, 10.0001, NONE]):
        assert refused(series(split=split), past) == lost
        only_if_asked(series(split=split), past)
    taken(series(split=[NONE, NONE, 10.000001, NONE]), past)


def test_a_split_told_late_is_followed_from_the_day_that_it_is_of() -> None:
    # Two for one on the 27th: that day and the next were stored on the new basis, the days before on the old one.
    late = series([294.44, 285.24, 118.42, 128.99], dividend=[NONE, 0.2, 0.1, NONE])
    told = [NONE, NONE, 2.0, NONE]
    taken(series(split=told, dividend=[NONE, 0.1, 0.1, NONE]), late)
    # A split of the 28th would have halved the 27th too.
    assert refused(series(split=[NONE, NONE, NONE, 2.0], dividend=[NONE, 0.1, 0.05, NONE]), late) == (
        f"NVDA came with another past: a close of 118.42 on 2025-01-27, where 59.21 is stored, and 1 of 4 days "
        f"like it; {ALL_THE_SAME}"
    )


@pytest.mark.parametrize("ratio", [1 / 2, 1 / 3, 1 / 4, 2, 3, 4])
@pytest.mark.parametrize("miss", [0.981, 1.0, 1.019])
def test_a_move_as_large_as_a_split_is_refused_where_none_is_told(ratio: float, miss: float) -> None:
    moved = series([*CLOSES[:3], CLOSES[2] * ratio * miss])
    said = refused(moved, series(CLOSES[:3], DAYS[:3]))
    assert said == (
        f"NVDA came with a close that goes from 118.42 to {CLOSES[2] * ratio * miss:g} on 2025-01-28, which looks like "
        f"a split that is not told yet; refresh again on a later day, or {ALL_THE_SAME}"
    )
    assert refused(moved) == said


def test_moves_that_are_no_split_pass() -> None:
    half = series([*CLOSES[:3], CLOSES[2] / 2])
    for factor in (0.47, 0.53, 1.9, 2.1):
        admit(series([*CLOSES[:3], CLOSES[2] * factor]), Expectation(XNYS), NOW)
    # An index has none; a reader may know better; a day that is stored was looked at when it was new.
    admit(half, Expectation(XNYS, may_split=False), NOW)
    admit(half, Expectation(XNYS, new_past=True), NOW)
    admit(half, Expectation(XNYS, half), NOW)
    # A spin-off is told as a small split; what else moved that day is not taken for one.
    admit(series(half.fields["close"].tolist(), split=[NONE, NONE, NONE, 1.1]), Expectation(XNYS), NOW)
    admit(series(half.fields["close"].tolist(), dividend=[NONE, NONE, NONE, 59.21]), Expectation(XNYS), NOW)


DAYS_OF_A_YEAR = [str(day.date()) for day in XNYS.sessions(dt.date(2024, 1, 2), dt.date(2024, 12, 31))]
A_YEAR = len(DAYS_OF_A_YEAR)


def paying(days: list[int], amount: float = 0.5, **fields: list[float]) -> LongPrices:
    """Return a year at 100 with dividends on some days."""
    paid = [amount if place in days else NONE for place in range(A_YEAR)]
    return series([100.0] * A_YEAR, DAYS_OF_A_YEAR, dividend=paid, **fields)


def test_one_in_twenty_dividends_may_be_gone() -> None:
    twenty = list(range(5, 205, 10))
    taken(paying(twenty[1:]), paying(twenty))
    assert refused(paying(twenty[2:]), paying(twenty)) == (
        f"NVDA came without 2 of 20 stored dividends, the first 0.5 on {DAYS_OF_A_YEAR[5]}; {ALL_THE_SAME}"
    )
    assert refused(paying(twenty[1:-1]), paying(twenty[:-1])).startswith("NVDA came without 1 of 19 stored dividends")
    only_if_asked(paying([]), paying(twenty))
    taken(paying(twenty, 0.54), paying(twenty))
    assert "came without 20 of 20 stored dividends" in refused(paying(twenty, 0.56), paying(twenty))


def test_a_field_that_was_stored_may_not_be_lost() -> None:
    whole = {name: [100.0] * A_YEAR for name in ("open", "high", "low", "volume")}
    for name in whole:
        without = {other: values for other, values in whole.items() if other != name}
        assert refused(paying([], **without), paying([], **whole)) == (
            f"NVDA came without its {name} on 252 of 252 days that are stored with one; {ALL_THE_SAME}"
        )
        only_if_asked(paying([], **without), paying([], **whole))
    # Five of 252 days are within 2 %, six are not.
    for lost, passes in ((5, True), (6, False)):
        some = paying([], **{**whole, "open": [NONE] * lost + whole["open"][lost:]})
        if passes:
            taken(some, paying([], **whole))
        else:
            assert "came without its open on 6 of 252 days" in refused(some, paying([], **whole))


HOLIDAY = "2025-01-20"  # Martin Luther King's day, a Monday
WEEK = ["2025-01-16", "2025-01-17", HOLIDAY, "2025-01-21", "2025-01-22"]
FIVE = [100.0, 101.0, 101.0, 102.0, 103.0]


def test_rows_on_days_without_a_session_are_cut_off_and_never_demanded() -> None:
    held = series(FIVE, WEEK)
    cut = trimmed(held, Expectation(XNYS))
    assert cut.day.astype(str).tolist() == [day for day in WEEK if day != HOLIDAY]
    assert cut.fields["close"].tolist() == [100.0, 101.0, 102.0, 103.0]
    # One of five stored days is more than 2 %, but was no session.
    taken(cut, held)
    taken(cut, series(FIVE[2:], WEEK[2:]))
    assert trimmed(held, Expectation(None)) is held
    with pytest.raises(SourceError, match="NVDA came without a row on any session of XNYS; refresh again later"):
        trimmed(series([1.0], [HOLIDAY]), Expectation(XNYS))
    with pytest.raises(
        SourceError,
        match=f"NVDA came with a dividend or split on {HOLIDAY}, which was no session of XNYS; refresh again once",
    ):
        trimmed(series(FIVE, WEEK, split=[NONE, NONE, 2.0, NONE, NONE]), Expectation(XNYS))


def test_a_series_begins_after_its_last_gap_before_the_first_stored_day() -> None:
    days = ["2025-01-13", "2025-01-15", "2025-01-17", "2025-01-21", "2025-01-22"]
    gaps = series(FIVE, days)
    past = series(FIVE[3:], days[3:])
    cut = trimmed(gaps, Expectation(XNYS, past))
    assert cut.day.astype(str).tolist() == days[2:]
    taken(cut, past)
    assert trimmed(gaps, Expectation(XNYS, past, new_past=True)).rows == 3
    # Where nothing is stored, or what is stored begins earlier, a gap stays one.
    for stored in (None, series(FIVE, days)):
        assert refused(trimmed(gaps, Expectation(XNYS, stored)), stored) == "NVDA came without 2025-01-14 and 1 more."
