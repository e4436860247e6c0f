"""Newspaper pieces in German and French: sentences, quotations, words and topics in their language."""

import re
from pathlib import Path

import pytest
from annotated import corpus_of

from dhtools import annotate, fold_case, read_corpus, segment
from dhtools.annotation import span_text
from dhtools.corpus import Corpus
from dhtools.corpus.languages import likely_language, main_language, of_language, text_languages
from dhtools.readability import lexical_diversity, readability
from dhtools.readability.formulas import formulas_of
from dhtools.rhetoric import find_rhetoric
from dhtools.rhetoric.language import share_of_function_words
from dhtools.study import measure_distances
from dhtools.topics import document_term_matrix, fit_topics, top_words
from dhtools.wordlists import function_words

CORPORA = Path(__file__).parent / "corpora"
#: Counted by hand: the headline and the dateline are one each. By texts, in their order.
SENTENCES = {
    "german_press": [
        *(13, 13, 13, 14, 12, 13, 14, 13, 12, 11, 12, 13, 11, 11, 12),
        *(12, 13, 13, 12, 13, 12, 12, 13, 13, 13, 14, 13, 15, 13, 14),
    ],
    "french_press": [12, 12, 11, 12, 11],
}
#: What stands in marks and is nobody's speech: names, titles, words at a distance.
MENTIONED = [
    *("ein Luftschloss", "guten Tag für die Region", "Faust", "Faust", "Die Furt", "Eintracht"),
    *("Der müde Tag", "Helia", "ein Denkmal für den Präsidenten"),
]
LANGUAGES = {"german_press": "de", "french_press": "fr"}

both = pytest.mark.parametrize("corpus", LANGUAGES)


@pytest.fixture(scope="module")
def annotations():
    return {name: annotate(read_corpus(CORPORA / name)) for name in LANGUAGES}


@both
def test_the_pieces_are_what_they_say(corpus, annotations):
    read = annotations[corpus].corpus
    assert len(read) == len(SENTENCES[corpus]) and {"year", "section"} <= set(read.table().columns)
    assert all(60 <= len(text.raw.split()) <= 250 for text in read)


@both
def test_sentences(corpus, annotations):
    found = annotations[corpus].sentences["text"].value_counts(sort=False)
    assert found[list(annotations[corpus].corpus.ids)].tolist() == SENTENCES[corpus]


@both
def test_whose_words_stand_in_marks(corpus, annotations):
    annotation = annotations[corpus]
    quotations = annotation.quotations
    mentioned = quotations[quotations["kind"] != "direct"]
    assert span_text(annotation.corpus, mentioned) == (MENTIONED if corpus == "german_press" else [])
    voices = annotation.tokens.groupby("quotation", observed=True)["voice"].unique().str[0]
    assert voices[list(mentioned["quotation"])].isin(["mentioned", "other"]).all()  # in a headline
    assert voices.drop(list(mentioned["quotation"])).eq("quoted").all()


def test_every_mark_is_read(annotations):
    for corpus, marks in (("german_press", "[„»]"), ("french_press", "«")):
        annotation = annotations[corpus]
        opened = sum(len(re.findall(marks, text.raw)) for text in annotation.corpus)
        dashes = annotation.quotations["text"].eq("02_boulanger").sum() - 1  # one of them is in marks
        assert len(annotation.quotations) == opened + dashes * (corpus == "french_press")


def test_speakers_have_their_titles(annotations):
    speakers = set(annotations["german_press"].quotations["speaker"].dropna())
    assert {"Direktor Dr. Winfried Stahl", "Rentnerin Hilde Sommer", "Kubitz"} <= speakers


@both
def test_function_words_are_those_of_the_language(corpus, annotations):
    tokens, own = annotations[corpus].tokens, LANGUAGES[corpus]
    assert share_of_function_words(tokens, own).min() > 0.38
    assert share_of_function_words(tokens, "en").max() < 0.15


@both
def test_an_unstated_language_is_read_off_the_words(corpus, annotations, tmp_path):
    for text in annotations[corpus].corpus:
        assert likely_language(text.raw) == LANGUAGES[corpus]
        (tmp_path / text.file).write_text(text.raw, encoding="utf-8")
    with pytest.warns(UserWarning, match="no language is stated. Read as (German|French)"):
        unstated = annotate(read_corpus(tmp_path))
    assert unstated.tokens.equals(annotations[corpus].tokens)


