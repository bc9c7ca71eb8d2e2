"""The page on three days, as a reader sees it."""

from __future__ import annotations

import json
from typing import Any

import pandas as pd
import pyarrow as pa
import pytest
from streamlit.testing.v1 import AppTest

from dashboard import day_tables
from dashboard.tables import load_prices
from tests.support.pages import open_page

NARROW = "\u202f"


def plain(text: str) -> str:
    return text.replace("\\", "").replace(NARROW, " ")


def alts(session: AppTest) -> list[str]:
    return [chart.proto.alt.replace(NARROW, " ") for chart in session.get("plotly_chart")]


def texts(session: AppTest) -> str:
    return " ".join(part.proto.body for part in session.get("html")).replace(NARROW, " ")


def captions(session: AppTest) -> list[str]:
    return [plain(part.value) for part in session.caption]


def measures(session: AppTest) -> pd.DataFrame:
    return session.dataframe[0].value.set_index("measure")


def companies(session: AppTest) -> pd.DataFrame:
    return session.dataframe[1].value.set_index("ticker")


def written(session: AppTest) -> list[list[str]]:
    """Return the cells of the first table as the reader sees them."""
    shown = session.dataframe[0].proto.arrow_data.styler.display_values
    rows: list[list[str]] = pa.ipc.open_stream(shown).read_all().to_pandas().to_numpy().tolist()
    return rows


def test_the_default_view() -> None:
    session = open_page("days")
    assert plain(session.title[0].value) == (
        "The average share did not fall on 27 Jan 2025; it fell 2.4 % on 5 Aug 2024 and 10.1 % on 3–4 Apr 2025"
    )
    assert "44 of the same 51 companies fell on 27 Jan 2025, 43 on 5 Aug 2024 and all on 3–4 Apr 2025." in texts(
        session
    )
    groups, each = alts(session)
    assert groups.startswith(
        "Segments lay 20.8 points apart on 27 Jan 2025, 4.3 on 5 Aug 2024 and 9.1 on 3–4 Apr 2025."
    )
    assert each.startswith(
        "27 of 51 companies fell by more than 10 % on 27 Jan 2025, none on 5 Aug 2024 and 42 on 3–4 Apr 2025."
    )
    assert plain(session.subheader[0].value) == (
        "The 5 largest losses are 73.2 % of the dollars lost on 27 Jan 2025 and 59.7 % on 3–4 Apr 2025"
    )
    assert not session.warning


def test_each_day_has_its_cause_and_source() -> None:
    causes = captions(open_page("days"))[0].split("  \n")
    assert [cause.partition(":")[0] for cause in causes] == [
        "27 Jan 2025, DeepSeek shock", "5 Aug 2024, Yen carry unwind", "3–4 Apr 2025, Tariffs",
    ]  # fmt: skip
    assert causes[0].endswith("(verified: Reuters via investing.com).")
    other = captions(open_page("days", day2="2025-10-10"))[0].split("  \n")
    assert other[1] == "10 Oct 2025: no cause is catalogued."


def test_a_day_without_share_counts_has_no_dollars_and_says_so() -> None:
    session = open_page("days")
    note = captions(session)[1]
    assert note.startswith("Dollars are those of the same 41 companies; without a known share count: ")
    assert "Snowflake" in note
    assert note.endswith("Share counts of 1 of 51 companies are known before 5 Aug 2024, so it has no dollars.")
    assert measures(session).loc[["lost_bn", "largest_share"], "value_2"].isna().all()


def test_one_company_to_the_cent() -> None:
    # Closes of Nvidia: 142.62 and 118.42; 107.27 and 100.45 (2 and 5 Aug 2024); 110.42 and 94.31 (2 and 4 Apr 2025).
    session = open_page("days", co="NVDA")
    row = companies(session).loc["NVDA"]
    assert [row[f"ret_{place}"] for place in (1, 2, 3)] == pytest.approx(
        [118.42 / 142.62 - 1, 100.45 / 107.27 - 1, 94.31 / 110.42 - 1]
    )
    assert (row["loss_bn_1"], row["loss_bn_3"]) == (pytest.approx(24.49 * 24.20), pytest.approx(24.4 * 16.11))
    assert row["sessions_1"] == 93
    assert "NVIDIA fell on 27 Jan 2025, 5 Aug 2024 and 3–4 Apr 2025." in texts(session)
    assert session.subheader[0].value == "The days beside each other"
    assert captions(session)[1] == (
        "Dollars are those of NVIDIA. No share count is known before 5 Aug 2024, so it has no dollars."
    )


