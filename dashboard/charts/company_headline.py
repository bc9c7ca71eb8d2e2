"""Sentences about one company: its day, what the market explains of it, its share counts, its reactions."""

from __future__ import annotations

import pandas as pd

from dashboard.charts import format as fmt
from dashboard.charts.p_values import LEVEL


def one_day(name: str, ret: float, loss_bn: float, when: fmt.Day) -> str:
    """Say what a company did on a session: "NVIDIA fell 17.0 % on 27 Jan 2025 and lost $593 bn of market value".

    Parameters
    ----------
    name : str
    ret : float
        Decimal return from the close before; NaN where there is none.
    loss_bn : float
        Market value lost, billions of US dollars, negative for a gain; NaN where no share count is known.
    when : date or ISO text
        The session.
    """
    if fmt.is_missing(ret):
        return f"{name} has no close on {fmt.day(when)} or the session before"
    moved = f"{name} {fmt.moved(ret)} on {fmt.day(when)}"
    if fmt.is_missing(loss_bn) or not loss_bn or not ret:
        return moved
    return f"{moved} and {'lost' if loss_bn > 0 else 'gained'} {fmt.dollars_bn(abs(loss_bn))} of market value"


def beyond(name: str, car: float, p: float, when: fmt.Day) -> str:
    """Say how far a company was from what the market explains: "NVIDIA did 13.2 % worse than the market explains, ...".

    Parameters
    ----------
    name : str
    car, p : float
        Abnormal return of the session (decimal) and its two-sided p; NaN where the model could not be fitted.
    when : date or ISO text
        The session.
    """
    if fmt.is_missing(car):
        return f"{name} has no expected return for {fmt.day(when)}"
    what = f"{name} did {fmt.size(car)} {'worse' if car < 0 else 'better'} than the market explains"
    if not car:
        what = f"{name} did what the market explains"
    if fmt.is_missing(p):
        return what
    return f"{what}, {'more than its usual scatter' if p < LEVEL else 'within its usual scatter'}"


def counts(name: str, known: int) -> str:
    """Say how many share counts of a company are known through time."""
    if not known:
        return f"No share count of {name} is known, so it has no market value here"
    return f"{fmt.counted(known, 'share count')} of {name} {fmt.noun(known, 'is', 'are')} known through time"


def claims(name: str, verdicts: pd.Series) -> str:
    """Say how many printed claims are about a company, and how many of them hold.

    Parameters
    ----------
    name : str
    verdicts : pandas.Series
        Names of verdicts; ``confirmed`` and ``confirmed_cut`` hold.
    """
    if verdicts.empty:
        return f"None of the articles’ claims is about {name}"
    hold = int(verdicts.str.startswith("confirmed").sum())
    about = f"{fmt.counted(len(verdicts), 'printed claim')} {fmt.noun(len(verdicts), 'is', 'are')} about {name}"
    return (
        f"{about}, {hold:,} of them {fmt.noun(hold, 'holds', 'hold')}"
        if len(verdicts) > 1
        else (f"{about}, and it {'holds' if hold else 'does not simply hold'}")
    )


def reactions(name: str, tests: pd.DataFrame) -> str:
    """Say how many of the events a company's price reacted to: "3 of 68 events moved NVIDIA after correction".

    Parameters
    ----------
    name : str
    tests : pandas.DataFrame
        One row a test: columns car (NaN for one that could not be made) and p_bh.
    """
    made = tests.dropna(subset=["car"])
    if made.empty:
        return f"No event has enough earlier prices of {name} to test a reaction"
    large = int((made["p_bh"] < LEVEL).sum())
    sessions = fmt.noun(len(made), "session with events", "sessions with events")
    return f"{name} moved beyond chance on {fmt.count_of(large, len(made))} {sessions}"
