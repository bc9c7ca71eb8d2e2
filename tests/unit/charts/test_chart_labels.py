"""Breaking, shortening and spreading of labels."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.charts.labels import fit, spread, text_width, wrap

FLOATS = st.floats(0, 400, allow_nan=False)


def test_markup_has_no_width() -> None:
    assert text_width("<b>NVIDIA</b>", 12) == text_width("NVIDIA", 12)
    assert text_width("NVIDIA", 24) == pytest.approx(2 * text_width("NVIDIA", 12))


def test_lines_break_at_spaces_and_stay_within_the_width() -> None:
    text = "Credo and Vertiv fell furthest, by 30.9\u202f% and 29.9\u202f%"
    lines = wrap(text, 17, 200, bold=True)
    assert " ".join(lines) == text
    assert len(lines) == 3
    assert all(text_width(line, 17, bold=True) <= 200 for line in lines)
    assert not any(line.startswith("%") for line in lines)


def test_tags_are_not_broken() -> None:
    marked = '<span style="color:#0b7285;font-weight:600">chips</span>'
    assert wrap(f"Close {marked}", 13, 20) == ["Close", marked]
    assert wrap("", 13, 100) == []


def test_names_are_cut_only_where_they_must_be() -> None:
    assert fit("NVIDIA", 12, 100) == "NVIDIA"
    short = fit("Constellation Energy", 12, 80)
    assert short.endswith("…")
    assert "Constellation Energy".startswith(short[:-1])
    assert text_width(short, 12) <= 80


def test_two_labels_on_one_spot_move_apart_equally() -> None:
    assert spread([100, 100], 14, 0, 300) == [93, 107]
    assert spread([0, 0, 200], 14, 0, 300) == [0, 14, 200]
    assert spread([300, 300], 14, 0, 300) == [286, 300]
    assert spread([], 14, 0, 300) == []


@given(st.lists(FLOATS, min_size=1, max_size=20))
def test_spread_labels_keep_order_distance_and_bounds(wanted: list[float]) -> None:
    placed = spread(wanted, 15, 0, 400)
    assert all(-1e-9 <= at <= 400 + 1e-9 for at in placed)
    ordered = [placed[at] for at in sorted(range(len(wanted)), key=lambda at: wanted[at])]
    assert all(after - before >= 15 - 1e-9 for before, after in pairwise(ordered))


@given(st.lists(st.integers(0, 20), min_size=1, max_size=10, unique=True))
def test_labels_that_fit_stay_where_they_are(steps: list[int]) -> None:
    wanted = [20.0 * step for step in steps]
    assert spread(wanted, 15, 0, 400) == pytest.approx(wanted)
