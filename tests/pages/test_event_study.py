"""The event study, as a reader sees it."""

from __future__ import annotations

import json
from typing import Any

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from tests.support.pages import open_page

NBSP = "\u202f"
CHARTS = ("paths", "placebo", "exposure", "forest")


def alts(session: AppTest) -> list[str]:
    return [chart.proto.alt for chart in session.get("plotly_chart")]


def texts(session: AppTest) -> str:
    return " ".join(part.proto.body for part in session.get("html"))


def firms(session: AppTest) -> pd.DataFrame:
    return session.dataframe[-1].value.set_index("ticker")


def group_tests(session: AppTest) -> pd.DataFrame:
    return session.dataframe[0].value.set_index("statistic")


def test_the_default_view() -> None:
    session = open_page("event_study")
    assert not session.error
    assert session.title[0].value == (
        f"51 companies lost 8.7{NBSP}% on average on the event day, beyond what the market explains"
    )
    assert "The 51 companies share one event session and move together" in texts(session)
    paths, placebo, exposure, forest = alts(session)  # from left to right, then down
    assert paths.startswith(f"The mean stands at −7.4{NBSP}% on the event session and +0.8{NBSP}% by session +10.")
    assert placebo.startswith("None of 250 earlier sessions came as far from zero.")
    assert exposure.startswith("The higher its beta to PHLX Semiconductor, the lower")
    assert forest.startswith("Credo, Vertiv and Vistra stand furthest out; 30 of 51 significant after correction.")
    assert len(firms(session)) == 51
    assert firms(session).index[0] == "CRDO"


def test_one_company_as_other_software_finds_it() -> None:
    # statsmodels and scipy on the same 250 sessions: abnormal return -13.245 %, t -5.174.
    for session in (open_page("event_study"), open_page("event_study", co="NVDA")):
        row = firms(session).loc["NVDA"]
        assert row["car"] == pytest.approx(-0.1325, abs=5e-5)
        assert row["t"] == pytest.approx(-5.17, abs=5e-3)
        assert row["n_obs"] == 250
    assert session.title[0].value == (f"NVIDIA lost 13.2{NBSP}% on the event day, beyond what the market explains")


def test_tests_say_what_they_assume_and_whether_to_trust_them() -> None:
    session = open_page("event_study")
    table = group_tests(session)
    # 1 + 50 x 0.0927 is far above 1.1: whatever takes companies as independent overstates.
    assert table.loc[["patell", "bmp", "cross_sectional", "sign_flip"], "trust"].eq("overstated").all()
    assert table.loc[["kp", "portfolio", "placebo_date"], "trust"].eq("trusted").all()
    verdicts = table["trust"].tolist()
    assert verdicts == sorted(verdicts, key=["trusted", "weak", "overstated", ""].index)
    assert table.index[table["trust"] == ""].tolist() == ["jackknife_range"]
    assert table["assumes"].str.endswith(".").all()
    assert table.loc["placebo_date", "p"] == pytest.approx(1 / 251)
    assert session.subheader[0].value == (
        f"Of 17 tests, {(table['trust'] == 'trusted').sum()} can be trusted in full and "
        f"{(table['trust'] == 'overstated').sum()} overstate"
    )


def test_overstated_tests_are_grey() -> None:
    session = open_page("event_study")
    coloured = session.dataframe[0].proto.arrow_data.styler.styles
    grey = (group_tests(session)["trust"] == "overstated").tolist()
    columns = len(session.dataframe[0].value.columns)
    assert coloured.count("color:") == 1
    assert coloured.count("_row") == sum(grey) * columns


@pytest.mark.parametrize(
    ("parameters", "beginning"),
    [
        ({"model": "mean_adjusted"}, f"51 companies lost 11.7{NBSP}% on average on the event day, against their usual"),
        ({"model": "ff5_mom"}, f"51 companies lost 6.2{NBSP}% on average on the event day, beyond what the factors"),
        ({"win": "-1:1"}, f"51 companies lost 8.6{NBSP}% on average over sessions −1 to +1"),
        ({"win": "-2:3"}, "51 companies lost"),
        ({"est": "-140:-21"}, "51 companies lost"),
        ({"seg": "chips"}, f"11 companies lost 10.4{NBSP}% on average on the event day"),
        ({"bench": "QQQ"}, "51 companies lost"),
        ({"event": "liberation-day-tariffs"}, "51 companies"),
        ({"event": "deepseek-r1"}, "51 companies"),
        ({"event": "nvidia-earnings-q3-fy2026"}, "51 companies"),
        ({"event": "date", "on": "2025-12-30"}, "51 companies"),
        ({"exposure": "QQQ"}, f"51 companies lost 8.7{NBSP}%"),
    ],
)
def test_other_choices_draw_every_figure(parameters: dict[str, Any], beginning: str) -> None:
    session = open_page("event_study", **parameters)
    assert not session.error
    assert not session.warning
    assert session.title[0].value.startswith(beginning)
    assert len(alts(session)) == len(CHARTS)


