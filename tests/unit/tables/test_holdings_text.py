"""Holdings as they are written: what is read, what is added together, and what is refused in which words."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from dashboard.errors import InputError
from dashboard.holdings_tables import stored
from dashboard.holdings_text import (
    MOST_BYTES,
    MOST_CHARACTERS,
    MOST_HOLDINGS,
    MOST_SHARES,
    Holdings,
    read_file,
    read_shares,
    read_typed,
)
from dashboard.tables import load_prices

FORM = "write one ticker and one number, such as NVDA 1250.5, without separators of thousands."
HEADING = "begin it with the heading ticker,shares."


@pytest.mark.parametrize(
    "text",
    [
        "NVDA 100\nAVGO 2.5",
        "nvda=100;avgo=2.5",
        "NVDA: 100\n\n  AVGO\t2.5  \n",
        "NVDA, 100\r\nAVGO, 2.5;",
        "NVDA 100 ; AVGO 2.5",
    ],
)
def test_several_ways_to_write_the_same(text: str) -> None:
    assert read_typed(text) == Holdings({"NVDA": 100.0, "AVGO": 2.5})


def test_what_is_written_twice_is_added_and_said() -> None:
    assert read_typed("NVDA 1\nAVGO 2\nnvda 0.5") == Holdings({"NVDA": 1.5, "AVGO": 2.0}, ("NVDA",))


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "No holding is given; write a ticker and a number of shares, such as NVDA 100."),
        (" \n;\n", "No holding is given; write a ticker and a number of shares, such as NVDA 100."),
        ("NVDA 1\nAVGO -5", "Line 2: '-5' shares of AVGO were sold short; only shares held are counted."),
        ("NVDA −5", "Line 1: '−5' shares of NVDA were sold short; only shares held are counted."),
        ("NVDA 0.0", "Line 1: no share of NVDA is held; leave the line out, or give its shares."),
        ("NVDA 1e9", "Line 1: '1e9' is no number of shares; write digits, and a point before parts of a share."),
        ("NVDA nan", "Line 1: 'nan' is no number of shares; write digits, and a point before parts of a share."),
        ("NVDA ٣", "Line 1: '٣' is no number of shares; write digits, and a point before parts of a share."),
        ("NVDA 1_000", "Line 1: '1_000' is no number of shares; write digits, and a point before parts of a share."),
        (
            "NVDA 1000000001",
            "Line 1: more than 1,000,000,000 shares of NVDA are more than anybody's own; check the number.",
        ),
        (
            "NVDA 1,000",
            f"Line 1 reads 'NVDA 1 000'; {FORM}",
        ),
        ("<script> 5", "Line 1: '<script>' is no ticker; write one such as NVDA."),
    ],
)
def test_what_cannot_be_read_is_named(text: str, sentence: str) -> None:
    with pytest.raises(InputError) as refused:
        read_typed(text)
    assert str(refused.value) == sentence


def test_too_much_is_refused() -> None:
    with pytest.raises(InputError, match="more than the 10,000 that are read"):
        read_typed("x" * (MOST_CHARACTERS + 1))
    with pytest.raises(InputError, match="more than the 200 holdings"):
        read_file(b"ticker,shares\n" + b"".join(b"T%d,1\n" % k for k in range(MOST_HOLDINGS + 1)))
    assert len(read_file(b"ticker,shares\n" + b"".join(b"T%d,1\n" % k for k in range(MOST_HOLDINGS))).shares) == 200


def test_a_file_with_more_columns_and_another_delimiter() -> None:
    content = '\ufeffName;Shares;Ticker\n"NVIDIA; the chips";100;nvda\n\nBroadcom; 2.5 ;AVGO\n'.encode()
    assert read_file(content) == Holdings({"NVDA": 100.0, "AVGO": 2.5})


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "The file is empty; give a heading ticker,shares and a line for each holding."),
        (b"\n\n", "The file is empty; give a heading ticker,shares and a line for each holding."),
        (b"ticker,shares\n", "No holding is given; write a ticker and a number of shares, such as NVDA 100."),
        (b"NVDA,100\n", f"The file begins with 'NVDA,100'; {HEADING}"),
        (b"ticker;ticker;shares\n", f"The file begins with 'ticker;ticker;shares'; {HEADING}"),
        (b"ticker,shares\nNVDA,1\n=1+1,5\n", "Line 3 of the file: '=1+1' is no ticker; write one such as NVDA."),
        (
            b'ticker,shares\n"=HYPERLINK(""http://x"")",5\n',
            "Line 2 of the file: '=HYPERLINK(\"http://x\")' is no ticker; write one such as NVDA.",
        ),
        (
            b"ticker,shares\nNVDA,=5+5\n",
            "Line 2 of the file: '=5+5' is no number of shares; write digits, and a point before parts of a share.",
        ),
        (
            b"ticker,shares\nNVDA,1,000\n",
            "Line 2 of the file has more cells than the heading; write numbers without separators of thousands.",
        ),
        (b"ticker,shares\nNVDA\n", f"Line 2 of the file reads 'NVDA'; {FORM}"),
        (b'ticker,shares\n"NVDA,100\n', "Line 2 of the file is no CSV (unexpected end of data); save the file anew."),
        (b"ticker,shares\nNVDA,\xff\n", "The file is no text in UTF-8; save it as CSV in UTF-8."),
        (b"ticker,shares\nNVDA,1\0\n", "The file holds bytes that are no text; save it as CSV in UTF-8."),
        (b"a" * (MOST_BYTES + 1), "The file has more than the 100,000 bytes that are read; keep ticker and shares."),
    ],
)  # fmt: skip
def test_a_file_that_cannot_be_read_is_named(content: bytes, sentence: str) -> None:
    with pytest.raises(InputError) as refused:
        read_file(content)
    assert str(refused.value) == sentence


TICKERS = st.from_regex(r"[A-Z]{1,5}(-[A-Z])?", fullmatch=True)
SHARES = st.integers(1, MOST_SHARES * 100 - 1).map(lambda cents: f"{cents // 100}.{cents % 100:02}")


@given(st.dictionaries(TICKERS, SHARES, min_size=1, max_size=20), st.sampled_from(["\n", ";", "\r\n", " ; "]))
def test_what_is_written_is_read(written: dict[str, str], between: str) -> None:
    wanted = {ticker: float(count) for ticker, count in written.items()}
    assert read_typed(between.join(f"{ticker} {count}" for ticker, count in written.items())).shares == wanted
    assert read_shares(f"{ticker}={count}" for ticker, count in written.items()).shares == wanted
    stream = io.StringIO()
    csv.writer(stream, quoting=csv.QUOTE_ALL).writerows([("ticker", "shares"), *written.items()])
    assert read_file(stream.getvalue().encode()).shares == wanted


def read_or_refused(read: Callable[[Any], Holdings], given: Any) -> None:
    """Hold that something is read as shares within bounds, or refused in one sentence."""
    try:
        found = read(given)
    except InputError as error:
        sentence = str(error)
    else:
        assert all(0 < count <= MOST_SHARES for count in found.shares.values())
        sentence = "."
    assert sentence.endswith(".")
    assert "\n" not in sentence


@given(st.text())
@example("\x1c0 1")
def test_any_text_is_read_or_refused_in_one_sentence(text: str) -> None:
    read_or_refused(read_typed, text)


@given(st.binary(max_size=200) | st.binary(max_size=100).map(lambda tail: b"ticker,shares\n" + tail))
def test_any_bytes_are_read_or_refused_in_one_sentence(content: bytes) -> None:
    read_or_refused(read_file, content)


def refusal(text: str) -> str:
    with pytest.raises(InputError) as refused:
        stored(load_prices(), read_typed(text).shares)
    return str(refused.value)


def test_tickers_must_be_stored_and_shares_of_them_exist() -> None:
    assert refusal("NVDA 1\nNVDIA 2") == "There is no series 'NVDIA'; did you mean NVDA or DIA?"
    assert refusal("XX 1\nYY 2\nNVDA 3") == (
        "No prices are stored for 2 of the holdings (XX, YY); leave them out, or bring their prices."
    )
    for ticker in ("^GSPC", "CL=F"):
        with pytest.raises(InputError, match="no shares of it are held"):
            stored(load_prices(), {ticker: 1.0})
    assert stored(load_prices(), {"SPY": 1, "goog": 2, "nvda": 3})["ticker"].to_list() == ["SPY", "GOOG", "NVDA"]


@pytest.mark.parametrize("shares", [0.0, -1.0, float("nan"), float("inf"), 2e9])
def test_a_script_may_not_hold_what_cannot_be_held(shares: float) -> None:
    with pytest.raises(InputError, match=r"shares of NVDA cannot be held; give a number up to 1,000,000,000"):
        stored(load_prices(), {"NVDA": shares})
    with pytest.raises(InputError, match="No holding is given"):
        stored(load_prices(), {})
