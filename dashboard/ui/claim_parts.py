"""The parts of the claims page: what is counted at its top, the filters, and one claim opened to its figures."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import escape

import pandas as pd
import streamlit as st

from dashboard import claim_tables
from dashboard.catalog import Claim
from dashboard.catalog.claims import PUBLICATIONS
from dashboard.charts import format as fmt
from dashboard.claim_words import VERDICT_WORDS, reason
from dashboard.claim_words.values import dated
from dashboard.ui import bound, load, page
from dashboard.ui.columns import Column
from dashboard.ui.key_figures import KeyFigure
from dashboard.ui.words import plain

PATH, CLAIM = "claims", "claim"
"""Address of the page below the site's root, and the parameter that names a claim."""

FIRST = "first"
_MINUS = re.compile(r"(?<![\w-])-(?=[\d.])")
"""A hyphen that stands for a minus sign in the catalogue's notes."""

SHORT = {name: name.split()[0].rstrip(",") for name in PUBLICATIONS}
"""Articles by one word."""

GROUPS = {
    "right": ("confirmed", "confirmed_cut"),
    "open": ("borderline", "needs_definition"),
    "not right": ("misattributed", "wrong_date", "wrong"),
    "not checkable": ("not_checkable",),
}
"""The eight verdicts in four groups."""

MEANINGS = {
    "confirmed": "the computed value is the claimed one, by the claim's own digits or tolerance",
    "confirmed_cut": "it is the claimed one only if digits are cut off; rounding gives another",
    "borderline": "it reaches the claimed one by rounding alone, or is a day off",
    "needs_definition": "it fits by one definition and not by another, and the article names none",
    "misattributed": "the figure is right for something else than the article names",
    "wrong_date": "the figure is right for another day than the article names",
    "wrong": "no definition gives the claimed value",
    "not_checkable": "there is nothing to check it against",
}
"""What each verdict means, in half a sentence."""

COUNTED = {"needs_definition": "in need of a definition", "wrong_date": "with a wrong date"}
"""Verdicts in words that fit behind a number, where those of a single claim do not."""

EVIDENCE = {
    "stored": "stored prices",
    "catalogued": "catalogued figures",
    "both": "prices and figures",
    "none": "nothing",
}
"""What a claim was checked against."""

LANGUAGES = {"en": "English", "ja": "Japanese", "both": "Both"}

READINGS = {
    "definition": Column("What may be meant", pinned=True, width="medium"),
    "about": Column("It is about", help="Where it is about something else than the claim names, what that is."),
    "verdict_text": Column("Verdict"),
    "claimed_text": Column("Claimed"),
    "computed_text": Column("Computed"),
    "difference_text": Column("Difference", help="Computed less claimed."),
    "on_claimed_day": Column("On the day named", help="The same figure on the day that the article names."),
    "formula": Column("Formula", width="large", help="Of the figures below, by name."),
    "missing": Column("Why it cannot be computed"),
}
"""Of `claim_tables.readings`."""

FIGURES = {
    "definition": Column("What may be meant", width="medium"),
    "quantity": Column("Name in the formula"),
    "what": Column("Figure"),
    "value": Column("Value"),
    "value_unit": Column("Unit"),
    "dated": Column("Date", "dated", help="The day of the figure; of a share count, the day that it is of."),
    "evidence": Column("Kind", help="Stored prices and share counts, or a figure of the catalogue."),
    "source": Column("Source", "prose", width="large"),
    "status": Column("Certainty", words={"recalled": "from memory", "": "as sourced"}),
}
"""Of `claim_tables.explained`."""


def columns(language: str) -> dict[str, Column]:
    """Return the columns of the table of claims, with its statements in one language or both."""
    statements = {"statement": Column("Statement", width="large"), "statement_ja": Column("Japanese", width="large")}
    left_out = {"en": "statement_ja", "ja": "statement"}.get(language)
    return {
        "id": Column("Claim", pinned=True, width=70),
        **{name: column for name, column in statements.items() if name != left_out},
        "verdict_text": Column("Verdict", width=150, help="What the check gives; each is explained below the table."),
        "claimed_text": Column("Claimed", width=100),
        "computed_text": Column("Computed", width=120, help="By the definition on which the verdict rests."),
        "reason": Column("Why", width="large"),
        "article": Column("Article", width=110),
        "evidence": Column("Checked against", words=EVIDENCE),
        "formula": Column("Formula"),
    }


def counted(found: pd.DataFrame, group: str) -> int:
    """Return how many claims have a verdict of a group."""
    return int(found["verdict"].isin(GROUPS[group]).sum())


def finding(found: pd.DataFrame) -> str:
    """Return the title of the page: how the claims fared."""
    right, open_, not_right, unknown = (counted(found, group) for group in GROUPS)
    told = [f"{right:,} of {len(found):,} printed claims hold"]
    told += [f"{not_right:,} do not"] if not_right else []
    told += [f"{open_:,} {fmt.noun(open_, 'depends', 'depend')} on a definition or a digit"] if open_ else []
    told += [f"{unknown:,} cannot be checked"] if unknown else []
    return fmt.listed(told)


