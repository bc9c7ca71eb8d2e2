"""The table of market values: its columns, the filing behind each share count, and who is left out and why."""

from __future__ import annotations

import datetime as dt

import pandas as pd

from dashboard.catalog.share_counts import COUNT_BASES
from dashboard.charts import format as fmt
from dashboard.ui import catalogue
from dashboard.ui.columns import Column, Kind
from dashboard.ui.table_columns import COMPANY

THROUGH_RATE = {"USD": "", "JPY": ", exchange rate included"}
"""What is said of losses and gains: in yen a company can lose that rose in dollars, where the yen rose more."""

ABOUT_YEN = (
    "The vendor of the exchange rate stamps the yen's close early, at the start of the London day, and each "
    "value stands at its own day's rate: use the yen figures for orders of magnitude."
)


def _amount(currency: str) -> Kind:
    return "yen_bn" if currency == "JPY" else "dollars_bn"


def columns(currency: str) -> dict[str, Column]:
    """Return the columns of the table, money in a currency of `fmt.MONEY`."""
    amount = _amount(currency)
    rate = {"loss_rate_bn": Column("Exchange rate", amount, help="Value after in dollars times the fall of the rate.")}
    return {
        "name": Column("Company", pinned=True),
        "loss_bn": Column("Lost", amount, help="Shares times the fall of the close; negative where value was gained."),
        "ret": Column("Return", "per_cent", help="Close over the close before, less one; in US dollars."),
        "loss_market_bn": Column(
            "By the market", amount, help="Less beta times the benchmark's return times the value before."
        ),
        "loss_beyond_market_bn": Column("Beyond it", amount, help="What is left of the loss; negative for a gain."),
        **(rate if currency == "JPY" else {}),
        "beta": Column("Beta", "ratio", help="To the benchmark, over 250 sessions that end a month before."),
        "cap_before_bn": Column("Value before", amount, help="Shares times the close before."),
        "cap_after_bn": Column("Value after", amount, help="The same shares times the close."),
        "shares": Column("Shares", "count", width=125, help="Known by the close before; on the prices' split basis."),
        "shares_as_of": Column("Count of", "date", width=100, help="The day that the share count is of."),
        "form": Column("Filing", help="The form on which the count was published."),
        "shares_filed": Column("Filed", "date", width=100, help="Empty where the day of filing is not known."),
        "shares_basis": catalogue.COUNT_BASIS,
        "rank_before": Column("Rank before", "count", help="Among all companies followed here that have a count."),
        "rank_after": Column("Rank after", "count", help="Among all companies followed here that have a count."),
        "close_before": Column("Close before", "price"),
        "close_after": Column("Close after", "price"),
        "segment": Column("Segment"),
        "ticker": catalogue.TICKER,
        "note": Column("Note on the count"),
    }


def concentration_columns(currency: str) -> dict[str, Column]:
    """Return the columns of the table of who makes up the loss, money in a currency of `fmt.MONEY`."""
    return {
        "name": COMPANY,
        "rank": Column("Rank", "count", help="1 is the largest loss; empty for those that gained value."),
        "loss_bn": Column("Lost", _amount(currency), help="Negative where value was gained."),
        "share": Column("Of all losses", "points", help="Part of the sum of all losses; gains are not set against it."),
        "cumulative": Column("Cumulated", "points", help="The same together with all larger losses."),
        "needed": Column(
            "Among the fewest", words={True: "yes", False: "no"}, help="Whether it is one of those counted above."
        ),
        "segment": Column("Segment"),
        "ticker": catalogue.TICKER,
    }


def with_filings(values: pd.DataFrame) -> pd.DataFrame:
    """Add form and note of each share count, which are known by its company and day, to a table of market values."""
    counts = catalogue.share_counts()[["ticker", "as_of", "form", "note"]]
    return values.merge(counts, how="left", left_on=["ticker", "shares_as_of"], right_on=["ticker", "as_of"])


def left_out(values: pd.DataFrame, before: dt.date, when: dt.date) -> str:
    """Name the companies that have no market value, and say why; "" where all have one.

    Parameters
    ----------
    values : DataFrame
        Columns name, shares, loss_bn.
    before, when : date
        The sessions between which the loss is measured.
    """
    uncounted = values[values["shares"].isna()]["name"].to_list()
    unpriced = values[values["shares"].notna() & values["loss_bn"].isna()]["name"].to_list()
    parts = []
    if uncounted:
        count = fmt.counted(len(uncounted), "company has", "companies have")
        parts.append(f"{count} no share count known by {fmt.day(before)}, so no value: {fmt.listed(uncounted)}.")
    if unpriced:
        parts.append(f"No close on {fmt.day(before)} or {fmt.day(when)}: {fmt.listed(unpriced)}.")
    return " ".join(parts)


def how_sure(known: pd.DataFrame) -> str:
    """Say in words how sure the share counts in use are (column shares_basis), and how many are of each kind."""
    used = known["shares_basis"].value_counts()
    kinds = [
        f"{COUNT_BASES[kind]} ({used[kind]:,}): {words}"
        for kind, words in catalogue.COUNT_BASES_IN_FULL.items()
        if kind in used
    ]
    return f"How sure the share counts are. {'; '.join(kinds)}."