def test_few_companies_have_no_slope() -> None:
    session = open_page("event_study", co=["SNOW", "BABA"])
    assert session.title[0].value.startswith(f"2 companies gained 2.8{NBSP}%")
    assert [note.value for note in session.info] == [
        "A slope on exposure needs more companies, and betas that differ between them."
    ]
    assert len(alts(session)) == len(CHARTS) - 1


def test_too_early_an_event_is_one_sentence_and_says_why_for_each_company() -> None:
    session = open_page("event_study", event="date", on="2023-06-02")
    assert not session.error
    assert [note.value for note in session.info] == [
        "No chosen company has an abnormal return: choose a later event, other companies or shorter windows."
    ]
    assert alts(session) == []
    assert firms(session)["reason"].str.len().gt(0).all()


@pytest.mark.parametrize(
    ("parameters", "sentence"),
    [
        ({"win": "5:1"}, "The window 5:1 is reversed; give the earlier session first."),
        ({"win": "soon"}, "'soon' is not a window; write its first and last session, for example -1:1."),
        (
            {"est": "-200:5"},
            "The event window 0:0 overlaps the estimation window -200:5; choose windows that share no session.",
        ),
        (
            {"est": "-60:-21"},
            "The estimation window -60:-21 is shorter than the 120 sessions that a model needs; choose a longer one.",
        ),
        (
            {"model": "two_factor", "bench": "^SOX"},
            "^SOX is both benchmark and sector index; choose another for one of them.",
        ),
    ],
)
def test_windows_that_do_not_fit_are_one_sentence(parameters: dict[str, Any], sentence: str) -> None:
    session = open_page("event_study", **parameters)
    assert [note.value.replace("\\", "") for note in session.error] == [sentence]
    assert not session.exception
    assert len(session.title) == 1
    assert alts(session) == []


@pytest.mark.parametrize(
    ("model", "own"),
    [("ff3", "a market factor of its own"), ("mean_adjusted", "each company’s own mean return"), ("two_factor", "")],
)
def test_a_model_without_the_benchmark_says_so(model: str, own: str) -> None:
    session = open_page("event_study", model=model, bench="QQQ")
    said = [note.value for note in session.caption if "benchmark" in note.value]
    assert said == ([f"The benchmark at the side has no effect here: this model takes {own}."] if own else [])
    same = firms(session)["car"].equals(firms(open_page("event_study", model=model))["car"])
    assert same == bool(own)


def test_a_window_past_the_prices_says_what_to_choose() -> None:
    session = open_page("event_study", event="date", on="2025-12-15", win="0:20")
    assert not session.error
    assert [note.value.replace("\\", "") for note in session.info] == [
        "The prices end on 31 Dec 2025, before the event window 0:20 does; choose an earlier event or a shorter window."
    ]
    assert set(firms(session)["reason"]) == {"the prices end on 31 Dec 2025"}


def test_what_does_not_fit_a_list_is_named() -> None:
    session = open_page("event_study", model="magic")
    assert [note.value.replace("\\", "") for note in session.warning] == [
        "The address asks for model=magic, which does not fit “Expected return”; shown instead: Market model."
    ]


def test_a_window_keeps_its_place_in_the_address() -> None:
    session = open_page("event_study", win="-2:3", model="ff3")
    assert session.query_params["win"] in ("-2:3", ["-2:3"])
    assert open_page("event_study", win="0:1 · and the next one").title[0].value == (
        open_page("event_study", win="0:1").title[0].value
    )


def test_the_paths_run_ten_sessions_each_way_and_end_with_the_prices() -> None:
    def days(session: AppTest) -> list[float]:
        figure: dict[str, Any] = json.loads(session.get("plotly_chart")[0].proto.spec)
        return [float(end) for end in figure["layout"]["xaxis"]["range"]]

    first, last = days(open_page("event_study"))
    assert (round(first), round(last)) == (-11, 10)
    first, last = days(open_page("event_study", event="date", on="2025-12-30"))
    assert (round(first), round(last)) == (-11, 1)
