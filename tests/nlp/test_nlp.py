"""Columns from spaCy: the same rows and offsets, whatever spaCy's words are.

No model is needed here: blank pipelines with rules, which any machine has. `make test-nlp` installs spaCy.
"""

import re
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from annotated import corpus_of, seeds
from hypothesis import given, settings
from hypothesis import strategies as st

from dhtools import DhtoolsError, annotate, fold_case, read_corpus, rejoin_possessives, segment, span_text
from dhtools.annotation import linguistic, token_table
from dhtools.annotation.linguistic import add_linguistic_columns
from dhtools.annotation.tokens import fold_word
from dhtools.rhetoric import find_passives, find_rhetoric

spacy = pytest.importorskip("spacy", reason="make test-nlp installs spaCy")


@spacy.Language.component("echo")
def echo(doc):
    """Every token is its own lemma."""
    for token in doc:
        token.lemma_ = token.text
    return doc


@spacy.Language.component("heads")
def heads(doc):
    """*was* and *were* depend on the token after them; what follows *and* is joined to the token before."""
    found, dependencies = list(range(len(doc))), ["ROOT"] * len(doc)
    for token in doc[:-1]:
        if token.text in ("was", "were"):
            found[token.i], dependencies[token.i] = token.i + 1, "auxpass"
        if token.text == "and" and token.i:
            found[token.i + 1], dependencies[token.i + 1] = token.i - 1, "conj"
    spaces = [bool(token.whitespace_) for token in doc]
    return spacy.tokens.Doc(
        doc.vocab, [token.text for token in doc], spaces, heads=found, deps=dependencies,
        pos=[token.pos_ for token in doc], lemmas=[token.lemma_ for token in doc],
        ents=[f"{token.ent_iob_}-{token.ent_type_}" if token.ent_type_ else "O" for token in doc],
    )  # fmt: skip


def pipeline(*components, language="en", **meta):
    nlp = spacy.blank(language, meta={"name": "made_up", "version": "1.2.3", **meta})
    for name in components:
        nlp.add_pipe(name)
    if "entity_ruler" in components:
        patterns = [{"label": "PERSON", "pattern": "Leon Trotsky"}, {"label": "GPE", "pattern": "U.S."}]
        nlp.get_pipe("entity_ruler").add_patterns(patterns)
    if "attribute_ruler" in components:
        ruler = nlp.get_pipe("attribute_ruler")
        ruler.add([[{"LOWER": "do"}]], {"LEMMA": "do", "POS": "AUX"})
        ruler.add([[{"LOWER": "n't"}]], {"LEMMA": "not", "POS": "PART"})
        ruler.add([[{"TEXT": {"REGEX": "tion$"}}]], {"LEMMA": "x", "POS": "NOUN"})
        ruler.add([[{"LOWER": "might"}]], {"LEMMA": "might", "POS": "AUX"})
        ruler.add([[{"LOWER": "the"}, {"LOWER": "might"}]], {"LEMMA": "might", "POS": "NOUN"}, index=1)
    return nlp


def columns(text, *components, **options):
    annotation = annotate(corpus_of(a=text))
    return add_linguistic_columns(annotation, pipeline(*components, **options)).tokens


def said(tokens, name):
    return dict(zip(tokens["word"].astype(str), tokens[name].astype(object), strict=True))


def test_a_word_of_two_tokens_and_a_token_of_two_words():
    tokens = columns("They don't like the U.S. or Stalin's re-opening.", "attribute_ruler", "echo")
    lemmas = said(tokens, "lemma")
    assert lemmas["don't"] == "do n't" and said(tokens, "pos")["don't"] == "AUX"
    assert (lemmas["U"], lemmas["S"]) == ("U.S.", "U.S.")
    assert (lemmas["Stalin"], lemmas["'s"], lemmas["re"], lemmas["opening"]) == (
        "Stalin",
        "'s",
        "re",
        "opening",
    )


def test_lemmas_of_a_word_of_two_tokens_are_joined():
    tokens = columns("They don't.", "attribute_ruler")
    assert said(tokens, "lemma")["don't"] == "do not"
    assert pd.isna(said(tokens, "lemma")["They"])


