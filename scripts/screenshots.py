"""Write docs/images: every page in light and dark at 1440 pixels and on a phone, from a server of its own."""

from __future__ import annotations

import sys

from PIL import Image
from playwright.sync_api import ViewportSize

from dashboard.ui.sitemap import PAGES
from tests.support.browser import chromium, find_chromium, wait_until_ready
from tests.support.server import ROOT, running_server

IMAGES = ROOT / "docs" / "images"
WITHOUT_CHART = ("methods",)
COLOURS = 128

SHOTS: tuple[tuple[str, ViewportSize, str], ...] = (
    ("light", {"width": 1440, "height": 1000}, "light"),
    ("dark", {"width": 1440, "height": 1000}, "dark"),
    ("phone", {"width": 390, "height": 844}, "light"),
)


def main() -> int:
    """Take all pictures; return 1 where there is no browser."""
    executable = find_chromium()
    if executable is None:
        print(
            "No Chromium was found; install the chromium package, or name one in the variable CHROMIUM.",
            file=sys.stderr,
        )
        return 1
    IMAGES.mkdir(parents=True, exist_ok=True)
    with running_server() as server, chromium(executable) as browser:
        for name, viewport, scheme in SHOTS:
            context = browser.new_context(viewport=viewport, color_scheme="dark" if scheme == "dark" else "light")
            for spec in PAGES:
                page = context.new_page()
                page.goto(f"{server.address}/{spec.path}")
                wait_until_ready(page, charts=0 if spec.name in WITHOUT_CHART else 1)
                page.wait_for_timeout(500)
                target = IMAGES / f"{spec.path or 'overview'}-{name}.png"
                page.screenshot(path=target)
                page.close()
                # A page of flat colours loses nothing visible in a palette, and three quarters of its bytes.
                Image.open(target).convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE).save(
                    target, optimize=True
                )
                print(target.relative_to(ROOT))
            context.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
