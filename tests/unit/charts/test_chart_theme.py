"""Colours: told apart by every reader, legible on the page, and the same in all figures."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from colorspacious import cspace_converter, deltaE

from dashboard.charts.theme import DARK, LIGHT, Theme, base_axis, base_layout, blend, contrast, segment_words, text_on

THEMES = pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)
SIGHTS = ["normal", "protanomaly", "deuteranomaly", "tritanomaly"]


def rgb(colour: str) -> np.ndarray:
    return np.array([int(colour[at : at + 2], 16) for at in (1, 3, 5)]) / 255


def seen(colour: str, sight: str) -> np.ndarray:
    if sight == "normal":
        return rgb(colour)
    space = {"name": "sRGB1+CVD", "cvd_type": sight, "severity": 100}
    return np.clip(cspace_converter(space, "sRGB1")(rgb(colour)), 0, 1)


@THEMES
@pytest.mark.parametrize("sight", SIGHTS)
def test_segments_are_14_units_apart_for_every_sight(theme: Theme, sight: str) -> None:
    for (one, first), (two, second) in combinations(theme.segments.items(), 2):
        distance = deltaE(seen(first, sight), seen(second, sight), input_space="sRGB1", uniform_space="CAM02-UCS")
        assert distance >= 14, f"{one} and {two}: {distance:.1f}"


@THEMES
def test_contrasts_on_the_page(theme: Theme) -> None:
    for name, colour in {**theme.segments, **theme.neutrals}.items():
        assert contrast(colour, theme.page) >= 3, name
    for colour in (theme.text, theme.muted, theme.loss, theme.gain):
        assert contrast(colour, theme.page) >= 4.5, colour
    assert min(contrast(theme.text, theme.page), contrast(theme.muted, theme.page)) >= 5.8


def test_contrast_is_that_of_the_accessibility_guidelines() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.005)
    assert contrast("#ffffff", "#777777") == contrast("#777777", "#ffffff")


@THEMES
def test_text_on_every_segment_reads(theme: Theme) -> None:
    for colour in theme.segments.values():
        assert contrast(text_on(colour), colour) >= 4.5
    assert text_on("#0b7285") == "#ffffff"
    assert text_on("#9775fa") == text_on("#ffe066") == "#000000"


def test_unknown_segments_are_neutral_and_signs_have_their_colour() -> None:
    assert LIGHT.segment("chips") == "#0b7285"
    assert LIGHT.segment("no such segment") == LIGHT.neutrals["other"]
    assert (LIGHT.signed(-0.1), LIGHT.signed(0.1)) == ("#b3261e", "#1b5fc1")


def test_blend_mixes_by_channel() -> None:
    assert blend("#000000", "#ffffff", 0.5) == "#808080"
    assert blend("#0b7285", "#ffffff", 1) == "#0b7285"
    assert blend("#0b7285", "#ffffff", 0) == "#ffffff"


def test_segment_words_are_coloured_and_do_not_break() -> None:
    words = segment_words(["chips", "chip making"], LIGHT)
    assert '<span style="color:#0b7285;font-weight:600">chips</span>' in words
    assert ">chip\u00a0making</span>" in words


@THEMES
def test_every_figure_starts_from_the_theme(theme: Theme) -> None:
    layout, axes = base_layout(theme.name), {letter: base_axis(theme.name, letter) for letter in ("x", "y")}
    assert (layout["paper_bgcolor"], layout["plot_bgcolor"], layout["font"]["color"]) == (
        theme.page, theme.page, theme.text,
    )  # fmt: skip
    assert layout["showlegend"] is False
    assert (axes["x"]["showgrid"], axes["y"]["showgrid"]) == (False, True)
    assert axes["y"]["gridcolor"] == theme.grid
