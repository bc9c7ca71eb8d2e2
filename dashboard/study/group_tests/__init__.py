"""Tests of a group of companies around an event, honest about companies that share one date."""

from __future__ import annotations

from dashboard.study.group_tests.correlation import mean_correlations
from dashboard.study.group_tests.cross_correlation import CrossCorrelation, cross_correlations
from dashboard.study.group_tests.exposure import Exposure, daily_slopes, exposed, exposure, no_slope
from dashboard.study.group_tests.inputs import GroupInputs, Outcome, Portfolio, WindowInputs
from dashboard.study.group_tests.nonparametric import share_positive
from dashboard.study.group_tests.parametric import leave_one_out
from dashboard.study.group_tests.placebo import Placebo, empirical_p, placebo, pre_event_cars, pre_event_sds
from dashboard.study.group_tests.power import simulated_power
from dashboard.study.group_tests.summaries import SUMMARIES
from dashboard.study.group_tests.table import COLUMNS, DAILY_COLUMNS, STATISTICS, group_daily, group_table, outcomes
from dashboard.study.group_tests.trust import ASSUMES, OVERSTATED, TRUSTED, WEAK, remark, verdict

__all__ = [
    "ASSUMES",
    "COLUMNS",
    "DAILY_COLUMNS",
    "OVERSTATED",
    "STATISTICS",
    "SUMMARIES",
    "TRUSTED",
    "WEAK",
    "CrossCorrelation",
    "Exposure",
    "GroupInputs",
    "Outcome",
    "Placebo",
    "Portfolio",
    "WindowInputs",
    "cross_correlations",
    "daily_slopes",
    "empirical_p",
    "exposed",
    "exposure",
    "group_daily",
    "group_table",
    "leave_one_out",
    "mean_correlations",
    "no_slope",
    "outcomes",
    "placebo",
    "pre_event_cars",
    "pre_event_sds",
    "remark",
    "share_positive",
    "simulated_power",
    "verdict",
]
