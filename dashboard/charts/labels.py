"""How wide a text will be, where its lines break, and how labels that would overlap are spread."""

from __future__ import annotations

import re
from collections.abc import Sequence

ELLIPSIS = "…"

_NARROW = frozenset("iljtfrI.,:;'|!()[]·-  \u202f\u00a0")
_BROAD = frozenset("mwMWO%@—&…")
TAG = re.compile(r"<[^>]*>")


def text_width(text: str, size: float, bold: bool = False) -> float:
    """Estimate the width of one line of text in pixels.

    Browsers differ, so this rounds up: widths of Helvetica by class of letter, in em, markup not counted.

    Parameters
    ----------
    text : str
        One line; tags are ignored.
    size : float
        Type size in pixels.
    bold : bool
        Whether the face is bold, which is a little wider.
    """
    em = 0.0
    for letter in TAG.sub("", text):
        if letter in _NARROW:
            em += 0.32
        elif letter in _BROAD:
            em += 0.88
        elif ord(letter) >= 0x2E80:
            em += 1.0
        elif letter.isupper():
            em += 0.7
        else:
            em += 0.56
    return em * size * (1.07 if bold else 1.0)


def wrap(text: str, size: float, width: float, bold: bool = False) -> list[str]:
    """Break a text into lines no wider than `width` pixels, at spaces outside tags; a word too long stays whole."""
    lines: list[str] = []
    line = ""
    for word in re.findall(r"(?:<[^>]*>|[^\s<\u00a0\u202f]|[\u00a0\u202f])+", text):
        longer = f"{line} {word}" if line else word
        if line and text_width(longer, size, bold) > width:
            lines.append(line)
            line = word
        else:
            line = longer
    return [*lines, line] if line else lines


def fit(text: str, size: float, width: float) -> str:
    """Shorten a name to `width` pixels, ending it with "…" where it had to be cut."""
    if text_width(text, size) <= width:
        return text
    for keep in range(len(text) - 1, 0, -1):
        short = text[:keep].rstrip() + ELLIPSIS
        if text_width(short, size) <= width:
            return short
    return ELLIPSIS


def spread(wanted: Sequence[float], gap: float, low: float, high: float) -> list[float]:
    """Move labels apart by the least total squared distance, keeping their order.

    Subtracting the gaps turns the problem into isotonic regression, solved by pooling adjacent violators;
    clipping that solution keeps it optimal within the bounds.

    Parameters
    ----------
    wanted : sequence of float
        Where each label would like to be, in pixels.
    gap : float
        Least distance of neighbours; it shrinks where that many labels do not fit between the bounds.
    low, high : float
        Bounds in pixels.

    Returns
    -------
    list of float
        Where each label goes, in the order given.
    """
    if not wanted:
        return []
    gap = min(gap, (high - low) / max(1, len(wanted) - 1))
    order = sorted(range(len(wanted)), key=lambda place: wanted[place])
    pools: list[tuple[float, int]] = []
    for rank, place in enumerate(order):
        mean, size = wanted[place] - rank * gap, 1
        while pools and pools[-1][0] > mean:
            before, count = pools.pop()
            mean, size = (mean * size + before * count) / (size + count), size + count
        pools.append((mean, size))
    flat = [mean for mean, size in pools for _ in range(size)]
    top = high - (len(wanted) - 1) * gap
    placed = [0.0] * len(wanted)
    for rank, place in enumerate(order):
        placed[place] = min(max(flat[rank], low), top) + rank * gap
    return placed
