"""Sentences with values from the data, so that no number is typed into prose."""

from __future__ import annotations

import numbers
import string
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from ..errors import DhtoolsError
from .checks import is_undefined
from .digits import round_digits
from .escaping import markdown as escaped

NOT_DEFINED = "not defined"


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence with values from the data: Markdown in a notebook, plain text elsewhere."""

    markdown: str
    text: str

    def __str__(self) -> str:
        return self.text

    def _repr_mimebundle_(self, **_: object) -> dict[str, str]:
        return {"text/markdown": self.markdown, "text/plain": self.text}


def say(template: str, /, **values: object) -> Sentence:
    """Write a sentence with values from the data, so that no number is typed into prose.

    Parameters
    ----------
    template : str
        Markdown with plain names in braces and Python's format specifications, ``{share:.1%}``.
    **values
        One a name. Texts are escaped, so they are shown and never acted upon. None and NaN are "not defined".

    Returns
    -------
    Sentence
        Markdown in a notebook; `str` gives the plain text.

    Raises
    ------
    DhtoolsError
        If a name has no value, a value no name, or a value does not fit its specification.

    Examples
    --------
    >>> print(say("The article quotes {share:.1%} of its {n:,} words.", share=0.149, n=4512))
    The article quotes 14.9% of its 4,512 words.
    >>> print(say("The median is {median:.2f}.", median=float("nan")))
    The median is not defined.
    """
    markdown, text = (_PlainNames(markdown=wanted).vformat(template, (), values) for wanted in (True, False))
    return Sentence(markdown, text)


class _PlainNames(string.Formatter):
    """Formats plain names only: no positions, attributes, items or conversions."""

    def __init__(self, *, markdown: bool) -> None:
        self._escape = escaped if markdown else str

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
            shown = format(round_digits(value) if isinstance(value, float) else value, format_spec)
        except (ValueError, TypeError) as error:
            raise DhtoolsError(f"{value!r} cannot be written as {format_spec!r}: {error}.") from error
        return shown if isinstance(value, numbers.Number) else self._escape(shown)

    def check_unused_args(self, used_args: Any, args: Any, kwargs: Any) -> None:
        unused = sorted(set(kwargs) - set(used_args))
        if unused:
            raise DhtoolsError(
                f"Values that the template does not use: {', '.join(unused)}. Check their spelling."
            )
