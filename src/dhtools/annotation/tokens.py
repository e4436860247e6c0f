"""The token table: one row a word, with the place where it stands and the voice that says it.

Words are found in the normalised text (`dhtools.annotation.normalisation`) and cut at the finest grain:
letters of any script with their marks, and apostrophes between them (Unicode Standard Annex 29). A final *’s*
is a row of its own, also after a mark or a numeral (*“Pravda”’s*, *1930’s*). So is an elided word in a text
in French or Italian: *l’* and *homme*, *dell’* and *arte* (`dhtools.wordlists.lists.elided_forms`). Hyphens,
dashes and dots split; numerals are not words. Chinese characters and hiragana are cut one by one, since they
are written without spaces. A stretch of Thai, Lao, Khmer or Burmese between two spaces is one word. Case
folding and rejoining are views on the table.

Cutting has two steps, for speed: a loose pass over the text finds stretches of word characters, and each
*different* stretch is then cut once by the strict pattern. The table and `dhtools.count_words` share both.
"""

from __future__ import annotations

import re
from array import array
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from copy import deepcopy
from itertools import count, islice
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
import regex

from ..corpus.languages import reading_language
from ..corpus.texts import Corpus, Text
from ..errors import DhtoolsError
from ..schema import BLOCK_KINDS, VOICES
from ..wordlists.lists import elided_forms
from .blocks import find_blocks
from .normalisation import Folded, folded, folded_form
from .places import Ints, Spans
from .quotations import find_quotations
from .sentences import find_sentences
from .voice_assignment import VoiceFinder

_COLUMNS = ["text", "passage", "block", "kind", "voice", "quotation", "start", "end", "word"]

#: Letters, marks, numerals, the underscore, and what stands between letters of one word.
_LOOSE = re.compile(r"([\w'’]+)")
_LOOSE_ANY_SCRIPT = regex.compile(r"([\w\p{M}'’·״׳]+)")
_ASCII_BLANKS = {code: " " for code in range(128) if not _LOOSE.match(chr(code))}
#: Scripts that are written without spaces, and whose words are cut character by character.
_BY_CHARACTER = regex.compile(r"[\p{Han}\p{Hiragana}]")
_STRICT = regex.compile(
    r"""(?V1)
    (?: \A | (?<=[\p{N}_'’]) ) ['’][sS] (?! [\p{L}\p{M}\p{N}'’] )  # a clitic after a mark or a numeral
    | [\p{Han}\p{Hiragana}][\p{M}ー]*
    | (?<! [[\p{L}\p{M}\p{N}]--[\p{Han}\p{Hiragana}]] )
      (?: [\p{L}--[\p{Han}\p{Hiragana}]] \p{M}* (?: ['’·״׳] (?= [\p{L}--[\p{Han}\p{Hiragana}]] ) )? )+
    """,
    regex.VERBOSE,
)
#: Characters that are cut at a time.
_PIECE = 1 << 16
_CLITICS = ("’s", "'s", "’S", "'S")
_POSSESSIVE = re.compile(r"(?<=.)['’][sS]\Z")
_APOSTROPHE = re.compile("['’]")


def loose_pieces(text: str) -> list[str]:
    """Return separators and loose words in turn, a separator first and last; joined they are *text*."""
    return (_LOOSE if text.isascii() else _LOOSE_ANY_SCRIPT).split(text)


def loose_words(text: str) -> list[str]:
    """Return the loose words alone: every second of the `loose_pieces`."""
    return _blanked(text).split()


def _blanked(text: str) -> str:
    """Return the text with a blank for every sign between loose words: several times as fast as a pattern."""
    if text.isascii():
        return text.translate(_ASCII_BLANKS)
    return text.translate({ord(sign): " " for sign in set(text) if not _LOOSE_ANY_SCRIPT.match(sign)})


def _pieces(text: str) -> Iterator[tuple[int, str]]:
    """Yield a text in pieces that end before a space, with their places: memory is bounded by a piece."""
    start = 0
    while start < len(text):
        end = text.find(" ", start + _PIECE)
        end = len(text) if end < 0 else end
        yield start, text[start:end]
        start = end


