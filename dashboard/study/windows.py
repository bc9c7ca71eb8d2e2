"""Where an event session stands among the sessions of a panel, and where the prices of several series end."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd

from dashboard.errors import DateRangeError
from dashboard.prices import PricePanel


def event_row(panel: PricePanel, session: date) -> int:
    """Return the row of an event session, which must have a session before it.

    Parameters
    ----------
    panel : PricePanel
        Prices on the sessions of the exchange.
    session : date
        The event session.

    Returns
    -------
    int
        At least 1.

    Raises
    ------
    NotASessionError
        The exchange was closed on the date.
    DateRangeError
        The session is not in the panel, or is its first.
    """
    row = panel.position(session)
    if row == 0:
        later = panel.close.index[1:]
        remedy = f"choose a session from {later[0].date()} on" if len(later) else "import earlier prices"
        raise DateRangeError(f"{session} is the first stored session, so there is no close before it; {remedy}.")
    return row


def common_end(close: pd.DataFrame) -> date | None:
    """Return the last day on which more than half of some series have a close.

    One series that goes on longer than the others does not move it, nor does one that ends early.

    Parameters
    ----------
    close : DataFrame, shape (days, series)
        Closing prices, NaN where a series has none; a series without any does not count.

    Returns
    -------
    date or None
        The last day of any, where no day has so many; None if there is no close at all.
    """
    present = close.notna().to_numpy()
    most = present.sum(axis=1) * 2 > present.any(axis=0).sum()
    rows = np.flatnonzero(most if most.any() else present.any(axis=1))
    return pd.Timestamp(close.index[rows[-1]]).date() if len(rows) else None
