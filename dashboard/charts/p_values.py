"""How a p-value is written."""

from __future__ import annotations

from dashboard.charts import format as fmt

LEVEL = 0.05
"""A p-value below this is called significant."""

_SMALLEST = 0.0001


def p_value(p: float | None, name: str = "") -> str:
    """Format a p-value with four decimals: "0.0396", "< 0.0001", or "–" where there is none.

    Parameters
    ----------
    p : float or None
        A probability.
    name : str
        Put before it with the sign that fits: "p = 0.0396", "p < 0.0001".
    """
    if p is None or fmt.is_missing(p):
        return f"{name} {fmt.MISSING}".strip()
    tiny = p < _SMALLEST
    text = f"{max(p, _SMALLEST):.4f}"
    if name:
        return f"{name}{fmt.NO_BREAK_SPACE}{'<' if tiny else '='}{fmt.NO_BREAK_SPACE}{text}"
    return f"<{fmt.NO_BREAK_SPACE}{text}" if tiny else text


def significant(p: float) -> bool:
    """Tell whether a p-value is below the level; a missing one is not."""
    return bool(p < LEVEL)
