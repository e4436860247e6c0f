"""Quotation marks: find them and pair them.

A mark is opening or closing by its shape (“ ”), by its place (" and '), or both. Apostrophes share their
shape with closing single marks. So a single mark outside double ones, in a text whose speech does not stand
in single marks, opens a quotation only if a mark follows that closes it better than an apostrophe would.
"""

from __future__ import annotations

import re
import sys
from bisect import bisect_right
from dataclasses import dataclass, field
from typing import NamedTuple

from .note_marks import NOTE_MARKS

#: Family of each mark, and the side its shape shows (0: the shape does not tell).
_SHAPES = {
    "‘‘": ("doubled", 1),
    "’’": ("doubled", -1),
    "``": ("latex", 1),
    "''": ("latex", -1),
    "“": ("curly", 1),
    "„": ("curly", 1),
    "”": ("curly", -1),
    "«": ("angle", 1),
    "»": ("angle", -1),
    "‹": ("single angle", 1),
    "›": ("single angle", -1),
    "「": ("corner", 1),
    "」": ("corner", -1),
    "『": ("white corner", 1),
    "』": ("white corner", -1),
    "❝": ("ornament", 1),
    "❞": ("ornament", -1),
    "〝": ("prime", 1),
    "〞": ("prime", -1),
    "〟": ("prime", -1),
    "‟": ("curly", 1),
    '"': ("straight", 0),
    "＂": ("wide", 0),
    "‘": ("single", 1),
    "‛": ("single", 1),
    "‚": ("single", 1),
    "’": ("single", -1),
    "'": ("typewriter", 0),
}
_SINGLE = {"single", "typewriter"}
#: In German each of these marks closes what the other opened.
_GERMAN = {"“": "„", "‘": "‚", "«": "»", "‹": "›"}
#: No print nests deeper; marks further out were never closed.
_DEEPEST = 8
# alternatives, not a set of characters: the engine then skips what cannot begin a mark, six times faster
_ONE_SIGN = "|".join(mark for mark in _SHAPES if len(mark) == 1)
_ANY_MARK = re.compile(f"‘‘|``|''|’’(?!’)|{_ONE_SIGN}")
_MAY_OPEN = re.compile("‘‘|’’|``|''|“|„|”|«|»|\"|‘|‚|‛|‟|‹|›|「|『|❝|〝|＂|'(?<!\\w')")
_BEGINS = re.compile("‘‘|``|''|[“‟„«»‹›「『❝〝\"＂‘‛‚']")
_FINISHES = re.compile("(?:’’|''|[”“»«›‹」』❞〞〟\"＂’‘'])\\Z")
_NOTES_AT_END = re.compile(rf"{NOTE_MARKS}\s*\Z")
_ELISION = re.compile(
    r"[’'](?:t(?:is|was|were|will|would|ween)|em|twixt|cause|bout|gainst|neath|ere|im|er|ee|un|a|s|d|n|ll|fore|way|most)\b"
    r"|[’']\d\d",
    re.IGNORECASE,
)
#: Those that nobody quotes alone: 'tis, rock 'n' roll, the '30s.
_SURE_ELISION = re.compile(
    r"(?:(?i:t(?:is|was|were|will|would|ween)|em|twixt|bout|gainst|neath|im|n|ll|til|un|ee)\b|\d\ds?\b)"
)
#: Feet before inches: 6'2" tall.
_FEET = re.compile(r"\d['’] ?\d{1,2}\Z")
_BEFORE_OPENING = frozenset("([{—–-/“‘\"'_*")
_SINGLE_SPEECH = re.compile(r"[‘'](?=[A-Z])(?<![^\s(—-].)")
_DOUBLE_SPEECH = re.compile(r"[“«„]|``|‘‘|\"(?=\S)(?<![^\s(—-].)")
#: Single marks that close what these open.
_CLOSES_SINGLE = {"‘": "[’']", "‛": "[’']", "'": "'", "‚": "[‘’]"}
#: Words cut short, which an apostrophe ends: o' the, an' so, rock 'n' roll.
_CUT_SHORT = re.compile(r"(?:[‘’']n|\b(?:[OoTtDd]|[Aa]n|[Tt]h|[Oo]l|[Ww]i|[FfMm]o))\Z")
#: Before what may be an apostrophe or close: the workers' hall, goin' on, a 6' wall.
_AMBIGUOUS = re.compile(r"(?:[sxzSXZ]|\w\win|(?<!\d)\d\d?)\Z")
_GOES_ON = re.compile(r"\s+\w")
#: A quotation that ends before what may be an apostrophe is short; one in typewriter marks is no page.
_SHORT, _LONG = 60, 600

#: Enough of a text to see which marks it uses.
_SAMPLE = 200_000


@dataclass(frozen=True, slots=True)
class QuotedSpan:
    """A stretch between two quotation marks; offsets are those of its content, without the marks.

    `level` is 1 for a quotation, 2 for one inside it, and so on. A quotation that its paragraph leaves open
    (as print does where the next paragraph opens it again) has an empty `close`.
    """

    start: int
    end: int
    open: str
    close: str
    level: int


