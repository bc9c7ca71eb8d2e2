"""Days beside each other: which ones the reader compares, how they are called, and the table of their key figures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd
import streamlit as st

from dashboard import day_tables
from dashboard.catalog.compared_days import ComparedDay, load_compared_days
from dashboard.charts import days_headline
from dashboard.charts import format as fmt
from dashboard.prices import PricePanel
from dashboard.study.day_comparison import FAR, INDICES, LARGEST, Span, counted
from dashboard.ui import bound, falls, page
from dashboard.ui.columns import Column, Kind
from dashboard.ui.dating import STATUS
from dashboard.ui.table_columns import COMPANY

PARAMETERS = ("day1", "day2", "day3")
_LABELS = ("First day", "Second day", "Third day")
_BETWEEN = " · "
HELP = "A session such as 2025-10-10, or a run of sessions such as 2025-04-03:2025-04-08; choose one, or type it."
OFFERED = 9
"""So many of the steepest falls of the S&P 500 can be chosen from the list; any other day can be typed."""

MEASURES: Mapping[str, tuple[str, Kind, str]] = {
    "ret_equal_weight": ("Average share", "per_cent", "The fund RSP, which holds the S&P 500 in equal parts."),
    "ret_sp500": ("S&P 500", "per_cent", "The index, weighted by market value."),
    "ret_nasdaq": ("Nasdaq Composite", "per_cent", "The index, weighted by market value."),
    "ret_semiconductors": ("Semiconductor index", "per_cent", "PHLX Semiconductor."),
    "vix_change": ("Change of the VIX", "ratio", "Swings expected of the S&P 500: last close less close before."),
    "vix_after": ("VIX at the close", "ratio", "Its level at the last close."),
    "vix_before": ("VIX before", "ratio", "Its level at the close before."),
    "companies": ("Companies compared", "count", "Those with prices on every day chosen."),
    "fell": ("Companies that fell", "count", "Last close below the close before."),
    "fell_share": ("Part that fell", "points", "Of the companies compared."),
    "fell_far": ("Fell far", "count", f"By more than {fmt.per_cent(-FAR, 0, sign=False)}."),
    "median_ret": ("Median company", "per_cent", "Half fell further, half less."),
    "mean_ret": ("Mean company", "per_cent", "Each counted alike."),
    "dispersion": ("Spread of the returns", "points", "Standard deviation between companies, not through time."),
    "rank_correlation": ("Likeness to the first day", "ratio", "Rank correlation: 1 is the same order, 0 no likeness."),
    "with_count": ("With a share count", "count", "Companies whose share count was known by the session before."),
    "counted": ("In the dollars", "count", "The same companies wherever dollars are summed."),
    "lost_bn": ("Dollars lost", "dollars_bn", "By those that fell."),
    "gained_bn": ("Dollars gained", "dollars_bn", "By those that rose."),
    "net_bn": ("Net loss", "dollars_bn", "Lost less gained."),
    "largest_share": (f"The {LARGEST} largest losses", "points", "Their part of the dollars lost."),
    "half_back": ("Half were back after", "count", "Sessions within which half of those that fell were back."),
    "not_back": ("Not back yet", "count", "Of those that fell, in the stored prices."),
}  # fmt: skip
"""Of `day_tables.compared_figures`, in the order of the page: in words, how it is written, and what it is."""


@dataclass(frozen=True)
class Chosen:
    """The days that are compared.

    Attributes
    ----------
    texts : tuple of str
        As `day_tables.as_spans` takes them.
    spans : tuple of Span
        The same as sessions.
    days, heads : tuple of str
        Each in words, and without the year where all heads stay different.
    """

    texts: tuple[str, ...]
    spans: tuple[Span, ...]
    days: tuple[str, ...]
    heads: tuple[str, ...]


def choose_days(panel: PricePanel) -> Chosen:
    """Offer three days, of which any can be another session or a run of sessions, and return them.

    Raises
    ------
    InputError
        What was typed is no session and no run of sessions of the stored prices.
    """
    catalogued = load_compared_days()
    options = {
        text: f"{days_headline.span(day.first, day.last)}{_BETWEEN}{day.name}"
        for text, day in zip(day_tables.COMPARED, catalogued, strict=True)
    }
    told = {session for day in catalogued for session in (day.first, day.last)}
    for session, ret in day_tables.steepest(panel, OFFERED):
        if session not in told:
            options[str(session)] = f"{fmt.day(session)}{_BETWEEN}S&P 500 {fmt.per_cent(ret)}"
    texts = []
    for place, key, label, usual in zip(
        st.columns(len(PARAMETERS)), PARAMETERS, _LABELS, day_tables.COMPARED, strict=True
    ):
        with place:
            texts.append(bound.choose_or_type(label, key, options, usual, help=HELP))
    spans = day_tables.as_spans(panel, [text.partition(_BETWEEN)[0] for text in texts])
    return Chosen(tuple(map(str, spans)), spans, *_named(spans))


def _named(spans: Sequence[Span]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the spans in words, and in as few as tell them apart."""
    days = tuple(days_headline.span(span.first, span.last) for span in spans)
    heads = tuple(days_headline.span(span.first, span.last, year=False) for span in spans)
    return days, heads if len(set(heads)) == len(heads) else days


