"""How fast the dashboard is, as ratios to the least that the same tools can do, measured in one run."""

from __future__ import annotations
