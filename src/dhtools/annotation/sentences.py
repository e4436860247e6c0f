"""Sentences: a splitter by rules.

A sentence ends at ``. ! ?`` or an ellipsis, with the marks and note markers glued to it, unless the stop
belongs to an abbreviation, an initial or a number, or the next word goes on in lower case. Quotation marks do
not protect a boundary inside them. Colon and semicolon never end a sentence. A dash does so only where words
are broken off; a dash after a stop begins one, unless it signs a quotation. A picture's credit, and the date
below a headline, stand alone. In texts that are careless of capitals and spaces, as in forums, a sentence may
also begin in lower case or without a space.
"""

from __future__ import annotations

import re
from array import array
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from ..corpus.languages import reading_language
from ..corpus.texts import Corpus, Text
from ..schema import PROSE
from ..wordlists.lists import reporting_verbs
from .line_patterns import ENDS_SENTENCE, FIGURE_LABEL
from .note_marks import NOTE_MARKS
from .paragraphs import line_starts
from .places import Ints, TextColumns
from .sentence_rules import SentenceRules, sentence_rules

#: Words when they stand in capitals.
_ALSO_WORDS = frozenset(("IE", "EG", "AL", "V"))
_STARTERS = sentence_rules("en").starters
_MONTH = re.compile(r"\W{0,5}(?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec)[a-z]*\.?\s+\d")
_STOP = re.compile(
    r"(?P<stop>[.!?…。！？।॥؟۔](?:[.!?…。！？]|\s(?=\.\s?\.))*)"
    r"(?P<close>(?:''|[\"”’')\]}*_」』❞＂]|[\xad\u200b-\u200f\u2060\ufeff]|"  # also signs without width
    r"[“‘«‹](?=\s|\Z)|[ \xa0\u2009\u202f]?[»›](?!\w))*)"
    rf"(?P<notes>{NOTE_MARKS}"
    r"(?:(?:(?<=[a-z]{3}[.!?])|(?<=[.!?][”’\"]))\d{1,3}(?:[,–-]\d{1,3})*(?=\s+[\"“‘(]?[A-Z]))?)"
    rf"(?P<apart>\s\d{{1,3}}(?=\s+(?:{'|'.join(word.capitalize() for word in _STARTERS)})\b))?"
    r"(?:\s(?:\[(?:…|\.\.\.)\]|[:;]-?[)(DP])(?=\s|\Z))?"  # He left. […] Well! :)
    r"(?=(?P<space>\s*)(?P<next>\S?))",
)
#: No clause ends with these.
_UNFINISHED = "|".join(
    str.split(
        "a an the my your his our their to of at in on with for from by and or but if that because not just"
        " uh um is are was were be been have has had would could should will can might may must you he she"
        " we they"
    )
)
_NEW_START = "|".join(
    word.capitalize() for word in sorted((_STARTERS | {"well", "oh", "okay", "yeah", "see"}) - {"a", "i"})
)
#: “Not at — This is at six.”: a dash breaks off; but *the one in — The Third Man — is old* goes on.
_BROKEN_OFF = (
    rf"(?:\b(?:{_UNFINISHED})|[a-z]-) (?:[—–]|--)\s(?!No\. ?\d)(?=(?:{_NEW_START})\b(?: [a-z]|[’'.,?!]))"
)
#: The old town Image: Ann Brown.
_CREDIT = r"(?<=[\w.”’\"')])\s(?=(?:Image|Photo|Photograph): [A-Z][^.!?:]{1,60}\.?\Z)"
#: An interview with a sailor Friday, March 7, 2014; but *the fair opens on Friday, March 7, 2014* goes on.
_DATED = (
    r"(?<=[\w”’\"')])(?<!\b(?:on|of|to|by))(?<!\bfor)(?<!\b(?:from|this|last|next))(?<!\b(?:until|since))"
    r"\s(?=(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day, [A-Z][a-z]+ \d{1,2}, \d{4}\Z)"
)
#: Each ends in the white space before what begins anew though no stop stands there.
_BREAK = re.compile(f"{_BROKEN_OFF}|{_CREDIT}|{_DATED}")
#: A paragraph without any of these has no such break: looking for them takes no time.
_BREAK_SIGNS = (" —", " –", " --", "Image: ", "Photo", "day, ")
#: “… a long game.” — Matthew Ingram
_SIGNED = re.compile(r"\s+(?:[—–-]|--)\s?[A-Z][\w’'-]+(?: (?:[A-Z]\.|[A-Z][\w’'-]+)){0,3}\Z")
#: MM. Dupont et Durand; not 35 MM.
_MESSIEURS = re.compile(r"(?<![\w.])(?<!\d\s)MM\Z")
_LAST_WORD = re.compile(r"[^\s(\[{\"“”‘’'«»—–/]*\Z")
_NEXT_WORD = re.compile(r"[\s\"“”„‘’‚'«»‹›「『❝＂(\[{*_—–$£€¿¡-]*([^\W_]+)")
_OPENERS = "\"“”„‘’‚'«»‹›「『❝＂([{*_—–-•$£€¿¡"
#: He stopped.—She went on.
_DASH = re.compile(r"(?:[—–]|--)(?=[\"“‘«„'—–-]*([^\W\d_]+))")
_CARELESS = re.compile(r"\.(?<=[a-z]{3}\.)(?:\s+[a-z]|\.*[A-Z][a-z ])")
_CAREFUL = re.compile(r"\.(?<=[a-z]{3}\.)[\"”’)]*\s+[A-Z]")

