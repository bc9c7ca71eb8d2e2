"""Try hard to lose what is stored, in a temporary copy of the embedded prices, and print what held."""

from __future__ import annotations

import argparse
import logging
import sys
import tempfile
import time
from pathlib import Path

from dashboard.prices import load_panel, verify_stores
from scripts.torture.disks import disks
from scripts.torture.flips import REFRESHES, built, flips
from scripts.torture.kills import kills
from scripts.torture.pages import pages
from scripts.torture.races import race
from scripts.torture.served import Served, refresh_here
from scripts.torture.tally import Tally, table
from tests.support.fake_yahoo import FakeYahoo, fake_yahoo

THOROUGH_BITS = 3
"""With so many bits of each file, or more, disks become full at more places, too, and all pages are looked at."""

LAST_VERSION = 5_000
"""Later than any that is served before, and near enough to what is embedded to pass for the same past."""


def main() -> int:
    """Run all parts; return 1 where anything failed."""
    options = _options()
    # What the store says of damage that is done to it here would drown the table.
    logging.disable(logging.WARNING)
    with tempfile.TemporaryDirectory(prefix="torture-") as name:
        folder = Path(name)
        tallies = _told("kills", kills(folder / "kills", options.seed, options.kills))
        served, raced = Served(), folder / "raced"
        with fake_yahoo() as fake:
            tallies += _told("races", race(raced, options.seconds, fake, served))
            stored = built(folder / "built", fake, served)
            fake.series.update(served.version(REFRESHES + 1))
            thorough = options.bits >= THOROUGH_BITS
            tallies += _told(
                "disks", disks(folder / "disk", stored, (REFRESHES - 1, REFRESHES), served, thorough=thorough)
            )
            tallies += _told("bits", flips(folder, stored, options.seed, options.bits, fake, served))
            tallies += _told("all series", [_everything(raced, fake, served)])
        tallies += _told("pages", [pages(raced, thorough=thorough)])
    print(table(tallies))
    failed = any(tally.failures for tally in tallies)
    print(f"Something was lost or torn; --seed {options.seed} repeats it." if failed else "All of it held.")
    return int(failed)


def _everything(cache: Path, fake: FakeYahoo, served: Served) -> Tally:
    """Refresh every series that is stored."""
    tally, tickers = Tally("refresh of all series"), served.embedded.tickers
    fake.series.update(served.version(LAST_VERSION, tickers))
    refused = refresh_here(cache, tickers)
    tally.note([*refused, *verify_stores(cache), *served.problems(load_panel(cache), (LAST_VERSION,), tickers)])
    return tally


_BEGAN = time.monotonic()


def _told(part: str, tallies: list[Tally]) -> list[Tally]:
    counts = ", ".join(f"{tally.tried - len(tally.failures)} of {tally.tried} {tally.what}" for tally in tallies)
    print(f"After {time.monotonic() - _BEGAN:.0f} s {part}: {counts}", file=sys.stderr, flush=True)
    return tallies


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m scripts.torture", description=__doc__)
    parser.add_argument("--kills", type=int, default=200, help="refreshes to kill")
    parser.add_argument("--seconds", type=float, default=60, help="of two processes at once")
    parser.add_argument("--bits", type=int, default=4, help="to flip in each stored file")
    parser.add_argument("--seed", type=int, default=20250127, help="of all that is random")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
