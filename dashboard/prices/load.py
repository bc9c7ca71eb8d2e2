"""Loading what is stored: the embedded snapshot, what was refreshed above it, and the reader's imports on top."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
from numpy.typing import NDArray

from dashboard.catalog import ShareCount
from dashboard.errors import StoreError
from dashboard.prices.calendar import trading_calendar
from dashboard.prices.data_files import COLUMNS
from dashboard.prices.manifest import Manifest, SeriesEntry, TableEntry
from dashboard.prices.panel import FIELDS, PricePanel
from dashboard.prices.scattering import columns_of, scatter
from dashboard.prices.store import Store

SNAPSHOT = "snapshot"
"""Folder of the embedded snapshot within the data cache."""

REFRESHED = "refreshed"
"""Folder of series and tables that were fetched within the data cache."""

STORE = "store"
"""Folder of imported series within the data cache."""

EXCHANGE = "XNYS"
"""The exchange whose sessions the panel follows."""

CURRENCY = "USD"
"""Currency of prices and dividends."""

EMBEDDED, FETCHED, IMPORTED = "embedded", "refreshed", "imported"
"""The layers, from the lowest up."""

_AGAIN = {FETCHED: "run refresh again", IMPORTED: "import them again"}
_NAMES = {"prices": "prices", "factors": "factors", "shares": "share counts", "first_versions": "first versions"}


def _layers(data_cache: Path) -> list[Store]:
    """Return the layers that exist, from the lowest up."""
    layers = (
        Store(data_cache / SNAPSHOT, layer=EMBEDDED, remedy="restore that folder with `git checkout`"),
        Store(data_cache / REFRESHED, layer=FETCHED, remedy="delete that folder and run refresh again"),
        Store(data_cache / STORE, layer=IMPORTED),
    )
    return [store for store in layers if store.exists()]


def _present_layers(data_cache: Path) -> list[Store]:
    """Return the layers that exist, from the lowest up; raise if none does."""
    present = _layers(data_cache)
    if not present:
        raise StoreError(
            f"No prices are stored in {data_cache}; restore its {SNAPSHOT} folder with `git checkout` "
            "or import a file of prices."
        )
    return present


def verify_stores(data_cache: Path) -> tuple[str, ...]:
    """Read every file of every layer and of every generation that is kept, and return a sentence on each fault."""
    return tuple(fault for store in _present_layers(data_cache) for fault in store.verify())


def _read(store: Store, kind: str) -> tuple[Manifest, dict[str, pa.Table], tuple[str, ...]]:
    """Read the files of one kind of a layer, and say in one sentence where older ones stand in for damaged ones.

    The embedded layer has no older ones: it is whole, or raises.
    """
    if store.layer == EMBEDDED:
        return *store.tables(kind), ()
    manifest, tables, damage = store.tables_or_older(kind)
    if damage is None:
        return manifest, tables, ()
    name = f"{store.layer} {_NAMES[kind]}"
    if tables:
        sentence = (
            f"The newest {name} cannot be read ({damage}), so those of generation {manifest.generation} are shown; "
            f"{_AGAIN[store.layer]}."
        )
    else:
        sentence = (
            f"The {name} cannot be read ({damage}) and no earlier ones are sound, so they are left out; {store.remedy}."
        )
    return manifest, tables, (sentence,)


def load_panel(data_cache: Path, *, imported: bool = True) -> PricePanel:
    """Load all stored series: the embedded snapshot, the refreshed series above it, and the imported ones on top.

    A ticker comes whole from the highest layer that has it; layers are never spliced within a series. Where the newest
    generation of an upper layer is damaged, the newest sound one that is kept stands in for it, or else the layer is
    left out; the panel's notices say so.

    Parameters
    ----------
    data_cache : Path
        The folder that holds the layers' folders.
    imported : bool
        Whether the imported series are looked at; without them, those beneath are seen.

    Returns
    -------
    PricePanel
        Rows are all days on which any series has a row, columns all tickers in ascending order.

    Raises
    ------
    StoreError
        No layer exists or holds prices that can be read, or a file of the embedded snapshot is damaged.
    """
    chosen: dict[str, SeriesEntry] = {}
    held: list[tuple[str, str, pa.Table]] = []
    notices: tuple[str, ...] = ()
    has_counts = False
    for store in _present_layers(data_cache):
        if store.layer == IMPORTED and not imported:
            continue
        manifest, tables, told = _read(store, "prices")
        notices += told
        has_counts |= "shares" in manifest.tables
        held += [(store.layer, name, table) for name, table in tables.items()]
        chosen.update(manifest.series)
    if not chosen:
        raise StoreError(" ".join(notices) or f"The stores in {data_cache} hold no prices; import a file of prices.")

    tickers = sorted(chosen)
    wanted: list[tuple[pa.Table, NDArray[np.intp]]] = []
    for layer, name, table in held:
        own = {
            ticker: column
            for column, ticker in enumerate(tickers)
            if chosen[ticker].file == name and chosen[ticker].info.layer == layer
        }
        wanted.append((table, columns_of(table, own)))
    shares = load_shares(data_cache) if has_counts else None
    days, values = scatter(wanted, len(tickers))
    dates = pd.DatetimeIndex(days.astype("datetime64[us]"), name="date")
    names = pd.Index(tickers, name="ticker")
    return PricePanel(
        # Each series is one contiguous run of memory, which is also how pandas lays out a frame: nothing is copied.
        fields={
            name: pd.DataFrame(values[number].T, index=dates, columns=names, copy=False)
            for number, name in enumerate(FIELDS)
        },
        calendar=trading_calendar(EXCHANGE),
        as_of=max(entry.info.as_of for entry in chosen.values()),
        currency=CURRENCY,
        series={ticker: chosen[ticker].info for ticker in tickers},
        notices=notices if shares is None else (*notices, *shares.attrs["notices"]),
        share_counts=() if shares is None else _filed(shares),
    )


def _highest(data_cache: Path, kind: str) -> tuple[tuple[TableEntry, pa.Table] | None, tuple[str, ...]]:
    """Return the table of one kind from the highest layer that has one, and what a reader must be told of it."""
    notices: tuple[str, ...] = ()
    for store in reversed(_layers(data_cache)):
        manifest, tables, told = _read(store, kind)
        notices += told
        entry = manifest.tables.get(kind)
        if entry is not None:
            return (entry, tables[entry.file]), notices
    return None, notices


def table_notices(data_cache: Path) -> tuple[str, ...]:
    """Say of each table that is no price series, and whose file is damaged, what stands in for it.

    Where a manifest is damaged, the panel's notices say so already.
    """
    found: list[str] = []
    for store in _present_layers(data_cache):
        with suppress(StoreError):
            kinds = store.manifest().tables
            found += [told for kind in kinds if kind != "shares" for told in _read(store, kind)[2]]
    return tuple(found)


def factors_entry(data_cache: Path) -> TableEntry | None:
    """Return source, span and unit of the daily factors that `load_factors` gives; None where no layer has any."""
    found, _ = _highest(data_cache, "factors")
    return None if found is None else found[0]


def load_factors(data_cache: Path) -> pd.DataFrame:
    """Load the daily factors, from the highest layer that has sound ones.

    Returns
    -------
    DataFrame, shape (T, 7)
        Decimals. Rows are days (``datetime64[us]``, named ``"date"``), columns ``mkt_rf``, ``smb``, ``hml``, ``rmw``,
        ``cma``, ``rf`` and ``mom``. ``attrs["notices"]`` holds what `PricePanel.notices` holds of prices.

    Raises
    ------
    StoreError
        No layer has factors, or the file of the embedded ones is damaged.
    """
    _present_layers(data_cache)
    found, notices = _highest(data_cache, "factors")
    if found is None:
        raise StoreError(" ".join(notices) or f"No factors are stored in {data_cache}; import a file of daily factors.")
    entry, table = found
    dates = pd.DatetimeIndex(table.column("date").to_numpy().astype("datetime64[us]"), name="date")
    frame = pd.DataFrame({name: table.column(name).to_numpy() / 100.0 for name in entry.fields}, index=dates)
    frame.attrs["notices"] = notices
    return frame


def load_shares(data_cache: Path) -> pd.DataFrame:
    """Load the share counts that were fetched, from the highest layer that has sound ones.

    Returns
    -------
    DataFrame
        Columns ``ticker`` (str), ``shares`` (int64), ``as_of``, ``filed`` (datetime64[us]) and ``form`` (str), one row
        for each count; without rows where none are stored. ``attrs["notices"]`` holds what `PricePanel.notices` holds
        of prices.
    """
    return _load_facts(data_cache, "shares")


def _filed(shares: pd.DataFrame) -> tuple[ShareCount, ...]:
    """Return fetched share counts as the catalogue has its own: each read on the cover of a filing."""
    columns = (shares[name].tolist() for name in ("ticker", "shares", "as_of", "filed", "form"))
    return tuple(
        ShareCount(ticker, count, as_of.date(), as_of.date(), form, filed.date(), "sec_cover", "fetched from the SEC")
        for ticker, count, as_of, filed, form in zip(*columns, strict=True)
    )


def load_first_versions(data_cache: Path) -> pd.DataFrame:
    """Load the days of first versions that were fetched, from the highest layer that has sound ones.

    Returns
    -------
    DataFrame
        Columns ``arxiv_id`` (str), ``first`` (datetime64[us]) and ``title`` (str), one row for each paper; without rows
        where none are stored. ``attrs["notices"]`` holds what `PricePanel.notices` holds of prices.
    """
    return _load_facts(data_cache, "first_versions")


def _load_facts(data_cache: Path, kind: str) -> pd.DataFrame:
    """Load a table whose columns are fixed."""
    found, notices = _highest(data_cache, kind)
    if found is None:
        table = pa.table({name: pa.array([], types[0]) for name, types in COLUMNS[kind].items()})
    else:
        _, table = found
    columns = {}
    for name, types in COLUMNS[kind].items():
        column = table.column(name)
        if pa.types.is_date32(types[0]):
            columns[name] = pd.Series(column.to_numpy().astype("datetime64[us]"))
        else:
            columns[name] = column.cast(types[0]).to_pandas()
    frame = pd.DataFrame(columns)
    frame.attrs["notices"] = notices
    return frame
