"""The public interface holds what it says it holds, and loads event studies only when they are asked for."""

from __future__ import annotations

import subprocess
import sys

import pytest

import dashboard
from dashboard import study_tables, value_tables
from dashboard.settings import PROJECT_ROOT


def test_every_name_is_there_and_in_order() -> None:
    assert all(callable(getattr(dashboard, name)) for name in dashboard.__all__)
    assert sorted(dashboard.__all__) == dashboard.__all__


def test_event_studies_are_the_same_functions_as_the_tables() -> None:
    assert dashboard.event_study is study_tables.study
    assert dashboard.reactions is study_tables.reactions
    assert dashboard.market_value is value_tables.market_value
    assert dashboard.concentration is value_tables.concentration
    prices = dashboard.load_prices()
    nvidia = dashboard.event_study(prices, "2025-01-27", "NVDA").iloc[0]
    assert (round(100 * nvidia["car"], 2), round(nvidia["t"], 2)) == (-13.25, -5.17)


def test_a_name_that_there_is_not() -> None:
    with pytest.raises(AttributeError, match="event_studies"):
        _ = dashboard.event_studies  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("arguments", "loaded"), [("records", False), ("records --table computed", False), ("study --tickers NVDA", True)]
)
def test_scipy_is_loaded_for_event_studies_alone(arguments: str, loaded: bool) -> None:
    code = "import sys; from dashboard.cli import app; app(sys.argv[1:], standalone_mode=False)"
    code += "; print('scipy' in sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments.split()], capture_output=True, text=True, check=True, cwd=PROJECT_ROOT
    )
    assert done.stdout.splitlines()[-1] == str(loaded)
