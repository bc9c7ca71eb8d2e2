"""A folder of CSV and Parquet files as a source of prices: what a terminal or a data service has exported."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from dashboard.errors import ImportFileError, NotFoundError, SourceError
from dashboard.prices.long import LongPrices
from dashboard.prices.price_files import read_price_file
from dashboard.prices.reading import read_columns, small_names, tickers
from dashboard.prices.sources.protocol import Fetched, Run

ENDINGS = (".csv", ".parquet")
"""Of the files that are read, in capitals too; what a file is, is told by its content."""

MAX_FILES = 10_000
"""Most files of one folder."""


@dataclass
class _Held:
    """What the files of a folder hold of the tickers asked for."""

    prices: dict[str, LongPrices] = field(default_factory=dict)
    files: dict[str, list[str]] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)
    unread: list[str] = field(default_factory=list)


class FolderSource:
    """Prices from the files of one folder, long or wide; folders in it are not looked into.

    Parameters
    ----------
    folder : Path
    max_bytes : int
        Largest size accepted of each file.
    """

    def __init__(self, folder: Path, max_bytes: int) -> None:
        self.name = f"the folder {folder.resolve().name}"
        self._folder = folder
        self._max_bytes = max_bytes

    def fetch(self, tickers: Sequence[str], run: Run) -> Iterator[Fetched]:
        """Give each ticker once, after all files have been read: only then is it known that no other has it too."""
        held = _Held()
        try:
            for path in self._files():
                if run.over():
                    raise SourceError(
                        f"The files of {self._folder.name} were not all read before the time was up or the run was "
                        "stopped; refresh again."
                    )
                self._read(path, set(tickers), held)
        except SourceError as error:
            for ticker in tickers:
                yield Fetched(ticker, error=type(error)(str(error)))
            return
        for ticker in tickers:
            yield self._fetched(ticker, held)

    def _files(self) -> list[Path]:
        """List the files to read, by name."""
        try:
            files = sorted(path for path in self._folder.iterdir() if path.suffix.lower() in ENDINGS)
        except OSError as error:
            raise SourceError(
                f"The folder {self._folder} cannot be read ({error.strerror}); check its name and permissions."
            ) from error
        if len(files) > MAX_FILES:
            raise SourceError(
                f"The folder {self._folder.name} holds {len(files):,} files, more than the {MAX_FILES:,} accepted; "
                "put several series into one file."
            )
        return files

    def _read(self, path: Path, wanted: set[str], held: _Held) -> None:
        """Take from one file what was asked for; what is wrong with it is told of the tickers that it holds."""
        try:
            if not path.resolve().is_relative_to(self._folder.resolve()):
                raise ImportFileError(f"{path.name} is a link out of the folder; put the file itself there.")
            prices = read_price_file(path, self._max_bytes)
        except ImportFileError as error:
            names = self._names(path)
            held.unread += [] if names else [str(error)]
            for ticker in (names or {path.stem.upper()}) & wanted:
                held.errors.setdefault(ticker, str(error))
                held.files.setdefault(ticker, []).append(path.name)
            return
        for ticker in wanted.intersection(prices.tickers):
            held.prices[ticker] = _one(prices, ticker)
            held.files.setdefault(ticker, []).append(path.name)

    def _names(self, path: Path) -> set[str]:
        """Return the tickers of a file whose prices cannot be used, none where they cannot be read either."""
        try:
            table = small_names(read_columns(path, self._max_bytes))
            if "ticker" in table.column_names:
                return set(tickers(path, table).tolist())
        except ImportFileError:
            return set()
        return {name.upper() for name in table.column_names} - {"DATE"}

    def _fetched(self, ticker: str, held: _Held) -> Fetched:
        files = held.files.get(ticker, [])
        if len(files) > 1:
            return Fetched(
                ticker,
                error=SourceError(f"{ticker} is in {files[0]} and in {files[1]}; leave it in one of the two."),
            )
        if ticker in held.errors:
            return Fetched(ticker, error=SourceError(held.errors[ticker]))
        if ticker in held.prices:
            return Fetched(ticker, held.prices[ticker])
        if held.unread:
            others = f" (and {len(held.unread) - 1} more)" if len(held.unread) > 1 else ""
            return Fetched(
                ticker,
                error=SourceError(
                    f"{ticker} is in no file of {self._folder.name} that can be read, and one cannot{others}: "
                    f"{held.unread[0]}"
                ),
            )
        return Fetched(
            ticker,
            error=NotFoundError(f"{ticker} is in no CSV or Parquet file of {self._folder.name}; add one that has it."),
        )


def _one(prices: LongPrices, ticker: str) -> LongPrices:
    """Cut one series out."""
    rows = prices.code == prices.tickers.index(ticker)
    return LongPrices(
        tickers=(ticker,),
        code=np.zeros(int(rows.sum()), dtype=np.int32),
        day=prices.day[rows],
        fields={name: values[rows] for name, values in prices.fields.items()},
    )
