"""From what a reader chose to an event study: tickers, groups, sessions, indices, factors and exposures."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import NotRequired, TypedDict, Unpack, cast

import numpy as np
import pandas as pd

from dashboard.catalog import load_universe
from dashboard.choices import Day, Tickers, select
from dashboard.errors import InputError, about
from dashboard.prices import PricePanel, load_factors
from dashboard.settings import settings
from dashboard.study.event_study import Covariance, Request, Returns, Window
from dashboard.study.event_study.models import BENCHMARK, MODELS, SECTOR
from dashboard.study.event_study.request import whole
from dashboard.study.event_study.windows import window_of
from dashboard.study.group_tests.resampling import FLIPS
from dashboard.study.runs import Market, Study, run_study
from dashboard.study.runs.joining import Columns
from dashboard.study_events import EventDay, end_note, event_day, moved_note, own_events
from dashboard.study_exposures import exposures
from dashboard.tables import SHOCK

Groups = Mapping[str, Tickers] | Sequence[str]
WindowLike = str | Window

_WINDOW = re.compile(r"\s*([+-]?\d{1,9})\s*:\s*([+-]?\d{1,9})\s*")
COMPANIES = "companies"
EVENTS = "events"
CHOSEN = "chosen"
SEED = 7
MOST_FLIPS, MOST_SEED = 10_000_000, 2**32 - 1
_INDEX = {BENCHMARK: "benchmark", SECTOR: "sector index"}


class Choices(TypedDict):
    """What a reader may choose besides the event and the companies; each may be left out.

    Keys
    ----
    groups : mapping of str to selection, or sequence of ``"NAME=T1,T2"``
        Groups by name, in place of the one group of all chosen companies.
    model, min_obs, returns, covariance
        See `dashboard.study.event_study.Request`.
    benchmark, sector : str or None
        Tickers of indices, by default those of `Request`; refused with a model that does not use them.
    estimation, windows : window, sequence of windows
        As a pair of whole numbers or as text, ``"-1:1"``.
    exposure : str or DataFrame or None
        ``"beta:TICKER"`` (over the estimation window), ``"segment"``, or figures indexed by ticker.
    flips, seed : int
        Random sign patterns beyond 18 companies (0 leaves them out), and the start of the random numbers.
    events : DataFrame or None
        Each company's own events, in place of the shared one; see `dashboard.study_events.own_events`.
    indices : PricePanel or None
        Where indices are looked for that the prices do not hold.
    data_cache : Path or str or None
        The folder of the price stores, for the factors; the project's own by default.
    """

    groups: NotRequired[Groups]
    model: NotRequired[str]
    benchmark: NotRequired[str | None]
    sector: NotRequired[str | None]
    estimation: NotRequired[WindowLike]
    windows: NotRequired[Sequence[WindowLike]]
    min_obs: NotRequired[int]
    returns: NotRequired[str]
    covariance: NotRequired[str]
    exposure: NotRequired[str | pd.DataFrame | None]
    flips: NotRequired[int]
    seed: NotRequired[int]
    events: NotRequired[pd.DataFrame | None]
    indices: NotRequired[PricePanel | None]
    data_cache: NotRequired[Path | str | None]


@dataclass(frozen=True, eq=False)
class Indices:
    """Where the returns of benchmark, sector index and other series come from.

    Attributes
    ----------
    returns : DataFrame, shape (T, N)
        Of the prices that are studied.
    elsewhere : PricePanel or None
        Prices to fall back on.
    """

    returns: pd.DataFrame
    elsewhere: PricePanel | None

    def series(self, ticker: str) -> tuple[str, pd.Series]:
        """Return a ticker as it is stored, and its simple total returns.

        Raises
        ------
        UnknownTickerError
            There are no prices for it.
        """
        if not isinstance(ticker, str):
            raise InputError(f"{ticker!r} is not a ticker; give text such as '^GSPC'.")
        held = {name.upper(): name for name in self.returns.columns}
        if ticker.upper() in held:
            return held[ticker.upper()], self.returns[held[ticker.upper()]]
        if self.elsewhere is None:
            return ticker, self.returns[load_universe().one(ticker, tuple(self.returns.columns))]
        name = load_universe().one(ticker, self.elsewhere.tickers)
        return name, self.elsewhere.on_sessions().select([name]).total_returns()[name]


@dataclass(frozen=True, eq=False)
class Choice:
    """A study as it was carried out, and what the reader should be told of it.

    Attributes
    ----------
    study : Study
    event : EventDay or None
        The shared event; None where each company has its own.
    notes : tuple of str
        Sentences, such as that a date was mapped to the next session.
    """

    study: Study
    event: EventDay | None
    notes: tuple[str, ...]


def as_window(value: WindowLike) -> Window:
    """Return a window from ``"-270:-21"`` or a pair of whole numbers.

    Raises
    ------
    InputError
        It is no window.
    """
    found = _WINDOW.fullmatch(value) if isinstance(value, str) else None
    return window_of((int(found[1]), int(found[2])) if found else value)


def _windows(given: object) -> tuple[Window, ...]:
    if isinstance(given, str) or not isinstance(given, Iterable):
        raise InputError(f"{given!r} is no list of windows; give one, for example ['-1:1'].")
    return tuple(as_window(window) for window in given)


def request_of(choices: Choices) -> Request:
    """Return the checked request of a reader's choices; `Request` says what is accepted."""
    plain, benchmark, sector = Request(), choices.get("benchmark"), choices.get("sector")
    return Request(
        model=choices.get("model", plain.model),
        estimation=as_window(choices.get("estimation", plain.estimation)),
        windows=_windows(choices.get("windows", plain.windows)),
        min_obs=choices.get("min_obs", plain.min_obs),
        returns=cast(Returns, choices.get("returns", plain.returns)),
        covariance=cast(Covariance, choices.get("covariance", plain.covariance)),
        benchmark=plain.benchmark if benchmark is None else benchmark,
        sector=plain.sector if sector is None else sector,
    )


