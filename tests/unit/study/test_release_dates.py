"""How far the dates of a release lie apart: days and months by hand, and which own date an article has taken."""

from __future__ import annotations

import datetime as dt

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.catalog import Event, EventDate, load_events
from dashboard.study.release_dates import NO_FIT, dates_apart


def event(key: str, *dates: tuple[str, str | None, str]) -> Event:
    """Return an event dated by basis, publication and day or month."""
    made = []
    for basis, publication, text in dates:
        precision = "day" if len(text) > 7 else "month"
        made.append(EventDate(key, basis, publication, text, precision, "unknown", "verified", "S", None, None))  # type: ignore[arg-type]
    return Event(key, "O", "model_release", key, None, None, "2401.00001", tuple(made))


def only(frame: pd.DataFrame, basis: str, publication: str | None = None) -> pd.Series:
    rows = frame[(frame["basis"] == basis) & (frame["publication"].fillna("") == (publication or ""))]
    (row,) = rows.to_dict("records")
    return pd.Series(row)


def test_days_and_months_from_the_launch() -> None:
    found = dates_apart(
        [
            event(
                "A",
                ("article", "P", "2024-01"),
                ("article", "Q", "2023-12"),
                ("article", "R", "2023-11"),
                ("article", "S", "2023-11-28"),
                ("arxiv", None, "2024-01-05"),
                ("launch", None, "2023-11-29"),
            )
        ]
    )
    assert found["basis"].to_list() == ["launch", "arxiv", "article", "article", "article", "article"]
    arxiv = only(found, "arxiv")  # one day of November, 31 of December, 5 of January
    assert (arxiv["days_apart"], arxiv["months_apart"], arxiv["apart"]) == (37, 2, "37 days later")
    later = only(found, "article", "P")  # nearest day: 1 January
    assert (later["days_apart"], later["apart"], later["fits"]) == (33, "2 months later", "arxiv")
    between = only(found, "article", "Q")
    assert (between["days_apart"], between["apart"], between["fits"]) == (2, "1 month later", NO_FIT)
    same = only(found, "article", "R")
    assert (same["days_apart"], same["apart"], same["fits"]) == (0, "same month", "launch")
    earlier = only(found, "article", "S")
    assert (earlier["days_apart"], earlier["apart"], earlier["fits"]) == (-1, "1 day earlier", NO_FIT)
    assert pd.isna(only(found, "launch")["apart"])


def test_without_a_launch_the_first_arxiv_version_is_compared_with_and_without_both_nothing() -> None:
    found = dates_apart([event("B", ("arxiv", None, "2024-06-17"), ("article", "P", "2024-06")),
                         event("C", ("article", "P", "2024-06"))])  # fmt: skip
    assert set(found["key"]) == {"B"}
    assert set(found["since"]) == {pd.Timestamp("2024-06-17")}
    assert dates_apart([]).empty


def test_the_catalogue_tells_an_error_of_basis_from_a_wrong_date() -> None:
    found = dates_apart(load_events()).set_index(["key", "publication"])
    # The last revision of V2's paper is of 19 June 2024; R1 was launched on Monday 20 January 2025.
    assert found.loc[("deepseek-v2", "CISTEC"), ["apart", "fits"]].to_list() == ["1 month later", "arxiv_revision"]
    assert found.loc[("deepseek-r1", "CISTEC"), ["apart", "fits"]].to_list() == ["2 days later", "arxiv"]
    assert found.loc[("deepseek-r1", "CNBC"), ["apart", "fits"]].to_list() == ["7 days later", NO_FIT]
    assert found.loc[("deepseek-r1", "GIGAZINE"), ["apart", "fits"]].to_list() == ["same day", "launch"]
    assert found.loc[("deepseek-coder", "CISTEC"), ["apart", "fits"]].to_list() == ["2 months later", "arxiv"]


@given(st.dates(dt.date(2020, 1, 1), dt.date(2030, 12, 31)), st.integers(-400, 400))
def test_a_day_lies_as_far_apart_as_it_was_moved_and_its_month_no_further(launch: dt.date, moved: int) -> None:
    day = launch + dt.timedelta(days=moved)
    found = dates_apart(
        [event("A", ("launch", None, str(launch)), ("article", "P", str(day)), ("article", "Q", f"{day:%Y-%m}"))]
    )
    exact, month = only(found, "article", "P"), only(found, "article", "Q")
    assert exact["days_apart"] == moved
    assert abs(month["days_apart"]) <= abs(moved)
    assert (month["days_apart"] == 0) == (month["months_apart"] == 0) == (month["fits"] == "launch")
    assert exact["months_apart"] == month["months_apart"]


@pytest.mark.parametrize("name", ["key", "basis", "date", "since", "days_apart", "status"])
def test_no_figure_is_missing(name: str) -> None:
    assert dates_apart(load_events())[name].notna().all()
