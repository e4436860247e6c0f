"""Sentences with values from the data, held to what has to be true for them."""

from __future__ import annotations

import ast
import numbers
import string
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import chain
from types import FrameType
from typing import Any

from ..diff import Roundings
from ..errors import DhtoolsError
from ..escaping import isolated, visible
from ..escaping import markdown as escaped
from .digits import ROUNDINGS, is_undefined, other_roundings, write_float
from .predicates import Predicate, expressions_of_call, is_truth

NOT_DEFINED = "not defined"
#: Key in the metadata of an output: for each of its sentences the predicates that hold.
PREDICATES = "predicates"
#: Key in the metadata of an output that only says why something is not shown: the reason, if it is one.
LEFT_OUT = "left_out"


Alternatives = Mapping[str, Mapping[str, object]]


@dataclass(frozen=True, slots=True)
class Sentence:
    """Sentences with values from the data: Markdown in a notebook, plain text elsewhere.

    Attributes
    ----------
    markdown, text : str
    predicates : tuple of tuple of str
        For each sentence the expressions that have to hold for it to be true; empty where it asserts nothing
        that could be tested.
    left_out : str, optional
        Of a sentence that only says why something is not shown: the reason; "" for want of anything to show.
    roundings : tuple of pairs of str
        Numbers that noise in the last digits of their values would print otherwise, and how; see `digits`.
    """

    markdown: str
    text: str
    predicates: tuple[tuple[str, ...], ...] = ((),)
    left_out: str | None = None
    roundings: Roundings = ()

    def __str__(self) -> str:
        return self.text

    def _repr_mimebundle_(self, **_: object) -> tuple[dict[str, str], dict[str, Any]]:
        metadata: dict[str, Any] = {PREDICATES: [list(one) for one in self.predicates]}
        if self.left_out is not None:
            metadata[LEFT_OUT] = self.left_out
        metadata |= stated_roundings(self.roundings)
        return {"text/markdown": self.markdown, "text/plain": self.text}, metadata


def say(
    template: str, /, *, holds: Sequence[object] = (), either: Alternatives | None = None, **values: object
) -> Sentence:
    """Write a sentence with values from the data, and refuse it where the data do not bear it out.

    Parameters
    ----------
    template : str
        Markdown with plain names in braces and Python's format specifications, ``{share:.1%}``.
    holds : sequence of bool
        Predicates: what has to be true for the sentence to be true. They are written in the call, so that
        each can be turned round (``a > b`` to ``a < b``): it must fail then, or it says nothing.
    either : mapping of name to mapping of phrase to bool, optional
        Names of the template whose phrase the data choose: exactly one predicate of a name has to hold.
    **values
        One a name. Texts are escaped, so they are shown and never acted upon. None and NaN are "not defined".

    Returns
    -------
    Sentence
        Markdown in a notebook; `str` gives the plain text. `paragraph` joins several.

    Raises
    ------
    DhtoolsError
        If a predicate does not hold, is true of any data, or holds turned round as well; if a name has no
        value, a value no name, or a value does not fit its specification.

    Examples
    --------
    >>> a, b = 0.149, 0.255
    >>> print(say("The lecture quotes more: {share:.1%} of its words.", share=b, holds=[b > a]))
    The lecture quotes more: 25.5% of its words.
    >>> print(say("The article quotes {how}.", either={"how": {"more": a > b, "less": a < b}}))
    The article quotes less.
    >>> print(say("The median is {median:.2f}.", median=float("nan")))
    The median is not defined.
    """
    frame = sys._getframe(1)
    written = expressions_of_call(frame)
    chosen = _chosen(either or {}, written.get("either"), frame)
    every = {**values, **{name: phrase for name, (phrase, _) in chosen.items()}}
    formatters = [_PlainNames(markdown=wanted) for wanted in (True, False)]
    markdown, text = (formatter.vformat(template, (), every) for formatter in formatters)
    predicates = [*_held(holds, written.get("holds"), frame), *(found for _, found in chosen.values())]
    for predicate in predicates:
        predicate.check(text)
    sources = tuple(predicate.source for predicate in predicates)
    return Sentence(markdown, text, (sources,), roundings=tuple(formatters[-1].roundings))


def instead(sentence: Sentence, note: str = "") -> Sentence:
    """Return a sentence that stands in place of something that these texts do not have.

    In results on a user's own texts such a sentence is printed once a *note*, its reason; without one, never.
    """
    return replace(sentence, left_out=note)


def paragraph(*sentences: Sentence) -> Sentence:
    """Join sentences of `say` to a paragraph.

    Examples
    --------
    >>> print(paragraph(say("It has {n} words.", n=3), say("It quotes nobody.")))
    It has 3 words. It quotes nobody.
    """
    if not all(isinstance(one, Sentence) for one in sentences):
        raise DhtoolsError("paragraph: give sentences, as say(...) returns them.")
    return Sentence(
        " ".join(one.markdown for one in sentences),
        " ".join(one.text for one in sentences),
        tuple(chain.from_iterable(one.predicates for one in sentences)),
        roundings=tuple(chain.from_iterable(one.roundings for one in sentences)),
    )


