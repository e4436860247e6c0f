"""Statements that the notebook on terms prints, computed again with pandas and regular expressions alone.

Nothing of the package is imported: the counts come from the texts, the sheets beside them and the exported
words; what is printed comes from the notebook.
"""

import json
import math
import re
from itertools import combinations
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

ROOT = Path(__file__).parents[2]
SEEDS = ROOT / "seeds"
RAW = {name: (SEEDS / f"{name}.txt").read_text(encoding="utf-8") for name in ("article", "note", "lecture")}


@pytest.fixture(scope="module")
def printed():
    """All sentences of the notebook, as plain text."""
    cells = json.loads((ROOT / "notebooks" / "03-terms.ipynb").read_text(encoding="utf-8"))["cells"]
    outputs = [out.get("data", {}) for cell in cells for out in cell.get("outputs", [])]
    return " ".join("".join(data["text/plain"]) for data in outputs if "text/markdown" in data)


@pytest.fixture(scope="module")
def words():
    table = pd.read_csv(ROOT / "data" / "corpus" / "tokens.csv", keep_default_na=False)
    return table[table["kind"] != "comments"].assign(folded=table["word"].str.lower().str.replace("’", "'"))


@pytest.fixture(scope="module")
def own(words):
    return words[words["voice"] == "author"]


def count(words, text, pattern):
    return int(words.loc[words["text"] == text, "folded"].str.fullmatch(pattern).sum())


def test_person_and_institution(own, printed):
    counts = [
        count(own, text, pattern)
        for text in ("article", "note", "lecture")
        for pattern in ("stalin", "bureaucrac(y|ies)")
    ]
    assert counts == [47, 8, 6, 9, 7, 6]
    assert "The article names Stalin 47 times and the bureaucracy 8 times" in printed
    assert "the note turns this round, with 6 and 9" in printed
    assert "it has Stalin 7 times and the bureaucracy 6 times" in printed


def test_half_of_the_lectures_bureaucracy_is_stalinist(words, printed):
    lecture = words[words["text"] == "lecture"].reset_index(drop=True)
    pairs = (lecture["folded"].shift() == "stalinist") & (lecture["folded"] == "bureaucracy")
    assert lecture.loc[pairs, "voice"].value_counts().to_dict() == {"author": 3, "other": 2}
    assert len(re.findall(r"Stalinist\s+bureaucracy", RAW["lecture"])) == 5
    assert "3 of these are “Stalinist bureaucracy”" in printed


def segments(own, text, length=300):
    """Mentions of person and institution by segment: the words cut into parts of nearly equal length."""
    folded = own.loc[own["text"] == text, "folded"]
    pieces = round(len(folded) / length)
    numbers = np.arange(len(folded)) * pieces // len(folded)
    parts = [folded.to_numpy()[numbers == number] for number in range(pieces)]
    return [(int((part == "stalin").sum()), int((part == "bureaucracy").sum())) for part in parts]


def chi_squared(counts, left):
    cells = np.array([counts[left].sum(axis=0), counts[~left].sum(axis=0)], dtype=float)
    expected = np.outer(cells.sum(axis=1), cells.sum(axis=0)) / cells.sum()
    return ((cells - expected) ** 2 / expected).sum()


def test_the_p_of_the_contrast_is_that_of_all_arrangements(own, printed):
    article, lecture = ([s for s in segments(own, text) if sum(s)] for text in ("article", "lecture"))
    counts, n = np.array(article + lecture), len(article) + len(lecture)
    assert (len(article), len(lecture)) == (11, 5)
    statistics = [
        chi_squared(counts, np.isin(np.arange(n), chosen)) for chosen in combinations(range(n), len(article))
    ]
    p = np.mean(np.array(statistics) >= statistics[0] - 1e-9)
    assert len(statistics) == math.comb(16, 11) == 4368
    assert f"85% in the article and 54% in the lecture; p = {p:.3f} (" in printed
    assert "two-sided, all 4,368 arrangements" in printed


