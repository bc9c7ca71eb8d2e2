"""How often each group test rejects at 5 %, with no effect and with one of 2 %, on panels with a known common shock."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from dashboard.study.group_tests import (
    STATISTICS,
    GroupInputs,
    Portfolio,
    WindowInputs,
    exposure,
    outcomes,
)
from dashboard.study.group_tests.power import COMPANIES, CORRELATIONS

DRAWS = 1_000
SEED = 20250127
LEVEL = 0.05
EFFECT = -0.02
ESTIMATION = 250
SPREAD = 0.0225
"""Standard deviation of a daily residual: the median of the 51 companies of the universe over 2024."""

MARKET_SPREAD = 0.01
FLIPS = 999
TESTS = tuple(name for name in STATISTICS if name != "jackknife_range")

Floats = NDArray[np.float64]
Rates = dict[str, dict[tuple[int, float], float]]


def main() -> int:
    """Run the simulation that the command line asks for and print its tables."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.size_power", description=__doc__)
    parser.add_argument("--draws", type=int, default=DRAWS, help="panels a cell (default: %(default)s)")
    parser.add_argument("--constant", action="store_true", help="also print the table that the trust verdicts read")
    asked = parser.parse_args()
    if asked.draws < 1:
        parser.error(f"{asked.draws} draws simulate nothing; give 1 or more")
    size, power = simulate(asked.draws)
    print(as_table(f"Size: rejections at 5 %, no effect, {asked.draws} draws", size, asked.draws))
    print(as_table(f"Power: rejections at 5 %, effect of 2 %, {asked.draws} draws", power, asked.draws))
    if asked.constant:
        print(as_constant(power))
    return 0


def simulate(draws: int) -> tuple[Rates, Rates]:
    """Return rejection rates by test and (companies, rbar): with no effect, and with one.

    Every panel has a market model's 250 estimation days and one event day. Residuals are normal with a spread of 2.25 %
    and share a common shock that makes each pair's correlation rbar, on the event day too. The effect is a fall of
    2 % for every company; for the exposure regression, of 2 % for each standard deviation of the exposure.
    """
    size: Rates = {name: {} for name in TESTS}
    power: Rates = {name: {} for name in TESTS}
    for companies in COMPANIES:
        for rbar in CORRELATIONS:
            print(f"simulating {companies} companies, rbar {rbar} ...", file=sys.stderr)
            random = np.random.default_rng([SEED, companies, round(100 * rbar)])
            found = np.array([_draw(random, companies, rbar, seed) for seed in range(draws)])
            for column, name in enumerate(TESTS):
                size[name][companies, rbar], power[name][companies, rbar] = found[:, :, column].mean(axis=0)
    return size, power


def _draw(random: np.random.Generator, companies: int, rbar: float, seed: int) -> NDArray[np.bool_]:
    """Say which tests reject on one panel, shape (2, tests): with no effect, and with one."""
    shock, own = random.normal(size=(ESTIMATION + 1, 1)), random.normal(size=(ESTIMATION + 1, companies))
    market = random.normal(0, MARKET_SPREAD, ESTIMATION + 1)
    noise = SPREAD * (np.sqrt(rbar) * shock + np.sqrt(1 - rbar) * own)
    inputs, window = _estimate(market[:, None] + noise, market)
    trait = random.permutation(np.linspace(-1, 1, companies))
    trait /= trait.std()
    falls = (np.zeros(companies), np.full(companies, EFFECT))
    tilts = (np.zeros(companies), EFFECT * trait)
    rejected = []
    for fall, tilt in zip(falls, tilts, strict=True):
        shifted = _shift(window, fall)
        p = {name: outcome.p for name, outcome in outcomes(inputs, shifted, flips=FLIPS, seed=seed).items()}
        p["exposure"] = exposure(inputs, window.abnormal + tilt, trait).p[0, 0]
        rejected.append([p[name] <= LEVEL for name in TESTS])
    return np.array(rejected)


def _estimate(returns: Floats, market: Floats) -> tuple[GroupInputs, WindowInputs]:
    """Fit the market model of all companies at once and predict the last day."""
    design = np.column_stack([np.ones(len(market)), market])
    past, today = design[:-1], design[-1]
    inverse = np.linalg.inv(past.T @ past)
    coefficients = inverse @ past.T @ returns[:-1]
    residuals = returns[:-1] - past @ coefficients
    leverage = np.broadcast_to(((past @ inverse) * past).sum(axis=1)[:, None], residuals.shape)
    df = len(past) - 2
    sigma = np.sqrt((residuals**2).sum(axis=0) / df)
    reach = float(np.sqrt(1 + today @ inverse @ today))
    abnormal = (returns[-1] - today @ coefficients)[None, :]
    # Everybody is present, so the portfolio's residual is the mean of the residuals.
    whole = float(np.sqrt((residuals.mean(axis=1) ** 2).sum() / df)) * reach
    portfolio = Portfolio(float(abnormal.mean()), whole, df)
    n_obs = np.full(returns.shape[1], len(past))
    return GroupInputs(residuals, leverage, sigma, n_obs, 2), WindowInputs(
        abnormal, abnormal[0], sigma * reach, portfolio
    )


def _shift(window: WindowInputs, effect: Floats) -> WindowInputs:
    """Add an effect to the event day."""
    one = window.portfolio
    assert one is not None
    return WindowInputs(
        window.abnormal + effect, window.car + effect, window.car_sd, replace(one, car=one.car + float(effect.mean()))
    )


def as_table(title: str, rates: Rates, draws: int) -> str:
    """Lay rejection rates out in per cent as Markdown, with the largest and a 5 % rate's Monte Carlo error."""
    cells = [(companies, rbar) for companies in COMPANIES for rbar in CORRELATIONS]
    head = " | ".join(f"{companies}, {rbar:g}" for companies, rbar in cells)
    lines = [f"\n{title}\n", f"| N, rbar | {head} |", "| --- |" + " --: |" * len(cells)]
    lines += [
        f"| {name} | " + " | ".join(f"{100 * by_cell[cell]:.1f}" for cell in cells) + " |"
        for name, by_cell in rates.items()
    ]
    at_level, at_half = (100 * np.sqrt(rate * (1 - rate) / draws) for rate in (LEVEL, 0.5))
    lines.append(f"\nMonte Carlo standard error: {at_level:.1f} points at a rate of 5 %, {at_half:.1f} at 50 %.")
    return "\n".join(lines)


def as_constant(power: Mapping[str, Mapping[tuple[int, float], float]]) -> str:
    """Write the power table as dashboard/study/group_tests/power.py holds it."""
    lines = ["", "POWER: Mapping[str, tuple[tuple[float, ...], ...]] = {"]
    for name, by_cell in power.items():
        rows = (", ".join(f"{by_cell[companies, rbar]:.3f}" for rbar in CORRELATIONS) for companies in COMPANIES)
        lines.append(f'    "{name}": (' + ", ".join(f"({row})" for row in rows) + "),")
    return "\n".join([*lines, "}"])


if __name__ == "__main__":
    sys.exit(main())
