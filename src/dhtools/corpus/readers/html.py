"""HTML: a saved web page, or what another reader has turned into HTML.

Kinds of block come from the elements, their roles and classes. What else stands on a page (menus, offers,
lists of other pages) is told from the text by trafilatura, a library for this task. Nothing is thrown away:
it is typed, and the analysis leaves it out.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from contextlib import suppress
from copy import deepcopy
from dataclasses import replace
from functools import cache
from itertools import islice
from typing import TYPE_CHECKING, Any

from ..files import decode, mended
from ..markup import Document, MarkedBlock, TextBuilder
from .extras import imported
from .xml import local, parse_html, words_of

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_BLOCKS = frozenset(
    str.split(
        "address article aside blockquote body caption center dd details div dl dt fieldset figcaption"
        " figure footer form h1 h2 h3 h4 h5 h6 header hr html li main nav ol p pre section summary"
        " table tbody td tfoot th thead tr ul"
    )
)
_LEFT_OUT = frozenset(
    str.split(
        "head script style noscript template svg math canvas iframe object embed select textarea audio"
        " video map"
    )
)
_KINDS = {
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), "heading"),
    **dict.fromkeys(("figcaption", "caption"), "caption"),
    **dict.fromkeys(("nav", "form", "button", "menu", "dialog"), "nav"),
    **{"blockquote": "blockquote", "address": "byline"},
}
#: Elements that hold the text itself, whatever they are called.
_SECTIONS = frozenset(str.split("article main section"))
_NOTE = re.compile(
    r"(?:foot|end)notes?(?![a-z])|Mso(?:Foot|End)noteText|\bfn\b|\b(?:ft|ed)n\d|doc-(?:foot|end)note",
    re.IGNORECASE,
)
_COMMENTS = re.compile(
    r"\bcomments?(?:-?(?:list|section|area|body|content|thread))?\b|\bdisqus", re.IGNORECASE
)
_REFERENCES = re.compile(r"\b(?:bibliography|references|works-cited|reflist|doc-bibl\w+)\b", re.IGNORECASE)
_BYLINE = re.compile(r"\b(?:byline|author(?:-name)?|p-author)\b", re.IGNORECASE)
_DATELINE = re.compile(r"\b(?:date|dateline|published|entry-date|posted-on|pubdate)\b", re.IGNORECASE)
_MENU = re.compile(
    r"\b(?:nav(?:bar|igation)?|menu|breadcrumbs?|sidebar|footer|toc|share|sharing\w*|social|(?:\w+-)?related\w*|newsletter|subscribe|"
    r"cookie|banner|promo|advert\w*|pagination|skip-link|search)\b",
    re.IGNORECASE,
)
#: Classes of Word and of sites, and the kinds that they stand for.
_STYLED = {
    "title": re.compile(r"\bMsoTitle\b|\A\W*title\W*\Z"),
    "subtitle": re.compile(
        r"\b(?:MsoSubtitle|sub-?title|standfirst|de(?:c)?k|sub-?head(?:line)?)\b", re.IGNORECASE
    ),
    "blockquote": re.compile(
        r"\b(?:Mso(?:Intense)?Quote|MsoBlockText|block-?quot(?:e|ation))\b", re.IGNORECASE
    ),
    "caption": re.compile(r"\b(?:MsoCaption|caption(?:-text)?|(?:photo-?)?credits?)\b", re.IGNORECASE),
}
#: A paragraph set in, and the link from a note back to its mark.
_SET_IN = re.compile(r"(?:margin|padding)-left\s*:\s*[1-9.]", re.IGNORECASE)
_TO_MARK = re.compile(r"#.*(?:ref|back|mark)", re.IGNORECASE)
_FURNITURE = ("nav", "boilerplate")
_CHARSET = re.compile(
    rb"""<(?:meta|\?xml)\b[^<>]*?(?:charset|encoding)\s*=\s*["']?([A-Za-z][\w.:-]*)""", re.IGNORECASE
)
_DECLARATION = re.compile(r"\A\ufeff?\s*<\?xml\b[^<>]*\?>")
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
#: A page with more characters in its paragraphs is a book, and says who wrote it in so many of its source.
_BOOK, _TOP = 300_000, 50_000
#: So many characters on the text of a page is looked up before it is looked up from its beginning.
_NEAR = 10_000
#: Links from a note back to its mark.
_BACK = frozenset("↩↑⏎")
#: Elements that stand deeper in one another than this are read as one.
MAX_DEPTH = 150
#: Words of a menu are fewer than those of a paragraph, in characters.
_PROSE, _TEXT = 80, 2_000
#: A byline, a date or the cell of a table of data has fewer characters.
_SHORT = 200
#: So many cells of a table are looked at.
_MOST_CELLS = 200
#: Kinds that all that stands in them is of: a heading of the comments is no heading of the text.
_OUTRANKING = ("comments", "nav", "footnote", "bibliography")


