"""What a change of a store stores: given series and tables, laid upon the state that the change builds on."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

import pyarrow as pa

from dashboard.prices.data_files import NewFile
from dashboard.prices.manifest import Manifest, SeriesEntry, TableEntry

NewPrices = tuple[NewFile, Mapping[str, SeriesEntry]]
"""A file of prices, and by ticker its series."""

NewTable = tuple[NewFile, TableEntry]
"""A table that is no price series, as `encode_table` gives it."""

Merge = Callable[[pa.Table | None], NewTable | None]
"""Makes a table out of the stored one, None where there is none; returns None where that is to stay."""


def laid_upon(
    base: Manifest, prices: NewPrices | None, tables: Mapping[str, NewTable], *, newer_only: bool = False
) -> Manifest:
    """Return a state with new series and tables in place of older ones, and without the files that then hold nothing.

    Parameters
    ----------
    base : Manifest
        The state that the change builds on; its generation is kept.
    prices : NewPrices, optional
    tables : mapping of str to NewTable
        By kind.
    newer_only : bool
        Whether a series that ends before that of `base` is left out.
    """
    given = prices[1] if prices else {}
    if newer_only:
        given = {
            ticker: entry
            for ticker, entry in given.items()
            if ticker not in base.series or entry.info.last >= base.series[ticker].info.last
        }
    new = [*([prices[0]] if prices else []), *(file for file, _ in tables.values())]
    merged = replace(
        base,
        files={**base.files, **{file.name: file.entry for file in new}},
        series={**base.series, **given},
        tables={**base.tables, **{kind: entry for kind, (_, entry) in tables.items()}},
    )
    return replace(merged, files={name: merged.files[name] for name in sorted(merged.named_files())})
