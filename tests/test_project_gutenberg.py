"""The frame of Project Gutenberg in its historic forms, and texts that only speak of it."""

import pytest
from annotated import LEAD, corpus_of

from dhtools.annotation import find_blocks

PROSE = LEAD.strip()
STARTS = """\
*** START OF THE PROJECT GUTENBERG EBOOK SEA TALES ***
*** START OF THIS PROJECT GUTENBERG EBOOK SEA TALES ***
***START OF THE PROJECT GUTENBERG EBOOK SEA TALES***
*** START OF THE PROJECT GUTENBERG EBOOK, SEA TALES ***
*END*THE SMALL PRINT! FOR PUBLIC DOMAIN ETEXTS*Ver.04.29.93*END*
*END THE SMALL PRINT! FOR PUBLIC DOMAIN E-TEXTS*Ver.10/04/01*END*
""".splitlines()
ENDS = """\
*** END OF THE PROJECT GUTENBERG EBOOK SEA TALES ***
*** END OF THIS PROJECT GUTENBERG EBOOK SEA TALES ***
***END OF THE PROJECT GUTENBERG EBOOK SEA TALES***
End of the Project Gutenberg EBook of Sea Tales, by Jane Doe
End of Project Gutenberg's Sea Tales, by Jane Doe
End of Project Gutenberg’s Sea Tales
End of The Project Gutenberg Etext of Sea Tales
End of this Project Gutenberg E-text of Sea Tales
END OF THE PROJECT GUTENBERG EDITION OF SEA TALES
Ende dieses Project Gutenberg Etextes
""".splitlines()
CREDITS = """\
Produced by Jane Doe and the Online Distributed Proofreading Team
E-text prepared by Jane Doe
This etext was prepared by Jane Doe, with many thanks to John Doe.
Transcribed from the 1889 edition by John Doe
This eBook was produced by Jane Doe
""".splitlines()


def kinds(*paragraphs, between="\n\n"):
    blocks = find_blocks(corpus_of(a=between.join(paragraphs)))
    assert set(blocks.loc[blocks["kind"] == "licence", "rule"]) <= {"project gutenberg"}
    return blocks["kind"].tolist()


@pytest.mark.parametrize("start", STARTS)
def test_the_header_is_set_aside(start):
    header = ["The Project Gutenberg EBook of Sea Tales", "A notice that may be long, as it is here."]
    assert kinds(*header, start, "CHAPTER I", PROSE, PROSE) == ["licence"] * 3 + ["heading", "body", "body"]


@pytest.mark.parametrize("end", ENDS)
def test_the_licence_is_set_aside(end):
    assert kinds("CHAPTER I", PROSE, end, PROSE, "A line") == ["heading", "body", *["licence"] * 3]


@pytest.mark.parametrize("credit", CREDITS)
def test_who_made_the_file_is_part_of_the_header(credit):
    assert kinds(STARTS[0], credit, "CHAPTER I", PROSE) == ["licence", "licence", "heading", "body"]


def test_a_header_without_an_end_lasts_as_long_as_its_fields():
    fields = ["Title: Sea Tales", "Author: Jane Doe", "Release Date: May 3, 2002 [EBook #1234]"]
    found = kinds("The Project Gutenberg EBook of Sea Tales, by Jane Doe", *fields, "CHAPTER I", PROSE)
    assert found == ["licence"] * 4 + ["heading", "body"]


def test_a_frame_line_needs_no_empty_lines_around_it():
    lines = [STARTS[0], *["The old man went to the town that day and saw"] * 9, ENDS[0], "A licence."]
    assert kinds(*lines, between="\n") == ["licence", "body", "licence", "licence"]


@pytest.mark.parametrize(
    "line",
    [
        "Project Gutenberg was founded in 1971, and the old man read all of its books at home.",
        "At the end of the Project Gutenberg meeting he started to read, and nobody knew why he did.",
    ],
)
def test_who_speaks_of_the_project_has_set_no_frame(line):
    assert kinds("CHAPTER I", PROSE, line, PROSE) == ["heading", "body", "body", "body"]