def read_html(data: bytes, name: str) -> Document:
    """Read a web page as a browser has saved it.

    Raises
    ------
    DhtoolsError
        If there is no page in the file, or trafilatura is not installed.
    """
    decoded, encoding = _decoded(data, name)
    page, repairs = mended(decoded, data, name)
    root = parse_html(page, name)
    metadata, main = _stated(page, root, name)
    document = read_elements({"": root}, metadata, is_main=_in(main) if main else None)
    document = _reviewed(document, metadata.get("author", ""))
    return replace(document, encoding=encoding, repairs=repairs)


def _stated(page: str, root: Element, name: str) -> tuple[dict[str, str], str]:
    """Return what a page says of itself, and its text as the library tells it; nothing for a book.

    The library is made for articles: it leaves out chapters of a book.
    """
    library = imported("trafilatura", "HTML")
    is_book = sum(map(len, root.itertext("p"))) > _BOOK
    # a date is read where the page states one, and not guessed from its words
    found = library.extract_metadata(parse_html(page[:_TOP], name) if is_book else root, extensive=False)
    stated = {"title": found.title, "author": found.author, "date": found.date} if found else {}
    stated |= {"publication": found.sitename, "source": found.url} if found else {}
    metadata = {key: value for key, value in stated.items() if value}
    metadata |= {"language": root.get("lang")} if root.get("lang") else {}
    main = (
        ""
        if is_book
        else library.extract(deepcopy(root), include_comments=False, include_tables=True, favor_recall=True)
    )
    return metadata, main or ""


def read_elements(
    pages: Mapping[str, Element], metadata: dict[str, str], *, is_main: Callable[[str], bool] | None = None
) -> Document:
    """Read pages by the names of their files; without *is_main* all that stands on them is the text."""
    walker = _Walker(is_main)
    for file, root in pages.items():
        walker.file = file
        walker.walk(root)
    return walker.builder.document(metadata, is_loose=True)


def _reviewed(document: Document, author: str) -> Document:
    """Return a page in which the name of its author is a byline, and a heading of links is furniture."""
    if document.markup is None:
        return document
    found: list[MarkedBlock] = []
    below = "boilerplate"
    for block in reversed(document.markup.blocks):
        kind, words = block.kind, document.raw[block.start : block.end]
        if kind == "boilerplate" and author and words.removeprefix("By ") == author:
            kind = "byline"
        elif kind == "heading" and below in _FURNITURE:
            kind = "boilerplate"
        # what follows a heading tells what it is for, up to the next heading
        below = kind if kind not in _FURNITURE or block.kind == "heading" else below
        below = "boilerplate" if block.kind == "heading" else below
        found.append(block._replace(kind=kind))
    return replace(document, markup=replace(document.markup, blocks=tuple(reversed(found))))


