"""The options that the commands share: how each is read and obeyed, and how an error names those that it is about."""

from __future__ import annotations

import datetime as dt
import re
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import Annotated, TypeVar

import pandas as pd
import typer

from dashboard.choices import as_day
from dashboard.errors import ImportFileError, InputError
from dashboard.export import to_csv, to_json

Word = TypeVar("Word", bound=StrEnum)


class Format(StrEnum):
    """How a table is printed."""

    csv = "csv"
    json = "json"


class Basis(StrEnum):
    """By which of its dates an event is dated."""

    launch = "launch"
    arxiv = "arxiv"
    article = "article"
    arxiv_revision = "arxiv_revision"


class CurrencyChoice(StrEnum):
    """In which currency market values are given."""

    USD = "USD"
    JPY = "JPY"


class RecordTable(StrEnum):
    """Which one-day losses are listed."""

    reported = "reported"
    computed = "computed"
    compared = "compared"


class ValueTable(StrEnum):
    """What is printed of a day's market values."""

    companies = "companies"
    concentration = "concentration"


def whole_number(least: int, most: int) -> Callable[[object], int]:
    """Return a parser for a whole number in a range, whose error names the value."""

    def parse(value: object) -> int:
        text = str(value)  # Typer passes the default through as the number it is
        if not text.isdecimal() or len(text) > len(str(most)) or not least <= int(text) <= most:
            raise typer.BadParameter(f"{text!r} is not a whole number from {least} to {most}.")
        return int(text)

    return parse


def one_of(words: type[Word]) -> Callable[[object], Word]:
    """Return a parser for one of some words, whose error names the value and the words."""

    def parse(value: object) -> Word:
        try:
            return words(str(value))
        except ValueError:
            raise typer.BadParameter(f"{str(value)!r} is not one of {', '.join(words)}.") from None

    return parse


def file_path(value: object) -> Path:
    """Return the path of a file, which must not be empty: that would be the folder one is in."""
    if not str(value).strip():
        raise typer.BadParameter(f"{str(value)!r} is not the path of a file; name one.")
    return Path(str(value))


TickersOption = Annotated[
    str,
    typer.Option("--tickers", help="Tickers, segment:NAME, companies or all, joined by commas.", metavar="LIST"),
]
DateOption = Annotated[str, typer.Option("--date", help="The session, YYYY-MM-DD.", metavar="DATE")]
FormatOption = Annotated[
    Format, typer.Option("--format", parser=one_of(Format), help="How the table is printed.", metavar="csv|json")
]
OutOption = Annotated[
    Path | None, typer.Option("--out", help="The file to write; standard output by default.", metavar="FILE")
]
DataCacheOption = Annotated[
    Path | None,
    typer.Option("--data-cache", help="The folder of the price stores; the project's own by default.", metavar="DIR"),
]


@contextmanager
def naming(context: typer.Context, *names: str) -> Iterator[None]:
    """Put the options that an error about what the reader gave is about before its sentence.

    Of the named parameters only those that were given count; of these the one that the error says it is about, else the
    ones whose value the sentence quotes before its remedy, if it quotes any.
    """
    try:
        yield
    except (InputError, ImportFileError) as error:
        options = {parameter.name: parameter.opts[0] for parameter in context.command.params}
        asked = [name for name in names if _is_given(context, name)]
        if error.about in asked:
            asked = [error.about]
        given = [(options[name], str(value) or "''") for name in asked for value in _each(context.params[name])]
        quoted = _quoted((value for _, value in given), str(error).partition(";")[0])
        about = [(option, value) for option, value in given if value in quoted] or given
        said = " ".join(f"{option} {value}" for option, value in about)
        raise type(error)(f"{said}: {error}" if said else str(error)) from error


def _quoted(values: Iterable[str], sentence: str) -> set[str]:
    """Return the values that a sentence holds by themselves: not A within AMD, nor a ticker within beta:TICKER."""
    found = set()
    for value in sorted(set(values), key=len, reverse=True):
        sentence, times = re.subn(rf"(?<!\w){re.escape(value)}(?!\w)", " ", sentence)
        if times:
            found.add(value)
    return found


def _is_given(context: typer.Context, name: str) -> bool:
    source = context.get_parameter_source(name)
    return source is not None and source.name == "COMMANDLINE"


def _each(value: object) -> list[object]:
    """Return what an option was given, time by time if it may be repeated."""
    return value if isinstance(value, list) else [value]


def day_of(context: typer.Context, name: str, text: str) -> dt.date:
    """Return the day that an option gives as text."""
    with naming(context, name):
        return as_day(text)


def day_if_any(context: typer.Context, name: str, text: str | None) -> dt.date | None:
    """Return the day that an option gives as text; None where it is left out."""
    return None if text is None else day_of(context, name, text)


def refuse_beside(context: typer.Context, table: StrEnum, **options: StrEnum) -> None:
    """Refuse an option that was given and that only another table than the printed one looks at."""
    for name, of in options.items():
        if of is not table and _is_given(context, name):
            raise InputError(
                f"--{name} is for the table {of}, and {table} is printed; leave it out or add --table {of}."
            )


def print_table(frame: pd.DataFrame, form: Format, out: Path | None) -> None:
    """Write a table to a file, or to standard output."""
    text = to_csv(frame) if form is Format.csv else to_json(frame)
    if out is None:
        sys.stdout.write(text)
        return
    try:
        out.write_text(text, encoding="utf-8")
    except OSError as error:
        raise InputError(f"--out {out}: the file cannot be written ({error.strerror}); name another one.") from error
