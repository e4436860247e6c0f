"""Dialogue dashes: which paragraphs they open, and where the speech in them ends."""

import pytest
from annotated import LEAD, corpus_of
from hypothesis import given
from hypothesis import strategies as st

from dhtools import annotate
from dhtools.annotation.dialogue_dashes import dashed_paragraphs, dashed_speech


@pytest.mark.parametrize(
    ("paragraph", "spoken"),
    [
        ("—Back to barracks! he said sternly.", ["Back to barracks!"]),
        ("—Thanks, old chap, he cried briskly. That will do.", ["Thanks, old chap,", "That will do."]),
        ("—Come here, said Mr. Dedalus. He went to the door.", ["Come here,"]),
        ("—It is, Tom said. I know it, said Ann.", ["It is,", "I know it,"]),
        ("—Is it so? whispered Father Conmee to the boys.", ["Is it so?"]),
        ("—Yes, said the old man slowly, it is so.", ["Yes,", "it is so."]),
        ("—And what is it, he asked, my cap or yours?", ["And what is it,", "my cap or yours?"]),
        ("—My dear, said his lady, smiling, have you heard?", ["My dear,", "have you heard?"]),
        ("—I see, said Ann with a sigh.", ["I see,"]),
        ("—I see, said Ann, in a low voice. And now?", ["I see,", "And now?"]),
        ("—Out! bellowed the sergeant, and went to the door.", ["Out!"]),
        ("—None, was his answer. The boy left the room.", ["None,"]),
        ("—Go, interrupted Mr J. Smith; I am tired.", ["Go,", "I am tired."]),
        ("—A mile, said Tom. How far is it?", ["A mile,", "How far is it?"]),
        ("—I know that you said so.", ["I know that you said so."]),
        ("—Yes, I said so.", ["Yes, I said so."]),
        ("—It was—you know—the end of it.", ["It was—you know—the end of it."]),
        ("-- Where is he? asked the old man.", ["Where is he?"]),
        ("— Je viens, dit-il. Et toi ?", ["Je viens,", "Et toi ?"]),
        ("— Où vas-tu ? demanda Pierre.", ["Où vas-tu ?"]),
        ("— Viens-tu ? Il est tard.", ["Viens-tu ? Il est tard."]),
        ("—No —dijo Juan—. Ven conmigo.", ["No", "Ven conmigo."]),
        ("—¿Quién es? —preguntó Ana.", ["¿Quién es?"]),
        ("— Иди, — сказал он. — Не жди.", ["Иди,", "Не жди."]),
        ("— Nie — powiedział Jan. — Idę.", ["Nie", "Idę."]),
        ("— Não — disse ele.", ["Não"]),
        ("― Ja, sagte er.", ["Ja,"]),
        ("--Sing it again, he said. Louder!--", ["Sing it again,", "Louder!"]),
        ("—Then they all sang:—", ["Then they all sang:—"]),
        ("—I never thought that you—", ["I never thought that you—"]),
        ("No dash opens this.", []),
    ],
)
def test_speech_runs_to_the_tag_or_the_end(paragraph, spoken):
    assert [paragraph[start:end] for start, end in dashed_speech(paragraph)] == spoken


@pytest.mark.parametrize(
    ("paragraphs", "dashed"),
    [
        (["—Come.", "It was late.", "—Why?"], {0, 2}),
        (["—Come.", *["It was late."] * 9, "—Why?"], set()),
        (["– milk", "– bread"], set()),
        (["He wants:", "– bread;", "– milk."], set()),
        (["He asked:", "– Bread?", "– Milk."], {1, 2}),
        (["- He must go.", "- He must pay."], set()),
    ],
)
def test_a_dash_opens_speech_where_another_near_by_does(paragraphs, dashed):
    assert dashed_paragraphs(paragraphs) == dashed


def test_marks_inside_speech_are_one_level_further_in_and_the_tag_is_the_authors():
    read = annotate(corpus_of(a=LEAD + "—He said “no” to me, said Tom.\n\n—Is it “so”? asked Ann.\n"))
    found = [
        (read.corpus["a"].raw[row.start : row.end], row.level, row.speaker)
        for row in read.quotations.itertuples()
    ]
    assert found == [
        ("He said “no” to me,", 1, "Tom"),
        ("no", 2, None),
        ("Is it “so”?", 1, "Ann"),
        ("so", 2, None),
    ]
    voices = dict(zip(read.tokens["word"], read.tokens["voice"], strict=True))
    assert [voices[word] for word in ("me", "no", "Tom", "asked")] == [
        "quoted", "quoted", "author", "author",
    ]  # fmt: skip


@given(st.text(alphabet="—– aAé,.!?”“said he", max_size=60))
def test_speech_lies_in_the_paragraph_in_order(text):
    place = 0
    for start, end in dashed_speech("—A" + text):
        assert place <= start <= end <= len(text) + 2
        place = end
