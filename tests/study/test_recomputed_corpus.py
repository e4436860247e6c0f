"""Statements of the notebook on the corpus, computed again with pandas and regular expressions alone.

Nothing of the package is imported: the counts come from the texts, the sheets beside them and the exported
words; what is printed comes from the notebook.
"""

import json
import re
from itertools import combinations
from pathlib import Path

import pandas as pd
import pytest

ROOT = Path(__file__).parents[2]
SEEDS = ROOT / "seeds"
TEXTS = ("blog", "article", "note", "lecture")
RAW = {name: (SEEDS / f"{name}.txt").read_text(encoding="utf-8-sig") for name in TEXTS}
WORD = re.compile(r"[A-Za-z]+(?:['’][A-Za-z]+)?")


@pytest.fixture(scope="module")
def printed():
    """All sentences of the notebook, as plain text."""
    cells = json.loads((ROOT / "notebooks" / "00-corpus.ipynb").read_text(encoding="utf-8"))["cells"]
    outputs = [out.get("data", {}) for cell in cells for out in cell.get("outputs", [])]
    return " ".join("".join(data["text/plain"]) for data in outputs if "text/markdown" in data)


@pytest.fixture(scope="module")
def words():
    return pd.read_csv(ROOT / "data" / "corpus" / "tokens.csv", keep_default_na=False)


@pytest.fixture(scope="module")
def prose(words):
    return words[words["voice"] != "other"]


def sheet(name):
    return pd.read_csv(SEEDS / name, keep_default_na=False)


@pytest.fixture(scope="module")
def coded(words):
    """The two codings of sources, with the quoted words of each quotation."""
    a, b, both = sheet("sources.csv"), sheet("sources_second.csv"), ["text", "start", "end"]
    table = a.merge(b, on=both, suffixes=("_a", "_b"))
    quoted = words[words["voice"] == "quoted"]
    table["n"] = [
        ((quoted["text"] == row.text) & quoted["start"].between(row.start, row.end - 1)).sum()
        for row in table.itertuples()
    ]
    return table


def test_parts_that_are_not_the_authors_paragraphs(printed):
    """The blog's paragraphs are the lines 5 to 17 of its file."""
    lines = RAW["blog"].split("\n")
    counted = [len(WORD.findall(line)) for line in lines]
    share = 1 - sum(counted[4:17]) / sum(counted)
    assert f"{share:.0%} of the blog's file" in printed


def test_quoted_shares_and_their_bounds(prose, printed):
    share = prose.groupby("text")["voice"].agg(lambda voice: (voice == "quoted").mean())
    assert share[["blog", "note"]].tolist() == [0, 0]
    assert f"{share['lecture']:.1%} against {share['article']:.1%}" in printed
    lecture = prose[prose["text"] == "lecture"]
    least = (lecture["kind"] == "blockquote").mean()
    article = prose.loc[prose["text"] == "article", "voice"]
    assert least > article.isin(["quoted", "mentioned"]).mean()


def test_words_in_marks_of_blog_and_note(printed):
    """Within marks in the paragraphs; a possessive counts for itself."""
    parts = {"blog": RAW["blog"].split("\n")[4:17], "note": RAW["note"].split("\n")[10:]}
    marked = [re.findall(r"[“\"]([^”\"]+)[”\"]", "\n".join(part)) for part in parts.values()]
    spoken = [len(re.findall(r"[’']s\b|[A-Za-z]+", " ".join(found))) for found in marked]
    assert spoken == [5, 9]
    assert "The 5 and 9 words in marks in the blog and the note are mentioned" in printed


def test_mixed_sentences(prose, printed):
    voices = prose.groupby(["text", "passage"])["voice"].agg(set)
    mixed = voices.map(lambda found: "quoted" in found and len(found) > 1).groupby("text").sum()
    assert f"{mixed['article']} of the article's sentences and {mixed['lecture']} of the lecture's" in printed


def test_trotsky_and_trepper_in_quoted_words(coded, printed):
    shares = coded.groupby(["text", "speaker_a"])["n"].sum() / coded.groupby("text")["n"].sum()
    assert f"{shares['lecture', 'Leon Trotsky']:.0%} of the words that the lecture quotes" in printed
    assert shares["article"].idxmax() == "Leopold Trepper"
    assert f"is {shares['article'].max():.0%} (Leopold Trepper)" in printed


