"""A reader's own prices over the stored ones: whole series, nothing spliced, nothing stored."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest

from dashboard.errors import ImportFileError
from dashboard.prices import PricePanel, load_panel
from dashboard.prices.overlay import laid_over, read_upload
from dashboard.settings import PROJECT_ROOT

TODAY = dt.date(2026, 1, 5)
LIMIT = 1_000_000
OWN = b"ticker,date,close,dividend\nNVDA,2025-01-24,10,\nNVDA,2025-01-27,9,0.5\nMINE,2026-01-02,7,\n"


@pytest.fixture(scope="module")
def panel() -> PricePanel:
    return load_panel(PROJECT_ROOT / "data_cache")


def test_a_series_is_replaced_whole_and_a_new_one_and_a_new_day_are_added(panel: PricePanel) -> None:
    both = laid_over(panel, read_upload(OWN, LIMIT, TODAY))
    close = both.close["NVDA"].dropna()
    assert close.to_dict() == {dt.datetime(2025, 1, 24): 10.0, dt.datetime(2025, 1, 27): 9.0}
    assert both.dividend["NVDA"].sum() == 0.5
    assert (both.split["NVDA"] == 1).all()
    assert both.close["MINE"].dropna().to_list() == [7.0]
    assert both.last == dt.date(2026, 1, 2)
    assert (both.series["MINE"].layer, both.series["AVGO"].layer) == ("session", "embedded")
    assert both.tickers == tuple(sorted([*panel.tickers, "MINE"])) == tuple(both.series)


def test_all_other_series_are_as_they_were(panel: PricePanel) -> None:
    both = laid_over(panel, read_upload(OWN, LIMIT, TODAY))
    others = [ticker for ticker in panel.tickers if ticker != "NVDA"]
    for name, frame in panel.fields.items():
        np.testing.assert_array_equal(both.fields[name].loc[panel.dates, others], frame[others])
    assert both.dividend.loc["2026-01-02"].eq(0).all()


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"ticker,date,close\nA,2025-01-27,-1\n", "The close of A on 2025-01-27 is -1.0, but prices must be positive."),
        (b"x" * (LIMIT + 1), "The upload has 1.0 MB, more than the 1 MB accepted; split it."),
        (b"name,day\nA,2025-01-27\n", "The upload has the columns name, day"),
        (b"\x00\xff", "The upload"),
    ],
)
def test_a_bad_upload_is_one_sentence(content: bytes, sentence: str) -> None:
    with pytest.raises(ImportFileError) as caught:
        read_upload(content, LIMIT, TODAY)
    assert str(caught.value).startswith(sentence)


def test_too_many_days_of_too_many_series_are_refused() -> None:
    days = np.arange(np.datetime64("1990-01-01"), np.datetime64("2000-01-01")).astype(str)
    lines = [f"T{place % 400},{day},1" for place, day in enumerate(days)]
    with pytest.raises(
        ImportFileError, match="400 series over 3,652 days, which together are more than pages can show"
    ):
        read_upload("\n".join(["ticker,date,close", *lines]).encode(), LIMIT, TODAY)


def test_too_many_series_are_refused() -> None:
    names = ",".join(f"T{number}" for number in range(501))
    wide = f"date,{names}\n2025-01-27,{','.join(['1'] * 501)}\n".encode()
    with pytest.raises(ImportFileError, match="holds 501 series, more than the 500"):
        read_upload(wide, LIMIT, TODAY)
