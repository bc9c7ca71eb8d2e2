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
        The folder of the price stores: ``snapshot`` (embedded) and ``store`` (what the reader imported).
    import_max_mb : int
        The largest file that `import` reads, in megabytes of 10^6 bytes.
    """

    model_config = SettingsConfigDict(env_prefix="DASHBOARD_", frozen=True)

    data_cache: Path = Field(default=PROJECT_ROOT / "data_cache", description="the path of a folder")
    import_max_mb: int = Field(default=64, ge=1, le=2000, description="a whole number from 1 to 2000")


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
