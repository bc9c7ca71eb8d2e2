"""How far the dates that sources give for one release lie apart, and which of its own dates an article has taken."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

import pandas as pd

from dashboard.catalog import Event, EventDate
from dashboard.catalog.events import Basis
from dashboard.study.events import first_and_last_day

BASES: tuple[Basis, ...] = ("launch", "arxiv", "arxiv_revision", "article")
"""In the order of a release's rows."""
COLUMNS = (
    "key",
    "title",
    "basis",
    "publication",
    "date",
    "precision",
    "since",
    "days_apart",
    "months_apart",
    "apart",
    "fits",
    "status",
    "source",
    "url",
    "note",
)
NO_FIT = "none"
"""What an article fits whose date is none of the release's own."""


def dates_apart(events: Sequence[Event]) -> pd.DataFrame:
    """Compare every date of each event with its launch, or its first arXiv version where no launch is catalogued.

    Parameters
    ----------
    events : sequence of Event
        Those without a day of launch or of a first arXiv version are left out.

    Returns
    -------
    DataFrame
        Columns as in `COLUMNS`, by the day compared with, then in the order of `BASES`, then by publication. ``date``
        is the text of the catalogue, a day or a month; ``since`` the day compared with; ``days_apart`` calendar days
        from it (for a month, to its nearest day: 0 if the month holds it), ``months_apart`` the difference of the
        calendar months, ``apart`` the same in words, empty for the date compared with; ``fits``, of an article's date
        only, the bases of the event's own dates that it agrees with, joined by "; ", or `NO_FIT`.
    """
    rows = [row for event in events for row in _rows(event)]
    frame = pd.DataFrame(rows, columns=list(COLUMNS))
    frame["since"] = pd.to_datetime(frame["since"]).dt.as_unit("us")
    return frame.sort_values("since", kind="stable").reset_index(drop=True)


def _rows(event: Event) -> list[dict[str, object]]:
    own: dict[Basis, date] = {
        dated.basis: dated.day for dated in event.dates if dated.basis != "article" and dated.day is not None
    }
    base: Basis = "launch" if "launch" in own else "arxiv"
    if base not in own:
        return []
    since = own[base]
    rows = []
    for dated in sorted(event.dates, key=lambda dated: (BASES.index(dated.basis), dated.publication or "")):
        days, months = _apart(dated, since)
        rows.append(
            {
                "key": event.key,
                "title": event.title,
                "since": since,
                "days_apart": days,
                "months_apart": months,
                "apart": None if dated.basis == base else in_words(days, months, dated.precision),
                "fits": _fits(dated, own) if dated.basis == "article" else None,
                **{name: getattr(dated, name) for name in ("basis", "publication", "date", "precision", "status")},
                **{name: getattr(dated, name) for name in ("source", "url", "note")},
            }
        )
    return rows


def _apart(dated: EventDate, since: date) -> tuple[int, int]:
    """Return the days from `since` to the nearest day that a date covers, and the calendar months between them."""
    first, last = first_and_last_day(dated)
    nearest = min(max(since, first), last)
    return (nearest - since).days, 12 * (first.year - since.year) + first.month - since.month


def _fits(dated: EventDate, own: Mapping[Basis, date]) -> str:
    first, last = first_and_last_day(dated)
    return "; ".join(basis for basis in BASES if basis in own and first <= own[basis] <= last) or NO_FIT


def in_words(days: int, months: int, precision: str) -> str:
    """Say how far a date lies from another: "2 days later", "1 month earlier", "same day", "same month".

    Parameters
    ----------
    days, months : int
        From the other date; negative for an earlier one.
    precision : {"day", "month"}
        Which of the two counts.
    """
    count, unit = (days, "day") if precision == "day" else (months, "month")
    if not count:
        return f"same {unit}"
    return f"{abs(count)} {unit}{'' if abs(count) == 1 else 's'} {'later' if count > 0 else 'earlier'}"
