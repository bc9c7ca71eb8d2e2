"""Reading a reader's CSV or Parquet file into columns, with bounded size and one-sentence refusals."""

from __future__ import annotations

import csv
import datetime as dt
import re
from collections.abc import Callable, Collection
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv
import pyarrow.parquet as pq
from numpy.typing import NDArray

from dashboard.errors import ImportFileError
from dashboard.prices.long import DAY

MAX_FIGURES = 40_000_000
"""Most figures (rows times columns) that one file may hold; compressed, they can be far smaller than in memory."""

MAX_SERIES = 10_000
"""Most series that one file may hold: a panel has a place for every series on every day, whether it is filled or not.

A wide file has one column for each, and a column costs memory however short it is.
"""

_MISSING = pa.array(["", "NA", "N/A", "NaN", "nan", "null", "None"])
_PARQUET_MAGIC = b"PAR1"


def read_columns(path: Path, max_bytes: int) -> pa.Table:
    """Read a CSV or Parquet file, told apart by its content.

    Parameters
    ----------
    path : Path
        A regular file: UTF-8 text with commas and a header line, or Parquet.
    max_bytes : int
        Largest size accepted; it is looked up before anything is read.

    Returns
    -------
    Table
        Names are without blanks around them; the columns of a CSV file are text.

    Raises
    ------
    ImportFileError
        The file is missing, too large, damaged, not UTF-8, without rows, or with too many columns.
    """
    content = _read_bytes(path, max_bytes)
    table = _parse_parquet(path, content) if content.startswith(_PARQUET_MAGIC) else _parse_csv(path, content)
    names = [name.strip() for name in table.column_names]
    if len(set(names)) < len(names):
        twice = next(name for name in names if names.count(name) > 1)
        raise ImportFileError(f"{path.name} has two columns named {twice!r}; keep one of them.")
    if table.num_rows == 0:
        raise ImportFileError(f"{path.name} holds no rows; give a header line and at least one row.")
    return table.rename_columns(names)


def _read_bytes(path: Path, max_bytes: int) -> bytes:
    """Read a file that is no larger than allowed."""
    try:
        if not path.is_file():
            raise ImportFileError(f"{path} is not a file; give the path of a CSV or Parquet file.")
        size = path.stat().st_size
        if size > max_bytes:
            raise ImportFileError(
                f"{path.name} has {size / 1e6:,.1f} MB, more than the {max_bytes / 1e6:,.1f} MB accepted; "
                "split it or raise the limit in the settings."
            )
        with path.open("rb") as stream:
            return stream.read(max_bytes)
    except OSError as error:
        raise ImportFileError(f"{path} cannot be read ({error.strerror}); check its name and permissions.") from error


def _parse_parquet(path: Path, content: bytes) -> pa.Table:
    """Parse the bytes of a Parquet file, looking at its size before unfolding it."""
    try:
        with pq.ParquetFile(pa.BufferReader(content)) as file:
            _bound_columns(path, file.metadata.num_columns)
            if file.metadata.num_rows * file.metadata.num_columns > MAX_FIGURES:
                raise ImportFileError(
                    f"{path.name} holds {file.metadata.num_rows:,} rows of {file.metadata.num_columns:,} columns, "
                    f"more than {MAX_FIGURES:,} figures; split it."
                )
            table = file.read()
            # A file may call bytes text that are none; whoever reads them later must be able to trust its word.
            table.validate(full=True)
            return table.rename_columns(table.column_names)
    except (pa.ArrowException, OSError, UnicodeDecodeError) as error:
        raise ImportFileError(f"{path.name} is damaged or cut off Parquet; make the file again.") from error


