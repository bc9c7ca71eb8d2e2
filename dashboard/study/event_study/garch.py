"""The market model with errors whose variance follows a GARCH(1,1), through the optional library arch."""

from __future__ import annotations

from dataclasses import dataclass, replace
from types import ModuleType

import numpy as np
from numpy.typing import NDArray

from dashboard.errors import InputError
from dashboard.study.event_study.fitting import Fitted

_Float = NDArray[np.float64]

NOT_FOUND = "no maximum of its GARCH likelihood was found"


@dataclass(frozen=True, eq=False)
class GarchFit:
    """Regressions fitted together with the variance of their errors.

    Attributes
    ----------
    fitted : Fitted
        Coefficients, their covariance and the residuals are those of the maximum of the likelihood; leverage and
        (X'X)^-1 stay those of least squares, and sigma is the residual standard deviation over all estimation days.
    event_variance : ndarray, shape (E, N)
        Forecast variance of the error of each event session; NaN for series that were not fitted.
    lost : ndarray of int
        Series for which no maximum was found.
    """

    fitted: Fitted
    event_variance: _Float
    lost: NDArray[np.intp]


def refit(
    fitted: Fitted, design: _Float, values: _Float, parameters: int, usable: NDArray[np.bool_], ahead: NDArray[np.int64]
) -> GarchFit:
    """Fit a GARCH(1,1) with normal errors to series that least squares could fit, one after the other.

    e_t = sqrt(h_t) z_t with h_t = omega + a e_{t-1}^2 + b h_{t-1} (Bollerslev 1986), alpha and beta of the market
    model estimated together with omega, a and b by maximum likelihood; the covariance of the coefficients is that of
    the inverse Hessian. j days after the last one h is forecast as omega + a e^2 + b h for j = 1, then as
    omega + (a + b) times the forecast before. Missing days are passed over: the days around them count as neighbours.

    Parameters
    ----------
    fitted : Fitted
        By least squares.
    design : ndarray, shape (L, k)
        Constant first.
    values : ndarray, shape (L, N)
    parameters : int
        Degrees of freedom that the regression uses.
    usable : ndarray of bool, shape (N,)
        Series to fit.
    ahead : ndarray of int, shape (E,)
        How many sessions after the last of the estimation window each event session is, at least 1.

    Returns
    -------
    GarchFit

    Raises
    ------
    InputError
        The library is not installed.
    """
    univariate = _library()
    days = len(design)
    coefficients, covariance = fitted.fit.coefficients.copy(), fitted.covariance.copy()
    residuals, sigma = fitted.fit.residuals.copy(), fitted.sigma.copy()
    variance = np.full((len(ahead), values.shape[1]), np.nan)
    lost = []
    # The likelihood of each series has to be climbed by itself.
    for series in np.flatnonzero(usable):
        rows = np.flatnonzero(np.isfinite(residuals[:, series]))
        # In units of the residuals the likelihood is well scaled; beta does not depend on the unit.
        unit = sigma[series]
        model = univariate.LS(
            values[rows, series] / unit,
            design[rows, 1:] / unit,
            volatility=univariate.GARCH(p=1, o=0, q=1),
            rescale=False,
        )
        with np.errstate(all="ignore"):
            found = model.fit(disp="off", show_warning=False, cov_type="classic")
            inner = np.asarray(found.param_cov, dtype=np.float64)[: design.shape[1], : design.shape[1]]
        figures = np.asarray(found.params, dtype=np.float64)
        if found.convergence_flag != 0 or not np.isfinite(figures).all() or not (np.diag(inner) > 0.0).all():
            lost.append(series)
            continue
        to_returns = np.ones(design.shape[1])
        to_returns[0] = unit
        coefficients[series] = figures[: design.shape[1]] * to_returns
        covariance[series] = inner * np.outer(to_returns, to_returns)
        residuals[rows, series] = values[rows, series] - design[rows] @ coefficients[series]
        sigma[series] = np.sqrt(np.square(residuals[rows, series]).sum() / (len(rows) - parameters))
        last = float(found.resid[-1]) ** 2, float(found.conditional_volatility[-1]) ** 2
        variance[:, series] = unit**2 * forecast(figures[design.shape[1] :], last, ahead + days - 1 - rows[-1])
    fit = replace(fitted.fit, coefficients=coefficients, residuals=residuals)
    return GarchFit(Fitted(fit, sigma, covariance), variance, np.array(lost, dtype=np.intp))


def forecast(process: _Float, last: tuple[float, float], ahead: NDArray[np.int64]) -> _Float:
    """Return the variances that a GARCH(1,1) forecasts.

    Parameters
    ----------
    process : ndarray, shape (3,)
        omega, a and b.
    last : (float, float)
        Squared error and variance of the last day.
    ahead : ndarray of int, shape (E,)
        Days after it, at least 1.

    Returns
    -------
    ndarray, shape (E,)
    """
    omega, arch, garch = (float(figure) for figure in process)
    first = omega + arch * last[0] + garch * last[1]
    persistence = arch + garch
    # h_j = persistence^(j-1) h_1 + omega (1 + persistence + ... + persistence^(j-2))
    powers = persistence ** np.arange(float(ahead.max(initial=1)))
    sums = np.concatenate([[0.0], powers.cumsum()])
    variances: _Float = powers[ahead - 1] * first + omega * sums[ahead - 1]
    return variances


def _library() -> ModuleType:
    try:
        from arch import univariate
    except ImportError as error:
        raise InputError(
            "The model garch needs the library arch, which is not installed; install the extra garch (pip install -e"
            " '.[garch]') or choose another model."
        ) from error
    found: ModuleType = univariate
    return found
