"""Statements that notebook 05 prints, recomputed from texts, sheets and tables with pandas and re.

Nothing of the package is used: if both agree, they agree by two ways.
"""

import json
import re
from pathlib import Path

import pandas as pd
import pytest

ROOT = Path(__file__).parents[2]
TEXTS = ("blog", "article", "note", "lecture")


@pytest.fixture(scope="module")
def printed():
    """What the cells of the notebook print, as plain text, by cell."""
    notebook = json.loads((ROOT / "notebooks" / "05-synthesis.ipynb").read_text(encoding="utf-8"))
    return {
        cell["id"]: "\n".join("".join(out["data"].get("text/plain", "")) for out in cell["outputs"])
        for cell in notebook["cells"]
        if cell["cell_type"] == "code"
    }


def sheet(name):
    return pd.read_csv(ROOT / "seeds" / f"{name}.csv", keep_default_na=False)


def raw(text):
    return (ROOT / "seeds" / f"{text}.txt").read_bytes().decode("utf-8")


def text_of(table):
    return table["passage"].str.partition(":")[0]


@pytest.mark.parametrize("name", ["events", "scopes", "contradictions"])
def test_every_quoted_wording_stands_in_its_text(name):
    rows = sheet(name)
    for text, start, end, cue in zip(text_of(rows), rows["start"], rows["end"], rows["cue"], strict=True):
        assert " ".join(raw(text)[start:end].split()) == cue


def test_two_or_more_texts_tell_events(printed):
    events = sheet("events")
    n_texts = text_of(events).groupby(events["event"]).nunique()
    assert f"Two or more texts tell {(n_texts > 1).sum()} of {len(n_texts)} events" in printed["abstract"]


def test_the_article_tells_most_and_omits_most(printed):
    events, silences = sheet("events"), sheet("silences")
    own = dict(zip(sheet("scopes")["scope"], text_of(sheet("scopes")), strict=True))
    told = events.groupby(text_of(events))["event"].nunique()
    omitted = silences[silences["silence"] == "omitted"]["scope"].map(own).value_counts()
    assert told.idxmax() == omitted.idxmax() == "article"
    said = f"most of the {events['event'].nunique()} events ({told['article']}) and omits more than any"
    assert f"{said} other text ({omitted['article']})" in printed["events-reading"]


def test_the_lecture_defers(printed):
    deferred = sheet("silences").query("silence == 'deferred'")
    assert set(deferred["scope"]) == {"later"}
    assert f"leaves {len(deferred)} events to “the subsequent lectures”" in printed["events-reading"]
    assert "the subjects of the subsequent lectures" in raw("lecture")


def test_no_event_is_told_and_silent_in_one_text():
    events, silences = sheet("events"), sheet("silences")
    own = dict(zip(sheet("scopes")["scope"], text_of(sheet("scopes")), strict=True))
    told = set(zip(events["event"], text_of(events), strict=True))
    silent = set(zip(silences["event"], silences["scope"].map(own), strict=True))
    assert not told & silent
    assert len(told | silent) == events["event"].nunique() * len(TEXTS)


def test_contradictions_by_kind(printed):
    kinds = sheet("contradictions").drop_duplicates("id")["kind"].value_counts()
    assert (
        f"Of {kinds.sum()} contradictions {kinds['between']} stand between texts, {kinds['tension']} are "
        f"tensions, and {kinds['within']} lie within one text."
    ) in printed["contradictions-reading"]


def test_contradictions_that_cannot_stand(printed):
    rows = sheet("contradictions").drop_duplicates("id")
    assert f"of which {(rows['both_stand'] == 'no').sum()} cannot stand" in printed["abstract"]


def test_yagoda_heads_the_police_in_1928_or_after_1934(printed):
    assert "Genrikh Yagoda, the head of the OGPU, reported to Stalin" in raw("lecture")
    assert re.search(r"On October 30, 1928,[^.]*Genrikh Yagoda, the head of the OGPU", raw("lecture"))
    assert "Menzhinsky died under mysterious circumstances in 1934" in raw("article")
    assert "with Yagoda “his deputy”" in printed["contradictions-reading"]


def test_the_words_for_the_side_that_reiss_takes(printed):
    assert "implicitly aligned himself with the anti-Stalinist Left Opposition" in raw("blog")
    assert "declared his solidarity with the Fourth International" in raw("article")
    assert "immediately took up his stand under the banner of the Bolshevik-Leninists" in raw("note")
    assert "Reiss" not in raw("lecture")
    assert (
        "the Left Opposition, the Fourth International, the Bolshevik-Leninists" in printed["reiss-reading"]
    )


def test_stalin_and_bureaucracy_in_the_lecture(printed):
    """In paragraphs that are neither caption nor heading nor note nor quotation displayed."""
    numbers = re.search(
        r"\*Stalin\* (\d+) times and \*bureaucracy\* (\d+) times, (\d+)", printed["claims-bureaucracy"]
    )
    blocks = pd.read_csv(ROOT / "data" / "corpus" / "blocks.csv")
    own = blocks[(blocks["text"] == "lecture") & (blocks["kind"] == "body")]
    prose = "\n".join(raw("lecture")[s:e] for s, e in zip(own["start"], own["end"], strict=True))
    prose = re.sub(r"“[^”]*”", "", prose)
    found = [
        len(re.findall(pattern, prose))
        for pattern in (r"\bStalin\b", r"\bbureaucracy\b", r"\bStalinist bureaucracy\b")
    ]
    assert [int(number) for number in numbers.groups()] == found


def test_killings_without_an_agent(printed):
    table = pd.read_csv(ROOT / "data" / "04-rhetoric" / "agency-by-voice.csv").query("voice == 'author'")
    counts = table.set_index("text")[["none", "n_mentions"]]
    for text in TEXTS:
        none, n = counts.loc[text]
        assert f"{none} of {n}" in printed["cards-reading"]


def test_verdicts_are_counted(printed):
    table = pd.read_csv(ROOT / "data" / "05-synthesis" / "claims-table.csv")
    n = table["verdict"].value_counts()
    assert (
        f"graded {len(table)} statements: {n['secure']} are secure, {n['suggestive']} suggestive, and "
        f"{n['not decidable']} not decidable"
    ) in printed["abstract"]


def test_the_share_of_pairs_that_are_closer_is_what_is_printed(printed):
    """Smaller excess: closer. The printed shares are of pairs that are closer, and not farther apart."""
    pairs = pd.read_csv(ROOT / "data" / "01-stylometry" / "pairs.csv").dropna(subset="percentile_same_author")
    closer = pairs["percentile_same_author"]
    assert (
        f"farther apart than {closer.min():.0%} to {closer.max():.0%} of one author's pairs"
        in (printed["claims-reading"])
    )


def test_a_choice_bears_the_terms_out_where_its_p_is_small(printed):
    table = pd.read_csv(ROOT / "data" / "03-terms" / "contrast.csv")
    holds = (table["p"] <= 0.05) & (table["share_target"] > table["share_reference"])
    assert table["target"].eq("article").all()
    assert f"under {holds.sum()} of {len(table)} choices" in printed["abstract"]


def test_style_and_stance(printed):
    table = pd.read_csv(ROOT / "data" / "05-synthesis" / "relations-cues.csv")
    row = table[
        table["measure_a"].str.startswith("style") & table["measure_b"].str.startswith("stance")
    ].iloc[0]
    assert f"correlate at {row['r']:.2f}" in printed["relations-reading"]
    assert row["r_sharing"] > row["r"] and f"larger ({row['r_sharing']:.2f})" in printed["relations-reading"]
