"""Speech that a dash opens at the beginning of its paragraph: Joyce, and print in many languages.

Speech goes on to the end of the paragraph, or to the words that name the speaker (*said Tom*, *dit-il*,
*— сказал он*); after these it may go on. A list may have dashes too, so a dash opens speech only where
another paragraph near by begins with one, and something in them sounds spoken.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..wordlists.lists import reporting_verbs

_DASHES = "—–―"
_OPENS = re.compile(rf"(?:[{_DASHES}]|--(?!-))[ \xa0\u2009\u202f]?(?=[\w¿¡«“„\"‘'’(…_*])")
_ENDS = re.compile(r"[.!?…:;,—–-][\"”»’'*_)]*\Z")
_SPOKEN = re.compile(r"[?!…¿¡]")
#: So many paragraphs apart two turns of one talk may stand, with narration between them.
_NEAR = 8

_VERB = "(?:{})".format("|".join({*reporting_verbs("tag")["form"], *reporting_verbs("speaker")["form"]}))
_NAME = r"(?:(?:Mr|Mrs|Dr|Miss|Sir|Lady|Father)\.?\s)?[A-Z][\w’'.-]*(?:\s[A-Z][\w’'-]*){0,2}"
_SUBJECT = rf"(?:I|he|she|they|we|(?:the|his|her|my|an?)\s\w+(?:\s\w+)?|{_NAME})"
_ENGLISH = rf"(?:{_SUBJECT}\s(?:\w+ly\s)?{_VERB}|{_VERB}\s{_SUBJECT})\b(?!\s(?:so|that|it|this|you|no|yes)\b)"
_FRENCH_VERB = (
    r"(?:s[’']|se |me |lui |leur )?(?:dit|dis|dirent|fit|fis|répond(?:it|is)?"
    r"|demand(?:a|ai|e)|cri(?:a|ai)|écri(?:a|ai)|repri[ts]|ajout(?:a|ai)|murmur(?:a|ai)|pens(?:a|ai)|répliqua"
    r"|continua|exclama|interrogea|répéta|souffla|soupira|chuchota|lança|déclara|observa|balbutia|hurla|protesta|objecta|insista|conclut|poursuivit)"
)
_FRENCH_NAME = r"(?:-(?:t-)?(?:il|elle|ils|elles|on|je|nous)\b|\s(?:[A-ZÀ-Þ]|l[ea’']|un|mon|ma|son|sa|M\.))"
_OTHER_VERB = (
    r"(?:disse|perguntou|respondeu|exclamou|gritou|murmurou|powiedział|rzekł|zapytał|spytał|odpowiedział|zawołał|odparł"
    r"|chiese|rispose|esclamò|gridò|dijo|preguntó|respondió|exclamó|gritó|сказал|спросил|ответил"
    r"|sagte|fragte|rief|antwortete|erwiderte|meinte|sade|frågade|sagde|zei|vroeg)"
)
_LOWER = r"[^\W\d_A-ZÀ-ÞА-ЯЁ]"
#: The words that name a speaker: after a second dash, or after a mark that the speech ends with.
_TAG = re.compile(
    rf"(?<=\S)[ \xa0](?P<dash>[{_DASHES}])(?={_LOWER})"
    rf"|(?<=[,!?…»”])\s?(?P<comma>[{_DASHES}])\s(?={_LOWER})"
    rf"|\s(?P<space>[{_DASHES}])\s(?={_OTHER_VERB})"
    rf"|(?<=[,!?…—–])\s(?:{_ENGLISH}|{_FRENCH_VERB}{_FRENCH_NAME}|{_OTHER_VERB})"
)
_NEXT_DASH = re.compile(rf"\s?[{_DASHES}]\s?[.,;:!?…]*\s*")
_NEXT_SENTENCE = re.compile(r"(?<!\bMr)(?<!\bMrs)(?<!\bDr)[.!?…][”»’\"]*\s+(?=[\"“«‘(¿¡]?[^\W\d_a-z])")
#: Narration, not speech, goes on so.
_NARRATION = re.compile(r"(?:He|She|They|His|Her|Then|Il|Elle|Ils|Elles|Puis)\b")


def dashed_paragraphs(contents: list[str]) -> set[int]:
    """Return the numbers of the paragraphs in which a dash opens speech.

    Examples
    --------
    >>> sorted(dashed_paragraphs(["—Come here, said Tom.", "It was late.", "—I will not, she said."]))
    [0, 2]
    >>> dashed_paragraphs(["He wants:", "– bread;", "– milk."])
    set()
    """
    opening = [number for number, content in enumerate(contents) if _OPENS.match(content)]
    found: set[int] = set()
    for group in _groups(opening):
        turns = [number for number in group if _ENDS.search(contents[number][-8:])]
        leads_in = group[0] > 0 and contents[group[0] - 1].endswith((":", ";"))
        spoken = any(_SPOKEN.search(contents[n]) or _TAG.search(contents[n]) for n in turns)
        if len(turns) > 1 and (spoken or not leads_in):
            found.update(turns)
    return found


def _groups(numbers: list[int]) -> Iterator[list[int]]:
    """Yield runs of numbers that stand near each other."""
    group: list[int] = []
    for number in numbers:
        if group and number - group[-1] > _NEAR:
            yield group
            group = []
        group.append(number)
    if group:
        yield group


def dashed_speech(content: str) -> Iterator[tuple[int, int]]:
    """Yield start and end of what is spoken in a paragraph that a dash opens.

    Examples
    --------
    >>> text = "—Ven —dijo Juan—. No tardes."
    >>> [text[start:end] for start, end in dashed_speech(text)]
    ['Ven', 'No tardes.']
    """
    opens = _OPENS.match(content)
    place = opens.end() if opens else len(content)
    for tag in _TAG.finditer(content, place):
        if tag.start() < place:
            continue
        yield place, len(content[: tag.start()].rstrip())
        place = _resumes(content, tag)
        if place == len(content):
            return
    if place < len(content):
        yield place, len(content)


def _resumes(content: str, tag: re.Match[str]) -> int:
    """Return where speech goes on after the words that name the speaker, or the end of the paragraph."""
    after = _NEXT_DASH if tag.lastgroup else _NEXT_SENTENCE
    found = after.search(content, tag.end())
    if not found or (not tag.lastgroup and _NARRATION.match(content, found.end())):
        return len(content)
    return found.end()
