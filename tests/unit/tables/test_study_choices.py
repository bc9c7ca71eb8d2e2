"""What a caller of the public interface chooses for an event study: used as meant, or refused in one sentence."""

from __future__ import annotations

import datetime as dt
from typing import Any

import numpy as np
import pandas as pd
import pytest

from dashboard import event_study, load_prices, reactions
from dashboard.errors import DateRangeError, EmptySelectionError, InputError, UnknownTickerError
from dashboard.prices import PricePanel
from dashboard.study_choices import _members, run

NAN = float("nan")


@pytest.fixture(scope="module")
def prices() -> PricePanel:
    return load_prices()


def of_nvidia(*dates: Any) -> pd.DataFrame:
    return pd.DataFrame({"ticker": "NVDA", "date": list(dates)})


@pytest.mark.parametrize(
    "date",
    [
        "2025-01-27",
        dt.date(2025, 1, 27),
        dt.datetime(2025, 1, 27, 9, 30),
        pd.Timestamp("2025-01-27"),
        pd.Timestamp("2025-01-27 16:00", tz="America/New_York"),
        np.datetime64("2025-01-27", "us"),
        "2025-01-26",
    ],
)
def test_a_date_in_any_form_is_that_day(prices: PricePanel, date: Any) -> None:
    row = event_study(prices, events=of_nvidia(date)).iloc[0]
    assert (round(100 * row["car"], 2), round(row["t"], 2)) == (-13.25, -5.17)
    assert row["group"] == "events"


def test_tickers_are_read_as_elsewhere_and_other_columns_are_not(prices: PricePanel) -> None:
    events = of_nvidia("2025-01-27").assign(ticker=" nvda ", note="a remark")
    events.index = pd.Index([7])
    assert event_study(prices, events=events)["ticker"].tolist() == ["NVDA"]


EVENTS = of_nvidia("2025-01-27")


@pytest.mark.parametrize(
    ("events", "kind", "sentence"),
    [
        (EVENTS.drop(columns="date"), InputError, "The events need one column 'date' and have the columns ticker; "),
        (EVENTS.rename(columns={"ticker": "symbol"}), InputError, "The events need one column 'ticker' and have "),
        (pd.concat([EVENTS, EVENTS["date"]], axis=1), InputError, "The events need one column 'date' and have "),
        (pd.DataFrame(), InputError, "The events need one column 'ticker' and have the columns none; "),
        (EVENTS[:0], EmptySelectionError, "The events have no row; "),
        (of_nvidia("27.01.2025"), InputError, "The column date of the events: '27.01.2025' is not a date; "),
        (of_nvidia("2025-01-27", None), InputError, "The column date of the events: nan is not a date; "),
        (
            of_nvidia(pd.Timestamp("2025-01-27"), pd.NaT),
            InputError,
            "The column date of the events: NaT is not a date; ",
        ),
        (of_nvidia(20250127), InputError, "The column date of the events: 20250127 is not a date; "),
        (EVENTS.assign(ticker=5), InputError, "The column ticker of the events holds 5; "),
        (EVENTS.assign(ticker=None), InputError, "The column ticker of the events holds None; "),
        (EVENTS.assign(ticker="NVDAA"), UnknownTickerError, "There is no series 'NVDAA'; "),
        (EVENTS.assign(ticker="segment:chips"), UnknownTickerError, "There is no series 'segment:chips'; "),
        (of_nvidia("1999-01-22"), DateRangeError, "The event of NVDA on 1999-01-22 is outside the prices; "),
        (of_nvidia("2025-01-27", "2025-01-27"), InputError, "The events give NVDA on 2025-01-27 twice; "),
        (
            of_nvidia("2025-01-27", "2025-01-25"),
            InputError,
            "The events of NVDA on 2025-01-27 and on 2025-01-25 have the same session, 2025-01-27; ",
        ),
        ({"ticker": ["NVDA"]}, InputError, "{'ticker': ['NVDA']} is no table of events; "),
    ],
)
def test_events_that_cannot_be_used(prices: PricePanel, events: Any, kind: type[InputError], sentence: str) -> None:
    with pytest.raises(InputError) as caught:
        event_study(prices, events=events)
    assert type(caught.value) is kind
    assert str(caught.value).startswith(sentence)
    assert "\n" not in str(caught.value)


def test_one_company_on_two_sessions_and_two_on_one_are_four_events(prices: PricePanel) -> None:
    events = pd.DataFrame(
        {"ticker": ["NVDA", "NVDA", "AMD", "AMD"], "date": ["2025-01-27", "2025-01-28", "2025-01-27", "2025-01-28"]}
    )
    assert event_study(prices, events=events)["status"].tolist() == ["ok"] * 4


