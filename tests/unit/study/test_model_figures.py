"""Figures of models set against each other: parts by hand, and a lower bound that stays one."""

from __future__ import annotations

import math

from dashboard.catalog import Figure
from dashboard.study.model_figures import figures_compared

TOPICS = {"hours": "training", "score": "scores"}


def figure(key: str, subject: str, value: str, bound: str = "exact", measure: str = "hours") -> Figure:
    return Figure(key, subject, measure, value, "m", bound, None, "recalled", None, None, None)  # type: ignore[arg-type]


def test_a_part_of_a_lower_bound_is_an_upper_bound() -> None:
    found = figures_compared(
        [
            figure("score", "Other", "50", measure="score"),
            figure("ours", "Maker-1", "5"),
            figure("ours-too", "Maker-2", "1"),
            figure("given", "Other 3", "50"),
            figure("least", "Third", "100", "more_than"),
            figure("roughly", "Fourth", "2", "about"),
            figure("aside", "Fifth", "7", measure="weight"),
        ],
        TOPICS,
        {"hours": "ours"},
    ).set_index("key")
    assert list(found.index) == ["ours", "ours-too", "given", "least", "roughly", "score"]
    assert found["ratio"].dropna().to_dict() == {"given": 0.1, "least": 0.05, "roughly": 2.5}
    assert found["ratio_bound"].dropna().to_dict() == {"given": "exact", "least": "less_than", "roughly": "about"}
    assert set(found["ratio_of"].dropna()) == {"Maker-1"}


def test_nothing_is_compared_with_a_figure_that_there_is_not() -> None:
    found = figures_compared([figure("given", "Other", "50")], TOPICS, {"hours": "ours"})
    assert math.isnan(found.loc[0, "ratio"])