def _decoded(data: bytes, name: str) -> tuple[str, str]:
    """Return a page as text: by the character set that it states, else as any text file."""
    stated = _CHARSET.search(data[:4096])
    with suppress(LookupError, UnicodeDecodeError):
        if stated:
            encoding = stated[1].decode("ascii")
            return _DECLARATION.sub("", data.decode(encoding)), encoding.lower()
    page, encoding = decode(data, name)
    return _DECLARATION.sub("", page), encoding


def _in(main: str) -> Callable[[str], bool]:
    """Return a function that tells whether words stand in the text of a page, in any line breaks."""
    unspaced = "".join(main.split())
    place = 0

    def is_main(words: str) -> bool:
        nonlocal place
        wanted = "".join(words.split())
        # blocks come in the order of the text, so the next one stands near
        found = unspaced.find(wanted, place, place + len(wanted) + _NEAR)
        if found < 0:
            found = unspaced.find(wanted)
        place = found + len(wanted) if found >= 0 else place
        return found >= 0 or _letters(wanted) in letters()

    @cache
    def letters() -> str:
        return _letters(unspaced)

    return is_main


def _letters(words: str) -> str:
    return re.sub(r"\W+", "", words)


class _Walker:
    """Walks through a page and writes its blocks."""

    def __init__(self, is_main: Callable[[str], bool] | None) -> None:
        self.builder = TextBuilder()
        self.file = ""
        self._is_main = is_main
        self._places: list[str] = []
        self._kinds = [""]
        self._siblings: list[dict[str, int]] = [{}]
        self._titled = False

    def walk(self, element: Element) -> None:
        """Write an element and all that it holds."""
        if element.tag == "p" and not len(element) and not element.attrib:
            self._plain(element)
            return
        name = local(element)
        if not name or name in _LEFT_OUT or element.get("hidden") is not None:
            return
        if (style := element.get("style")) and _HIDDEN.search(style):
            return
        if name == "a" and words_of(element).strip("\ufe0e\ufe0f") in _BACK:
            return
        self._places.append(self._place(name))
        self._siblings.append({})
        self._kinds.append(self._inner(_kind_around(name, element) or _kind_of_table(name, element)))
        self._write(name, element)
        self._kinds.pop()
        self._siblings.pop()
        self._places.pop()

    def _plain(self, element: Element) -> None:
        """Write a paragraph that is nothing but words, as most of a book are."""
        place, text = self._place("p"), element.text
        self.builder.end()
        if text and not text.isspace():
            self.builder.begin(self._kind(element), place)
            self.builder.write(text)
            self.builder.end()

    def _place(self, name: str) -> str:
        """Return the place of the next element of a name: its path in the file."""
        siblings = self._siblings[-1]
        siblings[name] = number = siblings.get(name, 0) + 1
        return f"{self._places[-1] if self._places else self.file}/{name}[{number}]"

    def _inner(self, kind: str) -> str:
        """Return the kind within an element of a kind: the innermost, or that of an outranking one."""
        around = self._kinds[-1]
        return kind if kind in _OUTRANKING or (kind and around not in _OUTRANKING) else around

    def _write(self, name: str, element: Element) -> None:
        if (page := _page_break(element)) is not None:
            self.builder.page(page)
        elif len(self._places) > MAX_DEPTH:
            self._words("".join(element.itertext()), element)
        elif name == "br":
            self.builder.line()
        elif name == "sup" and element.find(".//a[@href]") is not None:
            self.builder.write(f"[{words_of(element).strip('[]()')}]")
        elif name == "q":
            self.builder.write("“")
            self._inside(element)
            self.builder.write("”")
        elif name in ("td", "th") and self._kinds[-1] == "caption":
            self.builder.blank()
            self._inside(element)
        elif name in _BLOCKS:
            self.builder.end()
            self._inside(element)
            self.builder.end()
        else:
            self._inside(element)

    def _inside(self, element: Element) -> None:
        self._words(element.text, element)
        for child in element:
            self.walk(child)
            self._words(child.tail, element)

    def _words(self, text: str | None, element: Element) -> None:
        """Write words; they begin a block where none is open."""
        if text and not text.isspace() and not self.builder.is_open:
            self.builder.begin(self._kind(element), self._places[-1])
        self.builder.write(text)

    def _kind(self, element: Element) -> str:
        block = next((one for one in (element, *element.iterancestors()) if one.tag in _BLOCKS), element)
        around = self._kinds[-1]
        if around == "title" or (around == "heading" and block.tag == "h1"):
            around = "heading" if self._titled else "title"
            self._titled = True
        # a class may stand for the whole page, such as *with-sidebar*: words of the text show it
        if around and not (around == "nav" and self._is_prose_of_text(block)):
            return around
        if _leads_back(block):
            return "footnote"
        if (style := block.get("style")) and _SET_IN.search(style) and self.builder.leads_in:
            return "blockquote"
        is_main = self._is_main is None or self._is_main(words_of(block))
        return "body" if is_main else "boilerplate"

    def _is_prose_of_text(self, block: Element) -> bool:
        words = words_of(block)
        return len(words) > _PROSE and self._is_main is not None and self._is_main(words)