def years(file):
    """Years told by passage and term, beside the years in which the names were official."""
    dates = pd.read_csv(SEEDS / file)
    official = pd.read_csv(SEEDS / "official.csv").set_index("term")
    first = official["first"].str[:4].astype(int)
    last = official["last"].str[:4].astype(int)
    dates["text"] = dates["passage"].str.partition(":")[0]
    return dates[dates["term"].isin(official.index)].dropna(subset=["first"]), first, last


@pytest.mark.parametrize("file", ["dates.csv", "dates_second.csv", "dates_reconciled.csv"])
def test_most_of_the_articles_gpu_is_of_later_years(file, printed):
    dates, first, last = years(file)
    gpu = dates[(dates["text"] == "article") & (dates["term"] == "GPU")]
    covers = {
        name: (gpu["first"] >= first[name]) & (gpu["last"] <= last[name])
        for name in ("GPU", "OGPU", "NKVD", "MGB")
    }
    assert covers["GPU"].sum() == 1 and covers["OGPU"].sum() == 2
    assert (covers["NKVD"] | covers["MGB"]).sum() == 18
    lecture = dates[(dates["text"] == "lecture") & (dates["term"] == "OGPU")]
    assert ((lecture["first"] >= first["OGPU"]) & (lecture["last"] <= last["OGPU"])).all()
    assert (lecture["first"].min(), lecture["last"].max()) == (1928, 1930)
    if file == "dates_reconciled.csv":
        assert f"18 of its {len(gpu)} dated mentions are of the years of the NKVD and later" in printed
        assert "The lecture says OGPU for 1928–1930" in printed.replace("*", "")


def test_two_readers_agree_on_most_years(printed):
    one, other = (
        pd.read_csv(SEEDS / file).set_index(["passage", "term"])[["first", "last"]].fillna(0)
        for file in ("dates.csv", "dates_second.csv")
    )
    same = (one == other.loc[one.index]).all(axis=1)
    assert (same.sum(), len(same)) == (57, 64)
    assert "the same to 57 of 64 mentions" in printed


def test_soft_words_in_the_texts_themselves(printed):
    found = {text: re.findall(r"\bliquidat\w+", raw) for text, raw in RAW.items()}
    assert [len(found[text]) for text in ("article", "note", "lecture")] == [5, 0, 7]
    assert "(5 of 5, in the author's words)" in printed and "(7 of 7)" in printed
    purges = re.findall(r"\b[Pp]urge[sd]?\b", RAW["article"])
    assert len(purges) == 12 and not re.search(r"\bpurg", RAW["lecture"], re.IGNORECASE)
    assert "*purge* (12 times, 10 of them in its author's words), which the lecture does not" in printed


def test_what_the_purges_are_coded_as(printed):
    coded = pd.read_csv(SEEDS / "meanings.csv")
    own = coded[(coded["term"] == "purge") & coded["passage"].str.startswith("article:")]
    assert own["meaning"].value_counts().to_dict() == {"killed": 6, "not said": 4, "dismissed or exiled": 2}
    assert "Of these, 6 are coded as killing; for 4 the sentence" in printed


def test_names_of_the_movement(words, own, printed):
    assert {text: len(re.findall("Trotskyite", raw)) for text, raw in RAW.items()} == {
        "article": 3,
        "note": 0,
        "lecture": 0,
    }
    assert not own["folded"].str.startswith("trotskyite").any()
    assert count(own, "lecture", "trotskyists?") == 13
    assert "Trotskyist 13 times" in printed.replace("*", "")
    assert "The 3 -ites are all the article's" in printed.replace("*", "")


