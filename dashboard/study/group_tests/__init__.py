"""Tests of a group of companies around an event, honest about companies that share one date."""

from __future__ import annotations

from dashboard.study.group_tests.correlation import mean_correlation
from dashboard.study.group_tests.exposure import Exposure, daily_slopes, exposure
from dashboard.study.group_tests.inputs import GroupInputs, Outcome, Portfolio, WindowInputs
from dashboard.study.group_tests.nonparametric import share_positive
from dashboard.study.group_tests.parametric import leave_one_out
from dashboard.study.group_tests.placebo import SUMMARIES, Placebo, placebo, pre_event_cars
from dashboard.study.group_tests.table import COLUMNS, DAILY_COLUMNS, STATISTICS, group_daily, group_table, outcomes
from dashboard.study.group_tests.trust import ASSUMES, OVERSTATED, TRUSTED, WEAK, simulated_power, verdict

__all__ = [
    "ASSUMES",
    "COLUMNS",
    "DAILY_COLUMNS",
    "OVERSTATED",
    "STATISTICS",
    "SUMMARIES",
    "TRUSTED",
    "WEAK",
    "Exposure",
    "GroupInputs",
    "Outcome",
    "Placebo",
    "Portfolio",
    "WindowInputs",
    "daily_slopes",
    "exposure",
    "group_daily",
    "group_table",
    "leave_one_out",
    "mean_correlation",
    "outcomes",
    "placebo",
    "pre_event_cars",
    "share_positive",
    "simulated_power",
    "verdict",
]
