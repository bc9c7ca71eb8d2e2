"""Covariance of regression coefficients: classical, or robust to unequal or serially correlated errors."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from dashboard.study.event_study.least_squares import Fit
from dashboard.study.event_study.request import Covariance

_Float = NDArray[np.float64]

FULL_LEVERAGE = 1e-12
"""A day whose residual is 0 by construction has 1 - h below this and adds nothing to a robust covariance."""


def coefficient_covariance(kind: Covariance, fit: Fit, sigma: _Float) -> _Float:
    """Return the covariance V of the coefficients of every series.

    With A = (X'X)^-1, residuals e, leverages h, n observations and k coefficients:

    * classical: s^2 A;
    * hc1: n/(n-k) A (sum e_t^2 x_t x_t') A (MacKinnon & White 1985);
    * hc3: A (sum (e_t/(1-h_t))^2 x_t x_t') A (MacKinnon & White 1985);
    * newey-west: A (G_0 + sum_l w_l (G_l + G_l')) A with G_l = sum e_t e_{t-l} x_t x_{t-l}', Bartlett weights
      w_l = 1 - l/(q+1), q = floor(4 (n/100)^(2/9)) lags and no correction for small samples (Newey & West 1987, 1994).
      A missing day adds nothing, and days keep their distance across it.

    Parameters
    ----------
    kind : str
    fit : Fit
        Of N series on k regressors.
    sigma : ndarray, shape (N,)
        Residual standard deviations s.

    Returns
    -------
    ndarray, shape (N, k, k)
    """
    if kind == "classical":
        classical: _Float = sigma[:, None, None] ** 2 * fit.inverse
        return classical
    residuals = np.where(np.isfinite(fit.residuals), fit.residuals, 0.0)
    if kind == "hc3":
        rest = 1.0 - fit.leverage
        usable = rest > FULL_LEVERAGE
        residuals = np.divide(residuals, rest, out=np.zeros_like(residuals), where=usable)
    meat = _products(fit.basis, residuals, 0)
    if kind == "hc1":
        n, k = fit.n_obs, fit.basis.shape[1]
        meat *= (n / np.maximum(n - k, 1))[:, None, None]
    if kind == "newey-west":
        lags = np.floor(4.0 * (fit.n_obs / 100.0) ** (2.0 / 9.0))
        for lag in range(1, int(lags.max(initial=0)) + 1):
            weight = np.maximum(0.0, 1.0 - lag / (lags + 1.0))[:, None, None]
            moved = _products(fit.basis, residuals, lag)
            meat += weight * (moved + moved.transpose(0, 2, 1))
    # The sums are over the orthonormal basis; with X = QR, A = R^-1 (Q'Q)^-1 R^-T, so R^T turns A into what they need.
    half = fit.inverse @ np.linalg.inv(fit.to_design).T
    sandwich: _Float = half @ meat @ half.transpose(0, 2, 1)
    return sandwich


def _products(basis: _Float, residuals: _Float, lag: int) -> _Float:
    """Return sum e_t e_{t-lag} q_t q_{t-lag}' of every series, shape (N, k, k)."""
    days, k = basis.shape
    before = days - lag
    outer = (basis[lag:, :, None] * basis[:before, None, :]).reshape(before, k * k)
    both = residuals[lag:] * residuals[:before]
    return (outer.T @ both).T.reshape(-1, k, k)
