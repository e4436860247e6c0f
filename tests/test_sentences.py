"""Sentences against the hand annotation, and the hard cases one by one."""

import pytest
from annotated import LEAD, corpus_of, f_score, seeds, span, spans, table
from hypothesis import given
from hypothesis import strategies as st

from dhtools.annotation import find_blocks, find_sentences
from dhtools.annotation.sentences import is_careless, split_sentences


@pytest.mark.parametrize(
    ("name", "kind", "number"),
    [("sentences.tsv", "body", 357), ("sentences_blockquote.tsv", "blockquote", 44)],
)
def test_sentences(name, kind, number):
    gold = {span(row) for row in table(name)}
    assert len(gold) == number
    f = f_score(spans(find_sentences(seeds().corpus, seeds().blocks, kinds=(kind,))), gold)
    print(f"{name}: {number} sentences, F {f:.3f}")
    assert f >= 0.98, f


#: One paragraph a line; a bar where a sentence ends.
HARD = """
The U.S. Army left.| Then it rained.| He lived in the U.S.| He died there.
See p. 5 and pp. 6-7.| No. 5 was best, by 3.5 percent.| It is clear.
He read Plato, Kant, etc.| Then he slept.| He read Plato, etc., and slept.| It was etc.| Mary left.
She got her Ph.D. in history.| She got her Ph.D.| Then she left.
V. I. Lenin and J. R. R. Tolkien wrote.| Kh. G. Rakovsky did not.| A.-B. Smith did.
The poet I. Z. Smith and the minister I. Brown wrote.| He is taller than I.| Anna is not.
It was Plan B.| The next was C.| He went from A to B.| I knew that.| World War I.| He came home.
It is 3.| The rest is 4.| I’m 33.| Your girl is here.| It was so.| 1917 was a year.
“Why?” he asked.| “Go!” cried Tom.| “Why?” I asked.| “Go!” Tom Brown said.| He went.
“Why?” asked Tom.| “Because.”| He went.| Was it he?!| “Really?!” he said.
“I know,” said Mr. X.| "I met Mr. X."| Then he left.| “He went to Rome.| He stayed,” said Tom.
He left . . . and came back.| It was late . . . .| He slept … and left.| It was late. …| He slept.
(It was late.)| He slept.| (He snored (loudly).)| He saw it (see p. 4).| He left [cf. Smith].| We stay.
There are: (1) one; (2) two.| • One is this.| • Another is that.| Do this: 1. Be good.| Done.
See www.example.com/a.b?c=d for it.| Mail a.b@c.org now.| The file gpu.txt is gone.
It was at 5 p.m. on Monday.| At 6 p.m. he left.| It ended at 7 p.m.| He slept.
Gen. Smith and Lt. Col. Jones met St. John.| Mr. and Mrs. Bennet had five.| Messrs. Smith came.
Smith et al. (2001) say so.| Jones (c. 1230) did not.| Marbury v. Madison is law, cf. Smith, e.g. here.
On Jan. 5 it rained.| In Feb. it snowed.| Chap. 3 and Vol. II say so.| Nos. 4 and 5 are gone.
Stalin’s plan failed.[5]| It was late.[6] [7]| We left once.23| Open minds win.”24| The rest is noise.
He left it.| $80 was the price.| €90 was another.| 42 men came.
What is to be done? (1902) is a book.| Viva Maria! (1965) is a film.| Yahoo! is a firm.
[George W.] Bush won.| The new IE.| Its goal is clear.| Smith Jr. and Acme Inc. today.| They won.
Il dit : « Viens. »| Puis il part.| Er ging.| »Komm«, sagte er.
He said it: so; then — Then he left.| He said it — We saw it.
He left.[12a]| It rained.[fn 2]| Nobody spoke.[p. 3]| They sang.[i]| We slept.
He left.‡| It rained.(a)| They sang.[*]| “We slept.”¹| ‘He spoke.’[^3]| She rose.{12}| So be it.
He left.¹⁻³| It rained.²,³| They sang.[1][2–4]| We slept!¹| Who came? [2]| He did.⁽¹⁾| So be it.
He left.1,2| It rained.3–5| They sang. 8| Yet we slept.| See vol. 3 The Sea.| Mr.¹ Brown sang.
Wm. Blake met Thos. Hood.| I know Wm.| He is old.| Rt. Hon. John Bright and Lt.-Col. Smith, a.k.a. Jack, came.
He was b. 3 May 1530 and d. March 1590.| It cost c. USD5 at max. 6 s. 3 d. a pound.| We left.
He stopped.|—She went on.| “Go!”|—He went.| Mr.—or Dr.—Smith came.| Well!—and then?| It ended.
„Geh!“| Er ging.| ‚Nein.‘| »Komm.«| Sie kam.| ›Nein.‹| «Va.»| Il part.| ‹Viens.›| Elle part.
「No.」| He left.| ¿Dónde está?| ¡Ven!| Он пришёл.| «Где он?» — спросила Анна.| यह राम है।| वह सीता है।
"""


@pytest.mark.parametrize("line", HARD.strip().split("\n"), ids=lambda line: line[:24])
def test_hard_cases(line):
    wanted = [sentence.strip() for sentence in line.split("|")]
    text = " ".join(wanted)
    assert [text[start:end] for start, end in split_sentences(text)] == wanted


