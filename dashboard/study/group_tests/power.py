"""How often each test finds an effect of 2 %, as benchmarks/size_power.py simulated it."""

from __future__ import annotations

from collections.abc import Mapping

COMPANIES = (5, 20, 100)
"""Numbers of companies simulated: the rows of each test."""

CORRELATIONS = (0.0, 0.1, 0.3)
"""Mean correlations simulated: the columns."""

POWER: Mapping[str, tuple[tuple[float, ...], ...]] = {
    "cross_sectional": ((0.324, 0.365, 0.450), (0.947, 0.877, 0.801), (1.000, 0.990, 0.925)),
    "patell": ((0.501, 0.505, 0.504), (0.978, 0.884, 0.768), (1.000, 0.990, 0.910)),
    "adj_patell": ((0.499, 0.390, 0.270), (0.977, 0.659, 0.311), (1.000, 0.771, 0.366)),
    "bmp": ((0.322, 0.358, 0.448), (0.950, 0.875, 0.802), (1.000, 0.990, 0.925)),
    "kp": ((0.323, 0.261, 0.187), (0.952, 0.607, 0.257), (1.000, 0.766, 0.357)),
    "cda": ((0.499, 0.396, 0.268), (0.977, 0.658, 0.313), (1.000, 0.773, 0.367)),
    "portfolio": ((0.494, 0.393, 0.265), (0.977, 0.651, 0.307), (1.000, 0.768, 0.365)),
    "rank": ((0.452, 0.338, 0.224), (0.958, 0.637, 0.268), (1.000, 0.760, 0.331)),
    "grank_t": ((0.497, 0.425, 0.342), (0.947, 0.650, 0.337), (1.000, 0.774, 0.405)),
    "grank_z": ((0.506, 0.546, 0.574), (0.953, 0.885, 0.809), (1.000, 0.988, 0.922)),
    "sign": ((0.000, 0.000, 0.000), (0.839, 0.783, 0.730), (1.000, 0.979, 0.905)),
    "cowan": ((0.351, 0.393, 0.456), (0.839, 0.783, 0.730), (1.000, 0.981, 0.911)),
    "wilcoxon": ((0.000, 0.000, 0.000), (0.938, 0.871, 0.797), (1.000, 0.987, 0.921)),
    "skewness_adjusted": ((0.307, 0.341, 0.360), (0.948, 0.871, 0.801), (1.000, 0.990, 0.925)),
    "sign_flip": ((0.000, 0.000, 0.000), (0.949, 0.877, 0.803), (1.000, 0.990, 0.924)),
    "placebo_date": ((0.490, 0.377, 0.261), (0.976, 0.637, 0.300), (1.000, 0.760, 0.353)),
    "exposure": ((0.504, 0.526, 0.651), (0.982, 0.987, 0.995), (1.000, 1.000, 1.000)),
}
"""Share of 1,000 panels on which the test rejects at 5 %, residuals having a daily spread of 2.25 %.

A test that assumes independence seems to gain from correlation here: it rejects as often without any effect.
"""
