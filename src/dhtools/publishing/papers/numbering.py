"""Figures and tables with numbers, and the words that name them: "the table *names*" is Table 3."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from .nodes import OTHER, Node, Unit, attributes, from_units, in_lines, inlines, node, plain_text, substituted

_TITLE = re.compile(r"(?:Table|Figure) (?:[\w.-]+/)?([\w.-]+)\.")
#: The table *names*, the tables *names* and `lines`: the nodes are the names.
_NAMED = re.compile(rf"(?:\b[Tt]he\s)?\b([Tt]able|[Ff]igure)s?\s({OTHER}(?:(?:,\s|,?\sand\s){OTHER})*)")
#: In captions, which are plain text: *none*.
_EMPHASIS = re.compile(rf"(?<![\w*{OTHER}])\*(?! )([^*{OTHER}]+)(?<! )\*(?![\w*])")
_FULL = re.compile(r"\b(?:([Tt]able|[Ff]igure)s?\s)?([\w-]+)/([\w-]*\w)")


@dataclass(frozen=True, slots=True)
class Number:
    """The number of a figure or a table: its *kind* is ``Figure`` or ``Table``, *name* an anchor."""

    kind: str
    n: int
    name: str


#: Return what stands before a caption, and how a number is shown where it is named: both by medium.
Before = Callable[[Number], list[Node]]
Shown = Callable[[Number], Node]


@dataclass(slots=True)
class Numbering:
    """Numbers in the order in which figures and tables stand; what has no caption has no number.

    Parameters
    ----------
    before, shown
        What a medium puts before a caption, and where a number is named.
    """

    before: Before
    shown: Shown
    numbers: dict[tuple[str, str], Number] = field(default_factory=dict)
    counts: Counter[str] = field(default_factory=Counter)

    def number_all(self, blocks: list[Node]) -> list[Node]:
        """Return blocks whose captions have their numbers."""
        return [self._numbered(block) for block in blocks]

    def _numbered(self, block: Node) -> Node:
        if block["t"] == "Div":
            return node("Div", block["c"][0], self.number_all(block["c"][1]))
        if block["t"] not in ("Table", "Figure") or not block["c"][1][1]:
            return block
        kind = block["t"]
        _, (short, (first, *more)), *rest = block["c"]
        name, words = _title_of(first["c"])
        self.counts[kind] += 1
        name = name or block["c"][0][0].removeprefix("figure-") or str(self.counts[kind])
        number = Number(kind, self.counts[kind], f"{kind.lower()}-{name}")
        self.numbers[kind.lower(), name] = number
        words = substituted(words, _EMPHASIS, _emphasised)
        caption = [short, [node("Plain", [*self.before(number), *words]), *more]]
        return node(kind, attributes(number.name), caption, *rest)

    def name_all(self, content: Any, notebook: str) -> Any:
        """Return blocks in which figures and tables of this notebook are named by their numbers."""

        def in_line(parts: list[Node]) -> list[Node]:
            named = substituted(_unquoted(parts, notebook), _NAMED, self._by_name)
            return substituted(named, _FULL, lambda found, line: self._by_full_name(found, notebook))

        return in_lines(content, in_line)

    def _by_name(self, found: re.Match[str], line: list[Unit]) -> list[Unit] | None:
        kind = found[1].lower()
        start = found.start(2) - found.start()
        links: list[Unit] = []
        for unit in line[start:]:
            number = self._number(kind, unit) if isinstance(unit, dict) else None
            if isinstance(unit, dict) and number is None:
                return None
            links.append(self.shown(number) if number else unit)
        return [*f"{kind.capitalize()}{'s' if len(links) > 1 else ''}\u00a0", *links]

    def _number(self, kind: str, unit: Node) -> Number | None:
        is_name = unit["t"] in ("Emph", "Code", "Strong")
        return self.numbers.get((kind, plain_text([unit]))) if is_name else None

    def _by_full_name(self, found: re.Match[str], notebook: str) -> list[Unit] | None:
        kinds = (found[1].lower(),) if found[1] else ("figure", "table")
        number = next(
            (self.numbers[kind, found[3]] for kind in kinds if (kind, found[3]) in self.numbers), None
        )
        if found[2] != notebook or number is None:
            return None
        return [*f"{number.kind}\u00a0", self.shown(number)]


def _unquoted(parts: list[Node], notebook: str) -> list[Node]:
    """Return a line in which the full name of an exhibit is text, also where it was set as code."""
    return [
        node("Str", part["c"][1]) if part["t"] == "Code" and part["c"][1].startswith(f"{notebook}/") else part
        for part in parts
    ]


def _emphasised(found: re.Match[str], line: list[Unit]) -> list[Unit]:
    return [node("Emph", from_units(line[1:-1]))]


def _title_of(words: list[Node]) -> tuple[str, list[Node]]:
    """Return the name that an exported table has before its caption, and the caption without it."""
    first = words[0] if words else {}
    found = _TITLE.fullmatch(plain_text([first])) if first.get("t") == "Strong" else None
    return (found[1], words[2:]) if found else ("", words)


def link(exhibit: Number) -> Node:
    """Return a number as a link to its figure or table."""
    return node("Link", attributes(), inlines(str(exhibit.n)), [f"#{exhibit.name}", ""])
