"""Event studies of groups: companies estimated together, tested by themselves and as groups."""

from __future__ import annotations

from dashboard.study.runs.characteristics import betas, segment_columns
from dashboard.study.runs.joining import Market, estimate_portfolios, group_inputs, window_inputs, windows_of
from dashboard.study.runs.study import TABLES, Study, run_study

__all__ = [
    "TABLES",
    "Market",
    "Study",
    "betas",
    "estimate_portfolios",
    "group_inputs",
    "run_study",
    "segment_columns",
    "window_inputs",
    "windows_of",
]
