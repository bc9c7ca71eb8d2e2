"""What a change of a store stores: given series and tables, laid upon the state that the change builds on."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from dashboard.prices.data_files import DamageError, NewFile, encode, read_table, require_agreement
from dashboard.prices.manifest import Manifest, SeriesEntry, TableEntry

_LOG = logging.getLogger(__name__)

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


def without_dead_rows(directory: Path, manifest: Manifest) -> tuple[Manifest, tuple[NewFile, ...]]:
    """Put the series of those files into one new file of which more than half of the rows are of no use any more.

    Each change leaves the series that it does not replace in their older files, rows of the replaced ones beside them.
    So the files of a state never hold more than twice the rows of its series.

    Parameters
    ----------
    directory : Path
        Where the files are.
    manifest : Manifest
        The state; none of its series is told otherwise than by the name of its file.

    Returns
    -------
    manifest : Manifest
    new : tuple of NewFile
        The file that is to be put in place; empty where nothing is to be done, or a file cannot be read.
    """
    live: Counter[str] = Counter()
    for entry in manifest.series.values():
        live[entry.file] += entry.info.rows
    sparse = [name for name in sorted(live) if 2 * live[name] < manifest.files[name].rows]
    moved = {ticker: entry for ticker, entry in manifest.series.items() if entry.file in sparse}
    if not moved:
        return manifest, ()
    try:
        tables = {name: read_table(directory / name, manifest.files[name]) for name in sparse}
        require_agreement(directory, manifest, tables)
    except DamageError as damage:
        _LOG.warning("%s", damage.sentence("its rows are not gathered"))
        return manifest, ()
    parts = []
    for name, table in tables.items():
        own = pa.array([ticker for ticker, entry in moved.items() if entry.file == name], pa.string())
        table = table.set_column(0, "ticker", table.column("ticker").cast(pa.string()))
        parts.append(table.filter(pc.is_in(table.column("ticker"), own)))
    rows = pa.concat_tables(parts).sort_by([("ticker", "ascending"), ("date", "ascending")]).combine_chunks()
    new = encode(rows.set_column(0, "ticker", rows.column("ticker").dictionary_encode()), "prices")
    files = {**{name: entry for name, entry in manifest.files.items() if name not in sparse}, new.name: new.entry}
    return replace(
        manifest,
        files={name: files[name] for name in sorted(files)},
        series={**manifest.series, **{ticker: replace(entry, file=new.name) for ticker, entry in moved.items()}},
    ), (new,)