def test_an_entity_begins_where_its_first_word_does():
    text = "Here is “Leon Trotsky”, in the U.S. today."
    tokens = columns(text, "entity_ruler")
    assert set(tokens) & {"lemma", "pos", "dep", "head"} == set()
    named = tokens.loc[tokens["entity"].notna(), ["word", "entity", "entity_start"]]
    person, place = text.index("Leon"), text.index("U.S.")
    assert named.to_numpy().tolist() == [
        ["Leon", "PERSON", person],
        ["Trotsky", "PERSON", person],
        ["U", "GPE", place],
        ["S", "GPE", place],
    ]


def test_a_name_over_a_line_end_is_found():
    tokens = columns("It was Leon\nTrotsky who came.", "entity_ruler")
    assert tokens.loc[tokens["entity"] == "PERSON", "entity_start"].tolist() == [7, 7]


def test_heads_are_places_of_the_file():
    text = "The\u00ad men were arrested and shot, and it was cold."
    tokens = columns(text, "heads")
    found = tokens.set_index("word")
    assert found.loc["were", "head"] == text.index("arrested") == found.loc["arrested", "head"]
    assert found.loc["shot", "head"] == text.index("arrested")
    assert found.loc["were", "dep"] == "auxpass"


def test_a_mark_is_no_head():
    tokens = columns("He was “shot”.", "heads")
    assert pd.isna(tokens.set_index("word").loc["was", "head"])


def test_what_no_sentence_holds_stays_without_values():
    annotation = annotate(corpus_of(a="One man came. Two men left."))
    first = annotation.sentences.iloc[:1]
    kept = replace(annotation, sentences=first, tokens=token_table(annotation.corpus, sentences=first))
    tokens = add_linguistic_columns(kept, pipeline("echo")).tokens
    assert tokens["lemma"].isna().tolist() == [False] * 3 + [True] * 3


def test_the_four_texts_keep_rows_and_offsets():
    annotation = seeds()
    tokens = add_linguistic_columns(annotation, pipeline("echo")).tokens
    pd.testing.assert_frame_equal(tokens[annotation.tokens.columns], annotation.tokens)
    assert tokens["lemma"].notna().all()
    assert list(tokens["lemma"].cat.categories) == sorted(tokens["lemma"].cat.categories)


def holds_its_word(word, lemma):
    """The lemma is what the tokens around a word spell, so the word is in it."""
    return fold_word(word) in fold_word(lemma.replace(" ", ""))


PIECES = [
    "don't", "Don’t", "re-open", "U.S.", "o'clock", "l'homme", "1930s-style", "Trotsky’s", "“Pravda”’s",
    "cannot", "gonna", "I'm", "e\u0301te\u0301", "of\ufb01ce", "revo\u00adlution", "liqui-\ndated", "_Emma_",
    "a.m.", "C++", "x@y.org", "\u200b", "—", "...", "(see", "[3]", "\n\n", "\t", "  ", "漢字かな", "ภาษาไทย",
    "’tis", "''", "e-mail,", "end.", "https://a.org/b-c",
]  # fmt: skip


@pytest.mark.filterwarnings("ignore:.*Save the file again")
@settings(max_examples=150)
@given(
    st.lists(st.sampled_from(PIECES) | st.text(max_size=6), min_size=1, max_size=25), st.sampled_from("  \n-")
)
def test_nothing_is_lost_whatever_the_words_are(pieces, between):
    text = re.sub(r"[\x00\ud800-\udfff]", "", between.join(pieces)) + "\nword"
    try:
        annotation = annotate(corpus_of(a=text))
    except DhtoolsError:
        return  # no text, to the reader
    tokens = add_linguistic_columns(annotation, pipeline("echo", "heads")).tokens
    pd.testing.assert_frame_equal(tokens[annotation.tokens.columns], annotation.tokens)
    inside = tokens["passage"].notna()
    assert tokens.loc[inside, "lemma"].notna().all()
    assert all(map(holds_its_word, tokens.loc[inside, "word"].astype(str), tokens.loc[inside, "lemma"]))
    assert set(tokens["head"].dropna()) <= set(tokens["start"])


