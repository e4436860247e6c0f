"""PDF: the words of every page by pypdf. A PDF knows places on paper, and no paragraphs.

Lines, pages and hyphens are kept as they stand on the page: the rules for printed text (line-end hyphens,
running heads, page breaks) do the rest, and can be wrong where a page has columns or tables.
"""

from __future__ import annotations

import io
from itertools import accumulate

from ...errors import DhtoolsError
from ..markup import Document, Markup
from .extras import imported

_FIELDS = {"title": "title", "author": "author"}


def read_pdf(data: bytes, name: str) -> Document:
    """Read a PDF file with a text layer.

    Raises
    ------
    DhtoolsError
        If it is damaged, encrypted, or holds pictures of pages only; or if pypdf is not installed.
    """
    library = imported("pypdf", "PDF")
    if b"%PDF-" not in data[:1024]:
        raise DhtoolsError(f"{name}, byte 0: this is no PDF. Give the file its right ending.")
    try:
        reader = library.PdfReader(io.BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise DhtoolsError(f"{name}: the PDF is encrypted. Save a copy without a password first.")
        pages = [page.extract_text() for page in reader.pages]
        information = reader.metadata or {}
        labels = list(reader.page_labels)
    except DhtoolsError:
        raise
    except Exception as error:  # pypdf lets through errors of many kinds where a file is damaged
        raise DhtoolsError(
            f"{name}: the PDF is damaged ({type(error).__name__}: {error}). Print it to a new PDF."
        ) from error
    if not any(page.strip() for page in pages):
        raise DhtoolsError(
            f"{name}: there are no words in this PDF, only pictures of {len(pages)} pages. "
            "Run text recognition first."
        )
    written = [page.strip("\n") + "\n\f" for page in pages]
    begins = [0, *accumulate(map(len, written))][:-1]
    stated = {key: str(information.get(f"/{field.title()}") or "") for key, field in _FIELDS.items()}
    metadata = {key: value for key, value in stated.items() if value}
    return Document(
        "".join(written).rstrip("\f"), Markup(pages=tuple(zip(begins, labels, strict=False))), metadata
    )