@both
def test_topics_have_no_function_words(corpus, annotations):
    tokens = fold_case(annotations[corpus].tokens)
    segments = segment(tokens[tokens["voice"] == "author"], segment_words=80)
    model = fit_topics(document_term_matrix(segments, languages=[LANGUAGES[corpus]]), 3)
    assert not set(top_words(model)["word"]) & set(function_words(LANGUAGES[corpus]))


def test_style_of_german_texts_is_related_without_stance_and_without_a_warning(annotations, recwarn):
    annotation = annotations["german_press"]
    author = fold_case(annotation.tokens[annotation.tokens["voice"] == "author"])
    measured, texts = measure_distances(annotation, author, segment_words=60, mfw=50, language="de")
    assert list(measured) == ["style (function words)", "subjects (other words)"]
    assert len(texts) == len(measured["style (function words)"]) and not recwarn.list


@both
def test_what_is_made_for_english_finds_nothing(corpus, annotations):
    with pytest.warns(UserWarning, match="not English"):
        assert find_rhetoric(annotations[corpus]).empty


@both
def test_only_formulas_of_the_language_have_a_value(corpus, annotations):
    scores = readability(annotations[corpus], draws=0, with_textstat=False)
    assert set(scores.dropna(subset="value")["formula"]) == set(formulas_of(LANGUAGES[corpus]))


def test_lexical_density_is_counted_with_the_words_of_each_language(annotations):
    tokens = fold_case(annotations["german_press"].tokens)
    spoken = text_languages(annotations["german_press"].corpus)
    density = lexical_diversity(tokens, languages=spoken).query("measure == 'density'")["value"]
    assert density.between(0.4, 0.7).all()  # with English function words it is .9 and more
    assert lexical_diversity(tokens).query("measure == 'density'")["value"].min() > 0.9


def test_texts_are_compared_within_the_language_of_most(annotations):
    german, french = (annotations[name].corpus for name in ("german_press", "french_press"))
    both = Corpus((*french.texts[:2], *german.texts[:2]), german.corrections, german.sources)
    assert main_language(both) == "de" and of_language(both, "de").ids == german.ids[:2]
    assert of_language(both, "fr").ids == french.ids[:2]


DATELINES = """\
LONDON, May 4 (Agency) –
LONDON, May 3, 1921 —
LONDON (Reuters) -
Hamburg, 3. März —
LINDENAU, 3. März. –
PARIS, le 4 mars (AFP) —
Wien/Berlin (APA) –
Frankfurt am Main, 3. März (dpa) –
NEW YORK, Sept. 12 --
Berlin, 03.04.2019 -
WASHINGTON —
ST. LOUIS, Mo., May 5 -
DALLAS, Tex., Jan. 8 (UPI) –"""
NO_DATELINES = """\
On May 4 –
In London, May 4 –
Napoleon (who was ill) –
The Bill (1832) –
Anna –
Tom (aside) -
He came on May 4 (late) –"""
PIECE = (
    "The old bridge of the town is closed to all cars until October, the mayor said on Monday, and nobody "
    "was glad."
)


@pytest.mark.parametrize("dateline", DATELINES.splitlines())
def test_a_dateline_before_the_first_words_is_none_of_the_prose(dateline):
    annotation = annotate(corpus_of(a=f"A Bridge Is Closed\n\n{dateline} {PIECE}\n\n{PIECE}"))
    kinds = annotation.blocks["kind"].tolist()
    assert kinds == ["title", "dateline", "body", "body"]
    assert span_text(annotation.corpus, annotation.blocks)[1:3] == [dateline, PIECE]
    own = annotation.tokens.query("voice == 'author'")
    assert own["word"].tolist()[0] == "The" and annotation.blocks["block"].tolist() == [1, 2, 3, 4]


@pytest.mark.parametrize("begin", NO_DATELINES.splitlines())
def test_what_only_looks_like_a_dateline_stays_prose(begin):
    blocks = annotate(
        corpus_of(a=f"A Bridge Is Closed\n\n{PIECE}\n\n{begin} {PIECE[0].lower()}{PIECE[1:]}")
    ).blocks
    assert blocks["kind"].tolist() == ["title", "body", "body"]


def test_places_of_datelines_are_no_topics(annotations):
    tokens = annotations["german_press"].tokens
    assert not tokens.query("voice == 'author'")["word"].isin(["LINDENAU", "GRAUEN", "HEIDESTEDT"]).any()
