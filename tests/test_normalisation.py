"""A text as its words are compared, and the way back to the file."""

import random

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from dhtools.annotation.line_hyphens import joined_line_ends
from dhtools.annotation.normalisation import Edit, Folded, find_folds, folded

#: Texts rich in what is folded.
ODD = "ae\u0301\u0308\u0323ﬁſœ\xad\u200b\u200c\u2060\ufeff‑‐-`´ʼ＇’' \n\r\t\fРнिकाّلﻻ가\u1100\u1161ⅳⓐ²ŉ￡𝐀"
texts = st.text(st.one_of(st.sampled_from(ODD), st.characters(codec="utf-8")), max_size=60)


@given(texts)
@example("re-\nvolu-\ntion")
@example("a\xad\xad\nb")
@example("e\xad\u0301")
def test_folding_is_idempotent(raw):
    text = folded(raw).text
    assert folded(text).text == text


@given(texts)
def test_places_come_back_from_the_file(raw):
    view = folded(raw)
    length = len(view.text)
    starts = view.raw_starts(np.arange(length, dtype=np.int32))
    ends = view.raw_ends(np.arange(1, length + 1, dtype=np.int32))
    assert (starts < ends).all() and (np.diff(starts) >= 0).all() and (np.diff(ends) >= 0).all()
    assert all(start >= 0 and end <= len(raw) for start, end in zip(starts, ends, strict=True))
    for place, start in enumerate(starts.tolist()):
        assert view.place(start) <= place
        # what stands there in the file folds to what stands here
        if raw[start : ends[place]].isalnum() and raw[start : ends[place]].isascii():
            assert raw[start : ends[place]] == view.text[place]


@given(texts)
def test_folds_stand_in_order_and_explain_every_change(raw):
    folds = list(find_folds(raw))
    assert bool(folds) == (folded(raw).text != raw)
    assert all(fold.what and 0 <= fold.start < fold.end <= len(raw) for fold in folds)


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("cafe\u0301", "café"),
        ("oﬃcer", "officer"),
        ("revo\u00adlution", "revolution"),
        ("confu\u00ad\nsion", "confusion"),
        ("confu¬\r\n  sion", "confusion"),
        ("\ufeffA\ufeff", "A"),
        ("Jean\u2011Paul", "Jean-Paul"),
        ("Levi`s ‘n’ didn\u02bct", "Levi's ‘n’ didn't"),
        ("`no` ´ ‘so’", "`no` ´ ‘so’"),
        ("Anna’ s, Tom' s cat; Eva ´s and Ida ` s way", "Anna's, Tom's cat; Eva's and Ida's way"),
        ("Anna”s and Tom\ufffds house", "Anna's and Tom's house"),
        ("he said ' so ' s men", "he said ' so's men"),
        ("the plural s is lost", "the plural s is lost"),
        ("Anna s cat, Tom s dog, Ida s cow", "Anna's cat, Tom's dog, Ida's cow"),
        ("Anna's or Eva's or Ida's, plural s or s or s", "Anna's or Eva's or Ida's, plural s or s or s"),
        ("the ’s and ‘s and b’ s c", "the ’s and ‘s and b's c"),
        ("thouſand Ｆｕｌｌ", "thousand Full"),
        ("\u1112\u1161\u11ab", "한"),
        ("x² ½ ¬ Ⅳ …", "x² ½ ¬ Ⅳ …"),
        ("كـتـاب", "كتاب"),
    ],
)
def test_what_is_folded(raw, text):
    assert folded(raw).text == text


def test_a_plain_text_is_itself():
    raw = "A plain text, with “marks” and workers’ don't.\n" * 3
    assert folded(raw).text is raw and folded(raw).below is None


def test_spans_lead_to_the_file():
    raw = "The of\ufb01ce of Trot\u00adsky e\u0301"
    view = folded(raw)
    assert view.text == "The office of Trotsky é"
    for word, stands in {"office": "of\ufb01ce", "Trotsky": "Trot\u00adsky", "é": "e\u0301"}.items():
        start = view.text.index(word)
        begin, end = view.raw_span(start, start + len(word))
        assert raw[begin:end] == stands
        assert view.place(begin) == start


def mapped(text, begins, ends, edits):
    """The text with edits made, and start and end in the file of every character, one by one."""
    made, starts, stops, done = [], [], [], 0
    for start, end, new, _ in [*edits, Edit(len(text), len(text), "", "")]:
        made += [*text[done:start], *new]
        starts += [*begins[done:start], *[begins[start]] * len(new)] if new else begins[done:start]
        stops += [*ends[done:start], *[ends[end - 1]] * len(new)]
        done = end
    return "".join(made), starts, stops


@pytest.mark.parametrize("seed", range(30))
def test_each_character_leads_to_where_it_came_from_through_several_edits(seed):
    draw = random.Random(seed)
    raw = "".join(draw.choices("ab c-", k=draw.randint(1, 40)))
    view, text, begins, ends = Folded(raw), raw, [*range(len(raw))], [*range(1, len(raw) + 1)]
    for _ in range(3):
        cuts = sorted(draw.sample(range(len(text) + 1), k=min(2 * draw.randint(0, 4), len(text) // 2 * 2)))
        edits = [
            Edit(start, end, draw.choice(["", "x", "yz"]), "")
            for start, end in zip(cuts[::2], cuts[1::2], strict=True)
        ]
        view, (text, begins, ends) = view.edited(edits), mapped(text, begins, ends, edits)
    assert view.text == text
    everywhere = np.arange(len(text), dtype=np.int32)
    assert view.raw_starts(everywhere).tolist() == begins and view.raw_ends(everywhere + 1).tolist() == ends
    for offset in range(len(raw) + 1):
        assert view.place(offset) == np.searchsorted(begins, offset)


def joined(text):
    for start, end in reversed(joined_line_ends(text)):
        text = text[:start] + text[end:]
    return text


@pytest.mark.parametrize(
    "word",
    [
        *("revo-\nlution", "REVO-\nLUTION", "re-\nvolu-\ntion", "con-\r\nfusion", "Trot-\nsky", "Zinov-\nev"),
        *("Arbei-\nter", "govern-\nment", "counter-revolu-\ntion", "well-inform-\ned", "mo-\n\tther"),
        "par- \nty",
    ],
)
def test_a_divided_word_is_joined(word):
    assert "\n" not in joined(f"In {word} we see it.")


@pytest.mark.parametrize(
    "word",
    [
        *("Anglo-\nSaxon", "well-\nknown", "brother-in-\nlaw", "pre-\nand post-war", "twenty-\nfive"),
        *("1917-\n18", "semi-\nfeudal", "war--\nsaid", "war -\nsaid"),
    ],
)
def test_a_hyphen_of_its_own_stays(word):
    raw = f"In {word} we see it."
    assert joined(raw) == raw


def test_a_text_that_divides_no_words_keeps_all_hyphens():
    kept = "the ball-\nroom and the school-\nbooks and the half-\ncivilised and the wrong-\nheaded\n" * 5
    assert joined(kept) == kept
    divided = kept + "the coun-\ntry and the revo-\nlution and the moun-\ntain\n" * 5
    assert "ballroom" in joined(divided) and "country" in joined(divided)


def test_the_words_of_the_text_decide():
    assert joined("The railway. The rail-\nway.") == "The railway. The railway."
    assert "\n" in joined("The rail-way. The rail-\nway.")
    assert "\n" not in joined("The oldwifery, an old-\nwifery.")
