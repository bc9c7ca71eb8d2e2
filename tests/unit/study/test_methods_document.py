"""docs/methods.md writes down every model and statistic, and the simulated power that the verdicts read."""

from __future__ import annotations

import re

import numpy as np
import pytest

from dashboard.settings import PROJECT_ROOT
from dashboard.study.event_study import COVARIANCES, MODELS
from dashboard.study.group_tests import ASSUMES, STATISTICS
from dashboard.study.group_tests.power import COMPANIES, CORRELATIONS, POWER

DOCUMENT = (PROJECT_ROOT / "docs" / "methods.md").read_text(encoding="utf-8")
SECTION = DOCUMENT.split("\n## Event studies\n")[1].split("\n## ")[0]
HEADS = [f"{companies}, {correlation:g}" for companies in COMPANIES for correlation in CORRELATIONS]


def rates(what: str) -> dict[str, list[float]]:
    """Return a table of the simulation by test, in per cent."""
    head, _, *lines = SECTION[SECTION.index(f"| {what} |") :].split("\n\n")[0].splitlines()
    assert [cell.strip() for cell in head.split("|")[2:-1]] == HEADS
    rows = [[cell.strip() for cell in line.split("|")[1:-1]] for line in lines]
    return {row[0].strip("`"): [float(cell) for cell in row[1:]] for row in rows}


def test_models_and_statistics_have_a_row() -> None:
    named = re.findall(r"^\| `([\w-]+)` \|", SECTION, flags=re.MULTILINE)
    assert set(MODELS) | set(STATISTICS) <= set(named)
    assert set(COVARIANCES) - {"classical"} <= set(re.findall(r"`([\w-]+)`", SECTION))


def test_the_power_is_the_one_that_verdicts_read() -> None:
    shown = rates("Power")
    assert list(shown) == list(POWER)
    for name, table in POWER.items():
        np.testing.assert_allclose(shown[name], 100 * np.ravel(table), atol=1e-9)


@pytest.mark.parametrize("name", ["adj_patell", "kp", "cda", "portfolio", "rank", "placebo_date", "exposure"])
def test_tests_that_are_said_to_stay_near_five_per_cent_do(name: str) -> None:
    assert max(rates("Size")[name]) < 7


def test_what_is_said_of_twenty_companies_is_in_the_tables() -> None:
    place = HEADS.index("20, 0.3")
    size = {name: row[place] for name, row in rates("Size").items()}
    power = {name: row[place] for name, row in rates("Power").items() if name != "exposure"}
    near = {"adj_patell", "kp", "cda", "portfolio", "rank", "grank_t", "placebo_date"}
    assuming = [rate for name, rate in size.items() if name not in near | {"exposure"}]
    assert (round(min(assuming)), round(max(assuming))) == (42, 52)
    assert round(size["grank_t"]) == 9
    assert (round(min(power[name] for name in near)), round(max(power[name] for name in near))) == (26, 34)
    assert set(size) == set(ASSUMES) - {"jackknife_range"}
