"""What a reader asks of an event study, checked before any number is worked out."""

from __future__ import annotations

from dataclasses import dataclass
from numbers import Integral
from typing import Literal, get_args

from dashboard.errors import InputError
from dashboard.study.event_study.models import MODELS, SECTOR, Model
from dashboard.study.event_study.windows import Window, check_windows, offsets, span, written

Returns = Literal["simple", "log"]
Covariance = Literal["classical", "hc1", "hc3", "newey-west"]

RETURNS: tuple[Returns, ...] = get_args(Returns)
COVARIANCES: tuple[Covariance, ...] = get_args(Covariance)

MOST_OBS = 100_000
"""The most observations that may be asked for."""


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
        self._check_observations()
        without = {"garch": "estimates the variance of each day", "fixed": "estimates no coefficient"}
        if self.covariance != "classical" and (why := without.get(self.definition.fitting)):
            raise InputError(
                f"The model {self.model} {why}, so the covariance {self.covariance} is not for it; choose classical."
            )
        if self.definition.fitting == "garch" and span(self.windows)[0] < self.estimation[0]:
            raise InputError(
                f"The model {self.model} forecasts the variance of event sessions, and those of "
                f"{written(span(self.windows))} come before the estimation window {written(self.estimation)}; "
                "choose windows after it."
            )
        if SECTOR in self.definition.regressors and self.sector == self.benchmark:
            raise InputError(f"{self.sector} is both benchmark and sector index; choose another for one of them.")

    def _check_observations(self) -> None:
        model, length = self.definition, len(offsets(self.estimation)) - self.definition.lost
        if whole("min_obs", self.min_obs, 1, MOST_OBS) < model.fewest:
            raise InputError(
                f"{self.min_obs} observations are too few to estimate {self.model}; ask for at least {model.fewest}."
            )
        if self.min_obs > length:
            lost = f" of use to {self.model}, which loses the first and the last," if model.lost else ","
            raise InputError(
                f"The estimation window {written(self.estimation)} has {length} sessions{lost} fewer than the "
                f"{self.min_obs} observations asked for; choose a longer window or ask for fewer."
            )

    @property
    def definition(self) -> Model:
        """The model itself."""
        return MODELS[self.model]


def whole(what: str, given: object, least: int, most: int) -> int:
    """Return a whole number of a range; `what` is the name of the choice that it was given for.

    Raises
    ------
    InputError
        It is none.
    """
    if isinstance(given, bool) or not isinstance(given, Integral) or not least <= int(given) <= most:
        raise InputError(f"The choice {what} is {given!r}; give a whole number from {least} to {most}.")
    return int(given)


def _choose(what: str, given: str, accepted: tuple[str, ...]) -> None:
    if given not in accepted:
        raise InputError(f"There is no {what} {given!r}; choose among {', '.join(accepted)}.")