def test_charges(printed):
    degeneration = {text: len(re.findall(r"degenerat", raw, re.IGNORECASE)) for text, raw in RAW.items()}
    assert degeneration == {"article": 7, "note": 0, "lecture": 0}
    coded = pd.read_csv(SEEDS / "meanings.csv")
    charge = coded[(coded["term"] == "counter-revolution") & coded["passage"].str.startswith("article:")]
    assert (charge["meaning"] == "enemies of the young Soviet state").sum() == 6 and len(charge) == 7
    assert len(re.findall(r"counter-?revolution", RAW["article"], re.IGNORECASE)) == 7
    assert "young Soviet state 6 times and Stalin's rule once" in printed
    assert "(7 times, its title included)" in printed


def test_words_for_killing(own, printed):
    terms = pd.read_csv(SEEDS / "terms.csv")
    forms = set(terms.loc[terms["group"] == "killing", "form"])
    counts = own.loc[own["folded"].isin(forms), "text"].value_counts()
    assert counts.to_dict() == {"article": 34, "lecture": 7, "blog": 4}
    assert "The article has 34 words for killing of its own, the lecture 7 and the blog 4" in printed


def test_g2_of_stalin_by_its_formula(own):
    n = own["text"].value_counts()
    cells = np.array([[47, n["article"] - 47], [7, n["lecture"] - 7]], dtype=float)
    expected = np.outer(cells.sum(axis=1), cells.sum(axis=0)) / cells.sum()
    exported = pd.read_csv(ROOT / "figures" / "03-terms" / "vocabulary.csv").set_index("word")
    assert exported.loc["stalin", "g2"] == pytest.approx(2 * (cells * np.log(cells / expected)).sum())
    ratio = math.log2(47 / n["article"]) - math.log2(7 / n["lecture"])
    assert exported.loc["stalin", "log_ratio"] == pytest.approx(ratio)


def test_log_dice_by_its_formula(own):
    """Sentences of the author's words with *bureaucracy*, with *Stalinist*, and with both."""
    kept = own[~own["folded"].isin(["'s", "’s"])]
    with_word = {
        word: set(kept.loc[kept["folded"] == word, "passage"]) for word in ("bureaucracy", "stalinist")
    }
    both = len(with_word["bureaucracy"] & with_word["stalinist"])
    value = 14 + math.log2(2 * both / sum(map(len, with_word.values())))
    exported = pd.read_csv(ROOT / "data" / "03-terms" / "collocates.csv")
    row = exported[(exported["node"] == "bureaucracy") & (exported["collocate"] == "stalinist")]
    assert row["n"].item() == both == 5 and row["log_dice"].item() == pytest.approx(value)


def test_the_toy_example(printed):
    ways = [math.comb(4, k) * math.comb(4, 4 - k) for k in range(5)]
    assert ways == [1, 16, 36, 16, 1] and sum(ways) == 70
    assert f"so p = {sum(ways) - ways[2]}/70 = {34 / 70:.2f}" in printed


def test_the_list_is_within_the_range_of_papers_of_one_author(printed):
    about = pd.read_csv(ROOT / "data" / "03-terms" / "words-about.csv").set_index("what")["value"]
    exported = pd.read_csv(ROOT / "figures" / "03-terms" / "vocabulary.csv")
    share = (exported["p"] < 0.05).mean()
    assert len(exported) == 180 and share == pytest.approx(28 / 180)
    assert float(about["share_mean"]) < share < float(about["share_q95"])
    # 999 draws cannot give a q below 0.05 to one word of 180; enough of them do
    ordered = exported.sort_values("p").reset_index(drop=True)
    q = (ordered["p"] * 180 / (ordered.index + 1))[::-1].cummin()
    assert ordered.loc[q[q < 0.05].index, "word"].tolist() == ["opposition"]
    assert "one word has a q below one in twenty: *opposition* (q = 0.027)" in printed
    # an interval of the log ratio only from five occurrences on each side
    enough = exported[["n_target", "n_reference"]].min(axis=1) >= 5
    assert (exported["low"].notna() == enough).all()
    assert f"is of use for {enough.sum()} of 180 words only" in printed
