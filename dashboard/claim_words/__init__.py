"""Claims in words: values with their units, and the reason for each verdict in one sentence."""

from __future__ import annotations

from dashboard.claim_words.reasons import reason
from dashboard.claim_words.values import (
    VERDICT_WORDS,
    claimed_text,
    difference_text,
    figure_text,
    found_text,
    gap_text,
    value_text,
)

__all__ = [
    "VERDICT_WORDS",
    "claimed_text",
    "difference_text",
    "figure_text",
    "found_text",
    "gap_text",
    "reason",
    "value_text",
]
