"""A manuscript as one document in pandoc's tree, the same for every medium."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from .manuscript import Listing, Manuscript, Markup, Picture, Words
from .nodes import Node, attributes, code_block, inlines, node, paragraph
from .pandoc import blocks_of_html, blocks_of_markdown, html_of_blocks
from .pictures import linked_picture, page_high, picture_file

One = TypeVar("One")
#: Classes: of what may cite (words, captions); of what a scholar has written, where works should be known.
MAY_CITE, WRITTEN = "may-cite", "written"
#: Code, which a medium folds or drops.
CODE = "code"


@dataclass(slots=True)
class Document:
    """A document for every medium.

    Attributes
    ----------
    blocks : list of Node
    files : dict of str to bytes
        The pictures that it shows, by name.
    undescribed : int
        Pictures without an alt text.
    """

    blocks: list[Node] = field(default_factory=list)
    files: dict[str, bytes] = field(default_factory=dict)
    undescribed: int = 0

    def add(self, stem: str, content: bytes, ending: str) -> str:
        """Keep a picture, and return the name of its file."""
        name = f"{stem}.{ending}"
        self.files[name] = content
        return name


def assembled(manuscript: Manuscript, preferred: Sequence[str]) -> Document:
    """Return a manuscript as a document; *preferred* are the formats of pictures that the medium shows best.

    Raises
    ------
    DhtoolsError
        If a picture is missing.
    """
    document = Document()
    words = _read_all(manuscript.parts, Words, _blocks_of_words)
    tables = _read_all(manuscript.parts, Markup, lambda parts: blocks_of_html([part.html for part in parts]))
    for place, part in enumerate(manuscript.parts):
        if isinstance(part, Words):
            blocks = _with_files(words[place], part.folder, document)
            classes = [MAY_CITE, WRITTEN] if part.written else [MAY_CITE]
            document.blocks.append(node("Div", attributes(classes=classes), blocks))
        elif isinstance(part, Markup):
            blocks = _with_files(tables[place], manuscript.path.parent, document)
            document.blocks.append(node("Div", attributes(), blocks))
        elif isinstance(part, Picture):
            document.blocks.append(_figure(part, manuscript.path, preferred, document))
        else:
            document.blocks.append(_listing(part))
    return document


def _read_all(
    parts: Sequence[object], kind: type[One], read: Callable[[list[One]], list[list[Node]]]
) -> dict[int, list[Node]]:
    """Return the blocks of all parts of a kind, by their place: pandoc starts once for all of them."""
    places = [place for place, part in enumerate(parts) if isinstance(part, kind)]
    if not places:
        return {}
    found = read([part for part in parts if isinstance(part, kind)])
    return dict(zip(places, found, strict=True))


def _blocks_of_words(parts: list[Words]) -> list[list[Node]]:
    """Read Markdown; a cell with HTML in it is written as HTML and read again, so that nothing is lost."""
    cells = blocks_of_markdown([part.markdown for part in parts])
    mixed = [place for place, blocks in enumerate(cells) if _has_html(blocks)]
    if mixed:
        again = blocks_of_html([html_of_blocks(cells[place]) for place in mixed])
        for place, blocks in zip(mixed, again, strict=True):
            cells[place] = blocks
    return cells


def _has_html(content: Any) -> bool:
    if isinstance(content, dict):
        return content.get("t") in ("RawBlock", "RawInline") or _has_html(content.get("c"))
    return isinstance(content, list) and any(map(_has_html, content))


def _with_files(content: Any, folder: Path, document: Document) -> Any:
    """Return blocks whose pictures are files of the document; what is of one medium only is left out."""
    if isinstance(content, list):
        kept = (part for part in content if not _is_raw(part))
        return [_with_files(part, folder, document) for part in kept]
    if not isinstance(content, dict):
        return content
    if content.get("t") == "Image":
        return _image(content, folder, document)
    return {key: _with_files(value, folder, document) for key, value in content.items()}


def _is_raw(part: Any) -> bool:
    return isinstance(part, dict) and part.get("t") in ("RawBlock", "RawInline")


def _image(image: Node, folder: Path, document: Document) -> Node:
    about, alt, (target, title) = image["c"]
    content, ending = linked_picture(target, folder)
    document.undescribed += not alt
    return node(
        "Image", about, alt, [document.add(f"picture-{len(document.files) + 1}", content, ending), title]
    )


def _figure(picture: Picture, notebook: Path, preferred: Sequence[str], document: Document) -> Node:
    content, ending = picture_file(picture, notebook, preferred)
    name = picture.exhibit.partition("/")[2]
    file = document.add(f"figure-{name}" if name else f"picture-{len(document.files) + 1}", content, ending)
    document.undescribed += not picture.alt
    image = node("Image", attributes(size=page_high(content, ending)), inlines(picture.alt), [file, ""])
    if not picture.caption:
        return paragraph([image])
    caption = [None, [node("Plain", inlines(picture.caption))]]
    return node("Figure", attributes(f"figure-{name}", [MAY_CITE]), caption, [node("Plain", [image])])


def _listing(part: Listing) -> Node:
    block = code_block(part.text, part.language)
    return node("Div", attributes(classes=[CODE]), [block]) if part.language else block


def is_code(block: Node) -> bool:
    """Tell whether a block is code of the notebook."""
    return block["t"] == "Div" and CODE in block["c"][0][1]


def flattened(blocks: Iterable[Node]) -> Iterator[Node]:
    """Yield blocks out of the divisions that only group them."""
    for block in blocks:
        if block["t"] == "Div" and not block["c"][0][0] and not is_code(block):
            yield from flattened(block["c"][1])
        else:
            yield block
