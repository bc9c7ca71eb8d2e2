"""Text as Streamlit's Markdown takes it."""

from __future__ import annotations

import re

_SPECIAL = re.compile(r"([\\`*_\[\]<>$#~|:])")


def plain(text: str) -> str:
    """Return text that Markdown shows letter by letter: dollar signs start no formula, underscores no italics."""
    return _SPECIAL.sub(r"\\\1", text)
