"""The checks on the catalogue, through made-up claims on records, rates, events and figures that are made up too."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pandas as pd
import pytest

from dashboard.catalog import Figure, load_events, load_figures
from dashboard.catalog.claims import Rule
from dashboard.record_tables import records
from dashboard.study.claims import Computed, Evidence, Gap
from dashboard.study.claims.rules import judge
from dashboard.study.claims.verdicts import CHECKS
from tests.support.claims import counts, definition, evidence, imported, made_up
from tests.support.panels import NAN

DAY = dt.date(2025, 1, 6)
NO_RATE = "there is no figure for US dollar in yen (JPY=X), close"
SMALL = imported(
    {"NVDA": [100.0, 200.0, 150.0], "AAPL": [10.0, 10.0, 11.0], "JPY=X": [150.0, NAN, 156.0], "EUR=X": [NAN, NAN, NAN]}
)
COUNTS = counts(("NVDA", "2024-12-02", 3.0e9, "2024-11-29"), ("AAPL", "2024-12-02", 1.0e9, "2024-11-29"))


def reports(*rows: tuple[str, str, str, float]) -> pd.DataFrame:
    """Return reported losses by id, ticker, day and billions, one of them from memory."""
    frame = pd.DataFrame(rows, columns=["id", "ticker", "date", "loss_bn"])
    told = {"company": frame["ticker"], "reported_as": "press", "source": "paper", "status": "verified", "ret": NAN}
    return frame.assign(date=pd.to_datetime(frame["date"]).astype("datetime64[us]"), **told)


# NVDA lost 50 x 3 = 150 bn on 6 January.
RECORDS = reports(
    ("L1", "NVDA", "2025-01-06", 151.0),  # the day itself, reported differently
    ("L2", "META", "2022-02-03", 140.0),
    ("L3", "META", "2022-02-03", 120.0),
    ("L4", "AAPL", "2020-09-03", 100.0),
    ("L5", "MSFT", "2026-01-29", 999.0),  # later
)


def figure(key: str, value: str, **changes: Any) -> Figure:
    return replace(load_figures()["v3-gpu-hours"], key=key, value=value, **changes)


FIGURES = {
    one.key: one
    for one in (
        figure("a", "2.5", as_of="2025"),
        figure("b", "4", unit="USD m"),
        figure("least", "100", bound="more_than", unit="USD m"),
        figure("nothing", "0"),
        figure("word", "H800"),
        figure("month", "2023-10"),
        figure("recalled", "115", status="recalled", source=None, as_of="2022-02-03"),
        figure("low", "20.5"),
        figure("high", "21.5"),
    )
}
TABLE = {
    one.key: one
    for one in (
        figure("v3", "90.2", measure="score", as_of="2024-12"),
        figure("other", "80", measure="score", as_of="2024-12"),
        figure("same", "90.2", measure="score", as_of="2024-12"),
        figure("r1", "97.3", measure="score", as_of="2025-01"),
        figure("hours", "99", measure="hours", as_of="2024-12"),
    )
}


@pytest.fixture(scope="module")
def small() -> Evidence:
    return evidence(SMALL, counts=COUNTS, records=RECORDS, figures={**FIGURES, **TABLE})


def found(evidence_: Evidence, check: str, day: dt.date | None = DAY, **arguments: str) -> Any:
    one = definition(check, **arguments)
    return CHECKS[check](evidence_, made_up(one), day, one.arguments)


def test_the_place_of_a_loss_among_those_reported_until_then(small: Evidence) -> None:
    result = found(small, "record_rank", ticker="NVDA")
    assert result.value == "1"  # 150 against 140; its own report and the later one do not count
    assert [(one.name, one.value) for one in result.quantities] == [
        ("loss", 150.0), ("reported_1", 140.0), ("reported_2", 100.0),
    ]  # fmt: skip
    more = replace(small, records=reports(("L1", "META", "2022-02-03", 150.1), ("L2", "AAPL", "2020-09-03", 200.0)))
    assert found(more, "record_rank", ticker="NVDA").value == "3"
    same = replace(small, records=reports(("L1", "META", "2022-02-03", 150.0)))
    assert found(same, "record_rank", ticker="NVDA").value == "1"


@pytest.mark.parametrize("check", ["record_rank", "record_ratio"])
def test_a_record_needs_a_loss_and_a_day(small: Evidence, check: str) -> None:
    more = {"against": "previous"} if check == "record_ratio" else {}
    assert found(small, check, ticker="TSM", **more) == Gap("no prices of TSM are stored")
    assert found(small, check, None, ticker="NVDA", **more) == Gap("the day is not among the stored sessions")
    assert found(small, check, dt.date(2025, 1, 5), ticker="NVDA", **more) == Gap(
        "2025-01-05 is not among the stored sessions"
    )


def test_without_other_reports_there_is_no_record(small: Evidence) -> None:
    for nothing in (RECORDS.iloc[:0], RECORDS.iloc[:1], RECORDS.iloc[4:]):
        bare = replace(small, records=nothing)
        assert found(bare, "record_rank", ticker="NVDA") == Gap("no other loss was reported up to then")
        assert found(bare, "record_ratio", ticker="NVDA", against="previous") == Gap("no loss was reported before")


def test_the_ratio_to_the_record_until_then(small: Evidence) -> None:
    result = found(small, "record_ratio", ticker="NVDA", against="previous")
    assert result.value == pytest.approx(150 / 140)
    assert result.objection == ""
    assert found(small, "record_ratio", ticker="NVDA", against="L2").value == pytest.approx(150 / 140)
    assert found(small, "record_ratio", ticker="NVDA", against="L9") == Gap("the catalogue has no record L9")


def test_another_report_of_the_records_own_day_is_the_record_too(small: Evidence) -> None:
    result = found(small, "record_ratio", ticker="NVDA", against="L3")
    assert result.value == pytest.approx(150 / 120)
    assert result.objection == ""


def test_what_was_not_the_record_is_objected_to(small: Evidence) -> None:
    result = found(small, "record_ratio", ticker="NVDA", against="L4")
    assert result.value == pytest.approx(1.5)
    assert result.quantity(result.objection).value == 140.0
    assert judge(made_up(claimed="1", rule=Rule("at least")), result) == "wrong"


def test_a_reported_loss(small: Evidence) -> None:
    result = found(small, "reported_loss", record="L3")
    assert (result.value, result.formula, result.quantities[0].source) == (120.0, "loss", "L3: press")
    assert found(small, "reported_loss", record="L9") == Gap("the catalogue has no record L9")
    bare = replace(small, records=records())
    recalled = found(bare, "reported_loss", record="L30").quantities[0]
    assert (recalled.source, recalled.recalled) == ("L30: from memory", True)
    assert found(bare, "reported_loss", record="L31").quantities[0].source == "L31: catenaa.com gives −7 %".replace(
        "−", "-"
    )


MONTH = {"pair": "JPY=X", "start": "2025-01-01", "end": "2025-01-31"}


@pytest.mark.parametrize(
    ("amount", "base", "implied", "nearest"),
    [("930", "6", 155.0, 155.0), ("87000", "589", 87000 / 589, 150.0), ("3200", "20", 160.0, 156.0),
     ("150", "1", 150.0, 150.0)],
)  # fmt: skip
def test_the_rate_that_amounts_imply(small: Evidence, amount: str, base: str, implied: float, nearest: float) -> None:
    # closes of the month: 150 and 156, that of 3 January being unknown
    result = found(small, "implied_rate", amount=amount, base=base, **MONTH)
    assert result.value == pytest.approx(nearest)
    assert result.compared == pytest.approx(implied)
    assert [result.quantity(name).dated for name in ("lowest", "highest")] == ["2025-01-02", "2025-01-06"]
    assert {one.origin for one in result.quantities} == {"claimed", "stored"}


def test_a_catalogued_rate_or_range(small: Evidence) -> None:
    single = found(small, "implied_rate", amount="37270", base="240", rate="recalled")
    assert (single.value, single.compared) == (115.0, pytest.approx(155.2917, abs=1e-4))
    assert single.quantity("rate").recalled
    for amount, value in (("210", 21.0), ("190", 20.5), ("230", 21.5)):
        assert found(small, "implied_rate", amount=amount, base="10", low="low", high="high").value == value


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        ({**MONTH, "pair": "GBP=X"}, "no rate GBP=X is stored"),
        ({**MONTH, "pair": "EUR=X"}, "no rate EUR=X is stored from 2025-01-01 to 2025-01-31"),
        ({**MONTH, "start": "2025-02-01"}, "no rate JPY=X is stored from 2025-02-01 to 2025-01-31"),
        ({"rate": "nowhere"}, "the catalogue has no figure nowhere"),
        ({"low": "nowhere", "high": "high"}, "the catalogue has no figure nowhere"),
        ({"low": "low", "high": "nowhere"}, "the catalogue has no figure nowhere"),
        ({"low": "low", "high": "word"}, "there is no figure for DeepSeek-V3, GPU hours, 2024-12-26"),
    ],
)
def test_what_has_no_rate_says_why(small: Evidence, arguments: dict[str, str], reason: str) -> None:
    assert found(small, "implied_rate", amount="930", base="6", **arguments) == Gap(reason)


def test_amounts_of_nothing_imply_no_rate(small: Evidence) -> None:
    for arguments in (MONTH, {"rate": "recalled"}, {"low": "low", "high": "high"}):
        assert found(small, "implied_rate", amount="930", base="0", **arguments) == Gap(
            "a figure that it is divided by is 0"
        )


def test_the_months_between_two_launches(small: Evidence) -> None:
    # 12 September 2024 to 20 January 2025: 18 + 31 + 30 + 31 + 20 = 130 days
    result = found(small, "interval", start="o1-preview", end="deepseek-r1")
    assert result.value == pytest.approx(130 / 30.4375)
    assert (result.quantity("days").value, result.quantity("end").value) == (130.0, "2025-01-20")
    assert found(small, "interval", start="deepseek-r1", end="o1-preview").value == pytest.approx(-130 / 30.4375)
    unknown = Gap("the day of one of the two is not known")
    assert found(small, "interval", start="nothing", end="deepseek-r1") == unknown
    assert found(small, "interval", start="o1-preview", end="nothing") == unknown


def dated(key: str, date: str) -> Any:
    event = next(one for one in load_events() if one.key == "deepseek-r1")
    launch = next(one for one in event.dates if one.basis == "launch")
    precision = "day" if len(date) > len("2025-01") else "month"
    return replace(event, key=key, title=key.upper(), dates=(replace(launch, date=date, precision=precision),))


def test_a_launch_of_which_only_the_month_is_known_gives_no_interval(small: Evidence) -> None:
    bare = replace(small, events=(dated("one", "2025-01"), dated("two", "2025-03-01")))
    assert found(bare, "interval", start="one", end="two") == Gap("the day of one of the two is not known")
    assert found(bare, "event_date", event="one").dated == "2025-01"


def test_the_date_of_an_event(small: Evidence) -> None:
    result = found(small, "event_date", event="deepseek-r1")
    assert (result.value, result.dated) == ("2025-01-20", "2025-01-20")
    result = found(small, "event_date", event="deepseek-app-tops-us-app-store", value="1")
    assert (result.value, result.dated) == ("1", "2025-01-26")
    assert found(small, "event_date", event="nothing") == Gap("the catalogue has no launch of nothing")


def test_the_first_of_some_events(small: Evidence) -> None:
    bare = replace(small, events=(dated("late", "2025-03-01"), dated("early", "2025-01-05"), dated("mid", "2025-02")))
    result = found(bare, "first_of", events="late early mid")
    assert (result.value, result.dated) == ("EARLY", "2025-01-05")
    assert [one.what for one in result.quantities] == ["EARLY", "MID", "LATE"]
    assert found(bare, "first_of", events="late nothing") == Gap("the catalogue lacks the launch of one of them")


@pytest.mark.parametrize(
    ("arguments", "value", "margin"),
    [
        ({"formula": "a * b", "a": "a", "b": "b"}, 10.0, 4 * 0.05),
        ({"formula": "100 * (b / a - 1)", "a": "a", "b": "b"}, 60.0, 100 * 4 * (1 / 2.5 - 1 / 2.55)),
        ({"formula": "a", "a": "a"}, 2.5, 0.0),  # alone it is compared as it is printed
        ({"formula": "6 * rate / 100", "rate": "JPY=X@2025-01-06"}, 9.36, 6 * 0.005 / 100),
        ({"formula": "min(a, b) + max(a, b)", "a": "a", "b": "b"}, 6.5, 0.05),
    ],
)
def test_formulas_of_figures(small: Evidence, arguments: dict[str, str], value: float, margin: float) -> None:
    result = found(small, "catalogued", **arguments)
    assert result.value == pytest.approx(value)
    assert result.margin == pytest.approx(margin)


def test_a_figure_that_stands_alone_keeps_its_bound_and_may_be_a_word(small: Evidence) -> None:
    assert found(small, "catalogued", formula="cost", cost="least").bound == "more_than"
    assert found(small, "catalogued", formula="100 * a / cost", a="a", cost="least").bound == "exact"
    assert found(small, "catalogued", formula="chip", chip="word").value == "H800"
    assert found(small, "catalogued", formula="month", month="month").dated == "2023-10"


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        ({"formula": "a * x", "a": "a", "x": "nowhere"}, "the catalogue has no figure nowhere"),
        ({"formula": "a / x", "a": "a", "x": "nothing"}, "a figure that it is divided by is 0"),
        ({"formula": "a * x", "a": "a", "x": "word"}, "there is no figure for DeepSeek-V3, GPU hours, 2024-12-26"),
        ({"formula": "a * x", "a": "a", "x": "GBP=X@2025-01-06"}, "no rate GBP=X is stored for 2025-01-06"),
        (
            {"formula": "x", "x": "JPY=X@2025-01-03"},
            f"{NO_RATE}, 2025-01-03",
        ),
        (
            {"formula": "x", "x": "JPY=X@2024-01-03"},
            f"{NO_RATE}, 2024-01-03",
        ),
    ],
)
def test_what_has_no_formula_says_why(small: Evidence, arguments: dict[str, str], reason: str) -> None:
    assert found(small, "catalogued", **arguments) == Gap(reason)


@pytest.mark.parametrize(("key", "place"), [("v3", "1"), ("same", "1"), ("other", "3"), ("r1", "1"), ("hours", "1")])
def test_the_place_in_a_table_of_one_measure_and_date(small: Evidence, key: str, place: str) -> None:
    result = found(small, "catalogued_rank", figure=key)
    assert result.value == place
    assert len(result.quantities) == {"r1": 1, "hours": 1}.get(key, 3)


@pytest.mark.parametrize("key", ["nowhere", "word"])
def test_what_has_no_place_or_was_never_published_says_why(small: Evidence, key: str) -> None:
    assert found(small, "unpublished", reason="nobody knows") == Gap("nobody knows")
    assert found(small, "catalogued_rank", figure=key) == Gap(f"the catalogue has no figure {key}")


def test_every_value_is_told_with_where_its_figures_come_from(small: Evidence) -> None:
    result = found(small, "catalogued", formula="a * rate", a="recalled", rate="JPY=X@2025-01-06")
    assert isinstance(result, Computed)
    told = [(one.name, one.origin, one.recalled, one.dated, one.source) for one in result.quantities]
    assert told == [
        ("a", "catalogued", True, "2022-02-03", "from memory"),
        ("rate", "stored", False, "2025-01-06", "imported prices as of 2025-01-06"),
    ]
