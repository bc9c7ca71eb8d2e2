"""The least that shows two pages with a chart each: the baseline of the measures in a browser."""

from __future__ import annotations
