"""What a group did on the days before the event, as if each had been one: the placebo-date distribution."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from dashboard.study.group_tests.inputs import Floats, GroupInputs, Outcome, WindowInputs
from dashboard.study.group_tests.parametric import too_few
from dashboard.study.group_tests.summaries import Group, Summary

ROUNDING = 1e-12


@dataclass(frozen=True, eq=False)
class Placebo:
    """A statistic on the event and on every placebo date.

    Attributes
    ----------
    event : float
        The statistic of the event window.
    values : ndarray, shape (D,)
        The same for windows of the same length within the estimation window, NaN where nobody was present.
    last_rows : ndarray, shape (D,)
        Row of the estimation window on which each placebo window ends.
    reached : int
        Placebo dates with a statistic at least as far from zero as the event's.
    p : float
        (1 + reached) / (1 + dates).
    smallest_p : float
        1 / (1 + dates), the smallest p that the number of dates allows.
    """

    event: float
    values: Floats
    last_rows: np.ndarray[tuple[int], np.dtype[np.int64]]
    reached: int
    p: float
    smallest_p: float


def pre_event_cars(inputs: GroupInputs, sessions: int) -> Floats:
    """Sum deleted residuals over every run of `sessions` estimation days.

    An abnormal return of the event is a prediction error; a residual is not, since its day was fitted. The deleted
    residual e/(1-h) is the prediction error of a fit without the day.

    Parameters
    ----------
    inputs : GroupInputs
        The estimation windows.
    sessions : int
        Length m of the window, at least 1.

    Returns
    -------
    ndarray, shape (L-m+1, N)
        NaN where a day of the run is missing. Runs that overlap share days.
    """
    return _runs(inputs.deleted, sessions)


def pre_event_sds(inputs: GroupInputs, sessions: int) -> Floats:
    """Return the standard deviation of each of the sums of `pre_event_cars`, the days' variances added up."""
    spared = 1.0 - inputs.leverage
    return np.sqrt(_runs(np.square(inputs.sigma) / np.where(spared > 1e-12, spared, np.nan), sessions))


def placebo(inputs: GroupInputs, window: WindowInputs, summary: str | Summary = "mean") -> Placebo:
    """Compare a statistic of the event with its values on the placebo dates.

    Parameters
    ----------
    inputs : GroupInputs
        The estimation windows.
    window : WindowInputs
        The event window.
    summary : str or callable
        A name in `dashboard.study.group_tests.SUMMARIES`, or any function of CARs and standard deviations.

    Returns
    -------
    Placebo
        p is NaN where there is no placebo date or no statistic of the event.
    """
    compute = Group(inputs, window).bind(summary) if isinstance(summary, str) else summary
    values = compute(pre_event_cars(inputs, window.sessions), pre_event_sds(inputs, window.sessions))
    event = float(compute(window.car[None, :], window.car_sd[None, :])[0])
    last_rows = np.arange(len(values), dtype=np.int64) + window.sessions - 1
    return Placebo(event, values, last_rows, *empirical_p(values, event))


def empirical_p(values: Floats, event: float) -> tuple[int, float, float]:
    """Return how many values are at least as far from zero as the event's, with p and the smallest p possible.

    Values that are NaN count for nothing; p is NaN where none is left, or the event has no figure.
    """
    known = values[np.isfinite(values)]
    reached = int((np.abs(known) >= abs(event) * (1 - ROUNDING)).sum())
    smallest = 1 / (1 + len(known))
    return reached, (1 + reached) * smallest if len(known) and np.isfinite(event) else float("nan"), smallest


def placebo_date(inputs: GroupInputs, window: WindowInputs) -> Outcome:
    """Return the number of placebo dates whose mean reaches the event's, with its p."""
    if not len(window.car):
        return Outcome(note=too_few(1))
    found = placebo(inputs, window)
    if np.isnan(found.p):
        return Outcome(note="the estimation window has no placebo date")
    dates = round(1 / found.smallest_p) - 1
    return Outcome(float(found.reached), p=found.p, note=f"of {dates} placebo dates; smallest p {found.smallest_p:.4g}")


def _runs(values: Floats, length: int) -> Floats:
    """Sum every run of so many rows, (L, N) to (L-length+1, N), by joining runs of 1, 2, 4 ... rows."""
    runs = max(len(values) - length + 1, 0)
    if length == 1 or not runs:
        return values[:runs]
    total = np.zeros((runs, values.shape[1]))
    joined, width, start = values, 1, 0
    while start < length:
        if length & width:
            total += joined[start : start + runs]
            start += width
        if start < length:
            joined, width = joined[:-width] + joined[width:], 2 * width
    return total
