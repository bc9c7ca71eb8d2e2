"""What a reader asks of an event study, checked before any number is worked out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

from dashboard.errors import InputError
from dashboard.study.event_study.models import MODELS, SECTOR, Model
from dashboard.study.event_study.windows import Window, check_windows, offsets, span, written

Returns = Literal["simple", "log"]
Covariance = Literal["classical", "hc1", "hc3", "newey-west"]

RETURNS: tuple[Returns, ...] = get_args(Returns)
COVARIANCES: tuple[Covariance, ...] = get_args(Covariance)

FREE = 3
"""Degrees of freedom that must remain, since Patell's statistic divides by two fewer than there are."""


@dataclass(frozen=True)
class Request:
    """One event study as it was asked for.

    Attributes
    ----------
    model : str
        A name of `MODELS`.
    estimation : (int, int)
        First and last session of the estimation window, as offsets from the event session.
    windows : tuple of (int, int)
        Event windows in the same manner; none may share a session with the estimation window.
    min_obs : int
        Fewest estimation sessions with a return; a company with fewer is dropped.
    returns : str
        ``"simple"`` or ``"log"``. Log returns are taken of companies, benchmark, sector index and risk-free rate; the
        factors stay as they are published, for a portfolio that is long and short has no log return.
    covariance : str
        Of the coefficients: ``"classical"``, ``"hc1"``, ``"hc3"`` or ``"newey-west"``.
    benchmark, sector : str
        Tickers of the two indices, for the models that use them.

    Raises
    ------
    InputError
        A value is none of those accepted, or two of them do not go together; the sentence names it.
    """

    model: str = "market_model"
    estimation: Window = (-270, -21)
    windows: tuple[Window, ...] = ((0, 0),)
    min_obs: int = 120
    returns: Returns = "simple"
    covariance: Covariance = "classical"
    benchmark: str = "^GSPC"
    sector: str = "^SOX"

    def __post_init__(self) -> None:
        """Check the request."""
        _choose("model", self.model, tuple(MODELS))
        _choose("kind of returns", self.returns, RETURNS)
        _choose("covariance", self.covariance, COVARIANCES)
        check_windows(self.estimation, self.windows)
        length = len(offsets(self.estimation))
        fewest = self.definition.parameters + FREE
        if self.min_obs < fewest:
            raise InputError(
                f"{self.min_obs} observations are too few to estimate {self.model}; ask for at least {fewest}."
            )
        if self.min_obs > length:
            raise InputError(
                f"The estimation window {written(self.estimation)} has {length} sessions, fewer than the {self.min_obs}"
                " observations asked for; choose a longer window or ask for fewer."
            )
        if self.definition.fitting == "garch":
            if self.covariance != "classical":
                raise InputError(
                    f"The model {self.model} estimates the variance of each day, so the covariance {self.covariance} is"
                    " not for it; choose classical."
                )
            if span(self.windows)[0] < self.estimation[0]:
                raise InputError(
                    f"The model {self.model} forecasts the variance of event sessions, and those of "
                    f"{written(span(self.windows))} come before the estimation window {written(self.estimation)}; "
                    "choose windows after it."
                )
        if SECTOR in self.definition.regressors and self.sector == self.benchmark:
            raise InputError(f"{self.sector} is both benchmark and sector index; choose another for one of them.")

    @property
    def definition(self) -> Model:
        """The model itself."""
        return MODELS[self.model]


def _choose(what: str, given: str, accepted: tuple[str, ...]) -> None:
    if given not in accepted:
        raise InputError(f"There is no {what} {given!r}; choose among {', '.join(accepted)}.")
