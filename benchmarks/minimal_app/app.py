"""Two pages with a line of sixty points each, as short as Streamlit, Plotly and a frame of prices allow."""

from __future__ import annotations

import math

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

PRICES = pd.DataFrame(
    {name: [100 + 10 * wave(day / 5) for day in range(60)] for name, wave in (("sine", math.sin), ("cosine", math.cos))}
)


def first() -> None:
    """Draw a line."""
    st.title("First")
    st.plotly_chart(go.Figure(go.Scatter(x=PRICES.index, y=PRICES["sine"])))


def second() -> None:
    """Draw another line."""
    st.title("Second")
    st.plotly_chart(go.Figure(go.Scatter(x=PRICES.index, y=PRICES["cosine"])))


st.navigation([st.Page(first, default=True), st.Page(second)]).run()
