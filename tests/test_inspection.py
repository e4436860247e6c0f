"""The first page of a corpus: what was read, what stands twice, what lengths allow."""

import random
from collections import Counter

import pytest
from format_samples import every_format

from dhtools import annotate, read_corpus
from dhtools.cli import main
from dhtools.corpus import Text
from dhtools.corpus.texts import Corpus
from dhtools.inspection import SHINGLE_WORDS, corpus_overview, namesakes, near_duplicates, what_lengths_allow

WORDS = [f"{a}{b}{c}" for a in "bdfg" for b in "aeiou" for c in "lmnr"]


def text_of(seed, n=200):
    draw = random.Random(seed)
    return " ".join(draw.choice(WORDS) for _ in range(n)) + "."


@pytest.fixture
def corpus_of(tmp_path):
    def read(**texts):
        for name, raw in texts.items():
            (tmp_path / f"{name}.txt").write_text(raw, encoding="utf-8")
        return annotate(read_corpus(tmp_path))

    return read


def shingles(raw):
    words = raw.rstrip(".").split()
    return {tuple(words[n : n + SHINGLE_WORDS]) for n in range(len(words) - SHINGLE_WORDS + 1)}


def test_near_duplicates_are_the_pairs_whose_shingles_agree(corpus_of):
    one, other = text_of(1), text_of(2)
    half = " ".join(one.split()[:100]) + " " + other
    found = near_duplicates(corpus_of(a=one, b=other, c=half), min_shared=0.01)
    a, b, c = map(shingles, (one, other, half))
    wanted = {("a", "c"): len(a & c) / len(a), ("b", "c"): len(b & c) / len(b)}
    assert {(row.text_a, row.text_b): row.shared for row in found.itertuples()} == pytest.approx(wanted)
    jaccard = {("a", "c"): len(a & c) / len(a | c), ("b", "c"): len(b & c) / len(b | c)}
    assert {(row.text_a, row.text_b): row.jaccard for row in found.itertuples()} == pytest.approx(jaccard)


def test_texts_without_a_phrase_in_common_are_no_pair(corpus_of):
    assert near_duplicates(corpus_of(a=text_of(1), b=text_of(2), c="Few words.")).empty


def test_the_overview_counts_every_word_once(tmp_path):
    for name, data in every_format().items():
        (tmp_path / name).write_bytes(data)
    annotation = annotate(read_corpus(tmp_path))
    table = corpus_overview(annotation).set_index("text")
    assert dict(table["n_words"]) == Counter(annotation.tokens["text"])
    assert (table[["author", "quoted", "mentioned", "other"]].sum(axis=1) == table["n_words"]).all()
    assert Counter(table["blocks_from"]) == {"mark-up": 5, "layout": 3}
    assert table.loc["b", "language"] == "en" and table.loc["a", "language"] == "English, it seems"


def test_lengths_decide_what_can_be_said(corpus_of):
    short = what_lengths_allow(corpus_of(a=text_of(1), b=text_of(2)))
    assert short[0].startswith("01-stylometry: ") and short[0].endswith(": 0 of 1 pair of texts.")
    assert short[1].startswith("02-topics: ") and short[1].endswith(": 0 of 2 texts.")
    assert what_lengths_allow(corpus_of(a=text_of(3, 2_000), b=text_of(4)))[1].endswith(": 1 of 2 texts.")


def test_one_text_has_no_pair(corpus_of):
    assert "its own parts are" in what_lengths_allow(corpus_of(a=text_of(1)))[0]


def test_the_command_prints_a_page_and_writes_nothing(tmp_path, capsys):
    (tmp_path / "a.txt").write_text("The end of the war was near. “It is over,” she said.", encoding="utf-8")
    assert main(["inspect", str(tmp_path)]) == 0
    page = capsys.readouterr().out
    assert page.startswith("1 text, 12 words, of them 9 by the authors in running prose, 3 quoted.")
    assert "What the notebooks can say" in page and [one.name for one in tmp_path.iterdir()] == ["a.txt"]
    assert main(["inspect", str(tmp_path / "b")]) == 2
    assert "no such folder" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("author", "dates", "said"),
    [
        ("Adams", "1797 1825", "1797 and 1825, nothing from 1797 to 1825: they may be those of two persons"),
        ("Harrison", "1841 1889", "may be those of two persons"),
        ("Roosevelt", "1905 1933 1937", "nothing from 1905 to 1933: they may be"),
        ("John Adams", "1797 1825", ""),  # whoever has a first name may be silent for long
        ("John Adams", "1797 1861", "are hardly those of one person"),
        ("Adams", "1790 1805 1820 1845", "1790 and 1845, nothing from 1820 to 1845: they are hardly"),
        ("Adams", "1797 1815", ""),
        ("Adams", "1797 undated", ""),
        ("anonymous", "1797 1897", ""),
        ("Adams", "1797-03-04", ""),
    ],
)
def test_texts_of_one_name_far_apart_in_time_are_named(author, dates, said):
    texts = [Text(f"t{n}", f"t{n}", "", "", author=author, date=date) for n, date in enumerate(dates.split())]
    found = " ".join(namesakes(Corpus(tuple(texts), None, None)))
    assert (said in found) if said else not found


def test_the_first_page_names_doubtful_authors(tmp_path, capsys):
    for year in (1797, 1825):
        (tmp_path / f"{year}.txt").write_text(text_of(year), encoding="utf-8")
    rows = "1797.txt,Adams,1797\n1825.txt,Adams,1825\n"
    (tmp_path / "metadata.csv").write_text(f"file,author,date\n{rows}", encoding="utf-8")
    assert main(["inspect", str(tmp_path)]) == 0
    assert "Authors:\n  Adams: texts of 1797 and 1825" in capsys.readouterr().out
