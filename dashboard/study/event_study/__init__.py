"""Event studies: expected returns from a model, abnormal returns of companies around their event sessions."""

from __future__ import annotations

from dashboard.study.event_study.estimate import estimate
from dashboard.study.event_study.estimation import Estimation
from dashboard.study.event_study.firms import WindowFigures, firms, prediction_sd, window_figures
from dashboard.study.event_study.models import MODELS, Model
from dashboard.study.event_study.multiple import benjamini_hochberg, holm
from dashboard.study.event_study.paths import audit, daily
from dashboard.study.event_study.request import COVARIANCES, RETURNS, Covariance, Request, Returns
from dashboard.study.event_study.windows import Window

__all__ = [
    "COVARIANCES",
    "MODELS",
    "RETURNS",
    "Covariance",
    "Estimation",
    "Model",
    "Request",
    "Returns",
    "Window",
    "WindowFigures",
    "audit",
    "benjamini_hochberg",
    "daily",
    "estimate",
    "firms",
    "holm",
    "prediction_sd",
    "window_figures",
]