def groups(figures: pd.DataFrame, segments: pd.DataFrame, *, phone: bool) -> tuple[pd.DataFrame, int]:
    """Return the indices and the segments as rows of one figure, and how many of these are indices.

    Parameters
    ----------
    figures, segments : DataFrame
        What `day_tables.compared_figures` and `compared_segments` return.
    phone : bool
        There is only room for short names.
    """
    returns = [name for name in segments.columns if name.startswith("ret_")]
    indices = figures.set_index("measure").loc[list(INDICES), [name.replace("ret", "value") for name in returns]]
    indices = indices.set_axis(returns, axis=1).dropna(how="all")
    indices = indices.assign(name=[MEASURES[measure][0] for measure in indices.index], segment="index")
    labels = falls.segment_labels(
        segments["segment"].to_list(), segments.set_index("segment")["companies"], short=phone
    )
    own = segments.assign(name=segments["segment"].map(labels))
    columns = ["name", "segment", *returns]
    return pd.concat([indices[columns], own[columns]], ignore_index=True), len(indices)


def causes(chosen: Chosen) -> list[str]:
    """Say of each day why it is here, with the source and how sure that is; of one that is not catalogued its date."""
    known: dict[Span, ComparedDay] = {Span(day.first, day.last): day for day in load_compared_days()}
    lines = []
    for span, words in zip(chosen.spans, chosen.days, strict=True):
        if day := known.get(span):
            source = f"{STATUS[day.status]}: {day.source}" if day.source else STATUS[day.status]
            lines.append(f"{words}, {day.name}: {day.cause} ({source}).")
        else:
            lines.append(f"{words}: no cause is catalogued.")
    return lines


def uncounted(companies: pd.DataFrame, days: Sequence[str]) -> str:
    """Say whose dollars are summed, who has no known share count, and on which days too few are known for a sum.

    Parameters
    ----------
    companies : DataFrame
        What `day_tables.compared_companies` returns, with names.
    days : sequence of str
        In words.
    """
    counts, enough = counted(companies, len(days))
    same = companies[companies["compared"]]
    without = companies.loc[companies["compared"] & ~counts, "name"].to_list()
    sentences = []
    if any(enough):
        left = f"; without a known share count: {fmt.listed(without)}" if without else ""
        names = companies.loc[counts, "name"].to_list()
        whose = f"the same {len(names):,} companies" if len(names) > 1 else names[0]
        sentences.append(f"Dollars are those of {whose}{left}.")
    for place, (day, has) in enumerate(zip(days, enough, strict=True), start=1):
        if not has:
            count = int(same[f"loss_bn_{place}"].notna().sum())
            known = f"Share counts of {fmt.count_of(count, len(same))} companies are" if count else "No share count is"
            sentences.append(f"{known} known before {day}, so it has no dollars.")
    return " ".join(sentences)


def company_columns(heads: Sequence[str]) -> dict[str, Column]:
    """Return the columns of `day_tables.compared_companies`, named by the heads of the days."""
    numbered = list(enumerate(heads, start=1))
    return {
        "name": COMPANY,
        **{
            f"ret_{place}": Column(f"{head}, %", "per_cent", "Last close over the close before, less one.")
            for place, head in numbered
        },
        **{
            f"loss_bn_{place}": Column(
                f"Lost {head}, $ bn", "dollars_bn", "Market value lost, at the share count known by the session before."
            )
            for place, head in numbered
        },
        **{
            f"sessions_{place}": Column(
                f"Back after {head}",
                "count",
                "Sessions until a close at or above the close before; the first day is 1.",
            )
            for place, head in numbered
        },
        "ticker": Column("Ticker"),
        "segment": Column("Segment"),
    }


def measure_table(figures: pd.DataFrame, heads: Sequence[str], alt: str) -> None:
    """Show the key figures, one row a measure and one column a day, each row written in its own unit.

    Parameters
    ----------
    figures : DataFrame
        What `day_tables.compared_figures` returns.
    heads : sequence of str
        Of the columns.
    alt : str
        What the table holds, for those who cannot see it.
    """
    values = [f"value_{place}" for place in range(1, len(heads) + 1)]
    shown = figures.set_index("measure").loc[list(MEASURES), ["unit", *values]].reset_index()
    words = shown[["measure", *values]].assign(meaning=[meaning for _, _, meaning in MEASURES.values()])
    written = words.style.format({"measure": lambda measure: MEASURES[str(measure)][0]})
    for row, (_, kind, _) in enumerate(MEASURES.values()):
        written = written.format(Column("", kind).text, subset=(row, values))
    headings = {
        "measure": Column("Measure", pinned=True, width=168).config(),
        **{value: Column(head, "ratio", width=82).config() for value, head in zip(values, heads, strict=True)},
        "meaning": Column("What it is", width="large").config(),
    }
    st.dataframe(
        written, hide_index=True, column_config=headings, height="content", placeholder=fmt.MISSING, alt=alt,
        key="figures-table",
    )  # fmt: skip
    page.download("Download CSV", lambda: shown, "days.csv", "figures-csv", kind="tertiary")
