"""Mitigation and intensification: hedges, boosters and vague quantifiers, each with the words around it.

A word of the list is a cue only in its context: *may* is no modal in *May 1940*, *about* hedges a number
and no topic, *most* is vague before a noun and not in *the most radical*. The contexts are rules with
names; the list says which form needs which (`dhtools.wordlists.metadiscourse`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import NamedTuple

import pandas as pd

from ..annotation import Annotation
from ..errors import check_choice
from ..wordlists import metadiscourse
from .findings import make_findings

_QUANTITY = re.compile(
    r"\s+(?:\d|(?:a|one|two|three|four|five|six|seven|eight|nine|ten|twelve|twenty|thirty|forty|fifty|sixty|"
    r"seventy|eighty|ninety|half|a hundred|hundreds?|thousands?|dozens?|million|billion)\b)",
    re.IGNORECASE,
)


class Cue(NamedTuple):
    """A form found in a text: where, of which class and subclass."""

    start: int
    end: int
    category: str
    detail: str


def _is_modal(text: str, start: int, end: int) -> bool:
    """*may* is the month in mid-sentence with a capital, and before or after a number."""
    capital = text[start].isupper() and bool(text[:start].strip())
    return not capital and not re.match(r"\s+\d", text[end:]) and not re.search(r"\d\s+\Z", text[:start])


def _is_no_noun(text: str, start: int, end: int) -> bool:
    """*might* is a noun after an article, a possessive or *of*."""
    before = re.search(
        r"(?:\b(?:the|of|with|all|its|his|her|their|our|military)|['’]s)\s+\Z", text[:start], re.I
    )
    return before is None


def _is_degree(text: str, start: int, end: int) -> bool:
    """*rather than* compares, *or rather* corrects, *quite a few* is another form."""
    return not re.match(r"\s+(?:than|a few)\b|[,.;:]", text[end:], re.I)


def _before_number(text: str, start: int, end: int) -> bool:
    """*about*, *around*, *some* and *over* hedge a number."""
    return _QUANTITY.match(text, end) is not None and not re.match(
        r"\s+(?:a|one)\b(?!\s+(?:dozen|hundred|thousand|million|quarter|third|half))", text[end:], re.I
    )


def _is_vague_some(text: str, start: int, end: int) -> bool:
    """Take *some* as vague unless a number follows, which it hedges."""
    return _QUANTITY.match(text, end) is None


def _is_vague_most(text: str, start: int, end: int) -> bool:
    """*most* makes a superlative after an article or a possessive, and before *-ly* words and *of all*."""
    if " " in text[start:end]:
        return True
    before = re.search(r"(?:\b(?:the|its|his|her|their|our|at|a)|['’]s)\s+\Z", text[:start], re.IGNORECASE)
    return before is None


def _is_no_matter(text: str, start: int, end: int) -> bool:
    """*of course* insists, *as a matter of course* does not."""
    return not re.search(r"\bmatter\s+\Z", text[:start], re.IGNORECASE)


def _is_affirmed(text: str, start: int, end: int) -> bool:
    """*completely* and its like insist, but *not* or *never completely* holds back."""
    return not re.search(r"(?:\b(?:not|never|nor|neither)|n['’]t)\s+(?:\w+\s+){0,4}\Z", text[:start], re.I)


_RULES: dict[str, Callable[[str, int, int], bool]] = {
    "may": _is_modal,
    "might": _is_no_noun,
    "rather": _is_degree,
    "number": _before_number,
    "some": _is_vague_some,
    "most": _is_vague_most,
    "course": _is_no_matter,
    "affirmed": _is_affirmed,
}
#: Contexts by name: each takes a text and where the form stands in it.
RULES: Mapping[str, Callable[[str, int, int], bool]] = MappingProxyType(_RULES)


@lru_cache
def _forms() -> tuple[re.Pattern[str], dict[str, tuple[tuple[str, str, str], ...]]]:
    """Return a pattern of all forms, the longest first, and the entries of each."""
    entries: dict[str, list[tuple[str, str, str]]] = {}
    table = metadiscourse()
    for category, detail, form, rule in table[["class", "subclass", "form", "rule"]].itertuples(index=False):
        entries.setdefault(form.lower(), []).append((category, detail, rule))
    longest = sorted(entries, key=lambda form: (-len(form), form))
    spelled = "|".join(re.escape(form).replace(r"\ ", r"\s+") for form in longest)
    pattern = re.compile(rf"(?<![\w'’-])(?:{spelled})(?![\w'’])", re.IGNORECASE)
    return pattern, {form: tuple(found) for form, found in entries.items()}


def find_cues(text: str) -> Iterator[Cue]:
    """Yield the hedges, boosters and vague quantifiers of a sentence, the longest form at each place.

    Examples
    --------
    >>> [text[cue.start:cue.end] for text in ["He may come in May 1940."] for cue in find_cues(text)]
    ['may']
    >>> [(cue.category, cue.detail) for cue in find_cues("It was very probably the might of some 300 men.")]
    [('booster', 'degree'), ('hedge', 'adverb'), ('hedge', 'number')]
    """
    pattern, entries = _forms()
    for match in pattern.finditer(text):
        start, end = match.span()
        for category, detail, rule in entries[" ".join(match.group().lower().split())]:
            if not rule or RULES[rule](text, start, end):
                yield Cue(start, end, category, detail)
                break


def find_metadiscourse(annotation: Annotation, *, category: str | None = None) -> pd.DataFrame:
    """Find hedges, boosters and vague quantifiers in all sentences of a corpus, whoever speaks.

    Parameters
    ----------
    annotation : Annotation
    category : {"hedge", "booster", "vague"}, optional
        One class only.

    Returns
    -------
    DataFrame
        As from `make_findings`, *detail* the subclass.

    Raises
    ------
    DhtoolsError
        If there is no such class.
    """
    classes = metadiscourse()["class"].unique()
    if category is not None:
        check_choice("category", category, classes)
    rows = []
    for text, own in annotation.sentences.groupby("text", observed=True):
        raw = annotation.corpus[str(text)].raw
        for start, end in zip(own["start"].tolist(), own["end"].tolist(), strict=True):
            for cue in find_cues(raw[start:end]):
                rows.append((str(text), start + cue.start, start + cue.end, cue.category, cue.detail))
    spans = pd.DataFrame(rows, columns=["text", "start", "end", "category", "detail"])
    return make_findings(annotation, spans if category is None else spans[spans["category"] == category])
