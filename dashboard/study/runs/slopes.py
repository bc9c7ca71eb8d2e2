"""The slopes of one group's abnormal returns on what its companies were exposed to, day by day."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from dashboard.errors import InputError
from dashboard.study.event_study import Estimation
from dashboard.study.group_tests import GroupInputs, exposed, exposure, no_slope
from dashboard.study.runs.characteristics import Floats, segment_columns
from dashboard.study.runs.joining import Columns

NONE_GIVEN = "no exposure was given"


@dataclass(frozen=True, eq=False)
class Exposed:
    """What the companies of a group that can be tested were exposed to.

    Attributes
    ----------
    figures : mapping of str to ndarray, shape (N,)
        Characteristics by name, NaN where a company has none.
    lacking : str
        Why there are none; "" where there are.
    """

    figures: Mapping[str, Floats]
    lacking: str = ""

    @property
    def matrix(self) -> Floats:
        """The characteristics as columns, shape (N, q)."""
        return np.column_stack(list(self.figures.values()))


def exposures_of(
    estimation: Estimation, members: Columns, characteristics: Mapping[str, Floats], segments: Sequence[str] | None
) -> Exposed:
    """Return the exposures of a group's companies that can be tested, or why there are none.

    Parameters
    ----------
    estimation : Estimation
    members : ndarray of int
        Its columns that the group holds.
    characteristics, segments
        As in `dashboard.study.runs.Study`.
    """
    columns = members[estimation.tested[members]]
    if not characteristics and segments is None:
        return Exposed({}, NONE_GIVEN)
    if not len(columns):
        reasons = {estimation.reason[column]: estimation.tickers[column] for column in members[::-1]}
        told = ", ".join(f"{ticker}: {reason}" for reason, ticker in reversed(reasons.items()))
        return Exposed({}, f"none of its companies can be tested ({told})")
    if segments is None:
        return Exposed({name: values[columns] for name, values in characteristics.items()})
    figures = segment_columns([segments[column] for column in columns])
    return Exposed(figures, "" if figures else "all its companies are of one segment")


def slope_table(
    group: str,
    inputs: GroupInputs,
    abnormal: Floats,
    given: Exposed,
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
    given : Exposed
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
    if given.lacking == NONE_GIVEN:
        raise InputError("The table exposure needs an exposure; give beta:^SOX, segment or a file of figures.")
    if reason := given.lacking or no_slope(given.matrix):
        on = f" on {' and '.join(given.figures)}" if given.figures else ""
        other = "another exposure or other" if inputs.companies else "other"
        raise InputError(f"There is no slope{on} for the group {group}: {reason}; choose {other} companies.")
    slopes = exposure(inputs, abnormal, given.matrix)
    blank = np.full(len(slopes.before), np.nan)
    found = []
    for place, label in enumerate(given.figures):
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


def some_lack_one(group: str, given: Exposed) -> str:
    """Say on how many of a group's companies its slopes rest, where some have no figure; else ""."""
    known = exposed(given.matrix)
    if known.all():
        return ""
    return f"The slopes of {group} rest on {known.sum()} of {len(known)} companies; the others lack an exposure."
