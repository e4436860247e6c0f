"""What Word, PDF, HTML and LaTeX each need: numbers, pictures, folded code, a page."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import groupby

from ...escaping import typst_string
from .assembly import is_code
from .nodes import Node, heading, inlines, node, plain_text, raw, raw_block
from .numbering import Number, link

#: Bookmarks of a Word file have numbers of their own; pandoc's are small.
_FIRST_BOOKMARK = {"Figure": 100_000, "Table": 200_000}


@dataclass(frozen=True, slots=True)
class Medium:
    """A medium of a paper.

    Attributes
    ----------
    writer : str
        Pandoc's name of its format.
    pictures : tuple of str
        Formats of pictures, the best first.
    before : callable
        What stands before a caption; nothing where the medium numbers by itself.
    shown : callable
        How a number is shown where it is named.
    options : tuple of str
        Of pandoc.
    header : str
        What the head of a document gets.
    """

    writer: str
    pictures: tuple[str, ...]
    before: Callable[[Number], list[Node]]
    shown: Callable[[Number], Node] = link
    options: tuple[str, ...] = ()
    header: str = ""


def _said(number: Number) -> list[Node]:
    return [node("Strong", inlines(f"{number.kind}\u00a0{number.n}.")), node("Space")]


def _by_itself(number: Number) -> list[Node]:
    return []


def _bookmark(number: Number) -> str:
    return f"dhtools_{number.kind.lower()}_{number.n}"


def _field(code: str, n: int) -> str:
    """Return a field of Word, with what it shows until Word counts anew."""
    return f'<w:fldSimple w:instr=" {code} "><w:r><w:t>{n}</w:t></w:r></w:fldSimple>'


def _word_field(number: Number) -> list[Node]:
    """Return a number that Word counts anew when figures move."""
    at = f'w:id="{_FIRST_BOOKMARK[number.kind] + number.n}"'
    field = _field(rf"SEQ {number.kind} \* ARABIC", number.n)
    marked = f'<w:bookmarkStart {at} w:name="{_bookmark(number)}"/>{field}<w:bookmarkEnd {at}/>'
    return [*inlines(f"{number.kind}\u00a0"), raw("openxml", marked), *inlines(". ")]


def _word_reference(number: Number) -> Node:
    return raw("openxml", _field(rf"REF {_bookmark(number)} \h", number.n))


def _latex_reference(number: Number) -> Node:
    return raw("latex", rf"\ref{{{number.name}}}")


_HTML_STYLE = """<style>
body { max-width: 46em; line-height: 1.5; font-family: Georgia, serif; }
table { display: block; overflow-x: auto; font-size: .85em; }
caption, figcaption { text-align: left; margin: .5em 0; }
tfoot { border-top: 0; }
details { margin: 1em 0; }
</style>"""
_TYPST_PAGE = """
#show figure.where(kind: table): set block(breakable: true)
#show figure.caption: set align(left)
#show figure.caption: set text(size: 9pt)
#show table: set text(size: 8pt)
#show table: set par(justify: false)
#show raw.where(block: true): set text(size: 8pt)
#set table(inset: 4pt)
#set table.hline(stroke: .5pt)
#set figure.caption(separator: [. ])
// Names that pandoc writes and Typst no longer has
#let sect = symbol("∩", ("big", "⋂"), ("sq", "⊓"), ("sq.big", "⨅"))
#let minus = symbol("−", ("circle", "⊖"), ("plus", "∓"), ("dot", "∸"), ("square", "⊟"))
#let times = symbol("×", ("circle", "⊗"), ("circle.big", "⨂"), ("square", "⊠"), ("div", "⋇"))
#let dot = symbol(
  "⋅", ("op", "⋅"), ("basic", "."), ("c", "·"), ("double", "¨"), ("square", "⊡"),
  ("circle", "⊙"), ("circle.big", "⨀"),
)
// As large as it is, but no larger than a page
#let picture(file, alt) = layout(page => {
  let natural = measure(image(file))
  let scale = calc.min(1, page.width / natural.width, 22cm / natural.height)
  image(file, alt: alt, width: natural.width * scale)
})
"""

MEDIA = {
    "docx": Medium("docx", ("png",), _word_field, _word_reference),
    "pdf": Medium(
        "typst",
        ("pdf", "png"),
        _by_itself,
        options=("--variable=papersize:a4", "--variable=page-numbering:1", "--variable=fontsize:10.5pt"),
        header=_TYPST_PAGE,
    ),
    "html": Medium("html", (), _said, options=("--mathml", "--embed-resources"), header=_HTML_STYLE),
    "tex": Medium("latex", ("pdf", "png"), _by_itself, _latex_reference, header=r"\sloppy"),
}


def with_code(blocks: list[Node], medium: str, code: str) -> list[Node]:
    """Return blocks with the code dropped, or folded: in HTML where it stands, elsewhere at the end."""
    if code == "fold" and medium == "html":
        return [one for is_one, run in groupby(blocks, is_code) for one in _folded(list(run), is_one)]
    listings = [block["c"][1][0] for block in blocks if is_code(block)]
    rest = [block for block in blocks if not is_code(block)]
    return [*rest, heading(1, "Code", "code"), *listings] if listings and code == "fold" else rest


def _folded(run: list[Node], is_one: bool) -> list[Node]:
    """Return blocks in a row; cells of code that follow each other unfold together."""
    if not is_one:
        return run
    listings = [block["c"][1][0] for block in run]
    return [raw_block("html", "<details><summary>Code</summary>"), *listings, raw_block("html", "</details>")]


def for_typst(blocks: list[Node]) -> list[Node]:
    """Return blocks as Typst needs them: pictures with their alt text; what has no caption is not counted."""
    return [one for block in blocks for one in _for_typst(block)]


def _for_typst(block: Node) -> list[Node]:
    if block["t"] == "Table" and not block["c"][1][1]:
        return [raw_block("typst", "#[#set figure(numbering: none)"), block, raw_block("typst", "]")]
    if block["t"] == "Figure":
        about, caption, body = block["c"]
        return [node("Figure", about, caption, for_typst(body))]
    if block["t"] in ("Plain", "Para"):
        return [node(block["t"], [_typst_picture(part) for part in block["c"]])]
    return [block]


def _typst_picture(part: Node) -> Node:
    if part["t"] != "Image":
        return part
    file, alt = part["c"][2][0], plain_text(part["c"][1])
    return raw("typst", f"#picture({typst_string(file)}, {typst_string(alt)})")
