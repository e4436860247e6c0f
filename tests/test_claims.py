"""Claims: verdicts by their rules, directions and sentences turned where the tables are turned."""

import numpy as np
import pandas as pd
import pytest
from annotated import ROOT, seeds

from dhtools.export import ExportedTables
from dhtools.synthesis import gather_claims
from dhtools.synthesis.claims import CLAIM_VERDICTS, claim_sentences, claim_table, verdict_of

#: Made tables of two texts, of which *a* is the first.
MADE = {
    "00-corpus/words-by-voice": {
        "text": ["a", "b"],
        "prose": [1000, 1000],
        "quoted_share": [0.2, 0.0],
        "quoted_share_min": [0.1, 0.0],
        "quoted_share_max": [0.3, 0.0],
    },
    "00-corpus/strips": {"text": [], "voice": [], "n_words": []},
    "02-topics/groups": {},
    "03-terms/terms-by-group": {},
    "04-rhetoric/rates-by-group": {},
    "04-rhetoric/pronouns": {
        "text": ["a", "b"],
        "category": "we",
        "n_author": [3, 1],
        "n_others": [1, 3],
    },
    "01-stylometry/decidability": {
        "text_a": ["a"],
        "text_b": ["b"],
        "auc": [0.7],
        "low": [0.6],
        "high": [0.8],
        "verdict": ["not decidable at this length"],
    },
    "01-stylometry/pairs": {
        "reference": ["one", "two"],
        "text_a": "a",
        "text_b": "b",
        "percentile_same_author": [0.49, 0.76],
        "percentile_different_authors": [0.23, 0.17],
    },
    "02-topics/cards": {
        "topic": [1],
        "label": ["party"],
        "recurrence": [0.7],
        "null_q975": [0.5],
        "within_texts_q975": [0.6],
        "stable": [True],
        "stable_within_texts": [True],
        "p_familywise": [0.02],
        "p_familywise_within_texts": [0.03],
        "n_draws": [99],
        "n_holds": [3],
        "n_choices": [3],
        "main_texts": ["a"],
    },
    "03-terms/contrast": {
        "choice": ["declared", "wider"],
        "share_target": [0.8, 0.7],
        "share_reference": [0.5, 0.5],
        "p": [0.01, 0.02],
        "p_from": "two-sided, all 9 arrangements",
        "target": "a",
        "reference": "b",
    },
    "03-terms/vocabulary": {"word": ["we"], "q": [0.01], "log_ratio": [1.0]},  # of two texts: no groups
    "03-terms/names": {"text": ["a", "a", "b"], "agrees": ["yes", "no", "open"], "n": [3, 2, 4]},
    "04-rhetoric/contrast": {
        "share_target": [0.5],
        "share_reference": [1.0],
        "p": [0.2],
        "target": ["a"],
        "reference": ["b"],
    },
    "04-rhetoric/rates-contrast": {
        "category": ["hedge", "attitude"],
        "target": "a",
        "reference": "b",
        "log_ratio": [0.3, 2.0],
        "low": [-0.8, 1.0],
        "high": [1.4, 3.0],
        "q": [0.6, 0.01],
    },
    "04-rhetoric/readability": {
        "text": ["a", "a", "b", "b"],
        "formula": ["flesch", "lix", "flesch", "lix"],
        "value": [50.0, 40.0, 30.0, 55.0],
        "low": [45.0, 38.0, 25.0, 50.0],
        "high": [55.0, 42.0, 35.0, 60.0],
    },
}


def claims(**changes):
    """The claims of the made tables; ``terms_contrast={"p": [...]}`` changes columns of a table."""
    tables = {name: dict(table) for name, table in MADE.items()}
    for name, columns in changes.items():
        (exhibit,) = [one for one in tables if one.replace("/", "-").endswith(name.replace("_", "-"))]
        tables[exhibit] |= columns
    return gather_claims(lambda exhibit: pd.DataFrame(tables[exhibit]))


def one(found, analysis, text=None):
    return next(
        claim for claim in found if claim.analysis == analysis and (text is None or text in claim.texts)
    )


