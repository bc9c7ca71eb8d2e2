"""Figures of models set against each other: what part one is of another, with lower bounds kept as bounds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from dashboard.catalog import Figure

COLUMNS = (
    "key",
    "topic",
    "subject",
    "measure",
    "value",
    "unit",
    "bound",
    "as_of",
    "ratio_of",
    "ratio",
    "ratio_bound",
    "status",
    "source",
    "url",
    "note",
)
BOUND_OF_RATIO = {"exact": "exact", "more_than": "less_than", "about": "about"}
"""What is known of a part when this is known of the whole: of more than a hundred, five are less than five per cent."""


def figures_compared(figures: Sequence[Figure], topics: Mapping[str, str], compared: Mapping[str, str]) -> pd.DataFrame:
    """Return figures as a table, each with what part of it the figure is that it is compared with.

    Parameters
    ----------
    figures : sequence of Figure
        The catalogue; those of a measure without a topic are left out.
    topics : mapping of str to str
        Measure to the topic that it belongs to.
    compared : mapping of str to str
        Measure to the key of the figure that the others of this measure are compared with.

    Returns
    -------
    DataFrame
        Columns as in `COLUMNS`, by topic in the order of `topics`, else as given. ``ratio`` is the figure compared
        with over this one, a decimal, and ``ratio_of`` its subject; both are empty for that figure itself, for further
        figures of the same maker (the first word of the subject, to a hyphen) and where there is nothing to compare.
        ``ratio_bound`` is ``exact``, ``less_than`` or ``about``.
    """
    by_key = {figure.key: figure for figure in figures}
    order = list(dict.fromkeys(topics.values()))
    rows = []
    for figure in figures:
        if figure.measure not in topics:
            continue
        other = by_key.get(compared.get(figure.measure, ""))
        row: dict[str, object] = {"topic": topics[figure.measure]} | vars(figure)
        if other is not None and _maker(other) != _maker(figure):
            row |= {
                "ratio_of": other.subject,
                "ratio": other.number / figure.number,
                "ratio_bound": BOUND_OF_RATIO[figure.bound],
            }
        rows.append(row)
    frame = pd.DataFrame(rows, columns=list(COLUMNS))
    for name in ("ratio_of", "ratio_bound"):
        frame[name] = frame[name].astype("str")
    frame["ratio"] = frame["ratio"].astype("float64")
    return frame.sort_values("topic", key=lambda topic: topic.map(order.index), kind="stable").reset_index(drop=True)


def _maker(figure: Figure) -> str:
    return figure.subject.partition("-")[0].partition(" ")[0]
