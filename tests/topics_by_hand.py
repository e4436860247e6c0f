"""Token tables and topic models made by hand, for the tests of topics."""

import re
from functools import cache

import numpy as np
import pandas as pd
from annotated import ROOT
from annotated import seeds as annotated_seeds
from scipy import sparse

from dhtools import fold_case, segment
from dhtools.annotation import find_names, read_gazetteer
from dhtools.topics import document_term_matrix, fit_topics
from dhtools.topics.document_term_matrix import DocumentTermMatrix
from dhtools.topics.models import TopicModel

SEGMENTS = {
    "a_1": "the party press and the party",
    "a_2": "a press in war",
    "b_1": "war and party x",
    "b_2": "of the and",
}


def table(segments=SEGMENTS):
    """A token table with a segment column, one sentence a segment."""
    rows = [(name.split("_")[0], name, word) for name, words in segments.items() for word in words.split()]
    frame = pd.DataFrame(rows, columns=["text", "segment", "word"])
    start = np.arange(len(frame)) * 10
    passage = pd.Categorical(frame["segment"] + ":1.1")
    return frame.assign(
        text=frame["text"].astype("category"), segment=frame["segment"].astype("category"),
        word=frame["word"].astype("category"), passage=passage, start=start, end=start + 5, voice="author",
    )  # fmt: skip


def weights() -> pd.DataFrame:
    """Three topics and four words, with zeros and ties."""
    rows = [[0.5, 0.3, 0.2, 0], [0, 0.3, 0.3, 0.4], [0.25, 0, 0.5, 0.25]]
    return pd.DataFrame(rows, index=pd.RangeIndex(1, 4, name="topic"), columns=pd.Index(list("abcd")))


def model_of(word_weights: pd.DataFrame, shares: pd.DataFrame, texts: list[str] | None = None) -> TopicModel:
    """A model with these tables; the words stand once in each segment, only the first in the last one too."""
    counts = np.ones((len(shares), word_weights.shape[1]), dtype=np.int32)
    counts[-1, 1:] = 0
    docs = DocumentTermMatrix(
        sparse.csr_array(counts),
        segments=shares.index.rename("segment"),
        texts=pd.Index(texts or ["t"] * len(shares), dtype=object, name="text"),
        vocabulary=pd.Index(word_weights.columns, dtype=object, name="word"),
        rule="by hand",
    )
    topics = pd.RangeIndex(1, len(word_weights) + 1, name="topic")
    named = word_weights.set_axis(topics).set_axis(docs.vocabulary, axis="columns")
    return TopicModel(
        docs, "nmf", 0, named, shares.set_axis(topics, axis="columns"), 0.5, lambda counts: counts
    )


def by_hand() -> TopicModel:
    shares = pd.DataFrame(
        [[0.6, 0.3, 0.1], [0.2, 0.8, 0.0]], index=pd.Index(["t_01", "t_02"], name="segment")
    )
    return model_of(weights(), shares)


def tokens_of(**segments: str) -> pd.DataFrame:
    """Segments of one text as a token table: sentences end with a stop, words are cut as they stand."""
    rows, place, passage = [], 0, 0
    for name, raw in segments.items():
        for sentence in re.findall(r"[^.]+\.?", raw):
            passage += 1
            found = re.finditer(r"'s|[a-z]+", sentence)
            rows += [(name, f"t:{passage}.1", place + m.start(), place + m.end(), m.group()) for m in found]
            place += len(sentence)
    frame = pd.DataFrame(rows, columns=["segment", "passage", "start", "end", "word"])
    return frame.assign(text="t").astype(dict.fromkeys(("segment", "passage", "text", "word"), "category"))


@cache
def long_text_model() -> tuple[pd.DataFrame, pd.DataFrame, TopicModel]:
    """The author's words of the two long texts, the names of persons, and four topics."""
    corpus = annotated_seeds().corpus
    tokens = fold_case(annotated_seeds().tokens).query("voice == 'author' and text in ['article', 'lecture']")
    names = find_names(corpus, read_gazetteer(ROOT / "seeds").query("type == 'person'"))
    tokens = segment(tokens, segment_words=100)
    return tokens, names, fit_topics(document_term_matrix(tokens, names=names), 4)


def named_by_hand() -> tuple[TopicModel, pd.DataFrame]:
    tokens = tokens_of(
        s1="the civil war of the reds began. a civil war is war. red army, red army men.",
        s2="civil war and the red army. a red army of men, civil war. the red army.",
        s3="the printing press prints. printed 10 copies and printed 11 copies. a printing press.",
        s4="a printing press printed 9 copies. the printing press. printed 8 copies, printed 7 copies.",
    )
    columns = ["army", "civil", "copies", "press", "printing", "red", "war"]
    rows = [[0.2, 0.2, 0, 0, 0, 0.2, 0.4], [0, 0, 0.3, 0.4, 0.3, 0, 0]]
    shares = pd.DataFrame(
        [[0.9, 0.1], [1.0, 0.0], [0.1, 0.9], [0.0, 1.0]],
        index=pd.Index(["s1", "s2", "s3", "s4"], name="segment"),
    )
    return model_of(pd.DataFrame(rows, columns=columns), shares), tokens


def planted(*, topics=3, segments=30, words=30, strength=0.4, texts=("one",), seed=0):
    """Segments of *words* words; a share of them is drawn from the ten words of the segment's topic."""
    random = np.random.default_rng(seed)
    names = [f"own{topic}{word}" for topic in range(topics) for word in range(10)]
    names += [f"word{word:03d}" for word in range(90)]
    common = 1 / np.arange(1, len(names) + 1) ** 0.5
    common = random.permutation(common / common.sum())
    rows = []
    for row in range(segments):
        own = np.zeros(len(names))
        own[(row % topics) * 10 : (row % topics) * 10 + 10] = 1 / 10
        rows.append(random.multinomial(words, (1 - strength) * common + strength * own))
    counts = np.array(rows, dtype=np.int32)
    kept = (counts > 0).sum(axis=0) >= 2
    return DocumentTermMatrix(
        sparse.csr_array(counts[:, kept]),
        pd.Index([f"s{segment:02d}" for segment in range(segments)], name="segment"),
        pd.Index([texts[segment % len(texts)] for segment in range(segments)], name="text"),
        pd.Index(np.array(names, dtype=object)[kept], name="word"),
        "planted",
    )


def shares_of(*rows):
    return pd.DataFrame(list(rows), index=pd.Index([f"s{row}" for row in range(len(rows))], name="segment"))