def _parse_csv(path: Path, content: bytes) -> pa.Table:
    """Parse the bytes of a CSV file into columns of text."""
    content = content.removeprefix(b"\xef\xbb\xbf").lstrip()
    try:
        content.decode("utf-8")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise ImportFileError(
            f"{path.name} is not UTF-8 text (byte 0x{content[error.start]:02x} in line {line}); save it as UTF-8."
        ) from error
    if not content or b"\0" in content:
        raise ImportFileError(f"{path.name} is empty or not text; give a CSV or Parquet file.")
    first_line = re.split(rb"[\r\n]", content, maxsplit=1)[0].decode()
    try:
        # Every column is named as text, so that Arrow guesses no types: NA is a ticker, not a missing one.
        names = next(csv.reader([first_line]))
        _bound_columns(path, len(names))
        types = {name: pa.string() for name in names}
        return pa.csv.read_csv(
            pa.BufferReader(content),
            # Threads of Arrow that are still at work when a refused file ends the process abort it; on the largest file
            # accepted they would save a tenth of a second.
            read_options=pa.csv.ReadOptions(use_threads=False),
            convert_options=pa.csv.ConvertOptions(column_types=types, strings_can_be_null=False),
        )
    except (csv.Error, pa.ArrowInvalid) as error:
        found = re.search(r"Expected \d+ columns, got \d+", str(error))
        reason = found.group().lower() if found else "its quotes or lines do not match"
        raise ImportFileError(
            f"{path.name} is not a table of comma-separated values ({reason}); repair it or save it again."
        ) from error


def _bound_columns(path: Path, columns: int) -> None:
    """Refuse more columns than the days and the series of a wide file."""
    if columns > MAX_SERIES + 1:
        raise ImportFileError(
            f"{path.name} has {columns:,} columns, more than the {MAX_SERIES:,} series accepted; split it."
        )


def require_columns(path: Path, table: pa.Table, required: Collection[str], optional: Collection[str] = ()) -> None:
    """Raise unless a table has all the required columns and none but the optional ones besides.

    Raises
    ------
    ImportFileError
        Naming the first column too few or too many and what is accepted.
    """
    accepted = ",".join(required) + (f"[,{','.join(optional)}]" if optional else "")
    for name in required:
        if name not in table.column_names:
            raise ImportFileError(f"{path.name} has no column {name!r}; its columns must be {accepted}.")
    for name in table.column_names:
        if name not in required and name not in optional:
            raise ImportFileError(f"{path.name} has the unknown column {name!r}; its columns must be {accepted}.")


def small_names(table: pa.Table) -> pa.Table:
    """Bring the names of all columns into small letters."""
    return table.rename_columns([name.lower() for name in table.column_names])


def tickers(path: Path, table: pa.Table) -> NDArray[np.object_]:
    """Return the tickers of a table without blanks around them and in capitals, as Yahoo writes them.

    Raises
    ------
    ImportFileError
        They are no text, and no whole numbers either, as the tickers of some exchanges are.
    """
    column = _of_kind(path, table, "ticker", (_is_text, pa.types.is_integer, pa.types.is_binary), "text such as NVDA")
    try:
        column = pc.cast(column, pa.string())
    except pa.ArrowException as error:
        bad = column[_first_refused(column, pa.string())].as_py()
        raise ImportFileError(f"{path.name} has {bad!r} as a ticker; save it as UTF-8 text such as NVDA.") from error
    values: NDArray[np.object_] = pc.fill_null(pc.utf8_upper(pc.utf8_trim_whitespace(column)), "").to_numpy()
    return values


def numbers(path: Path, table: pa.Table, name: str) -> NDArray[np.float64]:
    """Return a column as numbers, NaN where it is empty or says NA, NaN, null or None.

    Raises
    ------
    ImportFileError
        A value is no number; the sentence names its row.
    """
    kinds = (_is_text, pa.types.is_integer, pa.types.is_floating, pa.types.is_decimal)
    column = _of_kind(path, table, name, kinds, "numbers such as 118.42")
    if _is_text(column.type):
        words = pc.utf8_trim_whitespace(pc.cast(column, pa.string()))
        column = pc.if_else(pc.is_in(words, _MISSING), pa.scalar(None, pa.string()), words)
    try:
        values: NDArray[np.float64] = pc.cast(column, pa.float64(), safe=_is_text(column.type)).to_numpy()
    except pa.ArrowException as error:
        row = _first_refused(column, pa.float64())
        raise ImportFileError(
            f"{path.name} has {column[row].as_py()!r} as the {name} {_row_name(table, row)}; "
            "numbers are written like 118.42."
        ) from error
    return values