def test_a_cut_may_lack_its_space():
    text = "You will not crush us…We grow. The movement….We grow. And…we grow."
    found = [text[start:end] for start, end in split_sentences(text)]
    assert found == ["You will not crush us…", "We grow.", "The movement….", "We grow.", "And…we grow."]


def test_careless_texts():
    raw = "i went there. it was good. we liked it a lot.Then he left. so did we. it rained. we slept."
    assert is_careless(raw) and not is_careless(LEAD * 9)
    found = [raw[start:end] for start, end in split_sentences(raw, careless=True)]
    assert found[2:4] == ["we liked it a lot.", "Then he left."] and len(found) == 7
    assert len(list(split_sentences(raw))) == 1


def test_a_script_without_spaces():
    text = "他来了。她走了！「你好。」他说。"
    assert [text[start:end] for start, end in split_sentences(text)] == [
        "他来了。",
        "她走了！",
        "「你好。」",
        "他说。",
    ]


def sentences_of(raw):
    corpus = corpus_of(a=raw)
    found = find_sentences(corpus, find_blocks(corpus))
    return [raw[start:end] for start, end in zip(found["start"], found["end"], strict=True)]


def test_names_before_speech_in_a_play_are_no_sentences():
    lines = ["ANNA. Where is he?", "BEN. Gone.", "ANNA. To the sea? He is a man of the sea and always was."]
    assert sentences_of("\n\n".join(["ACT I", *lines])) == [
        "ACT I", *lines[:2], "ANNA. To the sea?", "He is a man of the sea and always was.",
    ]  # fmt: skip
    titled = [line.replace("ANNA", "Anna").replace("BEN", "Ben") for line in lines]
    assert sentences_of("\n\n".join([*titled, *titled]))[0] == "Anna. Where is he?"
    shouted = ["THE GPU CAME.", "He fled.", "THE GPU CAME.", "He fled again."]
    assert sentences_of(f"{LEAD}{shouted[0]} {shouted[1]}\n\n{shouted[2]} {shouted[3]}\n")[-4:] == shouted
    assert sentences_of(f"{LEAD}OK. Let us go.\n\n{LEAD}")[1:3] == ["OK.", "Let us go."]


HEAD = "124            A HISTORY OF THE TOWN"


def test_a_running_head_stands_inside_the_sentence_that_goes_on_after_it():
    raw = f"{LEAD}He had once been so very\n\n{HEAD}\n\nhappy with his mother. He left.\n\n{LEAD}"
    corpus = corpus_of(a=raw)
    found = find_sentences(corpus, find_blocks(corpus))
    assert found["passage"].tolist() == ["a:1.1", "a:2.1", "a:4.1", "a:5.1"]
    start, end = found.loc[1, ["start", "end"]]
    assert raw[start:end] == f"He had once been so very\n\n{HEAD}\n\nhappy with his mother."


def test_the_number_of_a_figure_is_apart_from_its_words():
    captions = ["Figure 1.5 The old town at night.", "Figure 2. The sea.", "Table 3: The boats."]
    assert sentences_of("\n\n".join([LEAD.strip(), *captions, LEAD.strip()]))[1:-1] == [
        "Figure 1.5", "The old town at night.", "Figure 2.", "The sea.", "Table 3: The boats.",
    ]  # fmt: skip


def test_a_bracket_alone_begins_a_sentence():
    text = "It was very late. (from his diary) He slept in Mass. (where he lived)."
    assert [text[start:end] for start, end in split_sentences(text)] == [text[:17], text[18:]]


@pytest.mark.parametrize("below", ["Happy was he.", "(happy as he was)"])
def test_a_head_between_sentences_is_a_sentence(below):
    assert HEAD in sentences_of(f"{LEAD}He had once been so very\n\n{HEAD}\n\n{below} He left.\n\n{LEAD}")


@given(st.text(alphabet="aBé .!?…”“'\n[]1(—¹", max_size=80), st.booleans())
def test_splitting_is_idempotent(text, careless):
    for start, end in split_sentences(text.lstrip(), careless=careless):
        sentence = text.lstrip()[start:end]
        assert list(split_sentences(sentence, careless=careless)) == [(0, len(sentence))]


@given(st.text(alphabet="aBé .!?…”“'\n[]1(—¹", max_size=80), st.booleans())
def test_sentences_are_all_of_the_text_but_white_space(text, careless):
    text, place = text.lstrip(), 0
    for start, end in split_sentences(text, careless=careless):
        assert start < end and not text[place:start].strip()
        place = end
    assert not text[place:].strip()


def test_passages_are_numbered_in_order():
    corpus = corpus_of(a=f"{LEAD}One is here now. Two is there too.\n", b="1 2")
    found = find_sentences(corpus, find_blocks(corpus))
    assert found["passage"].tolist() == ["a:1.1", "a:2.1", "a:2.2", "b:1.1"]
    assert found["line"].tolist() == [1, 3, 3, 1]
    assert find_sentences(corpus, find_blocks(corpus), kinds=("caption",)).dtypes.equals(found.dtypes)