def _page_break(element: Any) -> str | None:
    """Return the number of the page of the printed book that begins here; None where none does."""
    label = f"{element.get('epub:type', '')} {element.get('role', '')}"
    if "pagebreak" not in label:
        return None
    return element.get("aria-label") or element.get("title") or words_of(element)


def _kind_around(name: str, element: Any) -> str:
    """Return the kind that an element gives to what stands in it, or nothing."""
    if name in _KINDS:
        return _KINDS[name]
    if not element.attrib or name in ("html", "body"):
        return "dateline" if name == "time" else ""
    labels = " ".join(element.get(key, "") for key in ("class", "id", "role", "epub:type"))
    if _COMMENTS.search(labels):
        return "comments"
    if _NOTE.search(labels) and name != "a" and name != "sup":
        return "footnote"
    if _REFERENCES.search(labels):
        return "bibliography"
    if _BYLINE.search(labels) and _is_short(element):
        return "byline"
    if (name == "time" or _DATELINE.search(labels)) and _is_short(element):
        return "dateline"
    if name not in _SECTIONS and _MENU.search(labels) and not _holds_text(element):
        return "nav"
    return _kind_of_style(element) if name in ("p", "div", "cite", "span") else ""


def _holds_text(element: Any) -> bool:
    """Whether an element holds paragraphs of a text: the class of a whole page may name its menu."""
    lengths = (len(words_of(one)) for one in element.iter("p"))
    return sum(length for length in lengths if length > _PROSE) > _TEXT


def _kind_of_style(element: Any) -> str:
    """Return the kind that the class of a paragraph stands for."""
    style = element.get("class", "")
    found = next((kind for kind, pattern in _STYLED.items() if pattern.search(style)), "") if style else ""
    return found if found == "blockquote" or (found and _is_short(element)) else ""


def _leads_back(block: Any) -> bool:
    """Whether a paragraph begins with a link to the mark of a note."""
    first = block
    while first is not None and not (first.text or "").strip() and len(first):
        first = first[0]
        if first.tag == "a":
            return _TO_MARK.match(first.get("href", "")) is not None
    return False


def _kind_of_table(name: str, element: Any) -> str:
    """Tell a table of data from one that only lays out a page: two rows of two cells or more, all short."""
    if name != "table":
        return ""
    cells = list(islice(element.iter("td", "th"), _MOST_CELLS))
    rows = sum(1 for _ in islice(element.iter("tr"), 2))
    is_short = all(_is_short(cell) and cell.find(".//table") is None for cell in cells)
    return "caption" if rows > 1 and len(cells) > 3 and is_short else ""


def _is_short(element: Any) -> bool:
    """Tell whether an element has few characters, without looking at more than these."""
    return sum(map(len, islice(element.itertext(), _SHORT))) < _SHORT