def test_a_verdict_follows_from_the_choices():
    assert verdict_of([True, True])[0] == "secure"
    assert verdict_of([True, True, False])[0] == "suggestive"
    assert verdict_of([False, True, True])[0] == "suggestive"
    assert verdict_of([False, False])[0] == verdict_of([False])[0] == "not decidable"
    assert verdict_of([True])[0] == "suggestive"
    assert verdict_of([])[0] == "not decidable"


def test_the_text_that_has_more_is_named_first_and_a_turned_table_turns_the_claim():
    forth = one(claims(), "terms")
    assert (forth.texts, forth.less, forth.verdict) == (("a",), ("b",), "secure")
    assert "larger in a (80%) than in b (50%" in forth.sentence.text
    turned = {"share_target": [0.5, 0.5], "share_reference": [0.8, 0.7]}
    back = one(claims(terms_contrast=turned), "terms")
    assert (back.texts, back.less, back.verdict) == (("b",), ("a",), "secure")
    assert "larger in b (80%) than in a (50%" in back.sentence.text
    assert back.effect == pytest.approx(forth.effect) == pytest.approx(0.3)


def test_a_choice_that_points_the_other_way_does_not_bear_a_claim_out():
    mixed = one(claims(terms_contrast={"share_reference": [0.5, 0.9]}), "terms")
    assert (mixed.verdict, mixed.n_holds, mixed.n_choices) == ("suggestive", 1, 2)


@pytest.mark.parametrize(
    ("p", "verdict", "words"),
    [
        ([0.01, 0.02], "secure", "is shown to be larger in"),
        ([0.01, 0.2], "suggestive", "is shown to be larger in"),
        ([0.05, 0.2], "suggestive", "is shown to be larger in"),
        ([0.2, 0.01], "suggestive", "under 1 of 2 choices, but not under the declared one"),
        ([0.2, 0.3], "not decidable", "No difference in the share"),
        ([np.nan, 0.01], "not decidable", "is tested, for lack of segments"),
    ],
)
def test_a_contrast_is_graded_by_its_choices(p, verdict, words):
    found = one(claims(terms_contrast={"p": p}), "terms")
    assert found.verdict == verdict and words in found.sentence.text
    assert found.p_of == (
        ""
        if np.isnan(p[0])
        else "chi-squared of the two shares, segments exchanged; two-sided, all 9 arrangements"
    )


def test_no_difference_shown_is_never_the_same():
    agents, hedges = one(claims(), "agency"), one(claims(), "stance")
    assert agents.texts == ("b",) and agents.verdict == "not decidable"
    for claim in (agents, hedges):
        assert "No difference" in claim.sentence.text and "is shown" in claim.sentence.text
        assert "same" not in claim.sentence.text


def test_a_rate_turns_with_its_interval():
    forth = [claim for claim in claims() if claim.analysis == "stance"][1]
    assert (forth.texts, forth.effect, forth.low, forth.high) == (("a",), 2.0, 1.0, 3.0)
    turned = {"log_ratio": [-0.3, -2.0], "low": [-1.4, -3.0], "high": [0.8, -1.0]}
    back = [claim for claim in claims(rates_contrast=turned) if claim.analysis == "stance"][1]
    assert (back.texts, back.effect, back.low, back.high) == (("b",), 2.0, 1.0, 3.0)
    assert "higher in b than in a" in back.sentence.text and back.verdict == "suggestive"


def test_style_is_beyond_one_author_only_where_nearly_all_of_his_pairs_are_closer():
    """The tail is the upper one: a small percentile means texts that are alike."""
    inside = claims()
    pair = next(claim for claim in inside if claim.name.startswith("differ more"))
    assert pair.verdict == "not decidable"
    assert "farther apart than 49% to 76% of one author's pairs" in pair.sentence.text
    assert "49% of one author's pairs and 23% of two authors' (one)" in pair.grounds
    for closer, verdict in (([0.96, 0.99], "suggestive"), ([0.01, 0.02], "not decidable")):
        changed = claims(pairs={"percentile_same_author": closer})
        pair = next(claim for claim in changed if claim.name.startswith("differ more"))
        assert pair.verdict == verdict


def test_texts_that_are_too_short_are_one_claim():
    short = one(claims(), "style")
    assert short.name == "too short for authorship" and short.verdict == "not decidable"
    enough = one(claims(decidability={"verdict": ["decidable"]}), "style")
    assert enough.name == "long enough for authorship" and enough.verdict == "suggestive"


