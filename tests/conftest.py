"""Settings of all tests."""

from __future__ import annotations

from hypothesis import settings

# A slow or busy machine must not fail a property; print what reproduces a failure.
settings.register_profile("dashboard", deadline=None, print_blob=True)
settings.load_profile("dashboard")
