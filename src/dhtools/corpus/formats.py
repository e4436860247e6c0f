"""Files of another format under the name of a text: recognised, and refused with what to do."""

from __future__ import annotations

import re

from ..errors import DhtoolsError

#: First bytes of formats, and what they are called.
_SIGNATURES = (
    (b"%PDF-", "PDF"),
    (b"{\\rtf", "RTF"),
    (b"%!PS", "PostScript"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "Word document (.doc)"),
    (b"\x1f\x8b", "gzip archive"),
    (b"BZh", "bzip2 archive"),
    (b"7z\xbc\xaf\x27\x1c", "7-Zip archive"),
    (b"Rar!\x1a\x07", "RAR archive"),
    (b"\xfd7zXZ\x00", "xz archive"),
    (b"\x89PNG\r\n\x1a\n", "PNG picture"),
    (b"\xff\xd8\xff", "JPEG picture"),
    (b"GIF8", "GIF picture"),
    (b"II*\x00", "TIFF picture"),
    (b"MM\x00*", "TIFF picture"),
    (b"AT&TFORM", "DjVu"),
    (b"SQLite format 3\x00", "SQLite database"),
    (b"\x7fELF", "program"),
)
#: What a ZIP archive holds, by names that stand in its first bytes.
_ZIPPED = (
    (b"word/", "Word document (.docx)"),
    (b"application/epub+zip", "EPUB book"),
    (b"application/vnd.oasis.opendocument", "OpenDocument text (.odt)"),
    (b"xl/", "Excel table (.xlsx)"),
    (b"ppt/", "PowerPoint presentation (.pptx)"),
)
_BLANKS = b"\xef\xbb\xbf \t\r\n\x0b\x0c"


def check_signature(data: bytes, name: str) -> None:
    """Refuse bytes that begin as another format does.

    Raises `DhtoolsError` naming the file, the format and the remedy.
    """
    start = data[:4096].lstrip(_BLANKS)
    if start.startswith(b"PK\x03\x04"):
        found = next((kind for sign, kind in _ZIPPED if sign in data), "ZIP archive")
    elif data[60:68] == b"BOOKMOBI":
        found = "Kindle book (.mobi)"
    else:
        found = next((kind for sign, kind in _SIGNATURES if start.startswith(sign)), "")
    if found:
        raise _foreign(f"{name}, byte 0", found, "Open it in the program that made it, or in a converter,")


def _foreign(place: str, kind: str, how: str) -> DhtoolsError:
    return DhtoolsError(
        f"{place}: the format of this file is {kind}, not plain text. {how} and export it as plain text "
        "(.txt, UTF-8)."
    )


# --- markup

#: Elements that mark up single words: what is left of a conversion, in an ordinary text.
_INLINE = frozenset(
    str.split(
        "a abbr b big br cite code del em font hi i img ins mark q s small span strike strong sub sup tt u"
    )
)
_HTML = frozenset(
    str.split(
        "article blockquote body center dd div dl dt footer form h1 h2 h3 h4 h5 h6 head header hr html li"
        " link main meta nav ol p pre script section style table td th title tr ul"
    )
)
_OPENING = re.compile(r"\s*(?:<!--.*?-->\s*)*<([A-Za-z][\w:.-]*)(?:\s[^<>]*)?/?>", re.DOTALL)
_DECLARATION = re.compile(r"\s*<(?:\?xml\b|!DOCTYPE\b)", re.IGNORECASE)
_ROOT = re.compile(r"^\s*<(html|body|TEI|TEI\.2|teiHeader)\b[^<>]*>", re.IGNORECASE | re.MULTILINE)
_BLOCK_END = re.compile(
    rf"</(?:{'|'.join(sorted(_HTML))}|l|lg|sp|speaker|stage|ab|note|pb|front|back|w|s)>", re.IGNORECASE
)
#: So many ends of paragraphs and the like are markup, wherever the text begins.
_MANY = 10


def check_markup(raw: str, name: str) -> None:
    """Refuse a text that is the source of a page or an edition: XML or HTML.

    Raises `DhtoolsError` naming the file, line, format and remedy.
    """
    if "<" not in raw:
        return
    place = _markup_place(raw)
    if place < 0:
        return
    line = raw.count("\n", 0, place) + 1
    how = "Open it in a browser, an editor or a converter"
    raise _foreign(f"{name}, line {line}", _language(raw), f"{how} (such as pandoc),")


def _markup_place(raw: str) -> int:
    """Return where the markup of a whole text begins, or -1."""
    if declared := _DECLARATION.match(raw):
        return declared.end() - len(declared.group().lstrip())
    if (root := _ROOT.search(raw)) and f"</{root[1]}" in raw:
        return root.start(1) - 1
    first = _OPENING.match(raw)
    if first and first[1].lower() not in _INLINE and f"</{first[1]}>" in raw:
        return first.start(1) - 1
    ends = [match.start() for _, match in zip(range(_MANY), _BLOCK_END.finditer(raw), strict=False)]
    return ends[0] if len(ends) == _MANY else -1


def _language(raw: str) -> str:
    if re.search(r"<TEI\b|<TEI\.2\b|<teiHeader\b|tei-c\.org", raw):
        return "XML (TEI)"
    elements = re.findall(r"<([A-Za-z][\w:.-]*)", raw[:100_000])
    known = sum(element.lower() in _HTML or element.lower() in _INLINE for element in elements)
    if re.search(r"<!DOCTYPE\s+html|<html\b", raw, re.IGNORECASE):
        return "HTML"
    declared = _DECLARATION.match(raw) is not None
    return "HTML" if not declared and known > 0.8 * len(elements) else "XML"


# --- what is left of a conversion

#: Kinds of left-over markup, each with the pattern that finds it.
LEFTOVERS = {
    "character entity": re.compile(r"&(?:[A-Za-z]{2,8}[0-9]{0,2}|#[0-9]{2,6}|#x[0-9A-Fa-f]{2,5});"),
    "HTML or XML tag": re.compile(
        r"</?[A-Za-z][A-Za-z0-9]{0,10}(?:\s+[A-Za-z:-]+\s*=\s*(?:\"[^\"<>]*\"|'[^'<>]*'))*\s*/?>"
    ),
    "LaTeX command": re.compile(
        r"\\(?:emph|text(?:it|bf|sc|tt|sf|rm|quotesingle)|footnote|cite[pt]?|section\*?|subsection\*?|chapter\*?|part"
        r"|begin|end|item|par|href|url|label|ref|title|author|maketitle|documentclass|usepackage|it|bf|sc|em|ldots|dots"
        r"|noindent|quad|newpage|linebreak|hspace|vspace)(?![A-Za-z])"
    ),
    "quoted-printable code": re.compile(r"(?:=[89A-F][0-9A-F])+(?![0-9A-F])|=3D|=20(?=\r?\n)"),
    "escaped character": re.compile(r"\\u[0-9a-fA-F]{4}|\\x[0-9a-fA-F]{2}|(?:%[89A-F][0-9A-F]){2,4}"),
    "wiki markup": re.compile(r"\[\[[^\[\]\n]{1,80}\]\]|\{\{[^{}\n]{1,80}\}\}|'''[^'\n]{1,80}'''"),
}
