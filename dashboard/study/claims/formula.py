"""Formulas as text: the one that is printed beside a figure is the one that the figure was computed from."""

from __future__ import annotations

import ast
import operator
from collections.abc import Callable, Mapping
from functools import cache

_OPERATIONS: Mapping[type[ast.operator], Callable[[float, float], float]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
}
_FUNCTIONS: Mapping[str, Callable[..., float]] = {"min": min, "max": max}


def evaluate(formula: str, values: Mapping[str, float]) -> float:
    """Return what a formula gives.

    Parameters
    ----------
    formula : str
        Numbers, names, ``+ - * /``, brackets, ``min`` and ``max``.
    values : mapping of str to float
        By name; a name of the formula must be among them.

    Returns
    -------
    float
        NaN where a denominator is 0.

    Raises
    ------
    ValueError
        The formula holds anything else, or a name without a value.
    """
    try:
        return _value(_parsed(formula), values)
    except ZeroDivisionError:
        return float("nan")


def names(formula: str) -> tuple[str, ...]:
    """Return the names that a formula needs, each once, in the order in which it has them."""
    found = [node for node in ast.walk(_parsed(formula)) if isinstance(node, ast.Name)]
    in_order = (node.id for node in sorted(found, key=lambda node: node.col_offset))
    return tuple(dict.fromkeys(name for name in in_order if name not in _FUNCTIONS))


@cache
def _parsed(formula: str) -> ast.expr:
    try:
        return ast.parse(formula, mode="eval").body
    except SyntaxError as error:
        raise ValueError(f"{formula!r} is no formula.") from error


def _value(node: ast.expr, values: Mapping[str, float]) -> float:
    match node:
        case ast.Constant(value=int() | float() as number) if not isinstance(number, bool):
            return float(number)
        case ast.Name(id=name) if name in values:
            return values[name]
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            return -_value(operand, values)
        case ast.BinOp(left=left, op=op, right=right) if type(op) in _OPERATIONS:
            return _OPERATIONS[type(op)](_value(left, values), _value(right, values))
        case ast.Call(func=ast.Name(id=name), args=arguments, keywords=[]) if name in _FUNCTIONS:
            return _FUNCTIONS[name](*(_value(argument, values) for argument in arguments))
    raise ValueError(f"{ast.unparse(node)!r} has no place in a formula.")