def test_a_sentence_without_end_is_read_in_pieces(monkeypatch):
    text = "word and " * 400
    whole = columns(text, "echo", "heads")
    monkeypatch.setattr(linguistic, "_MAX_CHARACTERS", 50)
    lengths = []
    nlp = pipeline("echo", "heads")
    read = nlp.pipe
    monkeypatch.setattr(nlp, "pipe", lambda texts: read(lengths.append(len(one)) or one for one in texts))
    cut = add_linguistic_columns(annotate(corpus_of(a=text)), nlp).tokens
    assert max(lengths) <= 50 and len(lengths) > 60
    pd.testing.assert_series_equal(cut["lemma"], whole["lemma"])


def test_two_languages_take_two_calls(tmp_path):
    (tmp_path / "a.txt").write_text("This is it.", encoding="utf-8")
    (tmp_path / "b.txt").write_text("Das ist es.", encoding="utf-8")
    (tmp_path / "metadata.csv").write_text("file,language\na.txt,English\nb.txt,German\n", encoding="utf-8")
    annotation = annotate(read_corpus(tmp_path))
    once = add_linguistic_columns(annotation, pipeline("echo", language="de"))
    assert once.tokens["lemma"].isna().tolist() == [True] * 3 + [False] * 3
    twice = add_linguistic_columns(once, pipeline("echo", name="other"))
    assert twice.tokens["lemma"].tolist() == ["This", "is", "it", "Das", "ist", "es"]
    assert twice.model == "de_made_up 1.2.3, en_other 1.2.3"
    assert add_linguistic_columns(annotation, pipeline("echo", language="xx")).tokens["lemma"].notna().all()
    with pytest.raises(DhtoolsError, match="every text states another one: English, German"):
        add_linguistic_columns(annotation, pipeline("echo", language="fr"))


def test_views_of_the_table_keep_the_columns():
    tokens = columns("Stalin’s men don't come.", "echo")
    joined = rejoin_possessives(fold_case(tokens))
    assert joined["lemma"].tolist() == ["Stalin", "men", "do n't", "come"]
    assert "lemma" in segment(tokens, segment_words=2)


def test_findings_say_whether_the_tagger_agrees():
    text = "The men were arrested and shot. By the might of an army, it might be a sensation."
    annotation = annotate(corpus_of(a=text))
    tagged = add_linguistic_columns(annotation, pipeline("attribute_ruler", "heads"))
    found = find_rhetoric(tagged)
    asked = found[found["tagger"] != ""][["category", "cue", "tagger"]].to_numpy().tolist()
    assert ["passive", "were arrested", "agrees"] in asked and ["passive", "shot", "agrees"] in asked
    assert ["nominalisation", "sensation", "agrees"] in asked and ["hedge", "might", "agrees"] in asked
    pd.testing.assert_frame_equal(found.drop(columns="tagger"), pd.DataFrame(find_rhetoric(annotation)))
    assert "tagger" not in find_passives(annotation)


def test_a_pipeline_that_says_nothing_is_refused():
    with pytest.raises(DhtoolsError, match=r"en_made_up 1.2.3 gives no lemma.*sentencizer"):
        columns("One.", "sentencizer")
    with pytest.raises(DhtoolsError, match="no component"):
        columns("One.")


def test_a_model_that_is_missing_is_named_with_what_to_type():
    with pytest.raises(
        DhtoolsError, match=r"No spaCy model 'en_no_such' is.*python -m spacy download en_no_such"
    ):
        add_linguistic_columns(annotate(corpus_of(a="One.")), "en_no_such")


def test_a_model_in_a_folder_is_loaded(tmp_path):
    pipeline("entity_ruler").to_disk(tmp_path / "model")
    annotation = add_linguistic_columns(annotate(corpus_of(a="Leon Trotsky left.")), str(tmp_path / "model"))
    assert annotation.model == "en_made_up 1.2.3"
    assert span_text(annotation.corpus, annotation.tokens[annotation.tokens["entity"].notna()]) == [
        "Leon",
        "Trotsky",
    ]
    assert annotation.tokens["entity_start"].dtype == "Int32" and np.isclose(
        annotation.tokens["entity_start"][0], 0
    )
