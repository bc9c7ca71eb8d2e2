"""The sentence above the paths stays true wherever they end."""

from __future__ import annotations

import pandas as pd
import pytest

from dashboard.charts import path_headline


def group(days: range, caar: list[float], n: int = 3) -> pd.DataFrame:
    return pd.DataFrame({"event_day": days, "n": n, "caar": caar})


def plain(text: str) -> str:
    return text.replace("\u202f", " ")


@pytest.mark.parametrize(
    ("frame", "window", "name", "sentence"),
    [
        (group(range(-1, 3), [0.01, -0.1, -0.05, 0.02]), (0, 0), "",
         "The mean stands at −10.0 % on the event session and +2.0 % by session +2"),
        (group(range(-1, 3), [0.01, -0.1, -0.05, 0.02]), (0, 1), "NVIDIA",
         "NVIDIA stands at −5.0 % by session +1 and +2.0 % by session +2"),
        (group(range(-1, 1), [0.01, -0.1]), (0, 0), "", "The mean stands at −10.0 % by session 0"),
        (group(range(1, 3), [0.01, -0.1]), (0, 0), "", "The mean stands at −10.0 % by session +2"),
        (group(range(-1, 1), [0.0, 0.0], n=0), (0, 0), "", "Cumulative abnormal returns around the event"),
    ],
)  # fmt: skip
def test_where_the_path_stands(frame: pd.DataFrame, window: tuple[int, int], name: str, sentence: str) -> None:
    assert plain(path_headline.course(frame, window, name)) == sentence


def test_from_where_paths_are_cumulated() -> None:
    assert path_headline.since(group(range(-10, 1), [0.0] * 11)) == "from session −10"
