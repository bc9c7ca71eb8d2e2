"""One event study of one or several groups, and every table that is made of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from dashboard.study.event_study import Estimation, Request, Window, audit, daily, firms
from dashboard.study.group_tests import (
    Exposure,
    GroupInputs,
    WindowInputs,
    cross_correlations,
    empirical_p,
    exposure,
    group_daily,
    group_table,
    placebo,
)
from dashboard.study.runs.characteristics import Floats
from dashboard.study.runs.joining import Columns, Market, group_inputs, shared_session, windows_of
from dashboard.study.runs.slopes import Exposed, exposures_of, slope_table, some_lack_one

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
        for name, (_, inputs) in self._tested.items():
            events = [self._windows[name, window] for window in self.request.windows]
            together = cross_correlations(inputs, events)
            for window, event, common in zip(self.request.windows, events, together, strict=True):
                table = group_table(
                    inputs,
                    event,
                    together=common,
                    exposures=self._exposed[name].figures,
                    unexposed=self._exposed[name].lacking,
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
            found.append(slope_table(name, inputs, estimation.abnormal[:, columns], self._exposed[name], around, days))
        return pd.concat(found, ignore_index=True)

    def slopes(self, name: str, window: Window) -> Exposure | None:
        """Return the slopes of a group's CARs over a window of the request, beside those of earlier runs of days.

        None where the group has no exposure.
        """
        _, inputs = self._tested[name]
        given, event = self._exposed[name], self._windows[name, window]
        if not given.figures:
            return None
        usable = event.usable(inputs.sigma)
        group, event = inputs.select(usable), event.select(usable)
        return exposure(group, event.car[None, :], given.matrix[usable], sessions=event.sessions)

    def notes(self, table: pd.DataFrame, name: str, statistic: str = "mean") -> tuple[str, ...]:
        """Return what a reader should be told of a table beside its figures.

        That is how many companies of each group have an exposure, where only some have one, or what the placebo dates
        say of the event.

        Parameters
        ----------
        table : DataFrame
            What `table` returned for the other two.
        name, statistic : str
        """
        if name == "exposure":
            return tuple(filter(None, (some_lack_one(group, self._exposed[group]) for group in self._tested)))
        if name == "placebo":
            by_group = table.groupby("group", sort=False)["value"]
            return tuple(_placebo_note(str(group), statistic, values.to_numpy()) for group, values in by_group)
        return ()

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
                for label, value in self._exposed[name].figures.items()
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

    @cached_property
    def _exposed(self) -> dict[str, Exposed]:
        """What the tested companies of each group were exposed to."""
        return {
            name: exposures_of(self.estimation, columns, self.characteristics, self.segments)
            for name, columns in self.members.items()
        }

    def _dates(self, columns: Columns, around: NDArray[np.int64]) -> NDArray[np.datetime64]:
        """Return the session of each offset, NaT where companies have different event sessions or there are none."""
        if len(columns) and shared_session(self.estimation, columns):
            days: NDArray[np.datetime64] = self.estimation.dates_at(around)[:, columns[0]]
            return days
        return np.full(len(around), np.datetime64("NaT", "us"))


def _placebo_note(group: str, statistic: str, values: Floats) -> str:
    """Say how the last of some figures, that of the event, compares with the others."""
    reached, p, smallest = empirical_p(values[:-1], float(values[-1]))
    if np.isnan(p):
        return f"The {statistic} of {group} cannot be compared: the event or every earlier run of days has none."
    return (
        f"The {statistic} of {group} on the event is reached on {reached} of {round(1 / smallest) - 1} placebo dates: "
        f"empirical p {p:.4g}, of which the smallest possible is {smallest:.4g}."
    )
