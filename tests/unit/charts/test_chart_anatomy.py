"""Title, source and margins of every figure, and the buttons that it keeps."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest

from dashboard.charts import CONFIG, LIGHT, PHONE, alt_text
from dashboard.charts.anatomy import Draft, finish, lead, listed, plan
from dashboard.charts.axes import date_axis, log_ticks, number_ticks, value_ticks
from dashboard.charts.format import dollars_bn
from dashboard.charts.labels import text_width


def test_every_part_has_its_own_room() -> None:
    layout = plan(title="T", subtitle="s", source="src", width=520, height=460, left=40, right=60, head=15, foot=44)
    assert (layout.top, layout.bottom) == (6 + 23 + 18 + 12 + 15, 44 + 15 + 8)
    assert layout.plot_height == 460 - layout.top - layout.bottom
    assert layout.plot_width == 420
    fig = finish(Draft([], {}), layout, theme=LIGHT, alt="What it shows.")
    title, subtitle, source = fig.layout.annotations
    assert [note.text for note in (title, subtitle, source)] == ["<b>T</b>", "s", "src"]
    assert title.yshift >= subtitle.yshift + 18
    assert subtitle.yshift >= 15
    assert source.yshift <= -44
    assert {note.xshift for note in (title, subtitle, source)} == {-40}
    assert (source.font.size, source.font.color) == (11, LIGHT.muted)
    assert alt_text(fig) == "What it shows."


def test_empty_texts_take_no_room() -> None:
    layout = plan(title="", subtitle="", source="", width=520, plot_height=200)
    assert layout.top == 18
    assert layout.plot_height == 200
    assert finish(Draft([], {}), layout, theme=LIGHT, alt="").layout.annotations == ()


def test_a_title_leads_the_text_alternative() -> None:
    assert lead('<span style="color:#fff">A</span> finding.') == "A finding. "
    assert lead("") == ""


def test_only_the_picture_button_is_kept() -> None:
    assert CONFIG["displaylogo"] is False
    assert CONFIG["showSendToCloud"] is False
    assert "toImage" not in CONFIG["modeBarButtonsToRemove"]
    assert CONFIG["toImageButtonOptions"] == {"format": "png", "scale": 2}


def test_round_ticks() -> None:
    ticks = value_ticks(-1370, 0, 4, dollars_bn)
    assert ticks["tickvals"] == pytest.approx([-1000, -500, 0])
    assert ticks["ticktext"] == ["−$1,000\u202fbn", "−$500\u202fbn", "$0\u202fbn"]
    assert log_ticks(1, 1000)["tickvals"] == pytest.approx([1, 2, 5, 10, 20, 50, 100, 200, 500, 1000])


def test_date_labels_follow_the_width_and_never_repeat_a_day() -> None:
    january, april = dt.date(2025, 1, 24), dt.date(2025, 4, 1)
    assert [date_axis(january, april, width)["nticks"] for width in (200, 500, 2000)] == [4, 5, 8]
    short = date_axis(january, dt.date(2025, 1, 27), 500)
    assert short["dtick"] == 24 * 60 * 60 * 1000
    assert "nticks" not in short
    assert short["range"] == ["2025-01-24", "2025-01-27"]


@pytest.mark.parametrize(
    ("low", "high", "most", "form"),
    [
        (98.7, 101.5, 6, ",.1f"),  # steps of 0.5
        (99.9, 100.1, 6, ",.2f"),  # steps of 0.05
        (50, 200, 7, ",.0f"),
        (0, 6, 6, ",.0f"),  # steps of 1
        (5, 5, 6, ",.1f"),
    ],
)
def test_all_labels_of_an_axis_have_as_many_decimals(low: float, high: float, most: int, form: str) -> None:
    assert number_ticks(low, high, most) == {"nticks": most, "tickformat": form}


def test_no_title_reaches_below_the_buttons_of_a_figure() -> None:
    title = "Alphabet rose most, by 56.3 %, Oracle least, by 6.2 %, 24 Jan – 31 Dec 2025"
    lines = plan(title=title, subtitle="", source="", width=PHONE, height=400).title
    assert max(text_width(line, 17, bold=True) for line in lines) <= PHONE - 56


def test_figures_in_lists_have_seven_digits_and_no_nan() -> None:
    single = np.array([[0.1, -13.246], [np.nan, 0.0]], dtype=np.float32)
    assert listed(single) == [[0.1, -13.246], [None, 0.0]]
    assert listed(np.array([1e-7, 123456.789], dtype=np.float32)) == [1e-07, 123456.8]
    assert listed(np.array([0.1 + 0.2])) == [0.1 + 0.2]
    assert listed(np.array([1_685_577_600_000])) == [1_685_577_600_000]
