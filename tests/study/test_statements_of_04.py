"""Statements that notebook 04 prints, recomputed from texts and sheets with pandas and regular expressions.

Nothing of the package is used: if both agree, they agree by two ways.
"""

import json
import re
from itertools import combinations
from math import comb

import pandas as pd
import pytest

#: Sentences that are no running prose of the author: a heading, a quotation, captions.
NOT_OWN = {"article:26.1", "article:65.1", "article:65.2", "lecture:22.1", "lecture:31.1"}
PLACE = ["passage", "start", "end"]


@pytest.fixture(scope="module")
def printed(root):
    """What the cells of the notebook print, as plain text, by cell."""
    notebook = json.loads((root / "notebooks" / "04-rhetoric.ipynb").read_text(encoding="utf-8"))
    return {
        cell["id"]: "\n".join("".join(out["data"]["text/plain"]) for out in cell["outputs"])
        for cell in notebook["cells"]
        if cell["cell_type"] == "code"
    }


@pytest.fixture(scope="module")
def sheets(root):
    """The three codings side by side."""
    read = {
        name: pd.read_csv(root / "seeds" / f"killings{suffix}.csv", keep_default_na=False).set_index(PLACE)
        for name, suffix in (("a", ""), ("b", "_second"), ("decided", "_reconciled"))
    }
    decided = read["decided"]
    return {
        name: sheet.assign(grammar=decided["grammar"], event=decided["event"]).reset_index()
        for name, sheet in read.items()
    }


def own(sheet, text):
    """The killings of a text in its author's running prose."""
    rows = sheet[(sheet["act"] == "killing") & sheet["passage"].str.startswith(f"{text}:")]
    return rows[~rows["passage"].isin(NOT_OWN)]


def kappa(first, second):
    n = len(first)
    observed = sum(a == b for a, b in zip(first, second, strict=True)) / n
    expected = sum(list(first).count(code) * list(second).count(code) / n**2 for code in {*first, *second})
    return (observed - expected) / (1 - expected)


def raw(root, text):
    return (root / "seeds" / f"{text}.txt").read_text(encoding="utf-8")


def test_the_coders_agree_on_acts_as_printed(sheets, printed):
    b = sheets["b"]["act"].replace({"imputed": "other", "arrest": "other"})
    assert (sheets["a"]["act"] == b).sum() == 92 and len(b) == 117
    assert f"in 92 of 117 (kappa {kappa(sheets['a']['act'], b):.2f})" in printed["agreement-result"]


def both_kill(sheets):
    kill = (sheets["a"]["act"] == "killing") & (sheets["b"]["act"] == "killing")
    return sheets["a"]["agency"][kill], sheets["b"]["agency"].replace("person", "institution")[kill], kill


def test_the_coders_agree_on_agency_as_printed(sheets, printed):
    a, b, _ = both_kill(sheets)
    assert (len(a), (a == b).sum()) == (43, 33)
    assert f"kappa is {kappa(a, b):.2f}" in printed["agreement-result"]


def test_most_differences_in_agency_come_from_the_sentence_beside(sheets, printed):
    a, b, kill = both_kill(sheets)
    apart = sheets["decided"][kill][(a != b).to_numpy()]
    assert apart["agency"].eq("none").sum() == 9 and len(apart) == 10
    assert "9 of the 10 differences" in printed["agency-reach"]


@pytest.mark.parametrize(("text", "n"), [("article", 11), ("lecture", 6)])
def test_no_killing_in_the_passive_has_a_by_phrase(root, sheets, printed, text, n):
    passives = own(sheets["decided"], text)
    passives = passives[passives["grammar"].str.startswith("passive")]
    assert len(passives) == n and f"none of {n} in the {text}" in printed["agency-result"]
    for start, end in passives[["start", "end"]].to_numpy():
        # the clause after the participle, to the next mark; "by 1940" is a time
        after = re.match(r"[^.;,:]*", raw(root, text)[end:])[0]
        assert not re.search(r"\bby (?!\d)", after), raw(root, text)[start:end]


def test_agents_stand_with_nouns_and_active_verbs(sheets):
    for text in ("article", "lecture"):
        rows = own(sheets["decided"], text)
        told = rows[~rows["agency"].isin(["none", "unclear"])]
        assert set(told["grammar"]) <= {"noun", "active"}


@pytest.mark.parametrize(
    ("coding", "name", "article", "lecture"),
    [
        ("a", "coder A", (17, 33), (7, 7)),
        ("b", "coder B", (10, 29), (5, 9)),
        ("decided", "reconciled", (13, 25), (7, 7)),
    ],
)
def test_mentions_without_an_agent_under_each_coding(sheets, printed, coding, name, article, lecture):
    for text, (none, n) in (("article", article), ("lecture", lecture)):
        rows = own(sheets[coding], text)
        assert ((rows["agency"] == "none").sum(), len(rows)) == (none, n)
        assert f"{name}, {text} {none} of {n}" in printed["agency-figure"]


