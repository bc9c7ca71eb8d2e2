"""Where an event session stands among the sessions of a panel."""

from __future__ import annotations

from datetime import date

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
        raise DateRangeError(
            f"{session} is the first stored session, so there is no close before it; choose a session from "
            f"{panel.close.index[1].date()} on."
        )
    return row
