"""What the mark-up of a file says of its text: kinds of block, who speaks where, and where it all stood."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import NamedTuple

from .damage import Repair

#: White space that mark-up lays out for the eye; a no-break space is a character of the text.
_BLANKS = "\t\r\n\f\v"
_GAP = "\n\n"
_HYPHENS = ("-", "\u2010", "\u00ad", "\u00ac")


class MarkedBlock(NamedTuple):
    """A block of a text: code points, kind (`dhtools.schema.BLOCK_KINDS`), and its place in the file.

    In a play *speaker* says it: a name, or nothing where the mark-up gives no name. Else it is None.
    """

    start: int
    end: int
    kind: str
    place: str
    speaker: str | None = None


class MarkedQuotation(NamedTuple):
    """Words of another voice: code points, kind (`dhtools.schema.QUOTATION_KINDS`), form, speaker or None."""

    start: int
    end: int
    kind: str
    form: str
    speaker: str | None


@dataclass(frozen=True, slots=True)
class Markup:
    """The mark-up of one text.

    Attributes
    ----------
    blocks : tuple of MarkedBlock
        In the order of the text, without overlap. Empty where the file has lines only, as a PDF has.
    quotations : tuple of MarkedQuotation
        In the order of the text, an outer one before an inner one.
    marks_voices : bool
        Whether the mark-up says where others speak. Then nothing is guessed from quotation marks.
    pages : tuple of (int, str)
        Where pages begin, and their numbers.
    is_loose : bool
        Whether a mere paragraph may be anything, as in web pages and word processors: its words tell, too.
    """

    blocks: tuple[MarkedBlock, ...] = ()
    quotations: tuple[MarkedQuotation, ...] = ()
    marks_voices: bool = False
    pages: tuple[tuple[int, str], ...] = ()
    is_loose: bool = False


@dataclass(frozen=True, slots=True)
class Document:
    """What a reader returns: the text, what its mark-up says, and what the file says about itself."""

    raw: str
    markup: Markup | None = None
    metadata: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    encoding: str = "utf-8"
    repairs: tuple[Repair, ...] = ()


def _on_one_line(text: str) -> str:
    """Return a text with one blank for any white space; most texts have no other, and are done at once."""
    for blank in _BLANKS:
        if blank in text:
            text = text.replace(blank, " ")
    while "  " in text:
        text = text.replace("  ", " ")
    return text


@dataclass(slots=True)
class _Speaking:
    """A quotation that has not ended; it starts where its first word does."""

    kind: str
    form: str
    speaker: str | None
    start: int | None = None


class TextBuilder:
    """Writes a text block by block, and notes where each block, quotation and page begins and ends."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._length = self._end_of_words = 0
        self._begun: tuple[int, str, str, str | None] | None = None
        self._speaker: str | None = None
        self._pending, self._joins = "", False
        self._blocks: list[MarkedBlock] = []
        self._quotations: list[MarkedQuotation] = []
        self._speaking: list[_Speaking] = []
        self._pages: list[tuple[int, str]] = []

    @property
    def is_open(self) -> bool:
        """Whether a block has begun and not ended."""
        return self._begun is not None

    def begin(self, kind: str, place: str) -> None:
        """Begin a block; one that is open ends."""
        self.end()
        if self._parts:
            self._append(_GAP)
        self._begun = self._length, kind, place, self._speaker

    def end(self) -> None:
        """End the open block; one without words leaves no trace."""
        if self._begun is None:
            return
        start, kind, place, speaker = self._begun
        self._begun, self._pending, self._joins = None, "", False
        if self._length > start:
            self._blocks.append(MarkedBlock(start, self._length, kind, place, speaker))
        elif self._parts:
            self._parts.pop()
            self._length -= len(_GAP)

    def write(self, text: str | None) -> None:
        """Add running text to the open block; white space and line ends are one blank."""
        if not text or self._begun is None:
            return
        words = _on_one_line(text)
        if words[0] == " " and not self._joins:
            self._pending = self._pending or " "
        if words == " ":
            return
        self._joins = False
        if self._length > self._begun[0]:
            self._append(self._pending)
        for one in self._speaking:
            one.start = self._length if one.start is None else one.start
        self._append(words.strip(" "))
        self._end_of_words = self._length
        self._pending = " " if words[-1] == " " else ""

    def line(self) -> None:
        """Begin a new line within the block: a verse, an item, a line of an address."""
        self._pending, self._joins = "\n", False

    def blank(self) -> None:
        """Part what follows from what stands before."""
        self._pending = self._pending or ("" if self._joins else " ")

    def join(self, *, within_word: bool = False) -> None:
        """Join what follows to what stands before; the hyphen of a word that the file breaks goes."""
        self._pending, self._joins = "", True
        if within_word and self.ends_in_hyphen:
            self._parts[-1] = self._parts[-1][:-1]
            self._length -= 1

    @property
    def ends_in_hyphen(self) -> bool:
        """Whether the last character of the open block is a hyphen."""
        return self.is_open and bool(self._parts) and self._parts[-1].endswith(_HYPHENS)

    @property
    def leads_in(self) -> bool:
        """Whether what was written last ends in a colon."""
        return next((part.rstrip().endswith(":") for part in reversed(self._parts) if part.strip()), False)

    def page(self, label: str) -> None:
        """Note that a page begins; one without a number goes on with the number before it."""
        if label:
            self._pages.append((self._length, label))

    @contextmanager
    def quotation(self, kind: str, form: str, speaker: str | None) -> Iterator[None]:
        """Give what is written meanwhile to another voice."""
        self._speaking.append(_Speaking(kind, form, speaker))
        yield
        self._quoted(self._speaking.pop())

    @contextmanager
    def speech(self, speaker: str | None) -> Iterator[None]:
        """Name who says the blocks that begin meanwhile: the text of a play is what its persons say."""
        before, self._speaker = self._speaker, speaker
        yield
        self._speaker = before

    @contextmanager
    def aside(self) -> Iterator[None]:
        """Take what is written meanwhile out of the speech around it: a stage direction, a note."""
        speaking, self._speaking = self._speaking, []
        for one in speaking:
            self._quoted(one)
        with self.speech(None):
            yield
        self._speaking = [_Speaking(one.kind, one.form, one.speaker) for one in speaking]

    @contextmanager
    def interruption(self, kind: str, place: str) -> Iterator[None]:
        """Write a block between two parts of the open one, which goes on after it."""
        begun = self._begun
        with self.aside():
            self.begin(kind, place)
            yield
            self.end()
        if begun is not None:
            self.begin(*begun[1:3])

    def document(self, metadata: Mapping[str, str], *, is_loose: bool = False) -> Document:
        """Return the text that was written, with its mark-up."""
        self.end()
        quotations = tuple(sorted(self._quotations, key=lambda one: (one.start, -one.end)))
        # where only displayed quotations are marked, which are blocks, the others stand in quotation marks
        speaks = any(one.kind == "direct" and one.form == "inline" for one in quotations)
        markup = Markup(tuple(self._blocks), quotations, speaks, tuple(self._pages), is_loose)
        return Document("".join(self._parts), markup, MappingProxyType(dict(metadata)))

    def _quoted(self, one: _Speaking) -> None:
        if one.start is not None:
            found = MarkedQuotation(one.start, self._end_of_words, one.kind, one.form, one.speaker)
            self._quotations.append(found)

    def _append(self, text: str) -> None:
        if text:
            self._parts.append(text)
            self._length += len(text)
