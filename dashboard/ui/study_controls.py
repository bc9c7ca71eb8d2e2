"""The controls of an event study: model, windows and exposure, each in the address."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from dashboard.catalog import load_universe
from dashboard.errors import InputError
from dashboard.study.event_study import Request, Window
from dashboard.study_choices import as_window
from dashboard.ui import bound, load, series, study_words

DEFAULT_EXPOSURE = "^SOX"


@dataclass(frozen=True)
class StudyControls:
    """What the reader chose.

    Attributes
    ----------
    model : str
        A name of `dashboard.study.event_study.models.MODELS`.
    event, estimation : str
        The two windows as chosen or typed, such as ``"-1:1"``; they may make no sense.
    index : str
        Ticker of the index or fund to which companies are exposed; "" if the prices hold none.
    """

    model: str
    event: str
    estimation: str
    index: str

    def windows(self) -> tuple[Window, Window]:
        """Return event and estimation window.

        Raises
        ------
        InputError
            What was typed is no window, or too short a one to estimate in.
        """
        event, estimation = as_window(self.event), as_window(self.estimation)
        fewest = Request().min_obs
        if 0 <= estimation[1] - estimation[0] < fewest - 1:
            raise InputError(
                f"The estimation window {self.estimation} is shorter than the {fewest} sessions that a model needs; "
                "choose a longer one."
            )
        return event, estimation


def choose_study() -> StudyControls:
    """Draw the controls beside each other and return their values."""
    columns = iter(st.columns(4))
    with next(columns):
        model = bound.choose(
            "Expected return",
            "model",
            study_words.MODELS,
            "market_model",
            kind="list",
            help="The model of what a company would have returned without the event.",
        )
    with next(columns):
        event = bound.choose_or_type(
            "Event window",
            "win",
            study_words.EVENT_WINDOWS,
            "0:0",
            help="First and last session, counted from the event; choose one or type your own, as in -2:3.",
        )
    with next(columns):
        estimation = bound.choose_or_type(
            "Estimation window",
            "est",
            study_words.ESTIMATIONS,
            "-270:-21",
            help="The sessions that the model is fitted to, at least 120; choose one or type your own.",
        )
    with next(columns):
        index = _index()
    if note := study_words.without_benchmark(model):
        st.caption(note)
    return StudyControls(model, event, estimation, index)


def _index() -> str:
    held = load.panel().series
    indices = [one.ticker for one in load_universe().members if one.kind in ("index", "fund") and one.ticker in held]
    if not indices:
        return ""
    return bound.choose(
        "Exposure to",
        "exposure",
        series.labels(indices),
        DEFAULT_EXPOSURE if DEFAULT_EXPOSURE in indices else indices[0],
        kind="list",
        help="Asks whether companies with a higher beta to this index or fund did worse.",
    )
