"""Quotations in other languages than English: what kind they are, and who speaks."""

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
    ("de", "Sie las den Roman „Die stille Straße“ zweimal.", ("Die stille Straße", "title", None)),
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


#: Sentences of many shapes: the speaker, or nothing where none is named; or another kind.
SHAPES = [
    ("de", "„Ich verstehe“, erwiderte ihm Frau von Briest.", ("direct", "Frau von Briest")),
    ("de", "„Nein“, versetzte Fräulein Bürstner kühl.", ("direct", "Fräulein Bürstner")),
    ("de", "„Warum ich?“, wollte Julia wissen.", ("direct", "Julia")),
    ("de", "Lena Hartmann stellte die Tasse ab und sagte: „Es ist vorbei.“", ("direct", "Lena Hartmann")),
    ("de", "„Ich bin kein Dieb“, beteuerte Franz immer wieder.", ("direct", "Franz")),
    ("de", "„Das steht in § 5 Abs. 2“, präzisierte Richterin Dr. Vogel.", ("direct", "Richterin Dr. Vogel")),
    ("de", "„Ich kenne ihn nicht“, behauptete der Zeuge Müller.", ("direct", "Zeuge Müller")),
    ("de", "Wolfgang nickte: „Das habe ich auch gehört.“", ("direct", "Wolfgang")),
    ("de", "„Gut, d. h. nicht schlecht“, verbesserte sich Otto.", ("direct", "Otto")),
    ("de", "Als sie zurückkam, sagte Paul: „Der Zug ist weg.“", ("direct", "Paul")),
    ("de", "„Wir haben keine Zeit“, hat Dr. Brandt erklärt.", ("direct", "Dr. Brandt")),
    ("de", "Sie war, wie Anton spottete, „die Königin der Küche“.", ("direct", "Anton")),
    (
        "de",
        "Kants Satz „Der bestirnte Himmel über mir und das moralische Gesetz in mir“ kennt jeder.",
        ("direct", None),
    ),
    ("de", "»Das weiß niemand«, entgegnete der alte Pfarrer.", ("direct", None)),
    ("de", "„Und dann?“ Sie schwieg. Er wartete usw. bis zum Morgen.", ("direct", None)),
    ("de", "„Ich war's nicht!“, stieß der Junge hervor.", ("direct", None)),
    ("de", "„Nie im Leben!“ rief da der kleine Moritz.", ("direct", None)),
    ("de", "Mit den Worten „Ich komme wieder“ verließ er das Haus.", ("direct", None)),
    ("de", "Die Überschrift „Ende einer Reise“ passt nicht.", ("title", None)),
    ("de", "Die sogenannte „zweite Welle“ kam im Herbst.", ("term", None)),
    ("de", "Das Wort „Heimat“ kommt nur einmal vor.", ("term", None)),
    ("de", "Man hörte nur ein leises „Danke“.", ("term", None)),
    ("fr", "« Quelle horreur ! » s’exclama Mme de Rênal.", ("direct", "Mme de Rênal")),
    ("fr", "Jean de la Fontaine s’écria : « Quelle journée ! »", ("direct", "Jean de la Fontaine")),
    ("fr", "« Je rentre chez moi », dit Anne.", ("direct", "Anne")),
    ("fr", "« Vous avez raison, docteur », approuva sœur Agnès.", ("direct", "Agnès")),
    ("fr", "« Jamais de la vie ! » s’écria alors le petit Maurice.", ("direct", "Maurice")),
    ("fr", "« On verra bien », conclut M. de Charlus en se levant.", ("direct", "M. de Charlus")),
    ("fr", "« Un scandale ! » tonna le docteur Cottard.", ("direct", "Cottard")),
    ("fr", "Flaubert écrit à Louise Colet : « J’ai passé ma nuit à lire. »", ("direct", "Flaubert")),
    ("fr", "« Je ne le connais pas », prétendit le témoin Müller.", ("direct", "Müller")),
    ("fr", "« Eh bien, petit », ricana l’oncle Gaston.", ("direct", "Gaston")),
    ("fr", "Interrogé à ce sujet, Paul Roux assure que « tout sera prêt à temps ».", ("direct", "Paul Roux")),
    ("fr", "« Je ne suis pas un voleur », répétait François.", ("direct", "François")),
    (
        "fr",
        "Le ministre a déclaré hier : « Nous baisserons les prix. » Personne ne l’a cru.",
        ("direct", None),
    ),
    ("fr", "L’accusé avoua qu’il avait « un peu bu » ce soir-là.", ("direct", None)),
    ("fr", "Victor hocha la tête : « Je l’ai entendu dire. »", ("direct", None)),
    ("fr", "« La récolte, disait la lettre, est perdue. »", ("direct", None)),
    ("fr", "« Le roi est mort », annonça le soir un messager.", ("direct", None)),
    ("fr", "Sur ces mots : « Je reviendrai », il quitta la maison.", ("direct", None)),
    ("fr", "Le film « Les enfants du paradis » passait au cinéma.", ("title", None)),
    ("fr", "Dans son livre « Une ville au bord de la mer », elle décrit le quartier.", ("title", None)),
    ("fr", "La notion de « sens commun » a changé.", ("term", None)),
    ("fr", "La prétendue « deuxième vague » arriva en automne.", ("term", None)),
    ("es", "«¡Fuera!», gritó Tomás.", ("direct", "Tomás")),
    ("es", "Entonces exclamó Pedro: «¡Qué día!»", ("direct", "Pedro")),
    ("es", "«Me voy a casa», dijo Ana.", ("direct", "Ana")),
    ("es", "El ministro declaró ayer: «Bajaremos los precios». Nadie le creyó.", ("direct", None)),
    ("es", "Leía la novela «La ciudad y los perros» en el tren.", ("title", None)),
    ("es", "La palabra «patria» aparece una vez.", ("term", None)),
    ("it", "“Fuori!” gridò Tommaso.", ("direct", "Tommaso")),
    ("it", "«Vado a casa», disse Anna.", ("direct", "Anna")),
    ("it", "«Dove vai?» domandò il signor Rossi.", ("direct", "Rossi")),
    ("it", "Allora esclamò Pietro: «Che giornata!»", ("direct", "Pietro")),
    ("it", "Il ministro dichiarò ieri: «Abbasseremo i prezzi». Nessuno gli credette.", ("direct", None)),
    ("it", "La parola «patria» compare una volta.", ("term", None)),
    ("it", "Leggeva il romanzo «Il fu Mattia Pascal» in treno.", ("title", None)),
    ("ru", "Тогда воскликнул Иван: «Какой день!»", ("direct", "Иван")),
    ("ru", "«Вон!» — крикнул Пётр Петрович.", ("direct", "Пётр Петрович")),
    ("ru", "«Я иду домой», — сказала Анна.", ("direct", "Анна")),
    ("ru", "Слово «родина» встречается один раз.", ("term", None)),
    ("ru", "Она читала роман «Война и мир» в поезде.", ("title", None)),
]


@pytest.mark.parametrize(("language", "raw", "found"), SHAPES)
def test_sentences_of_many_shapes(language, raw, found, quotations_of):
    assert [row[1:] for row in quotations_of(raw, language)] == [found]


@pytest.mark.parametrize(
    ("language", "raw", "speakers"),
    [
        ("de", "„So etwas“, Karl schüttelte den Kopf, „habe ich noch nie gesehen.“", [None, None]),
        ("de", "„Sehen Sie“, fuhr Naphta fort, „so einfach ist das.“", ["Naphta", "Naphta"]),
        ("de", "„Bitte“, sagte er zu Anna, „bleib.“", [None, None]),
        (
            "es",
            "—¿Adónde vas? —preguntó Pedro.\n\n—A casa —respondió Ana—. Es tarde.",
            ["Pedro", "Ana", "Ana"],
        ),
        ("ru", "— Куда? — спросил Иван.\n\n— Домой, — сказала Мария. — Пора.", ["Иван", "Мария", "Мария"]),
    ],
)
def test_broken_speech_and_dashes(language, raw, speakers, quotations_of):
    assert [row[1:] for row in quotations_of(raw, language)] == [("direct", name) for name in speakers]


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