def stated_roundings(roundings: Roundings) -> dict[str, list[list[str]]]:
    """Return roundings as metadata of an output or an entry of a record; nothing if there are none."""
    return {ROUNDINGS: sorted(map(list, {*roundings}))} if roundings else {}


def _held(holds: Sequence[object], written: ast.expr | None, frame: FrameType) -> list[Predicate]:
    if isinstance(holds, str) or not isinstance(holds, Sequence) or not all(map(is_truth, holds)):
        raise DhtoolsError(f"holds={holds!r}: give a list of comparisons, such as holds=[share > 0.5].")
    parts = written.elts if isinstance(written, ast.List | ast.Tuple) else []
    expressions = parts if len(parts) == len(holds) else [None] * len(holds)
    return [Predicate(bool(one), part, frame) for one, part in zip(holds, expressions, strict=True)]


def _chosen(
    either: Alternatives, written: ast.expr | None, frame: FrameType
) -> dict[str, tuple[str, Predicate]]:
    """Return for each name the one phrase whose predicate holds, with the predicate."""
    chosen = {}
    for name, phrases in either.items():
        if not isinstance(phrases, Mapping) or not all(map(is_truth, phrases.values())):
            raise DhtoolsError(
                f"either: {name!r} needs phrases with comparisons, such as {{'more': a > b, 'less': a < b}}."
            )
        true = [phrase for phrase, holds in phrases.items() if holds]
        if len(true) != 1:
            raise DhtoolsError(
                f"either: {len(true)} phrases of {name!r} hold; exactly one has to: {', '.join(phrases)}."
            )
        expression = _value_at(_value_at(written, name), true[0])
        chosen[name] = true[0], Predicate(True, expression, frame)
    return chosen


def _value_at(mapping: ast.expr | None, key: str) -> ast.expr | None:
    """Return the expression that a literal mapping gives a key."""
    if isinstance(mapping, ast.Dict):
        for name, value in zip(mapping.keys, mapping.values, strict=True):
            if isinstance(name, ast.Constant) and name.value == key:
                return value
    return None


def _escaped_inside(words: str) -> str:
    """Escape words for Markdown; they stand inside a sentence, so a space at either end is meant."""
    bare = words.strip(" ")
    first = " " * (len(words) - len(words.lstrip(" ")))
    return f"{first}{escaped(words)}{' ' * (len(words) - len(first) - len(bare)) if bare else ''}"


def _plain(words: str) -> str:
    return isolated(visible(words))


def _format(format_spec: str, value: Any) -> str:
    return format(value, format_spec)


class _PlainNames(string.Formatter):
    """Formats plain names only: no positions, attributes, items or conversions."""

    def __init__(self, *, markdown: bool) -> None:
        self._escape = _escaped_inside if markdown else _plain
        self.roundings: list[tuple[str, str]] = []

    def parse(self, format_string: Any) -> Iterator[Any]:
        try:
            yield from super().parse(format_string)
        except ValueError as error:
            raise DhtoolsError(
                f"{format_string!r} is not a template: {error}. Write a brace as '{{{{'."
            ) from error

    def get_field(self, field_name: str, args: Any, kwargs: Any) -> tuple[Any, str]:
        if not field_name.isidentifier():
            raise DhtoolsError(
                f"{{{field_name}}}: only plain names can stand in a template, e.g. {{share:.1%}}."
            )
        if field_name not in kwargs:
            raise DhtoolsError(
                f"{{{field_name}}} has no value. Given: {', '.join(sorted(kwargs)) or 'nothing'}."
            )
        return kwargs[field_name], field_name

    def convert_field(self, value: Any, conversion: str | None) -> Any:
        if conversion is not None:
            raise DhtoolsError(f"!{conversion} cannot be used in a template. Convert the value before.")
        return value

    def format_field(self, value: Any, format_spec: str) -> str:
        if value is None or is_undefined(value):
            return NOT_DEFINED
        try:
            write = partial(_format, format_spec)
            shown = write_float(value, write) if isinstance(value, float) else write(value)
            self.roundings += other_roundings(value, write)
        except (ValueError, TypeError) as error:
            raise DhtoolsError(f"{value!r} cannot be written as {format_spec!r}: {error}.") from error
        return shown if isinstance(value, numbers.Number) else self._escape(shown)

    def check_unused_args(self, used_args: Any, args: Any, kwargs: Any) -> None:
        unused = sorted(set(kwargs) - set(used_args))
        if unused:
            raise DhtoolsError(
                f"Values that the template does not use: {', '.join(unused)}. Check their spelling."
            )
