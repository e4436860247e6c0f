"""Cues: hedges, boosters and other metadiscourse, as forms of a list in the contexts that they need.

The list (`dhtools.wordlists.metadiscourse_forms`) gives every form its class and its rule: *may* is a modal,
but not in *May 1940*; *about* hedges a number, but not a topic. One pass over the words finds the longest
form of each class at each place.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

import numpy as np
import pandas as pd

from ...annotation.record import Annotation
from ...annotation.tokens import fold_word
from ...errors import check_choice
from ...shown import answers_first
from ...wordlists.lists import metadiscourse_forms
from ..findings import SPAN_COLUMNS, Span, make_findings
from ..language import for_english
from ..tagger import with_tagger
from .rules import CONTEXT_RULES
from .token_context import TokenContext, TokenisedText, split_words

#: Rule of a phrase that only looks like a cue: it is passed over, and so are the forms in it.
NO_CUE = "no_cue"
#: Classes that make a sentence unsure or vague, and subclasses that only blur a number or leave a list open.
UNSURE = ("hedge", "approximator", "distance", "vague", "attribution")
NOT_UNSURE = ("rounder", "extender")


class Entry(NamedTuple):
    """A row of the list: the words of a form after its first, class, subclass, and rule."""

    rest: list[str]
    category: str
    detail: str
    rule: str


@lru_cache
def _entries() -> dict[str, dict[str, list[Entry]]]:
    """Return the rows of the list by the first word of the form and the second, the longest forms first.

    Under the second word "" are the forms of one word; they stand under every other second word too.
    """
    entries: dict[str, dict[str, list[Entry]]] = {}
    for first, entry in sorted(_rows(), key=lambda row: -len(row[1].rest)):
        seconds = entries.setdefault(first, {"": []})
        if entry.rest:
            seconds.setdefault(entry.rest[0], []).append(entry)
        else:
            for forms in seconds.values():
                forms.append(entry)
    return entries


def _rows() -> Iterator[tuple[str, Entry]]:
    """Yield the first word of each form, and its row."""
    table = metadiscourse_forms()[["class", "subclass", "form", "rule"]]
    for category, detail, form, rule in table.itertuples(index=False, name=None):
        first, *rest = (fold_word(word) for _, word in split_words(form))
        yield first, Entry(rest, category, detail, rule)


def _cues(text: TokenisedText, candidates: Iterable[int]) -> Iterator[Span]:
    """Yield the cues of a text; *candidates* are the words that begin a form."""
    entries, words, next_free = _entries(), [*text.words, ""], dict[str, int]()
    for first in candidates:
        seconds = entries[words[first]]
        for entry in seconds.get(words[first + 1], seconds[""]):
            last = first + len(entry.rest)
            free = next_free.get(entry.category, 0) <= first
            if free and _is_cue(TokenContext(text, first, last), entry):
                next_free[entry.category] = last + 1
                if entry.rule != NO_CUE:
                    yield Span(text.starts[first], text.ends[last], entry.category, entry.detail)


def _is_cue(context: TokenContext, entry: Entry) -> bool:
    """Tell whether the form stands here, as words of its own, and in the context that it needs."""
    if not context.continues_with(entry.rest) or context.is_hyphenated:
        return False
    return entry.rule in ("", NO_CUE) or CONTEXT_RULES[entry.rule](context)


def find_cues(text: str) -> list[Span]:
    """Return the cues of one sentence, of every class, in the order of the text.

    * text: A sentence: the rules take whatever stands in it for the context.

    Returns: Start and end (code points), category (class) and detail (subclass).

    >>> text = "It may have been in May 1940."
    >>> [(text[cue.start : cue.end], cue.category, cue.detail) for cue in find_cues(text)]
    [('may', 'hedge', 'modal'), ('may', 'modality', 'possibility')]
    """
    words = split_words(text)
    folded, last = [fold_word(word) for _, word in words], len(words) - 1
    starts, ends = [start for start, _ in words], [start + len(word) for start, word in words]
    tokenised = TokenisedText(text, folded, starts, ends, [0] * len(words), [last] * len(words))
    return list(_cues(tokenised, [number for number, word in enumerate(folded) if word in _entries()]))


def hedge_cues(text: str) -> list[Span]:
    """Return what makes a sentence unsure or vague: hedges, approximators, claims of unnamed people.

    * text: A sentence.

    Returns: As from `find_cues`, of the classes hedge, approximator, distance, vague and attribution. What
    only blurs a number (*about 300*) or leaves a list open (*etc.*) is left out.

    >>> text = "Critics agree: many of the 300 letters are probably forged."
    >>> [text[cue.start : cue.end] for cue in hedge_cues(text)]
    ['Critics', 'many of', 'probably']
    """
    return [cue for cue in find_cues(text) if cue.category in UNSURE and cue.detail not in NOT_UNSURE]


@answers_first("passage", "voice", "category", "cue", "detail")
@for_english("hedges, boosters and other metadiscourse")
def find_metadiscourse(annotation: Annotation, *, classes: Iterable[str] | None = None) -> pd.DataFrame:
    """Find hedges, boosters and other metadiscourse in all sentences of a corpus, whoever speaks.

    Parameters
    ----------
    annotation : Annotation
    classes : iterable of str, optional
        Some of hedge, approximator, distance, attribution, vague, booster, attitude, self-mention,
        engagement, transition, modality. One word may be a cue of two classes (*may*: hedge and modality).

    Returns
    -------
    DataFrame
        As from `make_findings`: *category* is the class, *detail* the subclass. With `with_tagger`'s column
        where there is a tagger.

    Raises
    ------
    DhtoolsError
        If a class is unknown.

    Notes
    -----
    Classes after Hyland (2005), *Metadiscourse*; modality after Biber (1988), *Variation across Speech and
    Writing*. Hyland's hedges are three classes here. A *hedge* is what Prince, Frader and Bosk (1982), On
    hedging in physician-physician discourse, call a shield: it leaves open whether the writer vouches for
    the statement (*perhaps*, *it is said*, *if the signs do not deceive us*). An *approximator*, also theirs,
    changes what is stated and not how surely (*almost 300*, *partly*, *usually*). *Distance* sets the writer
    apart from a word or claim of others (*alleged*, *so-called*): Martin and White (2005), The Language of
    Evaluation. *Attribution* and *vague* are separate as well.
    """
    known = metadiscourse_forms()["class"].unique()
    wanted = {check_choice("classes", name, known) for name in (known if classes is None else classes)}
    rows = [
        (text, *cue)
        for text, tokenised, candidates in _tokenised_texts(annotation)
        for cue in _cues(tokenised, candidates)
        if cue.category in wanted
    ]
    return with_tagger(annotation, make_findings(annotation, pd.DataFrame(rows, columns=SPAN_COLUMNS)))


def _tokenised_texts(annotation: Annotation) -> Iterator[tuple[str, TokenisedText, list[int]]]:
    """Yield every text as its words, with those that may begin a form; by codes, not by rows, for speed."""
    tokens, entries = annotation.tokens, _entries()
    forms = np.array([fold_word(str(form)) for form in tokens["word"].cat.categories], dtype=object)
    begins = np.array([form in entries for form in forms], dtype=bool)
    for text, rows in tokens.groupby("text", observed=True).indices.items():
        codes = tokens["word"].cat.codes.to_numpy()[rows]
        opens, closes = _sentence_bounds(tokens["passage"].cat.codes.to_numpy()[rows])
        starts, ends = (tokens[name].to_numpy()[rows].tolist() for name in ("start", "end"))
        raw = annotation.corpus[str(text)].raw
        tokenised = TokenisedText(raw, forms[codes].tolist(), starts, ends, opens, closes)
        yield str(text), tokenised, np.flatnonzero(begins[codes]).tolist()


def _sentence_bounds(passages: np.ndarray) -> tuple[list[int], list[int]]:
    """Return the first and the last word of the sentence of every word."""
    edges = np.flatnonzero(np.diff(passages)) + 1
    first, last = np.append(0, edges), np.append(edges, len(passages)) - 1
    lengths = last - first + 1
    return np.repeat(first, lengths).tolist(), np.repeat(last, lengths).tolist()
