"""A reader's own prices on the page Data: a file laid over the stored prices for this session only."""

from __future__ import annotations

import datetime as dt
import logging

import streamlit as st

from dashboard.charts import format as fmt
from dashboard.errors import ImportFileError
from dashboard.prices.overlay import read_upload
from dashboard.settings import settings
from dashboard.ui import load, page
from dashboard.ui.words import plain

_LOG = logging.getLogger(__name__)

_FILE, _REFUSAL = "own-file", "own_refusal"

MOST_NAMED = 8

SHAPES = (
    "A CSV or Parquet file with the columns `ticker`, `date`, `close` and, where you have them, `open`, `high`, `low`, "
    "`volume`, `dividend` and `split`; or `date` and one column of closes for each ticker. Prices must be adjusted for "
    "splits and not for dividends. Each series takes the place of the whole stored series of its ticker; a file with a "
    "fault is refused with the row that is at fault, and nothing changes."
)


def draw() -> None:
    """Take a file, say what became of it, and offer to leave it out again."""
    page.section("Bring your own prices")
    st.markdown(SHAPES)
    st.file_uploader(
        "For this session only: nothing is stored, and nobody else sees it", type=["csv", "parquet"], key=_FILE,
        max_upload_size=settings().import_max_mb, on_change=_take,
        help="Every page shows the series of the file until you leave it out or close the page.",
    )  # fmt: skip
    if refusal := st.session_state.get(_REFUSAL):
        st.error(plain(refusal))
    own = load.own_prices()
    if own is not None:
        st.info(plain(_shown(list(own.series))))
        st.button("Leave my prices out again", key="own-out", on_click=load.lay_over, args=(None,),
                  help="Pages show the stored prices again.")  # fmt: skip
    st.caption("To keep them on this machine for everybody, import the file:")
    st.code('deepseek-shock import prices.csv --source "who gave the figures"', language=None)


def _shown(tickers: list[str]) -> str:
    count, are = fmt.counted(len(tickers), "series", "series"), fmt.noun(len(tickers), "is", "are")
    others = " and others" if len(tickers) > MOST_NAMED else ""
    return f"{count} of your file {are} shown on every page: {', '.join(tickers[:MOST_NAMED])}{others}."


def _take() -> None:
    """Read the file that was just chosen; one that is refused leaves what is shown as it was."""
    file = st.session_state.get(_FILE)
    st.session_state[_REFUSAL] = ""
    if file is None:
        return
    try:
        load.lay_over(read_upload(file.getvalue(), settings().import_max_mb * 1_000_000, dt.date.today()))
    except ImportFileError as error:
        st.session_state[_REFUSAL] = str(error)
    except OSError as error:
        _LOG.exception("An upload could not be read")
        st.session_state[_REFUSAL] = (
            f"The file could not be read on this server ({error.strerror}); tell whoever runs it, or try again later."
        )
