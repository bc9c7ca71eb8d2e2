"""Methods: the formulas, the choices and their sources, as the project's document gives them."""

from __future__ import annotations

import streamlit as st

from dashboard.ui import load, page

title, _, text = load.document("methods.md").partition("\n")
deck, _, body = text.strip().partition("\n\n")
page.headline(title.removeprefix("# "), deck.replace("\n", " "))
with st.container(width=820):
    st.markdown(body)
