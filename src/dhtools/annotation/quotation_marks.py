"""Quotation marks: find them and pair them.

A mark is opening or closing by its shape (“ ”), by its place (" and '), or both. Apostrophes share their
shape with closing single marks, so single marks count only inside double ones, or in a text that has no
other.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field

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
    '"': ("straight", 0),
    "‘": ("single", 1),
    "‚": ("single", 1),
    "’": ("single", -1),
    "'": ("typewriter", 0),
}
_SINGLE = {"single", "typewriter"}
#: In German each of these marks closes what the other opened.
_GERMAN = {"“": "„", "‘": "‚", "«": "»"}
#: No print nests deeper; marks further out were never closed.
_DEEPEST = 8
# alternatives, not a set of characters: the engine then skips what cannot begin a mark, six times faster
_DOUBLE_MARK = re.compile("‘‘|’’|``|''|“|”|„|«|»|\"")
_ANY_MARK = re.compile("‘‘|``|''|’’(?!’)|“|”|„|«|»|\"|‘|’|‚|'")
_BEGINS = re.compile("‘‘|``|''|[“„«\"‘']")
_FINISHES = re.compile("(?:’’|''|[”»\"’'])\\Z")
_NOTE_MARKER = re.compile(r"\s?\[\d{1,3}\]\Z")
_ELISION = re.compile(
    r"[’'](?:t(?:is|was|were|will|would|ween)|em|twixt|cause|bout|gainst|neath|ere|im|er|ee|un|a|s|d|n|ll|fore|way|most)\b"
    r"|[’']\d\d",
    re.IGNORECASE,
)
#: Feet before inches: 6'2" tall.
_FEET = re.compile(r"\d['’] ?\d{1,2}\Z")
_BEFORE_OPENING = frozenset("([{—–-/“‘\"'_*")
_SINGLE_SPEECH = re.compile(r"[‘'](?=[A-Z])(?<![^\s(—-].)")
_DOUBLE_SPEECH = re.compile(r"[“«„]|``|‘‘|\"(?=\S)(?<![^\s(—-].)")

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
    family: str
    mark: str
    start: int


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
    end = len(_NOTE_MARKER.sub("", text).rstrip())
    start = len(opening_mark(text))
    closing = _FINISHES.search(text, 0, end) if start else None
    return start, closing.start() if closing else end


def pair_marks(text: str, *, singles: bool = False, following: str = "") -> list[QuotedSpan]:
    """Pair the quotation marks of one paragraph.

    Parameters
    ----------
    text : str
        One paragraph.
    singles : bool
        Whether single marks are quotation marks at the first level too (`single_marks_speak`).
    following : str
        The beginning of the next paragraph. If it opens the same marks again, what this paragraph leaves open
        goes on there (the convention of print); otherwise it is a slip, or an apostrophe, and no quotation.

    Returns
    -------
    list of QuotedSpan
        In order of their start; a quotation stands before those inside it.
    """
    if not (singles or _DOUBLE_MARK.search(text)):
        return []
    pairing = _Pairing(text, singles)
    for match in _ANY_MARK.finditer(text):
        pairing.step(match.group(), match.start())
    if pairing.stack and following.startswith(pairing.stack[0].mark):
        first = pairing.stack[0]
        pairing.found.append((first.start, len(text.rstrip()), first.mark, ""))
    return _levelled(pairing.found, singles)


@dataclass(slots=True)
class _Pairing:
    """One walk over the marks of a paragraph: what is open now, and what has been closed."""

    text: str
    singles: bool
    stack: list[_Open] = field(default_factory=list)
    found: list[tuple[int, int, str, str]] = field(default_factory=list)
    places: dict[str, list[int]] = field(default_factory=dict)

    def step(self, mark: str, place: int) -> None:
        """Let one mark open a quotation, close one, or be no quotation mark at all."""
        family, side = _SHAPES[mark]
        if family in _SINGLE and not (self.singles or self.stack):
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

    def _open(self, family: str, mark: str, place: int) -> None:
        self.stack.append(_Open(family, mark, place + len(mark)))
        del self.stack[:-_DEEPEST]

    def _close(self, family: str, mark: str, place: int) -> None:
        while self.stack:
            entry = self.stack.pop()
            if entry.family == family:
                if self.text[entry.start : place].strip():
                    self.found.append((entry.start, place, entry.mark, mark))
                return

    def _opens(self, mark: str, place: int) -> bool:
        family, side = _SHAPES[mark]
        if family == "single" and _ELISION.match(self.text, place):
            return False
        if side == 1:
            return True
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

    def _next(self, pattern: str, place: int) -> int:
        """Return where *pattern* stands next after *place* (or the length of the text); sought once."""
        if pattern not in self.places:
            self.places[pattern] = [match.start() for match in re.finditer(pattern, self.text)]
        places = self.places[pattern]
        number = bisect_right(places, place)
        return places[number] if number < len(places) else len(self.text)


def _levelled(found: list[tuple[int, int, str, str]], singles: bool) -> list[QuotedSpan]:
    """Order quotations by their start and count the levels; what is no quotation makes no level.

    After a mark that was never closed, an apostrophe and a plural possessive look like a pair of single marks
    at the first level.
    """
    levelled: list[QuotedSpan] = []
    ends: list[int] = []
    for start, end, opening, closing in sorted(found, key=lambda span: (span[0], -span[1])):
        while ends and ends[-1] <= start:
            ends.pop()
        if not (singles or ends) and _SHAPES[opening][0] in _SINGLE:
            continue
        ends.append(end)
        levelled.append(QuotedSpan(start, end, opening, closing, len(ends)))
    return levelled
