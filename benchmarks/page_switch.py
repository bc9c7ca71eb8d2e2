"""From the click in the navigation until the new page is drawn and its script has stopped, for every page."""

from __future__ import annotations

from collections import defaultdict

from benchmarks import profiling, sites
from benchmarks.sites import MINIMAL, OURS, Timeline
from benchmarks.timing import Row, compare, median_of

AIM = 2.0
FIRST_ROUNDS = 1
"""Rounds that are not counted: in them the browser fetches what later pages need, and tables are computed."""


def measure(rounds: int) -> list[Row]:
    """Turn to every page of our site, and after each to the other page of the minimal one."""
    ours, minimal = _turns(rounds)
    rows = [
        compare(f"page switch: {page.title}", [turn.complete for turn in ours[page.path]], _all(minimal), "ms", AIM)
        for page in OURS.pages
    ]
    worst = max(rows, key=lambda row: row.ours)
    return [*rows, Row(f"{worst.measure} (the worst)", worst.ours, worst.baseline, worst.unit, worst.aim)]


def profile() -> str:
    """Say how far each page is when, how long its script takes, and what the slowest one spends its time on."""
    ours, minimal = _turns(3)
    parts = ["ms since the click            script runs   first chart   complete   script alone"]
    parts += [_line(page.title, ours[page.path]) + f"{profiling.script_ms(page):15.0f}" for page in OURS.pages]
    parts.append(_line("minimal", [turn for turns in minimal.values() for turn in turns]))
    slowest = max(OURS.pages, key=lambda page: median_of(turn.complete for turn in ours[page.path]))
    return "\n".join([*parts, "", profiling.of_page(slowest)])


def _turns(rounds: int) -> tuple[dict[str, list[Timeline]], dict[str, list[Timeline]]]:
    """Return the timelines of both sites by path."""
    ours, minimal = defaultdict[str, list[Timeline]](list), defaultdict[str, list[Timeline]](list)
    with sites.browser() as browser, sites.both_servers() as (our_address, minimal_address):
        our_charts = sites.charts_by_path(browser, our_address, OURS)
        minimal_charts = sites.charts_by_path(browser, minimal_address, MINIMAL)
        with sites.visitor(browser) as page, sites.visitor(browser) as minimal_page:
            sites.open_first(page, our_address)
            sites.open_first(minimal_page, minimal_address)
            step = 0
            for number in range(FIRST_ROUNDS + rounds):
                for place in (*OURS.pages[1:], OURS.pages[0]):
                    step += 1
                    other = MINIMAL.pages[step % len(MINIMAL.pages)]
                    turn = sites.turn_to(page, place, our_charts[place.path])
                    minimal_turn = sites.turn_to(minimal_page, other, minimal_charts[other.path])
                    if number >= FIRST_ROUNDS:
                        ours[place.path].append(turn)
                        minimal[other.path].append(minimal_turn)
    return ours, minimal


def _all(turns: dict[str, list[Timeline]]) -> list[float]:
    return [turn.complete for of_page in turns.values() for turn in of_page]


def _line(title: str, turns: list[Timeline]) -> str:
    stages = [median_of(getattr(turn, stage) for turn in turns) for stage in ("running", "first_chart", "complete")]
    return f"{title:<28}" + "".join(f"{stage:13.0f}" for stage in stages)