def test_second_hand_words(coded, printed):
    second_hand = {
        coder: coded.loc[coded[f"cited_through_{coder}"] != ""].groupby("text")["n"].sum().to_dict()
        for coder in "ab"
    }
    assert second_hand["a"] == second_hand["b"] == {"article": 144}
    assert "The article has 144 of its quoted words at second hand" in printed


def test_books_by_coder(coded, printed):
    article = coded[coded["text"] == "article"]
    a, b = (article.loc[article[f"source_{c}"] == "book", "n"].sum() / article["n"].sum() for c in "ab")
    assert f"Coder A counts {a:.0%}" in printed and f"reconciled coding {b:.0%}" in printed


def test_agreement_on_sources(coded, printed):
    same = (coded["source_a"] == coded["source_b"]).mean()
    first, second = (coded[f"source_{coder}"].value_counts(normalize=True) for coder in "ab")
    chance = first.mul(second, fill_value=0).sum()
    assert f"(kappa {(same - chance) / (1 - chance):.2f})" in printed
    assert f"{(coded['source_a'] == coded['source_b']).sum()} of {len(coded)} quotations" in printed


def test_notes_of_the_lecture(printed):
    text, _, end = RAW["lecture"].partition("\n[1]\n")
    marks = re.findall(r"(?<=[^\s\[])\[(\d{1,2})\]", text)
    entries = dict(re.findall(r"\[(\d+)\]\s+(.+)", f"[1]\n{end}"))
    assert marks == list(entries) == [str(n) for n in range(1, 11)]
    assert "d. 87" in entries["1"] and entries["2"].startswith("Ibid.")
    assert entries["3"].startswith("Ibid.") and "d. 109" in entries["4"] and "June 2, 1928" in entries["6"]
    before = text.partition("[5]")[0]
    assert "a letter shortly before her death" in before.splitlines()[-1]
    assert "marks 3 to 5 are answered by the entries 4 to 6, and mark 6 by none" in printed


def test_bibliography_and_notes(printed):
    assert f"a bibliography of {RAW['blog'].count('• ')} titles" in printed
    assert "the lecture has 10 notes" in printed and "[1]" not in RAW["article"]


def test_the_keyword_by_text(words, printed):
    own = words[(words["word"] == "Reiss") & (words["voice"] == "author")]["text"].value_counts()
    assert own.to_dict() == {"blog": 11, "note": 3, "article": 1}
    assert "occurs 11 times in the blog, 3 times in the note, once in the article" in printed


@pytest.fixture(scope="module")
def named(prose):
    """Persons by sentence: the longest spelling first, of everything that the gazetteer lists."""
    listed = sheet("gazetteer.csv").drop_duplicates("variant").set_index("variant")
    spellings = sorted(listed.index, key=len, reverse=True)
    forms = [
        re.escape(one.replace("'", "’")).replace("’", "['’]").replace(r"\ ", r"\s+") for one in spellings
    ]
    pattern = re.compile(rf"(?<!\w)(?:{'|'.join(forms)})(?!\w)")
    plain = {re.sub(r"\s+", " ", one.replace("’", "'")): row for one, row in listed.iterrows()}
    rows = [
        (text, found.start(), plain[re.sub(r"\s+", " ", found[0].replace("’", "'"))])
        for text, raw in RAW.items()
        for found in pattern.finditer(raw)
    ]
    table = pd.DataFrame(
        [(text, start, row["name"]) for text, start, row in rows if row["type"] == "person"],
        columns=["text", "start", "person"],
    )
    return table.merge(prose[["text", "start", "passage"]], on=["text", "start"])


def test_persons_by_text(named, printed):
    n_texts = named.groupby("person")["text"].nunique()
    assert n_texts.index[n_texts == 4].tolist() == ["Joseph Stalin"]
    assert f"{(n_texts > 1).sum()} of {len(n_texts)} persons are named" in printed
    assert set(named.loc[named["person"] == "Ignace Reiss", "text"]) == {"blog", "article", "note"}


def test_persons_together(named, printed):
    pairs = pd.DataFrame(
        [
            (pair, text)
            for (text, _), persons in named.groupby(["text", "passage"])["person"]
            for pair in combinations(sorted(set(persons)), 2)
        ],
        columns=["pair", "text"],
    )
    n_texts = pairs.groupby("pair")["text"].nunique()
    assert f"{(n_texts == 1).sum()} of {len(n_texts)} pairs stand together in one text only" in printed
    partners = pd.Series([one for pair in n_texts.index for one in pair]).value_counts()
    first, second = partners.index[:2]
    assert (
        f"{first} is named with most others ({partners[first]}), then {second} ({partners[second]})"
        in printed
    )
