"""Texts that were read from other formats, as files: their offsets are those of every table."""

from __future__ import annotations

import hashlib
import re

from ..annotation.record import COMMENTS, Annotation
from ..corpus.origins import is_own_file, origins
from ..corpus.texts import Text
from ..typed_tables import csv_bytes

#: Table of the places that the texts come from, beside them.
ORIGINS = "origins.csv"
_PLAIN_NAME = re.compile(r"\w[\w.,()’' -]{0,60}")


def decoded_texts(annotation: Annotation) -> dict[str, bytes]:
    """Return, by file name, the texts that are not themselves the content of a file, and `ORIGINS`.

    A file of plain text in UTF-8 is its own decoded text; the manifest or its hash names it, and it is not
    copied. Of readers' comments, which are not reprinted, every letter and numeral is an x.
    """
    texts = [text for text in annotation.corpus if not is_own_file(text)]
    found = {file_name(text.id): _reprinted(annotation, text) for text in texts}
    if found:
        table = origins(annotation.corpus)
        found[ORIGINS] = csv_bytes(table[table["text"].isin([text.id for text in texts])])
    return found


def file_name(text_id: str) -> str:
    """Return a file name for any id; one that is no file name everywhere is cut, and told apart by its hash.

    >>> file_name("speech-12"), file_name("../a")
    ('speech-12.txt', '-a-61b4c98b.txt')
    """
    if _PLAIN_NAME.fullmatch(text_id) and len(text_id.encode()) < 150:
        return f"{text_id}.txt"
    digest = hashlib.sha256(text_id.encode("utf-8", "replace")).hexdigest()[:8]
    return f"{re.sub(r'[^A-Za-z0-9]+', '-', text_id)[:40]}-{digest}.txt"


def _reprinted(annotation: Annotation, text: Text) -> bytes:
    blocks = annotation.blocks
    comments = blocks[(blocks["text"] == text.id) & (blocks["kind"] == COMMENTS)]
    pieces, done = [], 0
    for start, end in zip(comments["start"].tolist(), comments["end"].tolist(), strict=True):
        pieces += [text.raw[done:start], re.sub(r"\w", "x", text.raw[start:end])]
        done = end
    return "".join([*pieces, text.raw[done:]]).encode("utf-8", "replace")
