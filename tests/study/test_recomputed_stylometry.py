"""Statements that the notebook on stylometry prints, computed again with numpy and pandas alone.

Nothing of the package is imported. Words come from the exported token table, the papers from the counts of
blocks that the package carries, and the list of function words from its file.
"""

import json
import re
from functools import cache
from itertools import combinations
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

ROOT = Path(__file__).parents[2]
TABLES = ROOT / "src" / "dhtools" / "reference" / "tables"
DATA = ROOT / "data" / "01-stylometry"
FIGURES = ROOT / "figures" / "01-stylometry"
PAIR = ("article", "lecture")


@cache
def printed():
    """All sentences of the notebook, as plain text."""
    cells = json.loads((ROOT / "notebooks" / "01-stylometry.ipynb").read_text(encoding="utf-8"))["cells"]
    outputs = [out.get("data", {}) for cell in cells for out in cell.get("outputs", [])]
    return " ".join("".join(data["text/plain"]) for data in outputs if "text/markdown" in data)


@cache
def tokens():
    return pd.read_csv(ROOT / "data" / "corpus" / "tokens.csv", keep_default_na=False)


@cache
def words(text, voices=("author",)):
    """The words of a text in lower case with straight apostrophes."""
    rows = tokens()
    chosen = rows[(rows["text"] == text) & rows["voice"].isin(voices)]["word"]
    return chosen.str.lower().str.replace("’", "'").tolist()


@cache
def papers():
    """The counts of blocks of every paper, the authors, and the function words that the table has."""
    counts = pd.read_csv(TABLES / "federalist.csv.gz", keep_default_na=False).set_index(["text", "block"])
    about = json.loads((TABLES / "federalist.json").read_text(encoding="utf-8"))["texts"]
    listed = pd.read_csv(
        ROOT / "src/dhtools/wordlists/languages/en/function_words.csv", keep_default_na=False
    )["word"]
    return counts, {one["text"]: one["author"] for one in about}, [w for w in counts if w in set(listed)]


def in_excerpts(blocks, number):
    """Per cent of the words in consecutive excerpts of so many blocks."""
    whole = len(blocks) // number
    return blocks[: whole * number].reshape(whole, number, -1).sum(axis=1) / number


