"""The models of the return that was to be expected, and what each is regressed on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Fitting = Literal["least squares", "fixed", "scholes-williams", "garch"]

BENCHMARK = "benchmark"
SECTOR = "sector"
RISK_FREE = "rf"

FREE = 3
"""Degrees of freedom that must remain, since Patell's statistic divides by two fewer than there are."""


@dataclass(frozen=True)
class Model:
    """One model of expected returns.

    Attributes
    ----------
    name : str
        As options and tables spell it.
    regressors : tuple of str
        What stands beside the constant: ``"benchmark"``, ``"sector"`` or columns of the factors.
    coefficients : tuple of str
        Names of the coefficients, the constant first.
    excess : bool
        Whether returns are taken over the risk-free rate.
    fitting : str
        How the coefficients come about; ``"fixed"`` estimates none, ``"garch"`` needs the extra of that name.
    """

    name: str
    regressors: tuple[str, ...]
    coefficients: tuple[str, ...]
    excess: bool = False
    fitting: Fitting = "least squares"

    @property
    def parameters(self) -> int:
        """Degrees of freedom used: the coefficients, or the one of a sample variance where none is estimated."""
        return 1 if self.fitting == "fixed" else len(self.coefficients)

    @property
    def fewest(self) -> int:
        """Fewest observations that it can be estimated from."""
        return self.parameters + FREE

    @property
    def lost(self) -> int:
        """Sessions of every estimation window that it cannot use: it needs the day before and the day after."""
        return 2 if self.fitting == "scholes-williams" else 0

    @property
    def factors(self) -> tuple[str, ...]:
        """Columns of the factors that the model needs, the risk-free rate last."""
        return (*self.regressors, RISK_FREE) if self.excess else ()


def _on_factors(name: str, *factors: str) -> Model:
    betas = ("beta", *(f"beta_{factor}" for factor in factors))
    return Model(name, ("mkt_rf", *factors), ("alpha", *betas), excess=True)


_ALL = (
    Model("mean_adjusted", (), ("alpha",)),
    Model("market_adjusted", (BENCHMARK,), ("alpha", "beta"), fitting="fixed"),
    Model("market_model", (BENCHMARK,), ("alpha", "beta")),
    _on_factors("capm"),
    _on_factors("ff3", "smb", "hml"),
    _on_factors("carhart4", "smb", "hml", "mom"),
    _on_factors("ff5", "smb", "hml", "rmw", "cma"),
    _on_factors("ff5_mom", "smb", "hml", "rmw", "cma", "mom"),
    Model("two_factor", (BENCHMARK, SECTOR), ("alpha", "beta", "beta_sector")),
    Model("scholes_williams", (BENCHMARK,), ("alpha", "beta"), fitting="scholes-williams"),
    Model("garch", (BENCHMARK,), ("alpha", "beta"), fitting="garch"),
)
MODELS: Mapping[str, Model] = {model.name: model for model in _ALL}
"""Every model by its name."""