def test_a_portfolio_of_different_sessions_says_why_there_is_none(prices: PricePanel) -> None:
    apart = pd.DataFrame({"ticker": ["NVDA", "AMD"], "date": ["2025-01-27", "2024-10-30"]})
    together = apart.assign(date="2025-01-27")
    rows = [
        event_study(prices, events=events, table="groups").set_index("statistic").loc["portfolio"]
        for events in (apart, together)
    ]
    assert rows[0]["note"].endswith(
        "Event sessions differ, so there is no one session on which a portfolio could be tested."
    )
    assert np.isnan(rows[0]["value"])
    assert np.isfinite(rows[1]["value"])


FIGURES = pd.DataFrame({"size": [1.0, 2.0, 4.0]}, index=["NVDA", "AMD", "AVGO"])


@pytest.mark.parametrize(
    ("figures", "sentence"),
    [
        (FIGURES.replace(2.0, np.inf), "The exposure 'size' of AMD is inf; "),
        (FIGURES.replace(2.0, -np.inf), "The exposure 'size' of AMD is -inf; "),
        (FIGURES.astype(object).replace(2.0, "big"), "The exposure 'size' of AMD is big; "),
        (FIGURES.assign(size=pd.Timestamp("2025-01-27")), "The exposure 'size' of NVDA is 2025-01-27"),
        (pd.concat([FIGURES, FIGURES[:1]]), "The exposures give the row NVDA twice; "),
        (pd.concat([FIGURES, FIGURES], axis=1), "The exposures give the column size twice; "),
        (FIGURES[[]], "The exposures have no column; "),
        (FIGURES.set_axis(["A", "B", "C"]), "The exposures name none of the chosen companies; "),
        (FIGURES * NAN, "The exposures name none of the chosen companies; "),
        ("beta:", "The exposure 'beta:' names no series; write beta:TICKER"),
        ("beta: ", "The exposure 'beta: ' names no series; "),
        ("size", "There is no exposure 'size'; "),
        (5, "There is no exposure 5; "),
    ],
)
def test_exposures_that_cannot_be_used(prices: PricePanel, figures: Any, sentence: str) -> None:
    with pytest.raises(InputError) as caught:
        event_study(prices, tickers="NVDA,AMD,AVGO", exposure=figures)
    assert str(caught.value).startswith(sentence)


def test_figures_of_any_numeric_kind_are_exposures(prices: PricePanel) -> None:
    forms = [FIGURES, FIGURES.astype("Int64"), FIGURES.astype(int), FIGURES.astype(str), FIGURES.astype(object)]
    slopes = [
        event_study(prices, tickers="NVDA,AMD,AVGO", exposure=form, table="exposure")["slope"].iloc[-1]
        for form in forms
    ]
    assert slopes == [slopes[0]] * len(forms)
    car = event_study(prices, tickers="NVDA,AMD,AVGO")["car"]
    assert slopes[0] == pytest.approx(np.polyfit([1.0, 2.0, 4.0], car, 1)[0])


@pytest.mark.parametrize(
    ("figures", "why"),
    [
        (FIGURES * 0 + 5, "the exposure does not differ between the companies"),
        (FIGURES.replace(4.0, NAN), "needs at least 3 companies with an exposure and has 2"),
        (FIGURES.assign(half=FIGURES["size"] / 2), "needs at least 4 companies with every exposure and has 3"),
    ],
)
def test_a_table_without_a_slope_is_refused_with_the_reason(
    prices: PricePanel, figures: pd.DataFrame, why: str
) -> None:
    with pytest.raises(InputError) as caught:
        event_study(prices, tickers="NVDA,AMD,AVGO", exposure=figures, table="exposure")
    assert why in str(caught.value)


def test_tickers_beside_groups_are_refused(prices: PricePanel) -> None:
    with pytest.raises(InputError, match="Tickers and groups were both given; give one of them"):
        event_study(prices, tickers="AMD", groups={"a": "NVDA"})


