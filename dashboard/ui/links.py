"""Links from one page to another, with the reader's choices kept."""

from __future__ import annotations

import streamlit as st

from dashboard.settings import PROJECT_ROOT
from dashboard.ui.sitemap import PAGES


def to(name: str, words: str) -> None:
    """Draw a link to a page.

    Parameters
    ----------
    name : str
        Of the page, as in `sitemap.PAGES`.
    words : str
        The sentence that is the link.
    """
    spec = next(spec for spec in PAGES if spec.name == name)
    st.page_link(st.Page(PROJECT_ROOT / "pages" / f"{spec.name}.py", title=spec.title, url_path=spec.path), label=words)
