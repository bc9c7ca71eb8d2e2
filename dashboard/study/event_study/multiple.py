"""p-values of a family of tests, adjusted for there being many."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

_Float = NDArray[np.float64]


def holm(p: _Float) -> _Float:
    """Adjust p-values so that the chance of any false rejection stays below the level (Holm 1979).

    Parameters
    ----------
    p : ndarray, shape (N,)
        NaN where there was no test; those do not count as members of the family.

    Returns
    -------
    ndarray, shape (N,)
        max over the smaller ones of min(1, (m - rank + 1) p), NaN where `p` is.
    """
    tested, order = _ascending(p)
    m = len(order)
    stepped = np.maximum.accumulate((m - np.arange(m)) * p[tested][order])
    return _put_back(p, tested, order, stepped)


def benjamini_hochberg(p: _Float) -> _Float:
    """Adjust p-values so that the expected share of false rejections stays below the level (Benjamini & Hochberg 1995).

    Parameters
    ----------
    p : ndarray, shape (N,)
        NaN where there was no test; those do not count as members of the family.

    Returns
    -------
    ndarray, shape (N,)
        min over the larger ones of min(1, m p / rank), NaN where `p` is.
    """
    tested, order = _ascending(p)
    m = len(order)
    scaled = p[tested][order] * m / (np.arange(m) + 1)
    stepped = np.minimum.accumulate(scaled[::-1])[::-1]
    return _put_back(p, tested, order, stepped)


def _ascending(p: _Float) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    tested = np.flatnonzero(~np.isnan(p))
    return tested, np.argsort(p[tested], kind="stable")


def _put_back(p: _Float, tested: NDArray[np.intp], order: NDArray[np.intp], stepped: _Float) -> _Float:
    adjusted = np.full(len(p), np.nan)
    adjusted[tested[order]] = np.minimum(stepped, 1.0)
    return adjusted
