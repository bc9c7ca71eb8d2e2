"""Everything that one page of evidence shows: a study of some companies on one date, and the sessions around it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Unpack

import pandas as pd

from dashboard.catalog import load_universe
from dashboard.choices import Day, Tickers
from dashboard.prices import PricePanel
from dashboard.study.event_study import Window
from dashboard.study.group_tests import Exposure
from dashboard.study_choices import Choices, run

AROUND: Window = (-10, 10)
"""Sessions over which paths are drawn, longer where the event window is."""


@dataclass(frozen=True)
class Slope:
    """The slope of abnormal returns on the exposure over the event window.

    Attributes
    ----------
    event : float
        Decimal a unit of exposure; NaN where companies are too few or equally exposed.
    z, p : float
        Against the slopes of the sessions before; p is empirical.
    before : Series
        The slope over each run of as many sessions in the estimation window.
    days : int
        How many of those there are.
    """

    event: float
    z: float
    p: float
    before: pd.Series
    days: int


@dataclass(frozen=True, eq=False)
class Evidence:
    """The tables of one study; nobody may change them, for readers share them.

    Attributes
    ----------
    firms : DataFrame
        As ``study --table firms``, with name and segment.
    groups : DataFrame
        As ``study --table groups``.
    placebo : DataFrame
        As ``study --table placebo``, the event's row left out.
    daily, group_daily : DataFrame
        As ``study --table daily`` and ``group-daily``, over the sessions that paths are drawn over.
    exposures : DataFrame
        As `dashboard.study_tables.cross_section`.
    slope : Slope or None
        None where no company can be tested.
    notes : tuple of str
        As of `dashboard.study_choices.Choice`.
    """

    firms: pd.DataFrame
    groups: pd.DataFrame
    placebo: pd.DataFrame
    daily: pd.DataFrame
    group_daily: pd.DataFrame
    exposures: pd.DataFrame
    slope: Slope | None
    notes: tuple[str, ...]


def evidence(panel: PricePanel, event: Day, tickers: Tickers, window: Window, **choices: Unpack[Choices]) -> Evidence:
    """Carry out a study of one event window, and the one of the sessions around it.

    Parameters
    ----------
    panel : PricePanel
    event, tickers
        As in `dashboard.study_tables.study`.
    window : (int, int)
        The event window.
    **choices
        See `dashboard.study_choices.Choices`; the estimation window must be given as a pair of numbers. Windows are not
        looked at.

    Raises
    ------
    InputError
        A choice cannot be used; the sentence names it.
    """
    choices["windows"] = (window,)
    choice = run(panel, event, tickers, **choices)
    done = choice.study
    session, last = int(done.estimation.event_rows[0]), len(done.returns) - 1
    choices["windows"] = (sessions_around(window, done.request.estimation, -session, last - session),)
    choices["exposure"] = None
    around = run(panel, event, tickers, **choices).study
    return Evidence(
        firms=_named(done.firms()),
        groups=done.groups(),
        placebo=done.placebo().iloc[:-1],
        daily=around.daily(),
        group_daily=around.group_daily(),
        exposures=_named(done.cross_section()),
        slope=_slope(done.slopes(next(iter(done.members)), window)),
        notes=choice.notes,
    )


def sessions_around(window: Window, estimation: Window, first: int, last: int) -> Window:
    """Return the sessions to draw: `AROUND` and the event window, within the prices and clear of the estimation window.

    Parameters
    ----------
    window, estimation : (int, int)
        They share no session.
    first, last : int
        Offsets of the first and the last session that has prices.
    """
    low, high = max(min(AROUND[0], window[0]), first), min(max(AROUND[1], window[1]), last)
    if estimation[1] < window[0]:
        low = max(low, estimation[1] + 1)
    else:
        high = min(high, estimation[0] - 1)
    return min(low, window[0]), max(high, window[1])


def _named(frame: pd.DataFrame) -> pd.DataFrame:
    universe = load_universe()
    return frame.assign(name=frame["ticker"].map(universe.name), segment=frame["ticker"].map(universe.segment))


def _slope(found: Exposure | None) -> Slope | None:
    """Return the slope on the first exposure."""
    if found is None:
        return None
    return Slope(
        event=float(found.event[0, 0]),
        z=float(found.z[0, 0]),
        p=float(found.p[0, 0]),
        before=pd.Series(found.before[:, 0], name="slope"),
        days=int(found.days[0]),
    )
