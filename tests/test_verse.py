"""Verse between paragraphs of prose is a kind of its own; poems, plays, letters and lists are not."""

import pytest
from annotated import corpus_of

from dhtools import annotate
from dhtools.annotation.verse import verse_runs

PROSE = """\
The minister had been to see the bridge, and he came back in the evening
with mud on his boots. Nobody asked him what he had seen, for all of them
had been there in the morning, and they knew that it could not be mended.
"""
SONG = """\
The bridge it stood for many a year,
And nobody was drowned,
Until the water rose so high
That not a stone was found."""
LONG_SONG = SONG.replace("rose so high", "rose so high that it came over the wall")
COUPLET = '"The bridge it stood for many a year,\nAnd not a soul was drowned."'


def kinds(*parts, before="CHAPTER I\n"):
    raw = before + "".join(part if part.endswith("\n") else part + "\n" for part in parts)
    blocks = annotate(corpus_of(a=raw)).blocks
    return [
        (kind, raw[start:end])
        for kind, start, end in zip(blocks["kind"], blocks["start"], blocks["end"], strict=True)
    ]


def verse_in(*parts, **options):
    return [words for kind, words in kinds(*parts, **options) if kind == "verse"]


@pytest.mark.parametrize("gap", ["", "\n"])
@pytest.mark.parametrize("indent", ["", "    "])
@pytest.mark.parametrize(
    "verse", [SONG, COUPLET, SONG.replace("rose so high", "rose so high that it came over the wall")]
)
def test_a_song_between_paragraphs(gap, indent, verse):
    shown = "\n".join(indent + line for line in verse.split("\n"))
    (found,) = verse_in(PROSE * 4, "Then she sang:\n", gap, shown, gap, PROSE * 4)
    assert found.split() == verse.split()


def test_a_motto_below_the_heading_of_a_chapter():
    assert verse_in(PROSE * 9, "CHAPTER II\n", SONG, "--OLD SONG.\n", PROSE * 9) == [SONG]


def test_words_of_verse_are_not_the_author_s():
    tokens = annotate(corpus_of(a=f"CHAPTER I\n{PROSE * 4}\n{SONG}\n\n{PROSE * 4}")).tokens
    assert set(tokens.loc[tokens["kind"] == "verse", "voice"]) == {"other"}
    assert (tokens["kind"] == "verse").sum() == len(SONG.split())


NO_VERSE = {
    "dialogue": '"Have you seen the bridge?"\n"I have seen it."\n"And what do you say?"\n"That it is gone."',
    "dialogue with tags": '"The bridge," said he,\n"The old one," she replied,\n"Has gone at last."',
    "dialogue that breaks off": '"And the bridge is - "\n"It is not there any more."',
    "a letter": "I am, dear Sir,\nYour obedient servant,\nThomas Hale, of the Mill.",
    "an address": "Thomas Hale,\nThe Mill,\nCardiff.",
    "a list": "Her love of truth and of her town;\nHer care for all the poor of it;\nPatience;\nHer death.",
    "contents": "I The Bridge Is Built\nII The Minister Sees It,\nIII The Water Rises,\nIV The End",
    "headings": "THE BRIDGE OF THE TOWN,\nTHE MINISTER AND THE MUD,\nTHE END OF ALL OF IT",
    "accounts": "Stones 3 4 0\nWood 2 0 6\nMen 0 7 0",
    "short paragraphs": "He went to see it.\nNobody went with him.\nIt was gone.\nHe came back.",
}


@pytest.mark.parametrize("lines", NO_VERSE.values(), ids=NO_VERSE)
def test_other_short_lines_are_no_verse(lines):
    assert verse_in(PROSE * 9, lines, PROSE * 9) == []


@pytest.mark.parametrize("n", [1, 2])
def test_a_poem_is_what_its_author_says(n):
    poem = "\n\n".join([SONG] * 6)
    assert verse_in(PROSE * n, "\n", poem) == []
    lines = SONG.split("\n") * 6
    assert verse_runs(lines, [n % 4 == 0 for n in range(24)], 40) == []
