"""Speech in italics without quotation marks, as books of the eighteenth century print it, or foreign words.

Plain text shows italics as ``_so_``. They show speech only after a verb of saying or crying: directly, after
*aloud*, or after a comma or a colon (*he cried out three times, _Long live the king_*). Names of works and
single words are in italics too, so at least two words are needed that are no name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..wordlists.lists import reporting_verbs
from .quotation_types import names_a_work

_ITALICS = re.compile(r"(?<!\w)_(?=[A-Z])[^_]{2,400}_(?!\w)")
_VERB = "|".join(
    [*reporting_verbs("dialogue")["form"], "cry", "crying", "shouting", "saying", "exclaiming", "repeating"]
)
_SPEAKS = re.compile(
    rf"(?:\b(?:{_VERB})(?:\s+(?:aloud|out|again)|\b(?:(?!\bthat\b)[^.;:?!_()]){{0,70}}[,:])?"
    r"|\b(?:cry|cries|shouts?)\s+of)\s+\Z"
)
#: How far before italics a verb is looked for, in characters.
_NEAR = 100


def italic_speech(content: str) -> Iterator[tuple[int, int]]:
    """Yield start and end of what a paragraph says in italics; the signs of italics are part of it.

    >>> text = "The guard cried aloud, _Who goes there_. He had read _The Old Tower_ twice."
    >>> [text[start:end] for start, end in italic_speech(text)]
    ['_Who goes there_']
    """
    for italics in _ITALICS.finditer(content):
        near = max(0, italics.start() - _NEAR), italics.start()
        if _SPEAKS.search(content, *near) and not names_a_work(italics.group(), content[slice(*near)]):
            yield italics.span()
