"""The row of large figures at the top of a page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
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
    help : str
        One line that says how the figure is made, shown at its question mark; at most 25 words.
    """

    label: str
    value: str
    note: str = ""
    direction: Literal["fall", "rise", "none"] = "none"
    help: str = field(kw_only=True)


def direction(change: float) -> Literal["fall", "rise", "none"]:
    """Return the direction of a change; none for zero and for a missing figure."""
    return "fall" if change < 0 else "rise" if change > 0 else "none"


def key_figures(figures: Sequence[KeyFigure]) -> None:
    """Draw figures beside each other; on a phone two to a row."""
    cards = "".join(_card(figure) for figure in figures)
    st.html(f"<div class='key-figures'>{cards}</div>")


def _card(figure: KeyFigure) -> str:
    """Return one figure as HTML.

    The question mark takes the focus, so that the line shows at a pointer, a key and a finger alike, and holds it as
    text, so that it is read out.
    """
    look = theme()
    colour = {"fall": look.loss, "rise": look.gain, "none": "inherit"}[figure.direction]
    tip = (
        f"<span class='key-help' tabindex='0' role='note'><span aria-hidden='true'>?</span>"
        f"<span class='key-tip' style='background:{look.text};color:{look.page}'>{escape(figure.help)}</span></span>"
    )
    return (
        f"<div class='key-figure'><div class='key-label'><span>{escape(figure.label)}</span> {tip}</div>"
        f"<div class='key-value' style='color:{colour}'>{escape(figure.value)}</div>"
        f"<div class='key-note'>{escape(figure.note)}</div></div>"
    )
