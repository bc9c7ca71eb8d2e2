"""Fetching fresh prices: ask a source, judge each series, store those that pass, report the rest."""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np

from dashboard.catalog import SeriesNote, load_universe, series_note
from dashboard.errors import EmptySelectionError, SourceError, StoreError
from dashboard.prices.admission import Expectation, admit, trimmed
from dashboard.prices.calendar import trading_calendar
from dashboard.prices.entries import series_entries, without_empty_figures
from dashboard.prices.load import EXCHANGE, FETCHED, REFRESHED, load_panel
from dashboard.prices.long import LongPrices
from dashboard.prices.panel import FIELDS, PricePanel
from dashboard.prices.reports import RefreshReport, write_report
from dashboard.prices.sources.protocol import PriceSource, Progress, Run
from dashboard.prices.store import Store, encode

LONG_AGO, MOST_NAMED = 5, 8

UNSPLIT = ("index", "other")
"""Kinds of series that are of no shares, and so are never split."""

_LOG = logging.getLogger(__name__)


def refreshed_store(data_cache: Path, generations: int) -> Store:
    """Return the store that refreshing writes to, between the embedded prices and those the reader imported."""
    return Store(
        data_cache / REFRESHED,
        layer=FETCHED,
        remedy="run `deepseek-shock rollback`, or delete that folder and refresh again",
        generations=generations,
    )


def refresh_prices(
    key: str,
    source: PriceSource,
    tickers: Sequence[str],
    data_cache: Path,
    run: Run,
    *,
    generations: int,
    progress: Progress = lambda done, total, ticker: None,
    new_past: bool = False,
    now: dt.datetime | None = None,
) -> RefreshReport:
    """Fetch the whole history of each ticker and store those that pass, all in one step.

    Parameters
    ----------
    key : str
        Short name of the source, under which its report is kept.
    source : PriceSource
    tickers : sequence of str
    data_cache : Path
        The folder that holds the stores' folders.
    run : Run
        Bounds the time; setting its event stops the run, and what came until then is stored.
    generations : int
        States of the store that are kept.
    progress : callable
        Told each ticker that came in, whether or not it passed.
    new_past : bool
        Whether series are taken whose past is another than the stored one, or that may lack a split.
    now : datetime, optional
        With a time zone; the machine's time by default.

    Returns
    -------
    RefreshReport
        Also left beside the store.

    Raises
    ------
    EmptySelectionError
        No ticker is given.
    StoreError
        Nothing can be written; what was stored is as it was.
    """
    if not tickers:
        raise EmptySelectionError("No series was chosen to be refreshed; name at least one ticker.")
    started = now or dt.datetime.now(dt.UTC)
    expected = expectations(tickers, data_cache, new_past=new_past)
    accepted: dict[str, tuple[LongPrices, tuple[str, ...]]] = {}
    refused: dict[str, str] = {}
    for done, fetched in enumerate(source.fetch(tuple(tickers), run), start=1):
        ticker = fetched.ticker
        try:
            accepted[ticker] = _admitted(fetched.prices, fetched.error, expected[ticker], now)
        except SourceError as error:
            _LOG.warning("%s was not refreshed from %s: %s", ticker, source.name, error)
            refused[ticker] = str(error)
        progress(done, len(tickers), ticker)
    if accepted:
        overtaken = _store(accepted, source.name, refreshed_store(data_cache, generations), started, new_past)
        refused |= overtaken
        accepted = {ticker: came for ticker, came in accepted.items() if ticker not in overtaken}
    order = {ticker: place for place, ticker in enumerate(tickers)}
    report = RefreshReport(
        key=key,
        source=source.name,
        started=started,
        ended=now or dt.datetime.now(dt.UTC),
        fresh=tuple(sorted(accepted, key=order.__getitem__)),
        refused={ticker: refused[ticker] for ticker in sorted(refused, key=order.__getitem__)},
        notes=_ended(accepted, started),
    )
    write_report(data_cache / REFRESHED, report)
    return report


