"""The token table: one row a word, with the place where it stands and the voice that says it.

Words are cut at the finest grain: letters, with apostrophes between them; a final *’s* is a row of its own;
hyphens, dashes and dots split; numerals are no words. Case folding and rejoining are views on the table.

Cutting has two steps, for speed: a loose pass over the text finds stretches of word characters, and each
*different* stretch is then cut once by the strict pattern. The table and `dhtools.count_words` share both.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable
from itertools import count, islice
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from ..corpus.texts import Corpus, Text
from ..errors import DhtoolsError
from ..schema import BLOCK_KINDS, VOICES
from .blocks import find_blocks
from .quotations import find_quotations
from .sentences import find_sentences
from .voice_assignment import voices_at

Ints = npt.NDArray[np.int32]

_COLUMNS = ["text", "passage", "block", "kind", "voice", "quotation", "start", "end", "word"]

#: Word characters and apostrophes. Combining accents belong to the letter before.
_LOOSE = re.compile(r"([\w'’\u0300-\u036f]+)")
_ASCII_BLANKS = {code: " " for code in range(128) if not _LOOSE.match(chr(code))}
_STRICT = re.compile(r"(?<![^\W_])[^\W\d_][\u0300-\u036f]*(?:['’]?[^\W\d_][\u0300-\u036f]*)*")
_CLITICS = ("’s", "'s", "’S", "'S")
_POSSESSIVE = re.compile(r"(?<=.)['’][sS]\Z")


def loose_pieces(raw: str) -> list[str]:
    """Return separators and loose words in turn, a separator first and last; joined they are *raw*."""
    return _LOOSE.split(raw)


def loose_words(raw: str) -> list[str]:
    """Return the loose words alone: every second of the `loose_pieces`."""
    if raw.isascii():
        return raw.translate(_ASCII_BLANKS).split()  # several times as fast as the pattern, and the same
    return _LOOSE.findall(raw)


def cut(loose: str) -> list[tuple[int, str]]:
    """Return offset and form of every word in one loose stretch.

    Examples
    --------
    >>> cut("regime’s"), cut("can’t"), cut("_Emma_"), cut("1920s")
    ([(0, 'regime'), (6, '’s')], [(0, 'can’t')], [(1, 'Emma')], [])
    """
    if loose.isalpha():
        return [(0, loose)]
    words = []
    for match in _STRICT.finditer(loose):
        word, start = match.group(), match.start()
        possessive = _POSSESSIVE.search(word)
        if possessive:
            words.append((start, word[: possessive.start()]))
            words.append((start + possessive.start(), possessive.group()))
        else:
            words.append((start, word))
    return words


class _Cutter:
    """Cuts every different loose stretch once, and expands texts into rows by array lookups."""

    def __init__(self) -> None:
        self.loose: defaultdict[str, int] = defaultdict(count().__next__)
        self.words: defaultdict[str, int] = defaultdict(count().__next__)
        self._parts = {name: np.empty(0, dtype=np.int32) for name in ("first", "number", "word", "offset")}

    def rows(self, raw: str) -> tuple[Ints, Ints]:
        """Return start and word code of every word of *raw*."""
        pieces = loose_pieces(raw)
        ends = np.cumsum(np.fromiter(map(len, pieces), dtype=np.int32, count=len(pieces)), dtype=np.int32)
        starts = ends[:-1:2]  # a loose stretch starts where the separator before it ends
        stretches = pieces[1::2]
        codes = np.fromiter(map(self.loose.__getitem__, stretches), dtype=np.int32, count=len(stretches))
        self._cut_new()
        number = self._parts["number"][codes]
        within = np.arange(number.sum(), dtype=np.int32) - np.repeat(np.cumsum(number) - number, number)
        part = np.repeat(self._parts["first"][codes], number) + within
        return np.repeat(starts, number) + self._parts["offset"][part], self._parts["word"][part]

    def _cut_new(self) -> None:
        known = len(self._parts["first"])
        cuts = [cut(stretch) for stretch in islice(self.loose, known, None)]
        flat = [(self.words[word], offset) for words in cuts for offset, word in words]
        number = np.array([len(words) for words in cuts], dtype=np.int32)
        first = len(self._parts["word"]) + np.cumsum(number) - number
        new = dict(zip(("word", "offset"), zip(*flat, strict=True), strict=True)) if flat else {}
        for name, values in {"first": first, "number": number, **new}.items():
            self._parts[name] = np.concatenate([self._parts[name], np.asarray(values, dtype=np.int32)])


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
        outermost quotation; missing outside), start, end (code points), word (surface form). Categoricals and
        int32 throughout: about 30 bytes a word. Words outside the sentences given have no passage.

    Raises
    ------
    DhtoolsError
        If a word stands outside the blocks given.
    """
    blocks = find_blocks(corpus) if blocks is None else blocks
    quotations = find_quotations(corpus, blocks) if quotations is None else quotations
    sentences = find_sentences(corpus, blocks) if sentences is None else sentences
    edges, start, word, words = _cut_corpus(corpus)
    place, voice = _places(corpus, edges, start, blocks, quotations, sentences)
    data: dict[str, object] = {
        "text": _labelled(place.pop("text"), list(corpus.ids)),
        "passage": _labelled(place.pop("passage"), sentences["passage"]),
        "kind": _kinds(blocks, place["block"]),
        "block": blocks["block"].to_numpy(dtype=np.int32)[place.pop("block")],
        "voice": _labelled(voice, VOICES),
        "quotation": _labelled(place.pop("quotation"), quotations["quotation"]),
        "start": start,
        "end": start + np.array([len(form) for form in words], dtype=np.int32)[word],
        "word": _sorted_labels(word, words),
    }
    return pd.DataFrame(data, columns=_COLUMNS, copy=False)


