"""Refreshing from a source of made-up prices: what passes is stored whole, what does not leaves the old as it was."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from dashboard.errors import EmptySelectionError, RateLimitedError, SourceError
from dashboard.prices import PricePanel, load_panel
from dashboard.prices.admission import admit, trimmed
from dashboard.prices.importing import import_file
from dashboard.prices.load import REFRESHED, STORE
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


def test_what_a_quicker_refresh_has_stored_up_to_a_later_day_stays(data_cache: Path, embedded: PricePanel) -> None:
    newer = stored_and_a_day(embedded, "NVDA")
    older = {
        ticker: LongPrices.sort(
            np.full(days.sum(), ticker, dtype=object), series.day[days], {n: f[days] for n, f in series.fields.items()}
        )
        for ticker, series in {"NVDA": newer, "MU": stored_and_a_day(embedded, "MU")}.items()
        for days in (series.day < NEW_DAY,)
    }

    def quicker(done: int, total: int, ticker: str) -> None:
        # The slower one has judged all that came, and is about to store it.
        if done == total:
            assert refreshed(data_cache, {"NVDA": newer}).fresh == ("NVDA",)

    report = refreshed(data_cache, older, progress=quicker)
    assert (report.fresh, report.exit_status) == (("MU",), 3)
    assert report.refused == {"NVDA": "NVDA was refreshed to 2026-01-02 by another process meanwhile; that stays."}
    panel = load_panel(data_cache)
    assert panel.close.loc["2026-01-02", "NVDA"] == embedded.close["NVDA"].iloc[-1]
    assert (panel.series["MU"].layer, panel.series["MU"].last) == ("refreshed", dt.date(2025, 12, 31))
    # Where another past is asked for, the figures that come are taken as they are.
    assert refreshed(data_cache, older, new_past=True).fresh == ("NVDA", "MU")
    assert load_panel(data_cache).series["NVDA"].last == dt.date(2025, 12, 31)


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


def test_a_split_told_late_is_refused_at_first_and_followed_once_it_is_told(
    data_cache: Path, embedded: PricePanel
) -> None:
    # The new day is two for one, but nobody says so and the days before are as they were.
    untold = stored_and_a_day(embedded, "NVDA")
    for name in ("open", "high", "low", "close"):
        untold.fields[name][-1] /= 2
    report = refreshed(data_cache, {"NVDA": untold})
    assert "on 2026-01-02, which looks like a split that is not told yet; refresh again" in report.refused["NVDA"]
    # Where it was taken all the same, it is found on the right basis the day after.
    assert refreshed(data_cache, {"NVDA": untold}, new_past=True).fresh == ("NVDA",)
    assert refreshed(data_cache, {"NVDA": untold}).fresh == ("NVDA",)
    told = stored_and_a_day(embedded, "NVDA", factor=0.5)
    told.fields["split"][-1] = 2.0
    told.fields["dividend"][:-1] /= 2
    assert refreshed(data_cache, {"NVDA": told}).fresh == ("NVDA",)
    panel = load_panel(data_cache)
    np.testing.assert_allclose(panel.close["NVDA"].iloc[:-1], embedded.close["NVDA"] / 2)
    assert panel.close.loc["2026-01-02", "NVDA"] == embedded.close["NVDA"].iloc[-1] / 2
    assert panel.split.loc["2026-01-02", "NVDA"] == 2.0
    assert panel.split.loc["2024-06-10", "NVDA"] == 10.0


@pytest.mark.parametrize("lost", ["split", "dividend", "open", "volume"])
def test_what_was_stored_may_only_be_lost_where_that_is_asked_for(
    lost: str, data_cache: Path, embedded: PricePanel
) -> None:
    poorer = stored_and_a_day(embedded, "NVDA")
    poorer.fields[lost][:] = 0.0 if lost == "volume" else np.nan
    said = {
        "split": "NVDA came without its stored split of 2024-06-10 at a ratio of 10; ",
        "dividend": "NVDA came without 11 of 11 stored dividends, the first 0.004 on 2023-06-07; ",
        "open": "NVDA came without its open on 649 of 649 days that are stored with one; ",
        "volume": "NVDA came without its volume on 649 of 649 days that are stored with one; ",
    }
    assert refreshed(data_cache, {"NVDA": poorer}).refused["NVDA"].startswith(said[lost])
    assert load_panel(data_cache).series["NVDA"].layer == "embedded"
    assert refreshed(data_cache, {"NVDA": poorer}, new_past=True).fresh == ("NVDA",)


def test_every_embedded_series_would_be_taken_as_it_is(data_cache: Path, embedded: PricePanel) -> None:
    found = expectations(embedded.tickers, data_cache)
    for ticker in embedded.tickers:
        stored = found[ticker].stored
        assert stored is not None
        assert trimmed(stored, found[ticker]).rows == stored.rows
        assert admit(stored, found[ticker], NOW)[-1] == "past agrees with what was stored"
        admit(stored, replace(found[ticker], stored=None), NOW)


def test_what_is_known_of_a_series_before_it_comes(data_cache: Path, embedded: PricePanel) -> None:
    found = expectations(("NVDA", "JPY=X", "NG=F", "NEW", "^VIX", "SPY", "GOOG"), data_cache)
    assert found["NVDA"].sessions is not None
    assert found["JPY=X"].sessions is found["NG=F"].sessions is None
    assert found["NEW"].stored is None
    assert [ticker for ticker, one in found.items() if not one.may_split] == ["JPY=X", "NG=F", "^VIX"]
    stored = found["NVDA"].stored
    assert stored is not None
    np.testing.assert_array_equal(stored.fields["close"], embedded.close["NVDA"].dropna())
    split, dividend = stored.fields["split"], stored.fields["dividend"]
    assert stored.day[~np.isnan(split)].astype(str).tolist() == ["2024-06-10"]
    assert (split[~np.isnan(split)].tolist(), int((~np.isnan(dividend)).sum())) == ([10.0], 11)


def test_an_imported_series_does_not_hide_the_past_of_the_one_beneath(
    data_cache: Path, embedded: PricePanel, tmp_path: Path
) -> None:
    file = tmp_path / "own.csv"
    file.write_text("ticker,date,close\nNVDA,2025-12-30,1000\nNVDA,2025-12-31,1001\nOWN,2025-12-31,5\n")
    import_file(file, data_cache / STORE, max_bytes=10_000, today=NOW.date())
    assert load_panel(data_cache).close.loc["2025-12-31", "NVDA"] == 1001
    found = expectations(("NVDA", "OWN"), data_cache)
    assert found["OWN"].stored is None
    stored = found["NVDA"].stored
    assert stored is not None
    np.testing.assert_array_equal(stored.fields["close"], embedded.close["NVDA"].dropna())
    report = refreshed(data_cache, {"NVDA": stored_and_a_day(embedded, "NVDA", factor=1.1)})
    assert report.refused["NVDA"].startswith("NVDA came with another past")


def with_days(prices: LongPrices, *days: str) -> LongPrices:
    """Add rows at the first close, without a dividend or split."""
    added = {name: np.append(values, [values[0]] * len(days)) for name, values in prices.fields.items()}
    for name in ("dividend", "split"):
        added[name][prices.rows :] = np.nan
    names = np.full(prices.rows + len(days), prices.tickers[0], dtype=object)
    return LongPrices.sort(names, np.append(prices.day, np.array(days, dtype="datetime64[D]")), added)


def test_a_bar_on_a_holiday_is_not_stored(data_cache: Path, embedded: PricePanel) -> None:
    prices = with_days(stored_and_a_day(embedded, "MU"), "2026-01-01")
    assert refreshed(data_cache, {"MU": prices}).fresh == ("MU",)
    panel = load_panel(data_cache)
    assert (panel.series["MU"].rows, panel.series["MU"].extra) == (650, 0)
    assert np.datetime64("2026-01-01") not in panel.close["MU"].dropna().index


def test_a_series_with_a_gap_before_its_first_stored_day_begins_after_it(
    data_cache: Path, embedded: PricePanel
) -> None:
    # XLU is stored from 3 July 2023 on; 29 June is lacking.
    prices = with_days(stored_and_a_day(embedded, "XLU"), "2023-06-27", "2023-06-28", "2023-06-30")
    for asked in (False, True):
        assert refreshed(data_cache, {"XLU": prices}, new_past=asked).fresh == ("XLU",)
        info = load_panel(data_cache).series["XLU"]
        assert (str(info.first), info.missing) == ("2023-06-30", 0)


def test_no_ticker_is_refused(data_cache: Path) -> None:
    with pytest.raises(EmptySelectionError, match="No series was chosen to be refreshed"):
        refreshed(data_cache, {})
