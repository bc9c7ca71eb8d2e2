"""A table as CSV or JSON text, at full precision, with cells that a spreadsheet would run as formulas made harmless."""

from __future__ import annotations

import json
import math
from datetime import date, datetime
from typing import Any

import pandas as pd
from pandas.api.types import is_datetime64_any_dtype

_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def escape_formula(cell: object) -> object:
    """Return a text cell with an apostrophe before it if a spreadsheet would run it as a formula.

    Numbers are returned as they are: only text can carry a formula (OWASP, CSV injection).
    """
    if isinstance(cell, str) and cell.startswith(_FORMULA_STARTS):
        return "'" + cell
    return cell


def _dates_as_text(frame: pd.DataFrame) -> pd.DataFrame:
    plain = frame.copy()
    for name in plain.columns:
        if is_datetime64_any_dtype(plain[name]):
            plain[name] = plain[name].dt.strftime("%Y-%m-%d")
    return plain


def to_csv(frame: pd.DataFrame) -> str:
    """Return a table as CSV text.

    Parameters
    ----------
    frame : DataFrame
        Its index is left out.

    Returns
    -------
    str
        A header line and one line a row; floats with the digits that identify them, dates as YYYY-MM-DD, missing
        figures empty, text that begins like a formula preceded by an apostrophe.
    """
    plain = _dates_as_text(frame)
    for name in plain.select_dtypes(include=["object", "string"]):
        plain[name] = plain[name].map(escape_formula)
    return plain.to_csv(index=False, lineterminator="\n")


def _json_value(value: Any) -> Any:
    if value is None or value is pd.NA or value is pd.NaT or (isinstance(value, float) and not math.isfinite(value)):
        return None
    if isinstance(value, (date, datetime)):
        return value.strftime("%Y-%m-%d")
    return value.item() if hasattr(value, "item") else value


def to_json(frame: pd.DataFrame) -> str:
    """Return a table as a JSON array of objects, one a row; missing figures are null, dates YYYY-MM-DD."""
    rows = [
        {name: _json_value(value) for name, value in zip(frame.columns, row, strict=True)}
        for row in frame.itertuples(index=False, name=None)
    ]
    return json.dumps(rows, ensure_ascii=False, indent=1) + "\n"
