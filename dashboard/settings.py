"""Every tunable of the project, by name; each can be set in the environment with the prefix ``DASHBOARD_``."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict

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

    data_cache: Path = PROJECT_ROOT / "data_cache"
    import_max_mb: int = Field(default=64, ge=1, le=2000)


@cache
def settings() -> Settings:
    """Return the settings, read on the first call."""
    return Settings()
