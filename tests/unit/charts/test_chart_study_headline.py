"""Sentences about event studies stay true for one company, none, and either result; labels keep off each other."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from dashboard.charts import study_headline as say
from dashboard.charts.column_heads import column_heads
from dashboard.charts.p_values import p_value, significant
from dashboard.charts.point_labels import beside

NAN = float("nan")


def plain(text: str) -> str:
    return text.replace("\u202f", " ").replace("\u00a0", " ")


def with_p(**p: float) -> pd.DataFrame:
    return pd.DataFrame({"statistic": list(p), "p": list(p.values())})


@pytest.mark.parametrize(
    ("p", "name", "text"),
    [
        (0.03962, "", "0.0396"),
        (0.03962, "p", "p = 0.0396"),
        (1e-12, "", "< 0.0001"),
        (1e-12, "p", "p < 0.0001"),
        (1.0, "", "1.0000"),
        (NAN, "", "–"),
        (None, "p", "p –"),
    ],
)
def test_p_values(p: float, name: str, text: str) -> None:
    assert plain(p_value(p, name)) == text


def test_significant_is_below_five_per_cent() -> None:
    assert [significant(p) for p in (0.0499, 0.05, NAN)] == [True, False, False]


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        (
            (-0.104, 18, "market_model", (0, 0)),
            "18 companies lost 10.4 % on average on the event day, beyond what the market explains",
        ),
        (
            (0.02, 2, "mean_adjusted", (-1, 1)),
            "2 companies gained 2.0 % on average over sessions −1 to +1, against their usual return",
        ),
        (
            (-0.13, 1, "mean_adjusted", (2, 2), "NVIDIA"),
            "NVIDIA lost 13.0 % on session +2, against its usual return",
        ),
        (
            (0.0001, 3, "ff5", (0, 1)),
            "3 companies did not move on average over sessions 0 to +1, beyond what the factors explain",
        ),
        ((NAN, 0, "capm", (0, 0)), "Cumulative abnormal returns around the event"),
    ],
)
def test_how_far_a_group_moved(given: Any, sentence: str) -> None:
    assert plain(say.mean_move(*given)) == sentence


@pytest.mark.parametrize(
    ("p", "sentence"),
    [
        (
            {"kp": 0.04, "portfolio": 1e-9, "placebo_date": 0.004, "patell": 0.9},
            "Significant by all 3 tests of the mean that allow for companies moving together",
        ),
        (
            {"kp": 0.06, "portfolio": 1e-9, "placebo_date": 0.004},
            "Significant by 2 of 3 tests of the mean that allow for companies moving together",
        ),
        (
            {"kp": 0.06, "portfolio": 0.2, "placebo_date": NAN, "patell": 1e-20},
            "Not significant by any of 2 tests of the mean that allow for companies moving together",
        ),
        ({"kp": NAN, "portfolio": 0.01}, "Significant by the one test that allows for companies moving together"),
        ({"kp": NAN}, "Too few companies to test the group"),
    ],
)
def test_what_the_tests_for_one_date_say(p: dict[str, float], sentence: str) -> None:
    assert say.evidence(with_p(**p)) == sentence


def test_how_much_companies_move_together() -> None:
    row = {"n": [18], "rbar": [0.2385], "inflation": [5.054]}
    assert say.dependence(pd.DataFrame(row), True) == (
        "The 18 companies share one event session and move together (mean residual correlation 0.24), which makes the "
        "variance of their mean 5.1 times what it would be if they were independent. Tests that ignore this claim too "
        "much."
    )
    apart = pd.DataFrame({"n": [4], "rbar": [-0.02], "inflation": [0.94]})
    assert say.dependence(apart, False) == (
        "The 4 companies have event sessions of their own and do not move together (mean correlation −0.02), so "
        "tests that take them as independent do not overstate the result."
    )
    assert say.dependence(pd.DataFrame({"n": [1], "rbar": [NAN], "inflation": [1.0]}), True) == ""


@pytest.mark.parametrize(
    ("trust", "sentence"),
    [
        (
            ["trusted", "weak", "overstated", "overstated"],
            "Of 4 tests, 1 can be trusted in full, 1 is weak and 2 overstate",
        ),
        (["weak", "overstated"], "Of 2 tests, none can be trusted in full, 1 is weak and 1 overstates"),
        (["trusted", "trusted"], "All 2 tests can be trusted here"),
        ([], "No test of the group can be computed"),
    ],
)
def test_how_many_tests_can_be_trusted(trust: list[str], sentence: str) -> None:
    frame = pd.DataFrame({"p": [0.1] * len(trust) + [NAN], "trust": [*trust, "trusted"]})
    assert say.trust(frame) == sentence


def test_who_stands_furthest_out() -> None:
    frame = pd.DataFrame(
        {"name": list("ABCDE"), "car": [0.01, -0.3, 0.2, -0.1, NAN], "p_bh": [0.5, 0.001, 0.01, 0.06, NAN]}
    )
    assert say.furthest_out(frame) == "B, C and D stand furthest out; 2 of 4 significant after correction"
    assert say.furthest_out(frame[1:3]) == "B stands furthest out; all 2 significant after correction"
    assert say.furthest_out(frame.assign(p_bh=0.9)[:2]) == "B stands furthest out; none significant after correction"
    assert plain(say.furthest_out(frame[3:])) == "D lost 10.0 %, not significantly"
    assert say.furthest_out(frame[4:]) == "Abnormal returns of the companies"


def test_how_many_placebo_dates_came_as_far() -> None:
    values = pd.Series([-0.02, 0.01, 0.03, NAN])
    assert say.placebo(-0.1, values) == "None of 3 earlier sessions came as far from zero"
    assert say.placebo(-0.02, values, "window") == "2 of 3 earlier windows came as far from zero or further"
    assert say.placebo(NAN, values) == "The sessions before the event"
    assert plain(say.placebo_note(1 / 251, 1 / 251)) == "p = 0.0040, the smallest that so many dates allow"
    assert plain(say.placebo_note(3 / 251, 1 / 251)) == "p = 0.0120; the smallest possible is 0.0040"
    assert say.placebo_note(NAN, NAN) == ""


def test_the_slope_on_exposure() -> None:
    label = "beta to the semiconductor index"
    assert say.exposure(-0.1, 0.01, label) == f"The higher its {label}, the lower a company's abnormal return"
    assert say.exposure(0.1, 0.01, label) == f"The higher its {label}, the higher a company's abnormal return"
    assert say.exposure(0.1, 0.2, label) == f"No slope on {label} that ordinary sessions do not have"
    assert say.exposure(NAN, NAN, label) == f"Abnormal return and {label}"
    assert plain(say.exposure_tested(0.1247, 2.88, 8 / 251, 250)).endswith(
        "Slope +12.47 % a unit, z +2.88, empirical p = 0.0319 against 250 sessions"
    )
    assert say.exposure_tested(NAN, NAN, NAN, 0) == "Abnormal return, per cent"


def test_how_many_reactions_are_significant() -> None:
    frame = pd.DataFrame(
        {
            "session": pd.to_datetime(["2025-01-27", "2025-01-21", "2025-01-28"]),
            "when": ["on the shock", "on the release", "on the day after"],
            "ticker": ["X", "Y", "X"],
            "car": [-0.2, 0.3, NAN],
            "p_bh": [0.01, 0.2, NAN],
        }
    )
    said = say.reactions(frame, "ticker", {"X": "Xylo"})
    assert plain(said) == "1 of 2 reactions is significant; the largest is −20.0 %, Xylo on the shock"
    twice = pd.concat([frame, frame[:1]])  # two events of one session have one test
    assert say.reactions(twice, "ticker", {"X": "Xylo"}) == said
    assert say.reactions(frame[1:], "ticker", {}) == (
        "None of 1 reaction is significant after correction for their number"
    )
    assert say.reactions(frame[2:], "ticker", {}) == "Reactions to the catalogued events"
    assert say.reactions_drawn("market_model", (0, 1)) == (
        "Abnormal return over sessions 0 to +1, per cent, market model"
    )


def test_a_label_goes_where_it_is_free_or_nowhere() -> None:
    area = (200.0, 100.0)
    assert beside([(50, 50)], ["Name"], 11, area) == ["right"]
    assert beside([(190, 50)], ["Name"], 11, area) == ["left"]
    assert beside([(50, 50)], ["Name"], 11, area, [(60, 50)]) == ["left"]
    assert beside([(50, 50), (62, 50)], ["Name", "Other"], 11, area) == ["left", "right"]
    assert beside([(5, 5)], ["A name wider than the area is"], 11, (40, 20)) == [""]


def test_names_above_columns_are_level_upright_or_those_of_groups() -> None:
    names, groups = ["chips", "servers and networks"], ["", ""]
    level = column_heads(names, groups, 90)
    assert [head.text for head in level.heads] == ["chips", "servers and<br>networks"]
    assert not any(head.upright for head in level.heads)
    upright = column_heads(names, groups, 20)
    assert [head.text for head in upright.heads] == names
    assert all(head.upright for head in upright.heads)
    assert upright.height > level.height
    crowded = column_heads(["AAAA", "BBBB", "CCCC"], ["one", "one", "two"], 8)
    assert [(head.text, head.middle) for head in crowded.heads] == [("one", 0.5)]
    assert crowded.breaks == (2,)