def test_kirov_is_one_event_of_several_mentions(sheets, printed):
    n = [own(sheets[coding], "article")["event"].eq("Kirov 1934").sum() for coding in ("a", "decided")]
    assert f"has {n[0]} mentions with coder A; reconciled it has {n[1]}" in printed["events-reading"]
    assert n == [5, 3]


def events_without_agent(sheet, text):
    rows = own(sheet, text)
    silent = rows.groupby("event")["agency"].agg(lambda told: set(told) == {"none"})
    return int(silent.sum()), len(silent)


def test_events_with_and_without_an_agent(sheets, printed):
    assert events_without_agent(sheets["decided"], "lecture") == (6, 6)
    assert events_without_agent(sheets["decided"], "article") == (7, 17)
    assert "none of its 6 events" in printed["events-reading"]
    assert "the article 10 in some way" in printed["events-reading"]


def test_the_exact_p_by_event_is_near_the_drawn_one(root, sheets):
    """Which 6 of 23 events are the lecture's; chi-squared grows with the distance from what is expected."""
    silent = 13  # 7 of the article's and 6 of the lecture's
    ways = {k: comb(silent, k) * comb(23 - silent, 6 - k) for k in range(7)}
    expected = 6 * silent / 23
    far = [ways[k] for k in ways if abs(k - expected) >= abs(6 - expected) - 1e-9]
    exact = sum(far) / comb(23, 6)
    table = pd.read_csv(root / "data" / "04-rhetoric" / "contrast.csv")
    drawn = table[(table["unit"] == "event") & (table["coding"] == "reconciled")]["p"].item()
    assert exact == pytest.approx(drawn, abs=0.003) and exact < 0.05


def test_the_toy_example_by_hand(printed):
    first, second = "aaaaannnnn", "aaaannnnna"
    assert sum(a == b for a, b in zip(first, second, strict=True)) == 8
    assert kappa(first, second) == pytest.approx(3 / 5) and "Kappa: 0.6." in printed["toy-kappa"]


def test_epithets_of_the_article_without_what_a_reader_rejected(root, printed):
    judged = pd.read_csv(root / "seeds" / "judgements.csv", keep_default_na=False)
    found = pd.read_csv(root / "data" / "rhetoric" / "findings.csv", keep_default_na=False)
    key = ["text", "start", "end", "category"]
    right = judged.loc[judged["verdict"] == "yes", key]
    epithets = found[(found["category"] == "epithet") & (found["voice"] == "author")].merge(right, on=key)
    counts = epithets[epithets["text"] == "article"]["detail"].value_counts()
    assert counts.to_dict() == {"blame": 22, "praise": 8}
    assert "(22 epithets of its author against 8)" in printed["predication-reading"]


def test_who_says_we_in_the_note(root, printed):
    """The note quotes nobody; its own *we*, *us* and *our* are counted from the file."""
    n = len(re.findall(r"\b(?:we|us|our|ours|ourselves)\b", raw(root, "note"), re.IGNORECASE))
    assert f"that is the note ({n})" in printed["perspective-reading"]


def test_the_article_says_we_in_quotations_only(root, printed):
    text = re.sub(r"‘‘.*?’’(?!’)", "", raw(root, "article"), flags=re.DOTALL)
    assert not re.search(r"\b(?:we|our|ours|ourselves)\b", text, re.IGNORECASE)
    assert "The article never says *we* itself" in printed["perspective-reading"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("blog", "likely by NKVD agents under the direction of"),
        ("article", "Stalin took the bait and seventy-five of the eighty members"),
        ("note", "if the signs do not deceive us"),
        ("note", "If our supposition about Krivitsky proves false"),
        ("lecture", "by the Stalinist bureaucracy"),
        ("lecture", "victims of this policy"),
    ],
)
def test_what_is_quoted_stands_in_the_texts(root, text, words):
    assert words in " ".join(raw(root, text).split())


def test_the_declared_p_is_a_share_of_all_arrangements(root, printed):
    declared = pd.read_csv(root / "data" / "04-rhetoric" / "contrast.csv").iloc[0]
    units = int(declared["units_target"] + declared["units_reference"])
    ways = sum(1 for _ in combinations(range(units), int(declared["units_reference"])))
    extreme = declared["p"] * ways
    assert ways == declared["arrangements"] and extreme == pytest.approx(round(extreme), abs=1e-6)
    assert f"all {ways:,} arrangements) has p = {declared['p']:.3f}" in printed["test-result"]
