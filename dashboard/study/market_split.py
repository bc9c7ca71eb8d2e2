"""A loss of market value in parts: what the market explains, what goes beyond it, and what the exchange rate did."""

from __future__ import annotations

import pandas as pd

COLUMNS = ("beta", "benchmark_ret", "loss_market_bn", "loss_beyond_market_bn", "loss_rate_bn")
PARTS = ("loss_market_bn", "loss_beyond_market_bn", "loss_rate_bn")
"""The parts, which add up to the loss."""


def split_loss(
    values: pd.DataFrame, betas: pd.Series, benchmark_return: float, rates: tuple[float, float] = (1.0, 1.0)
) -> pd.DataFrame:
    """Split each loss into the part that the market explains, the part beyond it and that of the exchange rate.

    Parameters
    ----------
    values : DataFrame
        What `dashboard.study.market_value.market_value` returns: ticker, shares, close_before, close_after (US
        dollars), loss_bn (billions of the currency that `rates` are of).
    betas : Series
        Beta of each company to the benchmark, indexed by ticker; missing, or not there, where it is not known.
    benchmark_return : float
        Decimal return of the benchmark on the session.
    rates : tuple of float
        Units of the currency for one dollar at the close before and at the close; (1, 1) for dollars.

    Returns
    -------
    DataFrame
        The columns of `values` with `COLUMNS` after loss_bn. In billions of the currency, positive for a loss:
        ``loss_market_bn = -beta x benchmark return x value before``, without the model's alpha;
        ``loss_rate_bn = value after in dollars x (rate before - rate after)``; loss_beyond_market_bn is what is left.
        So the three add up to loss_bn. Without a beta the first two are missing, without a loss all three.

    Notes
    -----
    In dollars, the loss is V0 - V1 with V0 the value before and V1 that after. In a currency with the rates r0 and r1
    it is V0 r0 - V1 r1 = (V0 - V1) r0 + V1 (r0 - r1): the loss in dollars at the rate before, and the rate's part.
    """
    before, after = rates
    known = values["loss_bn"].notna()
    beta = values["ticker"].map(betas).astype(float)
    dollars_before = values["shares"] * values["close_before"] / 1e9
    market = (-beta * benchmark_return * dollars_before * before).where(known)
    rate = (values["shares"] * values["close_after"] / 1e9 * (before - after)).where(known)
    parts = pd.DataFrame(
        {
            "beta": beta,
            "benchmark_ret": float(benchmark_return),
            "loss_market_bn": market,
            "loss_beyond_market_bn": values["loss_bn"] - market - rate,
            "loss_rate_bn": rate,
        },
        index=values.index,
    )
    place = values.columns.to_list().index("loss_bn") + 1
    return pd.concat([values.iloc[:, :place], parts[list(COLUMNS)], values.iloc[:, place:]], axis=1)


def unsplit(values: pd.DataFrame) -> tuple[str, ...]:
    """Return the tickers whose loss is known and its parts are not (columns ticker, loss_bn, loss_market_bn)."""
    return tuple(values[values["loss_bn"].notna() & values["loss_market_bn"].isna()]["ticker"])
