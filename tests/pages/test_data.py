"""The Data page: every series with its gaps and doubts, the catalogue's tables, and how to bring figures."""

from __future__ import annotations

import json
from typing import Any

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from dashboard.catalog.rows import DATA
from dashboard.ui import row_links, stored
from dashboard.ui.catalogue import LISTINGS
from tests.support.pages import open_page


def downloads(session: AppTest) -> dict[str, str]:
    """Return key and label of each download."""
    return {button.proto.id.split("-", 2)[2]: button.proto.label for button in session.get("download_button")}


def lines(name: str) -> int:
    """Return how many rows a file of the catalogue has; no cell of it holds a line break."""
    return len((DATA / f"{name}.csv").read_text(encoding="utf-8").splitlines()) - 1


def test_every_series_with_its_gaps_and_doubts() -> None:
    session = open_page("data")
    assert not session.exception
    assert session.title[0].value == "69 of 70 series have a close on every session between their first and last day"
    series = session.dataframe[0].value.set_index("ticker")
    assert len(series) == 70
    assert series["missing"][lambda count: count > 0].to_dict() == {"JPY=X": 1}
    assert series["extra"][lambda count: count > 0].to_dict() == {"NG=F": 3, "CL=F": 2}
    assert series.loc["NVDA", "rows"] == 649
    assert series.loc["GEV", "first"] == pd.Timestamp("2024-03-27")
    assert "when-issued" in series.loc["GEV", "doubts"]
    assert "positive prices" in series.loc["NVDA", "checks"]


def test_the_coverage_chart_names_the_series_that_begin_late_or_have_a_gap() -> None:
    (chart,) = open_page("data").get("plotly_chart")
    alt = json.loads(chart.proto.spec)["layout"]["meta"]
    assert alt.startswith("Arm, Astera Labs, Talen, GE Vernova, Utilities fund and US dollar in yen begin late or lack")
    assert "70 series by month, Jun 2023 to Dec 2025" in alt


def test_dividends_splits_and_factors() -> None:
    session = open_page("data")
    actions = session.dataframe[1].value.set_index("ticker")
    assert int(actions["dividends"].sum()) == 434
    assert actions.loc["NVDA", "split_date"] == pd.Timestamp("2024-06-10")
    assert actions.loc["NVDA", "split_ratio"] == 10
    assert any("CRSP 202601 vintage" in caption.value for caption in session.caption)


@pytest.mark.parametrize(
    ("chosen", "rows"),
    [("universe", 70), ("events", 119), ("shares", 92), ("records", 33), ("figures", lines("figures")), ("access", 26)],
)
def test_each_table_of_the_catalogue_can_be_downloaded(chosen: str, rows: int) -> None:
    session = open_page("data", list=chosen)
    assert not session.exception
    table = session.dataframe[2].value
    assert [name for name in table.columns if name != row_links.COLUMN] == list(LISTINGS[chosen].columns)
    assert len(table) == rows
    assert downloads(session)["catalogue-csv"] == "Download CSV"


def test_every_stored_figure_can_be_downloaded() -> None:
    session = open_page("data", series="NVDA")
    assert not session.warning
    assert list(downloads(session)) == [
        "series-csv", "actions-csv", "prices-csv", "dividends-csv", "splits-csv", "factors-csv", "catalogue-csv",
    ]  # fmt: skip
    assert session.multiselect(key="series").value == ["NVDA"]


def test_a_series_that_is_none_is_named() -> None:
    (warning,) = open_page("data", series=["NVDA", "NONSENSE"]).warning
    assert warning.value.replace("\\", "") == (
        "The address asks for series=NONSENSE, which does not fit “Series”; shown instead: NVIDIA."
    )


def test_the_factors_are_in_per_cent_as_published() -> None:
    factors = stored.factors()
    assert list(factors.columns) == ["date", "mkt_rf", "smb", "hml", "rmw", "cma", "rf", "mom"]
    assert len(factors) == 649
    # published with at most three decimals: no binary noise is left by the way to decimals and back
    values = factors.drop(columns="date")
    assert (values.round(3) == values).all(axis=None)
    assert values["mkt_rf"].std() == pytest.approx(1, abs=0.3)


def test_the_import_command_and_the_terms_are_shown() -> None:
    session = open_page("data")
    assert [block.value for block in session.code] == [
        'deepseek-shock import prices.csv --source "who gave the figures"'
    ]
    text = " ".join(part.value for part in session.markdown)
    assert "licensed to use" in text
    assert "`ticker`, `date`, `close`" in text


def test_a_table_that_is_none_is_named() -> None:
    session = open_page("data", list="nonsense")
    (warning,) = session.warning
    assert "which does not fit “Table”; shown instead: Universe." in warning.value.replace("\\", "")


def test_the_page_takes_any_parameters_of_other_pages() -> None:
    parameters: dict[str, Any] = {"event": "deepseek-r1", "co": "NVDA", "from_": "2025-12-30"}
    session = open_page("data", **parameters)
    assert not session.exception
    assert not session.error
