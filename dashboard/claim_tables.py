"""The tables of the claims check: each claim with its verdict, and every figure behind one of them."""

from __future__ import annotations

from functools import lru_cache

import pandas as pd

from dashboard.catalog import load_claims, load_events, load_figures, load_universe
from dashboard.claim_words import VERDICT_WORDS, claimed_text, difference_text, found_text, gap_text, reason
from dashboard.errors import InputError
from dashboard.prices import PricePanel
from dashboard.record_tables import records
from dashboard.study.claims import Computed, Evidence, Finding, Gap, Reading, check_claims
from dashboard.tables import share_counts

LANGUAGES = ("en", "ja")

EVIDENCE = ("stored", "catalogued", "both", "none")
"""What a claim was checked against: stored prices and share counts, catalogued figures, both, or nothing."""


def evidence(panel: PricePanel) -> Evidence:
    """Return what claims are checked against: stored prices and share counts, and the catalogue.

    A reported loss stands on the day of the fall, whatever day was printed.
    """
    reported = records()
    return Evidence(
        panel.on_sessions(),
        share_counts(panel),
        load_universe(),
        load_events(),
        reported.assign(date=reported["fell_on"]),
        load_figures(),
    )


@lru_cache(maxsize=2)
def findings(panel: PricePanel) -> tuple[Finding, ...]:
    """Return every catalogued claim with its verdict, by the stored prices; see `dashboard.study.claims`."""
    return check_claims(load_claims(), evidence(panel))


def claims(panel: PricePanel, language: str = "en") -> pd.DataFrame:
    """Return every claim with its verdict and the reason.

    Parameters
    ----------
    panel : PricePanel
    language : {"en", "ja"}
        Of the statement; the reason is in English.

    Returns
    -------
    DataFrame
        id, publication, statement, claimed, computed (a number or a word; missing where nothing can be computed), unit,
        verdict (a name in `dashboard.study.claims.VERDICTS`), reason, formula, evidence (a word in `EVIDENCE`). Where
        several definitions are possible, computed and formula are those of the one on which the verdict rests.

    Raises
    ------
    InputError
        There is no such language.
    """
    if language not in LANGUAGES:
        raise InputError(f"There are no statements in {language!r}; choose one of {', '.join(LANGUAGES)}.")
    rows = [
        {
            "id": finding.claim.id,
            "publication": finding.claim.publication,
            "statement": finding.claim.statement_ja if language == "ja" else finding.claim.statement_en,
            "claimed": finding.claim.claimed if finding.claim.number is None else finding.claim.number,
            "computed": _value(finding.telling.found),
            "unit": finding.claim.unit,
            "verdict": finding.verdict,
            "reason": reason(finding),
            "formula": _formula(finding.telling.found),
            "evidence": evidence_of(finding),
        }
        for finding in findings(panel)
    ]
    return pd.DataFrame(rows)


def claims_in_words(panel: PricePanel) -> pd.DataFrame:
    """Return every claim as a reader sees it.

    Returns
    -------
    DataFrame
        The columns of `claims`, and statement_ja, subject, claimed_text, computed_text, verdict_text and tickers (a
        tuple of those that the claim is about).
    """
    found = findings(panel)
    return claims(panel).assign(
        statement_ja=[one.claim.statement_ja for one in found],
        subject=[one.claim.subject for one in found],
        claimed_text=[claimed_text(one.claim) for one in found],
        computed_text=[found_text(one.claim, one.telling.found) for one in found],
        verdict_text=[VERDICT_WORDS[one.verdict] for one in found],
        tickers=pd.Series([one.claim.tickers for one in found], dtype=object),
    )


def finding(panel: PricePanel, claim: str) -> Finding:
    """Return one claim with its verdict, by its id; `InputError` where there is none."""
    found = {one.claim.id: one for one in findings(panel)}
    if claim not in found:
        raise InputError(f"There is no claim {claim!r}; give an id from {min(found)} to {max(found)}.")
    return found[claim]


