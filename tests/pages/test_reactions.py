"""Release reactions: the map, the tests and the dates, for segments and companies, any window and any basis."""

from __future__ import annotations

import json
from typing import Any

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from dashboard import load_prices, study_tables
from dashboard.commands import study as study_commands
from dashboard.ui import reacting
from tests.support.pages import elements, open_page


def figures(session: AppTest) -> list[dict[str, Any]]:
    return [json.loads(e.proto.spec) for e in elements(session) if e.type == "plotly_chart"]


def plain(text: str) -> str:
    return text.replace("\\", "").replace("\u202f", " ").replace("\u00a0", " ")


def deck(session: AppTest) -> str:
    (text,) = [e.proto.body for e in elements(session) if e.type == "html" and "class='deck'" in e.proto.body]
    return plain(text)


def shown_tests(session: AppTest) -> pd.DataFrame:
    return session.dataframe[0].value


def of_shock(session: AppTest) -> pd.DataFrame:
    shown = shown_tests(session)
    return shown[shown["session"] == pd.Timestamp("2025-01-27")].set_index("series")


def test_the_first_view_opens_with_its_finding() -> None:
    session = open_page("reactions")
    title = plain(session.title[0].value)
    # Meta's plans of Friday the 24th share the Monday with the shock, so the fall is neither's alone.
    assert title.endswith("are significant; the largest is −18.7 %, power producers over 24 Jan – 27 Jan 2025")
    assert "DeepSeek-R1 (21 Jan 2025) moved none of 7 segments significantly" in deck(session)
    assert "DeepSeek shock (27 Jan 2025) 4 of 7." in deck(session)


def test_the_session_alone_is_that_of_the_shock() -> None:
    title = plain(open_page("reactions", sess="day").title[0].value)
    assert title.endswith("reactions are significant; the largest is −19.0 %, power producers on 27 Jan 2025")


def test_the_first_view_is_the_default_of_the_command() -> None:
    shown = shown_tests(open_page("reactions")).set_index(["session", "series"])
    command = study_tables.reactions(load_prices(), study_commands.REACTION_WINDOW, "launch", "segment")
    command = command.drop_duplicates(["session", "segment"]).dropna(subset=["car"])
    keys = list(zip(command["session"], command["segment"].str.capitalize(), strict=True))
    for name in ("car", "p", "p_bh"):
        assert shown.loc[keys, name].to_list() == pytest.approx(command[name].to_list())
    assert shown["car"].count() == len(command)


def test_a_company_reacted_as_an_event_study_of_it_says() -> None:
    # NVIDIA on the day: expected −3.72 %, actual −16.97 %, of which −13.25 % is abnormal; t −5.17
    nvidia = of_shock(open_page("reactions", each="companies", co="NVDA", sess="day")).loc["NVIDIA"]
    assert nvidia["car"] == pytest.approx(-0.1325, abs=5e-5)
    assert nvidia["t"] == pytest.approx(-5.174, abs=5e-4)
    assert nvidia["n_obs"] == 250
    assert nvidia["p_bh"] > nvidia["p"]


def test_events_of_one_session_are_one_row() -> None:
    shown = shown_tests(open_page("reactions"))
    assert not shown.duplicated(["session", "series"]).any()
    (events,) = set(shown.loc[shown["session"] == pd.Timestamp("2025-01-27"), "event"])
    assert set(events.split("; ")) == {"DeepSeek app is No. 1", "DeepSeek shock", "Janus-Pro"}


def test_the_map_has_a_row_an_event_and_a_column_a_segment() -> None:
    session = open_page("reactions")
    (figure,) = figures(session)
    assert len(figure["layout"]["xaxis"]["ticktext"]) == 7
    rows = figure["layout"]["yaxis"]["ticktext"]
    assert plain(next(row for row in rows if row.startswith("DeepSeek shock"))) == "DeepSeek shock, 27 Jan 2025"
    assert "Left out of the map: 5 events without enough prices before or after." in deck(session)


def test_companies_have_a_file_of_all_tests() -> None:
    session = open_page("reactions", each="companies")
    assert len(shown_tests(session)) == 500
    labels = [e.proto.label for e in elements(session) if e.type == "download_button"]
    assert sum(label.startswith("Download all 3,") for label in labels) == 1
    assert len(figures(session)[0]["layout"]["xaxis"]["ticktext"]) == 51


