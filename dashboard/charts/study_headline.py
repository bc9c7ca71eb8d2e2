"""Sentences about an event study, composed from its figures so that they stay true whatever the reader chooses."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from dashboard.charts import format as fmt
from dashboard.charts.p_values import LEVEL, p_value, significant
from dashboard.study.group_tests import OVERSTATED, TRUSTED, WEAK

BEYOND: Mapping[str, str] = {
    "mean_adjusted": "against {whose} usual return",
    "market_adjusted": "against the market",
    "ff3": "beyond what the factors explain",
    "carhart4": "beyond what the factors explain",
    "ff5": "beyond what the factors explain",
    "ff5_mom": "beyond what the factors explain",
    "two_factor": "beyond what the market and the sector explain",
}
"""What an abnormal return of each model is measured against."""

BEYOND_MARKET = "beyond what the market explains"

FOR_ONE_DATE = ("kp", "portfolio", "placebo_date")
"""The tests of the mean that a shared date is judged by, for they allow for companies that move together."""

TOGETHER = "that allow for companies moving together"

SMALL_INFLATION = 1.1
"""Up to this variance inflation companies are called all but independent."""

FOREST = "Abnormal return with its 95 % interval, per cent; a filled dot is significant after correction"
NAMED = 3


def mean_move(mean_car: float, n: int, model: str, window: tuple[int, int], name: str = "") -> str:
    """Say how far a group moved: "18 companies lost 10.4 % on average on the event day, beyond what ...".

    Parameters
    ----------
    mean_car : float
        Mean cumulative abnormal return, decimal.
    n : int
        How many companies it is the mean of.
    model : str
        Name of the model of expected returns.
    window : (int, int)
        Over which sessions.
    name : str
        The company, where it is only one.
    """
    if fmt.is_missing(mean_car):
        return "Cumulative abnormal returns around the event"
    alone = n == 1
    who = (name or "One company") if alone else f"{n:,} companies"
    size = fmt.per_cent(abs(mean_car), sign=False)
    verb = "lost" if mean_car < 0 else "gained"
    moved = "did not move" if size == fmt.per_cent(0.0) else f"{verb} {size}"
    beyond = BEYOND.get(model, BEYOND_MARKET).format(whose="its" if alone else "their")
    return f"{who} {moved}{'' if alone else ' on average'} {over(window)}, {beyond}"


def over(window: tuple[int, int]) -> str:
    """Say over which sessions: "on the event day", "on session +2", "over sessions −1 to +1"."""
    first, last = window
    if first == last == 0:
        return "on the event day"
    if first == last:
        return f"on session {fmt.number(first, sign=True)}"
    return f"over sessions {fmt.number(first, sign=True)} to {fmt.number(last, sign=True)}"


def paths_drawn(benchmark: str, alone: bool = False) -> str:
    """Say what the paths are: `benchmark` names what the model compares with, "" if nothing; `alone`: one company."""
    against = f" against {benchmark}" if benchmark else ""
    what = "band: 95 % of paths" if alone else "grey: companies; band: 95 % of means"
    return f"Cumulative abnormal return{against}, per cent; {what} if there were no effect"


def evidence(tests: pd.DataFrame) -> str:
    """Say whether the tests that allow for a shared date find the move of the mean significant.

    Parameters
    ----------
    tests : pandas.DataFrame
        The statistics of one group and window: columns statistic, p.
    """
    p = tests[tests["statistic"].isin(FOR_ONE_DATE)]["p"].dropna()
    found = int((p < LEVEL).sum())
    if p.empty:
        return "Too few companies to test the group"
    if len(p) == 1:
        return f"{'Significant' if found else 'Not significant'} by the one test {TOGETHER.replace('allow', 'allows')}"
    if found == len(p):
        return f"Significant by all {len(p)} tests of the mean {TOGETHER}"
    if found == 0:
        return f"Not significant by any of {len(p)} tests of the mean {TOGETHER}"
    return f"Significant by {fmt.count_of(found, len(p))} tests of the mean {TOGETHER}"


def dependence(tests: pd.DataFrame, shared_date: bool) -> str:
    """Say how much the companies of a group move together and what that does to the variance of their mean.

    Parameters
    ----------
    tests : pandas.DataFrame
        The statistics of one group and window: columns n, rbar, inflation.
    shared_date : bool
        Whether all of them have the same event session.
    """
    row = tests.iloc[0]
    count, rbar, inflation = int(row["n"]), float(row["rbar"]), float(row["inflation"])
    if count < 2 or fmt.is_missing(rbar):
        return ""
    dates = "share one event session" if shared_date else "have event sessions of their own"
    correlation = f"(mean {'residual ' if shared_date else ''}correlation {fmt.number(rbar, 2)})"
    little = "do not move together" if rbar <= 0 else "hardly move together"
    if inflation > SMALL_INFLATION:
        return (
            f"The {count:,} companies {dates} and move together {correlation}, which makes the variance of their mean "
            f"{inflation:.1f} times what it would be if they were independent. Tests that ignore this claim too much."
        )
    return (
        f"The {count:,} companies {dates} and {little} {correlation}, so tests that take them as "
        "independent do not overstate the result."
    )


def trust(tests: pd.DataFrame) -> str:
    """Say how many tests can be trusted (columns p, trust); what has no p tests nothing and is not counted."""
    known = tests[tests["p"].notna()]
    counts = {verdict: int((known["trust"] == verdict).sum()) for verdict in (TRUSTED, WEAK, OVERSTATED)}
    total = len(known)
    if total == 0:
        return "No test of the group can be computed"
    if counts[TRUSTED] == total:
        return f"All {total} tests can be trusted here" if total > 1 else "The one test can be trusted here"
    good = "none can" if not counts[TRUSTED] else f"{counts[TRUSTED]} can"
    parts = [f"{good} be trusted in full"]
    if counts[WEAK]:
        parts.append(f"{counts[WEAK]} {fmt.noun(counts[WEAK], 'is', 'are')} weak")
    if counts[OVERSTATED]:
        parts.append(f"{counts[OVERSTATED]} {fmt.noun(counts[OVERSTATED], 'overstates', 'overstate')}")
    return f"Of {fmt.counted(total, 'test')}, {fmt.listed(parts)}"


def furthest_out(frame: pd.DataFrame) -> str:
    """Say which companies stand furthest from zero and how many are significant (columns name, car, p_bh)."""
    known = frame.dropna(subset=["car"])
    if known.empty:
        return "Abnormal returns of the companies"
    sure = int((known["p_bh"] < LEVEL).sum())
    if len(known) == 1:
        row = known.iloc[0]
        verb = "lost" if row["car"] < 0 else "gained"
        size = fmt.per_cent(abs(row["car"]), sign=False)
        return f"{row['name']} {verb} {size}, {'' if significant(row['p_bh']) else 'not '}significantly"
    order = known["car"].abs().sort_values(ascending=False, kind="stable").index
    out = order[: NAMED if len(order) > NAMED else 1]
    names = fmt.listed([str(name) for name in known.loc[out, "name"]])
    part = f"All {len(known):,}" if sure == len(known) else "None" if sure == 0 else fmt.count_of(sure, len(known))
    return f"{names} {fmt.noun(len(out), 'stands', 'stand')} furthest out; {_lower(part)} significant after correction"


def placebo(event: float, values: pd.Series, noun: str = "session") -> str:
    """Say how many sessions before the event came as far from zero: "None of 250 earlier sessions came as far".

    Parameters
    ----------
    event : float
        The statistic of the event.
    values : pandas.Series
        The same on the placebo dates.
    noun : str
        "session", or "window" where a placebo date has several.
    """
    known = values.dropna().to_numpy(dtype=float)
    if not len(known) or fmt.is_missing(event):
        return f"The {noun}s before the event"
    reached = int((np.abs(known) >= abs(event) * (1 - 1e-12)).sum())
    whole = fmt.counted(len(known), f"earlier {noun}")
    if reached == 0:
        return f"None of {whole} came as far from zero"
    return f"{reached:,} of {whole} came as far from zero or further"


def placebo_drawn(n: int, dates: int, statistic: str = "Mean abnormal return", noun: str = "session") -> str:
    """Say what the histogram shows, for `n` companies and so many placebo dates."""
    whose = fmt.counted(n, "company", "companies")
    return f"{statistic} of {whose} on {fmt.counted(dates, noun)} before the event; height: number of {noun}s"


def placebo_note(p: float, smallest: float) -> str:
    """Say the p of the placebo dates and the smallest that their number allows."""
    if fmt.is_missing(p):
        return ""
    if p <= smallest * (1 + 1e-9):
        return f"{p_value(p, 'p')}, the smallest that so many dates allow"
    return f"{p_value(p, 'p')}; the smallest possible is {p_value(smallest)}"


def exposure(slope: float, p: float, label: str) -> str:
    """Say whether the more exposed did worse; `label` is the exposure: "beta to the semiconductor index"."""
    if fmt.is_missing(slope) or fmt.is_missing(p):
        return f"Abnormal return and {label}"
    if not significant(p):
        return f"No slope on {label} that ordinary sessions do not have"
    return f"The higher its {label}, the {'lower' if slope < 0 else 'higher'} a company's abnormal return"


def exposure_tested(slope: float, z: float, p: float, days: int) -> str:
    """Say slope, z and empirical p of the exposure regression against so many sessions before the event."""
    if fmt.is_missing(z):
        return "Abnormal return, per cent"
    found = f"Slope {fmt.per_cent(slope, 2)} a unit, z{fmt.NO_BREAK_SPACE}{fmt.number(z, 2, sign=True)}, empirical"
    return (
        "Abnormal return, per cent; line: fitted; grey: slopes of 95 % of ordinary sessions. "
        f"{found} {p_value(p, 'p')} against {fmt.counted(days, 'session')}"
    )


def reactions(frame: pd.DataFrame, by: str, names: Mapping[str, str]) -> str:
    """Say how many reactions are significant and which is the largest of them.

    Parameters
    ----------
    frame : pandas.DataFrame
        Columns session, `by`, car, p_bh, and when, which says to what or when it was: "on DeepSeek-R1". Events that
        share a session share their reactions, which count once.
    by : str
        "ticker" or "segment".
    names : Mapping[str, str]
        Name of each ticker or segment.
    """
    known = frame.dropna(subset=["car", "p_bh"]).drop_duplicates(["session", by])
    if known.empty:
        return "Reactions to the catalogued events"
    sure = known[known["p_bh"] < LEVEL]
    if sure.empty:
        return f"None of {fmt.counted(len(known), 'reaction')} is significant after correction for their number"
    row = sure.iloc[int(np.argmax(sure["car"].abs()))]
    found = f"{fmt.count_of(len(sure), len(known))} reactions {fmt.noun(len(sure), 'is', 'are')} significant"
    largest = f"{names.get(row[by], row[by])} {row['when']}"
    return f"{found}; the largest is {fmt.per_cent(row['car'])}, {largest}"


def reactions_drawn(model: str, window: tuple[int, int]) -> str:
    """Say what the map shows: the model and the window in sessions."""
    return f"Abnormal return {over(window)}, per cent, {model.replace('_', ' ')}"


def _lower(part: str) -> str:
    return part[0].lower() + part[1:]