def _loose_stretches(text: str) -> tuple[Ints, list[str]]:
    """Return where the loose words start, and the words."""
    blanked = _blanked(text)
    coded = blanked.encode("ascii" if text.isascii() else "utf-32-le")
    inside = np.frombuffer(coded, dtype=np.uint8 if text.isascii() else np.uint32) != ord(" ")
    begins = np.flatnonzero(inside & ~np.append(False, inside[:-1]))
    return begins.astype(np.int32), blanked.split()


def cut(loose: str, elided: frozenset[str] = frozenset()) -> list[tuple[int, str]]:
    """Return offset and form of every word in one loose stretch.

    *elided* are the words that are cut from the next one, and those with an apostrophe that stay whole
    (`dhtools.wordlists.lists.elided_forms`).

    Examples
    --------
    >>> cut("regime’s"), cut("can’t"), cut("_Emma_"), cut("1920s"), cut("1920's")
    ([(0, 'regime'), (6, '’s')], [(0, 'can’t')], [(1, 'Emma')], [], [(4, "'s")])
    >>> cut("l’homme", elided_forms("fr")), cut("aujourd’hui", elided_forms("fr"))
    ([(0, 'l’'), (2, 'homme')], [(0, 'aujourd’hui')])
    """
    if loose.isalpha() and (loose.isascii() or not _BY_CHARACTER.search(loose)):
        return [(0, loose)]
    words = []
    for match in _STRICT.finditer(loose):
        word, start = match.group(), match.start()
        possessive = _POSSESSIVE.search(word)
        if possessive:
            words.append((start, word[: possessive.start()]))
            words.append((start + possessive.start(), possessive.group()))
        else:
            words += _apart(start, word, elided) if elided else [(start, word)]
    return words


def _apart(start: int, word: str, elided: frozenset[str]) -> Iterator[tuple[int, str]]:
    """Yield the elided words at the beginning of a word, and the rest of it."""
    form = word.lower().replace("’", "'")
    while form not in elided and (mark := _APOSTROPHE.search(word)) and form[: mark.end()] in elided:
        yield start, word[: mark.end()]
        start, word, form = start + mark.end(), word[mark.end() :], form[mark.end() :]
    yield start, word


def words_in(text: str) -> Iterator[tuple[int, str]]:
    """Yield offset and form of every word of a normalised text.

    Examples
    --------
    >>> list(words_in("Levi’s 501"))
    [(0, 'Levi'), (4, '’s')]
    """
    start = 0
    for number, piece in enumerate(loose_pieces(text)):
        if number % 2:
            yield from ((start + offset, word) for offset, word in cut(piece))
        start += len(piece)


class _Cutter:
    """Cuts every different loose stretch once, and expands texts into rows by array lookups.

    *words* are the forms, by code; cutters of several languages share them.
    """

    def __init__(self, words: defaultdict[str, int], elided: frozenset[str]) -> None:
        self.loose: defaultdict[str, int] = defaultdict(count().__next__)
        self.words, self.elided = words, elided
        # of every loose stretch its first part and their number; of every part its word and place
        self._first, self._number, self._word, self._offset, self._length = (array("i") for _ in range(5))

    def rows(self, view: Folded) -> Iterator[tuple[Ints, Ints, Ints]]:
        """Yield start and end (in the file) and code of the words of a normalised text, piece by piece."""
        for first, piece in _pieces(view.text):
            start, end, word = self._cut(piece)
            yield view.raw_starts(start + first), view.raw_ends(end + first), word

    def _cut(self, piece: str) -> tuple[Ints, Ints, Ints]:
        starts, stretches = _loose_stretches(piece)
        codes = np.fromiter(map(self.loose.__getitem__, stretches), dtype=np.int32, count=len(stretches))
        self._cut_new()
        number = np.asarray(self._number)[codes]
        within = np.arange(number.sum(), dtype=np.int32) - np.repeat(np.cumsum(number) - number, number)
        part = np.repeat(np.asarray(self._first)[codes], number) + within
        start = np.repeat(starts, number) + np.asarray(self._offset)[part]
        end = start + np.asarray(self._length)[part]
        return start, end, np.asarray(self._word)[part]

    def _cut_new(self) -> None:
        for stretch in islice(self.loose, len(self._first), None):
            words = cut(stretch, self.elided)
            self._first.append(len(self._word))
            self._number.append(len(words))
            for offset, word in words:
                self._word.append(self.words[word])
                self._offset.append(offset)
                self._length.append(len(word))


