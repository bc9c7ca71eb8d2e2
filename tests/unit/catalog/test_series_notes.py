"""Notes on the price series: every series has a source, and doubts go to the series they are about."""

from __future__ import annotations

import pytest

from dashboard.catalog import SeriesNote, load_series_notes, load_universe, series_note
from dashboard.catalog.series_notes import read_series_notes
from dashboard.errors import CatalogError
from tests.unit.catalog.conftest import Damage

FIRST = "public copies of exchange closing figures, brought to one form and checked against each other"


def test_every_series_has_a_source() -> None:
    notes = load_series_notes()
    assert tuple(notes) == load_universe().tickers
    assert all(note.source.startswith(FIRST) for note in notes.values())


def test_notes_on_one_series_add_up() -> None:
    assert series_note("SPY") == SeriesNote(
        source=f"{FIRST}; closes agree with a second vendor on all 649 sessions within half a cent", doubts=()
    )
    assert series_note("^IXIC").doubts == (
        "the closes of 22 October and 26 November 2024 differ by 7 and 1 points from an official series",
    )
    assert len(series_note("JPY=X").doubts) == 3
    assert "155.74" in series_note("JPY=X").doubts[-1]


def test_doubts_of_the_series_itself_hold_for_any_copy() -> None:
    assert series_note("NVDA").lasting == ()
    assert series_note("NG=F").lasting == (
        "front-month futures, not adjusted: the figures jump where the contract rolls",
        "trades on a few holidays of the New York exchange",
    )
    assert [doubt[:7] for doubt in series_note("JPY=X").lasting] == ["stamped"]
    assert all(set(note.lasting) <= set(note.doubts) for note in load_series_notes().values())


def test_only_companies_whose_check_is_not_known_say_so() -> None:
    doubtful = [t for t in load_universe().tickers if any("13 checked" in doubt for doubt in series_note(t).doubts)]
    assert set(doubtful) == {*load_universe().companies, "GOOG"} - {"CEG", "VST", "GEV", "ARM"}


def test_a_series_outside_the_universe_has_no_note() -> None:
    assert series_note("ZZZ") == SeriesNote(source="", doubts=())


@pytest.mark.parametrize(
    ("changes", "place", "accepted"),
    [
        ({"tickers": ""}, "tickers: ''", "filled in"),
        ({"tickers": "ZZZ"}, "tickers: 'ZZZ'", "* or tickers of the universe"),
        ({"tickers": "SPY, QQQ"}, "tickers: 'SPY, QQQ'", "tickers in capital letters"),
        ({"source": ""}, "doubt: ''", "filled in where the source is empty"),
        ({"holds_for": "all"}, "holds_for: 'all'", "empty, or any copy"),
    ],
)
def test_a_malformed_note_is_named(damage: Damage, changes: dict[str, str], place: str, accepted: str) -> None:
    path = damage("series_notes.csv", 3, **changes)
    with pytest.raises(CatalogError) as caught:
        read_series_notes(path, load_universe().tickers)
    assert str(caught.value).startswith(f"series_notes.csv, line 3, {place} is not accepted; it must be ")
    assert accepted in str(caught.value)
