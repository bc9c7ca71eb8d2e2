from __future__ import annotations

import datetime as dt
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
import pytest

from dashboard.catalog import series_note
from dashboard.prices import PricePanel, Store, factors_entry, import_file, load_factors, load_panel

from .conftest import MAX_BYTES


@pytest.fixture(scope="module")
def cache(data_cache: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the snapshot alone, whatever else the working copy has imported."""
    alone = tmp_path_factory.mktemp("cache")
    (alone / "snapshot").symlink_to(data_cache / "snapshot", target_is_directory=True)
    return alone


@pytest.fixture(scope="module")
def panel(cache: Path) -> PricePanel:
    return load_panel(cache)


def test_shape_and_span(panel: PricePanel) -> None:
    assert len(panel.tickers) == 70
    assert (panel.first, panel.last, panel.as_of) == (dt.date(2023, 6, 1), dt.date(2025, 12, 31), dt.date(2025, 12, 31))
    # 649 sessions, and three holidays on which futures traded.
    assert panel.close.shape == (652, 70)
    assert panel.on_sessions().close.shape == (649, 70)
    assert panel.dates.is_monotonic_increasing
    assert panel.dates.is_unique
    assert panel.dates.dtype == np.dtype("datetime64[us]")


def test_frames_share_rows_and_columns(panel: PricePanel) -> None:
    for frame in panel.fields.values():
        assert frame.index is panel.close.index or frame.index.equals(panel.close.index)
        assert frame.columns.equals(panel.close.columns)
        assert (frame.dtypes == np.float64).all()
    assert not panel.dividend.isna().to_numpy().any()
    assert not panel.split.isna().to_numpy().any()


def test_the_shock(panel: PricePanel) -> None:
    # Closes of 24 and 27 January 2025 as every newspaper printed them.
    nvda = panel.close["NVDA"]
    assert (nvda.loc["2025-01-24"], nvda.loc["2025-01-27"]) == (142.62, 118.42)
    returns = panel.on_sessions().price_returns().loc["2025-01-27"]
    expected = {"NVDA": -0.1697, "^SOX": -0.0915, "^IXIC": -0.0307, "^GSPC": -0.0146, "RSP": 0.0007}
    assert {ticker: round(float(returns[ticker]), 4) for ticker in expected} == expected


def test_completeness_is_counted(panel: PricePanel) -> None:
    series = panel.series
    assert (series["NVDA"].rows, series["NVDA"].missing, series["NVDA"].extra) == (649, 0, 0)
    assert (series["JPY=X"].missing, series["JPY=X"].fields) == (1, ("close",))
    assert (series["NG=F"].missing, series["NG=F"].extra) == (0, 3)
    assert (series["CL=F"].missing, series["CL=F"].extra) == (0, 2)
    assert series["GEV"].first == dt.date(2024, 3, 27)
    assert series["^SOX"].fields == ("open", "high", "low", "close")
    assert {info.layer for info in series.values()} == {"embedded"}
    assert np.isnan(panel.close.loc["2025-04-21", "JPY=X"])


def test_actions_fall_on_their_dates(panel: PricePanel) -> None:
    assert panel.split.loc["2024-06-10", "NVDA"] == 10
    assert int((panel.split != 1).to_numpy().sum()) == 10
    assert int((panel.dividend > 0).to_numpy().sum()) == 434
    assert panel.dividend.loc["2023-08-11", "AAPL"] == 0.24


def test_each_series_says_what_the_catalogue_says_of_it(panel: PricePanel) -> None:
    for ticker, info in panel.series.items():
        note = series_note(ticker)
        assert (info.source, info.doubts) == (note.source, note.doubts), ticker


def test_the_snapshot_is_small_and_verifies(cache: Path) -> None:
    snapshot = cache / "snapshot"
    assert sum(path.stat().st_size for path in snapshot.iterdir()) < 3_000_000
    manifest = Store(snapshot).manifest()
    assert manifest.named_files() == {path.name for path in snapshot.glob("*.parquet")}


def test_factors_are_decimals(cache: Path) -> None:
    factors = load_factors(cache)
    assert list(factors.columns) == ["mkt_rf", "smb", "hml", "rmw", "cma", "rf", "mom"]
    assert len(factors) == 649
    # The library's line of 1 June 2023 begins 1.02 (market) and gives 0.02 for the riskless rate, in per cent.
    assert factors.loc["2023-06-01", "mkt_rf"] == pytest.approx(0.0102, abs=1e-15)
    assert factors.loc["2023-06-01", "rf"] == pytest.approx(0.0002, abs=1e-15)
    assert Store(cache / "snapshot").manifest().factors is not None


def test_the_factors_say_where_they_come_from(cache: Path) -> None:
    entry = factors_entry(cache)
    assert entry is not None
    assert (entry.source, entry.unit) == ("Kenneth French data library, CRSP 202601 vintage", "per cent")
    assert (entry.rows, entry.first, entry.last) == (649, dt.date(2023, 6, 1), dt.date(2025, 12, 31))


def test_what_the_snapshot_holds_can_be_written_out_and_imported_again(
    cache: Path, panel: PricePanel, tmp_path: Path
) -> None:
    manifest, tables = Store(cache / "snapshot").tables("prices")
    ((name, table),) = tables.items()
    flat = table.to_pandas()
    flat["ticker"] = flat["ticker"].astype(str)
    flat.sample(frac=1, random_state=1).to_csv(tmp_path / "prices.csv", index=False)
    report = import_file(tmp_path / "prices.csv", tmp_path / "again", max_bytes=MAX_BYTES)
    _, again = Store(tmp_path / "again").tables("prices")
    assert again[report.files[0]].equals(table)
    # The same library writes the same bytes; another version may encode equal figures differently.
    written_by = pq.read_metadata(cache / "snapshot" / name).created_by
    if pq.read_metadata(tmp_path / "again" / report.files[0]).created_by == written_by:
        assert report.files == (name,)
    assert report.series == panel.tickers
    assert {t: e.info.checks for t, e in Store(tmp_path / "again").manifest().series.items()} == {
        t: e.info.checks for t, e in manifest.series.items()
    }
