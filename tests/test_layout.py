"""Lines and paragraphs, with offsets that find them again in the file."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dhtools.annotation.paragraphs import line_of, line_starts, paragraphs

WRAPPED = """\
It was a bright cold day, and all the
clocks of the town struck at one time.
There was no wind.
The old man took his hat from the nail
and went out, as he did every evening,
to see if the boat had come in. It had
not come.
The harbour was empty and the lamp was
out.
"""


def contents(raw):
    return [raw[paragraph.start : paragraph.end] for paragraph in paragraphs(raw)]


@pytest.mark.parametrize(
    ("raw", "lines"),
    [
        ("a\nb\n\nc", [1, 2, 4]),
        ("a\r\nb\r\n\r\nc", [1, 2, 4]),
        ("a\rb\r\rc", [1, 2, 4]),
        ("a\r\r\nb\r\r\n\r\r\nc", [1, 2, 4]),  # CR LF, taken for LF by a program that added CR
        ("a\rb\n\nc", [1, 2, 4]),
        ("\n\n  a\x0b b\n\x0c\nc\u2028 d \n", [3, 5]),
    ],
)
def test_lines_are_those_of_the_file(raw, lines):
    assert [paragraph.line for paragraph in paragraphs(raw)] == lines


@settings(deadline=None)
@given(st.text(st.sampled_from("a \r\n\u00a0\ufeff\U0001d538")))
def test_line_numbers_and_offsets_agree(raw):
    starts = line_starts(raw)
    assert starts == sorted(set(starts)) and starts[0] == 0
    for paragraph in paragraphs(raw):
        assert line_of(starts, paragraph.start) == paragraph.line
        assert raw[paragraph.start - paragraph.indent : paragraph.start].strip() == ""


@pytest.mark.parametrize("page", ["\f", "\f\n", " \f \n"])
def test_a_page_break_inside_a_sentence_ends_no_paragraph(page):
    broken = WRAPPED.replace("every evening,\n", f"every evening,\n{page}")
    assert len(contents(broken * 3)) == len(contents(WRAPPED * 3))
    ended = (WRAPPED * 3).replace("\n\n", "\n").replace("not come.\n", f"not come.\n{page}")
    assert sum(text.endswith("not come.") for text in contents(ended)) == 3


def test_lines_of_any_length_are_paragraphs_each():
    raw = "Title\n" + "A long line that no typist broke. " * 6 + "\nShort.\n" * 6
    assert contents(raw) == [line.strip() for line in raw.splitlines() if line.strip()]


def test_wrapped_lines_are_joined_up_to_a_gap():
    raw = WRAPPED.replace("no wind.\n", "no wind.\n\n") * 3
    assert [text.count("\n") + 1 for text in contents(raw)] == [3, 9, 9, 6]


def test_without_gaps_a_short_last_line_ends_a_paragraph():
    assert [text.splitlines()[-1] for text in contents(WRAPPED)] == [
        "There was no wind.",
        "not come.",
        "out.",
    ]


def test_without_gaps_an_indent_begins_a_paragraph():
    full = "Every line of it is just as long again\n" * 3
    raw = ("  " + full) * 4
    assert len(contents(full * 4)) == 1
    assert len(contents(raw)) == 4


def test_one_long_line_does_not_hide_that_the_rest_is_wrapped():
    raw = (WRAPPED * 20).replace("\n", "\n\n", 1) + "long " * 100 + "\n"
    assert len(contents(raw)) < 0.5 * len(raw.splitlines())
