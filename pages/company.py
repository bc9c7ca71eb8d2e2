"""Company: everything that is known here of one company, from its day to the doubts about its prices."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from dashboard import tables, value_tables
from dashboard.charts import company_headline, session_headline
from dashboard.charts import format as fmt
from dashboard.study import common_end
from dashboard.study.sell_off import VOLUME_SESSIONS
from dashboard.ui import bound, company, company_link, company_sections, controls, load, page, series
from dashboard.ui.key_figures import key_figures

DEFAULT = "NVDA"

chosen = controls.current()
panel = load.panel()
top = st.container()
names = series.labels(chosen.tickers)
who = bound.choose(
    "Company", company_link.WHO, {ticker: f"{name} {ticker}" for ticker, name in names.items()},
    DEFAULT if DEFAULT in names else chosen.tickers[0], kind="list",
    help="Whose page this is; the rows of tables on other pages lead here too.",
)  # fmt: skip
day = load.table(tables.sell_off, chosen.session, (who,))
value = load.table(value_tables.market_value, chosen.session, (who,), "USD", chosen.benchmark)
of = company_sections.Subject(
    who, names[who], chosen, panel, page.theme(), day=day.iloc[0].to_dict(), value=value.iloc[0].to_dict()
)

with top:
    benchmark = tuple(of.benchmark)
    market = series.labels(benchmark)
    moved = load.table(tables.sell_off, chosen.session, benchmark)["ret"].to_list() if benchmark else []
    last = common_end(panel.on_sessions().close[[who]]) or chosen.session
    deck = [
        f"{controls.day_with_weekday(chosen.session)}; {of.day['segment'] or 'a series of your own'}.",
        *(f"{market[one]}: {fmt.per_cent(ret)}." for one, ret in zip(benchmark, moved, strict=True) if pd.notna(ret)),
        session_headline.lacking(day, last, VOLUME_SESSIONS) if pd.notna(of.day["ret"]) else "",
        chosen.mapped_note or "",
    ]
    page.headline(
        company_headline.one_day(of.name, of.day["ret"], of.day["loss_bn"], chosen.session),
        " ".join(filter(None, deck)),
    )
key_figures(company.day_figures(of.day, of.value))
company_sections.course(of)
company_sections.way_back(of)
company_sections.falls(of)
company_sections.share_counts(of)
company_sections.beyond_market(of)
company_sections.reactions(of)
company_sections.claims(of)
company_sections.provenance(of)
