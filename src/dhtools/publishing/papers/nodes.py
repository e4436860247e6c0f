"""Pieces of pandoc's document: texts as nodes, nodes as texts, and changes to every line of a document."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

#: A node as pandoc writes it in JSON: its type ``t``, its content ``c``.
Node = dict[str, Any]
#: Characters of a line, and between them the nodes that are no plain text.
Unit = str | Node

#: Stands in the text of `text_of_units` for a node that is no plain text.
OTHER = "\0"

_UNSIZED: Mapping[str, str] = {}
_INLINE = {
    "Str", "Emph", "Underline", "Strong", "Strikeout", "Superscript", "Subscript", "SmallCaps", "Quoted",
    "Cite", "Code", "Space", "SoftBreak", "LineBreak", "Math", "RawInline", "Link", "Image", "Note", "Span",
}  # fmt: skip


def node(kind: str, *content: Any) -> Node:
    """Return a node; a single part of its content stands for itself."""
    if not content:
        return {"t": kind}
    return {"t": kind, "c": content[0] if len(content) == 1 else list(content)}


def attributes(name: str = "", classes: Sequence[str] = (), size: Mapping[str, str] = _UNSIZED) -> list[Any]:
    """Return the attributes of a node; *size* is that of a picture."""
    return [name, list(classes), [list(pair) for pair in size.items()]]


def inlines(text: str) -> list[Node]:
    """Return a text as nodes."""
    return from_units(text)


def paragraph(parts: Sequence[Node]) -> Node:
    """Return a paragraph."""
    return node("Para", list(parts))


def heading(level: int, text: str, name: str = "") -> Node:
    """Return a heading."""
    return node("Header", level, attributes(name), inlines(text))


def raw(medium: str, text: str) -> Node:
    """Return a piece in the language of one medium; the others leave it out."""
    return node("RawInline", medium, text)


def raw_block(medium: str, text: str) -> Node:
    """Return a block in the language of one medium; the others leave it out."""
    return node("RawBlock", medium, text)


def code_block(text: str, language: str = "") -> Node:
    """Return lines that stay as they are."""
    return node("CodeBlock", attributes(classes=[language] if language else []), text)


def plain_text(content: Any) -> str:
    """Return what a node, or a list of them, says."""
    if isinstance(content, list):
        return "".join(map(plain_text, content))
    kind, inner = (content.get("t"), content.get("c", "")) if isinstance(content, dict) else ("", "")
    if kind in ("Space", "SoftBreak", "LineBreak"):
        return " "
    if kind == "Str":
        return str(inner)
    if kind in ("Code", "Math", "CodeBlock"):
        return str(inner[1])
    if kind in ("RawInline", "RawBlock", "Note"):
        return ""
    return plain_text(inner) if isinstance(inner, list) else ""


def units(parts: Iterable[Node]) -> list[Unit]:
    """Return a line as its characters, and the nodes between them."""
    found: list[Unit] = []
    for part in parts:
        if part["t"] == "Str":
            found.extend(part["c"])
        else:
            found.append({"Space": " ", "SoftBreak": "\n"}.get(part["t"], part))
    return found


def text_of_units(line: Sequence[Unit]) -> str:
    """Return the characters of a line; a node counts as one, `OTHER`."""
    return "".join(unit if isinstance(unit, str) else OTHER for unit in line)


def from_units(line: Iterable[Unit]) -> list[Node]:
    """Return nodes for characters and the nodes between them."""
    made: list[Node] = []
    word: list[str] = []
    for unit in [*line, " "]:
        if isinstance(unit, str) and unit not in " \n":
            word.append(unit)
            continue
        if word:
            made.append(node("Str", "".join(word)))
            word.clear()
        made.append(unit if isinstance(unit, dict) else node("SoftBreak" if unit == "\n" else "Space"))
    return made[:-1]


def in_lines(content: Any, change: Callable[[list[Node]], list[Node]]) -> Any:
    """Return a document with every list of inline nodes changed, the innermost first."""
    if isinstance(content, dict):
        return {key: in_lines(value, change) for key, value in content.items()}
    if not isinstance(content, list):
        return content
    inner = [in_lines(part, change) for part in content]
    is_line = bool(inner) and all(isinstance(part, dict) and part.get("t") in _INLINE for part in inner)
    return change(inner) if is_line else inner


def substituted(
    parts: list[Node], pattern: re.Pattern[str], put: Callable[[re.Match[str], list[Unit]], list[Unit] | None]
) -> list[Node]:
    """Return a line with what a pattern finds in its text replaced; None leaves it as it is."""
    line = units(parts)
    made: list[Unit] = []
    end = 0
    for found in pattern.finditer(text_of_units(line)):
        new = put(found, line[found.start() : found.end()])
        if new is not None:
            made += [*line[end : found.start()], *new]
            end = found.end()
    return from_units([*made, *line[end:]]) if end else parts
