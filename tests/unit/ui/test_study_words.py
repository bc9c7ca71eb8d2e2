"""The words of an event study cover every model and every statistic."""

from __future__ import annotations

import pandas as pd

from dashboard.study.event_study import Request
from dashboard.study.event_study.models import MODELS
from dashboard.study.group_tests import ASSUMES
from dashboard.study_choices import as_window
from dashboard.ui import study_words
from dashboard.ui.columns import Column


def test_every_model_and_every_statistic_has_a_name() -> None:
    # The page leaves out the one that needs an extra and takes seconds.
    assert {*study_words.MODELS, "garch"} == set(MODELS)
    assert set(study_words.STATISTICS) == set(ASSUMES)


def test_every_window_that_is_offered_fits_every_other() -> None:
    for estimation in study_words.ESTIMATIONS:
        for window in study_words.EVENT_WINDOWS:
            Request(estimation=as_window(estimation), windows=(as_window(window),))


def test_tests_come_in_order_of_trust_and_describing_ones_last() -> None:
    names = ["patell", "jackknife_range", "kp", "cowan", "adj_patell", "portfolio"]
    tests = pd.DataFrame(
        {
            "statistic": names,
            "value": [1.0, 0.1, 2.0, float("nan"), 2.5, 3.0],
            "p": [0.1, float("nan"), 0.2, float("nan"), 0.2, 0.3],
            "trust": ["overstated", "", "weak", "", "trusted", "trusted"],
            "note": [ASSUMES[name] for name in names[:-1]] + [ASSUMES["portfolio"] + " Further words."],
        }
    )
    listed = study_words.in_order(tests)
    assert listed["statistic"].tolist() == ["portfolio", "adj_patell", "kp", "patell", "jackknife_range"]
    assert listed["assumes"].tolist() == [ASSUMES[name] for name in listed["statistic"]]
    assert listed["more"].tolist() == ["Further words.", "", "", "", ""]


def test_only_the_betas_of_the_model_have_columns() -> None:
    columns = study_words.firm_columns(pd.DataFrame(columns=["beta", "beta_hml", "car"]))
    assert "beta_hml" in columns
    assert "beta_smb" not in columns
    assert all(len((column.help or "").split()) < 25 for column in columns.values())


def test_the_figures_beside_the_forest_are_as_high_as_it() -> None:
    assert sum(study_words.beside(1000, few=False)) == 1000
    assert study_words.beside(0, few=False) == study_words.beside(0, few=True) == (360, 420)
    histogram, scatter = study_words.beside(200, few=True)
    assert histogram + 200 == scatter


def test_p_values_in_cells() -> None:
    assert Column("p", "p_value").text(0.03962) == "0.0396"
    assert Column("p", "p_value").text(float("nan")) == "–"