@dataclass(slots=True)
class _Open:
    """A mark that is open; `until` is where a single mark outside double ones is closed."""

    family: str
    mark: str
    start: int
    until: int | None = None


def single_marks_speak(raw: str) -> bool:
    """Tell whether speech stands in single marks in this text (as in many British books)."""
    singles = len(_SINGLE_SPEECH.findall(raw, 0, _SAMPLE))
    return singles > 3 and singles > 3 * len(_DOUBLE_SPEECH.findall(raw, 0, _SAMPLE))


def opening_mark(text: str) -> str:
    """Return the quotation mark that *text* begins with, or an empty string."""
    match = _BEGINS.match(text)
    return match.group() if match else ""


def displayed_content(text: str) -> tuple[int, int]:
    """Return start and end of a displayed quotation without its outer marks and the note marker after it."""
    notes = _NOTES_AT_END.search(text, max(0, len(text) - 40))  # the end alone: paragraphs are long
    end = len(text[: notes.start()].rstrip()) if notes else len(text)
    start = len(opening_mark(text))
    closing = _FINISHES.search(text, 0, end) if start else None
    return start, closing.start() if closing else end


def pair_marks(text: str, *, singles: bool = False, following: str = "") -> list[QuotedSpan]:
    """Pair the quotation marks of one paragraph.

    * text: One paragraph.
    * singles: Whether single marks are quotation marks at the first level too (`single_marks_speak`).
    * following: The beginning of the next paragraph. If it opens the same marks again, what this paragraph
      leaves open goes on there (the convention of print); otherwise it is a slip, or an apostrophe, and no
      quotation.

    Returns: In order of their start; a quotation stands before those inside it.
    """
    if not _MAY_OPEN.search(text):
        return []
    pairing = _Pairing(text, singles, following)
    for match in _ANY_MARK.finditer(text):
        pairing.step(match.group(), match.start())
    if pairing.stack and following.startswith(pairing.stack[0].mark):
        first = pairing.stack[0]
        pairing.found.append(_Pair(first.start, len(text.rstrip()), first.mark, "", first.until is not None))
    return _levelled(pairing.found, singles)


class _Pair(NamedTuple):
    """Two marks; `alone` if they are single and stand outside double ones."""

    start: int
    end: int
    open: str
    close: str
    alone: bool