def test_another_basis_moves_the_release_to_other_sessions() -> None:
    articles = shown_tests(open_page("reactions", dating="article"))
    # R1 was released on a Monday without trading; articles put it on the 20th, the 21st and the 27th
    sessions = articles.loc[articles["event"].str.contains("DeepSeek-R1"), "session"].dt.day
    assert {21, 27} <= set(sessions)
    arxiv = shown_tests(open_page("reactions", dating="arxiv"))
    assert set(arxiv["dated_by"]) == {"first arXiv version"}


def test_what_a_date_changes_is_listed_with_each_session() -> None:
    session = open_page("reactions")
    dates = session.dataframe[1].value
    release = dates[dates["event"] == "DeepSeek-R1"]
    assert release["session"].dt.strftime("%d").to_list() == ["21", "22", "27"]
    assert "article: CNBC" in set(release["dated_by"])
    assert dates.groupby("event")["session"].nunique().min() > 1
    assert "if dated 27 Jan 2025" in plain(session.subheader[-1].value)


def test_kinds_leave_the_correction_alone() -> None:
    every, results = open_page("reactions"), open_page("reactions", what="earnings")
    wanted = shown_tests(results)
    assert 0 < len(wanted) < len(shown_tests(every))
    one = wanted[wanted["session"] == pd.Timestamp("2024-11-21")].set_index("series")["p_bh"]
    same = shown_tests(every)
    same = same[same["session"] == pd.Timestamp("2024-11-21")].set_index("series")["p_bh"]
    pd.testing.assert_series_equal(one, same)


@pytest.mark.parametrize(("view", "events"), [({"sess": "day"}, 18), ({"dating": "article"}, 3)])
def test_events_that_share_sessions_are_counted(view: dict[str, Any], events: int) -> None:
    notes = [plain(c.value) for c in open_page("reactions", **view).caption]
    (said,) = [note for note in notes if note.startswith("Each is estimated anew")]
    assert f" {events} events share sessions with another: theirs cannot be told apart." in said


def test_windows_of_two_sessions_share_those_of_neighbours() -> None:
    sessions = pd.bdate_range("2025-01-20", periods=10, unit="us")
    keys = ["deepseek-v3", "deepseek-r1", "meta-capex-60-65bn", "deepseek-shock", "janus-pro"]
    frame = pd.DataFrame({"key": keys, "session": sessions[[0, 2, 5, 6, 6]]})
    outside = frame[:2].assign(session=pd.Timestamp("2019-01-02"))
    found = reacting.overlapping(pd.concat([frame, outside]), sessions, (0, 1))
    assert found["key"].tolist() == keys[2:]
    assert reacting.overlapping(frame, sessions, (0, 0))["key"].tolist() == keys[3:]
    names = reacting.titles()
    assert reacting.when(frame, frame, sessions, (0, 1)) == [
        f"on {names['deepseek-v3']}",
        f"on {names['deepseek-r1']}",
        "over 27 Jan – 28 Jan 2025",
        "over 28 Jan – 29 Jan 2025",
        "over 28 Jan – 29 Jan 2025",
    ]
    assert reacting.when(frame, frame, sessions, (0, 0))[2:4] == [f"on {names[keys[2]]}", "on 28 Jan 2025"]
    # An event that is not shown is in the way all the same.
    assert reacting.when(frame[2:3], frame, sessions, (0, 1)) == ["over 27 Jan – 28 Jan 2025"]


VIEWS: list[dict[str, Any]] = [
    {"sess": "day"},
    {"sess": "around", "each": "companies"},
    {"sess": "week", "dating": "arxiv"},
    {"dating": "article", "each": "companies", "seg": "chips"},
    {"co": ["SNOW", "BABA"], "bench": "QQQ"},
    {"seg": ["platforms", "power-producers"]},
    {"what": ["policy", "earnings"], "bench": "^SOX"},
]


@pytest.mark.parametrize("view", VIEWS)
def test_other_choices_draw_the_map(view: dict[str, Any]) -> None:
    session = open_page("reactions", **view)
    assert not session.exception
    assert not session.error
    assert not session.warning
    assert len(figures(session)) == 1


def test_no_event_is_one_sentence() -> None:
    session = open_page("reactions", dating="arxiv", what="policy")
    assert not session.exception
    assert [note.value for note in session.info] == [
        "No event of these kinds has enough prices around this date; choose other kinds, dates or companies."
    ]
    assert session.title[0].value == "Reactions to the catalogued events"


@pytest.mark.parametrize("parameter", ["each", "sess", "dating", "what"])
def test_a_value_that_does_not_fit_is_named(parameter: str) -> None:
    session = open_page("reactions", **{parameter: "nonsense"})
    assert not session.exception
    assert [f"{parameter}=nonsense" in plain(note.value) for note in session.warning] == [True]
