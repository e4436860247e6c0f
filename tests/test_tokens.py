"""The token table: every word once, at its place, in its voice; and its views."""

import re

import numpy as np
import pandas as pd
import pytest
from annotated import LEAD, corpus_of, line_start, seeds, table
from hypothesis import given
from hypothesis import strategies as st

from dhtools import DhtoolsError, annotate, fold_case, rejoin_possessives
from dhtools.annotation import find_blocks, find_sentences, token_table
from dhtools.annotation.normalisation import folded as normalised
from dhtools.annotation.tokens import loose_pieces, words_in
from dhtools.corpus import Corpus, Text
from dhtools.counts.streamed import count_types, count_words

#: Letters, digits, apostrophes of all shapes, accents that combine, underscores, hyphens, and beyond the BMP.
ALPHABET = "aBsSéЖ𝒜𐐀1²_'’‘ʼ`´-–—.\u0301\u0308 \n\u00a0“”"
RAW = st.text(ALPHABET, min_size=1, max_size=60).map(lambda raw: f"x {raw} ")


def text_of(raw, name="a"):
    return Text(name, f"{name}.txt", raw, "0" * 64)


def one_block(*texts):
    """Return a corpus with frames that span whole texts, for words that no rule about layout should touch."""
    corpus = Corpus(tuple(texts), pd.DataFrame(), pd.DataFrame())
    whole = [(text.id, 1, 0, len(text.raw), "body", f"{text.id}:1.1") for text in texts]
    blocks = pd.DataFrame(whole, columns=["text", "block", "start", "end", "kind", "passage"])
    none = pd.DataFrame({name: [] for name in ("text", "quotation", "start", "end", "kind", "level")})
    return token_table(corpus, blocks=blocks, quotations=none, sentences=blocks), corpus


def surface(snippet):
    return [word for _, word in words_in(normalised(snippet).text)]


def test_there_are_thirty_snippets():
    assert len(table("tokens.tsv")) == 30


@pytest.mark.parametrize("row", table("tokens.tsv"), ids=lambda row: row["snippet"])
def test_snippets_of_the_gold(row):
    wanted = [word for word in row["tokens"].split("|") if word]
    assert surface(row["snippet"]) == wanted
    begin, tokens = line_start(row["text"], int(row["line"])), seeds().tokens
    place = seeds().corpus[row["text"]].raw.index(row["snippet"], begin)
    assert place < begin + 5000 and "\n" not in seeds().corpus[row["text"]].raw[begin:place]
    here = tokens[(tokens["text"] == row["text"]) & (tokens["start"] >= place)]
    assert here.loc[here["end"] <= place + len(row["snippet"]), "word"].tolist() == wanted


def without_marks(word):
    return re.sub(r"[\s'’‘`´′”\ufffd]", "", word)


def check(tokens, corpus):
    for text in corpus:
        own = tokens[tokens["text"] == text.id]
        start, end = own["start"].to_numpy(), own["end"].to_numpy()
        stands = [normalised(text.raw[a:b]).text for a, b in zip(start, end, strict=True)]
        # apostrophes have many shapes, and an *s* may be parted from its word
        assert list(map(without_marks, stands)) == list(map(without_marks, own["word"]))
        assert (start < end).all() and (start[1:] >= end[:-1]).all()


def test_every_word_stands_at_its_place_in_one_block_and_one_sentence():
    annotation = seeds()
    tokens = annotation.tokens
    check(tokens, annotation.corpus)
    assert tokens[["passage", "kind", "voice"]].notna().all(axis=None)
    for frame, key in ((annotation.blocks, "block"), (annotation.sentences, "passage")):
        spans = frame[["text", key, "start", "end"]].astype({"text": str})
        joined = tokens.astype({"text": str, "passage": str}).merge(
            spans, on=["text", key], suffixes=("", "_of")
        )
        assert len(joined) == len(tokens)
        assert ((joined["start"] >= joined["start_of"]) & (joined["end"] <= joined["end_of"])).all()


@given(RAW, RAW)
def test_random_texts_have_one_tokeniser(first, second):
    tokens, corpus = one_block(text_of(first), text_of(second, "b"))
    check(tokens, corpus)
    table = pd.crosstab(fold_case(tokens)["text"], fold_case(tokens)["word"], dropna=False)
    pd.testing.assert_frame_equal(count_words(corpus), table, check_dtype=False, check_index_type=False,
                                  check_column_type=False, check_categorical=False)  # fmt: skip
    outside = "".join(loose_pieces(normalised(first).text)[::2])
    assert not any(sign.isalpha() for sign in outside)


@given(RAW)
def test_a_text_twice_has_every_word_twice(raw):
    once, twice = count_types(raw), count_types(f"{raw}\n\n{raw}")
    assert twice == {word: 2 * n for word, n in once.items()}


def test_the_four_texts_have_one_tokeniser():
    folded = fold_case(seeds().tokens)
    for text, counts in count_words(seeds().corpus).iterrows():
        own = folded.loc[folded["text"] == text, "word"].value_counts()
        assert own[own > 0].to_dict() == counts[counts > 0].to_dict()


