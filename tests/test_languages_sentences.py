"""Sentences of other languages than English: abbreviations, ordinals, spaces before stops."""

import pytest

from dhtools import annotate, read_corpus
from dhtools.annotation.sentences import split_sentences


def sentences(text, language):
    return [text[start:end] for start, end in split_sentences(text, language=language)]


WHOLE = {
    "de": [
        "Am 3. März kam Dr. Weber mit Brot, Käse usw. nach Wien.",
        "Das gilt z. B. für Wien, d. h. für die Stadt.",
        "Z.B. Schlosser und Dreher, u. a. Meister, streikten.",
        "Im 19. Jahrhundert, vor dem 1. Weltkrieg, war es anders.",
        "Die 8. Armee stand vor der Stadt.",
        "Im XX. Jahrhundert kam die 2. Auflage heraus.",
        "Siehe S. 5, Nr. 12 und Bd. 3 der Ausgabe.",
        "Das Dorf stand schon 300 v. Chr. an dieser Stelle.",
        "„Warum nicht?“ fragte sie.",
        "»Nein!« rief er.",
        "Frl. Maria Ö. Huber und Prof. E. T. A. Maier kamen.",
        "Die GmbH (vorm. Huber) zahlte ca. 3 Mio. Mark a. a. O. nichts.",
        "Mag. Huber sah Hptm. Kern.",
    ],
    "fr": [
        "M. Dupont et MM. Petit et Roux arrivèrent le 3 mars.",
        "Elle partit, c.-à-d. qu’elle s’enfuit.",
        "Voir p. ex. Lyon ou le chap. 3 du t. II de cet ouvrage.",
        "« Vraiment ? » demanda-t-il.",
        "«\u00a0Oui\u202f!\u00a0» cria-t-elle.",
        "Il a tout : le pain ; le vin.",
        "Mme Roux et le Dr. Petit sont venus.",
        "Né vers 50 av. J.-C. à Lyon, il mourut à Rome.",
    ],
    "ru": [
        "Он жил в г. Москве, т. е. далеко.",
        "А. С. Пушкин и тов. Иванов пришли.",
        "Это было в 5 в. до н. э. на о. Крит.",
    ],
    "es": ["El Sr. Pérez llegó a EE. UU. en 1937.", "¿Quién es?", "La Sra. García vio a S. M. el rey."],
    "it": ["La dott.ssa Bianchi, p. es. a Roma, venne.", "Vide pane, vino ecc. e partì."],
}


@pytest.mark.parametrize(
    ("language", "text"), [(code, text) for code, all_ in WHOLE.items() for text in all_]
)
def test_one_sentence(language, text):
    assert sentences(text, language) == [text]


SEVERAL = {
    "de": [
        ["Er kam mit Brot, Käse usw.", "Die anderen warteten."],
        ["Das geschah 1918.", "Der Krieg war aus."],
        ["Er kam am 3.", "Dann ging er."],
        ["„Nein!“", "Er ging."],
        ["Sie hatte auf Platz 7.", "Weber auf Platz 8."],
        ["Es kamen Schlosser u. v. m.", "Das war alles."],
        ["Er nahm Brot usw.", "Heute tut er, was er mag.", "Sie nicht."],
        ["„Warum?“", "Anna schwieg."],
    ],
    "fr": [
        ["Il vit des ouvriers, des paysans, etc.", "Ils attendaient."],
        ["« Oui ! »", "Elle partit."],
        ["Quoi ?", "Rien !", "Tout est fini."],
        ["C’était en 1917.", "La guerre durait."],
        ["« Oui. »", "M. Dupont sortit."],
    ],
    "ru": [["Он писал стихи и т. д.", "Это было давно."], ["Пришёл муж.", "Иван ушёл."]],
    "es": [["Vio pan, vino, etc.", "Los obreros esperaban."]],
    "it": [["Vide pane, vino ecc.", "Gli operai aspettavano."]],
}


@pytest.mark.parametrize(
    ("language", "parts"), [(code, parts) for code, all_ in SEVERAL.items() for parts in all_]
)
def test_several_sentences(language, parts):
    assert sentences(" ".join(parts), language) == parts


def test_rules_of_another_language_are_not_those_of_english():
    text = "Am 3. März kam er z. B. Karl zuvor."
    assert len(sentences(text, "en")) > 1 and len(sentences(text, "de")) == 1


def test_the_stated_language_decides(tmp_path):
    (tmp_path / "a.txt").write_text("Er kam am 3. März. Sie ging.", encoding="utf-8")
    unstated = annotate(read_corpus(tmp_path)).sentences
    (tmp_path / "metadata.csv").write_text("file,language\na.txt,Deutsch\n", encoding="utf-8")
    assert (len(unstated), len(annotate(read_corpus(tmp_path)).sentences)) == (3, 2)
