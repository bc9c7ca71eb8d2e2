"""How often each group test rejects at 5 %, with no effect and with one of 2 %, on panels with a known common shock."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from dashboard.study.group_tests import (
    STATISTICS,
    CrossCorrelation,
    GroupInputs,
    Portfolio,
    WindowInputs,
    cross_correlations,
    exposure,
    outcomes,
)
from dashboard.study.group_tests.power import COMPANIES, CORRELATIONS, EFFECT, SESSIONS, SPREAD

DRAWS = 1_000
SEED = 20250127
LEVEL = 0.05
ESTIMATION = 250
MARKET_SPREAD = 0.01
FLIPS = 999
TESTS = tuple(name for name in STATISTICS if name != "jackknife_range")

Floats = NDArray[np.float64]
Cell = tuple[int, float, int]
"""Companies, mean correlation and sessions of the window."""
Rates = dict[str, dict[Cell, float]]

ONE_DAY = tuple((companies, rbar, 1) for companies in (5, 20, 100) for rbar in CORRELATIONS)
FEW = ((1, 0.0, 1), *((companies, rbar, 1) for companies in (2, 3) for rbar in CORRELATIONS))
LONGER = tuple((20, rbar, sessions) for rbar in (0.0, 0.1) for sessions in SESSIONS[1:])
TABLES = (("one session", ONE_DAY), ("one session, few companies", FEW), ("20 companies, longer windows", LONGER))
"""What is printed of the cells that are simulated, all of which --constant prints."""


def main() -> int:
    """Run the simulation that the command line asks for and print its tables."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.size_power", description=__doc__)
    parser.add_argument("--draws", type=int, default=DRAWS, help="panels a cell (default: %(default)s)")
    parser.add_argument("--constant", action="store_true", help="also print the figures that the trust verdicts read")
    asked = parser.parse_args()
    if asked.draws < 1:
        parser.error(f"{asked.draws} draws simulate nothing; give 1 or more")
    size, power = simulate(asked.draws)
    for words, cells in TABLES:
        print(as_table(f"Size: rejections at 5 %, no effect, {words}, {asked.draws} draws", size, cells))
        print(as_table(f"Power: rejections at 5 %, effect of 2 %, {words}, {asked.draws} draws", power, cells))
    at_level, at_half = (100 * np.sqrt(rate * (1 - rate) / asked.draws) for rate in (LEVEL, 0.5))
    print(f"\nMonte Carlo standard error: {at_level:.1f} points at a rate of 5 %, {at_half:.1f} at 50 %.")
    if asked.constant:
        print(as_constant(power))
    return 0


def simulate(draws: int) -> tuple[Rates, Rates]:
    """Return rejection rates by test and (companies, rbar, sessions): with no effect, and with one.

    Every panel has a market model's 250 estimation days and the days of the longest event window, of which each window
    takes the first. Residuals are normal with a spread of 2.25 % and share a common shock that makes each pair's
    correlation rbar, on event days too. The effect is a fall of 2 % for every company over the window, in equal parts
    on its days; for the exposure regression, of 2 % for each standard deviation of the exposure.
    """
    size: Rates = {name: {} for name in TESTS}
    power: Rates = {name: {} for name in TESTS}
    for companies in COMPANIES:
        for rbar in CORRELATIONS if companies > 1 else CORRELATIONS[:1]:
            print(f"simulating {companies} companies, rbar {rbar} ...", file=sys.stderr)
            random = np.random.default_rng([SEED, companies, round(100 * rbar)])
            found = np.array([_draw(random, companies, rbar, seed) for seed in range(draws)]).mean(axis=0)
            for row, sessions in enumerate(SESSIONS):
                cell = companies, rbar, sessions
                for column, name in enumerate(TESTS):
                    size[name][cell], power[name][cell] = found[row, :, column]
    return size, power


def _draw(random: np.random.Generator, companies: int, rbar: float, seed: int) -> NDArray[np.bool_]:
    """Say which tests reject on one panel, shape (windows, 2, tests): with no effect, and with one."""
    days = ESTIMATION + max(SESSIONS)
    shock, own = random.normal(size=(days, 1)), random.normal(size=(days, companies))
    market = random.normal(0, MARKET_SPREAD, days)
    noise = SPREAD * (np.sqrt(rbar) * shock + np.sqrt(1 - rbar) * own)
    inputs, windows = _estimate(market[:, None] + noise, market)
    trait = random.permutation(np.linspace(-1, 1, companies))
    trait /= trait.std() if companies > 1 else 1.0
    together = cross_correlations(inputs, windows)
    return np.array(
        [_rejected(inputs, window, one, trait, seed) for window, one in zip(windows, together, strict=True)]
    )


