"""What a tagger says of findings: with columns made by hand, as a pipeline would give them."""

from dataclasses import replace

import pandas as pd
from annotated import corpus_of

from dhtools import annotate
from dhtools.rhetoric import find_metadiscourse, find_passives, find_rhetoric, select_findings
from dhtools.rhetoric.grammar.nominalisations import find_nominalisations


def tagged(text, **columns):
    """The annotation of a text with labels for some words; in *head* the word that one depends on."""
    annotation = annotate(corpus_of(a=text))
    words = annotation.tokens["word"].astype(str)
    places = dict(zip(words, annotation.tokens["start"], strict=True))
    made = {name: words.map(labels).astype("category") for name, labels in columns.items()}
    if "head" in made:
        made["head"] = words.map(columns["head"]).map(places).astype("Int32")
    return replace(annotation, tokens=annotation.tokens.assign(**made))


def answers(findings):
    return dict(zip(findings["cue"], findings["tagger"], strict=True))


def test_a_passive_is_confirmed_by_what_depends_on_it():
    annotation = tagged(
        "They were arrested, beaten and shot. It is said. It was closed. One man got killed.",
        dep={"were": "aux:pass", "beaten": "conj", "shot": "conj", "was": "cop", "man": "nsubjpass"}
        | {"got": "ROOT"},
        head={"were": "arrested", "beaten": "arrested", "shot": "beaten", "was": "closed", "man": "killed"},
    )
    assert answers(find_passives(annotation)) == {
        "were arrested": "agrees",
        "beaten": "agrees",
        "shot": "agrees",
        "is said": "",  # nothing was read here
        "was closed": "disagrees",
        "got killed": "agrees",
    }


def test_a_nominalisation_is_a_noun_and_a_modal_a_verb():
    text = "He might come, perhaps. They petition for the execution of it."
    annotation = tagged(
        text, pos={"might": "NOUN", "petition": "VERB", "execution": "NOUN", "perhaps": "ADV"}
    )
    assert answers(find_nominalisations(annotation)) == {"petition": "disagrees", "execution": "agrees"}
    hedges = select_findings(find_metadiscourse(annotation), category="hedge")
    assert answers(hedges) == {"might": "disagrees", "perhaps": ""}


def test_all_findings_stay_and_only_the_column_is_new():
    text = "He might come, and it was said. I liked its execution."
    annotation = tagged(text, pos={"might": "AUX"})
    found, plain = find_rhetoric(annotation), find_rhetoric(annotate(annotation.corpus))
    assert set(found["tagger"]) == {"", "agrees"}
    pd.testing.assert_frame_equal(found.drop(columns="tagger"), pd.DataFrame(plain))


def test_a_text_without_findings_has_the_column_too():
    empty = find_passives(tagged("One.", pos={"One": "NUM"}, dep={"One": "ROOT"}, head={"One": "One"}))
    assert empty.empty and "tagger" in empty
