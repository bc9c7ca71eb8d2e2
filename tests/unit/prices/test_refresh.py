"""Refreshing from a source of made-up prices: what passes is stored whole, what does not leaves the old as it was."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import numpy as np
import pytest

from dashboard.errors import EmptySelectionError, RateLimitedError, SourceError
from dashboard.prices import PricePanel, load_panel
from dashboard.prices.load import REFRESHED
from dashboard.prices.long import LongPrices
from dashboard.prices.panel import FIELDS
from dashboard.prices.refresh import expectations, refresh_prices
from dashboard.prices.reports import RefreshReport, last_reports
from dashboard.prices.sources.protocol import Fetched, Run
from dashboard.settings import PROJECT_ROOT

NOW = dt.datetime(2026, 1, 3, 12, tzinfo=dt.UTC)  # a Saturday
NEW_DAY = np.datetime64("2026-01-02", "D")


class MadeUp:
    """Gives what it was told to, in the order of the tickers asked for."""

    name = "Made-up prices"

    def __init__(self, answers: Mapping[str, LongPrices | SourceError]) -> None:
        self.answers = answers

    def fetch(self, tickers: Sequence[str], run: Run) -> Iterator[Fetched]:
        for ticker in tickers:
            if run.over():
                yield Fetched(ticker, error=SourceError(f"The refresh was stopped before {ticker} was asked for."))
                continue
            answer = self.answers[ticker]
            failed = isinstance(answer, SourceError)
            yield Fetched(ticker, None if failed else answer, answer if failed else None)  # type: ignore[arg-type]


@pytest.fixture
def data_cache(tmp_path: Path) -> Path:
    shutil.copytree(PROJECT_ROOT / "data_cache" / "snapshot", tmp_path / "snapshot")
    return tmp_path


@pytest.fixture(scope="module")
def embedded() -> PricePanel:
    return load_panel(PROJECT_ROOT / "data_cache")


def stored_and_a_day(panel: PricePanel, ticker: str, factor: float = 1.0) -> LongPrices:
    """Return the stored series, each price times a factor, with one session more at the last close."""
    rows = panel.close[ticker].dropna().index
    fields = {name: panel.fields[name].loc[rows, ticker].to_numpy() for name in FIELDS}
    scaled = {
        name: values * (factor if name in ("open", "high", "low", "close") else 1) for name, values in fields.items()
    }
    last = {name: values[-1] for name, values in scaled.items()} | {"dividend": 0.0, "split": 1.0}
    last |= dict.fromkeys(("open", "high", "low"), last["close"])
    days = np.append(rows.to_numpy().astype("datetime64[D]"), NEW_DAY)
    return LongPrices.sort(
        np.full(len(days), ticker, dtype=object),
        days,
        {name: np.append(values, last[name]) for name, values in scaled.items()},
    )


def refreshed(data_cache: Path, answers: Mapping[str, LongPrices | SourceError], **more: object) -> RefreshReport:
    run = more.pop("run", None) or Run(60)
    return refresh_prices("made-up", MadeUp(answers), tuple(answers), data_cache, run, generations=3, now=NOW, **more)  # type: ignore[arg-type]


def test_a_sound_series_lies_above_the_embedded_one_whole(data_cache: Path, embedded: PricePanel) -> None:
    report = refreshed(data_cache, {"NVDA": stored_and_a_day(embedded, "NVDA")})
    assert (report.fresh, report.exit_status) == (("NVDA",), 0)
    panel = load_panel(data_cache)
    assert panel.close.loc["2026-01-02", "NVDA"] == embedded.close["NVDA"].iloc[-1]
    assert panel.close.loc["2026-01-02", "AVGO"] != panel.close.loc["2026-01-02", "AVGO"]
    np.testing.assert_array_equal(panel.close["NVDA"].iloc[:-1], embedded.close["NVDA"])
    info = panel.series["NVDA"]
    assert (info.layer, info.source, info.as_of) == ("refreshed", "Made-up prices", NOW.date())
    assert info.checks[-4:] == (
        "every session of the exchange", "no session still open", "jumps explained by actions",
        "past agrees with what was stored",
    )  # fmt: skip
    assert panel.series["AVGO"].layer == "embedded"
    assert panel.notices == ()


def test_what_fails_is_told_and_leaves_the_old_as_it_was(data_cache: Path, embedded: PricePanel) -> None:
    answers = {
        "MU": RateLimitedError("Yahoo Finance asked for fewer requests."),
        "AVGO": stored_and_a_day(embedded, "AVGO", factor=1.1),
        "NVDA": stored_and_a_day(embedded, "NVDA"),
    }
    report = refreshed(data_cache, answers)
    assert (report.fresh, report.exit_status) == (("NVDA",), 3)
    assert report.refused["MU"] == "Yahoo Finance asked for fewer requests."
    assert report.refused["AVGO"].startswith("AVGO came with another past: a close of ")
    panel = load_panel(data_cache)
    for ticker in ("MU", "AVGO"):
        np.testing.assert_array_equal(panel.close[ticker].iloc[:-1], embedded.close[ticker])
    assert last_reports(data_cache / REFRESHED) == (report,)


def test_another_past_is_taken_where_that_is_asked_for(data_cache: Path, embedded: PricePanel) -> None:
    report = refreshed(data_cache, {"AVGO": stored_and_a_day(embedded, "AVGO", factor=1.1)}, new_past=True)
    assert report.fresh == ("AVGO",)
    panel = load_panel(data_cache)
    np.testing.assert_allclose(panel.close["AVGO"].iloc[:-1], 1.1 * embedded.close["AVGO"])
    assert "past agrees with what was stored" not in panel.series["AVGO"].checks


def test_nothing_fetched_stores_nothing_but_the_report(data_cache: Path) -> None:
    report = refreshed(data_cache, {"NVDA": SourceError("It answered with a page of text.")})
    assert (report.fresh, report.exit_status) == ((), 4)
    assert not (data_cache / REFRESHED / "manifest.json").exists()
    assert last_reports(data_cache / REFRESHED) == (report,)


def test_stopping_keeps_what_has_come_in(data_cache: Path, embedded: PricePanel) -> None:
    run = Run(60)
    told: list[tuple[int, int, str]] = []

    def progress(done: int, total: int, ticker: str) -> None:
        told.append((done, total, ticker))
        run.cancelled.set()

    answers = {ticker: stored_and_a_day(embedded, ticker) for ticker in ("NVDA", "MU", "AMD")}
    report = refreshed(data_cache, answers, run=run, progress=progress)
    assert report.fresh == ("NVDA",)
    assert report.refused["AMD"] == "The refresh was stopped before AMD was asked for."
    assert told == [(1, 3, "NVDA"), (2, 3, "MU"), (3, 3, "AMD")]
    assert load_panel(data_cache).series["NVDA"].layer == "refreshed"


def test_a_later_refresh_replaces_the_series_whole_and_a_new_split_is_followed(
    data_cache: Path, embedded: PricePanel
) -> None:
    refreshed(data_cache, {"NVDA": stored_and_a_day(embedded, "NVDA")})
    halved = stored_and_a_day(embedded, "NVDA", factor=0.5)
    halved.fields["split"][-1] = 2.0
    # The new day splits two for one; it was stored without the split before, so the past must not be compared with it.
    report = refreshed(data_cache, {"NVDA": halved})
    assert report.refused["NVDA"].startswith("NVDA came with another past")
    shutil.rmtree(data_cache / REFRESHED)
    report = refreshed(data_cache, {"NVDA": halved})
    assert report.fresh == ("NVDA",)
    panel = load_panel(data_cache)
    np.testing.assert_allclose(panel.close["NVDA"].iloc[:-1], embedded.close["NVDA"] / 2)
    assert panel.split.loc["2026-01-02", "NVDA"] == 2.0


def test_the_past_of_imported_series_is_not_looked_at_nor_sessions_of_other_calendars(
    data_cache: Path, embedded: PricePanel
) -> None:
    found = expectations(("NVDA", "JPY=X", "NG=F", "NEW"), data_cache)
    assert found["NVDA"].sessions is not None
    assert found["JPY=X"].sessions is found["NG=F"].sessions is None
    assert found["NEW"].stored is None
    np.testing.assert_array_equal(found["NVDA"].stored, embedded.close["NVDA"].dropna())


def test_no_ticker_is_refused(data_cache: Path) -> None:
    with pytest.raises(EmptySelectionError, match="No series was chosen to be refreshed"):
        refreshed(data_cache, {})
