"""What every page is made of: headline, chart, table with download, and the wall that keeps tracebacks from readers."""

from __future__ import annotations

import logging
import secrets
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from html import escape
from typing import Any, Literal

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from dashboard.charts import format as fmt
from dashboard.charts.anatomy import CONFIG
from dashboard.charts.theme import DARK, LIGHT, Theme
from dashboard.errors import DashboardError
from dashboard.export import to_csv
from dashboard.ui import company_link, load
from dashboard.ui.chosen_row import ChosenRow
from dashboard.ui.columns import Column
from dashboard.ui.row_links import COLUMN, RowLinks
from dashboard.ui.words import plain

Height = int | Literal["content"] | None

_LOG = logging.getLogger(__name__)


def theme() -> Theme:
    """Return the chart colours that fit the page; when the reader changes the theme, the page runs again."""
    return DARK if st.context.theme.type == "dark" else LIGHT


def headline(finding: str, deck: str | None = None) -> None:
    """Open the page with its finding, and one or two sentences below it."""
    st.title(plain(finding), anchor=False)
    if deck:
        st.html(f"<p class='deck'>{escape(deck)}</p>")


def section(title: str, note: str | None = None) -> None:
    """Open a part of a page with its finding, and say below what is shown."""
    st.subheader(plain(title), anchor=False)
    if note:
        st.caption(plain(note))


def chart(figure: go.Figure, key: str) -> None:
    """Draw a figure over the full width.

    Parameters
    ----------
    figure : Figure
        From `dashboard.charts`; its ``layout.meta`` is read to those who cannot see it.
    key : str
        Unique on the page.
    """
    st.plotly_chart(figure, theme=None, key=key, config=CONFIG, width="stretch", alt=figure.layout.meta)


def table(
    frame: pd.DataFrame,
    columns: Mapping[str, Column],
    *,
    file_name: str,
    alt: str,
    key: str,
    height: Height = None,
    row: ChosenRow | None = None,
    faint: Sequence[bool] = (),
    strong: Sequence[bool] = (),
    private: bool = False,
    links: RowLinks | None = None,
) -> None:
    """Show a sortable table with a CSV download of the same rows and columns at full precision.

    On screen the rows of companies link to their pages.

    Parameters
    ----------
    frame : DataFrame
        As `dashboard.tables` gives it; rows in the order in which they are shown at first. Its column ticker, shown or
        not, says whose page a row leads to.
    columns : mapping of str to Column
        The columns that are shown, in order; the others are left out, of the file too.
    file_name : str
        Of the download, ending in ``.csv``.
    alt : str
        What the table holds, for those who cannot see it.
    key : str
        Unique on the page.
    height : int or "content", optional
        Pixels, or ``"content"`` for all rows; by default as high as its rows need, up to ten.
    row : ChosenRow, optional
        Lets the reader choose a row, and says which control that sets.
    faint : sequence of bool, optional
        Which rows are written in grey; a table that has some cannot have its rows chosen.
    strong : sequence of bool, optional
        Which rows are written in the accent colour instead; the same goes for such a table.
    private : bool
        The table holds what a reader told of themselves: it is drawn anew each time, and kept in no cache.
    links : RowLinks, optional
        Where the rows lead, if not to the pages of their companies.
    """
    shown = frame[list(columns)].reset_index(drop=True)
    linked, headed = shown, columns
    if links is None and "ticker" in frame:
        links = company_link.of(frame["ticker"])
    if links is not None and any(links.addresses):
        linked, headed = links.beside(shown), {COLUMN: links.heading, **columns}
    if row is not None:
        _draw_table(linked, headed, height, alt, row.arguments(f"{key}-table"))
    else:
        colours = tuple(theme().muted if grey else "" for grey in faint)
        colours = colours or tuple(theme().accent if marked else "" for marked in strong)
        if private:
            _draw_table(linked, headed, height, alt, {"key": f"{key}-table"}, colours)
        else:
            _replayed_table(linked, headed, repr(headed), height, alt, key, colours)
    download("Download CSV", lambda: shown, file_name, f"{key}-csv", kind="tertiary")


def download(
    label: str,
    build: Callable[[], pd.DataFrame],
    file_name: str,
    key: str,
    *,
    kind: Literal["secondary", "tertiary"] = "secondary",
) -> None:
    """Offer a table as a CSV file at full precision, which is built when the reader asks for it.

    Parameters
    ----------
    label : str
        On the button.
    build : callable
        Returns the table; it runs outside the page, so it must not draw.
    file_name : str
        Ending in ``.csv``.
    key : str
        Unique on the page.
    kind : {"secondary", "tertiary"}
        A button with or without a frame.
    """
    st.download_button(
        label, lambda: to_csv(build()).encode(), file_name, "text/csv", key=key, on_click="ignore", type=kind
    )


@load.replayed
def _replayed_table(
    shown: pd.DataFrame,
    _columns: Mapping[str, Column],
    columns: str,
    height: Height,
    alt: str,
    key: str,
    colours: Sequence[str],
) -> None:
    """Draw a table without selection; writing out its cells is by far the longest part of most pages."""
    _draw_table(shown, _columns, height, alt, {"key": f"{key}-table"}, colours)


def _draw_table(
    shown: pd.DataFrame,
    columns: Mapping[str, Column],
    height: Height,
    alt: str,
    arguments: Mapping[str, Any],
    colours: Sequence[str] = (),
) -> None:
    """Draw a table; `colours` are those of its rows, empty for the usual one."""
    written = shown.style.format({name: column.text for name, column in columns.items()})
    if any(colours):
        styles = [f"color: {colour}" if colour else "" for colour in colours]
        written = written.apply(lambda cells: styles, axis=0)
    st.dataframe(
        written,
        hide_index=True,
        column_config={name: column.config() for name, column in columns.items()},
        height="auto" if height is None else height,
        placeholder=fmt.MISSING,
        alt=alt,
        **arguments,
    )


@contextmanager
def page_error_boundary() -> Iterator[None]:
    """Turn an error inside into one sentence; one not foreseen is logged under a reference that the reader sees."""
    try:
        yield
    except DashboardError as error:
        st.error(plain(str(error)))
    except Exception as error:  # noqa: BLE001  the last wall before the reader; logged with its traceback
        show_unforeseen(error)


def show_unforeseen(error: Exception) -> bool:
    """Log an error with its traceback, and show one sentence with the reference under which it was logged.

    Returns
    -------
    bool
        True, which tells Streamlit that nothing more need be shown.
    """
    if isinstance(error, DashboardError):
        st.error(plain(str(error)))
        return True
    reference = secrets.token_hex(4)
    _LOG.error("Unforeseen error, reference %s", reference, exc_info=error)
    st.error(
        f"This page could not be drawn; reload it, or report the reference {reference} under which this was logged."
    )
    return True
