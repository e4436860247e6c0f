"""The frame of Project Gutenberg: header before a text and licence after it, in all their historic forms."""

from __future__ import annotations

import re

_WORK = r"(?:['’]s\b|\s+(?:e-?books?|e-?text(?:e?s)?|edition|licen[sc]e|file|of)\b|\W*\Z)"
_NAME = rf"(?:the |this |a )?project\s+gutenberg{_WORK}"
#: ``*** START OF THE PROJECT GUTENBERG EBOOK …``; before 2004 the small print ended the header.
_START = re.compile(
    rf"\W{{0,12}}start(?:ing)? of {_NAME}|\W{{0,3}}end\W{{0,3}}the small print|.{{0,2000}}\*end\*\s*\Z",
    re.IGNORECASE | re.DOTALL,
)
#: ``*** END OF …``, ``End of Project Gutenberg's …``, in other languages too.
_END = re.compile(
    rf"\W{{0,12}}(?:end(?:e)?|fin|fine|einde) (?:of |de |du |del |di |van |dieses )?{_NAME}", re.IGNORECASE
)
_TITLE = re.compile(
    rf"\W{{0,12}}{_NAME}|\W{{0,12}}this e-?(?:book|text) is for the use of anyone", re.IGNORECASE
)
#: Lines of a header without a line that ends it.
_FIELD = re.compile(
    r"(?:title|author|translator|editor|illustrator|release date|posting date|last updated|credits|language"
    r"|most recently updated|original publication|character set encoding|\[?e-?(?:book|text) #?\d+)\b"
    r"|this e-?(?:book|text) is for the use of anyone|you may copy it|.{0,60}\bgutenberg\.(?:org|net)\b",
    re.IGNORECASE,
)
#: Who made the file, under the line that ends the header.
_CREDITS = re.compile(
    r"\W{0,3}(?:(?:this )?(?:e-?(?:book|text)|html version|transcription|file)?\s*(?:was )?"
    r"(?:produced|prepared|transcribed|scanned|proofread|digiti[sz]ed|typed)(?: and \w+)? (?:by|from)\b"
    r"|credits\b|.{0,200}\b(?:online distributed proofread|distributed proofreaders|pgdp\.net))",
    re.IGNORECASE | re.DOTALL,
)
#: So far from its beginning a text may begin, in paragraphs: the small print of old files is long.
_LONGEST_HEADER = 120


def text_between(contents: list[str]) -> tuple[int, int]:
    """Return the numbers of the first paragraph of the text and of the first after it.

    >>> start = "*** START OF THE PROJECT GUTENBERG EBOOK X ***"
    >>> end = start.replace("START", "END")
    >>> text_between(["Title: X", start, "Produced by Jane Doe", "A text.", end, "A licence."])
    (3, 4)
    >>> text_between(["A text."])
    (0, 1)
    """
    named = any("gutenberg" in content[:2000].lower() for content in contents[:_LONGEST_HEADER])
    named = named or any(_END.match(content) for content in contents)
    if not named:
        return 0, len(contents)
    first = _first(contents)
    last = next((n for n in range(first, len(contents)) if _END.match(contents[n])), len(contents))
    return first, last


def _first(contents: list[str]) -> int:
    starts = [n for n, content in enumerate(contents[:_LONGEST_HEADER]) if _START.match(content)]
    if starts:
        first = starts[-1] + 1
    elif contents and _TITLE.match(contents[0]):
        first = 1
        while first < len(contents) and (_FIELD.match(contents[first]) or _TITLE.match(contents[first])):
            first += 1
    else:
        return 0
    while first < len(contents) and _CREDITS.match(contents[first]):
        first += 1
    return first