@dataclass(slots=True)
class _Pairing:
    """One walk over the marks of a paragraph: what is open now, and what has been closed."""

    text: str
    singles: bool
    following: str
    stack: list[_Open] = field(default_factory=list)
    found: list[_Pair] = field(default_factory=list)
    places: dict[str, list[int]] = field(default_factory=dict)

    def step(self, mark: str, place: int) -> None:
        """Let one mark open a quotation, close one, or be no quotation mark at all."""
        family, side = _SHAPES[mark]
        if family in _SINGLE and self._steps_alone(mark, place):
            return
        if self._closes_in_german(mark):
            self._close(family, mark, place)
        elif side >= 0 and self._opens(mark, place):
            if side == 0:
                # straight marks cannot nest in themselves: the one before was never closed
                self.stack[:] = [entry for entry in self.stack if entry.family != family]
            self._open(family, mark, place)
        elif self._closes(mark, place):
            self._close(family, mark, place)
        elif side < 0 and family not in _SINGLE and self._in_opening_place(mark, place):
            # a closing mark where one opens: »so«, or a slip of the typist, as in ’’The Executioner’s Song,’’
            self._open(family, mark, place)

    def _steps_alone(self, mark: str, place: int) -> bool:
        """Let a single mark outside double ones open if its end can be seen, and close there alone."""
        if self.stack and self.stack[0].until is None:
            return False
        if self.stack:
            if place == self.stack[0].until:
                self._close(self.stack[0].family, mark, place)
            return True
        until = self._end_of_single(mark, place)
        if until > place:
            self.stack.append(_Open(_SHAPES[mark][0], mark, place + 1, until))
        return until > place or not self.singles

    def _end_of_single(self, mark: str, place: int) -> int:
        """Return where a single mark is closed; -1 where it opens nothing, or where nothing closes it."""
        if mark not in _CLOSES_SINGLE or not self._in_opening_place(mark, place):
            return -1
        closing, maybe = self._closing_places(mark)
        opening = self._next(rf"(?<![^\s(\[{{—–/\"“-]){mark}(?=\S)(?!{_SURE_ELISION.pattern})", place)
        end = _after(closing, place)
        typed = mark == "'"
        elision = _SURE_ELISION.match(self.text, place + 1)
        if elision and elision.end() == end:  # rock 'n' roll
            return -1
        if end < opening and not (typed and end - place > _LONG and self.text[end - 1].isalnum()):
            return end
        end = _after(maybe, place)
        brief = end - place < _SHORT and "," not in self.text[place:end]
        if end < opening and not elision and (brief or not typed):
            return end
        return len(self.text) if self.following.startswith(mark) else -1

    def _open(self, family: str, mark: str, place: int) -> None:
        self.stack.append(_Open(family, mark, place + len(mark)))
        del self.stack[:-_DEEPEST]

    def _close(self, family: str, mark: str, place: int) -> None:
        while self.stack:
            entry = self.stack.pop()
            if entry.family == family:
                if self.text[entry.start : place].strip():
                    alone = entry.until is not None
                    self.found.append(_Pair(entry.start, place, entry.mark, mark, alone))
                return

    def _opens(self, mark: str, place: int) -> bool:
        family, side = _SHAPES[mark]
        if family == "single" and _ELISION.match(self.text, place):
            return False
        if side == 1:
            return True
        if family == "wide":
            return not any(entry.family == family for entry in self.stack)
        if family == "typewriter" and _ELISION.match(self.text, place) and not self._speaks_on(place):
            return False
        return self._in_opening_place(mark, place)

    def _closes(self, mark: str, place: int) -> bool:
        family, _ = _SHAPES[mark]
        if not any(entry.family == family for entry in self.stack):
            return False
        if family == "straight":
            return not _FEET.search(self.text, max(0, place - 6), place)
        if family not in _SINGLE:
            return True
        before, after = self.text[place - 1 : place], self.text[place + 1 : place + 2]
        if after.isalnum() or before.isspace():
            return False
        return not (before in "sz" and after.isspace() and self._closes_better_later(mark, place))

    def _closes_in_german(self, mark: str) -> bool:
        """„so“, ‚so‘ and »so«: the mark that opens elsewhere closes here."""
        return mark in _GERMAN and any(entry.mark == _GERMAN[mark] for entry in self.stack)

    def _closes_better_later(self, mark: str, place: int) -> bool:
        """Tell a plural possessive (the workers’ movement): a better mark to close with is still to come."""
        later = self._next(rf"[.,!?;:…—\-]{mark}(?!\w)", place)
        return later < self._next(r"[\s(—-][‘'](?=\w)", place)

    def _speaks_on(self, place: int) -> bool:
        """``'Tis true,' said he``: an elision that also opens, because a mark closes it later."""
        later = self._next(r"[.,!?;—\-]'(?!\w)", place)
        return self.text[place + 1 : place + 2].isupper() and later < len(self.text)

    def _in_opening_place(self, mark: str, place: int) -> bool:
        after = self.text[place + len(mark) : place + len(mark) + 1]
        before = self.text[place - 1] if place else " "
        return bool(after) and not after.isspace() and (before.isspace() or before in _BEFORE_OPENING)

    def _closing_places(self, mark: str) -> tuple[list[int], list[int]]:
        """Return where single marks close what *mark* opens: surely, and where they may be apostrophes."""
        if "closing" + mark not in self.places:
            self._sort_closing_places(mark)
        return self.places["closing" + mark], self.places["maybe" + mark]

    def _sort_closing_places(self, mark: str) -> None:
        closing: list[int] = []
        maybe: list[int] = []
        for match in re.finditer(rf"(?<=[^\s(\[{{“‘'])(?:{_CLOSES_SINGLE[mark]})(?!\w)", self.text):
            place = match.start()
            near = max(0, place - 5), place
            if not _GOES_ON.match(self.text, place + 1):
                closing.append(place)
            elif not _CUT_SHORT.search(self.text, *near):
                (maybe if _AMBIGUOUS.search(self.text, *near) else closing).append(place)
        self.places["closing" + mark], self.places["maybe" + mark] = closing, maybe

    def _next(self, pattern: str, place: int) -> int:
        """Return where *pattern* stands next after *place* (or the length of the text); sought once."""
        if pattern not in self.places:
            self.places[pattern] = [match.start() for match in re.finditer(pattern, self.text)]
        return min(_after(self.places[pattern], place), len(self.text))


def _after(places: list[int], place: int) -> int:
    """Return the first of *places* after *place*; a number beyond every text where there is none."""
    number = bisect_right(places, place)
    return places[number] if number < len(places) else sys.maxsize


def _levelled(found: list[_Pair], singles: bool) -> list[QuotedSpan]:
    """Order quotations by their start and count the levels; what is no quotation makes no level.

    After a mark that was never closed, an apostrophe and a plural possessive look like a pair of single marks
    at the first level.
    """
    levelled: list[QuotedSpan] = []
    ends: list[int] = []
    for start, end, opening, closing, alone in sorted(found, key=lambda pair: (pair.start, -pair.end)):
        while ends and ends[-1] <= start:
            ends.pop()
        if not (singles or ends or alone) and _SHAPES[opening][0] in _SINGLE:
            continue
        ends.append(end)
        levelled.append(QuotedSpan(start, end, opening, closing, len(ends)))
    return levelled
