"""What the market explains of the losses, with the chosen benchmark and, always beside it, with equal weights."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

import pandas as pd
import streamlit as st

from dashboard.charts import Theme, market_parts, value_headline
from dashboard.charts import format as fmt
from dashboard.prices import PricePanel
from dashboard.study.market_split import unsplit
from dashboard.ui import page, series
from dashboard.ui.screen import pair, room

EQUAL = "RSP"
"""The fund that holds the members of the S&P 500 in equal parts."""
EQUAL_NAME = "equal-weighted S&P 500"
WEIGHTED = "^GSPC"
MOST_ROWS = 12
"""With more companies than this, rows are segments."""
PARTS = ("market", "beyond", "rate")
UNITS = {"USD": "$ bn", "JPY": "¥ trn"}


@dataclass(frozen=True, eq=False)
class Split:
    """The parts of the changes of some companies by one benchmark.

    Attributes
    ----------
    benchmark : str
        Ticker.
    name : str
        Of the benchmark, as in a sentence.
    ret : float
        Its decimal return on the session.
    rows : DataFrame
        One row a company or a segment: name, market, beyond, rate (changes in billions, negative = lost).
    """

    benchmark: str
    name: str
    ret: float
    rows: pd.DataFrame

    def total(self, part: str) -> float:
        """Return the sum of a part over the rows."""
        return float(self.rows[part].sum())


def splits(
    values: pd.DataFrame, benchmark: str | None, valued: Callable[[str], pd.DataFrame], panel: PricePanel
) -> list[Split]:
    """Return the parts by the chosen benchmark and by equal weights, as far as there are any.

    Parameters
    ----------
    values : DataFrame
        `value_tables.market_value` by the chosen benchmark, with names.
    benchmark : str, optional
        Its ticker.
    valued : callable
        Returns the same by another benchmark.
    panel : PricePanel
    """
    found = [_split(values, benchmark)] if benchmark else []
    if benchmark != EQUAL and EQUAL in panel.series:
        found.append(_split(valued(EQUAL), EQUAL))
    return [one for one in found if one is not None]


def _split(values: pd.DataFrame, benchmark: str) -> Split | None:
    """Return the parts by company, or by segment where there are many companies; None where no loss is split.

    Parameters
    ----------
    values : DataFrame
        `value_tables.market_value` by this benchmark, with names.
    benchmark : str
        Its ticker.
    """
    known = values.dropna(subset=["loss_market_bn"])
    if known.empty:
        return None
    changes = pd.DataFrame(
        {
            "name": known["name" if len(known) <= MOST_ROWS else "segment"],
            "market": -known["loss_market_bn"],
            "beyond": -known["loss_beyond_market_bn"],
            "rate": -known["loss_rate_bn"],
        }
    )
    rows = changes.groupby("name", sort=False).sum()
    rows = rows.iloc[rows.sum(axis=1).argsort(kind="stable")].reset_index()
    name = EQUAL_NAME if benchmark == EQUAL else series.labels([benchmark])[benchmark]
    return Split(benchmark, f"the {name}", float(known["benchmark_ret"].iloc[0]), rows)


def draw(splits: list[Split], panel: PricePanel, tickers: tuple[str, ...], look: Theme, currency: str) -> None:
    """Draw one figure a benchmark, beside each other and on the same axis; a sentence where no loss is split."""
    if not splits:
        st.info("No loss can be split: there is no beta, or no return of a benchmark on this day; choose a later day.")
    money = fmt.MONEY[currency]
    reach = [value for one in splits for part in PARTS for value in (*one.rows[part], one.total(part))]
    places = pair() if len(splits) > 1 else [None]
    for place, one in zip(places, splits, strict=False):
        market, beyond, rate = map(one.total, PARTS)
        title = value_headline.market_part(one.name, market, beyond, rate, money)
        figure = market_parts.paired(
            one.rows,
            theme=look,
            source=series.source(panel, (*tickers, one.benchmark)),
            title=f"{title[0].upper()}{title[1:]}",
            subtitle=f"Change in market value, {UNITS[currency]}, by beta to {one.name} "
            f"({fmt.per_cent(one.ret, 2)} that day): {market_parts.key(one.rows, look)}",
            reach=reach,
            money=money,
            width=room(half=len(splits) > 1),
        )
        if place is None:
            page.chart(figure, f"parts-{one.benchmark}")
        else:
            with place:
                page.chart(figure, f"parts-{one.benchmark}")


def note(values: pd.DataFrame, panel: PricePanel, when: dt.date) -> str:
    """Say why equal weights stand beside the benchmark, what the exchange rate's part is, and whose loss is not split.

    Parameters
    ----------
    values : DataFrame
        `value_tables.market_value` by the chosen benchmark, with names.
    panel : PricePanel
    when : date
        The session.
    """
    returns = panel.on_sessions().total_returns()
    both = [
        float(returns[ticker].get(pd.Timestamp(when), float("nan")))
        for ticker in (WEIGHTED, EQUAL)
        if ticker in returns
    ]
    without = values[values["ticker"].isin(unsplit(values))]["name"].to_list()
    rate = values["loss_rate_bn"].fillna(0).ne(0).any()
    sentences = [
        value_headline.why_equal_weights(both[0], both[1], when)
        if len(both) == 2 and not any(map(fmt.is_missing, both))
        else "",
        "The part of the exchange rate is the value at the close in dollars times the fall of the rate; the other two "
        "are in yen at the rate before."
        if rate
        else "",
        f"No beta from enough earlier prices, or no return of the benchmark, so not split: {fmt.listed(without)}."
        if without
        else "",
    ]
    return " ".join(filter(None, sentences))
