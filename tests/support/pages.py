"""Pages without a browser: Streamlit's AppTest on the frame, and a look at every element it drew."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from streamlit.testing.v1 import AppTest
from streamlit.util import calc_hash

from dashboard.ui.sitemap import PAGES
from tests.support.server import ROOT

SHELL = ROOT / "dashboard" / "ui" / "shell.py"
SECONDS = 60
SPECS = {spec.name: spec for spec in PAGES}


def open_page(name: str, **parameters: str | list[str]) -> AppTest:
    """Return a session that has opened one page at an address with these parameters (``from_`` means ``from``)."""
    session = AppTest.from_file(str(SHELL), default_timeout=SECONDS)
    # Streamlit knows a page by the hash of its address; `switch_page` finds one only after the frame has run once.
    session._page_hash = calc_hash(SPECS[name].path)
    for key, value in parameters.items():
        session.query_params[key.rstrip("_")] = value
    return session.run()


def turn_to(session: AppTest, name: str) -> AppTest:
    """Switch a session to another page and run it."""
    session.switch_page(f"../../pages/{name}.py")
    session.run()
    return session


def elements(session: AppTest) -> Iterator[Any]:
    """Yield every element of the page and of the side, in the order of drawing."""

    def below(node: Any) -> Iterator[Any]:
        for child in getattr(node, "children", {}).values():
            yield child
            yield from below(child)

    yield from below(session._tree)
