"""Small price panels with figures that can be checked by hand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

import numpy as np
import pandas as pd

from dashboard.prices import PricePanel, trading_calendar

NEUTRAL = {"dividend": 0.0, "split": 1.0}


def frame(columns: Mapping[str, Sequence[float]], first: str = "2025-01-02") -> pd.DataFrame:
    """Return a wide frame on consecutive New York sessions from `first` on."""
    length = len(next(iter(columns.values())))
    day = date.fromisoformat(first)
    sessions = trading_calendar("XNYS").sessions(day, date(day.year + 3, 12, 30))[:length]
    wide = pd.DataFrame(dict(columns), index=sessions, dtype=float)
    wide.columns.name = "ticker"
    return wide


def panel(
    close: Mapping[str, Sequence[float]], first: str = "2025-01-02", **fields: Mapping[str, Sequence[float]]
) -> PricePanel:
    """Return a panel with the given closes; other fields equal the close, or say none, unless given."""
    base = frame(close, first)
    frames = {}
    for name in ("open", "high", "low", "close", "volume", "dividend", "split"):
        given = frame(fields[name], first) if name in fields else None
        plain = base.copy() if name not in NEUTRAL else base.notna().astype(float) * 0.0 + NEUTRAL[name]
        if name == "volume" and given is None:
            plain = base * 0.0 + 100.0
        frames[name] = plain if given is None else given.reindex(columns=base.columns).fillna(plain)
    last = base.index[-1].date()
    return PricePanel(frames, trading_calendar("XNYS"), last, "USD", {})


NAN = float("nan")


def seeded(series: int, sessions: int, seed: int = 7) -> pd.DataFrame:
    """Return random walks with gaps at the start and in the middle."""
    random = np.random.default_rng(seed)
    values = 100 * np.exp(random.normal(0, 0.03, (sessions, series)).cumsum(axis=0))
    values[random.random((sessions, series)) < 0.05] = np.nan
    return frame({f"S{i}": values[:, i] for i in range(series)})
