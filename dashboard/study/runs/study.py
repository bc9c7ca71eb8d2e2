"""One event study of one or several groups, and every table that is made of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from dashboard.errors import EmptySelectionError, InputError
from dashboard.study.event_study import Estimation, Request, Window, audit, daily, firms
from dashboard.study.group_tests import GroupInputs, WindowInputs, cross_correlations, group_daily, group_table, placebo
from dashboard.study.runs.characteristics import Floats, segment_columns
from dashboard.study.runs.joining import (
    Columns,
    Market,
    group_inputs,
    shared_session,
    windows_of,
)
from dashboard.study.runs.slopes import lacking, slope_table

TABLES = ("firms", "groups", "daily", "group-daily", "placebo", "exposure", "audit")


@dataclass(frozen=True, eq=False)
class Study:
    """Companies estimated together, and the groups they form; every table is worked out when it is asked for.

    Attributes
    ----------
    estimation : Estimation
        All companies of all groups, each once for each of its events.
    members : mapping of str to ndarray of int
        Columns of the estimation that each group holds, by its name.
    returns : DataFrame, shape (T, N)
        Simple returns that were estimated.
    market : Market
        What they were explained with.
    characteristics : mapping of str to ndarray, shape (N,)
        Exposures by name; empty where none was asked for.
    segments : sequence of str, length N, optional
        Where the exposure is to be the segment: that of each company.
    event_dates : sequence of date, length N, optional
        The days of the events as they were given, before they were mapped to sessions.
    flips, seed : int
        Of the sign-flip test; see `group_table`.
    """

    estimation: Estimation
    members: Mapping[str, Columns]
    returns: pd.DataFrame
    market: Market
    characteristics: Mapping[str, Floats]
    segments: Sequence[str] | None
    event_dates: Sequence[date] | None
    flips: int
    seed: int

    @property
    def request(self) -> Request:
        """What was asked for."""
        return self.estimation.request

    def table(self, name: str, statistic: str = "mean") -> pd.DataFrame:
        """Return a table by its name in `TABLES`; `statistic` is that of the placebo table."""
        made: dict[str, Callable[[], pd.DataFrame]] = {
            "firms": self.firms,
            "groups": self.groups,
            "daily": self.daily,
            "group-daily": self.group_daily,
            "placebo": lambda: self.placebo(statistic),
            "exposure": self.exposure,
            "audit": self.audit,
        }
        return made[name]()

    def firms(self) -> pd.DataFrame:
        """Return one row for each group, window and company; see `dashboard.study.event_study.firms`.

        Adjusted p-values take all companies of the study as their family, once each, whatever groups they are in.
        """
        table, companies = firms(self.estimation), len(self.estimation.tickers)
        starts = np.arange(len(self.request.windows))[:, None] * companies
        return pd.concat(
            [table.iloc[(starts + columns).ravel()].assign(group=name) for name, columns in self.members.items()],
            ignore_index=True,
        )

    def groups(self) -> pd.DataFrame:
        """Return all statistics of each group and window; see `dashboard.study.group_tests.group_table`."""
        found = []
        for name, (columns, inputs) in self._tested.items():
            events = [self._windows[name, window] for window in self.request.windows]
            together = cross_correlations(inputs, events)
            for window, event, common in zip(self.request.windows, events, together, strict=True):
                table = group_table(
                    inputs,
                    event,
                    together=common,
                    exposures=self._exposures(columns),
                    flips=self.flips,
                    seed=self.seed,
                )
                table.insert(0, "group", name)
                table.insert(1, "window_start", window[0])
                table.insert(2, "window_end", window[1])
                found.append(table)
        return pd.concat(found, ignore_index=True)

    def daily(self) -> pd.DataFrame:
        """Return abnormal returns by company and session; see `dashboard.study.event_study.daily`."""
        return daily(self.estimation)

    def group_daily(self) -> pd.DataFrame:
        """Return mean abnormal returns by group and session; see `dashboard.study.group_tests.group_daily`."""
        found = []
        for name, (columns, inputs) in self._tested.items():
            around = self.estimation.offsets_event
            table = group_daily(inputs, self.estimation.abnormal[:, columns], around.astype(np.float64))
            table["event_day"] = around
            table.insert(0, "group", name)
            found.append(table)
        return pd.concat(found, ignore_index=True)

    def placebo(self, statistic: str = "mean", window: Window | None = None) -> pd.DataFrame:
        """Return a statistic of each group on every placebo date, and last on the event.

        Parameters
        ----------
        statistic : str
            A name in `dashboard.study.group_tests.SUMMARIES`.
        window : (int, int), optional
            One of the request; its first by default. Placebo windows are as long.

        Returns
        -------
        DataFrame
            Columns ``group``, ``date``, ``event_day`` (both of the last session of each window; no date where a
            group's companies have different event sessions) and ``value``. The row that ends after the estimation
            window is the event.
        """
        chosen = self.request.windows[0] if window is None else window
        found = []
        for name, (columns, inputs) in self._tested.items():
            event = self._windows[name, chosen]
            usable = event.usable(inputs.sigma)
            compared = placebo(inputs.select(usable), event.select(usable), statistic)
            around = np.append(self.estimation.offsets_estimation[compared.last_rows], chosen[1])
            found.append(
                pd.DataFrame(
                    {
                        "group": name,
                        "date": self._dates(columns, around),
                        "event_day": around,
                        "value": np.append(compared.values, compared.event),
                    }
                )
            )
        return pd.concat(found, ignore_index=True)

    def exposure(self) -> pd.DataFrame:
        """Return the slope of abnormal returns on each exposure, day by day: estimation sessions, then event sessions.

        Returns
        -------
        DataFrame
            Columns ``group``, ``characteristic`` (what it is called), ``event_day``, ``date``, ``slope`` (abnormal
            return per unit of it), ``z`` and ``p`` (empirical), both of event sessions only.

        Raises
        ------
        InputError
            The study has no exposure, or it gives a group no slope.
        """
        estimation = self.estimation
        around = np.concatenate([estimation.offsets_estimation, estimation.offsets_event])
        found = []
        for name, (columns, inputs) in self._tested.items():
            days = self._dates(columns, around)
            found.append(slope_table(name, inputs, estimation.abnormal[:, columns], self._exposed(name), around, days))
        return pd.concat(found, ignore_index=True)

    def exposure_notes(self) -> tuple[str, ...]:
        """Return a sentence on each group of whose companies only some have an exposure."""
        return tuple(filter(None, (lacking(name, self._exposed(name)) for name in self._tested)))

    def cross_section(self, window: Window | None = None) -> pd.DataFrame:
        """Return what an exposure regression sees on the event: each tested company's exposures and CAR.

        Returns
        -------
        DataFrame
            Columns ``group``, ``ticker``, ``characteristic`` (what it is called), ``exposure`` (its figure) and ``car``
            over `window` (one of the request; its first by default). Empty where the study has no exposure.
        """
        chosen = self.request.windows[0] if window is None else window
        names = np.array(self.estimation.tickers, dtype=object)
        found = [pd.DataFrame(columns=["group", "ticker", "characteristic", "exposure", "car"])]
        for name, (columns, _) in self._tested.items():
            car = self._windows[name, chosen].car
            found += [
                pd.DataFrame(
                    {"group": name, "ticker": names[columns], "characteristic": label, "exposure": value, "car": car}
                )
                for label, value in self._exposures(columns).items()
            ]
        return pd.concat(found[1:] or found, ignore_index=True)

    def audit(self) -> pd.DataFrame:
        """Return what each company's estimation rests on; see `dashboard.study.event_study.audit`."""
        return audit(self.estimation, self.event_dates)

    @cached_property
    def _tested(self) -> dict[str, tuple[Columns, GroupInputs]]:
        """Each group's companies that can be tested, with their estimation windows."""
        kept = {name: columns[self.estimation.tested[columns]] for name, columns in self.members.items()}
        return {name: (columns, group_inputs(self.estimation, columns)) for name, columns in kept.items()}

    @cached_property
    def _windows(self) -> dict[tuple[str, Window], WindowInputs]:
        """Each group in each window, with the portfolio of those that take part where they share a session."""
        return windows_of(self.estimation, self.market, self.returns, self._tested)

    def _exposed(self, name: str) -> Mapping[str, Floats]:
        """Return the exposures of a group's companies by name, of which there must be some."""
        if not self.characteristics and self.segments is None:
            raise InputError("The table exposure needs an exposure; give beta:^SOX, segment or a file of figures.")
        columns, _ = self._tested[name]
        if not len(columns):
            raise InputError(f"No company of {name} can be tested, as the table audit tells; choose another event.")
        given = self._exposures(columns)
        if not given:
            raise InputError(f"All companies of {name} are of one segment; choose another exposure.")
        return given

    def _exposures(self, columns: Columns) -> Mapping[str, Floats]:
        if self.segments is not None:
            return segment_columns([self.segments[column] for column in columns])
        return {name: values[columns] for name, values in self.characteristics.items()}

    def _dates(self, columns: Columns, around: NDArray[np.int64]) -> NDArray[np.datetime64]:
        """Return the session of each offset, NaT where companies have different event sessions or there are none."""
        if len(columns) and shared_session(self.estimation, columns):
            days: NDArray[np.datetime64] = self.estimation.dates_at(around)[:, columns[0]]
            return days
        return np.full(len(around), np.datetime64("NaT", "us"))


def run_study(
    request: Request,
    returns: pd.DataFrame,
    event_rows: NDArray[np.int64],
    market: Market,
    members: Mapping[str, Columns],
    *,
    characteristics: Mapping[str, Floats] | None = None,
    segments: Sequence[str] | None = None,
    event_dates: Sequence[date] | None = None,
    flips: int = 9_999,
    seed: int = 7,
) -> Study:
    """Estimate the companies of one or several groups together.

    Parameters
    ----------
    request : Request
    returns : DataFrame, shape (T, N)
        Simple total returns on consecutive sessions; a ticker may stand several times for several events.
    event_rows : ndarray of int, shape (N,)
        Row of each column's event session.
    market : Market
    members : mapping of str to ndarray of int
        Columns of each group by its name.
    characteristics, segments, event_dates, flips, seed
        As in `Study`.

    Raises
    ------
    InputError
        A group has no company, or a series that the model needs is not given.
    """
    for name, columns in members.items():
        if not len(columns):
            raise EmptySelectionError(f"The group {name} holds no company with an event; name at least one.")
    return Study(
        estimation=market.estimate(request, returns, event_rows),
        members=members,
        returns=returns,
        market=market,
        characteristics=characteristics or {},
        segments=segments,
        event_dates=event_dates,
        flips=flips,
        seed=seed,
    )