def test_every_row_is_written_in_its_own_unit() -> None:
    cells = {row[0]: [text.replace(NARROW, " ") for text in row[1:4]] for row in written(open_page("days"))}
    assert cells["Average share"] == ["+0.07 %", "−2.36 %", "−10.11 %"]
    assert cells["Companies that fell"] == ["44", "43", "51"]
    assert cells["Part that fell"] == ["86.27 %", "84.31 %", "100.00 %"]
    assert cells["Likeness to the first day"] == ["1.00", "−0.11", "0.59"]
    assert cells["Net loss"][1] == "–"
    assert cells["VIX at the close"] == ["17.90", "38.57", "45.31"]


def test_the_equal_weighted_index_is_drawn_beside_the_segments() -> None:
    figure: dict[str, Any] = json.loads(open_page("days").get("plotly_chart")[0].proto.spec)
    first = next(trace for trace in figure["data"] if trace["name"] == "27 Jan 2025")
    names = figure["layout"]["yaxis"]["ticktext"]
    assert names[:5] == ["S&P 500", "Average share", "Nasdaq Composite", "Semiconductor index", "chips (11)"]
    assert first["x"][1] == pytest.approx(182.31 / 182.19 - 1)
    assert "● 27 Jan 2025, ○ 5 Aug 2024, ◆ 3–4 Apr 2025" in " ".join(
        note["text"].replace("<br>", " ").replace("\u00a0", " ") for note in figure["layout"]["annotations"]
    )


def test_a_run_of_sessions_can_be_typed() -> None:
    session = open_page("days", day2="2025-03-31:2025-04-04")
    assert "43" not in plain(session.title[0].value)
    assert "31 Mar – 4 Apr 2025" in alts(session)[0]
    labelled = open_page("days", day2="2025-10-10 · S&P 500 −2.7 %")
    assert "10 Oct 2025" in alts(labelled)[0]


@pytest.mark.parametrize(
    ("day", "sentence"),
    [
        ("soon", "'soon' is no session and no run of sessions; write 2025-01-27, or 2025-04-03:2025-04-04."),
        ("2025-01-26", "Sunday 2025-01-26 is not a session of XNYS; the nearest are 2025-01-24 and 2025-01-27."),
        ("2025-01-27", "'2025-01-27' is given twice; choose another session for one of them."),
        (
            "2023-06-01",
            (
                "2023-06-01 is the first stored session, so there is no close before it; choose a session from "
                "2023-06-02 on."
            ),
        ),
    ],
)
def test_a_day_that_cannot_be_used_is_one_sentence(day: str, sentence: str) -> None:
    session = open_page("days", day2=day)
    assert [plain(error.value) for error in session.error] == [sentence]
    assert session.title[0].value == "These days cannot be compared"
    assert not session.exception
    assert not alts(session)


def test_companies_without_a_price_on_one_day_are_left_out_and_named() -> None:
    session = open_page("days", day2="2023-06-02", co=["NVDA", "GEV", "ARM"])
    assert "Left out for want of a price on one of these days: Arm and GE Vernova." in texts(session)
    assert measures(session).loc["companies"].tolist()[:3] == [1, 1, 1]
    assert companies(session).loc["GEV", ["ret_2", "loss_bn_2"]].isna().all()
    assert companies(session).loc["GEV", "ret_1"] == pytest.approx(-0.2152, abs=1e-4)


def test_nobody_to_compare_is_one_sentence() -> None:
    session = open_page("days", day2="2023-06-02", co=["GEV", "ARM"])
    assert [note.value for note in session.info] == ["Choose other companies, or other days."]
    assert not alts(session)
    assert not session.exception


def test_the_tables_hold_what_the_commands_print() -> None:
    session, prices = open_page("days"), load_prices()
    values = ["value_1", "value_2", "value_3"]
    printed = day_tables.compared_figures(prices).set_index("measure")
    pd.testing.assert_frame_equal(measures(session)[values].sort_index(), printed[values].sort_index())
    each = day_tables.compared_companies(prices).set_index("ticker")
    shared = [name for name in each.columns if name in companies(session).columns]
    assert len(shared) == 10  # segment, and three columns for each of three days
    pd.testing.assert_frame_equal(companies(session)[shared].sort_index(), each[shared].sort_index(), check_dtype=False)
