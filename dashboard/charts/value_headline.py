"""Sentences about market value: what the market explains of a change, who makes up a loss, and who rose."""

from __future__ import annotations

import pandas as pd

from dashboard.charts import format as fmt

ALIKE = 0.001
"""Returns of two indices that are less than this apart are called alike."""

NAMED = 4
"""So many of those that rose are named."""


def market_part(benchmark: str, market: float, beyond: float, rate: float, money: fmt.Money = fmt.dollars_bn) -> str:
    """Say what the market explains: "Of $1,160 bn lost net, the S&P 500 explains $270 bn; $890 bn go beyond it".

    Parameters
    ----------
    benchmark : str
        Name of the market.
    market, beyond, rate : float
        The parts of the change of all companies, in billions, negative = lost; `rate` is that of the exchange rate.
    money : callable
        How billions of the currency are written.
    """
    change = market + beyond + rate
    what = f"{money(abs(change))} {'lost' if change < 0 else 'gained'} net"
    through = f"; the exchange rate made {money(rate, sign=True)}" if rate else ""
    alone = f"by itself it would have made {money(market, sign=True)}"
    if market * change <= 0:
        return f"{benchmark} explains none of the {what}: {alone}{through}"
    if beyond * change < 0:
        return f"{benchmark} explains more than the {what}: {alone}{through}"
    return f"Of {what}, {benchmark} explains {money(abs(market))}; {money(abs(beyond))} go beyond it{through}"


def why_equal_weights(weighted: float, equal: float, when: fmt.Day) -> str:
    """Say why the equal-weighted fund stands beside every benchmark, and how far apart the two were that day.

    Parameters
    ----------
    weighted, equal : float
        Decimal returns of the S&P 500 and of the fund that holds its members in equal parts.
    when : date or ISO text
        The session.
    """
    apart = (
        f"That day the two moved alike, so any difference is one of betas: the S&P 500 {fmt.moved(weighted)}, the fund "
        f"{fmt.moved(equal)}."
        if abs(weighted - equal) < ALIKE
        else f"On {fmt.day(when)} the S&P 500 {fmt.moved(weighted)} while the fund {fmt.moved(equal)}."
    )
    return (
        "An index weighted by market value, such as the S&P 500, gives the largest of the companies measured here its "
        "largest weights, so their own move is a good part of what it calls the market. In a fund that holds the "
        f"members in equal parts, each counts for about a fifth of one per cent. {apart}"
    )


def fewest(frame: pd.DataFrame, share: float) -> str:
    """Say how few companies make up a share of the loss: "12 of 29 companies that lost make up 90 % of the loss".

    Parameters
    ----------
    frame : pandas.DataFrame
        What `dashboard.study.concentration.concentration` returns, with names.
    share : float
        The share that was asked about.
    """
    fell, needed = int(frame["rank"].notna().sum()), int(frame["needed"].sum())
    part = fmt.per_cent(share, 0, sign=False)
    if fell == 0:
        return "No chosen company with a known share count lost value"
    if fell == 1:
        return f"{frame['name'].iloc[0]} is the only chosen company known to have lost value"
    if needed == fell:
        everyone = "both" if fell == 2 else f"all {fell:,}"
        return f"It takes {everyone} companies that lost value to make up {part} of the loss"
    verb = "makes" if needed == 1 else "make"
    return f"{needed:,} of the {fell:,} companies that lost value {verb} up {part} of the loss"


def who_rose(frame: pd.DataFrame, money: fmt.Money = fmt.dollars_bn) -> str:
    """Say who rose and by how much: "12 companies gained $210 bn together: Apple +$107 bn, Meta +$31 bn and 10 more".

    Parameters
    ----------
    frame : pandas.DataFrame
        As `fewest` takes it.
    money : callable
        How billions of the frame's currency are written.
    """
    rose = frame[frame["rank"].isna()]
    if rose.empty:
        return "No chosen company is known to have gained value."
    told = [f"{name} {money(-loss, sign=True)}" for name, loss in zip(rose["name"], rose["loss_bn"], strict=True)]
    if len(told) == 1:
        return f"One company gained value: {told[0]}."
    more = [f"{len(told) - NAMED:,} more"] if len(told) > NAMED else []
    total = money(-float(rose["loss_bn"].sum()))
    return f"{len(told):,} companies gained {total} together: {fmt.listed([*told[:NAMED], *more])}."
