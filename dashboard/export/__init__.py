"""Tables as text: what the command prints and what the pages offer for download."""

from __future__ import annotations

from dashboard.export.text import to_csv, to_json

__all__ = ["to_csv", "to_json"]
