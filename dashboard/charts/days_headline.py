"""Sentences about several days beside each other: the average share, far falls, segments, the largest losses."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from dashboard.charts import format as fmt
from dashboard.charts.headline import UNMOVED

_ALL = 1 - 1e-9
"""A share from this on is all of it."""


def span(first: fmt.Day, last: fmt.Day, *, year: bool = True) -> str:
    """Write one session, or a run of them: "27 Jan 2025", "3–4 Apr 2025", "31 Mar – 4 Apr 2025".

    Parameters
    ----------
    first, last : date or ISO text
        The first and the last session.
    year : bool
        Write the year; a run over the turn of a year has both all the same.
    """
    start, end = fmt.as_day(first), fmt.as_day(last)
    write = fmt.day if year or start.year != end.year else fmt.short_day
    if start == end:
        return write(end)
    if (start.year, start.month) == (end.year, end.month):
        return f"{start.day}{fmt.EN_DASH}{write(end)}"
    return f"{fmt.day(start) if start.year != end.year else fmt.short_day(start)} {fmt.EN_DASH} {write(end)}"


def average_share(days: Sequence[str], returns: Sequence[float]) -> str:
    """Say on which days it fell: "The average share did not fall on A; it fell 2.4 % on B and 10.1 % on C".

    Parameters
    ----------
    days : sequence of str
        Each day in words.
    returns : sequence of float
        Return of the equal-weighted index on each, decimal; a fall of less than 0.1 % is none. Days without a return
        are left out.

    Returns
    -------
    str
        Empty where no return is known.
    """
    known = [(day, ret) for day, ret in zip(days, returns, strict=True) if not fmt.is_missing(ret)]
    fell = [f"{fmt.size(ret)} on {day}" for day, ret in known if ret <= -UNMOVED]
    held = [day for day, ret in known if ret > -UNMOVED]
    if not known:
        return ""
    if not fell:
        return f"The average share did not fall on {_either(held)}"
    if not held:
        return f"The average share fell {fmt.listed(fell)}"
    return f"The average share did not fall on {_either(held)}; it fell {fmt.listed(fell)}"


def fallen(days: Sequence[str], fell: Sequence[float], names: Sequence[str]) -> str:
    """Say how many of the same companies fell: "44 of the same 51 companies fell on A, 43 on B and all on C".

    Parameters
    ----------
    days : sequence of str
        Each day in words.
    fell : sequence of float
        How many fell on each.
    names : sequence of str
        Of the companies that are compared.
    """
    return _counts(days, fell, names, "of the same {} companies", "fell")


def far_falls(days: Sequence[str], fell: Sequence[float], names: Sequence[str], far: float) -> str:
    """Say how many fell far: "27 of 51 companies fell by more than 10 % on A, none on B and 42 on C".

    Parameters
    ----------
    days : sequence of str
        Each day in words.
    fell : sequence of float
        How many fell far on each.
    names : sequence of str
        Of the companies that are compared.
    far : float
        The return that a far fall lies below, a negative decimal.
    """
    return _counts(days, fell, names, "of {} companies", f"fell by more than {fmt.per_cent(-far, 0, sign=False)}")


def _counts(days: Sequence[str], fell: Sequence[float], names: Sequence[str], whose: str, did: str) -> str:
    if not names:
        return "No chosen company has prices on all of these days"
    if len(names) == 1:
        when = [day for day, count in zip(days, fell, strict=True) if count]
        return f"{names[0]} {did} on {fmt.listed(when)}" if when else f"{names[0]} {did} on none of these days"
    counts = ["none" if not count else "all" if count == len(names) else f"{int(count):,}" for count in fell]
    rest = [f"{count} on {day}" for count, day in zip(counts[1:], days[1:], strict=True)]
    return fmt.listed([f"{counts[0].capitalize()} {whose.format(f'{len(names):,}')} {did} on {days[0]}", *rest])


def apart(days: Sequence[str], segments: pd.DataFrame) -> str:
    """Say how far apart the segments lay: "Segments lay 20.8 points apart on A, 4.3 on B and 9.1 on C".

    Parameters
    ----------
    days : sequence of str
        Each day in words.
    segments : pandas.DataFrame
        Columns segment, ret_1 to ret_n (decimals).
    """
    returns = segments[[f"ret_{place}" for place in range(1, len(days) + 1)]]
    if segments.empty:
        return "No chosen company has prices on all of these days"
    if len(segments) == 1:
        name = str(segments["segment"].iloc[0] or "other companies").capitalize()
        moved = [f"{fmt.per_cent(float(ret))} on {day}" for ret, day in zip(returns.iloc[0], days, strict=True)]
        return f"{name} {fmt.listed(moved)}"
    points = [fmt.number(100 * float(width), 1) for width in returns.max() - returns.min()]
    first, *rest = [f"{point}{' points apart' if not place else ''} on {day}"
                    for place, (point, day) in enumerate(zip(points, days, strict=True))]  # fmt: skip
    return f"Segments lay {fmt.listed([first, *rest])}"


def concentration(days: Sequence[str], shares: Sequence[float], largest: int) -> str:
    """Say how few companies made up a loss: "Five companies lost 73.2 % of the dollars of A and 59.7 % of those of B".

    Parameters
    ----------
    days : sequence of str
        Each day in words.
    shares : sequence of float
        Part of the dollars lost that the largest losses make up, decimals; days without are left out, and so are
        those on which no more companies than these lost value.
    largest : int
        How many losses these are.

    Returns
    -------
    str
        The plain title where no share is known.
    """
    known = [
        (day, share) for day, share in zip(days, shares, strict=True) if not fmt.is_missing(share) and share < _ALL
    ]
    if not known:
        return "The days beside each other"
    (first, share), *rest = known
    parts = [f"{fmt.size(share)} of the dollars lost on {first}", *(f"{fmt.size(part)} on {day}" for day, part in rest)]
    return f"The {largest} largest losses are {fmt.listed(parts)}"


def _either(days: Sequence[str]) -> str:
    return f"{', '.join(days[:-1])} or {days[-1]}" if len(days) > 1 else days[0]
