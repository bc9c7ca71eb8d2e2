"""What the page of one company says in figures, columns and sentences."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

import pandas as pd

from dashboard.charts import format as fmt
from dashboard.charts.p_values import p_value
from dashboard.ui import catalogue, claim_parts, falls, reacting
from dashboard.ui.columns import Column
from dashboard.ui.controls import LAYERS
from dashboard.ui.key_figures import KeyFigure, direction
from dashboard.ui.row_links import RowLinks

CLAIMS = {name: column for name, column in claim_parts.columns("en").items() if name not in ("formula", "evidence")}
_WHOSE = ("name", "series", "ticker", "segment")
"""Columns that say nothing on the page of one company."""

EPISODES = {key: column for key, column in falls.EPISODES.items() if key not in _WHOSE}
REACTIONS = {key: column for key, column in reacting.COLUMNS["ticker"].items() if key not in _WHOSE}
COUNTS = {
    "known_from": Column("Known from", "date", "The first day on which this count counts; until the next row."),
    "shares": Column("Shares", "count", "On the prices' split basis: later splits are multiplied in.", width=125),
    "cap_bn": Column("Value then", "dollars_bn", "Shares times the last close by the day that the count became known."),
    "as_of": Column("Count of", "date", "The day that the count is of."),
    "form": Column("Filing", help="The form on which the count was published."),
    "filed": Column("Filed", "date", "Empty where the day of filing is not known."),
    "basis": catalogue.COUNT_BASIS,
    "close": Column("Close", "price", "The last close by then, adjusted for later splits."),
    "note": Column("Note on the count"),
}
"""Of `company_tables.share_counts` with the filings of `filed`."""


def held(closes: pd.DataFrame, ticker: str) -> pd.DataFrame:
    """Return closes from the first row to the last that a series has; none where it has none."""
    own = closes[ticker]
    return closes.loc[: own.last_valid_index()] if own.notna().sum() > 1 else closes.iloc[:0]


def base(close: pd.Series, before: dt.date) -> pd.Timestamp:
    """Return the session on which a path is 100: the one before the event, else the first that has a close."""
    day = pd.Timestamp(before)
    return day if pd.notna(close.get(day)) else pd.Timestamp(str(close.first_valid_index()))


def filed(counts: pd.DataFrame) -> pd.DataFrame:
    """Add the form of each share count, which is known by its company and day; empty for one fetched later."""
    forms = catalogue.share_counts()[["ticker", "as_of", "form"]].drop_duplicates(["ticker", "as_of"])
    return counts.merge(forms, how="left", on=["ticker", "as_of"])


def day_figures(day: Mapping[Any, Any], value: Mapping[Any, Any]) -> list[KeyFigure]:
    """Return the large figures of a company's day, those that there are.

    Parameters
    ----------
    day, value : mapping
        Its rows of `tables.sell_off` and of `value_tables.market_value`.
    """
    found = [
        KeyFigure("Return", fmt.per_cent(day["ret"]), f"{fmt.price(day['close_before'])} to {fmt.price(day['close'])}",
                  direction(day["ret"]), help="Close over the close of the session before, less one."),
        KeyFigure("At the open", fmt.per_cent(day["gap"]), fmt.price(day["open"]), direction(day["gap"]),
                  help="Opening price over the close before, less one: the gap."),
        KeyFigure("At the low", fmt.per_cent(day["low_ret"]), fmt.price(day["low"]), direction(day["low_ret"]),
                  help="Lowest price of the session over the close before, less one."),
        KeyFigure("Volume", f"{fmt.number(day['volume_ratio'], 1)}×", "its own mean",
                  help="Shares traded over their mean of the 60 sessions before."),
        KeyFigure("Market value", fmt.dollars_bn(-day["loss_bn"], sign=True),
                  f"{fmt.dollars_bn(value['cap_before_bn'])} to {fmt.dollars_bn(value['cap_after_bn'])}",
                  direction(-day["loss_bn"]),
                  help="Shares times the change of the close, at the share count known by the close before."),
        KeyFigure("Rank by value", _rank(value["rank_after"]), f"{_rank(value['rank_before'])} before",
                  help="Place by market value after the session, among the companies followed here with a known share "
                  "count."),
    ]  # fmt: skip
    return [figure for figure in found if not figure.value.startswith(fmt.MISSING)]


def _rank(place: Any) -> str:
    return fmt.MISSING if pd.isna(place) else f"no. {int(place)}"


def way_back_figures(way: Mapping[Any, Any], base: dt.date, to: dt.date) -> list[KeyFigure]:
    """Return the large figures of a company's way back.

    Parameters
    ----------
    way : mapping
        Its row of `tables.recovery`.
    base, to : date
        The session before the event, and where returns end.
    """
    fell = not pd.isna(way["low_ret"])
    wait = "not yet" if pd.isna(way["sessions"]) else f"{int(way['sessions']):,}"
    wait = wait if fell else fmt.MISSING
    found = [
        KeyFigure("Sessions to regain", wait,
                  "of the stored prices" if wait == "not yet" else f"on {fmt.day(way['regained_on'])}",
                  help="Sessions until the first close at or above the close before the event; the event session is "
                  "the first."),
        KeyFigure("Lowest on the way", fmt.per_cent(way["low_ret"]) if fell else fmt.MISSING,
                  f"on {fmt.day(way['low_date'])}", "fall",
                  help="Lowest close before the price was regained, over the close before the event, less one."),
        KeyFigure("Since before", fmt.per_cent(way["ret_to"]), f"to {fmt.day(to)}", direction(way["ret_to"]),
                  help="Price return from the close before the event to the last close."),
        KeyFigure("With dividends", fmt.per_cent(way["total_ret_to"]), f"from {fmt.day(base)}",
                  direction(way["total_ret_to"]),
                  help="The same with dividends reinvested on their ex-dates."),
        KeyFigure("Buyer of the day", fmt.per_cent(way["ret_from_event_close"]), f"to {fmt.day(to)}",
                  direction(way["ret_from_event_close"]),
                  help="Price return from the close of the event session to the last close."),
    ]  # fmt: skip
    return [figure for figure in found if figure.value != fmt.MISSING]


def study_figures(firm: Mapping[Any, Any], expected: float, value: Mapping[Any, Any]) -> list[KeyFigure]:
    """Return the large figures of a company's event study, none where the model could not be fitted.

    Parameters
    ----------
    firm : mapping
        Its row of `study_tables.study`.
    expected : float
        Expected return of the session, a decimal.
    value : mapping
        Its row of `value_tables.market_value`.
    """
    if fmt.is_missing(firm["car"]):
        return []
    found = [
        KeyFigure("Beyond the market", fmt.per_cent(firm["car"]), f"expected {fmt.per_cent(expected)}",
                  direction(firm["car"]), help="Abnormal return: return with dividends less what the model expects."),
        KeyFigure("95 % from", fmt.per_cent(firm["ci_low"]), f"to {fmt.per_cent(firm['ci_high'])}",
                  help="The abnormal return lies in this interval with 95 % confidence, if the model holds."),
        KeyFigure("t", fmt.number(firm["t"], 2), p_value(firm["p"], "p"),
                  help="Abnormal return over its standard deviation as a prediction error; p is two-sided."),
        KeyFigure("p, corrected", p_value(firm["p_bh"]), "for all companies",
                  help="After Benjamini and Hochberg, for as many tests as companies followed here."),
        KeyFigure("Beta", fmt.number(firm["beta"], 2), f"{int(firm['n_obs'])} sessions",
                  help="How many per cent it moves with one per cent of the benchmark, before the event."),
        KeyFigure("Dollars beyond", fmt.dollars_bn(-value["loss_beyond_market_bn"], sign=True),
                  f"market: {fmt.dollars_bn(-value['loss_market_bn'], sign=True)}",
                  direction(-value["loss_beyond_market_bn"]),
                  help="Change of market value less beta times the benchmark's return times the value before."),
    ]  # fmt: skip
    return [figure for figure in found if figure.value != fmt.MISSING]


def honesty(companies: int) -> str:
    """Say in one line what a test of one company on one day can and cannot tell."""
    return (
        "t says how unusual the session was for this company, not why; other news of the day is in it, and of "
        f"{fmt.counted(companies, 'company', 'companies')} tested on one day some stand out by chance."
    )


def naming(claims: pd.DataFrame, ticker: str) -> pd.DataFrame:
    """Return the claims that are about a company, with the article of each in one word.

    Parameters
    ----------
    claims : DataFrame
        `claim_tables.claims_in_words`.
    ticker : str
    """
    about = claims[[ticker in tickers for tickers in claims["tickers"]]]
    return about.assign(article=about["publication"].map(claim_parts.SHORT))


def claim_links(claims: pd.DataFrame) -> RowLinks:
    """Return the links from claims (column id) to where each is opened to its figures."""
    heading = Column("Check", "link", help="Opens the claim with its formula and figures in a new tab.", width=70)
    return RowLinks(heading, [f"{claim_parts.PATH}?{claim_parts.CLAIM}={one}" for one in claims["id"]])


def provenance(row: Mapping[Any, Any]) -> list[str]:
    """Say where a company's prices come from, what is missing and what is in doubt, one sentence each.

    Parameters
    ----------
    row : mapping
        Its row of `tables.status`.
    """
    gaps = f"{fmt.counted(int(row['missing']), 'session')} between them without a close" if row["missing"] else "no gap"
    held = (
        f"{LAYERS.get(row['layer'], row['layer']).capitalize()} prices, as of {fmt.day(row['as_of'])}: "
        f"{int(row['rows']):,} days from {fmt.day(row['first'])} to {fmt.day(row['last'])}, {gaps}. "
        f"Figures: {row['fields'].replace('; ', ', ')}."
    )
    doubts = f"In doubt: {row['doubts']}." if row["doubts"] else "Nothing is on record against the series."
    checks = f"Checked when stored: {row['checks']}." if row["checks"] else "No check is on record."
    return [held, f"Source: {row['source']}.", doubts, checks]
