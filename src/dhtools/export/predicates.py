"""Predicates: what has to hold in the data for a sentence to be true.

The expression of a predicate is read from the source of the call. So an error can quote it, and every
predicate is turned round once, each time it is used: ``a > b`` becomes ``a < b``, ``x in words`` becomes
``x not in words``. A predicate that holds both ways says nothing, and is refused.
"""

from __future__ import annotations

import ast
import builtins
import copy
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import FrameType
from typing import Any

import numpy as np
from executing import Source

from ..errors import DhtoolsError

_TURNED: Mapping[type[ast.cmpop], type[ast.cmpop]] = {
    **{ast.Lt: ast.Gt, ast.Gt: ast.Lt, ast.LtE: ast.GtE, ast.GtE: ast.LtE},
    **{ast.Eq: ast.NotEq, ast.NotEq: ast.Eq, ast.In: ast.NotIn, ast.NotIn: ast.In},
    **{ast.Is: ast.IsNot, ast.IsNot: ast.Is},
}


@dataclass(frozen=True, slots=True)
class Predicate:
    """A condition of a sentence: whether it holds, and its expression where the source can be read."""

    holds: bool
    expression: ast.expr | None
    frame: FrameType

    @property
    def source(self) -> str:
        """The expression as it is written, or "" where the source cannot be read."""
        return "" if self.expression is None else ast.unparse(self.expression)

    def check(self, sentence: str) -> None:
        """Refuse a predicate that does not hold, that reads no value, or that holds turned round as well."""
        if not self.holds:
            raise DhtoolsError(
                f"{sentence!r} is not true: {self.source or 'its predicate'} does not hold{self._values()}. "
                "Change the sentence, or let the data choose it by either=."
            )
        if self.expression is None:
            return
        if not _reads_values(self.expression):
            raise DhtoolsError(f"{sentence!r}: {self.source} is true of any data. Compare values.")
        for turned in turned_round(self.expression):
            if self._value_of(turned):
                raise DhtoolsError(
                    f"{sentence!r}: {self.source} holds, and so does {ast.unparse(turned)}. A predicate "
                    "has to fail when it is turned round. Compare more strictly."
                )

    def _value_of(self, expression: ast.expr) -> Any:
        whole = ast.fix_missing_locations(ast.Expression(copy.deepcopy(expression)))
        # One namespace: what stands inside a comprehension would not see local names otherwise.
        names = {**self.frame.f_globals, **self.frame.f_locals}
        return eval(compile(whole, "<predicate>", "eval"), names)

    def _values(self) -> str:
        """Return the two sides of a comparison, for a message."""
        if not isinstance(self.expression, ast.Compare):
            return ""
        sides = (self.expression.left, *self.expression.comparators)
        shown = (repr(self._value_of(side)) for side in sides)
        return f" ({', '.join(text if len(text) <= 60 else f'{text[:60]} …' for text in shown)})"


def is_truth(value: object) -> bool:
    """Tell whether a value is True or False, Python's or numpy's."""
    return isinstance(value, bool | np.bool_)


def expressions_of_call(frame: FrameType) -> dict[str, ast.expr]:
    """Return the keyword arguments of the call that a frame makes, as expressions; empty if unreadable."""
    call = Source.executing(frame).node
    if not isinstance(call, ast.Call):
        return {}
    return {keyword.arg: keyword.value for keyword in call.keywords if keyword.arg is not None}


def turned_round(expression: ast.expr) -> Iterator[ast.expr]:
    """Yield what must not hold if a predicate says something: its comparisons turned round.

    ``and`` gives one a part. What holds no comparison to be turned is denied.

    >>> for text in ("a > b", "low > 0 and p < 0.05", "not p < 0.05", "(shares > 0.5).all()", "any(found)"):
    ...     print([ast.unparse(one) for one in turned_round(ast.parse(text, mode="eval").body)])
    ['a < b']
    ['low < 0 and p < 0.05', 'low > 0 and p > 0.05']
    ['not p > 0.05']
    ['(shares < 0.5).all()']
    ['not any(found)']
    """
    if isinstance(expression, ast.BoolOp) and isinstance(expression.op, ast.And):
        for place, part in enumerate(expression.values):
            for turned in turned_round(part):
                values = [*expression.values[:place], turned, *expression.values[place + 1 :]]
                yield ast.BoolOp(expression.op, values)
    elif isinstance(expression, ast.BoolOp):
        yield ast.BoolOp(expression.op, [next(turned_round(part)) for part in expression.values])
    elif isinstance(expression, ast.UnaryOp) and isinstance(expression.op, ast.Not):
        yield from (ast.UnaryOp(expression.op, turned) for turned in turned_round(expression.operand))
    elif isinstance(expression, ast.Compare):
        yield ast.Compare(
            expression.left, [_TURNED[type(op)]() for op in expression.ops], expression.comparators
        )
    elif _is_all(expression):
        yield _InnerTurned().visit(copy.deepcopy(expression))
    else:
        yield ast.UnaryOp(ast.Not(), expression)


def _is_all(expression: ast.expr) -> bool:
    """Tell whether an expression is ``all(a > b for …)`` or ``(a > b).all()``."""
    if not isinstance(expression, ast.Call):
        return False
    name = expression.func
    called = name.id if isinstance(name, ast.Name) else name.attr if isinstance(name, ast.Attribute) else ""
    inner = expression.args[:1] if isinstance(name, ast.Name) else [getattr(name, "value", name)]
    elements = [part.elt if isinstance(part, ast.GeneratorExp | ast.ListComp) else part for part in inner]
    return called == "all" and any(isinstance(part, ast.Compare) for part in elements)


class _InnerTurned(ast.NodeTransformer):
    """Turns the outermost comparison; the conditions of a comprehension stay."""

    def visit_Compare(self, node: ast.Compare) -> ast.expr:
        return next(turned_round(node))

    def visit_comprehension(self, node: ast.comprehension) -> ast.comprehension:
        return node


def _reads_values(expression: ast.expr) -> bool:
    names = {node.id for node in ast.walk(expression) if isinstance(node, ast.Name)}
    return bool(names - set(dir(builtins)))
