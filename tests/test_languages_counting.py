"""What every language has by its lists alone: words, sentences, Delta, keyness, topics, concordances."""

import shutil
from pathlib import Path

import pytest

from dhtools import annotate, fold_case, read_corpus
from dhtools.annotation import span_text
from dhtools.corpus.languages import language_code, likely_language
from dhtools.counts import count_tokens, relative_frequencies
from dhtools.keyness import compare_terms
from dhtools.readability import readability
from dhtools.search import concordance
from dhtools.stylometry import distances
from dhtools.topics import document_term_matrix
from dhtools.wordlists import function_words, languages
from dhtools.wordlists.languages import language_list

#: Two texts of three sentences in each language, with abbreviations in the middle of some.
EXAMPLES = {
    "de": [
        "Am 3. März kam Dr. Weber aus der Stadt, d. h. aus dem Norden.",
        "Die Straße war leer, und niemand wusste, wer ihn gerufen hatte.",
        "Er ging in das Haus, in dem es nach Brot, Käse usw. roch.",
        "Wir haben den Fluss gesehen, aber nicht das Meer.",
        "Vgl. Bd. 2 der Ausgabe, S. 5, in der sie von dem Fluss schreibt.",
        "War das z. B. für die Kinder zu weit?",
    ],
    "en": [
        "On the 3rd of March Dr. Weber came from the town, i.e. from the north.",
        "The street was empty, and nobody knew who had called him.",
        "He went into the house, which smelt of bread and of cheese.",
        "We have seen the river, but not the sea.",
        "Cf. vol. 2 of the edition, p. 5, in which she writes of the river.",
        "Was it too far for Mr. Brown and for the children?",
    ],
    "es": [
        "El 3 de marzo el Sr. Pérez llegó de la ciudad, p. ej. del norte.",
        "La calle estaba vacía, y nadie sabía quién lo había llamado.",
        "Entró en la casa, que olía a pan y a queso.",
        "Hemos visto el río, pero no el mar.",
        "Cf. vol. 2 de la edición, pág. 5, en la que ella escribe del río.",
        "¿Era demasiado lejos para los niños de EE. UU. y para mí?",
    ],
    "fr": [
        "Le 3 mars, M. Dupont vint de la ville, c.-à-d. du nord.",
        "La rue était vide, et personne ne savait qui l’avait appelé.",
        "Il entra dans la maison, où cela sentait le pain et le fromage.",
        "Nous avons vu la rivière, mais pas la mer.",
        "Cf. vol. 2 de l’édition, p. 5, où elle parle de la rivière.",
        "Était-ce trop loin pour Mme Roux et pour les enfants ?",
    ],
    "it": [
        "Il 3 marzo il dott. Bianchi venne dalla città, cioè dal nord.",
        "La strada era vuota, e nessuno sapeva chi l’avesse chiamato.",
        "Entrò nella casa, che sapeva di pane e di formaggio.",
        "Abbiamo visto il fiume, ma non il mare.",
        "Cfr. vol. 2 della edizione, pag. 5, in cui lei scrive del fiume.",
        "Era troppo lontano per la sig.ra Rossi e per i bambini?",
    ],
    "ru": [
        "Это было 3 марта, когда А. С. Иванов приехал из г. Москвы, т. е. с севера.",
        "На улице не было никого, и мы не знали, кто его позвал.",
        "Кто-то вошёл в дом, в котором уже не было ни хлеба, ни сыра.",
        "Мы видели реку, но не видели моря.",
        "Ср. т. 2 издания, с. 5, где она пишет об этой реке.",
        "Разве это не было для них и для всех нас слишком далеко?",
    ],
}


def read(sentences, language, folder):
    folder.mkdir()
    texts = {"a": sentences[:3], "b": sentences[3:]}
    for name, own in texts.items():
        (folder / f"{name}.txt").write_text(" ".join(own) + "\n", encoding="utf-8")
    rows = "".join(f"{name}.txt,{language}\n" for name in texts)
    (folder / "metadata.csv").write_text(f"file,language\n{rows}", encoding="utf-8")
    return annotate(read_corpus(folder))


def check_counting(code, sentences, stated, folder):
    """Let every counting measure read two texts in a language."""
    annotation = read(sentences, stated, folder)
    assert span_text(annotation.corpus, annotation.sentences) == sentences
    assert likely_language(" ".join(sentences)) == code
    tokens = fold_case(annotation.tokens)
    common = [word for word in function_words(code) if word in set(tokens["word"])]
    assert len(common) > 5
    frequencies = relative_frequencies(count_tokens(tokens), vocabulary=common)
    assert distances(frequencies, distance="burrows").loc["a", "b"] > 0
    a, b = (tokens[tokens["text"] == text] for text in "ab")
    assert len(compare_terms(a, b, min_count=1, permutations=99).table)
    content = document_term_matrix(
        tokens.assign(segment=tokens["text"]), languages=(code,), min_df=1, max_df=1.0
    ).vocabulary
    assert len(content) and set(content).isdisjoint(function_words(code))
    for word in (content[0], common[0]):
        assert len(concordance(annotation, word)) == (tokens["word"] == word).sum()
    scores = readability(annotation, draws=0).set_index(["formula", "text"])["value"]
    assert (scores["lix"] > 0).all()


@pytest.mark.parametrize("code", languages.languages())
def test_a_language_is_counted_by_its_lists(code, tmp_path):
    check_counting(code, EXAMPLES[code], language_list(code, "names")[0], tmp_path / "texts")


#: An invented language, as somebody would add one.
TOY = {
    "names": "name,kind\nToyish,name\nqt,tag\n",
    "function_words": "word,class,source\n"
    + "".join(
        f"{word},{kind},invented\n"
        for kind, words in {
            "article": "zo zu",
            "pronoun": "mip mup wex",
            "preposition": "ak ok fro",
            "conjunction": "ju nar",
            "auxiliary": "esk",
            "adverb": "nix",
        }.items()
        for word in words.split()
    ),
    "abbreviations": "abbreviation,before\nBrz,name\nz. w,name\npg,number\netk,end\n",
    "months": "month\nPrimol\nSekol\n",
}
TOYISH = [
    "Zo tarvel esk ak zu domel, z. w. fro zo nordel.",
    "Mip nix sabek wex Brz. Kolm ak zo domel klamek ju wex esk ak zu domel.",
    "Mup vedek zo panel, zo kasel etk. ak zu domel.",
    "Mip vedek zo rivel, nar nix zo marel.",
    "Zu tomel, pg. 5, esk fro zo rivel ju fro zo domel.",
    "Esk zo domel nix ak mup?",
]


@pytest.fixture
def toy_language(tmp_path, monkeypatch):
    shutil.copytree(languages._FOLDER, tmp_path / "languages")
    folder = tmp_path / "languages" / "qt"
    folder.mkdir()
    for name, rows in TOY.items():
        (folder / f"{name}.csv").write_text(rows, encoding="utf-8")
    monkeypatch.setattr(languages, "_FOLDER", Path(tmp_path / "languages"))
    forget()
    yield
    monkeypatch.undo()
    forget()


def forget():
    """Forget which languages there are."""
    languages.languages.cache_clear()
    language_code.cache_clear()


@pytest.mark.usefixtures("toy_language")
def test_a_new_language_is_one_folder(tmp_path):
    check_counting("qt", TOYISH, "Toyish", tmp_path / "texts")


def test_without_its_folder_there_is_no_such_language():
    assert language_code("Toyish") == ""
