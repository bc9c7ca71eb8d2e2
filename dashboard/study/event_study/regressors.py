"""The regressors of a model on every session: constant, indices and factors, with the risk-free rate."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from dashboard.errors import InputError
from dashboard.study.event_study.models import BENCHMARK, RISK_FREE, SECTOR
from dashboard.study.event_study.request import Request

_Float = NDArray[np.float64]

LARGEST = 1e50
"""No return is this large: beyond it sums of cubes would leave the range of floating-point numbers."""


@dataclass(frozen=True, eq=False)
class Regressors:
    """What returns are explained with.

    Attributes
    ----------
    dates : DatetimeIndex, shape (T,)
    design : ndarray, shape (T, p)
        Constant first, then the regressors of the model; NaN where missing.
    risk_free : ndarray, shape (T,)
        0 where the model does not take returns over it.
    """

    dates: pd.DatetimeIndex
    design: _Float
    risk_free: _Float


def in_kind(request: Request, simple: _Float) -> _Float:
    """Return simple returns in the kind asked for, NaN where they are not finite or have no logarithm."""
    if request.returns == "log":
        return np.log1p(np.where((simple > -1.0) & np.isfinite(simple), simple, np.nan))
    return np.where(np.isfinite(simple), simple, np.nan)


def regressors(
    request: Request,
    dates: pd.DatetimeIndex,
    benchmark: pd.Series | None,
    sector: pd.Series | None,
    factors: pd.DataFrame | None,
) -> Regressors:
    """Bring what the model needs onto the sessions of the returns.

    Raises
    ------
    InputError
        A series or factor that the model needs is not given.
    """
    model = request.definition
    given = {BENCHMARK: (request.benchmark, benchmark), SECTOR: (request.sector, sector)}
    columns = [np.ones(len(dates))]
    risk_free = np.zeros(len(dates))
    if model.excess:
        if factors is None or (absent := [name for name in model.factors if name not in factors.columns]):
            lacking = ", ".join(model.factors if factors is None else absent)
            raise InputError(f"The model {request.model} needs the daily factors {lacking}; import them first.")
        matched = factors.reindex(dates)
        columns += [_bounded(matched[name].to_numpy(dtype=np.float64)) for name in model.regressors]
        risk_free = in_kind(request, _bounded(matched[RISK_FREE].to_numpy(dtype=np.float64)))
    else:
        for name in model.regressors:
            ticker, series = given[name]
            if series is None:
                raise InputError(
                    f"The model {request.model} needs the returns of its {name} {ticker}; import its prices or choose "
                    "another."
                )
            columns.append(in_kind(request, _bounded(series.reindex(dates).to_numpy(dtype=np.float64))))
    return Regressors(dates, np.column_stack(columns), risk_free)


def _bounded(values: _Float) -> _Float:
    return np.where(np.abs(values) <= LARGEST, values, np.nan)
