"""From the click on another value of a control until the page is drawn anew, on the pages of the event study."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from playwright.sync_api import Page

from benchmarks import profiling, sites
from benchmarks.sites import OURS, Destination, Timeline
from benchmarks.timing import Row, compare, median_of

HALF_A_SECOND_MS = 500.0
FIRST_ROUNDS = 1
"""Rounds that are not counted: in them each value of a control is worked out for the first time."""


@dataclass(frozen=True)
class Control:
    """A control, its page, and values it is set to in turn, by what they say; `listed` where they are in a list."""

    path: str
    label: str
    values: tuple[str, ...]
    listed: bool = True

    def set_to(self, page: Page, value: str) -> None:
        """Open the list, where there is one, then tell the recorder what to wait for and click on a value."""
        if self.listed:
            page.get_by_role("combobox", name=self.label).click()
            choice = page.get_by_role("option", name=value)
        else:
            choice = page.get_by_role("radio", name=value)
        sites.expect(page, self.path, int(page.evaluate("bench.count()")))
        choice.click()


CONTROLS = (
    Control("event-study", "Event window", ("0:1", "0:0")),
    Control("event-study", "Expected return", ("Mean adjusted", "Market model")),
    Control("release-reactions", "Sessions", ("Event session", "And the next"), listed=False),
)


def measure(rounds: int) -> list[Row]:
    """Move every control to and fro."""
    found = _moves(rounds)
    half = [HALF_A_SECOND_MS]
    return [
        compare(f"{_title(control)}, half a second", [move.complete for move in found[control]], half, "ms", 1.0)
        for control in CONTROLS
    ]


def profile() -> str:
    """Say how far a page is when after a control was moved, and what the script of the slowest spends its time on."""
    found = _moves(3)
    parts = ["ms since the click                              script runs   first chart   complete"]
    for control in CONTROLS:
        stages = [median_of(getattr(move, stage) for move in found[control]) for stage in _STAGES]
        parts.append(f"{_title(control):<46}" + "".join(f"{stage:13.0f}" for stage in stages))
    slowest = max(CONTROLS, key=lambda control: median_of(move.complete for move in found[control]))
    return "\n".join([*parts, "", profiling.of_page(_place(slowest))])


_STAGES = ("running", "first_chart", "complete")


def _moves(rounds: int) -> dict[Control, list[Timeline]]:
    found = defaultdict[Control, list[Timeline]](list)
    with sites.browser() as browser, sites.our_server() as address:
        for control in CONTROLS:
            with sites.visitor(browser, control.path) as page:
                sites.open_first(page, address, control.path, sites.LOOK_MS)
                for number in range(FIRST_ROUNDS + rounds):
                    for value in control.values:
                        control.set_to(page, value)
                        move = sites.drawn(page, sites.QUIET_MS)
                        if number >= FIRST_ROUNDS:
                            found[control].append(move)
    return found


def _place(control: Control) -> Destination:
    return next(page for page in OURS.pages if page.path == control.path)


def _title(control: Control) -> str:
    return f"redraw of {_place(control).title} by {control.label}"
