"""The sign-flip permutation test of a mean."""

from __future__ import annotations

import numpy as np

from dashboard.study.group_tests.inputs import Floats, Outcome
from dashboard.study.group_tests.parametric import too_few

EXACT_UP_TO = 18
"""Companies up to which all 2^N patterns of signs are taken."""

FLIPS = 9_999
"""Random patterns beyond that, unless the caller asks for others."""

CELLS = 4_000_000
"""Signs held at one time."""

ROUNDING = 1e-12
"""Relative slack within which a flipped sum equals the observed one: the order of adding must not matter."""


def sign_flip(car: Floats, *, flips: int = FLIPS, seed: int = 7) -> Outcome:
    """Test that CARs are symmetric about zero by turning their signs.

    Parameters
    ----------
    car : ndarray, shape (N,)
        Without NaN.
    flips : int
        Random patterns for more than 18 companies; up to 18 all patterns are taken. 0 leaves the test out there.
    seed : int
        Start of the random numbers: the same one gives the same p.

    Returns
    -------
    Outcome
        The mean CAR; p is the share of patterns with a mean at least as far from zero, exactly, or
        (1 + such patterns) / (1 + flips).
    """
    number = len(car)
    if not number:
        return Outcome(note=too_few(1))
    mean = float(car.mean())
    least = abs(float(car.sum())) * (1 - ROUNDING)
    if number <= EXACT_UP_TO:
        half = number // 2
        sums = np.add.outer(_all_sums(car[:half]), _all_sums(car[half:]))
        return Outcome(mean, p=float((np.abs(sums) >= least).mean()), note=f"all {2**number:,} patterns of signs")
    if not flips:
        return Outcome(note="left out: no flips were asked for")
    random = np.random.default_rng(seed)
    reached = 0
    done = 0
    # Random bytes come four at a time: whole fours make the patterns independent of how many are held at once.
    held = max(CELLS // number // 4 * 4, 4)
    while done < flips:
        patterns = min(flips - done, held)
        bits = np.frombuffer(random.bytes(patterns * (-(-number // 8))), dtype=np.uint8).reshape(patterns, -1)
        turned = np.unpackbits(bits, axis=1, count=number).astype(np.float64) @ car
        # A pattern with the set bits turned positive: what is positive less what is not.
        reached += int((np.abs(2 * turned - car.sum()) >= least).sum())
        done += patterns
    return Outcome(mean, p=(1 + reached) / (1 + flips), note=f"{flips:,} random patterns of signs, seed {seed}")


def _all_sums(values: Floats) -> Floats:
    """Return the sums under all 2^n patterns of signs."""
    sums = np.zeros(1)
    for value in values:
        sums = np.concatenate([sums + value, sums - value])
    return sums
