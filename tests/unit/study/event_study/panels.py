"""Seeded panels of returns for the tests of event studies."""

from __future__ import annotations

import numpy as np
import pandas as pd

from dashboard.study.event_study import MODELS

EVENT = 150
SHORT = {"estimation": (-120, -11), "min_obs": 60}
ALWAYS = tuple(name for name, model in MODELS.items() if model.fitting != "garch")
"""Models that need no extra."""

FACTORS = ("mkt_rf", "smb", "hml", "rmw", "cma", "rf", "mom")


def seeded(companies: int = 6, sessions: int = 200, gaps: float = 0.0, seed: int = 3) -> tuple[pd.DataFrame, pd.Series]:
    """Return company returns with the given share of missing figures, and the benchmark's."""
    random = np.random.default_rng(seed)
    dates = pd.bdate_range("2024-01-02", periods=sessions, name="date").as_unit("us")
    market = pd.Series(random.normal(0.0005, 0.01, sessions), dates)
    noise = random.normal(0, 0.02, (sessions, companies))
    values = market.to_numpy()[:, None] * random.uniform(0.5, 2, companies) + noise
    values[random.random(values.shape) < gaps] = np.nan
    names = pd.Index([f"S{number}" for number in range(companies)], name="ticker")
    return pd.DataFrame(values, dates, names), market


def factors(dates: pd.DatetimeIndex, seed: int = 5) -> pd.DataFrame:
    """Return daily factors with a small positive risk-free rate."""
    random = np.random.default_rng(seed)
    frame = pd.DataFrame(random.normal(0, 0.008, (len(dates), len(FACTORS))), dates, list(FACTORS))
    return frame.assign(rf=0.0002)
