"""Windows in sessions around event sessions: what is accepted, and cutting them out of a panel."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from numbers import Integral

import numpy as np
from numpy.typing import NDArray

from dashboard.errors import InputError

Window = tuple[int, int]
"""First and last session of a window as offsets from the event session, both included."""


FURTHEST = 99_999
"""Sessions from the event beyond which no window may reach."""


def window_of(given: object) -> Window:
    """Return a window from a pair of whole numbers.

    Raises
    ------
    InputError
        It is none, or reaches too far.
    """
    ends = tuple(given) if isinstance(given, (tuple, list)) else ()
    if len(ends) != 2 or not all(isinstance(end, Integral) for end in ends):
        raise InputError(f"{given!r} is not a window; write its first and last session, for example -1:1.")
    window = int(ends[0]), int(ends[1])
    if max(map(abs, window)) > FURTHEST:
        raise InputError(
            f"The window {written(window)} reaches further than {FURTHEST} sessions from the event; choose nearer ends."
        )
    return window


def written(window: Window) -> str:
    """Return a window as a reader writes it, ``-270:-21``."""
    return f"{window[0]}:{window[1]}"


def spelled(day: date) -> str:
    """Return a day as it stands within a sentence of a table, ``31 Dec 2025``."""
    return f"{day.day} {day:%b %Y}"


def offsets(window: Window) -> NDArray[np.int64]:
    """Return every offset of a window."""
    return np.arange(window[0], window[1] + 1)


def span(windows: Sequence[Window]) -> Window:
    """Return the shortest window that holds all of them."""
    return min(first for first, _ in windows), max(last for _, last in windows)


def check_windows(estimation: Window, windows: Sequence[Window]) -> None:
    """Refuse windows that cannot be studied together.

    Raises
    ------
    InputError
        No window is given, one is reversed, given twice or overlaps the estimation window, or the estimation window
        lies between two of them.
    """
    if not windows:
        raise InputError("No event window was given; give at least one, such as 0:0.")
    for window in (estimation, *windows):
        if window[1] < window[0]:
            raise InputError(f"The window {written(window)} is reversed; give the earlier session first.")
    for number, window in enumerate(windows):
        if window in windows[:number]:
            raise InputError(f"The event window {written(window)} is given twice; leave one out.")
        if _overlap(window, estimation):
            raise InputError(
                f"The event window {written(window)} overlaps the estimation window {written(estimation)}; "
                "choose windows that share no session."
            )
    if _overlap(span(windows), estimation):
        raise InputError(
            f"The event windows {', '.join(map(written, windows))} lie on both sides of the estimation window "
            f"{written(estimation)}; study them one at a time."
        )


def _overlap(one: Window, other: Window) -> bool:
    return one[0] <= other[1] and other[0] <= one[1]


def cut(values: NDArray[np.float64], row: int, around: NDArray[np.int64]) -> NDArray[np.float64]:
    """Return the rows at some offsets from one row; those beyond the ends are missing.

    Parameters
    ----------
    values : ndarray, shape (T, ...)
    row : int
        Row of the event session.
    around : ndarray of int, shape (L,)
        Offsets from it.

    Returns
    -------
    ndarray, shape (L, ...)
    """
    rows = row + around
    inside = (rows >= 0) & (rows < len(values))
    if inside.all():
        return values[rows]
    found = np.full((len(rows), *values.shape[1:]), np.nan)
    found[inside] = values[rows[inside]]
    return found
