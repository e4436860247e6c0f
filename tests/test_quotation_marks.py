"""Quotation marks: every style of print, apostrophes, marks never closed; and linear time."""

import time

import pytest
from annotated import LEAD, corpus_of
from hypothesis import example, given
from hypothesis import strategies as st

from dhtools.annotation import find_blocks, find_quotations
from dhtools.annotation.quotation_marks import displayed_content, opening_mark, pair_marks, single_marks_speak


def quoted(text, **how):
    return [(text[one.start : one.end], one.level) for one in pair_marks(text, **how)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("“A ‘b “c” b’ a,” he said.", [("A ‘b “c” b’ a,", 1), ("b “c” b", 2), ("c", 3)]),
        ("“He said “yes indeed” here,” he said.", [("He said “yes indeed” here,", 1), ("yes indeed", 2)]),
        ("\"One 'two' one,\" he said.", [("One 'two' one,", 1), ("two", 2)]),
        ("‘‘One ‘two’ one,’’ he said.", [("One ‘two’ one,", 1), ("two", 2)]),
        ("He said, ‘‘it is ‘two.’’’ Then", [("it is ‘two.’", 1), ("two.", 2)]),
        ("’’The Song,’’ he said.", [("The Song,", 1)]),
        ("``Come,'' he said, ``or stay.''", [("Come,", 1), ("or stay.", 1)]),
        ("Er sagte: „Das ‚K.‘ hier.“ Dann „so“.", [("Das ‚K.‘ hier.", 1), ("K.", 2), ("so", 1)]),
        ("Er sagte: »Komm her.« Dann »so«.", [("Komm her.", 1), ("so", 1)]),
        ("Il dit : «Viens.» Puis «oui».", [("Viens.", 1), ("oui", 1)]),
        ("Hon sade: ”Kom hit.” Sedan.", [("Kom hit.", 1)]),
        ("„Chodź tu.” Potem.", [("Chodź tu.", 1)]),
        ("He said--\"Come, and go\"--and left.", [("Come, and go", 1)]),
        ("He is 6'2\" tall, \"quite so,\" he said.", [("quite so,", 1)]),
        ("\"He is 6'2\" tall,\" he said.", [("He is 6'2\" tall,", 1)]),
        ("“The workers’ hall at six o’clock,” he said.", [("The workers’ hall at six o’clock,", 1)]),
        ("He said “one” and then “two and no end.", [("one", 1)]),
        ("He said “one and then “two” and left.", [("two", 1)]),
        ("never opened” he said, “this is.”", [("this is.", 1)]),
        ("\"Left open 'shamed to tell, the boys' hall.", []),
        ("the workers’ hall, ’tis six o’clock", []),
        ("“” \"\" «» ''", []),
    ],
)  # fmt: skip
def test_marks_are_paired(text, found):
    assert quoted(text) == found


#: Quotations in single marks where speech does not stand in them: < and > are marks, * is an apostrophe.
ESSAYS = [
    ("The report calls it <a grave error of judgement> and leaves it there.", ["a grave error of judgement"]),
    ("The <old guard> had lost, and the workers* council knew it.", ["old guard"]),
    ("The workers* paper called it <the workers* own voice> at last.", ["the workers* own voice"]),
    (
        "He said <it*s the workers* job> often. <Doctors* Plot> it was.",
        ["it*s the workers* job", "Doctors* Plot"],
    ),
    ("The <old guards> had lost, and the workers* council knew.", ["old guards"]),
    ("He wrote: <It was “a grave error” indeed.> So.", ["It was “a grave error” indeed.", "a grave error"]),
    ("Why? <One>, <two> and (<at last>) <Three.>", ["One", "two", "at last", "Three."]),
    ("In the *30s the <old guard> fell; *tis so. The class of *68 said <never>.", ["old guard", "never"]),
    ("Rock *n* roll and the boys* clubs were the masters* work at O*Brien*s in *17.", []),
    ("She*s goin* to the boys* house an* the girls* school o* the town.", []),
    ("Jesus* words, <Follow me>, are known; James* book is <good>.", ["Follow me", "good"]),
    ("It was <the spirit of 1917> again.", ["the spirit of 1917"]),
    ("The words <a> and <is> and <the> are short.", ["a", "is", "the"]),
]


