"""Where the losses of one day stand among the largest one-day losses that were reported."""

from __future__ import annotations

from datetime import date

import pandas as pd

COMPUTED = "computed"
"""Status of a loss that was computed here, beside those of the catalogue."""


def among_records(records: pd.DataFrame, day: pd.DataFrame) -> pd.DataFrame:
    """Put the computed losses of one day among the reported ones.

    Parameters
    ----------
    records : DataFrame
        Columns ticker, company, date, loss_bn (billions of US dollars, positive = lost), ret (decimal), status.
    day : DataFrame
        Columns ticker, name, date, loss_bn, ret of the companies on one session.

    Returns
    -------
    DataFrame
        The columns of `records`, largest loss first: its rows, and one of status ``computed`` for every company
        that lost at least as much on the session as the smallest loss reported for any.
    """
    large = day[day["loss_bn"] >= records["loss_bn"].min()]
    added = large.rename(columns={"name": "company"})[["ticker", "company", "date", "loss_bn", "ret"]]
    both = pd.concat([records, added.assign(status=COMPUTED)]) if len(added) else records
    return both.sort_values("loss_bn", ascending=False, kind="stable").reset_index(drop=True)


def larger_losses(records: pd.DataFrame, ticker: str, session: date, loss_bn: float) -> int:
    """Count the reported losses of other companies or days, one a company and day, that exceed a loss.

    Parameters
    ----------
    records : DataFrame
        Columns ticker, date, loss_bn; where reports of one company and day disagree, the largest counts.
    ticker, session, loss_bn
        The loss that is placed; reports of this company and day are left out.

    Returns
    -------
    int
        0 where no other loss is larger.
    """
    own = (records["ticker"] == ticker) & (records["date"] == pd.Timestamp(session))
    largest = records[~own].groupby(["ticker", "date"])["loss_bn"].max()
    return int((largest > loss_bn).sum())