def test_a_topic_is_secure_only_under_every_choice_and_with_the_search_in_its_p():
    topic = one(claims(), "topics")
    assert (topic.verdict, topic.texts, topic.n_holds, topic.n_choices) == ("secure", ("a",), 3, 3)
    assert topic.p == 0.02 and "one-sided" in topic.p_of
    assert one(claims(cards={"n_holds": [2]}), "topics").verdict == "suggestive"
    assert one(claims(cards={"p_familywise": [0.28]}), "topics").verdict == "suggestive"
    mixed = one(claims(cards={"p_familywise_within_texts": [0.13]}), "topics")
    assert mixed.verdict == "suggestive" and "but not shown within texts" in mixed.sentence.text
    searched = one(claims(cards={"p_familywise": [0.28]}), "topics")
    assert "if the search for a number of topics is not counted" in searched.sentence.text
    chance = one(claims(cards={"stable": [False], "recurrence": [0.4]}), "topics")
    assert chance.verdict == "not decidable" and "is not shown to recur more" in chance.sentence.text
    assert one(claims(cards={"main_texts": ["a b"]}), "topics").texts == ("a", "b")


def test_names_that_may_fit_are_left_open():
    dated = {claim.texts[0]: claim for claim in claims() if "dated name" in claim.sentence.text}
    assert dated["a"].effect == 2 / 5 and "2 of 5 dated names are outside" in dated["a"].sentence.text
    assert dated["b"].effect == 0 and "4 of spans longer" in dated["b"].grounds


def test_two_formulas_with_the_same_inputs_are_one_witness():
    easier = one(claims(), "readability")
    assert (easier.texts, easier.less, easier.verdict) == (("a",), ("b",), "suggestive")
    assert "one witness" in easier.grounds
    turned = {"text": ["b", "b", "a", "a"]}
    assert one(claims(readability=turned), "readability").texts == ("b",)
    lix = one(claims(readability={"low": [45.0, 38.0, 25.0, 39.0]}), "readability")
    assert (lix.verdict, lix.n_holds) == ("suggestive", 1)
    flesch = one(claims(readability={"low": [29.0, 38.0, 25.0, 50.0]}), "readability")
    assert flesch.verdict == "not decidable" and "No difference" in flesch.sentence.text


def test_intervals_that_overlap_may_belong_to_values_that_differ():
    """By hand: 46.6 (38.6 to 54.8) less 35.1 (30.7 to 39.7) is 11.5, less the root of 8.0² + 4.6², 9.2."""
    flesch = {"value": [46.6, 40.0, 35.1, 55.0], "low": [38.6, 38.0, 30.7, 50.0]}
    near = one(claims(readability=flesch | {"high": [54.8, 42.0, 39.7, 60.0]}), "readability")
    assert near.verdict == "suggestive" and near.low == pytest.approx(11.5 - np.hypot(8.0, 4.6))
    assert near.high == pytest.approx(11.5 + np.hypot(8.2, 4.4))


@pytest.mark.parametrize(
    ("share", "low", "high", "name", "verdict"),
    [
        (0.2, 0.1, 0.3, "quotes others", "secure"),
        (0.2, 0.0, 0.3, "quotes others", "suggestive"),
        (0.0, 0.0, 0.1, "quotes nobody", "suggestive"),
        (0.0, 0.0, 0.0, "quotes nobody", "secure"),
    ],
)
def test_another_reading_of_the_marks_unsettles_a_count(share, low, high, name, verdict):
    voices = {"quoted_share": [share] * 2, "quoted_share_min": [low] * 2, "quoted_share_max": [high] * 2}
    found = one(claims(words_by_voice=voices), "voices")
    assert (found.name, found.verdict) == (name, verdict)


@pytest.mark.parametrize(
    ("n_words", "verdict", "told"), [([7, 7], "suggestive", "Only short"), ([8, 92], "secure", "least 10.0%")]
)
def test_what_no_reading_disputes_is_quoted_at_length(n_words, verdict, told):
    """A novel without displayed quotations quotes all the same: 8 and 92 words in marks, of 1,000."""
    table = {name: pd.DataFrame(rows) for name, rows in MADE.items()}
    table["00-corpus/words-by-voice"]["quoted_share_min"] = 0.0
    table["00-corpus/strips"] = pd.DataFrame({"text": "a", "voice": "quoted", "n_words": n_words})
    first = one(gather_claims(table.__getitem__), "voices")
    assert first.verdict == verdict and told in first.sentence.text


