"""The universe against known facts, and its malformed rows."""

from __future__ import annotations

import re

import pytest

from dashboard.catalog import COMPANY_SEGMENTS, load_universe, segment_slug
from dashboard.catalog.universe import read_universe
from dashboard.errors import CatalogError, UnknownTickerError
from tests.unit.catalog.conftest import Damage


def test_members_of_each_kind() -> None:
    universe = load_universe()
    assert len(universe.members) == 70
    assert len(universe.companies) == 51
    assert universe.in_segment("fund") == ("SPY", "QQQ", "SMH", "SOXX", "XLU", "XLK", "DIA", "IWM", "RSP", "KWEB")
    assert universe.in_segment("index") == ("^GSPC", "^IXIC", "^DJI", "^SOX", "^VIX")
    assert universe.in_segment("commodity and currency") == ("NG=F", "CL=F", "JPY=X")
    assert universe.in_segment("share class") == ("GOOG",)
    assert "GOOG" not in universe.companies


def test_segments_hold_all_companies() -> None:
    universe = load_universe()
    assert sum((universe.in_segment(segment) for segment in COMPANY_SEGMENTS), ()) == universe.companies
    assert [len(universe.in_segment(segment)) for segment in COMPANY_SEGMENTS] == [11, 5, 11, 4, 6, 5, 9]
    assert universe.segments[:7] == COMPANY_SEGMENTS
    assert universe.in_segment("power producers") == ("CEG", "VST", "TLN", "NRG")
    assert universe.in_segment("banks") == ()


def test_a_member_in_full() -> None:
    tsmc = load_universe().get("TSM")
    assert (tsmc.name, tsmc.segment, tsmc.exchange, tsmc.calendar) == ("TSMC", "chip making", "NYSE", "XNYS")
    assert (tsmc.cik, tsmc.adr_ratio, tsmc.note) == (1046179, 5.0, "ADR, 5 ordinary shares each")
    assert load_universe().get("NVDA").cik == 1045810
    assert load_universe().get("NVDA").name_ja == "エヌビディア"
    assert load_universe().get("TLN").cik is None
    assert load_universe().get("JPY=X").currency == "JPY per USD"


def test_names_and_segments_of_series_outside_the_universe() -> None:
    universe = load_universe()
    assert (universe.name("MU"), universe.segment("MU")) == ("Micron", "chips")
    assert (universe.name("ZZZ"), universe.segment("ZZZ")) == ("ZZZ", "")


@pytest.mark.parametrize(
    ("ticker", "sentence"),
    [
        ("NVDIA", "There is no series 'NVDIA'; did you mean NVDA or DIA?"),
        ("micron", "There is no series 'micron'; did you mean MU?"),
        ("broadcm", "There is no series 'broadcm'; did you mean AVGO?"),
        ("?", "There is no series '?'; give a ticker such as NVDA, segment:chips, companies or all."),
    ],
)
def test_an_unknown_ticker_is_answered_with_close_matches(ticker: str, sentence: str) -> None:
    with pytest.raises(UnknownTickerError, match=f"^{re.escape(sentence)}$"):
        load_universe().get(ticker)


def test_slugs() -> None:
    assert segment_slug("chip making") == "chip-making"
    assert segment_slug("servers and networks") == "servers-and-networks"
    assert len({segment_slug(segment) for segment in load_universe().segments}) == 11


def test_the_frame_has_a_row_a_member() -> None:
    universe = load_universe()
    frame = universe.frame()
    assert tuple(frame["ticker"]) == universe.tickers
    assert frame.set_index("ticker").loc["NVDA", "cik"] == 1045810
    assert frame["cik"].isna().sum() == sum(member.cik is None for member in universe.members)
    assert frame.set_index("ticker").loc["BABA", "adr_ratio"] == 8.0


@pytest.mark.parametrize(
    ("changes", "place", "accepted"),
    [
        ({"ticker": "nvda"}, "ticker: 'nvda'", "a ticker in capital letters, such as NVDA, ^SOX or NG=F"),
        ({"ticker": "AVGO"}, "ticker: 'AVGO'", "it must occur once"),
        ({"name": ""}, "name: ''", "filled in"),
        ({"segment": "banks"}, "segment: 'banks'", "platforms or software and other for the kind company"),
        ({"segment": "fund"}, "segment: 'fund'", "for the kind company"),
        ({"kind": "firm"}, "kind: 'firm'", "company, fund, index, other or share_class"),
        ({"calendar": "NYSE"}, "calendar: 'NYSE'", "XNYS, CMES or FX"),
        ({"currency": "usd"}, "currency: 'usd'", "USD or JPY per USD"),
        ({"cik": "0"}, "cik: '0'", "a positive whole number"),
        ({"adr_ratio": "-5"}, "adr_ratio: '-5'", "a number above 0"),
    ],
)
def test_a_malformed_member_is_named(damage: Damage, changes: dict[str, str], place: str, accepted: str) -> None:
    line = 3 if changes.get("ticker") == "AVGO" else 2
    path = damage("universe.csv", 2, **changes)
    with pytest.raises(CatalogError) as caught:
        read_universe(path)
    assert str(caught.value).startswith(f"universe.csv, line {line}, {place} ")
    assert accepted in str(caught.value)
