"""How few companies make up most of a loss, and who rose."""

from __future__ import annotations

import numbers

import pandas as pd

from dashboard.errors import InputError

SHARE = 0.9
"""The part of the loss that is asked about unless another one is."""

COLUMNS = ("rank", "ticker", "segment", "loss_bn", "share", "cumulative", "needed")
_EXACT = 1e-12
"""Sums of shares that come closer than this are equal."""


def concentration(values: pd.DataFrame, share: float = SHARE) -> pd.DataFrame:
    """Return who makes up a day's loss, the largest first and cumulated, and after them who rose.

    Parameters
    ----------
    values : DataFrame
        Columns ticker, segment, loss_bn (billions, positive = lost); rows without a loss, or with none, are left out.
    share : float
        The part of the gross loss, above 0 and up to 1, for which the fewest companies are looked for.

    Returns
    -------
    DataFrame
        Columns as in `COLUMNS`. Of those that lost, largest loss first: rank from 1, share (of the sum of all losses,
        decimal), cumulative (with those before it), and needed: whether it is among the fewest companies that make up
        `share`. After them those that rose, largest gain first, with rank and shares missing and needed False.

    Raises
    ------
    InputError
        `share` is no number above 0 and up to 1.
    """
    _require_part(share)
    ordered = values[["ticker", "segment", "loss_bn"]].sort_values("loss_bn", ascending=False, kind="stable")
    fell, rose = ordered[ordered["loss_bn"] > 0], ordered[ordered["loss_bn"] < 0].iloc[::-1]
    part = fell["loss_bn"] / fell["loss_bn"].sum()
    cumulative = part.cumsum()
    fell = fell.assign(
        rank=range(1, len(fell) + 1),
        share=part,
        cumulative=cumulative,
        needed=cumulative.shift(fill_value=0.0) < share - _EXACT,
    )
    both = pd.concat([fell, rose.assign(share=float("nan"), cumulative=float("nan"), needed=False)])
    return both.astype({"rank": "Int64", "needed": bool})[list(COLUMNS)].reset_index(drop=True)


def _require_part(share: object) -> None:
    if not isinstance(share, numbers.Real) or not 0 < float(share) <= 1:
        raise InputError(f"Share {share!r} is no part of a loss; give a number above 0 and up to 1, for example 0.9.")
