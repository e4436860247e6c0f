"""Sentences against the hand annotation, and the hard cases one by one."""

import pytest
from annotated import LEAD, corpus_of, f_score, seeds, span, spans, table
from hypothesis import given
from hypothesis import strategies as st

from dhtools.annotation import find_blocks, find_sentences, split_sentences
from dhtools.annotation.sentences import is_careless


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


@given(st.text(alphabet="aBé .!?…”“'\n[]1(", max_size=80), st.booleans())
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
