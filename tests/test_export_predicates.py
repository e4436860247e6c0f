"""Sentences are printed only if what they say holds, and would not hold turned round."""

import ast
import re

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dhtools.errors import DhtoolsError
from dhtools.export import paragraph, say
from dhtools.export.predicates import turned_round

SHARES = pd.Series({"article": 0.3, "lecture": 0.6})


def test_a_sentence_whose_predicate_holds_is_printed_and_records_it():
    said = say(
        "The lecture has more.", holds=[SHARES["lecture"] > SHARES["article"], SHARES["lecture"] > 0.5]
    )
    assert str(said) == "The lecture has more."
    assert said.predicates == (("SHARES['lecture'] > SHARES['article']", "SHARES['lecture'] > 0.5"),)
    assert said._repr_mimebundle_()[1] == {"predicates": [list(said.predicates[0])]}


def test_a_sentence_whose_predicate_fails_stops_the_run_and_is_named():
    low = 0.25
    with pytest.raises(DhtoolsError, match=r"'More than 50%\.' is not true: low > 0\.5 .*\(0\.25, 0\.5\)"):
        say("More than {half:.0%}.", half=0.5, holds=[low > 0.5])


def test_numpy_truths_are_truths():
    assert str(say("Yes.", holds=[np.float64(2) > SHARES["article"], (SHARES > 0.1).all()])) == "Yes."


@pytest.mark.parametrize("holds", ["yes", [1], [None], [SHARES > 0.1], SHARES["lecture"] > 0.1])
def test_only_truths_are_predicates(holds):
    with pytest.raises(DhtoolsError, match="give a list of comparisons"):
        say("No.", holds=holds)


def test_a_predicate_that_no_value_decides_is_refused():
    with pytest.raises(DhtoolsError, match="true of any data"):
        say("Always.", holds=[True])
    with pytest.raises(DhtoolsError, match="true of any data"):
        say("Always.", holds=[1 < 2])
    with pytest.raises(DhtoolsError, match="true of any data"):
        say("Always.", holds=[len("words") > 3])


def test_a_predicate_that_holds_turned_round_is_refused():
    equal, nothing = 3, pd.Series(dtype=float)
    with pytest.raises(DhtoolsError, match=re.escape("equal >= 3 holds, and so does equal <= 3")):
        say("At least as many.", holds=[equal >= 3])
    with pytest.raises(DhtoolsError, match="and so does"):
        say("All are above.", holds=[(nothing > 1).all()])
    with pytest.raises(DhtoolsError, match="and so does"):
        say("All are above.", holds=[all(one > equal for one in nothing)])


def test_predicates_see_names_inside_functions_and_comprehensions():
    def told(limit):
        return say("All lie above.", holds=[all(share > limit for share in SHARES)])

    assert [str(told(limit)) for limit in (0.1, 0.2)] == ["All lie above."] * 2
    lines = paragraph(
        *(say("{name} has some.", name=name, holds=[SHARES[name] > 0]) for name in SHARES.index)
    )
    assert str(lines) == "article has some. lecture has some."
    assert lines.predicates == (("SHARES[name] > 0",),) * 2


def test_the_data_choose_the_phrase():
    article, lecture = SHARES

    def compare(one, other):
        phrases = {"more": one > other, "less": one < other, "as much": one == other}
        return str(say("It has {how}.", either={"how": phrases}))

    assert [compare(*pair) for pair in ((article, lecture), (lecture, article), (1, 1))] == [
        *("It has less.", "It has more.", "It has as much.")
    ]
    said = say("It has {how}.", either={"how": {"more": article > lecture, "less": article < lecture}})
    assert said.predicates == (("article < lecture",),)


@pytest.mark.parametrize(("more", "less", "found"), [(True, True, 2), (False, False, 0)])
def test_exactly_one_phrase_has_to_hold(more, less, found):
    with pytest.raises(DhtoolsError, match=f"{found} phrases of 'how' hold"):
        say("It has {how}.", either={"how": {"more": more, "less": less}})


def test_alternatives_are_phrases_with_truths():
    with pytest.raises(DhtoolsError, match="needs phrases with comparisons"):
        say("It has {how}.", either={"how": "more"})
    with pytest.raises(DhtoolsError, match="does not use: how"):
        say("It has.", either={"how": {"more": SHARES["lecture"] > 0.1, "less": SHARES["lecture"] < 0.1}})


def test_a_paragraph_keeps_the_predicates_of_its_sentences():
    said = paragraph(say("It has {n} words.", n=3), say("Few.", holds=[SHARES["article"] < 0.5]))
    assert str(said) == "It has 3 words. Few."
    assert said.predicates == ((), ("SHARES['article'] < 0.5",))
    with pytest.raises(DhtoolsError, match="give sentences"):
        paragraph("It has 3 words.")


def test_without_source_a_predicate_is_held_but_not_turned():
    scope = {"say": say, "value": 3}
    assert eval("say('Some.', holds=[value > 2])", scope).predicates == (("",),)
    with pytest.raises(DhtoolsError, match="does not hold"):
        eval("say('Some.', holds=[value > 3])", scope)


@given(st.integers(-3, 3), st.integers(-3, 3), st.sampled_from(["<", ">", "<=", ">=", "==", "!="]))
def test_a_comparison_and_its_turn_differ_wherever_it_is_strict(a, b, sign):
    """Both hold only where <= or >= is true of equal values; such a predicate is refused there."""
    expression = ast.parse(f"a {sign} b", mode="eval").body
    (turned,) = turned_round(expression)
    one, other = (eval(ast.unparse(each), {"a": a, "b": b}) for each in (expression, turned))
    assert not (one and other) or (a == b and sign in ("<=", ">="))


@pytest.mark.parametrize(
    ("predicate", "turned"),
    [
        ("low <= x < high", ["low >= x > high"]),
        ("a > b or c > d", ["a < b or c < d"]),
        ("a in words and b is None", ["a not in words and b is None", "a in words and b is not None"]),
        ("not (a > b)", ["not a < b"]),
        ("all([x != y for x in xs if x > 0])", ["all([x == y for x in xs if x > 0])"]),
        ("rates['a'].lt(rates['b']).all()", ["not rates['a'].lt(rates['b']).all()"]),
        ("(p < 0.05).any()", ["not (p < 0.05).any()"]),
    ],
)
def test_how_predicates_are_turned(predicate, turned):
    found = turned_round(ast.parse(predicate, mode="eval").body)
    assert [ast.unparse(one) for one in found] == turned
