"""The script of every page: frame, navigation and shared controls, then the page itself."""

from __future__ import annotations

import streamlit as st

from dashboard.settings import PROJECT_ROOT
from dashboard.ui import bound, controls, load
from dashboard.ui.page import page_error_boundary
from dashboard.ui.screen import watch_screen
from dashboard.ui.sitemap import PAGES
from dashboard.ui.style import STYLE
from dashboard.ui.words import plain

SITE = "The DeepSeek shock"


def main() -> None:
    """Draw the frame and run the page that the address names."""
    st.set_page_config(SITE, page_icon="📉", layout="wide")
    st.html(STYLE)
    pages = {
        spec: st.Page(
            PROJECT_ROOT / "pages" / f"{spec.name}.py", title=spec.title, url_path=spec.path, default=not spec.path
        )
        for spec in PAGES
    }
    groups: dict[str, list[st.Page]] = {}
    for spec, page in pages.items():
        groups.setdefault(spec.group, []).append(page)
    chosen = st.navigation(groups, position="top")
    spec = next(spec for spec, page in pages.items() if page == chosen)
    st.set_page_config(f"{spec.title} · {SITE}")
    with page_error_boundary():
        panel = load.panel()
        bound.enter(spec.name)
        controls.draw(panel, spec.reads)
        with st.sidebar:
            data = next(page for spec, page in pages.items() if spec.name == "data")
            st.page_link(data, label=controls.data_badge(panel))
        watch_screen()
        for notice in panel.notices:
            st.warning(plain(notice))
        chosen.run()


main()