def token_table(
    corpus: Corpus,
    *,
    blocks: pd.DataFrame | None = None,
    quotations: pd.DataFrame | None = None,
    sentences: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Return one row a word of the corpus.

    Parameters
    ----------
    corpus : Corpus
    blocks, quotations, sentences : DataFrame, optional
        From `dhtools.clean`, `dhtools.find_quotations` and `dhtools.find_sentences`; found here where
        missing. Other spans (a hand annotation, say) may be given in the same columns.

    Returns
    -------
    DataFrame
        text, passage (``text:block.sentence``), block, kind (of the block), voice, quotation (id of the
        outermost quotation; missing outside), start, end (code points of the file), word (as it stands there,
        normalised: `dhtools.annotation.normalisation.folded`). Categoricals and int32 throughout: about 30
        bytes a word. Words outside the sentences given have no passage.

    Raises
    ------
    DhtoolsError
        If a word stands outside the blocks given.
    """
    blocks = find_blocks(corpus) if blocks is None else blocks
    quotations = find_quotations(corpus, blocks) if quotations is None else quotations
    sentences = find_sentences(corpus, blocks) if sentences is None else sentences
    edges, start, end, word = _cut_corpus(corpus)
    data: dict[str, object] = {
        "text": _labelled(_numbers_of_texts(edges), corpus.ids),
        **_places(corpus, edges, start, blocks, quotations, sentences),
        "start": start,
        "end": end,
        "word": word,
    }
    return pd.DataFrame(data, columns=_COLUMNS, copy=False)


def _cut_corpus(corpus: Corpus) -> tuple[list[int], Ints, Ints, pd.Categorical]:
    """Return where each text begins among the words; start, end and form of every word."""
    words: defaultdict[str, int] = defaultdict(count().__next__)
    cutters = {elided: _Cutter(words, elided) for elided in map(_elided_in, corpus)}
    edges, columns = [0], [array("i") for _ in range(3)]  # which grow in place: no text is held twice
    for text in corpus:
        for piece in cutters[_elided_in(text)].rows(folded(text.raw)):
            for column, values in zip(columns, piece, strict=True):
                column.frombytes(values.tobytes())
        edges.append(len(columns[0]))
    start, end, codes = map(np.asarray, columns)
    return edges, start, end, _sorted_labels(codes, np.array(list(words), dtype=object))


def _numbers_of_texts(edges: list[int]) -> npt.NDArray[np.integer[Any]]:
    """Return for each word the number of its text, in the smallest type that holds it."""
    number = np.arange(len(edges) - 1, dtype=np.min_scalar_type(-len(edges)))
    return np.repeat(number, np.diff(edges))


def _elided_in(text: Text) -> frozenset[str]:
    return elided_forms(reading_language(text.language))


def _places(
    corpus: Corpus,
    edges: list[int],
    start: Ints,
    blocks: pd.DataFrame,
    quotations: pd.DataFrame,
    sentences: pd.DataFrame,
) -> dict[str, object]:
    """Return the columns that say in which block, sentence and quotation every word stands, and its voice."""
    block_spans, sentence_spans, voices = Spans(blocks), Spans(sentences), VoiceFinder(blocks, quotations)
    kinds = pd.Categorical(blocks["kind"], categories=list(BLOCK_KINDS))
    numbers = blocks["block"].to_numpy(dtype=np.int32)
    block, passage, quotation = (np.empty(len(start), dtype=np.int32) for _ in range(3))
    kind, voice = (np.empty(len(start), dtype=np.int8) for _ in range(2))
    for text, own in zip(corpus, map(slice, edges, edges[1:]), strict=False):
        places = start[own]
        rows = block_spans.at(text.id, places)
        _check_inside(text, places, rows)
        block[own], kind[own] = numbers[rows], kinds.codes[rows]
        passage[own] = sentence_spans.at(text.id, places)
        voice[own], quotation[own] = voices.at(text.id, places)
    return {
        "block": block,
        "kind": _labelled(kind, BLOCK_KINDS),
        "passage": _labelled(passage, sentences["passage"]),
        "voice": _labelled(voice, VOICES),
        "quotation": _labelled(quotation, quotations["quotation"]),
    }


def _check_inside(text: Text, places: Ints, blocks: Ints) -> None:
    if (blocks < 0).any():
        where = int(places[np.argmax(blocks < 0)])
        raise DhtoolsError(
            f"blocks: the word at code point {where} of {text.id!r} ({text.raw[where : where + 20]!r}) is in "
            "no block. Give the whole table of `find_blocks` for this corpus; choose words by voice later."
        )


def _labelled(codes: npt.NDArray[np.integer[Any]], labels: Iterable[str]) -> pd.Categorical:
    """Label codes.

    To see that no label is there twice, pandas makes a hash table of them and keeps it; a copy has none.
    """
    checked = pd.CategoricalDtype(pd.Index(labels, dtype=object))
    return pd.Categorical.from_codes(codes, dtype=deepcopy(checked))


def _sorted_labels(codes: Ints, labels: npt.NDArray[np.object_]) -> pd.Categorical:
    """Label codes, the categories in alphabetical order: the table does not depend on who came first."""
    order = np.argsort(labels, kind="stable")
    rank = np.empty(len(labels), dtype=np.int32)
    rank[order] = np.arange(len(labels), dtype=np.int32)
    for part in np.array_split(codes, 64):  # in place: no second column in memory
        part[:] = rank[part]
    return _labelled(codes, labels[order])


def longest_first(tokens: pd.DataFrame) -> list[str]:
    """Return the ids of the texts that have words, most words first; equals in the order of the corpus.

    Examples
    --------
    >>> longest_first(pd.DataFrame({"text": pd.Categorical(["a", "b", "b", "c", "c"])}))
    ['b', 'c', 'a']
    """
    words = tokens["text"].value_counts(sort=False)
    ordered = words[words > 0].sort_values(ascending=False, kind="stable")
    return [str(text) for text in ordered.index]


def fold_word(word: str) -> str:
    """Return a word normalised, in lower case, with straight apostrophes.

    Examples
    --------
    >>> fold_word("O’Neill"), fold_word("CAFE\u0301")
    ("o'neill", 'café')
    """
    if not word.isascii() or "`" in word:
        word = folded_form(word)
    return word.replace("’", "'").lower()


def fold_case(tokens: pd.DataFrame) -> pd.DataFrame:
    """Return the table with words in lower case and straight apostrophes: *Stalin’s*, *stalin's* are one."""
    return _renamed(tokens, fold_word)


def rejoin_possessives(tokens: pd.DataFrame) -> pd.DataFrame:
    """Return the table with every *’s* joined to the word it is glued to: one row *Stalin’s*, not two."""
    end, start = tokens["end"].to_numpy(), tokens["start"].to_numpy()
    text, code = (tokens[name].cat.codes.to_numpy().astype(np.int32) for name in ("text", "word"))
    forms = tokens["word"].cat.categories.to_numpy(dtype=object)
    is_clitic = np.append(np.isin(forms, _CLITICS), False)[code]
    glued = is_clitic & np.append([False], (start[1:] == end[:-1]) & (text[1:] == text[:-1]))
    hosts = np.flatnonzero(glued) - 1
    pairs, number = np.unique(np.column_stack([code[hosts], code[hosts + 1]]), axis=0, return_inverse=True)
    joined, ends = code.copy(), end.copy()
    joined[hosts], ends[hosts] = len(forms) + number.ravel(), end[hosts + 1]
    labels = np.concatenate([forms, forms[pairs[:, 0]] + forms[pairs[:, 1]]])
    table = tokens.drop(columns="word").assign(end=ends, word=_merged(joined, labels))
    return table[tokens.columns][~glued].reset_index(drop=True)


def _renamed(tokens: pd.DataFrame, rename: Callable[[str], str]) -> pd.DataFrame:
    """Rename the words of a table, merging those that get the same name; the vocabulary, not the rows."""
    renamed = np.array([rename(word) for word in tokens["word"].cat.categories], dtype=object)
    return tokens.assign(word=_merged(tokens["word"].cat.codes.to_numpy(), renamed))


def _merged(codes: npt.NDArray[np.integer[Any]], labels: npt.NDArray[np.object_]) -> pd.Categorical:
    """Label codes where several may have the same label; the categories in alphabetical order."""
    merged, unique = pd.factorize(labels, sort=True)
    return _labelled(np.append(merged, -1).astype(np.int32)[codes], unique)
