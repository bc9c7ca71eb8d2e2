"""Market value before and after a session, and the value lost, company by company."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Literal, get_args

import pandas as pd

from dashboard.catalog import Universe
from dashboard.errors import InputError
from dashboard.prices import PricePanel
from dashboard.study.share_counts import known_share_counts
from dashboard.study.windows import event_row

Currency = Literal["USD", "JPY"]
CURRENCIES: tuple[Currency, ...] = get_args(Currency)
YEN = "JPY=X"
COLUMNS = (
    "date",
    "ticker",
    "segment",
    "shares",
    "shares_as_of",
    "shares_filed",
    "shares_basis",
    "close_before",
    "close_after",
    "ret",
    "cap_before_bn",
    "cap_after_bn",
    "loss_bn",
    "rank_before",
    "rank_after",
)


def exchange_rates(panel: PricePanel, row: int, currency: Currency) -> tuple[float, float]:
    """Return units of the currency for one dollar at the close before and at the close of a row (NaN where missing).

    Raises
    ------
    InputError
        The currency is not one of `CURRENCIES`, or its rate is not stored.
    """
    if currency not in CURRENCIES:
        raise InputError(f"Currency {currency!r} is not known; use one of {', '.join(CURRENCIES)}.")
    if currency == "USD":
        return 1.0, 1.0
    if YEN not in panel.tickers:
        raise InputError(f"Currency {currency!r} needs the rate {YEN}, for which no prices are stored; use USD.")
    rate = panel.close[YEN].to_numpy()
    return float(rate[row - 1]), float(rate[row])


def market_value(
    panel: PricePanel,
    session: date,
    tickers: Sequence[str],
    universe: Universe,
    counts: pd.DataFrame,
    currency: Currency = "USD",
) -> pd.DataFrame:
    """Return market value before and after a session and the value lost.

    Parameters
    ----------
    panel : PricePanel
        All stored prices, with their whole split history, on the sessions of the exchange.
    session : date
        The session that is measured against the one before.
    tickers : sequence of str
        The rows wanted.
    universe : Universe
        Names the segments, and the companies among which the ranks are counted.
    counts : DataFrame
        The known share counts through time, from `share_count_steps`; the one known by the session before is used.
    currency : {'USD', 'JPY'}
        Yen values use each day's rate on its own close, so a yen loss holds the change of the rate too.

    Returns
    -------
    DataFrame
        Columns as in `COLUMNS`, largest loss first. Money in billions of `currency`, prices in US dollars, ``ret`` a
        decimal price return. ``loss_bn = shares x (close_before - close_after)``, positive for a loss. Ranks count
        all companies of the universe that have a known share count, whichever are asked for, 1 being the largest.
        A company without a count keeps its row with empty figures, after the others.
    """
    row = event_row(panel, session)
    rate_before, rate_after = exchange_rates(panel, row, currency)
    everyone = list(dict.fromkeys([*tickers, *(name for name in universe.companies if name in panel.tickers)]))
    before = panel.close[everyone].to_numpy()[row - 1]
    after = panel.close[everyone].to_numpy()[row]
    wanted = pd.DataFrame({"ticker": everyone, "known_by": panel.close.index[row - 1]})
    known = known_share_counts(counts, wanted)
    shares = known["shares"].to_numpy()
    billions_before = shares * before * rate_before / 1e9
    billions_after = shares * after * rate_after / 1e9
    frame = pd.DataFrame(
        {
            "date": panel.close.index[row],
            "ticker": everyone,
            "segment": [universe.segment(name) for name in everyone],
            "shares": shares,
            "shares_as_of": known["as_of"],
            "shares_filed": known["filed"],
            "shares_basis": known["basis"],
            "close_before": before,
            "close_after": after,
            "ret": after / before - 1.0,
            "cap_before_bn": billions_before,
            "cap_after_bn": billions_after,
            "loss_bn": billions_before - billions_after,
        }
    )
    ranked = frame["ticker"].isin(universe.companies)
    for moment in ("before", "after"):
        values = frame[f"cap_{moment}_bn"].where(ranked)
        frame[f"rank_{moment}"] = values.rank(ascending=False, method="min").astype("Int64")
    chosen = frame[frame["ticker"].isin(tickers)]
    return chosen.sort_values("loss_bn", ascending=False, na_position="last", kind="stable").reset_index(drop=True)


def segment_losses(values: pd.DataFrame) -> pd.DataFrame:
    """Return the value lost by segment.

    Parameters
    ----------
    values : DataFrame
        What `market_value` returns, restricted to companies.

    Returns
    -------
    DataFrame
        One row a segment, largest loss first: segment, loss_bn (sum over companies with a count, missing where none
        has one), cap_before_bn, ret (value-weighted, decimal), companies (how many have a count), without_count.
    """
    known = values["loss_bn"].notna()
    grouped = values.assign(known=known, unknown=~known).groupby("segment", sort=False)
    frame = grouped[["loss_bn", "cap_before_bn"]].sum(min_count=1)
    frame["ret"] = -frame["loss_bn"] / frame["cap_before_bn"]
    frame[["companies", "without_count"]] = grouped[["known", "unknown"]].sum()
    return frame.sort_values("loss_bn", ascending=False, kind="stable").reset_index()