@pytest.mark.parametrize(
    ("snippet", "words"),
    [
        ("Stalin’s STALIN'S", ["Stalin", "’s", "STALIN", "'S"]),
        ("workers’ boys' ’tis o'clock", ["workers", "boys", "tis", "o'clock"]),
        ("e\u0301te\u0301’s 𐐀b’s", ["été", "’s", "𐐀b", "’s"]),
        ("_Emma_ a_b x1 1920s 3rd 14th 1’s", ["Emma", "a", "b", "x", "’s"]),
        ("co-operate us—my so…We U.S.", ["co", "operate", "us", "my", "so", "We", "U", "S"]),
        ("’s s’s 's' ‘s’", ["’s", "s", "’s", "s", "s"]),
        ("“Pravda”’s _Times_'s (B)’s", ["Pravda", "’s", "Times", "'s", "B", "’s"]),
        ("M.D.'s 1930's 80's'", ["M", "D", "'s", "'s", "s"]),
        ("x² H2O Ⅳ ½ 1º", ["x", "H"]),
        ("阿Q正传 カメラを 한국어", ["阿", "Q", "正", "传", "カメラ", "を", "한국어"]),
        ("हिन्दी שָׁלוֹם col·lecció ภาษาไทย", ["हिन्दी", "שָׁלוֹם", "col·lecció", "ภาษาไทย"]),
        ("<b>bold</b> $x$", ["b", "bold", "b", "x"]),
    ],
)
def test_words(snippet, words):
    assert surface(snippet) == words


@given(RAW)
def test_views_keep_their_input_and_the_text(raw):
    tokens, corpus = one_block(text_of(raw))
    before = tokens.copy(deep=True)
    folded, joined = fold_case(tokens), rejoin_possessives(tokens)
    pd.testing.assert_frame_equal(tokens, before)
    check(joined, corpus)
    assert len(folded) == len(tokens) and folded["word"].str.islower().sum() >= 0
    start, end = tokens["start"].to_numpy(), tokens["end"].to_numpy()
    clitic = tokens["word"].isin(["’s", "'s", "’S", "'S"]).to_numpy()
    glued = (clitic[1:] & (start[1:] == end[:-1])).sum()
    assert len(joined) == len(tokens) - glued
    assert "".join(joined["word"]) == "".join(tokens["word"])
    pd.testing.assert_frame_equal(rejoin_possessives(joined), joined)
    pd.testing.assert_frame_equal(rejoin_possessives(folded), fold_case(joined), check_categorical=False)


def test_views_of_a_part():
    tokens = annotate(corpus_of(a="The men’s “hats” and Tom’s “caps.”\n", b="’s and so on")).tokens
    part = tokens[tokens["voice"] == "author"]
    assert rejoin_possessives(part)["word"].tolist()[:3] == ["The", "men’s", "and"]
    assert fold_case(part)["word"].tolist()[:3] == ["the", "men", "'s"]


def test_a_possessive_whose_word_was_left_out_stays_alone():
    tokens, _ = one_block(text_of("so"), text_of("we’s men’s", "b"))
    part = tokens[~tokens["word"].isin(["we", "men"])]
    assert rejoin_possessives(part)["word"].tolist() == ["so", "’s", "’s"]


def test_types_are_small():
    tokens = seeds().tokens
    assert (tokens[["block", "start", "end"]].dtypes == np.int32).all()
    others = tokens.drop(columns=["block", "start", "end"])
    assert all(isinstance(dtype, pd.CategoricalDtype) for dtype in others.dtypes)
    codes = sum(tokens[name].cat.codes.nbytes for name in others) + 12 * len(tokens)
    assert codes <= 32 * len(tokens)
    assert list(tokens["word"].cat.categories) == sorted(tokens["word"].cat.categories)


def test_texts_without_words():
    tokens = annotate(corpus_of(a="1 2 3", b="4")).tokens
    assert (
        tokens.empty and tokens.dtypes["start"] == np.int32 and tokens.columns.equals(seeds().tokens.columns)
    )
    assert rejoin_possessives(fold_case(tokens)).empty
    mixed = annotate(corpus_of(a="1 2 3", b="Here")).tokens
    assert mixed["text"].tolist() == ["b"]


def test_frames_of_a_part_are_told_apart():
    corpus = corpus_of(a=LEAD + "Chapter 2\n\n" + LEAD)
    blocks = find_blocks(corpus)
    with pytest.raises(DhtoolsError, match=r"code point 90 of 'a' \('Chapter 2.* in no block.*whole table"):
        token_table(corpus, blocks=blocks[blocks["kind"] == "body"])
    some = token_table(corpus, blocks=blocks, sentences=find_sentences(corpus, blocks, kinds=("body",)))
    assert some.loc[some["passage"].isna(), "word"].tolist() == ["Chapter"]


@given(RAW)
def test_a_text_in_pieces_has_the_words_of_one(raw):
    text = text_of(raw * 3)
    whole, _ = one_block(text)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("dhtools.annotation.tokens._PIECE", 1)
        pieces, _ = one_block(text)
    pd.testing.assert_frame_equal(pieces, whole)
