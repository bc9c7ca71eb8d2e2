"""Holdings as a reader writes them, typed or in a CSV file, read into tickers and numbers of shares."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable
from dataclasses import dataclass

from dashboard.errors import EmptySelectionError, InputError

MOST_HOLDINGS = 200
MOST_SHARES = 1_000_000_000
"""More shares than this of one company are taken for a slip of the pen."""

MOST_CHARACTERS = 10_000
MOST_BYTES = 100_000

_TICKER = re.compile(r"[A-Za-z0-9^][A-Za-z0-9.^=-]{0,14}")
_NUMBER = re.compile(r"[0-9]{1,12}(\.[0-9]{1,8})?")
_BETWEEN = re.compile(r"[\s,:=]+")
_SHOWN = 40
_DELIMITERS = ",;\t"


@dataclass(frozen=True)
class Holdings:
    """Numbers of shares by ticker, in the order in which they were written.

    Attributes
    ----------
    shares : dict of str to float
        Tickers in capitals.
    added : tuple of str
        Those that were written more than once; their shares are added together.
    """

    shares: dict[str, float]
    added: tuple[str, ...] = ()


def read_typed(text: str) -> Holdings:
    """Read holdings that were typed: one a line or between semicolons, a ticker and a number of shares.

    Raises
    ------
    InputError
        Nothing is written, too much is, or a line cannot be read; the sentence names it.
    """
    if len(text) > MOST_CHARACTERS:
        raise InputError(
            f"The holdings have {len(text):,} characters, more than the {MOST_CHARACTERS:,} that are read; take fewer."
        )
    lines = [
        (f"Line {number}", [word for word in _BETWEEN.split(part.strip()) if word])
        for number, line in enumerate(text.splitlines(), start=1)
        for part in line.split(";")
    ]
    return _read((where, words) for where, words in lines if words)


def read_shares(options: Iterable[str]) -> Holdings:
    """Read holdings that are given one by one, as in ``NVDA=100``; errors as `read_typed`."""

    def parts(one: str) -> tuple[str, list[str]]:
        if "=" not in one:
            raise InputError(f"The holding {_shown(one)} has no equals sign; write TICKER=SHARES, such as NVDA=1250.5.")
        return f"The holding {_shown(one)}", [part.strip() for part in one.rsplit("=", 1)]

    return _read(parts(one) for one in options)


def read_file(content: bytes) -> Holdings:
    """Read holdings from a CSV file whose heading names the columns ticker and shares; other columns are left out.

    Raises
    ------
    InputError
        The file is too large, no text, has no such heading, or a line cannot be read; the sentence names it.
    """
    if len(content) > MOST_BYTES:
        raise InputError(f"The file has more than the {MOST_BYTES:,} bytes that are read; keep ticker and shares.")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError("The file is no text in UTF-8; save it as CSV in UTF-8.") from error
    if "\0" in text:
        raise InputError("The file holds bytes that are no text; save it as CSV in UTF-8.")
    head = next((line for line in text.splitlines() if line.strip()), "")
    delimiter = max(_DELIMITERS, key=head.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        rows = [(reader.line_num, [cell.strip() for cell in row]) for row in reader]
    except csv.Error as error:
        raise InputError(f"Line {reader.line_num} of the file is no CSV ({error}); save the file anew.") from error
    rows = [(number, row) for number, row in rows if any(row)]
    if not rows:
        raise EmptySelectionError("The file is empty; give a heading ticker,shares and a line for each holding.")
    heading = [cell.lower() for cell in rows[0][1]]
    if heading.count("ticker") != 1 or heading.count("shares") != 1:
        raise InputError(f"The file begins with {_shown(head)}; begin it with the heading ticker,shares.")
    for number, row in rows[1:]:
        # A count written 1,000 without quotes would otherwise be read as 1.
        if any(row[len(heading) :]):
            raise InputError(
                f"Line {number} of the file has more cells than the heading; write numbers without separators of "
                "thousands."
            )
    places = (heading.index("ticker"), heading.index("shares"))
    return _read(
        (f"Line {number} of the file", [row[place] for place in places if place < len(row)]) for number, row in rows[1:]
    )


def _read(lines: Iterable[tuple[str, list[str]]]) -> Holdings:
    shares: dict[str, float] = {}
    added: dict[str, None] = {}
    for where, words in lines:
        ticker, count = _holding(where, words)
        if ticker in shares:
            added[ticker] = None
        shares[ticker] = shares.get(ticker, 0.0) + count
        if shares[ticker] > MOST_SHARES:
            raise InputError(
                f"{where}: more than {MOST_SHARES:,} shares of {ticker} are more than anybody's own; check the number."
            )
        if len(shares) > MOST_HOLDINGS:
            raise InputError(f"There are more than the {MOST_HOLDINGS} holdings that are read; take fewer.")
    if not shares:
        raise EmptySelectionError("No holding is given; write a ticker and a number of shares, such as NVDA 100.")
    return Holdings(shares, tuple(added))


def _holding(where: str, words: list[str]) -> tuple[str, float]:
    """Return ticker and shares of a line."""
    if len(words) != 2:
        raise InputError(
            f"{where} reads {_shown(' '.join(words))}; write one ticker and one number, such as NVDA 1250.5, without "
            "separators of thousands."
        )
    ticker, number = words
    if not _TICKER.fullmatch(ticker):
        raise InputError(f"{where}: {_shown(ticker)} is no ticker; write one such as NVDA.")
    if number.startswith(("-", "\u2212")):
        raise InputError(f"{where}: {_shown(number)} shares of {ticker} were sold short; only shares held are counted.")
    if not _NUMBER.fullmatch(number):
        raise InputError(
            f"{where}: {_shown(number)} is no number of shares; write digits, and a point before parts of a share."
        )
    count = float(number)
    if not count:
        raise InputError(f"{where}: no share of {ticker} is held; leave the line out, or give its shares.")
    return ticker.upper(), count


def _shown(text: str) -> str:
    return repr(text if len(text) <= _SHOWN else text[:_SHOWN] + "…")
