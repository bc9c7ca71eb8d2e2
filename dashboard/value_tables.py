"""The tables of market value, called alike by pages, commands and the public interface, beside `dashboard.tables`.

They stand above event studies, because the part of a loss that the market explains needs betas.
"""

from __future__ import annotations

import datetime as dt
from math import isnan

import pandas as pd

from dashboard import study
from dashboard.catalog import load_universe
from dashboard.choices import Day, Tickers, as_day, select
from dashboard.errors import about
from dashboard.prices import PricePanel
from dashboard.study.concentration import SHARE
from dashboard.study.concentration import concentration as study_concentration
from dashboard.study.event_study import Request
from dashboard.study.market_split import split_loss
from dashboard.study.market_value import exchange_rates
from dashboard.study_choices import Indices
from dashboard.study_tables import study as event_study
from dashboard.tables import SHOCK, share_counts

BENCHMARK = Request().benchmark
"""What a loss is split by unless another benchmark is chosen."""


def market_value(
    panel: PricePanel,
    date: Day = SHOCK,
    tickers: Tickers = "companies",
    currency: study.Currency = "USD",
    benchmark: str | None = BENCHMARK,
) -> pd.DataFrame:
    """Return market value and its loss on one session, and the part of the loss that the market explains.

    Parameters
    ----------
    panel : PricePanel
    date : date or str
        The session.
    tickers : str or sequence of str
        A selection as `Universe.select` takes it.
    currency : {'USD', 'JPY'}
        Yen values use each day's rate on its own close.
    benchmark : str, optional
        Ticker of the market; None leaves the parts of the loss empty.

    Returns
    -------
    DataFrame
        Columns as in `dashboard.study.market_value.market_value`, with those of
        `dashboard.study.market_split.split_loss` after loss_bn. Betas are those of the market model over the default
        estimation window, from returns with dividends; a company without enough earlier prices has none.

    Raises
    ------
    InputError
        A choice cannot be used; the sentence names it.
    """
    sessions, day, chosen = panel.on_sessions(), as_day(date), select(panel, tickers)
    values = study.market_value(sessions, day, chosen, load_universe(), share_counts(panel), currency)
    row = study.event_row(sessions, day)
    rates = exchange_rates(sessions, row, currency)
    if benchmark is None:
        return split_loss(values, pd.Series(dtype=float), float("nan"), rates)
    with about("benchmark"):
        name, returns = Indices(sessions.total_returns(), None).series(benchmark)
    firms = event_study(panel, day, chosen, benchmark=name)
    return split_loss(values, firms.set_index("ticker")["beta"], float(returns.iloc[row]), rates)


def concentration(
    panel: PricePanel,
    date: Day = SHOCK,
    tickers: Tickers = "companies",
    currency: study.Currency = "USD",
    share: float = SHARE,
) -> pd.DataFrame:
    """Return how few companies make up a share of a session's loss, and who rose.

    The parameters are those of `market_value`; see `dashboard.study.concentration.concentration` for the columns.
    """
    values = study.market_value(
        panel.on_sessions(), as_day(date), select(panel, tickers), load_universe(), share_counts(panel), currency
    )
    return study_concentration(values, share)


def missing_rates(panel: PricePanel, date: Day = SHOCK, currency: study.Currency = "USD") -> tuple[dt.date, ...]:
    """Return on which of the two sessions that `market_value` compares no exchange rate of a currency is stored."""
    sessions = panel.on_sessions()
    row = study.event_row(sessions, as_day(date))
    rates = exchange_rates(sessions, row, currency)
    days = (sessions.dates[row - 1].date(), sessions.dates[row].date())
    return tuple(day for day, rate in zip(days, rates, strict=True) if isnan(rate))