#: Enough of a text to see how it is written.
_SAMPLE = 200_000
#: Two letters in a row: a sentence has them. A script without cases writes whole words in one.
_LETTERS = re.compile(r"[^\W\d_]['’]?[^\W\d_]")
#: ``ANNA. Where is he?``, ``_Ham._ To be``: the name of the speaker before a speech in a play.
_LABEL = re.compile(r"_?(?:[A-Z][\w’'-]{1,20}(?: [A-Z][\w’'-]{0,20}){0,2})\._?(?=\s)")
#: THE MEN CAME. is no name but a sentence in capitals.
_FINITE = frozenset(
    str.split(
        "is are was were am has have had do does did will would shall should can could may might must said"
        " says came went comes goes saw took made got gave fell ran left stood died won lost began found knew"
    )
)
#: Shorter names that are not in capitals begin so many of the paragraphs of a play.
_LABELLED = 0.3
_PLAIN_WORD = re.compile(r"[^\W\d_A-Z]{4}[.!?]\Z")
_GLUED_WORDS = re.compile(r"[a-z]{2}[.!?]+[A-Z][a-z ]")
#: “Why?” I asked. “Go!” Tom Brown cried.
_SPEECH_TAG = re.compile(
    rf"\s+(?:I|[A-Z][\w’'-]+(?:\s[A-Z][\w’'-]+)?)\s(?:{'|'.join(reporting_verbs('tag')['form'])})\b"
)
_YEAR = re.compile(r"\s+\((?:1\d|20)\d\d[),]")
_ROMAN = re.compile(r"(?:[IVXLC]{2,}|[VX])\Z")
_ITEM_NUMBER = re.compile(r"[:;*•(“‘\"]\s*\d{1,2}\Z")
#: A question begins with these words, and no name.
_ASKING = frozenset(str.split("are can could did do does is must should shall"))
#: Before these words *I* is the pronoun, and may end a sentence whatever follows.
_I_ENDS = re.compile(
    r"\b(?:than|as|so|and|or|nor|but|not|am|was|were|is|be|do|did|have|had|will|would|shall|should|can|could|may"
    r"|might|must|said|thought|cried|replied|answered)\s+I\Z"
)
_INITIAL_FOLLOWS = re.compile(r"\s*[^\W\d_]\.")


def is_careless(raw: str) -> bool:
    """Tell whether a text begins many sentences in lower case or without a space before them."""
    careless = len(_CARELESS.findall(raw, 0, _SAMPLE))
    return careless > 3 and careless > 0.3 * len(_CAREFUL.findall(raw, 0, _SAMPLE))


