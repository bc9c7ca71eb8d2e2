"""Axes: dates as milliseconds with tick labels such as "27 Jan", and round values for dollars and logarithms."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

DATE_AXIS: dict[str, Any] = {
    "type": "date",
    "hoverformat": "%-d %b %Y",
    "tickformatstops": [
        {"dtickrange": [None, 1_209_600_000], "value": "%-d %b\n%Y"},
        {"dtickrange": [1_209_600_000, "M1"], "value": "%-d %b\n%Y"},
        {"dtickrange": ["M1", "M12"], "value": "%b\n%Y"},
        {"dtickrange": ["M12", None], "value": "%Y"},
    ],
    "ticks": "outside",
    "ticklen": 4,
    "showline": True,
}
"""Settings of an x axis in dates."""

DAY_MS = 86_400_000

FOOT = 44
"""Pixels that its two lines of tick labels need."""


def milliseconds(index: pd.Index) -> npt.NDArray[np.float64]:
    """Return dates as milliseconds since 1970, shape (T,): the form that Plotly transfers in the fewest bytes."""
    days = pd.DatetimeIndex(index).to_numpy().astype("datetime64[ms]").astype(np.int64)
    return days.astype(np.float64)


def date_axis(first: dt.date, last: dt.date, plot_width: float) -> dict[str, Any]:
    """Return the settings of an x axis from one day to another, `plot_width` pixels long.

    The number of labels follows the width; a few days get one label each, where Plotly would repeat dates at noon.
    """
    labels = max(4, min(8, int(plot_width // 85)))
    ticks = {"dtick": DAY_MS} if (last - first).days < labels else {"nticks": labels}
    return {**DATE_AXIS, "range": [first.isoformat(), last.isoformat()], **ticks}


def number_ticks(low: float, high: float, most: int) -> dict[str, Any]:
    """Return the settings for at most about `most` labels from `low` to `high`, all with as many decimals.

    Plotly chooses steps of 1, 2 or 5 times a power of ten and would write "101" beside "101.5".
    """
    step = _step((high - low or 1.0) / most)
    digits = max(0, -math.floor(math.log10(step) + 1e-9))
    return {"nticks": most, "tickformat": f",.{digits}f"}


def _step(rough: float) -> float:
    """Return the least of 1, 2, 5 times a power of ten that is at least `rough`."""
    power = 10.0 ** math.floor(math.log10(rough))
    return next(size * power for size in (1, 2, 5, 10) if size * power >= rough * (1 - 1e-9))


def log_ticks(low: float, high: float) -> dict[str, Any]:
    """Return the round values of a logarithmic axis: 1, 2, 5 times powers of ten, or more where these are few."""

    def steps(mantissas: tuple[float, ...]) -> list[float]:
        powers = range(math.floor(math.log10(low)), math.ceil(math.log10(high)) + 1)
        return [m * 10.0**power for power in powers for m in mantissas if low <= m * 10.0**power <= high]

    few = steps((1, 2, 5))
    shown = few if len(few) >= 4 else steps((1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 7, 8, 9))
    return {"tickvals": shown, "ticktext": [f"{value:,.6g}" for value in shown]}


def value_ticks(low: float, high: float, most: int, write: Callable[[float], str]) -> dict[str, Any]:
    """Return at most `most` round values from `low` to `high` with the texts that `write` gives them.

    Plotly would put a currency sign before the minus; these texts are the project's own.
    """
    step = _step((high - low or 1.0) / max(1, most - 1))
    values = [step * place for place in range(math.ceil(low / step), math.floor(high / step) + 1)]
    return {"tickvals": values, "ticktext": [write(value) for value in values]}


def wider(values: npt.NDArray[np.float64], share: float) -> tuple[float, float]:
    """Return the range of the values with some air at both ends."""
    low, high = float(values.min()), float(values.max())
    air = share * (high - low or 1.0)
    return low - air, high + air
