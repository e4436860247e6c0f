"""The linguistic layer (optional): lemma, part of speech, dependency and entities in the token table.

A spaCy pipeline that the user has installed reads the sentences of the annotation. It cuts words in its own
way: *don't* is two of its tokens, *U.S.* is one where the token table has two rows. The table keeps its rows
and its offsets. One rule takes what spaCy says to them, by the places of characters:

* part of speech, dependency and entity of a word are those of the token that holds its first character;
* the lemma of a word is that of all tokens that it shares a character with, with blanks between (*do not*).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import count
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from ..corpus.languages import is_stated, language_code
from ..corpus.readers.extras import imported
from ..corpus.texts import Text
from ..errors import DhtoolsError
from .normalisation import folded
from .record import Annotation

Ints = npt.NDArray[np.int32]

#: What spaCy calls the annotation behind each column.
_LABELS = {"lemma": "LEMMA", "pos": "POS", "dep": "DEP", "entity": "ENT_IOB"}
#: Columns of places, with the column of labels that each goes with.
_PLACES = {"head": "dep", "entity_start": "entity"}
#: A parser needs memory by the length of what it reads, so a longer sentence is read in pieces.
_MAX_CHARACTERS = 10_000
_BLANKS = {ord(sign): " " for sign in "\t\n\r\x0b\x0c\x1c\x1d\x1e\x1f\x85\xa0\u2028\u2029"}


def add_linguistic_columns(annotation: Annotation, nlp: Any) -> Annotation:
    """Return the annotation with lemmas, parts of speech, dependencies and entities in its token table.

    Parameters
    ----------
    annotation : Annotation
    nlp : spaCy pipeline or str
        A pipeline, or the name of an installed model or the folder of one. It reads the texts that state its
        language or none. Words of other texts keep what they have, so a corpus in two languages takes two
        calls.

    Returns
    -------
    Annotation
        With *model*: name and version of each model used. Its *tokens* have the same rows, and of these
        columns those that the pipeline fills: *lemma*, *pos* (Universal Dependencies), *dep* (the label of
        the model) and *head* (where the word begins that this one depends on; at the root, and where the
        head is part of the same word, the word itself), *entity* (the label of the model) and *entity_start*
        (where the name begins). Missing where the pipeline says nothing, where the head is a punctuation
        mark, and for words outside sentences.

    Raises
    ------
    DhtoolsError
        If spaCy or the model is not installed, if the pipeline fills none of these columns, or if every text
        states another language.
    """
    nlp = _loaded(nlp)
    texts = _readable_texts(annotation, nlp.lang)
    columns = _Columns(annotation.tokens)
    for text in texts:
        columns.add(annotation, text, nlp)
    if not columns.filled:
        raise DhtoolsError(
            f"The pipeline {_model_name(nlp)} gives no lemma, part of speech, dependency or entity; its "
            f"components: {', '.join(nlp.pipe_names) or 'no component'}. Give a trained model by its name."
        )
    models = dict.fromkeys([*filter(None, [annotation.model]), _model_name(nlp)])
    return replace(annotation, tokens=columns.table(), model=", ".join(models))


def _loaded(nlp: Any) -> Any:
    """Return a pipeline, loaded if only its name is given."""
    if hasattr(nlp, "pipe") and hasattr(nlp, "lang"):
        return nlp
    if not isinstance(nlp, str):
        raise DhtoolsError(
            f"nlp={nlp!r}: give a spaCy pipeline, or the name of a model such as 'en_core_web_sm'."
        )
    spacy = imported("spacy", "A linguistic model", extra="nlp")
    try:
        return spacy.load(nlp)
    except OSError as error:
        raise DhtoolsError(
            f"No spaCy model {nlp!r} is installed. With a network: python -m spacy download {nlp}. "
            "Without one, or with a model of your own, see docs/python.md."
        ) from error


def _model_name(nlp: Any) -> str:
    """Return language, name and version of a pipeline, as its package is called: *en_core_web_sm 3.8.0*."""
    return f"{nlp.meta['lang']}_{nlp.meta['name']} {nlp.meta['version']}"


def _readable_texts(annotation: Annotation, language: str) -> list[Text]:
    """Return the texts that do not state another language than that of the model; *xx* is for all."""
    texts = [
        text
        for text in annotation.corpus
        if language in ("xx", "mul", language_code(text.language)) or not is_stated(text.language)
    ]
    if not texts:
        raise DhtoolsError(
            f"The model is for the language {language!r}, and every text states another one: "
            f"{', '.join(dict.fromkeys(text.language for text in annotation.corpus))}. Give a model for it."
        )
    return texts


class _Columns:
    """The columns while they are filled: labels as codes, places as numbers, -1 where there is nothing."""

    def __init__(self, tokens: pd.DataFrame) -> None:
        self.tokens = tokens
        self.filled = False
        self._known = {name for name in _LABELS if name in tokens}
        self._labels = {name: defaultdict[str, int](count().__next__) for name in _LABELS}
        self._values = {name: np.full(len(tokens), -1, dtype=np.int32) for name in (*_LABELS, *_PLACES)}
        for name in self._known:
            for label in tokens[name].cat.categories:
                self._labels[name][label]
            self._values[name][:] = tokens[name].cat.codes
        for name in _PLACES.keys() & set(tokens):
            self._values[name][:] = tokens[name].fillna(-1)

    def add(self, annotation: Annotation, text: Text, nlp: Any) -> None:
        """Read the sentences of a text, in batches, and write down what is said of its words."""
        view = folded(text.raw)
        (rows,) = np.nonzero((self.tokens["text"] == text.id).to_numpy())
        starts, ends = (view.places(self.tokens[name].to_numpy()[rows]) for name in ("start", "end"))
        own = annotation.sentences[(annotation.sentences["text"] == text.id).to_numpy()]
        sentences = zip(view.places(own["start"].to_numpy()), view.places(own["end"].to_numpy()), strict=True)
        pieces = list(_pieces(sentences, starts, ends))
        readings = nlp.pipe(view.text[first:after].translate(_BLANKS) for first, after in pieces)
        for (first, after), doc in zip(pieces, readings, strict=True):
            some = slice(*np.searchsorted(starts, [first, after]))
            self._write(doc, rows[some], starts[some] - first, ends[some] - first)

    def _write(self, doc: Any, rows: npt.NDArray[np.intp], starts: Ints, ends: Ints) -> None:
        """Write down what *doc* says of the words in *rows*, which have these places in it."""
        given = {name for name, label in _LABELS.items() if doc.has_annotation(label)}
        if not len(rows) or not given:
            return
        self.filled, self._known = True, self._known | given
        words = _Words(doc, starts, ends, self.tokens["start"].to_numpy()[rows])
        for name in given:
            codes = self._labels[name]
            self._values[name][rows] = [codes[label] if label else -1 for label in getattr(words, name)()]
        for name, column in _PLACES.items():
            if column in given:
                self._values[name][rows] = getattr(words, name)()

    def table(self) -> pd.DataFrame:
        """Return the token table with the columns that are filled, labels in alphabetical order."""
        labels = {name: self._categories(name) for name in _LABELS if name in self._known}
        places = {
            name: pd.Series(self._values[name], self.tokens.index, "Int32").replace(-1, pd.NA)
            for name, column in _PLACES.items()
            if column in self._known
        }
        return self.tokens.assign(**labels, **places)

    def _categories(self, name: str) -> pd.Categorical:
        labels = pd.Index(list(self._labels[name]), dtype=object)
        return pd.Categorical.from_codes(self._values[name], labels).reorder_categories(sorted(labels))


class _Words:
    """Our words beside the tokens of a doc; each method returns one value a word."""

    def __init__(self, doc: Any, starts: Ints, ends: Ints, places: Ints) -> None:
        self.doc, self.starts, self.ends, self.places = doc, starts, ends, places
        begins = [token.idx for token in doc]
        self.first = (np.searchsorted(begins, starts, side="right") - 1).tolist()
        self.last = (np.searchsorted(begins, ends, side="left") - 1).tolist()
        self.tokens = [doc[number] for number in self.first]

    def lemma(self) -> list[str]:
        spans = zip(self.first, self.last, strict=True)
        return [" ".join(filter(None, (token.lemma_ for token in self.doc[a : b + 1]))) for a, b in spans]

    def pos(self) -> list[str]:
        return [token.pos_ for token in self.tokens]

    def dep(self) -> list[str]:
        return [token.dep_ for token in self.tokens]

    def entity(self) -> list[str]:
        return [token.ent_type_ for token in self.tokens]

    def head(self) -> list[int]:
        heads = [token.head.i for token in self.tokens]
        return [
            place if first <= head <= last else self._place(self.doc[head])
            for place, first, last, head in zip(
                self.places.tolist(), self.first, self.last, heads, strict=True
            )
        ]

    def entity_start(self) -> list[int]:
        begins = {
            number: self._place(entity[0])
            for entity in self.doc.ents
            for number in range(entity.start, entity.end)
        }
        return [begins.get(number, -1) for number in self.first]

    def _place(self, token: Any) -> int:
        """Return where the word begins in the file that shares a character with a token, -1 for a mark."""
        word = int(np.searchsorted(self.ends, token.idx, side="right"))
        inside = word < len(self.starts) and self.starts[word] < token.idx + len(token)
        return int(self.places[word]) if inside else -1


def _pieces(sentences: Iterable[tuple[int, int]], starts: Ints, ends: Ints) -> Iterator[tuple[int, int]]:
    """Yield the sentences with the whole of their last word, those that are too long in pieces."""
    for first, after in sentences:
        while after - first > _MAX_CHARACTERS:
            number = int(np.searchsorted(starts, first + _MAX_CHARACTERS, side="right")) - 1
            if number < 0 or starts[number] <= first:
                break
            yield first, int(starts[number])
            first = int(starts[number])
        last = int(np.searchsorted(starts, after)) - 1
        yield first, max(after, int(ends[last]) if last >= 0 else after)