def split_sentences(
    text: str, *, careless: bool = False, after: int = 0, language: str = "en"
) -> Iterator[tuple[int, int]]:
    """Yield start and end of each sentence of one paragraph, without the white space between them.

    Parameters
    ----------
    text : str
        One paragraph.
    careless : bool
        Whether sentences may begin in lower case or without a space (`is_careless`).
    after : int
        Where the first sentence ends at the earliest: after the name of a speaker, say.
    language : str
        The code of the language whose abbreviations and ordinals are read (`sentence_rules`).

    Examples
    --------
    >>> text = "He met Dr. Serge. “Why?” he asked. You will not crush us…We grow."
    >>> [text[start:end] for start, end in split_sentences(text)]
    ['He met Dr. Serge.', '“Why?” he asked.', 'You will not crush us…', 'We grow.']
    >>> text = "Er kam am 3. März, d. h. zu spät. Sie ging."
    >>> [text[start:end] for start, end in split_sentences(text, language="de")]
    ['Er kam am 3. März, d. h. zu spät.', 'Sie ging.']
    """
    sentences = _split_at_stops(text, sentence_rules(language), careless=careless, after=after)
    if not any(sign in text for sign in _BREAK_SIGNS):
        yield from sentences
        return
    for start, end in sentences:
        for pause in _BREAK.finditer(text, start, end):
            yield start, pause.end() - 1
            start = pause.end()
        yield start, end


def _split_at_stops(
    text: str, rules: SentenceRules, *, careless: bool, after: int
) -> Iterator[tuple[int, int]]:
    """Yield start and end of what ends in a stop."""
    start, letters = 0, -1
    for match in _STOP.finditer(text, after):
        if letters < start:  # sought once a sentence: time stays in proportion to the text
            found = _LETTERS.search(text, start)
            letters = found.start() if found else len(text)
        if match["next"] and _ends_sentence(text, match, rules, letters < match.start(), careless):
            yield start, match.end()
            start = match.end() + len(match["space"])
    end = len(text.rstrip())
    if start < end:
        yield start, end


def find_sentences(
    corpus: Corpus, blocks: pd.DataFrame, *, kinds: tuple[str, ...] | None = None
) -> pd.DataFrame:
    """Split blocks into sentences.

    Parameters
    ----------
    corpus : Corpus
    blocks : DataFrame
        From `find_blocks`.
    kinds : tuple of str, optional
        Kinds of block to split; all of them by default.

    Returns
    -------
    DataFrame
        One row a sentence: text, passage (id such as ``article:37.2``: text, block, sentence in the block),
        block, line, start, end (code points).
        A sentence that goes on after a running head is one row, and the head stands inside it.
    """
    chosen = blocks if kinds is None else blocks[blocks["kind"].isin(kinds)]
    own = TextColumns(chosen, "block", "kind", "start", "end")
    found = [_text_sentences(text, own[text.id]) for text in corpus]
    code = np.repeat(np.arange(len(corpus)), [len(rows["block"]) for rows in found])
    names = ("block", "line", "start", "end")
    data = {name: np.concatenate([rows[name] for rows in found]) for name in names}
    passages = pd.Series(_passages(list(corpus.ids), code, data["block"]), dtype=object)
    ids = pd.Categorical.from_codes(code, categories=pd.Index(corpus.ids, dtype="str"))
    return pd.DataFrame({"text": ids, "passage": passages, **data}, copy=False)


def _text_sentences(text: Text, blocks: list[list[Any]]) -> dict[str, Ints]:
    """Split the blocks of one text; arrays of integers, because a novel has ten thousand sentences."""
    found = _Sentences(array("i"), array("i"), array("i"))
    for block in _blocks(text.raw, blocks, reading_language(text.language)):
        found.add(block)
    data = {name: np.array(getattr(found, name), dtype=np.int32) for name in ("block", "start", "end")}
    line = np.searchsorted(line_starts(text.raw), data["start"], side="right")
    return {**data, "line": line.astype(np.int32)}


