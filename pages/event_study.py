"""Event study: how far returns were from what was to be expected, company by company and for all of them."""

from __future__ import annotations

import streamlit as st

from dashboard.charts import car_paths, path_headline, study_headline
from dashboard.charts import format as fmt
from dashboard.errors import InputError
from dashboard.study.group_tests import OVERSTATED
from dashboard.study_evidence import evidence
from dashboard.study_exposures import BETA
from dashboard.ui import controls, load, page, series, study_sections, study_words
from dashboard.ui.screen import room
from dashboard.ui.study_controls import choose_study
from dashboard.ui.words import plain

chosen = controls.current()
panel = load.panel()
look = page.theme()
top = st.container()
asked = choose_study()
try:
    window, estimation = asked.windows()
    found = load.shared(
        evidence,
        chosen.session,
        chosen.tickers,
        window,
        model=asked.model,
        estimation=estimation,
        exposure=f"{BETA}{asked.index}" if asked.index else None,
        benchmark=chosen.benchmark if study_words.takes_benchmark(asked.model) else None,
    )
except InputError as error:
    with top:
        page.headline("The event study asked for cannot be made")
        st.error(plain(str(error)))
    st.stop()

tests = found.groups
known = found.firms.dropna(subset=["car"])
count, mean = int(tests["n"].iloc[0]), float(tests["mean_car"].iloc[0])
name = str(known["name"].iloc[0]) if count == 1 else ""
compared = [chosen.benchmark] if chosen.benchmark and study_words.takes_benchmark(asked.model) else []
benchmark = "".join(series.labels(compared).values())
day = fmt.day(chosen.session)
firm_columns = study_words.firm_columns(found.firms)
firm_file = f"event-study-{chosen.session}.csv"
with top:
    deck = [
        f"{controls.day_with_weekday(chosen.session)}.",
        f"{study_headline.evidence(tests)}." if count > 1 else study_words.own_test(known),
        study_headline.dependence(tests, shared_date=True),
        chosen.mapped_note or "",
    ]
    page.headline(study_headline.mean_move(mean, count, asked.model, window, name), " ".join(filter(None, deck)))
if not count:
    later = "No chosen company has an abnormal return: choose a later event, other companies or shorter windows."
    st.info(plain(" ".join(found.notes)) or later)
    why = {column: firm_columns[column] for column in ("name", "ticker", "n_obs", "reason")}
    page.table(found.firms, why, file_name=firm_file, alt="Why each company was left out.", key="firms")
    st.stop()

source = series.source(panel, (*known["ticker"], *compared)) + study_words.factor_source(asked.model)
page.chart(
    car_paths.paths(
        found.daily,
        found.group_daily,
        labels=series.labels(chosen.tickers),
        event=chosen.session,
        window=window,
        theme=look,
        source=source,
        title=path_headline.course(found.group_daily, window, name),
        subtitle=f"{study_headline.paths_drawn(benchmark, count == 1)}; {path_headline.since(found.group_daily)}",
        width=room(),
    ),
    "paths",
)

study_sections.draw(study_sections.Shown(found, day, window, asked.index, source, look))

listed = study_words.in_order(tests)
page.section(study_headline.trust(tests), study_words.tests_note(tests, listed))
page.table(
    listed,
    study_words.TESTS,
    file_name=f"event-study-tests-{chosen.session}.csv",
    alt=f"{fmt.counted(len(listed), 'test')} of the mean abnormal return, with trust, p-value and assumptions.",
    key="tests",
    height="content",
    faint=(listed["trust"] == OVERSTATED).to_list(),
)
page.section(study_words.fitted(found.firms), study_words.fitted_note(found.firms, window, estimation))
page.table(
    found.firms.sort_values("car", kind="stable"),
    firm_columns,
    file_name=firm_file,
    alt=f"Abnormal returns, tests and fitted model of {fmt.counted(len(found.firms), 'company', 'companies')}.",
    key="firms",
)
