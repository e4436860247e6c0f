"""RTF, turned into plain text by striprtf: paragraphs are kept, styles and notes are not told apart."""

from __future__ import annotations

from ...errors import DhtoolsError
from ..markup import Document
from .extras import imported


def read_rtf(data: bytes, name: str) -> Document:
    """Read an RTF file.

    Raises
    ------
    DhtoolsError
        If it is no RTF, has no words, or striprtf is not installed.
    """
    library = imported("striprtf.striprtf", "RTF")
    if not data.lstrip().startswith(b"{\\rtf"):
        raise DhtoolsError(f"{name}, line 1: this is no RTF. Give the file its right ending.")
    try:
        raw = library.rtf_to_text(data.decode("latin-1"), errors="strict")
    except (ValueError, LookupError, IndexError, UnicodeError) as error:
        raise DhtoolsError(
            f"{name}: the file cannot be read ({error}). Save it as DOCX or as plain text."
        ) from error
    if not raw.strip():
        raise DhtoolsError(f"{name}: there are no words in this file. Remove it, or fill it.")
    return Document(raw)