@pytest.mark.parametrize(("opening", "closing"), ["‘’", "''"])
@pytest.mark.parametrize(("text", "found"), ESSAYS)
def test_single_marks_in_an_essay(text, found, opening, closing):
    def typed(words):
        return words.replace("<", opening).replace(">", closing).replace("*", closing)

    raw = typed(text)
    assert [content for content, _ in quoted(raw)] == [typed(content) for content in found]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("In the ‘30s the ‘old guard’ fell; ‘tis rock ‘n’ roll.", ["old guard"]),
        ("A 6' wall and a 12' door, 'so to speak'; he is 6'2\", or 5' 3\" tall.", ["so to speak"]),
        ("Er sagte ‚nein‘ und ›ja‹ und ‹gut›.", ["nein", "ja", "gut"]),
        ("他说「他说『不』了」，＂好＂。", ["他说『不』了", "不", "好"]),
        ("❝No❞ and 〝yes〞 and ‟so”.", ["No", "yes", "so"]),
        ("The workers' hall and 'the rest of it were closed.", []),
        ("He said ‘no and went home. She said ‘yes’ to him.", ["yes"]),
    ],
)
def test_rarer_marks(text, found):
    assert [content for content, _ in quoted(text)] == found


def test_a_single_mark_goes_on_where_the_next_paragraph_opens_again():
    assert quoted("He said: ‘We stay here.", following="‘A") == [("We stay here.", 1)]
    assert quoted("He said: ‘We stay here.", following="So") == []


@pytest.mark.parametrize("mark", ["’", "'"])
def test_single_marks_of_a_british_book(mark):
    opening = "‘" if mark == "’" else "'"
    text = "‘I saw the workers’ hall,’ said he. ‘It’s fine, ’tis true, at six o’clock.’ ‘The boys’ club,’ he."
    raw = text.replace("‘", opening).replace("’", mark)
    assert single_marks_speak(f"{raw} {raw}") and not single_marks_speak(LEAD)
    plain = [content.replace(mark, "’") for content, _ in quoted(raw, singles=True)]
    assert plain == [
        "I saw the workers’ hall,",
        "It’s fine, ’tis true, at six o’clock.",
        "The boys’ club,",
    ]


def test_only_a_mark_still_to_come_closes_better_than_a_plural():
    found = quoted("‘So,’ he said. ‘I saw the boys’ said she.", singles=True)
    assert found == [("So,", 1), ("I saw the boys", 1)]


def test_an_elision_opens_where_a_mark_closes_it_later():
    assert quoted("'Tis true,' said he.", singles=True) == [("Tis true,", 1)]
    assert quoted("'Tis true, said he.", singles=True) == []


@pytest.mark.parametrize(("following", "found"), [("“S", [("He goes on.", 1)]), ("Th", []), ("", [])])
def test_what_a_paragraph_leaves_open_goes_on_where_the_next_opens_again(following, found):
    assert quoted("“He goes on.", following=following) == found


@pytest.mark.parametrize(
    ("text", "content"),
    [("‘‘One.’’", "One."), ("“One.”[3]", "One."), ("One. [12]", "One."), ("“Open", "Open"), ("No", "No")],
)  # fmt: skip
def test_a_displayed_quotation_without_its_marks_and_note(text, content):
    start, end = displayed_content(text)
    assert text[start:end] == content


def test_opening_mark():
    assert [opening_mark(text) for text in ("“A”", "‘‘A", "A", "")] == ["“", "‘‘", "", ""]


@given(
    st.lists(st.sampled_from([*"“”‘’\"'«»„‚‹›「」＂`ab .,(—", "''", "‘‘", "’’", "``", "6'2\""])).map("".join),
    st.booleans(),
)
@example('“‚„"“‘', False)  # a pair of single marks that is no quotation, with one inside
def test_quotations_nest_and_never_cross(text, singles):
    stack = []
    for one in pair_marks(text, singles=singles):
        assert text[: one.start].endswith(one.open) and text[one.end :].startswith(one.close)
        while stack and stack[-1] < one.start:
            stack.pop()
        assert not stack or one.end <= stack[-1]
        stack.append(one.end)
        assert one.level == len(stack) and text[one.start : one.end].strip()


UNITS = [
    "“",
    '"',
    "'",
    "’",
    "“‘",
    "“’",
    '“"a',
    "“a” ",
    '"a" ',
    "'A ",
    "s’ ",
    "s' ",
    "’’A ",
    "“aa bb cc” ",
    "said ",
    ". ",
    "A.",
    "…",
]


@pytest.mark.parametrize("unit", UNITS)
def test_time_grows_with_the_text(unit):
    """Twenty times the text may take 150 times as long on a busy machine; quadratic search, 400 times."""

    def seconds(length):
        corpus = corpus_of(a=(LEAD + "Begin " + unit * (length // len(unit))).strip())
        blocks, start = find_blocks(corpus), time.process_time()
        find_quotations(corpus, blocks)
        return time.process_time() - start

    short, long = max(seconds(5_000) for _ in range(3)), min(seconds(100_000) for _ in range(2))
    assert long < 150 * max(short, 0.01), f"{unit!r}: {short:.3f} s for 5 kB, {long:.3f} s for 100 kB"
