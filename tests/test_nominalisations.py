"""Nominalisations: nouns of actions and properties, and not of things."""

from annotated import corpus_of

from dhtools import annotate
from dhtools.rhetoric.grammar.nominalisations import find_nominalisations


def test_nominalisations_are_told_from_things():
    found = find_nominalisations(
        annotate(
            corpus_of(a="The execution of activities at the station of the Opposition, in Clement weather.")
        )
    )
    assert found[["cue", "detail"]].to_numpy().tolist() == [["execution", "-tion"], ["activities", "-ity"]]
