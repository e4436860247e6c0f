"""Who speaks in a quotation, where the words around it name the speaker."""

from __future__ import annotations

import re

from ..wordlists.lists import reporting_verbs

_NAME_WORD = r"[A-Z](?:[\w’'-]*[a-z][\w’'-]*|\.)"
_NAME = rf"(?P<name>{_NAME_WORD}(?:\s+(?:(?:de|von|van|of)\s+)?{_NAME_WORD}){{0,3}})"
_VERB = f"(?:{'|'.join(reporting_verbs('speaker')['form'])})"
_ADVERB = r"(?:\s+(?:\w+ly|later|then|once|again|had|has|also))?"
_BEFORE = (
    re.compile(rf"(?:[Aa]ccording to|[Ii]n the words of)\s+{_NAME}"),
    re.compile(rf"(?<![Tt]he )\b{_NAME}(?:,\s[^.;:!?“”\"‘’]{{0,100}},)?{_ADVERB}\s+{_VERB}\b"),
)
_AFTER = (
    re.compile(rf"\W{{1,4}}\s*{_VERB}\s+(?:(?:the|old|poor|young)\s+)?{_NAME}"),
    re.compile(rf"\W{{1,4}}\s*{_NAME}{_ADVERB}\s+{_VERB}\b"),
)
_NO_NAME = frozenset(
    str.split(
        "The This That These Those He She It They We You I In On At By For From As And But If When While"
        " After Before During Under Two Three His Her Their Its Our My Your What Who There Here Then Thus"
        " Today Later Once Following An A To Of"
    )
)
_REACH = 260


def name_speaker(raw: str, start: int, end: int, floor: int) -> str | None:
    """Return the name of the speaker of ``raw[start:end]``, or None where no reporting phrase names one.

    Parameters
    ----------
    raw : str
    start, end : int
        Content of the quotation.
    floor : int
        How far back the words before may be looked at (the beginning of the paragraph, or of the one that
        leads in).
    """
    before = _last_sentence(raw[max(floor, start - _REACH) : start])
    for pattern in _BEFORE:
        names = [name for match in pattern.finditer(before) if (name := _tidy(match["name"]))]
        if names:
            return names[-1]
    after = raw[end : end + 90].split("\n\n")[0]
    for pattern in _AFTER:
        match = pattern.match(after)
        if match and (name := _tidy(match["name"])):
            return name
    return None


def _last_sentence(words: str) -> str:
    """Return what stands after the last full stop that is followed by a capital (initials do not count)."""
    return re.split(r"(?<=[a-z\d)”’\"][.!?])\s+(?=[A-Z])", words)[-1]


def _tidy(name: str) -> str | None:
    words = name.split()
    while words and words[0] in _NO_NAME:
        words.pop(0)
    return " ".join(words) or None