def readings(panel: PricePanel, claim: str) -> pd.DataFrame:
    """Return what each definition of one claim gives, as a reader sees it.

    Returns
    -------
    DataFrame
        definition, about, verdict_text, claimed_text, computed_text, difference_text (computed less claimed; a dash
        where one of them is no number), formula, missing (why it cannot be computed; empty where it can), and
        on_claimed_day (what the day that the article names really did, where that is another one).

    Raises
    ------
    InputError
        There is no such claim.
    """
    found = finding(panel, claim)
    return pd.DataFrame(
        [
            {
                "definition": reading.definition.name,
                "about": reading.definition.about or "what the claim names",
                "verdict_text": VERDICT_WORDS[reading.verdict],
                "claimed_text": claimed_text(found.claim),
                "computed_text": found_text(found.claim, reading.found),
                "difference_text": difference_text(found.claim, reading.found),
                "formula": _formula(reading.found),
                "missing": gap_text(reading.found) if isinstance(reading.found, Gap) else "",
                "on_claimed_day": ""
                if reading.on_claimed_day is None
                else found_text(found.claim, reading.on_claimed_day),
            }
            for reading in found.readings
        ]
    )


def explained(panel: PricePanel, claim: str) -> pd.DataFrame:
    """Return every figure that went into the verdict on one claim.

    Returns
    -------
    DataFrame
        One row for each definition and figure: id, definition, about (what it is about, where that is something else
        than the claim names), verdict (of the definition), formula, computed, margin (how far off it may be, by the
        rounding of its figures), unit, quantity (its name in the formula), what, value, value_unit, dated, source,
        evidence (``stored``, ``catalogued`` or ``claimed``), status (``recalled`` for one from memory). A definition
        that cannot be computed has one row, with the reason under what. What the day that an article names really did
        stands as a definition of its own, without a verdict.

    Raises
    ------
    InputError
        There is no such claim.
    """
    found = finding(panel, claim)
    rows = []
    for reading in found.readings:
        rows += _rows(found, reading, reading.found, reading.verdict)
        if reading.on_claimed_day is not None:
            rows += _rows(found, reading, reading.on_claimed_day, f"on {found.claim.claimed_date}")
    return pd.DataFrame(rows)


def _rows(found: Finding, reading: Reading, computed: Computed | Gap, verdict: str) -> list[dict[str, object]]:
    head: dict[str, object] = {
        "id": found.claim.id,
        "definition": reading.definition.name,
        "about": reading.definition.about or "",
        "verdict": verdict,
        "formula": _formula(computed),
        "computed": _value(computed),
        "margin": computed.margin if isinstance(computed, Computed) else None,
        "unit": found.claim.unit,
    }
    if isinstance(computed, Gap):
        blank: dict[str, object] = dict.fromkeys(("value", "value_unit", "dated", "source", "evidence", "status"))
        return [head | {"quantity": "", "what": computed.reason} | blank]
    return [
        head
        | {
            "quantity": quantity.name,
            "what": quantity.what,
            "value": quantity.value,
            "value_unit": quantity.unit,
            "dated": quantity.dated,
            "source": quantity.source,
            "evidence": quantity.origin,
            "status": "recalled" if quantity.recalled else "",
        }
        for quantity in computed.quantities
    ]


def _value(found: Computed | Gap) -> float | str | None:
    return None if isinstance(found, Gap) else found.value


def _formula(found: Computed | Gap) -> str:
    return "" if isinstance(found, Gap) else found.formula


def evidence_of(finding: Finding) -> str:
    """Return what a claim was checked against, as a word in `EVIDENCE`."""
    found = [reading.found for reading in finding.readings if isinstance(reading.found, Computed)]
    origins = {quantity.origin for one in found for quantity in one.quantities if quantity.origin != "claimed"}
    if len(origins) > 1:
        return "both"
    return origins.pop() if origins else "none"
