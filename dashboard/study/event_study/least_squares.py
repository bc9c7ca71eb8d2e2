"""Least squares of many series on the same regressors at once, one solution for each pattern of missing days."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

_Float = NDArray[np.float64]
_Bool = NDArray[np.bool_]

COLLINEAR = 1e-10
"""Regressors count as collinear where the smallest eigenvalue of their Gram matrix, orthonormal over the whole window,
is below this on the days that a series has."""


@dataclass(frozen=True, eq=False)
class Fit:
    """Regressions of N series on k regressors over L days.

    Attributes
    ----------
    coefficients : ndarray, shape (N, k)
    residuals : ndarray, shape (L, N)
        NaN on missing days.
    leverage : ndarray, shape (L, N)
        Diagonal of the hat matrix, NaN on missing days.
    inverse : ndarray, shape (N, k, k)
        Inverse of X'X over the days that each series has.
    present : ndarray of bool, shape (L, N)
        Days used: those with a return and all regressors.
    n_obs : ndarray of int, shape (N,)
        Their number.
    singular : ndarray of bool, shape (N,)
        Whether the regressors are collinear on those days; the other figures are NaN then.
    basis : ndarray, shape (L, k)
        Orthonormal columns Q with X = Q R over the days on which all regressors are known, 0 on others.
    to_design : ndarray, shape (k, k)
        Inverse of R, which turns coefficients on the basis into coefficients on the regressors.
    """

    coefficients: _Float
    residuals: _Float
    leverage: _Float
    inverse: _Float
    present: _Bool
    n_obs: NDArray[np.int64]
    singular: _Bool
    basis: _Float
    to_design: _Float


def missing_patterns(present: _Bool) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Find the series that have the same days.

    Parameters
    ----------
    present : ndarray of bool, shape (L, N)

    Returns
    -------
    first : ndarray of int, shape (P,)
        For each pattern a series that has it.
    pattern_of : ndarray of int, shape (N,)
        The pattern of each series.
    """
    packed = np.ascontiguousarray(np.packbits(present, axis=0).T)
    keys = packed.view(np.dtype((np.void, packed.shape[1]))).ravel()
    _, first, pattern_of = np.unique(keys, return_index=True, return_inverse=True)
    return first, pattern_of


def least_squares(design: _Float, values: _Float) -> Fit:
    """Regress every column on the design over the days that it has.

    The regressors are made orthonormal once over all days. What each pattern of missing days then needs is the inverse
    of a small, well-conditioned Gram matrix; all are formed by one matrix product and inverted in one batch. One step
    of iterative refinement takes back what the normal equations lose.

    Parameters
    ----------
    design : ndarray, shape (L, k)
        Regressors, the constant included. A day on which one is missing is left out for every series.
    values : ndarray, shape (L, N)
        NaN where missing.

    Returns
    -------
    Fit
    """
    known: _Bool = np.all(np.isfinite(design), axis=1)
    present = np.isfinite(values) & known[:, None]
    n_obs = present.sum(axis=0)
    days, k = design.shape
    basis, to_design = _orthonormal(np.where(known[:, None], design, 0.0))

    first, pattern_of = missing_patterns(present)
    products = (basis[:, :, None] * basis[:, None, :]).reshape(days, k * k)
    gram = (products.T @ present[:, first].astype(np.float64)).T.reshape(-1, k, k)
    collinear = np.less(np.linalg.eigvalsh(gram)[:, 0], COLLINEAR)
    gram[collinear] = np.eye(k)
    solved: _Float = np.linalg.inv(gram).astype(np.float64, copy=False)
    leverage = (products @ solved.reshape(-1, k * k).T)[:, pattern_of]
    inverse_of_pattern = to_design @ solved @ to_design.T

    filled = np.where(present, values, 0.0)
    solve = solved[pattern_of]
    weights = _apply(solve, basis.T @ filled)
    residuals = np.where(present, filled - basis @ weights, 0.0)
    weights += _apply(solve, basis.T @ residuals)
    residuals = filled - basis @ weights

    singular = collinear[pattern_of]
    unknown = ~present | singular
    residuals[unknown] = np.nan
    leverage[unknown] = np.nan
    coefficients = weights.T @ to_design.T
    coefficients[singular] = np.nan
    inverse = inverse_of_pattern[pattern_of]
    inverse[singular] = np.nan
    return Fit(coefficients, residuals, leverage, inverse, present, n_obs, singular, basis, to_design)


def _apply(matrices: _Float, columns: _Float) -> _Float:
    """Multiply each column by its own matrix: (N, k, k) and (k, N) give (k, N)."""
    product: _Float = np.einsum("nij,jn->in", matrices, columns)
    return product


def _orthonormal(design: _Float) -> tuple[_Float, _Float]:
    """Return orthonormal columns and the matrix that turns coefficients on them into those on the design.

    Collinear columns give a basis of zeros, which every pattern then reports as singular.
    """
    k = design.shape[1]
    nothing = np.zeros_like(design), np.eye(k)
    if len(design) < k:
        return nothing
    length = np.linalg.norm(design, axis=0)
    if not length.all():
        return nothing
    basis, upper = np.linalg.qr(design / length)
    if np.abs(np.diag(upper)).min() < np.sqrt(COLLINEAR):
        return nothing
    return basis, np.linalg.inv(upper) / length[:, None]
