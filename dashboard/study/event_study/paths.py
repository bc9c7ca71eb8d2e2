"""Abnormal returns session by session, and what an estimation rests on: the daily and the audit table."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from dashboard.study.event_study.estimation import Estimation
from dashboard.study.event_study.firms import prediction_sd, reasons_in
from dashboard.study.event_study.windows import Window, span, written


def daily(estimation: Estimation, window: Window | None = None) -> pd.DataFrame:
    """Make the table of abnormal returns by company and event session.

    Parameters
    ----------
    estimation : Estimation
    window : (int, int), optional
        The sessions to list and cumulate over; from the first to the last of all event windows unless given.

    Returns
    -------
    DataFrame
        Rows by company, then session; columns ``ticker``, ``event_day`` (offset), ``date``, ``ret``, ``expected``,
        ``ar``, ``ar_sd``, ``car``, ``car_sd``. `car` cumulates from the first session of the window and is missing
        from a missing session on; standard deviations are those of prediction errors.

    Raises
    ------
    InputError
        The estimation does not cover the window.
    """
    chosen = span(estimation.request.windows) if window is None else window
    rows = estimation.rows_of(chosen)
    around = estimation.offsets_event[rows]
    days, companies = len(around), len(estimation.tickers)
    abnormal, design = estimation.abnormal[rows], estimation.event_design[rows]
    own_variance = estimation.event_variance[rows]
    car = abnormal.cumsum(axis=0)
    ar_sd = np.where(np.isnan(abnormal), np.nan, prediction_sd(estimation, design, own_variance))
    car_sd = np.where(
        np.isnan(car), np.nan, prediction_sd(estimation, design.cumsum(axis=0), own_variance.cumsum(axis=0))
    )
    columns = {
        "ticker": np.repeat(np.array(estimation.tickers, dtype=object), days),
        "event_day": np.tile(around, companies),
        "date": estimation.dates_at(around).T.ravel(),
    }
    figures = {
        "ret": estimation.returns_event[rows],
        "expected": estimation.expected[rows],
        "ar": abnormal,
        "ar_sd": ar_sd,
        "car": car,
        "car_sd": car_sd,
    }
    return pd.DataFrame(columns | {name: figure.T.ravel() for name, figure in figures.items()})


def audit(estimation: Estimation, event_dates: Sequence[date] | None = None) -> pd.DataFrame:
    """Make the table of what each company's estimation rests on.

    Parameters
    ----------
    estimation : Estimation
    event_dates : sequence of date, optional
        The day of each company's event as it was given, before it was mapped to a session; the sessions unless given.

    Returns
    -------
    DataFrame
        One row a company; columns ``ticker``, ``event_date``, ``session``, ``estimation_first`` and
        ``estimation_last`` (the first and the last session of the estimation window that was used, NaT where none was),
        ``n_obs`` (how many were) and ``dropped_for`` (the reason; where only some of the event windows have no figures,
        or not all for one reason, each of them is named; empty for a company that was not dropped).
    """
    observed = estimation.observed
    length = len(observed)
    edges = np.stack([observed.argmax(axis=0), length - 1 - observed[::-1].argmax(axis=0)])
    rows = estimation.event_rows + estimation.offsets_estimation[edges]
    known = estimation.dates.to_numpy()
    # What was used lies among the rows; of a company without any the row stands for nothing.
    used = np.where(observed.any(axis=0), known[rows.clip(0, len(known) - 1)], np.datetime64("NaT"))
    days = estimation.sessions if event_dates is None else pd.DatetimeIndex(pd.to_datetime(list(event_dates)))
    return pd.DataFrame(
        {
            "ticker": list(estimation.tickers),
            "event_date": days.as_unit("us"),
            "session": estimation.sessions,
            "estimation_first": used[0],
            "estimation_last": used[1],
            "n_obs": estimation.n_obs,
            "dropped_for": _dropped_for(estimation),
        }
    )


def _dropped_for(estimation: Estimation) -> list[str]:
    """Say for each company why it has no figures, and in which windows if that is not the same in all."""
    windows = estimation.request.windows
    by_window = np.array([reasons_in(estimation, window) for window in windows], dtype=object)
    # The reason of a company that is a regressor itself is none for dropping it.
    by_window[np.array([_has_figures(estimation, window) for window in windows])] = ""
    same = (by_window == by_window[0]).all(axis=0)
    named = [f" (window {written(window)})" for window in windows]
    return [
        first if alike else ", ".join(why + name for name, why in zip(named, reasons, strict=True) if why)
        for first, alike, reasons in zip(by_window[0], same, by_window.T, strict=True)
    ]


def _has_figures(estimation: Estimation, window: Window) -> NDArray[np.bool_]:
    return np.asarray(np.isfinite(estimation.abnormal[estimation.rows_of(window)]).all(axis=0))
