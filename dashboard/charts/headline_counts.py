"""Sentences that count the companies of a day: how many fell, what they lost and gained, and how many are drawn."""

from __future__ import annotations

import pandas as pd

from dashboard.charts import format as fmt


def fallen(frame: pd.DataFrame, whose: str, far: float) -> str:
    """Say how many fell, and how many of them far: "44 of 51 companies followed here fell, 27 by more than 10 %".

    Parameters
    ----------
    frame : pandas.DataFrame
        Columns name, ret (decimal); rows without a return do not count.
    whose : str
        Which companies these are, in the plural: "chosen companies".
    far : float
        The return that a far fall lies below, a negative decimal.
    """
    known = frame.dropna(subset=["ret"])
    if known.empty:
        return f"none of the {whose} has a price"
    if len(known) == 1:
        return f"{known['name'].iloc[0]} {fmt.moved(float(known['ret'].iloc[0]))}"
    count, deep = int((known["ret"] < 0).sum()), int((known["ret"] < far).sum())
    if count == 0:
        return f"none of {len(known):,} {whose} fell"
    who = f"all {count:,}" if count == len(known) else fmt.count_of(count, len(known))
    by = f"by more than {fmt.per_cent(-far, 0, sign=False)}"
    if deep == count:
        return f"{who} {whose} fell" + (f" {by}" if count == len(known) else f", {'all ' if count > 1 else ''}{by}")
    return f"{who} {whose} fell, {f'{deep:,}' if deep else 'none'} {by}"


def dollars(frame: pd.DataFrame) -> str:
    """Say what the companies lost and gained in market value, and for how many that is not known; "" without any.

    Parameters
    ----------
    frame : pandas.DataFrame
        Columns name, ret (decimal), loss_bn (billions of US dollars, positive = lost); rows without a return do not
        count.
    """
    known = frame.dropna(subset=["ret"])
    counted = known.dropna(subset=["loss_bn"])
    if known.empty:
        return ""
    if counted.empty:
        return "Without a known share count there are no dollars."
    if len(known) == 1:
        counted = counted.assign(name="it")
    lost, gained = counted[counted["loss_bn"] > 0], counted[counted["loss_bn"] < 0]
    parts = [
        _moved_value(lost, "lost", "those that fell", " of market value"),
        _moved_value(gained, "gained", "those that rose", "" if len(lost) else " of market value"),
    ]
    said = ", ".join(filter(None, parts)) or "no market value changed"
    left = len(known) - len(counted)
    if left:
        said += f"; {left:,} without a known share count {'is' if left == 1 else 'are'} left out of the dollars"
    return f"{said[0].upper()}{said[1:]}."


def _moved_value(frame: pd.DataFrame, verb: str, those: str, what: str) -> str:
    """Return one half of the sentence: what the companies of a frame lost or gained; "" for none."""
    amount = f"{verb} {fmt.dollars_bn(abs(float(frame['loss_bn'].sum())))}{what}"
    if len(frame) < 2:
        return f"{frame['name'].iloc[0]} {amount}" if len(frame) else ""
    return f"{those} {amount}{' together' if what else ''}"


def drawn(frame: pd.DataFrame, n: int) -> str:
    """Say which companies a figure of the `n` largest falls and rises leaves; "" where it shows all (column ret)."""
    known = frame["ret"].dropna()
    fell = int((known < 0).sum())
    many = [fell > n, len(known) - fell > n]
    if not any(many):
        return ""
    if all(many):
        return f"the {n} furthest down and the {n} furthest up"
    if many[0]:
        return f"the {n} furthest down" + (" and all that did not fall" if fell < len(known) else "")
    return f"the {n} furthest up" + (" and all that fell" if fell else "")
