"""A folder of files as a source: what each ticker is given, and what is said where a file or two stand in the way."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from dashboard.errors import NotFoundError
from dashboard.prices.panel import FIELDS
from dashboard.prices.sources.csv_folder import FolderSource
from dashboard.prices.sources.protocol import Fetched, Run

LONG = """ticker,date,close,volume
NVDA,2025-01-27,118.42,818830900
NVDA,2025-01-24,142.62,234657600
amd,2025-01-27,115.01,
"""
WIDE = "date,AVGO,MU\n2025-01-24,244.70,103.19\n2025-01-27,202.13,91.08\n"


def write(folder: Path, **files: str) -> None:
    for name, text in files.items():
        (folder / name.replace("_", ".")).write_text(text, encoding="utf-8")


def fetch(folder: Path, *tickers: str, max_bytes: int = 100_000) -> dict[str, Fetched]:
    given = list(FolderSource(folder, max_bytes).fetch(tickers, Run(60)))
    assert [one.ticker for one in given] == list(tickers)
    return {one.ticker: one for one in given}


def sentence(one: Fetched) -> str:
    assert one.prices is None
    assert one.error is not None
    assert str(one.error).endswith(".")
    return str(one.error)


def closes(one: Fetched) -> dict[str, float]:
    assert one.error is None
    assert one.prices is not None
    assert one.prices.tickers == (one.ticker,)
    assert (one.prices.code == 0).all()
    assert tuple(one.prices.fields) == FIELDS
    return dict(zip(one.prices.day.astype(str).tolist(), one.prices.fields["close"].tolist(), strict=True))


def test_series_come_from_long_and_wide_files_of_both_kinds(tmp_path: Path) -> None:
    write(tmp_path, a_csv=LONG, b_CSV=WIDE)
    pd.DataFrame({"ticker": ["ARM"], "date": ["2025-01-27"], "close": [145.69]}).to_parquet(tmp_path / "c.parquet")
    given = fetch(tmp_path, "MU", "NVDA", "AMD", "ARM")
    assert closes(given["MU"]) == {"2025-01-24": 103.19, "2025-01-27": 91.08}
    assert closes(given["NVDA"]) == {"2025-01-24": 142.62, "2025-01-27": 118.42}
    assert closes(given["AMD"]) == {"2025-01-27": 115.01}
    assert closes(given["ARM"]) == {"2025-01-27": 145.69}
    prices = given["NVDA"].prices
    assert prices is not None
    np.testing.assert_array_equal(prices.fields["volume"], [234657600, 818830900])


def test_other_files_and_folders_are_not_looked_into(tmp_path: Path) -> None:
    write(tmp_path, notes_txt=LONG, a_csv=WIDE)
    (tmp_path / "more").mkdir()
    write(tmp_path / "more", b_csv=LONG)
    error = fetch(tmp_path, "NVDA")["NVDA"].error
    assert isinstance(error, NotFoundError)
    assert str(error) == f"NVDA is in no CSV or Parquet file of {tmp_path.name}; add one that has it."


def test_a_ticker_in_two_files_is_given_from_neither(tmp_path: Path) -> None:
    write(tmp_path, a_csv=LONG, b_csv="ticker,date,close\nNVDA,2025-01-27,118.42\n")
    given = fetch(tmp_path, "NVDA", "AMD")
    assert sentence(given["NVDA"]) == "NVDA is in a.csv and in b.csv; leave it in one of the two."
    assert closes(given["AMD"]) == {"2025-01-27": 115.01}


def test_a_figure_that_is_none_stops_the_tickers_of_its_file_alone(tmp_path: Path) -> None:
    write(tmp_path, a_csv=LONG.replace("115.01", "n/k"), b_csv=WIDE)
    given = fetch(tmp_path, "NVDA", "AMD", "MU", "QQQ")
    for ticker in ("NVDA", "AMD"):
        assert sentence(given[ticker]).startswith("a.csv has 'n/k' as the close of amd on 2025-01-27;")
    assert closes(given["MU"]) == {"2025-01-24": 103.19, "2025-01-27": 91.08}
    assert sentence(given["QQQ"]).startswith("QQQ is in no CSV or Parquet file")


def test_the_tickers_of_a_wide_file_are_known_though_it_cannot_be_used(tmp_path: Path) -> None:
    write(tmp_path, b_csv=WIDE.replace("2025-01-27", "27.1.2025"))
    assert sentence(fetch(tmp_path, "MU")["MU"]).startswith("b.csv has '27.1.2025' as a date;")


def test_an_unreadable_file_is_named_for_every_ticker_that_it_may_hold(tmp_path: Path) -> None:
    write(tmp_path, a_csv=LONG, nvda_csv="", zz_parquet="PAR1x")
    given = fetch(tmp_path, "NVDA", "AMD", "MU")
    assert sentence(given["NVDA"]) == "NVDA is in a.csv and in nvda.csv; leave it in one of the two."
    assert closes(given["AMD"]) == {"2025-01-27": 115.01}
    assert sentence(given["MU"]) == (
        f"MU is in no file of {tmp_path.name} that can be read, and one cannot (and 1 more): "
        "nvda.csv is empty or not text; give a CSV or Parquet file."
    )


def test_a_file_named_after_its_ticker_is_named_when_it_cannot_be_read(tmp_path: Path) -> None:
    write(tmp_path, nvda_csv="")
    assert sentence(fetch(tmp_path, "NVDA")["NVDA"]) == "nvda.csv is empty or not text; give a CSV or Parquet file."


def test_a_file_that_is_too_large_is_not_read(tmp_path: Path) -> None:
    write(tmp_path, NVDA_csv=LONG + "NVDA,2025-01-28,128.99,1\n" * 10)
    assert "NVDA.csv has 0.0 MB, more than the 0.0 MB accepted" in sentence(
        fetch(tmp_path, "NVDA", max_bytes=200)["NVDA"]
    )


def test_links_out_of_the_folder_are_not_followed_and_links_within_are(tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    write(tmp_path, secret_csv=LONG)
    (folder / "nvda.csv").symlink_to(tmp_path / "secret.csv")
    write(folder, b_data=WIDE)
    (folder / "b.csv").symlink_to("b.data")
    given = fetch(folder, "NVDA", "AMD", "MU")
    assert sentence(given["NVDA"]) == "nvda.csv is a link out of the folder; put the file itself there."
    assert "nvda.csv is a link out of the folder" in sentence(given["AMD"])
    assert closes(given["MU"]) == {"2025-01-24": 103.19, "2025-01-27": 91.08}


def test_what_is_no_file_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "nvda.csv")
    assert "is not a file" in sentence(fetch(tmp_path, "NVDA")["NVDA"])


@pytest.mark.parametrize("name", ["none", "file"])
def test_a_folder_that_is_none(name: str, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    given = fetch(tmp_path / name, "NVDA", "AMD")
    for ticker in ("NVDA", "AMD"):
        assert sentence(given[ticker]).startswith(f"The folder {tmp_path / name} cannot be read (")


def test_a_stopped_run_reads_no_further(tmp_path: Path) -> None:
    write(tmp_path, a_csv=LONG)
    run = Run(60)
    run.cancelled.set()
    (one,) = FolderSource(tmp_path, 100_000).fetch(["NVDA"], run)
    assert "were not all read before the time was up or the run was stopped; refresh again." in sentence(one)
