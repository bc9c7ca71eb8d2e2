"""How companies or segments reacted to many events: one cumulative abnormal return for each, many tests at once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, get_args

import numpy as np
import pandas as pd

from dashboard.study.event_study import Request, benjamini_hochberg, window_figures
from dashboard.study.event_study.estimation import DROPPED, OK
from dashboard.study.event_study.firms import reasons_in
from dashboard.study.group_tests.inputs import mean_of_present
from dashboard.study.runs.joining import Market

By = Literal["ticker", "segment"]
BY: tuple[By, ...] = get_args(By)
EVENT_COLUMNS = ["key", "session", "basis", "publication"]
FIGURES = ["car", "sd", "t", "p", "p_bh", "n_obs", "status", "reason"]
OUTSIDE = "the session is not within the prices"


def segment_returns(returns: pd.DataFrame, segments: Sequence[str]) -> pd.DataFrame:
    """Return each segment's equal-weighted return: the mean over the companies that have one that day.

    Parameters
    ----------
    returns : DataFrame, shape (T, N)
    segments : sequence of str, length N

    Returns
    -------
    DataFrame, shape (T, segments in the order of their first company)
    """
    values, names = returns.to_numpy(dtype=np.float64), np.array(segments, dtype=object)
    return pd.DataFrame(
        {segment: mean_of_present(values[:, names == segment]) for segment in dict.fromkeys(segments)},
        index=returns.index,
    )


def reactions(
    request: Request, returns: pd.DataFrame, events: pd.DataFrame, market: Market, by: By = "ticker"
) -> pd.DataFrame:
    """Estimate every series anew for every event, and test its cumulative abnormal return.

    Parameters
    ----------
    request : Request
        Its first window is the one studied.
    returns : DataFrame, shape (T, N)
        Simple total returns of companies or segments on consecutive sessions.
    events : DataFrame
        Columns ``key``, ``session``, ``basis`` and ``publication``; one row an event and date.
    market : Market
    by : str
        Name of the column that holds the series, ``"ticker"`` or ``"segment"``.

    Returns
    -------
    DataFrame
        Rows by event as given, then series: ``key``, ``session``, ``basis``, ``publication``, `by`, ``car``, ``sd``,
        ``t``, ``p``, ``p_bh``, ``n_obs``, ``status`` and ``reason``. Returns are decimals. ``p_bh`` takes all tests of
        one basis as its family, those of events that share a session once. Where there is no figure (the session or
        its estimation window lies outside the prices, or a return is missing) the status is ``"dropped"`` and the
        reason says why; else it is empty.
    """
    names = list(returns.columns)
    places = returns.index.get_indexer(pd.DatetimeIndex(events["session"]))
    window = request.windows[0]
    by_session: dict[int, dict[str, np.ndarray]] = {-1: _nothing(len(names))}
    for place in dict.fromkeys(places.tolist()):
        if place >= 0:
            estimation = market.estimate(request, returns, np.full(len(names), place, dtype=np.int64))
            found = window_figures(estimation, window)
            there = np.isfinite(found.car)
            by_session[place] = {
                "car": found.car,
                "sd": found.sd,
                "t": found.t,
                "p": found.p,
                "n_obs": estimation.n_obs,
                "status": np.where(there, OK, DROPPED),
                "reason": np.where(there, "", reasons_in(estimation, window)),
            }
    columns = {name: np.repeat(events[name].to_numpy(), len(names)) for name in EVENT_COLUMNS}
    columns[by] = np.tile(np.array(names, dtype=object), len(events))
    for name in by_session[-1]:
        parts = [by_session[place][name] for place in places.tolist()]
        columns[name] = np.concatenate(parts) if parts else np.empty(0)
    frame = pd.DataFrame(columns)
    frame["session"] = frame["session"].astype("datetime64[us]")
    frame["p_bh"] = _corrected(frame, by)
    return frame[[*EVENT_COLUMNS, by, *FIGURES]]


def _corrected(frame: pd.DataFrame, by: By) -> pd.Series:
    """Return the adjusted p-value of each row; events that share a session share their tests, which count once."""
    once = frame.drop_duplicates(["basis", "session", by])
    p_bh = once.groupby("basis", sort=False)["p"].transform(lambda p: benjamini_hochberg(p.to_numpy()))
    known = once[["basis", "session", by]].assign(p_bh=p_bh)
    matched: pd.Series = frame[["basis", "session", by]].merge(known, how="left")["p_bh"]
    return matched


def apart(frame: pd.DataFrame, by: By, level: float) -> pd.DataFrame:
    """Return what the dates of an event change, for events whose dates map to several sessions.

    Parameters
    ----------
    frame : DataFrame
        What `reactions` returns for all bases.
    by : str
        The column that holds the series.
    level : float
        A p-value below it counts.

    Returns
    -------
    DataFrame
        One row a date that has figures, by event and session: ``key``, ``session``, ``basis``, ``publication``,
        ``mean`` (of the abnormal returns of the series, decimal), ``below`` (how many of them have a p, uncorrected,
        below the level), ``n`` (how many have one), ``furthest`` (the series furthest from zero) and ``furthest_car``.
    """
    known = frame.dropna(subset=["car"])
    known = known[known.groupby("key")["session"].transform("nunique") > 1]
    known = known.assign(below=known["p"] < level, far=known["car"].abs()).sort_values("far", ascending=False)
    dates = known.groupby(EVENT_COLUMNS, dropna=False, sort=False)
    found = dates.agg(
        mean=("car", "mean"), below=("below", "sum"), n=("car", "size"), furthest=(by, "first"),
        furthest_car=("car", "first"),
    ).reset_index()  # fmt: skip
    first = found.groupby("key")["session"].transform("min")
    return (
        found.assign(first=first)
        .sort_values(["first", "key", "session", "basis"], kind="stable", ignore_index=True)
        .drop(columns="first")
    )


def _nothing(series: int) -> dict[str, np.ndarray]:
    """Return what stands for an event whose session has no prices."""
    missing = np.full(series, np.nan)
    figures = dict.fromkeys(("car", "sd", "t", "p"), missing)
    words = {"status": np.full(series, DROPPED, dtype=object), "reason": np.full(series, OUTSIDE, dtype=object)}
    return {**figures, "n_obs": np.zeros(series, dtype=np.int64), **words}