def by_group(p, n_holds):
    rows = {"group": ["x", "y"], "rate": [0.4, 0.1], "low": [0.3, 0.05], "high": [0.5, 0.15]}
    return pd.DataFrame(rows).assign(label="war", p_familywise=p, n_holds=n_holds, n_choices=3)


def test_groups_that_differ_are_a_claim_with_effect_interval_and_choices():
    table = {name: pd.DataFrame(rows) for name, rows in MADE.items()}
    table["02-topics/groups"] = by_group(0.01, 2)
    (claim,) = [one for one in gather_claims(table.__getitem__) if "by group" in one.name]
    assert claim.sentence.text == (
        "The topic *war* differs between the groups: x has most (40%), y least (10%), under 2 of 3 choices."
    )
    assert (claim.effect, claim.low) == (pytest.approx(0.3), pytest.approx(0.3 - np.hypot(0.1, 0.05)))
    assert (claim.n_holds, claim.p, claim.verdict) == (2, 0.01, "suggestive")


@pytest.mark.parametrize(("p", "told"), [(0.4, "is shown in 1 topic: war"), (np.nan, "for lack of texts")])
def test_groups_that_are_not_shown_to_differ_are_one_claim(p, told):
    table = {name: pd.DataFrame(rows) for name, rows in MADE.items()}
    table["02-topics/groups"] = by_group(p, 0)
    (claim,) = [one for one in gather_claims(table.__getitem__) if "differ by group" in one.name]
    assert told in claim.sentence.text and claim.verdict == "not decidable"


def test_parts_of_one_text_are_no_texts_by_two_authors():
    pairs = pd.DataFrame(MADE["01-stylometry/pairs"]).assign(text_a="part 1", text_b="part 2")
    lengths = pd.DataFrame(MADE["01-stylometry/decidability"]).assign(text_a="part 1", text_b="part 2")
    found = many(**{"01-stylometry/pairs": pairs, "01-stylometry/decidability": lengths})
    told = [claim.sentence.text for claim in found if claim.analysis == "style"]
    assert len(told) == 1 and told[0].startswith("Of 1 pair of parts of the text 0 lie farther apart")


def test_whose_we_it_is():
    told = [claim.sentence.text for claim in claims() if "*we*" in claim.sentence.text]
    assert told == [
        "Of the 4 *we* in a most are its author's.",
        "Of the 4 *we* in b fewer than half are its author's.",
    ]


def test_every_sentence_of_a_claim_carries_its_predicate():
    for claim in claims():
        assert all(predicates for predicates in claim.sentence.predicates), claim.sentence.text


def test_sentences_are_chosen_by_analysis_verdict_and_text():
    found = claims()
    assert claim_sentences(found, analysis="terms", text="b").text.startswith("The share of the term")
    assert claim_sentences(found, analysis="style", verdict="secure").text == ""
    assert "secure" not in claim_table(found)["claim"].str.cat()


def test_texts_have_the_names_that_are_given():
    named = gather_claims(lambda exhibit: pd.DataFrame(MADE[exhibit]), names={"a": "the article"})
    assert "larger in the article (80%) than in b" in one(named, "terms").sentence.text


def test_a_table_without_claims_has_its_columns():
    table = claim_table([])
    assert table.empty and {"claim", "verdict", "n_holds"} <= set(table.columns)


# the four texts


@pytest.fixture(scope="module")
def table():
    return claim_table(gather_claims(ExportedTables(seeds().corpus, root=ROOT).optional))


def test_every_claim_has_a_sentence_a_verdict_and_an_exhibit_that_exists(table):
    assert len(table) > 25 and set(table["verdict"]) <= set(CLAIM_VERDICTS)
    assert table[["claim", "unit", "grounds", "exhibit"]].ne("").all(axis=None)
    for exhibit in table["exhibit"].unique():
        assert any((ROOT / place / f"{exhibit}.csv").is_file() for place in ("data", "figures"))


def test_what_is_secure_is_a_complete_count_or_holds_under_every_choice(table):
    secure = table[table["verdict"] == "secure"]
    counted = secure["grounds"].isin(["a complete count", "whatever reading of its marks"])
    assert (counted | (secure["n_holds"] == secure["n_choices"])).all()


