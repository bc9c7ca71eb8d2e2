"""The parts of the page of one company, one function each, in the order in which they stand on it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd
import streamlit as st

from dashboard import claim_tables, company_tables, study_tables, tables
from dashboard.charts import Theme, candles, company_headline, headline_falls, lines, session_headline
from dashboard.charts import format as fmt
from dashboard.prices import PricePanel
from dashboard.study import common_end
from dashboard.study.event_study import Request
from dashboard.ui import company, expected, load, page, reacting, series
from dashboard.ui.controls import Controls
from dashboard.ui.key_figures import key_figures
from dashboard.ui.screen import room
from dashboard.ui.words import plain

AROUND, MOST = 21, 5
PRICES = ["open", "high", "low", "close"]


@dataclass(frozen=True, eq=False)
class Subject:
    """The company that the page is about, and what all its parts need.

    Attributes
    ----------
    ticker, name : str
        Of the company.
    chosen : Controls
        The choices at the side.
    panel : PricePanel
        All prices shown to this reader.
    look : Theme
        Colours of the charts.
    day, value : mapping
        Its rows of `tables.sell_off` and of `value_tables.market_value`.
    """

    ticker: str
    name: str
    chosen: Controls
    panel: PricePanel
    look: Theme
    day: Mapping[Any, Any]
    value: Mapping[Any, Any]

    @property
    def benchmark(self) -> list[str]:
        """The chosen benchmark, if there is one."""
        return [self.chosen.benchmark] if self.chosen.benchmark else []


def course(of: Subject) -> None:
    """Draw the candles around the day."""
    sessions = of.panel.on_sessions()
    ohlc = pd.DataFrame({field: getattr(sessions, field)[of.ticker] for field in (*PRICES, "volume")})
    ohlc = series.around(ohlc, of.chosen.session, AROUND)
    if ohlc[PRICES].dropna().empty:
        st.info(
            plain(
                f"No opening, highest and lowest prices of {of.name} are stored around this day, so it has no candles."
            )
        )
        return
    page.chart(
        candles.around(
            ohlc, name=of.name, event=of.chosen.session, theme=of.look, source=series.source(of.panel, [of.ticker]),
            title=session_headline.course(of.name, of.day["gap"], of.day["ret"], of.chosen.session),
            subtitle="Open, high, low and close of each session, US dollars; filled where the close is below the open",
            width=room(),
        ),
        "candles",
    )  # fmt: skip


def way_back(of: Subject) -> None:
    """Say when the price was regained; nothing where the day has no return."""
    last = common_end(of.panel.on_sessions().close[[of.ticker]])
    if pd.isna(of.day["ret"]) or last is None:
        return
    way = series.named(load.table(tables.recovery, of.chosen.session, None, (of.ticker,)))
    page.section(headline_falls.regained(way, of.chosen.session))
    key_figures(company.way_back_figures(way.iloc[0].to_dict(), of.chosen.session_before, last))


def falls(of: Subject) -> None:
    """Draw the prices and the drawdowns of the chosen range, with the events, and list the deepest."""
    who, span = of.ticker, (of.chosen.start, of.chosen.end)
    closes = of.panel.on_sessions().close[[who, *of.benchmark]]
    drawn = company.held(closes.loc[pd.Timestamp(span[0]) : pd.Timestamp(span[1])], who)
    if len(drawn) < 2:
        st.info(plain(f"{of.name} has no prices in this range; choose a longer one at the side."))
        return
    base = company.base(drawn[who], of.chosen.session_before)
    ends = (drawn.iloc[-1] / drawn.loc[base] - 1).to_dict()
    first, end = drawn.index[0].date(), drawn.index[-1].date()
    market = series.labels(of.benchmark)
    names = {**series.labels(of.chosen.tickers), **market}
    events = series.markers(of.panel, of.chosen, first, end)
    page.chart(
        lines.rebased(
            drawn, base=base, labels=names, colours=series.colours(drawn.columns, of.look), emphasis=[who],
            markers=events, theme=of.look, source=series.source(of.panel, drawn.columns), width=room(),
            title=headline_falls.paths(
                {of.name: ends[who]}, next(((market[one], ends[one]) for one in of.benchmark), None), end
            ),
            subtitle=f"Close, {fmt.day(base)} = 100; lines mark releases, results and rules",
        ),
        "path",
    )  # fmt: skip
    depth = load.table(tables.underwater, (who, *of.benchmark), *span)
    episodes = series.named(load.table(tables.drawdowns, (who,), *span, MOST))
    page.chart(
        lines.underwater(
            depth, labels=names, colours=series.colours(depth.columns, of.look), emphasis=[who], markers=events[:1],
            theme=of.look, source=series.source(of.panel, depth.columns), width=room(), height=420,
            title=headline_falls.depth_below_high(pd.DataFrame({"name": [of.name], "depth": [depth[who].min()]})),
            subtitle="Close below the highest close so far, per cent; 0 % is a new high",
        ),
        "underwater",
    )  # fmt: skip
    if len(episodes):
        page.section(headline_falls.unrecovered(episodes.head(1)), f"Its deepest drawdowns, {fmt.day_range(*span)}.")
        page.table(
            episodes.drop(columns="ticker"), company.EPISODES, file_name=f"drawdowns-{who}.csv", key="episodes",
            alt=f"The {len(episodes)} deepest drawdowns of {of.name}, one row each.",
        )  # fmt: skip


def share_counts(of: Subject) -> None:
    """List the known share counts, the latest first."""
    counts = company.filed(load.table(company_tables.share_counts, (of.ticker,))).iloc[::-1]
    page.section(
        company_headline.counts(of.name, len(counts)),
        "Market values use the count known by the session before. A count read on a filing's cover is the surest."
        if len(counts) else "Dollars, market value and rank are therefore left out.",
    )  # fmt: skip
    if len(counts):
        page.table(
            counts.drop(columns="ticker"), company.COUNTS, file_name=f"share-counts-{of.ticker}.csv", key="counts",
            alt=f"The {len(counts)} known share counts of {of.name}, the latest first.",
        )  # fmt: skip


def beyond_market(of: Subject) -> None:
    """Give the event study's row, tested among the chosen companies; nothing without a benchmark."""
    for benchmark in of.benchmark:
        firms = load.table(study_tables.study, of.chosen.session, of.chosen.tickers, benchmark=benchmark)
        firm = firms[firms["ticker"] == of.ticker].iloc[0].to_dict()
        fitted = " to ".join(fmt.number(offset) for offset in Request().estimation)
        model = expected.returns(of.chosen.session, of.chosen.tickers, benchmark).set_index("ticker")["expected"]
        page.section(
            company_headline.beyond(of.name, firm["car"], firm["p"], of.chosen.session),
            f"Market model against {series.labels([benchmark])[benchmark]}, fitted to sessions {fitted}; "
            + (firm["reason"] or company.honesty(int(firms["car"].notna().sum()))),
        )
        key_figures(company.study_figures(firm, float(model[of.ticker]), of.value))


