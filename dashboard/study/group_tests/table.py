"""The table of a group: every test of one window, with what it assumes and how far to trust it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import pandas as pd

from dashboard.errors import InputError
from dashboard.study.group_tests import dependence, nonparametric, parametric, ranks
from dashboard.study.group_tests.cross_correlation import CrossCorrelation, cross_correlations
from dashboard.study.group_tests.exposure import exposed, exposure_of_window
from dashboard.study.group_tests.inputs import Floats, GroupInputs, Outcome, WindowInputs, mean_of_present
from dashboard.study.group_tests.placebo import placebo_date
from dashboard.study.group_tests.resampling import FLIPS, sign_flip
from dashboard.study.group_tests.trust import ASSUMES, remark, verdict

COLUMNS = ("statistic", "value", "df", "p", "n", "mean_car", "rbar", "inflation", "trust", "note")
STATISTICS = tuple(ASSUMES)

Record = tuple[str, float, float, float, int, float, float, float, str, str]
"""A row of the table."""

FURTHER = "The simulation behind this verdict had one exposure; each further one counts as a company less."

DAILY_COLUMNS = ("event_day", "n", "aar", "aar_sd", "caar", "caar_sd")


def group_table(
    inputs: GroupInputs,
    window: WindowInputs,
    *,
    together: CrossCorrelation | None = None,
    exposures: Mapping[str, Floats] | None = None,
    unexposed: str = "no exposure was given",
    flips: int = FLIPS,
    seed: int = 7,
) -> pd.DataFrame:
    """Compute all group statistics of one event window.

    Companies without a CAR in the window, or whose residuals do not vary, take part in nothing; n counts the others.

    Parameters
    ----------
    inputs : GroupInputs
        The estimation windows of N companies.
    window : WindowInputs
        Their event window.
    together : CrossCorrelation, optional
        How far the companies that take part move together, where it is known: `cross_correlations` works it out for
        several windows at once. Else it is worked out here.
    exposures : mapping of str to ndarray, shape (N,), optional
        Characteristics by name. Together they are the columns of one regression, and each has a row, of which the
        companies are those that have them all.
    unexposed : str
        Why there are none, where there are none.
    flips : int
        Random sign patterns beyond 18 companies; 0 leaves that test out there.
    seed : int
        Start of the random numbers.

    Returns
    -------
    DataFrame
        Columns `COLUMNS`, one row a statistic in the order of `STATISTICS` (one an exposure, at least one). value, df
        and p are NaN where a statistic does not exist, its trust is then empty and its note says why; trust is empty
        also where nothing is tested. mean_car is a decimal; rbar is the mean correlation of the CARs, inflation
        1 + (n-1) rbar. The value of sign is a count of companies, of wilcoxon a sum of ranks,
        of placebo_date a count of dates, of sign_flip the mean CAR, of jackknife_range a width, of exposure a z.

    Raises
    ------
    InputError
        The window or an exposure is not of these companies.
    """
    keep = _kept(inputs, window)
    group, event = inputs.select(keep), window.select(keep)
    common = together or cross_correlations(inputs, [window])[0]
    found = outcomes(group, event, together=common, flips=flips, seed=seed)
    records = [_record(name, outcome, event, common) for name, outcome in found.items()]
    if exposures:
        matrix = _matrix(exposures, inputs.companies)[keep]
        records += _exposure_records(group, event, common, tuple(exposures), matrix)
    else:
        records.append(_record("exposure", Outcome(note=unexposed), event, common))
    return pd.DataFrame(records, columns=list(COLUMNS))


def _exposure_records(
    group: GroupInputs, event: WindowInputs, common: CrossCorrelation, names: tuple[str, ...], matrix: Floats
) -> list[Record]:
    """Return a row for each exposure, about the companies that have them all, (N, q) to q rows.

    The simulation behind the verdicts had one exposure. Each further one takes a degree of freedom from the regression,
    as a company less would.
    """
    found = exposure_of_window(group, event, matrix)
    with_all = exposed(matrix)
    event = event.select(with_all)
    if not with_all.all():
        common = cross_correlations(group.select(with_all), [event])[0]
    spent = len(names) - 1
    judged = replace(common, companies=max(common.companies - spent, 1))
    more = f" {FURTHER}" if spent else ""
    return [
        _record("exposure", outcome, event, common, judged=judged, label=name, more=more)
        for name, outcome in zip(names, found, strict=True)
    ]


def _record(
    statistic: str,
    outcome: Outcome,
    event: WindowInputs,
    common: CrossCorrelation,
    *,
    judged: CrossCorrelation | None = None,
    label: str = "",
    more: str = "",
) -> Record:
    """Return one row, about companies that all take part; `judged` is what its verdict is read for, if not `common`."""
    trust, note = "", _note(statistic, outcome, label)
    if not np.isnan(outcome.value):
        trust = verdict(statistic, judged or common, event.sessions)
        note += remark(statistic, judged or common, event.sessions) + more
    number = len(event.car)
    mean = float(event.car.mean()) if number else float("nan")
    return (
        statistic, outcome.value, outcome.df, outcome.p, number, mean, common.rbar, common.inflation, trust, note
    )  # fmt: skip


def outcomes(
    inputs: GroupInputs,
    window: WindowInputs,
    *,
    together: CrossCorrelation | None = None,
    flips: int = FLIPS,
    seed: int = 7,
) -> dict[str, Outcome]:
    """Compute every statistic but the exposure regression, for companies that all take part.

    Parameters
    ----------
    inputs, window : GroupInputs, WindowInputs
        Companies with a CAR, whose residuals vary.
    together, flips, seed
        As in `group_table`.

    Returns
    -------
    dict of str to Outcome
        In the order of `STATISTICS`.
    """
    common = together or cross_correlations(inputs, [window])[0]
    grank_t, grank_z = ranks.grank(inputs, window)
    return {
        "cross_sectional": parametric.cross_sectional(window),
        "patell": parametric.patell(inputs, window),
        "adj_patell": dependence.adj_patell(inputs, window, common),
        "bmp": parametric.bmp(window),
        "kp": dependence.kp(window, common),
        "cda": dependence.cda(inputs, window),
        "portfolio": dependence.portfolio(inputs, window),
        "rank": ranks.rank(inputs, window),
        "grank_t": grank_t,
        "grank_z": grank_z,
        "sign": nonparametric.sign(window),
        "cowan": nonparametric.cowan(inputs, window),
        "wilcoxon": nonparametric.wilcoxon(window),
        "skewness_adjusted": parametric.skewness_adjusted(window),
        "jackknife_range": parametric.jackknife_range(window),
        "sign_flip": sign_flip(window.car, flips=flips, seed=seed),
        "placebo_date": placebo_date(inputs, window),
    }


def group_daily(inputs: GroupInputs, abnormal: Floats, event_days: Floats) -> pd.DataFrame:
    """Average abnormal returns day by day and cumulated, with the spread that common shocks give them.

    Parameters
    ----------
    inputs : GroupInputs
        The estimation windows of N companies.
    abnormal : ndarray, shape (E, N)
        Abnormal returns of the event days, NaN where missing.
    event_days : ndarray, shape (E,)
        Session of each row relative to the event.

    Returns
    -------
    DataFrame
        Columns `DAILY_COLUMNS`. aar is the mean over the n companies present, caar its running sum (a day on which
        nobody is present adds nothing). aar_sd is the sd (ddof 1) of the daily mean residual of the estimation window,
        as in the crude dependence adjustment, and caar_sd is aar_sd times the square root of the days so far.
    """
    count = np.isfinite(abnormal).sum(axis=1)
    mean = mean_of_present(abnormal)
    daily = inputs.mean_residual
    spread = float(daily.std(ddof=1)) if len(daily) > 1 else float("nan")
    filled = count > 0
    return pd.DataFrame(
        {
            "event_day": event_days,
            "n": count,
            "aar": mean,
            "aar_sd": np.where(filled, spread, np.nan),
            "caar": np.where(filled, mean, 0.0).cumsum(),
            "caar_sd": spread * np.sqrt(filled.cumsum()),
        },
        columns=list(DAILY_COLUMNS),
    )


def _kept(inputs: GroupInputs, window: WindowInputs) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    if len(window.car) != inputs.companies:
        raise InputError(
            f"The window has {len(window.car)} companies and the estimation {inputs.companies}; give both of the same."
        )
    return window.usable(inputs.sigma)


def _matrix(exposures: Mapping[str, Floats], companies: int) -> Floats:
    for name, values in exposures.items():
        if np.shape(values) != (companies,):
            raise InputError(
                f"The exposure {name!r} has shape {np.shape(values)}; "
                f"give one figure for each of {companies} companies."
            )
    return np.column_stack([np.asarray(values, dtype=np.float64) for values in exposures.values()])


def _note(statistic: str, outcome: Outcome, label: str) -> str:
    """Say what the test assumes, then what its value needs beside it; `label` is the name of an exposure."""
    told = replace(outcome, note=f"{label}: {outcome.note}") if label else outcome
    if not told.note:
        return ASSUMES[statistic]
    return f"{ASSUMES[statistic]} {told.note[0].upper()}{told.note[1:]}."
