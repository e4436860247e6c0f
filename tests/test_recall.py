"""Recall: the sheet of sentences without a finding, misses estimated from it, bad sheets refused."""

import pandas as pd
import pytest
from annotated import corpus_of, seeds
from scipy.stats import hypergeom

from dhtools import DhtoolsError, annotate
from dhtools.rhetoric import (
    find_metadiscourse,
    find_passives,
    find_rhetoric,
    read_judgements,
    select_findings,
    write_judgement_sheet,
)
from dhtools.rhetoric.recall import (
    read_recall,
    rule_quality,
    rule_recall,
    sentences_without,
    write_recall_sheet,
)
from dhtools.stats.intervals import finite_count_interval

TEXT = "It may rain. He thinks so. They ran. He fears it. Perhaps it will.\n"


@pytest.fixture
def small(tmp_path):
    annotation = annotate(corpus_of(a=TEXT))
    found = find_metadiscourse(annotation, classes=["hedge"])
    write_judgement_sheet(annotation, found, tmp_path / "judged.csv", coder="Ann")
    judged = fill(tmp_path / "judged.csv", verdict=["yes", "yes"])
    write_recall_sheet(annotation, found, tmp_path / "r.csv", coder="Ann", categories=["hedge"], sample=2)
    return annotation, found, read_judgements(judged), tmp_path / "r.csv"


def fill(path, **columns):
    """Fill in a sheet as a reader would."""
    sheet = pd.read_csv(path, keep_default_na=False, dtype=str).assign(**columns)
    sheet.to_csv(path, index=False)
    return path


def test_the_sheet_has_sentences_in_which_nothing_is_found(small):
    annotation, found, _, path = small
    sheet = pd.read_csv(path, keep_default_na=False)
    assert len(sheet) == 2 and set(sheet["sentence"]) < {"He thinks so.", "They ran.", "He fears it."}
    assert sheet["verdict"].eq("").all() and len(sentences_without(annotation, found, "hedge")) == 3
    formula = annotate(corpus_of(a="=He ran."))
    written = write_recall_sheet(formula, found[:0], path.with_name("f"), coder="x", categories=["hedge"])
    assert pd.read_csv(written)["sentence"].tolist() == ["…=He ran."]
    with pytest.raises(DhtoolsError, match=r"r\.csv: exists already"):
        write_recall_sheet(annotation, found, path, coder="Ann", categories=["hedge"])
    with pytest.raises(DhtoolsError, match="sample=0: give a whole number"):
        write_recall_sheet(annotation, found, path, coder="Ann", categories=["hedge"], sample=0)


def test_categories_share_one_order_of_sentences(tmp_path):
    found = find_rhetoric(seeds(), measures=["metadiscourse", "passives"])
    path = write_recall_sheet(
        seeds(), found, tmp_path / "r.csv", coder="x", categories=["hedge", "passive"], sample=40
    )
    sheet = pd.read_csv(path)
    hedge, passive = (set(sheet.loc[sheet["category"] == name, "passage"]) for name in ("hedge", "passive"))
    assert len(hedge) == len(passive) == 40 and len(hedge & passive) > 25


def test_recall_by_hand(small):
    annotation, found, judged, path = small
    missed = read_recall(fill(path, verdict=["yes", "no"], missed=["x", ""]))
    (row,) = rule_recall(judged, missed, found, annotation).to_dict("records")
    assert (row["n_sentences"], row["n_without"], row["n_read"], row["n_missed"]) == (2, 3, 2, 1)
    assert row["missed"] == 1.5 and row["recall"] == pytest.approx(2 / 3.5)
    # one or two of the three: the third was not read
    assert row["low"] == 2 / 4 and row["high"] == 2 / 3
    (quality,) = rule_quality(judged, missed, found, annotation).to_dict("records")
    assert quality["precision"] == 1 and quality["recall"] == row["recall"] and quality["n"] == 2


def test_a_sentence_in_which_something_is_found_by_now_does_not_count(small):
    annotation, found, judged, path = small
    missed = read_recall(fill(path, verdict=["yes", "no"], missed=["x", ""]))
    first = missed.iloc[[0]].assign(kind="body", voice="author", detail="", cue="x", score=0.0)
    more = pd.concat([found, first[["text", "passage", "start", "end", "category", "kind"]]])
    (row,) = rule_recall(judged, missed, more, annotation).to_dict("records")
    assert (row["n_without"], row["n_read"], row["n_missed"], row["recall"]) == (2, 1, 0, 1)


@pytest.mark.parametrize(
    ("columns", "said"),
    [
        ({"verdict": ["yes", "no"]}, "line 2: \\*yes\\* goes with the words"),
        ({"verdict": ["no", "no"], "missed": ["", "x"]}, "line 3: \\*yes\\* goes with the words"),
        ({"verdict": ["no", "no"], "coder": ["", "Ann"]}, "line 2: a verdict without a coder"),
        ({"verdict": ["maybe", "no"]}, "line 2: verdict='maybe' is not known"),
        ({"passage": ["a:1.2", "a:1.2"]}, "line 3"),
    ],
)
def test_a_bad_row_is_refused_with_its_line(small, columns, said):
    with pytest.raises(DhtoolsError, match=said):
        read_recall(fill(small[3], **columns))


def test_a_changed_text_and_a_missing_file_are_refused(small, tmp_path):
    _, found, judged, path = small
    missed = read_recall(fill(path, verdict=["no", "no"]))
    changed = annotate(corpus_of(a=TEXT + " "))
    with pytest.raises(DhtoolsError, match=r"'a' has changed"):
        rule_recall(judged.iloc[:0], missed, found, changed)
    with pytest.raises(DhtoolsError, match=r"recall\.csv: there is no such file"):
        read_recall(tmp_path)


def test_the_interval_of_a_count_in_a_finite_population():
    low, high = finite_count_interval(3, 40, 90)
    for count, inside in ((low - 1, False), (low, True), (high, True), (high + 1, False)):
        tails = hypergeom.sf(2, 90, count, 40), hypergeom.cdf(3, 90, count, 40)
        assert (min(tails) > 0.025) == inside
    assert finite_count_interval(0, 0, 5) == (0, 5)


def test_what_the_rules_miss_in_the_four_texts(root):
    """Read by one reader of the project before anything was mended on it."""
    found = find_rhetoric(seeds(), measures=["metadiscourse", "passives", "epithets", "reporting"])
    found = select_findings(found, voice=["author", "quoted", "mentioned"])
    missed = read_recall(root / "seeds")
    table = rule_recall(read_judgements(root / "seeds"), missed, found, seeds()).set_index("category")
    assert table["n_read"].ge(120).all()
    assert table["n_missed"].to_dict() == {
        "booster": 2,
        "epithet": 8,
        "hedge": 2,
        "passive": 1,
        "reporting": 11,
    }
    shown = table[["recall", "low", "high"]].round(2).to_numpy().tolist()
    assert shown == [
        [0.83, 0.63, 0.92], [0.63, 0.50, 0.75], [0.77, 0.53, 0.89], [0.98, 0.94, 0.99], [0.59, 0.49, 0.7],
    ]  # fmt: skip
    for row in missed[missed["verdict"] == "yes"].itertuples():
        assert all(words in row.sentence for words in row.missed.split(", ")), row.where


def test_who_acts_is_found_in_the_passives_of_the_four_texts():
    """All were read: of those with *by* one tells a means (*charted by the quality*)."""
    found = select_findings(find_passives(seeds()), voice=["author", "quoted", "mentioned"])
    assert found["detail"].value_counts().to_dict() == {"without by": 126, "with by": 27}
