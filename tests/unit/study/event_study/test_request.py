"""A request is refused in one sentence that names the value and what would be accepted."""

from __future__ import annotations

from typing import Any

import pytest

from dashboard.errors import InputError
from dashboard.study.event_study import MODELS, Request

REFUSED: dict[str, tuple[dict[str, Any], tuple[str, ...]]] = {
    "unknown model": ({"model": "apt"}, ("'apt'", *MODELS)),
    "unknown returns": ({"returns": "gross"}, ("'gross'", "simple, log")),
    "unknown covariance": ({"covariance": "hc2"}, ("'hc2'", "classical, hc1, hc3, newey-west")),
    "no window": ({"windows": ()}, ("No event window", "0:0")),
    "reversed window": ({"windows": ((1, -1),)}, ("1:-1", "reversed")),
    "reversed estimation": ({"estimation": (-21, -270)}, ("-21:-270", "reversed")),
    "overlap": ({"windows": ((0, 0), (-30, 5))}, ("-30:5", "-270:-21", "overlaps")),
    "one shared session": ({"windows": ((-21, 0),)}, ("-21:0", "-270:-21")),
    "around the estimation": ({"windows": ((-300, -290), (0, 0))}, ("-300:-290, 0:0", "both sides", "-270:-21")),
    "twice": ({"windows": ((0, 0), (0, 0))}, ("0:0", "twice")),
    "too few": ({"min_obs": 4}, ("4 observations", "market_model", "at least 5")),
    "too few for the model": ({"min_obs": 9, "model": "ff5_mom"}, ("9 observations", "ff5_mom", "at least 10")),
    "short estimation": ({"estimation": (-110, -11)}, ("-110:-11", "100 sessions", "120")),
    "a part of an observation": ({"min_obs": 120.5}, ("min_obs is 120.5", "whole number")),
    "observations in words": ({"min_obs": "120"}, ("min_obs is '120'", "whole number")),
    "lead and lag": (
        {"model": "scholes_williams", "estimation": (-140, -21)},
        ("-140:-21", "118 sessions", "scholes_williams", "the first and the last", "120"),
    ),
    "robust and nothing estimated": (
        {"model": "market_adjusted", "covariance": "hc3"},
        ("market_adjusted estimates no coefficient", "hc3", "classical"),
    ),
    "robust and garch": ({"model": "garch", "covariance": "hc3"}, ("garch", "hc3", "classical")),
    "before and garch": ({"model": "garch", "windows": ((-280, -275),)}, ("garch", "-280:-275", "-270:-21")),
    "one index twice": ({"model": "two_factor", "sector": "^GSPC"}, ("^GSPC", "both")),
}


@pytest.mark.parametrize("case", REFUSED)
def test_refused(case: str) -> None:
    options, words = REFUSED[case]
    with pytest.raises(InputError) as caught:
        Request(**options)
    sentence = str(caught.value)
    assert sentence.endswith(".")
    assert "\n" not in sentence
    for word in words:
        assert word in sentence


def test_defaults_are_those_of_the_definitions() -> None:
    request = Request()
    assert request.definition.name == "market_model"
    assert (request.estimation, request.windows, request.min_obs) == ((-270, -21), ((0, 0),), 120)
    assert (request.returns, request.covariance) == ("simple", "classical")


def test_windows_may_touch_the_estimation_window() -> None:
    assert Request(windows=((-20, 0),)).windows == ((-20, 0),)
    assert Request(windows=((-280, -271),)).windows == ((-280, -271),)


def test_a_window_that_leaves_enough_for_lead_and_lag_is_accepted() -> None:
    assert Request(model="scholes_williams", estimation=(-142, -21)).min_obs == 120
    assert Request(estimation=(-140, -21)).min_obs == 120


def test_parameters() -> None:
    found = {name: model.parameters for name, model in MODELS.items()}
    assert found == {
        "mean_adjusted": 1,
        "market_adjusted": 1,
        "market_model": 2,
        "capm": 2,
        "ff3": 4,
        "carhart4": 5,
        "ff5": 6,
        "ff5_mom": 7,
        "two_factor": 3,
        "scholes_williams": 2,
        "garch": 2,
    }
