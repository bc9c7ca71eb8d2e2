"""What companies were exposed to before the event: their beta to an index, or the segment they belong to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from dashboard.errors import InputError
from dashboard.study.event_study import MODELS, Request, estimate

Floats = NDArray[np.float64]


def betas(request: Request, returns: pd.DataFrame, rows: NDArray[np.int64], index: pd.Series, ticker: str) -> Floats:
    """Regress each company on a constant and an index over its estimation window, and return the slopes.

    Parameters
    ----------
    request : Request
        Gives estimation window, kind of returns and fewest observations; its model is not looked at.
    returns : DataFrame, shape (T, N)
        Simple returns.
    rows : ndarray of int, shape (N,)
        Event sessions.
    index : Series
        Simple returns of the index by date.
    ticker : str
        Its name.

    Returns
    -------
    ndarray, shape (N,)
        NaN for companies with too few observations.

    Raises
    ------
    InputError
        The request asks for too few observations to regress on two.
    """
    fewest = MODELS["market_model"].fewest
    if request.min_obs < fewest:
        raise InputError(
            f"A beta needs at least {fewest} observations, and {request.min_obs} are asked for; ask for more or choose "
            "another exposure."
        )
    plain = replace(request, model="market_model", covariance="classical", benchmark=ticker)
    slopes: Floats = estimate(plain, returns, rows, benchmark=index).coefficients[:, 1]
    return slopes


def segment_columns(segments: Sequence[str]) -> Mapping[str, Floats]:
    """Code segments as columns of 0 and 1 for a regression with a constant.

    Parameters
    ----------
    segments : sequence of str, length N
        The segment of each company.

    Returns
    -------
    mapping of str to ndarray, shape (N,)
        One column for each segment but the one with most companies (of equal ones the first met), which the others
        are compared with; the names say so.
    """
    counted = Counter(segments).most_common()
    if not counted:
        return {}
    base = counted[0][0]
    names = np.array(segments, dtype=object)
    return {
        f"{segment} against {base}": (names == segment).astype(np.float64)
        for segment in dict.fromkeys(segments)
        if segment != base
    }
