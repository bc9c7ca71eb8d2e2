"""The page on drawdowns, as a reader sees it."""

from __future__ import annotations

import json
from typing import Any

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from tests.support.pages import open_page

NBSP = "\u202f"


def sections(session: AppTest) -> list[str]:
    return [heading.value.replace("\\", "") for heading in session.subheader]


def sheets(session: AppTest) -> list[pd.DataFrame]:
    return [table.value for table in session.dataframe]


def test_the_default_view() -> None:
    session = open_page("drawdowns")
    assert (
        session.title[0].value
        == f"Super Micro fell 84.8{NBSP}% below its high, and 19 of 51 companies lost half or more"
    )
    assert sections(session) == [
        "11 of 51 companies have not recovered from their worst drawdown",
        f"Super Micro ended 75.4{NBSP}% below its high, the furthest; none of 51 ended at its own",
        f"Marvell fell as far as 60.2{NBSP}% below the close of 24 Jan 2025 and alone is not back yet",
    ]
    episodes, now, around = sheets(session)
    assert (len(episodes), len(now), len(around)) == (153, 51, 51)
    chart = session.get("plotly_chart")[0].proto.alt
    assert chart.startswith("25 of 51 companies were furthest below their high on 4 Apr 2025.")


def test_one_company_to_the_cent() -> None:
    # Closes: 149.43 on 6 Jan 2025, 94.31 on 4 Apr, 207.04 on 29 Oct, 186.50 on 31 Dec; 24.49 bn shares.
    session = open_page("drawdowns", co="NVDA", top="1")
    episodes, now, around = sheets(session)
    row = episodes.iloc[0]
    assert len(episodes) == 1
    assert row["depth"] == pytest.approx(94.31 / 149.43 - 1)
    assert row["loss_bn"] == pytest.approx(24.49 * (149.43 - 94.31))
    assert row[["peak_date", "start_date", "valley_date", "recovery_date"]].tolist() == [
        pd.Timestamp(day) for day in ("2025-01-06", "2025-01-07", "2025-04-04", "2025-06-25")
    ]
    assert row[["sessions_down", "sessions_up", "days_down", "days_up"]].tolist() == [61, 55, 88, 82]
    assert now.iloc[0]["depth"] == pytest.approx(186.50 / 207.04 - 1, abs=1e-4)
    assert now.iloc[0]["below_since"] == pd.Timestamp("2025-10-30")
    assert around.iloc[0][["sessions_to_low", "sessions", "days"]].tolist() == [49, 93, 136]
    assert session.title[0].value == f"NVIDIA fell as far as 36.9{NBSP}% below its high"


def test_the_reader_chooses_how_many() -> None:
    session = open_page("drawdowns", co="NVDA", top="5")
    assert sheets(session)[0]["rank"].tolist() == [1, 2, 3, 4, 5]


@pytest.mark.parametrize(
    "parameters",
    [
        {"seg": "chips"},
        {"event": "liberation-day-tariffs"},
        {"event": "deepseek-r1"},
        {"event": "date", "on": "2023-06-02"},
        {"event": "nvidia-earnings-q3-fy2026"},
        {"co": ["SNOW", "BABA"]},
        {"from_": "2025-12-30"},
        {"from_": "2025-01-02", "to": "2025-02-28", "bench": "QQQ"},
    ],
)
def test_other_views_hold_their_figures(parameters: dict[str, Any]) -> None:
    session = open_page("drawdowns", **parameters)
    assert not session.exception
    assert not session.error
    assert not session.warning
    assert len(session.get("plotly_chart")) == 1
    assert len(sheets(session)) == 3


def test_companies_without_share_counts_have_no_dollars_and_it_is_said() -> None:
    session = open_page("drawdowns", co=["SNOW", "BABA"])
    assert sheets(session)[0]["loss_bn"].isna().all()
    assert any("0 of 6 drawdowns have one" in note.value for note in session.caption)
    assert sections(session)[-1] == "None of 2 companies fell on 27 Jan 2025"


def test_a_range_without_a_fall_says_so() -> None:
    session = open_page("drawdowns", from_="2025-12-31")
    assert [note.value for note in session.info] == [
        "There is no path to draw in this range; choose a longer one, or other companies.",
        "No chosen company closed below its high in this range.",
    ]
    assert session.title[0].value == "None of the 51 companies closed below its high"


def test_a_company_without_prices_in_the_range_is_named() -> None:
    session = open_page("drawdowns", co="GEV", from_="2023-06-01", to="2023-07-03")
    assert session.title[0].value == "No prices in this range"
    assert not session.error


def test_a_range_without_a_session_is_one_sentence() -> None:
    session = open_page("drawdowns", from_="2025-01-09", to="2025-01-09")
    assert len(session.error) == 1
    assert "choose a longer range" in session.error[0].value


def test_a_number_that_is_not_offered_is_named() -> None:
    session = open_page("drawdowns", top="99")
    (note,) = session.warning
    assert note.value.replace("\\", "") == (
        "The address asks for top=99, which does not fit “Drawdowns per company”; shown instead: Three worst."
    )


def test_the_title_tells_of_drawdowns_and_not_of_prices() -> None:
    session = open_page("drawdowns", seg="power-producers", from_="2024-12-01", to="2025-03-01")
    assert "stood lowest" not in session.get("plotly_chart")[0].proto.alt


def test_each_thick_line_has_a_colour_of_its_own() -> None:
    (figure,) = [json.loads(chart.proto.spec) for chart in open_page("drawdowns").get("plotly_chart")]
    thick = [trace["line"]["color"] for trace in figure["data"] if trace.get("line", {}).get("width") == 2.6]
    assert len(thick) > 3
    assert len(set(thick)) == len(thick)


def test_the_pinned_names_have_room_for_the_longest() -> None:
    for page in ("drawdowns", "recovery", "selloff"):
        for table in open_page(page).dataframe:
            assert json.loads(table.proto.columns)["name"]["width"] >= 8 * len("Constellation Energy")
