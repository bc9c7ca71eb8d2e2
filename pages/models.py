"""Models: what DeepSeek's releases cost and scored, how they are dated, and which open and closed models came later."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import streamlit as st

from dashboard import model_tables
from dashboard.charts import bounds, lanes, model_headline, release_dates, scores, timeline_headline
from dashboard.charts import format as fmt
from dashboard.day_tables import REVIEW
from dashboard.study import common_end
from dashboard.tables import SHOCK
from dashboard.ui import links, load, models, page, rebasing, series
from dashboard.ui.screen import pair, room
from dashboard.ui.words import plain

PRICED = ("NVDA", "^SOX")
FIRST_TABLE = "2024-12"

panel = load.panel()
look = page.theme()
table = load.facts(model_tables.model_figures)
figures = {row["key"]: row for row in table.to_dict("records")}
releases = load.facts(model_tables.releases_dated)
later = load.facts(model_tables.later_releases)

page.headline(
    model_headline.training(figures),
    "V3’s figures count its last training run alone, without research, earlier runs, data and hardware: "
    f"{model_headline.product(figures)}. An hour of one chip is not an hour of another.",
)


def compare(name: str, title: str, subtitle: str, write: Callable[[float], str]) -> None:
    """Draw one of the figures that set DeepSeek beside others."""
    drawn = [figures[key]["source"] for key in models.COMPARED[name][1:]]
    page.chart(
        bounds.bars(
            models.bars(figures, name, look), theme=look, title=title, subtitle=subtitle, write=write,
            source=model_headline.sources(drawn), alt=f"{title}. {models.compared_alt(figures, name)}",
            width=room(half=True),
        ),
        name,
    )  # fmt: skip


def dollars(value: float) -> str:
    """Write a round value of an axis."""
    return f"${value:g}"


first, second = pair()
with first:
    title = model_headline.times(figures, "llama-3.1-405b-gpu-hours", "took", "as many GPU hours")
    compare("hours", title, "GPU hours, millions", lambda value: f"{value:g}")
with second:
    title = model_headline.times(figures, "gpt-4-training-cost", "cost", "as much to train")
    compare("cost", title, "Cost of training, millions of US dollars", dollars)
scored = table[table["measure"] == "MATH-500"]
first, second = pair()
with first:
    page.chart(
        scores.by_table(
            scored, own=[name for name in scored["subject"] if name.startswith(model_tables.MAKER)], theme=look,
            title=model_headline.scores(scored, FIRST_TABLE, "MATH-500"),
            subtitle="Part of 500 problems in mathematics that were solved, per cent",
            source=model_headline.sources(scored["source"].to_list()), width=room(half=True),
        ),
        "scores",
    )  # fmt: skip
with second:
    title = model_headline.times(figures, "o1-price-output", "cost", "as much a token of output")
    compare("price", title, "Price of the API, US dollars a million tokens of output", dollars)
st.caption(
    plain(
        "The table of December 2024 is V3’s own and holds models that answer at once. R1 and o1 reason before they "
        "answer; their scores are those of R1’s table of January 2025. All scores are as DeepSeek reports them."
    )
)

page.section(
    "The figures, each with its source", "A lower bound stays one: of more than $100 m, a part is less than its figure."
)
page.table(
    table, models.FIGURES, file_name="model-figures.csv", key="figures",
    alt=f"{len(table)} catalogued figures of models with source and certainty",
)  # fmt: skip

page.section(model_headline.dated(releases))
page.chart(
    release_dates.from_launch(
        releases, labels=models.short_names(), theme=look,
        title=model_headline.furthest_off(releases),
        subtitle="Days from the launch; a bar is a month, articles that differ are in colour, hollow is from memory",
        source="Source: the project's catalogue of events, each date with its own source below", width=room(),
    ),
    "dates",
)  # fmt: skip
st.markdown("\n".join(f"- {plain(sentence)}" for sentence in models.otherwise(releases)))
page.table(
    releases, models.RELEASES, file_name="release-dates.csv", key="releases",
    alt=f"{len(releases)} dates of releases of DeepSeek with basis, distance from the launch, source and certainty",
)  # fmt: skip

page.section(
    model_headline.open_weights(later), " ".join(filter(None, [models.price_cut(later), models.retirement(later)]))
)
sessions = panel.on_sessions()
base = rebasing.base_session(sessions.dates, SHOCK - dt.timedelta(days=1), forward=False)
stored = [ticker for ticker in PRICED if ticker in panel.tickers]
end = common_end(sessions.close[stored]) or sessions.last
prices, _ = rebasing.rebased(sessions.close[stored], base, base, end)
changes, last = rebasing.changes(prices)
page.chart(
    lanes.timeline(
        models.drawn(later), prices, theme=look, start=base, end=end, symbols=models.LATER_SYMBOLS,
        title=timeline_headline.since(changes, base, last or base),
        subtitle=f"Close, {fmt.day(base)} = 100, above later models by organisation" if stored else "Later models",
        source=f"{series.source(panel, stored) or 'Source'}; events as listed below, hollow if dated from memory",
        labels=series.labels(stored), colours=series.colours(stored, look), emphasis=stored[:1],
        markers=[(SHOCK, fmt.short_day(SHOCK), "event"), (REVIEW, f"review, {fmt.short_day(REVIEW)}", "review")],
        width=room(),
    ),
    "later",
)  # fmt: skip
page.table(
    later, models.LATER, file_name="later-models.csv", key="later",
    alt=f"{len(later)} later releases, price cuts and retirements with access, date, source and certainty",
)  # fmt: skip
links.to("claims", "What articles printed of them: Claims check")
