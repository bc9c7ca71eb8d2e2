"""Fresh figures on the page Data: start, watch and stop a refresh, see what the last one could not do."""

from __future__ import annotations

import datetime as dt

import pandas as pd
import streamlit as st

from dashboard.catalog import load_universe
from dashboard.charts import format as fmt
from dashboard.prices.fetching import FOLDER, SOURCES, YAHOO, refresh_from
from dashboard.prices.load import REFRESHED
from dashboard.prices.reports import RefreshReport, last_reports
from dashboard.prices.sources.protocol import Run
from dashboard.settings import settings
from dashboard.ui import bound, page, refreshing
from dashboard.ui.columns import Column
from dashboard.ui.words import plain

EVERY = 1.0
"""Seconds between two looks at a refresh that is at work."""

REFUSED = {
    "name": Column("Not refreshed", pinned=True),
    "reason": Column("Why", width="large", help="What was stored of it before is still shown."),
    "source": Column("Source"),
    "ended": Column("When (UTC)"),
}


def draw() -> None:
    """Offer a refresh, or show the one that is at work, and tell how the last ones ended."""
    page.section(
        "Refresh",
        "Pages show what is stored; only a refresh asks the network. Each series is checked and then replaced whole; "
        "one that fails a check, or does not come, stays as it was.",
    )
    job = refreshing.newest()
    if job is not None and job.running:
        _watch()
    else:
        _offer(job)
    _last()


def _offer(job: refreshing.Job | None) -> None:
    if job is not None and job.failure:
        st.error(plain(job.failure))
    if not settings().page_refresh:
        st.caption("Refreshing from this page is switched off; the command `deepseek-shock refresh` does it.")
        return
    names = {key: words for key, words in SOURCES.items() if key != FOLDER}
    left, right = st.columns([2, 3], vertical_alignment="bottom")
    with left:
        key = bound.choose(
            "Figures", "fetch", names, YAHOO, kind="list", help="Which figures a refresh fetches, and from whom."
        )
    with right:
        if st.button("Refresh now", key="refresh-start", help="Asks for all series; this can take some minutes."):
            _start(key)
            st.rerun()


def _start(key: str) -> None:
    tickers = load_universe().tickers
    refreshing.start(
        SOURCES[key],
        lambda run, tell: refresh_from(key, tickers, settings().data_cache, run, tell),
        Run(settings().fetch_budget),
    )


@st.fragment(run_every=EVERY)
def _watch() -> None:
    """Show how far the refresh at work is; at its end the whole page is drawn anew."""
    job = refreshing.newest()
    if job is None or not job.running:
        st.rerun()
    done = f"{job.done} of {job.total}: {job.last}" if job.total else "asking"
    st.progress(job.done / job.total if job.total else 0.0, text=plain(f"{job.name} · {done}"))
    stopping = job.run.cancelled.is_set()
    if st.button("Stopping …" if stopping else "Stop", key="refresh-stop", disabled=stopping,
                 help="What has come in by then is stored."):  # fmt: skip
        job.stop()
        st.rerun(scope="fragment")


def _last() -> None:
    reports = last_reports(settings().data_cache / REFRESHED)
    if not reports:
        st.caption("Nothing has been refreshed on this machine yet: the figures are those that came with the project.")
        return
    for report in reports:
        st.caption(plain(told(report)))
    table = refused(reports)
    if len(table):
        page.table(
            table, REFUSED, file_name="not-refreshed.csv", key="refused",
            alt=f"{len(table)} series or tables that the last refreshes could not replace, with the reason.",
        )  # fmt: skip


def told(report: RefreshReport) -> str:
    """Say in a few sentences how a refresh ended."""
    asked = len(report.fresh) + len(report.refused)
    counted = "all fresh" if not report.refused else f"{len(report.fresh)} of {asked} fresh"
    if not asked:
        return " ".join([f"{report.source}, {_moment(report.ended)}.", *report.notes])
    sentence = f"{report.source}, {_moment(report.ended)}: {counted}."
    if report.refused:
        sentence += f" {len(report.refused)} stayed as they were; the table says why."
    return " ".join([sentence, *report.notes])


def refused(reports: tuple[RefreshReport, ...]) -> pd.DataFrame:
    """Return what the last refresh of each source could not replace: name, reason, source, ended."""
    rows = [
        {"name": name, "reason": reason, "source": report.source, "ended": _moment(report.ended)}
        for report in reports
        for name, reason in {**report.refused, **report.standing}.items()
    ]
    return pd.DataFrame(rows, columns=list(REFUSED))


def _moment(moment: dt.datetime) -> str:
    return f"{fmt.day(moment.date())}, {moment:%H:%M} UTC"
