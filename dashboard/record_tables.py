"""The tables of the largest one-day losses: as reported, as computed from the store, and both beside each other."""

from __future__ import annotations

import pandas as pd

from dashboard.catalog import load_records, load_universe
from dashboard.prices import PricePanel
from dashboard.study import computed_records as study_records
from dashboard.tables import require_count, share_counts

TOP = 50
"""How many computed losses are listed unless more or fewer are asked for."""

EVERY = 1_000_000
"""More than there can be."""


def records() -> pd.DataFrame:
    """Return the largest one-day losses of market value as reported.

    Returns
    -------
    DataFrame
        id, date, ticker, company, loss_bn (billions of US dollars, positive = lost), ret (decimal), reported_as,
        status (``verified`` or ``recalled``, that is, from memory), source, url, note, fell_on; largest loss first.
        One day may stand more than once, as reported by different publications. ``date`` is the day as printed,
        ``fell_on`` that of the fall.
    """
    columns = ["id", "date", "ticker", "company", "loss_bn", "ret", "reported_as", "status", "source", "url", "note"]
    columns += ["fell_on"]
    rows = [{name: getattr(record, name) for name in columns} for record in load_records()]
    frame = pd.DataFrame(rows, columns=columns)
    for name in ("date", "fell_on"):
        frame[name] = pd.to_datetime(frame[name]).dt.as_unit("us")
    return frame.sort_values("loss_bn", ascending=False, kind="stable").reset_index(drop=True)


def computed_records(panel: PricePanel, top: int = TOP) -> pd.DataFrame:
    """Return the largest one-day losses over all stored sessions and companies with a share count known by then.

    Parameters
    ----------
    panel : PricePanel
    top : int
        How many, at least 1.

    Returns
    -------
    DataFrame
        rank, date, ticker, company (its name), and the further columns of
        `dashboard.study.computed_records.computed_records`; largest loss first.

    Raises
    ------
    InputError
        `top` is below 1.
    """
    require_count(top, "losses")
    frame = study_records.computed_records(panel.on_sessions().close, share_counts(panel), top)
    universe = load_universe()
    frame.insert(3, "company", [universe.name(ticker) for ticker in frame["ticker"]])
    return frame


def compared_records(panel: PricePanel) -> pd.DataFrame:
    """Return each reported one-day loss beside the computed one, or why there is none.

    See `dashboard.study.computed_records.compared_records` for the columns.
    """
    return study_records.compared_records(records(), panel.on_sessions().close, share_counts(panel))
