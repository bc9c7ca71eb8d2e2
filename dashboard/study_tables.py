"""The tables of event studies, called alike by pages, commands and the public interface, beside `dashboard.tables`.

Each takes prices and what the reader chose, as text, dates and numbers. Choices that cannot be used raise `InputError`
with one sentence for the reader.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Unpack, cast

import pandas as pd

from dashboard.catalog import load_universe
from dashboard.choices import Day, Tickers, select
from dashboard.errors import InputError
from dashboard.prices import PricePanel
from dashboard.study.event_study import Window
from dashboard.study.group_tests import SUMMARIES
from dashboard.study.reactions import BY, By, segment_returns
from dashboard.study.reactions import reactions as study_reactions
from dashboard.study.runs import TABLES, Study
from dashboard.study_choices import (
    COMPANIES,
    Choices,
    Indices,
    WindowLike,
    as_window,
    market_of,
    request_of,
    run,
)
from dashboard.study_events import BASIS_ORDER, end_note
from dashboard.study_exposures import ELSEWHERE
from dashboard.tables import SHOCK, events

STATISTICS = tuple(SUMMARIES)
"""Statistics of which the placebo table can be made."""

REACTION_WINDOW: Window = (0, 1)
"""The sessions over which reactions are taken unless others are asked for."""


def study(
    panel: PricePanel,
    event: Day = SHOCK,
    tickers: Tickers | None = None,
    *,
    table: str = "firms",
    statistic: str = "mean",
    **choices: Unpack[Choices],
) -> pd.DataFrame:
    """Return one table of an event study.

    Parameters
    ----------
    panel : PricePanel
    event : date or str
        The day of the event, or the key of a catalogued one; either is mapped forward to a session.
    tickers : str or sequence of str, optional
        A selection as `Universe.select` takes it, which forms one group; by default the companies or, where each has
        its own events, those that have. Refused beside groups.
    table : str
        A name in `dashboard.study.runs.TABLES`.
    statistic : str
        What the placebo table holds; a name in `STATISTICS`.
    **choices
        Model, windows, groups, exposure and the rest; see `dashboard.study_choices.Choices`.

    Returns
    -------
    DataFrame
        Columns by table: ``firms``, ``daily`` and ``audit`` as in `dashboard.study.event_study`; ``groups`` and
        ``group-daily`` as in `dashboard.study.group_tests`, behind group (and window_start, window_end); ``placebo``
        group, date, event_day, value; ``exposure`` event_day, date, slope, z, p, behind group where there are
        several, and characteristic where there are several of those.

    Raises
    ------
    InputError
        A choice cannot be used; the sentence names it.
    """
    check_table(table)
    check_statistic(statistic)
    return table_of(run(panel, event, tickers, **choices).study, table, statistic)


def check_table(table: str) -> None:
    """Refuse a table that there is not, before anything is worked out."""
    _choose("table", table, TABLES)


def check_statistic(statistic: str) -> None:
    """Refuse a statistic of which no placebo table can be made."""
    _choose("statistic", statistic, STATISTICS)


def _choose(what: str, given: str, accepted: Sequence[str]) -> None:
    if given not in accepted:
        raise InputError(f"There is no {what} {given!r}; choose among {', '.join(accepted)}.")


def table_of(done: Study, table: str, statistic: str = "mean") -> pd.DataFrame:
    """Return a table of a study; that of exposures names groups and exposures only where there are several."""
    frame = done.table(table, statistic)
    if table == "exposure":
        frame = frame.drop(columns=[name for name in ("group", "characteristic") if frame[name].nunique() == 1])
    return frame


def cross_section(
    panel: PricePanel, event: Day = SHOCK, tickers: Tickers | None = None, **choices: Unpack[Choices]
) -> pd.DataFrame:
    """Return what an exposure regression sees on the event; parameters as `study`.

    Returns
    -------
    DataFrame
        One row a tested company and characteristic: group, ticker, name, segment, characteristic (what it is called),
        exposure (the company's figure), and car over the first window. Empty without an exposure.
    """
    frame, universe = run(panel, event, tickers, **choices).study.cross_section(), load_universe()
    frame.insert(2, "name", [universe.name(ticker) for ticker in frame["ticker"]])
    frame.insert(3, "segment", [universe.segment(ticker) for ticker in frame["ticker"]])
    return frame


def reactions(
    panel: PricePanel,
    window: WindowLike = REACTION_WINDOW,
    basis: str | None = None,
    by: str = "ticker",
    tickers: Tickers = COMPANIES,
    **choices: Unpack[Choices],
) -> pd.DataFrame:
    """Return how each company or segment reacted to each catalogued event whose day is known.

    Parameters
    ----------
    panel : PricePanel
    window : window
        The sessions over which abnormal returns are cumulated.
    basis : str, optional
        ``"launch"``, ``"arxiv"`` or ``"article"``: by which of their dates events are taken; all three by default.
    by : str
        ``"ticker"``, or ``"segment"``: the equal-weighted portfolio of its chosen companies, as one security.
    tickers : str or sequence of str
        A selection as `Universe.select` takes it.
    **choices
        Model, estimation window and the rest; see `dashboard.study_choices.Choices`. Windows, groups, events and
        exposure are not looked at.

    Returns
    -------
    DataFrame
        key, session, basis, publication, ticker (or segment), car, sd, t, p, p_bh, n_obs, status; see
        `dashboard.study.reactions.reactions`.

    Raises
    ------
    InputError
        A choice cannot be used; the sentence names it.
    """
    return explained_reactions(panel, window, basis, by, tickers, **choices).drop(columns="reason")


def explained_reactions(
    panel: PricePanel, window: WindowLike, basis: str | None, by: str, tickers: Tickers, **choices: Unpack[Choices]
) -> pd.DataFrame:
    """Return what `reactions` does, with the further column ``reason``: why a row was dropped, else ""."""
    _choose("basis", basis or BASIS_ORDER[0], BASIS_ORDER)
    _choose("grouping", by, BY)
    choices["windows"] = (window,)
    every = panel.on_sessions().total_returns()
    request, market = market_of(choices, request_of(choices), Indices(every, choices.get("indices")))
    universe = load_universe()
    chosen = list(select(panel, tickers))
    returns = every[chosen]
    if by == "segment":
        returns = segment_returns(returns, [universe.segment(ticker) or ELSEWHERE for ticker in chosen])
    dated = events(basis)
    dated = dated[dated["session"].notna() & dated["basis"].isin(BASIS_ORDER)]
    return study_reactions(request, returns, dated, market, cast(By, by))


def dropped_notes(explained: pd.DataFrame, panel: PricePanel, window: WindowLike) -> tuple[str, ...]:
    """Say of `explained_reactions` how many were dropped for each reason, and whose window ends after the prices."""
    sessions = panel.on_sessions()
    dated = explained.drop_duplicates(["key", "basis", "publication", "session"])["session"]
    rows = sessions.dates.get_indexer(pd.DatetimeIndex(dated))
    ending = end_note([as_window(window)], rows[rows >= 0], sessions)
    counts = explained.loc[explained["reason"] != "", "reason"].value_counts()
    dropped = [f"{count:,} of {len(explained):,} rows are dropped: {reason}." for reason, count in counts.items()]
    return tuple(filter(None, [ending, *dropped]))
