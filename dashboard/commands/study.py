"""The commands ``study`` and ``reactions``."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated

import pandas as pd
import typer

from dashboard import study_tables
from dashboard.errors import ImportFileError, InputError
from dashboard.options import (
    DataCacheOption,
    Format,
    FormatOption,
    OutOption,
    file_path,
    naming,
    one_of,
    print_table,
    whole_number,
)
from dashboard.prices import PricePanel
from dashboard.prices.own_files import PriceKind, read_characteristics, read_events, read_panel
from dashboard.settings import settings
from dashboard.study.event_study import COVARIANCES, MODELS, RETURNS, Request
from dashboard.study.event_study.request import MOST_OBS
from dashboard.study.event_study.windows import written
from dashboard.study.group_tests.resampling import FLIPS
from dashboard.study.reactions import BY
from dashboard.study.runs import TABLES
from dashboard.study_choices import COMPANIES, MOST_FLIPS, MOST_SEED, SEED, as_window, run
from dashboard.study_events import BASIS_ORDER
from dashboard.study_exposures import BETA, SEGMENT
from dashboard.tables import SHOCK, load_prices

app = typer.Typer()

_PLAIN = Request()
EVENT = str(SHOCK)
MODEL, MIN_OBS = _PLAIN.model, _PLAIN.min_obs
ESTIMATION = written(_PLAIN.estimation)
WINDOWS = tuple(map(written, _PLAIN.windows))
REACTION_WINDOW = written(study_tables.REACTION_WINDOW)
REQUEST = ("model", "benchmark", "sector", "estimation", "min_obs", "returns", "covariance")
"""What both commands ask of the estimation, by the names of their parameters."""


def _one_of(names: tuple[str, ...]) -> str:
    return ", ".join(names)


ModelOption = Annotated[
    str, typer.Option("--model", help=f"Of expected returns: {_one_of(tuple(MODELS))}.", metavar="NAME")
]
BenchmarkOption = Annotated[
    str | None,
    typer.Option(
        "--benchmark", help=f"The market index of a model that uses one; {_PLAIN.benchmark}.", metavar="TICKER"
    ),
]
SectorOption = Annotated[
    str | None, typer.Option("--sector", help=f"The sector index of two_factor; {_PLAIN.sector}.", metavar="TICKER")
]
EstimationOption = Annotated[
    str,
    typer.Option(
        "--estimation", help=f"First and last estimation session, as --estimation={ESTIMATION}.", metavar="A:B"
    ),
]
MinObsOption = Annotated[
    int, typer.Option("--min-obs", parser=whole_number(1, MOST_OBS), help="Fewest estimation sessions.", metavar="N")
]
ReturnsOption = Annotated[str, typer.Option("--returns", help=f"{_one_of(RETURNS)}.", metavar="KIND")]
CovarianceOption = Annotated[
    str, typer.Option("--cov", help=f"Of the coefficients: {_one_of(COVARIANCES)}.", metavar="KIND")
]
PricesOption = Annotated[
    Path | None,
    typer.Option("--prices", parser=file_path, help="Prices to study in place of the stored ones.", metavar="FILE"),
]
PriceKindOption = Annotated[
    PriceKind,
    typer.Option(
        "--price-kind",
        parser=one_of(PriceKind),
        help="Of --prices: close, or adjusted for dividends too.",
        metavar="KIND",
    ),
]
ChosenOption = Annotated[
    str | None,
    typer.Option("--tickers", help="Tickers, segment:NAME, companies or all, joined by commas.", metavar="LIST"),
]


@app.command("study")
def study(
    context: typer.Context,
    event: Annotated[
        str | None, typer.Option("--event", help="A date, or the key of a catalogued event.", metavar="D")
    ] = None,
    events: Annotated[
        Path | None,
        typer.Option("--events", parser=file_path, help="ticker, date: each company's own events.", metavar="FILE"),
    ] = None,
    tickers: ChosenOption = None,
    group: Annotated[
        list[str] | None,
        typer.Option("--group", help="A group by name, not beside --tickers; may be repeated.", metavar="NAME=T1,T2"),
    ] = None,
    model: ModelOption = MODEL,
    benchmark: BenchmarkOption = None,
    sector: SectorOption = None,
    estimation: EstimationOption = ESTIMATION,
    window: Annotated[
        list[str] | None,
        typer.Option("--window", help="An event window, as --window=-1:1; may be repeated.", metavar="A:B"),
    ] = None,
    min_obs: MinObsOption = MIN_OBS,
    returns: ReturnsOption = RETURNS[0],
    covariance: CovarianceOption = COVARIANCES[0],
    exposure: Annotated[
        str | None,
        typer.Option("--exposure", help="beta:TICKER, segment, or a file.", metavar="NAME|FILE"),
    ] = None,
    flips: Annotated[
        int,
        typer.Option("--flips", parser=whole_number(0, MOST_FLIPS), help="Random patterns of signs.", metavar="N"),
    ] = FLIPS,
    seed: Annotated[
        int, typer.Option("--seed", parser=whole_number(0, MOST_SEED), help="Of the random patterns.", metavar="N")
    ] = SEED,
    table: Annotated[str, typer.Option("--table", help=f"{_one_of(TABLES)}.", metavar="NAME")] = TABLES[0],
    statistic: Annotated[
        str,
        typer.Option("--statistic", help=f"Of --table placebo: {_one_of(study_tables.STATISTICS)}.", metavar="NAME"),
    ] = study_tables.STATISTICS[0],
    prices: PricesOption = None,
    price_kind: PriceKindOption = PriceKind.close,
    form: FormatOption = Format.csv,
    out: OutOption = None,
    data_cache: DataCacheOption = None,
) -> None:
    """An event study: abnormal returns by company, and every test of the group they form."""
    if event is not None and events is not None:
        raise InputError("--event and --events were both given; give one of them.")
    if tickers is not None and group:
        raise InputError("--tickers and --group were both given; give one of them.")
    with naming(context, "table", "statistic"):
        study_tables.check_table(table)
        study_tables.check_statistic(statistic)
    panel, indices = _panels(context, prices, price_kind, data_cache)
    with naming(context, "events"):
        own = None if events is None else read_events(events, _limit())
    with naming(context, "exposure"):
        exposed = _exposure(exposure)
    everything = "all" if prices is not None and own is None and not group else None
    with naming(context, "event", "events", "tickers", "group", "window", "exposure", *REQUEST):
        choice = run(
            panel,
            EVENT if event is None else event,
            everything if tickers is None else tickers,
            groups=tuple(group or ()),
            model=model,
            benchmark=benchmark,
            sector=sector,
            estimation=as_window(estimation),
            windows=tuple(as_window(one) for one in window or WINDOWS),
            min_obs=min_obs,
            returns=returns,
            covariance=covariance,
            exposure=exposed,
            flips=flips,
            seed=seed,
            events=own,
            indices=indices,
            data_cache=data_cache,
        )
    with naming(context, "event", "events", "tickers", "group", "exposure"):
        frame = study_tables.table_of(choice.study, table, statistic)
    _say(choice.notes + choice.study.notes(frame, table, statistic))
    print_table(frame, form, out)


def _panels(
    context: typer.Context, prices: Path | None, kind: PriceKind, data_cache: Path | None
) -> tuple[PricePanel, PricePanel | None]:
    """Return the prices to study, and the stored ones where those are others: indices may come from there."""
    if prices is None:
        return load_prices(data_cache), None
    with naming(context, "prices"):
        panel = read_panel(prices, _limit(), kind)
        panel.on_sessions()
    return panel, load_prices(data_cache)


def _limit() -> int:
    """Return the largest size accepted of a file, in bytes."""
    return settings().import_max_mb * 1_000_000


def _say(notes: Iterable[str]) -> None:
    sys.stderr.writelines(note + "\n" for note in notes)


def _exposure(given: str | None) -> str | pd.DataFrame | None:
    """Return an exposure by name, or the figures of a file."""
    if given is None or given == SEGMENT or given.startswith(BETA):
        return given
    if not given.strip():
        raise InputError(f"{given!r} is no exposure; give beta:^SOX, segment or a file.")
    try:
        return read_characteristics(Path(given), _limit())
    except ImportFileError as error:
        raise InputError(f"{error} Otherwise give beta:TICKER or segment.") from error


@app.command("reactions")
def reactions(
    context: typer.Context,
    window: Annotated[
        list[str] | None,
        typer.Option("--window", help=f"The one event window, as --window={REACTION_WINDOW}.", metavar="A:B"),
    ] = None,
    basis: Annotated[
        str | None,
        typer.Option("--basis", help=f"Which dates: {_one_of(BASIS_ORDER)}; all by default.", metavar="BASIS"),
    ] = None,
    by: Annotated[str, typer.Option("--by", help=f"{_one_of(BY)}.", metavar="KIND")] = "ticker",
    tickers: ChosenOption = None,
    model: ModelOption = MODEL,
    benchmark: BenchmarkOption = None,
    sector: SectorOption = None,
    estimation: EstimationOption = ESTIMATION,
    min_obs: MinObsOption = MIN_OBS,
    returns: ReturnsOption = RETURNS[0],
    covariance: CovarianceOption = COVARIANCES[0],
    prices: PricesOption = None,
    price_kind: PriceKindOption = PriceKind.close,
    form: FormatOption = Format.csv,
    out: OutOption = None,
    data_cache: DataCacheOption = None,
) -> None:
    """How each company or segment reacted to each catalogued event, corrected for the number of tests."""
    windows = window or [REACTION_WINDOW]
    if len(windows) > 1:
        raise InputError(f"--window was given {len(windows)} times; reactions are over one window, so give one.")
    panel, indices = _panels(context, prices, price_kind, data_cache)
    with naming(context, "window", "basis", "by", "tickers", *REQUEST):
        frame = study_tables.explained_reactions(
            panel,
            as_window(windows[0]),
            basis,
            by,
            (COMPANIES if prices is None else "all") if tickers is None else tickers,
            model=model,
            benchmark=benchmark,
            sector=sector,
            estimation=as_window(estimation),
            min_obs=min_obs,
            returns=returns,
            covariance=covariance,
            indices=indices,
            data_cache=data_cache,
        )
    _say(study_tables.dropped_notes(frame, panel, windows[0]))
    print_table(frame.drop(columns="reason"), form, out)
