"""The row of large figures at the top of a page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Literal

import streamlit as st

from dashboard.ui.page import theme


@dataclass(frozen=True)
class KeyFigure:
    """One large figure.

    Attributes
    ----------
    label : str
        What it is, a few words.
    value : str
        The figure as the reader sees it, with its sign and unit.
    note : str
        One line below it.
    direction : {"fall", "rise", "none"}
        Which colour it takes.
    """

    label: str
    value: str
    note: str = ""
    direction: Literal["fall", "rise", "none"] = "none"


def direction(change: float) -> Literal["fall", "rise", "none"]:
    """Return the direction of a change; none for zero and for a missing figure."""
    return "fall" if change < 0 else "rise" if change > 0 else "none"


def key_figures(figures: Sequence[KeyFigure]) -> None:
    """Draw figures beside each other; on a phone two to a row."""
    colours = {"fall": theme().loss, "rise": theme().gain, "none": "inherit"}
    cards = "".join(
        f"<div class='key-figure'><div class='key-label'>{escape(figure.label)}</div>"
        f"<div class='key-value' style='color:{colours[figure.direction]}'>{escape(figure.value)}</div>"
        f"<div class='key-note'>{escape(figure.note)}</div></div>"
        for figure in figures
    )
    st.html(f"<div class='key-figures'>{cards}</div>")
