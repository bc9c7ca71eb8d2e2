"""What the README says of the claims is what the claims check gives."""

from __future__ import annotations

import re

from dashboard.claim_tables import claims
from dashboard.tables import load_prices
from tests.support.server import ROOT


def test_the_readme_counts_the_verdicts() -> None:
    verdicts = claims(load_prices())["verdict"].value_counts()
    hold = verdicts["confirmed"] + verdicts["confirmed_cut"]
    do_not = verdicts["wrong"] + verdicts["wrong_date"] + verdicts["misattributed"]
    depend = verdicts["needs_definition"] + verdicts["borderline"]
    text = " ".join((ROOT / "README.md").read_text(encoding="utf-8").split())
    found = re.search(
        r"with (\d+) numbers and statements\. \*\*(\d+) of them hold .*? cut off; (\d+) do not, (\d+) depend .*? and "
        r"(\d+) cannot be checked",
        text,
    )
    assert found is not None
    assert [int(number) for number in found.groups()] == [64, hold, do_not, depend, verdicts["not_checkable"]]
    assert verdicts["confirmed_cut"] == 3  # "three of these only because digits were cut off"
