"""Docstrings in numpydoc style: which of their sentences hold a formula, which name a work."""

import re
from collections.abc import Iterator

#: A literal is a formula if it computes: a sign of mathematics, an operator between blanks, a quotient.
_FORMULA = re.compile(r"[√Σ²³|]|(?<=\S) [=+−/·×-] (?=\S)|[\w)][/·]\(?[A-Z√(]|\b(?:log2?|ln|cos|sqrt)\b")
_LITERAL = re.compile(r"``(.+?)``", re.DOTALL)
_WORK = re.compile(r"\((?:[A-Z][\w’'-]+(?: and [A-Z][\w’'-]+| et al\.)? )?(?:1[89]|20)\d\d\b")
_SECTION = re.compile(r"^([A-Z]\w+)\n-+$", re.MULTILINE)
#: Sections of a docstring that say nothing of what is computed.
_OTHER_SECTIONS = {"Raises", "Warns", "Examples", "Modules"}


def summary_of(docstring: str) -> str:
    """Return the first paragraph of a docstring, without its *Return*."""
    first = " ".join(docstring.partition("\n\n")[0].split())
    words = re.sub(r"^(?:Return|Yield) ", "", first)
    return words[:1].upper() + words[1:]


def sections(docstring: str) -> Iterator[str]:
    """Yield the sections of a docstring that say what is computed, without their headings."""
    first, *rest = _SECTION.split(docstring)
    yield first
    yield from (body for name, body in zip(rest[::2], rest[1::2], strict=True) if name not in _OTHER_SECTIONS)


def blocks(section: str) -> Iterator[str]:
    """Yield paragraphs and bullets, each on one line; a literal block becomes a literal."""
    for paragraph in re.split(r"\n\s*\n", section):
        yield from _pieces(paragraph.split("\n"), literal=paragraph.startswith("    "))


def _pieces(lines: list[str], *, literal: bool) -> Iterator[str]:
    """Split a paragraph where a bullet begins or the indentation changes."""
    literal = literal and any(_FORMULA.search(line) for line in lines) and "``" not in "".join(lines)
    piece: list[str] = []
    depth = -1
    for line in filter(str.strip, lines):
        bullet = line.lstrip().startswith("* ")
        indent = len(line) - len(line.lstrip()) + 2 * bullet
        if piece and (bullet or indent != depth):
            yield " ".join(piece)
            piece = []
        depth = indent
        words = " ".join(line.split()).removeprefix("* " if bullet else "")
        piece.append(f"``{words}``" if literal else words)
    if piece:
        yield " ".join(piece)


def formulas(docstring: str) -> list[str]:
    """Return what a docstring says with a formula in it."""
    return [block for section in sections(docstring) for block in blocks(section) if has_formula(block)]


def has_formula(block: str) -> bool:
    """Tell whether a literal of a sentence computes something, or the sentence says how a score is made."""
    return bool(re.search(r"\bScore[:,] ", block)) or any(
        _FORMULA.search(literal) for literal in _LITERAL.findall(block)
    )


def sources(docstring: str) -> str:
    """Return the paragraph that names the sources of a module."""
    return " ".join(block for block in blocks(docstring) if re.match(r"Sources?\b", block))


def works(docstring: str) -> str:
    """Return what begins with a work, without the word *Source* and the formulas: these are shown anyway."""
    found = [
        block for section in sections(docstring) for block in blocks(section) if _WORK.search(block[:50])
    ]
    return " ".join(re.sub(r"^Sources?: ", "", block) for block in found if block not in formulas(docstring))
