"""Speech in italics: only after words of saying or crying, and neither names nor single words."""

import pytest
from annotated import LEAD, corpus_of
from hypothesis import given
from hypothesis import strategies as st

from dhtools import annotate
from dhtools.annotation.italic_speech import italic_speech


@pytest.mark.parametrize(
    ("paragraph", "spoken"),
    [
        ("The crowd cried out with one voice, _Bread and peace_; and went on.", ["_Bread and peace_"]),
        ("She heard him cry aloud _Vive la reine_, and a shout of _Long may she live_.",
         ["_Vive la reine_", "_Long may she live_"]),
        ("As the poet says: _Tempus fugit,\nnon redit_.", ["_Tempus fugit,\nnon redit_"]),
        ("He said _No_, and she was _Not at all_ glad.", []),
        ("He said that the paper, _Voice of labour_, had come.", []),
        ("He wrote in a pamphlet, _What we want now_, that it was late.", []),
        ("She thought of _The Long Road_, and said, _The Long Road_.", []),
        ("He cried, but she had read _Songs of the sea_.", []),
    ],
)  # fmt: skip
def test_italics_are_speech_after_words_of_saying(paragraph, spoken):
    assert [paragraph[start:end] for start, end in italic_speech(paragraph)] == spoken


def test_italics_are_speech_only_where_no_mark_shows_any():
    italics = "The guard called out, _Who goes there_. He waited.\n\n"
    read = annotate(corpus_of(a=LEAD + italics + "“Go,” he cried, _Go at once_.\n"))
    raw = read.corpus["a"].raw
    found = [(raw[row.start : row.end], row.kind, row.level) for row in read.quotations.itertuples()]
    assert found == [("_Who goes there_", "direct", 1), ("Go,", "direct", 1)]
    voices = dict(zip(read.tokens["word"], read.tokens["voice"], strict=True))
    assert voices["Who"] == "quoted" and voices["guard"] == voices["waited"] == "author"


@given(st.text(alphabet="_A b,.:said ", max_size=60))
def test_speech_lies_in_the_paragraph_in_order(text):
    place = 0
    for start, end in italic_speech(text):
        assert place <= start < end <= len(text)
        place = end