def _rejected(
    inputs: GroupInputs, window: WindowInputs, together: CrossCorrelation, trait: Floats, seed: int
) -> list[list[bool]]:
    """Say which tests reject in one window, with no effect and with one."""
    tilted = np.array([window.car, window.car + EFFECT * trait])
    slopes = exposure(inputs, tilted, trait, sessions=window.sessions).p[:, 0]
    rejected = []
    for fall, slope in zip((0.0, EFFECT), slopes, strict=True):
        found = outcomes(inputs, _shift(window, fall), together=together, flips=FLIPS, seed=seed)
        p = {name: outcome.p for name, outcome in found.items()} | {"exposure": slope}
        rejected.append([bool(p[name] <= LEVEL) for name in TESTS])
    return rejected


def _estimate(returns: Floats, market: Floats) -> tuple[GroupInputs, list[WindowInputs]]:
    """Fit the market model of all companies at once and predict the days after, for every length of window."""
    design = np.column_stack([np.ones(len(market)), market])
    past, ahead = design[:ESTIMATION], design[ESTIMATION:]
    inverse = np.linalg.inv(past.T @ past)
    coefficients = inverse @ past.T @ returns[:ESTIMATION]
    residuals = returns[:ESTIMATION] - past @ coefficients
    leverage = np.broadcast_to(((past @ inverse) * past).sum(axis=1)[:, None], residuals.shape)
    df = ESTIMATION - 2
    sigma = np.sqrt((residuals**2).sum(axis=0) / df)
    # Everybody is present, so the portfolio's residual is the mean of the residuals.
    whole = float(np.sqrt((residuals.mean(axis=1) ** 2).sum() / df))
    abnormal = returns[ESTIMATION:] - ahead @ coefficients
    windows = []
    for sessions in SESSIONS:
        days = abnormal[:sessions]
        total = ahead[:sessions].sum(axis=0)
        reach = float(np.sqrt(sessions + total @ inverse @ total))
        car = days.sum(axis=0)
        windows.append(WindowInputs(days, car, sigma * reach, Portfolio(float(car.mean()), whole * reach, df)))
    return GroupInputs(residuals, leverage, sigma, np.full(returns.shape[1], ESTIMATION), 2), windows


def _shift(window: WindowInputs, effect: float) -> WindowInputs:
    """Add an effect to the CAR of every company, in equal parts to the days of the window."""
    one = window.portfolio
    assert one is not None
    return WindowInputs(
        window.abnormal + effect / window.sessions,
        window.car + effect,
        window.car_sd,
        replace(one, car=one.car + effect),
    )


def as_table(title: str, rates: Rates, cells: Sequence[Cell]) -> str:
    """Lay rejection rates out in per cent as Markdown; columns are companies, rbar and, beyond one, sessions."""
    head = " | ".join(heading(cell) for cell in cells)
    lines = [f"\n{title}\n", f"| N, rbar | {head} |", "| --- |" + " --: |" * len(cells)]
    lines += [
        f"| `{name}` | " + " | ".join(f"{100 * by_cell[cell]:.1f}" for cell in cells) + " |"
        for name, by_cell in rates.items()
    ]
    return "\n".join(lines)


def heading(cell: Cell) -> str:
    """Name a cell as the tables do."""
    companies, rbar, sessions = cell
    parts = [str(companies)] + [f"{rbar:g}"] * (companies > 1) + [str(sessions)] * (sessions > 1)
    return ", ".join(parts)


def as_constant(power: Rates) -> str:
    """Write the power as dashboard/study/group_tests/power.py holds it, in parts of a thousand."""
    lines = ["", "_SIMULATED = {"]
    for name, by_cell in power.items():
        lines.append(f'    "{name}": """')
        for sessions in SESSIONS:
            rates = (rate for (_, _, of), rate in by_cell.items() if of == sessions)
            lines.append("        " + " ".join(f"{1000 * rate:4.0f}" for rate in rates))
        lines.append('    """,')
    return "\n".join([*lines, "}"])


if __name__ == "__main__":
    sys.exit(main())
