"""Epithets and reporting verbs: what counts, what does not, and how many of those found are right."""

import pytest
from annotated import corpus_of, seeds

from dhtools import annotate
from dhtools.errors import DhtoolsError
from dhtools.rhetoric import read_judgements, rule_precision, select_findings
from dhtools.rhetoric.evaluation import drop_rejected
from dhtools.rhetoric.findings import one_a_phrase
from dhtools.rhetoric.grammar.epithets import epithet_spans, find_epithets
from dhtools.rhetoric.grammar.reporting import find_reporting, find_scare_quotes, reporting_spans
from dhtools.wordlists.lists import evaluative_words, reporting_verbs


def words(finder, text):
    return [(text[found.start : found.end], found.detail) for found in finder(text)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("The homicidal Yezhov left.", [("homicidal Yezhov", "blame")]),
        ("Beria, Stalin’s obsequious man, stayed.", [("obsequious man", "blame")]),
        ("He was also efficient, and went.", [("efficient", "praise")]),
        ("The butchers came.", [("butchers", "blame")]),
        ("a crude but gifted officer", [("crude but gifted officer", "blame"), ("gifted officer", "praise")]),
        ("It was a bloody day in Moscow.", []),
        ("He never trusted Yagoda, and gold may corrupt our rulers.", []),
        ("All were branded as anti-Soviet traitors.", []),
        ("They read “The Executioner’s Song.”", []),
        ("In the extraordinary session, Trotsky spoke.", []),
        (
            "The agony of Stalinism is the most frightful, and one of the men was brave.",
            [("brave", "praise")],
        ),
        ("Personally incorruptible, Dzerzhinsky stayed.", [("incorruptible, Dzerzhinsky", "praise")]),
        ("It is cruel to go; it degenerates into fraud, and every government is distinguished in it.", []),
        ("The genius of the age was a genius, determined to go.", [("genius", "praise")]),
        ("The brutal winter of the year.", []),
    ],
)
def test_a_judging_word_needs_somebody(text, found):
    assert words(epithet_spans, text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("They claimed that he left.", [("claimed", "doubting")]),
        ("“He left,” she said.", [("said", "neutral")]),
        ("Then, Serge reports, it ended.", [("reports", "neutral")]),
        ("According to her it ended.", [("According to", "neutral")]),
        ("The report that came was long.", []),
        ("The following three points: one.", []),
        ("He claimed the throne.", []),
        ("He continued:", [("continued", "speaking")]),
        ("They wrote, ", [("wrote", "neutral")]),
        ("Yagoda, the head of the OGPU, reported to Stalin", [("reported", "neutral")]),
        ("As she noted in a letter before her death, “They have begun.”", [("noted", "neutral")]),
        ("He pleaded with the OGPU that someone must be released.", [("pleaded", "arguing")]),
        (
            "“He left,” wrote Serge. ‘Why?’ he asked question for question.",
            [("wrote", "neutral"), ("asked", "neutral")],
        ),
        ("In such States, it is late. He told the story of the man.", []),
    ],
)
def test_a_verb_reports_with_what_it_reports(text, found):
    assert words(reporting_spans, text) == found


def test_the_lists_are_in_order():
    assert not evaluative_words()["form"].duplicated().any() and len(evaluative_words()) > 250
    assert set(evaluative_words()["direction"]) == {"blame", "praise"}
    assert not reporting_verbs()["form"].duplicated().any()
    told = {"neutral", "arguing", "doubting", "granting"}
    assert set(reporting_verbs("report")["class"]) == told
    assert set(reporting_verbs()["class"]) == told | {"speaking", "thinking"}
    assert (reporting_verbs()["uses"] != "").all()


def test_who_speaks_also_stands_beside_the_words():
    beside = {*reporting_verbs("beside")["form"], *reporting_verbs("lead-in")["form"]}
    assert {*reporting_verbs("tag")["form"]} <= beside and {*reporting_verbs("speaker")["form"]} <= beside
    with pytest.raises(DhtoolsError, match="use='said' is not known"):
        reporting_verbs("said")


def test_what_is_found_in_the_four_texts_was_judged(root):
    judged = read_judgements(root / "seeds")
    for finder, found, right in ((find_epithets, 52, 49), (find_reporting, 41, 41)):
        own = select_findings(finder(seeds()), voice=["author", "quoted", "mentioned"])
        (row,) = rule_precision(judged, own, seeds().corpus).itertuples()
        assert (row.n, row.n_judged, row.n_right) == (found, found, right)
        assert row.precision >= 0.78


def test_each_noted_quotation_of_the_lecture_has_its_lead_in():
    found = find_reporting(seeds())
    cues = set(found[(found["text"] == "lecture") & (found["voice"] == "author")]["cue"])
    ten = "asserted continued declared stated noted pleaded reported warned wrote concluded"
    assert set(ten.split()) <= cues


def test_what_the_reader_rejected_is_not_counted_and_a_phrase_counts_once(root):
    found = select_findings(find_epithets(seeds()), voice="author", text="article")
    kept = drop_rejected(found, read_judgements(root / "seeds"))
    assert kept["detail"].value_counts().to_dict() == {"blame": 22, "praise": 8}
    phrases = one_a_phrase(kept)
    assert phrases["detail"].value_counts().to_dict() == {"blame": 18, "praise": 8}
    assert phrases["cue"].str.contains("careerist$").sum() == 3  # of six words


def test_scare_quotes_are_the_quotations_of_that_kind():
    found = find_scare_quotes(seeds())
    assert found.groupby("text", observed=False).size().to_dict() == {
        "blog": 0,
        "article": 12,
        "note": 1,
        "lecture": 5,
    }
    assert found["voice"].eq("mentioned").sum() == 15 and "liquidate" in " ".join(found["cue"])


def test_markup_in_a_text_is_text():
    found = find_epithets(annotate(corpus_of(a="The <b>brutal</b> Yezhov was a thug.")))
    assert found["cue"].tolist() == ["thug"]
