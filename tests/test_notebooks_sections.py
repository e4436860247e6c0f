"""Sections of a notebook that show nothing are left out of what is read on other texts."""

import nbformat
import pytest

from dhtools.notebooks.sections import with_bare_headings, without_empty_sections, without_notices

SHOWN = [nbformat.v4.new_output("display_data", {"text/plain": "a table"})]


def words(name, source):
    return nbformat.v4.new_markdown_cell(source, id=name)


def code(name, *tags, outputs=()):
    return nbformat.v4.new_code_cell("1", id=name, metadata={"tags": list(tags)}, outputs=list(outputs))


@pytest.mark.parametrize(
    ("cells", "kept"),
    [
        ([words("h", "## A"), code("c", "narrative"), words("w", "As it shows")], ["c"]),
        ([words("h", "## A"), code("c", "narrative", outputs=SHOWN), words("w", "So")], ["h", "c", "w"]),
        ([words("h", "## A"), words("w", "Words")], ["h", "w"]),
        ([words("h", "## A"), code("c", "hermeneutics"), words("w", "Words")], ["h", "c", "w"]),
        ([words("a", "## A"), code("c", "narrative"), words("b", "## B")], ["c", "b"]),
        ([words("a", "## A"), words("b", "### B"), code("c", "narrative"), words("d", "## D")], ["c", "d"]),
        ([words("a", "## A"), code("c", "narrative"), words("b", "### B")], ["c"]),
    ],
    ids=["empty", "shown", "words", "computed", "next", "below", "own"],
)
def test_words_about_nothing_go_and_code_stays(cells, kept):
    assert [cell.id for cell in without_empty_sections(cells)] == kept


def test_of_what_is_not_shown_one_output_a_reason_stays():
    def notice(reason):
        return nbformat.v4.new_output("display_data", {"text/plain": "-"}, metadata={"left_out": reason})

    cells = [code("a", outputs=[notice("few")]), code("b", outputs=[notice("few"), *SHOWN, notice("")])]
    assert [len(cell.outputs) for cell in without_notices(cells)] == [1, 1]


def test_an_exhibit_of_the_methods_that_shows_nothing_takes_its_heading_along():
    cells = [words("a", "## A"), code("c", "hermeneutics", "table-t"), words("b", "## B")]
    assert [cell.id for cell in without_empty_sections(cells)] == ["c", "b"]


def test_a_section_below_that_shows_something_keeps_its_heading():
    cells = [
        words("a", "## A"),
        code("c", "narrative"),
        words("b", "### B"),
        code("d", "narrative", outputs=SHOWN),
    ]
    assert [cell.id for cell in without_empty_sections(cells)] == ["c", "b", "d"]


def excuse(reason="few"):
    return nbformat.v4.new_output("display_data", {"text/plain": "-"}, metadata={"left_out": reason})


@pytest.mark.parametrize(
    ("outputs", "kept"),
    [
        ([excuse()], ["a", "c", "d"]),
        ([excuse(), *SHOWN], ["a", "b", "c", "w", "d"]),
        ([], ["a", "b", "c", "w", "d"]),
    ],
)
def test_a_section_that_only_says_why_nothing_is_shown_loses_what_explains_it(outputs, kept):
    cells = [
        words("a", "## A\n\nHow the figure is read."),
        words("b", "### B"),
        code("c", "narrative", outputs=outputs),
        words("w", "As it shows"),
        words("d", "## D"),
    ]
    found = with_bare_headings(cells)
    assert [cell.id for cell in found] == kept
    assert found[0].source == ("## A" if len(kept) == 3 else cells[0].source)
    assert cells[0].source.endswith("is read.")