def _passages(ids: list[str], text: npt.NDArray[np.intp], block: Ints) -> list[str]:
    """Return the ids of sentences, which are numbered within their block."""
    begins = np.append(True, (text[1:] != text[:-1]) | (block[1:] != block[:-1]))[: len(block)]
    rows = np.arange(len(block))
    number = rows - np.maximum.accumulate(np.where(begins, rows, 0)) + 1
    places = zip(text.tolist(), block.tolist(), number.tolist(), strict=True)
    return [f"{ids[text]}:{block}.{n}" for text, block, n in places]


class _Block(NamedTuple):
    number: int
    kind: str
    content: str
    start: int
    spans: list[tuple[int, int]]


def _blocks(raw: str, blocks: list[list[Any]], language: str) -> Iterator[_Block]:
    """Yield every block with the sentences in it."""
    careless = is_careless(raw)
    rows = list(zip(*blocks, strict=True))
    labels = _speaker_labels([raw[start : start + 80] for _, kind, start, _ in rows if kind in PROSE])
    for number, kind, start, end in rows:
        content = raw[start:end]
        label = _LABEL.match(content) if labels else None
        after = label.end() if label and label.group() in labels else 0
        spans = list(split_sentences(content, careless=careless, after=after, language=language))
        figure = FIGURE_LABEL.match(content) if kind == "caption" else None
        if figure and figure.group()[-1].isalnum() and figure.end() < len(content):  # Figure 1.5 The old town
            below = len(content) - len(content[figure.end() :].lstrip())
            spans[:1] = [figure.span(), (below, spans[0][1])]
        if kind == "dateline":  # LONDON, 3. März. –
            spans = [(0, len(content))]
        yield _Block(number, kind, content, start, spans)


def _speaker_labels(paragraphs: list[str]) -> set[str]:
    """Return the names that stand before speech in a play: in capitals, or before much of the text."""
    found = (match.group() for match in map(_LABEL.match, paragraphs) if match)
    begun = Counter(label for label in found if _FINITE.isdisjoint(label.lower().strip("._").split()))
    capitals = {label: n for label, n in begun.items() if label.isupper()}
    labels = set(capitals) if any(n > 1 for n in capitals.values()) else set()
    others = {label: n for label, n in begun.items() if n > 1 and label not in capitals}
    return labels | set(others) if sum(others.values()) > _LABELLED * len(paragraphs) else labels


#: A running head, or a stage direction in a speech.
_INTERRUPTING = ("heading", "stage")


@dataclass(slots=True)
class _Sentences:
    """Sentences as they are found; one may go on after a block that interrupts it and then stands in it."""

    block: array[int]
    start: array[int]
    end: array[int]
    unfinished: int = -1
    headed: bool = False

    def add(self, block: _Block) -> None:
        spans = block.spans
        prose = block.kind in PROSE
        if prose and self.headed and self.unfinished >= 0 and block.content[0].islower() and spans:
            for column in (self.block, self.start, self.end):
                del column[self.unfinished + 1 :]
            self.end[self.unfinished] = block.start + spans[0][1]
            spans = spans[1:]
        for first, last in spans:
            self.block.append(block.number)
            self.start.append(block.start + first)
            self.end.append(block.start + last)
        if prose:
            self.unfinished = -1 if ENDS_SENTENCE.search(block.content[-24:]) else len(self.block) - 1
        elif block.kind not in _INTERRUPTING:
            self.unfinished = -1
        self.headed = block.kind in _INTERRUPTING


def _ends_sentence(
    text: str, match: re.Match[str], rules: SentenceRules, lettered: bool, careless: bool
) -> bool:
    stop, following = match["stop"], match["next"]
    if not match["space"]:
        return _ends_without_space(text, match, rules, lettered, careless)
    if following.islower() and not (careless and not match["close"]):
        return False
    if _SIGNED.match(text, match.end()):
        return False
    if stop == ".":
        if not (lettered and _full_stop_ends(text, match, rules)):
            return False
    elif _cry_goes_on(text, match):
        return False
    opens = following in _OPENERS and (_goes_on_upper(text, match.end()) or _bracket_alone(text, match))
    return following.isalnum() or opens


