"""What fetched factors and share counts must have in common with the stored ones that they would replace."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pyarrow as pa

from dashboard.errors import SourceError
from dashboard.prices.reading import day_of

MOST_MISSING = 0.02
"""Share of the stored days that fresh factors may lack."""

MOST_REVISED = 0.05
"""Share of the days of which a factor may be revised by more than `REVISION`."""

REVISION = 0.25
"""Per cent points of one day. A new edition of the CRSP database moves a factor by some hundredths on most days."""

_REMEDY = "try again later, or import them with `import --factors` if they are right"


def require_same_past(fresh: pa.Table, stored: pa.Table | None) -> None:
    """Raise unless fresh factors reach over the stored ones, and are those ones but for revisions.

    Parameters
    ----------
    fresh, stored : Table
        In per cent, by day; None where none are stored.

    Raises
    ------
    SourceError
        They are not; the sentence says what is different.
    """
    if stored is None:
        return
    days, known = (table.column("date").to_numpy().astype("datetime64[D]") for table in (fresh, stored))
    first, last, start, end = (day_of(day) for day in (days[0], days[-1], known[0], known[-1]))
    if first > start or last < end:
        raise SourceError(
            f"The factors came from {first} to {last}, where those from {start} to {end} are stored; {_REMEDY}."
        )
    _, here, there = np.intersect1d(days, known, assume_unique=True, return_indices=True)
    if len(known) - len(there) > MOST_MISSING * len(known):
        raise SourceError(
            f"The factors came without {len(known) - len(there):,} of the {len(known):,} stored days; {_REMEDY}."
        )
    for name in stored.column_names[1:]:
        if name not in fresh.column_names:
            continue
        moved = np.abs(fresh.column(name).to_numpy()[here] - stored.column(name).to_numpy()[there]) > REVISION
        if moved.sum() > MOST_REVISED * len(moved):
            raise SourceError(
                f"The factor {name} came with another past: on {int(moved.sum()):,} of {len(moved):,} days it differs "
                f"from the stored one by more than {REVISION:g} per cent points; {_REMEDY}."
            )


def with_fewer_filings(fresh: pa.Table, stored: pa.Table | None) -> dict[str, str]:
    """Return the tickers of which fewer filings came than are stored, and for each the reason to keep those."""
    if stored is None:
        return {}
    came, known = (Counter(table.column("ticker").to_pylist()) for table in (fresh, stored))
    return {
        ticker: f"{ticker} came with fewer share counts ({count}) than are stored ({known[ticker]}); try again later."
        for ticker, count in came.items()
        if count < known[ticker]
    }
