"""Whether those more exposed to the news fell more: abnormal returns on characteristics, day by day."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from dashboard.errors import InputError
from dashboard.study.group_tests.inputs import Flags, Floats, GroupInputs, Outcome, WindowInputs
from dashboard.study.group_tests.placebo import ROUNDING, pre_event_cars
from dashboard.study.group_tests.probability import normal_p

LEAST_SPARE = 1
"""Companies beyond the number of coefficients that a day's regression needs."""


@dataclass(frozen=True, eq=False)
class Exposure:
    """Slopes of q characteristics on the event's days and on the days before.

    Attributes
    ----------
    before : ndarray, shape (D, q)
        OLS slopes of the pre-event days, on deleted residuals; NaN where too few companies were present.
    event : ndarray, shape (E, q)
        Slopes of the event's rows.
    z : ndarray, shape (E, q)
        (b_0 - mean b) / (sd(b) sqrt((n+1)/n)) over the n pre-event days, sd with ddof 1.
    z_p : ndarray, shape (E, q)
        Its two-sided normal p.
    p : ndarray, shape (E, q)
        Empirical p: (1 + days with |b - mean b| >= |b_0 - mean b|) / (n + 1).
    days : ndarray, shape (q,)
        n, the pre-event days that have a slope.
    """

    before: Floats
    event: Floats
    z: Floats
    z_p: Floats
    p: Floats
    days: np.ndarray[tuple[int], np.dtype[np.int64]]


def daily_slopes(abnormal: Floats, characteristics: Floats) -> Floats:
    """Regress each row's cross-section on a constant and the characteristics, all rows at once.

    Parameters
    ----------
    abnormal : ndarray, shape (D, N)
        NaN where missing: each row's regression uses the companies present.
    characteristics : ndarray, shape (N, q)
        NaN leaves the company out.

    Returns
    -------
    ndarray, shape (D, q)
        Slopes in units of abnormal return per unit of the characteristic; NaN where fewer companies are present than
        coefficients plus one, or a characteristic does not vary among them (or is a sum of the others).
    """
    known = exposed(characteristics)
    x = characteristics[known]
    y = abnormal[:, known]
    days, width = len(y), x.shape[1]
    slopes = np.full((days, width), np.nan)
    if no_slope(characteristics):
        return slopes
    design, spread = _standardised(x)
    products = (design[:, :, None] * design[:, None, :]).reshape(len(x), -1)
    present = np.isfinite(y)
    moments = (present.astype(np.float64) @ products).reshape(days, width + 1, width + 1)
    right = np.where(present, y, 0.0) @ design
    solvable = _solvable(moments, present)
    solution = np.linalg.solve(moments[solvable], right[solvable][:, :, None])[:, 1:, 0]
    slopes[solvable] = solution / spread
    return slopes


def exposed(characteristics: Floats) -> Flags:
    """Say which companies have every characteristic, (N, q) to (N,); only these take part."""
    return np.asarray(np.isfinite(characteristics).all(axis=1))


def no_slope(characteristics: Floats) -> str:
    """Say why companies of these characteristics, (N, q), have a slope on no day; "" where they may have one."""
    x = characteristics[exposed(characteristics)]
    width = x.shape[1]
    least, several = width + 1 + LEAST_SPARE, width > 1
    if len(x) < least:
        return f"needs at least {least} companies with {'every' if several else 'an'} exposure and has {len(x)}"
    if _flat(x).any():
        return f"{'one of the exposures' if several else 'the exposure'} does not differ between the companies"
    design, _ = _standardised(x)
    if not _solvable((design.T @ design)[None], np.ones((1, len(x)), dtype=bool)).all():
        return "the exposures are collinear, that is one of them follows from the others"
    return ""


