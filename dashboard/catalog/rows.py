"""The one reader of catalogue files: UTF-8 CSV in, checked and typed cells out, every fault named in one sentence."""

from __future__ import annotations

import csv
import io
import math
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TypeVar

from dashboard.errors import CatalogError

T = TypeVar("T")

DATA = Path(__file__).parent / "data"

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_WHOLE = re.compile(r"[1-9][0-9]*")
_DECIMAL = re.compile(r"-?[0-9]+(\.[0-9]+)?")
_TICKER = re.compile(r"[A-Z0-9^][A-Z0-9.=^-]*")
_SHOWN = 60


@dataclass(frozen=True)
class Row:
    """One line of a catalogue file.

    Each reading method takes the name of a field, and raises `CatalogError` when the cell does not hold what it reads.
    """

    file: str
    line: int
    cells: Mapping[str, str]

    def error(self, field: str, accepted: str) -> CatalogError:
        """Give the error that names file, line, field and value, and says what is accepted."""
        place = f"{self.file}, line {self.line}, {field}"
        return CatalogError(f"{place}: {_shown(self.cells[field])} is not accepted; it must be {accepted}.")

    def text(self, field: str) -> str:
        """Read a text that is not empty."""
        if not self.cells[field]:
            raise self.error(field, "filled in")
        return self.cells[field]

    def optional(self, field: str, read: Callable[[str], T]) -> T | None:
        """Read with `read`, or give None where the cell is empty."""
        return read(field) if self.cells[field] else None

    def choice(self, field: str, accepted: Sequence[T]) -> T:
        """Read one of the accepted words."""
        for word in accepted:
            if self.cells[field] == word:
                return word
        raise self.error(field, one_of(tuple(str(word) for word in accepted)))

    def match(self, field: str, pattern: re.Pattern[str], accepted: str) -> str:
        """Read a text of the given form; `accepted` says the form in words."""
        if not pattern.fullmatch(self.cells[field]):
            raise self.error(field, accepted)
        return self.cells[field]

    def ticker(self, field: str) -> str:
        """Read a ticker as Yahoo writes it."""
        return self.match(field, _TICKER, "a ticker in capital letters, such as NVDA, ^SOX or NG=F")

    def tickers(self, field: str) -> tuple[str, ...]:
        """Read tickers separated by single spaces; an empty cell gives none."""
        names = tuple(self.cells[field].split(" ")) if self.cells[field] else ()
        if not all(_TICKER.fullmatch(name) for name in names) or len(set(names)) < len(names):
            raise self.error(field, "tickers in capital letters, each once, with one space between them")
        return names

    def day(self, field: str) -> date:
        """Read a calendar day."""
        day = parse_day(self.cells[field])
        if day is None:
            raise self.error(field, "a day of the calendar written YYYY-MM-DD")
        return day

    def whole(self, field: str) -> int:
        """Read a positive whole number."""
        return int(self.match(field, _WHOLE, "a positive whole number in digits only"))

    def number(self, field: str, low: float, high: float) -> float:
        """Read a decimal number strictly between `low` and `high`."""
        accepted = f"a number above {low:g}" + ("" if math.isinf(high) else f" and below {high:g}")
        value = float(self.match(field, _DECIMAL, accepted))
        if not low < value < high:
            raise self.error(field, accepted)
        return value

    def url(self, field: str) -> str:
        """Read the address of a page."""
        return self.match(field, re.compile(r"https?://\S+"), "an address that begins with https:// or http://")


def parse_day(text: str) -> date | None:
    """Turn ``YYYY-MM-DD`` into a date; None where the text is anything else."""
    # date.fromisoformat alone would also take week dates and dates without hyphens.
    if not _DAY.fullmatch(text):
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def one_of(words: Sequence[str]) -> str:
    """Join words for a sentence: ``"a, b or c"``."""
    return " or ".join(part for part in (", ".join(words[:-1]), words[-1]) if part)


def read_rows(path: Path, columns: Sequence[str], key: Sequence[str]) -> tuple[Row, ...]:
    """Read a catalogue file.

    Parameters
    ----------
    path
        A UTF-8 CSV file whose first line names the columns.
    columns
        The columns that the file must have, in this order.
    key
        The columns that together tell a row from all others.

    Returns
    -------
    tuple of Row
        In file order.

    Raises
    ------
    CatalogError
        If the file cannot be read as such a table, or two rows share a key.
    """
    try:
        lines = csv.reader(io.StringIO(path.read_bytes().decode("utf-8"), newline=""), strict=True)
        numbered = [(lines.line_num, cells) for cells in lines]
    except OSError as error:
        raise CatalogError(f"The catalogue file {path.name} cannot be read ({error.strerror}); reinstall.") from error
    except UnicodeDecodeError as error:
        raise CatalogError(f"{path.name} is not UTF-8 at byte {error.start}; save it as UTF-8.") from error
    except csv.Error as error:
        raise CatalogError(f"{path.name}, line {lines.line_num}: this is not valid CSV ({error}); mend it.") from error
    header = numbered[0][1] if numbered else []
    if header != list(columns):
        found = _shown(",".join(header))
        raise CatalogError(f"{path.name}, line 1: the columns are {found}; they must be {','.join(columns)}.")
    rows = tuple(_row(path.name, line, columns, cells) for line, cells in numbered[1:])
    _require_unique(rows, key)
    return rows


def _row(file: str, line: int, columns: Sequence[str], cells: Sequence[str]) -> Row:
    if len(cells) != len(columns):
        raise CatalogError(
            f"{file}, line {line}: {_shown(','.join(cells))} has {len(cells)} fields; it must have {len(columns)}."
        )
    row = Row(file, line, dict(zip(columns, cells, strict=True)))
    for field in columns:
        if row.cells[field] != row.cells[field].strip():
            raise row.error(field, "without blanks at its ends")
    return row


def _require_unique(rows: Sequence[Row], key: Sequence[str]) -> None:
    seen: dict[tuple[str, ...], int] = {}
    for row in rows:
        value = tuple(row.cells[field] for field in key)
        if value in seen:
            place = f"{row.file}, line {row.line}, {' + '.join(key)}"
            raise CatalogError(
                f"{place}: {_shown(' + '.join(value))} stands already on line {seen[value]}; it must occur once."
            )
        seen[value] = row.line


def _shown(value: str) -> str:
    return repr(value if len(value) <= _SHOWN else value[:_SHOWN] + "…")