def test_style_of_the_four_texts_lies_inside_one_author(table):
    (pair,) = table[table["name"].str.startswith("differ more")].to_dict("records")
    assert pair["verdict"] == "not decidable" and 0.05 < pair["effect"] < 0.95


def test_central_committee_belongs_to_both_texts(table):
    (topic,) = table[table["name"] == "topic: Central Committee"].to_dict("records")
    assert set(topic["text"].split()) == {"article", "lecture"} and topic["verdict"] != "secure"


def many(**changed):
    """Tables of nine texts, so of 36 pairs; most tables are those of two texts."""
    texts = [f"t{n}" for n in range(9)]
    pairs = pd.DataFrame(
        [(a, b) for n, b in enumerate(texts) for a in texts[:n]], columns=["text_a", "text_b"]
    )
    lengths = pairs.assign(auc=0.8, low=0.7, high=0.9, verdict="decidable")
    style = pairs.assign(reference="one", percentile_same_author=0.5, percentile_different_authors=0.2)
    style.loc[:4, "percentile_same_author"] = 0.99
    scores = [
        (text, one, 60 - 5 * n if one == "flesch" else 40 + 5 * n)
        for n, text in enumerate(texts)
        for one in ("flesch", "lix")
    ]
    ease = pd.DataFrame(scores, columns=["text", "formula", "value"])
    ease = ease.assign(low=ease["value"] - 2, high=ease["value"] + 2)
    voices = pd.DataFrame(MADE["00-corpus/words-by-voice"]).iloc[[0] * 9].assign(text=texts)
    own = {
        "00-corpus/words-by-voice": voices,
        "01-stylometry/decidability": lengths,
        "01-stylometry/pairs": style,
        "04-rhetoric/readability": ease,
        **changed,
    }
    return gather_claims(lambda name: own[name] if name in own else pd.DataFrame(MADE[name]))


def test_many_pairs_are_one_claim_that_counts_them():
    found = {claim.name: claim for claim in many() if claim.analysis in ("style", "readability")}
    assert set(found) == {
        "long enough for authorship",
        "differ more than one author's texts",
        "easier sentences",
    }
    assert (
        "Of 36 pairs of texts 5 lie farther apart"
        in found["differ more than one author's texts"].sentence.text
    )
    assert found["easier sentences"].effect == 28 / 36 or found["easier sentences"].effect == 1
    assert all(claim.texts == () for claim in found.values())


def test_a_topic_of_many_texts_names_their_number():
    cards = pd.DataFrame(MADE["02-topics/cards"]).assign(main_texts=" ".join(f"t{n}" for n in range(9)))
    (topic,) = [claim for claim in many(**{"02-topics/cards": cards}) if claim.analysis == "topics"]
    assert "(9 texts)" in topic.sentence.text


def test_exhibits_of_sheets_that_a_corpus_lacks_make_no_claims():
    absent = ("03-terms/contrast", "03-terms/names", "04-rhetoric/contrast")
    assert not {claim.exhibit for claim in many(**dict.fromkeys(absent, pd.DataFrame()))} & set(absent)


def test_groups_have_the_words_that_the_test_of_all_words_shows():
    words = {"group": ["x", "x", "y"], "word": ["we", "it", "he"], "q": [0.01, 0.01, 0.3]}
    table = {name: pd.DataFrame(rows) for name, rows in MADE.items()}
    table["03-terms/vocabulary"] = pd.DataFrame(words | {"log_ratio": [2.0, -2.0, 1.0]})
    first, second = (one for one in gather_claims(table.__getitem__) if one.name.startswith("words of"))
    assert (first.sentence.text, first.verdict) == (
        "Against all other texts x uses we more often.",
        "suggestive",
    )
    assert second.verdict == "not decidable" and "No word is shown" in second.sentence.text


def test_nothing_is_claimed_of_a_handful_of_words():
    table = {name: pd.DataFrame(rows) for name, rows in MADE.items()}
    table["00-corpus/words-by-voice"]["prose"] = 7
    table["04-rhetoric/pronouns"][["n_author", "n_others"]] = 1
    assert not [one for one in gather_claims(table.__getitem__) if one.analysis == "voices"]
