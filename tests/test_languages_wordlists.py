"""A language is a folder of lists: what every folder holds, and which words are whose."""

from pathlib import Path

import pytest

from dhtools import annotate, read_corpus
from dhtools.annotation import token_table
from dhtools.corpus.languages import (
    corpus_languages,
    is_english,
    language_code,
    likely_language,
    reading_language,
)
from dhtools.errors import DhtoolsError
from dhtools.inspection import corpus_overview
from dhtools.reference import reference_table
from dhtools.rhetoric.language import share_of_function_words
from dhtools.stylometry.sensitivity import word_lists
from dhtools.topics.document_term_matrix import document_term_matrix
from dhtools.wordlists import function_words
from dhtools.wordlists.languages import language_list, language_name, language_table, languages

PIECES = {
    "de": "Die Arbeiter warteten vor dem Tor, und niemand wusste, ob es an diesem Tag noch aufginge.",
    "fr": "Les ouvriers attendaient devant la porte, et personne ne savait si elle s’ouvrirait ce jour-là.",
    "en": "The workers waited at the gate, and nobody knew whether it would be opened to them on that day.",
    "es": "Los obreros esperaban ante la puerta, y nadie sabía si se abriría para ellos en aquel día.",
    "it": "Gli operai aspettavano davanti alla porta, e nessuno sapeva se si sarebbe aperta per loro.",
    "ru": "Рабочие стояли перед воротами, и никто не знал, откроются ли они для них в этот день или нет.",
}
CLASSES = {
    *("article", "pronoun", "determiner", "preposition", "articulated preposition", "conjunction"),
    *("auxiliary", "modal", "adverb"),
}


@pytest.fixture
def corpus_of(tmp_path):
    def read(texts, language=None):
        for name, raw in texts.items():
            (tmp_path / f"{name}.txt").write_text(raw, encoding="utf-8")
        if language:
            rows = "".join(f"{name}.txt,{language}\n" for name in texts)
            (tmp_path / "metadata.csv").write_text(f"file,language\n{rows}", encoding="utf-8")
        return read_corpus(tmp_path)

    return read


@pytest.mark.parametrize("code", languages())
def test_every_folder_can_be_read(code):
    words = language_table(code, "function_words")
    assert language_name(code) and code in language_list(code, "names", "tag")
    assert len(words) > 150 and words["word"].is_unique and (words["word"] == words["word"].str.lower()).all()
    assert set(language_table(code, "abbreviations")["before"]) == {"name", "number", "end"}
    assert len(language_list(code, "months")) >= 12
    if code != "en":
        assert set(words["class"]) <= CLASSES and (words["source"] != "").all()


@pytest.mark.parametrize("code", languages())
def test_a_form_stands_once_in_a_list(code):
    folder = Path(__file__).parents[1] / "src/dhtools/wordlists/languages" / code
    for path in folder.glob("*.csv"):
        table = language_table(code, path.stem)
        assert not table.duplicated(table.columns[:2].tolist()).any(), path.name


@pytest.mark.parametrize("code", ["de", "es", "fr", "it", "ru"])
def test_reporting_verbs_say_where_they_stand(code):
    uses = language_table(code, "reporting_verbs")["uses"]
    assert {"lead-in", "beside"} <= set(" ".join(uses).split()) <= {"lead-in", "beside", "after"}
    assert len(uses) > 100


@pytest.mark.parametrize(
    ("stated", "code"),
    [
        *(("German", "de"), ("Deutsch", "de"), ("de", "de"), ("de-AT", "de"), ("deu", "de"), ("ger", "de")),
        *(("French", "fr"), ("français", "fr"), ("FR", "fr"), ("fra", "fr"), ("Canadian French", "fr")),
        *(("Austrian German", "de"), ("German (Austria)", "de"), ("русский", "ru"), ("es-419", "es")),
        *(("Italian", "it"), ("British English", "en"), ("en_US", "en"), ("anglais", "en")),
        *(("Old French", ""), ("Middle High German", ""), ("Danish", ""), ("French Creole", ""), ("den", "")),
        *(("", ""), ("unknown", ""), ("und", ""), ("frm", "")),
    ],
)
def test_a_language_has_one_code(stated, code):
    assert language_code(stated) == code
    assert is_english(stated) == (code == "en")
    assert reading_language(stated) == (code or "en")


def test_an_unknown_code_is_refused():
    with pytest.raises(DhtoolsError, match="language='da'"):
        function_words("da")


def test_what_a_language_lacks_is_empty():
    assert language_list("ru", "ordinals") == () and language_list("it", "syllables") == ()


@pytest.mark.parametrize(("code", "piece"), PIECES.items())
def test_a_language_is_known_by_its_function_words(code, piece, corpus_of):
    tokens = token_table(corpus_of({"a": piece}))
    assert likely_language(piece) == code
    shares = {other: share_of_function_words(tokens, other)["a"] for other in languages()}
    assert max(share for other, share in shares.items() if other != code) < shares[code] - 0.1


def test_shares_by_hand(corpus_of):
    tokens = token_table(
        corpus_of({"a": "L’homme et la mer. Der Hund."})
    )  # of six words: L’homme, et, la; Der
    assert share_of_function_words(tokens, "fr")["a"] == pytest.approx(3 / 6)
    assert share_of_function_words(tokens, "de")["a"] == pytest.approx(1 / 6)


def test_the_first_page_names_the_language_that_it_takes(corpus_of):
    overview = corpus_overview(annotate(corpus_of(PIECES | {"nonsense": "Blip blop, blap blup blep."})))
    named = dict(zip(overview["text"], overview["language"], strict=True))
    assert named["de"] == "German, it seems" and named["ru"] == "Russian, it seems"
    assert named["en"] == "English, it seems" and named["nonsense"] == "not English, it seems"


def test_a_stated_language_stays(corpus_of):
    overview = corpus_overview(annotate(corpus_of({"a": PIECES["de"]}, language="Deutsch")))
    assert overview["language"].tolist() == ["Deutsch"]


def test_topics_leave_out_the_function_words_of_their_languages(corpus_of):
    corpus = corpus_of({"a": PIECES["de"]}, language="de")
    tokens = token_table(corpus).assign(segment=1)
    left = document_term_matrix(tokens, languages=corpus_languages(corpus), min_df=1, max_df=1.0).vocabulary
    assert corpus_languages(corpus) == ("de",)
    assert set(left) == {"Die", "Arbeiter", "warteten", "Tor", "wusste", "Tag", "aufginge"}
    with pytest.raises(DhtoolsError, match="languages='de'"):
        document_term_matrix(tokens, languages="de")


def test_stylometry_takes_the_words_of_the_language():
    table = reference_table("federalist")
    assert word_lists(table) == word_lists(table, "en")
    shared = word_lists(table, "de")["function words"]
    assert "the" not in shared and {"in", "so", "will"} <= set(shared)
