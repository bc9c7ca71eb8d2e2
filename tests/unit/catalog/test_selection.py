"""What a reader may ask for, and what comes of it."""

from __future__ import annotations

import re
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.catalog import load_universe, segment_slug
from dashboard.errors import EmptySelectionError, UnknownTickerError

UNIVERSE = load_universe()
AVAILABLE = set(UNIVERSE.tickers)


@pytest.mark.parametrize(
    ("selection", "chosen"),
    [
        ("NVDA", ("NVDA",)),
        ("mu,nvda", ("MU", "NVDA")),
        (" nvda , MU ,, Nvda ", ("NVDA", "MU")),
        (["MU", "nvda,AMD"], ("MU", "NVDA", "AMD")),
        ("segment:power-producers", ("CEG", "VST", "TLN", "NRG")),
        ("Segment:Power-Producers", ("CEG", "VST", "TLN", "NRG")),
        ("segment:power producers", ("CEG", "VST", "TLN", "NRG")),
        ("TLN,segment:power-producers,^sox", ("TLN", "CEG", "VST", "NRG", "^SOX")),
        ("segment:commodity-and-currency", ("NG=F", "CL=F", "JPY=X")),
        ("companies", UNIVERSE.companies),
        ("all", UNIVERSE.tickers),
        ("JPY=X,all", ("JPY=X", *(ticker for ticker in UNIVERSE.tickers if ticker != "JPY=X"))),
    ],
)
def test_selections(selection: str | Sequence[str], chosen: tuple[str, ...]) -> None:
    assert UNIVERSE.select(selection, AVAILABLE) == chosen


def test_groups_hold_only_what_has_prices() -> None:
    available = ["ZZZ", "NVDA", "AAA", "SPY"]
    assert UNIVERSE.select("all", available) == ("NVDA", "SPY", "AAA", "ZZZ")
    assert UNIVERSE.select("companies", available) == ("NVDA",)
    assert UNIVERSE.select("segment:chips,zzz", available) == ("NVDA", "ZZZ")


def test_an_imported_ticker_that_is_a_word_of_the_language_stays_reachable() -> None:
    assert UNIVERSE.select("ALL", {"ALL", "NVDA"}) == ("ALL",)
    assert UNIVERSE.select("all", {"ALL", "NVDA"}) == ("NVDA", "ALL")
    assert UNIVERSE.select("ALL", {"NVDA"}) == ("NVDA",)


def test_tickers_that_differ_by_case_stay_apart() -> None:
    assert UNIVERSE.select("nvda,NVDA", {"nvda", "NVDA"}) == ("nvda", "NVDA")


@pytest.mark.parametrize("selection", ["", " ", ",,", [], [""], [" , "]])
def test_an_empty_selection_is_refused(selection: str | Sequence[str]) -> None:
    with pytest.raises(EmptySelectionError, match=r"^No company is chosen; give a ticker such as NVDA, .+ or all\.$"):
        UNIVERSE.select(selection, AVAILABLE)


def test_a_group_without_prices_is_refused() -> None:
    sentence = "The selection 'segment:share-class' holds no series with prices; give"
    with pytest.raises(EmptySelectionError, match=f"^{re.escape(sentence)}"):
        UNIVERSE.select("segment:share-class", {"NVDA"})


@pytest.mark.parametrize(
    ("selection", "sentence"),
    [
        ("NVDA,NVIDA", "There is no series 'NVIDA'; did you mean NVDA?"),
        ("nvidia", "There is no series 'nvidia'; did you mean NVDA?"),
        ("companys", "There is no series 'companys'; give a ticker such as NVDA, segment:chips, companies or all."),
        ("segment:chip-makers", "There is no segment 'chip-makers'; did you mean segment:chip-making?"),
        ("MU,AMD", "There are no prices for AMD; choose another series or add its prices."),
    ],
)
def test_a_token_that_cannot_be_used_is_named(selection: str, sentence: str) -> None:
    with pytest.raises(UnknownTickerError, match=f"^{re.escape(sentence)}$"):
        UNIVERSE.select(selection, AVAILABLE - {"AMD"})


def test_an_unknown_segment_is_answered_with_all_segments() -> None:
    with pytest.raises(UnknownTickerError, match=r"the segments are chips, chip-making, .+, share-class\.$"):
        UNIVERSE.select("segment:", AVAILABLE)


def test_close_matches_include_series_outside_the_universe() -> None:
    with pytest.raises(UnknownTickerError, match=r"did you mean 6857\.T\?$"):
        UNIVERSE.select("6857T", {"NVDA", "6857.T"})


@given(st.lists(st.sampled_from(UNIVERSE.tickers)), st.sets(st.sampled_from(UNIVERSE.tickers)), st.booleans())
def test_order_is_kept_and_nothing_comes_twice(asked: list[str], extra: set[str], lower: bool) -> None:
    tokens = [ticker.lower() if lower else ticker for ticker in asked]
    available = extra | set(asked)
    if not asked:
        with pytest.raises(EmptySelectionError):
            UNIVERSE.select(tokens, available)
        return
    expected = tuple(dict.fromkeys(asked))
    assert UNIVERSE.select(tokens, available) == expected
    assert UNIVERSE.select(",".join(tokens), available) == expected


groups = ["all", "companies", *(f"segment:{segment_slug(segment)}" for segment in UNIVERSE.segments)]


@given(st.lists(st.sampled_from([*groups, *UNIVERSE.tickers]), min_size=1), st.sets(st.text(min_size=1)))
def test_mixtures_give_available_series_once_each(tokens: list[str], outside: set[str]) -> None:
    available = AVAILABLE | {ticker for ticker in outside if ticker not in groups}
    chosen = UNIVERSE.select(tokens, available)
    assert len(set(chosen)) == len(chosen)
    assert set(chosen) <= available
    assert chosen == tuple(dict.fromkeys(t for token in tokens for t in UNIVERSE.select([token], available)))


@given(st.text())
def test_any_text_gives_series_or_one_sentence(text: str) -> None:
    try:
        chosen = UNIVERSE.select(text, AVAILABLE)
    except (UnknownTickerError, EmptySelectionError) as error:
        chosen, sentence = (), str(error)
    else:
        sentence = "All well."
    assert set(chosen) <= AVAILABLE
    assert len(sentence.splitlines()) == 1
    assert len(sentence) < 1000
