"""The large figures of market value: lost, gained, in all, and beyond the market."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from dashboard.charts import format as fmt
from dashboard.ui.key_figures import KeyFigure, direction
from dashboard.ui.market_parts import Split

_WORD_JOINER = "\u2060"


def value_figures(known: pd.DataFrame, splits: Sequence[Split], money: fmt.Money, through_rate: str) -> list[KeyFigure]:
    """Return the large figures.

    Parameters
    ----------
    known : DataFrame
        `value_tables.market_value` of the companies whose loss is known.
    splits : sequence of Split
        By the chosen benchmark and by equal weights; what there is of them.
    money : callable
        How billions of the currency are written.
    through_rate : str
        What is said of losses that hold a change of the exchange rate, else "".
    """
    lost, gained = known[known["loss_bn"] > 0], known[known["loss_bn"] < 0]
    net = float(known["loss_bn"].sum())
    figures = [
        KeyFigure("Lost", money(-lost["loss_bn"].sum()),
                  fmt.counted(len(lost), "company", "companies") + through_rate, "fall",
                  help=f"Shares times the fall of the close, of the companies that lost value{through_rate}."),
        KeyFigure("Gained", money(-gained["loss_bn"].sum(), sign=True),
                  fmt.counted(len(gained), "company", "companies") + through_rate, "rise",
                  help=f"Shares times the rise of the close, of the companies that gained value{through_rate}."),
        KeyFigure("Net change", money(-net, sign=True),
                  f"{fmt.per_cent(-net / known['cap_before_bn'].sum())} of their value", direction(-net),
                  help=f"Gains less losses{through_rate}; per cent of the market value at the close before."),
    ]  # fmt: skip
    if splits:
        first, others = splits[0], splits[1:]
        beside = "".join(f"; equal weights: {_unbroken(money(other.total('beyond'), sign=True))}" for other in others)
        figures.append(
            KeyFigure("Beyond the market", money(first.total("beyond"), sign=True),
                      f"{first.name.removeprefix('the ')}{beside}", direction(first.total("beyond")),
                      help="The net change less what beta times the benchmark's return explains; the figure below has "
                      "the parts.")
        )  # fmt: skip
    return figures


def _unbroken(figure: str) -> str:
    """Return a figure whose minus no line break parts from what follows."""
    return figure.replace(fmt.MINUS, f"{fmt.MINUS}{_WORD_JOINER}")
