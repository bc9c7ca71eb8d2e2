"""Colours and type of every figure, light and dark, and the Plotly template made from them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Any, Literal

from dashboard.charts.format import NO_BREAK_SPACE

FONT = "'Source Sans', 'Helvetica Neue', Arial, 'Liberation Sans', sans-serif"
"""The page's own face where it is loaded, else the system's; figures fetch no font."""


@dataclass(frozen=True)
class Theme:
    """The colours of one theme, as "#rrggbb".

    Attributes
    ----------
    name : str
        "light" or "dark".
    page, text, muted, grid, axis : str
        Background, text, small print, faint grid, and the stronger zero line.
    accent, loss, gain : str
        The one accent, and the two colours of sign where segments are not coloured.
    segments : Mapping[str, str]
        Colour of each company segment by its display text.
    neutrals : Mapping[str, str]
        Colour of the series that belong to no company segment (funds, indices, ...).
    """

    name: str
    page: str
    text: str
    muted: str
    grid: str
    axis: str
    accent: str
    loss: str
    gain: str
    segments: Mapping[str, str]
    neutrals: Mapping[str, str]

    def segment(self, name: str) -> str:
        """Return the colour of a segment or kind; one that is not known gets the neutral colour."""
        return self.segments.get(name) or self.neutrals.get(name) or self.neutrals["other"]

    def signed(self, change: float) -> str:
        """Return the loss colour for a fall and the gain colour otherwise."""
        return self.loss if change < 0 else self.gain


LIGHT = Theme(
    name="light",
    page="#ffffff",
    text="#1c2430",
    muted="#5b6675",
    grid="#e9ecf0",
    axis="#8a94a2",
    accent="#0b7285",
    loss="#b3261e",
    gain="#1b5fc1",
    segments=MappingProxyType(
        {
            "chips": "#0b7285",
            "chip making": "#9775fa",
            "servers and networks": "#a61e4d",
            "power producers": "#f76707",
            "grid and cooling": "#5c3c10",
            "platforms": "#212529",
            "software and other": "#0ca678",
        }
    ),
    neutrals=MappingProxyType(
        {
            "fund": "#7c8795",
            "index": "#7c8795",
            "commodity and currency": "#7c8795",
            "share class": "#7c8795",
            "other": "#7c8795",
        }
    ),
)

DARK = Theme(
    name="dark",
    page="#12161c",
    text="#e7ecf2",
    muted="#9aa6b4",
    grid="#242b35",
    axis="#66717f",
    accent="#74c0fc",
    loss="#ff8a80",
    gain="#74a8ff",
    segments=MappingProxyType(
        {
            "chips": "#74c0fc",
            "chip making": "#be4bdb",
            "servers and networks": "#e03131",
            "power producers": "#ff922b",
            "grid and cooling": "#ffe066",
            "platforms": "#adb5bd",
            "software and other": "#0ca678",
        }
    ),
    neutrals=MappingProxyType(
        {
            "fund": "#7d8896",
            "index": "#7d8896",
            "commodity and currency": "#7d8896",
            "share class": "#7d8896",
            "other": "#7d8896",
        }
    ),
)


def _rgb(colour: str) -> tuple[float, float, float]:
    red, green, blue = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    return red, green, blue


def luminance(colour: str) -> float:
    """Return the relative luminance of "#rrggbb", 0 to 1 (WCAG 2.2, definition of relative luminance)."""
    red, green, blue = (
        channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4 for channel in _rgb(colour)
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(first: str, second: str) -> float:
    """Return the contrast ratio of two colours, 1 to 21 (WCAG 2.2, definition of contrast ratio)."""
    darker, lighter = sorted((luminance(first), luminance(second)))
    return (lighter + 0.05) / (darker + 0.05)


@cache
def text_on(colour: str) -> str:
    """Return black or white, whichever reads better on an area of `colour`; one of them always reaches 4.5 : 1."""
    return "#ffffff" if contrast(colour, "#ffffff") >= contrast(colour, "#000000") else "#000000"


def blend(colour: str, ground: str, share: float) -> str:
    """Mix `share` of `colour` into `ground`, channel by channel in sRGB: a tint that needs no transparency."""
    mixed = (share * over + (1 - share) * under for over, under in zip(_rgb(colour), _rgb(ground), strict=True))
    return "#" + "".join(f"{round(channel * 255):02x}" for channel in mixed)


def halo(theme: Theme) -> str:
    """Return a text shadow in the colour of the page, so that no line behind a label runs through its letters."""
    return ", ".join([f"0 0 2px {theme.page}"] * 4)


def segment_words(segments: Iterable[str], theme: Theme) -> str:
    """Return the segment names as small coloured words, to stand in a subtitle in place of a legend.

    Parameters
    ----------
    segments : iterable of str
        Display texts of the segments that the figure shows.
    theme : Theme
        Where the colours are taken from.

    Returns
    -------
    str
        Markup understood by Plotly; each name stays on one line.
    """
    return f"{NO_BREAK_SPACE}· ".join(
        f'<span style="color:{theme.segment(name)};font-weight:600">{name.replace(" ", NO_BREAK_SPACE)}</span>'
        for name in segments
    )


@cache
def base_layout(name: str) -> Mapping[str, Any]:
    """Return the layout that all figures of a theme, by its name, start from; nobody may change it."""
    theme = DARK if name == DARK.name else LIGHT
    return {
        "font": {"family": FONT, "size": 12, "color": theme.text},
        "paper_bgcolor": theme.page,
        "plot_bgcolor": theme.page,
        "showlegend": False,
        "hoverlabel": {
            "bgcolor": theme.page,
            "bordercolor": theme.axis,
            "font": {"color": theme.text, "size": 12, "family": FONT},
            "align": "left",
        },
        "separators": ".,",
    }


@cache
def base_axis(name: str, letter: Literal["x", "y"]) -> Mapping[str, Any]:
    """Return what the axes of a letter start from, in a theme by its name; nobody may change it."""
    theme = DARK if name == DARK.name else LIGHT
    return {
        "gridcolor": theme.grid,
        "linecolor": theme.axis,
        "tickcolor": theme.axis,
        "tickfont": {"color": theme.muted, "size": 12},
        "zeroline": False,
        "showgrid": letter == "y",
        "automargin": False,
    }
