"""Sentences about one session and about dates, and bars in two parts."""

from __future__ import annotations

import datetime as dt

import pandas as pd
import pytest

from dashboard.charts import LIGHT, bars, session_headline, timeline_headline

NAN = float("nan")
NARROW = "\u202f"


def day(*rows: tuple[str, str, float]) -> pd.DataFrame:
    return pd.DataFrame(
        [(name[:3].upper(), name, segment, ret) for name, segment, ret in rows],
        columns=["ticker", "name", "segment", "ret"],
    )


@pytest.mark.parametrize(
    ("gap", "ret", "sentence"),
    [
        (-0.125, -0.1697, "A opened 12.5 % lower and closed 17.0 % lower"),
        (0.01, -0.0001, "A opened 1.0 % higher and closed unchanged"),
        (NAN, 0.02, "A closed 2.0 % higher"),
        (NAN, NAN, "A around 27 Jan 2025"),
    ],
)
def test_the_course_of_a_session(gap: float, ret: float, sentence: str) -> None:
    assert session_headline.course("A", gap, ret, "2025-01-27").replace(NARROW, " ") == sentence


def test_who_traded_most() -> None:
    frame = pd.DataFrame({"name": ["A", "B"], "volume_ratio": [1.0, 7.51]})
    assert session_headline.busiest(frame, "2025-01-27") == (
        "B traded 7.5 times its usual volume, the most of 2 companies"
    )
    assert session_headline.busiest(frame[:1], "2025-01-27") == "A traded 1.0 times its usual volume"
    assert session_headline.busiest(frame[:0], "2025-01-27") == "Prices and volumes on 27 Jan 2025"
    half_day = frame.assign(volume_ratio=[0.3, 0.4])
    assert session_headline.busiest(half_day, "2024-11-29") == "Prices and volumes on 29 Nov 2024"


def test_which_segments_fell() -> None:
    some = day(("A", "chip making", -0.1), ("B", "chips", -0.2), ("C", "", 0.1), ("D", "chips", NAN))
    assert session_headline.segments_fell(some) == "Chips, chip making, other companies: 2 of 3 fell"


def test_breadth_gives_medians() -> None:
    frame = pd.DataFrame({"ret": [-0.1, -0.2, 0.1], "gap": [-0.05, -0.1, 0.0], "low_ret": [-0.2, -0.3, -0.1]})
    assert session_headline.breadth(frame, "chosen companies").replace(NARROW, " ") == (
        "2 of 3 chosen companies fell. Medians: −5.0 % at the open, −20.0 % at the low, −10.0 % at the close."
    )


def test_what_is_lacking() -> None:
    frame = pd.DataFrame(
        {"name": ["A", "B"], "ret": [0.1, NAN], "loss_bn": [NAN, NAN], "volume_ratio": [NAN, NAN], "ret_21": [NAN, NAN]}
    )
    assert session_headline.lacking(frame, "2025-12-31", 60) == (
        "No prices on this day: B. 1 company has no known share count, so no dollars. The prices end on 31 Dec 2025: "
        "returns past it are left open. A volume ratio needs 60 sessions before the day."
    )
    full = frame.assign(ret=0.1, loss_bn=1.0, volume_ratio=1.0, ret_21=0.0)
    assert session_headline.lacking(full, "2025-12-31", 60) == ""
    alone = full.head(1).assign(loss_bn=NAN)
    assert session_headline.lacking(alone, "2025-12-31", 60) == "No share count of A was known by then, so no dollars."


def test_the_run_up() -> None:
    tell = timeline_headline.run_up
    assert tell(["A", "B", "A"], "2025-01-27", 30) == "3 events in the 30 days before 27 Jan 2025, 2 of them by A"
    assert tell(["A", "B"], "2025-01-27", 30) == "2 events in the 30 days before 27 Jan 2025, by 2 organisations"
    assert tell(["A", "A"], "2025-01-27", 30) == "2 events in the 30 days before 27 Jan 2025, all by A"
    assert tell(["A"], "2025-01-27", 30) == "1 event in the 30 days before 27 Jan 2025, by A"
    assert tell([], "2025-01-27", 30) == "No event is catalogued in the 30 days before 27 Jan 2025"


