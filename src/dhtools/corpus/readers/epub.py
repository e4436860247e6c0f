"""EPUB books: the chapters in the order of the spine, each through the reader of HTML."""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from ...errors import DhtoolsError
from ..files import mended
from ..markup import Document
from .archives import Archive
from .html import read_elements
from .xml import local, parse_html, parse_xml, words_of

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_CONTAINER = "META-INF/container.xml"
_ENCRYPTION = "META-INF/encryption.xml"
_DUBLIN_CORE = {
    **{"title": "title", "creator": "author", "date": "date", "language": "language"},
    **{"publisher": "publication", "source": "source"},
}
_PAGES = ("application/xhtml+xml", "text/html")


def read_epub(data: bytes, name: str) -> Document:
    """Read an EPUB book.

    Raises
    ------
    DhtoolsError
        If it is no whole EPUB, is protected, or names no chapters.
    """
    archive = Archive(data, name)
    package_path = _package_path(archive, name)
    package = parse_xml(archive.read(package_path), f"{name}, {package_path}")
    chapters = _chapters(package, posixpath.dirname(package_path))
    if not chapters:
        raise DhtoolsError(f"{name}, {package_path}: the book names no chapters. Convert it again.")
    if _ENCRYPTION in archive:
        _check_open(archive, chapters, name)
    pages = {chapter: _body(archive.read(chapter), f"{name}, {chapter}") for chapter in chapters}
    return read_elements({one: body for one, body in pages.items() if body is not None}, _metadata(package))


def _body(data: bytes, name: str) -> Element | None:
    """Return what stands on the page of a chapter; a class of the page is none of the text."""
    if not data.strip():
        return None
    page, _ = mended(data.decode("utf-8", "replace"), data, name)
    body = parse_html(_without_declaration(page), name).find("body")
    if body is not None:
        body.attrib.pop("class", None)
    return body


def _check_open(archive: Archive, chapters: list[str], name: str) -> None:
    """Refuse a book with an encrypted chapter; fonts often are, and are not read."""
    listed = parse_xml(archive.read(_ENCRYPTION), f"{name}, {_ENCRYPTION}")
    encrypted = {unquote(one.get("URI", "")) for one in listed.iter() if local(one) == "CipherReference"}
    if protected := encrypted & set(chapters):
        raise DhtoolsError(
            f"{name}, {min(protected)}: the book is protected against copying. Give a copy without "
            "protection."
        )


def _package_path(archive: Archive, name: str) -> str:
    container = parse_xml(archive.read(_CONTAINER), f"{name}, {_CONTAINER}")
    rootfile = next((one for one in container.iter() if local(one) == "rootfile"), None)
    path = "" if rootfile is None else unquote(rootfile.get("full-path", ""))
    if not path:
        raise DhtoolsError(f"{name}, {_CONTAINER}: it names no package of the book. Convert the book again.")
    return path


def _chapters(package: Element, folder: str) -> list[str]:
    """Return the paths of the chapters in reading order; the table of contents is none."""
    items: dict[str, Any] = {one.get("id"): one for one in package.iter() if local(one) == "item"}
    spine = [items.get(one.get("idref")) for one in package.iter() if local(one) == "itemref"]
    pages = [one for one in spine if one is not None and one.get("media-type") in _PAGES]
    chapters = [one for one in pages if "nav" not in (one.get("properties") or "").split()]
    return [posixpath.normpath(posixpath.join(folder, unquote(one.get("href", "")))) for one in chapters]


def _metadata(package: Element) -> dict[str, str]:
    found: dict[str, str] = {}
    for element in package.iter():
        key = _DUBLIN_CORE.get(local(element))
        if key and words_of(element) and "purl.org/dc/" in str(element.tag):
            found.setdefault(key, words_of(element)[:10] if key == "date" else words_of(element))
    return found


def _without_declaration(page: str) -> str:
    return page[page.index("?>") + 2 :] if page.lstrip("\ufeff \r\n").startswith("<?xml") else page
