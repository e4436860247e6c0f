"""Which reader a file gets, by the ending of its name."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Mapping
from types import MappingProxyType

from ...errors import DhtoolsError
from ..files import text_of
from ..markup import Document
from .epub import read_epub
from .html import read_html
from .markdown import read_markdown
from .pdf import read_pdf
from .rtf import read_rtf
from .tei import read_tei, read_tei_parts
from .word import read_docx

Reader = Callable[[bytes, str], Document]


def read_plain(data: bytes, name: str) -> Document:
    """Read plain text; what it is made of is told by the rules of annotation."""
    raw, encoding, repairs = text_of(data, name)
    return Document(raw, encoding=encoding, repairs=repairs)


#: The reader of every ending.
READERS: Mapping[str, Reader] = MappingProxyType(
    {
        ".txt": read_plain,
        **dict.fromkeys((".xml", ".tei"), read_tei),
        **dict.fromkeys((".html", ".htm", ".xhtml"), read_html),
        ".docx": read_docx,
        ".epub": read_epub,
        **dict.fromkeys((".md", ".markdown"), read_markdown),
        ".rtf": read_rtf,
        ".pdf": read_pdf,
    }
)
#: Files of these names tell about a folder and are no texts of it.
_ABOUT = ("readme", "license", "licence", "contributing", "changelog")


def is_text(name: str) -> bool:
    """Tell whether a file name is that of a text: a known ending, not hidden, not a note on the folder."""
    stem, ending = posixpath.splitext(posixpath.basename(name))
    if stem.startswith((".", "~$")) or (ending.lower() != ".txt" and stem.lower() in _ABOUT):
        return False
    return ending.lower() in READERS


def read_document(data: bytes, name: str, *, called: str = "") -> Document:
    """Read a file by the reader of its ending, as one text.

    Parameters
    ----------
    data : bytes
    name : str
        Its name, of which the ending counts.
    called : str
        What error messages call it; else its name.

    Raises
    ------
    DhtoolsError
        If no reader knows the ending, or the file is not what its ending says.
    """
    called = called or name
    return _with_words(_reader(data, name, called)(data, called), called)


def read_documents(data: bytes, name: str, *, called: str = "") -> list[tuple[str, Document]]:
    """Read a file as `read_document`, a corpus of TEI as its texts: each with its name in the file, or ""."""
    called = called or name
    reader = _reader(data, name, called)
    parts = read_tei_parts(data, called) if reader is read_tei else [("", reader(data, called))]
    return [
        (part, _with_words(document, f"{called}, {part}" if part else called)) for part, document in parts
    ]


def _reader(data: bytes, name: str, called: str) -> Reader:
    ending = posixpath.splitext(name)[1].lower()
    if ending not in READERS:
        raise DhtoolsError(
            f"{called}: texts may end in {', '.join(READERS)}. Convert the file to one of these."
        )
    if not data.strip():
        raise DhtoolsError(f"{called}, line 1: the file is empty. Remove it, or fill it.")
    return READERS[ending]


def _with_words(document: Document, called: str) -> Document:
    if not document.raw.strip():
        raise DhtoolsError(f"{called}: there are no words in this file. Remove it, or fill it.")
    return document
