"""Claims check: every number that five articles printed of the day, beside the number computed here."""

from __future__ import annotations

import streamlit as st

from dashboard import claim_tables
from dashboard.charts import verdicts
from dashboard.claim_words import VERDICT_WORDS
from dashboard.ui import claim_parts as parts
from dashboard.ui import load, page
from dashboard.ui.chosen_row import ChosenRow
from dashboard.ui.key_figures import key_figures
from dashboard.ui.screen import room
from dashboard.ui.words import plain

found = load.table(claim_tables.claims_in_words)
found["short"] = found["publication"].map(parts.SHORT).str.lower()
found["article"] = found["publication"].map(parts.SHORT)

page.headline(
    parts.finding(found),
    "Five articles in Japanese, printed from January to October 2025, tell the story of 27 January. Each statement "
    "stands here in our own words, beside the value that stored prices or a catalogued figure with its source give.",
)
key_figures(parts.key_figures_of(found))
page.chart(
    verdicts.counts(
        found.assign(publication=found["article"]),
        words=VERDICT_WORDS,
        publications=list(parts.SHORT.values()),
        theme=page.theme(),
        source="Source: the five articles in the catalogue; values computed from stored prices and catalogued figures",
        title=parts.weakest(found),
        subtitle="Number of claims by verdict and article, from right to wrong",
        width=room(),
    ),
    "verdicts",
)

page.section("Every claim", "Choose a row to open it below.")
kept, language = parts.filtered(found)
if kept.empty:
    st.info("No claim fits these filters; take one of them back.")
else:
    place = st.container()
    claim = parts.choose_claim(found, kept["id"].to_list())
    with place:
        page.table(
            kept,
            parts.columns(language),
            file_name="claims.csv",
            alt=f"{len(kept)} claims with verdict, claimed and computed value and the reason.",
            key="claims",
            row=ChosenRow(parts.CLAIM, kept["id"].to_list(), claim, parts.FIRST),
        )
        with st.expander("What the verdicts mean"):
            st.markdown("\n".join(f"- **{VERDICT_WORDS[one]}**: {plain(said)}" for one, said in parts.MEANINGS.items()))
    parts.opened(claim)