def test_different_days_are_listed_without_repeating_month_and_year() -> None:
    days = [dt.date(2025, 1, 27), dt.date(2025, 1, 20), dt.date(2025, 1, 22), dt.date(2025, 1, 20)]
    assert timeline_headline.dated("R1", days) == "R1 is dated 20, 22 and 27 Jan 2025"
    later = [dt.date(2023, 12, 30), dt.date(2024, 5, 6), dt.date(2024, 6, 19)]
    assert timeline_headline.dated("X", later) == "X is dated 30 Dec 2023, 6 May and 19 Jun 2024"


@pytest.mark.parametrize(
    ("returns", "sentence"),
    [
        ([0.5, 0.1], "A rose most, by 50.0 %, B least, by 10.0 %, 24 Jan – 31 Mar 2025"),
        ([0.5, -0.1], "A rose 50.0 %, B fell 10.0 %, 24 Jan – 31 Mar 2025"),
        ([-0.5, -0.1], "A fell most, by 50.0 %, B least, by 10.0 %, 24 Jan – 31 Mar 2025"),
        ([-0.5, NAN], "A fell 50.0 %, 24 Jan – 31 Mar 2025"),
        ([0.0, NAN], "A did not move, 24 Jan – 31 Mar 2025"),
        ([0.5, 0.0], "A rose 50.0 %, B did not move, 24 Jan – 31 Mar 2025"),
        ([0.0, -0.5], "A did not move, B fell 50.0 %, 24 Jan – 31 Mar 2025"),
        ([0.5, -0.0001], "A rose 50.0 %, B fell less than 0.1 %, 24 Jan – 31 Mar 2025"),
        ([0.5, 0.5], "Both companies rose 50.0 %, 24 Jan – 31 Mar 2025"),
        ([0.0, 0.0], "None of 2 companies moved, 24 Jan – 31 Mar 2025"),
        ([NAN, NAN], "Prices and events, 24 Jan 2025 = 100"),
    ],
)
def test_moves_since_a_base(returns: list[float], sentence: str) -> None:
    frame = pd.DataFrame({"name": ["A", "B"], "ret": returns})
    assert timeline_headline.since(frame, "2025-01-24", "2025-03-31").replace(NARROW, " ") == sentence


def test_a_base_after_the_last_close_claims_nothing() -> None:
    frame = pd.DataFrame({"name": ["A"], "ret": [0.5]})
    assert timeline_headline.since(frame, "2025-01-24", "2024-12-31") == "Prices and events, 24 Jan 2025 = 100"


def test_parts_keep_segments_whole_and_about_equal() -> None:
    rows = [("A", "chips", -0.1)] * 3 + [("B", "platforms", 0.1)] * 2 + [("C", "chip making", 0.2)] * 2
    first, second = bars.parts(day(*rows))
    assert set(first["segment"]) == {"chips"}
    assert set(second["segment"]) == {"chip making", "platforms"}
    assert len(bars.parts(day(("A", "chips", -0.1)))) == 1
    assert bars.parts(day(("A", "chips", NAN))) == []


def test_parts_with_the_same_reach_have_the_same_axis() -> None:
    words = {"theme": LIGHT, "source": "", "title": "", "subtitle": "", "width": 430, "reach": (-0.3, 0.1)}
    first = bars.returns(day(("A", "chips", -0.3)), **words)
    second = bars.returns(day(("A much longer name", "chips", 0.1)), **words)
    assert first.layout.margin.l == second.layout.margin.l
    for figure in (first, second):
        assert figure.layout.xaxis.range[0] <= -30
        assert figure.layout.xaxis.range[1] >= 10
