"""The page on a reader's own holdings: what they lost and became, and that nothing of them gets anywhere else."""

from __future__ import annotations

import io
import json
import logging
from html import unescape
from typing import Any

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from dashboard.ui import holding, load, page
from tests.support.pages import open_page, turn_to

NBSP = "\u202f"


def type_in(text: str, **parameters: str) -> AppTest:
    session = open_page("holdings", **parameters)
    session.text_area[0].set_value(text).run()
    return session


def texts(session: AppTest) -> str:
    return unescape(" ".join(part.proto.body for part in session.get("html")))


def sheet(session: AppTest) -> pd.DataFrame:
    return session.dataframe[0].value.set_index("ticker")


def sentences(session: AppTest) -> list[str]:
    return [note.value.replace("\\", "") for note in (*session.error, *session.info)]


def test_the_example_is_marked_as_one() -> None:
    session = open_page("holdings")
    # NVDA 100 x 24.20, AVGO 50 x 42.57, VRT 60 x 43.72, MSFT 30 x 9.50, NFLX 10 x 10 x 0.57
    lost = 2_420.00 + 2_128.50 + 2_623.20 + 285.00 + 57.00
    assert sheet(session).loc["total", "loss"] == pytest.approx(lost)
    assert session.title[0].value == (
        f"The example’s holdings lost \\$7,513.70 on 27 Jan 2025, 12.9{NBSP}% of their value"
    )
    assert "An example, not your holdings" in texts(session)
    assert "it is in no address, is stored nowhere and written to no log" in session.caption[0].value


def test_holdings_that_are_typed() -> None:
    session = type_in("NVDA 100\nAVGO 50")
    assert session.title[0].value == f"These holdings lost \\$4,548.50 on 27 Jan 2025, 17.2{NBSP}% of their value"
    said = texts(session)
    assert "An example" not in said
    assert f"NVIDIA lost most, $2,420.00: 53.2{NBSP}% of what the losers lost." in said
    rows = sheet(session)
    assert list(rows.index) == ["NVDA", "AVGO", "total"]
    assert rows.loc["NVDA", "sessions"] == 93
    assert rows.loc["total", "value_to"] == pytest.approx(100 * 186.50 + 50 * 346.10)
    (chart,) = session.get("plotly_chart")
    assert chart.proto.alt.startswith(
        "These holdings were back at their value of 24 Jan 2025 after 89 sessions, on 3 Jun 2025."
    )


def test_later_splits_are_multiplied_in() -> None:
    row = sheet(type_in("AVGO 5", event="date", on="2024-06-03")).loc["AVGO"]
    assert (row["shares"], row["later_splits"]) == (5, 10)
    assert row["value_before"] == pytest.approx(50 * 132.855)


def test_the_end_is_in_the_address_and_the_holdings_are_not() -> None:
    session = type_in("NVDA 100", held="2025-04-04")
    assert sheet(session).loc["NVDA", "value_to"] == pytest.approx(9_431.00)
    assert not session.warning
    assert set(session.query_params) == {"held"}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", ["No holding is given; write a ticker and a number of shares, such as NVDA 100."]),
        ("NVDA -5", ["Line 1: '-5' shares of NVDA were sold short; only shares held are counted."]),
        ("NVDA 1\nNOPE 2", ["There is no series 'NOPE'; name one ticker, such as SPY."]),
        ("NVDA 1\nnvda 2", ["Written more than once, so added together: NVDA."]),
    ],
)
def test_what_cannot_be_read_or_was_added_is_one_sentence(text: str, said: list[str]) -> None:
    session = type_in(text)
    assert [one.replace("\\", "") for one in sentences(session)] == said
    assert not session.exception


def test_a_company_that_was_not_listed_is_left_out_and_said() -> None:
    session = type_in("NVDA 1\nGEV 2", event="date", on="2023-06-02")
    assert sentences(session) == ["No close on 2 Jun 2023 or the session before, so left out of all sums: GEV."]
    assert sheet(session).loc["total", "value_before"] == pytest.approx(397.70)
    nothing = type_in("GEV 2", event="date", on="2023-06-02")
    assert nothing.title[0].value == "None of these holdings has a close on 2 Jun 2023 and the session before"
    assert not nothing.get("plotly_chart")


