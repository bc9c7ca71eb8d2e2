"""Days beside each other: the same figures of the same companies for several sessions, or runs of sessions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from dashboard.catalog import Universe
from dashboard.prices import PricePanel
from dashboard.study.review import first_back
from dashboard.study.share_counts import known_share_counts
from dashboard.study.windows import event_row

FAR = -0.10
"""A far fall is one below this return."""
ENOUGH = 0.5
"""A span has dollars where at least this part of the compared companies has a known share count."""
LARGEST = 5
"""So many losses say how concentrated the loss of a day was."""
INDICES = {"ret_sp500": "^GSPC", "ret_equal_weight": "RSP", "ret_nasdaq": "^IXIC", "ret_semiconductors": "^SOX"}
"""Measure to the series whose return it is."""
VIX = "^VIX"
UNITS = {
    "companies": "count",
    "fell": "count",
    "fell_share": "decimal",
    "fell_far": "count",
    "median_ret": "decimal",
    "mean_ret": "decimal",
    "dispersion": "decimal",
    "rank_correlation": "correlation",
    "with_count": "count",
    "counted": "count",
    "lost_bn": "bn",
    "gained_bn": "bn",
    "net_bn": "bn",
    "largest_share": "decimal",
    "half_back": "sessions",
    "not_back": "count",
    **dict.fromkeys(INDICES, "decimal"),
    "vix_before": "points",
    "vix_after": "points",
    "vix_change": "points",
}
"""The measures of `figures`, in order, and the unit of each."""


@dataclass(frozen=True)
class Span:
    """Sessions from `first` to `last`, both included; one session where these are the same."""

    first: date
    last: date

    def __str__(self) -> str:
        return str(self.first) if self.first == self.last else f"{self.first}:{self.last}"


def _rows(panel: PricePanel, span: Span) -> tuple[int, int]:
    """Return the row before a span and its last one."""
    return event_row(panel, span.first) - 1, panel.position(span.last)


def companies(
    panel: PricePanel, spans: Sequence[Span], tickers: Sequence[str], universe: Universe, counts: pd.DataFrame
) -> pd.DataFrame:
    """Return what each series did in each span.

    Parameters
    ----------
    panel : PricePanel
        All stored prices, with their whole split history, on the sessions of the exchange.
    spans : sequence of Span
        Sessions, each with a session before it.
    tickers : sequence of str
        The series wanted, which keep this order.
    universe : Universe
        Names the segments.
    counts : DataFrame
        The known share counts through time, from `share_count_steps`; the one known by the session before a span counts
        through all of it.

    Returns
    -------
    DataFrame
        ticker, segment, compared (whether it has a return in every span), then for each span, numbered from 1:
        ``ret_n`` (decimal price return from the close before the span to its last), ``loss_bn_n`` (billions of US
        dollars, positive = lost, missing without a known count) and ``sessions_n`` (from the session before the span to
        the first, from its last on, that closed at or above the close before; missing where none did).
    """
    names = list(tickers)
    close = panel.close[names].to_numpy()
    found: dict[str, object] = {}
    for place, span in enumerate(spans, start=1):
        before, last = _rows(panel, span)
        base, end = close[before], close[last]
        wanted = pd.DataFrame({"ticker": names, "known_by": panel.close.index[before]})
        shares = known_share_counts(counts, wanted)["shares"].to_numpy()
        back = first_back(close, base, np.full(len(names), last))
        waits = np.where((back < 0) | np.isnan(end), np.nan, back - before)
        found[f"ret_{place}"] = end / base - 1.0
        found[f"loss_bn_{place}"] = shares * (base - end) / 1e9
        found[f"sessions_{place}"] = pd.Series(waits, dtype=float).astype("Int64")
    frame = pd.DataFrame({"ticker": names, "segment": [universe.segment(name) for name in names], **found})
    frame.insert(2, "compared", frame[[f"ret_{place}" for place in _places(spans)]].notna().all(axis=1))
    return frame


def counted(frame: pd.DataFrame, spans: int) -> tuple[pd.Series, tuple[bool, ...]]:
    """Return whose dollars are summed, so that these are the same companies too, and which spans have sums.

    Parameters
    ----------
    frame : DataFrame
        What `companies` returns.
    spans : int
        How many spans it has.

    Returns
    -------
    tuple of Series of bool, shape (series,), and of bool, one a span
        A span has sums where at least half of the compared companies have a known share count; the companies that count
        are those that have one before each such span.
    """
    losses = [f"loss_bn_{place}" for place in range(1, spans + 1)]
    known = frame.loc[frame["compared"], losses].notna()
    enough = tuple(bool(len(known)) and bool(known[loss].mean() >= ENOUGH) for loss in losses)
    summed = [loss for loss, has in zip(losses, enough, strict=True) if has]
    return frame["compared"] & frame[summed].notna().all(axis=1) & any(enough), enough


def segments(frame: pd.DataFrame, spans: int) -> pd.DataFrame:
    """Return what the compared companies of each segment did in each span.

    Parameters
    ----------
    frame : DataFrame
        What `companies` returns.
    spans : int
        How many spans it has.

    Returns
    -------
    DataFrame
        One row a segment, in the order of `frame`: segment, companies (how many are compared), then for each span
        ``ret_n`` (mean return, each company counted alike), ``fell_n`` (how many fell) and ``loss_bn_n`` (sum over the
        companies that `counted` names, missing where it names none or the span has no sums).
    """
    same = frame[frame["compared"]]
    counts, enough = counted(frame, spans)
    grouped, summed = (part.groupby("segment", sort=False) for part in (same, frame[counts]))
    found = pd.DataFrame({"companies": grouped.size()})
    for place, has in enumerate(enough, start=1):
        found[f"ret_{place}"] = grouped[f"ret_{place}"].mean()
        found[f"fell_{place}"] = (same[f"ret_{place}"] < 0).groupby(same["segment"], sort=False).sum()
        found[f"loss_bn_{place}"] = summed[f"loss_bn_{place}"].sum() if has else np.nan
    return found.rename_axis("segment").reset_index()


def figures(panel: PricePanel, spans: Sequence[Span], frame: pd.DataFrame) -> pd.DataFrame:
    """Return the key figures of each span, over the companies that have a return in all of them.

    Parameters
    ----------
    panel : PricePanel
        Prices on the sessions of the exchange; an index that it lacks has no figure.
    spans : sequence of Span
    frame : DataFrame
        What `companies` returns for these spans.

    Returns
    -------
    DataFrame, one row for each of `UNITS`
        measure, unit, and ``value_n`` for each span. ``with_count`` says how many companies have a known share count;
        dollars are summed over those that `counted` names: what those that fell lost, what those that rose gained, the
        difference, and as ``largest_share`` the part of what was lost that the five largest losses make up.
        ``dispersion`` is the standard deviation of the returns (with n - 1), ``rank_correlation`` Spearman's, with the
        first span. ``half_back`` is by how many sessions half of those that fell had regained the close before,
        ``not_back`` how many never have in the stored prices.
    """
    same = frame[frame["compared"]]
    counts, enough = counted(frame, len(spans))
    first_ranks = same["ret_1"].rank()
    found = pd.DataFrame({"measure": list(UNITS), "unit": list(UNITS.values())})
    for place, (span, has) in enumerate(zip(spans, enough, strict=True), start=1):
        returns = same[f"ret_{place}"]
        values = {
            "companies": len(same),
            "fell": (returns < 0).sum(),
            "fell_share": (returns < 0).mean(),
            "fell_far": (returns < FAR).sum(),
            "median_ret": returns.median(),
            "mean_ret": returns.mean(),
            "dispersion": returns.std(),
            "rank_correlation": first_ranks.corr(returns.rank()) if returns.nunique() > 1 < len(same) else np.nan,
            "with_count": same[f"loss_bn_{place}"].notna().sum(),
            **(_dollars(frame.loc[counts, f"loss_bn_{place}"]) if has else {}),
            **_way_back(same.loc[returns < 0, f"sessions_{place}"]),
            **_indices(panel, *_rows(panel, span)),
        }
        found[f"value_{place}"] = [float(values.get(name, np.nan)) for name in UNITS]
    return found


def _dollars(loss: pd.Series) -> dict[str, float]:
    """Return the sums over the companies that count (billions of US dollars)."""
    lost = loss[loss > 0]
    return {
        "counted": len(loss),
        "lost_bn": lost.sum(),
        "gained_bn": abs(loss[loss < 0].sum()),
        "net_bn": loss.sum(),
        "largest_share": lost.nlargest(LARGEST).sum() / lost.sum() if len(lost) else np.nan,
    }


def _way_back(sessions: pd.Series) -> dict[str, float]:
    """Return when half of those that fell were back, and how many are not, from the sessions that each took."""
    waits = np.sort(sessions.astype(float).fillna(np.inf))
    half = waits[(len(waits) - 1) // 2] if len(waits) else np.nan
    return {"half_back": half if np.isfinite(half) else np.nan, "not_back": np.isinf(waits).sum()}


def _indices(panel: PricePanel, before: int, last: int) -> dict[str, float]:
    """Return the indices' returns from one row to another, and the level of the VIX."""

    def level(ticker: str, row: int) -> float:
        return float(panel.close[ticker].iloc[row]) if ticker in panel.tickers else np.nan

    return {
        **{name: level(ticker, last) / level(ticker, before) - 1.0 for name, ticker in INDICES.items()},
        "vix_before": level(VIX, before),
        "vix_after": level(VIX, last),
        "vix_change": level(VIX, last) - level(VIX, before),
    }


def _places(spans: Sequence[Span]) -> range:
    return range(1, len(spans) + 1)