def key_figures_of(found: pd.DataFrame) -> list[KeyFigure]:
    """Return the four groups as large figures."""
    labels = {"right": "Hold", "open": "Depend", "not right": "Do not hold", "not checkable": "Cannot be checked"}
    helps = {
        "right": "Confirmed, rounded or cut to the digits that the article prints.",
        "open": "Borderline, or right by one definition and wrong by another that the article does not tell apart.",
        "not right": "Wrong, dated wrongly, or right for something else than the article names.",
        "not checkable": "Nothing is stored, catalogued or published that the claim could be checked against.",
    }
    return [
        KeyFigure(
            labels[group],
            f"{counted(found, group):,}",
            fmt.listed(
                [
                    f"{count:,} {COUNTED.get(one, VERDICT_WORDS[one])}"
                    for one in verdicts
                    if (count := int((found["verdict"] == one).sum()))
                ]
            ),
            help=helps[group],
        )
        for group, verdicts in GROUPS.items()
    ]


def filtered(found: pd.DataFrame) -> tuple[pd.DataFrame, str]:
    """Draw the filters; return the claims that are left and the language of the statements."""
    left, right = st.columns(2, vertical_alignment="bottom")
    with left:
        articles = bound.choose_several_quietly(
            "Article", "pub", {short.lower(): short for short in SHORT.values()}, kind="pills", all_of="every article",
            help="Whose claims are listed; all five without a choice.",
        )  # fmt: skip
        proof = bound.choose_several_quietly(
            "Checked against", "proof", EVIDENCE, kind="pills", all_of="anything",
            help="Stored prices and share counts, or figures of the catalogue with their sources.",
        )  # fmt: skip
    with right:
        verdicts = bound.choose_several_quietly(
            "Verdict", "verdict", dict(VERDICT_WORDS), kind="list", all_of="every verdict",
            help="Which verdicts are listed; all eight without a choice.",
        )  # fmt: skip
        language = bound.choose(
            "Statements in",
            "lang",
            LANGUAGES,
            "en",
            help="Our own words for what the article says, in either language.",
        )
    bound.tell_ignored(["pub", "proof", "verdict"])
    kept = found
    for column, chosen in (("short", articles), ("evidence", proof), ("verdict", verdicts)):
        kept = kept[kept[column].isin(chosen)] if chosen else kept
    return kept, language


def choose_claim(found: pd.DataFrame, listed: Sequence[str]) -> str:
    """Offer every claim by id and statement; return the chosen one, at first the first of those listed."""
    options = {FIRST: "The first of the list"}
    options |= {row["id"]: f"{row['id']} {row['statement']}" for row in found.to_dict("records")}
    chosen = bound.choose(
        "Claim opened below", CLAIM, options, FIRST, kind="list",
        help="Which claim is opened to its formula and figures; a row of the table chooses too.",
    )  # fmt: skip
    return listed[0] if chosen == FIRST else chosen


def opened(claim: str) -> None:
    """Open one claim: statement, verdict with the reason, both values, every definition, every figure."""
    found = claim_tables.finding(load.panel(), claim)
    told = found.claim
    page.section(f"{claim}: {told.statement_en}")
    st.html(f"<p class='deck' lang='ja'>{escape(told.statement_ja)}</p>")
    st.markdown(f"**{VERDICT_WORDS[found.verdict].capitalize()}.** {plain(reason(found))}")
    st.caption(plain(_provenance(told)))
    meant = load.table(claim_tables.readings, claim)
    hidden = [name for name in ("missing", "on_claimed_day") if (meant[name] == "").all()]
    page.table(
        meant,
        {name: column for name, column in READINGS.items() if name not in hidden},
        file_name=f"claim-{claim}-definitions.csv",
        alt=f"What claim {claim} may mean, with the computed value and the formula of each.",
        key="readings",
    )
    page.section("The figures behind it", "Each by its name in the formula, with its day and its source.")
    page.table(
        load.table(claim_tables.explained, claim),
        FIGURES,
        file_name=f"claim-{claim}-figures.csv",
        alt=f"Every figure behind claim {claim}, with its date and source.",
        key="claim-figures",
    )
    st.markdown(
        f"[Link to this claim alone]({PATH}?{CLAIM}={claim}); the same on the command line: "
        f"`deepseek-shock claims --id {claim} --explain`"
    )


def _provenance(claim: Claim) -> str:
    """Say where a claim stands and what else is known of it."""
    date = f", dated {dated(claim.claimed_date)}" if claim.claimed_date else ""
    parts = [f"Printed by {claim.publication}{date}."]
    if claim.other_sources:
        sources = f" ({claim.named_sources})" if claim.named_sources else ""
        parts.append(f"Elsewhere: {claim.other_sources}{sources}.")
    if claim.note:
        parts.append(f"{claim.note.rstrip('.')}.")
    return _MINUS.sub(fmt.MINUS, " ".join(parts))


def weakest(found: pd.DataFrame) -> str:
    """Return the title of the figure: of which article the smallest part holds, and of which the largest."""
    holding = found["verdict"].isin(GROUPS["right"]).groupby(found["article"])
    told = {name: fmt.count_of(int(held.sum()), len(held)) for name, held in holding}
    part = holding.mean()
    if part.nunique() == 1:
        return f"{fmt.count_of(counted(found, 'right'), len(found))} claims hold"
    least, most = str(part.idxmin()), str(part.idxmax())
    return f"{told[least]} claims of {least} hold, {told[most]} of {most}"
