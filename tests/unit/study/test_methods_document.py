"""docs/methods.md writes down every model and statistic, and the simulated power that the verdicts read."""

from __future__ import annotations

import re

import pytest

from dashboard.settings import PROJECT_ROOT
from dashboard.study.event_study import COVARIANCES, MODELS
from dashboard.study.group_tests import ASSUMES, STATISTICS, SUMMARIES, trust
from dashboard.study.group_tests.power import COMPANIES, CORRELATIONS, POWER, SESSIONS
from dashboard.study.group_tests.trust import FEW_COMPANIES, LONG_WINDOWS

DOCUMENT = (PROJECT_ROOT / "docs" / "methods.md").read_text(encoding="utf-8")
SECTION = DOCUMENT.split("\n## Event studies\n")[1].split("\n## ")[0]
MANY = [f"{companies}, {correlation:g}" for companies in (5, 20, 100) for correlation in CORRELATIONS]
FEW = ["1"] + [f"{companies}, {correlation:g}" for companies in (2, 3) for correlation in CORRELATIONS]
LONG = [f"20, {correlation:g}, {sessions}" for correlation in (0, 0.1) for sessions in SESSIONS[1:]]


def rates(what: str) -> dict[str, dict[str, float]]:
    """Return the tables of the simulation by test and cell, in per cent."""
    found: dict[str, dict[str, float]] = {}
    for table in re.findall(rf"^\| {what} \|.*?\n\n", SECTION, flags=re.MULTILINE | re.DOTALL):
        head, _, *lines = table.strip().splitlines()
        cells = [cell.strip() for cell in head.split("|")[2:-1]]
        for line in lines:
            name, *figures = [cell.strip() for cell in line.split("|")[1:-1]]
            found.setdefault(name.strip("`"), {}).update(zip(cells, map(float, figures), strict=True))
    assert all(list(cells) == MANY + FEW + LONG for cells in found.values())
    return found


def test_models_and_statistics_have_a_row() -> None:
    named = re.findall(r"^\| `([\w-]+)` \|", SECTION, flags=re.MULTILINE)
    assert set(MODELS) | set(STATISTICS) <= set(named)
    assert set(COVARIANCES) - {"classical"} <= set(re.findall(r"`([\w-]+)`", SECTION))


def test_the_placebo_statistics_are_named_in_both_documents() -> None:
    section = SECTION.split("\n### Placebo dates\n")[1].split("\n### ")[0]
    assert set(SUMMARIES) <= set(re.findall(r"`(\w+)`", section))
    commands = (PROJECT_ROOT / "docs" / "commands.md").read_text(encoding="utf-8")
    option = next(line for line in commands.splitlines() if line.startswith("| `--statistic mean`"))
    assert set(SUMMARIES) - {"mean"} == set(re.findall(r"\w+", option.partition("also ")[2]))


def test_the_power_is_the_one_that_verdicts_read() -> None:
    shown = rates("Power")
    assert list(shown) == list(POWER)
    for name, cells in shown.items():
        for cell, figure in cells.items():
            given = [float(part) for part in cell.split(", ")]
            companies, correlation, sessions = given + [0.0, 1.0][len(given) - 1 :]
            place = SESSIONS.index(int(sessions)), COMPANIES.index(int(companies)), CORRELATIONS.index(correlation)
            assert figure == pytest.approx(100 * POWER[name][place], abs=1e-9), (name, cell)


@pytest.mark.parametrize("name", ["adj_patell", "kp", "cda", "portfolio", "rank"])
def test_tests_that_are_said_to_stay_near_five_per_cent_do(name: str) -> None:
    assert max(rates("Size")[name].values()) < 7


@pytest.mark.parametrize("name", ["placebo_date", "exposure"])
def test_placebo_windows_that_overlap_cost_size_only_where_that_is_said(name: str) -> None:
    size = rates("Size")[name]
    assert max(size[cell] for cell in (*MANY, *FEW, "20, 0, 2", "20, 0, 5", "20, 0.1, 2", "20, 0.1, 5")) < 7
    long = [round(size[f"20, {correlation}, {sessions}"]) for correlation in ("0", "0.1") for sessions in (11, 21)]
    assert f"in {min(long)} to {max(long)} of 100" in LONG_WINDOWS[name]


def test_the_notes_on_few_companies_are_what_was_simulated() -> None:
    size = rates("Size")
    for name, correlations in (("grank_t", CORRELATIONS), ("grank_z", CORRELATIONS[:1])):
        said = re.findall(r"(\d+)(?: to (\d+))?(?: of 100 simulated groups)? of (\d+)\b", FEW_COMPANIES[name])
        assert [companies for *_, companies in said][:3] == ["2", "3", "5"]
        for least, most, companies in said[:3]:
            found = [round(size[name][f"{companies}, {correlation:g}"]) for correlation in correlations]
            assert (min(found), max(found)) == (int(least), int(most or least))
        assert size[name][f"{trust.FEW}, 0"] < 7
    assert "where companies correlate by 0.3, 8 of 20" in FEW_COMPANIES["grank_t"]
    assert round(size["grank_t"][f"{trust.FEW}, 0.3"]) == 8
    kept = f"{trust.FEW}, 0", f"{trust.FEW}, {trust.ALIKE}", f"{trust.MANY}, 0.3"
    assert max(size["grank_t"][cell] for cell in kept) < 7


def test_what_is_said_of_twenty_companies_is_in_the_tables() -> None:
    size = {name: row["20, 0.3"] for name, row in rates("Size").items()}
    power = {name: row["20, 0.3"] for name, row in rates("Power").items() if name != "exposure"}
    near = {"adj_patell", "kp", "cda", "portfolio", "rank", "grank_t", "placebo_date"}
    assuming = [rate for name, rate in size.items() if name not in near | {"exposure"}]
    assert (round(min(assuming)), round(max(assuming))) == (41, 51)
    assert round(size["grank_t"]) == 8
    assert (round(min(power[name] for name in near)), round(max(power[name] for name in near))) == (30, 37)
    assert set(size) == set(ASSUMES) - {"jackknife_range"}


def test_what_is_said_of_few_companies_and_long_windows_is_in_the_tables() -> None:
    power = rates("Power")
    assert max(max(row[cell] for cell in FEW) for row in power.values()) < 50
    near = ["adj_patell", "kp", "cda", "portfolio", "rank", "grank_t"]
    assert {round(power[name]["20, 0, 2"] / 25) for name in near} == {3}
    assert max(power[name]["20, 0, 21"] for name in near) < 17
    assert min(power[name]["20, 0, 21"] for name in near) > 10