def _ends_without_space(
    text: str, match: re.Match[str], rules: SentenceRules, lettered: bool, careless: bool
) -> bool:
    """He stopped.—She went on. You will not crush us…We grow; but 3.8, U.S., gpu.txt or ?!” go on."""
    stop = match["stop"]
    if stop[-1] in "。！？":
        return True
    if dash := _DASH.match(text, match.end()):
        ends = stop != "." or (lettered and _full_stop_ends(text, match, rules))
        return ends and dash[1][0].isupper()
    cut = "…" in stop and match["next"].isupper()
    return cut or (careless and _GLUED_WORDS.match(text, match.start() - 2) is not None)


def _cry_goes_on(text: str, match: re.Match[str]) -> bool:
    """“Why?” I asked; *Viva Maria!* (1965)."""
    spoken = match["close"].endswith(("”", '"', "’", "'"))
    return bool((spoken and _SPEECH_TAG.match(text, match.end())) or _YEAR.match(text, match.end()))


def _full_stop_ends(text: str, match: re.Match[str], rules: SentenceRules) -> bool:
    word = _LAST_WORD.search(text, max(0, match.start() - 30), match.start())
    last = word.group() if word else ""
    if rules.inside.match(text, match.start()):
        return False
    bare = "" if last in _ALSO_WORDS else rules.abbreviated(text, match.start(), last).lower()
    titled = (
        _is_title(bare, rules.before_name)
        or _MESSIEURS.search(text, max(0, match.start() - 5), match.start()) is not None
    )
    if match["notes"] or match["close"].strip("'’)]"):
        return not titled or match["close"][:1] in ("”", '"')
    if titled or (match["apart"] and bare in rules.before_number):
        return False
    following = _next_word(text, match.end())
    numbered = _is_number(following) or bool(_MONTH.match(text, match.end()))
    if numbered and bare in rules.before_number:
        return False
    if bare in rules.may_end and following.lower() not in rules.starters:
        return numbered and bare not in rules.before_number
    if rules.is_ordinal(text, match.start(), last, following):
        return False
    if bare.isdigit():
        return not _ITEM_NUMBER.search(text, max(0, match.start() - 5), match.start())
    return not rules.initial.match(last) or _initial_ends(text, match, rules, last, following)


def _is_title(word: str, titles: frozenset[str]) -> bool:
    """Dr, or Lt.-Col: a name follows."""
    return word in titles or word.rpartition("-")[2] in titles


def _is_number(word: str) -> bool:
    """5, 5th, IV, or USD5."""
    return word[:1].isdigit() or word[-1:].isdigit() or _ROMAN.match(word) is not None


def _initial_ends(text: str, match: re.Match[str], rules: SentenceRules, last: str, following: str) -> bool:
    """``J. Smith`` and ``the poet I. Z. Smith`` go on; ``Plan B. The next`` and ``than I. Anna`` do not."""
    if following.lower() not in rules.starters | _ASKING or _INITIAL_FOLLOWS.match(text, match.end()):
        pronoun = last == "I" and _I_ENDS.search(text, max(0, match.start() - 15), match.start())
        return bool(pronoun and following[:1].isupper())
    return True


def _goes_on_upper(text: str, place: int) -> bool:
    word = _next_word(text, place)
    return not word or not word[0].islower()


def _bracket_alone(text: str, match: re.Match[str]) -> bool:
    """Tell whether a bracket in lower case stands alone: not in *Mass. (where he lived)*."""
    return match["next"] in "([" and bool(_PLAIN_WORD.search(text, max(0, match.start() - 8), match.end()))


def _next_word(text: str, place: int) -> str:
    match = _NEXT_WORD.match(text, place)
    return match.group(1) if match else ""
