"""Normalisation: a text as its words are compared, with the way back to the file.

Two spellings of one word may differ in characters that no reader sees, or sees as the same: composed and
decomposed accents, ligatures, soft hyphens, the shape of an apostrophe, a word divided at the end of a line.
`folded` is the one place that decides what is the same. Tokens, queries, names and word lists all pass
through it. The file itself stays as it is: a `Folded` text maps every place to the code points of the file.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import regex

from .line_hyphens import joined_line_ends

Ints = npt.NDArray[np.int32]


class Edit(NamedTuple):
    """A stretch of a text, what takes its place, and what it is called in a report."""

    start: int
    end: int
    new: str
    what: str


def _nothing() -> Ints:
    return np.empty(0, dtype=np.int32)


@dataclass(frozen=True, slots=True, eq=False)
class Folded:
    """A normalised text. All offsets into it can be taken back to the file.

    Attributes
    ----------
    text : str
        The normalised text.
    below : Folded, optional
        The text before the last edits; none where nothing is folded: then every character stands where it
        stood.
    firsts, lasts : arrays of int32
        Start and end in *below* of each stretch of the text: what is kept and what is new, in turn. Memory
        grows with the edits, not with the text.
    at : array of int32
        Where each stretch begins here, and at last the length of the text.
    """

    text: str
    below: Folded | None = None
    firsts: Ints = field(default_factory=_nothing)
    lasts: Ints = field(default_factory=_nothing)
    at: Ints = field(default_factory=_nothing)

    def raw_starts(self, starts: Ints) -> Ints:
        """Return where stretches that begin at *starts* begin in the file."""
        if self.below is None:
            return starts
        stretch, within = self._stretches(starts)
        return self.below.raw_starts(self.firsts[stretch] + np.where(stretch % 2, np.int32(0), within))

    def raw_ends(self, ends: Ints) -> Ints:
        """Return where stretches of one character or more that end at *ends* end in the file."""
        if self.below is None:
            return ends
        stretch, within = self._stretches(ends - 1)
        kept = self.firsts[stretch] + within + 1
        return self.below.raw_ends(np.where(stretch % 2, self.lasts[stretch], kept))

    def _stretches(self, places: Ints) -> tuple[Ints, Ints]:
        """Return the number of the stretch of each character, odd where it is new, and its place there."""
        stretch = np.searchsorted(self.at[:-1], places, side="right").astype(np.int32) - 1
        return stretch, places - self.at[stretch]

    def raw_span(self, start: int, end: int) -> tuple[int, int]:
        """Return start and end in the file of a stretch of one character or more."""
        if self.below is None:
            return start, end
        starts, ends = np.array([start], dtype=np.int32), np.array([end], dtype=np.int32)
        return int(self.raw_starts(starts)[0]), int(self.raw_ends(ends)[0])

    def places(self, offsets: Ints) -> Ints:
        """Return the first characters here that stand at *offsets* of the file or after them."""
        if self.below is None:
            return offsets
        offsets = self.below.places(offsets)
        after = np.searchsorted(self.firsts, offsets).astype(np.int32)
        before = np.maximum(after - 1, 0)
        inside = self.at[before] + offsets - self.firsts[before]
        is_kept = (after > 0) & (before % 2 == 0)
        return np.where(is_kept, np.minimum(inside, self.at[after]), self.at[after])

    def place(self, offset: int) -> int:
        """Return the first character here that stands at *offset* of the file or after it."""
        return offset if self.below is None else int(self.places(np.array([offset], dtype=np.int32))[0])

    def edited(self, edits: list[Edit]) -> Folded:
        """Return the text with *edits* made: in order, without overlap."""
        if not edits:
            return self
        edges = [edge for edit in edits for edge in (edit.start, edit.end)]
        firsts, lasts = [0, *edges], [*edges, len(self.text)]
        parts = [self.text[first:last] for first, last in zip(firsts, lasts, strict=True)]
        parts[1::2] = [edit.new for edit in edits]
        at = np.cumsum([0, *map(len, parts)])
        return Folded("".join(parts), self, *(np.array(ints, dtype=np.int32) for ints in (firsts, lasts, at)))


# --- single characters

_LINE_END = r"[ \t]*(?:\r{0,2}\n|\r)[ \t\f]*(?=[^\W\d_])"
#: Signs that are not drawn and end no word. The zero-width space does end one (Unicode Standard Annex 29).
_INVISIBLE = (
    "\u034f\u061c\u180b-\u180e\u200c-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\U000e0000-\U000e01ef"
)
#: Letters in another dress: ligatures, presentation forms, full width, mathematical alphabets, long s.
_DRESSED = (
    "\u0132\u0133\u0149\u017f\u01c4-\u01cc\u01f1-\u01f3\ufb00-\ufb06\ufb13-\ufb17\ufb1d-\ufbb1\ufbd3-\ufd3d"
    "\ufd50-\ufdf9\ufe70-\ufefc\uff21-\uff3a\uff41-\uff5a\uff66-\uff9f\U0001d400-\U0001d7cb"
)
_NAMES = {
    "soft": "soft hyphen",
    "mark": "byte order mark",
    "invisible": "character without width",
    "stretch": "stretched letter (tatweel)",
    "space": "space without width",
    "hyphen": "form of the hyphen",
    "apostrophe": "form of the apostrophe",
    "dressed": "ligature or form of a letter",
}
_SINGLE = re.compile(
    rf"(?P<soft>(?<=[^\W\d_])[\xad\xac]+{_LINE_END}|\xad+)|(?P<mark>\ufeff+)|(?P<invisible>[{_INVISIBLE}]+)"
    rf"|(?P<stretch>\u0640+)|(?P<space>\u200b)|(?P<hyphen>[\u2010\u2011\u2e17\ufe63\uff0d])"
    rf"|(?P<apostrophe>[\u02bc\uff07\u055a])|(?P<dressed>[{_DRESSED}])"
)
#: The same characters as one set, which the engine passes over several times as fast.
_ANY_SINGLE = re.compile(
    rf"[\xad\xac\ufeff{_INVISIBLE}\u0640\u200b\u2010\u2011\u2e17\ufe63\uff0d\u02bc\uff07\u055a{_DRESSED}]"
)
_REPLACED = {"space": " ", "hyphen": "-", "apostrophe": "'"}


def _single_characters(text: str) -> Iterator[Edit]:
    if text.isascii() or not _ANY_SINGLE.search(text):
        return
    for match in _SINGLE.finditer(text):
        kind = match.lastgroup or ""
        new = _undressed(match.group()) if kind == "dressed" else _REPLACED.get(kind, "")
        if new != match.group():
            yield Edit(match.start(), match.end(), new, _NAMES[kind])


@lru_cache(maxsize=4096)
def _undressed(letter: str) -> str:
    """Return a letter in its plain form; what stands for several words stays."""
    plain = unicodedata.normalize("NFKC", letter).replace("ʼ", "'")
    return (
        plain
        if all(sign.isalpha() or sign == "'" or unicodedata.combining(sign) for sign in plain)
        else letter
    )


# --- accents

#: A letter with its marks; the parts of a Korean syllable.
_CLUSTER = regex.compile(r"[\u1100-\u11ff]+\p{M}*|[^\x00-\x7f\p{M}]\p{M}*|[\x00-\x7f]?\p{M}+")


def _composed_letters(text: str) -> Iterator[Edit]:
    if unicodedata.is_normalized("NFC", text):
        return
    for match in _CLUSTER.finditer(text):
        new = unicodedata.normalize("NFC", match.group())
        if new != match.group():
            yield Edit(match.start(), match.end(), new, "accent apart from its letter")


# --- apostrophes

#: Marks that are apostrophes between two letters only; around a word they are quotation marks, or accents.
_APOSTROPHE = re.compile(r"[`\xb4\u2018\u201b\u2032]")
_BETWEEN_LETTERS = regex.compile(r"(?<=\p{L}\p{M}*)[`\xb4\u2018\u201b\u2032](?=\p{L})")


def _apostrophes(text: str) -> Iterator[Edit]:
    if "`" in text if text.isascii() else _APOSTROPHE.search(text):
        for match in _BETWEEN_LETTERS.finditer(text):
            yield Edit(match.start(), match.end(), "'", _NAMES["apostrophe"])


#: An *s* that a blank, or a sign for a lost apostrophe, parts from its word: *Anna’ s*, *Anna ´s*, *Anna”s*.
_PARTED_S = regex.compile(
    r"(?<=\p{L}\p{M}*)(?:[ \xa0][`\xb4\u2032][ \xa0]?|[ \xa0]?[`\xb4\u2032'\u2019][ \xa0]"
    r"|[\u201d\ufffd])(?=s(?![\p{L}\p{M}\p{N}'\u2019]))"
)
#: One of these stands in every text that has one; to look for them is several times as fast.
_SIGNS_OF_S = ("' s ", "` s ", " `s ")
_MORE_SIGNS_OF_S = ("’ s ", "\xb4 s ", " \xb4s ", "′ s ", " ′s ", "”s ", "\ufffds ")
#: Where the apostrophes of a file are lost, a blank is left: *Anna s house*, more often than *Anna's*.
_BARE_S = re.compile(r"(?<=[^\W\d_]{2}) (?=s [a-z])")
_FEW = 3


def _parted_s(text: str) -> Iterator[Edit]:
    signs = _SIGNS_OF_S if text.isascii() else (*_SIGNS_OF_S, *_MORE_SIGNS_OF_S)
    if any(sign in text for sign in signs):
        for match in _PARTED_S.finditer(text):
            yield Edit(match.start(), match.end(), "'", _NAMES["apostrophe"])


def _bare_s(text: str) -> Iterator[Edit]:
    bare = text.count(" s ")
    if bare < _FEW or bare <= text.count("'s ") + text.count("’s "):
        return
    for match in _BARE_S.finditer(text):
        yield Edit(match.start(), match.end(), "'", "blank in the place of an apostrophe")


# --- words divided at the end of a line


def _line_ends(text: str) -> Iterator[Edit]:
    for start, end in joined_line_ends(text):
        yield Edit(start, end, "", "hyphen at the end of a line")


#: In this order: each sees what the ones before it have made.
_PASSES: tuple[Callable[[str], Iterator[Edit]], ...] = (
    _single_characters,
    _composed_letters,
    _apostrophes,
    _parted_s,
    _bare_s,
    _line_ends,
)


@lru_cache(maxsize=8)
def folded(raw: str) -> Folded:
    """Return a text as its words are compared.

    The following are folded; everything else stays.

    * Letters are composed (NFC). Ligatures (*ﬁ*), presentation forms, full-width letters and the long s
      become plain letters.
    * Soft hyphens, byte order marks, joiners, marks of direction and the Arabic tatweel are left out. A
      zero-width space becomes a space.
    * Forms of the hyphen (U+2010, U+2011) become ``-``.
    * Forms of the apostrophe become ``'``: U+02BC and U+FF07 everywhere; the grave and acute accent, ‘ and ′
      between two letters only. ’ stays, as ' does: `dhtools.fold_case` makes them one. An *s* that is parted
      from its word (*Anna’ s*, *Anna ´s*; *Anna s* in a file without apostrophes) is *'s*.
    * A word divided at the end of a line is joined, unless the hyphen is its own
      (`dhtools.annotation.line_hyphens`).

    Folding what is folded changes nothing.

    >>> folded("the revo­lution of the ofﬁce").text
    'the revolution of the office'
    >>> view = folded("cafés")
    >>> view.text, view.raw_span(0, 4)
    ('cafés', (0, 5))
    """
    view = Folded(raw)
    for find_edits in _PASSES:
        view = view.edited(list(find_edits(view.text)))
    return view


@lru_cache(maxsize=1 << 16)
def folded_form(form: str) -> str:
    """Return a word, or a form of a list, as `folded` has it."""
    return folded.__wrapped__(form).text


def find_folds(raw: str) -> Iterator[Edit]:
    """Yield what `folded` changes in a text, with its place in the file."""
    view = Folded(raw)
    for find_edits in _PASSES:
        edits = list(find_edits(view.text))
        for edit in edits:
            start, end = view.raw_span(edit.start, edit.end)
            yield edit._replace(start=start, end=end)
        view = view.edited(edits)
