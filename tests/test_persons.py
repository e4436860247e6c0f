"""Persons: names found and counted by voice, pairs in one sentence, a layout that is always the same."""

from itertools import combinations

import numpy as np
import pandas as pd
import pytest
from annotated import LEAD, ROOT, corpus_of, seeds
from matplotlib.backends.backend_agg import FigureCanvasAgg

from dhtools import annotate
from dhtools.annotation import read_gazetteer
from dhtools.plots.persons import person_matrix, person_network
from dhtools.study.persons import count_persons, find_persons, network_layout, persons_together

TEXT = (
    LEAD
    + "Ann met Bob and Carl. Bob said: “Ann is not here, and old Ann will not come.” Carl read Bob’s Book."
)


def gazetteer(**spellings):
    rows = [(name, kind, variant) for name, (kind, *variants) in spellings.items() for variant in variants]
    return pd.DataFrame(rows, columns=["name", "type", "variant"])


LISTED = gazetteer(
    Ann=("person", "Ann"), Bob=("person", "Bob"), Carl=("person", "Carl"), Work=("work", "Bob’s Book")
)


@pytest.fixture(scope="module")
def mentions():
    return find_persons(annotate(corpus_of(a=TEXT, b=LEAD + "Bob came.")), LISTED)


def test_mentions_are_counted_by_voice_and_not_inside_longer_names(mentions):
    counts = count_persons(mentions).set_index("person")
    assert list(counts.index) == ["Bob", "Ann", "Carl"]
    assert counts.loc["Ann", ["n", "n_author", "n_quoted", "n_a", "n_quoted_a"]].tolist() == [3, 1, 2, 3, 2]
    assert counts.loc["Bob", ["n_texts", "n_a", "n_b"]].tolist() == [2, 2, 1]


def test_persons_of_one_sentence_are_together_once(mentions):
    pairs = persons_together(mentions).set_index(["person_a", "person_b"])
    assert pairs.loc[("Ann", "Bob"), "n"] == 2 and pairs.loc[("Ann", "Carl"), "n"] == 1
    assert pairs.loc[("Ann", "Bob"), "passages"].split() == ["a:2.1", "a:2.2"]


def test_a_spelling_of_two_persons_stands_for_one_or_the_other():
    listed = gazetteer(Ann=("person", "Ann"), Anna=("person", "Ann"), Bob=("person", "Bob"))
    found = find_persons(annotate(corpus_of(a=LEAD + "Ann came.")), listed)
    assert found["person"].tolist() == ["Ann or Anna"]
    both = gazetteer(Ann=("person", "Ann"), Town=("place", "Ann"))
    assert find_persons(annotate(corpus_of(a=LEAD + "Ann came.")), both).empty


def test_without_a_gazetteer_there_is_nothing_and_nothing_fails(tmp_path):
    none = find_persons(annotate(corpus_of(a=TEXT)), read_gazetteer(tmp_path))
    assert none.empty and count_persons(none).empty and persons_together(none).empty
    assert network_layout(persons_together(none)).empty
    for fig in (
        person_matrix(count_persons(none), texts=["a"]),
        person_network(
            persons_together(none), network_layout(persons_together(none)), count_persons(none), texts=["a"]
        ),
    ):
        assert fig.axes[0].texts


def test_the_layout_keeps_the_steps_of_a_path_and_is_always_the_same():
    path = pd.DataFrame({"person_a": list("abc"), "person_b": list("bcd")})
    places = network_layout(path).set_index("person")
    apart = np.linalg.norm(places.loc["a"] - places.loc["d"])
    assert apart == pytest.approx(3, rel=0.02)
    assert network_layout(path).equals(network_layout(path.copy()))


@pytest.fixture(scope="module")
def four():
    found = find_persons(seeds(), read_gazetteer(ROOT / "seeds"))
    return count_persons(found), persons_together(found)


def test_persons_of_the_four_texts(four):
    counts, pairs = four
    assert counts.loc[counts["n_texts"] == 4, "person"].tolist() == ["Joseph Stalin"]
    told = counts.set_index("person")
    assert told.loc["Ignace Reiss", ["n_texts", "n_lecture"]].tolist() == [3, 0]
    assert pairs["n"].max() == 10 and (pairs["person_a"] < pairs["person_b"]).all()


def test_names_in_the_network_do_not_overlap_and_every_mark_has_its_name(four):
    counts, pairs = four
    often = set(counts.loc[counts["n"] >= 2, "person"])
    drawn = pairs[pairs["person_a"].isin(often) & pairs["person_b"].isin(often)]
    fig = person_network(drawn, network_layout(drawn), counts, texts=seeds().corpus.ids)
    renderer = FigureCanvasAgg(fig).get_renderer()
    fig.draw_without_rendering()
    names = fig.axes[0].texts
    assert {text.get_text() for text in names} == {*drawn["person_a"], *drawn["person_b"]}
    boxes = [text.get_window_extent(renderer) for text in names]
    assert not [(a, b) for a, b in combinations(boxes, 2) if a.padded(-1).overlaps(b.padded(-1))]


def test_the_matrix_writes_quoted_mentions_apart(four):
    counts, _ = four
    fig = person_matrix(counts, texts=seeds().corpus.ids, max_rows=5)
    row = counts.set_index("person").loc["Joseph Stalin"]
    written = {text.get_text() for text in fig.axes[0].texts}
    assert f"{row['n_article'] - row['n_quoted_article']} + {row['n_quoted_article']}" in written
    assert "62 persons left out" in fig.axes[0].get_xlabel()
