"""The slopes of one group's abnormal returns on what its companies were exposed to, day by day."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from dashboard.errors import InputError
from dashboard.study.group_tests import GroupInputs, exposed, exposure, no_slope
from dashboard.study.runs.characteristics import Floats

Exposures = Mapping[str, Floats]
"""Characteristics of the companies of a group by name, each of shape (N,), NaN where a company has none."""


def slope_table(
    group: str,
    inputs: GroupInputs,
    abnormal: Floats,
    exposures: Exposures,
    event_days: NDArray[np.int64],
    dates: NDArray[np.datetime64],
) -> pd.DataFrame:
    """Regress each day's abnormal returns on the exposures.

    Parameters
    ----------
    group : str
        Its name.
    inputs : GroupInputs
        The estimation windows of N companies, L days.
    abnormal : ndarray, shape (E, N)
        Abnormal returns of event sessions, decimals.
    exposures : mapping of str to ndarray, shape (N,)
        Together the columns of one regression.
    event_days, dates : ndarray, shape (L + E,)
        Offset and session of the days of the estimation window, then of the event sessions.

    Returns
    -------
    DataFrame
        Rows by exposure, then day; columns as `dashboard.study.runs.Study.exposure` says.

    Raises
    ------
    InputError
        No day can have a slope; the sentence says why.
    """
    matrix = np.column_stack(list(exposures.values()))
    if reason := no_slope(matrix):
        raise InputError(
            f"There is no slope on {' and '.join(exposures)} for the group {group}: {reason}; "
            "choose another exposure or other companies."
        )
    slopes = exposure(inputs, abnormal, matrix)
    blank = np.full(len(slopes.before), np.nan)
    found = []
    for place, label in enumerate(exposures):
        columns: dict[str, Any] = {
            "group": group,
            "characteristic": label,
            "event_day": event_days,
            "date": dates,
            "slope": np.concatenate([slopes.before[:, place], slopes.event[:, place]]),
            "z": np.concatenate([blank, slopes.z[:, place]]),
            "p": np.concatenate([blank, slopes.p[:, place]]),
        }
        found.append(pd.DataFrame(columns))
    return pd.concat(found, ignore_index=True)


def lacking(group: str, exposures: Exposures) -> str:
    """Say on how many of a group's companies its slopes rest, where some have no figure; else ""."""
    known = exposed(np.column_stack(list(exposures.values())))
    if known.all():
        return ""
    return f"The slopes of {group} rest on {known.sum()} of {len(known)} companies; the others lack an exposure."
