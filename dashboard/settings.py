"""Every tunable of the project, by name; each can be set in the environment with the prefix ``DASHBOARD_``."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from pydantic import Field, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from dashboard.errors import InputError

PROJECT_ROOT = Path(__file__).resolve().parent.parent


class Settings(BaseSettings):
    """The settings, read once from the environment.

    Attributes
    ----------
    data_cache : Path
        The folder of the price stores: ``snapshot`` (embedded) and ``refreshed`` (what `refresh` fetched) and
        ``store`` (what the reader imported).
    import_max_mb : int
        The largest file that `import` reads, in megabytes of 10^6 bytes.
    generations : int
        States of a store that are kept, the present one included.
    contact : str
        Address by which the SEC may reach whoever fetches from it, as it asks; without one nothing is fetched there.
    workers : int
        Tickers that are fetched from Yahoo at one time.
    fetch_timeout : float
        Seconds that any one request may take.
    fetch_budget : float
        Seconds that a whole refresh may take; what is not fetched by then stays as it was.
    cool_down : float
        Minutes without a request to a source that has asked for fewer, also after a restart.
    page_refresh : bool
        Whether readers may start a refresh on the page Data; the command always may.
    """

    model_config = SettingsConfigDict(env_prefix="DASHBOARD_", frozen=True)

    data_cache: Path = Field(default=PROJECT_ROOT / "data_cache", description="the path of a folder")
    import_max_mb: int = Field(default=64, ge=1, le=2000, description="a whole number from 1 to 2000")
    generations: int = Field(default=5, ge=2, le=100, description="a whole number from 2 to 100")
    contact: str = Field(default="", max_length=200, description="an e-mail address")
    workers: int = Field(default=3, ge=2, le=4, description="a whole number from 2 to 4")
    fetch_timeout: float = Field(default=15.0, gt=0, le=120, description="a number of seconds up to 120")
    fetch_budget: float = Field(default=600.0, gt=0, le=7200, description="a number of seconds up to 7200")
    cool_down: float = Field(default=60.0, gt=0, le=1440, description="a number of minutes up to 1440")
    page_refresh: bool = Field(default=True, description="true or false")


@cache
def settings() -> Settings:
    """Return the settings, read on the first call.

    Raises
    ------
    InputError
        A variable of the environment does not fit; the sentence names it, its value and what is accepted.
    """
    try:
        return Settings()
    except ValidationError as error:
        first = error.errors()[0]
        # Pydantic says in which field a value does not fit, or under which variable it found it.
        name = str(first["loc"][0]).lower().removeprefix("dashboard_")
        raise InputError(
            f"The environment variable DASHBOARD_{name.upper()} is {first['input']!r}; "
            f"set it to {Settings.model_fields[name].description} or leave it out."
        ) from error
