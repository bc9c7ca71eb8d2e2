"""The errors that this project raises on purpose; each one's text is a sentence fit for a reader.

::

    DashboardError
    ├── InputError                 a value given by the reader (option, control, argument) that cannot be used
    │   ├── UnknownTickerError     no such series, or no prices for it
    │   ├── EmptySelectionError    nothing was chosen
    │   ├── NotASessionError       the exchange was closed that day
    │   └── DateRangeError         reversed, or outside the stored prices
    ├── CatalogError               a malformed row in a catalogue file
    ├── ImportFileError            a file that cannot be imported
    ├── SourceError                a source on the network did not give what was asked for
    │   ├── RateLimitedError       it asked for fewer requests
    │   └── NotFoundError          it has no such series
    └── StoreError                 the price store is missing or damaged
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager


class DashboardError(Exception):
    """Base of all errors raised on purpose; ``str(error)`` is one sentence that names the value and the remedy.

    Attributes
    ----------
    about : str
        Name of the one choice that it is about, where that is known; else "".
    """

    about: str = ""


@contextmanager
def about(choice: str) -> Iterator[None]:
    """Mark errors that are raised on purpose within the block as being about one choice of the reader."""
    try:
        yield
    except DashboardError as error:
        error.about = error.about or choice
        raise


class InputError(DashboardError, ValueError):
    """A value given by the reader cannot be used."""


class UnknownTickerError(InputError):
    """A ticker or segment is not in the universe, or has no prices in the store."""


class EmptySelectionError(InputError):
    """No company or series was chosen."""


class NotASessionError(InputError):
    """The exchange held no session on the date."""


class DateRangeError(InputError):
    """A range of dates is reversed, or lies outside the stored prices."""


class CatalogError(DashboardError):
    """A row of a catalogue file is malformed."""


class ImportFileError(DashboardError):
    """A file offered for import is refused; nothing that was stored has changed."""


class SourceError(DashboardError):
    """A source on the network did not give what was asked for; nothing that was stored has changed."""


class RateLimitedError(SourceError):
    """A source asked for fewer requests; it is left alone until its cool-down has passed."""


class NotFoundError(SourceError):
    """A source has no such series."""


class StoreError(DashboardError):
    """The price store is missing, incomplete or damaged."""
