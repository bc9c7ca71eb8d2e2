"""The page of figures beside those of other programs is what its script writes."""

from __future__ import annotations

import re

import pytest

from dashboard.study.group_tests import STATISTICS
from scripts import agreement


@pytest.fixture(scope="module")
def written() -> str:
    return agreement.page()


def test_the_page_is_up_to_date(written: str) -> None:
    assert agreement.PAGE.read_text(encoding="utf-8") == written, "run python -m scripts.agreement"


def test_no_figure_is_further_apart_than_is_asked_for(written: str) -> None:
    apart = [line.split("|")[-2].strip() for line in written.splitlines() if line.startswith("| ") and "1e-" in line]
    assert len(apart) == 6 * 18 + 2 + 27 + 8
    assert set(apart) <= {"< 1e-10", "< 1e-9"}


def test_every_statistic_is_on_the_page(written: str) -> None:
    assert set(STATISTICS) <= set(re.findall(r"`(\w+)`", written))
