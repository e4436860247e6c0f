"""A first look at any corpus: what was read, what stands twice, what is odd, and what lengths allow."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

import numpy as np
import pandas as pd
from scipy import sparse

from .annotation.character_report import normalisation_report
from .annotation.record import Annotation
from .corpus.groups import is_named
from .corpus.languages import is_stated, language_code, likely_language
from .corpus.metadata import years_of
from .corpus.texts import Corpus, Text
from .counts.by_voice import words_by_kind, words_by_person, words_by_voice
from .schema import PROSE
from .stylometry.power_lookup import expected_auc
from .wording import counted
from .wordlists.languages import language_name

#: Words of a shingle: as long as a phrase that two writers seldom share by chance.
SHINGLE_WORDS = 5
#: An odd number of 64 bits: multiplying by it spreads small numbers over all of them.
_MIX = np.uint64(0x9E3779B97F4A7C15)
#: Texts that share so many of their shingles are near-duplicates.
MIN_SHARED = 0.2
#: So many years are hardly one life of writing; after so many a name alone may be another person's.
_MOST_YEARS, _LONG_SILENCE = 50, 20
#: Below so many words by the author a notebook has nothing to say of a text.
_LEAST_WORDS = {"style": 300, "topics": 1_500, "terms": 100, "rhetoric": 100}


def corpus_overview(annotation: Annotation) -> pd.DataFrame:
    """Return one row a text: where it comes from, what it holds, and in which voices.

    Returns
    -------
    DataFrame
        *text*, *file*, *encoding*, *blocks_from* (mark-up or layout), *language* (as stated, else "English,
        it seems" or another by its words, or "not English, it seems"), *n_words*, of them in running prose
        *author*, *quoted*, *mentioned*; *other* (notes, captions, what is no part of the text),
        *n_sentences*, *kinds* (of block, with their words).
    """
    voices = words_by_voice(annotation.tokens).reindex(list(annotation.corpus.ids), fill_value=0)
    kinds = words_by_kind(annotation.tokens)
    sentences = annotation.sentences["text"].value_counts()
    rows = []
    for text in annotation.corpus:
        words = {str(kind): int(n) for kind, n in kinds.T.get(text.id, {}).items() if n}
        marked = text.markup is not None and bool(text.markup.blocks)
        row: dict[str, object] = {"text": text.id, "file": text.file, "encoding": text.encoding}
        row |= {"blocks_from": "mark-up" if marked else "layout"}
        row |= {
            "language": _language(text),
            "n_words": sum(words.values()),
        }
        row |= {voice: voices.at[text.id, voice] for voice in ("author", "quoted", "mentioned", "other")}
        longest = sorted(words.items(), key=lambda one: -one[1])
        row |= {"n_sentences": sentences.get(text.id, 0)}
        row |= {"kinds": ", ".join(f"{kind} {n:,}" for kind, n in longest)}
        rows.append(row)
    return pd.DataFrame(rows)


def near_duplicates(annotation: Annotation, *, min_shared: float = MIN_SHARED) -> pd.DataFrame:
    """Return the pairs of texts that have stretches of words in common.

    Parameters
    ----------
    annotation : Annotation
    min_shared : float
        The least share of the shorter text's shingles that stand in the other text too.

    Returns
    -------
    DataFrame
        *text_a*, *text_b*, *shared* (0 to 1: shingles in common, divided by those of the text that has
        fewer), *jaccard* (0 to 1: divided by those of both), the closest first. A shingle is five words in a
        row of the running prose, in lower case. Broder, A. Z. (1997).
    """
    ids = list(annotation.corpus.ids)
    tokens = annotation.tokens[annotation.tokens["kind"].isin(PROSE)]
    word = tokens["word"].cat
    folded = pd.factorize(pd.Index(word.categories.astype(str).str.lower()))[0][word.codes.to_numpy()]
    places = tokens["text"].cat.codes.to_numpy()
    sets = [_shingles(folded[places == number]) for number in range(len(ids))]
    sizes = np.array([len(one) for one in sets])
    columns = np.concatenate([*sets, np.zeros(0, dtype=np.uint64)])
    known, column = np.unique(columns, return_inverse=True)
    row = np.repeat(np.arange(len(ids)), sizes)
    table = sparse.csr_array(
        (np.ones(len(column), dtype=np.int64), (row, column)), (len(ids), max(1, len(known)))
    )
    common = sparse.triu(table @ table.T, k=1).tocoo()
    a, b = common.row, common.col
    shared = common.data / np.minimum(sizes[a], sizes[b])
    found = pd.DataFrame(
        {
            "text_a": [ids[one] for one in a],
            "text_b": [ids[one] for one in b],
            "shared": shared,
            "jaccard": common.data / (sizes[a] + sizes[b] - common.data),
        }
    )
    return found[found["shared"] >= min_shared].sort_values(
        "shared", ascending=False, kind="stable", ignore_index=True
    )


def _shingles(words: np.ndarray) -> np.ndarray:
    """Return the different shingles of a text, each as a number."""
    if len(words) < SHINGLE_WORDS:
        return np.zeros(0, dtype=np.uint64)
    windows = np.lib.stride_tricks.sliding_window_view(words.astype(np.uint64), SHINGLE_WORDS)
    code = np.zeros(len(windows), dtype=np.uint64)
    for place in range(SHINGLE_WORDS):
        code = (code ^ windows[:, place]) * _MIX
        code ^= code >> np.uint64(29)
    return np.unique(code)


def what_lengths_allow(annotation: Annotation) -> list[str]:
    """Return one sentence an analysis: what it can say of texts of these lengths, and what it cannot."""
    ids = list(annotation.corpus.ids)
    words = annotation.tokens.query("voice == 'author'")["text"].value_counts().reindex(ids, fill_value=0)
    return [
        *_of_style(words),
        _of_enough("topics", words, "topics that come back", "02-topics"),
        _of_enough("terms", words, "counts of terms by voice", "03-terms"),
        _of_enough("rhetoric", words, "rates with an interval", "04-rhetoric"),
    ]


def _of_style(words: pd.Series) -> Iterator[str]:
    if len(words) < 2:
        yield "01-stylometry: one text has no other to be compared with; its own parts are."
        return
    pairs = expected_auc(words, distance="burrows", mfw=200)
    decided = pairs["verdict"].eq("decidable").sum()
    yield (
        "01-stylometry: long enough to tell one author from two (an AUC of four fifths on novels, Burrows's "
        f"Delta): {decided:,} of {counted(len(pairs), 'pair')} of texts."
    )


def _of_enough(measure: str, words: pd.Series, what: str, notebook: str) -> str:
    least = _LEAST_WORDS[measure]
    enough = int((words >= least).sum())
    return (
        f"{notebook}: long enough for {what} ({least:,} words by the author): "
        f"{enough:,} of {counted(len(words), 'text')}."
    )


def _language(text: Text) -> str:
    likely = likely_language(text.raw)
    seems = language_name(likely) if likely else "not English"
    if not is_stated(text.language):
        return f"{seems}, it seems"
    agrees = likely in ("", language_code(text.language))
    return text.language if agrees else f"{text.language}, but it seems {seems}"


def namesakes(corpus: Corpus) -> list[str]:
    """Return one sentence an author whose texts may be those of two persons, by their dates.

    More than 50 years are hardly one life of writing. A name of one word with more than 20 years between
    two texts may stand for two persons, too.
    """
    years: dict[str, list[int]] = {}
    for text in corpus:
        if (stated := years_of(text.date)) and is_named(text.author):
            years.setdefault(text.author, []).extend(stated)
    return [line for author, dates in years.items() if (line := _apart(author, sorted(dates)))]


def _apart(author: str, years: Sequence[int]) -> str:
    first, last = max(pairwise(years), key=lambda two: two[1] - two[0], default=(0, 0))
    if years[-1] - years[0] > _MOST_YEARS:
        verdict = "are hardly those of one person"
    elif " " not in author.strip() and last - first > _LONG_SILENCE:
        verdict = "may be those of two persons of one name"
    else:
        return ""
    return (
        f"{author}: texts of {years[0]} and {years[-1]}, nothing from {first} to {last}: they {verdict}. "
        "Give each person a name of their own in the column author of metadata.csv."
    )


def inspection_report(annotation: Annotation) -> str:
    """Return the first page of a corpus: texts, near-duplicates, characters, what lengths allow."""
    overview = corpus_overview(annotation)
    twice, characters = near_duplicates(annotation), normalisation_report(annotation.corpus)
    total, author = overview["n_words"].sum(), overview["author"].sum()
    head = (
        f"{counted(len(overview), 'text')}, {total:,} words, of them {author:,} by the authors in running "
        f"prose, {overview['quoted'].sum():,} quoted."
    )
    pairs = [f"{one.text_a} and {one.text_b}: {one.shared:.0%} in common" for one in twice.itertuples()]
    odd = [
        f"{one.text}, line {one.line}: {one.found} ({one.n:,} times, {one.treatment})"
        for one in characters.itertuples()
    ]
    plays, doubtful = _plays(annotation), namesakes(annotation.corpus)
    return "\n\n".join(
        (
            head,
            overview.drop(columns="kinds").to_string(index=False),
            _listed(
                "Kinds of block, with their words", [f"{r.text}: {r.kinds}" for r in overview.itertuples()]
            ),
            *([_listed("Plays, with the words of each speaker", plays)] if plays else []),
            _listed("Near-duplicates", pairs or ["no two texts have a fifth of their phrases in common"]),
            *([_listed("Authors", doubtful)] if doubtful else []),
            _listed("Characters", odd or ["nothing odd"]),
            _listed("What the notebooks can say at these lengths", what_lengths_allow(annotation)),
        )
    )


def _plays(annotation: Annotation, most: int = 12) -> list[str]:
    """Return one line a play: how many speakers, and the words of those who say most."""
    lines = []
    for text, own in words_by_person(annotation.tokens, annotation.blocks).groupby("text", observed=True):
        said = [f"{one.speaker} {one.n_words:,}" for one in own.head(most).itertuples()]
        rest = [f"{len(own) - most:,} more"] if len(own) > most else []
        lines.append(f"{text}: a play, {counted(len(own), 'speaker')}: {', '.join([*said, *rest])}")
    return lines


def _listed(title: str, lines: Sequence[str], most: int = 40) -> str:
    rest = [f"  … and {len(lines) - most:,} more"] if len(lines) > most else []
    return "\n".join([f"{title}:", *(f"  {line}" for line in lines[:most]), *rest])