def blocks_of(listed, vocabulary):
    place = {word: at for at, word in enumerate(vocabulary)}
    counted = np.zeros((len(listed) // 100, len(vocabulary)))
    for at, word in enumerate(listed[: len(counted) * 100]):
        if word in place:
            counted[at // 100, place[word]] += 1
    return counted


@cache
def paper_excerpts(number=5):
    counts, _, vocabulary = papers()
    return {
        text: in_excerpts(rows[vocabulary].to_numpy(float), number)
        for text, rows in counts.groupby(level="text")
    }


@cache
def spread():
    return np.concatenate(list(paper_excerpts().values())).std(axis=0, ddof=1)


def deltas(a, b):
    varying = spread() > 0
    differences = np.abs(a[:, None, varying] - b[None, :, varying]) / spread()[varying]
    return differences.mean(axis=2)


def within(a):
    return deltas(a, a)[np.triu_indices(len(a), 1)].mean()


def excess(a, b):
    return deltas(a, b).mean() - (within(a) + within(b)) / 2


@cache
def known():
    """The excess of every two papers that have two excerpts each: by Hamilton, by Madison, by both."""
    _, author, _ = papers()
    long = {text: rows for text, rows in paper_excerpts().items() if len(rows) > 1 and author[text]}
    own = {text: within(rows) for text, rows in long.items()}
    found = {"Hamilton": [], "Madison": [], "both": []}
    for a, b in combinations(long, 2):
        value = deltas(long[a], long[b]).mean() - (own[a] + own[b]) / 2
        found[author[a] if author[a] == author[b] else "both"].append(value)
    return {name: np.array(values) for name, values in found.items()}


@cache
def ours(voices=("author",)):
    _, _, vocabulary = papers()
    return {text: in_excerpts(blocks_of(words(text, voices), vocabulary), 5) for text in PAIR}


def share_below(value):
    """The share of one-author pairs with a smaller excess: the mean of the two authors."""
    return np.mean([(known()[name] < value).mean() for name in ("Hamilton", "Madison")])


def test_the_two_longest_texts():
    lengths = {text: len(words(text)) for text in ("blog", "article", "note", "lecture")}
    assert sorted(lengths, key=lengths.get)[-2:] == ["lecture", "article"]
    assert f"with {lengths['article']:,} and {lengths['lecture']:,} of their authors' words" in printed()


def test_the_excess_and_what_it_exceeds():
    value = excess(*ours().values())
    assert f"the excess over the mean of the two is {value:.3f}" in printed()
    different = (known()["both"] < value).mean()
    assert (
        f"{share_below(value):.0%} of the one-author and {different:.0%} of the two-author pairs" in printed()
    )


def test_hamilton_gives_most_pairs():
    value, same = excess(*ours().values()), np.concatenate([known()["Hamilton"], known()["Madison"]])
    share, by_pair = len(known()["Hamilton"]) / len(same), (same < value).mean()
    assert f"he gives {share:.0%} of the one-author pairs" in printed()
    assert f"each pair weighted alike, the percentile would be {by_pair:.0%}" in printed()


def test_the_auc_on_the_papers():
    far = known()["both"]
    auc = np.mean([(known()[name][:, None] < far).mean() for name in ("Hamilton", "Madison")])
    assert f"separates the two kinds of papers with an AUC of {auc:.2f}" in printed() and auc < 4 / 5


def test_papers_vary_more_than_our_texts():
    _, author, _ = papers()
    of_author = {
        name: [
            within(rows) for text, rows in paper_excerpts().items() if author[text] == name and len(rows) > 1
        ]
        for name in ("Hamilton", "Madison")
    }
    values = np.concatenate(list(of_author.values()))
    weights = np.concatenate([np.full(len(each), 1 / len(each)) for each in of_author.values()])
    median = np.quantile(values, 1 / 2, weights=weights, method="inverted_cdf")
    article, lecture = (within(ours()[text]) for text in PAIR)
    assert f"({median:.2f} in the median) than those of the article ({article:.2f})" in printed()
    assert f"of the lecture ({lecture:.2f})" in printed() and median > max(article, lecture)


def test_the_auc_at_the_lengths_of_the_texts():
    grid = pd.read_csv(TABLES / "power.csv").query("distance == 'burrows' and word_list == 'function words'")
    auc = grid.set_index(["excerpt_words_a", "excerpt_words_b"])["auc"]
    short, long = (np.log(len(words(text))) for text in ("lecture", "article"))
    at_short = (short - np.log(2000)) / np.log(3000 / 2000)
    at_long = (long - np.log(3000)) / np.log(4000 / 3000)
    corners = [[auc[2000, 3000], auc[2000, 4000]], [auc[3000, 3000], auc[3000, 4000]]]
    value = np.array([1 - at_short, at_short]) @ np.array(corners) @ np.array([1 - at_long, at_long])
    assert (
        f"its AUC on novels is {value:.2f}" in printed() and f"{value:.0%} of comparisons only" in printed()
    )
    assert value < 4 / 5


def test_quoted_words_move_the_texts_apart():
    everything = ours(("author", "quoted", "mentioned"))
    change = deltas(*everything.values()).mean() - deltas(*ours().values()).mean()
    assert f"move apart, by {change:.3f}" in printed()
    after = share_below(excess(*everything.values()))
    assert f"only moves to {after:.0%} of one author's papers" in printed()


def test_words_that_differ():
    before = {text: words(text)[: len(words(text)) // 100 * 100].count("before") for text in PAIR}
    assert f"it stands {before['lecture']} times in the lecture and {before['article']} times" in printed()


def test_who_says_i_we_and_you():
    own = {text: " ".join(words(text)) for text in PAIR}
    we = len(re.findall(r"\b(?:we|us|our|ours|ourselves)\b", own["lecture"]))
    assert f"{1000 * we / len(words('lecture')):.1f} times in a thousand words" in printed()
    others = r"\b(?:me|my|mine|myself|we|us|our|ours|ourselves|you|your|yours|yourself|yourselves)\b"
    assert not re.search(others, own["article"])
    raw = (ROOT / "seeds" / "article.txt").read_text(encoding="utf-8")
    rows = tokens().query("text == 'article' and voice == 'author' and word in ['I', 'i']")
    around = [raw[row.start - 1 : row.end + 3] for row in rows.itertuples()]
    assert [re.sub(r"\s", " ", one) for one in around] == [" I.Z.", "(i.e."]
    assert "says neither I nor we nor you" in printed().replace("*", "")


def test_one_excerpt_is_united_with_the_others_last():
    tree = pd.read_csv(FIGURES / "tree.csv")
    assert (
        tree["n_units"].iloc[-2:].tolist() == [12, 13] and "stands apart from all other excerpts" in printed()
    )


def test_the_lecture_lies_within_the_range_of_the_article_on_the_map():
    places = pd.read_csv(FIGURES / "map.csv", index_col=0)
    text = places.index.str.rpartition("_").get_level_values(0)
    least, most = places.groupby(text).min(), places.groupby(text).max()
    assert (least.loc["article"] < least.loc["lecture"]).all()
    assert (most.loc["article"] > most.loc["lecture"]).all()
    assert set(text[places["d1"].argsort()[-2:]]) == {"blog", "note"}


def test_windows_near_the_lecture():
    rolled = pd.read_csv(FIGURES / "rolling.csv").query("compared == 'lecture'")
    near = ((rolled["mean_distance"] - rolled["baseline"]).abs() < rolled["se"]).sum()
    assert f"{near} of {len(rolled)} windows within one standard error" in printed()


def test_imposters_name_the_article():
    scores = pd.read_csv(DATA / "imposters.csv").set_index(["text", "candidate"])["mean_score"]
    assert all(scores[text, "article"] > scores[text, "lecture"] for text in scores.index.unique("text"))
    wanted = f"({scores['lecture', 'article']:.2f} against {scores['lecture', 'lecture']:.2f} for the lecture"
    assert wanted in printed()


def accuracy(a, b):
    both = np.concatenate([a, b])
    unit = both / np.linalg.norm(both, axis=1, keepdims=True)
    likeness = unit @ unit.T
    np.fill_diagonal(likeness, -np.inf)
    right = (likeness.argmax(axis=1) < len(a)) == (np.arange(len(both)) < len(a))
    return (right[: len(a)].mean() + right[len(a) :].mean()) / 2


@pytest.mark.parametrize("unit", ["pair", "median"])
def test_segments_of_one_author_are_told_apart_as_well(unit):
    counts, author, _ = papers()
    vocabulary = list(counts.columns[:200])
    of_paper = {
        text: in_excerpts(rows[vocabulary].to_numpy(float), 3) for text, rows in counts.groupby(level="text")
    }
    every = np.concatenate(list(of_paper.values()))
    mean, deviation = every.mean(axis=0), every.std(axis=0, ddof=1)
    if unit == "pair":
        here = [(in_excerpts(blocks_of(words(text), vocabulary), 3) - mean) / deviation for text in PAIR]
        assert f"{accuracy(*here):.0%} of the segments of article and lecture" in printed()
        return
    scaled = {
        text: (rows - mean) / deviation for text, rows in of_paper.items() if len(rows) > 1 and author[text]
    }
    values, weights = [], []
    for name in ("Hamilton", "Madison"):
        own = [
            accuracy(scaled[a], scaled[b])
            for a, b in combinations(scaled, 2)
            if author[a] == author[b] == name
        ]
        values += own
        weights += [1 / len(own)] * len(own)
    median = np.quantile(values, 1 / 2, weights=weights, method="inverted_cdf")
    assert f"Pairs of Federalist Papers by one author have {median:.0%} in the median" in printed().replace(
        "*", ""
    )
