"""Counts: streamed, by voice, by kind, by speaker."""

import numpy as np
import pytest
from annotated import LEAD, corpus_of, seeds
from hypothesis import given
from hypothesis import strategies as st

from dhtools import annotate
from dhtools.counts import words_by_kind, words_by_speaker, words_by_voice
from dhtools.counts.streamed import count_types, count_words
from dhtools.schema import VOICES


def small():
    quoting = (
        LEAD + "Tom Brown said: “Go away now.” Mary said: “No, never.”\n\n“Yes, yes, yes,” Tom Brown said.\n"
    )
    return annotate(corpus_of(a=quoting, b=LEAD, c="1 2"))


@given(st.text("aB s’'é1-\n", max_size=40), st.text("aB s’'é1-\n", max_size=40))
def test_counting_is_additive(first, second):
    assert count_types(first) + count_types(second) == count_types(f"{first}\n\n{second}")


def test_folding():
    assert count_types("Go go GO’S", fold=False) == {"Go": 1, "go": 1, "GO": 1, "’S": 1}
    assert count_types("Go go GO’S") == {"go": 3, "'s": 1}


def test_one_text_at_a_time():
    seen = []

    def stream():
        for text in small().corpus:
            seen.append(text.id)
            yield text

    table = count_words(stream())
    assert seen == ["a", "b", "c"] and table.loc["c"].sum() == 0 and table.to_numpy().dtype == np.int32
    assert table.columns.tolist() == sorted(table.columns) and table.loc["a", "yes"] == 3


def test_words_by_voice_and_kind_add_up():
    tokens = seeds().tokens
    total = tokens["text"].value_counts().loc[list(seeds().corpus.ids)]
    voices, kinds = words_by_voice(tokens), words_by_kind(tokens)
    assert (voices[list(VOICES)].sum(axis=1).to_numpy() == total).all() and (
        kinds.sum(axis=1).to_numpy() == total
    ).all()
    assert (kinds["body"] + kinds["blockquote"] == voices["prose"]).all()
    assert voices["quoted_share"].between(voices["quoted_share_min"], voices["quoted_share_max"]).all()
    assert voices.loc["blog", "quoted"] == voices.loc["note", "quoted"] == 0


def test_words_by_speaker():
    annotation = small()
    table = words_by_speaker(annotation.tokens, annotation.quotations)
    assert table[["text", "speaker", "n_quotations", "n_words"]].to_numpy().tolist() == [
        ["a", "Tom Brown", 2, 6], ["a", "Mary", 1, 2], ["b", "nobody", 0, 0], ["c", "nobody", 0, 0],
    ]  # fmt: skip
    assert table["share"].tolist()[:2] == pytest.approx([0.75, 0.25]) and table["share"][2:].isna().all()


def test_words_of_speakers_are_the_quoted_words():
    table = words_by_speaker(seeds().tokens, seeds().quotations)
    quoted = words_by_voice(seeds().tokens)["quoted"]
    assert (table.groupby("text", observed=True)["n_words"].sum() == quoted).all()
