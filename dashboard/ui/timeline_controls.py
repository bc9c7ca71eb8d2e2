"""The controls of the timeline: dating basis, scale, whose and which events, and the day on which prices are 100."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import pandas as pd
import streamlit as st

from dashboard.prices import PricePanel
from dashboard.ui import bound, dating
from dashboard.ui.controls import Controls
from dashboard.ui.table_columns import KINDS

BASE = {"before": "Close before the event", "first": "First day of the range", "day": "Any day"}


@dataclass(frozen=True)
class TimelineControls:
    """What the reader chose.

    Attributes
    ----------
    basis : str
        A key of `dating.BASES`.
    log : bool
        The price axis is logarithmic.
    organisations, kinds : tuple of str
        Empty for all of them.
    day : date
        Its close is 100; where it is no session, that of the session before it, or after it with `forward`.
    forward : bool
        The day is the first of the range.
    """

    basis: str
    log: bool
    organisations: tuple[str, ...]
    kinds: tuple[str, ...]
    day: dt.date
    forward: bool

    def fitting(self, events: pd.DataFrame) -> pd.DataFrame:
        """Return the rows of `tables.events` of the chosen organisations and kinds."""
        for column, wanted in (("organisation", self.organisations), ("kind", self.kinds or tuple(KINDS))):
            events = events[events[column].isin(wanted)] if wanted else events
        return events


def choose_timeline(chosen: Controls, panel: PricePanel, organisations: list[str]) -> TimelineControls:
    """Draw the controls in two rows and return their values; `organisations` are those on offer."""
    left, right = st.columns([3, 2])
    with left:
        basis = bound.choose("Dating basis", "basis", dating.BASES, "launch", help="Which date of an event counts.")
    with right:
        scale = bound.choose(
            "Scale", "scale", {"linear": "Linear", "log": "Logarithmic"}, "linear",
            help="On a logarithmic scale, equal steps are equal percentages.",
        )  # fmt: skip
    left, middle, right = st.columns(3)
    with left:
        whose = bound.choose_several_quietly(
            "Organisations", "org", {name: name for name in organisations}, kind="list",
            all_of="all organisations", help="Whose events are shown; without a choice, everyone’s.",
        )  # fmt: skip
    with middle:
        kinds = bound.choose_several_quietly(
            "Kinds", "kind", KINDS, kind="list", all_of="all kinds",
            help="Which kinds of event are shown; without a choice, all.",
        )  # fmt: skip
    with right:
        based = bound.choose(
            "Prices are 100 on", "base", BASE, "before", kind="list",
            help="The close at which every price line stands at 100.",
        )  # fmt: skip
        day = chosen.session_before if based == "before" else chosen.start
        if based == "day":
            day = bound.choose_day_quietly(
                "Base day", "baseday", chosen.session_before, panel.first, panel.last,
                "The close of this day, or of the last session before it, is 100.",
            )  # fmt: skip
    bound.tell_ignored(["org", "kind", "baseday"])
    return TimelineControls(basis, scale == "log", whose, kinds, day, forward=based == "first")