def reactions(of: Subject) -> None:
    """List the abnormal returns around each release, the smallest p first; nothing without a benchmark."""
    for benchmark in of.benchmark:
        window = reacting.WINDOWS[reacting.DEFAULT_WINDOW][1]
        tests = load.table(study_tables.reactions, window, "launch", "ticker", (of.ticker,), benchmark=benchmark)
        dates = of.panel.on_sessions().dates
        shared = reacting.overlapping(tests.dropna(subset=["car"]), dates, window)["key"].nunique()
        reacted = reacting.named(tests, "ticker")
        page.section(
            company_headline.reactions(of.name, reacted),
            "Abnormal return of the session that could first trade on each event and the next one; p-values are "
            "corrected for the tests of this company."
            + (f" {shared} events share sessions with another: theirs cannot be told apart." if shared else ""),
        )
        if reacted["car"].notna().any():
            page.table(
                reacted.drop(columns="ticker"), company.REACTIONS, file_name=f"reactions-{of.ticker}.csv",
                key="reactions", alt=f"{len(reacted)} reactions of {of.name}, the smallest p first.",
            )  # fmt: skip


def claims(of: Subject) -> None:
    """List the printed claims that name the company."""
    found = company.naming(load.table(claim_tables.claims_in_words), of.ticker)
    page.section(
        company_headline.claims(of.name, found["verdict"]),
        "What the articles printed, beside what is computed here, whatever event is chosen." if len(found) else None,
    )
    if len(found):
        page.table(
            found, company.CLAIMS, file_name=f"claims-{of.ticker}.csv", key="claims", links=company.claim_links(found),
            alt=f"{len(found)} printed claims about {of.name} with verdict, claimed and computed value and the reason.",
        )  # fmt: skip


def provenance(of: Subject) -> None:
    """Say where the prices come from, and what is doubtful about them."""
    status = load.table(tables.status)
    page.section("Where these prices come from")
    for sentence in company.provenance(status[status["ticker"] == of.ticker].iloc[0].to_dict()):
        st.markdown(plain(sentence))
