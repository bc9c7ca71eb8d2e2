"""Which sessions are drawn around an event, and that the slope is the one of a plain regression."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest

from dashboard.prices import load_panel
from dashboard.settings import settings
from dashboard.study.event_study import Window
from dashboard.study_evidence import Evidence, evidence, sessions_around


@pytest.mark.parametrize(
    ("window", "estimation", "first", "last", "drawn"),
    [
        ((0, 0), (-270, -21), -400, 200, (-10, 10)),
        ((0, 0), (-270, -21), -400, 1, (-10, 1)),
        ((0, 0), (-270, -4), -400, 200, (-3, 10)),
        ((-15, 30), (-270, -21), -400, 200, (-15, 30)),
        ((0, 0), (6, 200), -400, 200, (-10, 5)),
        ((0, 0), (6, 200), -2, 200, (-2, 5)),
        ((0, 20), (-270, -21), -400, 3, (-10, 20)),
    ],
)
def test_the_sessions_that_are_drawn(window: Window, estimation: Window, first: int, last: int, drawn: Window) -> None:
    assert sessions_around(window, estimation, first, last) == drawn


@pytest.fixture(scope="module")
def shock() -> Evidence:
    panel = load_panel(settings().data_cache)
    return evidence(panel, dt.date(2025, 1, 27), "companies", (0, 1), exposure="beta:^SOX")


def test_the_slope_is_that_of_least_squares(shock: Evidence) -> None:
    found = shock.exposures
    assert shock.slope is not None
    assert shock.slope.event == pytest.approx(np.polyfit(found["exposure"], found["car"], 1)[0])
    row = shock.groups[shock.groups["statistic"] == "exposure"].iloc[0]
    assert (shock.slope.z, shock.slope.p) == pytest.approx((row["value"], row["p"]))
    assert shock.slope.days == shock.slope.before.notna().sum() == 249


def test_the_paths_pass_through_the_event(shock: Evidence) -> None:
    day = shock.daily[shock.daily["event_day"].isin([0, 1])].groupby("ticker")["ar"].sum()
    # Estimated apart from the tests, on the same sessions.
    assert day.to_dict() == pytest.approx(shock.firms.set_index("ticker")["car"].to_dict())
    assert len(shock.placebo) == 249
    assert shock.group_daily["event_day"].iloc[[0, -1]].tolist() == [-10, 10]


def test_without_an_exposure_there_is_no_slope() -> None:
    panel = load_panel(settings().data_cache)
    assert evidence(panel, dt.date(2025, 1, 27), ("NVDA", "AMD"), (0, 0)).slope is None
