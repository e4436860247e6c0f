"""Annotation: passages found again, voices of sentences, and tables that reprint no reader's comment."""

import re
import time

import pytest
from annotated import LEAD, corpus_of, seeds

from dhtools import DhtoolsError, annotate, span_text
from dhtools.annotation.record import published_tables
from dhtools.counts.streamed import count_types
from dhtools.schema import BLOCK_KINDS, SENTENCE_VOICES


def test_passages_are_unique_in_order_and_found_again():
    sentences = seeds().sentences
    assert sentences["passage"].is_unique
    for _, own in sentences.groupby("text", observed=True):
        numbers = [tuple(map(int, passage.split(":")[1].split("."))) for passage in own["passage"]]
        assert numbers == sorted(numbers) and own["start"].is_monotonic_increasing
    words = span_text(seeds().corpus, sentences)
    for row in range(0, len(sentences), 25):
        assert seeds().passage(sentences["passage"].iloc[row]) == words[row]


@pytest.mark.parametrize("given", ["article:9999.1", "nobody:1.1", "", 3])
def test_an_unknown_passage_is_told_what_ids_look_like(given):
    with pytest.raises(DhtoolsError, match=rf"{re.escape(repr(given))}.*text:block\.sentence.*'blog:1\.1'"):
        seeds().passage(given)


def test_voices_of_sentences():
    raw = LEAD + "“Go away.” He said: “I will stay.” He left.\n\nChapter 2\n\n" + LEAD
    sentences = annotate(corpus_of(a=raw)).sentences
    assert sentences["voice"].tolist() == ["author", "quoted", "mixed", "author", "other", "author"]
    assert set(seeds().sentences["voice"]) == set(SENTENCE_VOICES)


def test_a_displayed_quotation_is_quoted_throughout():
    annotation = seeds()
    shown = annotation.blocks.loc[annotation.blocks["kind"] == "blockquote", ["text", "block"]]
    own = annotation.sentences.astype({"text": str}).merge(shown.astype({"text": str}))
    assert len(own) == 44 and (own["voice"] == "quoted").all()


COMMENTS = (
    "2 responses to “Frobnic”\n\nZaphod wrote that “trillian is qwerty about the xyzzy, for all I know.”\n"
)


def test_comments_are_counted_and_not_reprinted():
    annotation = annotate(corpus_of(blog="A Title\n\n" + LEAD + "\n" + COMMENTS))
    tables = published_tables(annotation)
    blocks = tables["blocks"][tables["blocks"]["kind"] == "comments"]
    assert len(blocks) == 2 and blocks["n_words"].sum() == count_types(COMMENTS).total()
    assert annotation.quotations["speaker"].tolist() == [None, "Zaphod"]
    for name, table in tables.items():
        assert not re.search("(?i)frobnic|zaphod|trillian|qwerty|xyzzy", table.to_csv()), name
    assert "qwerty" not in tables["tokens"]["word"].cat.categories


def test_comments_of_the_seeds_are_not_reprinted():
    annotation, tables = seeds(), published_tables(seeds())
    tokens = annotation.tokens
    words = set(tokens.loc[tokens["kind"] == "comments", "word"])
    only_there = words - set(tokens.loc[tokens["kind"] != "comments", "word"])
    assert len(only_there) > 20
    longer = [word for word in only_there if len(word) > 3 and word not in BLOCK_KINDS]
    for name, table in tables.items():
        shown = set(re.findall(r"\w+", table.to_csv()))
        assert not shown & set(longer), (name, shown & set(longer))
    assert (tables["blocks"]["n_words"].sum(), len(tables["tokens"])) == (
        len(tokens),
        (tokens["kind"] != "comments").sum(),
    )


def test_contents_is_what_stands_in_the_files():
    raws = {text.id: text.raw for text in seeds().corpus}
    quotations = seeds().quotations
    for words, row in zip(span_text(seeds().corpus, quotations), quotations.itertuples(), strict=True):
        assert words == raws[row.text][row.start : row.end]


#: Signs and short words that make a rule look far ahead, or back, at every place of a paragraph.
UNITS = [
    "A. ", "Mr. ", "1! ", " . ", "a… ", "a.[1] ",
    "a.††† ", "a.— ", "ANNA. ", "'a ", "‘a b, ", "'a b' ", "s' ",
    "“a” b ", "“'", "—A? said he, ", "\n\n—A, said he", "“a\n\n", "(((", "[^1]: ", "A b\n", "<a ",
]  # fmt: skip


@pytest.mark.parametrize("unit", UNITS)
def test_time_is_in_proportion_to_the_text(unit):
    """Eight times the text takes about eight times as long; where time grows with the square, 64 times."""

    def seconds(length):
        corpus = corpus_of(a=(LEAD + "Begin " + unit * (length // len(unit))).strip())
        start = time.process_time()
        annotate(corpus)
        return time.process_time() - start

    seconds(500)  # what is made once is made
    for _ in range(4):  # a busy machine does not slow the longer text four times in a row
        short, long = seconds(5_000), seconds(40_000)
        if long < 24 * short:
            return
    pytest.fail(f"{unit!r}: {short:.3f} s for 5,000 signs, {long:.3f} s for 40,000")
