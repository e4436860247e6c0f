"""Parameters worth changing: excerpts that two texts hold, topics of long corpora, groups of the metadata."""

import nbformat
import pandas as pd
import pytest

from dhtools.corpus import Corpus, Text
from dhtools.notebooks.advice import Advice, _by_group, _by_length
from dhtools.notebooks.parameters import Parameter
from dhtools.notebooks.sections import advised

KNOWN = {"EXCERPT_WORDS": Parameter("EXCERPT_WORDS", 500, "")}


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        ([5000, 577, 512], {"EXCERPT_WORDS": 200}),
        ([900, 120], {}),
        ([7000, 1200], {}),
        ([1500], {"EXCERPT_WORDS": 300}),
        ([90_000, 60_000], {"EXCERPT_WORDS": 2000, "TOPICS": 15}),
        ([400_000, 300_000], {"EXCERPT_WORDS": 2000, "TOPICS": 30}),
    ],
)
def test_lengths(words, wanted):
    assert {name: to for name, to, _ in _by_length(pd.Series(words), KNOWN)} == wanted


def test_a_column_of_the_metadata_that_makes_groups():
    groups = [{"party": party, "no": str(number)} for number, party in enumerate("aabb")]
    texts = [Text(f"t{n}", f"t{n}.txt", "It is.", "", groups=own) for n, own in enumerate(groups)]
    corpus = Corpus(tuple(texts), pd.DataFrame(), pd.DataFrame())
    assert [(name, to) for name, to, _ in _by_group(corpus)] == [("GROUP", "party")]


def test_the_notebook_says_it_below_its_title():
    cells = [nbformat.v4.new_markdown_cell("# Title", id="title"), nbformat.v4.new_code_cell("1", id="c")]
    advised(cells, [str(Advice("01-a", "WORDS", 500, 200, "the texts are short"))])
    assert [cell.id for cell in cells] == ["title", "advice", "c"]
    assert "* WORDS = 200 in place of 500, because the texts are short." in cells[1].source
    advised(cells[:1], [])


def test_a_name_in_the_metadata_is_no_mark_up():
    cells = [nbformat.v4.new_markdown_cell("# A title")]
    advised(cells, [str(Advice("01-a", "GROUP", "", "<img src=x>", "of $it$"))])
    assert "<img" not in cells[1].source and "$it$" not in cells[1].source
