"""Carrying out an event study of groups."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from dashboard.errors import EmptySelectionError
from dashboard.study.event_study import Request
from dashboard.study.runs.characteristics import Floats
from dashboard.study.runs.joining import Columns, Market
from dashboard.study.runs.study import Study


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