def test_holdings_stay_while_the_reader_looks_at_other_pages() -> None:
    session = type_in("AVGO 7")
    turn_to(session, "methods")
    turn_to(session, "holdings")
    assert session.text_area[0].value == "AVGO 7"
    session.button(key="holdings-example").click().run()
    assert session.text_area[0].value == holding.EXAMPLE


def test_another_reader_sees_the_example() -> None:
    type_in("AVGO 7")
    assert open_page("holdings").text_area[0].value == holding.EXAMPLE


def test_no_cache_and_no_log_holds_holdings(monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    kept: list[Any] = []

    def spy(real: Any) -> Any:
        def called(*args: Any, **kwargs: Any) -> Any:
            kept.append((args, kwargs))
            return real(*args, **kwargs)

        return called

    for name in ("_table", "_shared", "_kept", "_facts"):
        monkeypatch.setattr(load, name, spy(getattr(load, name)))
    monkeypatch.setattr(page, "_replayed_table", spy(page._replayed_table))
    with caplog.at_level(logging.DEBUG):
        session = type_in("AVGO 7654.25\nNVDA 1\nMRVL x77")
        session.text_area[0].set_value("AVGO 7654.25").run()
    assert sheet(session).loc["AVGO", "shares"] == 7654.25
    assert kept  # the controls at the side go through the caches, so the spies work
    assert "7654" not in repr(kept)
    assert "7654" not in caplog.text


class Upload(io.BytesIO):
    """A file as the uploader hands it over."""


def take(content: bytes | None, monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """Run what the uploader runs when a file was chosen, and return the session's state after it."""
    state: dict[str, Any] = {holding._TEXT: "MSFT 1", holding._FILE: None if content is None else Upload(content)}
    monkeypatch.setattr(holding.st, "session_state", state)
    holding._take()
    return state


def test_an_uploaded_file_fills_the_field(monkeypatch: pytest.MonkeyPatch) -> None:
    state = take(b"ticker,shares\nnvda,100\nAVGO,2.50\nNVDA,1\nTSM,0.00000001\n", monkeypatch)
    assert state[holding._TEXT] == "NVDA 101\nAVGO 2.5\nTSM 0.00000001"
    assert state[holding._REFUSAL] == ""


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"ticker,shares\nNVDA,=cmd|' /C calc'!A0\n", "Line 2 of the file: \"=cmd|' /C calc'!A0\" is no number"),
        (b"\x89PNG\r\n\x1a\n\0\0", "The file is no text in UTF-8; save it as CSV in UTF-8."),
        (b"ticker,shares\n" + b"NVDA,1\n" * 20_000, "The file has more than the 100,000 bytes that are read"),
        (b"ticker,shares\nNVDA,-3\n", "Line 2 of the file: '-3' shares of NVDA were sold short"),
    ],
)
def test_an_upload_that_is_refused_changes_nothing(
    content: bytes, sentence: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    state = take(content, monkeypatch)
    assert state[holding._REFUSAL].startswith(sentence)
    assert state[holding._TEXT] == "MSFT 1"


def test_a_file_taken_away_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    assert take(None, monkeypatch)[holding._TEXT] == "MSFT 1"


def test_columns_of_large_amounts_are_wide_enough_for_them() -> None:
    small, large = (type_in(text).dataframe[0].proto.columns for text in ("NVDA 1", "NVDA 1000000000"))
    widths = [{name: one.get("width") for name, one in json.loads(text).items()} for text in (small, large)]
    assert [one["value_before"] for one in widths] == [None, 160]  # "$142,620,000,000.00"
    assert widths[0]["ret"] == widths[1]["ret"]


def test_a_refusal_goes_when_something_else_is_typed() -> None:
    session = open_page("holdings")
    session.session_state[holding._REFUSAL] = "The file begins with 'symbol,q'."
    assert [one.value for one in session.run().error] == ["The file begins with 'symbol,q'."]
    assert list(session.text_area[0].set_value("NVDA 7").run().error) == []