def days(path: Path, table: pa.Table, name: str) -> NDArray[np.datetime64]:
    """Return a column as days; a time of day is dropped.

    Raises
    ------
    ImportFileError
        A value is no date; the sentence names it.
    """
    kinds = (_is_text, pa.types.is_date, pa.types.is_timestamp)
    column = _of_kind(path, table, name, kinds, "days such as 2025-01-27")
    if pa.types.is_timestamp(column.type):
        try:
            stamps = pd.DatetimeIndex(column.to_pandas()).tz_localize(None)
        except (KeyError, ValueError) as error:
            raise ImportFileError(
                f"{path.name} gives its {name} in the time zone {column.type.tz!r}, which is not known; "
                "give days such as 2025-01-27."
            ) from error
        values = stamps.to_numpy().astype(DAY)
    else:
        words = pc.utf8_trim_whitespace(pc.cast(column, pa.string())) if _is_text(column.type) else column
        try:
            values = pc.cast(words, pa.date32()).to_numpy().astype(DAY)
        except pa.ArrowException as error:
            bad = words[_first_refused(words, pa.date32())].as_py()
            raise ImportFileError(f"{path.name} has {bad!r} as a {name}; dates are written like 2025-01-27.") from error
    if np.isnat(values).any():
        row = int(np.flatnonzero(np.isnat(values))[0])
        raise ImportFileError(f"{path.name} has no {name} in row {row + 1}; dates are written like 2025-01-27.")
    return values


def day_of(value: np.datetime64) -> dt.date:
    """Turn a numpy day into a date."""
    day: dt.date = value.astype(DAY).item()
    return day


def _of_kind(
    path: Path, table: pa.Table, name: str, kinds: Collection[Callable[[pa.DataType], bool]], wanted: str
) -> pa.ChunkedArray:
    """Return a column, which must be of one of some kinds or wholly empty; one kept as a dictionary is written out.

    Raises
    ------
    ImportFileError
        It is of another kind; Arrow would turn true into 1.0 and a number into a day.
    """
    column = table.column(name)
    if pa.types.is_dictionary(column.type):
        column = pc.cast(column, column.type.value_type)
    if not any(is_kind(column.type) for is_kind in (pa.types.is_null, *kinds)):
        # What is nested can have a name of any length.
        found = str(column.type).split("<")[0]
        raise ImportFileError(f"{path.name} has the type {found} in its column {name!r}; give {wanted}.")
    return column


def _is_text(kind: pa.DataType) -> bool:
    """Say whether a column holds text."""
    return bool(pa.types.is_string(kind) or pa.types.is_large_string(kind) or pa.types.is_string_view(kind))


def _first_refused(column: pa.ChunkedArray, kind: pa.DataType) -> int:
    """Return the first row whose value cannot be cast; only called when one cannot."""
    for row, value in enumerate(column):
        try:
            value.cast(kind)
        except pa.ArrowException:
            return row
    return 0


def _row_name(table: pa.Table, row: int) -> str:
    """Name a row by its ticker and date where it has them."""
    date = next((name for name in ("date", "ex_date") if name in table.column_names), None)
    parts = [f"of {table['ticker'][row].as_py()}"] if "ticker" in table.column_names else []
    parts += [f"on {table[date][row].as_py()}"] if date else []
    return " ".join(parts) or f"in row {row + 1}"
