"""Event studies of groups: companies estimated together, tested by themselves and as groups."""

from __future__ import annotations

from dashboard.study.runs.characteristics import betas, segment_columns
from dashboard.study.runs.joining import Market
from dashboard.study.runs.running import run_study
from dashboard.study.runs.study import TABLES, Study

__all__ = [
    "TABLES",
    "Market",
    "Study",
    "betas",
    "run_study",
    "segment_columns",
]
