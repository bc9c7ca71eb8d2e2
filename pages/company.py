"""Company: everything that is known here of one company, from its day to the doubts about its prices."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from dashboard import claim_tables, company_tables, study_tables, tables, value_tables
from dashboard.charts import candles, company_headline, headline_falls, lines, session_headline
from dashboard.charts import format as fmt
from dashboard.study import common_end
from dashboard.study.event_study import Request
from dashboard.study.sell_off import VOLUME_SESSIONS
from dashboard.ui import bound, company, company_link, controls, expected, load, page, reacting, series
from dashboard.ui.key_figures import key_figures
from dashboard.ui.screen import room
from dashboard.ui.words import plain

DEFAULT, AROUND, MOST = "NVDA", 21, 5
PRICES = ["open", "high", "low", "close"]

chosen = controls.current()
panel = load.panel()
look = page.theme()
sessions = panel.on_sessions()
top = st.container()
names = series.labels(chosen.tickers)
who = bound.choose(
    "Company", company_link.WHO, {ticker: f"{name} {ticker}" for ticker, name in names.items()},
    DEFAULT if DEFAULT in names else chosen.tickers[0], kind="list",
    help="Whose page this is; the rows of tables on other pages lead here too.",
)  # fmt: skip
name, only, span = names[who], (who,), (chosen.start, chosen.end)
compared = [chosen.benchmark] if chosen.benchmark else []
market = series.labels(compared)
source = series.source(panel, [who])
day = load.table(tables.sell_off, chosen.session, only)
row = day.iloc[0].to_dict()
value = load.table(value_tables.market_value, chosen.session, only, "USD", chosen.benchmark).iloc[0].to_dict()
last = common_end(sessions.close[[who]])
priced = pd.notna(row["ret"])

with top:
    moved = load.table(tables.sell_off, chosen.session, tuple(compared))["ret"].to_list() if compared else []
    deck = [
        f"{controls.day_with_weekday(chosen.session)}; {row['segment'] or 'a series of your own'}.",
        *(f"{market[one]}: {fmt.per_cent(ret)}." for one, ret in zip(compared, moved, strict=True) if pd.notna(ret)),
        session_headline.lacking(day, last or chosen.session, VOLUME_SESSIONS) if priced else "",
        chosen.mapped_note or "",
    ]
    page.headline(
        company_headline.one_day(name, row["ret"], row["loss_bn"], chosen.session), " ".join(filter(None, deck))
    )
key_figures(company.day_figures(row, value))
ohlc = pd.DataFrame({field: getattr(sessions, field)[who] for field in (*PRICES, "volume")})
ohlc = series.around(ohlc, chosen.session, AROUND)
if ohlc[PRICES].dropna().empty:
    st.info(plain(f"No opening, highest and lowest prices of {name} are stored around this day, so it has no candles."))
else:
    page.chart(
        candles.around(
            ohlc, name=name, event=chosen.session, theme=look, source=source, width=room(),
            title=session_headline.course(name, row["gap"], row["ret"], chosen.session),
            subtitle="Open, high, low and close of each session, US dollars; filled where the close is below the open",
        ),
        "candles",
    )  # fmt: skip

if priced and last:
    way = series.named(load.table(tables.recovery, chosen.session, None, only))
    page.section(headline_falls.regained(way, chosen.session))
    key_figures(company.way_back_figures(way.iloc[0].to_dict(), chosen.session_before, last))
drawn = company.held(sessions.close[[who, *compared]].loc[pd.Timestamp(chosen.start) : pd.Timestamp(chosen.end)], who)
if len(drawn) > 1:
    base = company.base(drawn[who], chosen.session_before)
    ends = (drawn.iloc[-1] / drawn.loc[base] - 1).to_dict()
    first, end = drawn.index[0].date(), drawn.index[-1].date()
    names |= market
    events = series.markers(panel, chosen, first, end)
    page.chart(
        lines.rebased(
            drawn, base=base, labels=names, colours=series.colours(drawn.columns, look), emphasis=[who],
            markers=events, theme=look, source=series.source(panel, drawn.columns), width=room(),
            title=headline_falls.paths(
                {name: ends[who]}, next(((market[one], ends[one]) for one in compared), None), end
            ),
            subtitle=f"Close, {fmt.day(base)} = 100; lines mark releases, results and rules",
        ),
        "path",
    )  # fmt: skip
    depth = load.table(tables.underwater, (who, *compared), *span)
    episodes = series.named(load.table(tables.drawdowns, only, *span, MOST))
    page.chart(
        lines.underwater(
            depth, labels=names, colours=series.colours(depth.columns, look), emphasis=[who], markers=events[:1],
            theme=look, source=series.source(panel, depth.columns), width=room(), height=420,
            title=headline_falls.depth_below_high(pd.DataFrame({"name": [name], "depth": [depth[who].min()]})),
            subtitle="Close below the highest close so far, per cent; 0 % is a new high",
        ),
        "underwater",
    )  # fmt: skip
    if len(episodes):
        page.section(headline_falls.unrecovered(episodes.head(1)), f"Its deepest drawdowns, {fmt.day_range(*span)}.")
        page.table(
            episodes.drop(columns="ticker"), company.EPISODES, file_name=f"drawdowns-{who}.csv", key="episodes",
            alt=f"The {len(episodes)} deepest drawdowns of {name}, one row each.",
        )  # fmt: skip
else:
    st.info(plain(f"{name} has no prices in this range; choose a longer one at the side."))

counts = company.filed(load.table(company_tables.share_counts, only)).iloc[::-1]
page.section(
    company_headline.counts(name, len(counts)),
    "Market values use the count known by the session before. A count read on a filing's cover is the surest."
    if len(counts) else "Dollars, market value and rank are therefore left out.",
)  # fmt: skip
if len(counts):
    page.table(
        counts.drop(columns="ticker"), company.COUNTS, file_name=f"share-counts-{who}.csv", key="counts",
        alt=f"The {len(counts)} known share counts of {name}, the latest first.",
    )  # fmt: skip

if compared:
    benchmark = compared[0]
    firms = load.table(study_tables.study, chosen.session, chosen.tickers, benchmark=benchmark)
    firm = firms[firms["ticker"] == who].iloc[0].to_dict()
    fitted = " to ".join(fmt.number(offset) for offset in Request().estimation)
    model = expected.returns(chosen.session, chosen.tickers, benchmark).set_index("ticker")["expected"]
    page.section(
        company_headline.beyond(name, firm["car"], firm["p"], chosen.session),
        f"Market model against {market[benchmark]}, fitted to sessions {fitted}; "
        + (firm["reason"] or company.honesty(int(firms["car"].notna().sum()))),
    )
    key_figures(company.study_figures(firm, float(model[who]), value))
    window = reacting.WINDOWS[reacting.DEFAULT_WINDOW][1]
    tests = load.table(study_tables.reactions, window, "launch", "ticker", only, benchmark=benchmark)
    shared = reacting.overlapping(tests.dropna(subset=["car"]), sessions.dates, window)["key"].nunique()
    reacted = reacting.named(tests, "ticker")
    page.section(
        company_headline.reactions(name, reacted),
        "Abnormal return of the session that could first trade on each event and the next one; p-values are corrected "
        "for the tests of this company."
        + (f" {shared} events share sessions with another: theirs cannot be told apart." if shared else ""),
    )
    if reacted["car"].notna().any():
        page.table(
            reacted.drop(columns="ticker"), company.REACTIONS, file_name=f"reactions-{who}.csv", key="reactions",
            alt=f"{len(reacted)} reactions of {name}, the smallest p first.",
        )  # fmt: skip

claims = company.naming(load.table(claim_tables.claims_in_words), who)
page.section(
    company_headline.claims(name, claims["verdict"]),
    "What the articles printed, beside what is computed here, whatever event is chosen." if len(claims) else None,
)
if len(claims):
    page.table(
        claims, company.CLAIMS, file_name=f"claims-{who}.csv", key="claims", links=company.claim_links(claims),
        alt=f"{len(claims)} printed claims about {name} with verdict, claimed and computed value and the reason.",
    )  # fmt: skip
status = load.table(tables.status)
page.section("Where these prices come from")
for sentence in company.provenance(status[status["ticker"] == who].iloc[0].to_dict()):
    st.markdown(plain(sentence))
