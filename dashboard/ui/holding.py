"""A reader's own holdings: typed or uploaded, kept for this session only, and what the page says of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pandas as pd
import streamlit as st

from dashboard.charts import format as fmt
from dashboard.charts.holdings_headline import dollars
from dashboard.errors import InputError
from dashboard.holdings_text import MOST_BYTES, MOST_CHARACTERS, MOST_HOLDINGS, read_file
from dashboard.study.holdings import TOTAL
from dashboard.ui import series
from dashboard.ui.columns import Column
from dashboard.ui.key_figures import KeyFigure, direction
from dashboard.ui.table_columns import COMPANY
from dashboard.ui.words import plain

EXAMPLE = "NVDA 100\nAVGO 50\nVRT 60\nMSFT 30\nNFLX 10"
"""An example, on the split basis of January 2025: Netflix split ten for one in November."""

_TEXT, _FILE, _KEPT, _REFUSAL = "own-holdings", "own-holdings-file", "kept_holdings", "refused_holdings"

PROMISE = (
    "What you type or upload stays in this session: it is in no address, is stored nowhere and written to no log. "
    "Shares are those held at the close before the event, as your statement of that day showed them; later splits are "
    "multiplied in here."
)

COLUMNS = {
    "name": COMPANY,
    "loss": Column("Lost that day", "price", "Value before less value at the close; a minus is a gain."),
    "ret": Column("Return", "per_cent", "Close over the close before, less one."),
    "shares": Column("Shares then", "number", "As you gave them: those held at the close before the event."),
    "later_splits": Column("Later splits", "number", "New shares for each of them, by splits from the event on."),
    "value_before": Column("Value before", "price", "Shares and later splits times the close before the event."),
    "loss_share": Column(
        "Part of the whole", "points", "Of the summed loss or gain; parts that went the other way are below 0 %."
    ),
    "regained_on": Column("Back on", "date", "First close at or above the close before; of the whole, its value."),
    "sessions": Column("Sessions", "count", "Trading days until then; the event session is the first."),
    "value_to": Column("Value at the end", "price", "At the close of the chosen end, without dividends."),
    "gain_to": Column("Gain since", "price", "Value at the end less value before; a minus is a loss."),
    "ret_to": Column("Since before", "per_cent", "Price return from the close before to the chosen end."),
    "total_gain_to": Column("Gain with dividends", "price", "Each holding's dividends reinvested in it."),
    "total_ret_to": Column("With dividends", "per_cent", "Return with each holding's dividends reinvested in it."),
    "low_ret": Column("Lowest", "per_cent", "Lowest close before it was back, over the close before, less one."),
    "low_date": Column("Lowest on", "date"),
    "ticker": Column("Ticker"),
}
"""Of `holdings_tables.holdings`, with names."""

_LARGE, _WIDE = 1_000_000, 160
"""From so many dollars on, columns of money are so many pixels wide: by itself a table cuts their first digits off."""


def columns(frame: pd.DataFrame) -> dict[str, Column]:
    """Return the columns of a table of holdings, those of money wide enough for its amounts."""
    money = float(frame[["value_before", "value_to"]].abs().to_numpy(dtype=float, na_value=0.0).max())
    if money < _LARGE:
        return COLUMNS
    return {
        name: replace(one, width=_WIDE) if one.kind in ("price", "number") else one for name, one in COLUMNS.items()
    }


def ask() -> str:
    """Take holdings from a field or a file, and return what stands in the field; a refused file is named."""
    if _TEXT not in st.session_state:
        st.session_state[_TEXT] = st.session_state.get(_KEPT, EXAMPLE)
    left, right = st.columns([3, 2])
    with left:
        text = st.text_area(
            "Tickers and shares, one holding a line", key=_TEXT, height=170, max_chars=MOST_CHARACTERS,
            placeholder="NVDA 100", on_change=_typed,
            help=f"Such as NVDA 100 or AVGO 2.5, at most {MOST_HOLDINGS} holdings; they stay in this session.",
        )  # fmt: skip
    with right:
        st.file_uploader(
            "Or a CSV file with the columns ticker and shares", type=["csv"], key=_FILE, max_upload_size=1,
            on_change=_take, help=f"At most {MOST_BYTES // 1000} kB; its holdings fill the field, where you can change "
            "them.",
        )  # fmt: skip
        st.button("Put the example back", key="holdings-example", on_click=_fill, args=(EXAMPLE,),
                  help="Replaces what stands in the field.")  # fmt: skip
    st.session_state[_KEPT] = text
    if refusal := st.session_state.get(_REFUSAL):
        st.error(plain(refusal))
    return text or ""


def is_example(text: str) -> bool:
    """Tell whether holdings are those of the example."""
    return text.split() == EXAMPLE.split()


def _typed() -> None:
    """Forget why a file was refused once the field says something else."""
    st.session_state[_REFUSAL] = ""


def _fill(text: str) -> None:
    st.session_state[_TEXT] = text
    st.session_state[_REFUSAL] = ""


def _take() -> None:
    """Put the holdings of the file that was just chosen into the field; one that is refused changes nothing there."""
    file = st.session_state.get(_FILE)
    st.session_state[_REFUSAL] = ""
    if file is None:
        return
    try:
        held = read_file(file.getvalue())
    except InputError as error:
        st.session_state[_REFUSAL] = str(error)
    else:
        _fill("\n".join(f"{ticker} {shares:.8f}".rstrip("0").rstrip(".") for ticker, shares in held.shares.items()))


def named(frame: pd.DataFrame) -> pd.DataFrame:
    """Add the names of the holdings, the largest loss first, the whole at the end."""
    parts = series.named(frame.iloc[:-1]).sort_values("loss", ascending=False, na_position="last", kind="stable")
    whole = frame.iloc[-1:].assign(name="Together", segment="")
    return pd.concat([parts, whole], ignore_index=True)


def figures(whole: Mapping[Any, Any], base: dt.date, to: dt.date) -> list[KeyFigure]:
    """Return the large figures of the whole: its row, the session before the event, and where values end."""
    wait = {"open": "not yet", "never below": "at once"}.get(whole["status"])
    when = "" if pd.isna(whole["regained_on"]) else f"sessions, on {fmt.day(whole['regained_on'])}"
    found = [
        KeyFigure("Value before", dollars(whole["value_before"]), f"close of {fmt.day(base)}",
                  help="Shares, later splits multiplied in, times the close before the event."),
        KeyFigure("That day", dollars(-whole["loss"], sign=True), fmt.per_cent(whole["ret"]),
                  direction(-whole["loss"]), help="Value at the close of the event session less the value before."),
        KeyFigure("Lowest on the way", fmt.per_cent(whole["low_ret"]), fmt.day(whole["low_date"]),
                  direction(whole["low_ret"]), help="Lowest value at a close before it was back, over that before."),
        KeyFigure("Back after", wait or f"{int(whole['sessions']):,}", "" if wait else when,
                  help="Sessions until the value at the close was that of the close before the event; that session is "
                  "the first."),
        KeyFigure("Since then", dollars(whole["gain_to"], sign=True),
                  f"{fmt.per_cent(whole['ret_to'])} to {fmt.day(to)}", direction(whole["gain_to"]),
                  help="Value at the close of the chosen end less the value before; prices alone."),
        KeyFigure("With dividends", dollars(whole["total_gain_to"], sign=True), fmt.per_cent(whole["total_ret_to"]),
                  direction(whole["total_gain_to"]),
                  help="The same with each holding's dividends reinvested in it on their ex-dates."),
    ]  # fmt: skip
    return [figure for figure in found if figure.value != fmt.MISSING]


def path(values: pd.Series, benchmark: pd.Series | None) -> pd.DataFrame:
    """Return the value of the whole beside the closes of what it is compared with, as far as the first goes."""
    drawn = values.rename(TOTAL).to_frame()
    if benchmark is not None:
        drawn = drawn.join(benchmark)
    return drawn.loc[: values.last_valid_index()]
