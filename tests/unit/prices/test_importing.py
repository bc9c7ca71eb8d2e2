from __future__ import annotations

import datetime as dt
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.catalog import SeriesNote
from dashboard.errors import ImportFileError
from dashboard.prices import ImportReport, Store, import_file, load_factors, load_panel, trading_calendar
from dashboard.prices.calendar import FIRST_DAY
from dashboard.tables import sell_off

from .conftest import MAX_BYTES

SESSIONS = trading_calendar("XNYS").sessions(dt.date(2024, 12, 2), dt.date(2025, 1, 31))
TICKERS = ["AMD", "LOW", "NA", "NVDA", "OPEN", "^GSPC", "0700.HK", "JPY=X"]
LONG = """ticker,date,open,high,low,close,volume,dividend,split
B,2025-01-13,10,11,9,10.5,100,,
A,2025-01-14,2,2.5,1.5,2.25,0,0.5,1
A,2025-01-13,,,,2,0,,
B,2025-01-10,9,9,9,9,50,0,2
"""


def put(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def imported(path: Path, cache: Path, **options: object) -> ImportReport:
    return import_file(path, cache / "store", max_bytes=MAX_BYTES, **options)  # type: ignore[arg-type]


def test_a_long_file_by_hand(tmp_path: Path) -> None:
    report = imported(put(tmp_path / "mine.csv", LONG), tmp_path)
    assert (report.series, report.rows, len(report.files), report.dropped_actions) == (("A", "B"), 4, 1, 0)
    assert report.bytes == (tmp_path / "store" / report.files[0]).stat().st_size
    panel = load_panel(tmp_path)
    assert panel.dates.strftime("%m-%d").tolist() == ["01-10", "01-13", "01-14"]
    nan = np.nan
    expected = {
        "open": [[nan, 9], [nan, 10], [2, nan]],
        "high": [[nan, 9], [nan, 11], [2.5, nan]],
        "low": [[nan, 9], [nan, 9], [1.5, nan]],
        "close": [[nan, 9], [2, 10.5], [2.25, nan]],
        "volume": [[nan, 50], [nan, 100], [nan, nan]],  # A's volume is 0 throughout: it has none
        "dividend": [[0, 0], [0, 0], [0.5, 0]],
        "split": [[1, 2], [1, 1], [1, 1]],
    }
    for name, values in expected.items():
        np.testing.assert_array_equal(panel.fields[name], values, err_msg=name)
    a, b = panel.series["A"], panel.series["B"]
    assert (a.fields, b.fields) == (
        ("open", "high", "low", "close", "dividend"),
        ("open", "high", "low", "close", "volume", "split"),
    )
    assert (a.source, a.as_of, a.layer, a.doubts) == ("mine.csv", dt.date(2025, 1, 14), "imported", ())
    assert "volume not negative" in b.checks
    assert "volume not negative" not in a.checks


@st.composite
def wide_frames(draw: st.DrawFn) -> pd.DataFrame:
    tickers = draw(st.lists(st.sampled_from(TICKERS), min_size=1, max_size=5, unique=True))
    days = draw(st.lists(st.sampled_from(list(SESSIONS)), min_size=1, max_size=8, unique=True))
    cell = st.one_of(st.just(np.nan), st.floats(1e-4, 1e7))
    frame = pd.DataFrame(
        {t: draw(st.lists(cell, min_size=len(days), max_size=len(days))) for t in tickers},
        index=pd.DatetimeIndex(days, name="date"),
    )
    return frame.dropna(axis=1, how="all")


@settings(deadline=None, max_examples=40)
@given(wide=wide_frames(), form=st.sampled_from(["csv", "parquet"]))
def test_wide_and_long_files_give_the_same_panel_and_the_same_bytes(
    tmp_path_factory: pytest.TempPathFactory, wide: pd.DataFrame, form: str
) -> None:
    if wide.empty:
        return
    folder = tmp_path_factory.mktemp("round")
    long = wide.rename_axis(columns="ticker").stack().dropna().rename("close").reset_index()
    for name, frame in (("wide", wide.reset_index()), ("long", long)):
        path = folder / f"{name}.{form}"
        frame.to_csv(path, index=False) if form == "csv" else frame.to_parquet(path, index=False)
    reports = {name: imported(folder / f"{name}.{form}", folder / name) for name in ("wide", "long")}
    assert reports["wide"] == reports["long"]
    close = load_panel(folder / "wide").close
    expected = wide.dropna(how="all").sort_index()[sorted(wide.columns)]
    pd.testing.assert_frame_equal(close, expected, check_names=False, check_freq=False, check_exact=True)


def test_importing_twice_changes_nothing(tmp_path: Path) -> None:
    path = put(tmp_path / "mine.csv", LONG)
    first = imported(path, tmp_path)
    before = {p.name: (p.read_bytes(), p.stat().st_ino) for p in (tmp_path / "store").glob("manifest.json")}
    assert imported(path, tmp_path) == first
    after = {p.name: (p.read_bytes(), p.stat().st_ino) for p in (tmp_path / "store").glob("manifest.json")}
    assert after == before


def test_a_new_import_replaces_whole_series_and_keeps_the_others(tmp_path: Path) -> None:
    old = imported(put(tmp_path / "one.csv", LONG), tmp_path)
    new = imported(put(tmp_path / "two.csv", "ticker,date,close\nA,2025-01-15,3\nC,2025-01-15,7\n"), tmp_path)
    panel = load_panel(tmp_path)
    assert panel.tickers == ("A", "B", "C")
    assert panel.close["A"].dropna().tolist() == [3.0]
    assert panel.dividend["A"].sum() == 0.0
    assert panel.close["B"].dropna().tolist() == [9.0, 10.5]
    # B still lives in the first file; once it is replaced too, only earlier generations name that file.
    last = imported(put(tmp_path / "three.csv", "date,B\n2025-01-15,4\n"), tmp_path)
    assert {p.name for p in (tmp_path / "store").glob("*.parquet")} == {*old.files, *new.files, *last.files}
    assert Store(tmp_path / "store").manifest().named_files() == {*new.files, *last.files}
    assert old.files[0] not in new.files
    assert Store(tmp_path / "store").manifest().generation == 3


def test_an_imported_series_covers_the_embedded_one_whole(tmp_path: Path) -> None:
    import_file(put(tmp_path / "base.csv", LONG), tmp_path / "snapshot", max_bytes=MAX_BYTES)
    imported(put(tmp_path / "mine.csv", "ticker,date,close\nA,2025-01-15,3\n"), tmp_path)
    panel = load_panel(tmp_path)
    assert {t: info.layer for t, info in panel.series.items()} == {"A": "imported", "B": "embedded"}
    assert panel.close["A"].dropna().tolist() == [3.0]
    assert panel.open["A"].isna().all()
    # 14 January was a row of the embedded A alone, so it is no row any more.
    assert panel.dates.strftime("%m-%d").tolist() == ["01-10", "01-13", "01-15"]


def test_separate_files_of_dividends_splits_and_factors(tmp_path: Path) -> None:
    prices = put(tmp_path / "p.csv", "ticker,date,close\nA,2025-01-13,10\nA,2025-01-14,5\nB,2025-01-14,1\n")
    dividends = put(tmp_path / "d.csv", "ticker,ex_date,amount\na,2025-01-14,0.25\nB,2024-01-14,9\n")
    splits = put(tmp_path / "s.csv", "ticker,date,ratio\nA,2025-01-14,2\n")
    factors = put(
        tmp_path / "f.csv",
        "date,mkt_rf,smb,hml,rmw,cma,rf,mom\n2025-01-14,1,2,3,4,5,0.5,-7\n2025-01-13,0,0,0,0,0,0,0\n",
    )
    report = imported(
        prices, tmp_path, dividends=dividends, splits=splits, factors=factors, factors_source="library, vintage 1"
    )
    assert report.dropped_actions == 1
    assert len(report.files) == 2
    panel = load_panel(tmp_path)
    assert panel.dividend["A"].tolist() == [0.0, 0.25]
    assert panel.split["A"].tolist() == [1.0, 2.0]
    assert panel.dividend["B"].tolist() == [0.0, 0.0]
    expected = [[0.0] * 7, [0.01, 0.02, 0.03, 0.04, 0.05, 0.005, -0.07]]
    np.testing.assert_allclose(load_factors(tmp_path), expected, rtol=1e-14)
    entry = Store(tmp_path / "store").manifest().factors
    assert entry is not None
    assert (entry.source, entry.unit, entry.rows) == ("library, vintage 1", "per cent", 2)
    # Prices imported later leave the factors alone.
    imported(put(tmp_path / "q.csv", "date,A\n2025-01-14,5\n"), tmp_path)
    assert len(load_factors(tmp_path)) == 2


@pytest.mark.parametrize(
    ("kind", "text", "sentence"),
    [
        (
            "dividends",
            "ticker,ex_date,amount\nA,2025-01-11,1\n",
            "d.csv has a dividend of A on 2025-01-11, a day without",
        ),
        ("dividends", "ticker,ex_date,amount\nZ,2025-01-13,1\n", "d.csv names Z, which has no prices"),
        (
            "dividends",
            "ticker,ex_date,amount\nA,2025-01-13,1\nA,2025-01-13,1\n",
            "dividend of A on 2025-01-13 more than",
        ),
        ("dividends", "ticker,ex_date,amount\nA,2025-01-13,-1\n", "The dividend of A on 2025-01-13 is -1.0"),
        ("dividends", "ticker,ex_date,amount\nA,2025-01-13,\n", "d.csv has no amount for A on 2025-01-13"),
        ("dividends", "ticker,ex_date,cash\nA,2025-01-13,1\n", "d.csv has no column 'amount'"),
        ("splits", "ticker,date,ratio\nA,2025-01-13,0\n", "The split of A on 2025-01-13 is 0.0"),
        ("splits", "ticker,date,ratio\nA,2025-01-16,2\n", "d.csv has a split of A on 2025-01-16, a day without"),
        ("factors", "date,mkt_rf\n2025-01-13,1\n", "d.csv has no column 'smb'"),
        (
            "factors",
            "date,mkt_rf,smb,hml,rmw,cma,rf,mom\n1025-01-13,0,0,0,0,0,0,0\n",
            "The day 1025-01-13 of the factors is before 1926-01-01",
        ),
        (
            "factors",
            "date,mkt_rf,smb,hml,rmw,cma,rf,mom\n2025-01-13,0,0,0,0,0,0,-99.99\n",
            "The factor mom of 2025-01-13 is -99.99",
        ),
    ],
)
def test_bad_side_files_are_refused(tmp_path: Path, kind: str, text: str, sentence: str) -> None:
    prices = put(tmp_path / "p.csv", "ticker,date,close\nA,2025-01-10,10\nA,2025-01-13,5\n")
    with pytest.raises(ImportFileError, match=sentence):
        imported(prices, tmp_path, **{kind: put(tmp_path / "d.csv", text)})
    assert not (tmp_path / "store").exists()


def test_notes_carry_the_provenance_of_the_catalogue(tmp_path: Path) -> None:
    path = put(tmp_path / "p.csv", "date,A,B\n2025-01-13,1,2\n")
    imported(path, tmp_path, note=lambda ticker: SeriesNote(source=f"vendor of {ticker}", doubts=("thin",)))
    info = load_panel(tmp_path).series["B"]
    assert (info.source, info.doubts) == ("vendor of B", ("thin",))


def test_the_as_of_day_lies_between_the_last_row_and_today(tmp_path: Path, today: dt.date) -> None:
    path = put(tmp_path / "p.csv", "date,A\n2025-01-13,1\n")
    for wrong in (dt.date(2025, 1, 12), dt.date(2026, 1, 3)):
        with pytest.raises(ImportFileError, match=f"as-of day {wrong}"):
            imported(path, tmp_path, as_of=wrong, today=today)
    imported(path, tmp_path, as_of=dt.date(2025, 6, 30), today=today)
    assert load_panel(tmp_path).as_of == dt.date(2025, 6, 30)


def test_missing_and_extra_rows_are_counted_against_the_calendar(tmp_path: Path) -> None:
    # Wed 8, (Thu 9 closed), [Fri 10 missing], Mon 13 January 2025, with a row on the closed Thursday.
    imported(put(tmp_path / "p.csv", "date,A\n2025-01-08,1\n2025-01-09,1\n2025-01-13,1\n"), tmp_path)
    info = load_panel(tmp_path).series["A"]
    assert (info.rows, info.missing, info.extra) == (3, 1, 1)


def test_the_first_day_that_can_be_imported_can_be_studied(tmp_path: Path) -> None:
    first, second = trading_calendar("XNYS").sessions(FIRST_DAY, dt.date(1926, 1, 31))[:2]
    imported(put(tmp_path / "p.csv", f"date,FOO\n{first:%Y-%m-%d},1\n{second:%Y-%m-%d},0.5\n"), tmp_path)
    day = sell_off(load_panel(tmp_path), second, "FOO")
    assert day["ret"].tolist() == [-0.5]


@pytest.mark.parametrize(
    "ticker",
    [
        pa.array(["a", "b"], pa.large_string()),
        pa.array(["a", "b"], pa.string_view()),
        pa.array([b"a", b"b"]),
        pa.array(["a", "b"]).dictionary_encode(),
    ],
)
def test_tickers_may_be_any_kind_of_text(tmp_path: Path, ticker: pa.Array) -> None:
    close = pa.array([1, 2]).cast(pa.decimal128(21, 2)).dictionary_encode()
    pq.write_table(pa.table({"ticker": ticker, "date": ["2025-01-27"] * 2, "close": close}), tmp_path / "p.parquet")
    imported(tmp_path / "p.parquet", tmp_path)
    assert load_panel(tmp_path).close.to_dict("records") == [{"A": 1.0, "B": 2.0}]


def test_timestamps_and_numbers_of_other_types_are_read_from_parquet(tmp_path: Path) -> None:
    frame = pd.DataFrame(
        {
            "Ticker": pd.Categorical(["nvda", "nvda"]),
            "Date": pd.to_datetime(["2025-01-27 16:00", "2025-01-28 16:00"]).tz_localize("America/New_York"),
            "Close": ["118.42", " 128.99 "],
            "Volume": [818_830_900, 579_666_400],
        }
    )
    frame.to_parquet(tmp_path / "p.parquet")
    imported(tmp_path / "p.parquet", tmp_path)
    panel = load_panel(tmp_path)
    assert panel.dates.strftime("%Y-%m-%d").tolist() == ["2025-01-27", "2025-01-28"]
    assert panel.close["NVDA"].tolist() == [118.42, 128.99]
    assert panel.volume["NVDA"].tolist() == [818_830_900.0, 579_666_400.0]
