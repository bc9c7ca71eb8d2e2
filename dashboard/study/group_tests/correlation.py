"""Mean pairwise correlation over common dates, for several choices of companies in one pass over their pairs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from dashboard.study.event_study.least_squares import missing_patterns

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Integers = NDArray[np.int64]
Value = TypeVar("Value", bound=np.generic)

BLOCK = 256
"""Companies on one side of a block of pairs; bounds the memory to a few arrays of this size squared."""

LEAST_COMMON_DATES = 3
"""Fewer common dates give no correlation (two always give plus or minus one)."""

ROUNDING = 1e-12
"""A variance below this share of the sum of squares it was taken from is rounding."""


def mean_correlations(residuals: Floats, members: Flags, lengths: Integers, sessions: Integers | None = None) -> Floats:
    """Mean correlation of the CARs of all pairs of companies, for several choices of companies and window lengths.

    With residuals that correlate by rho on one date and not across dates, the CARs of two companies over windows of m
    sessions, o of them the same dates, have covariance o rho s_i s_j and variances m s_i^2 and m s_j^2: they correlate
    by (o/m) rho. Events g sessions apart share max(m - g, 0) dates. On one event session that leaves rho itself.

    Companies without a gap that share their event session need no pairs: with z the columns brought to mean 0 and
    length 1, the correlations sum to ``(|sum z|^2 - N) / 2``. All other pairs are worked out in blocks, as products of
    matrices, and each block serves every choice.

    Parameters
    ----------
    residuals : ndarray, shape (L, N)
        In event time, NaN where missing.
    members : ndarray of bool, shape (N, W)
        The companies of each choice.
    lengths : ndarray of int, shape (W,)
        Sessions m of the event window of each choice.
    sessions : ndarray of int, shape (N,), optional
        Place of each company's event session in the calendar; None where all share one. Several columns may stand for
        several events of one company.

    Returns
    -------
    ndarray, shape (W,)
        Mean over the N(N-1)/2 pairs of o/m times the Pearson correlation over the dates that both have; NaN where
        there is no pair. Pairs whose windows share dates but that have fewer than three common dates, or a company
        that does not vary on them, are left out of the mean.

    Notes
    -----
    Kolari and Pynnonen (2010), Review of Financial Studies 23, 3996-4025, for one event session.
    """
    days, companies = residuals.shape
    session = np.zeros(companies, dtype=np.int64) if sessions is None else sessions
    unit, present = _standardised(residuals)
    chosen: Flags = np.asarray(members.any(axis=1) & unit.any(axis=0))
    one_session = len(np.unique(session[chosen])) <= 1
    complete: Flags = np.asarray(present.all(axis=0) & (one_session and days >= LEAST_COMMON_DATES))
    # Those with gaps come first: each of their blocks meets itself and all that follows. The same gaps stand together.
    pattern = missing_patterns(present)[1]
    order = np.lexsort((pattern, session, complete))
    order = order[chosen[order]]
    with_gaps = len(order) - int(complete[order].sum())
    unit, present, session, pattern = unit[:, order], present[:, order], session[order], pattern[order]
    belongs = members[order].astype(np.float64)

    together = unit[:, with_gaps:] @ belongs[with_gaps:]
    total = (np.square(together).sum(axis=0) - belongs[with_gaps:].sum(axis=0)) / 2
    number = belongs.sum(axis=0)
    pairs = number * (number - 1) / 2
    # On one session all windows share all their dates, however long they are.
    length_of = np.ones_like(lengths) if one_session else lengths
    for rows, columns in _blocks(session, with_gaps, int(length_of.max()), days):
        first, last = session[rows.start], session[rows.stop - 1]
        height = int(last - first) + days
        one, other = (
            _Side.on_dates(unit[:, part], present[:, part], pattern[part], session[part] - first, height)
            for part in (rows, columns)
        )
        correlation, usable = _correlations(one, other)
        for length in np.unique(length_of):
            of = np.flatnonzero(length_of == length)
            shared = _shared(rows, columns, session, int(length))
            total[of] += _sum_over(shared * correlation, belongs[rows, of], belongs[columns, of])
            if not usable.all():
                pairs[of] -= _sum_over((shared > 0) & ~usable, belongs[rows, of], belongs[columns, of])
    return np.asarray(np.divide(total, pairs, out=np.full(len(pairs), np.nan), where=pairs > 0))


def _standardised(residuals: Floats) -> tuple[Floats, Flags]:
    """Bring columns to mean 0 and length 1, with 0 where missing; all 0 where a column does not vary."""
    present = np.isfinite(residuals)
    filled = np.where(present, residuals, 0.0)
    count = np.maximum(present.sum(axis=0), 1)
    size = np.abs(filled).max(axis=0, initial=0.0) * np.sqrt(count)
    filled -= filled.sum(axis=0) / count
    filled[~present] = 0.0
    length = np.sqrt(np.einsum("dn,dn->n", filled, filled))
    varies = length > ROUNDING * size
    filled *= np.divide(1.0, length, out=np.zeros(len(length)), where=varies)
    return filled, present


def _blocks(session: Integers, with_gaps: int, longest: int, days: int) -> Iterator[tuple[slice, slice]]:
    """Go through all pairs of which the first has gaps and the windows may share dates, block by block.

    The events of a block's rows span less than the estimation window, so that its dates are mostly filled.
    """
    start = 0
    while start < with_gaps:
        stop = min(start + BLOCK, int(np.searchsorted(session[:with_gaps], session[start] + days)))
        reach = int(np.searchsorted(session, session[stop - 1] + longest))
        for first in range(start, reach, BLOCK):
            yield slice(start, stop), slice(first, min(first + BLOCK, reach))
        start = stop


def _shared(rows: slice, columns: slice, session: Integers, length: int) -> Floats:
    """Share of the window that each pair of a block has in common; 0 where a pair was counted the other way round."""
    gap = session[columns] - session[rows, None]
    shared: Floats = np.maximum(length - gap, 0) / length
    if columns.start < rows.stop:
        shared *= np.arange(columns.start, columns.stop) > np.arange(rows.start, rows.stop)[:, None]
    return shared


@dataclass(frozen=True, eq=False)
class _Side:
    """Companies on one side of a block, on the dates of the block.

    What depends on the dates that companies have, and not on their figures, is held once for each pattern of them.
    """

    unit: Floats
    squares: Floats
    pattern: Floats
    alike: NDArray[np.int64]

    @classmethod
    def on_dates(cls, unit: Floats, present: Flags, pattern: NDArray[np.intp], moved: Integers, height: int) -> _Side:
        """Move each column down to its dates, of which there are `height`; what falls outside is left out."""
        starts = np.flatnonzero(np.diff(pattern, prepend=-1) | np.diff(moved, prepend=0))
        alike = np.diff(starts, append=len(pattern))
        present = present[:, starts]
        if moved.any() or height != len(unit):
            unit, present = _moved(unit, moved, height), _moved(present, moved[starts], height)
        return cls(unit, np.square(unit), present.astype(np.float64), alike)

    def spread(self, values: Floats, axis: int) -> Floats:
        """Give each company what was worked out for its pattern."""
        return values if len(self.alike) == self.unit.shape[1] else np.repeat(values, self.alike, axis)


def _moved(values: NDArray[Value], moved: Integers, height: int) -> NDArray[Value]:
    rows = np.arange(len(values))[:, None] + moved
    inside = rows < height
    found = np.zeros((height, values.shape[1]), dtype=values.dtype)
    found[rows[inside], np.broadcast_to(np.arange(values.shape[1]), rows.shape)[inside]] = values[inside]
    return found


def _correlations(a: _Side, b: _Side) -> tuple[Floats, Flags]:
    """Correlate each company of one side with each of the other over common dates; 0 and False where that is none."""
    # Counts are exact in single precision, which takes half the time.
    counts = (a.pattern.astype(np.float32).T @ b.pattern.astype(np.float32)).astype(np.float64)
    common = a.spread(b.spread(counts, 1), 0)
    usable = common >= LEAST_COMMON_DATES
    share = np.reciprocal(np.maximum(common, 1.0, out=common), out=common)
    sum_a, squares_a = (b.spread(values.T @ b.pattern, 1) for values in (a.unit, a.squares))
    sum_b, squares_b = (a.spread(a.pattern.T @ values, 0) for values in (b.unit, b.squares))
    covariation = a.unit.T @ b.unit
    covariation -= sum_a * sum_b * share
    scale = np.ones_like(share)
    for sums, squares in ((sum_a, squares_a), (sum_b, squares_b)):
        variation = squares - np.square(sums, out=sums) * share
        usable &= variation > ROUNDING * squares
        scale *= variation
    scale[~usable] = np.inf
    covariation /= np.sqrt(scale, out=scale)
    return covariation, usable


def _sum_over(pairs: Floats | Flags, one: Floats, other: Floats) -> Floats:
    """Sum the pairs of the members of each choice, given as 0 and 1 for the companies of both sides."""
    return np.asarray(((one.T @ pairs) * other.T).sum(axis=1))