def market_of(choices: Choices, request: Request, indices: Indices) -> tuple[Request, Market]:
    """Return the series that the model needs, and the request with their tickers as they are stored.

    Raises
    ------
    InputError
        An index was chosen that the model does not use.
    UnknownTickerError
        There are no prices for an index.
    StoreError
        The model needs factors and none are stored.
    """
    names = {BENCHMARK: request.benchmark, SECTOR: request.sector}
    given = {BENCHMARK: choices.get("benchmark"), SECTOR: choices.get("sector")}
    series = {}
    for name, ticker in names.items():
        if name in request.definition.regressors:
            with about(name):
                names[name], series[name] = indices.series(ticker)
        elif given[name] is not None:
            used = ", ".join(model.name for model in MODELS.values() if name in model.regressors)
            raise InputError(
                f"The model {request.model} uses no {_INDEX[name]}, and {ticker} was given; leave it out, or choose a "
                f"model that uses one ({used})."
            )
    factors = None
    if request.definition.excess:
        folder = choices.get("data_cache")
        factors = load_factors(settings().data_cache if folder is None else Path(folder))
    request = replace(request, benchmark=names[BENCHMARK], sector=names[SECTOR])
    return request, Market(series.get(BENCHMARK), series.get(SECTOR), factors)


def run(panel: PricePanel, event: Day = SHOCK, tickers: Tickers | None = None, **choices: Unpack[Choices]) -> Choice:
    """Carry out a study, of which every table can be made.

    Parameters
    ----------
    panel : PricePanel
    event, tickers
        As in `dashboard.study_tables.study`.
    **choices
        See `Choices`.

    Raises
    ------
    InputError
        A choice cannot be used; the sentence names it.
    """
    flips = whole("flips", choices.get("flips", FLIPS), 0, MOST_FLIPS)
    seed = whole("seed", choices.get("seed", SEED), 0, MOST_SEED)
    sessions = panel.on_sessions()
    returns = sessions.total_returns()
    indices = Indices(returns, choices.get("indices"))
    request, market = market_of(choices, request_of(choices), indices)
    named = _groups(choices.get("groups", ()))
    events = choices.get("events")
    if named and tickers is not None:
        raise InputError("Tickers and groups were both given; give one of them.")
    shared = None
    if events is None:
        with about("event"):
            shared = event_day(event, sessions)
        selected = _selected(named or {_name(tickers, COMPANIES): COMPANIES if tickers is None else tickers}, panel)
        columns = list(dict.fromkeys(ticker for chosen in selected.values() for ticker in chosen))
        dates = [shared.day] * len(columns)
        rows, note = np.full(len(columns), sessions.position(shared.session), dtype=np.int64), shared.note
    else:
        with about("events"):
            known = own_events(events, sessions)
        everyone = tuple(dict.fromkeys(known["ticker"]))
        selected = _selected(named or {_name(tickers, EVENTS): everyone if tickers is None else tickers}, panel)
        known = known[known["ticker"].isin({ticker for chosen in selected.values() for ticker in chosen})]
        columns = known["ticker"].tolist()
        dates = [day.date() for day in known["date"]]
        rows, note = known["row"].to_numpy(), moved_note(known, sessions)
    chosen_returns = returns[columns]
    with about("exposure"):
        characteristics, segments = exposures(choices.get("exposure"), request, chosen_returns, rows, indices.series)
    done = run_study(
        request,
        chosen_returns,
        rows,
        market,
        _members(columns, selected),
        characteristics=characteristics,
        segments=segments,
        event_dates=dates,
        flips=flips,
        seed=seed,
    )
    return Choice(done, shared, tuple(filter(None, (note, end_note(request.windows, rows, sessions)))))


def _name(tickers: Tickers | None, everyone: str) -> str:
    """Name the one group of a selection by its only word, or `CHOSEN`; `everyone` is its name where none was made."""
    if tickers is None:
        return everyone
    words = tickers.split(",") if isinstance(tickers, str) else tuple(tickers)
    return words[0].strip() if len(words) == 1 else CHOSEN


def _groups(given: Groups) -> dict[str, Tickers]:
    """Read groups as ``NAME=T1,T2``."""
    if isinstance(given, Mapping):
        return dict(given)
    if isinstance(given, str) or not isinstance(given, Iterable):
        raise InputError(f"{given!r} are no groups; give a mapping of names to tickers, or a list of texts NAME=T1,T2.")
    found: dict[str, Tickers] = {}
    for text in given:
        name, equals, members = (part.strip() for part in text.partition("="))
        if not (name and equals and members):
            raise InputError(f"{text!r} is not a group; write NAME=T1,T2, for example chips=NVDA,AVGO.")
        if name in found:
            raise InputError(f"The group {name} is given twice; give each its own name.")
        found[name] = members
    return found


def _members(columns: Sequence[str], selected: Mapping[str, Sequence[str]]) -> dict[str, Columns]:
    """Return where the tickers of each group stand among columns, of which several may have one ticker."""
    places: dict[str, list[int]] = {}
    for place, ticker in enumerate(columns):
        places.setdefault(ticker, []).append(place)
    return {
        name: np.array(sorted(place for ticker in chosen for place in places.get(ticker, ())), dtype=np.intp)
        for name, chosen in selected.items()
    }


def _selected(groups: Mapping[str, Tickers], panel: PricePanel) -> dict[str, tuple[str, ...]]:
    return {name: select(panel, chosen) for name, chosen in groups.items()}
