"""Quotations in German and French: what kind they are, and who speaks."""

import pytest

from dhtools import annotate, read_corpus


@pytest.fixture
def quotations_of(tmp_path):
    def read(raw, language):
        (tmp_path / "a.txt").write_text(raw, encoding="utf-8")
        (tmp_path / "metadata.csv").write_text(f"file,language\na.txt,{language}\n", encoding="utf-8")
        annotation = annotate(read_corpus(tmp_path))
        rows = annotation.quotations
        return [(raw[r.start : r.end].strip(), r.kind, r.speaker) for r in rows.itertuples()]

    return read


CASES = [
    ("de", "Sie sah ihn an. „Morgen früh“, erwiderte Karl.", ("Morgen früh", "direct", "Karl")),
    ("de", "Sie sah ihn an. »Morgen früh«, sagte der Lehrer.", ("Morgen früh", "direct", None)),
    ("de", "Die Leute, so sagte er, seien „ganz still“ gewesen.", ("ganz still", "direct", None)),
    ("de", "Anna Weber behauptete, er sei „sehr müde“ gewesen.", ("sehr müde", "direct", "Anna Weber")),
    ("de", "Der alte Lehrer behauptete, er sei „sehr müde“ gewesen.", ("sehr müde", "direct", None)),
    ("de", "Laut Weber war das Tor „ganz weit offen“, als er kam.", ("ganz weit offen", "scare", None)),
    ("de", "Sie las den Roman „Die stille Straße“ zweimal.", ("Die stille Straße", "scare", None)),
    ("de", "Er schlug den Begriff „freie Zeit“ nach.", ("freie Zeit", "term", None)),
    ("de", "Es war eine recht „schöne“ Gegend.", ("schöne", "scare", None)),
    ("fr", "Elle le regarda. « Demain matin », répondit Marie.", ("Demain matin", "direct", "Marie")),
    ("fr", "Elle le regarda. « Demain matin », dit-il.", ("Demain matin", "direct", None)),
    ("fr", "Elle se tut. « Demain matin », s’écria Jean Petit.", ("Demain matin", "direct", "Jean Petit")),
    ("fr", "Jean Petit affirme qu’il était « très las » ce soir.", ("très las", "direct", "Jean Petit")),
    ("fr", "Il cherchait le mot « temps libre » partout.", ("temps libre", "term", None)),
    ("fr", "C’était une région assez « jolie » pour eux.", ("jolie", "scare", None)),
]


@pytest.mark.parametrize(("language", "raw", "found"), CASES)
def test_kind_and_speaker(language, raw, found, quotations_of):
    assert quotations_of(raw, language) == [found]


@pytest.mark.parametrize(
    ("language", "raw"),
    [
        ("de", "Die Leute, so sagte er, seien „ganz still“ gewesen."),
        ("fr", "Jean Petit affirme qu’il était « très las » ce soir."),
    ],
)
def test_verbs_of_another_language_do_not_report(language, raw, quotations_of):
    assert quotations_of(raw, language)[0][1] == "direct"
    assert quotations_of(raw, "English")[0][1] != "direct"
    assert quotations_of(raw, "unknown") == quotations_of(raw, "English")
