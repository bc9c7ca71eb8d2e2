"""Claims checked: each computed from stored prices or catalogued figures by a named check, and judged by its rule."""

from __future__ import annotations

from dashboard.study.claims.evidence import Computed, Evidence, Gap, Quantity
from dashboard.study.claims.verdicts import FITTING, VERDICTS, Finding, Reading, Verdict, check_claims

__all__ = [
    "FITTING",
    "VERDICTS",
    "Computed",
    "Evidence",
    "Finding",
    "Gap",
    "Quantity",
    "Reading",
    "Verdict",
    "check_claims",
]