@pytest.mark.parametrize(
    ("choices", "sentence"),
    [
        ({"model": "ff3", "benchmark": "^GSPC"}, "The model ff3 uses no benchmark, and ^GSPC was given; leave it out"),
        ({"model": "ff3", "benchmark": "NOPE"}, "The model ff3 uses no benchmark, and NOPE was given; "),
        ({"model": "mean_adjusted", "benchmark": "QQQ"}, "The model mean_adjusted uses no benchmark, and QQQ "),
        ({"sector": "^SOX"}, "The model market_model uses no sector index, and ^SOX was given; "),
        ({"model": "two_factor", "sector": "NOPE"}, "There is no series 'NOPE'; "),
        ({"benchmark": "NOPE"}, "There is no series 'NOPE'; "),
    ],
)
def test_an_index_is_used_or_refused(prices: PricePanel, choices: dict[str, Any], sentence: str) -> None:
    for call in (lambda: event_study(prices, tickers="NVDA", **choices), lambda: reactions(prices, **choices)):
        with pytest.raises(InputError) as caught:
            call()
        assert str(caught.value).startswith(sentence)


@pytest.mark.parametrize(
    ("choices", "sentence"),
    [
        ({"flips": -3}, "The choice flips is -3; give a whole number from 0 to 10000000."),
        ({"flips": 2.5}, "The choice flips is 2.5; "),
        ({"flips": True}, "The choice flips is True; "),
        ({"seed": "x"}, "The choice seed is 'x'; give a whole number from 0 to 4294967295."),
        ({"seed": -1}, "The choice seed is -1; "),
        ({"min_obs": 120.5}, "The choice min_obs is 120.5; "),
        ({"min_obs": "120"}, "The choice min_obs is '120'; "),
        ({"windows": [(0.5, 1)]}, "(0.5, 1) is not a window; "),
        ({"windows": [(0,)]}, "(0,) is not a window; "),
        ({"windows": [("a", "b")]}, "('a', 'b') is not a window; "),
        ({"windows": [None]}, "None is not a window; "),
        ({"windows": [(0, 100_000)]}, "The window 0:100000 reaches further than 99999 sessions from the event; "),
        ({"windows": "0:0"}, "'0:0' is no list of windows; "),
        ({"windows": 5}, "5 is no list of windows; "),
        ({"estimation": None}, "None is not a window; "),
        ({"estimation": "-270"}, "'-270' is not a window; "),
        ({"groups": 5}, "5 are no groups; "),
        ({"benchmark": 5}, "5 is not a ticker; "),
    ],
)
def test_a_value_of_another_kind_is_one_sentence(prices: PricePanel, choices: dict[str, Any], sentence: str) -> None:
    with pytest.raises(InputError) as caught:
        event_study(prices, tickers=None if "groups" in choices else "NVDA", **choices)
    assert str(caught.value).startswith(sentence)
    assert "\n" not in str(caught.value)


def test_numbers_of_numpy_and_lists_are_windows_too(prices: PricePanel) -> None:
    plain = event_study(prices, tickers="NVDA", windows=[(0, 1)], estimation=(-270, -21))
    same = event_study(
        prices, tickers="NVDA", windows=[[np.int64(0), np.int64(1)]], estimation="-270:-21", min_obs=np.int64(120)
    )
    pd.testing.assert_frame_equal(plain, same)


def test_finding_the_members_of_groups_takes_time_in_proportion_to_them() -> None:
    """Each ticker is looked at once for each column and each group that it is in, however many there are."""

    class Counted(str):
        __slots__ = ()
        looked_at = 0

        def __hash__(self) -> int:
            return str.__hash__(self)

        def __eq__(self, other: object) -> bool:
            Counted.looked_at += 1
            return str.__eq__(self, other)

    columns = [Counted(f"T{number}") for number in range(2_000)]
    groups = {f"g{start}": [Counted(f"T{number}") for number in range(start, 2_000, 4)] for start in range(4)}
    found = _members([*columns, columns[5]], groups)
    assert found["g1"].tolist() == [*range(1, 2_000, 4), 2_000]
    assert Counted.looked_at < 10_000


def test_a_window_past_the_prices_is_a_note(prices: PricePanel) -> None:
    def notes(windows: tuple[str, ...], **choices: Any) -> tuple[str, ...]:
        return run(prices, "2025-12-30", "NVDA" if "events" not in choices else None, windows=windows, **choices).notes

    assert notes(("0:0", "0:1")) == ()
    ending = "choose an earlier event or a shorter window."
    assert notes(("0:2",)) == (f"The prices end on 31 Dec 2025, before the event window 0:2 does; {ending}",)
    assert notes(("0:0", "0:2", "0:9")) == (
        f"The prices end on 31 Dec 2025, before the event windows 0:2 and 0:9 do; {ending}",
    )
    own = of_nvidia("2025-12-30", "2025-01-27")
    assert notes(("0:2",), events=own) == (
        f"The prices end on 31 Dec 2025, before the event window 0:2 does for 1 of 2 events; {ending}",
    )
