"""Speech that a dash opens at the beginning of its paragraph: Joyce, and print in many languages.

Speech goes on to the end of the paragraph, or to the words that name the speaker (*said Tom*, *dit-il*,
*— сказал он*). After these it may go on: behind a second dash, or where they end at a stop or a comma, unless
what follows tells how he spoke or what was done. A list may have dashes too, so a dash opens speech only
where another paragraph near by begins with one, and something in them sounds spoken.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..wordlists.lists import reporting_verbs

_DASHES = "—–―"
_OPENS = re.compile(rf"(?:[{_DASHES}]|--(?!-))[ \xa0\u2009\u202f]?(?=[\w¿¡«“„\"‘'’(…_*])")
_ENDS = re.compile(r"[.!?…:;,—–-][\"”»’'*_)]*\Z")
_SPOKEN = re.compile(r"[?!…¿¡]")
#: A dash after the last stop leads on, as to verses: it is not spoken.
_LEADS_ON = re.compile(r"(?<=[.!?…])(?:--|[—–])\s*\Z")
#: So many paragraphs apart two turns of one talk may stand, with narration between them.
_NEAR = 8

_VERB = f"(?:{'|'.join(reporting_verbs('dialogue')['form'])})"
_NAME_WORD = r"(?:[A-Z]\.|[A-Z][\w’'-]+)"
_NAME = rf"(?:(?:Mr|Mrs|Dr|St)\.?\s)?{_NAME_WORD}(?:\s{_NAME_WORD}){{0,3}}"
_NOUN = r"(?:the|an?|his|her|my|our|their|another|one)(?:\s(?!and\b)[\w’'-]+){1,5}?"
_SUBJECT = rf"(?:I|he|she|they|we|it|another|one|{_NOUN}|{_NAME})"
#: What is said, or asked, follows: *he said so*, *he thought it was*.
_OBJECT = "so|that|it|this|you|no|yes|he|she|I|they|we|if|what|how|there|nothing|something|anything"
_ENGLISH = (
    rf"(?:{_SUBJECT}\s(?:(?:had|then|\w+ly)\s)?{_VERB}|{_VERB}\s(?:then\s)?{_SUBJECT})\b(?!\s(?:{_OBJECT})\b)"
    r"|(?:was|came)\s[^.,;!?]{1,30}?\s(?:answer|reply|response|rejoinder|remark|comment|observation)\b"
)
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
#: Where the words that name a speaker may end.
_PAUSE = re.compile(
    r"(?<!\bMr)(?<!\bMrs)(?<!\bDr)(?<!\bSt)"
    r"(?:(?P<stop>[.!?…])[”»’\"]*\s+(?=[\"“«‘(¿¡]?[^\W\d_a-z])|(?:[,;:—–]|--)\s*)"
)
_NEXT_STOP = re.compile(r"(?<!\bMr)(?<!\bMrs)(?<!\bDr)(?<!\bSt)[.!?…]")
#: How he spoke: *, smiling*, *, with a smile*, *, as he rose*; and in other languages.
_MANNER = re.compile(
    r"(?:\w+\s)?(?!(?:any|every|some)?thing\b|during\b)\w{2,}ing\b|(?!indeed|need)\w{3,}ed\b|\w+ly[,.;]"
    r"|(?:with|without|who|whose|which|his|her)\b"
    r"|(?:in|at|by|after|on|from|to|through|under|over)\s(?:an?|his|her|their|the|some|one|great|much)\b"
    r"|(?:as|while|when|before|until|till|and|but)\s(?:\w+\s){0,2}(?:he|she|they|his|her|their)\b"
    r"|(?:as|while|when)\s(?:the\s|[A-Z])"
    r"|(?:avec|sans|en\s\w+ant|et\sse|puis|tandis|und|indem|während)\b|d[’']une?\b"
)
_OTHERS = re.compile(
    r"\b(?:he|she|his|her|they|their|ils?|elles?|\w{2,}ed|was|were|had|did|would|could|went|took|put|turned|sat|stood"
    r"|gave|began|made|ran|left|drew|held|threw|shook|rose|fell|came|saw|felt)\b",
    re.IGNORECASE,
)
_ADDRESS = re.compile(
    r"\b(?:I|me|my|we|us|our|you|your|is|are|am|will|shall|can|must|have|has|do|does|let|this|here|now|yes|no)\b"
    r"|[’'](?:s|m|re|ll|ve|t|d)\b|[?!]",
    re.IGNORECASE,
)


def dashed_paragraphs(contents: list[str]) -> set[int]:
    """Return the numbers of the paragraphs in which a dash opens speech.

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
        leads_on = _LEADS_ON.search(content, len(content.rstrip()) - 3)
        yield place, leads_on.start() if leads_on else len(content)


def _resumes(content: str, tag: re.Match[str]) -> int:
    """Return where speech goes on after the words that name the speaker, or the end of the paragraph."""
    if tag.lastgroup:
        found = _NEXT_DASH.search(content, tag.end())
        return found.end() if found else len(content)
    for pause in _PAUSE.finditer(content, tag.end()):
        place = pause.end()
        if not (_is_told(content, place) or (not pause["stop"] and _MANNER.match(content, place))):
            return place
        if pause["stop"]:
            break
    return len(content)


def _is_told(content: str, place: int) -> bool:
    """Tell whether a sentence is told from *place* on: of others, in the past, addressing nobody."""
    end = _NEXT_STOP.search(content, place)
    span = place, end.end() if end else len(content)
    return not _ADDRESS.search(content, *span) and _OTHERS.search(content, *span) is not None
