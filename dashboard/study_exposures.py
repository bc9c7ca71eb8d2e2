"""What companies were exposed to, as a reader chose it: a beta, their segment, or figures of the reader's own."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from pandas.api.types import is_numeric_dtype, is_object_dtype, is_string_dtype

from dashboard.catalog import load_universe
from dashboard.errors import InputError
from dashboard.study.event_study import Request
from dashboard.study.event_study.regressors import LARGEST
from dashboard.study.runs import betas

BETA = "beta:"
SEGMENT = "segment"
ELSEWHERE = "outside the universe"

Floats = NDArray[np.float64]


def exposures(
    given: str | pd.DataFrame | None,
    request: Request,
    returns: pd.DataFrame,
    rows: NDArray[np.int64],
    series: Callable[[str], tuple[str, pd.Series]],
) -> tuple[dict[str, Floats], tuple[str, ...] | None]:
    """Return characteristics of N companies by name, or their segments.

    Parameters
    ----------
    given : str or DataFrame or None
        ``"beta:TICKER"`` (over the estimation window), ``"segment"``, or figures indexed by ticker.
    request : Request
    returns : DataFrame, shape (T, N)
        Simple returns of the companies.
    rows : ndarray of int, shape (N,)
        Event sessions.
    series : callable
        Gives the name and the simple returns of a ticker.

    Returns
    -------
    characteristics : dict of str to ndarray, shape (N,)
        NaN where a company has none; empty where segments are asked for, or nothing.
    segments : tuple of str, length N, or None

    Raises
    ------
    InputError
        It is no exposure, or none of these companies has one.
    """
    if given is None:
        return {}, None
    if isinstance(given, pd.DataFrame):
        matched = own_figures(given).reindex(list(returns.columns))
        if not matched.notna().all(axis=1).any():
            raise InputError("The exposures name none of the chosen companies; give a row for each of them.")
        return {name: matched[name].to_numpy() for name in matched.columns}, None
    if given == SEGMENT:
        universe = load_universe()
        return {}, tuple(universe.segment(ticker) or ELSEWHERE for ticker in returns.columns)
    if not (isinstance(given, str) and given.startswith(BETA)):
        raise InputError(f"There is no exposure {given!r}; give beta:^SOX, segment or a file of figures by ticker.")
    asked = given.removeprefix(BETA).strip()
    if not asked:
        raise InputError(f"The exposure {given!r} names no series; write beta:TICKER, for example beta:^SOX.")
    ticker, index = series(asked)
    return {f"beta to {ticker}": betas(request, returns, rows, index, ticker)}, None


def own_figures(given: pd.DataFrame) -> pd.DataFrame:
    """Return a reader's figures as numbers, indexed by ticker; NaN where there is none.

    Raises
    ------
    InputError
        There is no column, a ticker or a column stands twice, or a figure is no finite number.
    """
    for what, names in (("row", given.index), ("column", given.columns)):
        if names.has_duplicates:
            raise InputError(f"The exposures give the {what} {names[names.duplicated()][0]} twice; keep one.")
    if given.columns.empty:
        raise InputError("The exposures have no column; give at least one of figures, indexed by ticker.")
    return pd.DataFrame({str(name): _numbers(given[name]) for name in given.columns}, index=given.index)


def _numbers(column: pd.Series) -> Floats:
    kind = column.dtype
    if is_numeric_dtype(kind) or is_object_dtype(kind) or is_string_dtype(kind):
        figures: Floats = pd.to_numeric(column, errors="coerce").to_numpy(dtype=np.float64, na_value=np.nan)
        wrong = (np.abs(figures) > LARGEST) | (np.isnan(figures) & column.notna().to_numpy())
    else:
        wrong = np.ones(len(column), dtype=bool)
    if wrong.any():
        place = int(np.argmax(wrong))
        raise InputError(
            f"The exposure {str(column.name)!r} of {column.index[place]} is {column.iloc[place]}; "
            f"give a number no further than {LARGEST:g} from 0, or nothing."
        )
    return figures
