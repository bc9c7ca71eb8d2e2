"""The largest one-day losses of market value that prices and share counts give, and reported ones beside them."""

from __future__ import annotations

from typing import Literal, get_args

import numpy as np
import pandas as pd

from dashboard.study.share_counts import known_share_counts

COLUMNS = (
    "rank",
    "date",
    "ticker",
    "loss_bn",
    "ret",
    "shares",
    "shares_as_of",
    "shares_filed",
    "shares_basis",
    "count_age_days",
)
Outcome = Literal["computed", "not_stored", "before_prices", "after_prices", "no_session", "no_close", "no_count"]
OUTCOMES: tuple[Outcome, ...] = get_args(Outcome)
"""What becomes of a reported loss: it is computed, or why it cannot be."""

COMPARED_COLUMNS = (
    "id",
    "date",
    "ticker",
    "company",
    "reported_bn",
    "computed_bn",
    "difference",
    "ret_reported",
    "ret_computed",
    "shares",
    "shares_as_of",
    "shares_filed",
    "shares_basis",
    "outcome",
)


def shares_known(counts: pd.DataFrame, close: pd.DataFrame) -> pd.DataFrame:
    """Return the share count of each company known by the end of each session.

    Parameters
    ----------
    counts : DataFrame
        What `dashboard.study.share_counts.share_count_steps` returns.
    close : DataFrame, shape (T, N)
        Whose sessions and series are wanted.

    Returns
    -------
    DataFrame, shape (T, N)
        Missing before the first count that is known, and for a series without any.
    """
    steps = counts.pivot(index="known_from", columns="ticker", values="shares")
    through = steps.reindex(steps.index.union(close.index)).ffill()
    return through.reindex(index=close.index, columns=close.columns)


def computed_records(close: pd.DataFrame, counts: pd.DataFrame, top: int | None = None) -> pd.DataFrame:
    """Return the largest one-day losses over all sessions and companies.

    Parameters
    ----------
    close : DataFrame, shape (T, N)
        Closes in US dollars of all series, on the sessions of the exchange.
    counts : DataFrame
        The known share counts through time, from `dashboard.study.share_counts.share_count_steps`.
    top : int, optional
        How many; all losses by default.

    Returns
    -------
    DataFrame
        Columns as in `COLUMNS`, the largest loss first, the earlier of equal ones. Each is the fall from one session's
        close to the next one's times the count known by the earlier of the two, in billions of US dollars; where a
        close or a count is missing, there is no loss. ``ret`` is a decimal price return, ``count_age_days`` the
        calendar days from the day that the count is of to the session.
    """
    loss = _losses(close, counts).to_numpy().ravel()
    order = np.argsort(-np.where(np.isnan(loss), -np.inf, loss), kind="stable")
    order = order[loss[order] > 0][:top]
    row, column = np.divmod(order, close.shape[1])
    wanted = pd.DataFrame({"ticker": close.columns[column], "known_by": close.index[row - 1]})
    known = known_share_counts(counts, wanted)
    dates = pd.Series(close.index[row])
    return pd.DataFrame(
        {
            "rank": np.arange(1, len(order) + 1),
            "date": dates,
            "ticker": wanted["ticker"],
            "loss_bn": loss[order],
            "ret": close.to_numpy()[row, column] / close.to_numpy()[row - 1, column] - 1,
            "shares": known["shares"],
            "shares_as_of": known["as_of"],
            "shares_filed": known["filed"],
            "shares_basis": known["basis"],
            "count_age_days": (dates - known["as_of"]).dt.days,
        },
        columns=list(COLUMNS),
    )


def _losses(close: pd.DataFrame, counts: pd.DataFrame) -> pd.DataFrame:
    """Return what each company lost on each session in billions, negative for a gain."""
    return shares_known(counts, close).shift(1) * (close.shift(1) - close) / 1e9


def compared_records(reported: pd.DataFrame, close: pd.DataFrame, counts: pd.DataFrame) -> pd.DataFrame:
    """Put the loss that prices and share counts give beside each reported one.

    Parameters
    ----------
    reported : DataFrame
        Columns id, date, ticker, company, loss_bn, ret.
    close, counts
        As `computed_records` takes them.

    Returns
    -------
    DataFrame
        Columns as in `COMPARED_COLUMNS`, in the order of `reported`. ``difference`` is the computed loss over the
        reported one, less one. ``outcome`` is ``computed``, or why there is no computed loss on the printed day:
        ``not_stored`` (no prices of that company), ``before_prices``, ``after_prices`` (outside its stored closes; the
        first has none before it), ``no_session`` (the exchange was closed), ``no_close`` (a gap in its closes) or
        ``no_count`` (no share count known by the session before).
    """
    held = close.columns.get_indexer(pd.Index(reported["ticker"]))
    row = close.index.get_indexer(pd.Index(reported["date"]))
    there = (held >= 0) & (row >= 1)
    before = np.where(there, row - 1, 0)
    on, last = np.where(there, row, 0), np.where(held >= 0, held, 0)
    closes = close.to_numpy()
    first_day, last_day = (
        pd.Series(ends, index=close.columns, dtype="datetime64[us]").reindex(reported["ticker"]).to_numpy()
        for ends in (
            [close[ticker].first_valid_index() for ticker in close],
            [close[ticker].last_valid_index() for ticker in close],
        )
    )
    dates = reported["date"].to_numpy()
    wanted = pd.DataFrame({"ticker": reported["ticker"], "known_by": close.index[before]}, index=reported.index)
    known = known_share_counts(counts, wanted[there]).reindex(reported.index)
    ret = np.where(there, closes[on, last] / closes[before, last] - 1, np.nan)
    loss = np.where(there, _losses(close, counts).to_numpy()[on, last], np.nan)
    outcome = np.select(
        [
            (held < 0) | np.isnat(first_day),
            dates <= first_day,
            dates > last_day,
            row < 0,
            np.isnan(ret),
            np.isnan(loss),
        ],
        ["not_stored", "before_prices", "after_prices", "no_session", "no_close", "no_count"],
        "computed",
    )
    frame = reported[["id", "date", "ticker", "company"]].assign(
        reported_bn=reported["loss_bn"],
        computed_bn=loss,
        difference=loss / reported["loss_bn"] - 1,
        ret_reported=reported["ret"],
        ret_computed=ret,
        shares=known["shares"],
        shares_as_of=known["as_of"],
        shares_filed=known["filed"],
        shares_basis=known["basis"],
        outcome=outcome,
    )
    return frame[list(COMPARED_COLUMNS)]
