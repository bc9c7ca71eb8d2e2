"""What the pages on drawdowns and on the way back share: the columns of their tables, and whom they point out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence

import pandas as pd

from dashboard.catalog import load_universe
from dashboard.charts import format as fmt
from dashboard.ui.columns import Column
from dashboard.ui.key_figures import KeyFigure, direction
from dashboard.ui.table_columns import COMPANY

CROWD = 6
"""With more companies than this a chart points out several and greys the others; fewer keep their colours."""

MANY = 3
"""So many companies are counted below a large figure and not named."""

LONG = 11
"""A longer name of a segment does not fit beside a chart on a phone."""

_NAME = COMPANY
_TICKER = Column("Ticker")
_SEGMENT = Column("Segment")

EPISODES: Mapping[str, Column] = {
    "name": _NAME,
    "rank": Column("Rank", "count", "1 is the company's deepest drawdown in the range."),
    "depth": Column("Depth, %", "per_cent", "Lowest close over the close at the peak, less one."),
    "loss_bn": Column(
        "Value lost, $ bn", "dollars_bn", "From peak to lowest close, at the share count known at the peak."
    ),
    "peak_date": Column("Peak", "date", "The last close at the high before the fall."),
    "start_date": Column("First below", "date", "The first close below the peak."),
    "valley_date": Column("Lowest", "date", "The first close at the lowest price of the drawdown."),
    "recovery_date": Column("Recovered", "date", "The first close back at or above the peak; empty while still open."),
    "status": Column("State", help="Open: not yet back at its peak in the range."),
    "sessions_down": Column("Sessions down", "count", "Trading days from the peak to the lowest close."),
    "sessions_up": Column("Sessions back up", "count", "Trading days from the lowest close to recovery."),
    "days_down": Column("Days down", "count", "Calendar days from the peak to the lowest close."),
    "days_up": Column("Days back up", "count", "Calendar days from the lowest close to recovery."),
    "ticker": _TICKER,
    "segment": _SEGMENT,
}

STANDING: Mapping[str, Column] = {
    "name": _NAME,
    "depth": Column("Below its high, %", "per_cent", "Last close over the highest close of the range, less one."),
    "below_since": Column("Below since", "date", "The first close below the high; empty for a company at its high."),
    "peak_date": Column("High on", "date", "The last close at the high."),
    "peak_close": Column("High, $", "price"),
    "last_date": Column("Last close on", "date"),
    "last_close": Column("Last close, $", "price"),
    "sessions": Column("Sessions since the high", "count", "Trading days from the high to the last close."),
    "days": Column("Days since the high", "count", "Calendar days from the high to the last close."),
    "ticker": _TICKER,
    "segment": _SEGMENT,
}

AROUND: Mapping[str, Column] = {
    "name": _NAME,
    "low_ret": Column(
        "Lowest, %", "per_cent", "Lowest close before the price was regained over the close before, less one."
    ),
    "low_date": Column("Lowest on", "date"),
    "sessions_to_low": Column("Sessions to the low", "count", "Trading days; the event session is the first."),
    "regained_on": Column("Regained on", "date", "The first close at or above the close before the event."),
    "sessions": Column("Sessions to regain", "count", "Trading days; the event session is the first."),
    "days": Column("Days to regain", "count", "Calendar days from the close before the event."),
    "status": Column("State", help="Never below: the event session itself closed at or above the close before."),
    "base_date": Column("Close before on", "date"),
    "base_close": Column("Close before, $", "price"),
    "low_close": Column("Lowest close, $", "price"),
    "ticker": _TICKER,
    "segment": _SEGMENT,
}

WAY_BACK: Mapping[str, Column] = {
    "name": _NAME,
    "close_before": Column("Close before, $", "price", "The close of the session before the event."),
    "regained_on": Column("Regained on", "date", "The first close at or above the close before the event."),
    "sessions": Column("Sessions", "count", "Trading days until then; the event session is the first."),
    "low_date": Column("Lowest on", "date", "The lowest close until the price was regained."),
    "low_ret": Column("Lowest, %", "per_cent", "That close over the close before the event, less one."),
    "ret_from_event_close": Column(
        "Buyer, %", "per_cent", "Price return from the event session's close to the chosen end."
    ),
    "total_ret": Column("Buyer with dividends, %", "per_cent", "The same with dividends reinvested on their ex-dates."),
    "ret_to": Column("Since before, %", "per_cent", "Price return from the close before the event to the chosen end."),
    "total_ret_to": Column("Since before with dividends, %", "per_cent", "The same with dividends reinvested."),
    "ticker": _TICKER,
    "segment": _SEGMENT,
}


def telling_falls(worst: pd.DataFrame, now: pd.DataFrame) -> list[str]:
    """Return whom a chart of drawdowns points out: of many the deepest, the most dollars, the furthest at the end.

    Of many at most one a segment, so that no two thick lines have the same colour.

    Parameters
    ----------
    worst : DataFrame
        The worst episode of each company: ticker, segment, depth, loss_bn.
    now : DataFrame
        Where each stands at the end: ticker, segment, depth.
    """
    deepest = worst.sort_values("depth", kind="stable")
    if len(now) <= CROWD:
        return deepest["ticker"].head(1).to_list()
    dollars = worst[worst["loss_bn"] > 0].sort_values("loss_bn", ascending=False, kind="stable")
    furthest = now[now["depth"] < 0].sort_values("depth", kind="stable")
    rounds = [deepest, dollars, furthest] * (2 if len(now) > 2 * CROWD else 1)
    taken: dict[str, str] = {}
    for ranking in rounds:
        free = ranking[~ranking["segment"].isin(taken)]
        if ranking is dollars and len(free) and free.index[0] != ranking.index[0]:
            continue  # the second most dollars of all are nothing to point out
        taken |= dict(zip(free["segment"].head(1), free["ticker"].head(1), strict=True))
    return list(taken.values())


def segment_labels(segments: Sequence[str], members: pd.Series, *, short: bool) -> dict[str, str]:
    """Return what stands at the end of a segment's line: its name and number of companies, or its name cut to a word.

    Parameters
    ----------
    segments : sequence of str
        Display texts; the empty one holds companies of no segment.
    members : Series
        Number of companies by segment.
    short : bool
        There is only room for a word.
    """
    if short:
        return {name: (name if len(name) <= LONG else name.split()[0]) or "others" for name in segments}
    return {name: f"{name or 'others'} ({members[name]})" for name in segments}


def in_order(episodes: pd.DataFrame) -> pd.DataFrame:
    """Put episodes company by company, those of the company with the deepest one first."""
    deepest = episodes.groupby("ticker")["depth"].transform("min")
    return episodes.assign(deepest=deepest).sort_values(["deepest", "ticker", "rank"], kind="stable")


def late_starts(close: pd.DataFrame) -> str:
    """Name the companies whose prices begin after the first row of a range, and those without any price in it.

    Earlier highs of either are not known.

    Parameters
    ----------
    close : DataFrame, shape (sessions, series)
        Any figures that are missing where there is no price.
    """
    name, known = load_universe().name, close.notna()
    late = [name(ticker) for ticker in close.columns if known[ticker].any() and not known[ticker].iloc[0]]
    never = [name(ticker) for ticker in close.columns if not known[ticker].any()]
    parts = [f"Prices begin later for {fmt.listed(late)}."] if late else []
    return " ".join([*parts, f"No prices in this range: {fmt.listed(never)}."] if never else parts)


def sessions_stored(close: pd.DataFrame) -> dict[str, int]:
    """Return the number of rows up to the last close of each series; every one has a close."""
    counts = close.notna().iloc[::-1].to_numpy().argmax(axis=0)
    return {ticker: len(close) - int(after) for ticker, after in zip(close.columns, counts, strict=True)}


def price_only(tickers: Iterable[str]) -> list[str]:
    """Return the names of those series that are price indices, whose returns hold no dividends."""
    universe = load_universe()
    indices = {member.ticker for member in universe.members if member.kind == "index"}
    return [universe.name(ticker) for ticker in tickers if ticker in indices]


def longest_waits(done: pd.DataFrame) -> str:
    """Return who waited longest, in few words: "Hubbell", "A and B", "5 companies" (columns name, sessions)."""
    names = done[done["sessions"] == done["sessions"].max()]["name"].to_list()
    return fmt.listed(names) if len(names) < MANY else f"{len(names):,} companies"


def way_back_figures(
    known: pd.DataFrame, own: pd.DataFrame, benchmark: pd.DataFrame, day: pd.DataFrame, end: dt.date
) -> list[KeyFigure]:
    """Return the large figures on the way back.

    Parameters
    ----------
    known : DataFrame
        `tables.recovery` of the companies with a close before the event, with their names.
    own, benchmark : DataFrame
        `tables.holding` of the companies and of what they are compared with, with names.
    day : DataFrame
        `tables.sell_off` on the event session.
    end : date
        Where the returns end.
    """
    fell = known.dropna(subset=["low_ret"])
    done = fell.dropna(subset=["sessions"]).sort_values("sessions", kind="stable")
    found: list[KeyFigure] = []
    if len(fell):
        found.append(
            KeyFigure(
                "Regained their price",
                fmt.count_of(len(done), len(fell)),
                "of those that fell that day",
                help="Companies that have since closed at or above their close before the event, of those that closed "
                "below it that day.",
            )
        )
    lost = day[day["loss_bn"] > 0].sort_values("loss_bn", kind="stable")
    most = known[known["ticker"].isin(lost["ticker"].tail(1))]
    for name, sessions in zip(most["name"], most["sessions"], strict=True):
        wait, unit = ("not yet", "") if pd.isna(sessions) else (f"{int(sessions):,}", "sessions; ")
        found.append(
            KeyFigure(
                name,
                wait,
                f"{unit}lost the most dollars",
                help="Sessions until this company closed at or above its close before the event; the event session is "
                "the first.",
            )
        )
    if len(done):
        found.append(
            KeyFigure(
                "Longest wait",
                f"{int(done['sessions'].iloc[-1]):,}",
                f"sessions; {longest_waits(done)}",
                help="The most sessions that a company took to regain its price; those that have not are left out.",
            )
        )
    if len(fell):
        low = fell.sort_values("low_ret", kind="stable").iloc[0]
        note = f"{low['name']}, {fmt.day(low['low_date'])}"
        found.append(
            KeyFigure(
                "Lowest on the way",
                fmt.per_cent(low["low_ret"]),
                note,
                "fall",
                help="Lowest close before the price was regained, over the close before the event, less one.",
            )
        )
    without = price_only(benchmark["ticker"])
    buyers = [("Median buyer", own, False)]
    buyers += [(f"{name} buyer", benchmark, name in without) for name in benchmark["name"]]
    for label, returns, bare in buyers:
        middle = float(returns["total_ret"].median())
        if fmt.is_missing(middle):
            continue
        found.append(
            KeyFigure(
                label,
                fmt.per_cent(middle),
                f"that day's close to {fmt.day(end)}{'; price index, without dividends' if bare else ''}",
                direction(middle),
                help="Return of one who bought at the close of the event session, "
                + ("without dividends: an index pays none." if bare else "with dividends reinvested."),
            )
        )
    return found
