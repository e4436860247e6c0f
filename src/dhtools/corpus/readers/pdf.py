"""PDF: the words of every page by pypdf. A PDF knows places on paper, and no paragraphs.

Lines, pages and hyphens are kept as they stand on the page: the rules for printed text (line-end hyphens,
page breaks) do the rest, and can be wrong where a page has columns or tables. Page numbers, and lines that
stand at the head or foot of many pages, belong to the page and are left out.
"""

from __future__ import annotations

import io
import re
from collections import Counter
from itertools import accumulate
from typing import Any

from ...errors import DhtoolsError
from ..markup import Document, Markup
from .extras import imported

_FIELDS = {"title": "title", "author": "author"}
_PAGE_NUMBER = re.compile(
    r"\W*(?:\d{1,4}|(?=\w)c{0,3}(?:x[cl]|l?x{0,3})(?:i[xv]|v?i{0,3}))\W*", re.IGNORECASE
)
#: A sentence ends or goes on, or the text is divided.
_NO_HEAD = re.compile(r"[.,;:!?”’\"]\Z|\A(?:chapter|part|book|act|scene|section)\b")
#: A running head stands within so many lines of the edge, on so many pages, and on this share of them.
_EDGE, _LEAST_PAGES, _SHARE = 2, 3, 0.3
#: The contents of all pages may have so many bytes, or be so many times as large as the file.
_LEAST_WORK, _GROWTH = 20_000_000, 30


def read_pdf(data: bytes, name: str) -> Document:
    """Read a PDF file with a text layer.

    Raises
    ------
    DhtoolsError
        If it is damaged, encrypted, grows beyond measure when it is unpacked, or holds pictures of pages
        only; or if pypdf is not installed.
    """
    library = imported("pypdf", "PDF")
    if b"%PDF-" not in data[:1024]:
        raise DhtoolsError(f"{name}, byte 0: this is no PDF. Give the file its right ending.")
    try:
        reader = library.PdfReader(io.BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise DhtoolsError(f"{name}: the PDF is encrypted. Save a copy without a password first.")
        _check_work(reader, len(data), name)
        pages = [page.extract_text() for page in reader.pages]
        information = reader.metadata or {}
        labels = list(reader.page_labels)
    except DhtoolsError:
        raise
    except library.errors.LimitReachedError as error:
        raise DhtoolsError(
            f"{name}: a stream of this PDF grows beyond measure when it is unpacked ({error}). If you "
            "trust it, print it to a new PDF."
        ) from error
    except Exception as error:  # pypdf lets through errors of many kinds where a file is damaged
        raise DhtoolsError(
            f"{name}: the PDF is damaged ({type(error).__name__}: {error}). Print it to a new PDF."
        ) from error
    if not any(page.strip() for page in pages):
        raise DhtoolsError(
            f"{name}: there are no words in this PDF, only pictures of {len(pages)} pages. "
            "Run text recognition first."
        )
    written = [page.strip("\n") + "\n\f" for page in _without_heads(pages)]
    begins = [0, *accumulate(map(len, written))][:-1]
    stated = {key: str(information.get(f"/{field.title()}") or "") for key, field in _FIELDS.items()}
    metadata = {key: value for key, value in stated.items() if value}
    return Document(
        "".join(written).rstrip("\f"), Markup(pages=tuple(zip(begins, labels, strict=False))), metadata
    )


def _check_work(reader: Any, size: int, name: str) -> None:
    """Refuse a PDF whose pages say the same again and again: what they hold is read page by page."""
    known: dict[int, int] = {}
    work, most = 0, max(_LEAST_WORK, _GROWTH * size)
    for number, page in enumerate(reader.pages, start=1):
        contents = page.get_contents()
        if contents is not None:
            work += _work(contents.get_data(), page.get("/Resources"), known)
        if work > most:
            raise DhtoolsError(
                f"{name}, page {number}: the pages of this PDF grow beyond measure when they are unpacked, "
                f"to more than {most:,} bytes. If you trust it, print it to a new PDF."
            )


def _work(content: bytes, resources: Any, known: dict[int, int]) -> int:
    """Return the bytes that are read for a page or a form: its own, and those of every form that it shows."""
    forms = resources.get_object().get("/XObject") if resources is not None else None
    work = len(content)
    for name, reference in forms.get_object().items() if forms is not None else ():
        form = reference.get_object()
        shown = content.count(f"{name} Do".encode()) if form.get("/Subtype") == "/Form" else 0
        if shown:
            key = id(form)
            if key not in known:
                known[key] = 0  # a form that shows itself is read once
                known[key] = _work(form.get_data(), form.get("/Resources"), known)
            work += shown * known[key]
    return work


def _without_heads(pages: list[str]) -> list[str]:
    """Return the pages without their numbers and running heads."""
    lines = [page.strip().split("\n") for page in pages]
    heads = Counter(head for page in lines for head in {_head(page[row]) for row in _edges(page)})
    least = max(_LEAST_PAGES, _SHARE * len(pages))
    running = {head for head, n in heads.items() if n >= least and not _NO_HEAD.search(head)}
    return ["\n".join(_body(page, running)) for page in lines]


def _edges(page: list[str]) -> set[int]:
    """Return the rows of the first and last lines of a page."""
    return {row for row in range(len(page)) if min(row, len(page) - 1 - row) < _EDGE}


def _body(page: list[str], running: set[str]) -> list[str]:
    dropped = {
        row for row in _edges(page) if _PAGE_NUMBER.fullmatch(page[row]) or _head(page[row]) in running
    }
    return [line for row, line in enumerate(page) if row not in dropped]


def _head(line: str) -> str:
    """Return a line as it stands on other pages, without its page number."""
    return re.sub(r"\d+", "", line).strip().casefold()
