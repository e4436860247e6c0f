"""What a paper has around its text: title, abstract, headings, references."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from .assembly import is_code
from .nodes import Node, attributes, heading, inlines, node, plain_text

#: Headings of the list of works, as notebooks have them.
_REFERENCES = ("references", "bibliography", "works cited")


def meta_inlines(parts: list[Node]) -> Node:
    """Return nodes as a value of the metadata."""
    return node("MetaInlines", parts)


def framed(blocks: list[Node], title: str) -> tuple[list[Node], dict[str, Any]]:
    """Return blocks without title and abstract, and these as metadata; sections begin at the first level.

    The title is the first heading, if it is of the first level and the only one; otherwise *title* is.
    """
    first = [place for place, block in enumerate(blocks) if _level(block) == 1]
    headings = [place for place, block in enumerate(blocks) if _level(block)]
    meta: dict[str, Any] = {"title": meta_inlines(inlines(title))}
    if first and first == headings[:1]:
        meta["title"] = meta_inlines(blocks[first[0]]["c"][2])
        blocks = [_raised(block) for place, block in enumerate(blocks) if place != first[0]]
    return _without_abstract(blocks, meta), meta


def _level(block: Node) -> int:
    return block["c"][0] if block["t"] == "Header" else 0


def _raised(block: Node) -> Node:
    return node("Header", _level(block) - 1, *block["c"][1:]) if _level(block) > 1 else block


def _section(blocks: list[Node], names: Iterable[str], *, last: bool = False) -> range:
    """Return where a section stands that has one of these names; empty if there is none."""
    found = [
        p for p, block in enumerate(blocks) if _level(block) and plain_text(block["c"][2]).lower() in names
    ]
    if not found:
        return range(0)
    start = found[-1 if last else 0]
    level = _level(blocks[start])
    after = (p for p in range(start + 1, len(blocks)) if 0 < _level(blocks[p]) <= level)
    return range(start, next(after, len(blocks)))


def _without_abstract(blocks: list[Node], meta: dict[str, Any]) -> list[Node]:
    """Return blocks without the abstract, which becomes metadata; its code stays."""
    section = _section(blocks, ("abstract",))
    words = [place for place in section[1:] if not is_code(blocks[place])]
    if words:
        meta["abstract"] = node("MetaBlocks", [blocks[place] for place in words])
    return [block for place, block in enumerate(blocks) if place not in (*section[:1], *words)]


def with_references(blocks: list[Node]) -> list[Node]:
    """Return blocks whose list of works is made from the bibliography, where the notebook has its own."""
    listed = node("Div", attributes("refs", ["references"]), [])
    section = _section(blocks, _REFERENCES, last=True)
    if not section:
        return [*blocks, heading(1, "References", "references"), listed]
    return [*blocks[: section.start + 1], listed, *blocks[section.stop :]]
