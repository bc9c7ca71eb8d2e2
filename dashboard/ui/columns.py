"""How the columns of a table are labelled and written on screen."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

import pandas as pd
import streamlit as st

from dashboard.charts import format as fmt
from dashboard.charts.p_values import p_value

Kind = Literal[
    "text",
    "date",
    "per_cent",
    "dollars_bn",
    "price",
    "count",
    "ratio",
    "number",
    "yen_bn",
    "link",
    "dated",
    "prose",
    "p_value",
    "points",
]


_ISO_DAY = re.compile(r"\b[0-9]{4}-[0-9]{2}-[0-9]{2}\b")


def _text(value: object) -> str:
    return fmt.MISSING if value is None or pd.isna(value) or value == "" else str(value)  # type: ignore[call-overload]


def _number(value: float) -> str:
    return fmt.number(value, digits=8).rstrip("0").rstrip(".") if value % 1 else fmt.number(value)


def _dated(text: str) -> str:
    if len(text) <= len("2025"):
        return text or fmt.MISSING
    return f"{fmt.as_day(text):%a} {fmt.day(text)}" if len(text) > len("2025-01") else fmt.month(f"{text}-01")


_WRITERS: Mapping[Kind, Callable[[Any], str]] = {
    "text": _text,
    "date": lambda value: fmt.MISSING if pd.isna(value) else fmt.day(value),
    "per_cent": lambda value: fmt.per_cent(value, digits=2),
    "dollars_bn": fmt.dollars_bn,
    "yen_bn": fmt.yen_bn,
    "price": fmt.price,
    "count": lambda value: fmt.MISSING if pd.isna(value) else fmt.number(value),
    "ratio": lambda value: fmt.number(value, digits=2),
    "number": _number,
    "p_value": p_value,
    "points": lambda value: fmt.per_cent(value, digits=2, sign=False),
    "link": _text,
    "dated": lambda value: fmt.MISSING if pd.isna(value) else _dated(value),
    "prose": lambda value: _ISO_DAY.sub(lambda day: fmt.day(day[0]), _text(value)),
}


@dataclass(frozen=True)
class Column:
    """One column of a table.

    Attributes
    ----------
    label : str
        Heading.
    kind : str
        ``per_cent`` takes decimals and shows their sign, ``points`` those that have none; ``dollars_bn`` billions of US
        dollars; ``yen_bn`` billions of yen; ``ratio`` shows two decimals, ``p_value`` four, ``number`` those that there
        are; ``link`` is an address; ``dated`` is a day or month in ISO text, and ``prose`` text that may
        hold such days.
    help : str, optional
        One line that says what the column is; shown at its heading.
    pinned : bool
        Stays in view while the table scrolls sideways.
    width : {"small", "medium", "large"} or int, optional
        A word or pixels; by default as wide as the cells of the first rows.
    words : mapping to str
        What is written in place of a value, such as a few words for a short code; a download keeps the value.
    """

    label: str
    kind: Kind = "text"
    help: str | None = None
    pinned: bool = False
    width: Literal["small", "medium", "large"] | int | None = None
    words: Mapping[Any, str] = field(default_factory=dict)

    def text(self, value: Any) -> str:
        """Return a cell as the reader sees it; "–" where there is no figure."""
        return self.words[value] if value in self.words else _WRITERS[self.kind](value)

    def config(self) -> Any:
        """Return the column's settings for `st.dataframe`."""
        make: Callable[..., Any] = st.column_config.NumberColumn
        if self.kind in ("text", "dated", "prose"):
            make = st.column_config.TextColumn
        elif self.kind == "link":
            return st.column_config.LinkColumn(self.label, help=self.help, width=self.width, display_text="open")
        elif self.kind == "date":
            make = st.column_config.DateColumn
        return make(
            self.label,
            help=self.help,
            pinned=self.pinned,
            width=self.width,
            alignment="left" if self.kind in ("text", "dated", "prose") else "right",
        )