def expectations(tickers: Sequence[str], data_cache: Path, *, new_past: bool = False) -> dict[str, Expectation]:
    """Return what is known of each ticker: its exchange's sessions, its kind, and the series it would replace.

    Those that a reader imported are not replaced and may be another's figures, so what lies beneath them is taken.
    """
    members = {member.ticker: member for member in load_universe().members}
    stored = _stored(tickers, data_cache)
    return {
        ticker: Expectation(
            sessions=trading_calendar(EXCHANGE) if ticker in members and members[ticker].calendar == EXCHANGE else None,
            stored=stored.get(ticker),
            may_split=ticker not in members or members[ticker].kind not in UNSPLIT,
            new_past=new_past,
        )
        for ticker in tickers
    }


def _stored(tickers: Sequence[str], data_cache: Path) -> dict[str, LongPrices]:
    try:
        panel = load_panel(data_cache, imported=False)
    except StoreError as error:
        # A store that cannot be read is no reason to leave it so.
        _LOG.warning("Series are refreshed without a look at the stored ones: %s", error)
        return {}
    return {ticker: _series(panel, ticker) for ticker in tickers if ticker in panel.series}


def _series(panel: PricePanel, ticker: str) -> LongPrices:
    """Return one series of a panel as it would be stored."""
    rows = panel.close[ticker].notna().to_numpy()
    fields = {name: frame[ticker].to_numpy(dtype=np.float64)[rows] for name, frame in panel.fields.items()}
    names = np.full(int(rows.sum()), ticker, dtype=object)
    return without_empty_figures(LongPrices.sort(names, panel.dates.to_numpy()[rows], fields))


def _ended(accepted: Mapping[str, tuple[LongPrices, tuple[str, ...]]], now: dt.datetime) -> tuple[str, ...]:
    """Say which series end long before the last session: what was delisted, or what a source no longer keeps up."""
    sessions = trading_calendar(EXCHANGE)
    today = np.array([now.date()], dtype="datetime64[D]")
    ended = [t for t, (prices, _) in accepted.items() if sessions.count(prices.day[-1:], today)[0] > LONG_AGO]
    if not ended:
        return ()
    named = ", ".join(sorted(ended)[:MOST_NAMED]) + (" and others" if len(ended) > MOST_NAMED else "")
    return (f"{len(ended)} of {len(accepted)} series end more than {LONG_AGO} sessions ago: {named}.",)


def _admitted(
    prices: LongPrices | None, error: SourceError | None, expected: Expectation, now: dt.datetime | None
) -> tuple[LongPrices, tuple[str, ...]]:
    if prices is None:
        raise error or SourceError("The source gave neither prices nor a reason.")
    ready = trimmed(without_empty_figures(prices), expected)
    return ready, admit(ready, expected, now or dt.datetime.now(dt.UTC))


def _store(
    accepted: Mapping[str, tuple[LongPrices, tuple[str, ...]]],
    source: str,
    store: Store,
    moment: dt.datetime,
    new_past: bool,
) -> dict[str, str]:
    """Store all series in one file and one step; each takes the place of the whole of its older one.

    Those that end before what another process has stored meanwhile are left out, and returned with the reason.
    """
    joined = _joined([prices for prices, _ in accepted.values()])
    file = encode(joined.table(), "prices")
    checks = {ticker: passed for ticker, (_, passed) in accepted.items()}
    entries = series_entries(
        joined,
        file.name,
        FETCHED,
        source,
        moment.date(),
        checks,
        lambda ticker: SeriesNote(source, series_note(ticker).lasting),
    )
    now = store.write(prices=(file, entries), newer_only=not new_past).series
    return {
        ticker: f"{ticker} was refreshed to {now[ticker].info.last} by another process meanwhile; that stays."
        for ticker, entry in entries.items()
        if now[ticker].info.last > entry.info.last
    }


def _joined(series: Sequence[LongPrices]) -> LongPrices:
    """Put series of different tickers into one table."""
    names = np.concatenate([np.full(one.rows, one.tickers[0], dtype=object) for one in series])
    days = np.concatenate([one.day for one in series])
    return LongPrices.sort(names, days, {name: np.concatenate([one.fields[name] for one in series]) for name in FIELDS})
