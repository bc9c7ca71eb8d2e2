"""Sentences about holdings of one's own: what they lost, whose loss it was, when they were back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from dashboard.charts import format as fmt

WHOLE_DOLLARS = 100_000
"""From this amount on, cents say nothing."""

MILLIONS, BILLIONS = 10_000_000, 1_000_000_000
"""From these amounts on, three figures and a word do."""


def dollars(value: float, sign: bool = False) -> str:
    """Format an amount of US dollars: "$4,548.50", "−$12.40", "+$104,549", "$24.2 bn"; "–" where there is none."""
    if fmt.is_missing(value):
        return fmt.MISSING
    if abs(value) >= BILLIONS:
        return fmt.dollars_bn(value / BILLIONS, sign)
    if abs(value) >= MILLIONS:
        return fmt.dollars_bn(value / 1_000_000, sign).removesuffix("bn") + "m"
    text = f"${abs(value):,.{0 if abs(value) >= WHOLE_DOLLARS else 2}f}"
    if not any(digit in text for digit in "123456789"):
        return text
    return f"{fmt.MINUS if value < 0 else '+' if sign else ''}{text}"


def lost(whole: Mapping[Any, Any], whose: str, when: fmt.Day) -> str:
    """Say what holdings lost: "These holdings lost $4,548.50 on 27 Jan 2025, 17.2 % of their value".

    Parameters
    ----------
    whole : mapping
        Row of the whole: loss (US dollars, NaN where nothing counts) and ret (decimal).
    whose : str
        What the holdings are called, in the plural.
    when : date or ISO text
        The session.
    """
    if fmt.is_missing(whole["loss"]):
        return f"None of {whose[:1].lower()}{whose[1:]} has a close on {fmt.day(when)} and the session before"
    if not whole["loss"]:
        return f"{whose} were worth as much at the close of {fmt.day(when)} as before"
    did = "lost" if whole["loss"] > 0 else "gained"
    return f"{whose} {did} {dollars(abs(whole['loss']))} on {fmt.day(when)}, {fmt.size(whole['ret'])} of their value"


def largest(parts: pd.DataFrame) -> str:
    """Say which holding lost most, and its part of all that was lost (columns name, loss); "" where none lost."""
    losers = parts[parts["loss"] > 0].sort_values("loss", ascending=False, kind="stable")
    if losers.empty:
        return ""
    name, loss = losers["name"].iloc[0], float(losers["loss"].iloc[0])
    if len(losers) == 1:
        return f"{name} lost {dollars(loss)}."
    part = fmt.per_cent(loss / float(losers["loss"].sum()), sign=False)
    return f"{name} lost most, {dollars(loss)}: {part} of what the losers lost."


def back(whole: Mapping[Any, Any], whose: str, base: fmt.Day) -> str:
    """Say when holdings were worth again what they were: "These holdings were back at their value of 24 Jan 2025 ...".

    Parameters
    ----------
    whole : mapping
        Row of the whole: status, sessions, regained_on, low_ret.
    whose : str
        What the holdings are called, in the plural.
    base : date or ISO text
        The session before the event.
    """
    if whole["status"] == "no price":
        return f"There is no path from {fmt.day(base)} on"
    if whole["status"] == "never below":
        return f"{whose} did not fall below their value of {fmt.day(base)} that day"
    if whole["status"] == "open":
        return f"{whose} are not back at their value of {fmt.day(base)} yet"
    after = fmt.counted(int(whole["sessions"]), "session")
    return f"{whose} were back at their value of {fmt.day(base)} after {after}, on {fmt.day(whole['regained_on'])}"
