"""The catalogue's tables as pages show them, and cells written in words."""

from __future__ import annotations

import pandas as pd
import pytest

from dashboard.catalog.share_counts import SHARE_BASES
from dashboard.ui import catalogue, stored, value_table
from dashboard.ui.columns import Column


@pytest.mark.parametrize("listing", catalogue.LISTINGS.values(), ids=lambda listing: listing.name)
def test_a_listing_has_its_columns_and_rows(listing: catalogue.Listing) -> None:
    frame = listing.build()
    assert len(frame)
    assert set(listing.columns) <= set(frame.columns)


def test_every_kind_of_count_is_told_in_words() -> None:
    assert set(catalogue.COUNT_BASES) == set(catalogue.COUNT_BASES_IN_FULL) == set(SHARE_BASES)
    assert catalogue.COUNT_BASIS.text("sec_cover") == "SEC filing cover"
    assert catalogue.COUNT_BASIS.text(None) == "–"
    assert catalogue.SURE.text("recalled") == "from memory"


def test_help_texts_are_short() -> None:
    tables = [
        *(listing.columns for listing in catalogue.LISTINGS.values()),
        stored.SERIES,
        stored.ACTIONS,
        value_table.columns("USD"),
    ]
    for columns in tables:
        for column in columns.values():
            assert len((column.help or "").split()) < 25


def test_yen_cells_and_links() -> None:
    assert value_table.columns("JPY")["loss_bn"].text(93_738.0) == "¥93.7\u202ftrn"
    assert value_table.columns("USD")["loss_bn"].text(592.66) == "$593\u202fbn"
    assert Column("Page", "link").text(None) == "–"
    assert Column("Page", "link").config()["type_config"]["type"] == "link"


def test_who_is_left_out_and_why() -> None:
    values = pd.DataFrame({"name": ["A", "B", "C"], "shares": [None, 1.0, 2.0], "loss_bn": [None, None, 3.0]})
    days = pd.Timestamp("2025-01-24").date(), pd.Timestamp("2025-01-27").date()
    assert value_table.left_out(values, *days) == (
        "1 company has no share count known by 24 Jan 2025, so no value: A. No close on 24 Jan 2025 or 27 Jan 2025: B."
    )
    assert value_table.left_out(values.tail(1), *days) == ""