def exposure(inputs: GroupInputs, rows: Floats, characteristics: Floats, *, sessions: int = 1) -> Exposure:
    """Compare the event's slopes with those of the days before: Cohn, Johnson, Liu and Wardlaw.

    Companies that share news and characteristics are not independent, so the slope's own standard error on the event
    day means little; its spread over ordinary days does not need independence.

    Parameters
    ----------
    inputs : GroupInputs
        The estimation windows.
    rows : ndarray, shape (E, N)
        Abnormal returns of event days, or one row of CARs over `sessions` days.
    characteristics : ndarray, shape (N,) or (N, q)
        What each company was exposed to before the event.
    sessions : int
        Days each row sums up; the pre-event rows are runs of as many days.

    Returns
    -------
    Exposure
        NaN where a slope, or its spread, does not exist.

    Raises
    ------
    InputError
        The characteristics are not of these companies.
    """
    columns = characteristics[:, None] if characteristics.ndim == 1 else characteristics
    if len(columns) != inputs.companies:
        raise InputError(
            f"The exposure has {len(columns)} rows for {inputs.companies} companies; give one row a company."
        )
    before = daily_slopes(pre_event_cars(inputs, sessions), columns)
    event = daily_slopes(rows, columns)
    known = np.isfinite(before)
    days = known.sum(axis=0)
    enough = np.maximum(days, 1)
    mean = np.where(known, before, 0.0).sum(axis=0) / enough
    distance = np.abs(before - mean)
    variance = np.where(known, distance**2, 0.0).sum(axis=0) / np.maximum(days - 1, 1)
    scale = np.sqrt(variance * (days + 1) / enough)
    usable = np.isfinite(event) & (days > 1) & (scale > 0)
    z = np.where(usable, (event - mean) / np.where(scale > 0, scale, 1.0), np.nan)
    reached = (distance[None] >= np.abs(event - mean)[:, None] * (1 - ROUNDING)).sum(axis=1)
    p = np.where(usable, (1 + reached) / (days + 1), np.nan)
    z_p = np.vectorize(normal_p, otypes=[np.float64])(z)
    return Exposure(before, event, z, z_p, p, days)


def exposure_of_window(inputs: GroupInputs, window: WindowInputs, characteristics: Floats) -> list[Outcome]:
    """Return z and the empirical p of each characteristic's slope over one window, in the given order.

    `characteristics` is of shape (N, q); the notes say how many companies have them all, where not every one does.
    """
    found = exposure(inputs, window.car[None, :], characteristics, sessions=window.sessions)
    reason, with_all = no_slope(characteristics), int(exposed(characteristics).sum())
    some = f" on {with_all} of {inputs.companies} companies" if with_all < inputs.companies else ""
    outcomes = []
    for z, p, slope, days in zip(found.z[0], found.p[0], found.event[0], found.days, strict=True):
        if np.isnan(z):
            outcomes.append(Outcome(note=reason or "too few companies with a return, on the event or before it"))
        else:
            note = f"slope {slope:.6g}{some} against {days} pre-event days; smallest p {1 / (1 + days):.4g}"
            outcomes.append(Outcome(float(z), p=float(p), note=note))
    return outcomes


def _flat(x: Floats) -> Flags:
    """Say which columns differ by no more than rounding."""
    return np.asarray(x.std(axis=0) <= 1e-12 * np.abs(x).max(axis=0))


def _standardised(x: Floats) -> tuple[Floats, Floats]:
    """Return a constant and the standardised columns, and what these were divided by.

    The moments are then of one size, and squaring them loses nothing that matters.
    """
    spread = x.std(axis=0)
    return np.column_stack([np.ones(len(x)), (x - x.mean(axis=0)) / spread]), spread


def _solvable(moments: Floats, present: Flags) -> Flags:
    """Say for which days the coefficients exist, by the condition of their moments."""
    width = moments.shape[1]
    enough = present.sum(axis=1) >= width + LEAST_SPARE
    values = np.linalg.eigvalsh(moments)
    return np.asarray(enough & (values[:, 0] > 1e-10 * values[:, -1]))