def _cut_corpus(corpus: Corpus) -> tuple[npt.NDArray[np.int64], Ints, Ints, npt.NDArray[np.object_]]:
    """Return where each text begins among the words, start and code of every word, and the forms by code."""
    cutter = _Cutter()
    rows = [cutter.rows(text.raw) for text in corpus]
    edges = np.cumsum([0, *(len(start) for start, _ in rows)])
    start, word = (np.concatenate(columns) for columns in zip(*rows, strict=True))
    return edges, start, word, np.array(list(cutter.words), dtype=object)


def _places(
    corpus: Corpus,
    edges: npt.NDArray[np.int64],
    start: Ints,
    blocks: pd.DataFrame,
    quotations: pd.DataFrame,
    sentences: pd.DataFrame,
) -> tuple[dict[str, Ints], npt.NDArray[np.int8]]:
    """Return the rows of text, block, sentence and quotation in which every word stands, and its voice."""
    place = {name: np.empty(len(start), dtype=np.int32) for name in ("text", "block", "passage", "quotation")}
    voice = np.empty(len(start), dtype=np.int8)
    for code, text in enumerate(corpus):
        own = slice(edges[code], edges[code + 1])
        place["text"][own] = code
        place["block"][own] = _blocks_at(blocks, text, start[own])
        place["passage"][own] = _rows_at(sentences, text.id, start[own])
        voice[own], place["quotation"][own] = voices_at(start[own], text.id, blocks, quotations)
    return place, voice


def _rows_at(spans: pd.DataFrame, text_id: str, places: Ints) -> Ints:
    """Return the row of *spans* (ordered, without overlap) in which each place lies, or -1."""
    (rows,) = np.nonzero((spans["text"] == text_id).to_numpy())
    number = np.searchsorted(spans["start"].to_numpy()[rows], places, side="right") - 1
    inside = (number >= 0) & (places < np.append(spans["end"].to_numpy()[rows], 0)[number])
    return np.where(inside, np.append(rows, -1)[number], -1).astype(np.int32)


def _blocks_at(blocks: pd.DataFrame, text: Text, places: Ints) -> Ints:
    rows = _rows_at(blocks, text.id, places)
    if (rows < 0).any():
        where = int(places[np.argmax(rows < 0)])
        raise DhtoolsError(
            f"blocks: the word at code point {where} of {text.id!r} ({text.raw[where : where + 20]!r}) is in "
            "no block. Give the whole table of `find_blocks` for this corpus; choose words by voice afterwards."
        )
    return rows


def _labelled(codes: npt.NDArray[np.integer[Any]], labels: Iterable[str]) -> pd.Categorical:
    return pd.Categorical.from_codes(codes, categories=pd.Index(labels, dtype=object))  # type: ignore[arg-type]


def _kinds(blocks: pd.DataFrame, rows: Ints) -> pd.Categorical:
    kinds = pd.Categorical(blocks["kind"], categories=list(BLOCK_KINDS))
    return _labelled(kinds.codes[rows], BLOCK_KINDS)


def _sorted_labels(codes: Ints, labels: npt.NDArray[np.object_]) -> pd.Categorical:
    """Label codes, the categories in alphabetical order: the table does not depend on who came first."""
    order = np.argsort(labels, kind="stable")
    rank = np.empty(len(labels), dtype=np.int32)
    rank[order] = np.arange(len(labels), dtype=np.int32)
    return _labelled(rank[codes], labels[order])


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
    """Return a word in lower case with straight apostrophes."""
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
