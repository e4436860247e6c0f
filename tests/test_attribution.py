"""Texts left out one by one: the arithmetic, what is tested, and authors that are easily told apart."""

import numpy as np
import pandas as pd
import pytest

from dhtools.errors import DhtoolsError
from dhtools.stylometry import DeltaClassifier
from dhtools.stylometry.attribution import leave_one_out

AUTHORS = list("AAABBBC")
TEXTS = [f"{author}{n}" for n, author in enumerate(AUTHORS)]


def made_up(spread=1.0):
    """Counts of texts whose authors have habits of their own; the last has one text."""
    random = np.random.default_rng(5)
    habits = {author: random.gamma(4, 1, 60) for author in "ABC"}
    rates = [np.abs(habits[author] + random.normal(0, 0.3 * spread, 60)) for author in AUTHORS]
    counts = random.poisson(20 * np.array(rates))
    return pd.DataFrame(counts, index=TEXTS, columns=[f"w{n:02}" for n in range(60)])


GROUPS = pd.Series(AUTHORS, index=TEXTS, dtype="category")


def test_known_authors_are_found_and_one_text_alone_is_a_candidate_only():
    table = leave_one_out(made_up(), GROUPS, mfw=40)
    assert table["text"].tolist() == TEXTS[:-1] and table["right"].all()
    assert (table["distance_own"] < table["distance_next"]).all()


def test_the_text_left_out_plays_no_part_in_the_words_and_the_means():
    counts = made_up()
    table = leave_one_out(counts, GROUPS, mfw=40).set_index("text")
    others = counts.drop(index="A0")
    model = DeltaClassifier(distance="burrows", mfw=40).fit(others, GROUPS.drop("A0").astype(str))
    expected = model.class_distances(counts.loc[["A0"]]).iloc[0]
    assert table.loc["A0", "distance_own"] == pytest.approx(expected["A"])
    assert table.loc["A0", "distance_next"] == pytest.approx(expected[["B", "C"]].min())


def test_texts_of_unknown_authors_take_no_part():
    some = GROUPS.astype(object).where(GROUPS.index != "C6")
    table = leave_one_out(made_up(), some, mfw=40)
    assert set(table["nearest"]) <= {"A", "B"} and len(table) == 6


@pytest.mark.parametrize("groups", [list("ABCDEFG"), ["A"] * 7])
def test_one_group_or_no_second_text_is_refused(groups):
    with pytest.raises(DhtoolsError, match="Give two"):
        leave_one_out(made_up(), pd.Series(groups, index=TEXTS))
