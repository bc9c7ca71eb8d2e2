"""The documents tell every check with its arguments, every rule and every verdict, in the order that holds."""

from __future__ import annotations

import re

from dashboard.catalog.claim_definitions import CHECKS
from dashboard.catalog.claims import RULE_KINDS
from dashboard.settings import PROJECT_ROOT
from dashboard.study.claims import VERDICTS


def table(document: str, heading: str, first: str) -> list[list[str]]:
    """Return the rows, below its head, of the table whose first column is so called."""
    text = (PROJECT_ROOT / "docs" / document).read_text(encoding="utf-8")
    section = text.split(f"\n### {heading}\n")[1].split("\n## ")[0].split("\n### ")[0]
    lines = section.split(f"| {first} |")[1].splitlines()[2:]
    ends = next((place for place, line in enumerate(lines) if not line.startswith("|")), len(lines))
    return [[cell.strip() for cell in line.split("|")[1:-1]] for line in lines[:ends]]


def test_methods_tell_every_check_rule_and_verdict() -> None:
    assert {row[0].strip("`") for row in table("methods.md", "Checks", "Check")} == set(CHECKS)
    rules = [name for row in table("methods.md", "Rules", "Rule") for name in re.findall("`([a-z ]+)`", row[0])]
    assert sorted(rules) == sorted(RULE_KINDS)
    assert [row[0].strip("`") for row in table("methods.md", "Verdicts", "Verdict")] == list(VERDICTS)


def test_the_arguments_of_every_check_are_told() -> None:
    for check, arguments in table("data.md", "Adding a claim", "Check"):
        assert set(re.findall("`([a-z]+)`", arguments)) == set(CHECKS[check.strip("`")]), check
    assert len(table("data.md", "Adding a claim", "Check")) == len(CHECKS)
