"""Quotation marks: find them and pair them.

A mark is opening or closing by its shape (“ ”), by its place (" and '), or both. Apostrophes share their shape with
closing single marks, so single marks count only inside double ones, or in a text that has no other.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

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
    "’": ("single", -1),
    "'": ("typewriter", 0),
}
_SINGLE = {"single", "typewriter"}
_DOUBLE_MARK = re.compile("‘‘|’’|``|''|[“”„«»\"]")
_ANY_MARK = re.compile("‘‘|``|''|’’(?!’)|[“”„«»\"‘’']")
_BEGINS = re.compile("‘‘|``|''|[“„«\"‘']")
_FINISHES = re.compile("(?:’’|''|[”»\"’'])\\Z")
_NOTE_MARKER = re.compile(r"\s?\[\d{1,3}\]\Z")
_ELISION = re.compile(
    r"[’'](?:t(?:is|was|were|will|would|ween)|em|twixt|cause|bout|gainst|neath|ere|im|er|ee|un|a|s|d|n|ll|fore|way|most)\b"
    r"|[’']\d\d",
    re.IGNORECASE,
)
_OPENING_PLACE = re.compile(r"(?:\A|[\s(\[{—–\-/“‘\"'_*])\Z")
_SINGLE_SPEECH = re.compile(r"[‘'](?=[A-Z])(?<![^\s(—-].)")
_DOUBLE_SPEECH = re.compile(r"[“«„]|``|‘‘|\"(?=\S)(?<![^\s(—-].)")

#: Enough of a text to see which marks it uses.
_SAMPLE = 200_000


@dataclass(frozen=True, slots=True)
class Marked:
    """A stretch between two quotation marks; offsets are those of its content, without the marks.

    `level` is 1 for a quotation, 2 for one inside it, and so on. A quotation that its paragraph leaves open (as
    print does where the next paragraph opens it again) has an empty `close`.
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


def pair_marks(text: str, *, singles: bool = False, following: str = "") -> list[Marked]:
    """Pair the quotation marks of one paragraph.

    Parameters
    ----------
    text : str
        One paragraph.
    singles : bool
        Whether single marks are quotation marks at the first level too (`single_marks_speak`).
    following : str
        The beginning of the next paragraph. If it opens the same marks again, what this paragraph leaves open goes
        on there (the convention of print); otherwise it is a slip, or an apostrophe, and no quotation.

    Returns
    -------
    list of Marked
        In order of their start; a quotation stands before those inside it.
    """
    if not (singles or _DOUBLE_MARK.search(text)):
        return []
    found: list[Marked] = []
    stack: list[_Open] = []
    for match in _ANY_MARK.finditer(text):
        _step(text, match.group(), match.start(), stack, found, singles)
    if stack and following.startswith(stack[0].mark):
        found.append(Marked(stack[0].start, len(text.rstrip()), stack[0].mark, "", 1))
    return sorted(found, key=lambda marked: (marked.start, marked.level))


def _step(text: str, mark: str, place: int, stack: list[_Open], found: list[Marked], singles: bool) -> None:
    """Let one mark open a quotation, close one, or be no quotation mark at all."""
    family, side = _SHAPES[mark]
    if family in _SINGLE and not (singles or stack):
        return
    if side >= 0 and _opens(text, mark, place, side):
        if side == 0:
            # straight marks cannot nest in themselves: the one before was never closed
            stack[:] = [entry for entry in stack if entry.family != family]
        stack.append(_Open(family, mark, place + len(mark)))
    elif _closes(text, mark, place, stack):
        _close(text, mark, place, stack, found)
    elif side < 0 and family not in _SINGLE and _in_opening_place(text, mark, place):
        # a closing mark set where one opens: a slip of the typist, as in ’’The Executioner’s Song,’’
        stack.append(_Open(family, mark, place + len(mark)))


def _opens(text: str, mark: str, place: int, side: int) -> bool:
    family = _SHAPES[mark][0]
    if family == "single" and _ELISION.match(text, place):
        return False
    if side == 1:
        return True
    if family == "typewriter" and _ELISION.match(text, place) and not _speaks_on(text, place):
        return False
    return _in_opening_place(text, mark, place)


def _closes(text: str, mark: str, place: int, stack: list[_Open]) -> bool:
    family = _SHAPES[mark][0]
    if not any(entry.family == family for entry in stack):
        return False
    if family not in _SINGLE:
        return True
    before, after = text[place - 1 : place], text[place + 1 : place + 2]
    if after.isalnum() or before.isspace():
        return False
    if before in "sz" and not after == mark:
        # workers’ movement: a plural possessive, if a better mark to close with is still to come
        rest = text[place + 1 :]
        later = re.search(rf"[.,!?;:…—\-]{mark}(?!\w)", rest)
        opening = re.search(r"[\s(—-][‘'](?=\w)", rest)
        return not (later and (not opening or later.start() < opening.start()) and after.isspace())
    return True


def _close(text: str, mark: str, place: int, stack: list[_Open], found: list[Marked]) -> None:
    family = _SHAPES[mark][0]
    while stack:
        entry = stack.pop()
        if entry.family == family:
            if text[entry.start : place].strip():
                found.append(Marked(entry.start, place, entry.mark, mark, len(stack) + 1))
            return


def _in_opening_place(text: str, mark: str, place: int) -> bool:
    after = text[place + len(mark) : place + len(mark) + 1]
    return bool(after) and not after.isspace() and bool(_OPENING_PLACE.search(text[max(0, place - 1) : place]))


def _speaks_on(text: str, place: int) -> bool:
    """``'Tis true,' said he``: an elision that also opens, because a mark closes it later."""
    return text[place + 1 : place + 2].isupper() and re.search(r"[.,!?;—\-]'(?!\w)", text[place + 1 :]) is not None
