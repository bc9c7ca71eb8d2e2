"""Event studies in words: models, windows and tests as a reader sees them, and the columns of the tables."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from dashboard.charts import format as fmt
from dashboard.charts import study_headline
from dashboard.charts.p_values import p_value
from dashboard.study.event_study import Window
from dashboard.study.event_study.models import BENCHMARK
from dashboard.study.event_study.models import MODELS as DEFINITIONS
from dashboard.study.group_tests import ASSUMES, OVERSTATED, TRUSTED, WEAK
from dashboard.ui.columns import Column
from dashboard.ui.table_columns import COMPANY

MODELS: Mapping[str, str] = {
    "market_model": "Market model",
    "market_adjusted": "Market adjusted",
    "mean_adjusted": "Mean adjusted",
    "capm": "CAPM",
    "ff3": "Fama–French, 3 factors",
    "carhart4": "Carhart, 4 factors",
    "ff5": "Fama–French, 5 factors",
    "ff5_mom": "Fama–French, 5 and momentum",
    "two_factor": "Market and sector",
    "scholes_williams": "Scholes–Williams",
}
"""Models of the expected return, the usual one first."""

EVENT_WINDOWS: Mapping[str, str] = {
    "0:0": "0:0 · the event session",
    "0:1": "0:1 · and the next one",
    "-1:1": "-1:1 · one on either side",
    "0:4": "0:4 · a week from the event",
    "-5:5": "-5:5 · five on either side",
    "0:20": "0:20 · a month from the event",
}
ESTIMATIONS: Mapping[str, str] = {
    "-270:-21": "-270:-21 · a year",
    "-220:-21": "-220:-21 · 200 sessions",
    "-140:-21": "-140:-21 · half a year",
    "-271:-22": "-271:-22 · a year, a session earlier",
    "-260:-11": "-260:-11 · a year, up to two weeks before",
}
"""Windows in the form in which others can be typed, with what they mean."""

STATISTICS: Mapping[str, str] = {
    "cross_sectional": "Cross-sectional t",
    "patell": "Patell z",
    "adj_patell": "Adjusted Patell z",
    "bmp": "BMP t",
    "kp": "Kolari–Pynnönen t",
    "cda": "Crude dependence t",
    "portfolio": "Portfolio t",
    "rank": "Corrado rank z",
    "grank_t": "GRANK t",
    "grank_z": "GRANK z",
    "sign": "Sign",
    "cowan": "Generalised sign z",
    "wilcoxon": "Wilcoxon signed rank",
    "skewness_adjusted": "Skewness-adjusted t",
    "jackknife_range": "Jackknife range",
    "sign_flip": "Sign flips",
    "placebo_date": "Placebo dates",
    "exposure": "Slope on exposure",
}

VERDICTS = (TRUSTED, WEAK, OVERSTATED, "")
"""In the order in which tests are listed; what tests nothing has none."""

FOR_ONE_DATE = (*study_headline.FOR_ONE_DATE, "exposure")
"""The tests that the page rests on, listed before others of the same verdict."""

TESTS = {
    "statistic": Column("Test", width=165, words=STATISTICS),
    "trust": Column(
        "Trust", width=90, help="Whether the test holds for this many companies, moving together as much as these do."
    ),
    "p": Column("p", "p_value", "Probability of a result as far from zero if there were no effect; two-sided."),
    "value": Column(
        "Statistic", "ratio", "The test statistic; for signs and placebo dates a count, for sign flips the mean."
    ),
    "df": Column("df", "count", "Degrees of freedom of Student’s t; empty for other distributions."),
    "assumes": Column("What it assumes", width=600),
    "more": Column("More", width=420),
}
"""Of the tests of the group."""

_BETAS = {
    "beta_sector": "the sector index",
    "beta_smb": "small minus big companies",
    "beta_hml": "cheap minus dear companies",
    "beta_rmw": "profitable minus unprofitable companies",
    "beta_cma": "cautious minus bold investors",
    "beta_mom": "momentum",
}


def firm_columns(firms: pd.DataFrame) -> dict[str, Column]:
    """Return the columns of the table of companies; betas that the model does not have are left out."""
    betas = {
        name: Column(name.replace("_", " ").capitalize(), "ratio", f"Coefficient on {_BETAS[name]}.")
        for name in firms.columns
        if name in _BETAS
    }
    return {
        "name": COMPANY,
        "ticker": Column("Ticker"),
        "car": Column("Abnormal", "per_cent", "Actual less expected return, summed over the event window."),
        "t": Column("t", "ratio", "Abnormal return over its standard deviation as a prediction error."),
        "p": Column("p", "p_value", "Two-sided, from Student’s t, for this company alone."),
        "p_bh": Column("p, corrected", "p_value", "After Benjamini and Hochberg: 5 % of those below 5 % may be false."),
        "p_holm": Column("p, strictest", "p_value", "After Holm: holds even one false result among them to 5 %."),
        "ci_low": Column("95 % from", "per_cent", "Lower end of the 95 % interval of the abnormal return."),
        "ci_high": Column("95 % to", "per_cent", "Upper end of the 95 % interval of the abnormal return."),
        "bhar": Column("Buy and hold", "per_cent", "Compounded actual return less compounded expected return."),
        "beta": Column("Beta", "ratio", "Coefficient on the market in the estimation window."),
        **betas,
        "alpha": Column("Alpha", "per_cent", "Constant of the model: expected return when the market stands still."),
        "sigma": Column("Sigma", "per_cent", "Standard deviation of the residuals in the estimation window."),
        "n_obs": Column("Sessions", "count", "Returns in the estimation window."),
        "segment": Column("Segment"),
        "reason": Column("Left out because"),
    }  # fmt: skip


def takes_benchmark(model: str) -> bool:
    """Say whether a model compares with the benchmark that the reader chose."""
    return BENCHMARK in DEFINITIONS[model].regressors


def without_benchmark(model: str) -> str:
    """Say what a model takes in place of the chosen benchmark; "" where it takes that one."""
    if takes_benchmark(model):
        return ""
    own = "a market factor of its own" if DEFINITIONS[model].excess else "each company’s own mean return"
    return f"The benchmark at the side has no effect here: this model takes {own}."


def factor_source(model: str) -> str:
    """Return what is added to the line at the foot of a figure: where the factors of a model come from."""
    return "; factors: Kenneth French data library" if DEFINITIONS[model].excess else ""


def fitted(firms: pd.DataFrame) -> str:
    """Say in a heading how many companies have a beta above 1, where the model has betas."""
    betas = firms["beta"].dropna()
    if betas.empty or betas.nunique() == 1:
        return "Every company by itself"
    above = fmt.count_of(int((betas > 1).sum()), len(betas))
    return f"{above} companies have a beta above 1"


def fitted_note(firms: pd.DataFrame, window: Window, estimation: Window) -> str:
    """Say what the table of companies holds, and how many were left out."""
    first, last = (fmt.number(session, sign=True) for session in estimation)
    out = firms.loc[firms["car"].isna(), "name"]
    gone = f" {fmt.counted(len(out), 'company is', 'companies are')} left out; the last column says why."
    return (
        f"Abnormal returns {study_headline.over(window)}, against a model fitted to sessions {first} to {last}; "
        f"p-values are corrected for the number of companies.{gone if len(out) else ''}"
    )


def in_order(tests: pd.DataFrame) -> pd.DataFrame:
    """Return the tests that have a figure: those that can be trusted first, what tests nothing last.

    Within a verdict those for companies that share a date lead. The note is parted into the columns assumes and more.
    """
    known = tests[tests["value"].notna()]
    place = known["trust"].map(VERDICTS.index) + 0.5 * ~known["statistic"].isin(FOR_ONE_DATE)
    ordered = known.loc[place.sort_values(kind="stable").index]
    assumes = ordered["statistic"].map(ASSUMES)
    more = [note.removeprefix(start).strip() for note, start in zip(ordered["note"], assumes, strict=True)]
    return ordered.assign(assumes=assumes, more=more)


def tests_note(tests: pd.DataFrame, listed: pd.DataFrame) -> str:
    """Say what the tests are of, why some are grey, and how many could not be computed."""
    row = tests.iloc[0]
    companies = fmt.counted(int(row["n"]), "company", "companies")
    parts = [f"{companies}; mean abnormal return {fmt.per_cent(row['mean_car'], 2)}."]
    if (listed["trust"] == OVERSTATED).any():
        parts.append("Tests in grey take companies as more independent than these are: their p-values are too small.")
    if len(listed) < len(tests):
        parts.append(f"{fmt.counted(len(tests) - len(listed), 'test')} cannot be computed for so few companies.")
    return " ".join(parts)


def own_test(known: pd.DataFrame) -> str:
    """Say t and p of the one company that there is; "" where there is none."""
    if len(known) != 1:
        return ""
    row = known.iloc[0]
    return f"t{fmt.NO_BREAK_SPACE}={fmt.NO_BREAK_SPACE}{fmt.number(row['t'], 2)}, {p_value(row['p'], 'p')}."


def beside(height: int, few: bool) -> tuple[int, int]:
    """Return the heights of histogram and scatter, so that both columns of figures are equally high if they can.

    Parameters
    ----------
    height : int
        Of the figure of intervals; 0 where all figures stand below each other.
    few : bool
        The intervals stand below the histogram, else beside histogram and scatter.
    """
    if few:
        return 360, min(max(360 + height, 420), 640) if height else 420
    histogram = min(max(int(0.42 * height), 360), 460)
    return histogram, min(max(height - histogram, 420), 640)
