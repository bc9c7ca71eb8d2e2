"""Days beside each other, by hand arithmetic, against other libraries, and as properties."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from dashboard import day_tables
from dashboard.catalog import ShareCount, load_universe
from dashboard.study.day_comparison import UNITS, Span, companies, counted, figures, segments
from dashboard.study.share_counts import share_count_steps
from dashboard.tables import load_prices
from tests.support.panels import NAN, panel

# Sessions: 2, 3, 6, 7, 8, 10, 13 Jan 2025. The first span is the 3rd, the second runs from the 7th to the 8th.
ONE, TWO = Span(date(2025, 1, 3), date(2025, 1, 3)), Span(date(2025, 1, 7), date(2025, 1, 8))
PRICES = panel(
    {
        "NVDA": [100, 80, 90, 95, 81, 90, 100],
        "AVGO": [100, 95, 100, 60, 50, 90, 99],
        "VRT": [100, 85, 100, 104, 103, 100, 100],
        "AAPL": [100, 102, 100, 90, 89, 80, 80],
        "GEV": [NAN, NAN, 100, 90, 90, 90, 90],
        "RSP": [100, 100.5, 100, 100, 98, 98, 98],
        "^GSPC": [100, 98, 100, 99, 95, 95, 95],
        "^IXIC": [100, 97, 100, 99, 94, 94, 94],
        "^SOX": [100, 90, 100, 99, 93, 93, 93],
        "^VIX": [15, 18, 16, 30, 40, 40, 40],
    }
)
CHOSEN = ("NVDA", "AVGO", "VRT", "AAPL", "GEV")


def count(ticker: str, shares: int, filed: date) -> ShareCount:
    return ShareCount(ticker, shares, filed, filed, "10-Q", filed, "sec_cover", None)


STEPS = share_count_steps(
    (
        count("NVDA", 10**9, date(2024, 12, 1)),
        count("AVGO", 2 * 10**9, date(2024, 12, 1)),
        count("VRT", 10**9, date(2025, 1, 7)),  # too late for either span's session before
        count("AAPL", 10**9, date(2025, 1, 6)),
    ),
    PRICES.split,
)


def table() -> pd.DataFrame:
    return companies(PRICES, (ONE, TWO), CHOSEN, load_universe(), STEPS)


def values() -> pd.DataFrame:
    return figures(PRICES, (ONE, TWO), table()).set_index("measure")[["value_1", "value_2"]]


def test_each_company_in_each_span() -> None:
    frame = table().set_index("ticker")
    assert frame["compared"].to_dict() == {"NVDA": True, "AVGO": True, "VRT": True, "AAPL": True, "GEV": False}
    assert frame["ret_1"].tolist()[:4] == pytest.approx([-0.2, -0.05, -0.15, 0.02])
    # From the close of the 6th to that of the 8th.
    assert frame["ret_2"].tolist() == pytest.approx([-0.1, -0.5, 0.03, -0.11, -0.1])
    assert frame.loc["NVDA", ["loss_bn_1", "loss_bn_2"]].tolist() == pytest.approx([20.0, 9.0])
    assert frame.loc["AVGO", ["loss_bn_1", "loss_bn_2"]].tolist() == pytest.approx([10.0, 100.0])
    assert frame.loc["VRT", ["loss_bn_1", "loss_bn_2"]].isna().all()
    assert np.isnan(frame.loc["AAPL", "loss_bn_1"])
    assert frame.loc["AAPL", "loss_bn_2"] == pytest.approx(11.0)  # known on the 6th, the session before
    # Counted from the session before the span; of a run, only from its last session on.
    assert frame.loc["NVDA", ["sessions_1", "sessions_2"]].tolist() == [6, 3]
    assert frame.loc["VRT", ["sessions_1", "sessions_2"]].tolist() == [2, 2]
    assert frame.loc["AAPL", "sessions_1"] == 1
    assert pd.isna(frame.loc["AAPL", "sessions_2"])
    assert frame.loc["GEV", ["ret_1", "sessions_1"]].isna().all()


def test_the_key_figures_by_hand() -> None:
    found = values()
    assert list(found.index) == list(UNITS)
    first, second = found["value_1"], found["value_2"]
    assert (first["companies"], first["fell"], first["fell_share"], first["fell_far"]) == (4, 3, 0.75, 2)
    assert (second["companies"], second["fell"], second["fell_far"]) == (4, 3, 2)  # exactly -10 % is not far
    assert first["median_ret"] == pytest.approx(-0.1)
    assert first["mean_ret"] == pytest.approx(-0.38 / 4)
    assert second["dispersion"] == pytest.approx(np.std([-0.1, -0.5, 0.03, -0.11], ddof=1))
    assert (first["ret_equal_weight"], second["ret_equal_weight"]) == (pytest.approx(0.005), pytest.approx(-0.02))
    assert (first["ret_sp500"], second["ret_semiconductors"]) == (pytest.approx(-0.02), pytest.approx(-0.07))
    assert (second["vix_before"], second["vix_after"], second["vix_change"]) == (16, 40, 24)
    # Of the three that fell first, two were back after two sessions, and all after six.
    assert (first["half_back"], first["not_back"]) == (2, 0)
    assert second["not_back"] == 2
    assert np.isnan(second["half_back"])


def test_the_rank_correlation_is_spearmans() -> None:
    same = table().query("compared")
    expected = stats.spearmanr(same["ret_1"], same["ret_2"]).statistic
    assert values().loc["rank_correlation"].tolist() == pytest.approx([1.0, expected])


def test_dollars_are_those_of_the_same_companies() -> None:
    counts, enough = counted(table(), 2)
    # Two of four have a count before the first span, three before the second: both have sums, of the two alone.
    assert enough == (True, True)
    assert table().loc[counts, "ticker"].tolist() == ["NVDA", "AVGO"]
    found = values()
    assert found.loc["with_count"].tolist() == [2, 3]
    assert found.loc["counted"].tolist() == [2, 2]
    assert found.loc["lost_bn"].tolist() == pytest.approx([30.0, 109.0])
    assert found.loc["gained_bn"].tolist() == [0, 0]
    assert found.loc["net_bn"].tolist() == pytest.approx([30.0, 109.0])
    assert found.loc["largest_share"].tolist() == [1, 1]


def test_a_span_in_which_few_have_a_count_has_no_dollars() -> None:
    few = table().assign(loss_bn_1=[20.0, NAN, NAN, NAN, NAN])
    counts, enough = counted(few, 2)
    assert enough == (False, True)
    assert few.loc[counts, "ticker"].tolist() == ["NVDA", "AVGO", "AAPL"]  # the second span's alone count
    found = figures(PRICES, (ONE, TWO), few).set_index("measure")
    assert found.loc[["counted", "lost_bn", "largest_share"], "value_1"].isna().all()
    assert found.loc["with_count", "value_1"] == 1
    assert found.loc["lost_bn", "value_2"] == pytest.approx(120.0)
    assert segments(few, 2)["loss_bn_1"].isna().all()


def test_segments() -> None:
    found = segments(table(), 2).set_index("segment")
    assert found["companies"].to_dict() == {"chips": 2, "grid and cooling": 1, "platforms": 1}  # GE Vernova is left out
    chips = found.loc["chips"]
    assert (chips["ret_1"], chips["ret_2"]) == (pytest.approx(-0.125), pytest.approx(-0.3))
    assert (chips["fell_1"], chips["fell_2"], chips["loss_bn_2"]) == (2, 2, pytest.approx(109.0))
    assert found.loc["platforms", ["fell_1", "fell_2"]].tolist() == [0, 1]
    assert np.isnan(found.loc["platforms", "loss_bn_2"])  # no count before the first span


def test_nobody_to_compare_is_no_error() -> None:
    late = companies(PRICES, (ONE,), ("GEV",), load_universe(), STEPS)
    found = figures(PRICES, (ONE,), late).set_index("measure")["value_1"]
    assert found["companies"] == 0
    assert found[["median_ret", "half_back", "largest_share"]].isna().all()
    assert found["ret_sp500"] == pytest.approx(-0.02)
    assert segments(late, 1).empty


closes = st.lists(st.lists(st.integers(1, 9).map(float), min_size=4, max_size=4), min_size=4, max_size=12)


@given(closes)
def test_a_run_of_sessions_compounds_its_sessions(rows: list[list[float]]) -> None:
    names = ("NVDA", "AVGO", "VRT", "AAPL")
    made = panel({name: [row[place] for row in rows] for place, name in enumerate(names)})
    days = [session.date() for session in made.dates]
    spans = (Span(days[1], days[1]), Span(days[2], days[2]), Span(days[1], days[2]))
    found = companies(made, spans, names, load_universe(), STEPS)
    np.testing.assert_allclose((1 + found["ret_1"]) * (1 + found["ret_2"]) - 1, found["ret_3"], atol=1e-12)
    # Dollars at one count add up too, where it is known (before the first session of all).
    both = found[["loss_bn_1", "loss_bn_2", "loss_bn_3"]].dropna()
    np.testing.assert_allclose(both["loss_bn_1"] + both["loss_bn_2"], both["loss_bn_3"], atol=1e-9)
    measures = figures(made, spans, found).set_index("measure")
    for place in (1, 2, 3):
        value = measures[f"value_{place}"]
        assert value["net_bn"] == pytest.approx(value["lost_bn"] - value["gained_bn"], nan_ok=True)
        assert value["fell_far"] <= value["fell"] <= value["companies"] == 4
        assert 0 <= value["not_back"] <= value["fell"]


def test_the_days_of_the_catalogue() -> None:
    found = day_tables.compared_figures(load_prices()).set_index("measure")
    # Closes of RSP: 182.19 and 182.31; 166.77 and 162.83 (2 and 5 Aug 2024); 174.86 and 157.18 (2 and 4 Apr 2025).
    assert found.loc["ret_equal_weight"].tolist()[1:] == pytest.approx(
        [182.31 / 182.19 - 1, 162.83 / 166.77 - 1, 157.18 / 174.86 - 1]
    )
    # S&P 500: 6,101.24 to 6,012.28; 5,346.56 to 5,186.33; 5,670.97 to 5,074.08.
    assert found.loc["ret_sp500"].tolist()[1:] == pytest.approx(
        [6012.28 / 6101.24 - 1, 5186.33 / 5346.56 - 1, 5074.08 / 5670.97 - 1], abs=1e-5
    )
    assert found.loc["vix_after"].tolist()[1:] == pytest.approx([17.90, 38.57, 45.31])
    nvidia = day_tables.compared_companies(load_prices(), tickers="NVDA").iloc[0]
    assert nvidia["loss_bn_1"] == pytest.approx(24.49 * (142.62 - 118.42))
    assert nvidia["loss_bn_3"] == pytest.approx(24.4 * (110.42 - 94.31))
